//! Whether metrics are within limits. Without calls, or before the monitor is complete, there is no result: that does not
//! pass.

use serde::Serialize;

use super::window::Window;
use crate::desired::{Verb, traffic_share};
use crate::error::Error;
use crate::json::Json;
use crate::message::Verdict;
use crate::message::given::Given;
use crate::message::problem::ArgsProblem;
use crate::scf::figure::Measured;
use crate::time::rfc3339;
use crate::traffic::routing::Version;
use crate::traffic::share::{Fraction, Share, Weight};

/// The limits for each version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limits {
    max_error_rate: Option<Share>,
    min_invocations: u32,
}

/// What a gate found, for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum GateCode {
    /// At most as many calls failed as may.
    WithinLimit,
    /// More calls failed.
    TooManyErrors,
    /// No limit was given.
    NoLimit,
    /// There were no calls.
    NoCalls,
    /// There were too few calls.
    TooFewCalls,
    /// No minute is complete yet.
    NotComplete,
}

/// Whether the limits of an order hold: a gate passes where `ok` is true, never where it is not false.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "MetricGate"))]
#[serde(rename_all = "camelCase")]
pub struct Gate {
    /// Whether every judged version holds the limits; null where that is not known.
    pub ok: Option<bool>,
    /// Stable, for programs.
    pub code: GateCode,
    /// The same in words.
    #[cfg_attr(test, ts(type = "string"))]
    pub reason: Verdict,
    /// The largest part of invocations that may fail, 0 to 1.
    pub max_error_rate: Option<Weight>,
    /// The fewest invocations that can be judged.
    pub min_invocations: u32,
    /// The beginning of what is judged.
    pub from: String,
    /// Its end: what came later may not be complete yet.
    pub to: String,
    /// Each version that is judged.
    pub versions: Vec<Judged>,
}

/// What is known of one version.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "JudgedVersion"))]
#[serde(rename_all = "camelCase")]
pub struct Judged {
    /// Which.
    pub version: String,
    /// How often it was called; null where it was not, or that is not known yet.
    pub invocations: Option<Measured>,
    /// How often that failed.
    pub errors: Option<Measured>,
    /// The part that failed.
    pub error_rate: Option<Measured>,
    /// Whether it holds the limits.
    pub ok: Option<bool>,
    /// As in [`Gate`].
    pub code: GateCode,
    /// The same in words.
    #[cfg_attr(test, ts(type = "string"))]
    pub reason: Verdict,
}

impl Limits {
    /// # Errors
    /// `InvalidErrorRate`, `InvalidInput`; `MissingErrorRate` where there is only a number of invocations.
    pub(super) fn read(args: &Json<'_>) -> Result<Self, Error> {
        let max_error_rate = args.get("maxErrorRate").map(error_rate).transpose()?;
        let min_invocations = Verb::METRIC.whole(args, "minInvocations", 1, 1_000_000_000)?;
        if max_error_rate.is_none() && min_invocations.is_some() {
            return Err(Error::usage(ArgsProblem::MissingErrorRate));
        }
        Ok(Self { max_error_rate, min_invocations: min_invocations.unwrap_or(1) })
    }

    /// Judges versions by the complete steps of a window.
    pub(super) fn judge<'a>(
        &self,
        window: &Window,
        versions: impl Iterator<Item = (&'a Version, Option<Measured>, Option<Measured>)>,
    ) -> Gate {
        let complete = window.settled_steps() > 0;
        let versions: Vec<Judged> = match self.max_error_rate {
            None => Vec::new(),
            Some(limit) => versions.map(|one| self.of_one(limit, complete, one)).collect(),
        };
        // one that fails decides; of the others, one that is not known
        let worst = versions.iter().min_by_key(|one| match one.ok {
            Some(false) => 0,
            None => 1,
            Some(true) => 2,
        });
        let (ok, code, reason) = match worst {
            Some(one) => (one.ok, one.code, one.reason.clone()),
            None => (None, GateCode::NoLimit, Verdict::NoLimit),
        };
        Gate {
            ok,
            code,
            reason,
            max_error_rate: self.max_error_rate.map(Weight::from),
            min_invocations: self.min_invocations,
            from: rfc3339(window.first),
            to: rfc3339(window.settled),
            versions,
        }
    }

    fn of_one(
        &self,
        limit: Share,
        complete: bool,
        (version, invocations, errors): (&Version, Option<Measured>, Option<Measured>),
    ) -> Judged {
        let invocations = invocations.filter(|count| *count > Measured::default());
        let errors = invocations.map(|_| errors.unwrap_or_default());
        let (limit, share) = (Fraction::from(limit), limit);
        let of = || version.clone();
        let (ok, code, reason) = match (invocations, errors) {
            _ if !complete => (None, GateCode::NotComplete, Verdict::NotComplete { version: of() }),
            (Some(calls), _) if calls < Measured::whole(self.min_invocations) => {
                let needed = self.min_invocations;
                (None, GateCode::TooFewCalls, Verdict::TooFewCalls { version: of(), calls, needed })
            }
            (Some(calls), Some(failed)) if failed.at_most(share, calls) => {
                (Some(true), GateCode::WithinLimit, Verdict::WithinLimit { version: of(), failed, calls, limit })
            }
            (Some(calls), Some(failed)) => {
                (Some(false), GateCode::TooManyErrors, Verdict::TooManyErrors { version: of(), failed, calls, limit })
            }
            _ => (None, GateCode::NoCalls, Verdict::NoCalls { version: of() }),
        };
        let error_rate = invocations.zip(errors).and_then(|(calls, failed)| failed.part_of(calls));
        Judged { version: version.to_string(), invocations, errors, error_rate, ok, code, reason }
    }
}

fn error_rate(raw: &Json<'_>) -> Result<Share, Error> {
    let wrong = |everything| Error::usage(ArgsProblem::ErrorRate { given: Given::from(raw), everything });
    match traffic_share(raw).map_err(|_| wrong(false))? {
        Share::ALL => Err(wrong(true)),
        share => Ok(share),
    }
}
