//! A failed group: all of its functions get their routing back.

use super::group::Failed;
use super::{Execution, Next};
use crate::desired::Desired;
use crate::error::Error;
use crate::message::problem::ReleaseProblem;
use crate::message::problem::release::{GroupStop, Stopped};
use crate::message::routing::Shares;
use crate::message::{Code, Reason, StepText};
use crate::observed::ObservedFunction;
use crate::plan::{self, Action, FunctionPlan, Goal, Note, Query, Record, Step, Users};
use crate::release::function_run::table::{Event as Happened, State};
use crate::release::function_run::{FunctionRun, Written};
use crate::release::machine::observation::Observation;
use crate::traffic::reach::Reach;
use crate::traffic::routing::{Routing, Version};

impl Execution {
    /// Gives a function of a failed group the routing that it had, or says that it has it still.
    pub(super) fn put_back(&mut self, place: usize, observation: &Observation, stopping: bool) -> Option<Next> {
        let (failed, function) = (self.group.failed.as_ref()?, self.plan.functions.get(place)?);
        let run = self.runs.get_mut(place)?;
        let touched = run.shifted() || run.replaced;
        let way_back = WayBack { place, function, run: &*run, observation, failed };
        match run.state {
            State::Ready | State::Ended if touched && !stopping => {
                if let Some(queries) = way_back.queries() {
                    run.on(Happened::Read)?;
                    return Some(Next::Look(queries));
                }
            }
            State::Reading if observation.questions.asks(place) => return Some(Next::Nothing),
            State::Ready | State::Ended | State::Reading => {}
            _ => return Some(Next::Nothing),
        }
        let left = function.steps.get(run.step).map(|step| step.text.clone());
        // new code that users are on leaves them too, also where no alias was written yet
        let way = touched.then(|| way_back.step()).flatten();
        let there = way_back.foreign();
        let moves = run.shifted() || way.is_some();
        let stopped = way_back.blamed(left.as_ref(), moves);
        if run.error.is_none() && (left.is_some() || moves) {
            run.error = Some(stopped);
        }
        let event = match (way, there) {
            _ if stopping && moves => {
                let stop = Stopped::Restoring;
                run.not_restored = Some(Error::interrupted(ReleaseProblem::Stopped { stop }));
                Happened::GiveUp
            }
            (Some((step, notes)), _) => {
                run.notes.extend(notes);
                let step = Box::new(step);
                run.restore = Some(step.clone());
                run.on(Happened::Restore)?;
                return Some(Next::Step(function.steps.len(), step));
            }
            (None, _) if !moves => Happened::Keep,
            (None, Some(there)) => {
                let there = there.to_string();
                run.not_restored = Some(Error::refused(ReleaseProblem::AliasLeft { there }));
                Happened::GiveUp
            }
            (None, None) => Happened::Same,
        };
        run.on(event)?;
        Some(Next::Nothing)
    }
}

/// A function of a failed group, with all that its way back depends on.
#[derive(Clone, Copy)]
struct WayBack<'a> {
    place: usize,
    function: &'a FunctionPlan,
    run: &'a FunctionRun,
    observation: &'a Observation,
    failed: &'a Failed,
}

