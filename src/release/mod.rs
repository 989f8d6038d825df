//! The machine of a release: observe, plan, carry out. Without I/O, without a clock, without entropy of its own.
//!
//! [`Release::take`] hands out effects, [`Release::feed`] takes what came of them; several may be in flight at once. Each
//! function of the plan has a lane; a lane's steps run one after the other, lanes run side by side. What a single step goes
//! through stands in [`table::TABLE`].

mod afterwards;
mod aliases;
mod clock;
mod doubts;
mod effect;
mod group;
pub mod journal;
mod observing;
mod order;
mod overview;
mod pace;
pub mod plan_file;
mod polling;
mod recording;
mod result;
mod retry;
mod sending;
mod shell;
mod status;
mod steps;
pub mod table;
mod takeover;
mod task;
mod watching;

pub use aliases::AliasList;
pub use clock::Now;
pub use effect::{Effect, Outcome, Progress};
pub use journal::{Journal, recorded};
use order::Begun;
pub use order::{Kind, Order, What};
pub use overview::{FunctionRow, Served, Standing};
pub use result::{FunctionResult, Report, RunResult};
pub use shell::{Needs, locked};
pub use status::StatusRow;
pub use takeover::TookOver;
pub use watching::Watch;

use crate::error::Error;
use crate::observed::Observed;
use crate::plan::{self, Intent, Note, Plan, Stage};
use crate::routing::{Routing, Version};
use crate::scf::Trouble;
use crate::wanted::FromEnvironment;
use crate::watch::Zone;
use afterwards::Afterwards;
use group::{Back, Group};
use journal::Book;
use observing::Observing;
use overview::Overview;
use pace::{Pace, Place};
use polling::Polls;
use retry::{Budget, Dice, Said, look_ms, pause_ms, trouble_text, wait_text};
use sending::{Flight, Sent, Wake};
use table::{Act, Event, State};
use takeover::Again;
use task::{LastSeen, Task};

/// So many looks are part of any change; whoever waits longer is told.
const PATIENT: u32 = 5;
/// In the place of a task: whose effect is the run's own.
const NOBODY: usize = usize::MAX;

/// A function's way through its plan.
#[derive(Debug, Default)]
pub(crate) struct Lane {
    /// The stages of the plan's steps.
    stages: Vec<Stage>,
    /// The next step.
    step: usize,
    /// A step of it is under way.
    busy: bool,
    published: Option<Version>,
    protected: Option<Version>,
    /// The function's creation was accepted, or its answer lost.
    created: bool,
    /// Code or configuration were written, or perhaps were.
    replaced: bool,
    /// What its steps rest on, as it was seen last.
    seen: LastSeen,
    /// The alias was written, or perhaps was.
    shifted: bool,
    /// It is not known whether the last write of the alias was carried out.
    in_doubt: bool,
    /// What someone else made of the alias, after this run wrote it.
    foreign: Option<Routing>,
    /// What the alias said when it was last written.
    after: Option<Routing>,
    /// What the alias said when a step about it failed.
    found: Option<Routing>,
    changed: Vec<String>,
    /// Versions that were deleted.
    deleted: Vec<Version>,
    notes: Vec<Note>,
    error: Option<Error>,
    /// The first failure that did not hold up the steps behind it.
    spared: Option<Error>,
    /// What became of its routing when its group failed.
    back: Option<Back>,
}

