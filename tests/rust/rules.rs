//! The rules of a grayscale release, each with its cases, by the numbers under which the sources name them. Rules 6 to 8
//! are about inputs and stand in `src/desired/tests`, rules 9 and 10 in `exposure_rules.rs`, rules 18 and 20 in
//! `rollback_rules.rs`.

use crate::support;

use scf_grayscale::error::Class;
use scf_grayscale::message::FunctionStatus;
use scf_grayscale::traffic::share::Share;
use serde_json::{Value, json};
use support::asked::{SRC, codes, default_alias, inputs, note, over, planned, run, sentences, settled, steps, written};
use support::cloud::{Alias, Cloud, Function, Status};
use support::drive::{How, drive};
use support::fault::{Fault, at};
use support::order;

#[test]
fn rule_1_traffic_is_main_latest_with_the_last_published_version_beside_it() {
    for (traffic, weight) in [(0.1, "0.9"), (0.0, "1"), (0.3333, "0.6667"), (0.7, "0.3")] {
        let (ended, cloud) = run(settled().routed(Alias::grayscale(0.5, "2")), &[], json!({ "traffic": traffic }));
        ended.done();
        let body = written(&cloud);
        assert_eq!((&body["FunctionVersion"], &body["Name"]), (&json!("$LATEST"), &json!("$DEFAULT")));
        let expected = format!(
            r#"{{"AdditionalVersionWeights":[{{"Version":"2","Weight":{weight}}}],"AddtionVersionMatchs":[]}}"#
        );
        assert_eq!(body["RoutingConfig"], serde_json::from_str::<Value>(&expected).unwrap());
    }
}

