//! Warm before traffic (rule 25): provisioned concurrency goes with the traffic.
//!
//! A version that takes over traffic gets as much as the one that it replaces, or what `provisionedNum` says, before the
//! shift. The one that it replaces keeps its own for the way back; the last step of the next release takes it away.

use super::{Recorded, Step, Users, VersionRef, direct};
use crate::desired::{Desired, DesiredFunction, Sides};
use crate::message::parts::Keeps;
use crate::message::{Reason, StepText};
use crate::observed::ObservedFunction;
use crate::plan::Action;
use crate::scf::alias::Alias;
use crate::scf::provisioned::Instances;
use crate::traffic::routing::{Routing, Version};
use crate::traffic::share::{Fraction, Share};

/// Whether a published version takes over traffic that another one has, or should have.
fn takes_over(desired: &Desired, function: &DesiredFunction, seen: &ObservedFunction) -> bool {
    let tries = function.sides.as_ref().is_some_and(Sides::tries_version);
    let shares = gives_rest(desired) || tries;
    let alias = seen.alias(&desired.alias);
    if !desired.warm || !shares || alias.unknown() || seen.versions.unknown() {
        return false;
    }
    let users = Users::of(&function.on_record, alias.get().copied(), seen);
    let Some(stable) = users.stable() else { return false };
    function.publish || tries || {
        let rest = desired.stable.clone().or_else(|| rest(desired, function, &users)).unwrap_or_else(|| stable.clone());
        rest != stable && gets_none(alias.get().copied(), &rest)
    }
}

/// Whether a plan rests on provisioned concurrency. A plan without such a look is the same whether or not it was looked at
/// for another one.
pub(super) fn looks(desired: &Desired, function: &DesiredFunction, seen: &ObservedFunction) -> bool {
    // what a run that was cut off did not come to release
    let begun = desired.traffic == Some(Share::NONE) && !function.on_record.provisioned.is_empty();
    function.provisioned.is_some() || (desired.warm && begun) || takes_over(desired, function, seen)
}

/// Whether it is looked at beside everything else: a function that the journal has seen released has a version to replace.
pub(super) fn looks_at_once(desired: &Desired, function: &DesiredFunction) -> bool {
    let shares = gives_rest(desired);
    desired.warm && shares && function.publish && function.on_record.baseline.is_some()
}

/// Whether some traffic goes to a published version.
fn gives_rest(desired: &Desired) -> bool {
    desired.routes.is_some() || desired.traffic.is_some_and(|traffic| traffic != Share::ALL)
}

/// The version that gets the rest, where none was typed: in a rollout, and at its start, users stay where they are.
fn rest(desired: &Desired, function: &DesiredFunction, users: &Users<'_>) -> Option<Version> {
    if let Some(sides) = &function.sides {
        return Some(sides.stable.clone());
    }
    if let Some(stable) = users.stable().filter(|_| desired.rollout.is_some()) {
        return Some(stable);
    }
    let named: Vec<&Version> = desired.routes.iter().flatten().map(|rule| &rule.version).collect();
    users.rest(&named).0
}

/// Whether some plan of traffic may rest on it.
pub(super) fn may_look(desired: &Desired, function: &DesiredFunction, seen: &ObservedFunction) -> bool {
    let alias = seen.alias(&desired.alias);
    let known = !alias.unknown() && !seen.versions.unknown();
    known && Users::of(&function.on_record, alias.get().copied(), seen).stable().is_some()
}

/// Whether a version has no share of an alias.
fn gets_none(alias: Option<&Alias>, version: &Version) -> bool {
    alias.is_none_or(|alias| alias.routing().split().of(version) == Fraction::NONE)
}

/// How much the versions have that users are on, or should be.
pub(super) fn of_users(users: &Users<'_>, alias: Option<&Alias>, seen: &ObservedFunction) -> u32 {
    let Some(provisioned) = seen.provisioned.get() else { return 0 };
    let on_alias = alias.map(|alias| alias.routing().published()).unwrap_or_default();
    users.stable().into_iter().chain(on_alias).map(|version| provisioned.asked(&version)).max().unwrap_or(0)
}

