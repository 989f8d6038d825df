//! What a function answers, and how it fares.

use crate::support;

use scf_grayscale::release::{Effect, Outcome, Release, Report, Request};
use scf_grayscale::scf::Answer;
use serde_json::{Value, json};
use support::asked::settled;
use support::cloud::{Alias, Cloud, Status};
use support::drive::{Ended, How, drive};
use support::fault::{At, Fault};
use support::ordered;

fn asking(act: &str, asked: Value) -> Request<'static> {
    ordered(json!({ "do": act, "inputs": { "functions": { "fun01": {} } }, "asked": asked, "offset": 480 }))
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
    assert_eq!((error.code(), error.request_id.as_deref()), ("FunctionError", Some("of-the-invocation")));
    assert_eq!(error.message(), "fun01-dev failed: user code exception caught: Error: asked to");
    assert!(matches!(&ended.report, Report::Invoked(invoked) if !invoked.ok));
}

#[test]
fn a_function_is_never_called_twice_on_a_guess() {
    for fault in [Fault::LostBefore, Fault::LostAfter, Fault::HtmlAfter, Fault::DoneBut("InternalError")] {
        let mut cloud = cloud().failing(&[At { action: "InvokeFunction", nth: 0, fault }]);
        let ended = watch(&mut cloud, "invoke", json!({}));
        let error = ended.error.as_ref().unwrap();
        assert!(error.hint().as_ref().unwrap().contains("not called again"), "{fault:?} {error:?}");
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
        assert_eq!(error.code(), code);
        assert!(error.hint().is_some() || error.message().contains("did you mean"), "{error}");
    }
    let secret = asking("invoke", json!({ "event": "hidden-value" })).watch(0).unwrap_err();
    assert!(!secret.to_string().contains("hidden-value"));
    let ended = watch(&mut Cloud::of(&[]), "invoke", json!({}));
    assert_eq!(ended.error.unwrap().code(), "FunctionNotFound");
}

const NOW: u64 = 1_700_000_000;

fn metrics(ended: &Ended) -> Value {
    assert_eq!(ended.error, None);
    let Report::Metrics(report) = &ended.report else { panic!("{:?}", ended.report) };
    serde_json::to_value(report).unwrap()
}

/// The minute in which these tests run; it is not over.
const MINUTE: u64 = NOW - NOW % 60;

#[test]
fn metrics_stand_side_by_side_with_gaps_as_gaps() {
    let mut cloud = cloud();
    cloud.functions.get_mut("fun01-dev").unwrap().aliases.insert("$DEFAULT".into(), Alias::grayscale(0.1, "2"));
    cloud.points = vec![
        ("Invocation", "$LATEST", MINUTE - 180, 10.0),
        ("Invocation", "$LATEST", MINUTE - 60, 30.0),
        ("Invocation", "$LATEST", MINUTE - 60 * 20, 99.0),
        ("Error", "$LATEST", MINUTE - 60, 3.0),
        ("Duration", "$LATEST", MINUTE - 180, 10.0),
        ("Duration", "$LATEST", MINUTE - 60, 30.0),
        ("Mem", "$LATEST", MINUTE - 180, 20.0),
        ("Mem", "$LATEST", MINUTE - 60, 21.5),
        ("Syserr", "$LATEST", MINUTE - 60, 1.0),
        ("Throttle", "2", MINUTE - 60, 2.0),
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
        ("throttled", "0"),
        ("duration", "25"),
        ("memory", "21.5"),
    ] {
        assert_eq!(latest[name].to_string(), value, "{name}");
    }
    let series = latest["series"]["invocations"].as_array().unwrap();
    assert_eq!((series.len(), &series[12..]), (15, &[json!(10), Value::Null, json!(30)][..]));
    assert_eq!(report["times"].as_array().unwrap().last(), Some(&json!(iso(MINUTE - 60))));
    // the alias, all versions in pages, and a call a metric for all of them
    let calls = cloud.actions();
    assert_eq!(calls.iter().filter(|action| **action == "GetMonitorData").count(), 6);
    assert_eq!(calls.iter().filter(|action| **action == "GetAlias").count(), 1);
    assert!(!calls.contains(&"GetFunction"), "{calls:?}");
    assert_eq!(cloud.bodies("GetMonitorData")[0]["Instances"].as_array().unwrap().len(), 2);
}

/// With its offset, as the reports have it.
fn iso(seconds: u64) -> String {
    let local = seconds + 8 * 3600 - 1_699_920_000;
    let (day, hour, minute, second) = (14 + local / 86_400, local / 3600 % 24, local / 60 % 60, local % 60);
    format!("2023-11-{day:02}T{hour:02}:{minute:02}:{second:02}+08:00")
}

