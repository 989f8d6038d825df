//! Rollouts for JavaScript.

use wasm_bindgen::prelude::*;

use super::tick::texts;
use super::value::{Handed, raw, to_js, unreadable};
use crate::json::Json;
use crate::rollout::policy::Policy;
use crate::rollout::power::{self, Traffic};
use crate::rollout::{self, Facts, Fold, figure, guard, pair, replay};

/// The figures of one of the statistics (JSON text): `{ kind, … }`, as `guard` of js/rollout.js documents it.
///
/// # Errors
/// Throws `InvalidInput` as plain data.
#[wasm_bindgen(js_name = guardFigures)]
pub fn guard_figures(case: &str) -> Result<JsValue, JsValue> {
    to_js(&guard::figures_of(&raw(case, Handed::Inputs)?)?)
}

/// A policy (JSON text: the name of a preset, or a map) with every default filled in. `unknown` (a list as JSON text): time zones
/// that the host does not know.
///
/// # Errors
/// Throws `InvalidRollout`, `UnknownInput` or `InvalidInput` as plain data, all mistakes at once.
#[wasm_bindgen(js_name = rolloutPolicy)]
pub fn rollout_policy(policy: &str, unknown: &str) -> Result<JsValue, JsValue> {
    let policy = Policy::read(&raw(policy, Handed::Inputs)?)?;
    policy.knows_zones(&texts(&raw(unknown, Handed::Facts)?))?;
    to_js(&policy.canonical())
}

/// What a rollout does next, as `decide` of js/rollout.js documents it: `journal` is the text of its journal in UTF-8,
/// `facts` JSON text, `now` in seconds since 1970; `policy` (JSON text) replaces the journal's.
///
/// # Errors
/// Throws `InvalidInput` as plain data where the journal has no start, and what is wrong with the policy.
#[wasm_bindgen]
pub fn decide(policy: Option<String>, journal: &[u8], facts: &str, now: f64) -> Result<JsValue, JsValue> {
    let policy = policy.map(|policy| Ok::<_, JsValue>(Policy::read(&raw(&policy, Handed::Inputs)?)?)).transpose()?;
    let unread = |why: std::str::Utf8Error| unreadable(Handed::RolloutJournal, Some(why.to_string()));
    let lines: Vec<&str> = std::str::from_utf8(journal).map_err(unread)?.lines().collect();
    let mut fold = Fold::of(&lines).ok_or_else(|| unreadable(Handed::RolloutJournal, None))?;
    fold.policy = policy.unwrap_or(fold.policy);
    let facts = Facts::read(&raw(facts, Handed::Facts)?);
    to_js(&rollout::decide(&fold, &facts, now as u64))
}

/// What a policy can see with some traffic, as `rolloutPower` of js/rollout.js documents it. `traffic` (JSON text):
/// `{ rate, base, phi?, seed? }`, or `{ minutes, seed? }`: recorded ones, `[calls, bad calls]`, one after the other.
///
/// # Errors
/// Throws what is wrong with the policy, as plain data.
#[wasm_bindgen(js_name = rolloutPower)]
pub fn rollout_power(policy: &str, traffic: &str) -> Result<JsValue, JsValue> {
    let policy = Policy::read(&raw(policy, Handed::Inputs)?)?;
    let asked = raw(traffic, Handed::Inputs)?;
    let number = |key: &str, usual: f64| asked.get(key).and_then(figure).unwrap_or(usual);
    let traffic = match asked.get("minutes") {
        Some(Json::List(minutes)) => Traffic::of_minutes(&minutes.iter().filter_map(pair).collect::<Vec<_>>()),
        _ => Traffic { rate: number("rate", 0.0), base: number("base", 0.0).min(1.0), phi: number("phi", 1.0) },
    };
    let steps = power::power(&policy, traffic, asked.get("seed").and_then(Json::whole).unwrap_or(1));
    to_js(&power::Report { advice: power::advice(&policy, &steps), steps })
}

/// A policy rehearsed on minutes of stable, as `rolloutReplay` of js/rollout.js documents it. `minutes` (JSON text): a list of
/// `[calls, bad calls]`, or `{ rate, base, outage?, clusters?, most? }` of minutes that are made up; `asked`:
/// `{ runs?, seed?, times? }`.
///
/// # Errors
/// Throws what is wrong with the policy, as plain data.
#[wasm_bindgen(js_name = rolloutReplay)]
pub fn rollout_replay(policy: &str, minutes: &str, asked: &str) -> Result<JsValue, JsValue> {
    let policy = Policy::read(&raw(policy, Handed::Inputs)?)?;
    let (minutes, asked) = (raw(minutes, Handed::Inputs)?, raw(asked, Handed::Inputs)?);
    to_js(&replay::of_json(&policy, &minutes, &asked))
}
