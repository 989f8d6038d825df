//! The question before a plan is carried out.

use serde::Serialize;

use crate::traffic::routing::Version;

/// A function and a version of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VersionOf {
    /// The function's key.
    pub function: String,
    /// The version.
    pub version: Version,
}

/// What a person at a terminal is asked before a plan is carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "QuestionFacts"))]
#[serde(remote = "Self", tag = "code", content = "params", rename_all_fields = "camelCase")]
pub enum Question {
    /// Whether to go on.
    GoOn {
        /// Functions all of whose traffic ends on code that no version holds.
        unpublished: Vec<String>,
        /// Functions all of whose traffic moves to new code.
        new: Vec<String>,
        /// Versions that get the rest of the traffic and have none now.
        untried: Vec<VersionOf>,
        /// Buckets that are created.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(test, ts(optional, as = "Option<_>"))]
        buckets: Vec<String>,
    },
}