fn notes(report: &Value) -> Vec<&str> {
    report["notes"].as_array().unwrap().iter().map(|note| note["text"].as_str().unwrap()).collect()
}

#[test]
fn without_calls_every_figure_is_null() {
    let mut cloud = cloud();
    cloud.points = vec![("Throttle", "2", MINUTE - 60, 2.0), ("Invocation", "1", MINUTE - 60, 0.0)];
    let report = metrics(&watch(&mut cloud, "metrics", json!({ "version": "$latest,2,1" })));
    for one in report["versions"].as_array().unwrap() {
        for name in ["invocations", "errors", "errorRate", "platformErrors", "duration", "memory"] {
            assert_eq!(one.get(name), Some(&Value::Null), "{name}");
        }
        let note = format!("{}: no calls in this time", one["version"].as_str().unwrap());
        assert!(notes(&report).contains(&note.as_str()), "{report}");
    }
    let throttled: Vec<&Value> = report["versions"].as_array().unwrap().iter().map(|one| &one["throttled"]).collect();
    assert_eq!(throttled, [&Value::Null, &Value::Null, &json!(2)]);
}

#[test]
fn an_interval_is_the_last_full_minutes_whatever_the_period() {
    for second in [0, 1, 59] {
        for (period, interval) in [(60, 60), (300, 300), (3600, 3600), (300, 60)] {
            let mut cloud = cloud();
            cloud.now = (MINUTE + second) * 1000;
            cloud.points = vec![
                ("Invocation", "$LATEST", MINUTE - 60, 5.0),
                ("Invocation", "$LATEST", MINUTE - interval - 60, 70.0),
                ("Invocation", "$LATEST", MINUTE, 900.0),
            ];
            let asked = json!({ "period": period, "interval": interval });
            let report = metrics(&watch(&mut cloud, "metrics", asked.clone()));
            assert_eq!(report["versions"][0]["invocations"], 5, "{second} {asked}");
            assert_eq!((&report["from"], &report["to"]), (&json!(iso(MINUTE - interval)), &json!(iso(MINUTE))));
            assert_eq!(report["times"].as_array().unwrap().len() as u64, interval.div_ceil(period));
            let left_out = format!("the last {second} s are left out: only full periods of 60 s are counted");
            assert_eq!(notes(&report).contains(&left_out.as_str()), second > 0, "{report}");
        }
    }
}

#[test]
fn minutes_are_put_together_to_periods() {
    let mut cloud = cloud();
    cloud.now = MINUTE * 1000;
    cloud.points = vec![
        ("Invocation", "$LATEST", MINUTE - 600, 1.0),
        ("Invocation", "$LATEST", MINUTE - 300, 1.0),
        ("Invocation", "$LATEST", MINUTE - 240, 3.0),
        ("Duration", "$LATEST", MINUTE - 300, 10.0),
        ("Duration", "$LATEST", MINUTE - 240, 30.0),
        ("Mem", "$LATEST", MINUTE - 300, 9.0),
        ("Mem", "$LATEST", MINUTE - 240, 7.0),
    ];
    let report = metrics(&watch(&mut cloud, "metrics", json!({ "period": 300, "interval": 900 })));
    let series = &report["versions"][0]["series"];
    assert_eq!(series["invocations"], json!([null, 1, 4]));
    assert_eq!(series["duration"], json!([null, null, 25]));
    assert_eq!(series["memory"], json!([null, null, 9]));
}

#[test]
fn since_a_time_is_from_the_next_full_minute_on() {
    let mut cloud = cloud();
    cloud.points = (0..10).map(|ago| ("Invocation", "$LATEST", MINUTE - 60 * ago, 1.0)).collect();
    for (since, calls) in [(MINUTE - 300, 5), (MINUTE - 299, 4), (MINUTE - 241, 4)] {
        let report = metrics(&watch(&mut cloud, "metrics", json!({ "since": iso(since) })));
        assert_eq!(report["versions"][0]["invocations"], calls, "{since}");
    }
    let report = metrics(&watch(&mut cloud, "metrics", json!({ "since": iso(NOW) })));
    assert_eq!(report["versions"][0]["invocations"], Value::Null);
    assert_eq!(report["times"], json!([]));
    assert!(notes(&report).contains(&"no full minute is over yet"), "{report}");
}

/// What a journal has of an upload that was seen to be true at `at`.
fn journal(at: u64) -> String {
    let entry = |phase: &str, at_ms: u64| {
        json!({
            "v": 1, "at": at_ms, "run": "a1b2", "kind": "deploy", "phase": phase, "step": "upload", "number": 1,
            "region": "ap-guangzhou", "namespace": "default", "function": "fun01-dev",
        })
        .to_string()
    };
    [entry("before", at * 1000 - 5000), entry("after", at * 1000), String::new()].join("\n")
}

