//! Random releases on random fault scripts, on a virtual clock. Each ends in one of three ways, says which, loses nothing,
//! and shows no secret; and when the trouble is over, the same command gets there.
//!
//! `CHAOS_RUNS=20000 cargo test --test rust chaos` tries more of them, `CHAOS_SEED=1234 cargo test --test rust chaos` one again.

use crate::support;

use std::panic::{AssertUnwindSafe, catch_unwind};

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use scf_grayscale::message::{FunctionStatus, RoutingStatus};
use scf_grayscale::release::{FunctionResult, Report, Request};
use serde_json::{Value, json};
use support::cloud::{Alias, Cloud, Function, WHOLE};
use support::drive::{Ended, How, drive};
use support::fault::{At, Fault, at};
use support::random::{Case, case};
use support::{ordered, packages_of};

const RUNS: u64 = 2_000;
const SECRET: &str = "s3cret";

#[test]
fn random_releases_on_random_fault_scripts() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seeds = match number("CHAOS_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("CHAOS_RUNS").unwrap_or(RUNS),
    };
    let mut ways = [0_u32; 4];
    for seed in seeds.clone() {
        let way = catch_unwind(AssertUnwindSafe(|| one(seed)));
        match way {
            Ok(way) => ways[way as usize] += 1,
            Err(panic) => {
                eprintln!("again with: CHAOS_SEED={seed} cargo test --test rust chaos");
                std::panic::resume_unwind(panic);
            }
        }
    }
    let [refused, done, back, not_back] = ways;
    println!("{refused} refused before any write, {done} done, {back} put back or stopped, {not_back} not restorable");
    if seeds.end - seeds.start >= RUNS {
        assert!(ways.iter().all(|count| *count > 0), "a way that is never met proves nothing: {ways:?}");
    }
}

/// How a release ended.
#[derive(Clone, Copy)]
enum Way {
    Refused,
    Done,
    Restore,
    NotBack,
}

struct Script {
    case: Case,
    faults: Vec<At>,
    shuffle: u64,
}

fn script(seed: u64) -> Script {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let faults = proptest::collection::vec(fault(), 0..8);
    let tree = (case(), faults, proptest::num::u64::ANY).new_tree(&mut runner).unwrap();
    let (mut case, faults, shuffle) = tree.current();
    for function in case.inputs["functions"].as_object_mut().unwrap().values_mut() {
        function["environment"] = json!({ "variables": { "TOKEN": format!("{SECRET}-new") } });
    }
    for function in case.cloud.functions.values_mut() {
        function.config["Environment"] = json!({ "Variables": [{ "Key": "OLD", "Value": format!("{SECRET}-old") }] });
    }
    Script { case, faults, shuffle }
}

fn fault() -> impl Strategy<Value = At> {
    let actions = [
        "*",
        "*",
        "*",
        "UpdateFunctionCode",
        "UpdateFunctionConfiguration",
        "PublishVersion",
        "UpdateAlias",
        "UpdateAlias",
        "CreateAlias",
        "CreateFunction",
        "GetAlias",
        "ListAliases",
        "ListVersionByFunction",
        "GetFunction",
        "GetFunctionAddress",
        "CreateTrigger",
        "ListTriggers",
    ];
    let faults = vec![
        Fault::Unsent,
        Fault::LostBefore,
        Fault::LostAfter,
        Fault::HtmlAfter,
        Fault::Refused("RequestLimitExceeded"),
        Fault::Refused("InternalError.System"),
        Fault::Refused("FailedOperation.FunctionStatusError"),
        Fault::Refused("UnauthorizedOperation.CAM"),
        Fault::Refused("AuthFailure.TokenFailure"),
        Fault::Refused("InvalidParameterValue.Description"),
        Fault::DoneBut("InternalError"),
        Fault::ListsLag(5_000),
        Fault::Stuck,
        Fault::Fails,
        Fault::Meanwhile(someone_shifts),
        Fault::Meanwhile(someone_publishes),
        Fault::Uploads("by someone else"),
    ];
    let places = (proptest::sample::select(actions.to_vec()), 0..6_usize, proptest::sample::select(faults));
    places.prop_map(|(action, nth, fault)| at(action, nth, fault))
}

