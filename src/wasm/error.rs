//! Errors cross as plain data; `js/errors.js` makes the class.

use wasm_bindgen::JsValue;

use super::value::to_js;
use crate::Error;

impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        // as JSON text: its parameters hold decimals digit by digit
        to_js(&error).unwrap_or_else(|_| Self::from_str(&error.to_string()))
    }
}
