//! How runs and functions end, and what of a function needs attention.

use serde::Serialize;

use super::parts::Caller;
use crate::traffic::routing::Version;

/// How a run went for a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum FunctionStatus {
    /// Everything was done.
    Done,
    /// Nothing had to be done.
    Unchanged,
    /// It was deleted.
    Removed,
    /// It failed.
    Failed,
    /// It was stopped.
    Stopped,
    /// Another function of its group failed, and its traffic was restored.
    PutBack,
}

/// What became of a function's routing when its group failed after its alias was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum RoutingStatus {
    /// It is as it was.
    Restored,
    /// It is not.
    NotRestored,
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum StepState {
    /// It began.
    Started,
    /// It is done.
    Done,
    /// It failed.
    Failed,
}

/// How something ended, the better first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
pub enum EndState {
    /// As it was asked for.
    Done,
    /// Stopped by whoever started it, or by another run that took over.
    Stopped,
    /// What had been done was put back.
    PutBack,
    /// Not done, or not wholly.
    Failed,
}

/// What someone should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "AttentionFacts"))]
#[serde(remote = "Self", tag = "code", content = "params", rename_all_fields = "camelCase")]
pub enum Attention {
    /// The function does not exist.
    Missing,
    /// The function is not Active.
    NotActive {
        /// The API's word.
        status: String,
        /// The API's reason.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        reason: Option<String>,
    },
    /// The description of the alias has no room for the mark.
    MarkDoesNotFit,
    /// The traffic is not what the inputs ask for.
    TrafficDiffers,
    /// It calls `$latest` directly.
    CallsLatest {
        /// What calls.
        caller: Caller,
    },
}

/// Something that calls a version of a function past its aliases.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
pub struct DirectCall {
    /// What calls.
    pub caller: Caller,
    /// What it calls: `$LATEST`, or a published version.
    pub qualifier: Version,
    /// Whether it calls at all; a trigger may be closed.
    pub enabled: bool,
}
