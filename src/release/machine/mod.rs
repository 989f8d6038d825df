//! The machine of a release: observe, plan, carry out.
//!
//! [`Release::take`] hands out effects, [`Release::feed`] takes their outcomes; several may be in flight at once. The steps of a
//! function run one after the other, functions run side by side. The states of a single step are in [`table::TABLE`].

/// The value that is there unless this tool has a defect. Where it is missing, that ends the run as `InternalError`, and a
/// test at once; the function returns.
macro_rules! must {
    ($release:ident, $value:expr, $what:literal) => {
        must!($release, $value, $what, Default::default())
    };
    ($release:ident, $value:expr, $what:literal, $otherwise:expr) => {
        match $value {
            Some(value) => value,
            None => {
                $release.defect($what);
                return $otherwise;
            }
        }
    };
}

mod after;
mod afterwards;
mod begin;
mod carry_out;
mod discover;
mod dispatch;
mod doubts;
mod execution;
mod observation;
mod observe;
mod overview;
mod own_log;
mod poll;
mod polls;
mod questions;
mod record;
mod steps;
mod takeover;

use super::clock::Now;
use super::effect::{Effect, Progress};
use super::journal::{self, Journal, JournalWriter, OwnLog};
use super::outcome::Outcome;
use super::rate_limit::Place;
use super::report::Report;
use super::request::Request;
use super::retry::{Rng, look_ms, not_ready, pause_ms, retrying};
use super::task::Task;
use super::task::table::{self, Act, Event, State};
use crate::desired::FromEnvironment;
use crate::error::Error;
use crate::message::problem::ReleaseProblem;
use crate::message::{Code, Hint};
use crate::observed::Observed;
use crate::plan::{Note, Plan};
use after::{Afterwards, Again};
use begin::Begun;
use dispatch::{Dispatcher, Flight, NOBODY};
use execution::Execution;
use observation::Observation;
pub(crate) use poll::WAITED_FOR;
use polls::Polls;

/// Calls of a release that began before its journal was read have ids from here on: where it is given up, what came of them
/// is not taken for another's.
const AHEAD_ID: u32 = 1 << 30;

/// So many looks are part of any change; whoever waits longer is told.
const PATIENT: u32 = 5;

/// A release on its way.
#[derive(Debug)]
pub struct Release {
    observation: Observation,
    /// The text of the plan that is to be applied.
    expected: Option<String>,
    run: String,
    writer: JournalWriter,
    /// The log that it is in; absent where it can't write into it.
    log: Option<OwnLog>,
    /// Whatever is random in the run comes from it.
    entropy: u64,
    /// The person said that it may go on.
    force: bool,
    dispatcher: Dispatcher,
    /// The plan, where a plan is all that was asked for.
    proposal: Option<Plan>,
    /// What carries the plan out, as soon as there is one.
    execution: Option<Execution>,
    tasks: Vec<Task>,
    /// Functions that are waited for together.
    polls: Polls,
    /// What was noted about the run as a whole.
    notes: Vec<Note>,
    /// When the run began.
    began: Now,
    /// The time of the last thing that happened, on the steady clock.
    now_ms: u64,
    /// The same on the wall's.
    wall_ms: u64,
    stopping: bool,
    /// When everything that the plan rests on had been read.
    planned_ms: u64,
    /// How much further the wall clock went since then: what was read is so much older.
    suspended_ms: u64,
    /// It puts an end to a run that broke off.
    takes_up: bool,
    /// What an answer of the API may repeat, and nobody is shown.
    secrets: FromEnvironment,
    /// Earlier runs: their marks are no foreign_versions.
    journal: Journal,
    again: Again,
    afterwards: Afterwards,
    failure: Option<Error>,
    finished: bool,
    /// The journal is not read yet: what needs none is asked, and nothing is planned.
    ahead: bool,
    /// When that was answered, before the journal was read.
    looked_ms: Option<u64>,
}

impl Release {
    /// A release for an order. `seed` is any number that other runs do not have.
    ///
    /// # Errors
    /// The first thing wrong with the inputs.
    pub fn new(order: &Request, now: impl Into<Now>, seed: u64) -> Result<Self, Error> {
        Self::behind(Journal::read(&order.journal), order, now.into(), seed)
    }

    /// The same behind a journal that has been read.
    pub(super) fn behind(journal: Journal, order: &Request, now: Now, seed: u64) -> Result<Self, Error> {
        let mut release = Self::before(journal, order, now, seed)?;
        release.go_on(now.steady_ms);
        Ok(release)
    }