impl<'a> WayBack<'a> {
    fn desired(self) -> &'a Desired {
        self.observation.intent.desired()
    }

    /// What was observed before the plan was made.
    fn before(self) -> Option<&'a ObservedFunction> {
        self.observation.observed.of(&self.function.target, self.place)
    }

    /// What was read again since the group failed.
    fn looked(self) -> Option<&'a ObservedFunction> {
        self.failed.looked.of(&self.function.target, self.place)
    }

    /// What is to be read now: the alias, and whose code is on `$LATEST`. None where the run had found no alias.
    fn queries(self) -> Option<Vec<Query>> {
        let alias = &self.desired().alias;
        let seen = self.before().filter(|seen| seen.alias(alias).get().is_some())?;
        let code = if seen.is_image() { Query::Function } else { Query::Digest(Version::latest()) };
        Some(vec![Query::Alias(alias.clone()), code])
    }

    /// What the alias says now.
    fn now(self) -> Option<Routing> {
        Some(self.looked()?.alias(&self.desired().alias).get()?.routing())
    }

    /// What someone else made of the alias since this run saw or wrote it.
    fn foreign(self) -> Option<Routing> {
        let run = self.run;
        if run.foreign.is_some() {
            return run.foreign.clone();
        }
        let recorded = self.before()?.alias(&self.desired().alias).get()?.routing();
        let asked = self.function.steps.iter().filter_map(|step| match &step.action {
            Action::Shift { to, .. } => to.routing(run.published.as_ref(), run.protected.as_ref()),
            _ => None,
        });
        let ours: Vec<Routing> = asked.chain(run.after.clone()).chain([recorded]).collect();
        self.now().filter(|now| !ours.iter().any(|ours| ours.same_as(now)))
    }

    /// Whether what is on `$LATEST` is neither what this run saw nor what it wrote.
    fn foreign_code(self) -> bool {
        let now = self.looked().and_then(|looked| looked.digest(&Version::latest()));
        let code = self.desired().functions.get(self.place).and_then(|desired| desired.code.as_ref());
        let package = code.and_then(|code| code.sha256()).filter(|_| self.run.replaced);
        let known = self.run.seen.code();
        now.zip(known)
            .is_some_and(|(now, known)| now != known && package.is_none_or(|ours| !now.eq_ignore_ascii_case(ours)))
    }

    /// Why a function that did not fail itself goes no further.
    fn blamed(self, left: Option<&StepText>, moves: bool) -> Error {
        let stop = match (moves, left) {
            (true, _) => GroupStop::Restored,
            (false, Some(step)) => GroupStop::Before { step: Box::new(step.clone()) },
            (false, None) => GroupStop::Over,
        };
        let culprit = self.failed.culprit.clone();
        Error::failed(ReleaseProblem::GroupFailed { culprit, stop }).on(self.function.target.name.clone())
    }

    /// The most that `$LATEST` may have where the function is put back; none where the recorded routing says it.
    fn most_for_latest(self, recorded: &Routing) -> Option<Reach> {
        let latest = Version::latest();
        if self.run.error.as_ref().is_some_and(|error| error.is(Code::CodeChanged)) {
            // nobody is known to have asked for a share of what someone else wrote there
            return Some(Reach::default());
        }
        if self.foreign_code() {
            // whoever wrote it saw the share that it has now
            let now = self.now().or_else(|| self.run.after.clone());
            return Some(Reach::of(&now.unwrap_or_else(|| recorded.clone()), &latest));
        }
        if self.run.replaced { self.observation.reach_allowed(self.place, self.function) } else { None }
    }

    /// The step that restores the function's routing, and what has to be said of it; none where the alias says so already.
    /// What someone else made of it stays, unless it gives this run's code more than was asked for it.
    fn step(self) -> Option<(Step, Vec<Note>)> {
        let (run, desired, seen) = (self.run, self.desired(), self.before());
        let shift = self.function.steps.iter().find_map(|step| match &step.action {
            Action::Shift { alias, from, description, .. } => Some((alias, from.clone(), description.as_str())),
            _ => None,
        });
        let there = seen.and_then(|seen| seen.alias(&desired.alias).get().copied());
        let (alias, recorded, description) = match (shift, there) {
            (Some(shift), _) => shift,
            (None, Some(there)) => (&desired.alias, Some(there.routing()), there.text()),
            (None, None) => return None,
        };
        let reason = Reason::GroupFailed { function: self.failed.culprit.clone() };
        let Some(recorded) = &recorded else {
            let from = run.after.clone().unwrap_or_else(|| Routing::all_to(Version::latest()));
            let action = Action::DeleteAlias { alias: alias.clone(), from };
            return Some((Step { text: StepText::DeleteAgain { alias: alias.clone() }, reason, action }, Vec::new()));
        };
        let mut notes = Vec::new();
        let foreign = self.foreign();
        if foreign.is_some() && (!run.replaced || self.foreign_code()) {
            return None;
        }
        let base = foreign.as_ref().unwrap_or(recorded);
        let goal = match (self.most_for_latest(base), seen) {
            (Some(most), Some(seen)) => {
                let stable = desired
                    .functions
                    .get(self.place)
                    .and_then(|desired| Users::of(&desired.on_record, there, seen).stable());
                plan::capped(base, seen, (&most, stable), foreign.is_some(), &mut notes)
            }
            _ => base.clone(),
        };
        let from = self.now().or_else(|| run.after.clone()).unwrap_or_else(|| recorded.clone());
        // what perhaps was written has to be written over, whatever it was
        let known = foreign.is_some() || run.alias != Written::InDoubt && (run.after.is_some() || !run.shifted());
        if from.same_as(&goal) && known {
            return None;
        }
        let made: Vec<_> = run.published.iter().chain(&run.protected).collect();
        let record = match (desired.functions.get(self.place), there.zip(seen)) {
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
