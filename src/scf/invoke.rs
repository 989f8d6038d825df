//! Invocations: <https://www.tencentcloud.com/document/product/583/49344> (InvokeFunction).

use serde::Serialize;

use super::call::{Call, Target};
use super::fields::{Fields, Read};
use super::figure::Measured;

/// Calls a function through an alias or a version and waits for its answer. It is not taken for a write: what the
/// function does is its own affair, and a person who stops the command does not want to wait for it.
#[must_use]
pub fn invoke(target: &Target, qualifier: Option<&str>, event: Option<&str>, routing_key: Option<&str>) -> Call {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Body<'a> {
        function_name: &'a str,
        namespace: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        qualifier: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        event: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        routing_key: Option<&'a str>,
        log_type: &'a str,
    }
    let (function_name, namespace) = (target.name.as_str(), target.namespace.as_str());
    Call::read(
        "InvokeFunction",
        &target.region,
        &Body { function_name, namespace, qualifier, event, routing_key, log_type: "Tail" },
    )
}

/// An answer of InvokeFunction. A function that fails is an answer too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvokeResult {
    /// 0 where the function returned something.
    pub failed: bool,
    /// What it returned, as JSON text.
    pub returned: String,
    /// Why it failed, as JSON text.
    pub error: String,
    /// In milliseconds.
    pub duration: Measured,
    /// In milliseconds.
    pub billed: Measured,
    /// In bytes.
    pub memory: Measured,
    /// Of the invocation.
    pub request_id: String,
    /// The end of its log.
    pub log: String,
}

impl Read for InvokeResult {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        let result = Fields(fields.get("Result").ok_or("Result is missing")?);
        let text = |name: &str| result.text(name).unwrap_or_default();
        let number = |name: &str| Measured::of(result, name);
        let error = text("ErrMsg");
        Ok(Self {
            failed: result.number("InvokeResult").is_some_and(|code| code != "0") || !error.is_empty(),
            returned: text("RetMsg"),
            error,
            duration: number("Duration"),
            billed: number("BillDuration"),
            memory: number("MemUsage"),
            request_id: text("FunctionRequestId"),
            log: text("Log"),
        })
    }
}
