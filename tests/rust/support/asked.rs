//! One function, one order: the words in which the rules are tried.

use serde_json::{Value, json};

use super::cloud::{Alias, Cloud, Function};
use super::drive::{Ended, How, drive};
use super::order;

/// New code for `fun01`.
pub const SRC: &[(&str, &str)] = &[("fun01", "new")];

/// One function `fun01`, with code where `packages` has some, and what is asked for beside it.
pub fn inputs(packages: &[(&str, &str)], asked: Value) -> Value {
    let mut inputs = json!({ "functions": { "fun01": {} } });
    for (key, _) in packages {
        inputs["functions"][key] = json!({ "src": "./src" });
    }
    for (name, value) in asked.as_object().unwrap() {
        inputs[name] = value.clone();
    }
    inputs
}

/// Runs an order for one function and gives how it ended with what is there then.
pub fn run(there: Function, packages: &[(&str, &str)], asked: Value) -> (Ended, Cloud) {
    over(Cloud::of(&[("fun01-dev", there)]), packages, asked)
}

pub fn over(mut cloud: Cloud, packages: &[(&str, &str)], asked: Value) -> (Ended, Cloud) {
    let ended = drive(&order("run", inputs(packages, asked), packages), &mut cloud, &How::packing(packages));
    (ended, cloud)
}

pub fn planned(ended: &Ended) -> Value {
    let event = ended.shown.iter().find(|event| event["type"] == "planned").expect("a plan");
    serde_json::from_str(event["text"].as_str().unwrap()).unwrap()
}

/// The sentences of a plan's lines with this role: `step`, `note`, `summary`.
pub fn sentences(ended: &Ended, role: &str) -> Vec<String> {
    let event = ended.shown.iter().find(|event| event["type"] == "planned").expect("a plan");
    let lines = event["lines"].as_array().unwrap().iter().filter(|line| line["role"] == role);
    lines.map(|line| line["text"].as_str().unwrap().to_owned()).collect()
}

/// The kinds of the first function's steps.
pub fn steps(ended: &Ended) -> Vec<String> {
    let plan = planned(ended);
    plan["functions"][0]["steps"].as_array().unwrap().iter().map(|step| step["kind"].as_str().unwrap().into()).collect()
}

pub fn notes(ended: &Ended) -> Vec<(String, String)> {
    let run = ended.run();
    let all = run.notes.iter().chain(run.functions.iter().flat_map(|function| &function.notes));
    all.map(|note| (note.code().to_owned(), note.shown().clone())).collect()
}

pub fn note(ended: &Ended, code: &str) -> String {
    let notes = notes(ended);
    notes.iter().find(|(found, _)| found == code).unwrap_or_else(|| panic!("no {code} in {notes:?}")).1.clone()
}

pub fn codes(ended: &Ended) -> Vec<String> {
    notes(ended).into_iter().map(|(code, _)| code).collect()
}

pub fn written(cloud: &Cloud) -> Value {
    cloud.bodies("UpdateAlias").last().map(|body| (*body).clone()).unwrap_or_default()
}

pub fn default_alias(cloud: &Cloud) -> &Alias {
    cloud.function("fun01-dev").default_alias()
}

/// Two versions of old code; all traffic on the newer.
pub fn settled() -> Function {
    Function::new("old").with(1, "first", "Active").with(2, "old", "Active").routed(Alias::grayscale(0.0, "2"))
}
