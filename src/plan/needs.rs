//! Which questions the planner still has. Asking only these keeps a release at the fewest calls that it can do with.

use super::deploy::made;
use super::users::Users;
use super::{Caller, Intent, Mark, Recorded, direct, target_of};
use crate::observed::{Observed, ObservedFunction};
use crate::routing::Version;
use crate::scf::Target;
use crate::share::{Portion, Share};
use crate::wanted::{Act, Wanted, WantedAlias, WantedFunction};
use crate::watch::Question;

/// How many of the newest published versions are compared with the code that a deploy overwrites. More would cost a call
/// each; code that is worth keeping is rarely older than the last few versions.
pub const DIGEST_LOOKBACK: usize = 3;

/// From so many functions on, a change of traffic reads aliases by ListAliases: a call each all the same, but GetAlias, which
/// reads every write back, then has its allowance for that. A rollback reads by GetAlias however many they are: a list may
/// lag behind, and must not hide the very shift that is to be rolled back.
pub(crate) const MANY: usize = 10;

/// A question about one function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Which function.
    pub target: Target,
    /// What about it.
    pub ask: Ask,
}

/// What can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Status and configuration of `$LATEST` (GetFunction).
    Function,
    /// One alias (GetAlias).
    Alias(String),
    /// All aliases (ListAliases).
    Aliases,
    /// All versions (ListVersionByFunction).
    Versions,
    /// All triggers (ListTriggers).
    Triggers(Need),
    /// The custom domains of the function's region (ListCustomDomains); asked once for all functions of the region.
    Domains(Need),
    /// The digest of a version's code (GetFunctionAddress).
    Digest(Version),
    /// The configuration of a published version (GetFunction).
    Config(Version),
    /// What no plan needs: what a function answers, logs, or how it fares.
    Watch(Box<Question>),
}

/// What follows where the API does not answer a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The order can't be carried out.
    Must,
    /// The order goes on, and says that it could not look.
    May,
}

impl Ask {
    /// Whether the order goes on without an answer.
    pub(crate) const fn optional(&self) -> bool {
        matches!(self, Self::Triggers(Need::May) | Self::Domains(Need::May))
    }
}

/// Who calls a function by itself, as far as it was not looked at.
pub(crate) fn callers(seen: Option<&ObservedFunction>, triggers: Need, domains: Need) -> Vec<Ask> {
    let open = [
        (seen.is_none_or(|seen| seen.triggers.unknown()), Ask::Triggers(triggers)),
        (seen.is_none_or(|seen| seen.domains.unknown()), Ask::Domains(domains)),
    ];
    open.into_iter().filter_map(|(open, ask)| open.then_some(ask)).collect()
}

/// What has to be asked before a plan can be made. Empty when everything is known.
#[must_use]
pub fn needs(intent: &Intent, observed: &Observed) -> Vec<Query> {
    let of_one = |(index, function)| {
        let target = target_of(function);
        let asks = needs_of(intent, function, observed.of(&target, index));
        asks.into_iter().map(move |ask| Query { target: target.clone(), ask })
    };
    intent.wanted().functions.iter().enumerate().flat_map(of_one).collect()
}

/// What has to be asked about one function.
pub(crate) fn needs_of(intent: &Intent, function: &WantedFunction, seen: Option<&ObservedFunction>) -> Vec<Ask> {
    let nothing = ObservedFunction::default();
    let seen = seen.unwrap_or(&nothing);
    match intent {
        Intent::Deploy(wanted) | Intent::Publish(wanted) => for_deploy(wanted, function, seen),
        Intent::Alias { alias, .. } => for_alias(alias, seen),
        Intent::Rollback { wanted, to, past, .. } => {
            let recorded = if to.recorded() { past.recorded.as_slice() } else { &[] };
            for_rollback(wanted, function, recorded, seen)
        }
        Intent::Remove { .. } if seen.function.unknown() => vec![Ask::Function],
        Intent::Remove { .. } => Vec::new(),
        Intent::Prune { .. } => for_prune(seen),
    }
}

