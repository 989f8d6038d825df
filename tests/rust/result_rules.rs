//! What a result says of functions that were refused or failed: the split that they have, and an exit code that is true.

use crate::support;

use scf_grayscale::error::Class;
use scf_grayscale::release::FunctionResult;
use serde_json::json;
use support::asked::{SRC, inputs, settled};
use support::cloud::{Alias, Cloud, Function};
use support::drive::{Ended, How, drive};
use support::fault::{Fault, at};
use support::{order, rollback};

/// The splits before and after.
fn splits(function: &FunctionResult) -> [String; 2] {
    [&function.before, &function.after].map(|parts| {
        let texts = parts.iter().map(|part| [part.version.as_str(), " ", &part.share.percent()].concat());
        texts.collect::<Vec<_>>().join(" · ")
    })
}

/// A rollback of a function that can go back to version 2, and of one that has no such version.
fn half_possible() -> Ended {
    let only = Function::new("old").with(1, "old", "Active").routed(Alias::all_to("1"));
    let mut cloud = Cloud::of(&[("canary", settled().routed(Alias::grayscale(0.1, "2"))), ("stuck", only)]);
    let desired = json!({ "functions": ["canary", "stuck"] });
    drive(&rollback(desired, json!(2), &[]), &mut cloud, &How::default())
}

#[test]
fn a_run_that_changed_something_and_was_then_refused_has_failed() {
    let ended = half_possible();
    let error = ended.refused();
    assert_eq!((error.code(), error.class), ("VersionNotFound", Class::Failed));
    assert_eq!(error.changes(), ["canary: shift $default: $latest 10% · 2 90% → 2 100%"]);
}

#[test]
fn a_function_that_was_refused_before_it_was_changed_says_so_of_itself() {
    let ended = half_possible();
    let own = ended.run().functions[1].error.clone().unwrap();
    assert_eq!((own.class, own.changed.len()), (Class::Refused, 0));
}

#[test]
fn a_function_that_is_left_alone_shows_the_split_that_it_has() {
    let ended = half_possible();
    let stuck = &ended.run().functions[1];
    assert_eq!(splits(stuck), ["1 100%", "1 100%"]);
    assert_eq!(stuck.last_version.as_ref().map(ToString::to_string).as_deref(), Some("1"));
}

#[test]
fn a_creation_that_is_refused_shows_no_split() {
    let mut cloud = Cloud::of(&[]).failing(&[at("CreateFunction", 0, Fault::Refused("InvalidParameterValue.Role"))]);
    let ended = drive(&order("run", inputs(SRC, json!({})), SRC), &mut cloud, &How::packing(SRC));
    ended.refused();
    assert_eq!(splits(&ended.run().functions[0]), ["", ""]);
}

#[test]
fn a_shift_that_is_refused_shows_the_split_that_was_found() {
    let theirs = |function: &mut Function| {
        function.aliases.insert("$DEFAULT".to_owned(), Alias::split("2", "1", 0.3));
    };
    let mut cloud = Cloud::of(&[("fun01-dev", settled())]);
    cloud.work_ms = 8_000;
    // when the version is looked for, seconds after the plan
    cloud.faults.push(at("ListVersionByFunction", 3, Fault::Meanwhile(theirs)));
    let asked = json!({ "publish": true, "traffic": 0 });
    let ended = drive(&order("run", inputs(SRC, asked), SRC), &mut cloud, &How::packing(SRC));
    assert_eq!(ended.refused().code(), "AliasChanged");
    assert_eq!(splits(&ended.run().functions[0]), ["2 100%", "1 30% · 2 70%"]);
}
