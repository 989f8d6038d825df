//! Rollouts for JavaScript.

use wasm_bindgen::prelude::*;

use super::value::{Handed, raw, to_js, unreadable};
use crate::rollout::policy::Policy;
use crate::rollout::{self, Facts, Fold, guard};

/// The figures of one of the statistics (JSON text): `{ kind, … }`, as `guard` of js/rollout.js documents it.
///
/// # Errors
/// Throws `InvalidInput` as plain data.
#[wasm_bindgen(js_name = guardFigures)]
pub fn guard_figures(case: &str) -> Result<JsValue, JsValue> {
    to_js(&guard::figures_of(&raw(case, Handed::Inputs)?)?)
}

/// A policy (JSON text: the name of a preset, or a map) with every default filled in.
///
/// # Errors
/// Throws `InvalidRollout`, `UnknownInput` or `InvalidInput` as plain data, all mistakes at once.
#[wasm_bindgen(js_name = rolloutPolicy)]
pub fn rollout_policy(policy: &str) -> Result<JsValue, JsValue> {
    to_js(&Policy::read(&raw(policy, Handed::Inputs)?)?.canonical())
}

/// What a rollout does next, as `decide` of js/rollout.js documents it: `journal` is the text of its journal, `facts` JSON text,
/// `now` in seconds since 1970; `policy` (JSON text) replaces the journal's.
///
/// # Errors
/// Throws `InvalidInput` as plain data where the journal has no start, and what is wrong with the policy.
#[wasm_bindgen]
pub fn decide(policy: Option<String>, journal: &str, facts: &str, now: f64) -> Result<JsValue, JsValue> {
    let policy = policy.map(|policy| Ok::<_, JsValue>(Policy::read(&raw(&policy, Handed::Inputs)?)?)).transpose()?;
    let lines: Vec<&str> = journal.lines().collect();
    let mut fold = Fold::of(&lines).ok_or_else(|| unreadable(Handed::RolloutJournal, None))?;
    fold.policy = policy.unwrap_or(fold.policy);
    let facts = Facts::read(&raw(facts, Handed::Facts)?);
    to_js(&rollout::decide(&fold, &facts, now as u64))
}
