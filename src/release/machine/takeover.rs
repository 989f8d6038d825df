//! One run at a time: what a run does that another one took over from, and what the one does that took over.
//!
//! The shell keeps the lock and checks it before each entry and each writing call; what follows is decided here. Whoever
//! was taken over writes nothing more. A call that it had sent before may still arrive, so a rollback that took over looks
//! again when that can't be any more.

use super::Release;
use super::after::Again;
use super::dispatch::NOBODY;
use crate::error::Error;
use crate::message::problem::ReleaseProblem;
use crate::message::problem::release::{Stopped, TakenBy};
use crate::message::routing::Shares;
use crate::message::{Reason, StepText, Waiting};
use crate::plan::{Action, FunctionPlan, Goal, Mark, Note, Record, Step, Users};
use crate::release::effect::Progress;
use crate::release::journal::Holder;
use crate::release::request::TookOver;
use crate::release::retry::CALL_TIMEOUT_MS;
use crate::release::shell::locked;
use crate::release::task::table::Event;
use crate::release::task::{Purpose, StepRun, Task};
use crate::time::Zone;
use crate::traffic::routing::Routing;

/// Older than what may be overwritten without another look.
const OLD_MS: u64 = 60_000;

/// Why a run that was taken over goes no further.
pub(super) fn fenced(who: Option<&str>, since_ms: Option<u64>, zone: Zone) -> Error {
    let by = who.zip(since_ms).map(|(who, since)| TakenBy { who: who.to_owned(), at: zone.shown(since / 1000) });
    Error::refused(ReleaseProblem::Fenced { by })
}

impl Release {
    /// This run took the turn at the journal from another one.
    pub fn took_over(&mut self, from: &TookOver) {
        self.notes.push(from.note(self.observation.zone));
        if from.living {
            self.again = Again::Due;
        }
    }

    /// Others wrote into the journal since this run looked at the functions: what it saw counts as old.
    pub(in crate::release) fn others_wrote(&mut self) {
        self.suspended_ms = self.suspended_ms.saturating_add(OLD_MS);
    }

    /// Another run has the turn now.
    pub(super) fn fence(&mut self, who: Option<&str>, since_ms: Option<u64>) {
        self.shut_out(fenced(who, since_ms, self.observation.zone));
    }

    /// Another run had it before this one wrote anything.
    pub(super) fn lock(&mut self, holder: &Holder, now_ms: u64) {
        self.shut_out(locked(holder, now_ms, self.observation.zone));
    }

    fn shut_out(&mut self, error: Error) {
        self.writer.fence(error);
        self.begin_nothing();
    }

    /// Why nothing more is begun: another run took over, or the person said so.
    pub(super) fn stopped(&self, stop: Stopped) -> Error {
        match self.writer.closed() {
            Some(why) if why.fenced => why.error.clone(),
            _ => Error::interrupted(ReleaseProblem::Stopped { stop }),
        }
    }

    /// Looks once more, where another run was taken over, when its calls are over. Whether there is something to wait for.
    pub(super) fn look_again(&mut self, now_ms: u64) -> bool {
        let before = std::mem::replace(&mut self.again, Again::No);
        let execution = must!(self, self.execution.as_ref(), "no plan");
        if before == Again::No || execution.plan().functions.is_empty() {
            return false;
        }
        if self.stopping {
            self.notes.push(Note::NotLookedAgain);
            return false;
        }
        if before == Again::Due {
            self.again = Again::Waiting;
            let keys = execution.plan().functions.iter().map(|function| function.key.as_str());
            let function = keys.collect::<Vec<_>>().join(", ");
            let event = Progress::Waiting { function, why: Waiting::LateCalls, ms: CALL_TIMEOUT_MS };
            self.dispatcher.show(event);
            self.dispatcher.sleep(NOBODY, CALL_TIMEOUT_MS);
            return true;
        }
        let well = execution.parts().enumerate().filter(|(_, (_, run))| run.error.is_none());
        let again: Vec<Task> = well.filter_map(|(place, (function, _))| self.second_look(place, function)).collect();
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
        let task = must!(self, self.tasks.get(index), "no task");
        let (Purpose::Step(doing), Some(found)) = (&task.purpose, task.found.as_ref()) else { return };
        if doing.routing.as_ref().is_none_or(|goal| found.routing().same_as(goal)) {
            return;
        }
        let theirs = Mark::of(found).map(|mark| mark.run);
        let (key, target, place, at) = (task.key.clone(), task.target.clone(), doing.place, doing.index);
        let reason = Reason::LateWrite;
        let step = Step { action: doing.action.clone(), text: doing.text.clone(), reason };
        let mut writes = self.step_task(place, at, &key, step, target, now_ms);
        if let Purpose::Step(doing) = &mut writes.purpose {
            doing.again = true;
        }
        writes.tagged_before = theirs;
        self.tasks.push(writes);
        self.advance(self.tasks.len() - 1, Event::Begin, now_ms);
    }

    /// Reads the alias once more.
    fn second_look(&self, place: usize, function: &FunctionPlan) -> Option<Task> {
        let target = &function.target;
        let name = &self.observation.intent.desired().alias;
        let seen = self.observation.observed.of(target, place)?.alias(name);
        let seen = seen.get()?;
        let goal = function.steps.iter().find_map(|step| match &step.action {
            Action::Shift { to: Goal::Exactly(goal), record, .. } => Some((goal.clone(), record.clone())),
            _ => None,
        });
        let desired = self.observation.intent.desired().functions.get(place)?;
        let on_record =
            || Users::of(&desired.on_record, Some(seen), self.observation.observed.functions.get(place)?).baseline;
        let (goal, record): (Routing, Record) = goal.unwrap_or_else(|| (seen.routing(), Record::from(on_record())));
        let description = seen.text().to_owned();
        let doing = StepRun {
            place,
            index: function.steps.len(),
            call: None,
            routing: Some(goal.clone()),
            baseline: None,
            text: StepText::ShiftAgain { alias: name.clone(), routing: Shares::from(&goal) },
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
        Some(Task::new(&function.key, place, target.clone(), purpose, String::new(), self.wait_ms()))
    }
}
