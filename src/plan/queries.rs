//! Which questions the planner still has. Asking only these keeps a release at the fewest calls that it can do with.

use super::direct::{self, Caller};
use super::intent::Intent;
use super::mark::Mark;
use super::past::Recorded;
use super::place::target_of;
use super::query::{FunctionQuery, Need, Query};
use super::storage;
use super::users::{DIGEST_LOOKBACK, Users};
use super::warm;
use crate::desired::{Act, Desired, DesiredAlias, DesiredFunction};
use crate::observed::{Observed, ObservedFunction};
use crate::plan::settings;
use crate::scf::function::Condition;
use crate::traffic::reach::Reach;
use crate::traffic::routing::Version;
use crate::traffic::share::{Fraction, Share};

/// From so many functions on, a change of traffic reads aliases by ListAliases: a call each all the same, but GetAlias, which
/// reads every write back, then has its allowance for that. A rollback reads by GetAlias however many they are: a list may
/// lag behind, and must not hide the very shift that is to be rolled back.
pub(crate) const MANY: usize = 10;

/// Who calls a function by itself, as far as it was not looked at.
pub(crate) fn callers(seen: Option<&ObservedFunction>, triggers: Need, domains: Need) -> Vec<Query> {
    let open = [
        (seen.is_none_or(|seen| seen.triggers.unknown()), Query::Triggers(triggers)),
        (seen.is_none_or(|seen| seen.domains.unknown()), Query::Domains(domains)),
    ];
    open.into_iter().filter_map(|(open, query)| open.then_some(query)).collect()
}

/// What has to be asked before a plan can be made. Empty when everything is known.
#[must_use]
pub fn queries(intent: &Intent, observed: &Observed) -> Vec<FunctionQuery> {
    let of_one = |(index, function)| {
        let target = target_of(function);
        let queries = queries_of(intent, function, observed.of(&target, index));
        queries.into_iter().map(move |query| FunctionQuery { target: target.clone(), query })
    };
    intent.desired().functions.iter().enumerate().flat_map(of_one).collect()
}

/// What has to be asked about one function.
pub(crate) fn queries_of(intent: &Intent, function: &DesiredFunction, seen: Option<&ObservedFunction>) -> Vec<Query> {
    let nothing = ObservedFunction::default();
    let seen = seen.unwrap_or(&nothing);
    match intent {
        Intent::Deploy(desired) | Intent::Publish(desired) => for_deploy(desired, function, seen),
        Intent::Alias { alias, .. } => for_alias(alias, seen),
        Intent::Rollback { desired, to, past, .. } => {
            let recorded = if to.recorded() { past.recorded.as_slice() } else { &[] };
            for_rollback(desired, function, recorded, seen)
        }
        Intent::Remove { .. } if seen.function.unknown() => vec![Query::Function],
        Intent::Remove { .. } => Vec::new(),
        Intent::Prune { provisioned, .. } => for_prune(*provisioned, seen),
    }
}

/// What has to be asked about a function that does not exist.
pub(crate) fn earlier_of(intent: &Intent, function: &DesiredFunction, seen: Option<&ObservedFunction>) -> Vec<Query> {
    match (intent, seen) {
        (Intent::Deploy(desired), Some(seen)) => to_create(desired, function, seen),
        _ => Vec::new(),
    }
}

/// What has to be asked before a function is created.
fn to_create(desired: &Desired, function: &DesiredFunction, seen: &ObservedFunction) -> Vec<Query> {
    let mut queries = earlier(function, seen);
    if queries.is_empty() && seen.earlier.get().is_none() {
        queries = storage::queries(desired, function, seen);
    }
    queries
}

/// Whether a function that is to be created is there under the name that earlier versions gave it.
fn earlier(function: &DesiredFunction, seen: &ObservedFunction) -> Vec<Query> {
    let name = function.earlier_name.clone().filter(|_| function.code.is_some() && seen.earlier.unknown());
    name.map(Query::Earlier).into_iter().collect()
}

