//! Which code is new to users after a deploy, and who gets the rest of the traffic (rules 9 and 22).

use super::draft::Draft;
use super::facts::parts_of_goal;
use crate::error::Error;
use crate::message::problem::PlanProblem;
use crate::plan::users::Novelty;
use crate::plan::{Goal, Note, VersionRef, existing, target_of};
use crate::traffic::routing::Version;
use crate::traffic::share::{Fraction, Share};

/// The share of users on new code.
pub(super) struct NewCode {
    /// After the last step.
    pub(super) after: Fraction,
    /// Whether all users meet new code by this run.
    pub(super) moves_all: bool,
}

impl Draft<'_> {
    /// Who gets the rest of the traffic: the version that was typed, the newest one that is not withdrawn, or stable.
    pub(super) fn rest(&mut self) -> Result<Option<Version>, Error> {
        if let Some(typed) = &self.desired.stable {
            return existing(self.seen, typed, &target_of(self.function)).map(Some);
        }
        // before a rollout users stay where they are, also where a version was published that nobody has tried
        if let Some(stable) = self.stable.clone().filter(|_| self.desired.rollout.is_some()) {
            return Ok(Some(stable));
        }
        let routes = self.desired.routes.iter().flatten();
        let named: Vec<&Version> = routes.map(|rule| &rule.version).collect();
        let (rest, passed) = self.users.rest(&named);
        for (version, withdrawn) in passed {
            self.notes.push(Note::WithdrawnVersion { version, withdrawn: withdrawn.version() });
        }
        if let (Some(rest), Some(last)) = (&rest, &self.last)
            && last.number() > rest.number()
            && self.users.withdrew(last)
        {
            self.notes.push(Note::Withdrawn { version: last.clone(), rest: rest.clone() });
        }
        Ok(rest)
    }

    /// Whether what is on `$LATEST` differs from what stable serves, now or after this run.
    fn latest_is_new(&self, after: bool) -> bool {
        let Some(stable) = &self.stable else { return false };
        let of_stable = self.seen.digest(stable);
        let digest = if after { self.digest_after() } else { self.seen.digest(&Version::latest()) };
        let same_code = digest.is_some() && digest == of_stable;
        let handler = self.handler.as_ref().filter(|_| after);
        let other_settings = match (self.seen.config(stable), self.seen.function.get()) {
            (Some(then), Some(now)) => {
                let mut now = now.clone();
                if handler.is_some() {
                    now.handler.clone_from(&self.function.settings.handler);
                }
                !now.runs_as(then)
            }
            _ => handler.is_some(),
        };
        !same_code || (after && !self.changes.is_empty()) || (other_settings && self.changes.is_empty())
    }

    /// Publishing with a part of the traffic puts both sides on the same code: all users on it, though a part was asked for.
    pub(super) fn same_code_on_both_sides(&mut self, latest: Share) -> Result<(), Error> {
        if !self.function.publish || latest == Share::NONE || latest == Share::ALL {
            return Ok(());
        }
        if self.latest_is_new(true) {
            if self.desired.allow_same_code {
                return Ok(());
            }
            let function = self.function.key.clone();
            return Err(Error::refused(PlanProblem::SameCodeOnBothSides { function, asked: latest }));
        }
        self.notes.push(Note::SameCode { asked: latest, stable: self.stable.clone() });
        Ok(())
    }

    pub(super) fn new_code(&self, goal: Option<&Goal>) -> NewCode {
        let novelty =
            |after: bool| Novelty { stable: self.stable.as_ref(), seen: self.seen, latest: self.latest_is_new(after) };
        let (now, then) = (novelty(false), novelty(true));
        let before = now.of(&self.split);
        let after = match goal {
            // how many requests match rules, nobody knows: what they reach is what was asked for
            Some(Goal::Rules { main: VersionRef::Known(version), .. }) if then.version(version) => Fraction::ALL,
            Some(Goal::Rules { .. }) => Fraction::NONE,
            Some(Goal::Grayscale { latest, last }) => {
                let rest_is_new = match last {
                    VersionRef::Known(version) => then.version(version),
                    VersionRef::Published => then.latest,
                    VersionRef::Protected => false,
                };
                let part = |new: bool, share: Share| if new { Fraction::from(share) } else { Fraction::NONE };
                part(then.latest, *latest).plus(part(rest_is_new, latest.rest()))
            }
            Some(Goal::Exactly(routing)) => then.of(&routing.split()),
            // a rule may send any part to $LATEST
            None if then.latest => then.of(&self.split).max(self.share_now()),
            None => then.of(&self.split),
        };
        NewCode { after, moves_all: after == Fraction::ALL && (self.replaces() || before != Fraction::ALL) }
    }

    /// All users on new code although two versions share the traffic: the split separates nothing.
    pub(super) fn warn_of_all_new(&mut self, goal: Option<&Goal>, after: Fraction) {
        let parts = goal.map(|goal| parts_of_goal(goal, self.largest())).unwrap_or_default();
        if after != Fraction::ALL || parts.len() < 2 {
            return;
        }
        self.notes.push(Note::AllNewCode { parts });
    }

    /// A published version that gets the rest of the traffic and has none now, though nobody named it.
    pub(super) fn untried(&self, goal: Option<&Goal>) -> Option<Version> {
        let (latest, rest) = match goal? {
            Goal::Grayscale { latest, last: VersionRef::Known(rest) } => (*latest, rest),
            Goal::Rules { main: VersionRef::Known(rest), .. } => (Share::NONE, rest),
            _ => return None,
        };
        let (known, typed) = (
            self.current.is_some(),
            self.desired.stable.is_some() || self.adopted.is_some() || self.function.sides.is_some(),
        );
        let given = latest != Share::ALL && self.split.of(rest) == Fraction::NONE;
        (known && !typed && given && self.stable.as_ref() != Some(rest)).then(|| rest.clone())
    }

    pub(super) fn warn_of_untried(&mut self, untried: Option<&Version>) {
        let Some(version) = untried else { return };
        self.notes.push(Note::UntriedVersion { version: version.clone(), stable: self.stable.clone() });
    }

    /// Publishing what was rolled back makes a version that gets no traffic by itself.
    pub(super) fn warn_of_withdrawn_code(&mut self) {
        if !self.function.publish {
            return;
        }
        // with other settings it runs another way
        if !self.changes.is_empty() {
            return;
        }
        if let Some(withdrawn) = self.users.same_as_withdrawn(self.digest_after().as_deref(), None) {
            self.notes.push(Note::WithdrawnCode { withdrawn: withdrawn.version() });
        }
    }
}