/// A release on its way.
#[derive(Debug)]
pub struct Release {
    what: What,
    /// In which times are told.
    zone: Zone,
    intent: Intent,
    /// What functions there are, where that is the order.
    overview: Option<Overview>,
    /// What is watched, where that is the order, and what was answered so far.
    watch: Option<Watch>,
    answers: Vec<watching::Answered>,
    /// The text of the plan that is to be applied.
    expected: Option<String>,
    run: String,
    book: Book,
    dice: Dice,
    observed: Observed,
    /// What was read again when the group failed.
    looked: Observed,
    observing: Observing,
    plan: Option<Plan>,
    lanes: Vec<Lane>,
    group: Group,
    tasks: Vec<Task>,
    /// Effects that are ready to be taken.
    ready: Vec<Effect>,
    /// Calls that wait for their turn.
    pace: Pace,
    /// Functions that are waited for together.
    polls: Polls,
    /// The sleep that they wait for.
    wake: Option<Wake>,
    /// Tries that the run as a whole has left.
    budget: Budget,
    /// How far the API's clock is ahead of this machine's, where that had to be learned.
    skew_ms: Option<i64>,
    /// What was noted about the run as a whole.
    notes: Vec<Note>,
    /// Effects that were handed out.
    flights: Vec<Flight>,
    next_id: u32,
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
    /// Earlier runs: their marks are no strangers.
    journal: Journal,
    /// The troubles and waits that were said.
    said: Said,
    again: Again,
    afterwards: Afterwards,
    failure: Option<Error>,
    finished: bool,
}

impl Release {
    /// A release for an order. `seed` is any number that other runs do not have.
    ///
    /// # Errors
    /// The first thing wrong with the inputs.
    pub fn new(order: &Order, now: impl Into<Now>, seed: u64) -> Result<Self, Error> {
        let began @ Now { steady_ms: now_ms, wall_ms } = now.into();
        let Begun { journal, intent, begin, takes_up, overview, watch } = order.begun(wall_ms)?;
        let doubts = order.doubts(&journal, &intent);
        let mut dice = Dice::new(seed ^ wall_ms);
        let run = format!("{:08x}", dice.roll() >> 32);
        let variables = intent.wanted().secrets();
        let mut release = Self {
            what: order.what,
            overview,
            watch,
            answers: Vec::new(),
            observing: Observing::new(&intent),
            observed: Observed::of_places(intent.wanted().functions.iter().map(plan::target_of)),
            looked: Observed::default(),
            group: Group::default(),
            expected: order.plan.clone(),
            run,
            book: Book::new(journal.chain.head.clone(), begin),
            intent,
            dice,
            plan: None,
            lanes: Vec::new(),
            tasks: Vec::new(),
            ready: doubts.clone().map(|note| Effect::Show { event: Progress::Noted { note } }).into_iter().collect(),
            pace: Pace::default(),
            polls: Polls::default(),
            wake: None,
            budget: Budget::default(),
            skew_ms: None,
            notes: order.notes().chain(doubts).collect(),
            zone: order.zone,
            flights: Vec::new(),
            next_id: 1,
            began,
            now_ms,
            wall_ms,
            stopping: false,
            planned_ms: now_ms,
            suspended_ms: 0,
            takes_up,
            secrets: order.from_environment.clone().and(variables),
            journal,
            said: Said::default(),
            again: if order.took_over.as_ref().is_some_and(|from| from.living) { Again::Due } else { Again::No },
            afterwards: Afterwards::Due,
            failure: None,
            finished: false,
        };
        release.go_on(now_ms);
        Ok(release)
    }

    /// The effects that are ready. Each is handed out once. Taken right after something was fed: what may go by now is judged
    /// by the time of that.
    pub fn take(&mut self) -> Vec<Effect> {
        if !self.finished {
            self.send();
        }
        std::mem::take(&mut self.ready)
    }

