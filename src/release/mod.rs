//! The machine of a release: observe, plan, carry out. Without I/O, without a clock, without entropy of its own.
//!
//! [`Release::take`] hands out effects, [`Release::feed`] takes what came of them; several may be in flight at once. Each
//! function of the plan has a lane; a lane's steps run one after the other, lanes run side by side. What a single step goes
//! through stands in [`table::TABLE`].

mod aliases;
mod effect;
mod journal;
mod order;
mod result;
mod retry;
mod status;
pub mod table;
mod task;
mod watching;

pub use aliases::AliasList;
pub use effect::{Effect, Outcome, Progress};
pub use journal::{Entry, Phase, recorded};
pub use order::{Kind, Order, What};
pub use result::{FunctionResult, Report, RunResult};
pub use status::StatusRow;
pub use watching::Watch;

use crate::error::Error;
use crate::observed::Observed;
use crate::plan::{self, Action, Ask, FunctionPlan, Intent, Plan, Query, Step, needs};
use crate::routing::{Routing, Version};
use crate::scf::alias::RoutingConfig;
use crate::scf::{Call, alias, function, trigger, version};
use crate::share::Portion;
use crate::wanted::{Told, WantedFunction};
use retry::{CALL_TIMEOUT_MS, Dice, INVOKE_TIMEOUT_MS, UPLOAD_TIMEOUT_MS, look_ms, pause_ms};
use table::{Act, Event, State};
use task::{Doing, Purpose, Task};

/// How many calls may be in flight at once: enough to keep a slow line busy, half of what the API allows in a second.
const IN_FLIGHT: usize = 10;

/// A function's way through its plan.
#[derive(Debug)]
pub(crate) struct Lane {
    /// The next step.
    step: usize,
    published: Option<Version>,
    protected: Option<Version>,
    /// The function's creation was accepted, or its answer lost.
    created: bool,
    /// What the alias said when it was last written.
    after: Option<Routing>,
    changed: Vec<String>,
    notes: Vec<plan::Note>,
    error: Option<Error>,
}

/// A release on its way.
#[derive(Debug)]
pub struct Release {
    what: What,
    intent: Intent,
    /// What is watched, where that is the order, and what was answered so far.
    watch: Option<Watch>,
    answers: Vec<watching::Answered>,
    /// The text of the plan that is to be applied.
    expected: Option<String>,
    run: String,
    dice: Dice,
    observed: Observed,
    plan: Option<Plan>,
    lanes: Vec<Lane>,
    tasks: Vec<Task>,
    /// Effects that are ready to be taken.
    ready: Vec<Effect>,
    /// Calls that wait for room, by task.
    queue: Vec<usize>,
    /// Effects that were handed out; a handful, since calls wait for room.
    flights: Vec<Flight>,
    next_id: u32,
    stopping: bool,
    /// The trouble that was told last.
    told: Option<String>,
    failure: Option<Error>,
    finished: bool,
}

/// An effect in flight.
#[derive(Debug)]
struct Flight {
    id: u32,
    /// Whose it is.
    task: usize,
    /// Whether it is a call, of which only so many go out at once.
    call: bool,
}

impl Release {
    /// A release for an order. `seed` is any number that other runs do not have.
    ///
    /// # Errors
    /// The first thing wrong with the inputs.
    pub fn new(order: &Order, now_ms: u64, seed: u64) -> Result<Self, Error> {
        let intent = order.intent()?;
        let mut dice = Dice::new(seed ^ now_ms);
        let run = format!("{:08x}", dice.roll() >> 32);
        let mut release = Self {
            what: order.what,
            watch: order.watch(now_ms)?,
            answers: Vec::new(),
            intent,
            expected: order.plan.clone(),
            run,
            dice,
            observed: Observed::default(),
            plan: None,
            lanes: Vec::new(),
            tasks: Vec::new(),
            ready: Vec::new(),
            queue: Vec::new(),
            flights: Vec::new(),
            next_id: 1,
            stopping: false,
            told: None,
            failure: None,
            finished: false,
        };
        release.go_on(now_ms);
        Ok(release)
    }

