//! Rules 18 and 22: which version users should be on, what a rollback is about, and what it withdraws.

use crate::support;

use serde_json::{Value, json};
use support::asked::{codes, note, planned};
use support::cloud::{Alias, Cloud, Function, WHOLE};
use support::machine::{Machine, with};
use support::{ordered, sha};

const F: &[&str] = &["f"];
const DAY_MS: u64 = 24 * 3600 * 1000;

/// The codes that users of a function may meet, ascending.
fn users(cloud: &Cloud, key: &str) -> Vec<String> {
    let function = cloud.function(&format!("{key}-dev"));
    let versions = function.versions.iter().map(|version| (version.number.to_string(), version.code.clone()));
    let all = versions.chain([("$LATEST".to_owned(), function.code.clone())]);
    let met = all.filter(|(name, _)| function.default_alias().most_of(name) > 0).map(|(_, code)| code);
    let mut codes: Vec<String> = met.collect();
    codes.sort();
    codes.dedup();
    codes
}

fn on(codes: &[&str]) -> Vec<String> {
    let mut codes: Vec<String> = codes.iter().map(|code| sha(code)).collect();
    codes.sort();
    codes
}

/// One function, released with each of these codes in turn.
fn released(codes: &[&str]) -> (Cloud, Machine) {
    let (mut cloud, mut machine) = (Cloud::of(&[]), Machine::default());
    for code in codes {
        machine.release(&mut cloud, &[("f", code)]);
    }
    (cloud, machine)
}

