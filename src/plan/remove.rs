//! Removing: only what this project's state created is deleted; the rest is named and left.

use super::{Action, Basis, FunctionPlan, Note, Step, target_of};
use crate::desired::DesiredFunction;
use crate::observed::ObservedFunction;
use crate::scf::Target;

pub(super) fn plan(function: &DesiredFunction, seen: &ObservedFunction, created: &[Target]) -> FunctionPlan {
    let mut plan = FunctionPlan {
        basis: Basis { exists: !seen.is_missing(), ..Basis::default() },
        ..FunctionPlan::bare(function)
    };
    if seen.is_missing() {
        plan.notes.push(Note::info("AlreadyGone", format!("{} does not exist", function.name)));
    } else if created.contains(&target_of(function)) {
        plan.steps.push(Step {
            action: Action::Delete,
            text: "delete the function with all its versions and aliases".into(),
            reason: "this project created it, and remove was asked for".into(),
        });
    } else {
        plan.notes.push(Note::warning(
            "NotCreatedHere",
            format!(
                "{} is left alone: this project's state did not create it; delete it in the console if it is yours",
                function.name
            ),
        ));
    }
    plan
}
