//! Functions that are released as one: barriers, putting back, and what is said of it.

use crate::support;

use scf_grayscale::message::{FunctionStatus, RoutingStatus};
use serde_json::{Value, json};
use support::asked::{note, over, settled};
use support::cloud::{Alias, Cloud, Function};
use support::drive::Ended;
use support::fault::{Fault, at};

const PACKAGES: &[(&str, &str)] = &[("fun01", "new"), ("fun02", "new"), ("fun03", "new")];
const NAMES: [&str; 3] = ["fun01-dev", "fun02-dev", "fun03-dev"];

fn three(of: impl Fn() -> Function) -> Cloud {
    let mut cloud = Cloud::of(&NAMES.map(|name| (name, of())));
    cloud.work_ms = 700;
    cloud
}

fn asked(more: Value) -> Value {
    let mut inputs =
        json!({ "functions": { "fun01": { "src": "." }, "fun02": { "src": "." }, "fun03": { "src": "." } } });
    for (key, value) in more.as_object().unwrap() {
        inputs[key] = value.clone();
    }
    inputs
}

fn places(cloud: &Cloud, action: &str) -> Vec<usize> {
    let is = |(index, (called, _)): (usize, &(String, Value))| (called == action).then_some(index);
    cloud.calls.iter().enumerate().filter_map(is).collect()
}

fn status(ended: &Ended) -> Vec<(FunctionStatus, Option<RoutingStatus>)> {
    ended.run().functions.iter().map(|function| (function.status, function.routing)).collect()
}

#[test]
fn nothing_shifts_toward_new_code_before_all_versions_are_active() {
    let (ended, cloud) = over(three(settled), PACKAGES, asked(json!({ "publish": true, "traffic": 0 })));
    ended.done();
    let first_shift = places(&cloud, "UpdateAlias")[0];
    assert!(places(&cloud, "PublishVersion").iter().all(|at| *at < first_shift));
    let moment = &cloud.moments[first_shift];
    for name in NAMES {
        let made = moment.functions[name].versions.last().unwrap();
        assert_eq!((made.number, made.status.word(cloud.now)), (3, "Active"));
        assert_eq!(cloud.function(name).default_alias(), &Alias::grayscale(0.0, "3"));
    }
}

#[test]
fn traffic_leaves_code_that_is_replaced_in_all_functions_before_any_is_updated() {
    let half = || settled().routed(Alias::grayscale(0.5, "2"));
    let (ended, cloud) = over(three(half), PACKAGES, asked(json!({ "traffic": 0.1 })));
    ended.done();
    let first_upload = places(&cloud, "UpdateFunctionCode")[0];
    assert!(places(&cloud, "UpdateAlias").iter().all(|at| *at < first_upload));
}

/// The place of the function that failed; which of them meets a fault depends on whose turn it is.
fn failed(ended: &Ended) -> usize {
    let name = ended.refused().function.as_deref().unwrap();
    NAMES.iter().position(|known| *known == name).unwrap()
}

#[test]
fn each_for_itself_does_not_wait() {
    let mut cloud = three(settled);
    cloud.faults.push(at("PublishVersion", 1, Fault::Refused("LimitExceeded.FunctionVersions")));
    let asked = asked(json!({ "publish": true, "traffic": 0, "group": "independent" }));
    let (ended, cloud) = over(cloud, PACKAGES, asked);
    assert_eq!(ended.refused().code(), "LimitExceeded.FunctionVersions");
    let failed = failed(&ended);
    for (place, name) in NAMES.into_iter().enumerate() {
        let expected = if place == failed { (FunctionStatus::Failed, None) } else { (FunctionStatus::Done, None) };
        assert_eq!(status(&ended)[place], expected);
        let alias = if place == failed { settled().default_alias().clone() } else { Alias::grayscale(0.0, "3") };
        assert_eq!(cloud.function(name).default_alias(), &alias);
    }
}

