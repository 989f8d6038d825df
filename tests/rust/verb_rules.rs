//! Orders about functions that are there already: publish alone, and any alias over any two versions (rule 17).

use crate::support;

use proptest::prelude::*;
use scf_grayscale::message::FunctionStatus;
use scf_grayscale::release::{Report, Request};
use serde_json::{Value, json};
use support::asked::{codes, note, planned, settled, steps};
use support::cloud::{Alias, Cloud, Function};
use support::drive::{Ended, How, drive};
use support::fault::{At, Fault};
use support::{cases, ordered};

const ONE: &str = "fun01-dev";

fn project() -> Value {
    json!({ "functions": { "fun01": { "src": "./src", "memorySize": 256 } }, "traffic": 0.1 })
}

fn asking(kind: &str, asked: &Value) -> Request<'static> {
    ordered(json!({ "do": "run", "kind": kind, "inputs": project(), "asked": asked }))
}

fn over(mut cloud: Cloud, kind: &str, asked: &Value) -> (Ended, Cloud) {
    let ended = drive(&asking(kind, asked), &mut cloud, &How::default());
    (ended, cloud)
}

fn run(there: Function, kind: &str, asked: &Value) -> (Ended, Cloud) {
    over(Cloud::of(&[(ONE, there)]), kind, asked)
}

/// What the inputs alone are refused for.
fn unfit(kind: &str, asked: &Value) -> String {
    let error = asking(kind, asked).intent().unwrap_err();
    assert!(error.hint().is_some() || error.message().contains("did you mean"), "{error}");
    format!("{}: {}", error.code(), error.message())
}

fn with_alias(alias: Alias) -> Function {
    let mut there = settled();
    there.aliases.insert("blue".into(), alias);
    there
}