fn since_upload(cloud: &mut Cloud, journal: &str, asked: Value) -> Value {
    let mut words = json!({ "since": "upload" });
    words.as_object_mut().unwrap().extend(asked.as_object().unwrap().clone());
    let order = json!({ "do": "metrics", "inputs": { "functions": { "fun01": {} } }, "asked": words, "journal": journal, "offset": 480 });
    metrics(&drive(&ordered(order), cloud, &How::default()))
}

/// `$LATEST` was changed then.
fn modified(cloud: &mut Cloud, at: u64) {
    cloud.functions.get_mut("fun01-dev").unwrap().written_at = Some(at * 1000);
}

/// Calls in every minute, and failures as long as the code before was there: up to `until`.
fn replaced(until: u64) -> Cloud {
    let mut cloud = cloud();
    for ago in 1..30 {
        let minute = MINUTE - 60 * ago;
        cloud.points.push(("Invocation", "$LATEST", minute, 10.0));
        if minute < until {
            cloud.points.push(("Error", "$LATEST", minute, 5.0));
        }
    }
    cloud
}

#[test]
fn since_upload_counts_no_call_of_the_code_before() {
    // the journal saw it active later than the API was asked to change it
    for at in [MINUTE - 600, MINUTE - 599, MINUTE - 541] {
        let mut cloud = replaced(at);
        modified(&mut cloud, at - 20);
        let report = since_upload(&mut cloud, &journal(at), json!({}));
        assert_eq!(report["versions"][0]["invocations"], 90, "the rest of the minute of the upload is left out");
        assert_eq!(report["versions"][0]["errors"], 0);
        assert_eq!((&report["from"], &report["upload"]["at"]), (&json!(iso(MINUTE - 540)), &json!(iso(at))));
        assert_eq!(report["upload"]["source"], "journal");
        assert!(notes(&report)[0].ends_with(&format!("({}, run a1b2)", iso(at))), "{report}");
    }
}

#[test]
fn since_upload_counts_from_mod_time_where_no_run_is_newer() {
    let at = MINUTE - 300;
    for journal in [String::new(), journal(at - 3600)] {
        let mut cloud = replaced(at);
        modified(&mut cloud, at);
        let report = since_upload(&mut cloud, &journal, json!({}));
        assert_eq!((&report["from"], &report["versions"][0]["errors"]), (&json!(iso(at + 60)), &json!(0)));
        assert_eq!(report["upload"]["source"], "modTime");
        assert!(notes(&report)[1].contains("may contain calls of the code before"), "{report}");
    }
}

#[test]
fn since_upload_counts_nothing_while_an_update_is_under_way() {
    let mut cloud = replaced(NOW);
    modified(&mut cloud, NOW - 200);
    cloud.functions.get_mut("fun01-dev").unwrap().status = Status::is("Updating");
    let report = since_upload(&mut cloud, &journal(NOW - 3600), json!({ "maxErrorRate": 0.5 }));
    assert_eq!((&report["times"], &report["upload"]["at"]), (&json!([]), &Value::Null));
    assert_eq!((&report["gate"]["ok"], &report["gate"]["code"]), (&Value::Null, &json!("NotComplete")));
    assert!(!cloud.actions().contains(&"GetMonitorData"));
}

#[test]
fn since_upload_is_refused_where_nobody_knows_when_that_was() {
    let order = asking("metrics", json!({ "since": "upload" }));
    let mut cloud = cloud();
    cloud.functions.get_mut("fun01-dev").unwrap().written_at = None;
    let error = drive(&order, &mut cloud, &How::default()).error.unwrap();
    assert_eq!((error.code(), error.function.as_deref()), ("UploadUnknown", Some("fun01-dev")));
}

/// What the limits come to where the monitor has these calls and errors of `$LATEST`, so many minutes ago.
fn gate(points: &[(u64, f64, f64)], asked: Value) -> Value {
    let mut cloud = cloud();
    for (ago, calls, errors) in points {
        let minute = MINUTE - 60 * ago;
        cloud.points.push(("Invocation", "$LATEST", minute, *calls));
        if *errors > 0.0 {
            cloud.points.push(("Error", "$LATEST", minute, *errors));
        }
    }
    metrics(&watch(&mut cloud, "metrics", asked))["gate"].clone()
}