/// Changes one alias by hand, wherever it can be seen that someone did.
fn someone_shifts(function: &mut Function) {
    let to = function.versions.iter().find(|made| made.status.word(u64::MAX) == "Active").map(|made| made.number);
    if let (Some(version), Some(alias)) = (to, function.aliases.get_mut("$DEFAULT")) {
        *alias = Alias { description: "by hand".into(), ..Alias::all_to(&version.to_string()) };
    }
}

fn someone_publishes(function: &mut Function) {
    function.publish(1_700_000_000_500, "by someone else", support::cloud::Status::is("Active"));
}

fn order(case: &Case, journal: &[String]) -> Request<'static> {
    let packages = packages_of(&case.packages);
    ordered(json!({ "do": "run", "inputs": case.inputs, "packages": packages, "journal": journal.join("\n") }))
}

fn one(seed: u64) -> Way {
    let Script { case, faults, shuffle } = script(seed);
    let mut cloud = case.cloud.clone().failing(&faults);
    let how = How { shuffle: Some(shuffle), seed, ..How::packing(&case.packages) };
    let ended = drive(&order(&case, &[]), &mut cloud, &how);
    for text in &ended.texts {
        assert!(!text.contains(SECRET), "a secret: {text}");
    }
    strangers_get_what_they_asked(&case, &cloud, &ended);
    let way = judged(&case, &cloud, &ended, &faults);
    in_the_end(&case, &cloud, &ended, &faults, seed);
    way
}

/// Whoever uploads without a word about traffic has the share that `$LATEST` had: before the run, or when they uploaded.
/// Where a shift was in the same moment, or could not be taken back, the run says so.
fn strangers_get_what_they_asked(case: &Case, cloud: &Cloud, ended: &Ended) {
    let theirs = support::sha("by someone else");
    for (name, before) in &case.cloud.functions {
        let Some(alias) = before.aliases.get(case.alias()) else { continue };
        // a change of traffic alone does not look at code
        if !case.packages.iter().any(|(key, _)| support::random::name_of(key) == *name) {
            continue;
        }
        let mut had = alias.most_of("$LATEST");
        let mut uploaded = false;
        for moment in &cloud.moments {
            let Some(function) = moment.functions.get(name) else { continue };
            let now = function.aliases.get(case.alias()).map_or(0, |alias| alias.most_of("$LATEST"));
            uploaded |= function.code == theirs;
            if !uploaded {
                had = had.max(now);
            }
            let share = function.share_of_code(case.alias(), &theirs, moment.at);
            assert!(share <= had || ended.error.is_some(), "{name} after {}: {share} > {had}", moment.after);
        }
    }
}

fn judged(case: &Case, cloud: &Cloud, ended: &Ended, faults: &[At]) -> Way {
    let Report::Run(run) = &ended.report else {
        assert!(cloud.writes().is_empty() && ended.error.is_some(), "nothing was planned, yet {:?}", cloud.writes());
        return Way::Refused;
    };
    let by_hand = faults.iter().any(|at| matches!(at.fault, Fault::Meanwhile(_) | Fault::Uploads(_)));
    let atomic = case.inputs["group"] != "independent";
    let Some(error) = &ended.error else {
        assert!(
            run.functions
                .iter()
                .all(|function| matches!(function.status, FunctionStatus::Done | FunctionStatus::Unchanged)),
            "{run:?}"
        );
        return Way::Done;
    };
    assert!(!error.code().is_empty() && error.code() != "InternalError" || error.request_id.is_some(), "{error:?}");
    for function in &run.functions {
        assert_eq!(
            function.error.is_some(),
            !matches!(function.status, FunctionStatus::Done | FunctionStatus::Unchanged),
            "{function:?}"
        );
        if atomic && !by_hand {
            routing_is_as_said(case, cloud, function);
        }
    }
    if run.functions.iter().any(|function| function.routing == Some(RoutingStatus::NotRestored)) {
        Way::NotBack
    } else {
        Way::Restore
    }
}

