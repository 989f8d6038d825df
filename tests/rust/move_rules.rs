//! Rule 24: what calls `$LATEST` past the alias moves onto it where that is asked for, before the upload.

use crate::support;

use scf_grayscale::message::FunctionStatus;
use serde_json::json;
use support::asked::{codes, note, planned, steps};
use support::callers::{ADDRESS, ONE, bound, cloud, deploy, domain, served, there, timer, url};
use support::cloud::Cloud;
use support::drive::{How, drive};
use support::fault::{Fault, at};
use support::order;

#[test]
fn a_trigger_moves_onto_the_alias_before_the_upload() {
    let (ended, cloud) = deploy(cloud(&[timer("nightly", "$LATEST")]), json!({ "traffic": 0.1, "moveTriggers": true }));
    ended.done();
    assert_eq!(steps(&ended), ["trigger", "trigger", "upload", "shift"]);
    assert_eq!(bound(&cloud), [("nightly", "$DEFAULT")]);
    let created = cloud.bodies("CreateTrigger")[0];
    assert_eq!(
        (&created["TriggerDesc"], &created["CustomArgument"], &created["Enable"], &created["Description"]),
        (&json!("0 */5 * * * * *"), &json!("s3cret"), &json!("OPEN"), &json!("by ann"))
    );
    assert!(!codes(&ended).contains(&"CallsLatest".to_owned()));
    assert!(!planned(&ended).to_string().contains("s3cret"));
    let (again, _) = deploy(cloud.fresh(), json!({ "traffic": 0.1, "moveTriggers": true }));
    assert_eq!(again.done().functions[0].status, FunctionStatus::Unchanged);
}

