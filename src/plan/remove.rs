//! Removing: only what this project's state created is deleted; the rest is named and left.

use super::{Action, Basis, FunctionPlan, Note, Step, target_of};
use crate::desired::DesiredFunction;
use crate::message::{Reason, StepText};
use crate::observed::ObservedFunction;
use crate::scf::Target;

pub(super) fn plan(function: &DesiredFunction, seen: &ObservedFunction, created: &[Target]) -> FunctionPlan {
    let mut plan = FunctionPlan {
        basis: Basis { exists: !seen.is_missing(), ..Basis::default() },
        ..FunctionPlan::bare(function)
    };
    if seen.is_missing() {
        plan.notes.push(Note::AlreadyGone { function: function.name.clone() });
    } else if created.contains(&target_of(function)) {
        plan.steps.push(Step { action: Action::Delete, text: StepText::DeleteFunction, reason: Reason::CreatedHere });
    } else {
        plan.notes.push(Note::NotCreatedHere { function: function.name.clone() });
    }
    plan
}
