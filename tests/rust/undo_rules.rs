//! Rule 18, undo: each alias that still says what a run left gets back what it said before.

use crate::support;

use scf_grayscale::message::FunctionStatus;
use scf_grayscale::release::journal::{HistoryOrder, Journal, Scope, history};
use serde_json::{Value, json};
use support::asked::{note, planned};
use support::cloud::{Alias, Cloud, WHOLE};
use support::machine::Machine;
use support::raw;

const F: &[&str] = &["f"];

fn alias(cloud: &Cloud) -> Alias {
    Alias { description: String::new(), ..cloud.function("f-dev").default_alias().clone() }
}

fn released(codes: &[&str]) -> (Cloud, Machine) {
    let (mut cloud, mut machine) = (Cloud::of(&[]), Machine::default());
    for code in codes {
        machine.release(&mut cloud, &[("f", code)]);
    }
    (cloud, machine)
}

fn code(journal: &Machine, run: Option<&str>) -> String {
    Journal::read(&journal.text()).undoing(run, &Scope::Journal).unwrap_err().code().to_owned()
}

#[test]
fn an_undo_of_a_release_gives_users_back_what_they_had() {
    let (mut cloud, mut machine) = released(&["v1", "v2"]);
    let undone = machine.undo(&mut cloud, None);
    assert_eq!(undone.done().kind, "undo");
    assert_eq!(alias(&cloud).most_of("1"), WHOLE);
    // the version is still there: an undo is about routing
    assert_eq!(cloud.function("f-dev").versions.len(), 2);
    assert_eq!(cloud.writes(), ["UpdateAlias"]);
}

#[test]
fn an_undo_of_a_release_withdraws_its_version() {
    let (mut cloud, mut machine) = released(&["v1", "v2"]);
    machine.undo(&mut cloud, None).done();
    machine.deploy(&mut cloud, &[("f", "v3")], json!({ "traffic": 0.1 })).done();
    assert_eq!(alias(&cloud), Alias::grayscale(0.1, "1"));
}

#[test]
fn an_undo_of_a_rollback_ends_the_withdrawal_that_it_made() {
    let (mut cloud, mut machine) = released(&["v1", "v2"]);
    machine.rollback(&mut cloud, F, json!({}), Value::Null).done();
    machine.undo(&mut cloud, None).done();
    assert_eq!(alias(&cloud).most_of("2"), WHOLE);
    for mut machine in [machine.clone(), Machine::default()] {
        let mut cloud = cloud.clone();
        machine.deploy(&mut cloud, &[("f", "v3")], json!({ "traffic": 0.1 })).done();
        assert_eq!(alias(&cloud), Alias::grayscale(0.1, "2"));
    }
}

#[test]
fn an_undo_of_a_rollback_that_puts_all_users_on_new_code_asks() {
    let (mut cloud, mut machine) = released(&["v1", "v2"]);
    machine.rollback(&mut cloud, F, json!({}), Value::Null).done();
    let undone = machine.undo(&mut cloud, None);
    assert_eq!(planned(&undone)["functions"][0]["newCode"], 1);
}

#[test]
fn an_undo_caps_code_that_was_replaced_since() {
    let (mut cloud, mut machine) = released(&["v1"]);
    machine.deploy(&mut cloud, &[("f", "v2")], json!({ "traffic": 0.8 })).done();
    machine.deploy(&mut cloud, &[("f", "v3")], json!({ "traffic": 0.1 })).done();
    let undone = machine.undo(&mut cloud, None);
    assert!(note(&undone, "Capped").starts_with("before the last change $latest had 80%"));
    assert_eq!(alias(&cloud), Alias::grayscale(0.1, "1"));
}

#[test]
fn an_undo_gives_no_more_to_code_that_the_journal_does_not_know() {
    for knows in [true, false] {
        let (mut cloud, mut machine) = released(&["v1"]);
        machine.deploy(&mut cloud, &[("f", "v2")], json!({ "traffic": 0.5 })).done();
        // a colleague's journal holds the rollback alone
        let mut undoing = if knows { machine.clone() } else { Machine::default() };
        undoing.rollback(&mut cloud, F, json!({}), Value::Null).done();
        let mut another = Machine::default();
        another.deploy(&mut cloud, &[("f", "v3")], json!({})).done();
        let undone = undoing.undo(&mut cloud, None);
        assert_eq!(alias(&cloud).most_of("$LATEST"), 0, "{:?}", undone.error);
    }
}

