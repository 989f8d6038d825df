//! A failed group: all of its functions get their routing back.

use super::Release;
use crate::error::Error;
use crate::message::problem::ReleaseProblem;
use crate::message::problem::release::{GroupStop, Stopped};
use crate::message::routing::Shares;
use crate::message::{Code, Reason, StepText};
use crate::plan::{self, Action, FunctionPlan, Goal, Note, Query, Record, Step, Users};
use crate::release::function_run::table::{Event as Happened, State};
use crate::release::function_run::{FunctionRun, Written};
use crate::traffic::reach::Reach;
use crate::traffic::routing::{Routing, Version};

impl Release {
    /// Gives a function of a failed group the routing that it had, or says that it has it still.
    pub(super) fn put_back(&mut self, place: usize, now_ms: u64) {
        let state = must!(self, self.execution.functions.get(place), "no function");
        let touched = state.shifted() || state.replaced;
        match state.state {
            State::Ready | State::Ended if touched && !self.stopping => {
                if self.look_before(place, now_ms) {
                    return;
                }
            }
            State::Reading if self.observation.questions.asks(place) => return,
            State::Ready | State::Ended | State::Reading => {}
            _ => return,
        }
        let plan = self.execution.plan.as_ref();
        let (Some(function), Some(state)) =
            (plan.and_then(|plan| plan.functions.get(place)), self.execution.functions.get(place))
        else {
            return;
        };
        let left = function.steps.get(state.step).map(|step| step.text.clone());
        // new code that users are on leaves them too, also where no alias was written yet
        let way = (state.shifted() || state.replaced).then(|| self.way_back(place, function, state)).flatten();
        let there = self.foreign(place, function, state);
        let moves = state.shifted() || way.is_some();
        let stopped = self.blamed(&function.target.name, left.as_ref(), moves);
        let steps = function.steps.len();
        let state = must!(self, self.execution.functions.get_mut(place), "no function");
        if state.error.is_none() && (left.is_some() || moves) {
            state.error = Some(stopped);
        }
        let event = match (way, there) {
            _ if self.stopping && moves => {
                let stop = Stopped::Restoring;
                state.not_restored = Some(Error::interrupted(ReleaseProblem::Stopped { stop }));
                Happened::GiveUp
            }
            (Some((step, notes)), _) => {
                state.notes.extend(notes);
                state.restore = Some(Box::new(step.clone()));
                must!(self, state.on(Happened::Restore), "restored in the middle of a step");
                return self.begin(place, steps, step, now_ms);
            }
            (None, _) if !moves => Happened::Keep,
            (None, Some(there)) => {
                let there = there.to_string();
                state.not_restored = Some(Error::refused(ReleaseProblem::AliasLeft { there }));
                Happened::GiveUp
            }
            (None, None) => Happened::Same,
        };
        must!(self, state.on(event), "put back in the middle of a step");
    }

    /// Reads what is there now: the alias, and whose code is on `$LATEST`. False where the run had found no alias.
    fn look_before(&mut self, place: usize, now_ms: u64) -> bool {
        let function = must!(self, self.execution.plan.as_ref().and_then(|plan| plan.functions.get(place)), "no plan");
        let (key, target) = (function.key.clone(), function.target.clone());
        let alias = self.observation.intent.desired().alias.clone();
        let Some(seen) = self.observation.observed.of(&target, place).filter(|seen| seen.alias(&alias).get().is_some())
        else {
            return false;
        };
        let code = if seen.is_image() { Query::Function } else { Query::Digest(Version::latest()) };
        let state = must!(self, self.execution.functions.get_mut(place), "no function");
        must!(self, state.on(Happened::Read), "read in the middle of a step");
        for ask in [Query::Alias(alias), code] {
            self.ask(&key, place, &target, ask, now_ms);
        }
        true
    }

    /// What was read again of a function before it is put back.
    fn now(&self, place: usize, function: &FunctionPlan) -> Option<Routing> {
        let looked = self.execution.looked.of(&function.target, place)?;
        Some(looked.alias(&self.observation.intent.desired().alias).get()?.routing())
    }