#[test]
fn rule_1_the_additional_version_stays_named_at_weight_0() {
    let (ended, cloud) = run(settled(), &[], json!({ "traffic": 1 }));
    ended.done();
    assert_eq!(default_alias(&cloud), &Alias::grayscale(1.0, "2"));
    // on the wire as others write it: 0, not 0.0
    assert!(written(&cloud).to_string().contains(r#""Weight":0}"#));
}

#[test]
fn rule_2_with_no_published_version_all_traffic_is_on_latest_and_that_is_said() {
    let (ended, cloud) = run(Function::new("old"), SRC, json!({ "traffic": 0.2 }));
    assert_eq!(ended.done().functions[0].status, FunctionStatus::Done);
    assert_eq!(steps(&ended), ["upload"]);
    assert_eq!(
        note(&ended, "NoVersion"),
        "no published version yet, so traffic can't be split (20% was asked for); $latest keeps all traffic. Publish first: --publish"
    );
    assert_eq!(default_alias(&cloud), &Alias::all_to("$LATEST"));
    assert_eq!(ended.run().traffic, Some(Share::ALL.into()));
}

#[test]
fn rule_2_a_function_that_is_created_says_it_too() {
    let (ended, cloud) = over(Cloud::of(&[]), SRC, json!({ "traffic": 0 }));
    ended.done();
    assert_eq!(steps(&ended), ["create"]);
    assert!(codes(&ended).contains(&"NoVersion".to_owned()));
    assert_eq!(default_alias(&cloud), &Alias::all_to("$LATEST"));
}

#[test]
fn rule_3_publish_and_traffic_go_to_the_version_of_this_run() {
    let (ended, cloud) = run(settled(), SRC, json!({ "publish": true, "traffic": 0 }));
    assert_eq!(steps(&ended), ["upload", "publish", "shift"]);
    assert_eq!(default_alias(&cloud), &Alias::grayscale(0.0, "3"));
    let result = &ended.done().functions[0];
    assert_eq!(result.published.iter().map(|version| version.wire()).collect::<Vec<_>>(), ["3"]);
    assert_eq!(serde_json::to_value(ended.run()).unwrap()["configTrafficVersion"], "3");
}

#[test]
fn rule_3_a_larger_version_that_is_not_ours_is_named_and_gets_nothing() {
    let publish = |function: &mut Function| {
        let now = 1_700_000_000_500;
        function.publish(now, "by someone else", Status::is("Active"));
    };
    let mut cloud = Cloud::of(&[("fun01-dev", settled())]);
    cloud.faults.push(at("ListVersionByFunction", 2, Fault::Meanwhile(publish)));
    let (ended, cloud) = over(cloud, SRC, json!({ "publish": true, "traffic": 0 }));
    ended.done();
    assert_eq!(note(&ended, "OtherVersion"), "v4 was published by someone else meanwhile: traffic goes to v3");
    assert_eq!(default_alias(&cloud), &Alias::grayscale(0.0, "3"));
}

#[test]
fn rule_3_when_someone_publishes_between_plan_and_publish_ours_is_the_larger() {
    let publish = |function: &mut Function| {
        function.publish(1_700_000_000_500, "by someone else", Status::is("Active"));
    };
    let mut cloud = Cloud::of(&[("fun01-dev", settled())]);
    cloud.faults.push(at("PublishVersion", 0, Fault::Meanwhile(publish)));
    let (ended, cloud) = over(cloud, SRC, json!({ "publish": true, "traffic": 0 }));
    ended.done();
    assert_eq!(default_alias(&cloud), &Alias::grayscale(0.0, "4"));
}

#[test]
fn rule_4_without_traffic_routing_is_left_alone() {
    let alias = Alias { description: "mind the gap".into(), ..Alias::split("1", "2", 0.33333) };
    let (ended, cloud) = run(settled().routed(alias.clone()), SRC, json!({}));
    ended.done();
    assert_eq!(cloud.writes(), ["UpdateFunctionCode"]);
    assert_eq!(default_alias(&cloud), &alias);
}

#[test]
fn rule_4_publish_is_an_order_each_time_and_says_what_is_identical() {
    let (ended, cloud) = run(settled(), &[("fun01", "old")], json!({ "publish": true }));
    ended.done();
    assert_eq!(cloud.writes(), ["PublishVersion"]);
    assert_eq!(note(&ended, "IdenticalCode"), "the code is identical to v2; it is published all the same");
}

#[test]
fn rule_4_traffic_applies_to_all_functions_also_when_publish_names_some() {
    let functions = [("fun01-dev", settled()), ("fun02-dev", settled())];
    let asked = json!({ "functions": { "fun01": {}, "fun02": {} }, "publish": "fun02", "traffic": 0.5 });
    let (ended, cloud) = over(Cloud::of(&functions), &[], asked.clone());
    ended.done();
    assert_eq!(
        note(&ended, "TrafficForAll"),
        "publish names some functions, but traffic applies to every function of the run; only narrows the whole run"
    );
    assert_eq!(default_alias(&cloud), &Alias::grayscale(0.5, "2"));
    assert_eq!(cloud.function("fun02-dev").default_alias(), &Alias::grayscale(0.5, "3"));

    let mut narrowed = asked;
    narrowed["only"] = json!("fun02");
    let (ended, cloud) = over(Cloud::of(&functions), &[], narrowed);
    ended.done();
    assert_eq!(note(&ended, "LeftOut"), "left out by only: fun01");
    assert_eq!(default_alias(&cloud), &Alias::grayscale(0.0, "2"));
}

#[test]
fn rule_5_the_last_published_version_is_found_by_number_over_all_pages() {
    let mut function = Function::new("old");
    for number in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] {
        function = function.with(number, "old", "Active");
    }
    // the list is in no useful order
    function.versions.sort_by_key(|made| made.number % 7);
    let (ended, cloud) = run(function, &[], json!({ "traffic": 0.1 }));
    ended.done();
    assert_eq!(default_alias(&cloud), &Alias::grayscale(0.1, "10"));
    assert!(cloud.bodies("ListVersionByFunction").len() > 3);
}

#[test]
fn rule_5_older_failed_versions_are_passed_over_with_a_note() {
    let (ended, cloud) = run(settled().with(3, "broken", "PublishFailed"), &[], json!({ "traffic": 0.1 }));
    ended.done();
    assert_eq!(
        note(&ended, "VersionPassedOver"),
        "v3 is PublishFailed and can't take traffic; the last usable version is v2"
    );
    assert_eq!(default_alias(&cloud), &Alias::grayscale(0.1, "2"));
}

#[test]
fn rule_5_a_version_that_failed_in_this_run_is_an_error() {
    let cloud = Cloud::of(&[("fun01-dev", settled())]).failing(&[at("PublishVersion", 0, Fault::Fails)]);
    let (ended, cloud) = over(cloud, SRC, json!({ "publish": true, "traffic": 0 }));
    let error = ended.refused();
    assert_eq!(error.code(), "VersionFailed");
    assert_eq!(
        error.message(),
        "v3 of fun01-dev is PublishFailed: FailedOperation.Why: the disk of the builder is full"
    );
    assert_eq!(default_alias(&cloud), &Alias::grayscale(0.0, "2"));
    assert_eq!(error.changed.len(), 2, "{:?}", error.changed);
}

#[test]
fn a_configuration_that_the_api_refuses_leaves_users_on_the_old_code() {
    let asked = json!({ "functions": { "fun01": { "src": "./src", "role": "no-such-role" } } });
    let refused = at("UpdateFunctionConfiguration", 0, Fault::Refused("InvalidParameterValue.Role"));
    let mut cloud = Cloud::of(&[("fun01-dev", Function::new("old"))]).failing(&[refused]);
    let ended = drive(&order("run", inputs(SRC, asked), SRC), &mut cloud, &How::packing(SRC));
    assert_eq!(ended.refused().code(), "InvalidParameterValue.Role");
    assert_eq!(ended.refused().changes(), Vec::<String>::new());
    assert_eq!(cloud.function("fun01-dev").code, support::sha("old"));
}

#[test]
fn rule_27_a_changed_handler_goes_with_the_code_though_the_package_is_the_same() {
    let same: &[(&str, &str)] = &[("fun01", "old")];
    let asked = json!({ "functions": { "fun01": { "src": "./src", "handler": "app.main" } }, "traffic": 1 });
    let (ended, cloud) = run(settled(), same, asked.clone());
    ended.done();
    assert_eq!(steps(&ended), ["upload", "shift"]);
    assert_eq!(cloud.bodies("UpdateFunctionCode")[0]["Handler"], "app.main");
    assert_eq!(cloud.bodies("UpdateFunctionConfiguration").len(), 0);
    // the package is the same, so no code is lost
    assert!(!codes(&ended).contains(&"UnsavedCode".to_owned()));
    let (again, _) = over(cloud, same, asked);
    assert!(again.run().unchanged);
}

#[test]
fn rule_27_a_changed_handler_without_code_is_an_error_of_the_inputs() {
    let asked = json!({ "functions": { "fun01": { "handler": "app.main" } }, "traffic": 0.5 });
    let (ended, cloud) = run(settled(), &[], asked);
    let error = ended.refused();
    assert_eq!((error.code(), error.class), ("HandlerNeedsCode", Class::Usage));
    assert_eq!(
        error.message(),
        "handler of fun01-dev changes from index.main_handler to app.main, and the inputs have no code"
    );
    assert!(cloud.writes().is_empty());
}

#[test]
fn rule_27_the_handler_that_is_there_needs_no_code() {
    let asked = json!({ "functions": { "fun01": { "handler": "index.main_handler" } }, "traffic": 0.5 });
    let (ended, _) = run(settled(), &[], asked);
    ended.done();
    assert_eq!(steps(&ended), ["shift"]);
}

#[test]
fn rule_11_rules_are_dropped_only_when_asked_and_shown() {
    let ruled = || settled().routed(Alias::ruled("$LATEST", "1"));
    let (ended, cloud) = run(ruled(), SRC, json!({ "traffic": 0.1 }));
    let error = ended.refused();
    assert_eq!((error.code(), cloud.writes().len()), ("RulesInTheWay", 0));
    assert_eq!(
        error.message(),
        "alias $default has routing rules, and weights and rules exclude each other: the shares of traffic would replace user is me → 1"
    );
    let (ended, cloud) = run(ruled(), &[], json!({ "traffic": 0.1, "replaceRules": true }));
    ended.done();
    assert_eq!(note(&ended, "RulesDropped"), "these routing rules are removed: user is me → 1");
    assert_eq!(default_alias(&cloud), &Alias::grayscale(0.1, "2"));
    // a deploy without traffic has nothing to do with them
    run(ruled(), SRC, json!({})).0.done();
}

#[test]
fn rule_12_a_busy_function_is_waited_for_and_a_failed_one_is_an_error() {
    let mut busy = settled();
    busy.status = Status::until("Updating", 1_700_000_005_000, "Active");
    let (ended, _) = run(busy, SRC, json!({}));
    ended.done();
    assert_eq!(steps(&ended), ["wait", "upload"]);

    let mut stuck = settled();
    stuck.status = Status::is("Updating");
    let (ended, cloud) = run(stuck, SRC, json!({ "waitTimeout": 10 }));
    let error = ended.refused();
    assert_eq!((error.code(), cloud.writes().len()), ("WaitTimeout", 0));
    assert_eq!(error.message(), "wait until the function is Active (Updating now): still Updating after 10 s");
    assert!((10_000..14_000).contains(&ended.waited_ms), "{}", ended.waited_ms);

    let mut failed = settled();
    failed.status = Status::is("CreateFailed");
    let (ended, _) = run(failed, SRC, json!({}));
    assert_eq!(
        ended.refused().message(),
        "fun01-dev is CreateFailed: FailedOperation.Why: the disk of the builder is full"
    );
    let cloud = Cloud::of(&[("fun01-dev", settled())]).failing(&[at("UpdateFunctionCode", 0, Fault::Fails)]);
    let (ended, _) = over(cloud, SRC, json!({ "traffic": 0.1 }));
    assert_eq!(ended.refused().code(), "FunctionFailed");
}

#[test]
fn rule_13_an_alias_is_read_back_until_it_agrees() {
    let cloud = Cloud::of(&[("fun01-dev", settled())]);
    let (ended, cloud) = over(cloud, &[], json!({ "traffic": 0.1 }));
    ended.done();
    // and the code that got more is looked at once more
    assert!(cloud.actions().ends_with(&["UpdateAlias", "GetAlias", "GetFunction"]));
    let result = serde_json::to_value(&ended.run().functions[0]).unwrap();
    assert_eq!(result["asked"], result["after"]);

    // someone else writes at the same time
    let race = |function: &mut Function| {
        function.aliases.insert("$DEFAULT".into(), Alias::grayscale(0.7, "2"));
    };
    let cloud = Cloud::of(&[("fun01-dev", settled())]).failing(&[at("GetAlias", 1, Fault::Meanwhile(race))]);
    let (ended, _) = over(cloud, &[], json!({ "traffic": 0.1 }));
    let error = ended.refused();
    assert_eq!(error.code(), "AliasDiffers");
    assert_eq!(
        error.message(),
        "the alias was written, but reading it still shows $latest 70% · 2 30% (written: $latest 10% · 2 90%)"
    );
    assert!((15_000..18_000).contains(&ended.waited_ms), "{}", ended.waited_ms);
}

#[test]
fn rule_14_an_error_carries_code_message_request_function_and_what_was_changed() {
    let fault = at("UpdateAlias", 0, Fault::Refused("UnauthorizedOperation.CAM"));
    let cloud = Cloud::of(&[("fun01-dev", settled())]).failing(&[fault]);
    let (ended, _) = over(cloud, SRC, json!({ "traffic": 0.1 }));
    let error = serde_json::to_value(ended.refused()).unwrap();
    assert_eq!(error["code"], "UnauthorizedOperation.CAM");
    assert_eq!(error["source"], "api");
    assert_eq!(error["class"], "failed");
    assert_eq!(error["function"], "fun01-dev");
    assert_eq!(error["retryable"], false);
    assert!(error["message"].as_str().unwrap().ends_with(": because the test says so"));
    assert_eq!(error["changed"], json!(["upload code to $latest (1.0 KB)"]));
    assert!(error["hint"].as_str().unwrap().contains("permission"));
}

#[test]
fn rule_15_equal_splits_are_unchanged() {
    for there in [Alias::all_to("2"), Alias::split("2", "$LATEST", 0.0), Alias::grayscale(0.0, "2")] {
        let (ended, cloud) = run(settled().routed(there), &[("fun01", "old")], json!({ "traffic": 0 }));
        assert!(ended.done().unchanged);
        assert_eq!((cloud.writes().len(), ended.run().functions[0].status), (0, FunctionStatus::Unchanged));
    }
}

#[test]
fn rule_16_what_people_wrote_on_an_alias_stays() {
    let there = Alias { description: "for the web team".into(), ..Alias::grayscale(0.0, "2") };
    let (ended, cloud) = run(settled().routed(there), &[], json!({ "traffic": 0.1 }));
    ended.done();
    let text = written(&cloud)["Description"].as_str().unwrap().to_owned();
    let mark = format!("for the web team [scf-grayscale {} ", ended.run().run);
    assert!(text.starts_with(&mark) && text.ends_with(']'), "{text}");
    assert_eq!(default_alias(&cloud).description, "for the web team");
}

#[test]
fn rule_21_plans_show_names_of_variables_only() {
    let mut asked = json!({});
    asked["functions"] = json!({ "fun01": { "environment": { "variables": { "NEW": "s3cret", "KEPT": "s3cret" } } } });
    let mut there = settled();
    there.config["Environment"] =
        json!({ "Variables": [{ "Key": "KEPT", "Value": "other" }, { "Key": "GONE", "Value": "s3cret" }] });
    let (ended, cloud) = run(there, &[], asked);
    ended.done();
    let changes = planned(&ended)["functions"][0]["steps"][0]["changes"].clone();
    assert_eq!(
        changes,
        json!([
            { "setting": "environment.NEW", "to": { "hidden": "new" } },
            { "setting": "environment.KEPT", "from": { "hidden": "set" }, "to": { "hidden": "changed" } },
            { "setting": "environment.GONE", "from": { "hidden": "set" } },
        ])
    );
    assert!(ended.texts.iter().all(|text| !text.contains("s3cret")));
    let sent = &cloud.bodies("UpdateFunctionConfiguration")[0]["Environment"]["Variables"];
    assert_eq!(sent, &json!([{ "Key": "KEPT", "Value": "s3cret" }, { "Key": "NEW", "Value": "s3cret" }]));
}

#[test]
fn a_change_of_traffic_takes_four_calls() {
    let (ended, cloud) = run(settled().routed(Alias::grayscale(0.5, "2")), &[], json!({ "traffic": 0.1 }));
    ended.done();
    assert_eq!(cloud.actions(), ["GetAlias", "ListVersionByFunction", "UpdateAlias", "GetAlias"]);
}

#[test]
fn code_that_is_there_already_is_not_uploaded_again() {
    let (ended, cloud) =
        run(settled().routed(Alias::grayscale(0.5, "2")), &[("fun01", "old")], json!({ "traffic": 0.1 }));
    ended.done();
    assert_eq!(cloud.writes(), ["UpdateAlias"]);
}

#[test]
fn rule_17_a_custom_alias_is_created_where_it_is_missing() {
    let (ended, cloud) = run(settled(), &[], json!({ "traffic": 0.2, "alias": "live" }));
    ended.done();
    assert_eq!(sentences(&ended, "step"), ["create alias live: $latest 20% · 2 80%"]);
    assert_eq!(cloud.function("fun01-dev").aliases["live"], Alias::grayscale(0.2, "2"));
    assert_eq!(default_alias(&cloud), &Alias::grayscale(0.0, "2"));
}

#[test]
fn rule_26_quotas_that_an_account_can_raise_are_warnings() {
    let large = json!({ "fun01": { "src": "./src", "environment": { "COOKIES": "c".repeat(5000) } } });
    let (ended, cloud) = run(settled(), SRC, json!({ "functions": large.clone() }));
    ended.done();
    let said = "the environment variables have 5007 bytes; the quota is 4096 (4 KB) unless the account has more.";
    assert!(note(&ended, "LargeEnvironment").starts_with(said), "{}", note(&ended, "LargeEnvironment"));
    // said again only where it is written again
    let (again, _) = over(cloud, SRC, json!({ "functions": large.clone(), "traffic": 0.5 }));
    again.done();
    assert!(!codes(&again).contains(&"LargeEnvironment".to_owned()));
    let (created, _) = over(Cloud::of(&[]), SRC, json!({ "functions": large }));
    note(&created, "LargeEnvironment");
}

#[test]
fn rule_26_more_triggers_of_a_type_than_documented_are_warned_of() {
    let timer = |number: usize| json!({ "timer": { "parameters": { "name": format!("t{number}"), "cronExpression": "0 0 0 1 1 * *" } } });
    let with = |count: usize| {
        let events: Vec<Value> = (0..count).map(timer).collect();
        let (ended, _) =
            over(Cloud::of(&[]), SRC, json!({ "functions": { "fun01": { "src": ".", "events": events } } }));
        codes(&ended).contains(&"ManyTriggers".to_owned())
    };
    assert_eq!([with(10), with(11)], [false, true]);
}
