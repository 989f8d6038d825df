//! Routing by rules: who gets new code is decided request by request, and rules 9, 11, 15, 18 and 22 hold there too.

use crate::support;

use scf_grayscale::message::FunctionStatus;
use scf_grayscale::release::journal::{Journal, Scope};
use serde_json::{Value, json};
use support::asked::{SRC, codes, default_alias, note, over, planned, run, sentences, settled, steps};
use support::cloud::{Alias, Cloud, Function};
use support::drive::Ended;
use support::machine::Machine;

const STAFF: &str = "x-canary=yes:latest";

/// A rule as it stands on the wire.
fn rule(header: &str, method: &str, expression: &str, version: &str) -> Value {
    let key = format!("invoke.headers.{header}");
    json!({ "Version": version, "Key": key, "Method": method, "Expression": expression })
}

fn staff() -> Value {
    rule("x-canary", "exact", "yes", "$LATEST")
}

fn bucket(range: &str) -> Value {
    rule("x-bucket", "range", range, "$LATEST")
}

fn ruled(main: &str, rules: &[Value]) -> Alias {
    Alias { rules: rules.to_vec(), ..Alias::all_to(main) }
}

/// Requests: without a key, with one, and the numbers at the edges of the buckets that these tests use.
fn requests() -> Vec<Option<(&'static str, String)>> {
    let numbers = [0, 9, 10, 24, 25, 49, 50, 74, 75, 99, 100, 199, 200, 999];
    let buckets = numbers.iter().map(|number| Some(("x-bucket", number.to_string())));
    let texts = ["yes", "no"].iter().map(|text| Some(("x-canary", (*text).to_owned())));
    [None].into_iter().chain(texts).chain(buckets).collect()
}

