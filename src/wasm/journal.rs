//! The journal's history for JavaScript.

use wasm_bindgen::prelude::*;

use super::value::raw;
use crate::raw::Raw;
use crate::release::journal::{self, HistoryOrder, Journal};
use crate::watch::Zone;

/// The runs of a journal's text, the newest first: `{ runs, total, verified?, error? }`. `asked` is JSON text:
/// `{ verify?, limit?, trimmed?, offset? }`.
///
/// # Errors
/// Throws `JournalTooNew` and `InvalidLimit` as plain data.
#[wasm_bindgen]
pub fn history(journal: &str, asked: &str) -> Result<JsValue, JsValue> {
    let asked = HistoryOrder::read(&raw(asked, "what is asked")?)?;
    js_sys::JSON::parse(&journal::history(journal, asked)?)
}

/// A time in milliseconds since 1970, for people, in the zone of so many minutes east of UTC.
#[wasm_bindgen(js_name = timeIn)]
#[must_use]
pub fn time_in(ms: f64, minutes: f64) -> String {
    let minutes = Raw::Number(minutes.to_string().into());
    Zone::read(Some(&minutes)).shown(super::release::time(ms) / 1000)
}

/// The order that takes up the last run of a journal, which broke off, as JSON text. `project`: its inputs, likewise.
///
/// # Errors
/// Throws `NothingToResume` and `JournalTooNew` as plain data.
#[wasm_bindgen]
pub fn resumption(journal: &str, project: &str) -> Result<String, JsValue> {
    Ok(Journal::read(journal).resumption(&raw(project, "the inputs")?)?.to_json())
}

/// The order that puts back what the last run of a journal, which broke off, had shifted, as JSON text.
///
/// # Errors
/// Throws `NothingToAbort` and `JournalTooNew` as plain data.
#[wasm_bindgen]
pub fn abortion(journal: &str) -> Result<String, JsValue> {
    Ok(Journal::read(journal).abortion()?.to_json())
}
