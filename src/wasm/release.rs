//! The machine for JavaScript.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::planner::Planned;
use super::value::{Handed, raw, to_js, unreadable};
use crate::error::Error;
use crate::release::{AliasList, FunctionRow, Look, Now, Outcome, Report, Request, RunResult, Session, StatusRow};
use crate::watch::{Comparison, Invoked, LogReport, MetricReport};

/// A release on its way: `take()` effects, `feed()` what came of them, until `finished`.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Release(Session);

#[derive(Serialize)]
struct Ended {
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<RunResult>,
    #[serde(skip_serializing_if = "Option::is_none")]
    functions: Option<Vec<FunctionRow>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Vec<StatusRow>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aliases: Option<Vec<AliasList>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invoked: Option<Invoked>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logs: Option<LogReport>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metrics: Option<MetricReport>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compared: Option<Comparison>,
    #[serde(skip_serializing_if = "Option::is_none")]
    look: Option<Look>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Error>,
}

/// A time on both clocks, in milliseconds as JavaScript has them.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates, and times before 1970 are none"
)]
const fn at(steady_ms: f64, wall_ms: f64) -> Now {
    Now { steady_ms: steady_ms as u64, wall_ms: wall_ms as u64 }
}

#[wasm_bindgen]
impl Release {
    /// A machine for an order, as JSON text: `{ do, kind?, inputs, asked?, stage?, region?, namespace?, packages?, plan?, to?, created?, who?, process?, offset? }`.
    ///
    /// # Errors
    /// Throws the first thing wrong with the inputs as plain data.
    #[wasm_bindgen(constructor)]
    pub fn new(order: &str, steady_ms: f64, wall_ms: f64, seed: f64) -> Result<Self, JsValue> {
        let request = Request::read(raw(order, Handed::Request)?)?;
        Ok(Self(Session::new(&request, order.to_owned(), at(steady_ms, wall_ms), seed.to_bits())?))
    }

    /// The effects that are ready, each handed out once.
    ///
    /// # Errors
    /// Never; an exception here is a bug.
    pub fn take(&mut self) -> Result<JsValue, JsValue> {
        to_js(&self.0.take())
    }

    /// Takes what came of an effect, as JSON text.
    ///
    /// # Errors
    /// Throws where `outcome` is none of the documented shapes.
    pub fn feed(&mut self, id: u32, outcome: &str, steady_ms: f64, wall_ms: f64) -> Result<(), JsValue> {
        let outcome =
            Outcome::read(&raw(outcome, Handed::Outcome)?).ok_or_else(|| unreadable(Handed::Outcome, None))?;
        self.0.feed(id, &outcome, at(steady_ms, wall_ms));
        Ok(())
    }

    /// Nothing new is written from now on.
    pub fn stop(&mut self, steady_ms: f64, wall_ms: f64) {
        self.0.stop(at(steady_ms, wall_ms));
    }

    /// Whether there is nothing left to do.
    #[wasm_bindgen(getter)]
    pub fn finished(&self) -> bool {
        self.0.finished()
    }

    /// How it ended: `{ run? | functions? | status? | aliases? | invoked? | logs? | metrics? | compared? | look?, error? }`; a plan is had by `plan()`.
    ///
    /// # Errors
    /// Never; an exception here is a bug.
    pub fn outcome(&self) -> Result<JsValue, JsValue> {
        let (report, error) = self.0.outcome();
        let mut ended = Ended {
            run: None,
            functions: None,
            status: None,
            aliases: None,
            invoked: None,
            logs: None,
            metrics: None,
            compared: None,
            look: None,
            error,
        };
        match report {
            Report::Run(run) => ended.run = Some(run),
            Report::Functions(rows) => ended.functions = Some(rows),
            Report::Status(rows) => ended.status = Some(rows),
            Report::Aliases(lists) => ended.aliases = Some(lists),
            Report::Invoked(invoked) => ended.invoked = Some(invoked),
            Report::Logs(logs) => ended.logs = Some(logs),
            Report::Metrics(metrics) => ended.metrics = Some(metrics),
            Report::Compared(compared) => ended.compared = Some(compared),
            Report::Look(look) => ended.look = Some(look),
            Report::Plan(_) | Report::Nothing => {}
        }
        to_js(&ended)
    }

    /// The plan, where the order was to plan and it could be made.
    #[must_use]
    pub fn plan(&self) -> Option<Planned> {
        match self.0.outcome() {
            (Report::Plan(plan), None) => Some(Planned(plan)),
            _ => None,
        }
    }

    /// What was observed, as `planFrom` takes it. Holds the values of environment variables: not for showing.
    ///
    /// # Errors
    /// Never; an exception here is a bug.
    pub fn observed(&self) -> Result<JsValue, JsValue> {
        to_js(&self.0.observed())
    }
}
