//! A run that needs a person: under way, cut off, stopped or failed; and the commands that put an end to it.

use super::entry::{EndState, Object};
use super::history::asked_of;
use super::read::{Journal, Run};
use crate::json::Json;
use crate::text::command;
use crate::watch::Zone;

/// Whose the lock beside the journal is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// User, host and process.
    pub who: String,
    /// What it does.
    pub command: String,
    /// Since when, in milliseconds since 1970.
    pub since_ms: u64,
    /// Whether it is alive; `None` where that can't be told from here.
    pub alive: Option<bool>,
    /// Where the lock lies.
    pub file: Option<String>,
}

impl Holder {
    /// Of `{ who, command, since, alive?, file? }`; `None` for anything else.
    #[must_use]
    pub fn read(raw: &Json<'_>) -> Option<Self> {
        Some(Self {
            who: raw.text("who")?,
            command: raw.text("command").unwrap_or_default(),
            since_ms: raw.get("since").and_then(Json::whole).unwrap_or_default(),
            alive: match raw.get("alive") {
                Some(Json::Bool(alive)) => Some(*alive),
                _ => None,
            },
            file: raw.text("file"),
        })
    }
}

/// What a run that did not end as it was asked for may have left to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::release) struct Rest<'a> {
    /// As plans say it.
    pub(in crate::release) kind: &'a str,
    pub(in crate::release) stage: &'a str,
    /// It wrote an alias, or replaced code that users may be on.
    pub(in crate::release) shifted: bool,
}

impl Rest<'_> {
    /// The commands that end it.
    pub(in crate::release) fn ways(self) -> String {
        let goes_on = match self.kind {
            "deploy" | "rollback" | "abort" | "undo" => {
                [command("resume", self.stage).as_str(), " continues it"].concat()
            }
            _ => "the same command continues it".to_owned(),
        };
        let undoes = if matches!(self.kind, "rollback" | "abort" | "undo") {
            [command("abort", self.stage).as_str(), " does the same"].concat()
        } else if self.shifted {
            [command("abort", self.stage).as_str(), " puts back the traffic that it moved"].concat()
        } else {
            "it moved no traffic".to_owned()
        };
        let shows = [command("status", self.stage).as_str(), " shows what is there now"].concat();
        [goes_on.as_str(), &undoes, &shows].join("; ")
    }
}

/// The run of a journal that needs a person, as JSON text:
/// `{ state, kind, who?, since, when, run?, asked?, text, hint }`, or `null`. `lock` is `{ who, command, since, alive?, file? }`.
#[must_use]
pub fn pending(journal: &str, lock: &Json<'_>, zone: Zone) -> String {
    let journal = Journal::read(journal);
    let last = journal.runs.last();
    let holder = Holder::read(lock).filter(|holder| holder.alive != Some(false));
    if let Some(holder) = holder {
        let begun = last.filter(|run| run.end.is_none() && run.began_ms >= holder.since_ms);
        return under_way(&holder, begun, zone);
    }
    match last.and_then(|run| broke_off(run, zone)) {
        Some(text) => text,
        None => "null".to_owned(),
    }
}

fn under_way(holder: &Holder, run: Option<&Run>, zone: Zone) -> String {
    let Holder { who, command: kind, since_ms, alive, file } = holder;
    let sure = if alive.is_some() { "is" } else { "may be" };
    let text = format!("a run {sure} under way: {} by {who}, since {}", told(kind, run), zone.shown(since_ms / 1000));
    let gone = match (alive, file) {
        (None, Some(file)) => format!("; if that machine or container is gone, delete {file}"),
        _ => String::new(),
    };
    let stage = run.and_then(|run| run.begin.as_ref()).map_or("dev", |begin| begin.stage.as_str());
    let hint = format!("wait until it is over{gone}; {} takes over at once", command("rollback", stage));
    answer("underWay", kind, Some(who), (*since_ms, zone), run, (&text, &hint))
}

/// Of the last run, where something is left to do.
fn broke_off(run: &Run, zone: Zone) -> Option<String> {
    let (state, how) = match run.end.as_ref().map(|end| end.how) {
        None => ("cutOff", "was cut off"),
        Some(EndState::Stopped) => ("stopped", "was stopped"),
        Some(EndState::Failed) => ("failed", "failed"),
        Some(EndState::Done | EndState::PutBack) => return None,
    };
    let begin = run.begin.as_ref();
    let who = begin.and_then(|begin| begin.who.as_deref());
    let by = who.map(|who| [" by ", who].concat()).unwrap_or_default();
    let text =
        format!("the last run {how}: {}{by}, begun at {}", told(&run.kind, Some(run)), zone.shown(run.began_ms / 1000));
    let mut steps = run.functions.iter().flat_map(|function| &function.steps);
    let shifted = steps.any(|step| step.entry.recorded.is_some() || step.replaces_code());
    let stage = begin.map_or("dev", |begin| begin.stage.as_str());
    let hint = Rest { kind: &run.kind, stage, shifted }.ways();
    Some(answer(state, &run.kind, who, (run.began_ms, zone), Some(run), (&text, &hint)))
}

/// What a run does, in a phrase.
fn told(kind: &str, run: Option<&Run>) -> String {
    let asked = run.and_then(asked_of).filter(|asked| !asked.is_empty());
    asked.map_or_else(|| kind.to_owned(), |asked| format!("{kind} ({asked})"))
}

fn answer(
    state: &str,
    kind: &str,
    who: Option<&str>,
    (since_ms, zone): (u64, Zone),
    run: Option<&Run>,
    (text, hint): (&str, &str),
) -> String {
    let mut object = Object::new();
    object.text("state", state);
    object.text("kind", kind);
    object.some("who", who);
    object.number("since", since_ms);
    object.text("when", &zone.iso(since_ms / 1000));
    object.some("run", run.map(|run| run.id.as_str()));
    object.some("asked", run.and_then(asked_of).as_deref());
    object.text("text", text);
    object.text("hint", hint);
    object.0 + "}"
}
