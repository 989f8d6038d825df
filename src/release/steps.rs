//! The steps of a plan on their way: begun lane by lane, recorded before and after, shown.

use super::effect::{Effect, Progress};
use super::journal::{self, Entry, Phase};
use super::task::{Doing, Purpose, Task};
use super::{Release, watching};
use crate::error::Error;
use crate::plan::{self, Action, Ask, Step};
use crate::scf::alias::RoutingConfig;
use crate::scf::{alias, function, trigger, version};
use crate::share::Portion;
use crate::wanted::{Told, WantedFunction};

impl Release {
    /// Begins the next step of every lane that is free.
    pub(super) fn start_steps(&mut self, now_ms: u64) {
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

    pub(super) fn step_task(
        &self,
        lane: usize,
        index: usize,
        key: &str,
        step: Step,
        target: crate::scf::Target,
    ) -> Task {
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
            (Action::Trigger { call, trigger }, _) => {
                let known = seen.and_then(|seen| seen.triggers.get()).into_iter().flatten();
                let found = known.filter(|known| *call == "UpdateTrigger" && known.qualifier == trigger.qualifier);
                let found = found.into_iter().find(|known| known.is(trigger));
                let trigger = found.map_or_else(|| (**trigger).clone(), |found| (**trigger).clone().keeping(found));
                Some(trigger::write(call, &target, &trigger))
            }
            (Action::Delete, _) => Some(function::delete(&target)),
            (Action::DeleteAlias { alias, .. }, _) => Some(alias::delete(&target, alias)),
            (Action::Wait | Action::Create | Action::Configure { .. }, _) => None,
        };
        let purpose =
            Purpose::Step(Box::new(Doing { lane, index, action: step.action, call, routing, text: step.text }));
        Task::new(key, target, purpose, mark, self.wait_ms())
    }

    pub(super) fn finish(&mut self, index: usize, now_ms: u64) {
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

    pub(super) fn fail(&mut self, index: usize) {
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

    pub(super) fn show_step(&mut self, lane: usize, step: usize, state: &'static str) {
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
    pub(super) fn share_allowed(&self, lane: usize) -> Option<Portion> {
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
    pub(super) fn record(&mut self, index: usize, phase: Phase, now_ms: u64) {
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
