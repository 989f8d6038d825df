//! What a function answers, logs, and how it fares.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use proptest::collection::vec;
use proptest::prelude::*;
use scf_grayscale::release::{Effect, Order, Outcome, Release, Report};
use scf_grayscale::scf::Answer;
use scf_grayscale::watch::LogReport;
use serde_json::{Value, json};
use support::asked::settled;
use support::cloud::{Alias, Cloud, Logged};
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
        for pause in looks.iter().copied().chain([60; 22]) {
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

fn metrics(ended: &Ended) -> Value {
    assert_eq!(ended.error, None);
    let Report::Metrics(report) = &ended.report else { panic!("{:?}", ended.report) };
    serde_json::to_value(report).unwrap()
}

#[test]
fn metrics_stand_side_by_side_with_gaps_as_gaps() {
    let minute = NOW - NOW % 60;
    let mut cloud = cloud();
    cloud.functions.get_mut("fun01-dev").unwrap().aliases.insert("$DEFAULT".into(), Alias::grayscale(0.1, "2"));
    cloud.points = vec![
        ("Invocation", "$LATEST", minute - 120, 10.0),
        ("Invocation", "$LATEST", minute, 30.0),
        ("Invocation", "$LATEST", minute - 60 * 20, 99.0),
        ("Error", "$LATEST", minute, 3.0),
        ("Duration", "$LATEST", minute - 120, 10.0),
        ("Duration", "$LATEST", minute, 30.0),
        ("Mem", "$LATEST", minute - 120, 20.0),
        ("Mem", "$LATEST", minute, 21.5),
        ("Syserr", "$LATEST", minute, 1.0),
        ("Throttle", "2", minute, 2.0),
    ];
    let report = metrics(&watch(&mut cloud, "metrics", json!({})));
    let (latest, last) = (&report["versions"][0], &report["versions"][1]);
    assert_eq!((&latest["version"], &last["version"]), (&json!("$latest"), &json!("2")));
    assert_eq!((&latest["traffic"], &last["traffic"]), (&json!(0.1), &json!(0.9)));
    for (name, value) in [
        ("invocations", "40"),
        ("errors", "3"),
        ("errorRate", "0.075"),
        ("platformErrors", "1"),
        ("duration", "25"),
        ("memory", "21.5"),
    ] {
        assert_eq!(latest[name].to_string(), value, "{name}");
    }
    assert_eq!((&last["throttled"], last.get("errorRate"), last.get("duration")), (&json!(2), None, None));
    let series = latest["series"]["invocations"].as_array().unwrap();
    assert_eq!((series.len(), &series[12..]), (15, &[json!(10), Value::Null, json!(30)][..]));
    assert_eq!(report["times"][14], json!(minute));
    assert!(report["notes"][0].as_str().unwrap().contains("2 minutes"));
    // the alias, all versions in pages, and a call a metric for all of them
    let calls = cloud.actions();
    assert_eq!(calls.iter().filter(|action| **action == "GetMonitorData").count(), 6);
    assert_eq!(calls.iter().filter(|action| **action == "GetAlias").count(), 1);
    assert_eq!(cloud.bodies("GetMonitorData")[0]["Instances"].as_array().unwrap().len(), 2);
}

#[test]
fn metrics_go_to_the_monitor() {
    let mut release = Release::new(&asking("metrics", json!({})), NOW * 1000, 1).unwrap();
    let mut services = vec![];
    let mut cloud = cloud();
    while !release.finished() {
        for effect in release.take() {
            let Effect::Call { id, service, version, action, body, .. } = effect else { continue };
            services.push(format!("{action} {service} {version}"));
            let body: Value = serde_json::from_str(&body).unwrap();
            let support::cloud::Answer::Json(answer) = cloud.call(action, &body, None) else { panic!() };
            let text = answer.to_string();
            let answer = Answer { status: 200, content_type: None, date: None, retry_after: None, text };
            release.feed(id, &Outcome::Answered(answer), NOW * 1000);
        }
    }
    assert!(services.contains(&"GetMonitorData monitor 2018-07-24".to_owned()), "{services:?}");
    assert!(services.contains(&"GetAlias scf 2018-04-16".to_owned()), "{services:?}");
}

#[test]
fn periods_and_intervals() {
    let shape = |asked: Value| {
        let report = metrics(&watch(&mut cloud(), "metrics", asked));
        (report["period"].as_u64().unwrap(), report["times"].as_array().unwrap().len())
    };
    assert_eq!(shape(json!({ "period": "60", "interval": "3600" })), (60, 60));
    assert_eq!(shape(json!({ "period": 3600 })), (3600, 15));
    assert_eq!(shape(json!({ "interval": 90 })), (60, 2));
    let named = metrics(&watch(&mut cloud(), "metrics", json!({ "version": "1,$latest" })));
    let names: Vec<&Value> = named["versions"].as_array().unwrap().iter().map(|one| &one["version"]).collect();
    assert_eq!(names, [&json!("$latest"), &json!("1")]);
    for (asked, code) in [
        (json!({ "period": 61 }), "InvalidPeriod"),
        (json!({ "interval": 604_800 }), "InvalidInterval"),
        (json!({ "interval": "an hour" }), "InvalidInput"),
        (json!({ "version": "1,two" }), "InvalidVersion"),
        (json!({ "version": [] }), "InvalidVersion"),
        (json!({ "periode": 60 }), "UnknownInput"),
    ] {
        let error = asking("metrics", asked).watch(NOW * 1000).unwrap_err();
        assert_eq!(error.code, code);
    }
    let unknown = watch(&mut cloud(), "metrics", json!({ "version": 9 })).error.unwrap();
    assert_eq!((unknown.code.as_str(), unknown.hint.as_deref()), ("VersionNotFound", Some("usable versions: 2, 1")));
    let missing = watch(&mut Cloud::of(&[]), "metrics", json!({})).error.unwrap();
    assert_eq!(missing.code, "FunctionNotFound");
}
