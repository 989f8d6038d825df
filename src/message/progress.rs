//! Why something takes longer.

use serde::Serialize;

/// Why something takes longer than one try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "WaitingFacts"))]
#[serde(remote = "Self", tag = "code", content = "params", rename_all_fields = "camelCase")]
pub enum Waiting {
    /// A call fails, and is tried again.
    Retrying {
        /// Why, in the words of the API or of the system.
        reason: String,
        /// For how long already, where that is long.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        seconds: Option<u64>,
    },
    /// What was written has not taken effect yet.
    NotReady {
        /// For how long already, where that is long.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        seconds: Option<u64>,
    },
    /// The API refuses calls beyond its limit, and fewer are sent.
    RateLowered {
        /// The API's code.
        api_code: String,
        /// The action.
        action: String,
        /// The region.
        region: String,
        /// Calls a second from now on.
        rate: u64,
    },
    /// Calls of the run that was taken over may be on their way.
    LateCalls,
}

/// Why a store did not take a line, where it does not say so itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
pub enum Unstored {
    /// It gave no answer for so many seconds.
    NoAnswer(u32),
    /// Others appended first, again and again.
    OthersFirst,
}
