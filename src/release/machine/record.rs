//! What a run writes into its journal, and what follows where it can't: a step is recorded before it is done, and after.

use super::Release;
use super::dispatch::NOBODY;
use crate::error::Error;
use crate::message::problem::JournalProblem;
use crate::message::{EndState, FunctionStatus, Note};
use crate::plan::{self, Action, FunctionPlan, Goal, Intent, Users};
use crate::release::function_run::FunctionRun;
use crate::release::journal::{EndEntry, Event as Told, FunctionEnd, PROVISION, PUBLISH, RecordedAlias, StepEntry};
use crate::release::outcome::Outcome;
use crate::release::report::result;
use crate::release::task::Purpose;
use crate::release::task::table::Event;
use crate::traffic::stable::Baseline;

impl Release {
    /// Records what is about to be done; it is done only when the journal has it.
    pub(super) fn record_before(&mut self, index: usize, now_ms: u64) {
        if self.writer.closed().is_some() {
            let event = self.entered(index);
            return self.advance(index, event, now_ms);
        }
        let mut entry = must!(self, self.step_entry(index), "no entry for a step");
        self.record_begin(now_ms);
        let restores = self.tasks.get(index).is_some_and(|task| task.restores() || task.writes_again());
        if let Some(Action::Shift { from: Some(from), alias, .. } | Action::DeleteAlias { from, alias }) =
            self.action(index)
        {
            // what a restoring write replaces is nothing that anybody wants back
            entry.recorded = (!restores).then(|| RecordedAlias::of(from, self.on_record(index, alias).as_ref()));
        }
        entry.goal = self.goal_of(index);
        self.write(index, Told::Before(entry), now_ms);
    }

    /// Records that the run begins, once.
    fn record_begin(&mut self, now_ms: u64) {
        if let Some(mut begin) = self.writer.begin() {
            begin.log = self.log_entry();
            let execution = must!(self, self.execution.as_ref(), "no plan");
            for (asked, (function, _)) in begin.functions.iter_mut().zip(execution.parts()) {
                asked.aim = aim_of(function);
            }
            self.write(NOBODY, Told::Begin(begin), now_ms);
        }
    }

    /// A run that takes up another one has an entry also where nothing is left to do: it is the other one's end.
    pub(super) fn record_resumption(&mut self, now_ms: u64) {
        if self.takes_up || self.observation.intent.publishing().any(|function| function.made.is_some()) {
            self.record_begin(now_ms);
        }
    }