    /// Takes what came of the effect `id`. An id that is not in flight is passed over.
    pub fn feed(&mut self, id: u32, outcome: &Outcome, now: impl Into<Now>) {
        let now_ms = self.tick(now.into());
        if self.wake.is_some_and(|wake| wake.id == id) {
            self.wake = None;
        }
        let Some(at) = self.flights.iter().position(|flight| flight.id == id) else { return };
        let Flight { task: index, sent, .. } = self.flights.swap_remove(at);
        if let Some(sent) = &sent {
            self.pace.answered(sent.of(), sent.at_ms, now_ms);
        }
        if let Outcome::Unstored { .. } | Outcome::Fenced { .. } = outcome {
            self.shut(outcome);
        }
        if index == NOBODY {
            self.noted(outcome);
            return self.go_on(now_ms);
        }
        let Some(task) = self.tasks.get_mut(index) else { return };
        task.heard_ms = now_ms;
        let event = match (task.state, outcome) {
            (State::Done | State::Failed, _) => {
                self.noted_late(index, outcome);
                return self.go_on(now_ms);
            }
            (State::Recording, Outcome::Stored | Outcome::Unstored { .. } | Outcome::Fenced { .. }) => {
                self.entered(index)
            }
            (State::Calling, Outcome::Fenced { .. }) => {
                task.error = self.book.closed().map(|why| why.error.clone());
                Event::Refused
            }
            (State::Expecting | State::RecheckWait | State::Pausing | State::Watching | State::Seeking, _)
                if self.stopping || self.failure.is_some() =>
            {
                Event::Stop
            }
            (State::Expecting | State::RecheckWait | State::Pausing | State::Watching | State::Seeking, _) => {
                task.due(now_ms)
            }
            _ => {
                let seen = if self.group.failed() { &mut self.looked } else { &mut self.observed };
                let event = task.interpret(outcome, seen);
                self.weigh(index, event, sent.as_ref())
            }
        };
        self.advance(index, event, now_ms);
        self.go_on(now_ms);
    }

    /// The person wants to stop: nothing new is written, what is in flight is awaited.
    pub fn stop(&mut self, now: impl Into<Now>) {
        self.stopping = true;
        let now_ms = self.tick(now.into());
        self.group.everyone(&self.lanes);
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
        &self.observed
    }

    /// How it ended.
    ///
    /// # Errors
    /// What stopped it, with everything that had been changed by then; the report says it per function.
    pub fn outcome(&self) -> (Report, Option<Error>) {
        match (self.what, &self.overview) {
            (What::Functions, Some(overview)) => {
                let rows = overview.rows(&self.intent.wanted().alias, &self.observed);
                (Report::Functions(rows), self.failure.clone())
            }
            _ => self.result(),
        }
    }

    fn result(&self) -> (Report, Option<Error>) {
        if let (Some(watch), None) = (&self.watch, &self.failure) {
            return watch.report(self.intent.wanted(), &self.observed, &self.answers);
        }
        let report = match (&self.plan, self.what) {
            (_, What::Status) => Report::Status(status::rows(self.intent.wanted(), &self.observed, self.zone)),
            (_, What::Aliases) => {
                aliases::lists(self.intent.wanted(), &self.observed).map_or(Report::Nothing, Report::Aliases)
            }
            (Some(plan), What::Plan) => Report::Plan(plan.clone()),
            (Some(plan), _) if !self.lanes.is_empty() => {
                Report::Run(result::of(&self.run, plan, &self.lanes, &self.notes))
            }
            _ => Report::Nothing,
        };
        let of_lanes = || self.plan.as_ref().and_then(|plan| result::first_error(plan, &self.lanes));
        let error = self.failure.clone().or_else(of_lanes);
        (report, error.map(|error| self.with_ways_out(error)))
    }

