//! Pruning: published versions that nobody needs any more are deleted, so that the quota of versions is not met.
//!
//! What can never take traffic goes first, then what is oldest. Whatever is named somewhere stays, and so does the last
//! published version, however few are to be kept.

use super::{
    Action, Basis, FunctionPlan, Note, Recorded, Step, Users, VersionShare, function_not_found, not_observed, ranges,
    target_of, warm,
};
use crate::desired::DesiredFunction;
use crate::error::Error;
use crate::message::parts::{Keeps, Kept};
use crate::message::problem::plan::Missing;
use crate::message::{Reason, StepText};
use crate::observed::ObservedFunction;
use crate::scf::Target;
use crate::scf::function::Condition;
use crate::scf::version::VersionItem;
use crate::traffic::routing::{Routing, Version};

pub(super) fn plan(
    alias: &str,
    function: &DesiredFunction,
    seen: &ObservedFunction,
    keep: usize,
    recorded: &[Recorded],
) -> Result<FunctionPlan, Error> {
    let target = target_of(function);
    let mut held = held(&target, seen)?;
    for record in recorded.iter().filter(|record| record.target == target) {
        let named = record.routing.iter().flat_map(Routing::published);
        held.extend(named.map(|version| (version, Keeps::Previous)));
    }

    let users = Users::of(&function.on_record, seen.alias(alias).get().copied(), seen);
    if let Some(baseline) = &users.baseline {
        held.push((baseline.stable.clone(), Keeps::Stable));
        held.extend(baseline.was.clone().map(|was| (was, Keeps::RollbackTarget)));
    }

    let usable = seen.usable();
    let newest = usable.iter().rev().nth(keep.saturating_sub(1)).or(usable.first()).map(|item| &item.version);
    let last = seen.last_published();
    let (mut failed, mut old, mut kept) = (Vec::new(), Vec::new(), Vec::new());
    for item in seen.published() {
        let version = &item.version;
        let condition = item.status.as_ref().map_or(Condition::Active, |status| status.condition());
        let is_new = condition == Condition::Active && newest.is_some_and(|newest| version.number() >= newest.number());
        if is_new {
            continue;
        }
        let why = held.iter().find(|(held, _)| held == version).map(|(_, why)| why.clone());
        match (condition, why) {
            (_, Some(why)) => kept.push(Kept { version: version.clone(), why }),
            (Condition::Busy, None) if item.word() == "Deleting" => {}
            (Condition::Busy, None) => {
                kept.push(Kept { version: version.clone(), why: Keeps::Status { status: item.word().to_owned() } });
            }
            (Condition::Failed, None) => failed.push(step(item, Reason::NeverServes)),
            (Condition::Active, None) if Some(version) == last => {
                kept.push(Kept { version: version.clone(), why: Keeps::Last });
            }
            (Condition::Active, None) => {
                old.push(step(item, Reason::NotNeeded { kept: usable.len().min(keep) }));
            }
        }
    }
    failed.append(&mut old);
    Ok(planned(alias, function, seen, failed, kept))
}

/// `prune` of provisioned concurrency: whatever no alias names and nothing calls loses it, but for the stable version.
pub(super) fn provisioned(
    alias: &str,
    function: &DesiredFunction,
    seen: &ObservedFunction,
) -> Result<FunctionPlan, Error> {
    let target = target_of(function);
    let mut held = held(&target, seen)?;
    let Some(provisioned) = seen.provisioned.get() else {
        return Err(not_observed(&target.name, Missing::Provisioned));
    };
    let stable = Users::of(&function.on_record, seen.alias(alias).get().copied(), seen).stable();
    held.extend(stable.map(|stable| (stable, Keeps::Stable)));
    let (mut steps, mut kept) = (Vec::new(), Vec::new());
    for one in provisioned.versions.iter().filter(|one| one.asked > 0) {
        match held.iter().find(|(version, _)| *version == one.version) {
            Some((version, why)) => kept.push(Kept { version: version.clone(), why: why.clone() }),
            None => steps.push(warm::release(one, Reason::ProvisionedUnused)),
        }
    }
    Ok(planned(alias, function, seen, steps, kept))
}

/// Versions that something calls, where all was read that may name one.
fn held(target: &Target, seen: &ObservedFunction) -> Result<Vec<(Version, Keeps)>, Error> {
    if seen.is_missing() {
        return Err(function_not_found(target));
    }
    let looked = (seen.all_aliases, seen.triggers.get(), seen.domains.get(), seen.versions.unknown());
    let (true, Some(_), Some(_), false) = looked else {
        return Err(not_observed(&target.name, Missing::Names));
    };
    Ok(warm::held(seen))
}

/// The plan of these steps, which leaves all traffic where it is.
fn planned(
    alias: &str,
    function: &DesiredFunction,
    seen: &ObservedFunction,
    steps: Vec<Step>,
    kept: Vec<Kept>,
) -> FunctionPlan {
    let routing = seen.alias(alias).get().map(|alias| alias.routing());
    let split = routing.as_ref().map(|routing| VersionShare::of_split(&routing.split())).unwrap_or_default();
    FunctionPlan {
        steps,
        before: split.clone(),
        after: split,
        last_version: seen.last_published().cloned(),
        notes: if kept.is_empty() { Vec::new() } else { vec![Note::Kept { versions: kept }] },
        basis: Basis {
            exists: true,
            routing: routing.map(|routing| routing.to_string()),
            versions: ranges(seen.usable().into_iter().map(|item| &item.version)),
            ..Basis::default()
        },
        ..FunctionPlan::bare(function)
    }
}

fn step(item: &VersionItem, reason: Reason) -> Step {
    let version = item.version.clone();
    let status = (!item.usable()).then(|| item.word().to_owned());
    Step {
        action: Action::DeleteVersion { version: version.clone() },
        text: StepText::DeleteVersion { version, status, saved: item.usable() && item.saved() },
        reason,
    }
}
