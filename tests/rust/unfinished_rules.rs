//! Taking up a run that broke off, putting it back, and aliases that someone changed since.

use crate::support;

use scf_grayscale::Error;
use scf_grayscale::json::Json;
use scf_grayscale::release::journal::{Journal, Scope};
use serde_json::{Value, json};
use support::asked::settled;
use support::cloud::{Alias, Cloud};
use support::drive::{Ended, How, drive};
use support::{ordered, packages_of, raw, rollback};

const NAMES: [&str; 2] = ["fun01-dev", "fun02-dev"];
const PACKAGES: &[(&str, &str)] = &[("fun01", "new"), ("fun02", "new")];

fn project() -> Value {
    json!({ "functions": { "fun01": { "src": "." }, "fun02": { "src": "." } }, "group": "independent" })
}

fn half() -> Cloud {
    let function = || settled().routed(Alias { description: "ours".into(), ..Alias::grayscale(0.5, "2") });
    Cloud::of(&NAMES.map(|name| (name, function())))
}

/// A canary that dies after its first write of an alias.
fn broken_off() -> (Cloud, String) {
    for at in 0.. {
        let mut cloud = half();
        let mut inputs = project();
        inputs["traffic"] = json!(0.1);
        let order = ordered(json!({ "do": "run", "inputs": inputs, "packages": packages_of(PACKAGES) }));
        let ended = drive(&order, &mut cloud, &How { kill_after: Some(at), ..How::packing(PACKAGES) });
        if cloud.writes().contains(&"UpdateAlias") {
            cloud.now += 1_000;
            return (cloud.fresh(), ended.journal.join("\n"));
        }
    }
    unreachable!()
}

fn given(order: &Json<'_>, packages: &[(&str, &str)], journal: &str, cloud: &mut Cloud) -> Ended {
    let mut order: Value = serde_json::from_str(&order.to_json()).unwrap();
    order["do"] = json!("run");
    order["packages"] = packages_of(packages);
    order["journal"] = json!(journal);
    drive(&ordered(order), cloud, &How { seed: 8, ..How::packing(packages) })
}

fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    result.unwrap_err().code().to_owned()
}

#[test]
fn a_run_that_broke_off_is_taken_up_from_the_journal_alone() {
    let (mut cloud, journal) = broken_off();
    let order = Journal::read(&journal).resumption(&raw(project()), &Scope::Journal).unwrap();
    let ended = given(&order, PACKAGES, &journal, &mut cloud);
    ended.done();
    for name in NAMES {
        assert_eq!(cloud.function(name).default_alias().most_of("$LATEST"), support::cloud::WHOLE / 10);
        assert_eq!(cloud.function(name).code, support::sha("new"));
    }
    let whole = [journal, ended.journal.join("\n")].join("\n");
    assert_eq!(code(Journal::read(&whole).resumption(&raw(project()), &Scope::Journal)), "NothingToResume");
    assert_eq!(code(Journal::read(&whole).abortion(&Scope::Journal)), "NothingToAbort");
}

#[test]
fn another_project_is_another_order() {
    let (cloud, journal) = broken_off();
    let order = Journal::read(&journal).resumption(&raw(project()), &Scope::Journal).unwrap();
    let other = &[("fun01", "other"), ("fun02", "new")];
    let mut order: Value = serde_json::from_str(&order.to_json()).unwrap();
    order["do"] = json!("run");
    order["packages"] = packages_of(other);
    order["journal"] = json!(journal);
    let refused = scf_grayscale::release::Release::new(&ordered(order), cloud.now, 1);
    assert_eq!(code(refused), "OrderChanged");
    assert!(cloud.writes().is_empty());
}

#[test]
fn aborting_puts_back_what_was_shifted() {
    let (mut cloud, journal) = broken_off();
    let order = Journal::read(&journal).abortion(&Scope::Journal).unwrap();
    given(&order, &[], &journal, &mut cloud).done();
    for name in NAMES {
        assert_eq!(cloud.function(name).default_alias(), half().function(name).default_alias());
    }
}

#[test]
fn without_a_run_that_broke_off_there_is_nothing_to_take_up() {
    assert_eq!(code(Journal::read("").resumption(&raw(project()), &Scope::Journal)), "NothingToResume");
    assert_eq!(code(Journal::read("").abortion(&Scope::Journal)), "NothingToAbort");
    let newer = r#"{"v":99,"run":"x"}"#;
    assert_eq!(code(Journal::read(newer).resumption(&raw(project()), &Scope::Journal)), "JournalTooNew");
    assert_eq!(code(Journal::read(newer).abortion(&Scope::Journal)), "JournalTooNew");
}

/// A canary at 10 %, and what someone made of `fun02` since.
fn drifted() -> (Cloud, Vec<String>) {
    let mut cloud = half();
    let shift = ordered(json!({ "do": "run", "inputs": { "functions": NAMES, "traffic": 0.1 } }));
    let journal = drive(&shift, &mut cloud, &How::default()).journal;
    cloud.functions.get_mut("fun02-dev").unwrap().aliases.insert("$DEFAULT".into(), Alias::all_to("1"));
    cloud.now += 1_000;
    (cloud.fresh(), journal)
}

fn drifts(ended: &Ended) -> Vec<String> {
    let notes = ended.shown.iter().filter(|event| event["type"] == "noted" && event["code"] == "Drift");
    notes.map(|note| note["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_alias_that_someone_changed_is_said_with_every_plan_and_status() {
    for (act, asked) in [("plan", json!(0.2)), ("run", json!(0.2)), ("status", json!(null))] {
        let (mut cloud, journal) = drifted();
        let mut inputs = json!({ "functions": NAMES });
        if !asked.is_null() {
            inputs["traffic"] = asked;
        }
        let order = ordered(json!({ "do": act, "inputs": inputs, "journal": journal.join("\n") }));
        let ended = drive(&order, &mut cloud, &How { seed: 8, ..How::default() });
        assert_eq!(ended.error, None, "{act}");
        let said = drifts(&ended);
        assert_eq!(said.len(), 1, "{act}: {:?}", ended.shown);
        assert!(said[0].starts_with("drift: $default of fun02-dev is 1 100%, but run "), "{}", said[0]);
    }
}

#[test]
fn drift_stops_a_run_that_was_told_so() {
    let (mut cloud, journal) = drifted();
    let inputs = json!({ "functions": NAMES, "traffic": 0.2, "drift": "stop" });
    let order = ordered(json!({ "do": "run", "inputs": inputs, "journal": journal.join("\n") }));
    let ended = drive(&order, &mut cloud, &How { seed: 8, ..How::default() });
    assert_eq!((ended.refused().code(), cloud.writes().len()), ("Drifted", 0));
}

#[test]
fn what_the_last_run_left_can_be_restored() {
    let (mut cloud, journal) = drifted();
    let order = rollback(json!({ "functions": NAMES }), json!("left"), &journal);
    drive(&order, &mut cloud, &How { seed: 8, ..How::default() }).done();
    for name in NAMES {
        assert_eq!(cloud.function(name).default_alias().most_of("$LATEST"), support::cloud::WHOLE / 10);
    }
    assert_eq!(cloud.writes().len(), 1);
    // and then there is nothing to say
    let mut cloud = cloud.fresh();
    let again = ordered(json!({ "do": "status", "inputs": { "functions": NAMES }, "journal": journal.join("\n") }));
    assert!(drifts(&drive(&again, &mut cloud, &How::default())).is_empty());
}
