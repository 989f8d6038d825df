//! Functions that are released as one: no stage begins before the one before it is over in all of them, and if one fails,
//! all get their routing back.

use super::Release;
use crate::desired::Grouping;
use crate::error::Error;
use crate::message::problem::ReleaseProblem;
use crate::message::problem::release::{GroupStop, Stopped};
use crate::message::{Code, Reason, StepState, StepText};
use crate::observed::Observed;
use crate::plan::{self, Action, FunctionPlan, Goal, Note, Query, Record, STAGES, Stage, Step, Users};
use crate::release::effect::{Effect, Progress};
use crate::release::function_run::{FunctionRun, Restore};
use crate::release::report::Served;
use crate::release::retry::Budget;
use crate::release::task::table::{Event, State};
use crate::release::task::{Purpose, Task};
use crate::traffic::routing::{Routing, Version};
use crate::traffic::share::Fraction;

/// How far a group is.
#[derive(Debug, Default)]
pub(super) struct Group {
    atomic: bool,
    /// Per stage, the steps that are not over, of all functions.
    open: [usize; STAGES.len()],
    /// The function that failed first.
    failed: Option<String>,
    /// Functions that may be able to begin something.
    free: Vec<usize>,
}

impl Group {
    pub(super) fn new(grouping: Option<Grouping>, functions: &[FunctionRun]) -> Self {
        let mut open = [0; STAGES.len()];
        for stage in functions.iter().flat_map(|state| &state.stages) {
            if let Some(count) = open.get_mut(*stage as usize) {
                *count += 1;
            }
        }
        let atomic = grouping == Some(Grouping::Atomic);
        Self { atomic, open, failed: None, free: (0..functions.len()).collect() }
    }

    /// Whether a step of this stage may begin in one function, as far as the others are concerned.
    fn admits(&self, stage: Stage) -> bool {
        !self.atomic || self.open.iter().take(stage as usize).all(|open| *open == 0)
    }

    /// A step of a function is over: that function may go on, and all of them, where it was the last of its stage.
    pub(super) fn over(&mut self, place: usize, functions: &[FunctionRun], stage: Option<Stage>) {
        let left = stage.and_then(|stage| self.open.get_mut(stage as usize)).map(|open| {
            *open = open.saturating_sub(1);
            *open
        });
        if self.atomic && left == Some(0) { self.everyone(functions) } else { self.free.push(place) }
    }

    pub(super) fn everyone(&mut self, functions: &[FunctionRun]) {
        self.free = (0..functions.len()).collect();
    }

    /// A function that is to be put back was looked at.
    pub(super) fn looked(&mut self, place: usize) {
        if self.failed() {
            self.free.push(place);
        }
    }

    pub(super) const fn failed(&self) -> bool {
        self.failed.is_some()
    }
}

impl Release {
    /// Begins whatever the functions that are free may begin now.
    pub(super) fn start_steps(&mut self, now_ms: u64) {
        for place in std::mem::take(&mut self.group.free) {
            let Some(state) = self.functions.get(place).filter(|state| !state.busy) else { continue };
            let Some(function) = self.plan.as_ref().and_then(|plan| plan.functions.get(place)) else { continue };
            if self.group.failed() {
                self.put_back(place, now_ms);
                continue;
            }
            let (Some(step), Some(stage)) = (function.steps.get(state.step), state.stages.get(state.step)) else {
                continue;
            };
            if state.error.is_some() || !(self.stopping || self.group.admits(*stage)) {
                continue;
            }
            let (step, at) = (step.clone(), state.step);
            if self.stopping {
                let name = function.target.name.clone();
                let stopped = self.stopped(Stopped::Before { step: Box::new(step.text.clone()) }).on(name);
                if let Some(state) = self.functions.get_mut(place) {
                    state.error = Some(stopped);
                }
                continue;
            }
            self.begin(place, at, step, now_ms);
        }
    }