    /// The effects that are ready. Each is handed out once.
    pub fn take(&mut self) -> Vec<Effect> {
        while self.flights.iter().filter(|flight| flight.call).count() < IN_FLIGHT && !self.queue.is_empty() {
            let index = self.queue.remove(0);
            let Some(call) = self.tasks.get(index).and_then(Task::call) else { continue };
            let id = self.flight(index, true);
            self.ready.push(effect_of(id, call));
        }
        std::mem::take(&mut self.ready)
    }

    /// Takes what came of the effect `id`. An id that is not in flight is passed over.
    pub fn feed(&mut self, id: u32, outcome: &Outcome, now_ms: u64) {
        let Some(at) = self.flights.iter().position(|flight| flight.id == id) else { return };
        let index = self.flights.swap_remove(at).task;
        let Some(task) = self.tasks.get_mut(index) else { return };
        let event = match (task.state, outcome) {
            (State::Done | State::Failed, _) => {
                self.noted(index, outcome);
                return self.go_on(now_ms);
            }
            (State::Recording, Outcome::Stored) => Event::Recorded,
            (State::Recording, Outcome::Unstored { reason }) => {
                task.error = Some(
                    Error::failed(
                        "JournalFailed",
                        format!("the journal can't be written ({reason}), so nothing more is changed"),
                    )
                    .hint("make room or give the journal another place; then give the same command again"),
                );
                Event::Unrecorded
            }
            (State::Pausing | State::Watching | State::Seeking, _) if self.stopping || self.failure.is_some() => {
                Event::Stop
            }
            (State::Pausing | State::Watching | State::Seeking, _) => task.due(now_ms),
            _ => task.interpret(outcome, &mut self.observed),
        };
        self.advance(index, event, now_ms);
        self.go_on(now_ms);
    }

    /// An entry about something that is over is in the journal, or is not: the next write would fail, so it is only said.
    fn noted(&mut self, index: usize, outcome: &Outcome) {
        let lane = match self.tasks.get(index).map(|task| &task.purpose) {
            Some(Purpose::Step(doing)) => doing.lane,
            _ => return,
        };
        if let (Outcome::Unstored { reason }, Some(lane)) = (outcome, self.lanes.get_mut(lane)) {
            lane.notes.push(plan::journal_note(reason));
        }
    }

    /// The person wants to stop: nothing new is written, what is in flight is awaited.
    pub fn stop(&mut self, now_ms: u64) {
        self.stopping = true;
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
        if let (Some(watch), None) = (&self.watch, &self.failure) {
            return watch.report(self.intent.wanted(), &self.observed, &self.answers);
        }
        let report = match (&self.plan, self.what) {
            (_, What::Status) => Report::Status(status::rows(self.intent.wanted(), &self.observed)),
            (_, What::Aliases) => {
                aliases::lists(self.intent.wanted(), &self.observed).map_or(Report::Nothing, Report::Aliases)
            }
            (Some(plan), What::Plan) => Report::Plan(plan.clone()),
            (Some(plan), _) if !self.lanes.is_empty() => Report::Run(result::of(&self.run, plan, &self.lanes)),
            _ => Report::Nothing,
        };
        let of_lanes = || self.plan.as_ref().and_then(|plan| result::first_error(plan, &self.lanes));
        let error = self.failure.clone().or_else(of_lanes);
        (report, error)
    }

    fn flight(&mut self, task: usize, call: bool) -> u32 {
        let id = self.next_id;
        self.next_id += 1;
        self.flights.push(Flight { id, task, call });
        id
    }

    /// Starts whatever can start now; decides when everything is over.
    fn go_on(&mut self, now_ms: u64) {
        if self.finished {
            return;
        }
        if self.stopping || self.failure.is_some() {
            // what has been sent is awaited and what was written is looked at; nothing else is sent
            let (look, drop): (Vec<usize>, Vec<usize>) =
                self.queue.drain(..).partition(|index| self.tasks.get(*index).is_some_and(|task| task.state.looks()));
            self.queue = look;
            for index in drop {
                self.advance(index, Event::Stop, now_ms);
            }
        }
        if self.plan.is_none() && self.failure.is_none() {
            self.observe(now_ms);
        }
        if self.plan.is_some() {
            self.start_steps(now_ms);
        }
        let busy = !self.flights.is_empty() || !self.queue.is_empty();
        self.finished = !busy;
        if self.finished {
            self.own_up();
        }
    }

