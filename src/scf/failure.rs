//! Calls that did not work: of which class each is, and what a person can do about it.
//!
//! Codes: <https://www.tencentcloud.com/document/product/583/17238> and the common ones of every API.

use crate::error::Error;

/// What a failure means for whoever made the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureClass {
    /// Too many calls: wait and try again.
    Throttled,
    /// The other side or the way to it has a passing problem: try again.
    Transient,
    /// The function or version is busy: wait until it is Active and try again.
    Conflict,
    /// Trying again changes nothing.
    Permanent,
}

/// A call that did not work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The API's code, or ours: `Unreachable`, `UnreadableAnswer`.
    pub code: String,
    /// The API's message, or what came instead of an answer.
    pub message: String,
    /// The API's id of the request.
    pub request_id: Option<String>,
    /// What it means.
    pub class: FailureClass,
    /// Whether the API said it; else the call may have worked all the same.
    pub from_api: bool,
    /// Certain not to have reached the API.
    pub unsent: bool,
    /// The server's clock, where it told it.
    pub date: Option<String>,
    /// Seconds to wait, where the server said so.
    pub retry_after_seconds: Option<u32>,
}

impl Failure {
    /// An error of the API.
    #[must_use]
    pub fn api(code: String, message: String, request_id: Option<String>) -> Self {
        let class = classify(&code);
        Self { code, message, request_id, class, from_api: true, unsent: false, date: None, retry_after_seconds: None }
    }

    /// An answer that is none.
    #[must_use]
    pub fn unreadable(message: String, request_id: Option<String>) -> Self {
        Self {
            code: "UnreadableAnswer".to_owned(),
            message,
            request_id,
            class: FailureClass::Transient,
            from_api: false,
            unsent: false,
            date: None,
            retry_after_seconds: None,
        }
    }

    /// No answer at all; `sent` is false only where it is certain that nothing reached the API.
    #[must_use]
    pub fn lost(reason: String, sent: bool) -> Self {
        Self { code: "Unreachable".to_owned(), unsent: !sent, ..Self::unreadable(reason, None) }
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

    /// How long the server asked to be left alone, in milliseconds: a minute at most.
    #[must_use]
    pub fn retry_after_ms(&self) -> u32 {
        self.retry_after_seconds.unwrap_or(0).min(60) * 1000
    }

    /// Whether the API holds the signature's time for wrong.
    #[must_use]
    pub fn expired(&self) -> bool {
        self.code == "AuthFailure.SignatureExpire"
    }

    /// Whether the API says that something does not exist; `what` is such as `Function` or `Alias`.
    #[must_use]
    pub fn not_found(&self, what: &str) -> bool {
        self.code.strip_prefix("ResourceNotFound.").is_some_and(|rest| rest == what || rest == format!("{what}Name"))
    }

    /// Whether the API refuses this one question for good, and not the key that asks: what can be done without goes on.
    #[must_use]
    pub fn forbids(&self) -> bool {
        let key = self.code.starts_with("AuthFailure") && !denied(&self.code);
        self.from_api && self.class == FailureClass::Permanent && !key
    }

    /// As an error for people: what `doing` was meant to do, the API's words, and what to do next.
    #[must_use]
    pub fn error(&self, doing: &str) -> Error {
        let base = if self.from_api {
            Error::api(self.code.clone(), format!("{doing}: {}", self.message))
        } else if self.code == "Unreachable" {
            Error::failed("Unreachable", format!("{doing}: {}", self.message))
        } else {
            Error::failed(self.code.clone(), format!("{doing}: the API answered {}", self.message))
        };
        let base = base.request(self.request_id.clone());
        let base = if self.class == FailureClass::Permanent { base } else { base.retryable() };
        match self.advice() {
            Some(hint) => base.hint(hint),
            None => base,
        }
    }

    fn advice(&self) -> Option<String> {
        let code = self.code.as_str();
        let text = match code {
            "AuthFailure.SignatureExpire" => {
                let clock = self.date.as_ref().map(|date| format!("; the API's clock says {date}")).unwrap_or_default();
                return Some(format!(
                    "the signature's time is more than 5 minutes from the API's: set this machine's clock (clock skew){clock}"
                ));
            }
            "AuthFailure.SecretIdNotFound" | "AuthFailure.InvalidSecretId" => {
                "the secret id does not exist or is disabled: check TENCENT_SECRET_ID (and that id and key are of one pair)"
            }
            "AuthFailure.SignatureFailure" => {
                "the secret key does not belong to the secret id: check TENCENT_SECRET_KEY for missing or extra characters"
            }
            "AuthFailure.TokenFailure" => {
                "the temporary token is wrong or has expired: get new credentials, with TENCENT_TOKEN"
            }
            "ResourceNotFound.Namespace" => "create the namespace in the console, or correct namespace",
            "ResourceNotFound.Qualifier" | "ResourceNotFound.Version" | "ResourceNotFound.FunctionVersion" => {
                "name a version or an alias that is there: `grayscale status` shows them"
            }
            "UnsupportedRegion" | "UnauthorizedOperation.Region" => "correct region, such as ap-guangzhou",
            "RequestSizeLimitExceeded" => {
                "put the package into COS and give cosBucketName and cosObjectName instead of src"
            }
            "LimitExceeded.FunctionVersions" => {
                "the function has as many versions as the quota allows: `grayscale prune` deletes old ones that no alias names"
            }
            "Unreachable" => {
                "check the network, a proxy in HTTPS_PROXY, and --endpoint; then give the same command again"
            }
            "UnreadableAnswer" => "something between here and the API answers in its place, or --endpoint is wrong",
            _ if denied(code) => {
                "a permission is missing: `grayscale policy` prints what each command needs; ask the account's administrator for it"
            }
            _ if code.starts_with("AuthFailure") => "check the credentials",
            _ if code.starts_with("RequestLimitExceeded") => {
                "the API allows so many calls a second: wait a moment and give the same command again"
            }
            _ => return None,
        };
        Some(text.to_owned())
    }
}

/// Whether a code of the API says that the account lacks a permission.
#[must_use]
pub fn denied(code: &str) -> bool {
    let other = ["UnauthorizedOperation.Region", "UnauthorizedOperation.FunctionStatus"];
    (code.starts_with("UnauthorizedOperation") || code == "AuthFailure.UnauthorizedOperation") && !other.contains(&code)
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
    if code.starts_with("RequestLimitExceeded") {
        FailureClass::Throttled
    } else if code.starts_with("InternalError") || code.starts_with("ServiceUnavailable") || code.is_empty() {
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
            ("InternalError.System", FailureClass::Transient),
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
        let hint = |code: &str| Failure::api(code.to_owned(), String::new(), None).error("reading").hint.clone();
        for code in ["UnauthorizedOperation.CAM", "AuthFailure.UnauthorizedOperation"] {
            assert!(hint(code).unwrap().contains("`grayscale policy`"), "{code}");
        }
        assert_eq!(hint("UnauthorizedOperation.Region").as_deref(), Some("correct region, such as ap-guangzhou"));
    }
}
