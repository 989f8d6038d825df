//! Errors cross as plain data; `js/errors.js` makes the class.

use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::Error;

impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        let plain = serde_wasm_bindgen::Serializer::json_compatible();
        error.serialize(&plain).unwrap_or_else(|_| Self::from_str(&error.to_string()))
    }
}