    /// An error that says that the run was stopped, with what ends it.
    fn with_ways_out(&self, error: Error) -> Error {
        if error.code != "Interrupted" || error.hint.is_some() {
            return error;
        }
        let wanted = self.intent.wanted();
        if !self.book.begun() {
            return error.hint("give the same command again");
        }
        let shifted = self.book.shifts();
        error.hint(journal::Rest { kind: self.intent.kind(), stage: &wanted.stage, shifted }.ways())
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

    const fn new_id(&mut self) -> u32 {
        let id = self.next_id;
        self.next_id += 1;
        id
    }

    fn flight(&mut self, task: usize, sent: Option<Sent>) -> u32 {
        let id = self.new_id();
        self.flights.push(Flight { id, task, sent });
        id
    }

    /// Starts whatever can start now; decides when everything is over.
    fn go_on(&mut self, now_ms: u64) {
        if self.finished {
            return;
        }
        if self.stopping || self.failure.is_some() {
            // what has been sent is awaited and what was written is looked at; nothing else is sent
            for index in self.pace.drop_work(|_| true) {
                self.advance(index, Event::Stop, now_ms);
            }
        } else if self.group.failed() {
            for index in self.pace.drop_work(|index| self.tasks.get(index).is_some_and(Task::forward)) {
                self.advance(index, Event::Stop, now_ms);
            }
        }
        if self.plan.is_none() && self.failure.is_none() {
            self.observe(now_ms);
        }
        if self.plan.is_some() {
            self.start_steps(now_ms);
        }
        if !self.flights.is_empty() || !self.pace.is_empty() {
            return;
        }
        // without a plan nothing was done that has an end of its own
        self.finished = self.plan.is_none() || self.ended(now_ms);
    }

    /// Whether the steps of a plan, which are over, leave nothing to do.
    fn ended(&mut self, now_ms: u64) -> bool {
        if self.look_again(now_ms) {
            return false;
        }
        self.own_up();
        !self.record_end(now_ms) && !self.look_afterwards(now_ms)
    }

    fn wait_ms(&self) -> u64 {
        u64::from(self.intent.wanted().wait_seconds) * 1000
    }

    /// Takes a task through the table.
    fn advance(&mut self, index: usize, event: Event, now_ms: u64) {
        let Some(task) = self.tasks.get_mut(index) else { return };
        let Some((to, act)) = table::next(task.state, event) else { return };
        let from = task.state;
        task.state = to;
        if from == State::Recheck && matches!(to, State::Recording | State::Calling) {
            task.looked(now_ms);
        }
        if event == Event::Accepted {
            task.accepted(now_ms);
        }
        task.recheck.recorded |= from == State::Recording && to == State::Calling;
        task.halted |= event == Event::Stop && self.group.failed() && !self.stopping;
        if matches!(
            (from, to),
            (State::Ready, _)
                | (State::Calling | State::Recheck, State::Checking | State::Searching)
                | (State::Recheck, State::Recording)
                | (State::Searching, State::Checking)
        ) {
            task.began_ms = None;
            task.looks = 0;
        }
        if from == State::Watching {
            self.leaves(index);
        }
        match act {
            Act::Record => self.record_before(index, now_ms),
            Act::Call | Act::Check | Act::Search => {
                let place = if event == Event::Deferred { Place::First } else { Place::Last };
                self.enqueue(index, place);
            }
            Act::Pause => self.pause(index),
            Act::Finish => self.finish(index, now_ms),
            Act::Fail => self.fail(index, now_ms),
        }
    }

    fn pause(&mut self, index: usize) {
        let Some(task) = self.tasks.get_mut(index) else { return };
        if task.state == State::Watching && self.joins(index) {
            return;
        }
        let Some(task) = self.tasks.get_mut(index) else { return };
        let ms = match (task.state, &task.failure, task.pause_ms.take()) {
            (_, _, Some(ms)) => ms,
            // a look that meets trouble is a call like any other: it outlasts a short outage too
            (state, Some(failure), None) if state == State::Pausing || task.tries > 0 => {
                pause_ms(failure, task.tries, &mut self.dice)
            }
            _ => look_ms(task.looks),
        };
        task.looks += 1;
        let now_ms = self.now_ms;
        if task.tries <= 1 {
            task.troubled_ms = now_ms;
        }
        let trouble = task.failure.as_ref().filter(|_| task.state == State::Pausing || task.tries > 0);
        let why = trouble.map(|failure| self.secrets.hide(&[failure.code.as_str(), ": ", &failure.message].concat()));
        let key = task.key.clone();
        match why {
            Some(why) => {
                let lasted_ms = now_ms.saturating_sub(task.troubled_ms);
                self.say(key, &why, trouble_text(&why, lasted_ms), ms);
            }
            None if task.looks >= PATIENT => {
                let lasted_ms = now_ms.saturating_sub(task.began_ms.unwrap_or(now_ms));
                self.say(key, "", wait_text(lasted_ms), ms);
            }
            None => {}
        }
        let id = self.flight(index, None);
        self.ready.push(Effect::Sleep { id, ms, firm: false });
    }

    /// Says why something takes longer, unless that was said a moment ago.
    fn say(&mut self, function: String, why: &str, text: String, ms: u32) {
        if self.said.due(why, self.now_ms) {
            self.ready.push(Effect::Show { event: Progress::Waiting { function, text, ms } });
        }
    }
}

#[cfg(test)]
mod tests;
