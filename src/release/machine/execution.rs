//! What carries out: a plan, how far each of its functions is, and what follows where their group fails.
//!
//! It decides, and sends nothing: [`Release`](super::Release) makes tasks of what it says and tells it what came of them.
//! Where a method gives `None` for what has to be there, no function is at that place, or it is at something else: a defect.

mod group;
mod restore;

use super::observation::Observation;
use crate::error::Error;
use crate::message::parts::Warmth;
use crate::message::problem::ReleaseProblem;
use crate::message::{Changed, Code, Note, StepText};
use crate::observed::Observed;
use crate::plan::{Action, FunctionPlan, Plan, Query, Stage, Step};
use crate::release::function_run::FunctionRun;
use crate::release::function_run::table::{Event, State};
use crate::release::report::{Report, result};
use crate::traffic::reach::Reach;
use group::{Failed, Group};

/// What carries out. There is one as soon as there is a plan that is to be carried out.
#[derive(Debug)]
pub(super) struct Execution {
    plan: Plan,
    /// How far the functions are, in the order of the plan's.
    runs: Vec<FunctionRun>,
    group: Group,
}

/// What a function does next.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Next {
    /// Nothing: it waits for the others, or is over.
    Nothing,
    /// It begins a step, which has this index. One behind the plan's last restores its routing.
    Step(usize, Box<Step>),
    /// It ends before this step, since the run is being stopped.
    Stop(Box<StepText>),
    /// Its group failed: this is read before it is put back.
    Look(Vec<Query>),
}

impl Execution {
    /// `runs` has one for each function of the plan.
    pub(super) fn new(plan: Plan, runs: Vec<FunctionRun>) -> Self {
        Self { group: Group::new(plan.group, &runs), plan, runs }
    }

    pub(super) const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Each function's plan, and how far it is.
    pub(super) fn parts(&self) -> impl Iterator<Item = (&FunctionPlan, &FunctionRun)> {
        self.plan.functions.iter().zip(&self.runs)
    }

    pub(super) fn parts_mut(&mut self) -> impl Iterator<Item = (&FunctionPlan, &mut FunctionRun)> {
        self.plan.functions.iter().zip(&mut self.runs)
    }

    /// A function's plan, and how far it is.
    pub(super) fn part(&self, place: usize) -> Option<(&FunctionPlan, &FunctionRun)> {
        self.plan.functions.get(place).zip(self.runs.get(place))
    }

    /// How far a function is, to be told what came of its step.
    pub(super) fn run_mut(&mut self, place: usize) -> Option<&mut FunctionRun> {
        self.runs.get_mut(place)
    }

    /// The functions that may be able to go on since this was asked last.
    pub(super) fn freed(&mut self) -> Vec<usize> {
        std::mem::take(&mut self.group.free)
    }

    /// All functions are asked what they do next.
    pub(super) fn everyone(&mut self) {
        self.group.everyone();
    }

    /// What a function does next, as far as the others let it.
    pub(super) fn next(&mut self, place: usize, observation: &Observation, stopping: bool) -> Option<Next> {
        let (function, run) = self.part(place)?;
        if run.state.busy() {
            return Some(Next::Nothing);
        }
        if self.failed() {
            return self.put_back(place, observation, stopping);
        }
        let (Some(step), Some(stage)) = (function.steps.get(run.step), run.stages.get(run.step)) else {
            return Some(Next::Nothing);
        };
        if run.state != State::Ready || !(stopping || self.group.admits(*stage)) {
            return Some(Next::Nothing);
        }
        if stopping {
            return Some(Next::Stop(Box::new(step.text.clone())));
        }
        if self.on_its_way(&step.action) {
            self.group.held.push(place);
            return Some(Next::Nothing);
        }
        Some(Next::Step(run.step, Box::new(step.clone())))
    }

    /// Whether the same package is on its way to the same bucket for another function: it goes up once.
    fn on_its_way(&self, action: &Action) -> bool {
        let goes_up = |(function, run): (&FunctionPlan, &FunctionRun)| {
            run.state == State::Stepping && function.steps.get(run.step).is_some_and(|step| step.action == *action)
        };
        matches!(action, Action::PutObject { .. }) && self.parts().any(goes_up)
    }

    /// A package is on its way no more: whoever waited for that is asked again.
    pub(super) fn package_over(&mut self) {
        self.group.free.append(&mut self.group.held);
    }

    /// A step of the plan begins.
    pub(super) fn begins(&mut self, place: usize) -> Option<()> {
        self.runs.get_mut(place)?.on(Event::Begin)
    }

    /// The run is stopped before the next step of a function.
    pub(super) fn stopped(&mut self, place: usize, error: Error) -> Option<()> {
        let (function, run) = (self.plan.functions.get(place)?, self.runs.get_mut(place)?);
        run.error = Some(error.on(function.target.name.clone()));
        run.on(Event::Stop)
    }

