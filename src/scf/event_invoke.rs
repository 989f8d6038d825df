//! How failed asynchronous calls of a function are tried again: UpdateFunctionEventInvokeConfig and its sibling. It is a
//! setting of the function as a whole, not of a version: <https://cloud.tencent.com/document/product/583/53639>.

use serde::Serialize;

use super::call::{Call, Target};
use super::fields::{Fields, Read};

/// How failed asynchronous calls are tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct EventInvoke {
    /// How long a call may wait, in seconds.
    #[serde(rename = "msgTTL")]
    pub msg_ttl: u32,
    /// How often a call that failed is made again.
    pub retry_num: u32,
}

/// What new functions have.
impl Default for EventInvoke {
    fn default() -> Self {
        Self { msg_ttl: 21_600, retry_num: 2 }
    }
}

impl EventInvoke {
    /// As it was observed.
    #[must_use]
    pub fn shown(fields: Fields<'_>) -> Self {
        let default = Self::default();
        Self {
            msg_ttl: fields.small("msgTTL").unwrap_or(default.msg_ttl),
            retry_num: fields.small("retryNum").unwrap_or(default.retry_num),
        }
    }
}

impl Read for EventInvoke {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        let config = Fields(fields.get("AsyncTriggerConfig").ok_or("AsyncTriggerConfig is missing")?);
        let default = Self::default();
        let retries = config.list("RetryConfig", |one| Ok(one.small("RetryNum")))?.unwrap_or_default();
        Ok(Self {
            msg_ttl: config.small("MsgTTL").unwrap_or(default.msg_ttl),
            retry_num: retries.into_iter().next().flatten().unwrap_or(default.retry_num),
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Named<'a> {
    function_name: &'a str,
    namespace: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    async_trigger_config: Option<Config>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Config {
    retry_config: [Retry; 1],
    #[serde(rename = "MsgTTL")]
    msg_ttl: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Retry {
    retry_num: u32,
}

/// Reads it.
#[must_use]
pub fn get(target: &Target) -> Call {
    let body = Named { function_name: &target.name, namespace: &target.namespace, async_trigger_config: None };
    Call::read("GetFunctionEventInvokeConfig", &target.region, &body)
}

/// Writes it as a whole.
#[must_use]
pub fn update(target: &Target, EventInvoke { msg_ttl, retry_num }: EventInvoke) -> Call {
    let config = Config { retry_config: [Retry { retry_num }], msg_ttl };
    let body = Named { function_name: &target.name, namespace: &target.namespace, async_trigger_config: Some(config) };
    Call::write("UpdateFunctionEventInvokeConfig", &target.region, &body)
}