    /// A line is not in the journal, or another run has the lock: nothing more is written.
    pub(super) fn shut(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Unstored { reason } => self.writer.close(reason, unstored(reason)),
            Outcome::Fenced { who, since } => self.fence(who.as_deref(), *since),
            Outcome::Locked { holder, now_ms } => self.lock(holder, *now_ms),
            _ => {}
        }
    }

    /// What it means that the entry of a step is in the journal, or is not. It counts only where all that it follows are
    /// there.
    pub(super) fn entered(&mut self, index: usize) -> Event {
        let halted = self.group_failed();
        let task = must!(self, self.tasks.get_mut(index), "no task", Event::Unrecorded);
        match self.writer.closed() {
            // what a failed group gets back stands in the journal already: that must not hold it up
            // nor is a rollback, which users wait for
            Some(why)
                if !why.fenced && (task.restores() || matches!(self.observation.intent, Intent::Rollback { .. })) =>
            {
                let reason = why.reason.clone();
                self.noted_late(index, &Outcome::Unstored { reason });
                Event::Recorded
            }
            Some(why) => {
                task.error = Some(why.error.clone());
                Event::Unrecorded
            }
            None if halted && task.forward() => Event::Stop,
            None => Event::Recorded,
        }
    }

    /// Records that it is done, which does not hold anything up.
    pub(super) fn record_after(&mut self, index: usize, now_ms: u64) {
        if let Some(why) = self.writer.closed() {
            let late = Outcome::Unstored { reason: why.reason.clone() };
            return self.noted_late(index, &late);
        }
        let mut entry = must!(self, self.step_entry(index), "no entry for a step");
        if let (Some(Action::Shift { .. }), Some(task)) = (self.action(index), self.tasks.get(index)) {
            // where the mark did not fit, what was to be on record is, if the alias says what was asked
            let goal = self.goal_of(index);
            entry.left = task.found.as_ref().map(|alias| {
                let there = alias.routing();
                let ours = goal.filter(|goal| goal.routing().same_as(&there)).and_then(|goal| goal.baseline());
                RecordedAlias::of(&there, plan::baseline_of(alias).or(ours).as_ref())
            });
        }
        self.write(index, Told::After(entry), now_ms);
    }

    /// Records how the run ended, where it began to write. Whether there is something to wait for now.
    pub(super) fn record_end(&mut self, now_ms: u64) -> bool {
        if !self.writer.ends() {
            return false;
        }
        let execution = must!(self, self.execution.as_ref(), "no plan");
        let fates: Vec<FunctionEnd> = execution.parts().filter_map(|(function, state)| fate(function, state)).collect();
        let how = fates.iter().map(|fate| fate.how).max().unwrap_or(EndState::Done);
        self.write(NOBODY, Told::End(EndEntry { how, functions: fates }), now_ms);
        true
    }

    fn write(&mut self, task: usize, event: Told, now_ms: u64) {
        let kind = must!(self, self.execution.as_ref(), "no plan").plan().kind;
        let entry = self.writer.entry(self.wall_of(now_ms), &self.run, kind, event);
        self.dispatcher.store(task, entry);
    }

    /// What a shift writes, with what it leaves on record.
    fn goal_of(&self, index: usize) -> Option<RecordedAlias> {
        match &self.tasks.get(index)?.purpose {
            Purpose::Step(doing) => doing.routing.as_ref().map(|to| RecordedAlias::of(to, doing.baseline.as_ref())),
            Purpose::Query(_) | Purpose::Poll | Purpose::List => None,
        }
    }

    /// What is on record about an alias that was observed.
    fn on_record(&self, index: usize, alias: &str) -> Option<Baseline> {
        let task = self.tasks.get(index)?;
        let seen = self.observation.observed.of(&task.target, task.function)?;
        let on_record = &self.observation.intent.desired().functions.get(task.function)?.on_record;
        Users::of(on_record, seen.alias(alias).get().copied(), seen).baseline
    }

    fn action(&self, index: usize) -> Option<&Action> {
        match &self.tasks.get(index)?.purpose {
            Purpose::Step(doing) => Some(&doing.action),
            Purpose::Query(_) | Purpose::Poll | Purpose::List => None,
        }
    }

    fn step_entry(&self, index: usize) -> Option<StepEntry> {
        let task = self.tasks.get(index)?;
        let Purpose::Step(doing) = &task.purpose else { return None };
        let alias = match &doing.action {
            Action::Shift { alias, .. } | Action::DeleteAlias { alias, .. } => Some(alias.clone()),
            _ => None,
        };
        let trigger = match &doing.action {
            Action::Trigger { call, trigger } => {
                Some([call.action(), " ", &trigger.kind, "/", &trigger.name, " on ", &trigger.qualifier].concat())
            }
            Action::Domain { name, paths, to, .. } => {
                Some(["UpdateCustomDomain ", name, " ", &paths.join(" "), " on ", to].concat())
            }
            _ => None,
        };
        let execution = self.execution.as_ref()?;
        let (_, run) = execution.part(doing.place)?;
        Some(StepEntry {
            step: if doing.restores { "restore" } else { name_of(&doing.action) }.to_owned(),
            number: doing.index + 1,
            target: task.target.clone(),
            alias,
            recorded: None,
            goal: None,
            left: None,
            code: match &doing.action {
                Action::Create | Action::Upload { .. } => self.package_of(doing.place),
                _ => None,
            },
            latest: run.seen.code().map(str::to_owned),
            asked: execution.reach_allowed(doing.place, &self.observation),
            trigger,
            instances: match &doing.action {
                Action::Provision { from, to, .. } => Some((*from, *to)),
                _ => None,
            },
            version: match &doing.action {
                Action::DeleteVersion { version } => Some(version.clone()),
                Action::Provision { version, .. } => version.version(None, None).cloned(),
                _ => task.version.clone(),
            },
        })
    }

    /// An entry about something that is over is in the journal, or is not: the next write would fail, so it is only said.
    pub(super) fn noted_late(&mut self, index: usize, outcome: &Outcome) {
        let place = match self.tasks.get(index).map(|task| &task.purpose) {
            Some(Purpose::Step(doing)) => doing.place,
            _ => return,
        };
        self.noted_on(place, outcome);
    }

    /// The same for an entry about the run as a whole. A beginning that fails takes the first step with it, and needs no
    /// word of its own.
    pub(super) fn noted(&mut self, outcome: &Outcome) {
        let execution = must!(self, self.execution.as_ref(), "no plan");
        if execution.parts().all(|(_, run)| run.error.is_none()) && !self.tasks.iter().any(|task| !task.state.ended()) {
            self.noted_on(0, outcome);
        }
    }

    fn noted_on(&mut self, place: usize, outcome: &Outcome) {
        let reason = match (outcome, self.writer.closed()) {
            (Outcome::Unstored { reason }, _) => reason,
            (Outcome::Fenced { .. } | Outcome::Locked { .. }, Some(why)) => &why.reason,
            _ => return,
        };
        let note = Note::JournalIncomplete { reason: reason.to_owned() };
        let execution = must!(self, self.execution.as_mut(), "no plan");
        let run = must!(self, execution.run_mut(place), "no function");
        if !run.notes.contains(&note) {
            run.notes.push(note);
        }
    }

    fn package_of(&self, place: usize) -> Option<String> {
        let code = self.observation.intent.desired().functions.get(place)?.code.as_ref()?;
        code.sha256().map(str::to_owned)
    }
}

