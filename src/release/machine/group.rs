//! Functions that are released as one: no stage begins before the one before it is over in all of them.

use crate::desired::Grouping;
use crate::plan::{STAGES, Stage};
use crate::release::function_run::FunctionRun;

/// How far a group is.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) atomic: bool,
    /// Per stage, the steps that are not over, of all functions.
    pub(super) open: [usize; STAGES.len()],
    /// The function that failed first.
    pub(super) failed: Option<String>,
    /// Functions that may be able to begin something.
    pub(super) free: Vec<usize>,
    /// Functions whose package is on its way for another one.
    pub(super) held: Vec<usize>,
}

impl Group {
    pub(super) fn new(grouping: Option<Grouping>, functions: &[FunctionRun]) -> Self {
        let mut open = [0; STAGES.len()];
        for stage in functions.iter().flat_map(|state| &state.stages) {
            if let Some(count) = open.get_mut(*stage as usize) {
                *count += 1;
            }
        }
        let atomic = grouping == Some(Grouping::Atomic);
        Self { atomic, open, failed: None, free: (0..functions.len()).collect(), held: Vec::new() }
    }

    /// Whether a step of this stage may begin in one function, as far as the others are concerned.
    pub(super) fn admits(&self, stage: Stage) -> bool {
        !self.atomic || self.open.iter().take(stage as usize).all(|open| *open == 0)
    }

    /// A step of a function is over: that function may go on, and all of them, where it was the last of its stage.
    pub(super) fn over(&mut self, place: usize, functions: &[FunctionRun], stage: Option<Stage>) {
        let left = stage.and_then(|stage| self.open.get_mut(stage as usize)).map(|open| {
            *open = open.saturating_sub(1);
            *open
        });
        if self.atomic && left == Some(0) { self.everyone(functions) } else { self.free.push(place) }
    }

    pub(super) fn everyone(&mut self, functions: &[FunctionRun]) {
        self.free = (0..functions.len()).collect();
    }

    /// A function that is to be put back was looked at.
    pub(super) fn looked(&mut self, place: usize) {
        if self.failed() {
            self.free.push(place);
        }
    }

    pub(super) const fn failed(&self) -> bool {
        self.failed.is_some()
    }
}
