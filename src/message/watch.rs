//! Notes on logs and metrics, and what a gate found.

use serde::{Serialize, Serializer};

use crate::scf::figure::Measured;
use crate::traffic::routing::Version;
use crate::traffic::share::Fraction;

/// What people should know about metrics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "MetricNoteFacts"))]
#[serde(remote = "Self", tag = "code", content = "params", rename_all_fields = "camelCase")]
pub enum MetricNote {
    /// `$latest` is being updated.
    Updating,
    /// The time begins when a run's code was Active.
    SinceRun {
        /// When.
        at: String,
        /// Which run.
        run: String,
    },
    /// The time begins when `$latest` was last changed, by ModTime.
    SinceModTime {
        /// When.
        at: String,
    },
    /// ModTime does not say when an update ended.
    EndUnknown,
    /// The monitor does not keep the whole time.
    OnlyLast {
        /// How many days are counted.
        days: u32,
        /// Since when they were to be.
        since: String,
    },
    /// No full minute is over yet.
    NoFullMinute,
    /// A version was not called.
    NoCalls {
        /// Which.
        version: String,
    },
    /// The last, incomplete period is not counted.
    LeftOut {
        /// How long it is, in seconds.
        seconds: u64,
        /// How long a period is, in seconds.
        period: u32,
    },
    /// The monitor is late.
    Late {
        /// How many minutes may be incomplete.
        minutes: u64,
    },
}

/// What people should know about a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "LogNoteFacts"))]
#[serde(remote = "Self", tag = "code", content = "params", rename_all_fields = "camelCase")]
pub enum LogNote {
    /// Not all rows are shown.
    Newest {
        /// How many are.
        shown: usize,
        /// How many there are, where that is known.
        total: Option<usize>,
    },
    /// Lines were found that hold no fields.
    Unreadable {
        /// How many.
        count: usize,
    },
    /// The topic makes no statistics: figures are those of what was read.
    StatisticsOff {
        /// Of how many invocations.
        rows: usize,
    },
    /// Not all failures were read to group them.
    NewestErrors {
        /// How many were.
        count: usize,
    },
    /// The log does not have the end of the invocation; GetRequestStatus does.
    FromStatus,
    /// The function has no topic.
    NoLogTopic,
    /// There is more in the log than one search reads: the next one goes on.
    Behind {
        /// How far behind the end of the log this is.
        seconds: u64,
    },
    /// One moment has more lines than a search reads.
    TooDense,
}

/// What a gate found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
pub enum Verdict {
    /// No limit was given.
    NoLimit,
    /// The monitor has no complete minute yet.
    NotComplete {
        /// Of this version.
        version: Version,
    },
    /// The version was called too seldom.
    TooFewCalls {
        /// Which.
        version: Version,
        /// How often.
        calls: Measured,
        /// How often it has to be.
        needed: u32,
    },
    /// The version is within the limit.
    WithinLimit {
        /// Which.
        version: Version,
        /// How many calls failed.
        failed: Measured,
        /// Of how many.
        calls: Measured,
        /// The largest share that may fail.
        limit: Fraction,
    },
    /// The version is beyond the limit.
    TooManyErrors {
        /// Which.
        version: Version,
        /// How many calls failed.
        failed: Measured,
        /// Of how many.
        calls: Measured,
        /// The largest share that may fail.
        limit: Fraction,
    },
    /// The version was not called.
    NoCalls {
        /// Which.
        version: Version,
    },
}

/// In words: the report around it has the facts.
impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.shown())
    }
}