    fn begin(&mut self, place: usize, at: usize, step: Step, now_ms: u64) {
        let Some(function) = self.plan.as_ref().and_then(|plan| plan.functions.get(place)) else { return };
        let (key, target) = (function.key.clone(), function.target.clone());
        let mut task = self.step_task(place, at, &key, step, target, now_ms);
        if let Some(state) = self.functions.get_mut(place) {
            state.busy = true;
        }
        self.show_step(place, at, StepState::Started);
        let event = task.initial_event(now_ms.saturating_add(self.suspended_ms), self.planned_ms);
        self.tasks.push(task);
        self.advance(self.tasks.len() - 1, event, now_ms);
    }

    /// A step failed for good. Its group goes no further: what only waits is not waited for.
    pub(super) fn broken(&mut self, place: usize, stage: Option<Stage>, now_ms: u64) {
        // what follows the alias is not what users meet: all routing is as asked by then, and stays
        let bars = self.group.atomic && stage.is_some_and(|stage| stage != Stage::Follow) && !self.stopping;
        if !bars || self.group.failed() {
            self.group.free.push(place);
            return;
        }
        let Some(function) = self.plan.as_ref().and_then(|plan| plan.functions.get(place)) else { return };
        self.group.failed = Some(function.key.clone());
        // putting back is not to fail because going forward has used up the tries
        self.budget = Budget::default();
        self.looked = Observed::of_places(self.intent.desired().functions.iter().map(plan::target_of));
        self.group.everyone(&self.functions);
        let idle = |(index, task): (usize, &Task)| {
            let waits =
                matches!(task.state, State::FindEarlierWait | State::RecheckWait | State::CallWait | State::VerifyWait)
                    && !task.restores();
            (waits && matches!(task.purpose, Purpose::Step(_))).then_some(index)
        };
        let idle: Vec<usize> = self.tasks.iter().enumerate().filter_map(idle).collect();
        for index in idle {
            self.flights.retain(|flight| flight.task != index);
            self.advance(index, Event::Stop, now_ms);
        }
    }

    /// Gives a function of a failed group the routing that it had, or says that it has it still.
    fn put_back(&mut self, place: usize, now_ms: u64) {
        let Some(state) = self.functions.get(place) else { return };
        let touched = state.shifted || state.replaced;
        match &state.back {
            None if touched && !self.stopping => {
                if self.look_before(place, now_ms) {
                    return;
                }
            }
            Some(Restore::Looking) if self.observing.asks(place) => return,
            None | Some(Restore::Looking) => {}
            Some(_) => return,
        }
        let plan = self.plan.as_ref();
        let (Some(function), Some(state)) =
            (plan.and_then(|plan| plan.functions.get(place)), self.functions.get(place))
        else {
            return;
        };
        let left = function.steps.get(state.step).map(|step| step.text.clone());
        // new code that users are on leaves them too, also where no alias was written yet
        let way = (state.shifted || state.replaced).then(|| self.way_back(place, function, state)).flatten();
        let there = self.foreign(place, function, state);
        let moves = state.shifted || way.is_some();
        let stopped = self.blamed(&function.target.name, left.as_ref(), moves);
        let steps = function.steps.len();
        let Some(state) = self.functions.get_mut(place) else { return };
        if state.error.is_none() && (left.is_some() || moves) {
            state.error = Some(stopped);
        }
        if self.stopping && moves {
            state.back =
                Some(Restore::NotNow(Error::interrupted(ReleaseProblem::Stopped { stop: Stopped::Restoring })));
            return;
        }
        state.back = match (way, there) {
            (Some((step, notes)), _) => {
                state.notes.extend(notes);
                state.back = Some(Restore::Writing(Box::new(step.clone())));
                return self.begin(place, steps, step, now_ms);
            }
            (None, _) if !moves => Some(Restore::Untouched),
            (None, Some(there)) => {
                let problem = ReleaseProblem::AliasLeft { there: there.to_string() };
                Some(Restore::NotNow(Error::refused(problem)))
            }
            (None, None) => Some(Restore::Restored),
        };
    }

