//! Looking before planning: which questions are open, and what follows when none is.
//!
//! Only the function that an answer is about is looked at again, so that observing many takes linear time.

use super::Release;
use super::execution::Execution;
use super::questions::Questions;
use crate::desired::Drift;
use crate::error::Error;
use crate::message::problem::ReleaseProblem;
use crate::message::problem::release::Stopped;
use crate::observed::Seen;
use crate::plan::{self, Intent, Mark, Note, Plan, Query, target_of};
use crate::release::effect::Progress;
use crate::release::function_run::FunctionRun;
use crate::release::query::Answered;
use crate::release::report::aliases;
use crate::release::request::Operation;
use crate::release::task::table::Event;
use crate::release::task::{LastSeen, Task};
use crate::scf::Target;
use crate::traffic::routing::Version;

impl Release {
    /// Asks what the planner still needs; plans when nothing is missing.
    pub(super) fn observe(&mut self, now_ms: u64) {
        if self.stopping {
            self.failure = Some(Error::interrupted(ReleaseProblem::Stopped { stop: Stopped::Looking }));
            return;
        }
        if self.discover(now_ms) {
            return;
        }
        // what is asked after the first questions may depend on the journal
        let asked = self.ahead && !self.tasks.is_empty();
        let open = if asked { Vec::new() } else { std::mem::take(&mut self.observation.questions.open) };
        for index in open {
            let function = must!(self, self.observation.intent.desired().functions.get(index), "no function");
            let (key, target) = (function.key.clone(), target_of(function));
            for ask in self.observation.queries(index) {
                self.ask(&key, index, &target, ask, now_ms);
            }
            if !self.ahead {
                self.count_known(index);
            }
        }
        if self.observation.questions.count > 0 || self.failure.is_some() {
            return;
        }
        if self.ahead {
            (self.looked_ms, self.suspended_ms) = (Some(now_ms), 0);
            return;
        }
        if self.observation.operation != Operation::Functions {
            self.seen(now_ms);
        }
    }

    /// Asks about a function, unless that is under way.
    pub(super) fn ask(&mut self, key: &str, index: usize, target: &Target, query: Query, now_ms: u64) {
        // asked once for all: the domains of a region, and the account, which is of no region
        let region = match query {
            Query::Domains(_) => Some(target.region.as_str()),
            Query::AppId => Some(""),
            _ => None,
        };
        if self.observation.questions.under_way(index, &query, region) {
            return;
        }
        if let Some(asked) = self.observation.questions.asked.get_mut(index) {
            asked.push(query.clone());
        }
        self.observation.questions.regions.extend(region.map(str::to_owned));
        self.observation.questions.count += 1;
        self.tasks.push(Task::ask(key, index, target.clone(), query, self.wait_ms()));
        self.advance(self.tasks.len() - 1, Event::Ask, now_ms);
    }

    /// A question that the order can do without will never be answered.
    pub(super) fn unseen(&mut self, index: usize, query: &Query) {
        let task = must!(self, self.tasks.get(index), "no task");
        match query {
            Query::Domains(_) => self.observation.observed.put_domains(&task.target.region, None),
            Query::Watch(question) => {
                let fact = must!(self, question.unanswered(), "it needs an answer");
                let (target, question) = (task.target.clone(), (**question).clone());
                self.observation.answers.push(Answered { target, question, fact });
            }
            Query::Provisioned(_) => {
                self.observation.observed.of_mut(&task.target, task.function).provisioned = Seen::Missing;
            }
            _ => self.observation.observed.of_mut(&task.target, task.function).triggers = Seen::Missing,
        }
    }

    /// Counts the functions that a plan knows all about, for whoever waits for it.
    fn count_known(&mut self, index: usize) {
        let Questions { asked, known, known_count, .. } = &mut self.observation.questions;
        let (asked, is_known) = must!(self, asked.get(index).zip(known.get_mut(index)), "no questions");
        if self.observation.operation != Operation::Plan || *is_known || !asked.is_empty() {
            return;
        }
        *is_known = true;
        *known_count += 1;
        let event = Progress::Looked { functions: *known_count, of: known.len() };
        self.dispatcher.show(event);
    }

    /// All that was asked is known now.
    fn seen(&mut self, now_ms: u64) {
        match self.observation.operation {
            Operation::Status => {
                self.say_drift();
            }
            Operation::Functions
            | Operation::Invoke
            | Operation::Logs
            | Operation::Metrics
            | Operation::Compare
            | Operation::Look => {}
            Operation::Aliases => {
                self.failure = aliases::lists(self.observation.intent.desired(), &self.observation.observed).err()
            }
            Operation::Plan | Operation::Run => match plan::make(&self.observation.intent, &self.observation.observed)
                .and_then(|plan| {
                    self.refuse_other_account()?;
                    self.refuse_while_others_are_at_work(now_ms)?;
                    self.refuse_other_store()?;
                    self.refuse_after_drift()?;
                    Ok(plan)
                }) {
                Ok(plan) => {
                    // a plan is as old as the first thing that it rests on
                    match self.looked_ms {
                        Some(looked_ms) => self.planned_ms = looked_ms,
                        None => (self.planned_ms, self.suspended_ms) = (now_ms, 0),
                    }
                    self.planned(plan);
                    if self.execution.as_ref().is_some_and(|execution| !execution.plan().functions.is_empty()) {
                        self.record_resumption(now_ms);
                    }
                }
                Err(error) => self.failure = Some(error),
            },
        }
    }

