//! The journal's history for JavaScript.

use wasm_bindgen::prelude::*;

use super::value::{Handed, raw, to_js, unreadable};
use crate::error::Error;
use crate::json::Json;
use crate::message::problem::JournalProblem;
use crate::release::journal::{self, Facts, HistoryOrder, Journal, LocalJournal, Owner, Scope, Workers};
use crate::release::{self, ImportOrder};
use crate::time::Zone;

/// The runs of a journal's text, the newest first: `{ runs, total, verified?, error? }`. `asked` is JSON text:
/// `{ verify?, limit?, trimmed?, offset? }`.
///
/// # Errors
/// Throws `JournalTooNew` and `InvalidLimit` as plain data.
#[wasm_bindgen]
pub fn history(journal: &str, asked: &str) -> Result<JsValue, JsValue> {
    let asked = HistoryOrder::read(&raw(asked, Handed::HistoryArgs)?)?;
    js_sys::JSON::parse(&journal::history(journal, asked)?)
}

/// The run of a journal that is under way or did not end as it was asked for, as JSON text, or `null`. `facts` (JSON text):
/// `{ now, alive: [[process, true or false]] }`, the store's clock in milliseconds since 1970 and what is known of the
/// processes of `atWork`. Times are told in the zone of so many minutes east of UTC.
///
/// # Errors
/// Throws where `facts` can't be read.
#[wasm_bindgen]
pub fn pending(journal: &str, facts: &str, minutes: f64) -> Result<String, JsValue> {
    Ok(journal::pending(journal, &Facts::read(&raw(facts, Handed::Facts)?), zone_of(minutes)))
}

/// The processes of runs in a journal that have begun to write and have not said that they ended, as JSON text: a list of
/// texts, for the store that they came from to look whether they are there.
///
/// # Errors
/// Never; an exception here is a bug.
#[wasm_bindgen(js_name = atWork)]
pub fn at_work(journal: &str) -> Result<JsValue, JsValue> {
    let workers = Workers::of(&Journal::read(journal));
    to_js(&workers.iter().filter_map(|run| run.process.as_deref()).collect::<Vec<_>>())
}

/// The functions that runs of a journal created and none deleted since, as JSON text: `[{ region, namespace, name }]`.
///
/// # Errors
/// Throws `JournalBroken` unless `force`, and `JournalTooNew`, as plain data.
#[wasm_bindgen]
pub fn created(journal: &str, force: bool) -> Result<JsValue, JsValue> {
    to_js(&Journal::read(journal).created(force)?)
}

/// The functions of one owner that runs of a journal created and none deleted since, as JSON text. `owner` (JSON text):
/// `{ known?, named, alone, shared }`; `known` are those that the host's own state says it created, `named` those of the
/// inputs, `alone` is true where nobody else writes to the journal, `shared` where it is no file of the checkout.
///
/// # Errors
/// Throws `JournalTooNew`, and `JournalBroken` unless `force`, as plain data.
#[wasm_bindgen]
pub fn owned(journal: &str, owner: &str, force: bool) -> Result<JsValue, JsValue> {
    let owner = Owner::read(&raw(owner, Handed::Owner)?).ok_or_else(|| unreadable(Handed::Owner, None))?;
    to_js(&Journal::read(journal).owned(&owner, force)?)
}

/// The order that takes up the last run of a journal, which broke off, as JSON text. `project`: its inputs, likewise.
/// `within`: `{ inputs?, stage?, region?, namespace? }`, whose functions are the only ones that may be moved; without inputs,
/// those that the journal names.
///
/// # Errors
/// Throws `NothingToResume`, `NotOfProject` and `JournalTooNew` as plain data.
#[wasm_bindgen]
pub fn resumption(journal: &str, project: &str, within: &str) -> Result<String, JsValue> {
    let scope = Scope::read(&raw(within, Handed::Inputs)?)?;
    Ok(Journal::read(journal).resumption(&raw(project, Handed::Inputs)?, &scope)?.to_json())
}

