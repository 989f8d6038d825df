//! What the journal knows that rollbacks go by.

use crate::scf::Target;
use crate::time::Zone;
use crate::traffic::reach::Reach;
use crate::traffic::routing::{Routing, Version};
use crate::traffic::stable::Baseline;

/// What the journal knows that rollbacks go by.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Past {
    /// Where a rollback to `previous` or `left`, an abort or an undo goes.
    pub recorded: Vec<Recorded>,
    /// Where an earlier run for the same order, which was cut off, was going.
    pub aims: Vec<Aim>,
    /// The last run that was to move traffic and was no rollback, abort or undo.
    pub moved: Option<Moved>,
    /// The last change of each function's alias.
    pub changes: Vec<LastChange>,
    /// Functions that the journal names beside, and that the project does not have.
    pub others: Vec<Target>,
    /// The runs that the journal knows.
    pub runs: Vec<String>,
    /// When the order is given, in milliseconds since 1970.
    pub now_ms: u64,
    /// The zone in which times are shown.
    pub zone: Zone,
}

/// What the journal says of a function's last change.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Which function.
    pub target: Target,
    /// Which alias.
    pub alias: String,
    /// What the alias said before; `None` where the run replaced code and did not write the alias.
    pub routing: Option<Routing>,
    /// What was on record about the alias then.
    pub baseline: Option<Baseline>,
    /// What the run wrote to the alias, in order.
    pub left: Vec<Routing>,
    /// Whether that run was a rollback, an abort or an undo itself.
    pub back: bool,
    /// Whether the code on `$LATEST` was replaced since.
    pub replaced: bool,
    /// The requests that the new code may have.
    pub asked: Option<Reach>,
    /// Versions whose provisioned concurrency the run changed: how many instances there were before, and how many after.
    pub provisioned: Vec<(Version, u32, u32)>,
}

impl Recorded {
    pub(super) fn of(&self, target: &Target, alias: &str) -> bool {
        self.target == *target && self.alias == alias
    }

    /// The requests that it gives to a version.
    pub(super) fn gives(&self, version: &Version) -> Reach {
        self.routing.as_ref().map(|routing| Reach::of(routing, version)).unwrap_or_default()
    }
}

/// Where a run was going with a function.
#[derive(Debug, Clone, PartialEq)]
pub struct Aim {
    /// Which function.
    pub target: Target,
    /// What the alias said when it was planned.
    pub from: Routing,
    /// What the alias was to say.
    pub to: Routing,
    /// What was to be on record then.
    pub baseline: Option<Baseline>,
}

/// A run that was to move traffic.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// Which run.
    pub run: String,
    /// When its last line was written, in milliseconds since 1970.
    pub at_ms: u64,
    /// The functions that it moved, and what it left their alias at.
    pub functions: Vec<(Target, Routing)>,
}

/// The last change of a function's alias.
#[derive(Debug, Clone, PartialEq)]
pub struct LastChange {
    /// Which function.
    pub target: Target,
    /// By which run.
    pub run: String,
    /// Who started it.
    pub who: Option<String>,
    /// When, in milliseconds since 1970.
    pub at_ms: u64,
    /// Whether it was a rollback, an abort or an undo.
    pub back: bool,
}