    /// A lane that ends before its last step has a reason. One without is a bug, and must not look like success.
    fn own_up(&mut self) {
        let functions = self.plan.as_ref().map(|plan| plan.functions.as_slice()).unwrap_or_default();
        for (lane, function) in self.lanes.iter_mut().zip(functions) {
            if lane.error.is_none() && lane.step < function.steps.len() {
                let what = format!("the release ended before step {} of {}", lane.step + 1, function.steps.len());
                lane.error = Some(Error::failed("InternalError", what).on(function.target.name.clone()));
            }
        }
    }

    /// Asks what the planner still needs; plans when nothing is missing.
    fn observe(&mut self, now_ms: u64) {
        if self.stopping {
            self.failure = Some(Error::interrupted("stopped while looking; nothing had been changed"));
            return;
        }
        let queries = match self.what {
            What::Status => status::needs(self.intent.wanted(), &self.observed),
            What::Aliases => aliases::needs(self.intent.wanted(), &self.observed),
            What::Plan | What::Run => needs(&self.intent, &self.observed),
            What::Invoke | What::Logs | What::Metrics => match &self.watch {
                Some(watch) => watch.needs(self.intent.wanted(), &self.observed, &self.answers),
                None => Vec::new(),
            },
        };
        let open: Vec<Query> = queries.into_iter().filter(|query| !self.asking(query)).collect();
        for query in open {
            let key = self.key_of(&query);
            let index = self.tasks.len();
            self.tasks.push(Task::ask(&key, query, self.wait_ms()));
            self.advance(index, Event::Ask, now_ms);
        }
        let asking = self.tasks.iter().any(|task| !task.state.ended());
        if asking || self.failure.is_some() {
            return;
        }
        match self.what {
            What::Status | What::Invoke | What::Logs | What::Metrics => return,
            What::Aliases => {
                self.failure = aliases::lists(self.intent.wanted(), &self.observed).err();
                return;
            }
            What::Plan | What::Run => {}
        }
        match plan::make(&self.intent, &self.observed) {
            Ok(plan) => self.planned(plan),
            Err(error) => self.failure = Some(error),
        }
    }

    fn planned(&mut self, plan: Plan) {
        if let Some(stale) = self.expected.take().and_then(|expected| stale(&expected, &plan)) {
            self.failure = Some(stale.hint("were the inputs the same as for the plan? then plan again, and look at the new plan before applying it"));
            return;
        }
        self.ready.push(Effect::Show {
            event: Progress::Planned { text: plan.text().to_owned(), lines: plan::explain::explain(&plan) },
        });
        if self.what == What::Run {
            let lane = |function: &FunctionPlan| Lane {
                step: 0,
                published: None,
                protected: None,
                created: false,
                after: None,
                changed: Vec::new(),
                notes: Vec::new(),
                error: function.refused.clone(),
            };
            self.lanes = plan.functions.iter().map(lane).collect();
        }
        self.plan = Some(plan);
    }

    fn asking(&self, query: &Query) -> bool {
        self.tasks.iter().any(|task| {
            !task.state.ended()
                && task.target == query.target
                && matches!(&task.purpose, Purpose::Ask(ask) if *ask == query.ask)
        })
    }

    fn key_of(&self, query: &Query) -> String {
        let functions = &self.intent.wanted().functions;
        let found = functions.iter().find(|function| plan::target_of(function) == query.target);
        found.map_or_else(|| query.target.name.clone(), |function| function.key.clone())
    }

    fn wait_ms(&self) -> u64 {
        u64::from(self.intent.wanted().wait_seconds) * 1000
    }

