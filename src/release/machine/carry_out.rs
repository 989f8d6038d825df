//! Carrying out a plan: what [`Execution`] says comes next is made into tasks, and shown.

use super::Release;
use super::execution::{Execution, Next};
use crate::message::StepState;
use crate::message::problem::release::Stopped;
use crate::plan::{Action, FunctionPlan, Query, Step};
use crate::release::effect::Progress;
use crate::release::function_run::FunctionRun;
use crate::release::report::Served;
use crate::release::task::table::{Event, State};
use crate::release::task::{Purpose, Task};

impl Release {
    /// Begins whatever the functions that are free may begin now.
    pub(super) fn start_steps(&mut self, now_ms: u64) {
        let execution = must!(self, self.execution.as_mut(), "no plan");
        for place in execution.freed() {
            let execution = must!(self, self.execution.as_mut(), "no plan");
            let next = execution.next(place, &self.observation, self.stopping);
            match must!(self, next, "no function, or one that is put back in the middle of a step") {
                Next::Nothing => {}
                Next::Step(index, step) => self.begin(place, index, *step, now_ms),
                Next::Stop(step) => self.stop_before(place, Stopped::Before { step }),
                Next::Look(queries) => self.look(place, queries, now_ms),
            }
        }
    }

    /// Whether the functions are put back.
    pub(super) fn group_failed(&self) -> bool {
        self.execution.as_ref().is_some_and(Execution::failed)
    }

    /// A function's plan, and how far it is.
    pub(super) fn part(&self, place: usize) -> Option<(&FunctionPlan, &FunctionRun)> {
        self.execution.as_ref()?.part(place)
    }

    fn begin(&mut self, place: usize, at: usize, step: Step, now_ms: u64) {
        let (function, _) = must!(self, self.part(place), "no function");
        let (key, target) = (function.key.clone(), function.target.clone());
        let mut task = self.step_task(place, at, &key, step, target, now_ms);
        if !task.restores() {
            let execution = must!(self, self.execution.as_mut(), "no plan");
            must!(self, execution.begins(place), "a step begins while another is under way");
        }
        self.show_step(place, at, StepState::Started);
        let event = task.initial_event(now_ms.saturating_add(self.suspended_ms), self.planned_ms);
        self.tasks.push(task);
        self.advance(self.tasks.len() - 1, event, now_ms);
    }

    fn stop_before(&mut self, place: usize, stop: Stopped) {
        let stopped = self.stopped(stop);
        let execution = must!(self, self.execution.as_mut(), "no plan");
        must!(self, execution.stopped(place, stopped), "stopped in the middle of a step");
    }

    /// Reads what is there now, before a function is put back.
    fn look(&mut self, place: usize, queries: Vec<Query>, now_ms: u64) {
        let (function, _) = must!(self, self.part(place), "no function");
        let (key, target) = (function.key.clone(), function.target.clone());
        for query in queries {
            self.ask(&key, place, &target, query, now_ms);
        }
    }

    /// Nothing new is begun from now on: all functions come to hear of it.
    pub(super) fn begin_nothing(&mut self) {
        self.stopping = true;
        if let Some(execution) = &mut self.execution {
            execution.everyone();
        }
    }

    /// A group has failed, and goes no further: what only waits is not waited for.
    pub(super) fn halt(&mut self, now_ms: u64) {
        // putting back is not to fail because going forward has used up the tries
        self.dispatcher.renew_budget();
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

    /// Tells how much of a package has arrived.
    pub(super) fn show_upload(&mut self, index: usize, event: Event) {
        let Some(task) = self.tasks.get(index).filter(|_| event == Event::More) else { return };
        let Some(upload) = task.upload.as_ref().filter(|upload| upload.sending()) else { return };
        let event = Progress::Upload { function: task.key.clone(), bytes: upload.arrived(), of: upload.size() };
        self.dispatcher.show(event);
    }

    pub(super) fn show_step(&mut self, place: usize, step: usize, state: StepState) {
        let (function, run) = must!(self, self.part(place), "no function");
        // a second look after a takeover is no step of the plan
        let Some(shown) = function.steps.get(step).or(run.restore.as_deref()) else { return };
        let shifted = state == StepState::Done && matches!(shown.action, Action::Shift { .. });
        let event = Progress::Step {
            function: function.key.clone(),
            step: step + 1,
            steps: function.steps.len().max(step + 1),
            what: shown.text.clone(),
            state,
            served: run.after.as_ref().filter(|_| shifted).map(Served::of),
        };
        self.dispatcher.show(event);
    }
}
