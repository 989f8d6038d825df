//! A function's progress through its plan: what was written, what someone else wrote, what was put back.

use super::task::{LastSeen, StepRun};
use crate::error::Error;
use crate::message::Changed;
use crate::plan::{Action, Note, Stage, Step};
use crate::traffic::routing::{Routing, Version};

/// A function's way through its plan.
#[derive(Debug, Default)]
pub(super) struct FunctionRun {
    /// The stages of the plan's steps.
    pub(super) stages: Vec<Stage>,
    /// The next step.
    pub(super) step: usize,
    /// A step of it is under way.
    pub(super) busy: bool,
    pub(super) published: Option<Version>,
    pub(super) protected: Option<Version>,
    /// The function's creation was accepted, or its answer lost.
    pub(super) created: bool,
    /// Code or configuration were written, or perhaps were.
    pub(super) replaced: bool,
    /// What its steps rest on, as it was seen last.
    pub(super) seen: LastSeen,
    /// The alias was written, or perhaps was.
    pub(super) shifted: bool,
    /// It is not known whether the last write of the alias was carried out.
    pub(super) in_doubt: bool,
    /// What someone else made of the alias, after this run wrote it.
    pub(super) foreign: Option<Routing>,
    /// What the alias said when it was last written.
    pub(super) after: Option<Routing>,
    /// What the alias said when a step about it failed.
    pub(super) found: Option<Routing>,
    pub(super) changed: Vec<Changed>,
    /// Versions that were deleted.
    pub(super) deleted: Vec<Version>,
    pub(super) notes: Vec<Note>,
    pub(super) error: Option<Error>,
    /// The first failure that did not hold up the steps behind it.
    pub(super) spared: Option<Error>,
    /// What became of its routing when its group failed.
    pub(super) back: Option<Restore>,
}

/// What became of a function's routing when its group failed.
#[derive(Debug, Clone)]
pub(super) enum Restore {
    /// What is there now is being read: others may have written since.
    Looking,
    /// This step is to restore it.
    Writing(Box<Step>),
    /// Nothing of its routing was touched.
    Untouched,
    /// It is as it was; where its code was replaced, with no more for it than was asked.
    Restored,
    /// It could not be restored.
    NotNow(Error),
}

impl FunctionRun {
    /// What a write that was carried out, or perhaps was, means for putting the function back.
    pub(super) const fn wrote(&mut self, action: &Action) {
        self.replaced |= matches!(action, Action::Create | Action::Upload { .. } | Action::Configure { .. });
        self.shifted |= matches!(action, Action::Shift { .. });
    }

    /// What became of a step that restores.
    pub(super) fn restored(&mut self, step: &StepRun, error: Option<Error>) {
        if step.restores {
            self.back = Some(error.map_or(Restore::Restored, Restore::NotNow));
        }
    }
}
