#![allow(clippy::indexing_slicing)]

use serde_json::{Value, json};

use super::*;
use crate::scf::Target;
use crate::traffic::routing::Version;

const START: u64 = 1_764_554_400;

fn ground() -> Ground {
    let target = Target { region: "ap-guangzhou".into(), namespace: "default".into(), name: "shop\"\\".into() };
    let place = Place {
        key: "shop".into(),
        target,
        canary: Version::latest(),
        stable: Version::named("3"),
        spelling: None,
        slow: None,
    };
    Ground { alias: "$DEFAULT".into(), places: vec![place], warm: true }
}

fn policy(source: &Value) -> Policy {
    let text = json!({ "preset": "canary", "guard": { "source": source } }).to_string();
    Policy::read(&Json::from_json(&text).unwrap()).unwrap()
}

fn prometheus() -> Value {
    let query = r#"sum(increase(calls{f="{{function}}",v="{{version}}",a="{{alias}}"}[1m]))"#;
    json!({ "prometheus": "https://metrics.example.com/prom/", "all": query, "bad": query.replace("calls", "bad") })
}

fn named() -> Vec<String> {
    vec!["https://metrics.example.com/prom/".to_owned(), "https://metrics.example.com/figures".to_owned()]
}

/// Two minutes, behind the delay of two.
const NOW: u64 = START + 4 * 60;

/// What three rows of minutes of the first day come to: the answers are of requests whose span is a day, up to two minutes ago.
fn read(source: &Value, outcomes: &Value) -> Value {
    let (ground, policy) = (ground(), policy(source));
    let minutes = Question::of_start(&ground, &policy, NOW).minutes(&named(), &Json::from(outcomes.clone())).unwrap();
    serde_json::from_str(&minutes.to_json()).unwrap()
}

fn matrix(values: &Value) -> Value {
    // the form of the documented example
    let result =
        if values.is_null() { json!([]) } else { json!([{ "metric": { "job": "prometheus" }, "values": values }]) };
    let body = json!({ "status": "success", "data": { "resultType": "matrix", "result": result } });
    json!({ "status": 200, "text": body.to_string() })
}

fn blind(minutes: &Value) -> Option<&str> {
    minutes[0]["blind"].as_str()
}

fn points(minutes: &Value, place: usize) -> &Value {
    &minutes[0]["minutes"][place]["points"]
}

#[test]
fn prometheus_is_asked_for_calls_and_bad_calls_of_both_versions() {
    let (ground, policy) = (ground(), policy(&prometheus()));
    let asks = Question::of_start(&ground, &policy, NOW).asks(&named());
    assert_eq!(asks.len(), 4);
    for ask in &asks {
        assert_eq!(ask.url, "https://metrics.example.com/prom/api/v1/query_range");
        assert_eq!(ask.address, named()[0]);
        assert_eq!((ask.method, ask.content_type), ("POST", "application/x-www-form-urlencoded"));
    }
    // from the end of the first minute to the end of the last one
    let (first, last) = (NOW - 86_400 + 60, START + 120);
    assert!(asks[0].body.ends_with(&format!("&start={first}&end={last}&step=60")), "{}", asks[0].body);
    assert!(
        asks[0].body.starts_with("query=sum%28increase%28calls%7Bf%3D%22shop%5C%22%5C%5C%22%2Cv%3D%22%24LATEST%22%2C")
    );
    assert!(asks[1].body.contains("bad%7B") && asks[1].body.contains("%24LATEST"));
    assert!(asks[2].body.contains("calls%7B") && asks[2].body.contains("v%3D%223%22"));
    assert!(asks[3].body.contains("bad%7B"));
}

