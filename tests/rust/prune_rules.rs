//! Housekeeping: which versions go, which stay and why, what happens when one can't go; and the quota of versions.

use crate::support;

use proptest::prelude::*;
use scf_grayscale::message::FunctionStatus;
use scf_grayscale::release::{Journal, Release, Report};
use scf_grayscale::scf::version::SAVED;
use serde_json::{Value, json};
use support::asked::{SRC, codes, inputs, note, sentences, steps};
use support::cloud::{Alias, Cloud, Function};
use support::drive::{Ended, How, drive};
use support::fault::{At, Fault, at};
use support::{cases, order, ordered};

const ONE: &str = "fun01-dev";

/// Versions 1 to `count`, all traffic on the newest.
fn grown(count: u64) -> Function {
    let there = (1..=count).fold(Function::new("code"), |there, number| there.with(number, "code", "Active"));
    there.routed(Alias::grayscale(0.0, &count.to_string()))
}

/// A cloud that lists its versions by the hundred, as the API does.
fn long(there: Function) -> Cloud {
    let mut cloud = Cloud::of(&[(ONE, there)]);
    cloud.forgets = true;
    cloud
}

fn prune(cloud: &mut Cloud, asked: Value, journal: &[String]) -> Ended {
    let functions: Vec<&String> = cloud.functions.keys().collect();
    let order = json!({
        "do": "run", "kind": "prune", "inputs": { "functions": functions }, "asked": asked, "journal": journal.join("\n"),
    });
    drive(&ordered(order), cloud, &How::default())
}

fn over(there: Function, keep: u32) -> (Ended, Cloud) {
    let mut cloud = Cloud::of(&[(ONE, there)]);
    let ended = prune(&mut cloud, json!({ "keep": keep }), &[]);
    (ended, cloud)
}

/// The versions that are there, by number. (Those whose deletion is over are gone when the cloud is looked at next.)
fn left(cloud: &Cloud) -> Vec<u64> {
    let there = cloud.function(ONE).versions.iter();
    there.filter(|made| made.status.word(cloud.now) != "Gone").map(|made| made.number).collect()
}

