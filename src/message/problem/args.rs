//! What is wrong with the arguments of a command: of aliases, logs, metrics and calls.

use serde::Serialize;

use super::Code;
use crate::json::Kind;
use crate::message::given::Given;
use crate::traffic::routing::Version;

/// Why weights can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum NotWeights {
    /// They name several versions.
    Several,
    /// A version has no share.
    NoShare,
    /// They are not a map.
    NotAMap,
}

/// Why a weight can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(tag = "why", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum NotAWeight {
    /// It is not a number.
    NotANumber,
    /// It is below 0 or above 1.
    OutOfRange {
        /// The percentage that may have been meant.
        #[serde(skip_serializing_if = "Option::is_none")]
        percent: Option<u64>,
    },
    /// It has more digits than the API's numbers hold.
    TooManyDigits,
}

/// Why a time can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum NotSince {
    /// It is not a time.
    NotATime,
    /// It is in the future.
    Future,
    /// The monitor does not have it any more.
    TooLongAgo,
}

/// What is wrong with the arguments of a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum ArgsProblem {
    /// No function is named, and there is no project.
    NoFunction,
    /// The command works on one function, and the project has several.
    SeveralFunctions {
        /// The command.
        #[cfg_attr(test, arbitrary(value = "x"))]
        command: &'static str,
        /// Keys of the functions.
        known: Vec<String>,
    },
    /// Not a version.
    Version {
        /// The input.
        input: String,
        /// What it is.
        given: String,
    },
    /// Not as many versions as can be compared.
    VersionCount {
        /// How many.
        count: usize,
        /// The most.
        most: usize,
    },
    /// No alias is named.
    MissingAlias,
    /// `$default` can't be deleted.
    DefaultAlias,
    /// An alias needs a version.
    MissingVersion,
    /// Nothing of an alias is to change.
    NothingToChange,
    /// Weights are given twice.
    WeightsTwice,
    /// Weights and rules exclude each other.
    WeightsAndRoutes,
    /// The main version has a weight.
    MainWeight {
        /// Which.
        version: Version,
    },
    /// `config` is not JSON.
    ConfigText {
        /// What it is.
        given: Given,
    },
    /// `config` is not a map.
    ConfigKind {
        /// What it is.
        got: Kind,
    },
    /// Not weights.
    Weights {
        /// What they are.
        given: Given,
        /// Why.
        why: NotWeights,
    },
    /// Not a weight.
    Weight {
        /// Of this version.
        version: String,
        /// What it is.
        given: Given,
        /// Why.
        #[serde(flatten)]
        why: NotAWeight,
    },
    /// The event is not JSON. It may be secret, so it is not repeated.
    Event,
    /// Not a routing key.
    RoutingKey,
    /// `routingKey` is longer than the API takes.
    RoutingKeyTooLong,
    /// Not a rate of errors.
    ErrorRate {
        /// What it is.
        given: Given,
        /// Whether it permits everything.
        everything: bool,
    },
    /// A least number of calls without a limit.
    MissingErrorRate,
    /// Not a cursor of a log.
    Cursor,
    /// The time has more periods than one answer.
    Interval {
        /// The time, in seconds.
        seconds: u64,
        /// Its periods.
        periods: usize,
        /// The length of a period, in seconds.
        period: u32,
        /// The most periods.
        most: u32,
    },
    /// The monitor has no such period.
    Period {
        /// What it is, in seconds.
        given: u32,
        /// Periods that there are.
        #[cfg_attr(test, arbitrary(value = &[1, 60]))]
        known: &'static [u32],
    },
    /// `since` and `interval`.
    SinceAndInterval,
    /// Not a time.
    Since {
        /// What it is.
        given: String,
        /// Why.
        why: NotSince,
    },
    /// Nobody knows when `$latest` was changed.
    UploadUnknown,
    /// The function has no log topic, so no log is kept.
    NoLogTopic {
        /// Its name.
        function: String,
    },
    /// No such command calls the API.
    UnknownCommand {
        /// What it is.
        command: String,
        /// The command that may have been meant.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, arbitrary(value = Some("x")))]
        near: Option<&'static str>,
        /// Commands that call the API.
        #[cfg_attr(test, arbitrary(value = vec!["x"]))]
        known: Vec<&'static str>,
    },
}

impl ArgsProblem {
    /// The stable name.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::NoFunction | Self::SeveralFunctions { .. } => Code::MissingFunction,
            Self::Version { .. } | Self::VersionCount { .. } => Code::InvalidVersion,
            Self::MissingAlias => Code::MissingAlias,
            Self::DefaultAlias => Code::DefaultAlias,
            Self::MissingVersion | Self::NothingToChange => Code::MissingVersion,
            Self::ConfigText { .. } | Self::ConfigKind { .. } => Code::InvalidConfig,
            Self::WeightsTwice | Self::MainWeight { .. } | Self::Weights { .. } | Self::Weight { .. } => {
                Code::InvalidWeights
            }
            Self::WeightsAndRoutes => Code::RoutesExclude,
            Self::Event => Code::InvalidEvent,
            Self::RoutingKey | Self::RoutingKeyTooLong => Code::InvalidRoutingKey,
            Self::ErrorRate { .. } => Code::InvalidErrorRate,
            Self::MissingErrorRate => Code::MissingErrorRate,
            Self::Cursor => Code::InvalidCursor,
            Self::Interval { .. } => Code::InvalidInterval,
            Self::Period { .. } => Code::InvalidPeriod,
            Self::SinceAndInterval | Self::Since { .. } => Code::InvalidSince,
            Self::UploadUnknown => Code::UploadUnknown,
            Self::NoLogTopic { .. } => Code::NoLogTopic,
            Self::UnknownCommand { .. } => Code::UnknownCommand,
        }
    }
}
