//! The minutes of rollouts: what the canary and the stable version of functions served, minute by minute, as the monitor has
//! it (<https://cloud.tencent.com/document/product/248/37207>).
//!
//! A call of the monitor takes one metric of up to ten series, of whichever functions of a region, so functions share calls:
//! what a rollout of two hundred costs is calls. Which of `$LATEST` and `$latest` the monitor knows is not documented: both
//! are asked until one of them has points.

use serde::Serialize;

use crate::json::Json;
use crate::scf::figure::Measured;
use crate::scf::log_minutes::Thresholds;
use crate::scf::monitor::{DataPoints, MOST_INSTANCES, MOST_POINTS, Part, Points, Series, Stretch, get};
use crate::scf::{Call, Target};
use crate::time::rfc3339;
use crate::traffic::routing::Version;

const MINUTE: u64 = 60;
/// How the monitor may spell the version that is not published.
const SPELLINGS: [&str; 2] = ["$latest", Version::LATEST];

/// Which minutes of which functions are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinuteOrder {
    pub(super) pairs: Vec<Pair>,
    /// Sums by the minute, and means.
    metrics: Vec<MinuteMetric>,
    /// How long figures take to be complete, in seconds.
    pub(super) delay: u64,
    /// The figures come from the logs of the functions, and not from the monitor.
    logs: bool,
    /// Stable's durations are measured before slow calls are counted.
    pub(super) measures: bool,
    /// What the versions have of provisioned concurrency is looked at, too.
    provisioned: bool,
    /// The calls that it takes, each with the function that asks it.
    asks: Vec<(Target, Asked)>,
}

/// One metric of functions that share calls.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Asked {
    metric: MinuteMetric,
    series: Vec<Series>,
    from: u64,
}

/// The two versions of a function that are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    /// What the project calls the function.
    pub(super) key: String,
    /// Where it is, once that is known.
    pub(super) target: Option<Target>,
    pub(super) canary: Version,
    pub(super) stable: Version,
    /// The alias that divides its calls between them.
    pub(super) alias: String,
    /// As the monitor is known to spell `$LATEST`.
    spelling: Option<String>,
    /// The beginning of the first minute that is not known, in seconds since 1970.
    pub(super) from: u64,
    /// Calls that take longer, in milliseconds, are slow.
    pub(super) slow: Option<Thresholds>,
}

/// A metric by the minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum MinuteMetric {
    /// Calls of both versions.
    Calls,
    /// Calls of them that failed.
    Errors,
    /// Calls that ran out of time.
    TimedOut,
    /// Calls that ran out of memory.
    OutOfMemory,
    /// The mean duration, in milliseconds.
    Duration,
    /// Calls by the alias, whichever version answered: those of versions that are missing here came past it.
    AliasCalls,
    /// Calls of them that failed.
    AliasErrors,
    /// Calls that ran out of time or memory, by logs.
    Platform,
    /// Calls that took longer than stable's p50 of the day before, by logs.
    P50,
    /// Than its p90.
    P90,
    /// Than its p99.
    P99,
}

const METRICS: [(MinuteMetric, &str, &str); 7] = [
    (MinuteMetric::Calls, "calls", "Invocation"),
    (MinuteMetric::Errors, "errors", "Error"),
    (MinuteMetric::TimedOut, "timedOut", "Http433"),
    (MinuteMetric::OutOfMemory, "outOfMemory", "Http434"),
    (MinuteMetric::Duration, "duration", "Duration"),
    (MinuteMetric::AliasCalls, "aliasCalls", "Invocation"),
    (MinuteMetric::AliasErrors, "aliasErrors", "Error"),
];

impl MinuteMetric {
    fn named(word: &str) -> Option<Self> {
        METRICS.iter().find(|(_, known, _)| *known == word).map(|(metric, ..)| *metric)
    }

    /// Whether it is of the alias, and not of versions.
    const fn of_alias(self) -> bool {
        matches!(self, Self::AliasCalls | Self::AliasErrors)
    }

    fn api_name(self) -> &'static str {
        METRICS.iter().find(|(metric, ..)| *metric == self).map_or("", |(.., name)| name)
    }
}

/// One call of the monitor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinuteQuestion {
    metric: MinuteMetric,
    series: Vec<Series>,
    from: u64,
    to: u64,
}

/// Whose points they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Side {
    /// The version that is tried.
    Canary,
    /// The version that users are on.
    Stable,
    /// Everything that was called by the alias, whichever version answered.
    Alias,
}

/// The points of one metric of one side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SideMinutes {
    /// Which metric.
    pub metric: MinuteMetric,
    /// Whose.
    pub of: Side,
    /// Beginnings of minutes, in seconds since 1970, and figures. Minutes in which nothing happened are missing.
    pub points: Points,
}

