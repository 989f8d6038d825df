//! What the canary has, by the journal.

use super::Fold;
use crate::rollout::act::Act;
use crate::rollout::portion::Portion;

impl Fold {
    /// Goes on from what a person gave the canary: the next step is the first one that has callers beside.
    pub(super) fn adopt(&mut self, adopted: Portion) {
        let within = |step: &usize| adopted.covers(&self.policy.portion(*step));
        let at = (0..self.policy.steps.len()).rev().find(within);
        if let (Some(at), Some(step)) = (at, self.step)
            && at > step
        {
            let reached = self.reached.last().copied().unwrap_or(self.began);
            self.reached.resize(at + 1, reached);
            self.step = Some(at);
        }
        self.pending = None;
        self.adopted = Some(adopted);
    }

    /// What the canary was given last.
    #[must_use]
    pub fn written(&self) -> Portion {
        let of_step = || self.step.map(|step| self.policy.portion(step)).unwrap_or_default();
        self.adopted.clone().unwrap_or_else(of_step)
    }

    /// What it is about to get.
    #[must_use]
    pub fn target(&self) -> Option<Portion> {
        match self.pending?.act {
            Act::Advance { step } => (step < self.policy.steps.len()).then(|| self.policy.portion(step)),
            Act::Finish => Some(Portion::ALL),
            Act::RollBack => Some(Portion::NONE),
            _ => None,
        }
    }

    /// Whether only staff have the canary, so that nothing can be compared.
    #[must_use]
    pub fn for_staff(&self) -> bool {
        self.step.is_some_and(|step| self.policy.for_staff(step))
    }
}
