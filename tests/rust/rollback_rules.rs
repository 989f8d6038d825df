//! Rule 18, the rollback, and rule 20: numbers that came from the API go back as they came.

use crate::support;

use scf_grayscale::message::FunctionStatus;
use serde_json::{Value, json};
use support::asked::{SRC, default_alias, inputs, note, over, settled, written};
use support::cloud::{Alias, Cloud, Function};
use support::drive::{Ended, How, drive};
use support::rollback;

#[test]
fn rule_18_a_rollback_is_one_write_to_the_version_that_the_alias_names() {
    let cases: &[(&str, Alias, Value, &str, usize)] = &[
        ("the named one", Alias::grayscale(0.1, "2"), Value::Null, "2", 4),
        ("named at weight 0", Alias::grayscale(1.0, "2"), Value::Null, "2", 4),
        ("of two the older", Alias::split("2", "1", 0.1), Value::Null, "1", 4),
        ("the last published where none is named", Alias::all_to("$LATEST"), Value::Null, "2", 4),
        ("by number", Alias::grayscale(0.1, "2"), json!(1), "1", 4),
        ("by number as text", Alias::grayscale(0.1, "2"), json!(" 1 "), "1", 4),
        ("rules go away by name", Alias::ruled("$LATEST", "1"), Value::Null, "1", 4),
    ];
    for (name, alias, to, expected, calls) in cases {
        let mut cloud = Cloud::of(&[("fun01-dev", settled().routed(alias.clone()))]);
        let named = json!({ "only": "fun01" });
        let ended = drive(&rollback(inputs(&[], named), to.clone(), &[]), &mut cloud, &How::default());
        ended.done();
        assert_eq!(default_alias(&cloud), &Alias::all_to(expected), "{name}");
        assert_eq!(cloud.writes(), ["UpdateAlias"], "{name}");
        // then the triggers of the function, and the domains of the region
        assert_eq!(cloud.actions().len(), *calls + 2, "{name}: {:?}", cloud.actions());
    }
}

#[test]
fn rule_18_a_rollback_that_can_not_be_says_why() {
    let one = Function::new("old").with(1, "old", "Active").routed(Alias::all_to("1"));
    for (there, to, code) in [
        (one.clone(), Value::Null, "NothingToRollBack"),
        (settled(), Value::Null, "NothingToRollBack"),
        (settled().routed(Alias::ruled("$LATEST", "1")), Value::Null, "NothingToRollBack"),
        (Function::new("old"), Value::Null, "NothingToRollBack"),
        (one.clone(), json!(9), "VersionNotFound"),
        (one.clone().with(2, "x", "PublishFailed"), json!(2), "VersionNotFound"),
        (one, json!("previous"), "NoRecordedRouting"),
    ] {
        let mut cloud = Cloud::of(&[("fun01-dev", there)]);
        let ended = drive(&rollback(inputs(&[], json!({})), to, &[]), &mut cloud, &How::default());
        assert_eq!(ended.refused().code(), code);
        assert!(ended.refused().hint().is_some() && cloud.writes().is_empty());
    }
}

#[test]
fn rule_18_a_function_that_can_not_go_back_does_not_hold_up_the_others() {
    let stuck = Function::new("old").with(1, "old", "Active").routed(Alias::all_to("1"));
    let mut cloud = Cloud::of(&[("stuck", stuck), ("canary", settled().routed(Alias::grayscale(0.1, "2")))]);
    let ended =
        drive(&rollback(json!({ "functions": ["stuck", "canary"] }), Value::Null, &[]), &mut cloud, &How::default());
    let error = ended.error.clone().unwrap();
    assert_eq!((error.code(), error.function.as_deref()), ("NothingToRollBack", Some("stuck")));
    assert_eq!(error.changes(), ["canary: shift $default: $latest 10% · 2 90% → 2 100%"]);
    assert_eq!(cloud.writes(), ["UpdateAlias"]);
    let statuses: Vec<FunctionStatus> = ended.run().functions.iter().map(|function| function.status).collect();
    assert_eq!(statuses, [FunctionStatus::Failed, FunctionStatus::Done]);
}

/// Runs `asked` over `there`, then rolls back to the routing before.
fn there_and_back(there: Function, packages: &[(&str, &str)], asked: &[Value]) -> (Ended, Cloud) {
    let mut cloud = Cloud::of(&[("fun01-dev", there)]);
    let mut journal = vec![];
    for asked in asked {
        let (ended, after) = over(cloud, packages, asked.clone());
        ended.done();
        journal.extend(ended.journal);
        cloud = after;
    }
    let mut cloud = cloud.fresh();
    let ended = drive(&rollback(inputs(&[], json!({})), json!("previous"), &journal), &mut cloud, &How::default());
    assert_eq!(cloud.writes().len(), usize::from(!ended.done().unchanged));
    (ended, cloud)
}

#[test]
fn rule_18_previous_is_the_recorded_routing_rules_included() {
    for alias in [Alias::split("1", "2", 0.33333), Alias::ruled("2", "1"), Alias::grayscale(0.25, "2")] {
        let asked = [json!({ "traffic": 0.5, "replaceRules": true })];
        let (_, cloud) = there_and_back(settled().routed(alias.clone()), &[], &asked);
        assert_eq!(default_alias(&cloud), &alias);
    }
}

#[test]
fn rule_18_previous_caps_code_that_was_replaced_since() {
    // asked for 10 %, so it gets 10 %, not the 80 % that the old code had
    let on = |share: f64| settled().routed(Alias::grayscale(share, "2"));
    let (ended, cloud) = there_and_back(on(0.8), SRC, &[json!({ "traffic": 0.1 })]);
    assert!(ended.done().unchanged);
    assert!(note(&ended, "Capped").starts_with("before the last change $latest had 80%"));
    assert_eq!(default_alias(&cloud), &Alias::grayscale(0.1, "2"));

    // replaced later by a run without traffic: it may have what $latest had then
    let (_, cloud) = there_and_back(
        on(0.8),
        &[],
        &[json!({ "traffic": 0.1 }), json!({ "functions": { "fun01": { "memorySize": 256 } } })],
    );
    assert_eq!(default_alias(&cloud), &Alias::grayscale(0.1, "2"));

    // not replaced: it gets back what it had
    let (_, cloud) = there_and_back(on(0.8), &[], &[json!({ "traffic": 0.1 })]);
    assert_eq!(default_alias(&cloud), &Alias::grayscale(0.8, "2"));
}

#[test]
fn rule_18_previous_gives_the_rest_to_the_version_that_had_it() {
    let there = settled().routed(Alias::grayscale(0.1, "2"));
    let (_, cloud) = there_and_back(there, SRC, &[json!({ "publish": true, "traffic": 0 })]);
    // 3 is the code that is rolled back, though it is the last published version
    assert_eq!(default_alias(&cloud), &Alias::grayscale(0.0, "2"));
}

#[test]
fn rule_20_numbers_of_the_api_are_sent_back_as_they_came() {
    let alias = Alias::split("1", "2", 0.33333);
    let asked = [json!({ "traffic": 0.5 })];
    let (_, cloud) = there_and_back(settled().routed(alias), &[], &asked);
    assert!(written(&cloud).to_string().contains(r#""Weight":0.33333}"#));
}