    /// One whose journal is still being read. It asks the first questions, which need none.
    pub(super) fn ahead(order: &Request, now: Now, seed: u64) -> Result<Self, Error> {
        let mut release = Self::before(Journal::default(), order, now, seed)?;
        release.ahead = true;
        release.dispatcher.ids_from(AHEAD_ID);
        release.go_on(now.steady_ms);
        Ok(release)
    }

    fn before(journal: Journal, order: &Request, now: Now, seed: u64) -> Result<Self, Error> {
        let began @ Now { steady_ms: now_ms, wall_ms } = now;
        let Begun { journal, intent, begin, takes_up, overview, watch } = order.begun(journal, wall_ms)?;
        let doubts = order.doubts(&journal, &intent);
        let mut rng = Rng::new(seed ^ wall_ms);
        let run = format!("{:08x}", rng.roll() >> 32);
        let mut dispatcher = Dispatcher::new(rng);
        for note in doubts.clone() {
            dispatcher.show(Progress::Noted { note });
        }
        let variables = intent.desired().secrets();
        Ok(Self {
            observation: Observation::new((order.operation, order.zone), intent, (overview, watch)),
            expected: order.plan.clone(),
            run,
            writer: JournalWriter::new(begin),
            log: order.own_log(&journal, seed ^ wall_ms),
            entropy: seed ^ wall_ms,
            force: order.force,
            dispatcher,
            proposal: None,
            execution: None,
            tasks: Vec::new(),
            polls: Polls::default(),
            notes: doubts,
            began,
            now_ms,
            wall_ms,
            stopping: false,
            planned_ms: now_ms,
            suspended_ms: 0,
            takes_up,
            secrets: order.from_environment.clone().and(variables),
            journal,
            again: Again::No,
            afterwards: Afterwards::Due,
            failure: None,
            finished: false,
            ahead: false,
            looked_ms: None,
        })
    }

    /// The journal of one that began ahead of it has been read.
    pub(super) fn learns(&mut self, journal: Journal, order: &Request, now: Now) -> Result<(), Error> {
        let Begun { journal, intent, begin, takes_up, overview, watch } = order.begun(journal, now.wall_ms)?;
        let doubts = order.doubts(&journal, &intent);
        for note in &doubts {
            self.dispatcher.show(Progress::Noted { note: note.clone() });
        }
        self.notes.extend(doubts);
        self.log = order.own_log(&journal, self.entropy);
        self.observation.informed(intent, (overview, watch));
        (self.journal, self.takes_up, self.ahead) = (journal, takes_up, false);
        self.writer = JournalWriter::new(begin);
        let now_ms = self.tick(now);
        self.go_on(now_ms);
        Ok(())
    }

    /// The effects that are ready. Each is handed out once. Taken right after something was fed: what may go by now is judged
    /// by the time of that.
    pub fn take(&mut self) -> Vec<Effect> {
        if !self.finished {
            self.dispatcher.send(&mut self.tasks, self.now_ms, self.stopping);
        }
        self.dispatcher.take()
    }

    /// Takes what came of the effect `id`. An id that is not in flight is passed over.
    pub fn feed(&mut self, id: u32, outcome: &Outcome, now: impl Into<Now>) {
        let now_ms = self.tick(now.into());
        let Some(Flight { task: index, sent, .. }) = self.dispatcher.landed(id, now_ms) else { return };
        if let Outcome::Unstored { .. } | Outcome::Fenced { .. } | Outcome::Locked { .. } = outcome {
            self.shut(outcome);
        }
        if index == NOBODY {
            self.noted(outcome);
            return self.go_on(now_ms);
        }
        if let Outcome::Answered(_) = outcome {
            let here = self.wall_of(now_ms) / 1000;
            self.observation.api_now.get_or_insert_with(|| outcome.given_s().unwrap_or(here));
        }
        let task = must!(self, self.tasks.get_mut(index), "no task");
        task.heard_ms = now_ms;
        let event = match (task.state, outcome) {
            (State::Done | State::Failed, _) => {
                self.noted_late(index, outcome);
                return self.go_on(now_ms);
            }
            (
                State::Recording,
                Outcome::Stored | Outcome::Unstored { .. } | Outcome::Fenced { .. } | Outcome::Locked { .. },
            ) => self.entered(index),
            (State::Recording, Outcome::Stale) => {
                task.initial_event(now_ms.saturating_add(self.suspended_ms), self.planned_ms)
            }
            (State::Call, Outcome::Fenced { .. } | Outcome::Locked { .. }) => {
                task.error = self.writer.closed().map(|why| why.error.clone());
                Event::Refused
            }
            (
                State::FindEarlierWait | State::RecheckWait | State::CallWait | State::VerifyWait | State::FindLostWait,
                _,
            ) if self.stopping || self.failure.is_some() => Event::Stop,
            (
                State::FindEarlierWait | State::RecheckWait | State::CallWait | State::VerifyWait | State::FindLostWait,
                _,
            ) => task.due(now_ms),
            _ => {
                let again = self.execution.as_mut().and_then(Execution::looks);
                let seen = again.unwrap_or(&mut self.observation.observed);
                let event = task.interpret(outcome, seen);
                let now = Now { steady_ms: now_ms, wall_ms: self.wall_ms };
                let (event, note) = self.dispatcher.weigh(task, event, sent.as_ref(), now);
                self.notes.extend(note);
                event
            }
        };
        self.advance(index, event, now_ms);
        self.go_on(now_ms);
    }

