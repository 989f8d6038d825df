//! What somebody else changed: the canary's code, or the routing.

use super::{Look, Outcome};
use crate::message::RolloutReason;
use crate::rollout::act::Act;
use crate::rollout::facts::Seen;
use crate::rollout::policy::Canary;
use crate::rollout::portion::Portion;
use crate::rollout::states::State;

impl Look<'_> {
    /// Whether the canary has nothing, and nothing is on its way to it: then there is nothing to take back.
    pub(super) fn nothing_moved(&self) -> bool {
        let given = self.fold.step.is_some() || self.fold.target().is_some();
        let has_none = |key: &str| self.facts.of(key).is_some_and(Seen::has_none);
        !given && self.fold.functions.iter().all(|function| has_none(&function.key))
    }

    /// The canary's code, or the routing, is not what it was.
    pub(super) fn changed_by_others(&self) -> Option<Outcome> {
        let fold = self.fold;
        // at the end another version may have all traffic, and the release itself looks whose it is
        if fold.pending.is_some_and(|pending| pending.act == Act::Finish) {
            return None;
        }
        for function in &fold.functions {
            let other = self.facts.of(&function.key).and_then(|seen| seen.code.as_ref());
            // what is published has to be what was deployed
            let counts = fold.step.is_some() || self.policy.canary == Canary::Version;
            if counts && other.is_some() && function.code.is_some() && other != function.code.as_ref() {
                let why = RolloutReason::Superseded { function: function.key.clone() };
                if self.nothing_moved() {
                    return Some(self.with(Act::Abort, State::Aborted, why));
                }
                let back = self.with(Act::RollBack, State::RollingBack, why);
                return Some(Outcome { end: Some(State::Aborted), ..back });
            }
        }
        let written = fold.written();
        let target = fold.target();
        let fits = |seen: &Seen| {
            let known = [Some(&written), target.as_ref()];
            let same = |portion: &Portion| known.into_iter().flatten().any(|known| known.same_as(portion));
            seen.portion.as_ref().is_some_and(same)
        };
        let of_rollout = || fold.functions.iter().filter_map(|it| self.facts.of(&it.key));
        let Some(changed) = of_rollout().find(|seen| !fits(seen)) else {
            return (fold.state == State::Interrupted)
                .then(|| self.with(Act::Wait, State::Interrupted, RolloutReason::IsInterrupted));
        };
        if !written.is_none() && of_rollout().all(Seen::has_none) {
            return Some(self.with(Act::Abort, State::Aborted, RolloutReason::RolledBackByHand));
        }
        if fold.state == State::Interrupted {
            return Some(self.with(Act::Wait, State::Interrupted, RolloutReason::IsInterrupted));
        }
        let found = changed.portion.as_ref().filter(|portion| !portion.by_rules()).map(|portion| portion.share);
        let routing = changed.routing.clone().filter(|_| found.is_none());
        let why = RolloutReason::RoutingChanged {
            function: changed.key.clone(),
            callers: written.callers(),
            written: written.share,
            found,
            split: routing.as_ref().map(|routing| routing.split.clone()),
            rules: routing.map(|routing| routing.rules).unwrap_or_default(),
        };
        Some(self.with(Act::Interrupt, State::Interrupted, why))
    }
}
