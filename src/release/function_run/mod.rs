//! A function's progress through its plan: what was written, what someone else wrote, what was restored. Its states are in
//! [`table::TABLE`].

mod left;
pub(super) mod table;

use super::task::LastSeen;
use crate::error::Error;
use crate::message::Changed;
use crate::plan::{Action, FunctionPlan, Note, Stage, Step, VersionRef, stages};
use crate::traffic::routing::{Routing, Version};
use table::{Event, State};

/// A function's way through its plan.
#[derive(Debug, Default)]
pub(super) struct FunctionRun {
    /// The stages of the plan's steps.
    pub(super) stages: Vec<Stage>,
    /// The next step.
    pub(super) step: usize,
    /// What it is at.
    pub(super) state: State,
    pub(super) published: Option<Version>,
    pub(super) protected: Option<Version>,
    /// The function's creation was accepted, or its answer lost.
    pub(super) created: bool,
    /// Code or configuration were written, or perhaps were.
    pub(super) replaced: bool,
    /// What its steps rest on, as it was seen last.
    pub(super) seen: LastSeen,
    /// Whether the alias was written.
    pub(super) alias: Written,
    /// What someone else made of the alias, after this run wrote it.
    pub(super) foreign: Option<Routing>,
    /// What the alias said when it was last written.
    pub(super) after: Option<Routing>,
    /// What the alias said when a step about it failed.
    pub(super) found: Option<Routing>,
    pub(super) changed: Vec<Changed>,
    /// Versions that were given provisioned concurrency, or perhaps were, and how many instances.
    pub(super) provisioned: Vec<(Version, u32)>,
    /// The address of the function URL that calls the alias.
    pub(super) url: Option<String>,
    /// Versions that were deleted.
    pub(super) deleted: Vec<Version>,
    pub(super) notes: Vec<Note>,
    pub(super) error: Option<Error>,
    /// The first failure that did not hold up the steps behind it.
    pub(super) spared: Option<Error>,
    /// The step that restores its routing.
    pub(super) restore: Option<Box<Step>>,
    /// Why its routing could not be restored.
    pub(super) not_restored: Option<Error>,
}

/// Whether something was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Written {
    /// It was not.
    #[default]
    No,
    /// It was, and that was verified.
    Yes,
    /// Nobody knows whether the last write was carried out.
    InDoubt,
}

impl FunctionRun {
    /// The run of a function whose plan this is, before its first step.
    pub(super) fn of(plan: &FunctionPlan) -> Self {
        Self {
            stages: stages(&plan.steps),
            state: if plan.refused.is_some() { State::Ended } else { State::Ready },
            error: plan.refused.clone(),
            ..Self::default()
        }
    }

    /// Something happened. `None` where that means nothing in its state.
    pub(super) fn on(&mut self, event: Event) -> Option<()> {
        self.state = table::next(self.state, event)?;
        Some(())
    }

    /// What a write that was carried out, or perhaps was, means for restoring the function.
    pub(super) const fn wrote(&mut self, action: &Action, written: Written) {
        self.replaced |= matches!(action, Action::Create | Action::Upload { .. } | Action::Configure { .. });
        if matches!(action, Action::Shift { .. }) {
            self.alias = written;
        }
    }

    /// A version was given so many instances, or none.
    pub(super) fn provisions(&mut self, version: &VersionRef, instances: u32) {
        let Some(version) = version.version(None, None) else { return };
        self.provisioned.retain(|(known, _)| known != version);
        if instances > 0 {
            self.provisioned.push((version.clone(), instances));
        }
    }

    /// Whether its alias was written, or perhaps was.
    pub(super) fn shifted(&self) -> bool {
        self.alias != Written::No
    }
}