/// The minutes of a function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FunctionMinutes {
    /// What the project calls it.
    pub key: String,
    /// As the monitor spells `$LATEST`, where it is compared and had points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spelling: Option<String>,
    /// The points, by metric and side.
    pub minutes: Vec<SideMinutes>,
    /// Metrics that were not answered.
    pub unanswered: Vec<MinuteMetric>,
    /// Why there are no figures, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blind: Option<&'static str>,
    /// Above which durations calls were counted as slow, in milliseconds: about stable's p50, p90 and p99.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slow: Option<Vec<Measured>>,
}

impl FunctionMinutes {
    /// Of a function of which nothing is known yet.
    pub(super) fn nothing(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            spelling: None,
            minutes: Vec::new(),
            unanswered: Vec::new(),
            blind: None,
            slow: None,
        }
    }
}

impl MinuteOrder {
    /// Of `{ delay, metrics, logs?, measure?, functions: [{ key, canary, stable, alias, from, spelling?, slow? }] }`, which a
    /// rollout makes; `None` where it is something else.
    #[must_use]
    pub fn read(raw: &Json<'_>) -> Option<Self> {
        let list = |key: &str| match raw.get(key) {
            Some(Json::List(items)) => Some(items.as_slice()),
            _ => None,
        };
        let pair = |raw: &Json<'_>| {
            Some(Pair {
                key: raw.text("key")?,
                target: None,
                canary: Version::named(&raw.text("canary")?),
                stable: Version::named(&raw.text("stable")?),
                alias: raw.text("alias")?,
                spelling: raw.text("spelling"),
                from: whole_minute(raw.get("from")?.whole()?),
                slow: raw.get("slow").and_then(thresholds),
            })
        };
        let is = |key: &str| raw.get(key) == Some(&Json::Bool(true));
        Some(Self {
            pairs: list("functions")?.iter().map(pair).collect::<Option<_>>()?,
            metrics: list("metrics")?.iter().map(|raw| MinuteMetric::named(&raw.to_text()?)).collect::<Option<_>>()?,
            delay: raw.get("delay")?.whole()?,
            logs: is("logs"),
            measures: is("measure"),
            provisioned: is("provisioned"),
            asks: Vec::new(),
        })
    }

    /// Whether provisioned concurrency is looked at.
    #[must_use]
    pub const fn provisioned(&self) -> bool {
        self.provisioned
    }

    /// Whether the figures come from the logs of the functions.
    #[must_use]
    pub const fn by_logs(&self) -> bool {
        self.logs
    }

    /// With the places of the functions, by their keys. Functions of one region share calls.
    #[must_use]
    pub fn at(mut self, places: &[(&str, Target)]) -> Self {
        for pair in &mut self.pairs {
            pair.target = places.iter().find(|(key, _)| *key == pair.key).map(|(_, target)| target.clone());
        }
        let placed: Vec<(&Target, &Pair)> =
            self.pairs.iter().filter_map(|pair| pair.target.as_ref().map(|target| (target, pair))).collect();
        let mut regions: Vec<&str> = placed.iter().map(|(target, _)| target.region.as_str()).collect();
        regions.sort_unstable();
        regions.dedup();
        let mut asks = Vec::new();
        for metric in self.metrics.iter().filter(|_| !self.logs) {
            for region in &regions {
                let here = placed.iter().filter(|(target, _)| target.region == *region);
                let series: Vec<_> =
                    here.map(|(target, pair)| (*target, pair.series(*metric, target), pair.from)).collect();
                asks.extend(shared(&series).into_iter().filter_map(|together| asked(*metric, together)));
            }
        }
        self.asks = asks;
        self
    }

    /// The calls that a function asks, for itself and those that share them, where the API's clock says `now`. Minutes whose
    /// figures may not be complete are left out.
    #[must_use]
    pub fn questions(&self, first: &Target, now: u64) -> Vec<MinuteQuestion> {
        let to = whole_minute(now.saturating_sub(self.delay));
        let asked = self.asks.iter().filter(|(leader, _)| leader == first);
        asked.flat_map(|(_, asked)| asked.until(to)).collect()
    }

    /// What the answers come to; a question without an answer has `None`.
    #[must_use]
    pub fn report(&self, answers: &[(&MinuteQuestion, Option<&DataPoints>)]) -> Vec<FunctionMinutes> {
        let of_pair = |pair: &Pair| Some(pair.report(pair.target.as_ref()?, &self.metrics, answers));
        self.pairs.iter().filter_map(of_pair).collect()
    }
}

impl Asked {
    /// An answer has so many points of a series at most: what is longer takes several calls.
    fn until(&self, to: u64) -> Vec<MinuteQuestion> {
        let length = u64::from(MOST_POINTS) * MINUTE;
        let mut asks = Vec::new();
        let mut start = self.from;
        while start < to {
            let end = to.min(start + length);
            asks.push(MinuteQuestion { metric: self.metric, series: self.series.clone(), from: start, to: end });
            start = end;
        }
        asks
    }
}