    /// What someone else made of the alias since this run saw or wrote it.
    fn foreign(&self, place: usize, function: &FunctionPlan, state: &FunctionRun) -> Option<Routing> {
        if state.foreign.is_some() {
            return state.foreign.clone();
        }
        let recorded = self
            .observation
            .observed
            .of(&function.target, place)?
            .alias(&self.observation.intent.desired().alias)
            .get()?
            .routing();
        let asked = function.steps.iter().filter_map(|step| match &step.action {
            Action::Shift { to, .. } => to.routing(state.published.as_ref(), state.protected.as_ref()),
            _ => None,
        });
        let ours: Vec<Routing> = asked.chain(state.after.clone()).chain([recorded]).collect();
        self.now(place, function).filter(|now| !ours.iter().any(|ours| ours.same_as(now)))
    }

    /// Whether what is on `$LATEST` is neither what this run saw nor what it wrote.
    fn foreign_code(&self, place: usize, function: &FunctionPlan, state: &FunctionRun) -> bool {
        let now =
            self.execution.looked.of(&function.target, place).and_then(|looked| looked.digest(&Version::latest()));
        let code = self.observation.intent.desired().functions.get(place).and_then(|desired| desired.code.as_ref());
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
        let culprit = self.execution.group.failed.clone().unwrap_or_default();
        Error::failed(ReleaseProblem::GroupFailed { culprit, stop }).on(name)
    }

    /// The most that `$LATEST` may have where a function is put back; none where the recorded routing says it.
    fn most_for_latest(
        &self,
        place: usize,
        function: &FunctionPlan,
        state: &FunctionRun,
        recorded: &Routing,
    ) -> Option<Reach> {
        let latest = Version::latest();
        if state.error.as_ref().is_some_and(|error| error.is(Code::CodeChanged)) {
            // nobody is known to have asked for a share of what someone else wrote there
            return Some(Reach::default());
        }
        if self.foreign_code(place, function, state) {
            // whoever wrote it saw the share that it has now
            let now = self.now(place, function).or_else(|| state.after.clone());
            return Some(Reach::of(&now.unwrap_or_else(|| recorded.clone()), &latest));
        }
        if state.replaced { self.reach_allowed(place) } else { None }
    }

    /// The step that restores a function's routing, and what has to be said of it; none where the alias says so already.
    /// What someone else made of it stays, unless it gives this run's code more than was asked for it.
    fn way_back(&self, place: usize, function: &FunctionPlan, state: &FunctionRun) -> Option<(Step, Vec<Note>)> {
        let shift = function.steps.iter().find_map(|step| match &step.action {
            Action::Shift { alias, from, description, .. } => Some((alias, from.clone(), description.as_str())),
            _ => None,
        });
        let desired = self.observation.intent.desired();
        let seen = self.observation.observed.of(&function.target, place);
        let there = seen.and_then(|seen| seen.alias(&desired.alias).get().copied());
        let (alias, recorded, description) = match (shift, there) {
            (Some(shift), _) => shift,
            (None, Some(there)) => (&desired.alias, Some(there.routing()), there.text()),
            (None, None) => return None,
        };
        let culprit = self.execution.group.failed.as_deref().unwrap_or_default();
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
                plan::capped(base, seen, (&most, stable), foreign.is_some(), &mut notes)
            }
            _ => base.clone(),
        };
        let from = self.now(place, function).or_else(|| state.after.clone()).unwrap_or_else(|| recorded.clone());
        // what perhaps was written has to be written over, whatever it was
        let known = foreign.is_some() || state.alias != Written::InDoubt && (state.after.is_some() || !state.shifted());
        if from.same_as(&goal) && known {
            return None;
        }
        let made: Vec<_> = state.published.iter().chain(&state.protected).collect();
        let record = match (desired.functions.get(place), there.zip(seen)) {
            (Some(desired), Some((there, seen))) => plan::put_back(desired, there, seen, &made),
            _ => Record::default(),
        };
        let text = StepText::PutBack { alias: alias.clone(), routing: Shares::from(&goal) };
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
}
