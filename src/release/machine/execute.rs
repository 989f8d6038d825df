//! Carrying out a plan: steps begin, end and fail, function by function.

use super::Release;
use crate::error::Error;
use crate::message::parts::Warmth;
use crate::message::problem::ReleaseProblem;
use crate::message::problem::release::Stopped;
use crate::message::{Note, StepState};
use crate::observed::Observed;
use crate::plan::{self, Action, Stage, Step};
use crate::release::effect::Progress;
use crate::release::function_run::table::{Event as Happened, State as At};
use crate::release::report::Served;
use crate::release::task::table::{Event, State};
use crate::release::task::{Purpose, Task};

impl Release {
    /// Begins whatever the functions that are free may begin now.
    pub(super) fn start_steps(&mut self, now_ms: u64) {
        for place in std::mem::take(&mut self.execution.group.free) {
            let state = must!(self, self.execution.functions.get(place), "no function");
            if state.state.busy() {
                continue;
            }
            let function =
                must!(self, self.execution.plan.as_ref().and_then(|plan| plan.functions.get(place)), "no plan");
            if self.execution.group.failed() {
                self.put_back(place, now_ms);
                continue;
            }
            let (Some(step), Some(stage)) = (function.steps.get(state.step), state.stages.get(state.step)) else {
                continue;
            };
            if state.state != At::Ready || !(self.stopping || self.execution.group.admits(*stage)) {
                continue;
            }
            let (step, at) = (step.clone(), state.step);
            if !self.stopping && self.under_way(&step.action) {
                self.execution.group.held.push(place);
                continue;
            }
            if self.stopping {
                let name = function.target.name.clone();
                let stopped = self.stopped(Stopped::Before { step: Box::new(step.text.clone()) }).on(name);
                if let Some(state) = self.execution.functions.get_mut(place) {
                    state.error = Some(stopped);
                    must!(self, state.on(Happened::Stop), "stopped in the middle of a step");
                }
                continue;
            }
            self.begin(place, at, step, now_ms);
        }
    }

    pub(super) fn begin(&mut self, place: usize, at: usize, step: Step, now_ms: u64) {
        let function = must!(self, self.execution.plan.as_ref().and_then(|plan| plan.functions.get(place)), "no plan");
        let (key, target) = (function.key.clone(), function.target.clone());
        let mut task = self.step_task(place, at, &key, step, target, now_ms);
        if !task.restores() {
            let state = must!(self, self.execution.functions.get_mut(place), "no function");
            must!(self, state.on(Happened::Begin), "a step begins while another is under way");
        }
        self.show_step(place, at, StepState::Started);
        let event = task.initial_event(now_ms.saturating_add(self.suspended_ms), self.planned_ms);
        self.tasks.push(task);
        self.advance(self.tasks.len() - 1, event, now_ms);
    }

    /// Whether the same package is on its way to the same bucket for another function: it goes up once.
    fn under_way(&self, action: &Action) -> bool {
        let same = |task: &Task| matches!(&task.purpose, Purpose::Step(doing) if doing.action == *action);
        matches!(action, Action::PutObject { .. }) && self.tasks.iter().any(|task| same(task) && !task.state.ended())
    }

    /// A step failed for good. Its group goes no further: what only waits is not waited for.
    pub(super) fn broken(&mut self, place: usize, stage: Option<Stage>, now_ms: u64) {
        // what follows the alias is not what users meet: all routing is as asked by then, and stays
        let bars = self.execution.group.atomic && stage.is_some_and(|stage| stage != Stage::Follow) && !self.stopping;
        if !bars || self.execution.group.failed() {
            self.execution.group.free.push(place);
            return;
        }
        let function = must!(self, self.execution.plan.as_ref().and_then(|plan| plan.functions.get(place)), "no plan");
        self.execution.group.failed = Some(function.key.clone());
        // putting back is not to fail because going forward has used up the tries
        self.dispatcher.renew_budget();
        self.execution.looked =
            Observed::of_places(self.observation.intent.desired().functions.iter().map(plan::target_of));
        self.execution.group.everyone(&self.execution.functions);
        let idle = |(index, task): (usize, &Task)| {
            let waits =
                matches!(task.state, State::FindEarlierWait | State::RecheckWait | State::CallWait | State::VerifyWait)
                    && !task.restores();
            (waits && matches!(task.purpose, Purpose::Step(_))).then_some(index)
        };
        let idle: Vec<usize> = self.tasks.iter().enumerate().filter_map(idle).collect();
        for index in idle {
            self.dispatcher.forget(index);
            self.advance(index, Event::Stop, now_ms);
        }
    }

    /// A function that ends before its last step has a reason. One without is a bug, and must not look like success.
    pub(super) fn own_up(&mut self) {
        let functions = self.execution.plan.as_ref().map(|plan| plan.functions.as_slice()).unwrap_or_default();
        for (state, function) in self.execution.functions.iter_mut().zip(functions) {
            let failed = state.error.is_some() || state.spared.is_some();
            if failed {
                let left = std::mem::take(&mut state.provisioned).into_iter();
                let left = left.map(|(version, instances)| Warmth::Left { version, instances });
                state.notes.extend(left.map(Note::Provisioned));
            }
            state.error = state.error.take().or_else(|| state.spared.take());
            if state.error.is_none() && state.step < function.steps.len() {
                let problem = ReleaseProblem::EndedEarly { step: state.step + 1, steps: function.steps.len() };
                state.error = Some(Error::failed(problem).on(function.target.name.clone()));
            }
        }
    }

    /// Tells how much of a package has arrived.
    pub(super) fn show_upload(&mut self, index: usize, event: Event) {
        let Some(task) = self.tasks.get(index).filter(|_| event == Event::More) else { return };
        let Some(upload) = task.upload.as_ref().filter(|upload| upload.sending()) else { return };
        let event = Progress::Upload { function: task.key.clone(), bytes: upload.arrived(), of: upload.size() };
        self.dispatcher.show(event);
    }

    pub(super) fn show_step(&mut self, place: usize, step: usize, state: StepState) {
        let function = must!(self, self.execution.plan.as_ref().and_then(|plan| plan.functions.get(place)), "no plan");
        let back = self.execution.functions.get(place).and_then(|state| state.restore.as_deref());
        // a second look after a takeover is no step of the plan
        let Some(text) = function.steps.get(step).or(back).map(|step| step.text.clone()) else { return };
        let shifted = state == StepState::Done
            && function.steps.get(step).or(back).is_some_and(|step| matches!(step.action, Action::Shift { .. }));
        let after = self.execution.functions.get(place).and_then(|state| state.after.as_ref());
        let served = after.filter(|_| shifted).map(Served::of);
        self.dispatcher.show(Progress::Step {
            function: function.key.clone(),
            step: step + 1,
            steps: function.steps.len().max(step + 1),
            what: text,
            state,
            served,
        });
    }
}
