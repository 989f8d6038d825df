//! Whoever waits sees at intervals that the run still tries, how long, and why.

use crate::support;

use scf_grayscale::release::Report;
use serde_json::json;
use support::asked::{SRC, inputs, settled};
use support::cloud::{Cloud, Status};
use support::drive::{Ended, How, drive};
use support::fault::{Fault, at};
use support::{order, ordered};

/// What was said of waiting, without the same said again.
fn waited(ended: &Ended) -> Vec<String> {
    let waiting = ended.shown.iter().filter(|event| event["type"] == "waiting");
    waiting.map(|event| event["text"].as_str().unwrap().to_owned()).collect()
}

/// The seconds that are told, in the order in which they are.
fn seconds(texts: &[String], words: &str) -> Vec<u64> {
    let told = texts.iter().filter_map(|text| text.split_once(words)?.1.strip_suffix(" s")?.parse().ok());
    told.collect()
}

fn at_intervals(told: &[u64], lasted: u64) {
    assert!(told.windows(2).all(|pair| (15..=30).contains(&(pair[1] - pair[0]))), "{told:?}");
    assert!(told.last().is_some_and(|last| last + 30 > lasted), "{told:?} of {lasted} s");
}

#[test]
fn a_call_that_is_refused_for_minutes_is_said_at_intervals() {
    let busy = |nth| at("UpdateAlias", nth, Fault::Refused("FailedOperation.FunctionStatusError"));
    let faults: Vec<_> = (0..1_000).map(busy).collect();
    let mut cloud = Cloud::of(&[("fun01-dev", settled())]).failing(&faults);
    let asked = inputs(&[], json!({ "traffic": 0.1, "waitTimeout": 200 }));
    let ended = drive(&order("run", asked, &[]), &mut cloud, &How::default());
    assert!(ended.error.is_some());
    let texts = waited(&ended);
    assert!(texts[0].starts_with("FailedOperation.FunctionStatusError: ") && texts[0].ends_with("; retrying"));
    at_intervals(&seconds(&texts, "; still retrying after "), 200);
}

#[test]
fn a_function_that_updates_for_minutes_is_said_at_intervals() {
    let mut cloud = Cloud::of(&[("fun01-dev", settled())]);
    cloud.work_ms = 180_000;
    let ended = drive(&order("run", inputs(SRC, json!({})), SRC), &mut cloud, &How::packing(SRC));
    ended.done();
    let texts = waited(&ended);
    assert_eq!(texts[0], "not ready yet");
    at_intervals(&seconds(&texts, "not ready yet after "), 180);
}

#[test]
fn functions_that_are_waited_for_together_are_said_at_intervals() {
    let names: Vec<String> = (0..6).map(|number| format!("fun0{number}-dev")).collect();
    let functions: Vec<_> = names.iter().map(|name| (name.as_str(), settled())).collect();
    let mut cloud = Cloud::of(&functions);
    cloud.work_ms = 180_000;
    let ended = drive(
        &ordered(json!({ "do": "run", "inputs": { "functions": names, "publish": true, "traffic": 0 } })),
        &mut cloud,
        &How::default(),
    );
    ended.done();
    let told = seconds(&waited(&ended), "not ready yet after ");
    assert!(told.last().is_some_and(|last| *last > 140), "{told:?}");
}

#[test]
fn a_passing_trouble_is_said_once() {
    let mut cloud = Cloud::of(&[("fun01-dev", settled())]).failing(&[
        at("UpdateAlias", 0, Fault::Refused("InternalError.System")),
        at("UpdateAlias", 1, Fault::Refused("InternalError.System")),
    ]);
    let ended = drive(&order("run", inputs(&[], json!({ "traffic": 0.1 })), &[]), &mut cloud, &How::default());
    ended.done();
    assert_eq!(waited(&ended).len(), 1);
}

/// Someone's update is under way, and nothing is to be changed: the plan says what it waits for, and that it writes nothing.
#[test]
fn a_plan_that_only_waits_says_so_and_changes_nothing() {
    let mut there = settled();
    let code = there.code.clone();
    there.upload(1_700_000_000_000, code, Status::until("Updating", 1_700_000_005_000, "Active"));
    let asked = inputs(&[("fun01", "old")], json!({}));
    let mut cloud = Cloud::of(&[("fun01-dev", there)]);
    let ended = drive(&order("plan", asked, &[("fun01", "old")]), &mut cloud, &How::packing(&[("fun01", "old")]));
    let Report::Plan(plan) = &ended.report else { panic!("{:?}", ended.error) };
    assert_eq!((plan.summary.shown().as_str(), plan.unchanged()), ("Plan: 1 to wait for.", true));
}
