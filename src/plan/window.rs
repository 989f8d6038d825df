//! How long the functions of a run are mixed: some on their new routing already, others not yet.

use super::stage::{Stage, stages};
use super::{FunctionPlan, Note};
use crate::desired::Grouping;
use crate::scf::limits::CALLS_PER_SECOND;

/// What is said of it, where more than one function shifts.
pub(super) fn note(group: Option<Grouping>, functions: &[FunctionPlan]) -> Option<Note> {
    let shifting: Vec<&str> = functions
        .iter()
        .filter(|function| stages(&function.steps).contains(&Stage::Shift))
        .map(|function| function.target.region.as_str())
        .collect();
    if shifting.len() < 2 {
        return None;
    }
    // regions have allowances of their own, so the fullest one ends last
    let mut regions: Vec<(&str, u64)> = Vec::new();
    for region in &shifting {
        match regions.iter_mut().find(|(name, _)| name == region) {
            Some((_, count)) => *count += 1,
            None => regions.push((region, 1)),
        }
    }
    let fullest = regions.iter().map(|(_, count)| *count).max().unwrap_or(1);
    let spread_ms = (fullest - 1) * 1000 / CALLS_PER_SECOND;
    let functions = shifting.len();
    Some(match group? {
        Grouping::Atomic => Note::MixedWindow { functions, spread_ms },
        Grouping::Independent => Note::Independent { functions },
    })
}
