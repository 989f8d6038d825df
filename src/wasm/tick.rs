//! What the shell of a rollout asks the module: lines of journals, looks and requests are JSON text.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::journal::zone_of;
use super::value::{Handed, raw, to_js};
use crate::desired::alias_name;
use crate::error::Error;
use crate::json::Json;
use crate::message::problem::RolloutOrderProblem;
use crate::release::{self, journal::Journal};
use crate::rollout::policy::Policy;
use crate::rollout::{
    Fold, Ground, about, agent, lacks, of_replay, of_start, of_tick, orders, recorded, report, source, start, tick,
    undo,
};

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates, and times before 1970 are none"
)]
pub(super) const fn seconds(ms: f64) -> u64 {
    (ms / 1000.0) as u64
}

/// A rollout's journal, as far as it says what it is about.
pub(super) fn read(journal: &str) -> Result<(Ground, Fold), Error> {
    let lines: Vec<&str> = journal.lines().collect();
    let both = Ground::of(&lines).zip(Fold::of(&lines));
    both.ok_or_else(|| Error::refused(RolloutOrderProblem::None))
}

pub(super) fn texts(list: &Json<'_>) -> Vec<String> {
    match list {
        Json::List(items) => items.iter().filter_map(Json::to_text).collect(),
        _ => Vec::new(),
    }
}

/// The id of the newest rollout of which a stage's journal has a run.
#[wasm_bindgen(js_name = newestRollout)]
#[must_use]
pub fn newest_rollout(journal: &str) -> Option<String> {
    Journal::read(journal).newest_rollout().map(str::to_owned)
}

