//! The minutes of rollouts by the logs of their functions: where every call has a report, each version's calls, failures and
//! slow calls are counted exactly, and calls past the alias are told apart.
//!
//! A call is slow that takes longer than stable's p50, p90 or p99 of the day before. These are measured once, before a rollout
//! begins.

use super::minutes::{FunctionMinutes, MinuteMetric, MinuteOrder, Pair, Side, SideMinutes, whole_minute};
use crate::scf::figure::Measured;
use crate::scf::log::Stretch;
use crate::scf::log_minutes::{self, LogMinute, LogMinutes, Quantiles, Thresholds};
use crate::scf::{Call, Target};
use crate::traffic::routing::Version;

/// What a call takes longer than a quantile before it is slow, in milliseconds: shorter than that is no difference.
const FLOOR: Measured = Measured::whole(1);

/// One search of the logs of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogMinuteQuestion {
    topic: String,
    alias: String,
    from: u64,
    to: u64,
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    /// How long the calls of stable took.
    Quantiles(Version),
    /// Its minutes, with the calls that were slow.
    Minutes(Option<Thresholds>),
}

/// What was answered; `None` where it was not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogMinuteFact {
    /// Durations.
    Quantiles(Option<Quantiles>),
    /// Minutes.
    Minutes(Option<LogMinutes>),
}

impl MinuteOrder {
    /// The searches that can be made with what is known, where the API's clock says `now`.
    #[must_use]
    pub fn log_questions(
        &self,
        target: &Target,
        topic: &str,
        now: u64,
        known: &[(&LogMinuteQuestion, &LogMinuteFact)],
    ) -> Vec<LogMinuteQuestion> {
        let to = whole_minute(now.saturating_sub(self.delay));
        let Some(pair) = self.pair_at(target).filter(|pair| pair.from < to) else { return Vec::new() };
        let ask =
            |what| LogMinuteQuestion { topic: topic.to_owned(), alias: pair.alias.clone(), from: pair.from, to, what };
        let measure = self.measures.then(|| ask(What::Quantiles(pair.stable.clone())));
        match measure {
            None => vec![ask(What::Minutes(pair.slow))],
            Some(question) => match measured(known) {
                None => vec![question],
                Some(slow) => vec![question, ask(What::Minutes(slow))],
            },
        }
    }

    /// What the answers about a function come to; `known` is `None` where it has no topic.
    pub(crate) fn log_report(
        &self,
        target: &Target,
        known: Option<&[(&LogMinuteQuestion, &LogMinuteFact)]>,
    ) -> Option<FunctionMinutes> {
        let pair = self.pair_at(target)?;
        let mut report = FunctionMinutes::nothing(&pair.key);
        let Some(known) = known else {
            report.blind = Some("noTopic");
            return Some(report);
        };
        report.slow = measured(known).flatten().or(pair.slow).map(Vec::from);
        let minutes = known.iter().find_map(|(_, fact)| match fact {
            LogMinuteFact::Minutes(minutes) => Some(minutes),
            LogMinuteFact::Quantiles(_) => None,
        });
        match minutes {
            Some(Some(LogMinutes(rows))) => {
                report.minutes = pair.by_side(rows);
                if self.measures {
                    report.minutes.extend(of_alias(rows));
                }
            }
            Some(None) => report.unanswered = vec![MinuteMetric::Calls, MinuteMetric::Errors],
            // no whole minute is over yet
            None => {}
        }
        Some(report)
    }

    fn pair_at(&self, target: &Target) -> Option<&Pair> {
        self.pairs.iter().find(|pair| pair.target.as_ref() == Some(target))
    }
}

/// The thresholds by what was measured: `None` before that, and `Some(None)` where nothing was.
fn measured(known: &[(&LogMinuteQuestion, &LogMinuteFact)]) -> Option<Option<Thresholds>> {
    known.iter().find_map(|(_, fact)| match fact {
        LogMinuteFact::Quantiles(found) => {
            let thresholds = found.and_then(|found| found.0);
            Some(thresholds.map(|thresholds| thresholds.map(|quantile| quantile.plus(FLOOR))))
        }
        LogMinuteFact::Minutes(_) => None,
    })
}

/// Calls of all versions by the alias.
fn of_alias(rows: &[LogMinute]) -> [SideMinutes; 2] {
    let side = |metric, figure: fn(&LogMinute) -> Measured| SideMinutes {
        metric,
        of: Side::Alias,
        points: rows.iter().map(|row| (row.at, figure(row))).collect(),
    };
    [side(MinuteMetric::AliasCalls, |row| row.calls), side(MinuteMetric::AliasErrors, |row| row.errors)]
}

impl Pair {
    fn by_side(&self, rows: &[LogMinute]) -> Vec<SideMinutes> {
        const SLOW: [MinuteMetric; 3] = [MinuteMetric::P50, MinuteMetric::P90, MinuteMetric::P99];
        let side = |metric: MinuteMetric, of: Side, figure: &dyn Fn(&LogMinute) -> Option<Measured>| {
            let version = if of == Side::Canary { &self.canary } else { &self.stable };
            let points = rows.iter().filter(|row| row.version == *version && row.at >= self.from);
            SideMinutes { metric, of, points: points.filter_map(|row| Some((row.at, figure(row)?))).collect() }
        };
        let mut sides = Vec::new();
        for of in [Side::Canary, Side::Stable] {
            sides.push(side(MinuteMetric::Calls, of, &|row| Some(row.calls)));
            sides.push(side(MinuteMetric::Errors, of, &|row| Some(row.errors)));
            sides.push(side(MinuteMetric::Platform, of, &|row| Some(row.platform)));
            sides.push(side(MinuteMetric::Duration, of, &|row| row.mean));
            for (place, metric) in SLOW.into_iter().enumerate() {
                let slow = side(metric, of, &|row| row.slow.get(place).copied().flatten());
                if !slow.points.is_empty() {
                    sides.push(slow);
                }
            }
        }
        sides
    }
}

impl LogMinuteQuestion {
    pub(super) fn call(&self, target: &Target) -> Call {
        let stretch = Stretch { topic: &self.topic, from_ms: self.from * 1000, to_ms: self.to * 1000 };
        match &self.what {
            What::Quantiles(version) => log_minutes::quantiles(target, stretch, &self.alias, version),
            What::Minutes(slow) => log_minutes::minutes(target, stretch, &self.alias, slow.as_ref()),
        }
    }

    /// Whether its answer is durations, and not minutes.
    pub(crate) const fn measures(&self) -> bool {
        matches!(self.what, What::Quantiles(_))
    }

    /// What holds where it is not answered.
    pub(super) const fn unanswered(&self) -> LogMinuteFact {
        match self.what {
            What::Quantiles(_) => LogMinuteFact::Quantiles(None),
            What::Minutes(_) => LogMinuteFact::Minutes(None),
        }
    }
}
