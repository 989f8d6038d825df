//! Logs of functions: <https://www.tencentcloud.com/document/product/583/32748> (GetFunctionLogs).

use serde::Serialize;

use super::call::{Call, Target};
use super::fields::{Fields, Read};
use super::figure::Measured;

/// The page size.
pub const PAGE: usize = 100;
/// `Offset` and `Limit` together may not be more.
pub const MOST: usize = 10_000;
/// The longest stretch of time, in seconds.
pub const LONGEST_SECONDS: u64 = 86_400;

/// A stretch of a function's log. Times as the API writes them.
#[derive(Debug, Clone, Copy)]
pub struct Stretch<'a> {
    /// One version's invocations.
    pub version: &'a str,
    /// From, the first second included.
    pub start: &'a str,
    /// To, the last second included.
    pub end: &'a str,
    /// One invocation only.
    pub request_id: Option<&'a str>,
    /// Failed ones only.
    pub errors: bool,
    /// The newest first.
    pub newest_first: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Filter {
    ret_code: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Body<'a> {
    function_name: &'a str,
    namespace: &'a str,
    qualifier: &'a str,
    offset: usize,
    limit: usize,
    order: &'a str,
    order_by: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    filter: Option<Filter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    function_request_id: Option<&'a str>,
    start_time: &'a str,
    end_time: &'a str,
}

/// Lists what is in the log.
#[must_use]
pub fn list(target: &Target, stretch: Stretch<'_>, offset: usize) -> Call {
    let body = Body {
        function_name: &target.name,
        namespace: &target.namespace,
        qualifier: stretch.version,
        offset,
        limit: PAGE.min(MOST.saturating_sub(offset)),
        order: if stretch.newest_first { "desc" } else { "asc" },
        order_by: "start_time",
        filter: stretch.errors.then_some(Filter { ret_code: "not0" }),
        function_request_id: stretch.request_id,
        start_time: stretch.start,
        end_time: stretch.end,
    };
    Call::read("GetFunctionLogs", &target.region, &body)
}

/// One invocation as the log has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogItem {
    /// Of the invocation.
    pub request_id: String,
    /// Which try of an asynchronous one.
    pub retry: u64,
    /// As the API writes times.
    pub start: String,
    /// Whether it has ended.
    pub finished: bool,
    /// Whether it failed, if it has ended.
    pub failed: bool,
    /// What it returned, or why it failed.
    pub message: String,
    /// In milliseconds.
    pub duration: Measured,
    /// In milliseconds.
    pub billed: Measured,
    /// In bytes.
    pub memory: Measured,
    /// What it wrote.
    pub log: String,
}

impl Read for LogItem {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        let text = |name: &str| fields.text(name).unwrap_or_default();
        let number = |name: &str| Measured::of(fields, name);
        let log = text("Log");
        Ok(Self {
            request_id: text("RequestId"),
            retry: fields.whole("RetryNum").unwrap_or(0),
            start: text("StartTime"),
            // an invocation with a last line has ended, whatever its flag says
            finished: fields.whole("InvokeFinished") == Some(1) || !log.is_empty(),
            failed: fields.number("RetCode").is_some_and(|code| code != "0"),
            message: text("RetMsg"),
            duration: number("Duration"),
            billed: number("BillDuration"),
            memory: number("MemUsage"),
            log,
        })
    }
}

/// An answer of GetFunctionLogs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPage {
    /// The invocations of this page.
    pub items: Vec<LogItem>,
    /// How many there are in all.
    pub total: usize,
}

impl Read for LogPage {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        let total = fields.whole("TotalCount").and_then(|total| usize::try_from(total).ok());
        Ok(Self { items: fields.list("Data", LogItem::read)?.unwrap_or_default(), total: total.unwrap_or(0) })
    }
}
