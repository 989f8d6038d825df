//! How the versions of a function fare, side by side: `$LATEST`, the last published version, and whoever else has traffic.

use serde::Serialize;

use super::time::{Zone, rfc3339};
use crate::error::Error;
use crate::raw::Raw;
use crate::routing::{Routing, Version};
use crate::scf::figure::Figure;
use crate::scf::monitor::{DataPoints, MOST_INSTANCES, MOST_POINTS, PERIODS, Points, get};
use crate::scf::{Call, Target};
use crate::share::Portion;
use crate::text::sorted;
use crate::wanted::{Verb, version_word};

/// The length of a period unless told otherwise: by the minute, as documented.
const DEFAULT_PERIOD: u32 = 60;
/// How many periods are shown unless told otherwise: of minutes, the last 15, as documented.
const DEFAULT_PERIODS: u32 = 15;
/// The longest time: what [`MOST_POINTS`] of the longest period would be is more than is kept.
const LONGEST_SECONDS: u32 = 90 * 86_400;
/// How long the monitor takes to have a minute complete. Undocumented; seen to be one to two minutes.
const DELAY_SECONDS: u64 = 120;

/// What is to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetricOrder {
    period: u32,
    /// The beginning of the first period.
    first: u64,
    periods: usize,
    now: u64,
    versions: Option<Vec<Version>>,
    zone: Zone,
}

/// A metric that is asked for: sums but for [`Metric::Duration`], a mean, and [`Metric::Memory`], a maximum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// How often it was called.
    Invocations,
    /// How often that failed, whoever's fault it was.
    Errors,
    /// How often the service failed.
    PlatformErrors,
    /// How often a call was turned away.
    Throttled,
    /// In milliseconds.
    Duration,
    /// In MB.
    Memory,
}

const METRICS: [Metric; 6] =
    [Metric::Invocations, Metric::Errors, Metric::PlatformErrors, Metric::Throttled, Metric::Duration, Metric::Memory];

impl Metric {
    const fn name(self) -> &'static str {
        match self {
            Self::Invocations => "Invocation",
            Self::Errors => "Error",
            Self::PlatformErrors => "Syserr",
            Self::Throttled => "Throttle",
            Self::Duration => "Duration",
            Self::Memory => "Mem",
        }
    }
}

/// One metric of some versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetricQuestion {
    metric: Metric,
    versions: Vec<Version>,
    period: u32,
    start: String,
    end: String,
}

/// The metrics of a function.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MetricReport {
    /// What the project calls it.
    pub key: String,
    /// What the cloud calls it.
    pub name: String,
    /// Where it is.
    pub region: String,
    /// Where it is.
    pub namespace: String,
    /// The length of a period in seconds.
    pub period: u32,
    /// The beginning of the first period, as ISO 8601 has it.
    pub from: String,
    /// Until when.
    pub to: String,
    /// The beginnings of all periods, in seconds since 1970.
    pub times: Vec<u64>,
    /// One entry a version.
    pub versions: Vec<VersionMetrics>,
    /// What people should know.
    pub notes: Vec<String>,
}

/// How a version fared.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VersionMetrics {
    /// Which.
    pub version: String,
    /// Its share of the alias's traffic now, 0 to 1.
    pub traffic: Portion,
    /// How often it was called.
    pub invocations: Figure,
    /// How often that failed, whoever's fault it was.
    pub errors: Figure,
    /// The part of invocations that failed, 0 to 1; absent where there were none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_rate: Option<Figure>,
    /// How often the service failed.
    pub platform_errors: Figure,
    /// How often a call was turned away.
    pub throttled: Figure,
    /// The mean over all invocations, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration: Option<Figure>,
    /// The most, in MB.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory: Option<Figure>,
    /// The same by period; null where the monitor has no point.
    pub series: Series,
}

/// Values by period.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Series {
    /// How often it was called.
    pub invocations: Vec<Option<Figure>>,
    /// How often that failed.
    pub errors: Vec<Option<Figure>>,
    /// How often the service failed.
    pub platform_errors: Vec<Option<Figure>>,
    /// How often a call was turned away.
    pub throttled: Vec<Option<Figure>>,
    /// The mean, in milliseconds.
    pub duration: Vec<Option<Figure>>,
    /// The most, in MB.
    pub memory: Vec<Option<Figure>>,
}

impl MetricOrder {
    /// Reads the words of an order.
    ///
    /// # Errors
    /// `InvalidPeriod`, `InvalidInterval`, and what is wrong with any word.
    pub fn read(asked: &Raw<'_>, now_ms: u64, zone: Zone) -> Result<Self, Error> {
        let verb = Verb::METRIC;
        let period = verb.whole(asked, "period", 1, LONGEST_SECONDS)?.unwrap_or(DEFAULT_PERIOD);
        if !PERIODS.contains(&period) {
            return Err(Error::usage("InvalidPeriod", format!("period {period} is none that the monitor has"))
                .hint("60, 300, 3600 or 86400 seconds"));
        }
        let interval = verb.whole(asked, "interval", 1, LONGEST_SECONDS)?.unwrap_or(period * DEFAULT_PERIODS);
        let periods = interval.div_ceil(period);
        if periods > MOST_POINTS {
            return Err(Error::usage(
                "InvalidInterval",
                format!(
                    "interval {interval} has {periods} periods of {period} s, more than the {MOST_POINTS} of one answer"
                ),
            )
            .hint("give a longer period: 60, 300, 3600 or 86400; or a shorter interval"));
        }
        let now = now_ms / 1000;
        let last = now - now % u64::from(period);
        Ok(Self {
            period,
            first: last.saturating_sub(u64::from(periods - 1) * u64::from(period)),
            periods: usize::try_from(periods).unwrap_or(0),
            now,
            versions: asked.get("version").map(versions_in).transpose()?,
            zone,
        })
    }

