//! Why something was not signed.

use alloc::string::String;
use core::fmt;

/// A part of a [`Credential`](crate::Credential).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretPart {
    /// The public half.
    SecretId,
    /// The secret half.
    SecretKey,
    /// The session token of temporary credentials.
    Token,
}

impl fmt::Display for SecretPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SecretId => "secret id",
            Self::SecretKey => "secret key",
            Self::Token => "token",
        })
    }
}

/// Why something was not signed. No text of it shows a secret, a header's value, a query or a body.
///
/// ```
/// use tencentcloud_sign::utc_date;
///
/// let Err(error) = utc_date(1_551_113_065_000) else { unreachable!("these are milliseconds") };
/// assert_eq!(error.code(), "InvalidTimestamp");
/// assert_eq!(error.to_string(), "1551113065000 seconds is after the year 9999");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A part of the credentials is missing.
    #[error("the {0} is empty")]
    EmptyCredential(SecretPart),
    /// A part of the credentials holds characters that no such secret has: what a copied space or line end looks like.
    #[error("the {0} contains an invalid character")]
    BadCredential(SecretPart),
    /// The service can't be part of a scope.
    #[error("invalid service name {0:?}: it is like `scf`")]
    BadService(String),
    /// The method is not made of letters.
    #[error("invalid HTTP method {0:?}: it is like `POST`")]
    BadMethod(String),
    /// The path is a relative one.
    #[error("the path {0:?} does not begin with `/`")]
    RelativePath(String),
    /// The path contains a query or a fragment.
    #[error("the path {0:?} contains `?` or `#`: pass the query separately")]
    PathGoesOn(String),
    /// The path contains a control character.
    #[error("the path contains a control character")]
    ControlInPath,
    /// The query begins with its separator.
    #[error("the query starts with `?`: pass it without")]
    QueryMark,
    /// The query contains a fragment.
    #[error("the query contains `#`: a fragment is never sent")]
    QueryFragment,
    /// The query contains a control character.
    #[error("the query contains a control character")]
    ControlInQuery,
    /// The name of a header is not a token in the sense of RFC 9110.
    #[error("invalid header name {0:?}")]
    BadHeaderName(String),
    /// The value of this header contains a control character.
    #[error("the value of the header `{0}` contains a control character")]
    ControlInHeader(String),
    /// This header was given twice.
    #[error("the signed header `{0}` is given twice")]
    HeaderTwice(String),
    /// This parameter of the query was given twice.
    #[error("the parameter `{0}` is given twice")]
    ParamTwice(String),
    /// The header `host` is there and empty.
    #[error("the signed header `host` is empty")]
    EmptyHost,
    /// The header `host` is not among the signed ones.
    #[error("`host` is not among the signed headers: every signature covers it")]
    MissingHost,
    /// An API call without its action or version.
    #[error("a call needs an action and a version")]
    MissingAction,
    /// The ready digest of a body is none.
    #[error("the body's sha256 is not 64 hexadecimal digits")]
    BadDigest,
    /// The time has no date of ten characters; mostly these are milliseconds.
    #[error("{0} seconds is after the year 9999")]
    TimestampTooLate(u64),
    /// A signature that is never valid.
    #[error("the signature's end, {end}, is before its start, {start}")]
    EndsBeforeStart {
        /// From when it would be valid.
        start: u64,
        /// Until when.
        end: u64,
    },
}

impl Error {
    /// A stable name of the kind of error: `InvalidCredentials`, `InvalidRequest`, `InvalidDigest` or
    /// `InvalidTimestamp`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::EmptyCredential(_) | Self::BadCredential(_) => "InvalidCredentials",
            Self::BadDigest => "InvalidDigest",
            Self::TimestampTooLate(_) | Self::EndsBeforeStart { .. } => "InvalidTimestamp",
            _ => "InvalidRequest",
        }
    }

    /// What to do next, where the error itself does not say it.
    #[must_use]
    pub const fn hint(&self) -> Option<&'static str> {
        match self {
            Self::BadCredential(_) => Some("check for a copied space, line break or quote"),
            Self::TimestampTooLate(_) => Some("timestamps are seconds since 1970: divide milliseconds by 1000"),
            _ => None,
        }
    }
}
