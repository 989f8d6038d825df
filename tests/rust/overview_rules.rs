//! Which functions there are, and which of them need a person.

use crate::support;

use scf_grayscale::message::routing::Rule;
use scf_grayscale::release::{FunctionRow, Report, Standing};
use serde_json::{Value, json};
use support::asked::settled;
use support::cloud::{Alias, Cloud, Function, Status};
use support::drive::{Ended, How, drive};
use support::fault::{At, Fault};
use support::{ordered, raw};

fn listing(cloud: &mut Cloud, asked: Value) -> Ended {
    drive(&ordered(json!({ "do": "functions", "asked": asked })), cloud, &How::default())
}

fn rows(ended: &Ended) -> &[FunctionRow] {
    assert_eq!(ended.error, None);
    let Report::Functions(rows) = &ended.report else { panic!("{:?}", ended.report) };
    rows
}

fn world() -> Cloud {
    let standing = |word| {
        let mut function = settled();
        function.status = Status::is(word);
        function
    };
    let (failed, busy) = (standing("UpdateFailed"), standing("Updating"));
    let two = Alias { weights: vec![("1".to_owned(), 0.5)], ..Alias::all_to("2") };
    let mut by_rules = Alias::all_to("1");
    by_rules.rules =
        vec![json!({ "Version": "2", "Key": "invoke.headers.User", "Method": "exact", "Expression": "me" })];
    Cloud::of(&[
        ("a-quiet", settled()),
        ("b-latest", settled().routed(Alias::all_to("$LATEST"))),
        ("c-busy", busy),
        ("d-two", settled().routed(two)),
        ("e-rules", settled().routed(by_rules)),
        ("f-canary", settled().routed(Alias::grayscale(0.1, "2"))),
        ("g-failed", failed.clone()),
        ("h-failed", failed.routed(Alias::grayscale(0.25, "2"))),
    ])
}

#[test]
fn what_needs_a_person_comes_first() {
    let ended = listing(&mut world(), json!({}));
    let found: Vec<(&str, Standing)> = rows(&ended).iter().map(|row| (row.name.as_str(), row.standing)).collect();
    assert_eq!(
        found,
        [
            ("h-failed", Standing::Failed),
            ("f-canary", Standing::Canary),
            ("g-failed", Standing::Failed),
            ("d-two", Standing::Shared),
            ("e-rules", Standing::Shared),
            ("c-busy", Standing::Busy),
            ("b-latest", Standing::Latest),
            ("a-quiet", Standing::Quiet),
        ]
    );
    // a row of one version alone would be a riddle
    let said: Vec<(&str, Vec<String>)> = rows(&ended)
        .iter()
        .filter(|row| !row.rules.is_empty())
        .map(|row| (row.name.as_str(), row.rules.iter().map(Rule::shown).collect()))
        .collect();
    assert_eq!(said, [("e-rules", vec!["User is me → 2".to_owned()])]);
    let releasing: Vec<&str> = rows(&ended).iter().filter(|row| row.releasing).map(|row| row.name.as_str()).collect();
    assert_eq!(releasing, ["h-failed", "f-canary"], "a change that failed does not end a release");
    let canary = serde_json::to_value(&rows(&ended)[1]).unwrap();
    assert_eq!(canary["traffic"], json!(0.1));
    assert_eq!(canary["split"][0], json!({ "version": "$latest", "share": 0.1, "cells": 2, "text": "$latest" }));
    assert!(ended.journal.is_empty());
}

#[test]
fn the_list_is_shown_before_the_aliases_are_read_and_each_as_it_is_learned() {
    let mut cloud = world();
    let ended = listing(&mut cloud, json!({}));
    let shown: Vec<&Value> = ended.shown.iter().filter(|event| event["type"] == "functions").collect();
    let all = shown[0]["rows"].as_array().unwrap();
    assert_eq!((all.len(), shown.len()), (8, 9));
    assert!(all.iter().all(|row| row.get("split").is_none()), "no alias was read by then");
    assert!(shown[1..].iter().all(|event| event["rows"][0].get("split").is_some()));
    let calls = cloud.actions();
    assert_eq!(calls.iter().filter(|action| **action == "ListFunctions").count(), 1);
    assert_eq!(calls.iter().filter(|action| **action == "ListAliases").count(), 8);
}

