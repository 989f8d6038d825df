//! Where a function is, and what is said where it, or a fact about it, is not there.

use crate::desired::DesiredFunction;
use crate::error::Error;
use crate::message::problem::plan::Missing;
use crate::message::problem::{PlanProblem, Where};
use crate::scf::Target;

/// Where a desired function lives.
#[must_use]
pub fn target_of(function: &DesiredFunction) -> Target {
    Target { region: function.region.clone(), namespace: function.namespace.clone(), name: function.name.clone() }
}

pub(super) fn not_observed(function: &str, missing: Missing) -> Error {
    Error::failed(PlanProblem::NotObserved { function: function.to_owned(), missing })
}

/// A function with its place, as messages have it.
pub(crate) fn where_of(Target { region, namespace, name }: &Target) -> Where {
    Where { function: name.clone(), region: region.clone(), namespace: namespace.clone() }
}

/// The first few, and how many there are beside.
pub(crate) fn some<T>(mut all: Vec<T>, most: usize) -> (Vec<T>, usize) {
    let more = all.len().saturating_sub(most);
    all.truncate(most);
    (all, more)
}

pub(crate) fn function_not_found(target: &Target) -> Error {
    Error::failed(PlanProblem::FunctionNotFound { place: where_of(target), creates: false })
}

pub(crate) fn alias_not_found(target: &Target, alias: &str) -> Error {
    let (function, alias) = (target.name.clone(), alias.to_owned());
    Error::failed(PlanProblem::AliasNotFound { function, alias, updates: false })
}
