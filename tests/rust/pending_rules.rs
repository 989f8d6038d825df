//! What is said of a run that did not end as it was asked for: to whoever stopped it, and to whoever looks later. Each
//! command that is named works.

use crate::support;

use scf_grayscale::json::Json;
use scf_grayscale::release::journal::{Facts, Journal, Scope, pending};
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
    let order = json!({ "do": "run", "inputs": asked, "packages": packages_of(SRC), "who": "me@here (pid 7)", "process": "p7" });
    drive(&ordered(order), &mut cloud, how)
}

fn project() -> Value {
    inputs(SRC, json!({}))
}

/// What the journal says of its last run.
fn told(journal: &[String], facts: &Facts) -> Value {
    serde_json::from_str(&pending(&journal.join("\n"), facts, Zone::default())).unwrap()
}

/// Nobody is at work: it was long ago.
fn later() -> Facts {
    Facts { now_ms: u64::MAX, alive: vec![] }
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
        let pending = told(&ended.journal, &later());
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
    assert_eq!(told(&canary(&How::packing(SRC)).journal, &later()), json!(null));
    assert_eq!(told(&[], &later()), json!(null));
}

/// A second after the last line: what is known of the process of the run.
fn facts(journal: &[String], alive: Option<bool>) -> Facts {
    let last: Value = serde_json::from_str(journal.last().unwrap()).unwrap();
    let alive = alive.map(|alive| ("p7".to_owned(), alive)).into_iter().collect();
    Facts { now_ms: last["at"].as_u64().unwrap() + 1_000, alive }
}

#[test]
fn a_run_that_has_the_turn_is_under_way() {
    let cut = canary(&How { kill_after: Some(12), ..How::packing(SRC) });
    let pending = told(&cut.journal, &facts(&cut.journal, Some(true)));
    assert_eq!(pending["state"], "underWay");
    let text = pending["text"].as_str().unwrap();
    assert!(text.starts_with("a run is under way: deploy (traffic 10%) by me@here (pid 7), since 20"), "{text}");
    let hint = pending["hint"].as_str().unwrap();
    assert_eq!(hint, "wait until it is over; `grayscale rollback --stage prod` takes over at once");
}

#[test]
fn a_run_of_another_machine_is_said_with_the_end_of_its_turn() {
    let cut = canary(&How { kill_after: Some(12), ..How::packing(SRC) });
    let pending = told(&cut.journal, &facts(&cut.journal, None));
    assert!(pending["text"].as_str().unwrap().starts_with("a run may be under way"));
    assert!(pending["hint"].as_str().unwrap().contains("if that machine is gone, its turn ends in 119 s"));
}

#[test]
fn a_run_whose_process_is_gone_is_not_under_way() {
    let cut = canary(&How { kill_after: Some(12), ..How::packing(SRC) });
    assert_eq!(told(&cut.journal, &facts(&cut.journal, Some(false)))["state"], "cutOff");
}

#[test]
fn two_minutes_after_its_last_line_a_run_is_not_under_way() {
    let cut = canary(&How { kill_after: Some(12), ..How::packing(SRC) });
    for (after_ms, state) in [(119_999, "underWay"), (120_000, "cutOff")] {
        let facts = facts(&cut.journal, None);
        let facts = Facts { now_ms: facts.now_ms - 1_000 + after_ms, ..facts };
        assert_eq!(told(&cut.journal, &facts)["state"], state, "{after_ms}");
    }
}

#[test]
fn facts_that_are_none_count_for_nothing() {
    for facts in [Json::Null, raw(json!({})), raw(json!([1])), raw(json!({ "alive": [["p7"], 1, ["p7", 2]] }))] {
        assert_eq!(Facts::read(&facts), Facts::default());
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
