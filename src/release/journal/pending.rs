//! A run that needs a person: under way, cut off, stopped or failed; and the commands that put an end to it.

use super::entry::Object;
use super::history::asked_of;
use super::read::{Journal, Run};
use crate::json::Json;
use crate::message::history::{NotFinished, Pending};
use crate::message::{EndState, Hint, Ways};
use crate::time::Zone;

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

/// What ends a run of this kind that did not end as it was asked for. `shifted`: it wrote an alias, or replaced code that
/// users may be on.
pub(in crate::release) fn ways(kind: &str, stage: &str, shifted: bool) -> Ways {
    let back = matches!(kind, "rollback" | "abort" | "undo");
    Ways { resumes: back || kind == "deploy", back, shifted, stage: stage.to_owned() }
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
    let stage = run.and_then(|run| run.begin.as_ref()).map_or("dev", |begin| begin.stage.as_str()).to_owned();
    let pending = Pending::UnderWay {
        sure: alive.is_some(),
        command: kind.clone(),
        asked: run.and_then(asked_of),
        who: who.clone(),
        since: zone.shown(since_ms / 1000),
    };
    let hint = Hint::WaitForRun { stage, file: file.clone().filter(|_| alive.is_none()) };
    answer("underWay", kind, Some(who), (*since_ms, zone), run, (&pending, hint))
}

/// Of the last run, where something is left to do.
fn broke_off(run: &Run, zone: Zone) -> Option<String> {
    let (state, how) = match run.end.as_ref().map(|end| end.how) {
        None => ("cutOff", NotFinished::CutOff),
        Some(EndState::Stopped) => ("stopped", NotFinished::Stopped),
        Some(EndState::Failed) => ("failed", NotFinished::Failed),
        Some(EndState::Done | EndState::PutBack) => return None,
    };
    let begin = run.begin.as_ref();
    let who = begin.and_then(|begin| begin.who.as_deref());
    let pending = Pending::Last {
        how,
        command: run.kind.clone(),
        asked: asked_of(run),
        who: who.map(str::to_owned),
        began: zone.shown(run.began_ms / 1000),
    };
    let mut steps = run.functions.iter().flat_map(|function| &function.steps);
    let shifted = steps.any(|step| step.entry.recorded.is_some() || step.replaces_code());
    let stage = begin.map_or("dev", |begin| begin.stage.as_str());
    let hint = Hint::Ways(ways(&run.kind, stage, shifted));
    Some(answer(state, &run.kind, who, (run.began_ms, zone), Some(run), (&pending, hint)))
}

fn answer(
    state: &str,
    kind: &str,
    who: Option<&str>,
    (since_ms, zone): (u64, Zone),
    run: Option<&Run>,
    (pending, hint): (&Pending, Hint),
) -> String {
    let mut object = Object::new();
    object.text("state", state);
    object.text("kind", kind);
    object.some("who", who);
    object.number("since", since_ms);
    object.text("when", &zone.iso(since_ms / 1000));
    object.some("run", run.map(|run| run.id.as_str()));
    object.some("asked", run.and_then(asked_of).map(|asked| asked.shown()).as_deref());
    object.text("text", &pending.shown());
    object.text("hint", &hint.shown());
    object.0 + "}"
}
