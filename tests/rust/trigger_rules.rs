//! What happens to triggers: those of the inputs come true after everything else, others are left alone.

use crate::support;

use scf_grayscale::message::FunctionStatus;
use serde_json::{Value, json};
use support::asked::{SRC, codes, note, over, planned, run, settled, steps};
use support::cloud::{Alias, Cloud, Function};
use support::fault::{Fault, at};

fn timer(parameters: Value) -> Value {
    let mut parameters = parameters;
    if parameters.get("cronExpression").is_none() {
        parameters["cronExpression"] = json!("0 */5 * * * * *");
    }
    if parameters.get("enable").is_none() {
        parameters["enable"] = json!(true);
    }
    json!({ "timer": { "name": "nightly", "parameters": parameters } })
}

fn listed(name: &str, qualifier: &str, desc: &str) -> Value {
    json!({ "Type": "timer", "TriggerName": name, "Qualifier": qualifier, "Enable": 1, "CustomArgument": "",
        "TriggerDesc": json!({ "cron": desc }).to_string() })
}

fn with(triggers: &[Value]) -> Function {
    let mut function = settled().routed(Alias::all_to("2"));
    function.triggers = triggers.to_vec();
    function
}

/// The first function's triggers by name, what they call, what makes them fire.
fn there(cloud: &Cloud) -> Vec<(String, String, String)> {
    let text = |trigger: &Value, key: &str| trigger[key].as_str().unwrap().to_owned();
    let all = cloud.function("fun01-dev").triggers.iter();
    all.map(|one| (text(one, "TriggerName"), text(one, "Qualifier"), text(one, "TriggerDesc"))).collect()
}

fn five() -> String {
    r#"{"cron":"0 */5 * * * * *"}"#.to_owned()
}

#[test]
fn a_trigger_comes_after_the_traffic_and_follows_the_alias() {
    let (ended, cloud) = run(with(&[]), SRC, json!({ "traffic": 0.1, "events": [timer(json!({}))] }));
    ended.done();
    assert_eq!(steps(&ended), ["upload", "shift", "trigger"]);
    assert_eq!(there(&cloud), [("nightly".into(), "$DEFAULT".into(), five())]);
    let body = cloud.bodies("CreateTrigger")[0].clone();
    assert_eq!((&body["Enable"], &body["TriggerDesc"]), (&json!("OPEN"), &json!("0 */5 * * * * *")));
    assert_eq!(
        ended.run().functions[0].changes().last().unwrap(),
        "create timer trigger nightly (on $default): 0 */5 * * * * *"
    );
}

#[test]
fn a_function_that_is_created_gets_its_triggers_last() {
    let (ended, cloud) = over(Cloud::of(&[]), SRC, json!({ "publish": true, "events": [timer(json!({}))] }));
    ended.done();
    assert_eq!(steps(&ended), ["create", "publish", "trigger"]);
    assert_eq!(there(&cloud).len(), 1);
}

#[test]
fn what_is_there_as_wanted_is_left() {
    let function = with(&[listed("nightly", "$DEFAULT", "0  */5 * * * * *")]);
    let (ended, cloud) = run(function, &[], json!({ "events": [timer(json!({}))] }));
    assert_eq!(ended.done().functions[0].status, FunctionStatus::Unchanged);
    assert_eq!(cloud.writes(), [] as [&str; 0]);
}

#[test]
fn no_call_is_made_for_triggers_that_nobody_asked_about() {
    let (ended, cloud) = run(with(&[]), &[], json!({ "traffic": 0.1 }));
    ended.done();
    assert!(!cloud.actions().contains(&"ListTriggers"));
}

#[test]
fn a_timer_that_differs_is_changed_in_place() {
    for asked in
        [json!({ "cronExpression": "0 0 2 * * * *" }), json!({ "enable": false }), json!({ "argument": "a secret" })]
    {
        let function = with(&[listed("nightly", "$DEFAULT", "0 */5 * * * * *")]);
        let (ended, cloud) = run(function, &[], json!({ "events": [timer(asked.clone())] }));
        ended.done();
        assert_eq!(cloud.writes(), ["UpdateTrigger"], "{asked}");
        assert!(!planned(&ended).to_string().contains("a secret"));
        let (again, _) = over(cloud.fresh(), &[], json!({ "events": [timer(asked)] }));
        assert_eq!(again.done().functions[0].status, FunctionStatus::Unchanged);
    }
}

