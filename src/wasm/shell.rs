//! What the shell asks before it acts.

use wasm_bindgen::prelude::*;

use super::value::{Handed, raw, to_js};
use crate::error::Error;
use crate::message::problem::JournalProblem;
use crate::message::problem::journal::Rests;
use crate::plan::file;
use crate::release::journal::existence;
use crate::release::{NEWEST_BYTES, Needs, Request};

/// What a request (`{ do, kind? }` as JSON text) needs: `{ inputs, packages, journal, rollout, localJournal, lock, takesOver }`, each true or false.
///
/// # Errors
/// Throws `InvalidOrder` as plain data.
#[wasm_bindgen(js_name = needsOf)]
pub fn needs_of(request: &str) -> Result<JsValue, JsValue> {
    let request = Request::read(raw(request, Handed::Request)?)?;
    to_js(&Needs::of(request.operation, request.kind))
}

/// Whether an order can be carried out where only the newest lines of the journal are kept: `resume`, `abort`, `undo`, or a
/// `rollback` with where it goes.
///
/// # Errors
/// Throws `StoreNeeded` as plain data where it rests on the whole journal.
#[wasm_bindgen(js_name = requireStore)]
pub fn require_store(order: &str, to: Option<String>) -> Result<(), JsValue> {
    match Rests::of(order, to.as_deref()) {
        Some(order) => Err(Error::refused(JournalProblem::StoreNeeded { order }).into()),
        None => Ok(()),
    }
}

/// How many bytes from the end of a journal a run needs.
#[wasm_bindgen(js_name = newestBytes)]
#[must_use]
pub fn newest_bytes() -> u32 {
    NEWEST_BYTES
}

/// What a line of a journal says of a function: `{ created, region, namespace, name }`, `created` false where it was deleted;
/// `null` where it says neither.
///
/// # Errors
/// Never; an exception here is a bug.
#[wasm_bindgen(js_name = existenceIn)]
pub fn existence_in(line: &str) -> Result<JsValue, JsValue> {
    #[derive(serde::Serialize)]
    struct Existence {
        created: bool,
        #[serde(flatten)]
        target: crate::scf::Target,
    }
    to_js(&existence(line).map(|(created, target)| Existence { created, target }))
}

/// The stage that a plan file is for; `undefined` where it names none, or can't be read.
#[wasm_bindgen(js_name = stageOfPlan)]
#[must_use]
pub fn stage_of_plan(text: &str) -> Option<String> {
    file::stage(text)
}