#[test]
fn nothing_is_asked_of_an_address_that_was_not_named() {
    let (ground, policy) = (ground(), policy(&prometheus()));
    let question = Question::of_start(&ground, &policy, NOW);
    for named in [vec![], vec!["https://metrics.example.com/".to_owned()]] {
        assert_eq!(question.asks(&named), []);
        assert_eq!(require_named(&policy, &named).unwrap_err().code(), "UntrustedHost");
        let minutes = question.minutes(&named, &Json::List(Vec::new())).unwrap();
        assert_eq!(minutes.to_json(), r#"[{"key":"shop","blind":"unnamed"}]"#);
    }
    require_named(&policy, &named()).unwrap();
}

#[test]
fn a_journal_s_policy_means_the_same_address() {
    let policy = policy(&prometheus());
    let kept = Policy::read(&policy.canonical()).unwrap();
    assert_eq!((written_address(&policy), written_address(&kept)), (Some(named()[0].as_str()), None));
    require_named(&kept, &named()).unwrap();
}

#[test]
fn the_point_of_a_moment_is_the_minute_before_it() {
    let calls = matrix(&json!([[START, "600"], [START + 60, "599.6"], [START + 120, "30.2"], [START + 240, "1"]]));
    let bad = matrix(&json!([[START, "0"], [START + 60, "1.33"], [START + 120, "0"], [START + 240, "0"]]));
    let minutes = read(&prometheus(), &json!([calls, bad, calls, bad]));
    assert_eq!(points(&minutes, 0), &json!([[START - 60, 600], [START, 600], [START + 60, 30]]));
    assert_eq!(points(&minutes, 1), &json!([[START - 60, 0], [START, 1], [START + 60, 0]]));
    assert_eq!(
        (&minutes[0]["minutes"][3]["metric"], &minutes[0]["minutes"][3]["of"]),
        (&json!("errors"), &json!("stable"))
    );
}

#[test]
fn what_can_not_be_told_says_why() {
    let good = matrix(&json!([[START, "600"]]));
    let none = matrix(&Value::Null);
    let of = |outcome: &Value| blind(&read(&prometheus(), &json!([good, good, good, outcome]))).map(str::to_owned);
    let body = |status: u16, body: Value| json!({ "status": status, "text": body.to_string() });
    // the documented form of an error
    let error = json!({ "status": "error", "errorType": "bad_data", "error": "1:1: parse error" });
    for (outcome, why) in [
        (json!({ "lost": true }), "unavailable"),
        (body(503, json!({})), "unavailable"),
        (body(429, json!({})), "unavailable"),
        (body(401, json!({})), "denied"),
        (body(403, json!({})), "denied"),
        (body(400, error.clone()), "refused"),
        (body(200, error), "refused"),
        (body(200, json!({ "status": "success", "data": { "resultType": "vector", "result": [] } })), "unreadable"),
        (json!({ "status": 200, "text": "<html>" }), "unreadable"),
        (
            body(
                200,
                json!({ "status": "success", "warnings": ["partial"], "data": { "resultType": "matrix", "result": [] } }),
            ),
            "unreadable",
        ),
        (matrix(&json!([[START, "NaN"]])), "notANumber"),
        (matrix(&json!([[START, "+Inf"]])), "notANumber"),
        (matrix(&json!([[START, "-1"]])), "notANumber"),
        (matrix(&json!([[START, 600]])), "unreadable"),
        (none.clone(), "noBad"),
        (matrix(&json!([[START - 60, "1"]])), "noBad"),
    ] {
        assert_eq!(of(&outcome).as_deref(), Some(why), "{outcome}");
    }
    let two = json!({ "status": "success", "data": { "resultType": "matrix", "result": [
        { "metric": { "pod": "1" }, "values": [] }, { "metric": { "pod": "2" }, "values": [] } ] } });
    assert_eq!(of(&body(200, two)).as_deref(), Some("manySeries"));
    assert_eq!(blind(&read(&prometheus(), &json!([none, good, none, good]))), Some("noSeries"));
    assert_eq!(blind(&read(&prometheus(), &json!([good, good, good]))), Some("unavailable"));
    // a canary that has no series yet was not called
    assert_eq!(blind(&read(&prometheus(), &json!([none, none, good, good]))), None);
}

#[test]
fn a_server_answers_by_the_contract_or_not_at_all() {
    let source = json!({ "http": "https://metrics.example.com/figures" });
    let of = |canary: Value, stable: Value| {
        let body = json!({ "versions": { "$LATEST": canary, "3": stable } });
        read(&source, &json!([{ "status": 200, "text": body.to_string() }]))
    };
    let minutes = of(json!([[START, 30, 1]]), json!([[START, 570, 2], [START + 6000, 1, 0]]));
    assert_eq!((points(&minutes, 0), points(&minutes, 1)), (&json!([[START, 30]]), &json!([[START, 1]])));
    assert_eq!(points(&minutes, 2), &json!([[START, 570]]));
    assert_eq!(blind(&of(json!([]), json!([]))), None);
    for wrong in [
        json!(null),
        json!({}),
        json!([[START, 30]]),
        json!([[START + 1, 30, 1]]),
        json!([[START, 30, 31]]),
        json!([[START, 30.5, 1]]),
        json!([[START, -1, 0]]),
        json!([[START, 30, 1], [START, 30, 1]]),
        json!([[START, "30", "1"]]),
    ] {
        assert_eq!(blind(&of(wrong.clone(), json!([]))), Some("unreadable"), "{wrong}");
    }
}

#[test]
fn a_query_names_the_version_and_nothing_unknown() {
    let problems = |source: Value| {
        let text = json!({ "preset": "canary", "guard": { "source": source } }).to_string();
        Policy::read(&Json::from_json(&text).unwrap()).unwrap_err().to_string()
    };
    let wrong =
        problems(json!({ "prometheus": "https://m.example.com", "all": "sum(calls)", "bad": "bad{v=\"{{vers}}\"}" }));
    assert!(wrong.contains("rollout.guard.source.all asks the same of both versions"), "{wrong}");
    assert!(wrong.contains("rollout.guard.source.bad has an unknown placeholder \"vers\""), "{wrong}");
    assert!(!wrong.contains("rollout.guard.source.bad asks"), "{wrong}");
}