#[test]
fn one_that_can_not_be_published_keeps_all_where_they_were() {
    let mut cloud = three(settled);
    cloud.faults.push(at("PublishVersion", 1, Fault::Refused("LimitExceeded.FunctionVersions")));
    let (ended, cloud) = over(cloud, PACKAGES, asked(json!({ "publish": true, "traffic": 0 })));
    assert_eq!(ended.refused().code(), "LimitExceeded.FunctionVersions");
    assert_eq!(places(&cloud, "UpdateAlias"), [] as [usize; 0]);
    let failed = failed(&ended);
    for place in 0..NAMES.len() {
        let expected = if place == failed { (FunctionStatus::Failed, None) } else { (FunctionStatus::Stopped, None) };
        assert_eq!(status(&ended)[place], expected);
    }
    let other = ended.run().functions[(failed + 1) % 3].error.as_ref().unwrap();
    assert_eq!(other.code(), "GroupFailed");
    let culprit = format!("because fun0{} failed", failed + 1);
    assert!(other.message().contains(&culprit), "{}", other.message());
}

#[test]
fn one_that_can_not_shift_puts_all_back_as_they_were() {
    let odd = || settled().routed(Alias { description: "ours".into(), ..Alias::split("1", "2", 0.33333) });
    let mut cloud = three(odd);
    cloud.faults.push(at("UpdateAlias", 2, Fault::Refused("UnauthorizedOperation.CAM")));
    let (ended, cloud) = over(cloud, PACKAGES, asked(json!({ "publish": true, "traffic": 0 })));
    assert_eq!(ended.refused().code(), "UnauthorizedOperation.CAM");
    assert_eq!(
        status(&ended),
        [
            (FunctionStatus::PutBack, Some(RoutingStatus::Restored)),
            (FunctionStatus::PutBack, Some(RoutingStatus::Restored)),
            (FunctionStatus::Failed, None)
        ]
    );
    for name in NAMES {
        assert_eq!(cloud.function(name).default_alias(), odd().default_alias());
    }
    assert!(ended.refused().changes().contains(&"fun01: restore $default: 1 66.667% · 2 33.333%".to_owned()));
    // what it replaced is nothing to go back to: the journal's last routing is still the one before the run
    let previous = support::rollback(json!({ "functions": NAMES }), json!("previous"), &ended.journal);
    let mut cloud = cloud.fresh();
    let again = support::drive::drive(&previous, &mut cloud, &support::drive::How::default());
    assert!(again.done().unchanged);
}

#[test]
fn new_code_keeps_its_share_when_all_are_put_back() {
    let half = || settled().routed(Alias::grayscale(0.5, "2"));
    let mut cloud = three(half);
    cloud.faults.push(at("UpdateFunctionCode", 1, Fault::Refused("InvalidParameterValue.Code")));
    let (ended, cloud) = over(cloud, PACKAGES, asked(json!({ "traffic": 0.1 })));
    assert_eq!(ended.refused().code(), "InvalidParameterValue.Code");
    // fun01 and fun03 have the new code: what was asked for it, no more
    assert_eq!(
        status(&ended),
        [
            (FunctionStatus::PutBack, Some(RoutingStatus::Restored)),
            (FunctionStatus::Failed, Some(RoutingStatus::Restored)),
            (FunctionStatus::PutBack, Some(RoutingStatus::Restored))
        ]
    );
    assert_eq!(cloud.function("fun01-dev").default_alias(), &Alias::grayscale(0.1, "2"));
    assert_eq!(cloud.function("fun02-dev").default_alias(), half().default_alias());
}