/// The ids of the newest rollouts of which a stage's journal has a run (a list of text), the newest first.
///
/// # Errors
/// None that is known.
#[wasm_bindgen(js_name = newestRollouts)]
pub fn newest_rollouts(journal: &str, most: usize) -> Result<JsValue, JsValue> {
    let journal = Journal::read(journal);
    let mut ids: Vec<&str> = Vec::new();
    for id in journal.rollouts() {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids.truncate(most);
    to_js(&ids)
}

/// Refuses a start where another rollout, whose journal this is, has not ended.
///
/// # Errors
/// Throws `RolloutInProgress` as plain data.
#[wasm_bindgen(js_name = requireEnded)]
pub fn require_ended(journal: &str, minutes: f64) -> Result<(), JsValue> {
    let lines: Vec<&str> = journal.lines().collect();
    let Some(fold) = Fold::of(&lines).filter(|fold| !fold.state.ended()) else { return Ok(()) };
    Err(orders::in_progress(&lines, &fold, zone_of(minutes)).into())
}

/// Whether inputs (JSON text) begin a rollout when they are deployed.
///
/// # Errors
/// Throws where they are no JSON.
#[wasm_bindgen(js_name = beginsRollout)]
pub fn begins_rollout(inputs: &str) -> Result<bool, JsValue> {
    Ok(release::begins_rollout(&raw(inputs, Handed::Inputs)?))
}

/// The inputs of a project that do not count beside those that were typed (JSON text), by name.
///
/// # Errors
/// Throws where they are no JSON.
#[wasm_bindgen(js_name = displacedInputs)]
pub fn displaced_inputs(typed: &str) -> Result<Vec<String>, JsValue> {
    Ok(release::displaced(&raw(typed, Handed::Inputs)?).iter().map(ToString::to_string).collect())
}

/// The functions of a look, where all of them can be compared: the request that looks at the day before. `replace_rules` (JSON
/// text): what the inputs say of rules that are there.
///
/// # Errors
/// Throws `AliasNotFound`, `NotComparable` and `RulesInTheWay`, of all functions at once, as plain data.
#[wasm_bindgen(js_name = beforeRollout)]
pub fn before_rollout(
    policy: &str,
    look: &str,
    alias: Option<String>,
    replace_rules: Option<String>,
    now_ms: f64,
) -> Result<String, JsValue> {
    let policy = Policy::read(&raw(policy, Handed::Inputs)?)?;
    let replaces = replace_rules.map(|said| raw(&said, Handed::Inputs).map(|said| said.truth())).transpose()?;
    let replaces = replaces.flatten().unwrap_or(false);
    let ground = start::ground(&raw(look, Handed::Facts)?, &policy, &alias_name(alias)?, replaces)?;
    Ok(of_start(&ground, &policy, seconds(now_ms)).to_json())
}

/// The request of the look at what functions served since then (seconds since 1970), for a rehearsal. `look` (JSON text): at the
/// functions.
///
/// # Errors
/// Throws `InvalidAlias`, as plain data.
#[wasm_bindgen(js_name = beforeReplay)]
pub fn before_replay(look: &str, alias: Option<String>, since: f64) -> Result<String, JsValue> {
    let alias = alias_name(alias)?;
    Ok(of_replay(&raw(look, Handed::Facts)?, &alias, seconds(since * 1000.0)).to_json())
}

/// The minutes that such a look recorded: `[{ key, minutes: [calls, bad calls][] }]`.
///
/// # Errors
/// Throws where it is no JSON.
#[wasm_bindgen(js_name = recordedMinutes)]
pub fn recorded_minutes(look: &str) -> Result<JsValue, JsValue> {
    to_js(&recorded(&raw(look, Handed::Facts)?))
}

/// The first line of a rollout's journal. `look`: at the day before, with `source: { named, outcomes }` where a server was asked. `about`: `{ id, who, warm? }`.
///
/// # Errors
/// As `beforeRollout`.
#[wasm_bindgen(js_name = rolloutStart)]
pub fn rollout_start(
    policy: &str,
    look: &str,
    alias: Option<String>,
    about: &str,
    now_ms: f64,
) -> Result<String, JsValue> {
    let policy = Policy::read(&raw(policy, Handed::Inputs)?)?;
    let look = raw(look, Handed::Facts)?;
    let about = raw(about, Handed::Request)?;
    let ground = start::ground(&look, &policy, &alias_name(alias)?, false)?;
    let look = source::Question::of_start(&ground, &policy, seconds(now_ms)).with_minutes(look);
    Ok(start::line(&ground, &policy, &look, (&about, seconds(now_ms))))
}

/// The address of the server that a policy takes its figures from, as it is written there.
///
/// # Errors
/// Throws what is wrong with the policy, as plain data.
#[wasm_bindgen(js_name = sourceAddress)]
pub fn source_address(policy: &str) -> Result<Option<String>, JsValue> {
    Ok(source::written_address(&Policy::read(&raw(policy, Handed::Inputs)?)?).map(str::to_owned))
}

/// Refuses a policy whose server for figures is not among the addresses that a person named.
///
/// # Errors
/// Throws `UntrustedHost`, and what is wrong with the policy, as plain data.
#[wasm_bindgen(js_name = requireSource)]
pub fn require_source(policy: &str, named: Vec<String>) -> Result<(), JsValue> {
    Ok(source::require_named(&Policy::read(&raw(policy, Handed::Inputs)?)?, &named)?)
}

/// The requests that ask a server for the figures of a tick; none where no server has them.
///
/// # Errors
/// As `rolloutLook`.
#[wasm_bindgen(js_name = rolloutSource)]
pub fn rollout_source(journal: &str, named: Vec<String>, now_ms: f64) -> Result<JsValue, JsValue> {
    let (ground, fold) = read(journal)?;
    to_js(&source::Question::of_tick(&ground, &fold, seconds(now_ms)).asks(&named))
}

/// The same of the day before a rollout, of the functions of a look.
///
/// # Errors
/// As `beforeRollout`.
#[wasm_bindgen(js_name = sourceBefore)]
pub fn source_before(
    policy: &str,
    look: &str,
    alias: Option<String>,
    named: Vec<String>,
    now_ms: f64,
) -> Result<JsValue, JsValue> {
    let policy = Policy::read(&raw(policy, Handed::Inputs)?)?;
    let ground = start::ground(&raw(look, Handed::Facts)?, &policy, &alias_name(alias)?, false)?;
    to_js(&source::Question::of_start(&ground, &policy, seconds(now_ms)).asks(&named))
}

/// What a look at a rollout takes: `{ request, zones, secrets, ended }`. `secrets` are the addresses, secrets and commands of its
/// policy, as the journal has them.
///
/// # Errors
/// Throws `RolloutNotFound` where the journal does not say what it is about.
#[wasm_bindgen(js_name = rolloutLook)]
pub fn rollout_look(journal: &str, now_ms: f64) -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    struct Asks<'a> {
        request: Json<'a>,
        zones: Vec<&'a str>,
        secrets: Vec<String>,
        ended: bool,
    }
    let (ground, fold) = read(journal)?;
    let request = of_tick(&ground, &fold, seconds(now_ms));
    let zones = fold.policy.windows.iter().map(|window| window.zone.as_str()).collect();
    let secrets = fold.policy.secrets().into_iter().map(|(_, secret)| secret.kept()).collect();
    to_js(&Asks { request, zones, secrets, ended: fold.state.ended() })
}

/// What is not known here of what carries out an order (its `do`), or a look where there is none. `named`: servers that were
/// named here. `besides`: `{ missing?, commands? }`.
///
/// # Errors
/// As `rolloutLook`.
#[wasm_bindgen(js_name = rolloutLacks)]
pub fn rollout_lacks(
    journal: &str,
    order: Option<String>,
    named: Vec<String>,
    besides: &str,
) -> Result<JsValue, JsValue> {
    let (_, fold) = read(journal)?;
    let besides = raw(besides, Handed::Facts)?;
    let missing = besides.get("missing").map(texts).unwrap_or_default();
    let commands = besides.get("commands") == Some(&Json::Bool(true));
    to_js(&lacks(&fold, order.as_deref(), &named, &missing, commands))
}

