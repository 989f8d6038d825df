//! What a function answers, logs, and how it fares.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use scf_grayscale::release::{Order, Report};
use serde_json::{Value, json};
use support::asked::settled;
use support::cloud::Cloud;
use support::drive::{Ended, How, drive};
use support::fault::{At, Fault};
use support::ordered;

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
        let error = asking("invoke", asked).watch().unwrap_err();
        assert_eq!(error.code, code);
        assert!(error.hint.is_some());
    }
    let secret = asking("invoke", json!({ "event": "hidden-value" })).watch().unwrap_err();
    assert!(!secret.to_string().contains("hidden-value"));
    let ended = watch(&mut Cloud::of(&[]), "invoke", json!({}));
    assert_eq!(ended.error.unwrap().code, "FunctionNotFound");
}
