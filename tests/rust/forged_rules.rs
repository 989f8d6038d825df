//! A journal that somebody else wrote, with all of its sums right: it moves nothing that the project does not have, and
//! nothing that can't be.

use crate::support;

use scf_grayscale::Error;
use scf_grayscale::json::Json;
use scf_grayscale::release::journal::{HistoryOrder, Journal, Scope, history};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use support::cloud::{Alias, Cloud, WHOLE};
use support::machine::Machine;
use support::raw;

/// Two functions, of which the project has `f` alone, with a release of both behind them.
fn both() -> (Cloud, Machine) {
    let (mut cloud, mut machine) = (Cloud::of(&[]), Machine::default());
    for code in ["v1", "v2"] {
        machine.release(&mut cloud, &[("f", code), ("g", code)]);
    }
    (cloud, machine)
}

/// The project's functions: `f` in its place.
fn own() -> Scope {
    within(json!({ "inputs": { "functions": { "f": {} } }, "stage": "dev" }))
}

fn within(project: Value) -> Scope {
    Scope::read(&raw(project)).unwrap()
}

/// The same journal with other words in it, sealed anew: a forger can compute sums as well.
fn forged(machine: &Machine, from: &str, to: &str) -> Machine {
    let mut prev = String::new();
    let seal = |line: &String| {
        let (open, _) = line.rsplit_once(",\"sum\":\"").unwrap();
        let (head, rest) = open.split_once("\"prev\":\"").unwrap();
        let (_, tail) = rest.split_once('"').unwrap();
        let open = format!("{head}\"prev\":\"{prev}\"{}", tail.replace(from, to));
        let sum = hex::encode(Sha256::digest(format!("{prev}\n{open}")))[..16].to_owned();
        prev.clone_from(&sum);
        format!("{open},\"sum\":\"{sum}\"}}")
    };
    let journal: Vec<String> = machine.journal.iter().map(seal).collect();
    assert!(journal != machine.journal, "nothing to forge: {from}");
    let mut forged = machine.clone();
    forged.journal = journal;
    forged
}

fn order(taken: Result<Json<'static>, Error>) -> Value {
    serde_json::from_str(&taken.unwrap().to_json()).unwrap()
}

fn undo(machine: &Machine, scope: &Scope) -> Result<Json<'static>, Error> {
    Journal::read(&machine.text()).undoing(None, scope)
}

/// Whether a journal's lines are as they were written, as far as its chain tells.
fn verified(machine: &Machine) -> Value {
    let asked = HistoryOrder::read(&raw(json!({ "verify": true }))).unwrap();
    serde_json::from_str(&history(&machine.text(), asked).unwrap()).unwrap()
}

fn users_of(cloud: &Cloud, name: &str, version: &str) -> u64 {
    cloud.function(name).default_alias().most_of(version)
}

#[test]
fn a_forged_journal_is_consistent() {
    let (_, machine) = both();
    let told = verified(&forged(&machine, "f-dev", "h-dev"));
    assert_eq!(told.get("error"), None);
    assert!(told["verified"]["text"][0].as_str().unwrap().ends_with("are consistent"), "{told}");
}

#[test]
fn an_undo_moves_the_functions_of_the_project_alone() {
    let (mut cloud, mut machine) = both();
    let order = order(undo(&machine, &own()));
    let undone = machine.give(&mut cloud, order, &[]);
    undone.done();
    assert_eq!(users_of(&cloud, "f-dev", "1"), WHOLE);
    assert_eq!(users_of(&cloud, "g-dev", "2"), WHOLE);
}

#[test]
fn an_undo_names_the_functions_that_it_leaves_alone() {
    let (mut cloud, mut machine) = both();
    let order = order(undo(&machine, &own()));
    let undone = machine.give(&mut cloud, order, &[]);
    let plan = support::asked::planned(&undone);
    assert_eq!(plan["functions"].as_array().unwrap().len(), 1);
    let [note] = plan["notes"].as_array().unwrap().as_slice() else { panic!("{plan}") };
    assert_eq!(note["code"], "NotOfProject");
    assert_eq!(
        note["params"]["functions"],
        json!([{ "function": "g-dev", "region": "ap-guangzhou", "namespace": "default" }])
    );
    assert_eq!(
        support::asked::sentences(&undone, "note"),
        ["not changed, because this project does not have them: g-dev in ap-guangzhou/default"]
    );
}