#[test]
fn publish_publishes_and_touches_nothing_else() {
    let there = settled().routed(Alias::grayscale(0.3, "2"));
    let (ended, cloud) = run(there, "publish", &Value::Null);
    let result = &ended.done().functions[0];
    assert_eq!((result.status, result.published[0].wire(), ended.run().kind), (FunctionStatus::Done, "3", "publish"));
    assert_eq!(cloud.writes(), ["PublishVersion"]);
    assert_eq!(steps(&ended), ["publish"]);
    assert_eq!(cloud.function(ONE).default_alias(), &Alias::grayscale(0.3, "2"));
    assert!(ended.journal[0].contains(r#""kind":"publish""#), "{:?}", ended.journal);
}

#[test]
fn publish_is_an_order_each_time() {
    let (_, cloud) = run(settled(), "publish", &Value::Null);
    let (ended, cloud) = over(cloud.fresh(), "publish", &json!({ "function": ONE }));
    assert_eq!(ended.done().functions[0].published[0].wire(), "4");
    assert_eq!(cloud.writes(), ["PublishVersion"]);
}

#[test]
fn a_version_is_never_published_twice_for_one_order() {
    let fault = At { action: "PublishVersion", nth: 0, fault: Fault::LostAfter };
    let (ended, cloud) = over(Cloud::of(&[(ONE, settled())]).failing(&[fault]), "publish", &Value::Null);
    assert_eq!(ended.done().functions[0].published[0].wire(), "3");
    assert_eq!(cloud.writes(), ["PublishVersion"]);
}

#[test]
fn functions_are_named_by_key_or_name_and_all_are_meant_by_none() {
    let inputs = json!({ "functions": { "fun01": {}, "fun02": { "name": "two" } } });
    let chosen = |kind: &str, asked: Value| {
        let order = ordered(json!({ "do": "plan", "kind": kind, "inputs": inputs, "asked": asked }));
        order.intent().map(|intent| {
            intent.desired().functions.iter().map(|function| function.name.clone()).collect::<Vec<_>>().join(" ")
        })
    };
    assert_eq!(chosen("publish", json!({})).unwrap(), "fun01-dev two");
    assert_eq!(chosen("publish", json!({ "function": "two" })).unwrap(), "two");
    assert_eq!(chosen("publish", json!({ "function": ["fun02", "fun01-dev"] })).unwrap(), "fun01-dev two");
    assert_eq!(chosen("delete-alias", json!({ "name": "a", "function": "fun02" })).unwrap(), "two");
    let several = chosen("delete-alias", json!({ "name": "a" })).unwrap_err();
    assert_eq!(
        (several.code(), several.message().as_str(), several.hint().as_deref()),
        (
            "MissingFunction",
            "delete-alias works on one function, and there are several: fun01, fun02",
            Some("name one: --function fun01")
        )
    );
    let unknown = chosen("publish", json!({ "function": "fun03" })).unwrap_err();
    assert_eq!(unknown.code(), "UnknownFunction");
    assert!(unknown.message().ends_with("(it has: fun01, fun02)"), "{unknown}");
    let typo = chosen("publish", json!({ "functoin": "fun01" })).unwrap_err();
    assert_eq!(
        (typo.code(), typo.message().as_str()),
        ("UnknownInput", "unknown input functoin of publish (did you mean function?)")
    );
}

#[test]
fn without_a_project_functions_have_the_names_that_the_cloud_has() {
    let desired = |asked: Value| {
        let order = ordered(json!({ "do": "plan", "kind": "publish", "inputs": { "stage": "prod" }, "asked": asked }));
        order.intent().map(|intent| intent.desired().functions[0].clone())
    };
    let function = desired(json!({ "function": "any", "region": "ap-shanghai", "namespace": "n" })).unwrap();
    assert_eq!(
        (function.name.as_str(), function.region.as_str(), function.namespace.as_str()),
        ("any", "ap-shanghai", "n")
    );
    assert_eq!(desired(json!({})).unwrap_err().code(), "MissingFunction");
}

#[test]
fn rule_17_an_alias_is_made_over_any_two_versions() {
    for (asked, made) in [
        (json!({ "version": "1", "config": { "weights": { "2": 0.5 } } }), Alias::split("1", "2", 0.5)),
        (json!({ "version": 1, "config": r#"{"weights":{"2":0.9}}"# }), Alias::split("1", "2", 0.9)),
        (json!({ "version": "2", "weights": "$latest=33.333%" }), Alias::split("2", "$LATEST", 0.33333)),
        (json!({ "version": "$latest" }), Alias::all_to("$LATEST")),
    ] {
        let mut asked = asked;
        asked["name"] = json!("blue");
        let (ended, cloud) = run(settled(), "create-alias", &asked);
        assert_eq!(ended.done().functions[0].status, FunctionStatus::Done);
        assert_eq!(cloud.function(ONE).aliases["blue"], made);
        assert_eq!(cloud.writes(), ["CreateAlias"]);
        let (again, cloud) = over(cloud.fresh(), "create-alias", &asked);
        assert!(again.done().unchanged && cloud.writes().is_empty());
    }
}

#[test]
fn rule_17_weights_move_to_the_version_they_name() {
    let asked = json!({ "name": "blue", "function": "fun01", "version": "1", "config": { "weights": { "2": 0.9 } } });
    let (ended, cloud) = run(with_alias(Alias::split("1", "2", 0.5)), "update-alias", &asked);
    let result = &ended.done().functions[0];
    assert_eq!(result.changes(), ["shift blue: 1 50% · 2 50% → 1 10% · 2 90%"]);
    assert_eq!(cloud.function(ONE).aliases["blue"], Alias::split("1", "2", 0.9));
    assert_eq!(cloud.actions(), ["GetAlias", "ListVersionByFunction", "UpdateAlias", "GetAlias"]);
}

#[test]
fn rule_16_a_description_is_kept_unless_another_is_given() {
    let there = || with_alias(Alias { description: "for the web team".into(), ..Alias::all_to("1") });
    let described = |asked: Value| {
        let (ended, cloud) = run(there(), "update-alias", &asked);
        ended.done();
        cloud.function(ONE).aliases["blue"].clone()
    };
    assert_eq!(described(json!({ "name": "blue", "version": "2" })).description, "for the web team");
    let other = described(json!({ "name": "blue", "description": "for nobody" }));
    assert_eq!((other.description.as_str(), other.main.as_str()), ("for nobody", "1"));
    let (ended, cloud) = run(there(), "update-alias", &json!({ "name": "blue", "description": "for the web team" }));
    assert!(ended.done().unchanged && cloud.writes().is_empty());
}

#[test]
fn rule_15_what_is_so_already_is_not_written() {
    let same = [
        json!({ "version": "1", "weights": { "2": 0.5 } }),
        json!({ "version": "2", "weights": { "1": "50%" } }),
        json!({ "weights": { "2": "0.50" } }),
    ];
    for asked in same {
        let mut asked = asked;
        asked["name"] = json!("blue");
        let (ended, cloud) = run(with_alias(Alias::split("1", "2", 0.5)), "update-alias", &asked);
        assert!(ended.done().unchanged && cloud.writes().is_empty(), "{asked}");
    }
}

#[test]
fn rule_11_rules_are_not_dropped_silently() {
    let mut asked = json!({ "name": "blue", "version": "1" });
    let (ended, cloud) = run(with_alias(Alias::ruled("$LATEST", "1")), "update-alias", &asked);
    assert_eq!(ended.refused().code(), "RulesInTheWay");
    assert!(cloud.writes().is_empty());
    let described = json!({ "name": "blue", "description": "x" });
    let (_, cloud) = run(with_alias(Alias::ruled("$LATEST", "1")), "update-alias", &described);
    assert_eq!(cloud.function(ONE).aliases["blue"].rules.len(), 1);
    asked["replaceRules"] = json!("true");
    let (ended, cloud) = run(with_alias(Alias::ruled("$LATEST", "1")), "update-alias", &asked);
    assert!(note(&ended, "RulesDropped").contains("user is me → 1"));
    assert_eq!(cloud.function(ONE).aliases["blue"], Alias::all_to("1"));
}

#[test]
fn rule_13_an_alias_that_differs_when_read_back_is_an_error() {
    fn someone(function: &mut Function) {
        function.aliases.insert("blue".into(), Alias::all_to("2"));
    }
    let faults: Vec<At> = (1..60).map(|nth| At { action: "GetAlias", nth, fault: Fault::Meanwhile(someone) }).collect();
    let asked = json!({ "name": "blue", "version": "1" });
    for (kind, there) in [("create-alias", settled()), ("update-alias", with_alias(Alias::split("1", "2", 0.5)))] {
        let (ended, _) = over(Cloud::of(&[(ONE, there)]).failing(&faults), kind, &asked);
        let error = ended.error.as_ref().unwrap();
        assert_eq!(error.code(), "AliasDiffers");
        assert!(error.message().ends_with("still shows 2 100% (written: 1 100%)"), "{error}");
    }
    let there = with_alias(Alias::all_to("1"));
    let (ended, _) = over(Cloud::of(&[(ONE, there)]).failing(&faults), "delete-alias", &json!({ "name": "blue" }));
    assert_eq!(ended.error.as_ref().unwrap().code(), "AliasDiffers");
}

#[test]
fn an_alias_that_can_not_be_is_refused_before_any_write() {
    let blue = |alias: Alias| with_alias(alias);
    for (there, kind, asked, code, hint) in [
        (
            settled(),
            "create-alias",
            json!({ "name": "blue", "version": "9" }),
            "VersionNotFound",
            "usable versions: 2, 1",
        ),
        (
            settled(),
            "create-alias",
            json!({ "name": "blue", "version": "1", "weights": "9=0" }),
            "VersionNotFound",
            "usable versions: 2, 1",
        ),
        (
            settled().with(3, "x", "PublishFailed"),
            "create-alias",
            json!({ "name": "blue", "version": "3" }),
            "VersionNotFound",
            "usable versions: 2, 1",
        ),
        (
            blue(Alias::all_to("1")),
            "create-alias",
            json!({ "name": "blue", "version": "2" }),
            "AliasExists",
            "alias update",
        ),
        (settled(), "create-alias", json!({ "name": "$default", "version": "1" }), "AliasExists", "alias update"),
        (settled(), "update-alias", json!({ "name": "blue", "version": "1" }), "AliasNotFound", "alias create"),
        (settled(), "update-alias", json!({ "name": "blue", "description": "x" }), "AliasNotFound", "alias create"),
        (
            blue(Alias::all_to("2")),
            "update-alias",
            json!({ "name": "blue", "weights": "2=0.5" }),
            "InvalidWeights",
            "main version",
        ),
    ] {
        let (ended, cloud) = run(there, kind, &asked);
        let error = ended.refused();
        assert_eq!(error.code(), code, "{asked}");
        assert!(error.hint().as_ref().unwrap().contains(hint), "{error:?}");
        assert!(cloud.writes().is_empty());
    }
    for kind in ["publish", "create-alias", "delete-alias"] {
        let asked = if kind == "publish" { json!({}) } else { json!({ "name": "blue" }) };
        let asked = if kind == "create-alias" { json!({ "name": "blue", "version": "1" }) } else { asked };
        let (ended, cloud) = over(Cloud::of(&[]), kind, &asked);
        assert_eq!(ended.refused().code(), "FunctionNotFound", "{kind}");
        assert!(cloud.writes().is_empty());
    }
}

#[test]
fn words_that_can_not_be_meant() {
    for (kind, asked, error) in [
        ("create-alias", json!({ "version": "1" }), "MissingAlias"),
        ("create-alias", json!({ "name": "blue" }), "MissingVersion"),
        ("update-alias", json!({ "name": "blue" }), "MissingVersion"),
        ("create-alias", json!({ "name": "1blue", "version": "1" }), "InvalidAlias"),
        ("create-alias", json!({ "name": "blue", "version": "one" }), "InvalidVersion"),
        ("create-alias", json!({ "name": "blue", "version": "1", "config": "weights" }), "InvalidConfig"),
        ("create-alias", json!({ "name": "blue", "version": "1", "config": [1] }), "InvalidConfig"),
        ("create-alias", json!({ "name": "blue", "version": "1", "config": { "weigths": {} } }), "UnknownInput"),
        ("create-alias", json!({ "name": "blue", "version": "1", "config": {}, "weights": {} }), "InvalidWeights"),
        (
            "create-alias",
            json!({ "name": "blue", "version": "1", "weights": { "2": 0.5, "3": 0.1 } }),
            "InvalidWeights",
        ),
        ("create-alias", json!({ "name": "blue", "version": "1", "weights": { "1": 0.5 } }), "InvalidWeights"),
        ("create-alias", json!({ "name": "blue", "version": "1", "weights": { "2": 1.5 } }), "InvalidWeights"),
        ("create-alias", json!({ "name": "blue", "version": "1", "weights": "2" }), "InvalidWeights"),
        ("create-alias", json!({ "name": "blue", "version": "1", "weights": "2=0.1,3=0.2" }), "InvalidWeights"),
        ("create-alias", json!({ "name": "blue", "version": "1", "traffic": "0.1" }), "UnknownInput"),
        ("delete-alias", json!({ "name": "blue", "version": "1" }), "UnknownInput"),
        ("delete-alias", json!({ "name": "$Default" }), "DefaultAlias"),
    ] {
        assert!(unfit(kind, &asked).starts_with(&format!("{error}: ")), "{asked}: {}", unfit(kind, &asked));
    }
}

#[test]
fn an_alias_is_deleted_and_the_journal_keeps_what_it_said() {
    let asked = json!({ "name": "blue" });
    let (ended, cloud) = run(with_alias(Alias::split("1", "2", 0.25)), "delete-alias", &asked);
    assert_eq!(ended.done().functions[0].changes(), ["delete alias blue: 1 75% · 2 25%"]);
    assert!(!cloud.function(ONE).aliases.contains_key("blue"));
    assert_eq!(cloud.actions(), ["GetAlias", "DeleteAlias", "GetAlias"]);
    assert!(ended.journal[1].contains(r#""Version":"2","Weight":0.25"#), "{:?}", ended.journal);
    assert_eq!(codes(&ended), ["CallersOfAlias"]);
    let (again, cloud) = over(cloud.fresh(), "delete-alias", &asked);
    assert!(again.done().unchanged && cloud.writes().is_empty());
    assert_eq!(note(&again, "AlreadyGone"), "fun01-dev has no alias blue");
}

#[test]
fn lost_answers_do_no_harm() {
    for (kind, action, there, asked) in [
        ("create-alias", "CreateAlias", settled(), json!({ "name": "blue", "version": "1" })),
        ("update-alias", "UpdateAlias", with_alias(Alias::all_to("2")), json!({ "name": "blue", "version": "1" })),
        ("delete-alias", "DeleteAlias", with_alias(Alias::all_to("2")), json!({ "name": "blue" })),
    ] {
        for fault in [Fault::LostAfter, Fault::LostBefore, Fault::Refused("InternalError")] {
            let cloud = Cloud::of(&[(ONE, there.clone())]).failing(&[At { action, nth: 0, fault }]);
            let (ended, cloud) = over(cloud, kind, &asked);
            assert_eq!(ended.done().functions[0].status, FunctionStatus::Done, "{kind} {fault:?}");
            let found = cloud.function(ONE).aliases.get("blue").map(|alias| alias.main.clone());
            assert_eq!(found.as_deref(), if kind == "delete-alias" { None } else { Some("1") });
        }
    }
}

#[test]
fn the_versions_that_rules_lead_to_are_listed_once_each() {
    let rule = |version: &str, name: &str| json!({ "Version": version, "Key": "invoke.headers.User", "Method": "exact", "Expression": name });
    let mut alias = Alias::all_to("1");
    alias.rules = vec![rule("2", "me"), rule("$LATEST", "you"), rule("2", "them")];
    let mut cloud = Cloud::of(&[(ONE, with_alias(alias))]);
    let ended = drive(&ordered(json!({ "do": "aliases", "inputs": project() })), &mut cloud, &How::default());
    let Report::Aliases(lists) = &ended.report else { panic!("{:?}", ended.error) };
    let ruled: Vec<String> = lists[0].aliases[1].ruled.iter().map(ToString::to_string).collect();
    assert_eq!((ruled.join(" ").as_str(), lists[0].aliases[0].ruled.len()), ("$latest 2", 0));
}

#[test]
fn aliases_are_listed_with_exact_shares() {
    let mut cloud = Cloud::of(&[(ONE, with_alias(Alias::split("1", "2", 0.33333)))]);
    let order = ordered(json!({ "do": "aliases", "inputs": project() }));
    let ended = drive(&order, &mut cloud, &How::default());
    assert_eq!(cloud.actions(), ["ListAliases"]);
    let Report::Aliases(lists) = &ended.report else { panic!("{:?}", ended.error) };
    let names: Vec<&str> = lists[0].aliases.iter().map(|alias| alias.name.as_str()).collect();
    assert_eq!(names, ["$default", "blue"]);
    let split: Vec<String> =
        lists[0].aliases[1].split.iter().map(|bar| format!("{} {}", bar.version, bar.share.percent())).collect();
    assert_eq!((lists[0].aliases[1].version.wire(), split.join(" ").as_str()), ("1", "1 66.667% 2 33.333%"));
    let mut nothing = Cloud::of(&[]);
    let ended = drive(&order, &mut nothing, &How::default());
    assert_eq!(ended.error.unwrap().code(), "FunctionNotFound");
}

proptest! {
    #![proptest_config(cases())]

    /// What is planned after applying is "unchanged", and what was asked is what the alias says.
    #[test]
    fn after_applying_there_is_nothing_left_to_do(
        main in prop::sample::select(&["1", "2", "$latest"][..]),
        other in prop::sample::select(&["1", "2", "$LATEST"][..]),
        points in 0..=100_000u32,
        there in prop::option::of(prop::sample::select(&["1", "2"][..])),
    ) {
        let weight = f64::from(points) / 100_000.0;
        let mut asked = json!({ "name": "blue", "version": main });
        if !main.eq_ignore_ascii_case(other) {
            asked["config"] = json!({ "weights": { other: weight } });
        }
        let (kind, function) = match there {
            Some(version) => ("update-alias", with_alias(Alias::all_to(version))),
            None => ("create-alias", settled()),
        };
        let (ended, cloud) = run(function, kind, &asked);
        ended.done();
        let alias = cloud.function(ONE).aliases["blue"].clone();
        let desired = if main.eq_ignore_ascii_case(other) { 1_000_000_000_000 } else { 1_000_000_000_000 - u64::from(points) * 10_000_000 };
        let name = if main == "$latest" { "$LATEST" } else { main };
        prop_assert_eq!(alias.most_of(name), desired);
        let mut cloud = cloud.fresh();
        let order = ordered(json!({ "do": "plan", "kind": kind, "inputs": project(), "asked": asked }));
        let again = drive(&order, &mut cloud, &How::default());
        prop_assert_eq!(planned(&again)["functions"][0]["steps"].as_array().unwrap().len(), 0);
    }
}
