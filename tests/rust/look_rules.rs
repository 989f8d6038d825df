//! What a rollout's tick looks at: routing, versions and code of its functions, and their minutes, in few calls.

use crate::support;

use scf_grayscale::release::{Report, Request};
use serde_json::{Value, json};
use support::asked::settled;
use support::cloud::{Alias, Cloud};
use support::drive::{How, drive};
use support::fault::{At, Fault};
use support::ordered;

const NOW: u64 = 1_700_000_000;
const MINUTE: u64 = NOW - NOW % 60;

fn pair(key: &str) -> Value {
    json!({ "key": key, "canary": "$LATEST", "stable": "2", "alias": "$DEFAULT", "from": MINUTE - 180 })
}

fn looking(keys: &[String], asked: Value) -> Request<'static> {
    let functions: serde_json::Map<String, Value> = keys.iter().map(|key| (key.clone(), json!({}))).collect();
    ordered(json!({ "do": "look", "inputs": { "functions": functions }, "asked": asked, "offset": 0 }))
}

fn look(cloud: &mut Cloud, keys: &[String], asked: Value) -> Value {
    let ended = drive(&looking(keys, asked), cloud, &How::default());
    assert_eq!(ended.error, None);
    let Report::Look(look) = &ended.report else { panic!("{:?}", ended.report) };
    serde_json::to_value(look).unwrap()
}

fn one() -> Vec<String> {
    vec!["fun01".to_owned()]
}

fn releasing() -> Cloud {
    let mut cloud = Cloud::of(&[("fun01-dev", settled())]);
    cloud.functions.get_mut("fun01-dev").unwrap().aliases.insert("$DEFAULT".into(), Alias::grayscale(0.1, "2"));
    cloud
}

#[test]
fn a_tick_sees_routing_versions_code_and_the_minutes_of_both_versions() {
    let mut cloud = releasing();
    cloud.points = vec![
        // before the rollout
        ("Invocation", "$latest", MINUTE - 240, 7.0),
        ("Invocation", "$latest", MINUTE - 180, 10.0),
        ("Error", "$latest", MINUTE - 180, 2.0),
        ("Invocation", "2", MINUTE - 180, 90.0),
        ("Invocation", "2", MINUTE - 120, 95.0),
        ("Invocation", "$DEFAULT", MINUTE - 180, 100.0),
    ];
    let asked = json!({ "delay": 0, "metrics": ["calls", "aliasCalls", "errors"], "functions": [pair("fun01")] });
    let seen = look(&mut cloud, &one(), asked);
    let function = &seen["functions"][0];
    assert_eq!((&function["key"], &function["exists"]), (&json!("fun01"), &json!(true)));
    assert_eq!(function["routing"]["FunctionVersion"], "$LATEST");
    assert_eq!(
        function["routing"]["RoutingConfig"]["AdditionalVersionWeights"],
        json!([{ "Version": "2", "Weight": 0.9 }])
    );
    assert_eq!(function["versions"], json!(["2", "1"]));
    assert!(function["code"].is_string());
    let minutes = &seen["minutes"][0];
    // which of the two spellings the monitor knows is learned
    assert_eq!((&minutes["key"], &minutes["spelling"]), (&json!("fun01"), &json!("$latest")));
    assert_eq!(
        minutes["minutes"],
        json!([
            { "metric": "calls", "of": "canary", "points": [[MINUTE - 180, 10]] },
            { "metric": "calls", "of": "stable", "points": [[MINUTE - 180, 90], [MINUTE - 120, 95]] },
            { "metric": "aliasCalls", "of": "alias", "points": [[MINUTE - 180, 100]] },
            { "metric": "errors", "of": "canary", "points": [[MINUTE - 180, 2]] },
            { "metric": "errors", "of": "stable", "points": [] },
        ])
    );
    assert_eq!(minutes["unanswered"], json!([]));
}

#[test]
fn a_spelling_that_is_known_is_the_only_one_that_is_asked() {
    let mut cloud = releasing();
    let mut known = pair("fun01");
    known["spelling"] = json!("$latest");
    look(&mut cloud, &one(), json!({ "delay": 0, "metrics": ["calls"], "functions": [known] }));
    let asked = cloud.bodies("GetMonitorData");
    let versions: Vec<_> = asked.iter().flat_map(|body| body["Instances"].as_array().unwrap()).collect();
    let values: Vec<_> = versions.iter().map(|instance| instance["Dimensions"][2]["Value"].clone()).collect();
    assert_eq!(values, [json!("$latest"), json!("2")]);
}

#[test]
fn a_monitor_that_does_not_answer_is_said_and_the_rest_is_seen() {
    let failing: Vec<At> = (0..20)
        .map(|nth| At { action: "GetMonitorData", nth, fault: Fault::Refused("AuthFailure.UnauthorizedOperation") })
        .collect();
    let mut cloud = releasing().failing(&failing);
    let asked = json!({ "delay": 0, "metrics": ["calls", "errors"], "functions": [pair("fun01")] });
    let seen = look(&mut cloud, &one(), asked);
    assert_eq!(seen["minutes"][0]["unanswered"], json!(["calls", "errors"]));
    assert_eq!(seen["functions"][0]["versions"], json!(["2", "1"]));
}

#[test]
fn a_function_that_is_gone_is_a_fact_and_no_error() {
    let asked = json!({ "delay": 0, "metrics": ["calls"], "functions": [pair("fun01")] });
    let seen = look(&mut Cloud::of(&[]), &one(), asked);
    let function = &seen["functions"][0];
    assert_eq!((&function["key"], &function["exists"]), (&json!("fun01"), &json!(false)));
    assert_eq!((&function["routing"], &function["stable"]), (&Value::Null, &Value::Null));
}

#[test]
fn a_gap_of_days_takes_as_many_answers_as_its_points_need() {
    let mut cloud = releasing();
    let mut late = pair("fun01");
    late["from"] = json!(MINUTE - 3000 * 60);
    look(&mut cloud, &one(), json!({ "delay": 0, "metrics": ["calls"], "functions": [late] }));
    // 1,440 points of a series in an answer
    assert_eq!(cloud.bodies("GetMonitorData").len(), 3);
}

#[test]
fn two_hundred_functions_share_calls() {
    let keys: Vec<String> = (0..200).map(|at| format!("fun{at:03}")).collect();
    let names: Vec<String> = keys.iter().map(|key| format!("{key}-dev")).collect();
    let mut there = Cloud::of(&[]);
    for name in &names {
        there.functions.insert(name.clone(), settled());
    }
    let of_all = |spelling: Option<&str>| {
        let of_one = |key: &String| {
            let mut pair = pair(key);
            pair["spelling"] = json!(spelling);
            pair
        };
        json!({ "delay": 0, "metrics": ["calls", "errors"], "functions": keys.iter().map(of_one).collect::<Vec<_>>() })
    };
    let calls = |cloud: &Cloud| cloud.bodies("GetMonitorData").len();
    let mut cloud = there;
    look(&mut cloud, &keys, of_all(None));
    // three series a function, ten a call: 67 calls a metric
    assert_eq!(calls(&cloud), 134);
    look(&mut cloud, &keys, of_all(Some("$latest")));
    // two series a function: 40
    assert_eq!(calls(&cloud), 134 + 80);
}
