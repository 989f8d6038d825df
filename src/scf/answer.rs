//! What comes back: an HTTP answer that holds a `Response`, or something else that must be named.
//!
//! The API answers errors with HTTP status 200 too, as `{"Response":{"Error":{"Code","Message"},"RequestId"}}`
//! (<https://www.tencentcloud.com/document/api/213/33226>).

use serde_json::Value;

use super::failure::Failure;
use super::fields::{Fields, Read};

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
    /// The body.
    pub text: String,
}

/// A good answer: its fields and the id of the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Good<T> {
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
    pub fn read<T: Read>(&self) -> Result<Good<T>, Failure> {
        let (response, request_id) = self.response()?;
        match T::read(Fields(&response)) {
            Ok(fields) => Ok(Good { fields, request_id }),
            Err(error) => {
                Err(Failure::unreadable(format!("an answer whose fields are not as documented ({error})"), request_id)
                    .at(self))
            }
        }
    }

    /// The fields of a good answer as they are, and the id of the request. Apart from [`Self::read`] so that this part
    /// stands in the module once, not once per type.
    fn response(&self) -> Result<(Value, Option<String>), Failure> {
        let mut whole: Value = serde_json::from_str(&self.text).map_err(|_| self.unreadable())?;
        let response =
            whole.get_mut("Response").map(Value::take).filter(Value::is_object).ok_or_else(|| self.unreadable())?;
        let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let request_id = text(&response, "RequestId");
        match response.get("Error").filter(|error| !error.is_null()) {
            Some(error) => {
                let (code, message) =
                    (text(error, "Code").unwrap_or_default(), text(error, "Message").unwrap_or_default());
                Err(Failure::api(code, message, request_id).at(self))
            }
            None => Ok((response, request_id)),
        }
    }

    fn unreadable(&self) -> Failure {
        let start = self.text.trim_start();
        let what = if start.is_empty() {
            "an empty answer".to_owned()
        } else if start.starts_with('<') {
            "a page of HTML instead of JSON".to_owned()
        } else if start.starts_with('{') || start.starts_with('[') {
            "JSON that is cut off or not an answer of the API".to_owned()
        } else {
            "text instead of JSON".to_owned()
        };
        Failure::unreadable(format!("{what} (HTTP {})", self.status), None).at(self)
    }
}