    /// Begins the next step of every lane that is free.
    fn start_steps(&mut self, now_ms: u64) {
        for lane in 0..self.lanes.len() {
            let working = self
                .tasks
                .iter()
                .any(|task| !task.state.ended() && matches!(&task.purpose, Purpose::Step(doing) if doing.lane == lane));
            if working {
                continue;
            }
            let Some(state) = self.lanes.get_mut(lane) else { continue };
            let Some((key, step, target)) =
                self.plan.as_ref().and_then(|plan| plan.functions.get(lane)).and_then(|function| {
                    function
                        .steps
                        .get(state.step)
                        .map(|step| (function.key.clone(), step.clone(), function.target.clone()))
                })
            else {
                continue;
            };
            if state.error.is_some() {
                continue;
            }
            if self.stopping {
                state.error = Some(Error::interrupted(format!("stopped before: {}", step.text)).on(target.name));
                continue;
            }
            let index = state.step;
            let task = self.step_task(lane, index, &key, step.clone(), target);
            self.show_step(lane, index, "started");
            let event = task.opening();
            self.tasks.push(task);
            self.advance(self.tasks.len() - 1, event, now_ms);
        }
    }

    fn step_task(&self, lane: usize, index: usize, key: &str, step: Step, target: crate::scf::Target) -> Task {
        let made = match step.action {
            Action::Protect { aside: true } => version::SAVED,
            _ => "scf-grayscale",
        };
        let mark = format!("{made} run {}.{}", self.run, index + 1);
        let made = self.lanes.get(lane);
        let published = made.and_then(|lane| lane.published.as_ref());
        let protected = made.and_then(|lane| lane.protected.as_ref());
        let wanted: Option<&WantedFunction> = self.intent.wanted().functions.get(lane);
        let seen = self.observed.of(&target, lane);
        let code = wanted.and_then(|wanted| wanted.code.as_ref());
        let mut routing = None;
        let call = match (&step.action, wanted) {
            (Action::Shift { alias, create, to, description, .. }, _) => {
                routing = to.routing(published, protected);
                routing.as_ref().map(|routing| {
                    let write = if *create { alias::create } else { alias::update };
                    write(&target, alias, routing, description)
                })
            }
            (Action::Create, Some(wanted)) => code.map(|code| {
                let mut settings = wanted.settings.clone();
                settings.runtime.get_or_insert_with(|| plan::DEFAULT_RUNTIME.to_owned());
                settings.handler.get_or_insert_with(|| plan::DEFAULT_HANDLER.to_owned());
                settings.plain = settings.plain.completed(&Told::default());
                function::create(&target, key, code, &settings)
            }),
            (Action::Upload { handler }, _) => {
                code.map(|code| function::update_code(&target, key, code, handler.as_deref()))
            }
            (Action::Configure { changes }, Some(wanted)) => seen.map(|seen| {
                let handler_done = !changes.iter().any(|change| change.setting == "handler");
                function::update_configuration(&target, &plan::settings_to_write(wanted, seen, handler_done))
            }),
            (Action::Publish | Action::Protect { .. }, _) => Some(version::publish(&target, &mark)),
            (Action::Trigger { call, trigger }, _) => Some(trigger::write(call, &target, trigger)),
            (Action::Delete, _) => Some(function::delete(&target)),
            (Action::DeleteAlias { alias, .. }, _) => Some(alias::delete(&target, alias)),
            (Action::Wait | Action::Create | Action::Configure { .. }, _) => None,
        };
        let purpose =
            Purpose::Step(Box::new(Doing { lane, index, action: step.action, call, routing, text: step.text }));
        Task::new(key, target, purpose, mark, self.wait_ms())
    }

    /// Takes a task through the table.
    fn advance(&mut self, index: usize, event: Event, now_ms: u64) {
        let Some(task) = self.tasks.get_mut(index) else { return };
        let Some((to, act)) = table::next(task.state, event) else { return };
        let from = task.state;
        task.state = to;
        if matches!(
            (from, to),
            (State::Ready, _)
                | (State::Calling, State::Checking | State::Searching)
                | (State::Searching, State::Checking)
        ) {
            task.began_ms = now_ms;
            task.looks = 0;
        }
        match act {
            Act::Record => self.record(index, Phase::Before, now_ms),
            Act::Call | Act::Check | Act::Search => self.queue.push(index),
            Act::Pause => self.pause(index),
            Act::Finish => self.finish(index, now_ms),
            Act::Fail => self.fail(index),
        }
    }

