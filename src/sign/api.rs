//! The headers of a whole API call, ready to be sent.

use crate::Error;

use super::{Payload, Request, Signer, UNSIGNED_PAYLOAD, canonical::check_header_value};

/// One call of an API 3.0 action.
///
/// <https://www.tencentcloud.com/document/api/213/33222>
#[derive(Debug, Clone, Copy)]
pub struct ApiRequest<'a> {
    /// `scf` or `monitor`.
    pub service: &'a str,
    /// The host that the request goes to, with its port where that isn't the scheme's own.
    pub host: &'a str,
    /// Such as `UpdateAlias`.
    pub action: &'a str,
    /// The API's version, such as `2018-04-16`.
    pub version: &'a str,
    /// Such as `ap-guangzhou`; a few actions of other products have none.
    pub region: Option<&'a str>,
    /// `POST` or `GET`.
    pub method: &'a str,
    /// `/`.
    pub path: &'a str,
    /// As it is sent, without the `?`.
    pub query: &'a str,
    /// What the body is; absent, it is JSON for `POST` and a form for `GET`, as the official clients send.
    pub content_type: Option<&'a str>,
    /// The body.
    pub payload: Payload<'a>,
    /// Unix time, in seconds.
    pub timestamp: u64,
    /// In place of the credentials' own token.
    pub token: Option<&'a str>,
    /// The language of the API's messages: `zh-CN` or `en-US`.
    pub language: Option<&'a str>,
    /// What the API's own log calls this client.
    pub request_client: Option<&'a str>,
}

impl Signer {
    /// All headers of a request, `Authorization` last. Content type, host and action are signed, as in the
    /// documentation's example.
    ///
    /// # Errors
    /// As [`Signer::sign`]; also `InvalidRequest` where the action, the version or another header's value is missing
    /// or can't be sent.
    pub fn headers(&mut self, request: &ApiRequest<'_>) -> Result<Vec<(&'static str, String)>, Error> {
        let content_type = request.content_type.unwrap_or(match request.method {
            "GET" => "application/x-www-form-urlencoded",
            _ => "application/json",
        });
        if request.action.is_empty() || request.version.is_empty() {
            return Err(Error::usage("InvalidRequest", "a call needs an action and a version"));
        }
        let signature = self.sign(&Request {
            service: request.service,
            method: request.method,
            path: request.path,
            query: request.query,
            headers: &[("content-type", content_type), ("host", request.host), ("x-tc-action", request.action)],
            payload: request.payload,
            timestamp: request.timestamp,
        })?;
        let unsigned = (request.payload == Payload::Unsigned).then_some(UNSIGNED_PAYLOAD);
        let timestamp = request.timestamp.to_string();
        let present = [
            ("Content-Type", Some(content_type)),
            ("Host", Some(request.host)),
            ("X-TC-Action", Some(request.action)),
            ("X-TC-Version", Some(request.version)),
            ("X-TC-Timestamp", Some(&*timestamp)),
            ("X-TC-Region", request.region),
            ("X-TC-Token", request.token.or_else(|| self.credential().token())),
            ("X-TC-Language", request.language),
            ("X-TC-RequestClient", request.request_client),
            ("X-TC-Content-SHA256", unsigned),
            ("Authorization", Some(signature.authorization())),
        ];
        let mut headers = Vec::with_capacity(present.len());
        for (name, value) in present {
            if let Some(value) = value {
                check_header_value(name, value)?;
                headers.push((name, value.to_owned()));
            }
        }
        Ok(headers)
    }
}