#[test]
fn a_login_of_a_topic_moves_along_and_is_shown_nowhere() {
    let topic = json!({ "Type": "ckafka", "TriggerName": "ckafka-1-t", "Qualifier": "$LATEST", "Enable": 1,
        "CustomArgument": "", "TriggerDesc": r#"{"maxMsgNum":"100","easConfig":{"pass":"s3cret"}}"# });
    let (ended, cloud) = deploy(cloud(&[topic]), json!({ "moveTriggers": true }));
    ended.done();
    assert!(cloud.bodies("CreateTrigger")[0]["TriggerDesc"].as_str().unwrap().contains("s3cret"));
    assert!(!format!("{:?} {:?}", ended.shown, ended.journal).contains("s3cret"));
}

#[test]
fn a_bucket_that_moves_is_deleted_first() {
    let bucket = json!({ "Type": "cos", "TriggerName": "b-1.cos.ap-guangzhou.myqcloud.com", "Qualifier": "$LATEST",
        "Enable": 1, "CustomArgument": "",
        "TriggerDesc": r#"{"event":"cos:ObjectCreated:*","filter":{"Prefix":"","Suffix":""}}"# });
    let (ended, cloud) = deploy(cloud(&[bucket]), json!({ "moveTriggers": true }));
    ended.done();
    assert_eq!(cloud.writes(), ["DeleteTrigger", "CreateTrigger", "UpdateFunctionCode"]);
}

#[test]
fn a_function_url_stays_unless_it_is_named() {
    let (ended, cloud) = deploy(cloud(&[url("$LATEST")]), json!({ "moveTriggers": true }));
    ended.done();
    assert_eq!(bound(&cloud), [("url-trigger", "$LATEST")]);
    assert!(note(&ended, "CallsLatest").contains("--move-triggers url-trigger"));
}

#[test]
fn a_function_url_that_is_named_moves_without_its_address_and_with_its_cors() {
    let (ended, cloud) = deploy(cloud(&[url("$LATEST")]), json!({ "moveTriggers": ["url-trigger"] }));
    ended.done();
    assert_eq!(bound(&cloud), [("url-trigger", "$DEFAULT")]);
    assert_eq!(
        note(&ended, "UrlMoves"),
        format!(
            "http trigger url-trigger moves from $latest to $default: its address {ADDRESS} stops answering; the new one is known afterwards"
        )
    );
    let desc = cloud.bodies("CreateTrigger")[0]["TriggerDesc"].as_str().unwrap();
    assert!(desc.contains("CorsConfig") && !desc.contains("Url"), "{desc}");
}

#[test]
fn a_url_that_the_inputs_move_keeps_its_cors_and_is_warned_of() {
    let http = json!({ "authType": "NONE", "netConfig": { "enableExtranet": true, "enableIntranet": false } });
    let (ended, cloud) = deploy(cloud(&[url("$LATEST")]), json!({ "events": [{ "http": { "parameters": http } }] }));
    ended.done();
    assert_eq!(steps(&ended), ["trigger", "trigger", "upload"], "before the upload");
    assert!(note(&ended, "UrlMoves").contains(ADDRESS));
    assert!(cloud.bodies("CreateTrigger")[0]["TriggerDesc"].as_str().unwrap().contains("CorsConfig"));
    assert_eq!(bound(&cloud), [("url-trigger", "$DEFAULT")]);
}

#[test]
fn a_second_url_of_the_alias_is_not_made() {
    let mut other = url("$DEFAULT");
    other["TriggerName"] = json!("another");
    let (ended, cloud) = deploy(cloud(&[url("$LATEST"), other]), json!({ "moveTriggers": "url-trigger" }));
    ended.done();
    assert_eq!(bound(&cloud), [("url-trigger", "$LATEST"), ("another", "$DEFAULT")]);
    let text = note(&ended, "CallsLatest");
    assert!(text.ends_with("it can't be moved to $default: http trigger another (on $default) exists"), "{text}");
}

#[test]
fn a_move_that_broke_off_is_finished_by_the_same_command() {
    let (ended, cloud) =
        deploy(cloud(&[timer("nightly", "$LATEST"), timer("nightly", "$DEFAULT")]), json!({ "moveTriggers": true }));
    ended.done();
    assert_eq!(cloud.writes(), ["DeleteTrigger", "UpdateFunctionCode"]);
}

#[test]
fn a_move_that_fails_holds_up_the_upload() {
    let faults = [at("CreateTrigger", 0, Fault::Refused("LimitExceeded.Trigger"))];
    let (ended, cloud) =
        deploy(cloud(&[timer("nightly", "$LATEST")]).failing(&faults), json!({ "moveTriggers": true }));
    assert_eq!(ended.refused().code(), "LimitExceeded.Trigger");
    assert_eq!((bound(&cloud), cloud.function(ONE).code.clone()), (vec![("nightly", "$LATEST")], support::sha("old")));
}

#[test]
fn the_plan_says_which_code_those_that_move_get() {
    let (same, _) = deploy(cloud(&[timer("nightly", "$LATEST")]), json!({ "moveTriggers": true }));
    assert_eq!(note(&same, "MovedCallers"), "what moves to $default gets the same code that it has on $latest now");
    let mut other = there(&[timer("nightly", "$LATEST")]);
    other.code = support::sha("newer");
    let (ended, _) = deploy(Cloud::of(&[(ONE, other)]), json!({ "moveTriggers": true }));
    assert_eq!(
        note(&ended, "MovedCallers"),
        "what moves to $default gets v2 (100%), which is other code than that on $latest now"
    );
}

#[test]
fn a_name_that_nothing_has_is_refused() {
    let (ended, cloud) = deploy(cloud(&[timer("nightly", "$LATEST")]), json!({ "moveTriggers": "nigthly" }));
    let error = ended.refused();
    assert_eq!((error.code(), error.hint().as_deref()), ("UnknownTrigger", Some("they have nightly")));
    assert_eq!(cloud.writes(), [] as [&str; 0]);
}

#[test]
fn an_alias_that_does_not_exist_takes_no_triggers() {
    let (ended, cloud) =
        deploy(cloud(&[timer("nightly", "$LATEST")]), json!({ "moveTriggers": true, "alias": "blue", "traffic": 0.1 }));
    ended.done();
    assert_eq!(bound(&cloud), [("nightly", "$LATEST")]);
    assert!(note(&ended, "CallsLatest").ends_with("it can't be moved to blue: alias blue does not exist yet"));
}

#[test]
fn paths_of_a_domain_move_and_everything_else_of_it_stays() {
    let before = domain("a.example", &[("/*", ONE, "$LATEST"), ("/b", "other", "$LATEST"), ("/c", ONE, "1")]);
    let (ended, cloud) = deploy(served(&[before]), json!({ "traffic": 0.1, "moveTriggers": true }));
    ended.done();
    assert_eq!(steps(&ended), ["domain", "upload", "shift"]);
    let after = domain("a.example", &[("/*", ONE, "$DEFAULT"), ("/b", "other", "$LATEST"), ("/c", ONE, "1")]);
    assert_eq!(cloud.domains, [after]);
    assert_eq!(
        ended.run().functions[0].changes()[0],
        "let custom domain a.example call $default with path /* (now $latest)"
    );
    assert!(!codes(&ended).contains(&"CallsLatest".to_owned()));
}

#[test]
fn two_functions_on_one_domain_do_not_take_back_what_the_other_wrote() {
    for group in ["atomic", "independent"] {
        let functions = [("a-dev", there(&[])), ("b-dev", there(&[]))];
        let before = domain("a.example", &[("/a", "a-dev", "$LATEST"), ("/b", "b-dev", "$LATEST")]);
        let mut cloud = Cloud::of(&functions).serving(&[before]);
        let sources = [("a", "new"), ("b", "new")];
        let src = json!({ "src": "." });
        let asked = json!({ "functions": { "a": src, "b": src }, "moveTriggers": true, "group": group });
        let ended = drive(&order("run", asked, &sources), &mut cloud, &How::packing(&sources));
        ended.done();
        let after = domain("a.example", &[("/a", "a-dev", "$DEFAULT"), ("/b", "b-dev", "$DEFAULT")]);
        assert_eq!(cloud.domains, [after], "{group}");
    }
}

#[test]
fn a_domain_that_someone_changed_since_the_plan_is_left() {
    let mut cloud = served(&[domain("a.example", &[("/*", ONE, "$LATEST")])]);
    cloud.once_listed = Some(|domains| domains[0]["EndpointsConfig"][0]["PathMatch"] = json!("/theirs"));
    let (ended, cloud) = deploy(cloud, json!({ "moveTriggers": true }));
    assert_eq!(ended.refused().code(), "DomainChanged");
    assert_eq!(cloud.writes(), [] as [&str; 0]);
}
