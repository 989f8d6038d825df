//! The stages of a release: what has to be over in all functions of a group before the next begins in any of them.

use super::{Action, Step};

/// How far a step belongs to a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Traffic leaves code that is about to be replaced; what users are on is kept.
    Protect,
    /// Code and configuration change, versions are published, and all of it becomes Active.
    Prepare,
    /// Traffic goes where it was asked for.
    Shift,
    /// What follows the alias.
    Follow,
}

/// All of them, in order.
pub const STAGES: [Stage; 4] = [Stage::Protect, Stage::Prepare, Stage::Shift, Stage::Follow];

/// The stage of each step of a function; they never go back.
#[must_use]
pub fn stages(steps: &[Step]) -> Vec<Stage> {
    let updates = |action: &Action| matches!(action, Action::Upload { .. } | Action::Configure { .. });
    let follows = |action: &Action| {
        matches!(action, Action::Trigger { .. } | Action::Domain { .. } | Action::Provision { to: 0, .. })
    };
    let last_other = steps.iter().rposition(|step| !follows(&step.action));
    let last_shift = steps.iter().rposition(|step| matches!(step.action, Action::Shift { .. }));
    let last_update = steps.iter().rposition(|step| updates(&step.action));
    let stage = |(index, step): (usize, &Step)| match &step.action {
        // what may take long is over before anything of a function changes
        Action::PutObject { .. } | Action::Wait | Action::Protect { .. } => Stage::Protect,
        Action::Shift { .. } if last_update.is_some_and(|update| index < update) => Stage::Protect,
        Action::Provision { to: 0, .. } => Stage::Follow,
        // given back after a rollback, which waits for nothing
        Action::Provision { .. } if last_shift.is_some_and(|shift| index > shift) => Stage::Follow,
        // a version is warm before it gets traffic, which here is before the update
        Action::Provision { .. } if last_update.is_some_and(|update| index < update) => Stage::Protect,
        Action::Create
        | Action::Upload { .. }
        | Action::Configure { .. }
        | Action::EventInvoke { .. }
        | Action::Publish
        | Action::Adopt { .. }
        | Action::Provision { .. } => Stage::Prepare,
        Action::Shift { .. } | Action::DeleteAlias { .. } | Action::Delete | Action::DeleteVersion { .. } => {
            Stage::Shift
        }
        // what calls $latest directly leaves it before the update
        Action::Trigger { .. } | Action::Domain { .. } if last_other.is_some_and(|other| index < other) => {
            Stage::Protect
        }
        Action::Trigger { .. } | Action::Domain { .. } => Stage::Follow,
    };
    steps.iter().enumerate().map(stage).collect()
}
