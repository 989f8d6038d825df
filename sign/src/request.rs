//! What is to be signed.

use core::fmt;

use crate::Payload;

/// What is to be signed.
///
/// `Debug` shows the names of the headers and not their values: `x-tc-token` may be one of them.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The service in the scope, such as `scf`.
    pub service: &'a str,
    /// `POST` or `GET`; small letters are raised.
    pub method: &'a str,
    /// `/`, for nearly every product.
    pub path: &'a str,
    /// As it is sent, without the `?`.
    pub query: &'a str,
    /// The headers that the signature covers, in any order and case; `host` is one of them.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body.
    pub payload: Payload<'a>,
    /// Unix time, in seconds.
    pub timestamp: u64,
}

impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("service", &self.service)
            .field("method", &self.method)
            .field("path", &self.path)
            .field("query", &format_args!("[{} bytes]", self.query.len()))
            .field("headers", &Names(self.headers))
            .field("payload", &self.payload)
            .field("timestamp", &self.timestamp)
            .finish()
    }
}

pub(crate) struct Names<'a>(pub(crate) &'a [(&'a str, &'a str)]);

impl fmt::Debug for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}
