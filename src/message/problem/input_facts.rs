//! Facts about inputs that are wrong: what was expected, and why something is refused.

use serde::Serialize;

use super::Code;
use crate::traffic::share::Share;

/// What an input has to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Expected {
    /// Keys and values.
    Map,
    /// Text that is not empty.
    Text,
    /// A list of texts.
    Texts,
    /// True or false.
    Truth,
    /// A whole number.
    Whole {
        /// The least.
        least: u32,
        /// The most.
        most: u32,
    },
    /// How long a function may run, in seconds.
    Timeout {
        /// The most.
        most: u32,
        /// The most of a function that runs asynchronously.
        asynchronous: u32,
    },
    /// One of these words.
    OneOf {
        /// Which.
        #[cfg_attr(test, arbitrary(value = vec!["x"]))]
        words: Vec<&'static str>,
    },
    /// An object with these keys.
    Object {
        /// Which.
        #[cfg_attr(test, arbitrary(value = vec!["x"]))]
        keys: Vec<&'static str>,
    },
    /// A list of objects with these keys.
    Objects {
        /// Which.
        #[cfg_attr(test, arbitrary(value = vec!["x"]))]
        keys: Vec<&'static str>,
    },
    /// Tags.
    Tags,
    /// Functions, by key or as a list.
    Functions,
    /// A directory, a zip file, or an object that names one.
    Source,
    /// A list of triggers.
    Triggers,
    /// The name of a function.
    FunctionName,
    /// A name, or a list of names.
    Names,
    /// Names of triggers, or true or false.
    TriggerNames,
    /// A SHA-256 digest.
    Digest,
    /// The name of a bucket, or of its region.
    Bucket,
    /// The reference of a container image.
    ImageUrl,
    /// Text of one line.
    Line,
    /// Variables.
    Variables,
    /// The value of a variable.
    VariableValue,
    /// Figures of a statistic.
    Figures,
    /// A length of time.
    Duration,
    /// A share of calls or of traffic.
    Share,
    /// A number in a range.
    Between {
        /// The least.
        #[cfg_attr(test, arbitrary(value = "0"))]
        least: &'static str,
        /// The most.
        #[cfg_attr(test, arbitrary(value = "1"))]
        most: &'static str,
    },
    /// Steps of a rollout.
    Steps,
    /// A rollout: a preset, or a policy.
    Rollout,
    /// A time of day.
    TimeOfDay,
    /// Days of the week.
    Weekdays,
    /// Dates, or ranges of dates.
    Dates,
    /// The name of a time zone.
    TimeZone,
    /// The address of a server.
    Address,
}

/// Why an input that the established component documents is not supported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum Unsupported {
    /// GetFunction does not show the setting.
    NotShown,
    /// It is for web functions.
    WebFunction,
    /// It is what a missing `scf_bootstrap` would start.
    EntryFile,
    /// It is another way to write `image`.
    Image,
    /// The release decides it itself.
    Decided,
    /// Dependencies that the server installs change the package.
    ServerInstalls,
    /// A release works on `$latest` and the alias.
    Qualifier,
    /// The description of a version holds the mark of its run.
    VersionDescription,
    /// It is called `alias`.
    AliasName,
    /// The alias keeps its description.
    AliasDescription,
    /// The split is given as `traffic`.
    Weights,
    /// The code is given as `src`.
    Code,
    /// API Gateway triggers.
    ApiGateway,
    /// CMQ triggers.
    Cmq,
    /// Media Processing triggers.
    Mps,
    /// Triggers of load balancers.
    Clb,
}

/// Where an input belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum Belongs {
    /// To the whole run.
    Run,
    /// To one function.
    Function,
}

/// What two inputs give, of which one is too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum Twice {
    /// The code of a function.
    Code,
    /// Its triggers.
    Triggers,
}

/// An input that chooses functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum Selector {
    /// `publish`.
    Publish,
    /// `only`.
    Only,
    /// `function`.
    Function,
}

impl Selector {
    /// As it is written.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Only => "only",
            Self::Function => "function",
        }
    }

    pub(super) const fn code(self) -> Code {
        match self {
            Self::Publish => Code::InvalidPublish,
            Self::Only => Code::InvalidOnly,
            Self::Function => Code::InvalidFunction,
        }
    }
}

/// Why a value is no share of traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(tag = "why", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum NotAShare {
    /// It is missing.
    Missing,
    /// It was given more than once.
    Twice,
    /// It is not a number.
    NotANumber,
    /// It is below 0 or above 1.
    OutOfRange {
        /// What may have been meant.
        #[serde(skip_serializing_if = "Option::is_none")]
        meant: Option<Share>,
    },
    /// It has too many decimals.
    TooFine,
}

/// Why `stable` can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum NotStable {
    /// It is not the number of a version.
    NotANumber,
    /// It needs `traffic`.
    NoTraffic,
    /// `publish` with `traffic` 0 moves everything to the version that is published.
    Publishes,
}

/// A part of the credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum Secret {
    /// The id.
    SecretId,
    /// The key.
    SecretKey,
    /// The token.
    Token,
}