#[test]
fn a_run_about_other_functions_alone_is_not_undone() {
    let (_, machine) = both();
    for project in [
        json!({ "inputs": { "functions": { "h": {} } }, "stage": "dev" }),
        json!({ "inputs": { "functions": [] } }),
        // of the same name, and another function
        json!({ "inputs": { "functions": { "f": {} } }, "stage": "dev", "region": "ap-shanghai" }),
        json!({ "inputs": { "functions": { "f": { "namespace": "other" } } }, "stage": "dev" }),
        json!({ "inputs": { "functions": { "f": {} } }, "stage": "prod" }),
    ] {
        let refused = undo(&machine, &within(project.clone())).unwrap_err();
        assert_eq!(refused.code(), "NotOfProject", "{project}");
        assert!(refused.message().contains("f-dev in ap-guangzhou/default"), "{}", refused.message());
    }
}

#[test]
fn of_a_yml_with_several_components_an_undo_is_about_the_last_run_of_its_own() {
    let (mut cloud, mut machine) = (Cloud::of(&[]), Machine::default());
    for (key, code) in [("f", "v1"), ("f", "v2"), ("g", "v1"), ("g", "v2")] {
        machine.release(&mut cloud, &[(key, code)]);
    }
    let order = order(undo(&machine, &own()));
    machine.give(&mut cloud, order, &[]).done();
    assert_eq!((users_of(&cloud, "f-dev", "1"), users_of(&cloud, "g-dev", "2")), (WHOLE, WHOLE));
}

/// A canary of both, half-way to 50 %.
fn half_way() -> (Cloud, Machine) {
    let (mut cloud, mut machine) = both();
    let asked = json!({ "traffic": 0.5 });
    let packages = &[("f", "v3"), ("g", "v3")];
    let mut ended = machine.clone();
    let mut there = cloud.clone();
    ended.deploy(&mut there, packages, asked.clone()).done();
    let lines = ended.journal.len() - machine.journal.len();
    machine.deploy(&mut cloud, packages, asked).done();
    // it never said that it was over
    machine.journal.truncate(machine.journal.len() - 1);
    assert!(lines > 1 && machine.cut_off());
    (cloud, machine)
}

#[test]
fn an_abort_moves_the_functions_of_the_project_alone() {
    let (mut cloud, mut machine) = half_way();
    let order = order(Journal::read(&machine.text()).abortion(&own()));
    let aborted = machine.give(&mut cloud, order, &[]);
    aborted.done();
    assert_eq!(users_of(&cloud, "f-dev", "2"), WHOLE);
    assert_eq!(users_of(&cloud, "g-dev", "2"), WHOLE / 2);
    let others = note_of(&aborted, "NotOfProject");
    assert_eq!(others["functions"], json!([{ "function": "g-dev", "region": "ap-guangzhou", "namespace": "default" }]));
}

fn note_of(ended: &support::drive::Ended, code: &str) -> Value {
    let plan = support::asked::planned(ended);
    let notes = plan["notes"].as_array().unwrap();
    notes.iter().find(|note| note["code"] == code).unwrap()["params"].clone()
}

#[test]
fn a_run_about_other_functions_alone_is_not_aborted() {
    let (_, machine) = half_way();
    let journal = Journal::read(&forged(&machine, "f-dev", "h-dev").text());
    assert_eq!(journal.abortion(&own()).unwrap_err().code(), "NotOfProject");
}

#[test]
fn a_rollback_that_broke_off_goes_on_for_the_functions_of_the_project_alone() {
    let (cloud, mut machine) = both();
    machine.rollback(&mut cloud.clone(), &["f", "g"], json!({}), Value::Null).done();
    machine.journal.truncate(machine.journal.len() - 1);
    let journal = Journal::read(&machine.text());
    for taken in [journal.resumption(&raw(json!({})), &own()), journal.abortion(&own())] {
        let mut there = cloud.clone().fresh();
        machine.clone().give(&mut there, order(taken), &[]).done();
        assert_eq!(users_of(&there, "f-dev", "1"), WHOLE);
        assert_eq!(users_of(&there, "g-dev", "2"), WHOLE);
    }
}

