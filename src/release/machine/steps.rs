//! The steps of a plan on their way: begun function by function, recorded before and after, shown.

use super::Release;
use crate::desired::{DesiredFunction, Made, SettingValues};
use crate::error::Error;
use crate::message::{Code, Hint, StepState};
use crate::plan::{self, Action, Intent, Mark, Query, Step, VersionRef};
use crate::release::journal::OwnLog;
use crate::release::query::Answered;
use crate::release::request::Operation;
use crate::release::task::{Footing, Purpose, Recheck, StepRun, Task};
use crate::release::upload::Upload;
use crate::scf::event_invoke;
use crate::scf::provisioned;
use crate::scf::settings::CodeSource;
use crate::scf::trigger::TriggerCall;
use crate::scf::{alias, denied, domain, function, mark, trigger, version};

impl Release {
    pub(super) fn step_task(
        &self,
        place: usize,
        index: usize,
        key: &str,
        step: Step,
        target: crate::scf::Target,
        now_ms: u64,
    ) -> Task {
        let made_by = match step.action {
            Action::Protect { aside: true } => {
                [version::SAVED, " run ", &self.run, ".", &(index + 1).to_string()].concat()
            }
            _ => version::mark(&self.run, index + 1),
        };
        let mark = self.mark(place, index, now_ms);
        let made = self.part(place).map(|(_, run)| run);
        let published = made.and_then(|state| state.published.as_ref());
        let protected = made.and_then(|state| state.protected.as_ref());
        let desired: Option<&DesiredFunction> = self.observation.intent.desired().functions.get(place);
        let seen = self.observation.observed.of(&target, place);
        let code = desired.and_then(|desired| desired.code.as_ref());
        let stored = desired.and_then(|function| plan::stored(self.observation.intent.desired(), function, seen));
        let source = code.map(|code| match &stored {
            Some(stored) => {
                CodeSource::Object { bucket: &stored.bucket, object: &stored.object, region: stored.region.as_deref() }
            }
            None => code.source(),
        });
        let mut upload = None;
        let (mut routing, mut baseline) = (None, None);
        let call = match (&step.action, desired) {
            (Action::Shift { alias, create, to, description, record, .. }, _) => {
                routing = to.routing(published, protected);
                baseline = record.baseline(published, protected);
                routing.as_ref().map(|routing| {
                    let mark = mark.clone().recording(baseline.as_ref(), routing);
                    let (description, _) = mark::with(description, &mark.text(), &mark.short());
                    alias::write(*create, &target, alias, routing, &description)
                })
            }
            (Action::Create, Some(desired)) => source.map(|source| {
                let mut settings = desired.settings.clone();
                let image = matches!(source, CodeSource::Image(_));
                if !image {
                    settings.runtime.get_or_insert_with(|| plan::DEFAULT_RUNTIME.to_owned());
                }
                if image || settings.plain.is_web() {
                    settings.handler = None;
                } else {
                    settings.handler.get_or_insert_with(|| plan::DEFAULT_HANDLER.to_owned());
                }
                settings.description = settings.description.or_else(|| desired.default_description());
                settings.plain = settings.plain.completed(&SettingValues::default());
                function::create(&target, key, source, &settings)
            }),
            (Action::Upload { handler, .. }, _) => {
                source.map(|source| function::update_code(&target, key, source, handler.as_deref()))
            }
            (Action::PutObject { creates, .. }, _) => stored.as_ref().map(|stored| {
                let started = Upload::new(stored.place.clone(), key, stored.bytes, *creates);
                let first = started.call();
                upload = Some(Box::new(started));
                first
            }),
            (Action::Configure { .. }, Some(desired)) => {
                seen.map(|seen| function::update_configuration(&target, &plan::settings_to_write(desired, seen)))
            }
            (Action::EventInvoke { goal, .. }, _) => Some(event_invoke::update(&target, *goal)),
            (Action::Publish | Action::Protect { .. }, _) => Some(version::publish(&target, &made_by)),
            (Action::Trigger { call, trigger }, _) => {
                let known = seen.and_then(|seen| seen.triggers.get()).into_iter().flatten();
                let found =
                    known.filter(|known| *call == TriggerCall::UpdateTrigger && known.qualifier == trigger.qualifier);
                let found = found.into_iter().find(|known| known.is(trigger));
                let trigger = found.map_or_else(|| (**trigger).clone(), |found| (**trigger).clone().keeping(found));
                Some(trigger::write(*call, &target, &trigger))
            }
            (Action::Domain { goal, .. }, _) => Some(domain::update(&target.region, goal)),
            (Action::Delete, _) => Some(function::delete(&target)),
            (Action::DeleteAlias { alias, .. }, _) => Some(alias::delete(&target, alias)),
            (Action::DeleteVersion { version }, _) => Some(version::delete(&target, version)),
            (Action::Provision { version, from, to }, _) => {
                let version = version.version(published, protected).filter(|_| from != to);
                version.map(|version| provisioned::set(&target, version, *to))
            }
            (Action::Wait | Action::Adopt { .. } | Action::Create | Action::Configure { .. }, _) => None,
        };
        let before = match &step.action {
            Action::Shift { alias, .. } => seen.and_then(|seen| seen.alias(alias).get().copied()).and_then(Mark::of),
            _ => None,
        };
        let action = match step.action {
            Action::Provision { version, from, to } => {
                let known = version.version(published, protected).cloned();
                Action::Provision { version: known.map_or(version, VersionRef::Known), from, to }
            }
            other => other,
        };
        let restores = self.group_failed();
        let marked = matches!(action, Action::Shift { .. }).then(|| mark.run.clone());
        let doing = StepRun { place, index, action, call, routing, baseline, text: step.text, restores, again: false };
        let mut task = Task::new(key, place, target, Purpose::Step(Box::new(doing)), made_by, self.wait_ms());
        if let Purpose::Step(doing) = &task.purpose {
            match (&doing.action, desired.and_then(|desired| desired.made.clone())) {
                (Action::Adopt { version }, _) => task.version = Some(version.clone()),
                // where the list shows it, the plan knew it, and did not want it
                (Action::Publish, Some(made)) if !plan::listed(&made, seen) => {
                    task.expected = Some(Made { began_ms: self.began.steady_of(made.began_ms), ..made })
                }
                _ => {}
            }
        }
        task.recheck = Recheck::on(self.footing(place, index));
        task.upload = upload;
        task.tag_run = marked;
        task.tagged_before = before.map(|mark| mark.run);
        task
    }