/// The order that gives each alias back what it said before a run of a journal, as JSON text: `run` is its id, or the
/// beginning of it; without it, the last run that moved traffic. `within` as for `resumption`.
///
/// # Errors
/// Throws `NothingToUndo`, `NotOfProject`, `UnknownRun` and `JournalTooNew` as plain data.
#[wasm_bindgen]
pub fn undoing(journal: &str, run: Option<String>, within: &str) -> Result<String, JsValue> {
    let scope = Scope::read(&raw(within, Handed::Inputs)?)?;
    Ok(Journal::read(journal).undoing(run.as_deref(), &scope)?.to_json())
}

/// The order that puts back what the last run of a journal, which broke off, had shifted, as JSON text. `within` as for
/// `resumption`.
///
/// # Errors
/// Throws `NothingToAbort`, `NotOfProject` and `JournalTooNew` as plain data.
#[wasm_bindgen]
pub fn abortion(journal: &str, within: &str) -> Result<String, JsValue> {
    let scope = Scope::read(&raw(within, Handed::Inputs)?)?;
    Ok(Journal::read(journal).abortion(&scope)?.to_json())
}

/// What a run must know of the journal on this machine beside a store that several machines use, as JSON text:
/// `{ file, runs, last }`; `undefined` where it has no runs. `file` is where it is, for people.
#[wasm_bindgen(js_name = localJournal)]
#[must_use]
pub fn local_journal(journal: &str, file: &str) -> Option<String> {
    LocalJournal::of(&Journal::read(journal), file).map(|local| local.json())
}

/// Refuses where runs of a journal on this machine (what `localJournal` gave) are not in the store that `journal` is the text of.
///
/// # Errors
/// Throws `UnimportedJournal` as plain data.
#[wasm_bindgen(js_name = requireImported)]
pub fn require_imported(journal: &str, local: &str) -> Result<(), JsValue> {
    let store = Journal::read(journal);
    match LocalJournal::read(&raw(local, Handed::Request)?).filter(|local| !local.is_in(&store)) {
        Some(local) => Err(local.missing_in(&store).into()),
        None => Ok(()),
    }
}

/// Whether a store, whose text is `journal`, has the runs of a journal on this machine (what `localJournal` gave).
///
/// # Errors
/// Throws where `local` can't be read.
#[wasm_bindgen(js_name = isImported)]
pub fn is_imported(journal: &str, local: &str) -> Result<bool, JsValue> {
    let local = LocalJournal::read(&raw(local, Handed::Request)?);
    Ok(local.is_some_and(|local| local.is_in(&Journal::read(journal))))
}

/// What is appended to a store, whose text is `store`, so that it has the runs of a journal: `{ runs, lines }`, without lines
/// where it has them. `order` is JSON text: `{ from, who?, appId?, force?, now, alive?, offset? }`.
///
/// # Errors
/// Throws `NothingToImport`, `StoreNotEmpty`, `Locked`, `OtherAccount`, `JournalBroken` and `JournalTooNew` as plain data.
#[wasm_bindgen]
pub fn importing(journal: &str, store: &str, order: &str, seed: f64) -> Result<JsValue, JsValue> {
    let order = ImportOrder::read(&raw(order, Handed::Request)?);
    to_js(&release::import(journal, store, &order, seed.to_bits())?)
}

/// Refuses what is about a store that several machines use, where none was named.
///
/// # Errors
/// Throws `StoreNeeded` as plain data.
#[wasm_bindgen(js_name = requireShared)]
pub fn require_shared(shared: bool) -> Result<(), JsValue> {
    if shared { Ok(()) } else { Err(Error::refused(JournalProblem::NoSharedStore).into()) }
}

/// What a journal holds: `{ id?, account?, region?, lines, runs, atWork }`. `facts` as for `pending`.
///
/// # Errors
/// Throws `JournalTooNew` as plain data.
#[wasm_bindgen(js_name = storeContent)]
pub fn store_content(journal: &str, facts: &str, minutes: f64) -> Result<JsValue, JsValue> {
    let facts = Facts::read(&raw(facts, Handed::Facts)?);
    to_js(&release::store_content(journal, &facts, zone_of(minutes))?)
}

pub(super) fn zone_of(minutes: f64) -> Zone {
    Zone::read(Some(&Json::Number(minutes.to_string().into())))
}
