//! Values across the boundary.
//!
//! What comes in is JSON text, read as [`Json`] alone: a value that is handed over as an object costs a call into the host
//! per key. What goes out is JSON text that the host parses, but for what is small: types then need one writer each.

use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::error::Error;
use crate::json::Json;
use crate::message::problem::BoundaryProblem;
pub(super) use crate::message::problem::boundary::Handed;

/// Reads JSON text, unknown keys included. What it can't read is the caller's mistake and is said as such.
pub(super) fn raw<'a>(text: &'a str, handed: Handed) -> Result<Json<'a>, JsValue> {
    Json::from_json(text).map_err(|why| unreadable(handed, Some(why)))
}

/// Gives plain objects, lists, strings and numbers.
pub(super) fn to_js<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    let text = serde_json::to_string(value).map_err(|error| unreadable(Handed::Result, Some(error.to_string())))?;
    js_sys::JSON::parse(&text)
}

/// The same for what is small and holds texts alone: without the way over text.
pub(super) fn small_to_js<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    let plain = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&plain).map_err(|error| unreadable(Handed::Result, Some(error.to_string())))
}

pub(super) fn unreadable(handed: Handed, reason: Option<String>) -> JsValue {
    Error::usage(BoundaryProblem::Unreadable { handed, reason }).into()
}
