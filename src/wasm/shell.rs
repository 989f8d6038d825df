//! What the shell asks before it acts.

use wasm_bindgen::prelude::*;

use super::journal::zone_of;
use super::release::time;
use super::value::{raw, to_js, unreadable};
use crate::release::journal::{Holder, existence};
use crate::release::{Needs, Order, locked, plan_file};

/// What a request (`{ do, kind? }` as JSON text) needs: `{ inputs, packages, journal, lock, takesOver }`, each true or false.
///
/// # Errors
/// Throws `InvalidOrder` as plain data.
#[wasm_bindgen(js_name = needsOf)]
pub fn needs_of(request: &str) -> Result<JsValue, JsValue> {
    let order = Order::read(raw(request, "the request")?)?;
    to_js(&Needs::of(order.what, order.kind))
}

/// The error of a run that may not begin, since another one has the lock: `{ who, command, since, alive?, file? }` as JSON
/// text. Times are told in the zone of so many minutes east of UTC.
///
/// # Errors
/// Throws where `holder` can't be read.
#[wasm_bindgen(js_name = lockedBy)]
pub fn locked_by(holder: &str, now_ms: f64, minutes: f64) -> Result<JsValue, JsValue> {
    let holder = Holder::read(&raw(holder, "the lock")?).ok_or_else(|| unreadable("the lock", "it names nobody"))?;
    Ok(locked(&holder, time(now_ms), zone_of(minutes)).into())
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
pub fn stage_of_plan(file: &str) -> Option<String> {
    plan_file::stage(file)
}
