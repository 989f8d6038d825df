//! Rule 25 in a deploy: a version is warm before it takes over traffic.

use super::draft::{Draft, goal_share};
use crate::error::Error;
use crate::message::parts::Warmth;
use crate::message::problem::PlanProblem;
use crate::message::problem::plan::Missing;
use crate::message::{Note, Reason};
use crate::observed::Seen;
use crate::plan::place::not_observed;
use crate::plan::{Goal, VersionRef, warm};
use crate::scf::alias::Alias;
use crate::scf::provisioned::Instances;
use crate::traffic::routing::Version;
use crate::traffic::share::{Fraction, Share};

impl Draft<'_> {
    /// Before the shift to `goal`: the version that takes over gets its instances.
    pub(super) fn warm(&mut self, goal: Option<&Goal>) -> Result<(), Error> {
        let asked = self.function.provisioned;
        if asked.is_some() && self.seen.provisioned.unknown() {
            return Err(not_observed(&self.function.name, Missing::Provisioned));
        }
        if asked == Some(0) || !warm::looks(self.desired, self.function, self.seen) {
            return Ok(());
        }
        let target = self.takes_over(goal);
        let alias = self.seen.alias(&self.desired.alias).get().copied();
        let wanted = asked.unwrap_or_else(|| warm::of_users(&self.users, alias, self.seen));
        self.note_cold_latest(goal, wanted);
        let Some(target) = target else {
            self.note_waiting(asked, alias);
            return Ok(());
        };
        if !self.desired.warm {
            self.notes.extend(asked.map(|_| Note::Provisioned(Warmth::Cold)));
            return Ok(());
        }
        if asked.is_none() && matches!(self.seen.provisioned, Seen::Missing) {
            self.notes.push(Note::Provisioned(Warmth::NotChecked));
            return Ok(());
        }
        let there = match &target {
            VersionRef::Known(version) => self.seen.provisioned.get().and_then(|provisioned| provisioned.of(version)),
            VersionRef::Published | VersionRef::Protected => None,
        };
        let from = there.map_or(0, |there| there.asked);
        if wanted == 0 {
            return Ok(());
        }
        // what the version has beyond the one that it replaces stays
        let wanted = if asked.is_some() { wanted } else { wanted.max(from) };
        let enough = from == wanted;
        if enough && there.is_some_and(Instances::ready) {
            return Ok(());
        }
        let free = self.seen.provisioned.get().and_then(|provisioned| provisioned.free);
        if let Some(free) = free.filter(|free| !enough && wanted.saturating_sub(from) > *free) {
            return Err(Error::refused(PlanProblem::NotWarmed {
                function: self.function.name.clone(),
                version: target.version(None, None).cloned(),
                asked: wanted,
                fits: free.saturating_add(from),
            }));
        }
        // what is under way is only waited for, what failed is written again
        let failed = there.filter(|there| enough && there.failed());
        let from = failed.map_or(from, |there| there.started.min(wanted.saturating_sub(1)));
        let reason = Reason::Warms { asked: asked.is_some() };
        let expected = self.next_version().saturating_sub(1);
        self.steps.push(warm::provision(target, expected, (from, wanted), reason));
        Ok(())
    }

    /// The version that gets traffic which it does not have, or is to be ready for it.
    fn takes_over(&self, goal: Option<&Goal>) -> Option<VersionRef> {
        let published = || self.adopted.clone().map_or(VersionRef::Published, VersionRef::Known);
        // before its first calls, also where rules alone name it
        if let Some(sides) = self.function.sides.as_ref().filter(|_| !self.function.publish) {
            return sides.tries_version().then(|| VersionRef::Known(sides.canary.clone()));
        }
        match goal {
            _ if self.function.publish && self.function.provisioned.is_some() => Some(published()),
            Some(Goal::Grayscale { latest: Share::ALL, .. }) => None,
            Some(Goal::Grayscale { last, .. } | Goal::Rules { main: last, .. }) => {
                let known = last.version(None, None);
                let has = known.is_some_and(|last| self.split.of(last) != Fraction::NONE);
                let stays = known.is_some() && known == self.stable.as_ref();
                (self.function.publish || !(has || stays)).then(|| last.clone())
            }
            _ => None,
        }
    }

    /// `$LATEST` can't have any.
    fn note_cold_latest(&mut self, goal: Option<&Goal>, wanted: u32) {
        let share = goal.map_or_else(|| self.latest_now(), goal_share);
        if wanted > 0 && share != Fraction::NONE && self.stable.is_some() {
            self.notes.push(Note::Provisioned(Warmth::LatestIsCold { share }));
        }
    }

    /// What `provisionedNum` asks for, and the version that users are on does not have.
    fn note_waiting(&mut self, asked: Option<u32>, alias: Option<&Alias>) {
        let Some(instances) = asked else { return };
        let provisioned = self.seen.provisioned.get();
        let has = |version: &Version| provisioned.map_or(0, |known| known.asked(version)) == instances;
        let named = alias.map(|alias| alias.routing().published()).unwrap_or_default();
        if !self.stable.iter().chain(&named).any(has) {
            self.notes.push(Note::Provisioned(Warmth::Waits { instances }));
        }
    }
}
