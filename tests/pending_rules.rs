//! What is said of a run that did not end as it was asked for: to whoever stopped it, and to whoever looks later. Each
//! command that is named works.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use scf_grayscale::json::Json;
use scf_grayscale::release::journal::{Journal, Scope, pending};
use scf_grayscale::time::Zone;
use serde_json::{Value, json};
use support::asked::{SRC, inputs, settled};
use support::cloud::{Alias, Cloud};
use support::drive::{Ended, How, drive};
use support::fault::{Fault, at};
use support::{ordered, packages_of, raw};

fn canary(how: &How) -> Ended {
    let mut cloud = Cloud::of(&[("fun01-prod", settled().routed(Alias::grayscale(0.5, "2")))]);
    let mut asked = inputs(SRC, json!({ "traffic": 0.1 }));
    asked["stage"] = json!("prod");
    let order = json!({ "do": "run", "inputs": asked, "packages": packages_of(SRC), "who": "me@here (pid 7)" });
    drive(&ordered(order), &mut cloud, how)
}

fn project() -> Value {
    inputs(SRC, json!({}))
}

/// What the journal says of its last run, where `lock` is held.
fn told(journal: &[String], lock: Value) -> Value {
    serde_json::from_str(&pending(&journal.join("\n"), &raw(lock), Zone::default())).unwrap()
}

/// Names resume and abort where they have something to do, and only there.
fn checked(hint: &str, journal: &[String]) {
    let journal = Journal::read(&journal.join("\n"));
    let resumes = journal.resumption(&raw(project()), &Scope::Journal).is_ok();
    assert_eq!(hint.contains("`grayscale resume --stage prod`"), resumes, "{hint}");
    assert_eq!(hint.contains("`grayscale abort --stage prod`"), journal.abortion(&Scope::Journal).is_ok(), "{hint}");
}

#[test]
fn whoever_stops_a_run_is_told_the_commands_that_end_it() {
    let whole = canary(&How::packing(SRC));
    let mut stopped = 0;
    for at in 0..whole.effects {
        let ended = canary(&How { stop_after: Some(at), ..How::packing(SRC) });
        let Some(error) = ended.error.as_ref().filter(|error| error.code() == "Interrupted") else { continue };
        checked(error.hint().as_ref().expect("a hint"), &ended.journal);
        stopped += 1;
    }
    assert!(stopped > 5, "{stopped} of {}", whole.effects);
}

#[test]
fn a_run_that_was_cut_off_is_told_with_the_commands_that_end_it() {
    let whole = canary(&How::packing(SRC));
    for at in 0..whole.effects {
        let ended = canary(&How { kill_after: Some(at), ..How::packing(SRC) });
        let pending = told(&ended.journal, json!(null));
        if ended.journal.is_empty() {
            assert_eq!(pending, json!(null));
            continue;
        }
        assert_eq!((&pending["state"], &pending["who"]), (&json!("cutOff"), &json!("me@here (pid 7)")));
        let text = pending["text"].as_str().unwrap();
        assert!(text.contains("was interrupted: deploy (traffic 10%) by me@here (pid 7), begun at 20"), "{text}");
        checked(pending["hint"].as_str().unwrap(), &ended.journal);
    }
}

#[test]
fn of_a_run_that_is_over_nothing_is_said() {
    assert_eq!(told(&canary(&How::packing(SRC)).journal, json!(null)), json!(null));
    assert_eq!(told(&[], json!(null)), json!(null));
}

fn lock(alive: Value) -> Value {
    json!({ "who": "you@there (pid 9)", "command": "deploy", "since": 1_700_000_000_000_u64, "alive": alive, "file": "a.lock" })
}

#[test]
fn a_run_that_holds_the_lock_is_under_way() {
    let cut = canary(&How { kill_after: Some(12), ..How::packing(SRC) });
    let pending = told(&cut.journal, lock(json!(true)));
    assert_eq!(pending["state"], "underWay");
    let text = pending["text"].as_str().unwrap();
    assert_eq!(text, "a run is under way: deploy (traffic 10%) by you@there (pid 9), since 2023-11-14 22:13:20 +00:00");
    let hint = pending["hint"].as_str().unwrap();
    assert_eq!(hint, "wait until it is over; `grayscale rollback --stage prod` takes over at once");
}

#[test]
fn a_run_that_holds_the_lock_and_wrote_nothing_yet_is_under_way() {
    let pending = told(&[], lock(json!(true)));
    assert_eq!((&pending["state"], &pending["run"]), (&json!("underWay"), &Value::Null));
}

#[test]
fn a_lock_of_another_machine_is_said_with_the_file_to_delete() {
    let pending = told(&[], lock(Value::Null));
    assert!(pending["text"].as_str().unwrap().starts_with("a run may be under way"));
    assert!(pending["hint"].as_str().unwrap().contains("delete a.lock"));
}

#[test]
fn the_lock_of_a_process_that_is_gone_is_no_run_under_way() {
    let cut = canary(&How { kill_after: Some(12), ..How::packing(SRC) });
    assert_eq!(told(&cut.journal, lock(json!(false)))["state"], "cutOff");
}

#[test]
fn what_is_no_lock_counts_for_nothing() {
    for lock in [Json::Null, raw(json!({})), raw(json!([1]))] {
        assert_eq!(pending("", &lock, Zone::default()), "null");
    }
}

#[test]
fn a_creation_that_failed_names_the_command_that_deletes_what_it_left() {
    let mut cloud = Cloud::of(&[]).failing(&[at("CreateFunction", 0, Fault::Fails)]);
    let mut asked = inputs(SRC, json!({}));
    asked["stage"] = json!("prod");
    let order = |journal: &[String]| {
        let journal = journal.join("\n");
        ordered(json!({ "do": "run", "inputs": asked, "packages": packages_of(SRC), "journal": journal }))
    };
    let first = drive(&order(&[]), &mut cloud, &How::packing(SRC));
    let again = drive(&order(&first.journal), &mut cloud, &How { seed: 8, ..How::packing(SRC) });
    for ended in [&first, &again] {
        let hint = ended.refused().hint().unwrap();
        assert!(hint.contains("`grayscale remove fun01 --stage prod`"), "{hint}");
    }
    assert_eq!(Journal::read(&first.journal.join("\n")).created(false).unwrap().len(), 1);
}