fn asked(metric: MinuteMetric, together: &[OfFunction<'_>]) -> Option<(Target, Asked)> {
    let (leader, ..) = together.first()?;
    let from = together.iter().map(|(.., from)| *from).min()?;
    let series = together.iter().flat_map(|(_, series, _)| series.clone()).collect();
    Some(((*leader).clone(), Asked { metric, series, from }))
}

/// The series of a function, and since when they are not known.
type OfFunction<'a> = (&'a Target, Vec<Series>, u64);

/// Functions whose series fit into one call, one after the other.
fn shared<'a, 'b>(series: &'b [OfFunction<'a>]) -> Vec<&'b [OfFunction<'a>]> {
    let mut calls = Vec::new();
    let mut rest = series;
    while !rest.is_empty() {
        let mut room = MOST_INSTANCES;
        let fit = rest.iter().take_while(|(_, series, _)| {
            let fits = series.len() <= room;
            room = room.saturating_sub(series.len());
            fits
        });
        let (call, left) = rest.split_at(fit.count().max(1));
        calls.push(call);
        rest = left;
    }
    calls
}

impl Pair {
    fn series(&self, metric: MinuteMetric, target: &Target) -> Vec<Series> {
        if metric.of_alias() {
            return vec![Series::of_alias(target, &self.alias)];
        }
        let of_version = |text| Series::of_version(target, text);
        self.spellings(&self.canary).chain(self.spellings(&self.stable)).map(of_version).collect()
    }

    fn spellings<'a>(&'a self, version: &'a Version) -> impl Iterator<Item = &'a str> {
        let known = self.spelling.as_deref().filter(|_| version.is_latest());
        let plain = (!version.is_latest()).then_some(version.wire());
        let guessed = if known.is_none() && plain.is_none() { SPELLINGS.as_slice() } else { &[] };
        known.into_iter().chain(plain).chain(guessed.iter().copied())
    }

    fn report(
        &self,
        target: &Target,
        metrics: &[MinuteMetric],
        answers: &[(&MinuteQuestion, Option<&DataPoints>)],
    ) -> FunctionMinutes {
        let mut report = FunctionMinutes::nothing(&self.key);
        for metric in metrics {
            let asked: Vec<_> = answers
                .iter()
                .filter(|(question, _)| question.metric == *metric && question.series.iter().any(|one| of(one, target)))
                .collect();
            if asked.iter().any(|(_, points)| points.is_none()) {
                report.unanswered.push(*metric);
                continue;
            }
            let told = || asked.iter().filter_map(|(_, points)| *points).flat_map(|points| &points.0);
            let told = || told().filter(|(series, _)| of(series, target));
            if self.spelling.is_none() && report.spelling.is_none() && self.canary.is_latest() {
                report.spelling =
                    told().filter(|(_, points)| !points.is_empty()).find_map(|(series, _)| latest(series));
            }
            let side = |wanted: Side| {
                let series = told().filter(|(series, _)| self.side(series) == Some(wanted));
                // one of two spellings has points, or both have the same
                let series = series.filter(|(series, _)| match latest(series) {
                    Some(spelling) => {
                        self.spelling.as_ref().or(report.spelling.as_ref()).is_none_or(|own| *own == spelling)
                    }
                    None => true,
                });
                series.flat_map(|(_, points)| points.iter().copied()).filter(|(at, _)| *at >= self.from).collect()
            };
            let sides: &[Side] = if metric.of_alias() { &[Side::Alias] } else { &[Side::Canary, Side::Stable] };
            let of_side = |of: &Side| SideMinutes { metric: *metric, of: *of, points: side(*of) };
            report.minutes.extend(sides.iter().map(of_side));
        }
        report.spelling = report.spelling.or_else(|| self.spelling.clone());
        report
    }

    fn side(&self, series: &Series) -> Option<Side> {
        match &series.of {
            Part::Alias(_) => Some(Side::Alias),
            Part::Version(_) if series.is_of(&self.canary) => Some(Side::Canary),
            Part::Version(_) if series.is_of(&self.stable) => Some(Side::Stable),
            Part::Version(_) => None,
        }
    }
}

fn of(series: &Series, target: &Target) -> bool {
    series.function == target.name && series.namespace == target.namespace
}

fn latest(series: &Series) -> Option<String> {
    match &series.of {
        Part::Version(text) if series.is_of(&Version::latest()) => Some(text.clone()),
        _ => None,
    }
}

/// Three durations, as a journal has them.
fn thresholds(raw: &Json<'_>) -> Option<Thresholds> {
    let Json::List(items) = raw else { return None };
    let all: Vec<Measured> = items.iter().map(|item| Measured::read(&item.to_string())).collect::<Option<_>>()?;
    all.try_into().ok()
}

pub(super) const fn whole_minute(seconds: u64) -> u64 {
    seconds - seconds % MINUTE
}

impl MinuteQuestion {
    pub(super) fn call(&self, target: &Target) -> Call {
        let (start, end) = (rfc3339(self.from), rfc3339(self.to - 1));
        let stretch = Stretch { metric: self.metric.api_name(), period: 60, start: &start, end: &end };
        get(&target.region, stretch, &self.series)
    }
}
