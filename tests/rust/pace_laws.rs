//! How fast a run goes, and how considerate it is: on a virtual clock, against an API that counts.

use crate::support;

use std::collections::BTreeMap;

use scf_grayscale::message::FunctionStatus;
use scf_grayscale::release::{Report, Request};
use serde_json::{Value, json};
use support::cloud::{Alias, Cloud, Function};
use support::ordered;
use support::wire::{Sent, Went, Wire, drive};

const LATENCY_MS: u64 = 40;

fn name(index: usize) -> String {
    format!("fun{index:04}")
}

/// So many functions with version 1 published, a tenth of the traffic on `$LATEST`.
fn cloud(count: usize) -> Cloud {
    let function = Function::new("a").with(1, "b", "Active").routed(Alias::grayscale(0.1, "1"));
    let mut cloud = Cloud::of(&[]);
    cloud.functions = (0..count).map(|index| (name(index), function.clone())).collect();
    cloud
}

/// Inputs of so many functions that are there already; the region of each by its number.
fn inputs(count: usize, region: impl Fn(usize) -> &'static str) -> Value {
    let functions = (0..count).map(|index| json!({ "name": name(index), "region": region(index) }));
    json!({ "functions": functions.collect::<Vec<_>>(), "traffic": 0.5 })
}

fn shift(count: usize) -> Request<'static> {
    ordered(json!({ "do": "run", "inputs": inputs(count, |_| "ap-guangzhou") }))
}

/// What the rates alone allow: so many calls of one action after the other, 20 a second.
const fn floor_ms(calls: usize) -> u64 {
    calls as u64 * 1000 / 20
}

fn most_in_a_second(sent: &[&Sent]) -> usize {
    let until = |from: u64| sent.iter().filter(|one| (from..from + 1000).contains(&one.at_ms)).count();
    sent.iter().map(|one| until(one.at_ms)).max().unwrap_or(0)
}

fn all_done(went: &Went, count: usize) {
    let run = went.done();
    assert_eq!(run.functions.iter().filter(|function| function.status == FunctionStatus::Done).count(), count);
}

#[test]
fn two_hundred_functions_shift_in_what_the_rates_allow() {
    let went = drive(&shift(200), &mut cloud(200), &[], &Wire::documented());
    all_done(&went, 200);
    // reading, then writing; each function's versions are one page here
    let floor = 2 * floor_ms(200) + 3 * LATENCY_MS;
    assert!(went.took_ms * 100 <= floor * 102, "{} ms, floor {floor} ms", went.took_ms);
    assert_eq!(went.refused(), 0);
    // each alias is read by the list, so that reading it back does not wait for that
    assert_eq!((went.count("ListAliases"), went.count("GetAlias")), (200, 200));
    // whose code it is that gets more: its digest before, the function before and after (rule 23)
    assert_eq!((went.count("GetFunctionAddress"), went.count("GetFunction"), went.sent.len()), (200, 400, 1400));
}

#[test]
fn two_hundred_functions_roll_back_in_what_the_rates_allow() {
    let functions: Vec<Value> = (0..200).map(|index| json!({ "name": name(index) })).collect();
    let order = support::rollback(json!({ "functions": functions }), Value::Null, &[]);
    let went = drive(&order, &mut cloud(200), &[], &Wire::documented());
    all_done(&went, 200);
    assert_eq!(went.refused(), 0);
    let switched = went.of("UpdateAlias").iter().map(|one| one.at_ms).max().unwrap();
    let floor = 2 * floor_ms(200) + 3 * LATENCY_MS;
    assert!(switched * 100 <= floor * 102, "{switched} ms, floor {floor} ms");
}

/// New code or none for so many functions, a version of each, which gets all of the traffic.
fn publish(count: usize, new_code: bool) -> Request<'static> {
    let function = |index| {
        let (name, src) =
            (name(index), if new_code { json!({ "cosBucketName": "b", "cosObjectName": "o" }) } else { json!({}) });
        let mut function = src;
        function["name"] = json!(name);
        (name, function)
    };
    let functions: serde_json::Map<_, _> = (0..count).map(function).collect();
    ordered(json!({ "do": "run", "inputs": { "functions": functions, "publish": true, "traffic": 0 } }))
}

#[test]
fn a_release_of_one_function_takes_the_round_trips_that_rest_on_one_another() {
    // new code is preceded by a look at triggers and one at domains, beside the other looks; what the version before has of
    // provisioned concurrency is looked at when it is known which one that is
    for (new_code, calls, trips) in [(false, 9, 6), (true, 13, 9)] {
        let mut cloud = cloud(1);
        cloud.work_ms = 0;
        let went = drive(&publish(1, new_code), &mut cloud, &[], &Wire::documented());
        all_done(&went, 1);
        assert_eq!((went.sent.len(), went.took_ms), (calls, trips * LATENCY_MS), "new code: {new_code}");
    }
}