    /// The versions that are compared: those that were named; else `$LATEST`, the last published one, and whoever else
    /// has traffic.
    #[must_use]
    pub fn versions(&self, routing: &Routing, last: Option<&Version>) -> Vec<Version> {
        if let Some(versions) = &self.versions {
            return versions.clone();
        }
        let mut versions = vec![Version::latest()];
        versions.extend(last.cloned());
        versions.extend(routing.split().iter().map(|(version, _)| version.clone()));
        let mut versions = sorted(versions, Version::clone);
        versions.dedup();
        versions.truncate(MOST_INSTANCES);
        versions
    }

    /// The versions that were named.
    #[must_use]
    pub fn named(&self) -> &[Version] {
        self.versions.as_deref().unwrap_or_default()
    }

    /// The questions, one a metric: the API answers for several versions at once.
    #[must_use]
    pub fn questions(&self, versions: &[Version]) -> Vec<MetricQuestion> {
        let question = |metric| MetricQuestion {
            metric,
            versions: versions.to_vec(),
            period: self.period,
            start: rfc3339(self.first),
            end: rfc3339(self.now),
        };
        METRICS.into_iter().map(question).collect()
    }

    /// What the answers come to.
    #[must_use]
    pub fn report(
        &self,
        key: &str,
        target: &Target,
        routing: &Routing,
        answers: &[(&MetricQuestion, &DataPoints)],
    ) -> MetricReport {
        let versions = answers.first().map(|(question, _)| question.versions.clone()).unwrap_or_default();
        let split = routing.split();
        let of = |version: &Version| {
            let series = |metric: Metric| {
                let answer = answers.iter().find(|(question, _)| question.metric == metric).map(|(_, points)| *points);
                let points = answer.and_then(|points| points.0.iter().find(|(other, _)| other == version));
                self.by_period(points.map(|(_, points)| points))
            };
            let series = Series {
                invocations: series(Metric::Invocations),
                errors: series(Metric::Errors),
                platform_errors: series(Metric::PlatformErrors),
                throttled: series(Metric::Throttled),
                duration: series(Metric::Duration),
                memory: series(Metric::Memory),
            };
            let (invocations, errors) = (sum(&series.invocations), sum(&series.errors));
            VersionMetrics {
                version: version.to_string(),
                traffic: split.of(version),
                invocations,
                errors,
                error_rate: errors.part_of(invocations),
                platform_errors: sum(&series.platform_errors),
                throttled: sum(&series.throttled),
                duration: Figure::mean(means(&series.duration, &series.invocations)),
                memory: series.memory.iter().flatten().copied().max(),
                series,
            }
        };
        let minutes = (DELAY_SECONDS / 60).to_string();
        MetricReport {
            key: key.to_owned(),
            name: target.name.clone(),
            region: target.region.clone(),
            namespace: target.namespace.clone(),
            period: self.period,
            from: self.zone.iso(self.first),
            to: self.zone.iso(self.now),
            times: (0..self.periods as u64).map(|index| self.first + index * u64::from(self.period)).collect(),
            versions: versions.iter().map(of).collect(),
            notes: vec![
                ["the monitor is late: the last ", minutes.as_str(), " minutes may not be complete yet"].concat(),
            ],
        }
    }

    /// Points in their places; where the monitor has none, there is a gap.
    fn by_period(&self, points: Option<&Points>) -> Vec<Option<Figure>> {
        let mut places = vec![None; self.periods];
        for (time, value) in points.into_iter().flatten() {
            let place = time.checked_sub(self.first).map(|since| since / u64::from(self.period));
            let place = place.and_then(|place| usize::try_from(place).ok()).and_then(|place| places.get_mut(place));
            if let Some(place) = place {
                *place = Some(*value);
            }
        }
        places
    }
}

/// A version, several with commas, or a list.
fn versions_in(raw: &Raw<'_>) -> Result<Vec<Version>, Error> {
    let versions: Vec<Version> = match raw {
        Raw::List(items) => items.iter().map(|item| version_word("version", item)).collect::<Result<_, _>>()?,
        Raw::Text(text) => {
            text.split(',').map(|name| version_word("version", &Raw::Text(name.into()))).collect::<Result<_, _>>()?
        }
        other => vec![version_word("version", other)?],
    };
    let mut versions = sorted(versions, Version::clone);
    versions.dedup();
    if versions.is_empty() || versions.len() > MOST_INSTANCES {
        return Err(Error::usage("InvalidVersion", format!("{} versions can't be compared", versions.len()))
            .hint("name one to ten: version=7,8"));
    }
    Ok(versions)
}

fn sum(series: &[Option<Figure>]) -> Figure {
    series.iter().flatten().fold(Figure::default(), |sum, value| sum.plus(*value))
}

/// Means with the number of invocations that each is of.
fn means<'a>(
    means: &'a [Option<Figure>],
    counts: &'a [Option<Figure>],
) -> impl Iterator<Item = (Figure, Figure)> + use<'a> {
    means.iter().zip(counts).filter_map(|(mean, count)| Some(((*mean)?, (*count)?)))
}

impl MetricQuestion {
    pub(super) fn call(&self, target: &Target) -> Call {
        get(target, self.metric.name(), &self.versions, self.period, &self.start, &self.end)
    }
}