    /// Reads what is there now: the alias, and whose code is on `$LATEST`. False where the run had found no alias.
    fn look_before(&mut self, place: usize, now_ms: u64) -> bool {
        let Some(function) = self.plan.as_ref().and_then(|plan| plan.functions.get(place)) else { return false };
        let (key, target) = (function.key.clone(), function.target.clone());
        let alias = self.intent.desired().alias.clone();
        if self.observed.of(&target, place).is_none_or(|seen| seen.alias(&alias).get().is_none()) {
            return false;
        }
        if let Some(state) = self.functions.get_mut(place) {
            state.back = Some(Restore::Looking);
        }
        for ask in [Query::Alias(alias), Query::Digest(Version::latest())] {
            self.ask(&key, place, &target, ask, now_ms);
        }
        true
    }

    /// What was read again of a function before it is put back.
    fn now(&self, place: usize, function: &FunctionPlan) -> Option<Routing> {
        let looked = self.looked.of(&function.target, place)?;
        Some(looked.alias(&self.intent.desired().alias).get()?.routing())
    }

    /// What someone else made of the alias since this run saw or wrote it.
    fn foreign(&self, place: usize, function: &FunctionPlan, state: &FunctionRun) -> Option<Routing> {
        if state.foreign.is_some() {
            return state.foreign.clone();
        }
        let recorded = self.observed.of(&function.target, place)?.alias(&self.intent.desired().alias).get()?.routing();
        let asked = function.steps.iter().filter_map(|step| match &step.action {
            Action::Shift { to, .. } => to.routing(state.published.as_ref(), state.protected.as_ref()),
            _ => None,
        });
        let ours: Vec<Routing> = asked.chain(state.after.clone()).chain([recorded]).collect();
        self.now(place, function).filter(|now| !ours.iter().any(|ours| ours.same_as(now)))
    }

    /// Whether what is on `$LATEST` is neither what this run saw nor what it wrote.
    fn foreign_code(&self, place: usize, function: &FunctionPlan, state: &FunctionRun) -> bool {
        let now = self.looked.of(&function.target, place).and_then(|looked| looked.digest(&Version::latest()));
        let code = self.intent.desired().functions.get(place).and_then(|desired| desired.code.as_ref());
        let package = code.and_then(|code| code.sha256()).filter(|_| state.replaced);
        let known = state.seen.code();
        now.zip(known)
            .is_some_and(|(now, known)| now != known && package.is_none_or(|ours| !now.eq_ignore_ascii_case(ours)))
    }

    /// Why a function that did not fail itself goes no further.
    fn blamed(&self, name: &str, left: Option<&StepText>, moves: bool) -> Error {
        let stop = match (moves, left) {
            (true, _) => GroupStop::Restored,
            (false, Some(step)) => GroupStop::Before { step: Box::new(step.clone()) },
            (false, None) => GroupStop::Over,
        };
        let culprit = self.group.failed.clone().unwrap_or_default();
        Error::failed(ReleaseProblem::GroupFailed { culprit, stop }).on(name)
    }

    /// The most that `$LATEST` may have where a function is put back; none where the recorded routing says it.
    fn most_for_latest(
        &self,
        place: usize,
        function: &FunctionPlan,
        state: &FunctionRun,
        recorded: &Routing,
    ) -> Option<Fraction> {
        let latest = Version::latest();
        if state.error.as_ref().is_some_and(|error| error.is(Code::CodeChanged)) {
            // nobody is known to have asked for a share of what someone else wrote there
            return Some(Fraction::NONE);
        }
        if self.foreign_code(place, function, state) {
            // whoever wrote it saw the share that it has now
            let now = self.now(place, function).or_else(|| state.after.clone());
            return Some(now.unwrap_or_else(|| recorded.clone()).most_of(&latest).min(recorded.most_of(&latest)));
        }
        if state.replaced { self.share_allowed(place) } else { None }
    }

