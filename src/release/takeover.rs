//! One run at a time: what a run does that another one took over from, and what the one does that took over.
//!
//! The shell keeps the lock and checks it before each entry and each writing call; what follows is decided here. Whoever
//! was taken over writes nothing more. A call that it had sent before may still arrive, so a rollback that took over looks
//! again when that can't be any more.

use super::effect::{Effect, Progress};
use super::retry::CALL_TIMEOUT_MS;
use super::table::Event;
use super::task::{Purpose, StepRun, Task};
use super::{NOBODY, Release};
use crate::error::Error;
use crate::json::Json;
use crate::message::StepText;
use crate::plan::{Action, FunctionPlan, Goal, Mark, Note, Record, Step, Users};
use crate::routing::Routing;
use crate::watch::Zone;

/// From whom this run took the lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TookOver {
    /// User, host and process.
    pub who: String,
    /// Since when it was theirs, in milliseconds since 1970.
    pub since_ms: u64,
    /// Whether that run may be under way still.
    pub living: bool,
}

/// Whether a run that took over has looked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// It has, or need not.
    No,
    /// It is to, when its own steps are over.
    Due,
    /// It waits for the other run's calls to be over.
    Waiting,
}

impl TookOver {
    /// Of `{ who, since, living }`.
    pub(super) fn read(raw: &Json<'_>) -> Self {
        Self {
            who: raw.text("who").unwrap_or_default(),
            since_ms: raw.get("since").and_then(Json::whole).unwrap_or_default(),
            living: raw.get("living") != Some(&Json::Bool(false)),
        }
    }

    /// For whoever reads the result.
    pub(super) fn note(&self, zone: Zone) -> Note {
        let (who, since) = (&self.who, zone.shown(self.since_ms / 1000));
        let text = if self.living {
            format!("took over from {who}, under way since {since}: that run writes nothing more")
        } else {
            format!("took over from {who}, which began at {since} and broke off")
        };
        Note::warning("TookOver", text)
    }
}

/// Why a run that was taken over goes no further.
pub(super) fn fenced(who: Option<&str>, since_ms: Option<u64>, zone: Zone) -> Error {
    let by = match (who, since_ms) {
        (Some(who), Some(since)) => format!("{who} took over at {}", zone.shown(since / 1000)),
        _ => "the lock of this run is gone".to_owned(),
    };
    Error::old_refused("Fenced", format!("{by}, so this run writes nothing more"))
        .old_hint("`grayscale status` shows what is there now, `grayscale history` who did what")
}

impl Release {
    /// Another run has the lock now.
    pub(super) fn fence(&mut self, who: Option<&str>, since_ms: Option<u64>) {
        let error = fenced(who, since_ms, self.zone);
        self.book.fence(error);
        self.stopping = true;
        self.group.everyone(&self.lanes);
    }

    /// Why nothing more is begun: another run took over, or the person said so.
    pub(super) fn stopped(&self, what: String) -> Error {
        match self.book.closed() {
            Some(why) if why.fenced => why.error.clone(),
            _ => Error::old_interrupted(what),
        }
    }

    /// Looks once more, where another run was taken over, when its calls are over. Whether there is something to wait for.
    pub(super) fn look_again(&mut self, now_ms: u64) -> bool {
        let before = std::mem::replace(&mut self.again, Again::No);
        if before == Again::No || self.lanes.is_empty() {
            return false;
        }
        if self.stopping {
            let text = "stopped before looking again for what the other run had sent: `grayscale status` shows it";
            self.notes.push(Note::warning("NotLookedAgain", text));
            return false;
        }
        if before == Again::Due {
            self.again = Again::Waiting;
            let text = "the run that was taken over may have sent a call: looking again when it can't arrive any more";
            let functions = self.plan.iter().flat_map(|plan| &plan.functions);
            let function = functions.map(|function| function.key.as_str()).collect::<Vec<_>>().join(", ");
            let event = Progress::Waiting { function, text: text.to_owned(), ms: CALL_TIMEOUT_MS };
            self.ready.push(Effect::Show { event });
            let id = self.flight(NOBODY, None);
            self.ready.push(Effect::Sleep { id, ms: CALL_TIMEOUT_MS, firm: false });
            return true;
        }
        let functions = self.plan.iter().flat_map(|plan| &plan.functions).enumerate();
        let again: Vec<Task> = functions.filter_map(|(lane, function)| self.second_look(lane, function)).collect();
        let any = !again.is_empty();
        for task in again {
            let index = self.tasks.len();
            self.tasks.push(task);
            self.advance(index, Event::Await, now_ms);
        }
        any
    }

    /// What a second look has seen: where the other run's call has arrived after all, it is written over.
    pub(super) fn looked_again(&mut self, index: usize, now_ms: u64) {
        let Some(task) = self.tasks.get(index) else { return };
        let (Purpose::Step(doing), Some(found)) = (&task.purpose, task.found.as_ref()) else { return };
        if doing.routing.as_ref().is_none_or(|goal| found.routing().same_as(goal)) {
            return;
        }
        let theirs = Mark::of(found).map(|mark| mark.run);
        let (key, target, lane, at) = (task.key.clone(), task.target.clone(), doing.lane, doing.index);
        let reason = crate::message::Reason::LateWrite;
        let step = Step { action: doing.action.clone(), text: doing.text.clone(), reason };
        let mut writes = self.step_task(lane, at, &key, step, target, now_ms);
        if let Purpose::Step(doing) = &mut writes.purpose {
            doing.again = true;
        }
        writes.marked_before = theirs;
        self.tasks.push(writes);
        self.advance(self.tasks.len() - 1, Event::Begin, now_ms);
    }

    /// Reads the alias once more.
    fn second_look(&self, lane: usize, function: &FunctionPlan) -> Option<Task> {
        if self.lanes.get(lane)?.error.is_some() {
            return None;
        }
        let target = &function.target;
        let name = &self.intent.desired().alias;
        let seen = self.observed.of(target, lane)?.alias(name);
        let seen = seen.get()?;
        let goal = function.steps.iter().find_map(|step| match &step.action {
            Action::Shift { to: Goal::Exactly(goal), record, .. } => Some((goal.clone(), record.clone())),
            _ => None,
        });
        let desired = self.intent.desired().functions.get(lane)?;
        let on_record = || Users::of(&desired.on_record, Some(seen), self.observed.functions.get(lane)?).baseline;
        let (goal, record): (Routing, Record) = goal.unwrap_or_else(|| (seen.routing(), Record::from(on_record())));
        let description = seen.text().to_owned();
        let doing = StepRun {
            lane,
            index: function.steps.len(),
            call: None,
            routing: Some(goal.clone()),
            baseline: None,
            text: StepText::ShiftAgain { alias: name.clone(), routing: goal.to_string() },
            action: Action::Shift {
                alias: name.clone(),
                create: false,
                from: None,
                to: Goal::Exactly(goal),
                description,
                record,
            },
            restores: false,
            again: true,
        };
        let purpose = Purpose::Step(Box::new(doing));
        Some(Task::new(&function.key, lane, target.clone(), purpose, String::new(), self.wait_ms()))
    }
}

impl Task {
    /// Whether it only looks again for what another run may have sent.
    pub(super) fn looks_again(&self) -> bool {
        matches!(&self.purpose, Purpose::Step(doing) if doing.again && doing.call.is_none())
    }

    /// Whether it writes over what another run had sent: nothing that anybody wants back.
    pub(super) fn writes_again(&self) -> bool {
        matches!(&self.purpose, Purpose::Step(doing) if doing.again && doing.call.is_some())
    }
}
