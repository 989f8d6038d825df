//! A step of a rollout: the two versions are known, so nothing is chosen.

use super::draft::Draft;
use crate::desired::Sides;
use crate::error::Error;
use crate::plan::{Goal, VersionRef, existing, target_of};
use crate::traffic::routing::{Routing, VersionWeight};
use crate::traffic::share::{Share, Weight};

impl Draft<'_> {
    /// Where the step goes; nowhere, where it moves no traffic.
    pub(super) fn goal_between(&self, sides: &Sides) -> Result<Option<Goal>, Error> {
        let target = target_of(self.function);
        let stable = existing(self.seen, &sides.stable, &target)?;
        if sides.tries_version() {
            existing(self.seen, &sides.canary, &target)?;
        }
        let main = VersionRef::Known(stable.clone());
        if !sides.rules.is_empty() {
            return Ok(Some(Goal::Rules { main, rules: sides.rules.clone() }));
        }
        Ok(sides.share.map(|share| match share {
            share if !sides.tries_version() => Goal::Grayscale { latest: share, last: main },
            // the documented form, as after a publication
            Share::ALL => Goal::Grayscale { latest: Share::NONE, last: VersionRef::Known(sides.canary.clone()) },
            share => {
                let additional = vec![VersionWeight { version: sides.canary.clone(), weight: Weight::from(share) }];
                Goal::Exactly(Routing { additional, ..Routing::all_to(stable) })
            }
        }))
    }
}