/// The versions that a request may get, by the API's documentation of rules: a hit goes to its version, a miss to main.
fn serves(alias: &Alias, request: Option<&(&'static str, String)>) -> Vec<String> {
    let hits = |rule: &&Value| {
        let Some((header, value)) = request else { return false };
        let text = rule["Expression"].as_str().unwrap();
        let same = rule["Key"] == format!("invoke.headers.{header}");
        let within = || {
            let (from, to) = text[1..text.len() - 1].split_once(',').unwrap();
            let (from, to): (i64, i64) = (from.parse().unwrap(), to.parse().unwrap());
            let (from, to) = (from + i64::from(text.starts_with('(')), to - i64::from(text.ends_with(')')));
            value.parse::<i64>().is_ok_and(|value| (from..=to).contains(&value))
        };
        same && if rule["Method"] == "exact" { text == value } else { within() }
    };
    if let Some(rule) = alias.rules.iter().find(hits) {
        return vec![rule["Version"].as_str().unwrap().to_owned()];
    }
    let weights = alias.weights.iter().filter(|(_, weight)| *weight > 0.0).map(|(version, _)| version.clone());
    let rest = alias.weights.iter().map(|(_, weight)| weight).sum::<f64>() < 1.0;
    weights.chain(rest.then(|| alias.main.clone())).collect()
}

/// The requests that may meet contents newer than `content`.
fn on_newer(function: &Function, content: u32) -> Vec<Option<(&'static str, String)>> {
    let newer = |version: &String| function.content_of(version) > Some(content);
    let meets =
        |request: &Option<(&'static str, String)>| serves(function.default_alias(), request.as_ref()).iter().any(newer);
    requests().into_iter().filter(meets).collect()
}

/// Rule 9: at no moment does a request meet new code that no rule of `asked` takes.
fn only_those_asked_for(cloud: &Cloud, before: &Function, asked: &[Value]) {
    let goal = ruled("2", asked);
    for moment in &cloud.moments {
        for request in on_newer(&moment.functions["fun01-dev"], before.content) {
            let asked = serves(&goal, request.as_ref()) == ["$LATEST"];
            assert!(asked, "{request:?} meets new code after {}", moment.after);
        }
    }
}

fn deployed(there: Function, routes: Value) -> (Ended, Cloud) {
    run(there, SRC, json!({ "routes": routes }))
}

#[test]
fn staff_get_the_new_code_first() {
    let (ended, cloud) = deployed(settled(), json!([STAFF]));
    assert_eq!(ended.done().functions[0].status, FunctionStatus::Done);
    assert_eq!(steps(&ended), ["upload", "shift"]);
    assert_eq!(default_alias(&cloud), &ruled("2", &[staff()]));
    let body = cloud.bodies("UpdateAlias")[0];
    assert_eq!(body["RoutingConfig"]["AdditionalVersionWeights"], json!([]));
    only_those_asked_for(&cloud, &settled(), &[staff()]);
    assert_eq!(
        sentences(&ended, "step")[1],
        "shift $default: 2 100% → [x-canary is yes → $latest · everyone else → 2]"
    );
}

#[test]
fn a_growing_bucket_keeps_its_users() {
    let there = settled().routed(ruled("2", &[bucket("[0,50)")]));
    let (ended, cloud) = deployed(there.clone(), json!(["x-bucket=[0,200):latest"]));
    ended.done();
    assert_eq!(steps(&ended), ["upload", "shift"]);
    assert_eq!(default_alias(&cloud), &ruled("2", &[bucket("[0,200)")]));
    only_those_asked_for(&cloud, &there, &[bucket("[0,200)")]);
    assert!(!codes(&ended).contains(&"UsersChangeSides".to_owned()));
    assert_eq!(
        note(&ended, "RulesChange"),
        "routing rules: changes: x-bucket from 0 to 199 → $latest, before x-bucket from 0 to 49 → $latest"
    );
}

#[test]
fn a_bucket_that_shrinks_or_moves_loses_users_before_the_upload() {
    for (asked, before_upload) in [("[0,10)", vec![bucket("[0,10)")]), ("[50,100)", vec![])] {
        let there = settled().routed(ruled("2", &[bucket("[0,50)")]));
        let (ended, cloud) = deployed(there.clone(), json!([format!("x-bucket={asked}:latest")]));
        ended.done();
        only_those_asked_for(&cloud, &there, &[bucket(asked)]);
        assert_eq!(default_alias(&cloud), &ruled("2", &[bucket(asked)]));
        let written: Vec<Value> = cloud
            .bodies("UpdateAlias")
            .iter()
            .map(|body| body["RoutingConfig"]["AddtionVersionMatchs"].clone())
            .collect();
        assert_eq!(written[0], json!(before_upload), "{asked}");
        assert!(note(&ended, "UsersChangeSides").contains("x-bucket from 0 to 49 → $latest"));
    }
}

#[test]
fn shares_of_new_code_end_before_the_upload() {
    let there = settled().routed(Alias::grayscale(0.3, "2"));
    let (ended, cloud) = deployed(there.clone(), json!([STAFF]));
    ended.done();
    assert_eq!(steps(&ended), ["shift", "upload", "shift"]);
    only_those_asked_for(&cloud, &there, &[staff()]);
    assert_eq!(note(&ended, "SharesEnd"), "routing rules replace the shares that were set: $latest (30%), 2 (70%)");
    assert_eq!(default_alias(&cloud), &ruled("2", &[staff()]));
}

#[test]
fn whoever_is_on_latest_leaves_it_before_the_upload() {
    let there = settled().routed(Alias::all_to("$LATEST"));
    let (ended, cloud) = deployed(there.clone(), json!([STAFF, "x-bucket=[0,50)"]));
    ended.done();
    assert_eq!(steps(&ended), ["shift", "upload"]);
    only_those_asked_for(&cloud, &there, &[staff(), bucket("[0,50)")]);
}

#[test]
fn rules_alone_are_a_change_of_traffic() {
    let (ended, cloud) = run(settled(), &[], json!({ "routes": [{ "header": "x-canary", "exact": "yes" }] }));
    ended.done();
    assert_eq!((steps(&ended), cloud.writes()), (vec!["shift".to_owned()], vec!["UpdateAlias"]));
}

#[test]
fn rule_15_rules_that_are_there_are_not_written_again() {
    let there = || settled().routed(ruled("2", &[staff(), bucket("[0,50)")]));
    for routes in [
        json!([STAFF, "x-bucket=[0,50):latest"]),
        // the same numbers, and another order: all of them lead to one version
        json!(["x-bucket=[0,49]", "x-canary=yes"]),
    ] {
        let (ended, cloud) = run(there(), &[], json!({ "routes": routes }));
        assert!(ended.done().unchanged, "{routes}");
        assert!(cloud.writes().is_empty());
    }
    let (ended, cloud) = run(there(), SRC, json!({ "routes": [STAFF, "x-bucket=[0,50)"] }));
    ended.done();
    assert_eq!(steps(&ended), ["upload"]);
    assert_eq!(planned(&ended)["confirm"], Value::Null, "nobody else gets the new code");
    only_those_asked_for(&cloud, &there(), &[staff(), bucket("[0,50)")]);
}

#[test]
fn rule_11_rules_of_others_are_dropped_only_when_asked() {
    let there = || settled().routed(ruled("2", &[rule("X-Tcb-Route-Key", "range", "[0,20)", "1")]));
    let (ended, cloud) = deployed(there(), json!([STAFF]));
    assert_eq!((ended.refused().code(), cloud.writes().len()), ("RulesInTheWay", 0));
    assert!(ended.refused().message().ends_with("X-Tcb-Route-Key from 0 to 19 → 1"), "{}", ended.refused().message());
    let (ended, cloud) = run(there(), SRC, json!({ "routes": [STAFF], "replaceRules": true }));
    ended.done();
    assert_eq!(note(&ended, "RulesDropped"), "these routing rules are removed: X-Tcb-Route-Key from 0 to 19 → 1");
    assert_eq!(default_alias(&cloud), &ruled("2", &[staff()]));
    // listed, they stay
    let (ended, cloud) = deployed(there(), json!([STAFF, "X-Tcb-Route-Key=[0,20):1"]));
    ended.done();
    assert_eq!(default_alias(&cloud).rules.len(), 2);
}

#[test]
fn rule_11_of_several_rules_of_others_none_is_lost_to_one_of_the_same_header() {
    let bucket = |range, version| rule("x-bucket", "range", range, version);
    let there = || settled().routed(ruled("2", &[bucket("[0,20)", "$LATEST"), bucket("[20,100)", "1")]));
    let (ended, cloud) = deployed(there(), json!(["x-bucket=[0,20)"]));
    assert_eq!((ended.refused().code(), cloud.writes().len()), ("RulesInTheWay", 0));
    // both ranges are in the new one
    let (ended, _) = deployed(there(), json!(["x-bucket=[0,100)"]));
    ended.done();
}

#[test]
fn rules_that_this_tool_set_end_without_a_further_word() {
    let (mut cloud, mut machine) = canary();
    let ended = machine.deploy(&mut cloud, &[("f", "v2")], json!({ "routes": [] }));
    ended.done();
    assert_eq!(alias(&cloud), Alias::all_to("1"));
    assert_eq!(note(&ended, "RulesDropped"), "these routing rules are removed: x-canary is yes → $latest");
}

#[test]
fn rule_1_without_a_published_version_there_is_nothing_to_separate() {
    let (ended, cloud) = deployed(Function::new("old"), json!([STAFF]));
    ended.done();
    assert!(note(&ended, "NothingToRoute").starts_with("no published version yet"));
    assert_eq!(default_alias(&cloud), &Alias::all_to("$LATEST"));
    let (ended, cloud) = over(Cloud::of(&[]), SRC, json!({ "routes": ["x-canary=yes:1"] }));
    assert_eq!((ended.refused().code(), cloud.writes().len()), ("VersionNotFound", 0));
    let (ended, _) = over(Cloud::of(&[]), SRC, json!({ "routes": [STAFF] }));
    assert!(note(&ended, "NothingToRoute").starts_with("no published version yet"));
}

#[test]
fn a_version_that_rules_name_does_not_get_the_rest_too() {
    let there = settled().with(3, "new", "Active");
    let (ended, cloud) = run(there, &[], json!({ "routes": ["x-canary=yes:3"] }));
    ended.done();
    assert_eq!(default_alias(&cloud), &ruled("2", &[rule("x-canary", "exact", "yes", "3")]));
    let (ended, cloud) = run(settled(), &[], json!({ "routes": ["x-canary=yes:9"] }));
    assert_eq!((ended.refused().code(), cloud.writes().len()), ("VersionNotFound", 0));
}

#[test]
fn protect_saves_code_that_rules_lead_to_and_moves_nobody_onto_it() {
    let there = settled().routed(ruled("2", &[staff()])).holding("unsaved");
    let (ended, cloud) = run(there, SRC, json!({ "routes": [STAFF], "protect": true }));
    ended.done();
    assert_eq!(steps(&ended), ["protect", "upload"]);
    assert_eq!(default_alias(&cloud), &ruled("2", &[staff()]));
}

/// One version with everyone on it, and then new code for staff alone.
fn canary() -> (Cloud, Machine) {
    let (mut cloud, mut machine) = (Cloud::of(&[]), Machine::default());
    machine.release(&mut cloud, &[("f", "v1")]);
    machine.deploy(&mut cloud, &[("f", "v2")], json!({ "routes": [STAFF] })).done();
    (cloud, machine)
}

fn alias(cloud: &Cloud) -> Alias {
    Alias { description: String::new(), ..cloud.function("f-dev").default_alias().clone() }
}

#[test]
fn rule_18_a_rollback_takes_the_rules_and_an_undo_brings_them_back() {
    let (mut cloud, mut machine) = canary();
    // without a name: rules that this tool set are a release under way
    let ended = machine.rollback(&mut cloud, &["f"], json!({}), Value::Null);
    ended.done();
    assert_eq!(alias(&cloud), Alias::all_to("1"));
    assert!(note(&ended, "RulesDropped").ends_with("x-canary is yes → $latest"));
    machine.undo(&mut cloud, None).done();
    assert_eq!(alias(&cloud), ruled("1", &[staff()]));
}

#[test]
fn rules_of_others_are_left_by_a_rollback_without_a_name() {
    let (mut cloud, mut machine) = (Cloud::of(&[]), Machine::default());
    machine.release(&mut cloud, &[("f", "v1")]);
    let foreign = ruled("1", &[rule("x-other", "exact", "a", "$LATEST")]);
    cloud.functions.get_mut("f-dev").unwrap().aliases.insert("$DEFAULT".into(), foreign.clone());
    machine.rollback(&mut cloud, &["f"], json!({}), Value::Null);
    assert_eq!(alias(&cloud), foreign);
}

#[test]
fn rule_9_an_undo_restores_no_rule_that_was_not_asked_for_the_code_that_is_there() {
    let (mut cloud, mut machine) = canary();
    machine.deploy(&mut cloud, &[("f", "v2")], json!({ "routes": [STAFF, "x-bucket=[0,200)"] })).done();
    machine.deploy(&mut cloud, &[("f", "v3")], json!({ "routes": [STAFF, "x-bucket=[0,50)"] })).done();
    let undone = machine.undo(&mut cloud, None);
    undone.done();
    // the bucket of v2 was not asked for v3
    assert_eq!(alias(&cloud), ruled("1", &[staff()]));
    assert!(note(&undone, "RulesNotRestored").ends_with("x-bucket from 0 to 199 → $latest"));
}

#[test]
fn rule_22_after_a_release_by_rules_everyone_goes_to_the_new_version_and_back() {
    let (mut cloud, mut machine) = canary();
    let end = json!({ "publish": true, "traffic": 0, "replaceRules": true });
    machine.deploy(&mut cloud, &[("f", "v2")], end).done();
    assert_eq!(alias(&cloud).most_of("2"), support::cloud::WHOLE);
    machine.rollback(&mut cloud, &["f"], json!({}), Value::Null).done();
    assert_eq!(alias(&cloud), Alias::all_to("1"));
    // version 2 is withdrawn: new rules leave everyone else where they are
    machine.deploy(&mut cloud, &[("f", "v3")], json!({ "routes": [STAFF] })).done();
    assert_eq!(alias(&cloud), ruled("1", &[staff()]));
}

/// Cut off at each effect, then one of four things: the end is that of the order, or what was there before.
#[test]
fn cut_off_at_every_effect_it_goes_on_or_back() {
    let routes = json!({ "routes": [STAFF, "x-bucket=[50,100)"] });
    let begin = || {
        let (mut cloud, mut machine) = canary();
        machine.deploy(&mut cloud, &[("f", "v2")], json!({ "routes": [STAFF, "x-bucket=[0,50)"] })).done();
        (cloud, machine)
    };
    let before = [staff(), bucket("[0,50)")];
    let asked = [staff(), bucket("[50,100)")];
    let packages = &[("f", "v3")];
    let (mut straight, mut machine) = begin();
    let whole = machine.deploy(&mut straight, packages, routes.clone());
    whole.done();
    assert_eq!(steps(&whole), ["shift", "upload", "shift"]);
    let content = begin().0.function("f-dev").content;
    let check = |cloud: &Cloud, at: usize| {
        let goal = ruled("1", &asked);
        for moment in &cloud.moments {
            for request in on_newer(&moment.functions["f-dev"], content) {
                assert_eq!(serves(&goal, request.as_ref()), ["$LATEST"], "{request:?} cut at {at}");
            }
        }
    };
    for at in 0..whole.effects {
        for then in 0..4 {
            let (mut cloud, mut machine) = begin();
            machine.how.kill_after = Some(at);
            machine.deploy(&mut cloud, packages, routes.clone());
            check(&cloud, at);
            machine.how.kill_after = None;
            if !machine.cut_off() {
                continue;
            }
            if then == 3 && Journal::read(&machine.text()).abortion(&Scope::Journal).is_err() {
                continue; // it changed nothing yet
            }
            let project = support::machine::with(packages, json!({}));
            match then {
                0 => drop(machine.deploy(&mut cloud, packages, routes.clone()).done()),
                1 => drop(machine.resume(&mut cloud, packages, project).done()),
                2 => drop(machine.rollback(&mut cloud, &["f"], json!({}), Value::Null)),
                _ => drop(machine.abort(&mut cloud)),
            }
            check(&cloud, at);
            let now = alias(&cloud);
            match then {
                0 | 1 => assert_eq!(
                    (&now, &cloud.function("f-dev").code),
                    (&ruled("1", &asked), &straight.function("f-dev").code)
                ),
                2 => assert_eq!(now, Alias::all_to("1"), "cut at {at}"),
                // the old rules for the old code, or what may be kept of them for the new code
                _ => assert!(now == ruled("1", &before) || now == ruled("1", &[staff()]), "cut at {at}: {now:?}"),
            }
        }
    }
}

#[test]
fn a_group_that_fails_gets_its_rules_back() {
    use support::fault::{Fault, at};
    let there = || settled().routed(ruled("2", &[staff(), bucket("[0,50)")]));
    let mut cloud = Cloud::of(&[("fun01-dev", there()), ("fun02-dev", there())]);
    cloud.faults = vec![at("UpdateFunctionCode", 1, Fault::Refused("InvalidParameterValue.Code"))];
    let packages = &[("fun01", "new"), ("fun02", "new")];
    let (ended, cloud) = over(cloud, packages, json!({ "routes": [STAFF] }));
    assert!(ended.error.is_some());
    for name in ["fun01-dev", "fun02-dev"] {
        let function = cloud.function(name);
        let rules = &function.default_alias().rules;
        // what was not replaced has its rules again; new code has no more than was asked for it
        let replaced = function.content != there().content;
        assert_eq!(rules, &if replaced { vec![staff()] } else { vec![staff(), bucket("[0,50)")] }, "{name}");
    }
}

#[test]
fn rules_stay_where_nothing_is_asked_of_them() {
    let there = settled().routed(ruled("2", &[staff()]));
    let (ended, cloud) = run(there, SRC, json!({}));
    ended.done();
    assert_eq!(cloud.writes(), ["UpdateFunctionCode"]);
}