/// The versions whose deletion was asked for, in order.
fn asked_for(cloud: &Cloud) -> Vec<String> {
    cloud.bodies("DeleteFunctionVersion").iter().map(|body| body["Qualifier"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_oldest_go_and_the_newest_stay() {
    let (ended, cloud) = over(grown(6), 2);
    assert_eq!(left(&cloud), [5, 6]);
    assert_eq!(asked_for(&cloud), ["1", "2", "3", "4"]);
    let result = &ended.done().functions[0];
    assert_eq!((ended.run().kind, result.status), ("prune", FunctionStatus::Done));
    assert_eq!(result.changes(), ["delete v1", "delete v2", "delete v3", "delete v4"]);
    assert_eq!(result.before, result.after);
    assert_eq!(result.last_version.as_ref().map(|version| version.wire()), Some("6"));
    assert_eq!(sentences(&ended, "summary"), ["Plan: 1 to prune."]);
    assert_eq!(steps(&ended), ["deleteVersion"; 4]);
}

#[test]
fn ten_stay_where_nobody_says() {
    let mut cloud = Cloud::of(&[(ONE, grown(12))]);
    prune(&mut cloud, Value::Null, &[]).done();
    assert_eq!(left(&cloud), (3..=12).collect::<Vec<_>>());
}

#[test]
fn failed_ones_go_first_and_do_not_count() {
    let there = grown(3).with(4, "code", "PublishFailed").with(5, "code", "Active").with(6, "code", "PublishFailed");
    let (ended, cloud) = over(there.routed(Alias::grayscale(0.0, "5")), 2);
    ended.done();
    assert_eq!(asked_for(&cloud), ["4", "6", "1", "2"]);
    assert_eq!(left(&cloud), [3, 5]);
    assert_eq!(sentences(&ended, "step")[0], "delete v4 (PublishFailed)");
}

#[test]
fn whatever_names_a_version_keeps_it() {
    let mut there = grown(9).routed(Alias::split("$LATEST", "1", 0.0));
    there.aliases.insert("blue".into(), Alias::all_to("2"));
    there.aliases.insert("green".into(), Alias::ruled("9", "3"));
    there.triggers.push(json!({ "Type": "timer", "TriggerName": "night", "Qualifier": "4", "TriggerDesc": "{}" }));
    let mut cloud = Cloud::of(&[(ONE, there)]);
    let path = |number: &str, function: &str| json!({ "Namespace": "default", "FunctionName": function, "Qualifier": number, "PathMatch": "/*" });
    cloud.domains = vec![json!({ "Domain": "a.example", "EndpointsConfig": [path("5", ONE), path("6", "another")] })];
    let ended = prune(&mut cloud, json!({ "keep": 1 }), &[]);
    ended.done();
    assert_eq!(left(&cloud), [1, 2, 3, 4, 5, 9]);
    assert_eq!(
        note(&ended, "Kept"),
        "kept as well: v1 (alias $default), v2 (alias blue), v3 (alias green), v4 (timer trigger night calls it), v5 (custom domain a.example with path /* calls it)"
    );
}

#[test]
fn nothing_is_deleted_where_the_domains_can_not_be_read() {
    let faults = [at("ListCustomDomains", 0, Fault::Refused("UnauthorizedOperation.CAM"))];
    let mut cloud = Cloud::of(&[(ONE, grown(9))]).failing(&faults);
    let ended = prune(&mut cloud, json!({ "keep": 1 }), &[]);
    assert_eq!(ended.refused().code(), "UnauthorizedOperation.CAM");
    assert_eq!(cloud.writes(), [] as [&str; 0]);
}

#[test]
fn the_way_back_is_kept() {
    let mut cloud = Cloud::of(&[(ONE, grown(9).routed(Alias::grayscale(0.0, "1")))]);
    let shift = order("run", inputs(&[], json!({ "traffic": 0.5 })), &[]);
    let before = drive(&shift, &mut cloud, &How::default());
    before.done();
    let ended = prune(&mut cloud, json!({ "keep": 2 }), &before.journal);
    ended.done();
    assert_eq!(left(&cloud), [1, 8, 9]);
    assert!(note(&ended, "Kept").contains("1 (rollback --to previous goes to it)"), "{:?}", codes(&ended));
}

#[test]
fn the_last_published_version_stays_though_newer_code_was_saved() {
    let mut there = grown(4);
    there.publish(0, &format!("{SAVED} run 0000.1"), support::cloud::Status::is("Active"));
    let (ended, cloud) = over(there.routed(Alias::all_to("$LATEST")), 1);
    ended.done();
    assert_eq!(left(&cloud), [4, 5]);
    assert_eq!(note(&ended, "Kept"), "kept as well: v4 (the last published one)");
}

#[test]
fn a_version_that_was_saved_aside_is_called_so() {
    let mut there = Function::new("code");
    there.publish(0, &format!("{SAVED} run 0000.1"), support::cloud::Status::is("Active"));
    let (ended, cloud) = over(there.with(2, "code", "Active"), 1);
    assert_eq!(ended.done().functions[0].changes(), ["delete v1 (saved by protect)"]);
    assert_eq!(left(&cloud), [2]);
}

#[test]
fn one_that_is_on_its_way_is_left() {
    let there = grown(2).with(3, "code", "Publishing");
    let (ended, cloud) = over(there, 1);
    // the API takes no deletion while one is being published: version 1 waits for that in vain
    assert_eq!(left(&cloud), [1, 2, 3]);
    assert_eq!(ended.refused().code(), "FailedOperation.FunctionStatusError");
    assert_eq!(note(&ended, "Kept"), "kept as well: v3 (Publishing)");
}

#[test]
fn nothing_to_prune_writes_nothing() {
    let (ended, cloud) = over(grown(3), 3);
    assert!(ended.done().unchanged);
    assert!(cloud.writes().is_empty() && ended.journal.is_empty());
    assert!(over(Function::new("code"), 1).0.done().unchanged);
}

#[test]
fn one_that_is_refused_does_not_hold_up_the_others() {
    let refused = at("DeleteFunctionVersion", 1, Fault::Refused("FailedOperation.ProvisionedInProgress"));
    let mut cloud = Cloud::of(&[(ONE, grown(5)), ("fun02-dev", grown(2))]).failing(&[refused]);
    let ended = prune(&mut cloud, json!({ "keep": 1, "function": ONE }), &[]);
    let error = ended.refused();
    assert_eq!((error.code(), error.function.as_deref()), ("FailedOperation.ProvisionedInProgress", Some(ONE)));
    assert_eq!(error.changes(), ["delete v1", "delete v3", "delete v4"]);
    assert_eq!(left(&cloud), [2, 5]);
    assert_eq!(ended.run().functions[0].status, FunctionStatus::Failed);
    assert!(note(&ended, "NotDeleted").starts_with("delete v2: "));
    assert_eq!(asked_for(&cloud).iter().filter(|version| *version == "2").count(), 0, "the fault refused it once");
    // the same command again does what is left
    let again = prune(&mut cloud.clone().fresh(), json!({ "keep": 1, "function": ONE }), &ended.journal);
    assert_eq!(again.done().functions[0].changes(), ["delete v2"]);
}

#[test]
fn an_alias_that_took_it_meanwhile_keeps_it() {
    let meanwhile =
        at("DeleteFunctionVersion", 0, Fault::Meanwhile(|there| *there = there.clone().routed(Alias::all_to("1"))));
    let mut cloud = Cloud::of(&[(ONE, grown(3))]).failing(&[meanwhile]);
    let ended = prune(&mut cloud, json!({ "keep": 1 }), &[]);
    assert_eq!(ended.refused().code(), "UnsupportedOperation.AliasBind");
    assert_eq!(left(&cloud), [1, 3]);
}

#[test]
fn a_deletion_that_fails_is_told_with_the_apis_reason() {
    let mut cloud = Cloud::of(&[(ONE, grown(3))]).failing(&[at("DeleteFunctionVersion", 0, Fault::Fails)]);
    let ended = prune(&mut cloud, json!({ "keep": 1 }), &[]);
    assert_eq!(ended.refused().code(), "VersionFailed");
    let message = &ended.refused().message();
    assert!(message.starts_with("v1 of fun01-dev is DeleteFailed: "), "{message}");
    assert!(message.contains("the disk of the builder is full"), "{message}");
    assert_eq!(left(&cloud), [1, 3]);
}

#[test]
fn trouble_of_the_whole_run_stops_it() {
    let mut cloud = Cloud::of(&[(ONE, grown(4))]).failing(&[at(
        "DeleteFunctionVersion",
        0,
        Fault::Refused("AuthFailure.TokenFailure"),
    )]);
    let ended = prune(&mut cloud, json!({ "keep": 1 }), &[]);
    assert_eq!(ended.refused().code(), "AuthFailure.TokenFailure");
    assert_eq!(left(&cloud), [1, 2, 3, 4]);
}

#[test]
fn a_lost_answer_is_no_trouble() {
    for fault in [Fault::LostBefore, Fault::LostAfter, Fault::HtmlAfter, Fault::Unsent, Fault::DoneBut("InternalError")]
    {
        let mut cloud = Cloud::of(&[(ONE, grown(3))]).failing(&[at("DeleteFunctionVersion", 0, fault)]);
        let ended = prune(&mut cloud, json!({ "keep": 1 }), &[]);
        ended.done();
        assert_eq!(left(&cloud), [3], "{fault:?}");
    }
}

#[test]
fn another_one_deleted_it_first() {
    let meanwhile =
        at("DeleteFunctionVersion", 0, Fault::Meanwhile(|there| there.versions.retain(|made| made.number > 1)));
    let mut cloud = Cloud::of(&[(ONE, grown(2))]).failing(&[meanwhile]);
    prune(&mut cloud, json!({ "keep": 1 }), &[]).done();
    assert_eq!(left(&cloud), [2]);
}

#[test]
fn pruning_that_broke_off_is_ended_by_the_same_command() {
    let order = |journal: &str| {
        ordered(
            json!({ "do": "run", "kind": "prune", "inputs": { "functions": [ONE] }, "asked": { "keep": 1 }, "journal": journal }),
        )
    };
    for kill_after in 0..100 {
        let mut cloud = Cloud::of(&[(ONE, grown(4))]);
        let first = drive(&order(""), &mut cloud, &How { kill_after: Some(kill_after), ..How::default() });
        let journal = first.journal.join("\n");
        drive(&order(&journal), &mut cloud, &How::default()).done();
        cloud.now += cloud.work_ms; // one may be on its way still
        assert_eq!(left(&cloud), [4], "after {kill_after}");
        if !first.killed {
            return;
        }
    }
    panic!("it never came to its end");
}

#[test]
fn it_stands_in_the_journal_and_publishes_nothing() {
    let (ended, _) = over(grown(2), 1);
    let journal = Journal::read(&ended.journal.join("\n"));
    let [run] = &journal.runs[..] else { panic!() };
    let steps = &run.functions[0].steps;
    assert_eq!((run.kind.as_str(), steps.len(), steps[0].entry.step.as_str()), ("prune", 1, "deleteVersion"));
    assert_eq!(steps[0].entry.version.as_ref().map(|version| version.wire()), Some("1"));
    assert_eq!(run.functions[0].published().count(), 0);
}

#[test]
fn a_release_that_broke_off_is_taken_up_across_pruning() {
    let deploy = |journal: &[String]| {
        let mut whole = json!({ "do": "run", "packages": support::packages_of(SRC), "journal": journal.join("\n") });
        whole["inputs"] = inputs(SRC, json!({ "publish": true, "traffic": 0 }));
        ordered(whole)
    };
    let mut cloud =
        Cloud::of(&[(ONE, grown(4))]).failing(&[at("UpdateAlias", 0, Fault::Refused("UnauthorizedOperation"))]);
    let first = drive(&deploy(&[]), &mut cloud, &How::packing(SRC));
    assert_eq!(first.refused().code(), "UnauthorizedOperation");
    let mut cloud = cloud.fresh();
    let pruned = prune(&mut cloud, json!({ "keep": 1, "function": ONE }), &first.journal);
    pruned.done();
    let journal = [first.journal, pruned.journal].concat();
    let mut cloud = cloud.fresh();
    drive(&deploy(&journal), &mut cloud, &How::packing(SRC)).done();
    assert!(!cloud.writes().contains(&"PublishVersion"), "{:?}", cloud.writes());
}

#[test]
fn what_can_not_be_meant_is_refused() {
    for (asked, code) in [
        (json!({ "keep": 0 }), "InvalidInput"),
        (json!({ "keep": "all" }), "InvalidInput"),
        (json!({ "keep": -1 }), "InvalidInput"),
        (json!({ "keeps": 3 }), "UnknownInput"),
        (json!({ "function": "nobody" }), "UnknownFunction"),
    ] {
        let order =
            json!({ "do": "run", "kind": "prune", "inputs": { "functions": { "fun01": {} } }, "asked": asked.clone() });
        let error = Release::new(&ordered(order), 0_u64, 1).unwrap_err();
        assert_eq!(error.code(), code, "{asked}: {error}");
    }
    let mut cloud = Cloud::of(&[(ONE, grown(3))]);
    let order =
        json!({ "do": "run", "kind": "prune", "inputs": { "functions": [ONE, "gone"] }, "asked": { "keep": 1 } });
    let ended = drive(&ordered(order), &mut cloud, &How::default());
    assert_eq!(ended.refused().code(), "FunctionNotFound");
    assert_eq!(left(&cloud), [1, 2, 3]);
}

#[test]
fn ten_thousand_versions_are_listed_page_by_page_and_planned() {
    let mut cloud = long(grown(10_000));
    let order = json!({ "do": "plan", "kind": "prune", "inputs": { "functions": [ONE] }, "asked": { "keep": 10 } });
    let ended = drive(&ordered(order), &mut cloud, &How::default());
    let Report::Plan(plan) = &ended.report else { panic!("{:?}", ended.error) };
    assert_eq!(plan.functions[0].steps.len(), 9_990);
    assert_eq!(plan.functions[0].steps[0].text.shown(), "delete v1");
    assert_eq!(plan.functions[0].basis.versions, "1-10000");
    // 10,001 with $LATEST, a hundred to a page; one list of aliases, one of triggers, one of the region's domains
    assert_eq!(cloud.bodies("ListVersionByFunction").len(), 101);
    assert_eq!(cloud.calls.len(), 104);
}

#[test]
fn a_release_of_a_function_with_ten_thousand_versions_is_like_any_other() {
    let mut cloud = long(grown(10_000));
    let ended = drive(
        &order("run", inputs(SRC, json!({ "publish": true, "traffic": 0 })), SRC),
        &mut cloud,
        &How::packing(SRC),
    );
    assert_eq!(ended.done().functions[0].published[0].wire(), "10001");
}

/// What a plan that publishes says of the quota, where there are so many versions.
fn quota(count: u64, asked: Value) -> Result<Vec<String>, String> {
    let mut cloud = long(grown(count));
    let ended = drive(&order("plan", inputs(SRC, asked), SRC), &mut cloud, &How::packing(SRC));
    assert!(cloud.writes().is_empty());
    match (&ended.report, &ended.error) {
        (_, Some(error)) => Err(format!("{}: {}", error.code(), error.hint().as_ref().unwrap())),
        (Report::Plan(plan), None) => Ok(plan.functions[0]
            .notes
            .iter()
            .filter(|note| note.code().contains("Quota"))
            .map(|note| note.shown().clone())
            .collect()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_quota_that_is_near_or_met_is_said_and_refuses_nothing() {
    let publish = || json!({ "publish": true });
    assert_eq!(quota(949, publish()), Ok(vec![]));
    let said = |count: u64, more: &str| {
        vec![format!(
            "fun01-dev has {count} versions{more}; the quota is 1000 unless the account has more: `grayscale prune fun01` deletes old ones that no alias names"
        )]
    };
    assert_eq!(quota(950, publish()), Ok(said(950, "")));
    assert_eq!(quota(999, publish()), Ok(said(999, "")));
    // an account may have been given more: whether this one was, the API says
    assert_eq!(quota(1000, publish()), Ok(said(1000, ", and this publishes 1 more")));
    assert_eq!(quota(1200, publish()), Ok(said(1200, ", and this publishes 1 more")));
    // nothing is published
    assert_eq!(quota(1000, json!({ "traffic": 0.1 })), Ok(vec![]));
}

#[test]
fn of_two_versions_that_a_release_makes_both_are_counted() {
    let both = json!({ "publish": true, "protect": true });
    let mut there = grown(999).routed(Alias::all_to("$LATEST"));
    there.code = support::sha("new and unsaved");
    there.content += 1;
    let mut cloud = long(there);
    let ended = drive(&order("plan", inputs(SRC, both), SRC), &mut cloud, &How::packing(SRC));
    let Report::Plan(plan) = &ended.report else { panic!("{ended:?}") };
    let said = plan.functions[0].notes.iter().find(|note| note.code() == "NearQuota").unwrap();
    assert!(said.shown().starts_with("fun01-dev has 999 versions, and this publishes 2 more"), "{}", said.shown());
}

proptest! {
    #![proptest_config(cases())]

    /// Whatever is there: what an alias names stays, the last published one stays, `keep` usable ones stay where there are
    /// as many; and pruning again finds nothing.
    #[test]
    fn pruning_keeps_its_promises(
        usable in prop::collection::vec(any::<bool>(), 1..14),
        named in prop::collection::vec(0usize..14, 0..4),
        keep in 1u32..6,
    ) {
        let mut there = Function::new("code");
        for (index, good) in usable.iter().enumerate() {
            there = there.with(index as u64 + 1, "code", if *good { "Active" } else { "PublishFailed" });
        }
        let active: Vec<u64> = (1..).zip(&usable).filter(|(_, good)| **good).map(|(number, _)| number).collect();
        for (at, index) in named.iter().enumerate().filter(|(_, index)| active.get(**index).is_some()) {
            there.aliases.insert(format!("a{at}"), Alias::split("$LATEST", &active[*index].to_string(), 0.5));
        }
        let bound: Vec<u64> = named.iter().filter_map(|index| active.get(*index).copied()).collect();
        let mut cloud = Cloud::of(&[(ONE, there)]);
        prune(&mut cloud, json!({ "keep": keep }), &[]).done();
        let left = left(&cloud);
        let mut desired: Vec<u64> = active.iter().rev().take(keep as usize).copied().chain(bound).collect();
        desired.sort_unstable();
        desired.dedup();
        prop_assert_eq!(&left, &desired);
        let mut cloud = cloud.fresh();
        let again = prune(&mut cloud, json!({ "keep": keep }), &[]);
        prop_assert!(again.done().unchanged);
        prop_assert!(cloud.writes().is_empty());
    }
}

/// Faults of any kind at any deletion or look: never a version that is named, and the same command ends it.
#[test]
fn whatever_goes_wrong_what_is_named_stays() {
    let faults = [
        Fault::Unsent,
        Fault::LostBefore,
        Fault::LostAfter,
        Fault::HtmlAfter,
        Fault::Refused("InternalError"),
        Fault::Refused("RequestLimitExceeded"),
        Fault::Refused("FailedOperation.FunctionStatusError"),
        Fault::DoneBut("InternalError"),
        Fault::Fails,
    ];
    for fault in faults {
        for nth in 0..12 {
            let fault = At { action: "*", nth, fault };
            let mut there = grown(4);
            there.aliases.insert("blue".into(), Alias::all_to("2"));
            let mut cloud = Cloud::of(&[(ONE, there)]).failing(&[fault]);
            let first = prune(&mut cloud, json!({ "keep": 1 }), &[]);
            let mut cloud = cloud.fresh();
            prune(&mut cloud, json!({ "keep": 1 }), &first.journal).done();
            assert_eq!(left(&cloud), [2, 4], "{fault:?}");
        }
    }
}
