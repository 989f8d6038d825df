//! How one invocation went: <https://cloud.tencent.com/document/product/583/65348> (GetRequestStatus). It has no log.

use serde::Serialize;

use super::call::{Call, Target};
use super::fields::{Fields, Read};
use super::figure::Measured;

/// Asks about an invocation of a stretch of time. Times as the API writes them.
#[must_use]
pub fn get(target: &Target, request_id: &str, start: &str, end: &str) -> Call {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Body<'a> {
        function_name: &'a str,
        namespace: &'a str,
        function_request_id: &'a str,
        start_time: &'a str,
        end_time: &'a str,
    }
    let body = Body {
        function_name: &target.name,
        namespace: &target.namespace,
        function_request_id: request_id,
        start_time: start,
        end_time: end,
    };
    Call::read("GetRequestStatus", &target.region, &body)
}

/// One try of an invocation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestStatus {
    /// Of the invocation.
    pub request_id: String,
    /// Which try of an asynchronous one.
    pub retry: u64,
    /// As the API writes times.
    pub start: String,
    /// Whether it failed; `None` while it runs.
    pub failed: Option<bool>,
    /// What it returned, or why it failed.
    pub message: String,
    /// In milliseconds.
    pub duration: Measured,
    /// In bytes.
    pub memory: Measured,
}

impl Read for RequestStatus {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        let text = |name: &str| fields.text(name).unwrap_or_default();
        Ok(Self {
            request_id: text("RequestId"),
            retry: fields.whole("RetryNum").unwrap_or(0),
            start: text("StartTime"),
            failed: match fields.number("RetCode") {
                Some("1") | None => None,
                Some(code) => Some(code != "0"),
            },
            message: text("RetMsg"),
            duration: Measured::of(fields, "Duration"),
            // in MB
            memory: Measured::of(fields, "MemUsage").times(1 << 20),
        })
    }
}

/// The tries that are known. The documented sample counts none beside a row, so the count is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestStatuses(pub Vec<RequestStatus>);

impl Read for RequestStatuses {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        Ok(Self(fields.list("Data", RequestStatus::read)?.unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::json::Json;

    #[test]
    fn the_documented_sample() {
        let answer = json!({ "TotalCount": 0, "Data": [{
            "FunctionName": "test", "RetMsg": "success", "RequestId": "d3b9ad64", "StartTime": "2021-11-10 17:28:11",
            "RetCode": 0, "Duration": 350.5, "MemUsage": 12.5, "RetryNum": 0,
        }] });
        let RequestStatuses(all) = RequestStatuses::read(Fields(&Json::from(answer))).unwrap();
        assert_eq!((all[0].failed, all[0].memory), (Some(false), Measured::read("13107200").unwrap()));
        let codes = json!({ "Data": [{ "RetCode": 1 }, { "RetCode": -1 }] });
        let RequestStatuses(all) = RequestStatuses::read(Fields(&Json::from(codes))).unwrap();
        assert_eq!(all.iter().map(|one| one.failed).collect::<Vec<_>>(), [None, Some(true)]);
    }
}
