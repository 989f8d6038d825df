//! Functions that are released as one: no stage begins before the one before it is over in all of them.

use crate::desired::Grouping;
use crate::observed::Observed;
use crate::plan::{STAGES, Stage};
use crate::release::function_run::FunctionRun;

/// How far a group is.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) atomic: bool,
    /// Per stage, the steps that are not over, of all functions.
    open: [usize; STAGES.len()],
    pub(super) failed: Option<Failed>,
    /// How many functions there are.
    functions: usize,
    /// Functions that may be able to begin something.
    pub(super) free: Vec<usize>,
    /// Functions whose package is on its way for another one.
    pub(super) held: Vec<usize>,
}

/// A group that failed.
#[derive(Debug)]
pub(super) struct Failed {
    /// The function that failed first.
    pub(super) culprit: String,
    /// What was read again since.
    pub(super) looked: Observed,
}

impl Group {
    pub(super) fn new(grouping: Option<Grouping>, functions: &[FunctionRun]) -> Self {
        let mut open = [0; STAGES.len()];
        for stage in functions.iter().flat_map(|run| &run.stages) {
            if let Some(count) = open.get_mut(*stage as usize) {
                *count += 1;
            }
        }
        let (atomic, functions) = (grouping == Some(Grouping::Atomic), functions.len());
        Self { atomic, open, failed: None, functions, free: (0..functions).collect(), held: Vec::new() }
    }

    /// Whether a step of this stage may begin in one function, as far as the others are concerned.
    pub(super) fn admits(&self, stage: Stage) -> bool {
        !self.atomic || self.open.iter().take(stage as usize).all(|open| *open == 0)
    }

    /// A step of a function is over: that function may go on, and all of them, where it was the last of its stage.
    pub(super) fn over(&mut self, place: usize, stage: Option<Stage>) {
        let left = stage.and_then(|stage| self.open.get_mut(stage as usize)).map(|open| {
            *open = open.saturating_sub(1);
            *open
        });
        if self.atomic && left == Some(0) { self.everyone() } else { self.free.push(place) }
    }

    pub(super) fn everyone(&mut self) {
        self.free = (0..self.functions).collect();
    }
}