#[test]
fn a_trigger_that_calls_something_else_moves_and_is_never_missing() {
    let function = with(&[listed("nightly", "$LATEST", "0 */5 * * * * *")]);
    let (ended, cloud) = run(function, &[], json!({ "events": [timer(json!({}))] }));
    ended.done();
    assert_eq!(cloud.writes(), ["CreateTrigger", "DeleteTrigger"]);
    assert_eq!(there(&cloud), [("nightly".into(), "$DEFAULT".into(), five())]);
}

#[test]
fn others_are_named_and_left() {
    let function = with(&[listed("mine", "$DEFAULT", "0 0 2 * * * *")]);
    let (ended, cloud) = run(function, &[], json!({ "events": [] }));
    ended.done();
    assert_eq!(cloud.writes(), [] as [&str; 0]);
    assert_eq!(
        note(&ended, "OtherTrigger"),
        "timer trigger mine (on $default) is not among the inputs and is not changed"
    );
}

#[test]
fn a_trigger_on_latest_is_warned_of() {
    let asked = json!({ "events": [timer(json!({ "qualifier": "$latest" }))] });
    let (ended, _) = run(with(&[]), &[], asked);
    ended.done();
    assert!(codes(&ended).contains(&"CallsLatest".to_owned()));
}

#[test]
fn a_bucket_is_switched_in_place_and_made_anew_where_its_filter_differs() {
    let cos = |parameters: Value| {
        let mut all =
            json!({ "bucket": "b-125.cos.ap-guangzhou.myqcloud.com", "events": "cos:ObjectCreated:*", "enable": true });
        all.as_object_mut().unwrap().extend(parameters.as_object().unwrap().clone());
        json!({ "events": [{ "cos": { "parameters": all } }] })
    };
    let (ended, cloud) = run(with(&[]), &[], cos(json!({ "filter": { "prefix": "in/" } })));
    ended.done();
    assert_eq!(there(&cloud)[0].2, r#"{"event":"cos:ObjectCreated:*","filter":{"Prefix":"in/","Suffix":""}}"#);
    let (ended, cloud) = over(cloud.fresh(), &[], cos(json!({ "filter": { "prefix": "in/" }, "enable": false })));
    ended.done();
    assert_eq!(cloud.writes(), ["UpdateTriggerStatus"]);
    let (ended, cloud) = over(cloud.fresh(), &[], cos(json!({ "filter": { "prefix": "other/" }, "enable": false })));
    ended.done();
    assert_eq!(cloud.writes(), ["DeleteTrigger", "CreateTrigger"]);
    assert_eq!(there(&cloud).len(), 1);
}

#[test]
fn a_lost_answer_does_not_make_two_of_it() {
    let asked = json!({ "events": [timer(json!({}))] });
    let cloud = Cloud::of(&[("fun01-dev", with(&[]))]).failing(&[at("CreateTrigger", 0, Fault::LostAfter)]);
    let (ended, cloud) = over(cloud, &[], asked);
    ended.done();
    assert_eq!(there(&cloud).len(), 1);
}

#[test]
fn a_list_that_never_agrees_is_an_error() {
    let gone = |function: &mut Function| function.triggers.clear();
    let faults: Vec<_> = (1..40).map(|nth| at("ListTriggers", nth, Fault::Meanwhile(gone))).collect();
    let cloud = Cloud::of(&[("fun01-dev", with(&[]))]).failing(&faults);
    let (ended, _) = over(cloud, &[], json!({ "events": [timer(json!({}))] }));
    let (error, changed) = (ended.refused(), &ended.run().functions[0].changed);
    assert_eq!(error.code(), "TriggerDiffers");
    assert!(changed.iter().any(|change| change.shown().contains("accepted, not confirmed")), "{changed:?}");
}

#[test]
fn a_refused_trigger_says_what_was_done_before() {
    let cloud = Cloud::of(&[("fun01-dev", with(&[]))]).failing(&[at(
        "CreateTrigger",
        0,
        Fault::Refused("LimitExceeded.Trigger"),
    )]);
    let (ended, _) = over(cloud, &[], json!({ "traffic": 0.1, "events": [timer(json!({}))] }));
    let (error, changed) = (ended.refused(), &ended.run().functions[0].changed);
    assert_eq!(error.code(), "LimitExceeded.Trigger");
    assert!(changed[0].shown().starts_with("shift $default"), "{changed:?}");
}

#[test]
fn a_login_in_the_cloud_is_kept_and_shown_nowhere() {
    let desc = r#"{"maxMsgNum":"100","offset":"latest","retry":"10000","timeOut":"60","consumerGroupName":"","easConfig":{"pass":"s3cret","on":true,"list":[1,null]}}"#;
    let listed = |qualifier: &str| {
        json!({ "Type": "ckafka", "TriggerName": "ckafka-1-t", "Qualifier": qualifier, "Enable": 1,
            "CustomArgument": "", "TriggerDesc": desc })
    };
    let asked = |most: u32| {
        json!({ "events": [{ "ckafka": { "parameters": {
            "name": "ckafka-1", "topic": "t", "maxMsgNum": most, "enable": true } } }] })
    };
    let shown = |ended: &support::drive::Ended| format!("{:?} {:?}", ended.shown, ended.journal);
    let (ended, cloud) = run(with(&[listed("$DEFAULT")]), &[], asked(7));
    ended.done();
    assert!(there(&cloud)[0].2.ends_with(r#""easConfig":{"pass":"s3cret","on":true,"list":[1,null]}}"#));
    assert!(!shown(&ended).contains("s3cret"));
    let (ended, _) = run(with(&[listed("$LATEST")]), &[], asked(100));
    ended.done();
    assert!(!shown(&ended).contains("s3cret"));
}

#[test]
fn a_bucket_moves_by_deleting_first() {
    let listed = json!({ "Type": "cos", "TriggerName": "b-1.cos.ap-guangzhou.myqcloud.com", "Qualifier": "$LATEST",
        "Enable": 0, "CustomArgument": "",
        "TriggerDesc": r#"{"event":"cos:ObjectCreated:*","filter":{"Prefix":"","Suffix":""}}"# });
    let asked = json!({ "events": [{ "cos": { "parameters": {
        "bucket": "b-1.cos.ap-guangzhou.myqcloud.com", "events": "cos:ObjectCreated:*" } } }] });
    let (ended, cloud) = run(with(&[listed]), &[], asked);
    ended.done();
    assert_eq!(cloud.writes(), ["DeleteTrigger", "CreateTrigger"]);
}

#[test]
fn a_switch_whose_answer_was_lost_is_done() {
    let listed = |enable: u8| {
        json!({ "Type": "cos", "TriggerName": "b-1.cos.ap-guangzhou.myqcloud.com", "Qualifier": "$DEFAULT",
            "Enable": enable, "CustomArgument": "",
            "TriggerDesc": r#"{"event":"cos:ObjectCreated:*","filter":{"Prefix":"","Suffix":""}}"# })
    };
    let asked = json!({ "events": [{ "cos": { "parameters": {
        "bucket": "b-1.cos.ap-guangzhou.myqcloud.com", "events": "cos:ObjectCreated:*", "enable": true } } }] });
    let cloud = Cloud::of(&[("fun01-dev", with(&[listed(0)]))]).failing(&[
        at("UpdateTriggerStatus", 0, Fault::LostAfter),
        at("UpdateTriggerStatus", 1, Fault::Refused("FailedOperation.UpdateTriggerStatus")),
    ]);
    let (ended, cloud) = over(cloud, &[], asked);
    ended.done();
    assert_eq!(cloud.function("fun01-dev").triggers[0]["Enable"], 1);
}
