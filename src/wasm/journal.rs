//! The journal's history for JavaScript.

use wasm_bindgen::prelude::*;

use super::value::raw;
use crate::release::journal::{self, HistoryOrder};

/// The runs of a journal's text, the newest first: `{ runs, total, verified?, error? }`. `asked` is JSON text:
/// `{ verify?, limit?, trimmed? }`.
///
/// # Errors
/// Throws `JournalTooNew` and `InvalidLimit` as plain data.
#[wasm_bindgen]
pub fn history(journal: &str, asked: &str) -> Result<JsValue, JsValue> {
    let asked = HistoryOrder::read(&raw(asked, "what is asked")?)?;
    js_sys::JSON::parse(&journal::history(journal, asked)?)
}
