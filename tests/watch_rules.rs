//! What a function answers, logs, and how it fares.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use proptest::collection::vec;
use proptest::prelude::*;
use scf_grayscale::release::{Order, Report};
use scf_grayscale::watch::LogReport;
use serde_json::{Value, json};
use support::asked::settled;
use support::cloud::{Cloud, Logged};
use support::drive::{Ended, How, drive};
use support::fault::{At, Fault};
use support::{cases, ordered};

fn asking(act: &str, asked: Value) -> Order<'static> {
    ordered(json!({ "do": act, "inputs": { "functions": { "fun01": {} } }, "asked": asked }))
}

fn cloud() -> Cloud {
    Cloud::of(&[("fun01-dev", settled())])
}

fn watch(cloud: &mut Cloud, act: &str, asked: Value) -> Ended {
    drive(&asking(act, asked), cloud, &How::default())
}

#[test]
fn an_invocation_tells_what_came_of_it() {
    let mut cloud = cloud();
    let asked = json!({ "event": { "a": 1 }, "qualifier": "$Latest", "routingKey": "user=30" });
    let ended = watch(&mut cloud, "invoke", asked);
    assert_eq!(ended.error, None);
    let Report::Invoked(invoked) = &ended.report else { panic!("{:?}", ended.report) };
    assert_eq!((invoked.ok, invoked.returned.as_str(), invoked.qualifier.as_str()), (true, "\"done\"", "$latest"));
    let body = cloud.bodies("InvokeFunction")[0];
    assert_eq!(
        (&body["Event"], &body["Qualifier"], &body["RoutingKey"], &body["LogType"]),
        (&json!("{\"a\":1}"), &json!("$LATEST"), &json!("{\"user\":\"30\"}"), &json!("Tail"))
    );
    assert!(ended.journal.is_empty());
}

#[test]
fn a_function_that_fails_is_an_error_with_what_is_known() {
    let ended = watch(&mut cloud(), "invoke", json!({ "event": "{\"fail\":true}" }));
    let error = ended.error.as_ref().unwrap();
    assert_eq!((error.code.as_str(), error.request_id.as_deref()), ("FunctionError", Some("of-the-invocation")));
    assert_eq!(error.message, "fun01-dev failed: user code exception caught: Error: asked to");
    assert!(matches!(&ended.report, Report::Invoked(invoked) if !invoked.ok));
}

#[test]
fn a_function_is_never_called_twice_on_a_guess() {
    for fault in [Fault::LostBefore, Fault::LostAfter, Fault::HtmlAfter, Fault::DoneBut("InternalError")] {
        let mut cloud = cloud().failing(&[At { action: "InvokeFunction", nth: 0, fault }]);
        let ended = watch(&mut cloud, "invoke", json!({}));
        let error = ended.error.as_ref().unwrap();
        assert!(error.hint.as_ref().unwrap().contains("not called again"), "{fault:?} {error:?}");
        assert!(cloud.actions().len() <= 1);
    }
    for fault in [Fault::Unsent, Fault::Refused("RequestLimitExceeded")] {
        let mut cloud = cloud().failing(&[At { action: "InvokeFunction", nth: 0, fault }]);
        assert_eq!(watch(&mut cloud, "invoke", json!({})).error, None, "{fault:?}");
    }
}

#[test]
fn events_and_routing_keys_that_can_not_be_meant() {
    for (asked, code) in [
        (json!({ "event": "{not json" }), "InvalidEvent"),
        (json!({ "event": "text" }), "InvalidEvent"),
        (json!({ "routingKey": "user" }), "InvalidRoutingKey"),
        (json!({ "routingKey": { "user": [] } }), "InvalidRoutingKey"),
        (json!({ "evnt": 1 }), "UnknownInput"),
    ] {
        let error = asking("invoke", asked).watch(0).unwrap_err();
        assert_eq!(error.code, code);
        assert!(error.hint.is_some());
    }
    let secret = asking("invoke", json!({ "event": "hidden-value" })).watch(0).unwrap_err();
    assert!(!secret.to_string().contains("hidden-value"));
    let ended = watch(&mut Cloud::of(&[]), "invoke", json!({}));
    assert_eq!(ended.error.unwrap().code, "FunctionNotFound");
}

const NOW: u64 = 1_700_000_000;

fn logged(id: &str, version: &'static str, start: u64) -> Logged {
    Logged { id: id.into(), version, start, shown_at: start, ended_at: start, failed: false }
}

fn report(ended: &Ended) -> &LogReport {
    assert_eq!(ended.error, None);
    let Report::Logs(report) = &ended.report else { panic!("{:?}", ended.report) };
    report
}

fn ids(ended: &Ended) -> Vec<&str> {
    report(ended).rows.iter().map(|row| row.request_id.as_str()).collect()
}

