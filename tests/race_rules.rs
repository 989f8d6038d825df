//! Two at once: what a run sees of another one, and what it does then.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use serde_json::json;
use support::asked::{SRC, default_alias, over, settled, written};
use support::cloud::{Alias, Cloud, Function, Left};
use support::drive::{Ended, How, drive};
use support::fault::{Fault, at};
use support::{ordered, packages_of, rollback, sha};

const NOW_S: u64 = 1_700_000_000;
/// Another run wrote the alias three seconds before now, and is to upload `theirs`.
const AT_WORK: &str = "scf-grayscale 0badcafe 2023-11-15 06:13:17 +120 s for ";

fn at_work() -> Function {
    let mut alias = Alias { description: "ours".into(), ..Alias::grayscale(0.1, "2") };
    alias.mark = Left(Some(format!("{AT_WORK}{}", &sha("theirs")[..12])));
    settled().routed(alias)
}

fn cloud(function: Function) -> Cloud {
    let mut cloud = Cloud::of(&[("fun01-dev", function)]);
    cloud.now = NOW_S * 1000;
    cloud
}

fn meets(function: Function) -> Ended {
    over(cloud(function), SRC, json!({ "traffic": 0.05 })).0
}

#[test]
fn a_run_that_is_at_work_elsewhere_is_named_and_left_alone() {
    for asked in [json!({ "traffic": 0.05 }), json!({ "publish": true, "traffic": 0 })] {
        let (ended, cloud) = over(cloud(at_work()), SRC, asked);
        let error = ended.refused();
        assert_eq!((error.code.as_str(), error.function.as_deref()), ("ReleaseInProgress", Some("fun01-dev")));
        assert!(
            error.message.starts_with("run 0badcafe wrote $default at 2023-11-14 22:13:17 +00:00"),
            "{}",
            error.message
        );
        assert!(error.message.contains("for 117 s more"), "{}", error.message);
        assert!(cloud.writes().is_empty());
    }
    // also for who has no code to compare: that costs one question more
    let (ended, cloud) = over(cloud(at_work()), &[], json!({ "traffic": 0.05 }));
    assert_eq!(ended.refused().code, "ReleaseInProgress");
    assert!(cloud.actions().contains(&"GetFunctionAddress"));
}

#[test]
fn one_that_is_over_is_not() {
    let mut late = cloud(at_work());
    late.now += 118_000;
    over(late, SRC, json!({ "traffic": 0.05 })).0.done();
    // its code is there: the upload that the mark speaks of is done
    let mut uploaded = at_work();
    uploaded.code = sha("theirs");
    meets(uploaded).done();
    over(cloud(at_work()), SRC, json!({ "traffic": 0.05, "takeOver": true })).0.done();
}

#[test]
fn a_rollback_goes_on_all_the_same() {
    let mut cloud = cloud(at_work());
    let order = rollback(json!({ "functions": ["fun01-dev"] }), json!(null), &[]);
    drive(&order, &mut cloud, &How::default()).done();
    assert_eq!(default_alias(&cloud).most_of("2"), support::cloud::WHOLE);
    assert_eq!(cloud.actions(), ["GetAlias", "UpdateAlias", "GetAlias"]);
}

#[test]
fn what_the_own_journal_knows_is_no_stranger() {
    let line = r#"{"v":1,"at":1,"run":"0badcafe","kind":"deploy","phase":"before","step":"shift","region":"ap-guangzhou","namespace":"default","function":"fun01-dev"}"#;
    let order = ordered(json!({
        "do": "run", "inputs": { "functions": { "fun01": { "src": "." } }, "traffic": 0.05 },
        "packages": packages_of(SRC), "journal": line,
    }));
    drive(&order, &mut cloud(at_work()), &How::packing(SRC)).done();
}

#[test]
fn an_alias_that_someone_changed_since_the_plan_is_left_to_them() {
    let theirs = |function: &mut Function| {
        function.aliases.insert("$DEFAULT".to_owned(), Alias::all_to("1"));
    };
    let mut cloud = cloud(settled());
    cloud.work_ms = 8_000;
    // when the version is looked for, seconds after the plan
    cloud.faults.push(at("ListVersionByFunction", 3, Fault::Meanwhile(theirs)));
    let (ended, cloud) = over(cloud, SRC, json!({ "publish": true, "traffic": 0 }));
    let error = ended.refused();
    assert_eq!(error.code, "AliasChanged");
    assert!(error.message.contains("it was 2 100% when planned, now it is 1 100%"), "{}", error.message);
    assert!(!cloud.writes().contains(&"UpdateAlias"));
    assert_eq!(default_alias(&cloud), &Alias::all_to("1"));
    assert_eq!(error.changed.len(), 2, "{:?}", error.changed);
}

#[test]
fn a_write_in_the_same_moment_is_found_out_by_its_mark() {
    let theirs = |function: &mut Function| {
        let mut alias = Alias::grayscale(0.9, "2");
        alias.mark = Left(Some("scf-grayscale 0badcafe 2023-11-15 06:13:20".into()));
        function.aliases.insert("$DEFAULT".to_owned(), alias);
    };
    let mut cloud = cloud(settled());
    cloud.faults.push(at("GetAlias", 1, Fault::Meanwhile(theirs)));
    let (ended, cloud) = over(cloud, &[], json!({ "traffic": 0.5 }));
    let error = ended.refused();
    assert_eq!(error.code, "AliasDiffers");
    assert!(error.message.starts_with("run 0badcafe wrote the alias in the same moment"), "{}", error.message);
    assert!(ended.waited_ms < 1_000, "it is certain at once: {} ms", ended.waited_ms);
    assert_eq!(ended.run().functions[0].routing, Some("notRestored"));
    assert_eq!(default_alias(&cloud), &Alias::grayscale(0.9, "2"));
}

#[test]
fn a_description_without_room_is_written_without_a_mark() {
    let long = "x".repeat(990);
    let there = Alias { description: long.clone(), ..Alias::grayscale(0.0, "2") };
    let (ended, cloud) = over(cloud(settled().routed(there)), &[], json!({ "traffic": 0.5 }));
    ended.done();
    assert_eq!(written(&cloud)["Description"], long.as_str());
}

#[test]
fn a_mark_that_the_api_refuses_is_dropped() {
    let mut cloud = cloud(settled());
    cloud.faults.push(at("UpdateAlias", 0, Fault::Refused("InvalidParameterValue.Description")));
    let (ended, cloud) = over(cloud, &[], json!({ "traffic": 0.5 }));
    ended.done();
    assert_eq!(written(&cloud)["Description"], "", "the second write, after the refused one");
}