fn for_deploy(desired: &Desired, function: &DesiredFunction, seen: &ObservedFunction) -> Vec<Query> {
    if seen.is_missing() {
        return to_create(desired, function, seen);
    }
    let mut queries = Vec::new();
    let deploys = function.code.is_some() || function.settings != Default::default();
    // what is looked at for any plan without code is looked at for a raise too
    let rests = rests_on_latest(desired, function, seen) || (function.any_plan && function.code.is_none());
    if (deploys || rests) && seen.function.unknown() {
        queries.push(Query::Function);
    }
    if deploys && !seen.all_aliases && seen.missing_aliases.is_empty() {
        // new code reaches every alias that names $LATEST, not only ours
        queries.push(Query::Aliases);
    } else if !deploys && seen.alias(&desired.alias).unknown() {
        let many = desired.functions.len() >= MANY;
        queries.push(if many { Query::Aliases } else { Query::Alias(desired.alias.clone()) });
    }
    if seen.versions.unknown() {
        queries.push(Query::Versions);
    }
    let retries = function.settings.msg_ttl.is_some() || function.settings.retry_num.is_some();
    if retries && seen.event_invoke.unknown() {
        queries.push(Query::EventInvoke);
    }
    queries.extend(for_warmth(desired, function, seen));
    for query in for_callers(desired, function, seen, deploys) {
        if !queries.contains(&query) {
            queries.push(query);
        }
    }
    let latest = Version::latest();
    // whether what an earlier run published is what is there now
    let begun = function.made.as_ref().filter(|_| function.publish && !seen.versions.unknown());
    let begun = begun.and_then(|begun| begun.version_among(&seen.published()));
    let add = |queries: &mut Vec<Query>, query: Option<Query>| {
        queries.extend(query.filter(|query| !queries.contains(query)).into_iter().collect::<Vec<_>>());
    };
    if let Some(version) = begun {
        for version in [&latest, version] {
            add(&mut queries, code_of(function, seen, version));
        }
    }
    for query in comparing(desired, function, seen, begun) {
        add(&mut queries, Some(query));
    }
    let package = function.code.as_ref().and_then(|code| code.sha256());
    // whether a run that wrote a mark is past its upload
    let marked = seen.aliases.iter().filter_map(Mark::of).any(|mark| mark.opens());
    if package.is_none() && (marked || rests) {
        add(&mut queries, code_of(function, seen, &latest));
    }
    let Some(package) = package else { return queries };
    if let Some(query) = code_of(function, seen, &latest) {
        add(&mut queries, Some(query));
        return queries;
    }
    // Is the code that this run overwrites held by a published version? Is the code it publishes one already?
    let on_latest = seen.digest(&latest);
    let replaced = on_latest.as_deref() != Some(package);
    if replaced || uploads_again(function, seen) {
        queries.extend(storage::queries(desired, function, seen));
    }
    let now = seen.alias(&desired.alias).get().map(|alias| alias.routing().most_of(&latest));
    let has_users = now.is_some_and(|now| now != Fraction::NONE);
    // Does traffic that leaves $LATEST go to other code at all?
    let reach = seen.alias(&desired.alias).get().map(|alias| Reach::of(&alias.routing(), &latest));
    let lowers = desired.reach().zip(reach).is_some_and(|(asked, now)| !now.within(&asked));
    if (replaced && has_users) || lowers || function.publish {
        let lookback = if replaced && has_users { DIGEST_LOOKBACK } else { 1 };
        let newest: Vec<Version> = seen.usable().iter().rev().take(lookback).map(|item| item.version.clone()).collect();
        let held = newest.iter().any(|version| on_latest.is_some() && seen.digest(version) == on_latest);
        if !held {
            let open = newest.iter().find_map(|version| code_of(function, seen, version));
            add(&mut queries, open);
        }
    }
    queries
}

/// What tells the code of a version apart from other code, where that was not asked for: the digest of its package, or what
/// GetFunction shows of its image.
fn code_of(function: &DesiredFunction, seen: &ObservedFunction, version: &Version) -> Option<Query> {
    let image = seen.is_image() || function.code.as_ref().is_some_and(|code| code.image().is_some());
    match (image, version.is_latest()) {
        (false, _) => (!seen.asked_digest(version)).then(|| Query::Digest(version.clone())),
        (true, true) => seen.function.unknown().then_some(Query::Function),
        (true, false) => (!seen.asked_config(version)).then(|| Query::Config(version.clone())),
    }
}

