//! Errors cross as plain data; `js/errors.js` makes the class.

use wasm_bindgen::JsValue;

use crate::Error;

impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        super::value::to_js(&error).unwrap_or_else(|_| Self::from_str(&error.to_string()))
    }
}