    fn pause(&mut self, index: usize) {
        let Some(task) = self.tasks.get_mut(index) else { return };
        let ms = match (task.state, &task.failure, task.pause_ms.take()) {
            (_, _, Some(ms)) => ms,
            (State::Pausing, Some(failure), None) => pause_ms(failure, task.tries, &mut self.dice),
            _ => look_ms(task.looks),
        };
        task.looks += 1;
        let why = match (task.state, &task.failure) {
            (State::Pausing, Some(failure)) => Some(format!("{}: {}; trying again", failure.code, failure.message)),
            _ if task.looks.is_multiple_of(5) => Some("not ready yet".to_owned()),
            _ => None,
        };
        let key = task.key.clone();
        // many calls meet the same trouble at once; it is said once
        if let Some(text) = why.filter(|text| self.told.as_ref() != Some(text)) {
            self.told = Some(text.clone());
            self.ready.push(Effect::Show { event: Progress::Waiting { function: key, text, ms } });
        }
        let id = self.flight(index, false);
        self.ready.push(Effect::Sleep { id, ms });
    }

    fn finish(&mut self, index: usize, now_ms: u64) {
        let Some(task) = self.tasks.get_mut(index) else { return };
        let doing = match &task.purpose {
            Purpose::Step(doing) => doing,
            Purpose::Ask(Ask::Watch(question)) => {
                if let Some(fact) = task.fact.take() {
                    let (target, question) = (task.target.clone(), (**question).clone());
                    self.answers.push(watching::Answered { target, question, fact });
                }
                return;
            }
            Purpose::Ask(_) => return,
        };
        let Doing { lane, index: step, action, text, .. } = (**doing).clone();
        let (version, strangers, found) = (task.version.clone(), task.strangers.clone(), task.found.clone());
        let Some(state) = self.lanes.get_mut(lane) else { return };
        match &action {
            Action::Publish => state.published.clone_from(&version),
            Action::Protect { .. } => state.protected.clone_from(&version),
            Action::Create => state.created = true,
            Action::Shift { .. } => state.after = found.map(|alias| alias.routing()),
            _ => {}
        }
        for stranger in strangers {
            let ours = version.as_ref().map(ToString::to_string).unwrap_or_default();
            state.notes.push(plan::stranger_note(&stranger, &ours));
        }
        if action != Action::Wait {
            state.changed.push(match &version {
                Some(version) => format!("published version {version}"),
                None => text,
            });
        }
        state.step += 1;
        self.show_step(lane, step, "done");
        if action != Action::Wait {
            self.record(index, Phase::After, now_ms);
        }
    }

    fn fail(&mut self, index: usize) {
        let stopping = self.stopping;
        let Some(task) = self.tasks.get_mut(index) else { return };
        let error = task.take_error(stopping);
        match &task.purpose {
            Purpose::Ask(_) => {
                self.failure.get_or_insert(error);
            }
            Purpose::Step(doing) => {
                let Doing { lane, index: step, call, text, .. } = (**doing).clone();
                // what was sent and could not be seen to be true stands among the changes too
                let phrase = task.doubt().filter(|_| call.is_some()).map(|doubt| format!("{text} ({doubt})"));
                if let Some(lane) = self.lanes.get_mut(lane) {
                    lane.created |= doing.action == Action::Create && phrase.is_some();
                    lane.changed.extend(phrase);
                    lane.error = Some(error);
                }
                self.show_step(lane, step, "failed");
            }
        }
    }

    fn show_step(&mut self, lane: usize, step: usize, state: &'static str) {
        let Some(function) = self.plan.as_ref().and_then(|plan| plan.functions.get(lane)) else { return };
        let Some(text) = function.steps.get(step).map(|step| step.text.clone()) else { return };
        self.ready.push(Effect::Show {
            event: Progress::Step {
                function: function.key.clone(),
                step: step + 1,
                steps: function.steps.len(),
                text,
                state,
            },
        });
    }

