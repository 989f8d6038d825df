//! Rule 24: triggers, function URLs and custom domains that call `$LATEST` past the alias are named. How they move stands in
//! `move_rules.rs`.

use crate::support;

use proptest::prelude::*;
use scf_grayscale::message::FunctionStatus;
use scf_grayscale::release::{Report, StatusRow};
use serde_json::{Value, json};
use support::asked::{codes, inputs, note, notes, over};
use support::callers::{ADDRESS, ONE, bound, cloud, deploy, domain, served, there, timer, url};
use support::cloud::{Alias, Cloud, Function};
use support::drive::{How, drive};
use support::fault::{Fault, at};
use support::{cases, order, ordered, rollback};

fn status(cloud: &mut Cloud) -> Vec<StatusRow> {
    let order = json!({ "do": "status", "inputs": { "functions": { "fun01": {} } } });
    let ended = drive(&ordered(order), cloud, &How::default());
    assert_eq!(ended.error, None);
    let Report::Status(rows) = ended.report else { panic!("{:?}", ended.report) };
    rows
}

#[test]
fn a_deploy_warns_of_a_trigger_on_latest_that_the_inputs_do_not_name() {
    let (ended, cloud) = deploy(cloud(&[timer("each-second", "$LATEST")]), json!({ "traffic": 0.1 }));
    ended.done();
    assert_eq!(
        note(&ended, "CallsLatest"),
        "timer trigger each-second calls $latest directly: it runs the new code at 100 % as soon as it is uploaded; `grayscale deploy --move-triggers` moves it to $default first"
    );
    assert_eq!(bound(&cloud), [("each-second", "$LATEST")], "nobody asked for it to be moved");
}

#[test]
fn a_changed_setting_alone_warns_too() {
    let asked = json!({ "functions": { "fun01": { "description": "x" } }, "traffic": 0.1 });
    let (ended, _) = over(cloud(&[timer("each-second", "$LATEST")]), &[], asked);
    ended.done();
    assert!(note(&ended, "CallsLatest").contains("each-second"));
}

#[test]
fn a_trigger_whose_qualifier_is_empty_calls_latest() {
    let (ended, _) = deploy(cloud(&[timer("each-second", "")]), json!({ "traffic": 0.1 }));
    ended.done();
    assert!(note(&ended, "CallsLatest").contains("each-second"));
}

#[test]
fn triggers_on_an_alias_or_closed_are_not_warned_of() {
    let mut closed = timer("closed", "$LATEST");
    closed["Enable"] = json!(0);
    let (ended, _) = deploy(cloud(&[timer("good", "$DEFAULT"), closed]), json!({ "traffic": 0.1 }));
    ended.done();
    assert!(!codes(&ended).contains(&"CallsLatest".to_owned()));
}

#[test]
fn a_function_url_on_latest_is_named_with_its_address() {
    let (ended, _) = deploy(cloud(&[url("$LATEST")]), json!({ "traffic": 0.1 }));
    ended.done();
    let text = note(&ended, "CallsLatest");
    assert!(text.starts_with(&format!("http trigger url-trigger ({ADDRESS}) calls $latest directly")), "{text}");
    assert!(text.contains("--move-triggers url-trigger") && text.contains("another address"), "{text}");
}

#[test]
fn a_path_of_a_custom_domain_on_latest_is_named() {
    let domains = [domain("a.example", &[("/*", ONE, "$LATEST"), ("/b", "other", "$LATEST"), ("/c", ONE, "$DEFAULT")])];
    let (ended, _) = deploy(served(&domains), json!({ "traffic": 0.1 }));
    ended.done();
    let named: Vec<String> =
        notes(&ended).into_iter().filter(|(code, _)| code == "CallsLatest").map(|(_, text)| text).collect();
    assert_eq!(named.len(), 1);
    assert!(named[0].starts_with("custom domain a.example with path /* calls $latest directly"), "{named:?}");
}

