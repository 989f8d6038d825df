//! How often each version ran and failed, and how long it took.

use serde::{Serialize, Serializer};

use super::trace::Trace;
use crate::scf::figure::Measured;
use crate::text::sorted;
use crate::traffic::routing::Version;

/// How the invocations of a version went.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LogFigures {
    /// Which.
    #[serde(serialize_with = "shown")]
    pub version: Version,
    /// How many ended.
    pub invocations: usize,
    /// How many of them failed.
    pub errors: usize,
    /// Half of them took no longer, in milliseconds.
    pub p50: Option<Measured>,
    /// Of a hundred, 95 took no longer, in milliseconds.
    pub p95: Option<Measured>,
    /// Of a hundred, 99 took no longer, in milliseconds.
    pub p99: Option<Measured>,
}

pub(super) fn shown<S: Serializer>(version: &Version, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(version)
}

/// Figures of what was found itself: for each share the duration that so many did not exceed.
pub(super) fn counted(traces: &[Trace<'_>], errors: impl Fn(&Version) -> usize) -> Vec<LogFigures> {
    let reports: Vec<_> = traces.iter().filter_map(|trace| trace.report()).collect();
    let mut versions = sorted(reports.iter().map(|line| line.version.clone()), Version::clone);
    versions.dedup();
    let of = |version: Version| {
        let all = reports.iter().filter(|line| line.version == version);
        let invocations = all.clone().count();
        let durations = sorted(all.filter_map(|line| line.duration), |duration| *duration);
        let at = |percent: usize| {
            let place = (durations.len() * percent).div_ceil(100).checked_sub(1)?;
            durations.get(place).copied()
        };
        LogFigures { errors: errors(&version), invocations, p50: at(50), p95: at(95), p99: at(99), version }
    };
    versions.into_iter().map(of).collect()
}