fn for_deploy(wanted: &Wanted, function: &WantedFunction, seen: &ObservedFunction) -> Vec<Ask> {
    if seen.is_missing() {
        return Vec::new();
    }
    let mut asks = Vec::new();
    let deploys = function.code.is_some() || function.settings != Default::default();
    // what is looked at for any plan without code is looked at for a raise too
    let rests = rests_on_latest(wanted, function, seen) || (function.any_plan && function.code.is_none());
    if (deploys || rests) && seen.function.unknown() {
        asks.push(Ask::Function);
    }
    if deploys && !seen.all_aliases && seen.missing_aliases.is_empty() {
        // new code reaches every alias that names $LATEST, not only ours
        asks.push(Ask::Aliases);
    } else if !deploys && seen.alias(&wanted.alias).unknown() {
        let many = wanted.functions.len() >= MANY;
        asks.push(if many { Ask::Aliases } else { Ask::Alias(wanted.alias.clone()) });
    }
    if seen.versions.unknown() {
        asks.push(Ask::Versions);
    }
    asks.extend(for_callers(wanted, function, seen, deploys));
    // whether what an earlier run published is what is there now
    if let Some(begun) = function.made.as_ref().filter(|_| function.publish)
        && !seen.versions.unknown()
    {
        let published = seen.published();
        let listed = published.iter().map(|item| (&item.version, item.description.as_deref()));
        if let Some(version) = made(begun, listed) {
            let both = [Version::latest(), version.clone()];
            asks.extend(both.into_iter().filter(|version| !seen.asked_digest(version)).map(Ask::Digest));
        }
    }
    asks.extend(comparing(wanted, function, seen));
    let package = function.code.as_ref().and_then(|code| code.sha256());
    let latest = Version::latest();
    // whether a run that wrote a mark is past its upload
    let marked = seen.aliases.iter().filter_map(Mark::of).any(|mark| mark.opens());
    if package.is_none() && (marked || rests) && !seen.asked_digest(&latest) {
        asks.push(Ask::Digest(latest.clone()));
    }
    let Some(package) = package else { return asks };
    if !seen.asked_digest(&latest) {
        asks.push(Ask::Digest(latest));
        return asks;
    }
    // Is the code that this run overwrites held by a published version? Is the code it publishes one already?
    let on_latest = seen.digest(&latest);
    let replaced = on_latest.as_deref() != Some(package);
    let has_users =
        seen.alias(&wanted.alias).get().is_some_and(|alias| alias.routing().most_of(&latest) != Portion::NONE);
    // Does traffic that leaves $LATEST go to other code at all?
    let lowers = wanted.traffic.is_some_and(|asked| {
        seen.alias(&wanted.alias).get().is_some_and(|alias| Portion::from(asked) < alias.routing().most_of(&latest))
    });
    if (replaced && has_users) || lowers || function.publish {
        let lookback = if replaced && has_users { DIGEST_LOOKBACK } else { 1 };
        let newest: Vec<Version> = seen.usable().iter().rev().take(lookback).map(|item| item.version.clone()).collect();
        let held = newest.iter().any(|version| on_latest.is_some() && seen.digest(version) == on_latest);
        if !held {
            asks.extend(newest.into_iter().find(|version| !seen.asked_digest(version)).map(Ask::Digest));
        }
    }
    asks
}

/// Whether what is on `$LATEST` gets more traffic, or is published, so that it has to be the same code until then (rule 23).
pub(super) fn rests_on_latest(wanted: &Wanted, function: &WantedFunction, seen: &ObservedFunction) -> bool {
    let now = seen.alias(&wanted.alias).get().map(|alias| alias.routing().most_of(&Version::latest()));
    let raises = wanted.traffic.zip(now).is_some_and(|(asked, now)| Portion::from(asked) > now);
    // what the run uploads is looked at when it is there
    function.code.is_none() && (raises || function.publish)
}

/// What is compared with withdrawn code and with stable, where aliases and versions are known (rules 9 and 22).
fn comparing(wanted: &Wanted, function: &WantedFunction, seen: &ObservedFunction) -> Vec<Ask> {
    let alias = seen.alias(&wanted.alias);
    if alias.unknown() || seen.versions.unknown() {
        return Vec::new();
    }
    let users = Users::of(&function.on_record, alias.get().copied(), seen);
    let partly = wanted.traffic.is_some_and(|asked| asked != Share::NONE && asked != Share::ALL);
    let mut digests: Vec<Version> = Vec::new();
    let mut pairs: Vec<(Version, Version)> = Vec::new();
    let withdrawn = || users.withdrawn(DIGEST_LOOKBACK);
    if function.publish {
        if users.up_to() > 0 {
            digests.extend(withdrawn());
        }
        // what a run for the same order published before it was cut off is not what users were on
        let published = seen.published();
        let listed = published.iter().map(|item| (&item.version, item.description.as_deref()));
        let begun = function.made.as_ref().and_then(|begun| made(begun, listed));
        let stable = begun.map_or_else(|| users.stable(), |begun| users.stable_before(begun));
        pairs.extend(stable.filter(|_| partly).map(|stable| (Version::latest(), stable)));
    } else if let Some(candidate) = users.candidate().filter(|_| wanted.traffic.is_some() && wanted.stable.is_none()) {
        // is what was published since the rollback the withdrawn code again?
        if users.up_to() > 0 {
            digests.push(candidate.clone());
            pairs.extend(withdrawn().into_iter().map(|withdrawn| (candidate.clone(), withdrawn)));
        }
        // is what gets the rest, and has no traffic yet, new to users?
        if let Some(stable) = users.stable().filter(|stable| *stable != candidate) {
            digests.extend([candidate, stable]);
        }
    }
    for (one, two) in &pairs {
        digests.extend([one.clone(), two.clone()]);
    }
    let mut asks: Vec<Ask> = Vec::new();
    let mut ask = |ask: Ask| {
        if !asks.contains(&ask) {
            asks.push(ask);
        }
    };
    for version in digests.into_iter().filter(|version| !seen.asked_digest(version)) {
        ask(Ask::Digest(version));
    }
    // equal code with other settings is not the same; what is to be on $LATEST counts as what is there
    let package = function.code.as_ref().and_then(|code| code.sha256());
    for (one, two) in pairs {
        let digest = seen.digest(&two);
        let uploads = one.is_latest() && digest.as_deref() == package;
        if digest.is_some() && (seen.digest(&one) == digest || uploads) {
            for version in [one, two] {
                match version.is_latest() {
                    true if seen.function.unknown() => ask(Ask::Function),
                    false if !seen.asked_config(&version) => ask(Ask::Config(version)),
                    _ => {}
                }
            }
        }
    }
    asks
}