#[test]
fn what_is_unchanged_names_them_without_a_warning() {
    let mut there = there(&[timer("each-second", "$LATEST")]);
    there.code = support::sha("new");
    let (ended, cloud) = deploy(Cloud::of(&[(ONE, there)]), json!({}));
    ended.done();
    assert_eq!(
        note(&ended, "CallsLatest"),
        "timer trigger each-second calls $latest directly, whatever the traffic share is"
    );
    assert_eq!(cloud.writes(), [] as [&str; 0]);
}

#[test]
fn traffic_alone_uploads_nothing_and_looks_at_nobody() {
    let (ended, cloud) = over(cloud(&[timer("each-second", "$LATEST")]), &[], json!({ "traffic": 0.1 }));
    ended.done();
    let looks = ["GetAlias", "ListVersionByFunction", "GetFunction", "GetFunctionAddress"];
    assert_eq!(cloud.actions(), [&looks[..], &["UpdateAlias", "GetAlias", "GetFunction"]].concat());
}

#[test]
fn without_permission_a_deploy_says_not_checked_and_goes_on() {
    let refused = Fault::Refused("UnauthorizedOperation.CAM");
    let cloud = cloud(&[]).failing(&[at("ListTriggers", 0, refused), at("ListCustomDomains", 0, refused)]);
    let (ended, _) = deploy(cloud, json!({ "traffic": 0.1 }));
    ended.done();
    assert_eq!(
        note(&ended, "NotChecked"),
        "not checked: triggers (scf:ListTriggers), custom domains (scf:ListCustomDomains); whether one of them calls $latest directly is unknown"
    );
}

#[test]
fn an_api_that_never_answers_the_look_does_not_hold_up_a_deploy() {
    let faults: Vec<_> = (0..20).map(|nth| at("ListCustomDomains", nth, Fault::LostBefore)).collect();
    let (ended, cloud) = deploy(cloud(&[]).failing(&faults), json!({ "traffic": 0.1 }));
    ended.done();
    assert!(note(&ended, "NotChecked").starts_with("not checked: custom domains (scf:ListCustomDomains);"));
    assert_eq!(cloud.function(ONE).code, support::sha("new"));
}

#[test]
fn triggers_of_the_inputs_must_be_read() {
    let faults = [at("ListTriggers", 0, Fault::Refused("UnauthorizedOperation.CAM"))];
    let (ended, cloud) = deploy(cloud(&[]).failing(&faults), json!({ "events": [] }));
    assert_eq!(ended.refused().code(), "UnauthorizedOperation.CAM");
    assert_eq!(cloud.writes(), [] as [&str; 0]);
}

#[test]
fn domains_are_listed_once_for_all_functions_of_a_region() {
    let many = ["a-dev", "b-dev", "c-dev"];
    let functions: Vec<(&str, Function)> = many.iter().map(|name| (*name, there(&[]))).collect();
    let paths: Vec<Value> = ["x", "y", "z", "w", "v"]
        .iter()
        .map(|name| domain(name, &[("/1", "a-dev", "$LATEST"), ("/2", "c-dev", "$LATEST")]))
        .collect();
    let mut cloud = Cloud::of(&functions).serving(&paths);
    let sources = [("a", "new"), ("b", "new"), ("c", "new")];
    let src = json!({ "src": "." });
    let asked = json!({ "functions": { "a": src, "b": src, "c": src }, "traffic": 0.1 });
    let ended = drive(&order("run", asked, &sources), &mut cloud, &How::packing(&sources));
    let named =
        |index: usize| ended.run().functions[index].notes.iter().filter(|note| note.code() == "CallsLatest").count();
    ended.done();
    assert_eq!((named(0), named(1), named(2)), (5, 0, 5));
    assert_eq!(cloud.bodies("ListCustomDomains").len(), 3, "five domains, two to a page");
    assert_eq!(cloud.bodies("ListTriggers").len(), 3);
}