    /// The person wants to stop: nothing new is written, what is in flight is awaited.
    pub fn stop(&mut self, now: impl Into<Now>) {
        let now_ms = self.tick(now.into());
        self.begin_nothing();
        self.go_on(now_ms);
    }

    /// Whether there is nothing left to do.
    #[must_use]
    pub const fn finished(&self) -> bool {
        self.finished
    }

    /// What has been observed so far.
    #[must_use]
    pub const fn observed(&self) -> &Observed {
        &self.observation.observed
    }

    /// How it ended.
    ///
    /// # Errors
    /// What stopped it, with everything that had been changed by then; the report says it per function.
    pub fn outcome(&self) -> (Report, Option<Error>) {
        match (self.observation.report(), &self.failure) {
            (Some(found), None) => found,
            // what was found by then is shown all the same, where it is a list
            (Some((report, _)), Some(failure)) => {
                let report = if self.observation.watch.is_some() { Report::Nothing } else { report };
                (report, Some(self.with_ways_out(failure.clone())))
            }
            (None, _) => self.result(),
        }
    }

    /// What became of a plan.
    fn result(&self) -> (Report, Option<Error>) {
        let report = match (&self.proposal, &self.execution) {
            (Some(plan), _) => Report::Plan(plan.clone()),
            (None, Some(execution)) => execution.report(&self.run, &self.notes),
            (None, None) => Report::Nothing,
        };
        let of_functions = || self.execution.as_ref().and_then(Execution::error);
        // whoever took over explains what else went wrong, and may undo also what this run saw done
        let taken = || {
            let changed = self.execution.as_ref().map(Execution::changed).unwrap_or_default();
            self.writer.closed().filter(|why| why.fenced).map(|why| why.error.clone().changed(changed))
        };
        let error = self.failure.clone().or_else(taken).or_else(of_functions);
        (report, error.map(|error| self.with_ways_out(error)))
    }

    /// An error that says that the run was stopped, with what ends it.
    fn with_ways_out(&self, error: Error) -> Error {
        if !error.is(Code::Interrupted) || error.hint().is_some() {
            return error;
        }
        if !self.writer.begun() {
            return error.advise(Hint::SameCommand);
        }
        let stage = &self.observation.intent.desired().stage;
        error.advise(Hint::Ways(journal::ways(self.observation.intent.kind(), stage, self.writer.shifts())))
    }

    /// Something that can't be was met: a defect of this tool. The run ends with it.
    fn defect(&mut self, what: &'static str) {
        debug_assert!(false, "{what}");
        self.failure.get_or_insert_with(|| Error::failed(ReleaseProblem::Defect { what }));
    }

    /// Time has passed. What it is on the steady clock.
    const fn tick(&mut self, now: Now) -> u64 {
        let jumped_ms = now.jumped_ms(Now { steady_ms: self.now_ms, wall_ms: self.wall_ms });
        self.suspended_ms = self.suspended_ms.saturating_add(jumped_ms);
        self.now_ms = now.steady_ms;
        self.wall_ms = now.wall_ms;
        now.steady_ms
    }

    /// What a moment of this run, on the steady clock, is on the wall's.
    const fn wall_of(&self, steady_ms: u64) -> u64 {
        self.wall_ms.saturating_sub(self.now_ms.saturating_sub(steady_ms))
    }

