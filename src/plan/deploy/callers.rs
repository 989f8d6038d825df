//! Who calls `$LATEST` past the alias (rule 24): moved before the upload where that was asked for, named where it stays.

use super::draft::Draft;
use crate::desired::{Desired, Moves};
use crate::error::Error;
use crate::message::parts::Obstacle;
use crate::message::problem::PlanProblem;
use crate::message::problem::plan::Missing;
use crate::observed::{Observed, Seen};
use crate::plan::direct::{self, Caller};
use crate::plan::domains;
use crate::plan::triggers::{self, Triggers};
use crate::plan::{Note, Step, VersionShare, not_observed};
use crate::routing::Version;
use crate::scf::trigger::{Trigger, URL};
use crate::share::Fraction;

/// A name of `moveTriggers` that nothing has was typed wrong.
pub(in crate::plan) fn refuse_unknown(desired: &Desired, observed: &Observed) -> Result<(), Error> {
    let Moves::Named(names) = &desired.moves else { return Ok(()) };
    let mut known: Vec<&str> = Vec::new();
    for seen in &observed.functions {
        known.extend(seen.triggers.get().into_iter().flatten().map(|trigger| trigger.name.as_str()));
        known.extend(seen.domains.get().into_iter().flatten().map(|domain| domain.name.as_str()));
    }
    let Some(name) = names.iter().find(|name| !known.contains(&name.as_str())) else { return Ok(()) };
    let known = known.into_iter().map(str::to_owned).collect();
    Err(Error::refused(PlanProblem::UnknownTrigger { name: name.clone(), known }))
}

impl Draft<'_> {
    /// Puts what moves first among the steps, and gives the steps for triggers that come last.
    pub(super) fn callers(&mut self) -> Result<Vec<Step>, Error> {
        let mut plan = self.wanted_triggers()?;
        let stays = self.relocated(&mut plan)?;
        self.steps.append(&mut plan.before);
        self.notes.append(&mut plan.notes);
        self.name_callers(&stays);
        Ok(plan.after)
    }

    /// The triggers of the inputs.
    fn wanted_triggers(&self) -> Result<Triggers, Error> {
        let Some(desired) = &self.function.events else { return Ok(Triggers::default()) };
        let Some(seen) = self.seen.triggers.get() else {
            return Err(not_observed(&self.function.name, Missing::Triggers));
        };
        let there = |qualifier: &str| {
            Version::named(qualifier).number().is_some() || matches!(self.seen.alias(qualifier), Seen::Is(_))
        };
        Ok(triggers::plan(desired, seen, |trigger| self.replaces() && there(&trigger.qualifier)))
    }

    /// What `moveTriggers` moves; of what it names and can't move, why.
    fn relocated(&self, plan: &mut Triggers) -> Result<Vec<(String, Obstacle)>, Error> {
        let moves = &self.desired.moves;
        if !moves.any() {
            return Ok(Vec::new());
        }
        let (Some(triggers), Some(domains)) = (self.seen.triggers.get(), self.seen.domains.get()) else {
            return Err(not_observed(&self.function.name, Missing::Callers));
        };
        let alias = &self.desired.alias;
        let before = plan.before.len();
        let mut stays = Vec::new();
        let meant = triggers.iter().filter(|known| known.on_latest() && !self.in_inputs(known));
        for known in meant.filter(|known| moves.takes(&known.name, known.kind == URL) && known.can_move()) {
            let moved = match &self.current {
                Some(_) => triggers::relocate(known, alias, triggers, plan),
                None => Err(Obstacle::NoAlias { alias: alias.clone() }),
            };
            stays.extend(moved.err().map(|why| (known.name.clone(), why)));
        }
        for domain in domains.iter().filter(|domain| moves.takes(&domain.name, false)) {
            match &self.current {
                Some(_) => plan.before.extend(domains::relocate(domain, self.function, alias)),
                None => stays.push((domain.name.clone(), Obstacle::NoAlias { alias: alias.clone() })),
            }
        }
        if plan.before.len() > before {
            plan.notes.push(self.code_afterwards());
        }
        Ok(stays)
    }

    /// Whether the inputs say what this trigger calls.
    fn in_inputs(&self, known: &Trigger) -> bool {
        self.function.events.iter().flatten().any(|trigger| trigger.is(known))
    }

    /// Which code those that move get from then on.
    fn code_afterwards(&self) -> Note {
        let latest = Version::latest();
        let others: Vec<(&Version, Fraction)> = self.split.iter().filter(|(version, _)| !version.is_latest()).collect();
        let parts = others.iter().map(|(version, share)| VersionShare::of(version.to_string(), *share));
        let parts: Vec<VersionShare> = parts.collect();
        let alias = self.desired.alias.clone();
        let on_latest = self.seen.digest(&latest);
        let digests: Vec<Option<String>> = others.iter().map(|(version, _)| self.seen.digest(version)).collect();
        let same = digests.iter().all(|digest| *digest == on_latest && digest.is_some());
        let known = on_latest.is_some() && digests.iter().all(Option::is_some);
        let differs = if same { Some(false) } else { known.then_some(true) };
        Note::MovedCallers { alias, parts, differs }
    }

    /// Names those that call `$LATEST` directly after the moves, and what could not be looked at.
    fn name_callers(&mut self, stays: &[(String, Obstacle)]) {
        let moved = |caller: &Caller| {
            self.desired.moves.takes(&caller.name, caller.is_url())
                && !stays.iter().any(|(name, _)| *name == caller.name)
                && caller.can_move()
        };
        let in_inputs = |caller: &Caller| {
            let known = self.seen.triggers.get().into_iter().flatten();
            let of_caller = |known: &&Trigger| (&known.kind, &known.name) == (&caller.kind, &caller.name);
            known.filter(of_caller).any(|known| known.on_latest() && self.in_inputs(known))
        };
        let staying: Vec<Caller> =
            direct::of_latest(self.seen).into_iter().filter(|caller| !moved(caller) && !in_inputs(caller)).collect();
        let replaces = self.replaces();
        for caller in &staying {
            let why = stays.iter().find(|(name, _)| *name == caller.name).map(|(_, why)| why);
            self.notes.push(match (replaces, why) {
                (true, why) => caller.meets_new_code(&self.desired.alias, why),
                (false, None) => caller.goes_around(),
                (false, Some(why)) => caller.stays(&self.desired.alias, why),
            });
        }
        self.notes.extend(direct::not_checked(self.seen));
    }
}
