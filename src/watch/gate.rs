//! Whether metrics allow to go on. Without calls, or before the monitor is complete, nothing is known: that is no pass.

use serde::Serialize;

use super::window::Window;
use crate::desired::Verb;
use crate::error::Error;
use crate::json::Json;
use crate::scf::figure::Measured;
use crate::time::rfc3339;
use crate::traffic::routing::Version;
use crate::traffic::share::{Fraction, Share, Weight};

/// What has to hold of each version that is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limits {
    max_error_rate: Option<Share>,
    min_invocations: u32,
}

/// Whether the limits of an order hold: a gate passes where `ok` is true, never where it is not false.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "MetricGate"))]
#[serde(rename_all = "camelCase")]
pub struct Gate {
    /// Whether every judged version holds the limits; null where that is not known.
    pub ok: Option<bool>,
    /// Stable, for programs.
    #[cfg_attr(test, ts(as = "crate::types::GateCode"))]
    pub code: &'static str,
    /// The same in words.
    pub reason: String,
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
    #[cfg_attr(test, ts(as = "crate::types::GateCode"))]
    pub code: &'static str,
    /// The same in words.
    pub reason: String,
}

impl Limits {
    /// # Errors
    /// `InvalidErrorRate`, `InvalidInput`; `MissingErrorRate` where there is only a number of invocations.
    pub(super) fn read(args: &Json<'_>) -> Result<Self, Error> {
        let max_error_rate = args.get("maxErrorRate").map(error_rate).transpose()?;
        let min_invocations = Verb::METRIC.whole(args, "minInvocations", 1, 1_000_000_000)?;
        if max_error_rate.is_none() && min_invocations.is_some() {
            return Err(Error::usage("MissingErrorRate", "minInvocations belongs to a limit, and there is none")
                .hint("give maxErrorRate too, such as maxErrorRate=1%"));
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
            None => (None, "NoLimit", "no limit was given, so nothing was judged".to_owned()),
        };
        Gate {
            ok,
            code,
            reason,
            max_error_rate: self.max_error_rate.and_then(|limit| Weight::from_wire(&Fraction::from(limit).to_string())),
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
        let percent = Fraction::from(limit).percent();
        let (ok, code, reason) = match (invocations, errors) {
            _ if !complete => (None, "NotComplete", format!("{version}: no minute is complete yet")),
            (Some(calls), _) if calls < Measured::whole(self.min_invocations) => (
                None,
                "TooFewCalls",
                format!("{version}: {calls} of the {} calls that are needed", self.min_invocations),
            ),
            (Some(calls), Some(failed)) if failed.at_most(limit, calls) => (
                Some(true),
                "WithinLimit",
                format!("{version}: {failed} of {calls} calls failed, at most {percent} may"),
            ),
            (Some(calls), Some(failed)) => (
                Some(false),
                "TooManyErrors",
                format!("{version}: {failed} of {calls} calls failed, at most {percent} may"),
            ),
            _ => (None, "NoCalls", format!("{version}: no calls, so nothing can be said of it")),
        };
        let error_rate = invocations.zip(errors).and_then(|(calls, failed)| failed.part_of(calls));
        Judged { version: version.to_string(), invocations, errors, error_rate, ok, code, reason }
    }
}

fn error_rate(raw: &Json<'_>) -> Result<Share, Error> {
    let wrong = |why: &str| {
        Error::usage("InvalidErrorRate", format!("maxErrorRate {raw} {why}"))
            .hint("give the part of calls that may fail, from 0 to 0.9999, such as 0.01 or 1%")
    };
    match Share::parse(raw).map_err(|_| wrong("is not a share"))? {
        Share::ALL => Err(wrong("is no limit: everything passes")),
        share => Ok(share),
    }
}