    /// Starts whatever can start now; decides when everything is over.
    fn go_on(&mut self, now_ms: u64) {
        if self.finished {
            return;
        }
        if self.stopping || self.failure.is_some() {
            // what has been sent is awaited and what was written is looked at; nothing else is sent
            for index in self.dispatcher.drop_work(|_| true) {
                self.advance(index, Event::Stop, now_ms);
            }
        } else if self.group_failed() {
            for index in self.dispatcher.drop_work(|index| self.tasks.get(index).is_some_and(Task::forward)) {
                self.advance(index, Event::Stop, now_ms);
            }
        }
        if self.proposal.is_none() && self.execution.is_none() && self.failure.is_none() {
            self.observe(now_ms);
        }
        if self.ahead {
            return;
        }
        if self.execution.is_some() {
            self.start_steps(now_ms);
        }
        // the last entries of a run go into the journal together
        if !self.dispatcher.idle_but_for_records() {
            return;
        }
        // where nothing was carried out there is no end of its own
        let over = self.execution.is_none() || self.ended(now_ms);
        self.finished = over && self.dispatcher.idle();
    }

    /// Whether the steps of a plan, which are over, leave nothing to do.
    fn ended(&mut self, now_ms: u64) -> bool {
        if self.look_again(now_ms) {
            return false;
        }
        must!(self, self.execution.as_mut(), "no plan").own_up();
        !self.record_end(now_ms) && !self.look_afterwards(now_ms)
    }

    fn wait_ms(&self) -> u64 {
        u64::from(self.observation.intent.desired().wait_seconds) * 1000
    }

    /// Takes a task through the table.
    fn advance(&mut self, index: usize, event: Event, now_ms: u64) {
        let halts = event == Event::Stop && self.group_failed() && !self.stopping;
        let task = must!(self, self.tasks.get_mut(index), "no task");
        // a shell that hands back nonsense makes events that mean nothing
        let Some((to, act)) = table::next(task.state, event) else { return };
        let from = task.state;
        task.state = to;
        if from == State::Recheck && matches!(to, State::Recording | State::Call) {
            task.looked(now_ms);
        }
        if event == Event::Accepted {
            task.accepted(now_ms);
        }
        task.recheck.recorded |= from == State::Recording && to == State::Call;
        task.halted |= halts;
        if matches!(
            (from, to),
            (State::Ready, _)
                | (State::Call | State::Recheck, State::Verify | State::FindLost)
                | (State::Recheck, State::Recording)
                | (State::FindLost, State::Verify)
                // each request of an upload has its own time
                | (State::Call, State::Call)
        ) {
            task.began_ms = None;
            task.looks = 0;
        }
        if from == State::VerifyWait {
            self.leaves(index);
        }
        match act {
            Act::Record => self.record_before(index, now_ms),
            Act::Call | Act::Check | Act::Search => {
                self.show_upload(index, event);
                let place = if event == Event::Deferred { Place::First } else { Place::Last };
                if let Some(call) = self.tasks.get(index).and_then(Task::call) {
                    self.dispatcher.enqueue(index, call, to.looks(), place);
                }
            }
            Act::Pause => self.pause(index),
            Act::Finish => self.finish(index, now_ms),
            Act::Fail => self.fail(index, now_ms),
        }
    }

    fn pause(&mut self, index: usize) {
        let task = must!(self, self.tasks.get_mut(index), "no task");
        if task.state == State::VerifyWait && self.joins(index) {
            return;
        }
        let task = must!(self, self.tasks.get_mut(index), "no task");
        let ms = match (task.state, &task.failure, task.pause_ms.take()) {
            (_, _, Some(ms)) => ms,
            // a look that meets trouble is a call like any other: it outlasts a short outage too
            (state, Some(failure), None) if state == State::CallWait || task.tries > 0 => {
                pause_ms(failure, task.tries, self.dispatcher.rng())
            }
            _ => look_ms(task.looks),
        };
        task.looks += 1;
        let now_ms = self.now_ms;
        if task.tries <= 1 {
            task.troubled_ms = now_ms;
        }
        let trouble = task.failure.as_ref().filter(|_| task.state == State::CallWait || task.tries > 0);
        let why = trouble.map(|failure| self.secrets.hide(&[failure.code.as_str(), ": ", &failure.reason()].concat()));
        let key = task.key.clone();
        match why {
            Some(why) => {
                let lasted_ms = now_ms.saturating_sub(task.troubled_ms);
                self.dispatcher.say(key, retrying(why, lasted_ms), ms, now_ms);
            }
            None if task.looks >= PATIENT => {
                let lasted_ms = now_ms.saturating_sub(task.began_ms.unwrap_or(now_ms));
                self.dispatcher.say(key, not_ready(lasted_ms), ms, now_ms);
            }
            None => {}
        }
        self.dispatcher.sleep(index, ms);
    }
}

#[cfg(test)]
mod tests;
