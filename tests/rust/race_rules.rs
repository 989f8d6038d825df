//! Two at once: what a run sees of another one, and what it does then.

use crate::support;

use scf_grayscale::error::Class;
use scf_grayscale::message::RoutingStatus;
use serde_json::json;
use support::asked::{SRC, default_alias, over, settled, written};
use support::cloud::{Alias, Cloud, Function, Left, Status};
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
        assert_eq!((error.code(), error.function.as_deref()), ("ReleaseInProgress", Some("fun01-dev")));
        assert!(
            error.message().starts_with("run 0badcafe wrote $default at 2023-11-14 22:13:17 +00:00"),
            "{}",
            error.message()
        );
        assert!(error.message().contains("for another 117 s"), "{}", error.message());
        assert!(cloud.writes().is_empty());
    }
    // also for who has no code to compare: that costs one question more
    let (ended, cloud) = over(cloud(at_work()), &[], json!({ "traffic": 0.05 }));
    assert_eq!(ended.refused().code(), "ReleaseInProgress");
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
    assert_eq!(
        cloud.actions(),
        ["GetAlias", "ListVersionByFunction", "UpdateAlias", "GetAlias", "ListTriggers", "ListCustomDomains"]
    );
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
    assert_eq!(error.code(), "AliasChanged");
    assert!(error.message().contains("planned from 2 100%, now 1 100%"), "{}", error.message());
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
    assert_eq!(error.code(), "AliasDiffers");
    assert!(error.message().starts_with("run 0badcafe wrote the alias at the same moment"), "{}", error.message());
    assert!(ended.waited_ms < 1_000, "it is certain at once: {} ms", ended.waited_ms);
    assert_eq!(ended.run().functions[0].routing, Some(RoutingStatus::NotRestored));
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

/// The share of each code that users can have met at any moment of it.
fn most_of(cloud: &Cloud, code: &str) -> u64 {
    let share = |moment: &support::cloud::Moment| {
        moment.functions["fun01-dev"].share_of_code("$DEFAULT", &sha(code), moment.at)
    };
    cloud.moments.iter().map(share).max().unwrap()
}

fn refused(cloud: Cloud, packages: &[(&str, &str)], asked: serde_json::Value) -> (String, String, Class, Cloud) {
    let (ended, cloud) = over(cloud, packages, asked);
    let error = ended.refused();
    (error.code().to_owned(), error.message(), error.class, cloud)
}

#[test]
fn before_an_upload_what_changed_during_a_wait_is_left_to_whoever_changed_it() {
    // someone's upload is on its way when this run plans; by the time it is Active they have shifted
    let mut there = settled();
    there.upload(NOW_S * 1000, sha("theirs"), Status::until("Updating", NOW_S * 1000 + 3_000, "Active"));
    let shifted = |function: &mut Function| {
        function.aliases.insert("$DEFAULT".to_owned(), Alias::grayscale(0.9, "2"));
    };
    let mut world = cloud(there.clone());
    world.faults.push(at("GetFunction", 3, Fault::Meanwhile(shifted)));
    let (code, message, class, after) = refused(world, SRC, json!({ "traffic": 0.01 }));
    assert_eq!((code.as_str(), class), ("ReleaseInProgress", Class::Refused));
    assert!(message.contains("planned from 2 100%, now $latest 90% · 2 10%"), "{message}");
    assert!(after.writes().is_empty());
    // as planned: it goes on
    let (ended, after) = over(cloud(there), SRC, json!({ "traffic": 0.01 }));
    ended.done();
    assert_eq!(after.function("fun01-dev").code, sha("new"));
}

#[test]
fn an_alias_that_is_not_there_is_not_looked_for_again_after_a_wait() {
    let mut there = settled();
    there.status = Status::until("Updating", NOW_S * 1000 + 3_000, "Active");
    let (ended, after) = over(cloud(there), SRC, json!({ "alias": "live" }));
    ended.done();
    assert_eq!(after.function("fun01-dev").code, sha("new"));
}