    /// What a step rests on.
    fn footing(&self, place: usize, index: usize) -> Footing {
        let desired = self.observation.intent.desired();
        let code = desired.functions.get(place).and_then(|desired| desired.code.as_ref());
        let state = self.part(place).map(|(_, run)| run);
        let later = self.later(place, index);
        Footing {
            alias: desired.alias.clone(),
            before: state.map(|state| state.seen.clone()).unwrap_or_default(),
            guards: matches!(self.observation.intent, Intent::Deploy(_) | Intent::Publish(_) | Intent::Alias { .. }),
            wrote: state.is_some_and(|state| state.replaced),
            digests: later.iter().any(|step| step.action == Action::Publish),
            package: code.and_then(|code| code.sha256().map(str::to_ascii_lowercase)),
            size: code.map_or(0, crate::desired::Code::size),
            last_look: !later.iter().any(|step| matches!(step.action, Action::Shift { .. })),
            asked: desired.shifts(),
            few: desired.functions.len() < plan::MANY,
        }
    }

    /// The steps of a function from one on.
    fn later(&self, place: usize, index: usize) -> &[Step] {
        self.part(place).and_then(|(function, _)| function.steps.get(index..)).unwrap_or_default()
    }

    /// What a write of an alias carries: that this run is at work still, where an upload follows it.
    fn mark(&self, place: usize, index: usize, now_ms: u64) -> Mark {
        let later = self.later(place, index);
        let code =
            self.observation.intent.desired().functions.get(place).and_then(|desired| desired.code.as_ref()?.sha256());
        let uploads = later.iter().any(|step| matches!(step.action, Action::Upload { .. }));
        let log = self.log.as_ref().map(OwnLog::mark);
        Mark::new(&self.run, self.wall_of(now_ms), code.filter(|_| uploads)).of_log(log)
    }

    pub(super) fn finish(&mut self, index: usize, now_ms: u64) {
        let task = must!(self, self.tasks.get_mut(index), "no task");
        match &task.purpose {
            Purpose::Step(_) => self.done(index, now_ms),
            Purpose::Query(ask) => {
                if let (Query::Watch(question), Some(fact)) = (ask, task.fact.take()) {
                    let (target, question) = (task.target.clone(), (**question).clone());
                    self.observation.answers.push(Answered { target, question, fact });
                }
                let function = task.function;
                self.observation.questions.over(function, ask);
                self.learned(function);
                if let Some(execution) = &mut self.execution {
                    execution.looked(function);
                }
            }
            Purpose::Poll => self.listed(index),
            Purpose::List => self.found(index),
        }
    }

