//! Inputs that were tencent-scf's before: what is there already is gone on with, and what that component would have reset is
//! said.

use crate::support;

use scf_grayscale::desired::Instance;
use scf_grayscale::release::Request;
use serde_json::{Value, json};
use support::asked::{codes, note, steps};
use support::cloud::{Cloud, Function};
use support::drive::{Ended, How, drive};
use support::{order, ordered};

/// The only function of the instance `menu` in the app `tavern`.
fn run(functions: &[(&str, Function)], inputs: Value) -> (Ended, Cloud) {
    let mut cloud = Cloud::of(functions);
    let mut all = json!({ "src": "./src" });
    all.as_object_mut().unwrap().extend(inputs.as_object().unwrap().clone());
    let key = all["name"].as_str().unwrap_or("menu").to_owned();
    let packages = [(key.as_str(), "new")];
    let order: Request = order("run", all, &packages);
    let instance = json!({ "name": "menu", "app": "tavern" });
    let order = Request { instance: Instance::read(Some(&instance.into())), ..order };
    let ended = drive(&order, &mut cloud, &How::packing(&packages));
    (ended, cloud)
}

fn timer(name: &str, enable: u8) -> Value {
    json!({ "Type": "timer", "TriggerName": name, "Qualifier": "$DEFAULT", "Enable": enable, "CustomArgument": "",
        "TriggerDesc": r#"{"cron":"0 0 3 * * * *"}"# })
}

fn with(triggers: &[Value]) -> Function {
    let mut function = Function::new("old");
    function.triggers = triggers.to_vec();
    function
}

fn every_night(parameters: Value) -> Value {
    let mut all = json!({ "cronExpression": "0 0 3 * * * *" });
    all.as_object_mut().unwrap().extend(parameters.as_object().unwrap().clone());
    json!([{ "timer": { "parameters": all } }])
}

fn triggers(cloud: &Cloud, function: &str) -> Vec<(String, u64)> {
    let all = cloud.function(function).triggers.iter();
    all.map(|one| (one["TriggerName"].as_str().unwrap().to_owned(), one["Enable"].as_u64().unwrap())).collect()
}

#[test]
fn a_function_without_a_name_is_created_under_the_name_that_tencent_scf_gives_it() {
    let (ended, cloud) = run(&[], json!({}));
    ended.done();
    assert_eq!(cloud.bodies("CreateFunction")[0]["FunctionName"], "menu-dev-tavern");
}

#[test]
fn a_function_that_an_earlier_version_named_is_not_given_a_second_one() {
    let (ended, cloud) = run(&[("menu-dev", Function::new("old"))], json!({}));
    assert_eq!(ended.refused().code(), "EarlierName");
    assert_eq!(cloud.writes(), Vec::<&str>::new());
    let hint = ended.refused().hint().unwrap();
    assert!(hint.contains("name: menu-dev;") && hint.contains("name: menu-dev-tavern"), "{hint}");
}

#[test]
fn an_earlier_name_is_not_looked_for_where_the_inputs_have_a_name() {
    let (ended, cloud) = run(&[("menu-dev", Function::new("old"))], json!({ "name": "menu-own" }));
    ended.done();
    assert_eq!(cloud.bodies("CreateFunction")[0]["FunctionName"], "menu-own");
}

#[test]
fn a_timer_that_tencent_scf_named_is_the_timer_without_a_name() {
    let events = every_night(json!({ "enable": true }));
    let (ended, cloud) = run(&[("menu-dev-tavern", with(&[timer("timer-menu-dev", 1)]))], json!({ "events": events }));
    ended.done();
    assert_eq!(triggers(&cloud, "menu-dev-tavern"), [("timer-menu-dev".to_owned(), 1)]);
}

#[test]
fn a_timer_that_an_earlier_version_named_keeps_its_name() {
    let there = with(&[timer("timer-menu-dev-tavern", 1)]);
    let events = every_night(json!({ "enable": true }));
    let (ended, cloud) = run(&[("menu-dev-tavern", there)], json!({ "events": events }));
    ended.done();
    assert_eq!(triggers(&cloud, "menu-dev-tavern"), [("timer-menu-dev-tavern".to_owned(), 1)]);
}

#[test]
fn a_timer_stays_open_where_the_inputs_do_not_say_enable() {
    let (ended, cloud) =
        run(&[("menu-dev-tavern", with(&[timer("timer-menu-dev", 1)]))], json!({ "events": every_night(json!({})) }));
    ended.done();
    assert_eq!(triggers(&cloud, "menu-dev-tavern"), [("timer-menu-dev".to_owned(), 1)]);
}

/// tencent-scf documents `false` as the default.
#[test]
fn a_new_timer_is_closed_where_the_inputs_do_not_say_enable() {
    let (ended, cloud) = run(&[("menu-dev-tavern", Function::new("old"))], json!({ "events": every_night(json!({})) }));
    ended.done();
    assert_eq!(triggers(&cloud, "menu-dev-tavern"), [("timer-menu-dev".to_owned(), 0)]);
}

#[test]
fn what_tencent_scf_resets_is_left_alone_and_said() {
    let mut there = with(&[timer("nightly", 1)]);
    there.config["Environment"] = json!({ "Variables": [{ "Key": "A", "Value": "secret" }] });
    there.config["PublicNetConfig"] = json!({ "PublicNetStatus": "ENABLE", "EipConfig": { "EipStatus": "ENABLE" } });
    there.config["Description"] = json!("serves the menu");
    let (ended, cloud) = run(&[("menu-dev-tavern", there)], json!({}));
    ended.done();
    assert_eq!(steps(&ended), ["upload"]);
    assert_eq!(cloud.writes(), ["UpdateFunctionCode"]);
    let said = note(&ended, "NotReset");
    for part in [
        "delete the variables A",
        r#"description from "serves the menu" to "This is a function in tavern application""#,
        r#"eip from "true" to "false""#,
        "delete the triggers nightly",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!said.contains("secret") && !said.contains("publicAccess"), "{said}");
}

/// tencent-scf's default acts on creation; after it, nothing is left to be said.
#[test]
fn a_new_function_is_described_as_tencent_scf_does() {
    let (ended, cloud) = run(&[], json!({}));
    ended.done();
    let description = cloud.bodies("CreateFunction")[0]["Description"].clone();
    assert_eq!(description, "This is a function in tavern application");
    let mut there = Function::new("old");
    there.config["Description"] = description;
    there.config["PublicNetConfig"] = json!({ "PublicNetStatus": "ENABLE", "EipConfig": { "EipStatus": "DISABLE" } });
    let (ended, _) = run(&[("menu-dev-tavern", there)], json!({}));
    ended.done();
    assert!(!codes(&ended).iter().any(|code| code == "NotReset"));
}

#[test]
fn what_the_inputs_say_is_no_reset() {
    let mut there = with(&[timer("nightly", 1)]);
    there.config["Environment"] = json!({ "Variables": [{ "Key": "A", "Value": "1" }] });
    let inputs = json!({ "environment": { "A": "1" }, "description": "", "ignoreTriggers": true });
    let (ended, _) = run(&[("menu-dev-tavern", there)], inputs);
    ended.done();
    assert!(!codes(&ended).contains(&"NotReset".to_owned()), "{:?}", codes(&ended));
}

/// CreateFunction has no handler for web functions: `scf_bootstrap` starts them.
#[test]
fn a_web_function_is_created_without_a_handler() {
    let (ended, cloud) = run(&[], json!({ "type": "web", "handler": "", "runtime": "Nodejs18.15" }));
    ended.done();
    let body = cloud.bodies("CreateFunction")[0];
    assert_eq!((&body["Type"], &body["Handler"]), (&json!("HTTP"), &Value::Null));
}

/// `retryNum` 0 is no default: UpdateFunctionEventInvokeConfig takes 0 to 2.
#[test]
fn no_retries_means_none() {
    let (ended, cloud) = run(&[], json!({ "asyncRunEnable": true, "retryNum": 0 }));
    ended.done();
    let config = json!({ "RetryConfig": [{ "RetryNum": 0 }], "MsgTTL": 21600 });
    assert_eq!(cloud.bodies("UpdateFunctionEventInvokeConfig")[0]["AsyncTriggerConfig"], config);
    assert_eq!(steps(&ended), ["create", "eventInvoke"]);
}

#[test]
fn the_other_number_of_asynchronous_calls_stays() {
    let mut there = Function::new("old");
    there.event_invoke = json!({ "MsgTTL": 3600, "RetryConfig": [{ "RetryNum": 1 }] });
    let (ended, cloud) = run(&[("menu-dev-tavern", there)], json!({ "retryNum": 0 }));
    ended.done();
    let config = json!({ "RetryConfig": [{ "RetryNum": 0 }], "MsgTTL": 3600 });
    assert_eq!(cloud.function("menu-dev-tavern").event_invoke, config);
    assert_eq!(steps(&ended), ["eventInvoke", "upload"]);
}

#[test]
fn numbers_of_asynchronous_calls_that_are_there_already_are_not_written() {
    let (ended, cloud) = run(&[("menu-dev-tavern", Function::new("old"))], json!({ "retryNum": 2, "msgTTL": 21600 }));
    ended.done();
    assert_eq!(cloud.bodies("UpdateFunctionEventInvokeConfig").len(), 0);
    let (ended, cloud) = run(&[], json!({ "retryNum": 2, "msgTTL": 21600 }));
    ended.done();
    assert_eq!(cloud.writes(), ["CreateFunction"]);
}

#[test]
fn numbers_of_asynchronous_calls_are_not_read_where_the_inputs_have_none() {
    let (ended, cloud) = run(&[("menu-dev-tavern", Function::new("old"))], json!({}));
    ended.done();
    assert_eq!(cloud.bodies("GetFunctionEventInvokeConfig").len(), 0);
}

#[test]
fn a_verb_without_a_function_is_about_the_only_function_of_the_instance() {
    let order = |inputs: Value, asked: &Value| {
        let instance = json!({ "name": "menu", "app": "tavern" });
        ordered(json!({ "do": "run", "kind": "publish", "inputs": inputs, "asked": asked, "instance": instance }))
    };
    for asked in [json!({}), json!({ "function": "menu" }), json!({ "function": "menu-dev-tavern" })] {
        let mut cloud = Cloud::of(&[("menu-dev-tavern", Function::new("old"))]);
        drive(&order(json!({ "src": "./src", "stage": "dev" }), &asked), &mut cloud, &How::default()).done();
        assert_eq!(cloud.bodies("PublishVersion")[0]["FunctionName"], "menu-dev-tavern");
    }
    // inputs that were not handed over say nothing of the function
    let error = order(json!({ "stage": "dev" }), &json!({})).intent().unwrap_err();
    assert_eq!(error.code(), "MissingFunction");
}
