//! A run that needs a person: under way, cut off, stopped or failed; and the commands that put an end to it.

use super::at_work::{AtWork, Workers};
use super::history::asked_of;
use super::object::Object;
use super::read::{Journal, Run};
use crate::json::Json;
use crate::message::history::{NotFinished, Pending};
use crate::message::{EndState, Hint, Ways};
use crate::time::Zone;

/// Whose the turn at the journal is.
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
    /// How long its turn lasts if it says nothing more, in milliseconds.
    pub left_ms: u64,
}

impl Holder {
    /// Of a run, at a time of the store's clock.
    #[must_use]
    pub fn of(run: &AtWork, alive: Option<bool>, now_ms: u64) -> Self {
        Self {
            who: run.who.clone().unwrap_or_default(),
            command: run.kind.clone(),
            since_ms: run.since_ms,
            alive,
            left_ms: run.over_ms().saturating_sub(now_ms),
        }
    }

    /// The seconds after which its turn is over if it is gone, where it may be.
    #[must_use]
    pub fn seconds_left(&self) -> Option<u64> {
        self.alive.is_none().then(|| self.left_ms.div_ceil(1000))
    }
}

/// What a shell knows of those who are at work.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// What the store's clock says, in milliseconds since 1970.
    pub now_ms: u64,
    /// Processes, and whether they are there.
    pub alive: Vec<(String, bool)>,
}

impl Facts {
    /// Of `{ now, alive: [[process, true or false]] }`.
    #[must_use]
    pub fn read(raw: &Json<'_>) -> Self {
        let known = |item: &Json<'_>| match item {
            Json::List(pair) => match pair.as_slice() {
                [Json::Text(process), Json::Bool(alive)] => Some((process.to_string(), *alive)),
                _ => None,
            },
            _ => None,
        };
        Self {
            now_ms: raw.get("now").and_then(Json::whole).unwrap_or_default(),
            alive: match raw.get("alive") {
                Some(Json::List(items)) => items.iter().filter_map(known).collect(),
                _ => Vec::new(),
            },
        }
    }

    /// Whether a run is at work: as far as that can be told, and its time is not over.
    pub(in crate::release) fn holder(&self, run: &AtWork) -> Option<Holder> {
        let known = self.alive.iter().find(|(process, _)| Some(process) == run.process.as_ref());
        let alive = known.map(|(_, alive)| *alive);
        (run.over_ms() > self.now_ms && alive != Some(false)).then(|| Holder::of(run, alive, self.now_ms))
    }
}

/// What ends a run of this kind that did not end as it was asked for. `shifted`: it wrote an alias, or replaced code that
/// users may be on.
pub(in crate::release) fn ways(kind: &str, stage: &str, shifted: bool) -> Ways {
    let back = matches!(kind, "rollback" | "abort" | "undo");
    Ways { resumes: back || kind == "deploy", back, shifted, stage: stage.to_owned() }
}

/// The run of a journal that needs a person, as JSON text:
/// `{ state, kind, who?, since, when, run?, asked?, text, hint }`, or `null`.
#[must_use]
pub fn pending(journal: &str, facts: &Facts, zone: Zone) -> String {
    let journal = Journal::read(journal);
    let last = journal.runs.last();
    let workers = Workers::of(&journal);
    if let Some((run, holder)) = workers.iter().find_map(|run| Some((run, facts.holder(run)?))) {
        let begun = journal.runs.iter().rfind(|known| known.id == run.run);
        return under_way(&holder, begun, zone);
    }
    match last.and_then(|run| broke_off(run, zone)) {
        Some(text) => text,
        None => "null".to_owned(),
    }
}

fn under_way(holder: &Holder, run: Option<&Run>, zone: Zone) -> String {
    let Holder { who, command: kind, since_ms, alive, .. } = holder;
    let stage = run.and_then(|run| run.begin.as_ref()).map_or("dev", |begin| begin.stage.as_str()).to_owned();
    let pending = Pending::UnderWay {
        sure: alive.is_some(),
        command: kind.clone(),
        asked: run.and_then(asked_of),
        who: who.clone(),
        since: zone.shown(since_ms / 1000),
    };
    let hint = Hint::WaitForRun { stage, seconds: holder.seconds_left() };
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