#[test]
fn what_takes_a_moment_is_seen_soon_after_it_is_over() {
    for work_ms in [50, 150, 200, 350] {
        let mut cloud = cloud(1);
        cloud.work_ms = work_ms;
        let went = drive(&publish(1, true), &mut cloud, &[], &Wire::documented());
        all_done(&went, 1);
        // two waits: each ends within a look and its pause, which are half as long as what was waited already, or 100 ms
        let floor = 9 * LATENCY_MS + 2 * work_ms.saturating_sub(LATENCY_MS);
        let late = 2 * (work_ms / 2).max(60 + LATENCY_MS);
        assert!(went.took_ms <= floor + late, "{work_ms}: {} ms, floor {floor} ms", went.took_ms);
    }
}

#[test]
fn twenty_functions_publish_in_hardly_more_than_a_second() {
    for new_code in [false, true] {
        for cold_ms in [0, 30, 100, 300] {
            let mut cloud = cloud(20);
            cloud.work_ms = 0;
            let wire = Wire { cold_ms, ..Wire::documented() };
            let went = drive(&publish(20, new_code), &mut cloud, &[], &wire);
            all_done(&went, 20);
            // the same action twice for each: the second time a second later
            assert_eq!(went.refused(), 0, "new code: {new_code}, {cold_ms} ms late");
            // and after an upload its digest is read back
            let floor = 1_000 + (4 + u64::from(new_code)) * LATENCY_MS + cold_ms;
            assert!(went.took_ms <= floor + 150, "{new_code}, {cold_ms}: {} ms, floor {floor} ms", went.took_ms);
        }
    }
}

#[test]
fn an_api_that_counts_to_the_millisecond_never_has_to_refuse() {
    for jitter_ms in [0, 10, 20] {
        let wire = Wire { jitter_ms, ..Wire::documented() };
        let went = drive(&shift(60), &mut cloud(60), &[], &wire);
        all_done(&went, 60);
        assert_eq!(went.refused(), 0, "with jitter of {jitter_ms} ms");
        for action in ["GetAlias", "UpdateAlias", "ListVersionByFunction"] {
            assert!(most_in_a_second(&went.of(action)) <= 20, "{action}");
        }
    }
}

/// New code for so many functions, of which half the traffic goes there.
fn upload(count: usize) -> Request<'static> {
    let functions = (0..count).map(|index| (name(index), json!({ "name": name(index), "src": "./" })));
    let functions: serde_json::Map<_, _> = functions.collect();
    let packages: Vec<Value> =
        (0..count).map(|index| json!({ "key": name(index), "sha256": support::sha("c"), "size": 9 })).collect();
    let inputs = json!({ "functions": functions, "traffic": 0.5, "waitTimeout": 600 });
    ordered(json!({ "do": "run", "inputs": inputs, "packages": packages }))
}

fn upload_with(cloud: &mut Cloud, wire: &Wire<'_>) -> Went {
    let count = cloud.functions.len();
    let names: Vec<String> = (0..count).map(name).collect();
    let codes: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "c")).collect();
    drive(&upload(count), cloud, &codes, wire)
}

#[test]
fn after_a_minute_of_waiting_nothing_bursts() {
    let mut cloud = cloud(40);
    // the upload of every function takes a minute, so that all are ready at once
    cloud.work_ms = 60_000;
    let went = upload_with(&mut cloud, &Wire::documented());
    all_done(&went, 40);
    assert_eq!(went.refused(), 0);
    let shifts = went.of("UpdateAlias");
    assert!(shifts[0].at_ms > 60_000);
    let at_once = shifts.iter().filter(|one| one.at_ms < shifts[0].at_ms + 50).count();
    assert!(at_once <= 20, "{at_once} at once");
    assert!(most_in_a_second(&shifts) <= 20);
}

#[test]
fn many_are_waited_for_by_listing_and_few_are_not() {
    for (count, lists) in [(2, false), (3, true), (120, true)] {
        let mut cloud = cloud(count);
        cloud.work_ms = 20_000;
        let went = upload_with(&mut cloud, &Wire::documented());
        all_done(&went, count);
        assert_eq!(went.count("ListFunctions") > 0, lists, "{count}");
        if lists {
            // observed, looked at after the upload, read back when the list shows it Active, before the raise where that was
            // more than 5 s ago, and after it; two of them a few times more, until there were three
            assert!(went.count("GetFunction") <= 5 * count + 10, "{}", went.count("GetFunction"));
            let pages = count.div_ceil(100);
            // the pauses of a listing are those of a look, and end where the last update does
            assert!(went.count("ListFunctions") <= 90 * pages, "{}", went.count("ListFunctions"));
        }
    }
}