/// Who calls `$LATEST` past the alias meets what is uploaded at once (rule 24). Without code and settings nothing is
/// uploaded, and nobody is looked for.
fn for_callers(wanted: &Wanted, function: &WantedFunction, seen: &ObservedFunction, deploys: bool) -> Vec<Ask> {
    let need = |must: bool| if must { Need::Must } else { Need::May };
    let moves = wanted.moves.any();
    let mut asks = callers(Some(seen), need(moves || function.events.is_some()), need(moves));
    asks.retain(|ask| deploys || moves || (function.events.is_some() && matches!(ask, Ask::Triggers(_))));
    // which code those get that move onto the alias
    let moving = |caller: &Caller| wanted.moves.takes(&caller.name, caller.is_url());
    if let Some(alias) = seen.alias(&wanted.alias).get().filter(|_| direct::of_latest(seen).iter().any(moving)) {
        let split = alias.routing().split();
        let compared = std::iter::once(Version::latest()).chain(split.iter().map(|(version, _)| version.clone()));
        asks.extend(compared.filter(|version| !seen.asked_digest(version)).map(Ask::Digest));
    }
    asks
}

fn for_alias(wanted: &WantedAlias, seen: &ObservedFunction) -> Vec<Ask> {
    let mut asks = Vec::new();
    if seen.is_missing() {
        return asks;
    }
    if seen.alias(&wanted.name).unknown() {
        asks.push(Ask::Alias(wanted.name.clone()));
    }
    if wanted.act != Act::Delete && seen.versions.unknown() {
        asks.push(Ask::Versions);
    }
    asks
}

/// Whatever may name a version.
fn for_prune(seen: &ObservedFunction) -> Vec<Ask> {
    let open = [
        (!seen.all_aliases, Ask::Aliases),
        (seen.versions.unknown(), Ask::Versions),
        (seen.triggers.unknown(), Ask::Triggers(Need::Must)),
        (seen.domains.unknown(), Ask::Domains(Need::Must)),
    ];
    open.into_iter().filter(|(open, _)| *open && !seen.is_missing()).map(|(_, ask)| ask).collect()
}

fn for_rollback(
    wanted: &Wanted,
    function: &WantedFunction,
    recorded: &[Recorded],
    seen: &ObservedFunction,
) -> Vec<Ask> {
    if seen.is_missing() {
        return Vec::new();
    }
    let alias = seen.alias(&wanted.alias);
    if alias.unknown() {
        let mut asks = vec![Ask::Alias(wanted.alias.clone())];
        // the newest version is what a rollback withdraws up to
        if seen.versions.unknown() {
            asks.push(Ask::Versions);
        }
        return asks;
    }
    let mut asks = if seen.versions.unknown() { vec![Ask::Versions] } else { Vec::new() };
    // a recorded routing that gives $LATEST more was meant for the code that was there then
    let latest = Version::latest();
    let target = target_of(function);
    let raises = alias.get().is_some_and(|alias| {
        let now = alias.routing().most_of(&latest);
        recorded.iter().any(|record| record.of(&target, &wanted.alias) && record.gives(&latest) > now)
    });
    let open = match function.on_record.on_latest.is_empty() {
        true => (!seen.asked_config(&latest)).then_some(Ask::Config(latest)),
        false => (!seen.asked_digest(&latest)).then_some(Ask::Digest(latest)),
    };
    asks.extend(open.filter(|_| raises));
    asks
}
