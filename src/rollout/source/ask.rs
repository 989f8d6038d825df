//! A request to a server, and what both kinds of servers make of an answer.

use serde::Serialize;

/// In seconds.
pub(super) const MINUTE: u64 = 60;
/// How long an answer may take, in milliseconds.
const TIMEOUT_MS: u32 = 10_000;
/// How large an answer may be, in bytes: a day of minutes of two versions takes a tenth of it.
const MOST_BYTES: u32 = 2 * 1024 * 1024;

/// A request for the shell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ask {
    /// The address as it was named: what proves who asks goes to the one that it was given for.
    pub address: String,
    /// What it is signed with, as the journal has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// Where.
    pub url: String,
    /// `POST`.
    pub method: &'static str,
    /// What the body is.
    pub content_type: &'static str,
    /// The body.
    pub body: String,
    /// How long the answer may take, in milliseconds.
    pub timeout_ms: u32,
    /// How large it may be.
    pub most_bytes: u32,
}

impl Ask {
    pub(super) fn post(address: &str, path: &str, content_type: &'static str, body: String) -> Self {
        let url = if path.is_empty() { address.to_owned() } else { [address.trim_end_matches('/'), path].concat() };
        Self {
            address: address.to_owned(),
            secret: None,
            url,
            method: "POST",
            content_type,
            body,
            timeout_ms: TIMEOUT_MS,
            most_bytes: MOST_BYTES,
        }
    }
}

/// Minutes and figures of a version, in seconds since 1970.
pub(super) type Points = Vec<(u64, f64)>;

/// Calls and bad calls of a version.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Counted {
    pub(super) calls: Points,
    pub(super) bad: Points,
}

/// Whole minutes: the beginning of the first, and of the one behind the last, in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: u64,
    pub(super) to: u64,
}