    /// The step that a function was at is done.
    pub(super) fn done(&mut self, place: usize) -> Option<()> {
        let run = self.runs.get_mut(place)?;
        let restores = run.state == State::Restoring;
        run.on(Event::Done)?;
        if restores { Some(()) } else { self.over(place) }
    }

    /// The step that a function was at has failed for good. Whether its group fails with it.
    pub(super) fn fails(&mut self, place: usize, action: &Action, error: Error, stopping: bool) -> Option<bool> {
        let halted = self.failed();
        let run = self.runs.get_mut(place)?;
        let restores = run.state == State::Restoring;
        let spared = !restores && spares_others(action, &error);
        run.on(if spared { Event::Spared } else { Event::Failed })?;
        if restores {
            run.not_restored = Some(error);
            return Some(false);
        }
        if spared {
            run.notes.push(Note::NotDeleted { error: Box::new(error.clone()) });
            run.spared.get_or_insert(error);
            self.over(place)?;
            return Some(false);
        }
        // one that was only stopped because its group failed says so, not that it failed itself
        if !halted || !error.is(Code::Halted) {
            run.error = Some(error);
        }
        let stage = run.stages.get(run.step).copied();
        // what follows the alias is not what users meet: all routing is as asked by then, and stays
        let bars = self.group.atomic && stage.is_some_and(|stage| stage != Stage::Follow) && !stopping;
        if !bars || halted {
            self.group.free.push(place);
            return Some(false);
        }
        let functions = &self.plan.functions;
        let looked = Observed::of_places(functions.iter().map(|function| function.target.clone()));
        self.group.failed = Some(Failed { culprit: functions.get(place)?.key.clone(), looked });
        self.group.everyone();
        Some(true)
    }

    /// A step of the plan is over: the function comes to its next, and others perhaps to theirs.
    fn over(&mut self, place: usize) -> Option<()> {
        let run = self.runs.get_mut(place)?;
        let stage = run.stages.get(run.step).copied();
        run.step += 1;
        self.group.over(place, stage);
        Some(())
    }

    /// Whether the functions are a group that failed.
    pub(super) const fn failed(&self) -> bool {
        self.group.failed.is_some()
    }

    /// Where what is read goes once the group failed: it is compared with what had been observed.
    pub(super) fn looks(&mut self) -> Option<&mut Observed> {
        self.group.failed.as_mut().map(|failed| &mut failed.looked)
    }

    /// A question about a function was answered, or never will be: where it is to be put back, that may go on.
    pub(super) fn looked(&mut self, place: usize) {
        if self.failed() {
            self.group.free.push(place);
        }
    }

    /// Everything is over. A function that ends before its last step has a reason. One without is a bug, and must not look
    /// like success.
    pub(super) fn own_up(&mut self) {
        for (function, run) in self.parts_mut() {
            let failed = run.error.is_some() || run.spared.is_some();
            if failed {
                let left = std::mem::take(&mut run.provisioned).into_iter();
                let left = left.map(|(version, instances)| Warmth::Left { version, instances });
                run.notes.extend(left.map(Note::Provisioned));
            }
            run.error = run.error.take().or_else(|| run.spared.take());
            if run.error.is_none() && run.step < function.steps.len() {
                let problem = ReleaseProblem::EndedEarly { step: run.step + 1, steps: function.steps.len() };
                run.error = Some(Error::failed(problem).on(function.target.name.clone()));
            }
        }
    }

    /// The requests that new code on `$LATEST` of a function may have.
    pub(super) fn reach_allowed(&self, place: usize, observation: &Observation) -> Option<Reach> {
        observation.reach_allowed(place, self.plan.functions.get(place)?)
    }

    /// What became of it.
    pub(super) fn report(&self, run: &str, notes: &[Note]) -> Report {
        if self.runs.is_empty() {
            return Report::Nothing;
        }
        Report::Run(result::of(run, &self.plan, &self.runs, notes))
    }

    /// The error of the run as a whole, with everything that was changed.
    pub(super) fn error(&self) -> Option<Error> {
        result::first_error(&self.plan, &self.runs)
    }

    /// Everything that was changed.
    pub(super) fn changed(&self) -> Vec<Changed> {
        result::all_changed(&self.plan, &self.runs)
    }
}

/// Whether the steps behind one that failed are carried out all the same: a version that can't be deleted, for a reason
/// of its own, does not hold up the others. The function fails with it when they are over.
fn spares_others(action: &Action, error: &Error) -> bool {
    // the API's own words for what is wrong with one version
    let own = ["UnsupportedOperation", "FailedOperation", "InvalidParameter", "ResourceInUse"];
    let alone = error.is(Code::VersionFailed) || own.iter().any(|code| error.code().starts_with(code));
    matches!(action, Action::DeleteVersion { .. }) && alone
}

#[cfg(test)]
mod tests;
