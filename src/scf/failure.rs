//! Failed calls: the class of each, and what a person can do about it.
//!
//! Codes: <https://www.tencentcloud.com/document/product/583/17238> and the common ones of every API.

use crate::error::Error;
use crate::message::problem::ApiProblem;
use crate::message::problem::api::{ApiAdvice, Unreadable};
use crate::message::{Doing, unreadable};

/// What a failure means for the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureClass {
    /// Too many calls: wait, then try again.
    Throttled,
    /// The API or the network has a temporary problem: try again.
    Transient,
    /// The function or version is busy: wait until it is Active and try again.
    Conflict,
    /// Trying again changes nothing.
    Permanent,
}

/// A failed call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The API's code, or ours: `Unreachable`, `UnreadableAnswer`.
    pub code: String,
    /// The API's message, the reason of the system, or the field that is wrong.
    pub message: String,
    /// The API's id of the request.
    pub request_id: Option<String>,
    /// What it means.
    pub class: FailureClass,
    /// Whether it is the API's answer; otherwise the call may have taken effect.
    pub from_api: bool,
    /// Certain not to have reached the API.
    pub unsent: bool,
    /// What came instead of an answer, and the HTTP status.
    pub got: Option<(Unreadable, u16)>,
    /// The server's clock, where it sent it.
    pub date: Option<String>,
    /// Seconds to wait, where the server sent them.
    pub retry_after_seconds: Option<u32>,
}

impl Failure {
    /// An error of the API.
    #[must_use]
    pub fn api(code: String, message: String, request_id: Option<String>) -> Self {
        let class = classify(&code);
        Self {
            code,
            message,
            request_id,
            class,
            from_api: true,
            unsent: false,
            got: None,
            date: None,
            retry_after_seconds: None,
        }
    }

    /// An error of object storage, whose codes are its own.
    #[must_use]
    pub fn object(status: u16, code: String, message: String, request_id: Option<String>) -> Self {
        let class = match code.as_str() {
            "SlowDown" | "RequestLimitExceeded" => FailureClass::Throttled,
            "RequestTimeout" => FailureClass::Transient,
            _ if status >= 500 => FailureClass::Transient,
            _ => FailureClass::Permanent,
        };
        Self { class, ..Self::api(code, message, request_id) }
    }

    /// Something else than an answer, with this HTTP status.
    #[must_use]
    pub fn unreadable(got: Unreadable, status: u16, request_id: Option<String>) -> Self {
        Self {
            code: "UnreadableAnswer".to_owned(),
            message: String::new(),
            request_id,
            class: FailureClass::Transient,
            from_api: false,
            unsent: false,
            got: Some((got, status)),
            date: None,
            retry_after_seconds: None,
        }
    }

    /// No answer at all; `sent` is false only where it is certain that nothing reached the API.
    #[must_use]
    pub fn unanswered(reason: String, sent: bool) -> Self {
        Self {
            code: "Unreachable".to_owned(),
            message: reason,
            got: None,
            unsent: !sent,
            ..Self::unreadable(Unreadable::Empty, 0, None)
        }
    }

    /// With what the headers of the answer say.
    pub(super) fn with_headers(mut self, date: Option<&str>, retry_after: Option<&str>) -> Self {
        self.date = date.map(str::to_owned);
        self.retry_after_seconds = retry_after.and_then(|text| text.trim().parse().ok());
        self
    }

    /// Whether the call is certain to have changed nothing.
    #[must_use]
    pub const fn not_applied(&self) -> bool {
        self.from_api || self.unsent
    }

    /// How long to wait before the next call, as the server asked, in milliseconds: a minute at most.
    #[must_use]
    pub fn retry_after_ms(&self) -> u32 {
        self.retry_after_seconds.unwrap_or(0).min(60) * 1000
    }

    /// Whether the API refuses the time of the signature.
    #[must_use]
    pub fn expired(&self) -> bool {
        ["AuthFailure.SignatureExpire", "RequestTimeTooSkewed"].contains(&self.code.as_str())
    }