#[test]
fn status_shows_who_calls_a_version_directly() {
    let mut closed = url("$LATEST");
    closed["Enable"] = json!(0);
    let triggers = [timer("each-second", ""), timer("good", "$DEFAULT"), closed];
    let mut cloud = cloud(&triggers).serving(&[domain("a.example", &[("/*", ONE, "1")])]);
    let row = serde_json::to_value(&status(&mut cloud)[0]).unwrap();
    assert_eq!(
        row["direct"],
        json!([
            { "type": "timer", "name": "each-second", "qualifier": "$LATEST", "enabled": true,
                "text": "timer trigger each-second calls $latest directly" },
            { "type": "http", "name": "url-trigger", "qualifier": "$LATEST", "address": ADDRESS, "enabled": false,
                "text": format!("http trigger url-trigger ({ADDRESS}) calls $latest directly (closed)") },
            { "type": "domain", "name": "a.example", "qualifier": "1", "path": "/*", "enabled": true,
                "text": "custom domain a.example with path /* calls version 1 directly" },
        ])
    );
    assert_eq!(
        row["attention"],
        json!([{ "code": "CallsLatest", "params": { "caller": { "type": "timer", "name": "each-second" } },
            "text": "timer trigger each-second calls $latest directly: it runs new code at 100 %" }])
    );
    assert_eq!(row.get("unchecked"), None);
}

#[test]
fn status_without_permission_says_what_was_not_checked() {
    let faults = [at("ListTriggers", 0, Fault::Refused("UnauthorizedOperation.CAM"))];
    let row = status(&mut cloud(&[]).failing(&faults)).remove(0);
    assert_eq!(row.unchecked, ["triggers"]);
    assert!(row.attention.is_empty());
}

#[test]
fn a_function_without_a_version_needs_no_attention_for_its_triggers() {
    let mut function = Function::new("old");
    function.triggers = vec![timer("each-second", "$LATEST")];
    let row = status(&mut Cloud::of(&[(ONE, function)])).remove(0);
    assert_eq!((row.direct.len(), row.attention.len()), (1, 0));
}

#[test]
fn a_rollback_names_who_still_calls_latest_after_it_has_written() {
    let mut there = there(&[timer("each-second", "$LATEST")]);
    there = there.routed(Alias::grayscale(0.1, "2"));
    let mut cloud = Cloud::of(&[(ONE, there)]).serving(&[domain("a.example", &[("/*", ONE, "$LATEST")])]);
    let ended = drive(&rollback(inputs(&[], json!({})), Value::Null, &[]), &mut cloud, &How::default());
    ended.done();
    assert_eq!(
        cloud.actions(),
        ["GetAlias", "ListVersionByFunction", "UpdateAlias", "GetAlias", "ListTriggers", "ListCustomDomains"]
    );
    assert_eq!(
        note(&ended, "CallsLatest"),
        "timer trigger each-second calls $latest directly: the rollback does not reach it"
    );
    let all = notes(&ended);
    assert!(
        all.iter().any(|(_, text)| text.starts_with("custom domain a.example with path /* calls $latest directly")),
        "{all:?}"
    );
}

#[test]
fn looks_after_a_rollback_that_fail_do_not_fail_it() {
    for fault in [Fault::Refused("UnauthorizedOperation.CAM"), Fault::Unsent, Fault::LostBefore, Fault::HtmlAfter] {
        let faults: Vec<_> =
            (0..9).flat_map(|nth| ["ListTriggers", "ListCustomDomains"].map(|action| at(action, nth, fault))).collect();
        let there = there(&[]).routed(Alias::grayscale(0.1, "2"));
        let mut cloud = Cloud::of(&[(ONE, there)]).failing(&faults);
        let ended = drive(&rollback(inputs(&[], json!({})), Value::Null, &[]), &mut cloud, &How::default());
        assert_eq!(ended.done().functions[0].status, FunctionStatus::Done, "{fault:?}");
        assert!(note(&ended, "NotChecked").starts_with("not checked: triggers (scf:ListTriggers), custom domains"));
    }
}

#[test]
fn a_rollback_that_is_stopped_while_it_looks_afterwards_has_ended_well() {
    for effects in 1..40 {
        let there = there(&[]).routed(Alias::grayscale(0.1, "2"));
        let mut cloud = Cloud::of(&[(ONE, there)]);
        let how = How { stop_after: Some(effects), ..How::default() };
        let ended = drive(&rollback(inputs(&[], json!({})), Value::Null, &[]), &mut cloud, &how);
        let looked = cloud.actions().contains(&"ListTriggers");
        assert!(ended.error.is_none() || !looked, "{effects}: {:?}", ended.error);
    }
}

