//! What a rollout knows of its canary: who has it, what is counted, and why the figures don't tell.

use serde::Serialize;

use super::routing::Takes;
use crate::traffic::share::Fraction;

/// What is counted as bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RolloutMetricName"))]
#[serde(rename_all = "camelCase")]
pub enum Metric {
    /// Calls that failed.
    Errors,
    /// Calls that ran out of time or memory.
    Platform,
    /// Calls that took longer than stable's p50 of the day before.
    P50,
    /// Calls that took longer than its p90.
    P90,
    /// Calls that took longer than its p99.
    P99,
    /// Mean durations, where nothing better is known.
    Means,
}

/// Whom a rule gives the canary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ChosenCallers"))]
pub struct Callers {
    /// The name of the header, or of the entry in the routing key.
    pub header: String,
    /// Which of its values.
    #[serde(flatten)]
    pub takes: Takes,
}

/// Why the figures of a function can't be known, or don't tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RolloutBlind"))]
#[serde(rename_all = "camelCase")]
pub enum Blind {
    /// The source of the figures does not answer.
    Unavailable,
    /// The key may not read them.
    Denied,
    /// The source knows the version by another name.
    Spelling,
    /// Rules decide who gets the canary, so that both versions have different callers.
    Rules,
    /// Calls come past the alias.
    DirectCalls,
    /// Calls do not arrive as the weight says.
    Split,
    /// Stable had too few calls in the day before.
    NoPast,
    /// The source gave no figures of a whole minute at this weight.
    NoWindow,
    /// The function has no log topic.
    NoTopic,
    /// The server refuses the question.
    Refused,
    /// The server's answer is not what was agreed.
    Unreadable,
    /// A query gives no number.
    NotANumber,
    /// A query gives several series.
    ManySeries,
    /// A query has no figures of either version.
    NoSeries,
    /// Calls are counted, and bad calls are not.
    NoBad,
    /// The address of the server was not named to whoever looks.
    Unnamed,
}

impl Blind {
    const ALL: [Self; 16] = [
        Self::Unavailable,
        Self::Denied,
        Self::Spelling,
        Self::Rules,
        Self::DirectCalls,
        Self::Split,
        Self::NoPast,
        Self::NoWindow,
        Self::NoTopic,
        Self::Refused,
        Self::Unreadable,
        Self::NotANumber,
        Self::ManySeries,
        Self::NoSeries,
        Self::NoBad,
        Self::Unnamed,
    ];

    /// Its name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unavailable => "unavailable",
            Self::Denied => "denied",
            Self::Spelling => "spelling",
            Self::Rules => "rules",
            Self::DirectCalls => "directCalls",
            Self::Split => "split",
            Self::NoPast => "noPast",
            Self::NoWindow => "noWindow",
            Self::NoTopic => "noTopic",
            Self::Refused => "refused",
            Self::Unreadable => "unreadable",
            Self::NotANumber => "notANumber",
            Self::ManySeries => "manySeries",
            Self::NoSeries => "noSeries",
            Self::NoBad => "noBad",
            Self::Unnamed => "unnamed",
        }
    }

    /// By its name; what is unknown is a source that does not answer.
    #[must_use]
    pub fn named(word: &str) -> Self {
        Self::ALL.into_iter().find(|blind| blind.word() == word).unwrap_or(Self::Unavailable)
    }
}

/// What is known about a function: calls and bad calls of both versions in the same minutes, and what they prove.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// The function's key.
    pub function: String,
    /// What counts as bad.
    pub metric: Metric,
    /// Calls of the canary.
    pub calls: u64,
    /// How many of them were bad.
    pub bad: u64,
    /// Which part that is.
    pub rate: Fraction,
    /// Calls of stable.
    pub stable_calls: u64,
    /// How many of them were bad.
    pub stable_bad: u64,
    /// Which part that is.
    pub stable_rate: Fraction,
    /// The natural logarithm of the evidence of the whole rollout against the canary.
    pub ln_e: String,
    /// What it is when the canary goes back.
    pub limit: String,
    /// How many more bad calls of the canary lead there; `None` where more than a hundred do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more: Option<u32>,
}