#[test]
fn an_undo_puts_rules_back() {
    let (mut cloud, mut machine) = released(&["v1", "v2"]);
    cloud.functions.get_mut("f-dev").unwrap().aliases.insert("$DEFAULT".into(), Alias::ruled("2", "1"));
    machine.rollback(&mut cloud, F, json!({ "only": "f" }), json!(1)).done();
    assert_eq!(alias(&cloud), Alias::all_to("1"));
    machine.undo(&mut cloud, None).done();
    assert_eq!(alias(&cloud), Alias::ruled("2", "1"));
}

#[test]
fn an_undo_leaves_an_alias_that_someone_changed_since() {
    let (mut cloud, mut machine) = released(&["v1", "v2"]);
    cloud.functions.get_mut("f-dev").unwrap().aliases.insert("$DEFAULT".into(), Alias::split("1", "2", 0.3));
    let undone = machine.undo(&mut cloud, None);
    assert_eq!(undone.refused().code(), "ChangedSince");
    assert!(cloud.writes().is_empty());
}

#[test]
fn an_undo_leaves_one_function_and_gives_the_others_back() {
    let (mut cloud, mut machine) = (Cloud::of(&[]), Machine::default());
    for code in ["v1", "v2"] {
        machine.release(&mut cloud, &[("f", code), ("g", code)]);
    }
    cloud.functions.get_mut("g-dev").unwrap().aliases.insert("$DEFAULT".into(), Alias::split("1", "2", 0.3));
    let undone = machine.undo(&mut cloud, None);
    assert_eq!(undone.refused().code(), "ChangedSince");
    assert_eq!(alias(&cloud).most_of("1"), WHOLE);
    let statuses: Vec<FunctionStatus> = undone.run().functions.iter().map(|function| function.status).collect();
    assert_eq!(statuses, [FunctionStatus::Done, FunctionStatus::Failed]);
}

#[test]
fn a_run_is_undone_by_the_beginning_of_its_id() {
    let (mut cloud, mut machine) = released(&["v1", "v2"]);
    let run = machine.last_run();
    machine.deploy(&mut cloud, &[("f", "v2")], json!({ "protect": false })).done();
    machine.undo(&mut cloud, Some(&run[..4])).done();
    assert_eq!(alias(&cloud).most_of("1"), WHOLE);
}

#[test]
fn an_undo_that_is_repeated_does_not_undo_itself() {
    let (mut cloud, mut machine) = released(&["v1", "v2"]);
    machine.undo(&mut cloud, None).done();
    assert_eq!(code(&machine, None), "NothingToUndo");
    // by name it can be undone
    let run = machine.last_run();
    machine.undo(&mut cloud, Some(&run)).done();
    assert_eq!(alias(&cloud).most_of("2"), WHOLE);
}

#[test]
fn what_can_not_be_undone_says_why() {
    let (mut cloud, mut machine) = released(&["v1"]);
    assert_eq!(code(&Machine::default(), None), "NothingToUndo");
    assert_eq!(code(&machine, Some("ffffffff")), "UnknownRun");
    machine.deploy(&mut cloud, &[("f", "v2")], json!({ "publish": true })).done();
    let run = machine.last_run();
    assert_eq!(code(&machine, Some(&run)), "NothingToUndo");
}

#[test]
fn undoing_the_deletion_of_an_alias_makes_it_again() {
    let (mut cloud, mut machine) = released(&["v1"]);
    let asked = json!({ "function": "f-dev", "name": "live", "version": "1" });
    machine.give(&mut cloud, json!({ "kind": "create-alias", "asked": asked }), &[]).done();
    let asked = json!({ "function": "f-dev", "name": "live" });
    machine.give(&mut cloud, json!({ "kind": "delete-alias", "asked": asked }), &[]).done();
    machine.undo(&mut cloud, None).done();
    assert_eq!(cloud.function("f-dev").aliases["live"], Alias::all_to("1"));
}

#[test]
fn the_history_says_which_runs_can_be_undone() {
    let (mut cloud, mut machine) = released(&["v1", "v2"]);
    machine.deploy(&mut cloud, &[("f", "v2")], json!({ "publish": true })).done();
    let asked = HistoryOrder::read(&raw(json!({}))).unwrap();
    let history: Value = serde_json::from_str(&history(&machine.text(), asked).unwrap()).unwrap();
    let undoable: Vec<&Value> = history["runs"].as_array().unwrap().iter().map(|run| &run["undoable"]).collect();
    assert_eq!(undoable, [&json!(false), &json!(true), &json!(true)]);
}
