//! What a run does on the word of its journal: nothing where a line was changed after it was written, and which functions
//! it lets a project delete.

use crate::support;

use scf_grayscale::Error;
use scf_grayscale::json::Json;
use scf_grayscale::release::journal::{Owner, Scope};
use scf_grayscale::release::{Journal, Release, Request};
use serde_json::{Value, json};
use support::asked::{SRC, inputs, note, settled};
use support::cloud::Cloud;
use support::drive::{Ended, How, drive};
use support::fault::{Fault, at};
use support::{ordered, packages_of, raw};

fn asked() -> Value {
    json!({ "publish": true, "traffic": 0 })
}

fn deploying(journal: &str, more: &Value) -> Request<'static> {
    let mut order =
        json!({ "do": "run", "inputs": inputs(SRC, asked()), "packages": packages_of(SRC), "journal": journal });
    for (name, value) in more.as_object().unwrap() {
        order[name] = value.clone();
    }
    ordered(order)
}

fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    result.unwrap_err().code().to_owned()
}

/// A run that was cut off after its version was published.
fn cut_off() -> (Cloud, String) {
    for at in 0.. {
        let mut cloud = Cloud::of(&[("fun01-dev", settled())]);
        let how = How { kill_after: Some(at), ..How::packing(SRC) };
        let ended = drive(&deploying("", &json!({})), &mut cloud, &how);
        if ended.journal.iter().any(|line| line.contains(r#""step":"publish""#) && line.contains(r#""phase":"after""#))
        {
            cloud.now += 60_000;
            return (cloud.fresh(), ended.journal.join("\n"));
        }
    }
    unreachable!()
}

/// Someone wrote another version into the line that tells which one was published.
fn edited(journal: &str) -> String {
    let edited = journal.replace(r#""version":"3""#, r#""version":"1""#);
    assert_ne!(edited, journal);
    edited
}

/// The order that resumes it, as the shell gives it.
fn resuming(journal: &str, more: &Value) -> Request<'static> {
    let project = raw(inputs(SRC, json!({})));
    let mut order: Value =
        serde_json::from_str(&Journal::read(journal).resumption(&project, &Scope::Journal).unwrap().to_json()).unwrap();
    order["do"] = json!("run");
    order["packages"] = packages_of(SRC);
    order["journal"] = json!(journal);
    for (name, value) in more.as_object().unwrap() {
        order[name] = value.clone();
    }
    ordered(order)
}

fn published(cloud: &Cloud) -> usize {
    cloud.writes().iter().filter(|action| **action == "PublishVersion").count()
}

#[test]
fn the_same_command_takes_no_version_from_a_journal_that_was_changed() {
    let (cloud, journal) = cut_off();
    let refused = Release::new(&deploying(&edited(&journal), &json!({})), cloud.now, 1).unwrap_err();
    assert_eq!(refused.code(), "JournalBroken");
    let line = 1 + edited(&journal).lines().position(|line| line.contains(r#""version":"1""#)).unwrap();
    assert!(refused.message().contains(&format!("line {line} ")), "{}", refused.message());
}

#[test]
fn resuming_takes_no_order_from_a_journal_that_was_changed() {
    let (cloud, journal) = cut_off();
    let refused = Release::new(&resuming(&edited(&journal), &json!({})), cloud.now, 1);
    assert_eq!(code(refused), "JournalBroken");
}

#[test]
fn a_plan_is_refused_like_the_run_that_would_follow_it() {
    let (cloud, journal) = cut_off();
    let refused = Release::new(&deploying(&edited(&journal), &json!({ "do": "plan" })), cloud.now, 1);
    assert_eq!(code(refused), "JournalBroken");
}

#[test]
fn force_takes_the_journal_at_its_word() {
    let (mut cloud, journal) = cut_off();
    let broken = journal.replace(r#""who""#, r#""whO""#).replace(r#""tool":"#, r#""tool" :"#);
    assert_ne!(broken, journal);
    let ended = drive(&resuming(&broken, &json!({ "force": true })), &mut cloud, &How { seed: 8, ..How::packing(SRC) });
    ended.done();
    assert_eq!(published(&cloud), 0, "the version of the run before is gone on with");
}

#[test]
fn a_journal_that_was_changed_is_said_at_the_start_and_in_the_result() {
    let (_, journal) = cut_off();
    let mut cloud = Cloud::of(&[("fun01-dev", settled())]);
    let order = json!({ "do": "run", "inputs": inputs(&[], json!({ "traffic": 0.1 })), "journal": edited(&journal) });
    let ended = drive(&ordered(order), &mut cloud, &How::default());
    ended.done();
    assert!(note(&ended, "JournalBroken").contains("not as it was written"));
    assert!(said(&ended));
}

fn said(ended: &Ended) -> bool {
    ended.shown.iter().any(|event| event["type"] == "noted" && event["code"] == "JournalBroken")
}

#[test]
fn a_rollback_goes_on_with_a_journal_that_was_changed_and_says_so() {
    let (mut cloud, journal) = cut_off();
    let order = json!({
        "do": "run", "kind": "rollback", "to": "1", "inputs": inputs(&[], json!({})), "journal": edited(&journal),
    });
    let ended = drive(&ordered(order), &mut cloud, &How::default());
    ended.done();
    assert_eq!(cloud.writes(), ["UpdateAlias"]);
    assert!(note(&ended, "JournalBroken").contains("the rollback continues"));
}

#[test]
fn a_status_is_not_refused_for_its_journal() {
    let (mut cloud, journal) = cut_off();
    let status = json!({ "do": "status", "inputs": inputs(&[], asked()), "journal": edited(&journal) });
    let ended = drive(&ordered(status), &mut cloud, &How::default());
    assert_eq!(ended.error, None);
    assert!(said(&ended));
}

/// A run that creates `fun01`.
fn creating(cloud: &mut Cloud, how: &How) -> Ended {
    drive(&deploying("", &json!({})), cloud, how)
}

fn created(lines: &[String]) -> Vec<String> {
    let journal = Journal::read(&lines.join("\n"));
    journal.created(false).unwrap().into_iter().map(|target| target.name).collect()
}

#[test]
fn a_function_that_a_run_created_is_the_projects_until_it_is_deleted() {
    let mut cloud = Cloud::of(&[]);
    let mut journal = creating(&mut cloud, &How::packing(SRC)).journal;
    assert_eq!(created(&journal), ["fun01-dev"]);
    let targets = json!([{ "region": "ap-guangzhou", "namespace": "default", "name": "fun01-dev" }]);
    let remove = json!({
        "do": "run", "kind": "remove", "inputs": inputs(&[], json!({})), "created": targets, "journal": journal.join("\n"),
    });
    let removed = drive(&ordered(remove), &mut cloud, &How { seed: 9, ..How::default() });
    removed.done();
    journal.extend(removed.journal);
    assert!(created(&journal).is_empty());
}

#[test]
fn a_function_that_was_there_before_is_not_the_projects() {
    let mut cloud = Cloud::of(&[("fun01-dev", settled())]);
    assert!(created(&creating(&mut cloud, &How::packing(SRC)).journal).is_empty());
}

#[test]
fn a_function_whose_creation_failed_after_it_was_accepted_is_the_projects() {
    let mut cloud = Cloud::of(&[]).failing(&[at("CreateFunction", 0, Fault::Fails)]);
    let ended = creating(&mut cloud, &How::packing(SRC));
    assert_eq!(ended.refused().code(), "FunctionFailed");
    assert_eq!(created(&ended.journal), ["fun01-dev"]);
}

#[test]
fn a_function_whose_creation_was_refused_is_not_the_projects() {
    let mut cloud = Cloud::of(&[]).failing(&[at("CreateFunction", 0, Fault::Refused("ResourceInUse.FunctionName"))]);
    let ended = creating(&mut cloud, &How::packing(SRC));
    assert!(ended.error.is_some());
    assert!(created(&ended.journal).is_empty());
}

#[test]
fn what_a_changed_journal_says_of_functions_deletes_none() {
    let mut cloud = Cloud::of(&[]);
    let journal = creating(&mut cloud, &How::packing(SRC)).journal.join("\n").replace("fun01-dev", "others-dev");
    assert_eq!(code(Journal::read(&journal).created(false)), "JournalBroken");
    assert_eq!(Journal::read(&journal).created(true).unwrap().len(), 1);
}

/// The functions of an owner by a journal in which `fun01` was created and `gone` was created and deleted.
fn owned(journal: &str, owner: &Value) -> Vec<String> {
    let owner = Owner::read(&Json::from(owner.clone())).unwrap();
    let mut names: Vec<_> =
        Journal::read(journal).owned(&owner, false).unwrap().into_iter().map(|target| target.name).collect();
    names.sort();
    names
}

fn place(name: &str) -> Value {
    json!({ "region": "ap-guangzhou", "namespace": "default", "name": name })
}

#[test]
fn another_checkout_owns_what_the_journal_says_was_created() {
    let journal = creating(&mut Cloud::of(&[]), &How::packing(SRC)).journal.join("\n");
    let named = json!([place("fun01-dev"), place("before-dev")]);
    // a host that keeps no state, and one whose state is of another machine
    for known in [json!(null), json!([])] {
        let mut owner = json!({ "named": named, "alone": true, "shared": true });
        if known.is_array() {
            owner["known"] = known;
        }
        assert_eq!(owned(&journal, &owner), ["fun01-dev"], "a function that was there before is nobody's");
    }
}

#[test]
fn what_is_no_longer_named_is_owned_where_no_one_else_can_own_it() {
    let journal = creating(&mut Cloud::of(&[]), &How::packing(SRC)).journal.join("\n");
    for (alone, shared, state, has) in [
        (true, true, false, true),
        (true, false, false, true),
        (true, true, true, true),
        // a file that a checkout brings does not add to the state of a host that has one
        (true, false, true, false),
        // it may be another component's
        (false, true, false, false),
        (false, true, true, false),
    ] {
        let mut owner = json!({ "named": [], "alone": alone, "shared": shared });
        if state {
            owner["known"] = json!([]);
        }
        let expected: &[&str] = if has { &["fun01-dev"] } else { &[] };
        assert_eq!(owned(&journal, &owner), expected, "{alone} {shared} {state}");
    }
}

#[test]
fn what_another_machine_deleted_is_owned_no_longer_whatever_a_state_says() {
    let mut cloud = Cloud::of(&[]);
    let mut journal = creating(&mut cloud, &How::packing(SRC)).journal;
    let known = json!([place("fun01-dev"), place("own-dev")]);
    let owner = json!({ "known": known, "named": [place("fun01-dev")], "alone": true, "shared": true });
    assert_eq!(owned(&journal.join("\n"), &owner), ["fun01-dev", "own-dev"]);
    let remove = json!({
        "do": "run", "kind": "remove", "inputs": inputs(&[], json!({})), "created": [place("fun01-dev")],
        "journal": journal.join("\n"),
    });
    let removed = drive(&ordered(remove), &mut cloud, &How { seed: 9, ..How::default() });
    removed.done();
    journal.extend(removed.journal);
    assert_eq!(owned(&journal.join("\n"), &owner), ["own-dev"]);
}

#[test]
fn of_a_changed_journal_the_state_alone_counts() {
    let mut cloud = Cloud::of(&[]);
    let journal = creating(&mut cloud, &How::packing(SRC)).journal.join("\n").replace("fun01-dev", "others-dev");
    let named = json!([place("others-dev")]);
    let with_state = json!({ "known": [place("own-dev")], "named": named, "alone": true, "shared": true });
    assert_eq!(owned(&journal, &with_state), ["own-dev"]);
    let without = Owner::read(&Json::from(json!({ "named": named, "alone": true, "shared": true }))).unwrap();
    assert_eq!(code(Journal::read(&journal).owned(&without, false)), "JournalBroken");
}
