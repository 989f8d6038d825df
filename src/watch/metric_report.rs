//! The metrics of a function, as they are reported: a row a version, in all and by period.

use serde::Serialize;

use super::gate::Gate;
use crate::message::MetricNote;
use crate::scf::figure::Measured;
use crate::traffic::share::Weight;

/// The metrics of a function.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MetricReport {
    /// Its key in the project.
    pub key: String,
    /// Its name in the cloud.
    pub name: String,
    /// Where it is.
    pub region: String,
    /// Where it is.
    pub namespace: String,
    /// The length of a period in seconds.
    pub period: u32,
    /// The beginning of the first period. Times are those of ISO 8601, with their offset.
    pub from: String,
    /// The end of the last one: of the last full minute.
    pub to: String,
    /// Up to here the monitor has all points; later ones may be missing.
    pub complete: String,
    /// The time of the upload, where the report begins there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub upload: Option<Uploaded>,
    /// The beginnings of all periods.
    pub times: Vec<String>,
    /// One entry a version.
    pub versions: Vec<VersionMetrics>,
    /// Whether the limits hold that were given.
    pub gate: Gate,
    /// Notes for people.
    pub notes: Vec<MetricNote>,
}

/// The metrics of a version.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct VersionMetrics {
    /// Which.
    pub version: String,
    /// Its share of the alias's traffic now, 0 to 1.
    pub traffic: Option<Weight>,
    /// How often it was called; null where the monitor has no call.
    pub invocations: Option<Measured>,
    /// How often that failed, for any reason; null where there were no invocations.
    pub errors: Option<Measured>,
    /// The part of invocations that failed, 0 to 1; null where there were none.
    pub error_rate: Option<Measured>,
    /// How often the service failed; null as `errors`.
    pub platform_errors: Option<Measured>,
    /// How often a call was turned away; null where there were no invocations and none was.
    pub throttled: Option<Measured>,
    /// The mean over all invocations, in milliseconds.
    pub duration: Option<Measured>,
    /// The most, in MB.
    pub memory: Option<Measured>,
    /// The same by period; null where the monitor has no point.
    pub series: Series,
}

/// Values by period.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "MetricSeries"))]
#[serde(rename_all = "camelCase")]
pub struct Series {
    /// How often it was called.
    pub invocations: Vec<Option<Measured>>,
    /// How often that failed.
    pub errors: Vec<Option<Measured>>,
    /// How often the service failed.
    pub platform_errors: Vec<Option<Measured>>,
    /// How often a call was turned away.
    pub throttled: Vec<Option<Measured>>,
    /// The mean, in milliseconds.
    pub duration: Vec<Option<Measured>>,
    /// The most, in MB.
    pub memory: Vec<Option<Measured>>,
}

/// When the code of `$LATEST` was uploaded.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "CodeUploaded"))]
pub struct Uploaded {
    /// When; null while an update is under way.
    pub at: Option<String>,
    /// Where the time is from: `journal`, or `modTime`.
    #[cfg_attr(test, ts(type = "'journal' | 'modTime'"))]
    pub source: &'static str,
}

impl Series {
    /// Steps put together to periods of so many.
    pub(super) fn of(
        [invocations, errors, platform_errors, throttled, duration, memory]: &[Vec<Option<Measured>>; 6],
        of: usize,
    ) -> Self {
        let sums = |steps: &[Option<Measured>]| steps.chunks(of).map(sum).collect();
        let most = |steps: &[Option<Measured>]| steps.iter().flatten().copied().max();
        let mean = |(durations, counts)| match of {
            // the mean of one point needs no number of invocations
            1 => most(durations),
            _ => Measured::mean(means(durations, counts)),
        };
        Self {
            invocations: sums(invocations),
            errors: sums(errors),
            platform_errors: sums(platform_errors),
            throttled: sums(throttled),
            duration: duration.chunks(of).zip(invocations.chunks(of)).map(mean).collect(),
            memory: memory.chunks(of).map(most).collect(),
        }
    }
}

/// `None` where there is nothing to add up.
pub(super) fn sum(series: &[Option<Measured>]) -> Option<Measured> {
    series.iter().flatten().copied().reduce(Measured::plus)
}

/// Means with the number of invocations that each is of.
pub(super) fn means<'a>(
    means: &'a [Option<Measured>],
    counts: &'a [Option<Measured>],
) -> impl Iterator<Item = (Measured, Measured)> + use<'a> {
    means.iter().zip(counts).filter_map(|(mean, count)| Some(((*mean)?, (*count)?)))
}
