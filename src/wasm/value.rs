//! Values across the boundary.
//!
//! What comes in is read as [`Raw`] alone and what goes out is JSON text that the host parses: types then need one
//! reader and one writer each instead of one per direction and format, which is two thirds of the module's size.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use crate::error::Error;
use crate::raw::Raw;

/// Reads plain data, `NaN` and unknown keys included. What it can't read is the caller's mistake and is said as such.
pub(super) fn raw(value: JsValue, what: &str) -> Result<Raw, JsValue> {
    serde_wasm_bindgen::from_value(value).map_err(|error| unreadable(what, &error.to_string()))
}

/// Reads JSON text.
pub(super) fn parsed<T: DeserializeOwned>(text: &str, what: &str) -> Result<T, JsValue> {
    serde_json::from_str(text).map_err(|error| unreadable(what, &error.to_string()))
}

/// Gives plain objects, lists, strings and numbers.
pub(super) fn to_js<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    let text = serde_json::to_string(value).map_err(|error| unreadable("the result", &error.to_string()))?;
    js_sys::JSON::parse(&text)
}

pub(super) fn unreadable(what: &str, why: &str) -> JsValue {
    Error::usage("InvalidInput", format!("{what} can't be read: {why}")).into()
}