#[test]
fn another_upload_that_is_met_is_waited_for_and_then_left() {
    let mut world = cloud(settled());
    world.faults.push(at("UpdateFunctionCode", 0, Fault::Uploads("theirs")));
    let (code, message, class, after) = refused(world, SRC, json!({ "traffic": 0.1 }));
    assert_eq!((code.as_str(), class), ("ReleaseInProgress", Class::Refused));
    assert_eq!(message, "someone else changed $latest since the plan (code): it was not overwritten");
    assert_eq!((after.writes().len(), after.function("fun01-dev").code.clone()), (1, sha("theirs")));
    assert_eq!(most_of(&after, "theirs"), 0);
}

#[test]
fn what_someone_else_uploaded_is_not_published() {
    for asked in [json!({ "publish": true, "traffic": 0 }), json!({ "publish": true })] {
        let mut world = cloud(settled());
        world.faults.push(at("PublishVersion", 0, Fault::Uploads("theirs")));
        let (code, message, class, after) = refused(world, SRC, asked);
        assert_eq!((code.as_str(), class), ("CodeChanged", Class::Failed));
        assert_eq!(message, "someone else changed $latest since this run wrote it (code): nothing was published");
        assert!(after.function("fun01-dev").versions.iter().all(|made| made.code != sha("theirs")));
        assert_eq!(most_of(&after, "theirs"), 0);
    }
}

#[test]
fn what_someone_else_uploaded_is_not_protected() {
    let unsaved = Function::new("unsaved").with(1, "old", "Active").routed(Alias::grayscale(0.3, "1"));
    let mut world = cloud(unsaved);
    world.faults.push(at("PublishVersion", 0, Fault::Uploads("theirs")));
    let (code, _, class, after) = refused(world, SRC, json!({ "protect": true, "traffic": 0.3 }));
    assert_eq!((code.as_str(), class), ("CodeChanged", Class::Refused));
    assert_eq!(after.function("fun01-dev").versions.len(), 1);
}

#[test]
fn code_that_is_no_longer_this_runs_gets_no_traffic() {
    // fun02 is busy for a while, so that the shift of fun01 comes long after its upload
    let mut world = cloud(settled());
    world.functions.insert("fun02-dev".to_owned(), settled());
    let theirs = |function: &mut Function| {
        function.upload(NOW_S * 1000 + 7_000, sha("theirs"), Status::is("Active"));
    };
    let busy = Fault::Refused("FailedOperation.FunctionStatusError");
    world.faults.extend((1..7).map(|nth| at("UpdateFunctionCode", nth, busy)));
    world.faults.push(at("UpdateFunctionCode", 7, Fault::Meanwhile(theirs)));
    let packages = [("fun01", "new"), ("fun02", "new")];
    let order = ordered(json!({
        "do": "run", "packages": packages_of(&packages),
        "inputs": { "functions": { "fun01": { "src": "." }, "fun02": { "src": "." } }, "traffic": 0.5 },
    }));
    let ended = drive(&order, &mut world, &How::packing(&packages));
    let error = ended.refused();
    assert_eq!((error.code(), error.class), ("CodeChanged", Class::Failed));
    assert_eq!(error.message(), "someone else changed $latest since this run wrote it (code): no traffic was shifted");
    assert_eq!(most_of(&world, "theirs"), 0);
}

#[test]
fn settings_that_someone_else_changed_are_named() {
    let theirs = |function: &mut Function| {
        let (code, now) = (function.code.clone(), NOW_S * 1000 + 3_000);
        function.upload(now, code, Status::until("Updating", now + 5_000, "Active"));
        function.config["Timeout"] = json!(60);
    };
    let mut world = cloud(settled());
    world.faults.push(at("PublishVersion", 0, Fault::Meanwhile(theirs)));
    let (code, message, ..) = refused(world, SRC, json!({ "publish": true }));
    assert_eq!(code, "CodeChanged");
    assert!(message.contains("(settings)"), "{message}");
}

#[test]
fn an_upload_in_the_moment_of_the_shift_takes_the_shift_back() {
    let mut world = cloud(settled());
    world.faults.push(at("UpdateAlias", 0, Fault::Uploads("theirs")));
    let (code, message, class, after) = refused(world, SRC, json!({ "traffic": 0.5 }));
    assert_eq!((code.as_str(), class), ("CodeChanged", Class::Failed));
    assert!(message.ends_with("the shift does not count"), "{message}");
    assert_eq!(default_alias(&after), &Alias::grayscale(0.0, "2"));
    assert_eq!(most_of(&after, "theirs"), 0, "it was not Active by then");
}