/// What the result says of a function's routing is true.
fn routing_is_as_said(case: &Case, cloud: &Cloud, function: &FunctionResult) {
    let alias_in =
        |cloud: &Cloud| cloud.functions.get(&function.name).and_then(|there| there.aliases.get(case.alias()).cloned());
    let (was, now) = (alias_in(&case.cloud), alias_in(cloud));
    let share = |alias: &Option<Alias>| alias.as_ref().map_or(0, |alias| alias.most_of("$LATEST"));
    let follows = function
        .changed
        .iter()
        .any(|change| change.shown().starts_with("shift") || change.shown().starts_with("create alias"))
        && function.routing.is_none();
    match (function.status, function.routing) {
        // a function that was created stays, with the alias that it is born with
        _ if was.is_none() && function.created => {}
        // all that was asked of its routing is done; what follows the alias failed
        (FunctionStatus::Failed | FunctionStatus::Stopped, None) if follows => {}
        (FunctionStatus::Done | FunctionStatus::Unchanged, _) => {}
        (FunctionStatus::Failed | FunctionStatus::Stopped, None) => {
            assert_eq!(parts(&was), parts(&now), "{function:?}")
        }
        (FunctionStatus::Failed | FunctionStatus::PutBack, Some(RoutingStatus::Restored)) => {
            let asked = case.traffic().map_or(WHOLE, |traffic| (traffic * WHOLE as f64).round() as u64);
            let capped = share(&now) <= share(&was).min(asked).max(if asked == 0 { 0 } else { 1 });
            let no_version = !usable(case, &function.name);
            assert!(parts(&was) == parts(&now) || capped || no_version, "{was:?} {now:?} {function:?}");
        }
        (_, Some(RoutingStatus::NotRestored)) => {
            let hint = function.error.as_ref().and_then(|error| error.hint()).unwrap_or_default();
            assert!(hint.contains("grayscale rollback ") && hint.contains(" --to previous"), "{hint}");
        }
        other => panic!("{other:?} is no way to end: {function:?}"),
    }
}

/// What users meet of an alias.
fn parts(alias: &Option<Alias>) -> Option<Alias> {
    alias.clone().map(|alias| Alias { description: String::new(), ..alias })
}

fn usable(case: &Case, name: &str) -> bool {
    let Some(function) = case.cloud.functions.get(name) else { return false };
    function.versions.iter().any(|made| made.status.word(u64::MAX) == "Active")
}

/// The trouble is over: the same command gets to where it would have got at once.
fn in_the_end(case: &Case, cloud: &Cloud, first: &Ended, faults: &[At], seed: u64) {
    let lasting =
        |fault: &Fault| matches!(fault, Fault::Stuck | Fault::Fails | Fault::Meanwhile(_) | Fault::Uploads(_));
    if faults.iter().any(|at| lasting(&at.fault)) || case.inputs["protect"] == true {
        return;
    }
    let mut straight = case.cloud.clone();
    let undisturbed = drive(&order(case, &[]), &mut straight, &How { seed, ..How::packing(&case.packages) });
    if undisturbed.error.is_some() {
        return;
    }
    if first.error.is_none() {
        assert_eq!(state(cloud), state(&straight), "done, and yet different");
        return;
    }
    let mut cloud = cloud.clone().fresh();
    cloud.now += 60_000;
    let again = How { seed: seed ^ 1, ..How::packing(&case.packages) };
    drive(&order(case, &first.journal), &mut cloud, &again).done();
    assert_eq!(state(&cloud), state(&straight), "{:?}", first.error);
}

/// What users and the next run see; descriptions and times are no part of it.
fn state(cloud: &Cloud) -> Value {
    let functions = cloud.functions.iter().map(|(name, function)| {
        let versions: Vec<Value> = function.versions.iter().map(|made| json!([made.number, made.code])).collect();
        let aliases = format!("{:?}", function.aliases);
        json!([name, function.code, function.config, versions, aliases])
    });
    functions.collect()
}