    /// The share that new code on `$LATEST` may have (rule 9), for the journal: without `traffic`, what `$LATEST` had.
    fn share_allowed(&self, lane: usize) -> Option<Portion> {
        let wanted = self.intent.wanted();
        let function = wanted.functions.get(lane)?;
        let plan = self.plan.as_ref()?.functions.get(lane)?;
        let had = || plan.before.iter().find(|part| part.version == "$latest").map_or(Portion::NONE, |part| part.share);
        Some(match wanted.traffic {
            Some(share) => share.into(),
            None if function.publish || !plan.basis.exists => Portion::ALL,
            None => had(),
        })
    }

    /// Writes a journal entry. A write waits for its entry; the note that it is done does not hold anything up.
    fn record(&mut self, index: usize, phase: Phase, now_ms: u64) {
        let Some(task) = self.tasks.get(index) else { return };
        let Purpose::Step(doing) = &task.purpose else { return };
        let action = &doing.action;
        let kind = self.plan.as_ref().map_or("", |plan| plan.kind);
        let mut entry = Entry::new(now_ms, &self.run, kind, phase, name_of(action), &task.target);
        entry.version.clone_from(&task.version);
        entry.asked = self.share_allowed(doing.lane).map(|share| share.to_string());
        let alias = match action {
            Action::Shift { alias, from, .. } => Some((alias, from.as_ref())),
            Action::DeleteAlias { alias, from } => Some((alias, Some(from))),
            _ => None,
        };
        if let Some((alias, from)) = alias {
            entry.alias = Some(alias.clone());
            entry.recorded = from.filter(|_| phase == Phase::Before).map(|routing| journal::RecordedAlias {
                function_version: routing.main.clone(),
                routing_config: RoutingConfig::from(routing),
            });
        }
        if let Action::Trigger { call, trigger } = action {
            entry.trigger = Some([*call, " ", &trigger.kind, "/", &trigger.name, " on ", &trigger.qualifier].concat());
        }
        let id = self.flight(index, false);
        self.ready.push(Effect::Store { id, line: entry.line() });
    }
}

/// What is wrong with carrying out `plan` where `expected` was seen: its canonical text, or its fingerprint's beginning.
fn stale(expected: &str, plan: &Plan) -> Option<Error> {
    if !expected.starts_with('{') {
        let same = expected.len() >= 8 && plan.fingerprint().starts_with(&expected.to_ascii_lowercase());
        return (!same).then(|| {
            let now = plan.fingerprint().get(..12).unwrap_or_default();
            Error::refused(
                "StalePlan",
                format!("planning now gives another plan ({now}) than {expected}; nothing was changed"),
            )
        });
    }
    let lines = plan::difference(expected, plan.text());
    (plan.text() != expected).then(|| {
        let lines = lines.join("\n  ");
        Error::refused("StalePlan", format!("the plan is stale, nothing was changed; what differs now:\n  {lines}"))
    })
}

const fn name_of(action: &Action) -> &'static str {
    match action {
        Action::Wait => "wait",
        Action::Create => "create",
        Action::Protect { .. } => "protect",
        Action::Shift { .. } => "shift",
        Action::Upload { .. } => "upload",
        Action::Configure { .. } => "configure",
        Action::Publish => "publish",
        Action::Trigger { .. } => "trigger",
        Action::Delete => "delete",
        Action::DeleteAlias { .. } => "deleteAlias",
    }
}

fn effect_of(id: u32, call: Call) -> Effect {
    let timeout_ms = match call.action {
        _ if call.blob.is_some() => UPLOAD_TIMEOUT_MS,
        "InvokeFunction" => INVOKE_TIMEOUT_MS,
        _ => CALL_TIMEOUT_MS,
    };
    let (service, version) = call.service();
    Effect::Call {
        id,
        service,
        action: call.action,
        version,
        region: call.region,
        body: call.body,
        tail: call.tail,
        blob: call.blob,
        timeout_ms,
        writes: call.writes,
    }
}

#[cfg(test)]
mod tests;