#[test]
fn a_gate_tells_good_from_bad_and_from_not_known() {
    let asked = |more: Value| {
        let mut asked = json!({ "maxErrorRate": "1%" });
        asked.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        asked
    };
    let none = json!({});
    for (what, points, more, ok, code) in [
        ("no calls", vec![], &none, None, "NoCalls"),
        ("calls that failed nowhere", vec![(5, 10.0, 0.0)], &none, Some(true), "WithinLimit"),
        ("as many errors as may be", vec![(5, 100.0, 1.0)], &none, Some(true), "WithinLimit"),
        ("one error more", vec![(5, 199.0, 2.0)], &none, Some(false), "TooManyErrors"),
        ("too few calls", vec![(5, 10.0, 0.0)], &json!({ "minInvocations": 11 }), None, "TooFewCalls"),
        ("enough calls", vec![(5, 10.0, 0.0)], &json!({ "minInvocations": 10 }), Some(true), "WithinLimit"),
        ("calls in late minutes alone", vec![(1, 10.0, 0.0), (2, 10.0, 0.0)], &none, None, "NoCalls"),
        ("late minutes alone", vec![(1, 10.0, 0.0)], &json!({ "interval": 60 }), None, "NotComplete"),
        ("errors that may not have come yet", vec![(1, 10.0, 10.0), (5, 10.0, 0.0)], &none, Some(true), "WithinLimit"),
        ("no calls of the version that is judged", vec![(5, 10.0, 0.0)], &json!({ "version": "1" }), None, "NoCalls"),
        ("one of two without calls", vec![(5, 10.0, 0.0)], &json!({ "version": "1,$latest" }), None, "NoCalls"),
        ("one of two bad", vec![(5, 10.0, 9.0)], &json!({ "version": "1,$latest" }), Some(false), "TooManyErrors"),
    ] {
        let gate = gate(&points, asked(more.clone()));
        assert_eq!((&gate["ok"], &gate["code"]), (&json!(ok), &json!(code)), "{what}: {gate}");
        assert_eq!((&gate["maxErrorRate"], gate["reason"].as_str().unwrap().is_empty()), (&json!(0.01), false));
    }
}

#[test]
fn a_gate_judges_by_the_minutes_that_are_complete() {
    let judged = gate(&[(1, 1.0, 1.0), (2, 2.0, 2.0), (3, 4.0, 0.0)], json!({ "maxErrorRate": 0.1 }));
    assert_eq!(judged["to"], json!(iso(MINUTE - 120)), "over for two minutes");
    assert_eq!((&judged["versions"][0]["invocations"], &judged["versions"][0]["errors"]), (&json!(4), &json!(0)));
}

#[test]
fn without_a_limit_nothing_passes() {
    let gate = gate(&[(5, 10.0, 0.0)], json!({}));
    assert_eq!((&gate["ok"], &gate["code"], &gate["maxErrorRate"]), (&Value::Null, &json!("NoLimit"), &Value::Null));
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
            let answer =
                Answer { status: 200, content_type: None, date: None, retry_after: None, request_id: None, text };
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
    assert_eq!(shape(json!({ "interval": 604_800 })), (3600, 168));
    let named = metrics(&watch(&mut cloud(), "metrics", json!({ "version": "1,$latest" })));
    let names: Vec<&Value> = named["versions"].as_array().unwrap().iter().map(|one| &one["version"]).collect();
    assert_eq!(names, [&json!("$latest"), &json!("1")]);
    for (asked, code) in [
        (json!({ "period": 61 }), "InvalidPeriod"),
        (json!({ "interval": 604_800, "period": 60 }), "InvalidInterval"),
        (json!({ "since": "upload", "interval": 60 }), "InvalidSince"),
        (json!({ "since": "yesterday" }), "InvalidSince"),
        (json!({ "since": "2023-11-14T00:00:00" }), "InvalidSince"),
        (json!({ "since": "2033-11-14T00:00:00Z" }), "InvalidSince"),
        (json!({ "since": "2003-11-14T00:00:00Z" }), "InvalidSince"),
        (json!({ "maxErrorRate": 5 }), "InvalidErrorRate"),
        (json!({ "maxErrorRate": "100%" }), "InvalidErrorRate"),
        (json!({ "minInvocations": 5 }), "MissingErrorRate"),
        (json!({ "maxErrorRate": 0.1, "minInvocations": 0 }), "InvalidInput"),
        (json!({ "interval": "an hour" }), "InvalidInput"),
        (json!({ "version": "1,two" }), "InvalidVersion"),
        (json!({ "version": [] }), "InvalidVersion"),
        (json!({ "periode": 60 }), "UnknownInput"),
    ] {
        let error = asking("metrics", asked).watch(NOW * 1000).unwrap_err();
        assert_eq!(error.code(), code);
    }
    let unknown = watch(&mut cloud(), "metrics", json!({ "version": 9 })).error.unwrap();
    assert_eq!((unknown.code(), unknown.hint().as_deref()), ("VersionNotFound", Some("usable versions: 2, 1")));
    let missing = watch(&mut Cloud::of(&[]), "metrics", json!({})).error.unwrap();
    assert_eq!(missing.code(), "FunctionNotFound");
}