#[test]
fn a_list_reads_triggers_only_where_it_is_asked_to() {
    let listed = |asked: Value| {
        let mut cloud = cloud(&[timer("each-second", "$LATEST")]);
        let ended = drive(&ordered(json!({ "do": "functions", "asked": asked })), &mut cloud, &How::default());
        let Report::Functions(rows) = ended.report else { panic!("{:?}", ended.error) };
        (rows[0].direct.len(), cloud.actions().contains(&"ListTriggers"))
    };
    assert_eq!(listed(json!({})), (0, false));
    assert_eq!(listed(json!({ "triggers": true })), (1, true));
}

/// A trigger of some kind, on something, open or closed.
fn some_trigger() -> impl Strategy<Value = (&'static str, &'static str, bool)> {
    (
        prop::sample::select(&["timer", "ckafka", "cls", "http", "apigw"][..]),
        prop::sample::select(&["$LATEST", "", "$DEFAULT", "1", "2"][..]),
        any::<bool>(),
    )
}

fn listed((index, (kind, qualifier, open)): (usize, &(&str, &str, bool))) -> Value {
    let desc = if *kind == "timer" { json!({ "cron": "0 0 2 * * * *" }) } else { json!({}) };
    json!({ "Type": kind, "TriggerName": format!("t{index}"), "Qualifier": qualifier, "Enable": i32::from(*open),
        "CustomArgument": "", "TriggerDesc": desc.to_string() })
}

proptest! {
    #![proptest_config(cases())]

    /// Rule 9: new code above its share is named before the write, or there is none.
    #[test]
    fn whoever_meets_new_code_past_the_alias_was_named_before(
        triggers in prop::collection::vec(some_trigger(), 0..6),
        paths in prop::collection::vec(prop::sample::select(&["$LATEST", "$DEFAULT", "2"][..]), 0..4),
        moves in prop::sample::select(vec![json!(false), json!(true), json!("t0")]),
        traffic in prop::sample::select(vec![None, Some(0.0), Some(0.1), Some(1.0)]),
    ) {
        let triggers: Vec<Value> = triggers.iter().enumerate().map(listed).collect();
        let paths: Vec<(String, &str, &str)> =
            paths.iter().enumerate().map(|(index, qualifier)| (format!("/{index}"), ONE, *qualifier)).collect();
        let paths: Vec<(&str, &str, &str)> = paths.iter().map(|(path, of, to)| (path.as_str(), *of, *to)).collect();
        let cloud = cloud(&triggers).serving(&[domain("a.example", &paths)]);
        let mut asked = json!({ "moveTriggers": moves });
        if let Some(share) = traffic {
            asked["traffic"] = json!(share);
        }
        let before = cloud.function(ONE).content;
        let (ended, cloud) = deploy(cloud, asked);
        if ended.error.is_some() {
            prop_assert_eq!(cloud.function(ONE).content, before);
            return Ok(());
        }
        let said = notes(&ended);
        let named = |who: &str| said.iter().any(|(_, text)| text.contains(who) && text.contains("calls $latest directly"));
        for moment in cloud.moments.iter().filter(|moment| moment.functions[ONE].content > before) {
            for trigger in &moment.functions[ONE].triggers {
                let direct = matches!(trigger["Qualifier"].as_str(), Some("$LATEST" | ""));
                if direct && trigger["Enable"] == 1 {
                    prop_assert!(named(trigger["TriggerName"].as_str().unwrap()), "{trigger} {said:?}");
                }
            }
        }
        for path in cloud.domains[0]["EndpointsConfig"].as_array().unwrap() {
            if path["Qualifier"] == "$LATEST" {
                prop_assert!(named(&format!("with path {} ", path["PathMatch"].as_str().unwrap())), "{path} {said:?}");
            }
        }
    }
}