/// What a tick comes to: `{ decision, line, request?, hook?, confirm, more }`. `besides`: `{ zones?, missing?, commands?, who? }`. A look has
/// `source: { named, outcomes }` where a server was asked.
///
/// # Errors
/// As `rolloutLook`.
#[wasm_bindgen(js_name = rolloutTick)]
pub fn rollout_tick(journal: &str, look: &str, besides: &str, now_ms: f64) -> Result<JsValue, JsValue> {
    let (ground, fold) = read(journal)?;
    let look = source::Question::of_tick(&ground, &fold, seconds(now_ms)).with_minutes(raw(look, Handed::Facts)?);
    to_js(&tick::tick(&ground, &fold, (&look, &raw(besides, Handed::Facts)?), seconds(now_ms)))
}

/// The agent of a log, as js/agent/ works with it: `{ standing, inputs }`. `asked`: `{ log, store, region, role?, language,
/// endpoint?, insecure?, version }`; `found`: the answer of `GetFunction`, with the triggers of `ListTriggers`, or `null`.
///
/// # Errors
/// Throws `AgentNeedsBucket` or `NotTheAgent` as plain data.
#[wasm_bindgen(js_name = rolloutAgent)]
pub fn rollout_agent(asked: &str, found: &str) -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    struct Both {
        standing: agent::Standing,
        inputs: Json<'static>,
    }
    let agent = agent::Agent::read(&raw(asked, Handed::Request)?)?;
    let standing = agent.standing(&raw(found, Handed::Facts)?)?;
    to_js(&Both { standing, inputs: agent.inputs() })
}

/// The function's name, before it is known whether there is one.
///
/// # Errors
/// As `rolloutAgent`.
#[wasm_bindgen(js_name = rolloutAgentName)]
pub fn rollout_agent_name(asked: &str) -> Result<String, JsValue> {
    Ok(agent::Agent::read(&raw(asked, Handed::Request)?)?.name())
}

/// The line that says that a decision was carried out. `act`: its `do`; `run` (JSON text): what came of its request.
///
/// # Errors
/// Throws where `run` is no JSON.
#[wasm_bindgen(js_name = rolloutDone)]
pub fn rollout_done(act: &str, run: &str, now_ms: f64) -> Result<String, JsValue> {
    Ok(tick::done(act, &raw(run, Handed::Facts)?, seconds(now_ms)))
}

/// A rollout by its journal: its steps, its functions, where it stands. `missing` (a list as JSON text): addresses and secrets that
/// are not known here.
///
/// # Errors
/// As `rolloutLook`.
#[wasm_bindgen(js_name = rolloutAbout)]
pub fn rollout_about(journal: &str, missing: &str, minutes: f64) -> Result<JsValue, JsValue> {
    let (ground, fold) = read(journal)?;
    let missing = texts(&raw(missing, Handed::Facts)?);
    let lines: Vec<&str> = journal.lines().collect();
    to_js(&about::about(&lines, &ground, &fold, &missing, zone_of(minutes)))
}

/// A rollout with all that its journal knows: figures, evidence, decisions, who looked last.
///
/// # Errors
/// As `rolloutLook`.
#[wasm_bindgen(js_name = rolloutReport)]
pub fn rollout_report(journal: &str, minutes: f64) -> Result<JsValue, JsValue> {
    let (ground, fold) = read(journal)?;
    let lines: Vec<&str> = journal.lines().collect();
    to_js(&report::report(&lines, &ground, &fold, zone_of(minutes)))
}

/// The request that takes a rollout back that is over, as `rollouts.undo` documents it.
///
/// # Errors
/// Throws `RolloutInProgress`, and as `rolloutLook`, as plain data.
#[wasm_bindgen(js_name = rolloutUndo)]
pub fn rollout_undo(journal: &str, to: Option<String>, minutes: f64) -> Result<JsValue, JsValue> {
    let (ground, fold) = read(journal)?;
    let lines: Vec<&str> = journal.lines().collect();
    to_js(&undo(&lines, (&ground, &fold), to.as_deref(), zone_of(minutes))?)
}

/// The line of what a person asks: `{ do, who, step?, gate?, full?, overGuard?, reason?, adopt?, keep? }`.
///
/// # Errors
/// Throws why it is refused, as plain data.
#[wasm_bindgen(js_name = rolloutOrder)]
pub fn rollout_order(journal: &str, order: &str, look: &str, now_ms: f64) -> Result<String, JsValue> {
    let (ground, fold) = read(journal)?;
    let order = raw(order, Handed::Request)?;
    Ok(orders::order(&ground, &fold, &order, &raw(look, Handed::Facts)?, seconds(now_ms))?)
}