#[test]
fn without_the_digest_the_time_of_the_last_write_says_it() {
    let mut world = cloud(settled());
    world.faults.extend((0..9).map(|nth| at("GetFunctionAddress", nth, Fault::Refused("UnauthorizedOperation.CAM"))));
    let (ended, after) = over(world.clone(), SRC, json!({ "publish": true, "traffic": 0 }));
    ended.done();
    assert_eq!(default_alias(&after), &Alias::grayscale(0.0, "3"));
    world.faults.push(at("PublishVersion", 0, Fault::Uploads("theirs")));
    let (code, message, ..) = refused(world, SRC, json!({ "publish": true, "traffic": 0 }));
    assert_eq!(code, "CodeChanged");
    assert!(message.contains("(time of the last change)"), "{message}");
}

#[test]
fn a_server_that_packs_anew_is_no_stranger() {
    for asked in [json!({ "traffic": 0.5 }), json!({ "publish": true, "traffic": 0 })] {
        let mut world = cloud(settled());
        (world.repacks, world.work_ms) = (true, 6_000);
        let (ended, after) = over(world, SRC, asked.clone());
        ended.done();
        // the same package once more comes out the same: its digest does not change, the time does
        let mut again = after.fresh();
        again.now += 60_000;
        over(again, SRC, asked).0.done();
    }
}

#[test]
fn an_api_that_says_yes_and_does_nothing_is_found() {
    let configure = json!({ "functions": { "fun01": { "memorySize": 256 } } });
    for (action, packages, asked) in
        [("UpdateFunctionCode", SRC, json!({ "traffic": 0.5 })), ("UpdateFunctionConfiguration", &[][..], configure)]
    {
        let mut world = cloud(settled());
        world.idle = vec![action];
        let (ended, after) = over(world, packages, asked);
        let error = ended.refused();
        assert_eq!((error.code(), error.class), ("NotApplied", Class::Failed));
        assert_eq!(after.writes(), [action], "nothing is shifted");
        assert!((15_000..20_000).contains(&ended.waited_ms), "{}", ended.waited_ms);
    }
}

#[test]
fn an_upload_whose_answer_is_lost_is_looked_for_and_sent_again_only_where_it_did_not_arrive() {
    let configure = json!({ "functions": { "fun01": { "memorySize": 256 } } });
    for (action, packages, asked) in
        [("UpdateFunctionCode", SRC, json!({ "traffic": 0.5 })), ("UpdateFunctionConfiguration", &[][..], configure)]
    {
        for (fault, sent) in [(Fault::LostAfter, 1), (Fault::HtmlAfter, 1), (Fault::LostBefore, 2)] {
            // it is on its way, or over, when it is looked for
            for work_ms in [0, 5_000] {
                let mut world = cloud(settled()).failing(&[at(action, 0, fault)]);
                world.work_ms = work_ms;
                let (ended, after) = over(world, packages, asked.clone());
                ended.done();
                let count = after.writes().iter().filter(|called| **called == action).count();
                // one that was lost before the API had it reached no count of calls
                let reached = if matches!(fault, Fault::LostBefore) { sent - 1 } else { sent };
                assert_eq!(count, reached, "{action} {fault:?} {work_ms}");
                assert!(ended.waited_ms < 15_000 + work_ms, "{}", ended.waited_ms);
            }
        }
    }
}

#[test]
fn a_look_that_is_fresh_is_not_repeated() {
    let mut world = cloud(settled());
    world.work_ms = 0;
    let (ended, after) = over(world, SRC, json!({ "publish": true, "traffic": 0 }));
    ended.done();
    let written = after.actions().iter().position(|action| *action == "UpdateFunctionCode").unwrap();
    assert_eq!(
        after.actions()[written..],
        [
            "UpdateFunctionCode",
            "GetFunction",
            "GetFunctionAddress",
            "PublishVersion",
            "ListVersionByFunction",
            "UpdateAlias",
            "GetAlias",
        ]
    );
}
