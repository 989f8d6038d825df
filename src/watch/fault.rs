//! Why an invocation failed: <https://www.tencentcloud.com/document/product/583/35311>.

use serde::{Serialize, Serializer};

use crate::json::Json;
use crate::message::no_reason;
use crate::scf::Fields;

/// Whose fault it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Blame {
    /// The code threw, took too long, or needed too much memory.
    Function,
    /// The service could not run it.
    Platform,
}

/// Why an invocation failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Fault {
    /// Whose fault it is.
    pub blame: Blame,
    /// In one line; empty where the API does not say why.
    #[serde(serialize_with = "reason")]
    pub message: String,
    /// Where the code threw.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub stack: Option<String>,
}

/// The API's reason, or that there is none.
fn reason<S: Serializer>(message: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(if message.is_empty() { no_reason() } else { message })
}

impl Fault {
    /// Reads the API's reason: JSON text with `errorCode`, `errorMessage`, `stackTrace` and `statusCode`, or plain text.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let value = Json::from_json(text).unwrap_or_default();
        let fields = Fields(&value);
        let reason = fields.text("errorMessage").unwrap_or_else(|| text.trim().to_owned());
        let stack = fields.text("stackTrace").filter(|stack| !stack.is_empty());
        let first = stack.as_deref().and_then(|stack| stack.lines().map(str::trim).find(|line| !line.is_empty()));
        let message = match first {
            Some(line) if reason.is_empty() => line.to_owned(),
            Some(line) => [reason.as_str(), ": ", line].concat(),
            None => reason,
        };
        // without a status 1 is the code's own error
        let code = fields.number("errorCode");
        let status = fields.whole("statusCode");
        let blame = match status {
            Some(status) => blame_of(status),
            None if code.is_none_or(|code| !code.starts_with('-')) => Blame::Function,
            None => Blame::Platform,
        };
        Self { blame, message, stack }
    }

    /// Of a failure of which nothing but its status code is known.
    #[must_use]
    pub fn of_status(status: u64) -> Self {
        Self { blame: blame_of(status), message: ["statusCode ", &status.to_string()].concat(), stack: None }
    }
}

/// 4xx is about the code and its limits, but for 432: there was no room to run it.
fn blame_of(status: u64) -> Blame {
    if (400..500).contains(&status) && status != 432 { Blame::Function } else { Blame::Platform }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_fault_it_is() {
        for (text, blame, message) in [
            (
                r#"{"errorCode":1,"errorMessage":"user code exception caught","stackTrace":"\nError: asked to\n    at x","statusCode":430}"#,
                Blame::Function,
                "user code exception caught: Error: asked to",
            ),
            (
                r#"{"errorCode":-1,"errorMessage":"Invoking task timed out","statusCode":433}"#,
                Blame::Function,
                "Invoking task timed out",
            ),
            (r#"{"errorCode":-1,"errorMessage":"no room","statusCode":432}"#, Blame::Platform, "no room"),
            (r#"{"errorCode":-1,"errorMessage":"no disk","statusCode":500}"#, Blame::Platform, "no disk"),
            (r#"{"errorCode":-1,"errorMessage":"no disk"}"#, Blame::Platform, "no disk"),
            ("out of order", Blame::Function, "out of order"),
            ("", Blame::Function, ""),
        ] {
            let fault = Fault::read(text);
            assert_eq!((fault.blame, fault.message.as_str()), (blame, message), "{text}");
        }
    }
}
