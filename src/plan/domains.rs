//! Moving paths of custom domains onto an alias. A domain is written as a whole, with the paths of every function on it.

use super::{Action, FunctionPlan, Step, target_of};
use crate::desired::DesiredFunction;
use crate::message::{Reason, StepText};
use crate::scf::domain::{Domain, Endpoint};
use crate::traffic::routing::Version;

/// The step that lets the paths of `domain` to this function call the alias; none where no path calls `$LATEST`.
pub(super) fn relocate(domain: &Domain, function: &DesiredFunction, alias: &str) -> Option<Step> {
    let target = target_of(function);
    let leaves = |endpoint: &Endpoint| endpoint.calls(&target) && endpoint.qualifier == Version::LATEST;
    let paths: Vec<String> =
        domain.endpoints.iter().filter(|endpoint| leaves(endpoint)).map(|endpoint| endpoint.path.clone()).collect();
    if paths.is_empty() {
        return None;
    }
    let mut goal = domain.clone();
    for endpoint in goal.endpoints.iter_mut().filter(|endpoint| leaves(endpoint)) {
        alias.clone_into(&mut endpoint.qualifier);
    }
    Some(Step {
        text: StepText::Domain { domain: domain.name.clone(), paths: paths.clone(), alias: alias.to_owned() },
        reason: Reason::MovesBeforeUpload,
        action: Action::Domain {
            name: domain.name.clone(),
            paths,
            to: alias.to_owned(),
            from: Box::new(domain.clone()),
            goal: Box::new(goal),
        },
    })
}

/// Two functions on one domain write the same, so that neither takes back what the other one wrote.
pub(super) fn join(functions: &mut [FunctionPlan]) {
    let mut goals: Vec<(String, Domain)> = Vec::new();
    for (region, from, goal) in functions.iter_mut().flat_map(written) {
        match goals.iter_mut().find(|(place, known)| *place == region && known.name == goal.name) {
            Some((_, known)) => {
                let moved = from.endpoints.iter().zip(&goal.endpoints).map(|(from, goal)| (from != goal, goal));
                for (known, (_, goal)) in known.endpoints.iter_mut().zip(moved).filter(|(_, (moves, _))| *moves) {
                    known.clone_from(goal);
                }
            }
            None => goals.push((region, goal.clone())),
        }
    }
    for (region, _, goal) in functions.iter_mut().flat_map(written) {
        if let Some((_, joined)) = goals.iter().find(|(place, known)| *place == region && known.name == goal.name) {
            goal.clone_from(joined);
        }
    }
}

/// The domains that a plan writes: where, what was seen, what is to be there.
fn written(function: &mut FunctionPlan) -> impl Iterator<Item = (String, &Domain, &mut Domain)> {
    let region = function.target.region.clone();
    function.steps.iter_mut().filter_map(move |step| match &mut step.action {
        Action::Domain { from, goal, .. } => Some((region.clone(), &**from, &mut **goal)),
        _ => None,
    })
}