/// Where a plan goes with the alias of a function, where no version has to be made for it first.
fn aim_of(function: &FunctionPlan) -> Option<(RecordedAlias, RecordedAlias)> {
    function.steps.iter().rev().find_map(|step| match &step.action {
        Action::Shift { from: Some(from), to: Goal::Exactly(to), record, .. } => {
            Some((RecordedAlias::of(from, None), RecordedAlias::of(to, record.baseline(None, None).as_ref())))
        }
        _ => None,
    })
}

/// What became of a function that had something to be done.
fn fate(function: &FunctionPlan, state: &FunctionRun) -> Option<FunctionEnd> {
    let how = match result::status(function, state) {
        FunctionStatus::Unchanged => return None,
        FunctionStatus::PutBack => EndState::PutBack,
        FunctionStatus::Stopped => EndState::Stopped,
        FunctionStatus::Failed => EndState::Failed,
        FunctionStatus::Done | FunctionStatus::Removed => EndState::Done,
    };
    let code = state.error.as_ref().map(|error| error.code().to_owned());
    Some(FunctionEnd { target: function.target.clone(), how, code, created: state.created })
}

/// The journal could not take a line: what is not recorded is not done.
fn unstored(reason: &str) -> Error {
    Error::failed(JournalProblem::Unwritable { reason: reason.to_owned() })
}

const fn name_of(action: &Action) -> &'static str {
    match action {
        Action::Wait => "wait",
        Action::Create => "create",
        Action::Protect { .. } => "protect",
        Action::Shift { .. } => "shift",
        Action::PutObject { .. } => "putObject",
        Action::Upload { .. } => "upload",
        Action::Configure { .. } => "configure",
        Action::EventInvoke { .. } => "eventInvoke",
        Action::Publish => PUBLISH,
        Action::Adopt { .. } => "adopt",
        Action::Trigger { .. } => "trigger",
        Action::Domain { .. } => "domain",
        Action::Provision { .. } => PROVISION,
        Action::Delete => "delete",
        Action::DeleteAlias { .. } => "deleteAlias",
        Action::DeleteVersion { .. } => "deleteVersion",
    }
}