    /// A run on another machine that has begun and may not be over: two at once would undo each other's steps. Only a
    /// rollback goes on all the same.
    fn refuse_while_others_are_at_work(&self, now_ms: u64) -> Result<(), Error> {
        if self.observation.intent.desired().take_over
            || self.observation.operation == Operation::Plan
            || matches!(self.observation.intent, Intent::Rollback { .. })
        {
            return Ok(());
        }
        for seen in &self.observation.observed.functions {
            for alias in &seen.aliases {
                let Some(mark) = Mark::of(alias) else { continue };
                let left = mark.remaining(self.wall_of(now_ms), seen.digest(&Version::latest()).as_deref());
                if left == 0 || self.journal.runs.iter().any(|run| run.id == mark.run) {
                    continue;
                }
                let problem = ReleaseProblem::OtherRun {
                    alias: alias.name.clone(),
                    run: mark.run,
                    since: self.observation.zone.shown(mark.at_s),
                    seconds: left,
                    deploy: matches!(self.observation.intent, Intent::Deploy(_)),
                };
                return Err(Error::refused(problem).on(seen.name.clone()));
            }
        }
        Ok(())
    }

    /// Aliases that are not as the last run left them: someone changed them by hand, or with another tool.
    fn drifted(&self) -> Vec<(Target, Note)> {
        let desired = self.observation.intent.desired();
        let drifted = desired.functions.iter().enumerate().filter_map(|(index, function)| {
            let target = target_of(function);
            let now = self.observation.observed.of(&target, index)?.alias(&desired.alias).get()?.routing();
            let left = self.journal.left(&target, &desired.alias)?;
            let was = &left.routing;
            (!was.same_as(&now)).then(|| {
                let note = Note::Drift {
                    function: function.key.clone(),
                    alias: desired.alias.clone(),
                    run: left.run.clone(),
                    was: was.to_string(),
                    now: now.to_string(),
                };
                (target, note)
            })
        });
        drifted.collect()
    }

    fn say_drift(&mut self) -> Vec<(Target, Note)> {
        let drifted = self.drifted();
        for (_, note) in &drifted {
            self.dispatcher.show(Progress::Noted { note: note.clone() });
        }
        drifted
    }

    /// Says it with every plan of a deploy, and stops there where that was asked for.
    fn refuse_after_drift(&mut self) -> Result<(), Error> {
        let Intent::Deploy(desired) = &self.observation.intent else { return Ok(()) };
        let stops = desired.drift == Drift::Stop;
        match self.say_drift().into_iter().next() {
            Some((target, Note::Drift { function, alias, run, was, now })) if stops => {
                Err(Error::refused(ReleaseProblem::Drifted { function, alias, run, was, now }).on(target.name))
            }
            _ => Ok(()),
        }
    }

    fn planned(&mut self, plan: Plan) {
        if let Some(stale) = self.expected.take().and_then(|expected| stale(&expected, &plan)) {
            self.failure = Some(stale);
            return;
        }
        self.dispatcher.show(Progress::Planned { text: plan.text().to_owned(), lines: plan::explain::explain(&plan) });
        if self.observation.operation != Operation::Run {
            self.proposal = Some(plan);
            return;
        }
        let alias = &self.observation.intent.desired().alias;
        let run = |(index, function): (usize, &plan::FunctionPlan)| FunctionRun {
            seen: self.observation.observed.of(&function.target, index).map_or_else(LastSeen::default, |seen| {
                LastSeen::planned(seen, alias, self.planned_ms, self.journal.may_be_writing(&function.target))
            }),
            url: self.observation.observed.of(&function.target, index).and_then(|seen| seen.url(alias)),
            ..FunctionRun::of(function)
        };
        let runs = plan.functions.iter().enumerate().map(run).collect();
        self.execution = Some(Execution::new(plan, runs));
    }
}

/// What is wrong with carrying out `plan` where `expected` was seen: its canonical text, or its fingerprint's beginning.
fn stale(expected: &str, plan: &Plan) -> Option<Error> {
    if !expected.starts_with('{') {
        let same = expected.len() >= 8 && plan.fingerprint().starts_with(&expected.to_ascii_lowercase());
        return (!same).then(|| {
            let now = plan.fingerprint().get(..12).unwrap_or_default().to_owned();
            Error::refused(ReleaseProblem::OtherPlan { expected: expected.to_owned(), now })
        });
    }
    (plan.text() != expected)
        .then(|| Error::refused(ReleaseProblem::PlanChanged { changes: plan::difference(expected, plan.text()) }))
}