#[test]
fn only_the_aliases_that_are_asked_for_are_read() {
    let mut cloud = world();
    let asked = json!({ "read": ["ap-guangzhou/default/f-canary", "ap-guangzhou/default/gone"] });
    let ended = listing(&mut cloud, asked);
    let read: Vec<&str> = rows(&ended).iter().filter(|row| row.split.is_some()).map(|row| row.name.as_str()).collect();
    assert_eq!((rows(&ended).len(), read), (8, vec!["f-canary"]));
    assert_eq!(cloud.actions().iter().filter(|action| **action == "ListAliases").count(), 1);
    let ended = listing(&mut world(), json!({ "read": [] }));
    assert!(rows(&ended).iter().all(|row| row.split.is_none()));
}

#[test]
fn a_plan_tells_how_many_functions_it_has_read() {
    let inputs = json!({ "functions": ["a-quiet", "b-latest", "d-two"], "traffic": 0.1 });
    let ended = drive(&ordered(json!({ "do": "plan", "inputs": inputs })), &mut world(), &How::default());
    let told: Vec<&Value> = ended.shown.iter().filter(|event| event["type"] == "looked").collect();
    assert_eq!(
        told,
        [1, 2, 3].map(|functions| json!({ "type": "looked", "functions": functions, "of": 3 })).each_ref()
    );
}

#[test]
fn a_shift_tells_what_the_function_is_at_with_the_traffic_that_was_read_back() {
    let inputs = json!({ "functions": ["a-quiet"], "traffic": 0.1 });
    let ended = drive(&ordered(json!({ "do": "run", "inputs": inputs })), &mut world(), &How::default());
    let done = ended.shown.iter().find(|event| event["type"] == "step" && event["state"] == "done").unwrap();
    let told = ["traffic", "standing", "releasing"].map(|field| done[field].clone());
    assert_eq!(told, [json!(0.1), json!("canary"), json!(true)]);
    assert_eq!(done["split"][1]["version"], "2");
}

#[test]
fn more_functions_than_a_page() {
    let named: Vec<String> = (0..230).map(|number| format!("f{number:03}")).collect();
    let functions: Vec<(&str, Function)> = named.iter().map(|name| (name.as_str(), settled())).collect();
    let mut cloud = Cloud::of(&functions);
    let ended = listing(&mut cloud, json!({ "namespace": "default" }));
    assert_eq!(rows(&ended).len(), 230);
    assert!(!cloud.actions().contains(&"ListNamespaces"), "one was named");
}

#[test]
fn nothing_there_is_an_empty_list() {
    assert_eq!(rows(&listing(&mut Cloud::of(&[]), json!({}))), []);
}

#[test]
fn what_fails_is_said_and_what_passes_is_waited_for() {
    for action in ["ListNamespaces", "ListFunctions", "ListAliases"] {
        let fault = Fault::Refused("UnauthorizedOperation.CAM");
        let ended = listing(&mut world().failing(&[At { action, nth: 0, fault }]), json!({}));
        let error = ended.refused();
        assert_eq!(error.code(), "UnauthorizedOperation.CAM");
        assert!(error.message().starts_with("listing "), "{error:?}");
        for fault in [Fault::Unsent, Fault::LostAfter, Fault::Refused("RequestLimitExceeded")] {
            let ended = listing(&mut world().failing(&[At { action, nth: 0, fault }]), json!({}));
            assert_eq!(rows(&ended).len(), 8, "{action} {fault:?}");
        }
    }
}

#[test]
fn words_that_can_not_be_meant() {
    for (asked, code) in [
        (json!({ "regions": "ap-guangzhou" }), "UnknownInput"),
        (json!({ "region": 7 }), "InvalidInput"),
        (json!({ "namespace": [{}] }), "InvalidInput"),
        (json!({ "alias": "-" }), "InvalidAlias"),
    ] {
        let order = scf_grayscale::release::Request::read(raw(json!({ "do": "functions", "asked": asked }))).unwrap();
        let error = scf_grayscale::release::Release::new(&order, 0_u64, 1).unwrap_err();
        assert_eq!(error.code(), code, "{asked}");
    }
}
