//! A step of a rollout.

use crate::rollout::portion::Who;
use crate::traffic::share::Share;

/// A step of a rollout: who gets the canary, and what has to pass before the next one.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What the canary gets; nothing at a step for staff.
    pub share: Share,
    /// Whom a rule gives the canary, beside those of the steps before.
    pub staff: Option<Who>,
    /// How long it is held at least, in seconds.
    pub hold: u64,
    /// A person has to say yes after the hold.
    pub gate: Option<String>,
}

impl Step {
    /// Without a gate.
    #[must_use]
    pub const fn holding(share: Share, hold: u64) -> Self {
        Self { share, staff: None, hold, gate: None }
    }
}
