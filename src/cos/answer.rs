//! What answers say: a status of HTTP, and XML where there is a body.
//!
//! Errors: <https://cloud.tencent.com/document/product/436/7730>

use super::xml::text;
use crate::message::problem::api::Unreadable;
use crate::scf::{Answer, Failure};

/// The body of a good answer.
///
/// # Errors
/// The error of object storage. HEAD has no body, so its code follows from the status alone.
pub fn read(answer: &Answer) -> Result<&str, Failure> {
    // completing an upload begins with 200, and its body may be an error all the same
    let error = text(&answer.text, "Code").filter(|_| answer.text.contains("<Error>"));
    let request_id = text(&answer.text, "RequestId").or_else(|| answer.request_id.clone());
    if let Some(code) = error {
        let failure =
            Failure::object(answer.status, code, text(&answer.text, "Message").unwrap_or_default(), request_id);
        return Err(answer.with_headers(failure));
    }
    let status = answer.status;
    if (200..300).contains(&status) {
        return Ok(&answer.text);
    }
    let code = match status {
        403 => "AccessDenied",
        404 => "NoSuchResource",
        503 => "ServiceUnavailable",
        500..=599 => "InternalError",
        _ => return Err(answer.with_headers(Failure::unreadable(Unreadable::of(&answer.text), status, request_id))),
    };
    if !answer.text.is_empty() {
        return Err(answer.with_headers(Failure::unreadable(Unreadable::of(&answer.text), status, request_id)));
    }
    let message = ["HTTP ", &status.to_string()].concat();
    Err(answer.with_headers(Failure::object(status, code.to_owned(), message, request_id)))
}

/// Whether it is the answer that what was asked for is not there.
#[must_use]
pub fn missing(failure: &Failure) -> bool {
    failure.from_api && ["NoSuchResource", "NoSuchKey", "NoSuchBucket"].contains(&failure.code.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scf::FailureClass;

    fn answer(status: u16, text: &str) -> Answer {
        let request_id = Some("NWRhMQ==".to_owned());
        Answer { status, content_type: None, date: None, retry_after: None, request_id, text: text.to_owned() }
    }

    #[test]
    fn a_good_answer_is_its_body() {
        assert_eq!(read(&answer(200, "<A/>")), Ok("<A/>"));
        assert_eq!(read(&answer(204, "")), Ok(""));
    }

    #[test]
    fn an_error_is_read_from_the_body_whatever_the_status() {
        // as https://cloud.tencent.com/document/product/436/7730 shows it
        let body = "<?xml version='1.0' encoding='utf-8' ?><Error><Code>AccessDenied</Code><Message>Access Denied.</Message>\
                    <Resource>b-1250000000.cos.ap-guangzhou.myqcloud.com</Resource><RequestId>NTg=</RequestId></Error>";
        for status in [200, 403] {
            let failure = read(&answer(status, body)).unwrap_err();
            assert_eq!((failure.code.as_str(), failure.message.as_str()), ("AccessDenied", "Access Denied."));
            assert_eq!(failure.request_id.as_deref(), Some("NTg="));
            assert_eq!(failure.class, FailureClass::Permanent);
        }
    }

    #[test]
    fn head_has_no_body_and_the_status_says_it() {
        let failure = |status| read(&answer(status, "")).unwrap_err();
        assert!(missing(&failure(404)));
        assert_eq!(failure(403).code, "AccessDenied");
        assert_eq!(failure(403).request_id.as_deref(), Some("NWRhMQ=="));
        assert_eq!(failure(503).class, FailureClass::Transient);
    }

    #[test]
    fn too_many_requests_and_a_wrong_clock_are_known() {
        let failure = |code: &str| read(&answer(503, &format!("<Error><Code>{code}</Code></Error>"))).unwrap_err();
        assert_eq!(failure("SlowDown").class, FailureClass::Throttled);
        assert_eq!(failure("InternalError").class, FailureClass::Transient);
        assert!(failure("RequestTimeTooSkewed").expired());
    }

    #[test]
    fn a_page_of_a_proxy_is_no_answer_of_object_storage() {
        let failure = read(&answer(502, "<html>bad gateway</html>")).unwrap_err();
        assert_eq!(failure.got, Some((Unreadable::Html, 502)));
        assert_eq!(failure.class, FailureClass::Transient);
    }
}