/// The versions whose provisioned concurrency a release that ends with this run has no use for: older than the one to go
/// back to, or withdrawn. Only where a release is on record: else nobody knows which version is an old one.
pub(super) fn releases<'a>(
    desired: &Desired,
    function: &DesiredFunction,
    seen: &'a ObservedFunction,
) -> Vec<&'a Instances> {
    let Some(provisioned) = seen.provisioned.get() else { return Vec::new() };
    let looked = looks(desired, function, seen);
    let tried = function.sides.as_ref().filter(|sides| sides.tries_version());
    let all = desired.traffic == Some(Share::NONE) || tried.is_some_and(|sides| sides.share == Some(Share::ALL));
    let ends = looked && all && function.provisioned != Some(0);
    let users = Users::of(&function.on_record, seen.alias(&desired.alias).get().copied(), seen);
    let Some(baseline) = users.baseline.as_ref().filter(|_| ends) else { return Vec::new() };
    let stable = users.stable();
    let last = match &function.made {
        _ if let Some(sides) = tried => Some(sides.canary.clone()),
        Some(begun) if function.publish => begun.version_among(&users.published).cloned(),
        _ if function.publish => None,
        _ => desired.stable.clone().or_else(|| rest(desired, function, &users)),
    };
    // once the version of this run has all the traffic, the way back is the one before
    let reached = last.is_some() && last == stable && !users.releasing();
    let was = baseline.was.clone().filter(|_| reached);
    let kept: Vec<Version> = stable.into_iter().chain(was).chain(last).collect();
    // once the release is over, only what a run that was cut off has left
    let due = |version: &Version| !reached || function.on_record.provisioned.iter().any(|(known, _)| known == version);
    let old = |one: &&Instances| {
        let version = &one.version;
        let older = kept.iter().all(|kept| version.number() < kept.number());
        one.asked > 0 && !kept.contains(version) && (older || users.withdrew(version)) && due(version)
    };
    provisioned.versions.iter().filter(old).collect()
}

/// Versions that something calls: an alias, or a trigger or a domain that calls a version by its number.
pub(super) fn held(seen: &ObservedFunction) -> Vec<(Version, Keeps)> {
    let named = |alias: &Alias| {
        let name = alias.name.clone();
        alias.routing().published().into_iter().map(move |version| (version, Keeps::Alias { alias: name.clone() }))
    };
    let callers = direct::callers(seen);
    let callers = callers.iter().map(|caller| (caller.qualifier.clone(), Keeps::Caller { caller: caller.facts() }));
    seen.aliases.iter().flat_map(named).chain(callers).collect()
}

/// The steps that take away what nothing needs any more.
pub(super) fn release_steps(desired: &Desired, function: &DesiredFunction, seen: &ObservedFunction) -> Vec<Step> {
    if function.provisioned == Some(0) {
        let all = seen.provisioned.get().into_iter().flat_map(|provisioned| &provisioned.versions);
        return all.filter(|one| one.asked > 0).map(|one| release(one, Reason::ProvisionedNone)).collect();
    }
    let held = held(seen);
    let free = |one: &&Instances| held.iter().all(|(version, _)| *version != one.version);
    let old = releases(desired, function, seen).into_iter().filter(free);
    old.map(|one| release(one, Reason::ProvisionedUnneeded)).collect()
}

/// The step that takes away all that a version has.
pub(super) fn release(one: &Instances, reason: Reason) -> Step {
    released(one.version.clone(), one.asked, reason)
}

/// The same where so many instances are on record.
pub(super) fn released(version: Version, from: u32, reason: Reason) -> Step {
    Step {
        text: StepText::Release { version: version.clone(), instances: from },
        reason,
        action: Action::Provision { version: VersionRef::Known(version), from, to: 0 },
    }
}

/// The step that gives a version so many instances. Of one that the run makes, `expected` is its number.
pub(super) fn provision(version: VersionRef, expected: u64, (from, to): (u32, u32), reason: Reason) -> Step {
    let (shown, new) = match &version {
        VersionRef::Known(version) => (version.clone(), false),
        VersionRef::Published | VersionRef::Protected => (Version::named(&expected.to_string()), true),
    };
    let text = StepText::Provision { version: shown, new, from, to };
    Step { text, reason, action: Action::Provision { version, from, to } }
}

/// Where traffic goes back: versions above those that the alias names then lose what this journal's runs gave them.
pub(super) fn back_steps(function: &DesiredFunction, goal: &Routing) -> Vec<Step> {
    let named = goal.published();
    let leaves = |version: &Version| named.iter().all(|named| named.number() < version.number());
    let given = function.on_record.provisioned.iter().filter(|(version, _)| leaves(version));
    given.map(|(version, instances)| released(version.clone(), *instances, Reason::ProvisionedBack)).collect()
}

/// What an undone run took from a version that gets traffic again.
pub(super) fn again_steps(record: &Recorded, goal: &Routing) -> Vec<Step> {
    let named = goal.published();
    let taken = record.provisioned.iter().filter(|(version, had, has)| has < had && named.contains(version));
    let step = |(version, had, has): &(Version, u32, u32)| {
        provision(VersionRef::Known(version.clone()), 0, (*has, *had), Reason::ProvisionedAgain)
    };
    taken.map(step).collect()
}
