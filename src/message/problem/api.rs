//! What went wrong between this tool and the API: its errors, answers that are none, and requests that can't be sent.

use serde::{Serialize, Serializer};
use tencentcloud_sign::SecretPart;

use super::Code;
use crate::message::Doing;

/// What a person can do about an error of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum ApiAdvice {
    /// Set the clock of this machine.
    Clock,
    /// Check the secret id.
    SecretId,
    /// Check the secret key.
    SecretKey,
    /// Get new temporary credentials.
    Token,
    /// Check the credentials.
    Credentials,
    /// Ask for a permission.
    Permission,
    /// Correct the region.
    Region,
    /// Create or correct the namespace.
    Namespace,
    /// Name a version or an alias that exists.
    Qualifier,
    /// The object that the code is taken from is not there.
    CodeObject,
    /// Put the package into COS.
    PackageSize,
    /// Delete old versions.
    VersionQuota,
    /// Wait a moment.
    RateLimit,
    /// Set a log topic that exists.
    LogTopic,
    /// Make an index for the log topic.
    LogIndex,
    /// Have the log service back: it is switched off.
    LogAccount,
}

/// Instead of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum Unreadable {
    /// Nothing.
    Empty,
    /// A page of HTML.
    Html,
    /// JSON that is cut off or not an answer of the API.
    OtherJson,
    /// Another text.
    Text,
    /// An answer with other fields than documented.
    Fields,
}

impl Unreadable {
    /// Of a body.
    #[must_use]
    pub fn of(text: &str) -> Self {
        match text.trim_start().chars().next() {
            None => Self::Empty,
            Some('<') => Self::Html,
            Some('{' | '[') => Self::OtherJson,
            Some(_) => Self::Text,
        }
    }
}

/// What went wrong between this tool and the API.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum ApiProblem {
    /// The API's error.
    Error {
        /// What was being done.
        doing: Doing,
        /// The API's code.
        #[serde(skip)]
        code: String,
        /// The API's message.
        api_message: String,
        /// What a person can do about it.
        #[serde(skip_serializing_if = "Option::is_none")]
        advice: Option<ApiAdvice>,
        /// The server's clock, where it sent it.
        #[serde(skip_serializing_if = "Option::is_none")]
        server_time: Option<String>,
    },
    /// No answer came.
    Unreachable {
        /// What was being done.
        doing: Doing,
        /// Why, in the words of the system.
        reason: String,
    },
    /// Something else than an answer came.
    UnreadableAnswer {
        /// What was being done.
        doing: Doing,
        /// What came.
        got: Unreadable,
        /// The HTTP status.
        status: u16,
        /// Which field is wrong.
        #[serde(skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
    },
    /// The endpoint contains a name or a password.
    EndpointUser {
        /// Who set it.
        from: String,
    },
    /// The endpoint is plain HTTP and another machine.
    InsecureEndpoint {
        /// Who set it.
        from: String,
        /// The host.
        host: String,
    },
    /// Not an address. It is not repeated: it may contain a password.
    Endpoint {
        /// Who set it.
        from: String,
    },
    /// A part of the credentials is missing.
    NoCredentials {
        /// Which.
        #[serde(serialize_with = "part_name")]
        #[cfg_attr(test, arbitrary(value = tencentcloud_sign::SecretPart::SecretKey))]
        part: SecretPart,
    },
    /// Something can't be signed.
    NotSigned {
        /// The code of the signer.
        #[serde(skip)]
        #[cfg_attr(test, arbitrary(value = "x"))]
        code: &'static str,
        /// In the words of the signer.
        #[cfg_attr(test, arbitrary(value = "x".to_owned()))]
        reason: String,
        /// What to do, in its words.
        #[serde(skip)]
        #[cfg_attr(test, arbitrary(value = Some("x")))]
        hint: Option<&'static str>,
    },
    /// The function failed.
    FunctionError {
        /// Its name.
        function: String,
        /// Why; empty where the API does not say.
        reason: String,
    },
    /// The platform could not run the function.
    PlatformError {
        /// Its name.
        function: String,
        /// Why; empty where the API does not say.
        reason: String,
    },
}

fn part_name<S: Serializer>(part: &SecretPart, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(part)
}

impl ApiProblem {
    /// The tool's own code; the API's errors have none.
    #[must_use]
    pub const fn own_code(&self) -> Option<Code> {
        match self {
            Self::Error { .. } | Self::NoCredentials { .. } | Self::NotSigned { .. } => None,
            Self::Unreachable { .. } => Some(Code::Unreachable),
            Self::UnreadableAnswer { .. } => Some(Code::UnreadableAnswer),
            Self::EndpointUser { .. } | Self::Endpoint { .. } => Some(Code::InvalidEndpoint),
            Self::InsecureEndpoint { .. } => Some(Code::InsecureEndpoint),
            Self::FunctionError { .. } => Some(Code::FunctionError),
            Self::PlatformError { .. } => Some(Code::PlatformError),
        }
    }

    /// The stable name: the tool's own, the API's or the signer's.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Error { code, .. } => code,
            Self::NoCredentials { .. } => "InvalidCredentials",
            Self::NotSigned { code, .. } => code,
            _ => self.own_code().map_or("", Code::name),
        }
    }
}