    /// Whether the API says that something does not exist; `what` is such as `Function` or `Alias`.
    #[must_use]
    pub fn not_found(&self, what: &str) -> bool {
        self.code.strip_prefix("ResourceNotFound.").is_some_and(|rest| rest == what || rest == format!("{what}Name"))
    }

    /// Whether the API refuses this one request for good, and not the credentials: what does not need it goes on.
    #[must_use]
    pub fn forbids(&self) -> bool {
        let key = self.code.starts_with("AuthFailure") && !denied(&self.code);
        self.from_api && self.class == FailureClass::Permanent && !key
    }

    /// Why, without what was being done: the API's words, the system's, or what came instead of an answer.
    #[must_use]
    pub fn reason(&self) -> String {
        match self.got {
            Some((got, status)) => unreadable(got, status, Some(self.message.as_str()).filter(|text| !text.is_empty())),
            None => self.message.clone(),
        }
    }

    /// As an error: what was being done, and what went wrong.
    #[must_use]
    pub fn error(&self, doing: Doing) -> Error {
        let error = match self.got {
            _ if self.from_api => Error::api(ApiProblem::Error {
                doing,
                code: self.code.clone(),
                api_message: self.message.clone(),
                advice: self.advice(),
                server_time: self.date.clone().filter(|_| self.expired()),
            }),
            Some((got, status)) => Error::failed(ApiProblem::UnreadableAnswer {
                doing,
                got,
                status,
                detail: Some(self.message.clone()).filter(|text| !text.is_empty()),
            }),
            None => Error::failed(ApiProblem::Unreachable { doing, reason: self.message.clone() }),
        };
        let error = error.request(self.request_id.clone());
        if self.class == FailureClass::Permanent { error } else { error.retryable() }
    }

    fn advice(&self) -> Option<ApiAdvice> {
        Some(match self.code.as_str() {
            "AuthFailure.SignatureExpire" | "RequestTimeTooSkewed" => ApiAdvice::Clock,
            "AuthFailure.SecretIdNotFound" | "AuthFailure.InvalidSecretId" | "InvalidAccessKeyId" => {
                ApiAdvice::SecretId
            }
            "AuthFailure.SignatureFailure" | "SignatureDoesNotMatch" => ApiAdvice::SecretKey,
            "AuthFailure.TokenFailure" | "ExpiredToken" | "InvalidToken" => ApiAdvice::Token,
            "ResourceNotFound.Namespace" => ApiAdvice::Namespace,
            "ResourceNotFound.Qualifier" | "ResourceNotFound.Version" | "ResourceNotFound.FunctionVersion" => {
                ApiAdvice::Qualifier
            }
            "UnsupportedRegion" | "UnauthorizedOperation.Region" => ApiAdvice::Region,
            "ResourceNotFound.CosObject"
            | "InvalidParameterValue.Cos"
            | "InvalidParameterValue.CosObjectName"
            | "InvalidParameterValue.CosBucketName" => ApiAdvice::CodeObject,
            "RequestSizeLimitExceeded" => ApiAdvice::PackageSize,
            "LimitExceeded.FunctionVersions" => ApiAdvice::VersionQuota,
            "ResourceNotFound.TopicNotExist" | "ResourceNotFound.LogsetNotExist" => ApiAdvice::LogTopic,
            "ResourceNotFound.IndexNotExist" => ApiAdvice::LogIndex,
            "FailedOperation.TopicClosed" | "FailedOperation.TopicIsolated" | "OperationDenied.AccountIsolate" => {
                ApiAdvice::LogAccount
            }
            code if denied(code) => ApiAdvice::Permission,
            code if code.starts_with("AuthFailure") => ApiAdvice::Credentials,
            code if code.starts_with("RequestLimitExceeded") => ApiAdvice::RateLimit,
            _ => return None,
        })
    }
}

