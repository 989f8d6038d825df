//! Hooks and notices of rollouts: what is sent, and what came of it.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::tick::{read, seconds};
use super::value::{Handed, raw, to_js};
use crate::rollout::policy::Policy;
use crate::rollout::{hooks, outbox, signed};

/// Refuses a policy (JSON text) of a project's file that names a server, a secret or a command in plain text.
///
/// # Errors
/// Throws `UntrustedHost` as plain data, all of them at once; what is wrong with the policy.
#[wasm_bindgen(js_name = checkRolloutFile)]
pub fn check_rollout_file(policy: &str) -> Result<(), JsValue> {
    Ok(Policy::read(&raw(policy, Handed::Inputs)?)?.of_a_file()?)
}

/// The addresses, secrets and commands of a policy (JSON text) that it names in plain text: `[[digest, text]]`, so that whoever
/// gave the policy finds them by what the journal has.
///
/// # Errors
/// Throws what is wrong with the policy, as plain data.
#[wasm_bindgen(js_name = rolloutSecrets)]
pub fn rollout_secrets(policy: &str) -> Result<JsValue, JsValue> {
    let policy = Policy::read(&raw(policy, Handed::Inputs)?)?;
    let plain = policy.secrets().into_iter().filter(|(_, secret)| secret.is_plain());
    to_js(&plain.map(|(_, secret)| (secret.kept(), secret.text())).collect::<Vec<_>>())
}

/// The line that says what came of asking a hook, where it is being asked still. `question` (JSON text): `{ at, step, hook }`.
///
/// # Errors
/// Throws `RolloutNotFound` where the journal does not say what it is about.
#[wasm_bindgen(js_name = rolloutAnswer)]
pub fn rollout_answer(journal: &str, question: &str, came: &str, now_ms: f64) -> Result<Option<String>, JsValue> {
    let (_, fold) = read(journal)?;
    let question = raw(question, Handed::Facts)?;
    Ok(hooks::answer(&fold, &question, &raw(came, Handed::Facts)?, seconds(now_ms)))
}

/// A request that is signed as `webhook-signature` has it: `{ url, headers, body }`.
///
/// # Errors
/// None: what it gives can always be written.
#[wasm_bindgen(js_name = signedRequest)]
pub fn signed_request(
    url: &str,
    secret: Option<String>,
    id: &str,
    body: String,
    now_ms: f64,
) -> Result<JsValue, JsValue> {
    to_js(&signed(url, secret.as_deref(), id, body, seconds(now_ms)))
}

/// The notices that are to be sent now: `[{ event, notice, url, secret? }]`, addresses and secrets as the journal has them.
///
/// # Errors
/// As `rolloutAnswer`.
#[wasm_bindgen(js_name = rolloutDue)]
pub fn rollout_due(journal: &str, now_ms: f64) -> Result<JsValue, JsValue> {
    let (_, fold) = read(journal)?;
    to_js(&outbox::due(&fold, seconds(now_ms)))
}

/// A notice as it is sent: `{ url, headers, body }`. `notice`: `[event, notice]`, both as `rolloutDue` counts them.
///
/// # Errors
/// As `rolloutAnswer`.
#[wasm_bindgen(js_name = rolloutLetter)]
pub fn rollout_letter(
    journal: &str,
    event: usize,
    notice: usize,
    url: &str,
    secret: Option<String>,
    now_ms: f64,
) -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    struct Ready {
        #[serde(skip_serializing_if = "Option::is_none")]
        letter: Option<crate::rollout::Letter>,
    }
    let (ground, fold) = read(journal)?;
    let letter = outbox::letter(&ground, &fold, (event, notice), (url, secret.as_deref()), seconds(now_ms));
    to_js(&Ready { letter })
}

/// The line that says what was sent; nothing where nothing was. `results` (JSON text): `[{ event, notice, status?, text? }]`.
///
/// # Errors
/// As `rolloutAnswer`.
#[wasm_bindgen(js_name = rolloutSent)]
pub fn rollout_sent(journal: &str, results: &str, now_ms: f64) -> Result<Option<String>, JsValue> {
    let (_, fold) = read(journal)?;
    Ok(outbox::line(&fold, &raw(results, Handed::Facts)?, seconds(now_ms)))
}
