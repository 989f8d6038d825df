//! What comes back: an HTTP answer that holds a `Response`, or something else that must be named.
//!
//! The API answers errors with HTTP status 200 too, as `{"Response":{"Error":{"Code","Message"},"RequestId"}}`
//! (<https://www.tencentcloud.com/document/api/213/33226>).

use super::failure::Failure;
use super::fields::{Fields, Read};
use crate::json::Json;
use crate::message::problem::api::Unreadable;

/// An HTTP answer as the shell hands it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The `Content-Type` header.
    pub content_type: Option<String>,
    /// The `Date` header.
    pub date: Option<String>,
    /// The `Retry-After` header.
    pub retry_after: Option<String>,
    /// The id of the request, where only a header has it: object storage answers HEAD without a body.
    pub request_id: Option<String>,
    /// The body.
    pub text: String,
}

/// A good answer: its fields and the id of the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Success<T> {
    /// The fields of `Response`.
    pub fields: T,
    /// The API's id of the request.
    pub request_id: Option<String>,
}

impl Answer {
    /// The fields of a good answer.
    ///
    /// # Errors
    /// The API's own error; or what came instead of an answer: HTML, nothing, cut JSON, another HTTP status.
    pub fn read<T: Read>(&self) -> Result<Success<T>, Failure> {
        let (response, request_id) = self.response()?;
        T::read(Fields(&response)).map(|fields| Success { fields, request_id: request_id.clone() }).map_err(|field| {
            let failure = Failure::unreadable(Unreadable::Fields, self.status, request_id);
            self.with_headers(Failure { message: field, ..failure })
        })
    }

    /// The fields of a good answer as they are, and the id of the request. Apart from [`Self::read`], so that this part is
    /// compiled once, not once per type.
    fn response(&self) -> Result<(Json<'_>, Option<String>), Failure> {
        let Ok(Json::Map(whole)) = Json::from_json(&self.text) else { return Err(self.unreadable()) };
        let response = whole.into_iter().find(|(key, _)| key == "Response").map(|(_, response)| response);
        let response = response.filter(|response| matches!(response, Json::Map(_))).ok_or_else(|| self.unreadable())?;
        let request_id = response.text("RequestId");
        match response.get("Error") {
            Some(error) => {
                let word = |key: &str| error.text(key).unwrap_or_default();
                Err(self.with_headers(Failure::api(word("Code"), word("Message"), request_id)))
            }
            None => Ok((response, request_id)),
        }
    }

    fn unreadable(&self) -> Failure {
        self.with_headers(Failure::unreadable(Unreadable::of(&self.text), self.status, None))
    }

    /// A failure with what the headers say.
    #[must_use]
    pub fn with_headers(&self, failure: Failure) -> Failure {
        failure.with_headers(self.date.as_deref(), self.retry_after.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_instead_of_an_answer_is_named() {
        let read = |text: &str| {
            let answer = Answer {
                status: 502,
                content_type: None,
                date: None,
                retry_after: None,
                request_id: None,
                text: text.into(),
            };
            answer.read::<()>().unwrap_err().got
        };
        assert_eq!(read(""), Some((Unreadable::Empty, 502)));
        assert_eq!(read("<html>bad gateway"), Some((Unreadable::Html, 502)));
        assert_eq!(read("{\"Response\":{\"Requ"), Some((Unreadable::OtherJson, 502)));
        assert_eq!(read("{}"), Some((Unreadable::OtherJson, 502)));
        assert_eq!(read("upstream"), Some((Unreadable::Text, 502)));
    }
}