#[test]
fn a_listing_that_lags_behind_is_not_believed() {
    let mut cloud = cloud(12);
    cloud.work_ms = 5_000;
    // for four seconds the list shows every update as over that has just begun
    cloud.lists_lag_ms = 4_000;
    let went = upload_with(&mut cloud, &Wire::documented());
    all_done(&went, 12);
    assert!(went.count("ListFunctions") > 0);
    let last_upload = went.of("UpdateFunctionCode").iter().map(|one| one.at_ms).max().unwrap();
    let raises = went.of("UpdateAlias").iter().map(|one| one.at_ms).min().unwrap();
    assert!(raises > last_upload + 5_000, "traffic went to code that was not there yet: {raises}");
}

#[test]
fn what_the_listing_shows_as_failed_is_asked_for_its_reason() {
    let mut cloud = cloud(6);
    cloud.work_ms = 3_000;
    cloud.faults = vec![support::fault::at("UpdateFunctionCode", 4, support::fault::Fault::Fails)];
    let went = upload_with(&mut cloud, &Wire::documented());
    let error = went.error.as_ref().unwrap();
    assert_eq!(error.code(), "FunctionFailed");
    assert!(error.message().contains("the disk of the builder is full"), "{}", error.message());
    assert!(went.count("ListFunctions") > 0);
}

#[test]
fn where_listing_is_not_allowed_everyone_is_asked_for() {
    let mut cloud = cloud(6);
    cloud.work_ms = 3_000;
    let broken = |action: &str, _: u64| (action == "ListFunctions").then_some("UnauthorizedOperation.CAM");
    let went = upload_with(&mut cloud, &Wire { broken: &broken, ..Wire::documented() });
    all_done(&went, 6);
    assert_eq!(went.count("ListFunctions"), 1);
}

#[test]
fn stopped_while_many_are_waited_for_it_ends_at_once() {
    for stop_at_ms in (0..6_000).step_by(130) {
        let mut cloud = cloud(8);
        cloud.work_ms = 600_000;
        let went = upload_with(&mut cloud, &Wire { stop_at_ms: Some(stop_at_ms), ..Wire::documented() });
        assert_eq!(went.error.as_ref().unwrap().code(), "Interrupted");
        assert!(went.took_ms <= stop_at_ms + 1_500, "{stop_at_ms}: {} ms", went.took_ms);
    }
}

#[test]
fn a_wait_together_has_its_deadline_too() {
    let mut cloud = cloud(4);
    cloud.work_ms = u64::MAX / 2;
    let went = upload_with(&mut cloud, &Wire::documented());
    let error = went.error.as_ref().unwrap();
    assert_eq!(error.code(), "WaitTimeout");
    assert!(error.message().ends_with("still Updating after 600 s"), "{}", error.message());
    assert!((600_000..610_000).contains(&went.took_ms), "{} ms", went.took_ms);
}

#[test]
fn a_limit_below_the_documented_one_is_learned_and_so_is_its_end() {
    // 8 a second for half a minute, then 20
    let limit = |_: &str, _: &str, since: u64| Some(if since < 30_000 { 8 } else { 20 });
    let went = drive(&shift(300), &mut cloud(300), &[], &Wire { limit: &limit, ..Wire::documented() });
    all_done(&went, 300);
    let between = |from: u64, to: u64| {
        let calls = went.sent.iter().filter(|one| one.action == "ListVersionByFunction" || one.action == "UpdateAlias");
        calls.filter(|one| (from..to).contains(&one.at_ms)).partition::<Vec<_>, _>(|one| one.refused)
    };
    let (refused, good) = between(5_000, 30_000);
    // learned: most of the 8 a second are used, and few calls are in vain
    assert!(good.len() > 25 * 8 * 3 / 4, "{} good", good.len());
    assert!(refused.len() * 8 < good.len(), "{} refused of {}", refused.len(), good.len());
    let (refused, good) = between(45_000, 55_000);
    assert!(refused.is_empty() || good.is_empty(), "{} refused after the limit was lifted", refused.len());
    // 300 readings and 300 writings: 48 s is what these limits allow, 75 s what 8 a second would
    assert!(went.took_ms < 62_000, "{} ms", went.took_ms);
    assert!(
        went.shown
            .iter()
            .any(|event| event["text"].as_str().is_some_and(|text| text.contains("calls a second from now on")))
    );
}