/// With the journal of the run before, and on a machine that never saw it.
fn with_and_without_journal(machine: &Machine) -> [(&'static str, Machine); 2] {
    [("with the journal", machine.clone()), ("without it", Machine::default())]
}

#[test]
fn rule_18_a_release_is_rolled_back_to_what_users_were_on_before_it() {
    let (cloud, machine) = released(&["v1", "v2", "v3"]);
    for (whose, mut machine) in with_and_without_journal(&machine) {
        let mut cloud = cloud.clone();
        machine.rollback(&mut cloud, F, json!({}), Value::Null).done();
        assert_eq!(users(&cloud, "f"), on(&["v2"]), "{whose}");
    }
}

#[test]
fn rule_18_a_rollback_that_is_repeated_changes_nothing() {
    let (cloud, machine) = released(&["v1", "v2", "v3"]);
    for (whose, mut machine) in with_and_without_journal(&machine) {
        let mut cloud = cloud.clone();
        machine.rollback(&mut cloud, F, json!({}), Value::Null).done();
        for asked in [json!({}), json!({ "only": "f" })] {
            let again = machine.rollback(&mut cloud, F, asked, Value::Null);
            assert!(again.done().unchanged, "{whose}");
            assert!(note(&again, "RolledBack").starts_with("already rolled back"), "{whose}");
            assert!(cloud.writes().is_empty(), "{whose}");
        }
        assert_eq!(users(&cloud, "f"), on(&["v2"]), "{whose}");
    }
}

#[test]
fn rule_18_a_release_over_a_canary_is_rolled_back_to_before_the_canary() {
    let (mut cloud, mut machine) = released(&["v1", "v2"]);
    for asked in [json!({ "traffic": 0.1 }), json!({ "traffic": 1 }), json!({ "publish": true, "traffic": 0 })] {
        machine.deploy(&mut cloud, &[("f", "v3")], asked).done();
    }
    machine.rollback(&mut cloud, F, json!({}), Value::Null).done();
    assert_eq!(users(&cloud, "f"), on(&["v2"]));
}

#[test]
fn rule_18_functions_that_were_not_released_stay_where_they_are() {
    let (mut cloud, mut machine) = (Cloud::of(&[]), Machine::default());
    for code in ["v1", "v2"] {
        machine.release(&mut cloud, &[("a", code), ("b", code)]);
    }
    machine.deploy(&mut cloud, &[("a", "v3")], json!({ "traffic": 0.1 })).done();
    for (whose, mut machine) in with_and_without_journal(&machine) {
        let mut cloud = cloud.clone();
        for _ in 0..2 {
            machine.rollback(&mut cloud, &["a", "b"], json!({}), Value::Null).done();
            assert_eq!((users(&cloud, "a"), users(&cloud, "b")), (on(&["v2"]), on(&["v2"])), "{whose}");
        }
    }
}

#[test]
fn rule_18_a_rollback_that_failed_for_one_function_is_finished_by_the_next() {
    use support::fault::{Fault, at};
    let (mut cloud, mut machine) = (Cloud::of(&[]), Machine::default());
    let (old, new) = ([("a", "v1"), ("b", "v1")], [("a", "v2"), ("b", "v2")]);
    machine.release(&mut cloud, &old);
    machine.release(&mut cloud, &new);
    cloud.faults = vec![at("UpdateAlias", 1, Fault::Refused("UnauthorizedOperation.CAM"))];
    let first = machine.rollback(&mut cloud, &["a", "b"], json!({}), Value::Null);
    assert!(first.error.is_some());
    cloud.faults.clear();
    for _ in 0..2 {
        machine.rollback(&mut cloud, &["a", "b"], json!({}), Value::Null).done();
        assert_eq!((users(&cloud, "a"), users(&cloud, "b")), (on(&["v1"]), on(&["v1"])));
    }
}

#[test]
fn rule_18_a_release_of_more_than_24_hours_ago_is_rolled_back_by_name_alone() {
    let (mut cloud, mut machine) = released(&["v1", "v2"]);
    cloud.now += DAY_MS;
    let without = machine.rollback(&mut cloud, F, json!({}), Value::Null);
    assert_eq!(without.refused().code(), "NothingToRollBack");
    assert_eq!(without.refused().class, scf_grayscale::error::Class::Refused);
    assert!(cloud.writes().is_empty());
    machine.rollback(&mut cloud, F, json!({ "only": "f" }), Value::Null).done();
    assert_eq!(users(&cloud, "f"), on(&["v1"]));
}

#[test]
fn rule_18_a_steady_function_that_nothing_released_is_refused_with_the_version_below() {
    let steady = Function::new("v2").with(1, "v1", "Active").with(2, "v2", "Active").routed(Alias::all_to("2"));
    let mut cloud = Cloud::of(&[("f-dev", steady)]);
    let refused = Machine::default().rollback(&mut cloud, F, json!({ "only": "f" }), Value::Null);
    assert_eq!(refused.refused().code(), "NothingToRollBack");
    assert!(refused.refused().hint().as_ref().unwrap().contains("grayscale rollback f --to 1"));
    Machine::default().rollback(&mut cloud, F, json!({ "only": "f" }), json!(1)).done();
    assert_eq!(users(&cloud, "f"), on(&["v1"]));
}

#[test]
fn rule_18_after_a_deploy_that_was_cut_off_before_it_moved_traffic_there_is_nothing_to_roll_back() {
    let (mut cloud, mut machine) = released(&["v1", "v2"]);
    machine.how.kill_after = Some(14);
    machine.deploy(&mut cloud, &[("f", "v3")], json!({ "publish": true, "traffic": 0 }));
    assert!(cloud.writes().contains(&"UpdateFunctionCode") && !cloud.writes().contains(&"UpdateAlias"));
    machine.how.kill_after = None;
    assert!(machine.rollback(&mut cloud, F, json!({}), Value::Null).done().unchanged);
    assert_eq!(users(&cloud, "f"), on(&["v2"]));
}

#[test]
fn rule_22_after_a_rollback_the_next_canary_leaves_users_where_they_are() {
    let (cloud, machine) = released(&["v1 good", "v2 bad"]);
    for (whose, mut machine) in with_and_without_journal(&machine) {
        let mut cloud = cloud.clone();
        machine.rollback(&mut cloud, F, json!({}), Value::Null).done();
        // and again where only the mark tells of the rollback
        for (again, mut machine) in with_and_without_journal(&machine) {
            let mut cloud = cloud.clone();
            let canary = machine.deploy(&mut cloud, &[("f", "v3 fixed")], json!({ "traffic": 0.1 }));
            canary.done();
            assert_eq!(users(&cloud, "f"), on(&["v1 good", "v3 fixed"]), "{whose}, {again}");
            assert_eq!(
                note(&canary, "Withdrawn"),
                "v2 was rolled back and gets no traffic: the rest goes to v1, which is stable"
            );
            machine.deploy(&mut cloud, &[("f", "v3 fixed")], json!({ "traffic": 0 })).done();
            assert_eq!(users(&cloud, "f"), on(&["v1 good"]), "{whose}, {again}");
        }
    }
}

#[test]
fn rule_22_a_version_that_is_published_after_the_rollback_is_stable_once_users_are_on_it() {
    let (mut cloud, mut machine) = released(&["v1", "v2 bad"]);
    machine.rollback(&mut cloud, F, json!({}), Value::Null).done();
    machine.release(&mut cloud, &[("f", "v3 fixed")]);
    machine.deploy(&mut cloud, &[("f", "v4")], json!({ "traffic": 0.1 })).done();
    assert_eq!(users(&cloud, "f"), on(&["v3 fixed", "v4"]));
    machine.rollback(&mut cloud, F, json!({}), Value::Null).done();
    assert_eq!(users(&cloud, "f"), on(&["v3 fixed"]));
}

#[test]
fn rule_22_withdrawn_code_that_is_published_again_is_warned_of_and_gets_no_rest() {
    let (mut cloud, mut machine) = released(&["v1", "v2 bad"]);
    machine.rollback(&mut cloud, F, json!({}), Value::Null).done();
    let published = machine.deploy(&mut cloud, &[("f", "v2 bad")], json!({ "publish": true }));
    assert!(note(&published, "WithdrawnCode").contains("is the code of v2, which was rolled back"));
    let canary = machine.deploy(&mut cloud, &[("f", "v4")], json!({ "traffic": 0.1 }));
    assert_eq!(users(&cloud, "f"), on(&["v1", "v4"]));
    assert!(note(&canary, "WithdrawnCode").starts_with("v3 has the code of v2, which was rolled back"));
}

#[test]
fn rule_22_equal_code_with_other_settings_is_not_withdrawn() {
    let (mut cloud, mut machine) = released(&["v1", "v2"]);
    machine.rollback(&mut cloud, F, json!({}), Value::Null).done();
    let more_memory = json!({ "publish": true, "functions": { "f": { "src": ".", "memorySize": 512 } } });
    machine.deploy(&mut cloud, &[("f", "v2")], more_memory).done();
    let canary = machine.deploy(&mut cloud, &[("f", "v4")], json!({ "traffic": 0.1 }));
    assert_eq!(canary.done().functions[0].config_traffic_version.as_ref().unwrap().wire(), "3");
}

#[test]
fn rule_22_code_that_was_rolled_back_on_latest_is_withdrawn_too() {
    let (mut cloud, mut machine) = released(&["v1"]);
    machine.deploy(&mut cloud, &[("f", "bad")], json!({ "traffic": 0.1 })).done();
    machine.rollback(&mut cloud, F, json!({}), Value::Null).done();
    let published = machine.deploy(&mut cloud, &[("f", "bad")], json!({ "publish": true }));
    assert!(note(&published, "WithdrawnCode").contains("the code to publish was on $latest and was rolled back"));
    machine.deploy(&mut cloud, &[("f", "fixed")], json!({ "traffic": 0.1 })).done();
    assert_eq!(users(&cloud, "f"), on(&["v1", "fixed"]));
}

#[test]
fn rule_22_an_upload_that_no_user_met_is_not_withdrawn_by_a_rollback() {
    let (mut cloud, mut machine) = released(&["v1", "v2 bad"]);
    machine.deploy(&mut cloud, &[("f", "v3 fixed")], json!({})).done();
    machine.rollback(&mut cloud, F, json!({ "only": "f" }), json!(1)).done();
    let published = machine.deploy(&mut cloud, &[("f", "v3 fixed")], json!({ "publish": true }));
    assert!(!codes(&published).contains(&"WithdrawnCode".to_owned()));
}

#[test]
fn rule_22_going_to_a_version_by_name_makes_it_stable() {
    let (mut cloud, mut machine) = released(&["v1", "v2", "v3"]);
    machine.rollback(&mut cloud, F, json!({}), json!(1)).done();
    machine.deploy(&mut cloud, &[("f", "v4")], json!({ "traffic": 0.1 })).done();
    assert_eq!(users(&cloud, "f"), on(&["v1", "v4"]));
    // by the verb for aliases too
    let update =
        json!({ "kind": "update-alias", "asked": { "function": "f-dev", "name": "$default", "version": "2" } });
    machine.give(&mut cloud, update, &[]).done();
    machine.deploy(&mut cloud, &[("f", "v4")], json!({ "traffic": 0.1 })).done();
    assert_eq!(users(&cloud, "f"), on(&["v2", "v4"]));
}

#[test]
fn rule_22_stable_that_is_typed_gets_the_rest_and_stays_stable() {
    let (mut cloud, mut machine) = released(&["v1", "v2"]);
    machine.deploy(&mut cloud, &[("f", "v3")], json!({ "traffic": 0.1, "stable": 1 })).done();
    assert_eq!(users(&cloud, "f"), on(&["v1", "v3"]));
    for (whose, mut machine) in with_and_without_journal(&machine) {
        let mut cloud = cloud.clone();
        machine.deploy(&mut cloud, &[("f", "v3")], json!({ "traffic": 0.2 })).done();
        assert_eq!(users(&cloud, "f"), on(&["v1", "v3"]), "{whose}");
    }
}

#[test]
fn rule_22_stable_that_can_not_be_meant_is_refused_before_any_call() {
    for asked in [
        json!({ "stable": 1 }),
        json!({ "stable": "$latest", "traffic": 0.1 }),
        json!({ "stable": "", "traffic": 0.1 }),
        json!({ "stable": 1, "traffic": 0, "publish": true }),
    ] {
        let order = ordered(json!({ "do": "plan", "inputs": with(&[("f", "v1")], asked.clone()) }));
        let error = order.intent().unwrap_err();
        assert_eq!((error.code(), error.class), ("InvalidStable", scf_grayscale::error::Class::Usage), "{asked}");
    }
}

#[test]
fn rule_22_a_version_that_is_not_there_is_no_stable_one() {
    let (mut cloud, mut machine) = released(&["v1"]);
    let ended = machine.deploy(&mut cloud, &[("f", "v2")], json!({ "traffic": 0.1, "stable": 9 }));
    assert_eq!(ended.refused().code(), "VersionNotFound");
    assert!(cloud.writes().is_empty());
}

#[test]
fn rule_22_what_is_on_record_counts_only_while_the_alias_says_so() {
    let (mut cloud, mut machine) = released(&["v1", "v2", "v3"]);
    machine.rollback(&mut cloud, F, json!({}), json!(1)).done();
    // someone sends everyone to v2 in the console; the mark stays behind
    let function = cloud.functions.get_mut("f-dev").unwrap();
    let mark = function.default_alias().mark.clone();
    function.aliases.insert("$DEFAULT".into(), Alias { mark, ..Alias::all_to("2") });
    let canary = Machine::default().deploy(&mut cloud.clone(), &[("f", "v4")], json!({ "traffic": 0.1 }));
    assert_eq!(canary.done().functions[0].config_traffic_version.as_ref().unwrap().wire(), "3");
    // the journal knows that a rollback left v3
    let mut with_journal = cloud.clone();
    machine.deploy(&mut with_journal, &[("f", "v4")], json!({ "traffic": 0.1 })).done();
    assert_eq!(users(&with_journal, "f"), on(&["v2", "v4"]));
}

#[test]
fn rule_22_a_rest_that_goes_to_a_version_without_traffic_is_warned_of_and_asked_about() {
    let (mut cloud, mut machine) = released(&["v1"]);
    machine.deploy(&mut cloud, &[("f", "v1")], json!({ "publish": true })).done();
    let canary = machine.deploy(&mut cloud, &[("f", "v3")], json!({ "traffic": 0.1 }));
    assert!(note(&canary, "UntriedVersion").contains("goes to v2, which has none now (users are on v1)"));
    let untried = &planned(&canary)["confirm"]["params"]["untried"];
    assert_eq!(untried, &json!([{ "function": "f", "version": "2" }]));
}

#[test]
fn rule_22_prune_spares_what_users_should_be_on_and_what_they_were_on() {
    let (mut cloud, mut machine) = released(&["v1", "v2", "v3", "v4"]);
    machine.rollback(&mut cloud, F, json!({}), json!(2)).done();
    machine.release(&mut cloud, &[("f", "v5")]);
    let prune = json!({ "kind": "prune", "asked": { "function": "f-dev", "keep": 1 } });
    Machine::default().give(&mut cloud, prune, &[]).done();
    cloud.now += 60_000;
    let left: Vec<u64> = cloud
        .function("f-dev")
        .versions
        .iter()
        .filter(|version| version.status.word(cloud.now) == "Active")
        .map(|version| version.number)
        .collect();
    assert_eq!(left, [2, 5]);
}

#[test]
fn rule_22_a_description_without_room_for_the_mark_is_warned_of() {
    let (mut cloud, mut machine) = released(&["v1"]);
    for (room, warned) in [(40_u8, false), (39, true)] {
        let function = cloud.functions.get_mut("f-dev").unwrap();
        function.aliases.get_mut("$DEFAULT").unwrap().description = "x".repeat(1000 - usize::from(room));
        let share = f64::from(room) / 100.0;
        let ended = machine.deploy(&mut cloud, &[("f", "v2")], json!({ "traffic": share }));
        assert_eq!(codes(&ended).contains(&"MarkDoesNotFit".to_owned()), warned, "{room}");
    }
}

#[test]
fn rule_9_a_group_that_failed_leaves_nobody_on_its_code() {
    use support::fault::{Fault, at};
    let (mut cloud, mut machine) = (Cloud::of(&[]), Machine::default());
    let code = |code: &'static str| [("a", code), ("b", code)];
    for version in ["v1", "v2"] {
        machine.release(&mut cloud, &code(version));
    }
    machine.deploy(&mut cloud, &code("v3"), json!({ "traffic": 0.1 })).done();
    cloud.faults = vec![at("PublishVersion", 1, Fault::Refused("FailedOperation"))];
    let ended = machine.deploy(&mut cloud, &code("v4"), json!({ "publish": true, "traffic": 0 }));
    assert!(ended.error.is_some());
    for name in ["a", "b"] {
        assert_eq!(users(&cloud, name), on(&["v2"]), "{name}");
        assert_eq!(cloud.function(&format!("{name}-dev")).default_alias().most_of("2"), WHOLE);
    }
    // what failed is not released, so a rollback has nothing to do
    cloud.faults.clear();
    assert!(machine.rollback(&mut cloud, &["a", "b"], json!({}), Value::Null).done().unchanged);
}