    /// The step that restores a function's routing, and what has to be said of it; none where the alias says so already.
    /// What someone else made of it stays, unless it gives this run's code more than was asked for it.
    fn way_back(&self, place: usize, function: &FunctionPlan, state: &FunctionRun) -> Option<(Step, Vec<Note>)> {
        let shift = function.steps.iter().find_map(|step| match &step.action {
            Action::Shift { alias, from, description, .. } => Some((alias, from.clone(), description.as_str())),
            _ => None,
        });
        let desired = self.intent.desired();
        let seen = self.observed.of(&function.target, place);
        let there = seen.and_then(|seen| seen.alias(&desired.alias).get().copied());
        let (alias, recorded, description) = match (shift, there) {
            (Some(shift), _) => shift,
            (None, Some(there)) => (&desired.alias, Some(there.routing()), there.text()),
            (None, None) => return None,
        };
        let culprit = self.group.failed.as_deref().unwrap_or_default();
        let reason = Reason::GroupFailed { function: culprit.to_owned() };
        let Some(recorded) = &recorded else {
            let from = state.after.clone().unwrap_or_else(|| Routing::all_to(Version::latest()));
            let action = Action::DeleteAlias { alias: alias.clone(), from };
            return Some((Step { text: StepText::DeleteAgain { alias: alias.clone() }, reason, action }, Vec::new()));
        };
        let mut notes = Vec::new();
        let foreign = self.foreign(place, function, state);
        if foreign.is_some() && (!state.replaced || self.foreign_code(place, function, state)) {
            return None;
        }
        let base = foreign.as_ref().unwrap_or(recorded);
        let goal = match (self.most_for_latest(place, function, state, base), seen) {
            (Some(most), Some(seen)) => {
                let stable = desired
                    .functions
                    .get(place)
                    .and_then(|desired| Users::of(&desired.on_record, there, seen).stable());
                plan::capped(base, seen, (Some(most), stable), foreign.is_some(), &mut notes)
            }
            _ => base.clone(),
        };
        let from = self.now(place, function).or_else(|| state.after.clone()).unwrap_or_else(|| recorded.clone());
        // what perhaps was written has to be written over, whatever it was
        let known = foreign.is_some() || !state.in_doubt && (state.after.is_some() || !state.shifted);
        if from.same_as(&goal) && known {
            return None;
        }
        let made: Vec<_> = state.published.iter().chain(&state.protected).collect();
        let record = match (desired.functions.get(place), there.zip(seen)) {
            (Some(desired), Some((there, seen))) => plan::put_back(desired, there, seen, &made),
            _ => Record::default(),
        };
        let text = StepText::PutBack { alias: alias.clone(), routing: goal.to_string() };
        let action = Action::Shift {
            alias: alias.clone(),
            create: false,
            from: Some(from),
            to: Goal::Exactly(goal),
            description: description.to_owned(),
            record,
        };
        Some((Step { text, reason, action }, notes))
    }

    /// A function that ends before its last step has a reason. One without is a bug, and must not look like success.
    pub(super) fn own_up(&mut self) {
        let functions = self.plan.as_ref().map(|plan| plan.functions.as_slice()).unwrap_or_default();
        for (state, function) in self.functions.iter_mut().zip(functions) {
            state.error = state.error.take().or_else(|| state.spared.take());
            if state.error.is_none() && state.step < function.steps.len() {
                let problem = ReleaseProblem::EndedEarly { step: state.step + 1, steps: function.steps.len() };
                state.error = Some(Error::failed(problem).on(function.target.name.clone()));
            }
        }
    }

    pub(super) fn show_step(&mut self, place: usize, step: usize, state: StepState) {
        let Some(function) = self.plan.as_ref().and_then(|plan| plan.functions.get(place)) else { return };
        let back = match self.functions.get(place).and_then(|state| state.back.as_ref()) {
            Some(Restore::Writing(step)) => Some(&**step),
            _ => None,
        };
        let Some(text) = function.steps.get(step).or(back).map(|step| step.text.clone()) else { return };
        let shifted = state == StepState::Done
            && function.steps.get(step).or(back).is_some_and(|step| matches!(step.action, Action::Shift { .. }));
        let after = self.functions.get(place).and_then(|state| state.after.as_ref());
        let served = after.filter(|_| shifted).map(Served::of);
        self.ready.push(Effect::Show {
            event: Progress::Step {
                function: function.key.clone(),
                step: step + 1,
                steps: function.steps.len().max(step + 1),
                what: text,
                state,
                served,
            },
        });
    }
}