    fn done(&mut self, index: usize, now_ms: u64) {
        let task = must!(self, self.tasks.get(index), "no task");
        let doing = must!(self, task.step(), "not a step");
        if task.looks_again() {
            return self.looked_again(index, now_ms);
        }
        let (place, step, again) = (doing.place, doing.index, doing.again);
        let writes = !matches!(doing.action, Action::Wait | Action::Adopt { .. });
        let execution = must!(self, self.execution.as_mut(), "no plan");
        if task.upload.is_some() {
            execution.package_over();
        }
        let run = must!(self, execution.run_mut(place), "no function");
        run.did(doing, task, &self.observation.intent.desired().alias, now_ms);
        self.show_step(place, step, StepState::Done);
        if writes {
            self.record_after(index, now_ms);
        }
        if !again {
            let execution = must!(self, self.execution.as_mut(), "no plan");
            must!(self, execution.done(place), "a step is done that was not under way");
        }
    }

    /// The command that gives such an order.
    fn typed(&self) -> &'static str {
        match self.observation.operation {
            Operation::Functions => "list",
            Operation::Status => "status",
            Operation::Aliases => "alias list",
            Operation::Invoke => "invoke",
            Operation::Logs => "logs",
            Operation::Metrics => "metrics",
            Operation::Compare => "status",
            Operation::Look => "rollout tick",
            Operation::Plan | Operation::Run => match self.observation.intent.kind() {
                "deploy" if self.observation.operation == Operation::Plan => "plan",
                "create-alias" => "alias create",
                "update-alias" => "alias update",
                "delete-alias" => "alias delete",
                other => other,
            },
        }
    }

    pub(super) fn fail(&mut self, index: usize, now_ms: u64) {
        let stopping = self.stopping;
        let command = self.typed();
        let task = must!(self, self.tasks.get_mut(index), "no task");
        let error = task.take_error(stopping).hiding(&self.secrets);
        let error = if denied(error.code()) { error.advise(Hint::MissingPermission { command }) } else { error };
        match &task.purpose {
            Purpose::Query(ask) => {
                let (function, ask) = (task.function, ask.clone());
                let failed = self.execution.as_mut().filter(|execution| execution.failed());
                if let Some(execution) = failed {
                    // it is put back by what was known before
                    execution.looked(function);
                } else if ask.optional() {
                    self.unseen(index, &ask);
                } else {
                    self.failure.get_or_insert(error);
                }
                self.observation.questions.over(function, &ask);
            }
            Purpose::Step(_) => self.not_done(index, error, now_ms),
            Purpose::Poll => self.unlisted(index),
            Purpose::List => {
                self.failure.get_or_insert(error);
            }
        }
    }

    fn not_done(&mut self, index: usize, error: Error, now_ms: u64) {
        let execution = must!(self, self.execution.as_mut(), "no plan");
        // refused means that nothing was changed
        let untouched = execution.parts().all(|(_, run)| run.changed.is_empty());
        let task = must!(self, self.tasks.get(index), "no task");
        let doing = must!(self, task.step(), "not a step");
        let (place, step, action) = (doing.place, doing.index, doing.action.clone());
        let recorded = execution.part(place).and_then(|(function, _)| function.recorded()).cloned();
        let foreign =
            [Code::ReleaseInProgress, Code::CodeChanged, Code::AliasChanged].iter().any(|code| error.is(*code));
        // what was sent and could not be seen to be true stands among the changes too
        let wrote = !untouched || task.doubt().is_some();
        let error = if foreign && wrote { error.after_writes() } else { error };
        if task.upload.is_some() {
            execution.package_over();
        }
        let run = must!(self, execution.run_mut(place), "no function");
        run.did_not(doing, task, recorded.as_ref());
        self.show_step(place, step, StepState::Failed);
        let execution = must!(self, self.execution.as_mut(), "no plan");
        let fails = execution.fails(place, &action, error, self.stopping);
        if must!(self, fails, "a step failed that was not under way") {
            self.halt(now_ms);
        }
    }
}
