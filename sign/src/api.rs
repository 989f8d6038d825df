//! The headers of a whole API call, ready to be sent.

use alloc::{borrow::Cow, string::ToString, vec::Vec};
use core::fmt;

use crate::{Error, Payload, Request, Signer, UNSIGNED_PAYLOAD, canonical::check_header_value};

/// One call of an API 3.0 action.
///
/// `Debug` shows neither the token nor the query and the body.
///
/// <https://www.tencentcloud.com/document/api/213/33222>
#[derive(Clone, Copy)]
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

impl fmt::Debug for ApiRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiRequest")
            .field("service", &self.service)
            .field("host", &self.host)
            .field("action", &self.action)
            .field("version", &self.version)
            .field("region", &self.region)
            .field("method", &self.method)
            .field("path", &self.path)
            .field("query", &format_args!("[{} bytes]", self.query.len()))
            .field("content_type", &self.content_type)
            .field("payload", &self.payload)
            .field("timestamp", &self.timestamp)
            .field("token", &self.token.map(|_| "[redacted]"))
            .field("language", &self.language)
            .field("request_client", &self.request_client)
            .finish()
    }
}

impl Signer {
    /// All headers of a request, `Authorization` last. Content type, host and action are signed, as in the
    /// documentation's example. Values are borrowed where they can be, the token always: no copy of it is made.
    ///
    /// # Errors
    /// As [`Signer::sign`]; also `InvalidRequest` where the action, the version or another header's value is missing
    /// or can't be sent.
    pub fn headers<'a>(&'a mut self, request: &ApiRequest<'a>) -> Result<Vec<(&'static str, Cow<'a, str>)>, Error> {
        let content_type = request.content_type.unwrap_or(match request.method {
            "GET" => "application/x-www-form-urlencoded",
            _ => "application/json",
        });
        if request.action.is_empty() || request.version.is_empty() {
            return Err(Error::MissingAction);
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
        let present: [(&'static str, Option<Cow<'a, str>>); 11] = [
            ("Content-Type", Some(content_type.into())),
            ("Host", Some(request.host.into())),
            ("X-TC-Action", Some(request.action.into())),
            ("X-TC-Version", Some(request.version.into())),
            ("X-TC-Timestamp", Some(request.timestamp.to_string().into())),
            ("X-TC-Region", request.region.map(Into::into)),
            ("X-TC-Token", request.token.or_else(|| self.credential().token()).map(Into::into)),
            ("X-TC-Language", request.language.map(Into::into)),
            ("X-TC-RequestClient", request.request_client.map(Into::into)),
            ("X-TC-Content-SHA256", unsigned.map(Into::into)),
            ("Authorization", Some(signature.authorization().to_string().into())),
        ];
        let mut headers = Vec::with_capacity(present.len());
        for (name, value) in present {
            if let Some(value) = value {
                check_header_value(name, &value)?;
                headers.push((name, value));
            }
        }
        Ok(headers)
    }
}