/// Whether code is uploaded although it is there: the handler goes with it, or what is there is in doubt.
fn uploads_again(function: &DesiredFunction, seen: &ObservedFunction) -> bool {
    let Some(there) = seen.function.get() else { return false };
    let other_handler = settings::handler(&function.settings, &function.labels, there).is_some();
    let status = |status: &crate::scf::function::Status| status.condition() == Condition::Failed;
    let listed = seen.versions.get().into_iter().flatten().find(|item| item.version.is_latest());
    let listed = listed.and_then(|item| item.status.as_ref());
    other_handler || there.status.as_ref().or(listed).is_some_and(status)
}

/// Whether what is on `$LATEST` gets more traffic, or is published, so that it has to be the same code until then (rule 23).
pub(super) fn rests_on_latest(desired: &Desired, function: &DesiredFunction, seen: &ObservedFunction) -> bool {
    let now = seen.alias(&desired.alias).get().map(|alias| Reach::of(&alias.routing(), &Version::latest()));
    let raises = desired.reach().zip(now).is_some_and(|(asked, now)| !asked.within(&now));
    // what the run uploads is looked at when it is there
    function.code.is_none() && (raises || function.publish)
}

/// What is compared with withdrawn code and with stable, where aliases and versions are known (rules 9 and 22). `begun` is
/// what an earlier run for the same order published.
fn comparing(
    desired: &Desired,
    function: &DesiredFunction,
    seen: &ObservedFunction,
    begun: Option<&Version>,
) -> Vec<Query> {
    let alias = seen.alias(&desired.alias);
    if alias.unknown() || seen.versions.unknown() {
        return Vec::new();
    }
    let users = Users::of(&function.on_record, alias.get().copied(), seen);
    let partly = desired.traffic.is_some_and(|asked| asked != Share::NONE && asked != Share::ALL);
    let mut digests: Vec<Version> = Vec::new();
    let mut pairs: Vec<(Version, Version)> = Vec::new();
    let withdrawn = || users.withdrawn(DIGEST_LOOKBACK);
    // the order says who gets the rest
    let settled = function.sides.is_some() || desired.rollout.is_some() || desired.stable.is_some();
    if function.publish {
        if users.up_to() > 0 {
            digests.extend(withdrawn());
        }
        // what a run for the same order published before it was cut off is not what users were on
        let stable = begun.map_or_else(|| users.stable(), |begun| users.stable_before(begun));
        pairs.extend(stable.filter(|_| partly).map(|stable| (Version::latest(), stable)));
    } else if let Some(candidate) = users.candidate().filter(|_| !settled && desired.shifts()) {
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
    let mut queries: Vec<Query> = Vec::new();
    let mut ask = |query: Query| {
        if !queries.contains(&query) {
            queries.push(query);
        }
    };
    for version in digests {
        if let Some(query) = code_of(function, seen, &version) {
            ask(query);
        }
    }
    // equal code with other settings is not the same; what is to be on $LATEST counts as what is there
    let package = function.code.as_ref().and_then(|code| code.sha256());
    for (one, two) in pairs {
        let digest = seen.digest(&two);
        let uploads = one.is_latest() && digest.as_deref() == package;
        if digest.is_some() && (seen.digest(&one) == digest || uploads) {
            for version in [one, two] {
                match version.is_latest() {
                    true if seen.function.unknown() => ask(Query::Function),
                    false if !seen.asked_config(&version) => ask(Query::Config(version)),
                    _ => {}
                }
            }
        }
    }
    queries
}

/// Who calls `$LATEST` past the alias meets what is uploaded at once (rule 24). Without code and settings nothing is
/// uploaded, and nobody is looked for.
fn for_callers(desired: &Desired, function: &DesiredFunction, seen: &ObservedFunction, deploys: bool) -> Vec<Query> {
    let need = |must: bool| if must { Need::Must } else { Need::May };
    let moves = desired.moves.any();
    let mut queries = callers(Some(seen), need(moves || function.events.is_some()), need(moves));
    queries.retain(|query| deploys || moves || (function.events.is_some() && matches!(query, Query::Triggers(_))));
    // which code those get that move onto the alias
    let moving = |caller: &Caller| desired.moves.takes(&caller.name, caller.is_url());
    if let Some(alias) = seen.alias(&desired.alias).get().filter(|_| direct::of_latest(seen).iter().any(moving)) {
        let split = alias.routing().split();
        let compared = std::iter::once(Version::latest()).chain(split.iter().map(|(version, _)| version.clone()));
        queries.extend(compared.filter_map(|version| code_of(function, seen, &version)));
    }
    queries
}

/// What a version has that is to take over traffic, and the one that it takes over from (rule 25). Where nothing was asked
/// for and the key may not look, the run goes on and says so.
fn for_warmth(desired: &Desired, function: &DesiredFunction, seen: &ObservedFunction) -> Vec<Query> {
    match seen.provisioned.get() {
        None if !seen.provisioned.unknown() => Vec::new(),
        None if function.provisioned.is_some() => vec![Query::Provisioned(Need::Must)],
        None => {
            let any = function.any_plan && function.code.is_none() && warm::may_look(desired, function, seen);
            let due = any || warm::looks_at_once(desired, function) || warm::looks(desired, function, seen);
            due.then_some(Query::Provisioned(Need::May)).into_iter().collect()
        }
        // whoever names an old version keeps it from being released
        Some(_) if warm::releases(desired, function, seen).is_empty() => Vec::new(),
        Some(_) => {
            let aliases = (!seen.all_aliases).then_some(Query::Aliases);
            aliases.into_iter().chain(callers(Some(seen), Need::May, Need::May)).collect()
        }
    }
}

fn for_alias(desired: &DesiredAlias, seen: &ObservedFunction) -> Vec<Query> {
    let mut queries = Vec::new();
    if seen.is_missing() {
        return queries;
    }
    if seen.alias(&desired.name).unknown() {
        queries.push(Query::Alias(desired.name.clone()));
    }
    if desired.act != Act::Delete && seen.versions.unknown() {
        queries.push(Query::Versions);
    }
    queries
}

/// Whatever may name a version.
fn for_prune(provisioned: bool, seen: &ObservedFunction) -> Vec<Query> {
    let open = [
        (!seen.all_aliases, Query::Aliases),
        (seen.versions.unknown(), Query::Versions),
        (seen.triggers.unknown(), Query::Triggers(Need::Must)),
        (seen.domains.unknown(), Query::Domains(Need::Must)),
        (provisioned && seen.provisioned.unknown(), Query::Provisioned(Need::Must)),
    ];
    open.into_iter().filter(|(open, _)| *open && !seen.is_missing()).map(|(_, query)| query).collect()
}

fn for_rollback(
    desired: &Desired,
    function: &DesiredFunction,
    recorded: &[Recorded],
    seen: &ObservedFunction,
) -> Vec<Query> {
    if seen.is_missing() {
        return Vec::new();
    }
    let alias = seen.alias(&desired.alias);
    if alias.unknown() {
        let mut queries = vec![Query::Alias(desired.alias.clone())];
        // the newest version is what a rollback withdraws up to
        if seen.versions.unknown() {
            queries.push(Query::Versions);
        }
        return queries;
    }
    let mut queries = if seen.versions.unknown() { vec![Query::Versions] } else { Vec::new() };
    // a recorded routing that gives $LATEST more was meant for the code that was there then
    let latest = Version::latest();
    let target = target_of(function);
    let raises = alias.get().is_some_and(|alias| {
        let now = Reach::of(&alias.routing(), &latest);
        recorded.iter().any(|record| record.of(&target, &desired.alias) && !record.gives(&latest).within(&now))
    });
    let by_digest = !function.on_record.on_latest.is_empty() && !seen.is_image();
    let digest = (by_digest && !seen.asked_digest(&latest)).then(|| Query::Digest(latest.clone()));
    // an image has no digest there
    let shown =
        (!by_digest || (seen.asked_digest(&latest) && seen.digest(&latest).is_none())) && !seen.asked_config(&latest);
    let open = digest.or_else(|| shown.then_some(Query::Config(latest)));
    queries.extend(open.filter(|_| raises));
    queries
}