#[test]
fn what_is_moved_has_the_key_that_the_project_gives_it() {
    let (_, machine) = both();
    let scope = within(json!({ "inputs": { "functions": { "shop": { "name": "f-dev" } } } }));
    assert_eq!(order(undo(&machine, &scope))["inputs"]["functions"][0]["key"], "shop");
}

#[test]
fn a_routing_to_a_version_that_is_not_there_is_not_restored() {
    let (mut cloud, machine) = both();
    let recorded = |version: &str| {
        let weights = format!(r#""AdditionalVersionWeights":[{{"Version":"{version}","Weight":1.0}}]"#);
        [r#""recorded":{"FunctionVersion":"$LATEST","RoutingConfig":{"#, &weights].concat()
    };
    let mut machine = forged(&machine, &recorded("1"), &recorded("77"));
    let order = order(undo(&machine, &own()));
    let undone = machine.give(&mut cloud, order, &[]);
    assert_eq!(undone.refused().code(), "VersionNotFound");
    assert!(cloud.writes().is_empty());
}

#[test]
fn a_rollback_that_goes_on_goes_to_no_version_that_is_not_there() {
    let (mut cloud, mut machine) = both();
    machine.rollback(&mut cloud.clone(), &["f"], json!({}), Value::Null).done();
    machine.journal.truncate(machine.journal.len() - 1);
    let mut machine = forged(&machine, r#""to":{"FunctionVersion":"1""#, r#""to":{"FunctionVersion":"77""#);
    cloud.refresh();
    let order = order(Journal::read(&machine.text()).abortion(&own()));
    assert_eq!(machine.give(&mut cloud, order, &[]).refused().code(), "VersionNotFound");
    assert!(cloud.writes().is_empty());
}

#[test]
fn a_line_with_what_the_api_never_says_is_none_and_is_named() {
    let (mut cloud, mut machine) = both();
    machine.deploy(&mut cloud, &[("f", "v3")], json!({ "traffic": 0.3 })).done();
    for (from, to) in [
        (r#""Weight":0.7"#, r#""Weight":7"#),
        (r#""Weight":0.7"#, r#""Weight":-0.7"#),
        (r#""Weight":0.7"#, r#""Weight":1e400"#),
        (r#""Weight":0.7"#, r#""Weight":0.70000000000000000000000000000000000000001"#),
        (r#""FunctionVersion":"$LATEST""#, r#""FunctionVersion":"$DEFAULT""#),
        (r#""Stable":"2""#, r#""Stable":"$LATEST""#),
    ] {
        let told = verified(&forged(&machine, from, to));
        assert_eq!(told["error"]["code"], "JournalBroken", "{to}");
        assert!(told["error"]["message"].as_str().unwrap().ends_with("it is not an entry that a run writes"), "{told}");
    }
}

#[test]
fn a_line_with_control_characters_is_none_and_is_named() {
    let (_, machine) = both();
    for (from, to) in [
        ("li.wei@ci", "\\u001b[2Jroot"),
        ("\"stage\":\"dev\"", "\"stage\":\"dev\\u202e\""),
        ("f-dev", "f-dev\\r"),
        ("\"alias\":\"$DEFAULT\"", "\"alias\":\"$DEFAULT\\u0007\""),
    ] {
        let told = verified(&forged(&machine, from, to));
        assert!(told["error"]["message"].as_str().unwrap().contains("control characters"), "{told}");
        assert!(!told.to_string().contains("\\u00"), "{told}");
    }
}

#[test]
fn rules_in_the_words_of_the_api_are_kept_whatever_they_hold() {
    let (mut cloud, mut machine) = both();
    let ruled = Alias::ruled("2", "1");
    cloud.functions.get_mut("f-dev").unwrap().aliases.insert("$DEFAULT".into(), ruled.clone());
    machine.rollback(&mut cloud, &["f"], json!({ "only": "f" }), json!(1)).done();
    let order = order(undo(&machine, &own()));
    let undone = machine.give(&mut cloud, order, &[]);
    assert_eq!(undone.done().kind, "undo");
    let left = Alias { description: String::new(), ..cloud.function("f-dev").default_alias().clone() };
    assert_eq!(left, ruled);
}