#[test]
fn what_someone_else_made_of_an_alias_is_not_put_back_over() {
    let theirs = |function: &mut Function| {
        if function.code == "second" {
            function.aliases.insert("$DEFAULT".to_owned(), Alias::all_to("1"));
        }
    };
    let mut cloud = three(settled);
    cloud.functions.get_mut("fun02-dev").unwrap().code = "second".into();
    for reading in 3..400 {
        cloud.faults.push(at("GetAlias", reading, Fault::Meanwhile(theirs)));
    }
    let (ended, cloud) = over(cloud, &[], json!({ "functions": NAMES, "traffic": 0.5 }));
    let error = ended.refused();
    assert_eq!((error.code(), error.function.as_deref()), ("AliasDiffers", Some("fun02-dev")));
    assert_eq!(
        status(&ended),
        [
            (FunctionStatus::PutBack, Some(RoutingStatus::Restored)),
            (FunctionStatus::Failed, Some(RoutingStatus::NotRestored)),
            (FunctionStatus::PutBack, Some(RoutingStatus::Restored))
        ]
    );
    assert_eq!(cloud.function("fun02-dev").default_alias(), &Alias::all_to("1"));
    assert_eq!(cloud.function("fun01-dev").default_alias(), settled().default_alias());
    let hint = ended.run().functions[1].error.as_ref().unwrap().hint().unwrap();
    assert!(hint.contains("AliasChanged") && hint.contains("grayscale rollback fun02-dev --to previous"), "{hint}");
}

#[test]
fn what_can_not_be_put_back_is_named_with_the_command_that_does() {
    let mut cloud = three(settled);
    for nth in 1..200 {
        cloud.faults.push(at("UpdateAlias", nth, Fault::Refused("AuthFailure.TokenFailure")));
    }
    let (ended, _) = over(cloud, &[], json!({ "functions": NAMES, "traffic": 0.5 }));
    assert_eq!(ended.refused().code(), "AuthFailure.TokenFailure");
    assert_eq!(status(&ended)[0], (FunctionStatus::Failed, Some(RoutingStatus::NotRestored)));
    let first = ended.run().functions[0].error.as_ref().unwrap();
    assert!(first.hint().as_ref().unwrap().contains("grayscale rollback fun01-dev --to previous"), "{first:?}");
    assert!(ended.refused().changes().iter().any(|change| change.starts_with("fun01-dev: shift $default")));
}

#[test]
fn one_function_alone_is_put_back_too() {
    let mut cloud = Cloud::of(&[("fun01-dev", settled().routed(Alias::grayscale(0.5, "2")))]);
    cloud.faults.push(at("UpdateFunctionCode", 0, Fault::Refused("InvalidParameterValue.Code")));
    let (ended, cloud) = over(cloud, &[("fun01", "new")], json!({ "traffic": 0.1 }));
    assert_eq!(status(&ended), [(FunctionStatus::Failed, Some(RoutingStatus::Restored))]);
    assert_eq!(cloud.function("fun01-dev").default_alias(), &Alias::grayscale(0.5, "2"));
}

#[test]
fn the_plan_says_how_long_the_functions_are_mixed() {
    let (ended, _) = over(three(settled), PACKAGES, asked(json!({ "publish": true, "traffic": 0 })));
    assert_eq!(
        note(&ended, "MixedWindow"),
        "atomic: 3 functions switch when all are ready, within about 0.1 s. If one fails, all are restored"
    );
}

#[test]
fn a_function_that_is_deleted_meanwhile_fails_by_name_and_the_others_are_put_back() {
    let mut cloud = three(settled);
    cloud.faults.push(at("UpdateAlias", 1, Fault::Refused("ResourceNotFound.Function")));
    let (ended, cloud) = over(cloud, PACKAGES, asked(json!({ "publish": true, "traffic": 0 })));
    assert_eq!(ended.refused().code(), "ResourceNotFound.Function");
    let failed = failed(&ended);
    for (place, name) in NAMES.into_iter().enumerate().filter(|(place, _)| *place != failed) {
        assert_eq!(status(&ended)[place], (FunctionStatus::PutBack, Some(RoutingStatus::Restored)), "{name}");
        assert_eq!(cloud.function(name).default_alias(), settled().default_alias());
    }
}