#[test]
fn the_log_of_the_last_hour_tells_which_version_each_row_is_of() {
    let mut cloud = cloud();
    cloud.logs = vec![
        logged("too old", "$LATEST", NOW - 3700),
        logged("a", "2", NOW - 3000),
        Logged { failed: true, ..logged("b", "$LATEST", NOW - 50) },
        logged("c", "2", NOW - 40),
        Logged { ended_at: NOW + 100, ..logged("d", "$LATEST", NOW - 10) },
        logged("not named by the alias", "1", NOW - 5),
    ];
    let ended = watch(&mut cloud, "logs", json!({}));
    let rows: Vec<Value> = report(&ended).rows.iter().map(|row| serde_json::to_value(row).unwrap()).collect();
    let shown: Vec<String> = rows
        .iter()
        .map(|row| format!("{} {} {}", row["requestId"], row["version"], row["ending"]).replace('"', ""))
        .collect();
    assert_eq!(shown, ["a 2 ok", "b $latest error", "c 2 ok", "d $latest running"]);
    assert_eq!(rows[1]["fault"], json!({ "blame": "function", "message": "broken" }));
    assert_eq!((report(&ended).versions.join(" "), report(&ended).total), ("$latest 2".into(), 4));
    assert_eq!(cloud.actions(), ["GetAlias", "GetFunctionLogs", "GetFunctionLogs"]);

    let of = |asked: Value| {
        let mut cloud = cloud.clone().fresh();
        cloud.now = NOW * 1000;
        ids(&watch(&mut cloud, "logs", asked)).join(" ")
    };
    assert_eq!(of(json!({ "version": 1 })), "not named by the alias");
    assert_eq!(of(json!({ "interval": "60" })), "b c d");
    assert_eq!(of(json!({ "errors": true })), "b");
    assert_eq!(of(json!({ "requestId": "c" })), "c");
    assert_eq!(of(json!({ "follow": "true" })), "a b c");
}

#[test]
fn of_many_rows_the_newest_are_shown_and_it_is_said() {
    let mut cloud = cloud();
    cloud.logs = (0..60).map(|n| logged(&format!("r{n}"), "2", NOW - 600 + n)).collect();
    let ended = watch(&mut cloud, "logs", json!({ "limit": 20 }));
    assert_eq!((ids(&ended).len(), ids(&ended)[0], ids(&ended)[19]), (20, "r40", "r59"));
    assert!(report(&ended).notes[0].starts_with("the newest 20 of 60 are shown"));
}

#[test]
fn words_about_logs_that_can_not_be_meant() {
    for (asked, code) in [
        (json!({ "interval": 90_000 }), "InvalidInput"),
        (json!({ "limit": 0 }), "InvalidInput"),
        (json!({ "version": "new" }), "InvalidVersion"),
        (json!({ "cursor": "{}" }), "InvalidCursor"),
        (json!({ "intervall": 60 }), "UnknownInput"),
    ] {
        assert_eq!(asking("logs", asked).watch(NOW * 1000).unwrap_err().code, code);
    }
    let ended = watch(&mut cloud(), "logs", json!({ "alias": "blue" }));
    assert_eq!(ended.error.unwrap().code, "AliasNotFound");
}

proptest! {
    #![proptest_config(cases())]

    /// Whoever follows gets each invocation once, whenever it begins, ends and appears, in whatever rhythm they look.
    #[test]
    fn following_gives_each_invocation_once(
        calls in vec((0..600u64, 0..100u64, 0..400u64, 0..2usize), 0..60),
        looks in vec(1..90u64, 1..20),
    ) {
        let mut cloud = cloud();
        cloud.logs = calls.iter().enumerate().map(|(n, (start, late, runs, version))| {
            let start = NOW + start;
            let ended_at = start + runs;
            // shown when it begins, or late by less than the bound
            let shown_at = start + late;
            Logged { ended_at: ended_at.max(shown_at), shown_at, ..logged(&format!("r{n}"), ["$LATEST", "2"][*version], start) }
        }).collect();
        let mut seen: Vec<String> = vec![];
        let mut cursor = Value::Null;
        let mut at = NOW;
        for pause in looks.iter().copied().chain([60; 40]) {
            cloud.now = at * 1000;
            let mut asked = json!({ "follow": true });
            if cursor != Value::Null {
                asked["cursor"] = cursor;
            }
            let ended = watch(&mut cloud, "logs", asked);
            seen.extend(ids(&ended).into_iter().map(str::to_owned));
            cursor = json!(report(&ended).cursor);
            at += pause;
        }
        seen.sort();
        let mut all: Vec<String> = cloud.logs.iter().map(|one| one.id.clone()).collect();
        all.sort();
        prop_assert_eq!(seen, all);
    }
}
