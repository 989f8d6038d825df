//! Which hook is asked, and whether it can be asked here and now.

use super::{Look, Outcome};
use crate::message::RolloutReason;
use crate::rollout::act::Act;
use crate::rollout::facts::Answer;
use crate::rollout::fold::Clock;
use crate::rollout::policy::{Ask, Hook, HookAt};
use crate::rollout::states::State;

/// So long after its time-out a hook counts as being asked still: whoever asks it has to record what came of it.
const ASKERS_GRACE: u64 = 60;

impl Look<'_> {
    pub(super) fn answer_of(&self, at: HookAt, step: usize, hook: usize) -> Option<&Answer> {
        self.answers.iter().find(|answer| (answer.at, answer.step, answer.hook) == (at, step, hook))
    }

    /// A hook is asked by one at a time, where that can be done here.
    pub(super) fn asks(&self, hook: &Hook, question: (HookAt, usize, usize), state: State) -> Outcome {
        let name = hook.shown().to_owned();
        let waits = |why| self.with(Act::Wait, state, why);
        let (one, other) = match &hook.ask {
            Ask::Function { .. } => (None, None),
            Ask::Http { url, secret } => (Some(url), secret.as_ref()),
            Ask::Command { line } => (Some(line), None),
        };
        if self.facts.no_commands && matches!(hook.ask, Ask::Command { .. }) {
            return waits(RolloutReason::HookElsewhere { hook: name });
        }
        let mut needed = one.into_iter().chain(other);
        if let Some(secret) = needed.find(|secret| self.facts.missing.contains(&secret.kept())) {
            return waits(RolloutReason::HookUnknown { hook: name, variable: secret.variable().map(str::to_owned) });
        }
        let asked = self.fold.asked.filter(|asked| (asked.at, asked.step, asked.hook) == question);
        let over = asked.and_then(|asked| asked.busy).map(|busy| busy + hook.timeout + ASKERS_GRACE);
        if let Some(over) = over.filter(|over| self.now < *over) {
            return Outcome { until: Some(over), ..waits(RolloutReason::AsksHook { hook: name }) };
        }
        Outcome { ask: Some(question), ..self.with(Act::Ask, state, RolloutReason::AsksHook { hook: name }) }
    }

    /// Nothing moves any more; hooks of the end are asked, and their answers recorded.
    pub(super) fn after_the_end(&self, clock: Clock) -> Outcome {
        let fold = self.fold;
        let moment = match fold.state {
            State::Done => Some(HookAt::After),
            _ => fold.went_back.then_some(HookAt::OnRollback),
        };
        let step = fold.step.map_or(0, |step| step + 1);
        let open = moment.and_then(|at| {
            let mut hooks = self.policy.hooks_at(at).enumerate();
            hooks.find(|(index, _)| self.answer_of(at, step, *index).is_none()).map(|(index, hook)| (at, index, hook))
        });
        let outcome = match open {
            Some((at, index, hook)) => self.asks(hook, (at, step, index), fold.state),
            None => self.with(Act::Wait, fold.state, self.how_it_ended()),
        };
        Outcome { clock, ..outcome }
    }

    /// Why it is over. A hook that said no after the finish moves nothing, and is what people want to know; after a rollback they
    /// want to know why traffic went back.
    fn how_it_ended(&self) -> RolloutReason {
        let no = self.answers.iter().find(|answer| answer.at == HookAt::After && answer.ok == Some(false));
        let hook = no.and_then(|answer| self.policy.hooks_at(answer.at).nth(answer.hook));
        let refused = no.zip(hook).map(|(answer, hook)| RolloutReason::HookSaidNo {
            hook: hook.shown().to_owned(),
            reason: answer.reason.clone(),
        });
        let why = refused.or_else(|| self.fold.why().cloned()).map(Box::new);
        RolloutReason::Ended { state: self.fold.state, little: self.fold.little, why }
    }
}