#[test]
fn the_limit_of_one_region_holds_up_no_other() {
    let region = |index: usize| if index.is_multiple_of(2) { "ap-guangzhou" } else { "ap-shanghai" };
    let limit = |region: &str, action: &str, _: u64| {
        Some(if region == "ap-shanghai" && action == "UpdateAlias" { 2 } else { 20 })
    };
    let order = ordered(json!({ "do": "run", "inputs": inputs(100, region) }));
    let went = drive(&order, &mut cloud(100), &[], &Wire { limit: &limit, ..Wire::documented() });
    all_done(&went, 100);
    let last = |region: &str| {
        went.of("UpdateAlias").iter().filter(|one| one.region == region).map(|one| one.at_ms).max().unwrap()
    };
    let floor = 2 * floor_ms(50) + 3 * LATENCY_MS;
    assert!(last("ap-guangzhou") * 10 <= floor * 11, "{} ms, floor {floor} ms", last("ap-guangzhou"));
    assert!(last("ap-shanghai") > 20_000);
}

#[test]
fn functions_get_their_turn_in_order_and_a_write_is_looked_at_at_once() {
    let went = drive(&shift(200), &mut cloud(200), &[], &Wire::documented());
    let written: Vec<&str> = went.of("UpdateAlias").iter().map(|one| one.function.as_str()).collect();
    assert!(written.is_sorted(), "{written:?}");
    let mut at: BTreeMap<&str, u64> = BTreeMap::new();
    for one in &went.sent {
        match (one.action, at.get(one.function.as_str())) {
            ("UpdateAlias", _) => drop(at.insert(&one.function, one.at_ms)),
            ("GetAlias", Some(written)) => {
                assert!(one.at_ms - written <= LATENCY_MS + 52, "{one:?} after {written}");
            }
            _ => {}
        }
    }
}

#[test]
fn an_outage_costs_no_more_than_the_runs_budget() {
    let broken = |action: &str, _: u64| (action == "UpdateAlias").then_some("InternalError.System");
    for (group, most) in [("independent", 300), ("atomic", 600)] {
        let mut inputs = inputs(200, |_| "ap-guangzhou");
        inputs["group"] = json!(group);
        let order = ordered(json!({ "do": "run", "inputs": inputs }));
        let went = drive(&order, &mut cloud(200), &[], &Wire { broken: &broken, ..Wire::documented() });
        // each function is tried once, and the run as a whole may try a hundred times more; putting back is the same again
        assert!(went.count("UpdateAlias") <= most, "{group}: {}", went.count("UpdateAlias"));
        let error = went.error.as_ref().unwrap();
        assert_eq!((error.code(), error.retryable), ("InternalError.System", true));
        let Report::Run(run) = &went.report else { panic!("not a run") };
        assert!(run.functions.iter().all(|function| function.error.is_some()));
    }
}

#[test]
fn an_outage_of_seconds_is_outlasted() {
    let broken = |_: &str, since: u64| (5_000..7_000).contains(&since).then_some("InternalError");
    let went = drive(&shift(200), &mut cloud(200), &[], &Wire { broken: &broken, ..Wire::documented() });
    all_done(&went, 200);
}

#[test]
fn a_look_outlasts_what_a_write_does() {
    for action in ["GetFunction", "ListVersionByFunction", "GetAlias"] {
        // what is asked before planning is over by then
        let broken = |asked: &str, since: u64| {
            (asked == action && (60..3_000).contains(&since)).then_some("InternalError.System")
        };
        let mut cloud = cloud(1);
        cloud.work_ms = 0;
        let went = drive(&publish(1, true), &mut cloud, &[], &Wire { broken: &broken, ..Wire::documented() });
        all_done(&went, 1);
        assert!(went.took_ms > 3_000, "{action}: {} ms", went.took_ms);
    }
}

#[test]
fn a_slow_api_is_given_no_more_calls_at_once_than_a_machine_can_carry() {
    let limit = |_: &str, _: &str, _: u64| None;
    let wire = Wire { latency_ms: 4_000, limit: &limit, ..Wire::documented() };
    let went = drive(&shift(200), &mut cloud(200), &[], &wire);
    all_done(&went, 200);
    assert_eq!(went.most_in_flight, 64);
}

#[test]
fn stopped_in_the_middle_nothing_new_is_written_and_every_write_is_looked_at() {
    for stop_at_ms in [3_000, 10_900, 12_345, 15_000, 20_000] {
        let wire = Wire { latency_ms: 900, stop_at_ms: Some(stop_at_ms), ..Wire::documented() };
        let went = drive(&shift(200), &mut cloud(200), &[], &wire);
        let late = |one: &&Sent| one.at_ms > stop_at_ms + 450;
        assert_eq!(went.of("UpdateAlias").into_iter().filter(late).count(), 0);
        let Report::Run(run) = &went.report else {
            assert_eq!(went.count("UpdateAlias"), 0);
            continue;
        };
        let done = run.functions.iter().filter(|function| function.status == FunctionStatus::Done).count();
        assert_eq!(done, went.count("UpdateAlias"));
        assert_eq!(went.refused(), 0);
        assert!(went.took_ms < stop_at_ms + 4_000, "{} ms", went.took_ms);
    }
}
