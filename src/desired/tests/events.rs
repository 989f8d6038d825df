//! Triggers.

use serde_json::{Value, json};

use super::*;

#[test]
fn events_are_read_as_they_are_documented() {
    let events =
        |events: Value| parse(project(json!({ "events": events }))).unwrap().functions.remove(0).events.unwrap();
    let [timer, cos, ckafka, cls, http] = events(json!([
        { "timer": { "parameters": { "name": "t", "qualifier": 3, "cronExpression": " 0 */5  * * * * * ", "argument": "a", "enable": true } } },
        { "cos": { "name": "unused", "parameters": {
            "bucket": "b-1.cos.ap-guangzhou.myqcloud.com", "events": "cos:ObjectCreated:*", "filter": { "suffix": ".jpg" } } } },
        { "ckafka": { "parameters": { "instanceId": "ckafka-1", "topic": "t", "retry": 5, "enable": false } } },
        { "type": "cls", "parameters": { "topicId": "t-1", "qualifier": "$latest", "maxWait": 30, "enable": true } },
        { "http": { "parameters": { "netConfig": { "enableExtranet": true }, "qualifier": "live" } } },
    ]))
    .try_into()
    .unwrap();
    assert_eq!((timer.name.as_str(), timer.qualifier.as_str(), timer.desc.as_str()), ("t", "3", "0 */5 * * * * *"));
    assert_eq!((timer.argument.as_str(), timer.enabled), ("a", true));
    assert_eq!(cos.desc, r#"{"event":"cos:ObjectCreated:*","filter":{"Prefix":"","Suffix":".jpg"}}"#);
    assert_eq!((cos.name.as_str(), cos.qualifier.as_str()), ("b-1.cos.ap-guangzhou.myqcloud.com", "$DEFAULT"));
    assert_eq!((ckafka.name.as_str(), ckafka.enabled), ("ckafka-1-t", false));
    assert_eq!(ckafka.desc, r#"{"maxMsgNum":100,"offset":"latest","retry":5,"timeOut":60,"consumerGroupName":""}"#);
    assert_eq!(
        (cls.qualifier.as_str(), cls.desc.as_str()),
        ("$LATEST", r#"{"effective":true,"max_wait":30,"max_size":10}"#)
    );
    assert_eq!(http.desc, r#"{"AuthType":"NONE","NetConfig":{"EnableIntranet":false,"EnableExtranet":true}}"#);
    assert_eq!(http.qualifier, "live");
    // the toolkit's words, which it sends with a capital letter
    let [http] = events(json!([{ "http": { "parameters": { "corsConfig": {
        "enable": true, "origins": ["https://shop.example.com"], "methods": "GET, POST", "headers": ["x-user"],
        "exposeHeaders": ["x-version"], "maxAge": 600, "credentials": "false",
    } } } }]))
    .try_into()
    .unwrap();
    let cors: Value = serde_json::from_str(&http.desc).unwrap();
    assert_eq!(
        cors["CorsConfig"],
        json!({
            "Enable": true, "Origins": ["https://shop.example.com"], "Methods": ["GET", "POST"], "Headers": ["x-user"],
            "ExposeHeaders": ["x-version"], "MaxAge": 600, "Credentials": false,
        })
    );
    let [timer, ckafka] = events(json!([
        { "timer": { "parameters": { "cronExpression": "0 0 2 * * * *" } } },
        { "ckafka": { "name": "ckafka", "parameters": { "name": "ckafka-2o10hua5", "topic": "test" } } },
    ]))
    .try_into()
    .unwrap();
    assert_eq!((timer.name.as_str(), timer.enabled), ("timer-fun01-prod", false));
    assert_eq!(ckafka.name, "ckafka-2o10hua5-test");
}

#[test]
fn events_that_can_not_be_are_refused_by_name() {
    let with = |event: Value| json!({ "name": "fun", "events": [event] });
    let timer = |parameters: Value| with(json!({ "timer": { "parameters": parameters } }));
    for (inputs, code, says) in [
        (with(json!({ "apigw": { "parameters": {} } })), "UnsupportedInput", "input events[0].apigw is not supported"),
        (with(json!({ "mps": {} })), "UnsupportedInput", "input events[0].mps is not supported"),
        (
            with(json!({ "tiemr": {} })),
            "UnknownInput",
            "events[0]: unknown kind of trigger \"tiemr\" (did you mean timer?)",
        ),
        (with(json!("timer")), "InvalidInput", "events[0] has no kind of trigger"),
        (
            timer(json!({ "cronExpresion": "x" })),
            "UnknownInput",
            "unknown input events[0].timer.parameters.cronExpresion (did you mean cronExpression?)",
        ),
        (timer(json!({})), "InvalidInput", "events[0].timer.parameters.cronExpression is missing"),
        (
            timer(json!({ "cronExpression": "*/5 * * * *" })),
            "InvalidInput",
            "must be a cron expression with seven fields (got \"*/5 * * * *\")",
        ),
        (timer(json!({ "cronExpression": "0 0 0 1 1 * *", "qualifier": "a b" })), "InvalidAlias", "\"a b\""),
        (with(json!({ "http": { "parameters": { "authType": "KEY" } } })), "InvalidInput", "must be NONE or CAM"),
        (
            with(json!({ "http": { "parameters": { "corsConfig": { "origin": "*" } } } })),
            "UnknownInput",
            "corsConfig.origin (did you mean origins?)",
        ),
        (
            with(json!({ "http": { "parameters": { "corsConfig": { "origins": [7] } } } })),
            "InvalidInput",
            "corsConfig.origins must be",
        ),
        (json!({ "name": "fun", "events": { "timer": {} } }), "InvalidInput", "events must be a list of triggers"),
        (
            json!({ "name": "fun", "events": [], "triggers": [] }),
            "InvalidInput",
            "events and triggers both give the triggers",
        ),
    ] {
        let error = refused(inputs.clone());
        assert_eq!(error.code(), code, "{inputs}: {}", error.message());
        assert!(error.message().contains(says), "{inputs}: {}", error.message());
    }
    let twice = json!({ "timer": { "parameters": { "cronExpression": "0 0 0 1 1 * *" } } });
    assert!(
        refused(json!({ "name": "fun", "events": [twice, twice] })).message().contains("the same trigger as another")
    );
    assert!(refused(timer(json!({ "cronExpresion": "x" }))).message().contains("did you mean cronExpression?"));
}

/// tencent-scf calls it so by the name of the instance, not of the function.
#[test]
fn a_timer_without_a_name_is_called_after_the_instance() {
    let timer = |events: Value| {
        let instance = json!({ "name": "menu", "app": "tavern" });
        let defaults = Defaults { instance: Instance::read(Some(&instance.into())), ..Defaults::default() };
        let inputs = json!({ "name": "send-menu", "stage": "test", "events": [events] });
        Desired::parse(&inputs.into(), &defaults).unwrap().functions.remove(0).events.unwrap().remove(0)
    };
    let every_day = || json!({ "cronExpression": "0 0 17 * * * *" });
    let unnamed = timer(json!({ "timer": { "parameters": every_day() } }));
    assert_eq!((&*unnamed.name, unnamed.earlier_name.as_deref()), ("timer-menu-test", Some("timer-send-menu")));
    let named = timer(json!({ "timer": { "name": "outer", "parameters": every_day() } }));
    assert_eq!((&*named.name, named.earlier_name), ("outer", None));
    let both = json!({ "name": "inner", "cronExpression": "0 0 17 * * * *" });
    assert_eq!(timer(json!({ "timer": { "name": "outer", "parameters": both } })).name, "inner");
}

/// Templates of the console write them so.
#[test]
fn parameters_of_a_trigger_may_stand_beside_its_type() {
    let flat = json!([{ "type": "timer", "cronExpression": "0 0 2 * * * *", "enable": true }]);
    let nested = json!([{ "timer": { "parameters": { "cronExpression": "0 0 2 * * * *", "enable": true } } }]);
    let events =
        |key: &str, value: Value| parse(json!({ "name": "fun", (key): value })).unwrap().functions.remove(0).events;
    assert_eq!(events("triggers", flat), events("events", nested));
    let open = json!({ "name": "fun", "triggers": [{ "type": "ckafka", "name": null, "topic": null }] });
    assert_eq!(refused(open).message(), "triggers[0].ckafka.parameters.topic is missing");
}

#[test]
fn ignored_triggers_are_not_read() {
    let inputs = json!({ "name": "fun", "ignoreTriggers": true, "events": [{ "apigw": {} }] });
    assert_eq!(parse(inputs).unwrap().functions[0].events, None);
}