/// Whether a code of the API says that the account lacks a permission.
#[must_use]
pub fn denied(code: &str) -> bool {
    let other = ["UnauthorizedOperation.Region", "UnauthorizedOperation.FunctionStatus"];
    // the last one is object storage's
    let denied = ["AuthFailure.UnauthorizedOperation", "AccessDenied"].contains(&code);
    (code.starts_with("UnauthorizedOperation") || denied) && !other.contains(&code)
}

fn classify(code: &str) -> FailureClass {
    const BUSY: &[&str] = &[
        "FailedOperation.FunctionStatusError",
        "FailedOperation.FunctionNameStatusError",
        "FailedOperation.FunctionVersionStatusNotActive",
        "FailedOperation.OperationConflict",
        "FailedOperation.ReservedInProgress",
        "FailedOperation.ProvisionedInProgress",
        "UnauthorizedOperation.FunctionStatus",
        "ResourceInUse",
        "FailedOperation.UpdateFunctionCode",
        "FailedOperation.UpdateFunctionConfiguration",
        "FailedOperation.PublishVersion",
    ];
    /// Of the log service, which has limits of its own: too many searches of a topic at once.
    const SEARCHES: &[&str] = &["FailedOperation.ReadQpsLimit", "LimitExceeded.LogSearch"];
    /// Of the log service: the same search may succeed a moment later.
    const SLOW_SEARCHES: &[&str] = &[
        "FailedOperation.SearchTimeout",
        "FailedOperation.Timeout",
        "FailedOperation.TopicCreating",
        "LimitExceeded.SearchResources",
        "LimitExceeded.IndexOperating",
    ];
    if code.starts_with("RequestLimitExceeded") || SEARCHES.contains(&code) {
        FailureClass::Throttled
    } else if code.starts_with("InternalError")
        || code.starts_with("ServiceUnavailable")
        || code.is_empty()
        || SLOW_SEARCHES.contains(&code)
    {
        FailureClass::Transient
    } else if BUSY.contains(&code) {
        FailureClass::Conflict
    } else {
        FailureClass::Permanent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_fall_into_classes() {
        for (code, class) in [
            ("RequestLimitExceeded", FailureClass::Throttled),
            ("RequestLimitExceeded.UinLimitExceeded", FailureClass::Throttled),
            ("LimitExceeded.LogSearch", FailureClass::Throttled),
            ("InternalError.System", FailureClass::Transient),
            ("FailedOperation.SearchTimeout", FailureClass::Transient),
            ("ResourceNotFound.TopicNotExist", FailureClass::Permanent),
            ("ServiceUnavailable", FailureClass::Transient),
            ("FailedOperation.FunctionStatusError", FailureClass::Conflict),
            ("AuthFailure.SignatureFailure", FailureClass::Permanent),
            ("InvalidParameterValue.RoutingConfig", FailureClass::Permanent),
            ("ResourceNotFound.Function", FailureClass::Permanent),
            ("ResourceInUse.Function", FailureClass::Permanent),
        ] {
            assert_eq!(classify(code), class, "{code}");
        }
    }

    #[test]
    fn a_missing_permission_forbids_a_question_and_a_wrong_key_all_of_them() {
        let forbids = |code: &str| Failure::api(code.to_owned(), String::new(), None).forbids();
        for code in ["UnauthorizedOperation.CAM", "AuthFailure.UnauthorizedOperation", "UnsupportedOperation"] {
            assert!(forbids(code), "{code}");
        }
        for code in ["AuthFailure.SignatureFailure", "AuthFailure.TokenFailure", "InternalError"] {
            assert!(!forbids(code), "{code}");
        }
    }

    #[test]
    fn a_missing_permission_has_the_policy_of_the_commands_as_its_hint() {
        let hint = |code: &str| Failure::api(code.to_owned(), String::new(), None).error(Doing::ReadFunction).hint();
        for code in ["UnauthorizedOperation.CAM", "AuthFailure.UnauthorizedOperation"] {
            assert!(hint(code).unwrap().contains("`grayscale policy`"), "{code}");
        }
        assert_eq!(hint("UnauthorizedOperation.Region").as_deref(), Some("correct region, for example ap-guangzhou"));
    }
}
