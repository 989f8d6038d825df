//! Versions of a function side by side: which code they have, and which settings differ.

use crate::support;

use scf_grayscale::release::{Report, Request};
use serde_json::{Value, json};
use support::asked::settled;
use support::cloud::Cloud;
use support::drive::{Ended, How, drive};
use support::ordered;

fn asking(versions: Value) -> Request<'static> {
    let asked = json!({ "versions": versions });
    ordered(json!({ "do": "compare", "inputs": { "functions": { "fun01": {} } }, "asked": asked, "offset": 0 }))
}

fn compare(cloud: &mut Cloud, versions: Value) -> Ended {
    drive(&asking(versions), cloud, &How::default())
}

fn data(ended: &Ended) -> Value {
    assert_eq!(ended.error, None);
    let Report::Compared(compared) = &ended.report else { panic!("{:?}", ended.report) };
    serde_json::to_value(compared).unwrap()
}

/// Version 1 has the code "first", version 2 and `$LATEST` the code "old".
fn cloud() -> Cloud {
    let mut cloud = Cloud::of(&[("fun01-dev", settled())]);
    let function = cloud.functions.get_mut("fun01-dev").unwrap();
    let variables = |all: &[(&str, &str)]| json!({ "Variables": all.iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect::<Vec<_>>() });
    let settings = |memory: u32, environment: Value| {
        json!({ "MemorySize": memory, "Timeout": 3, "Handler": "index.main_handler", "Runtime": "Nodejs18.15",
            "Description": memory.to_string(), "Environment": environment })
    };
    function.versions[0].config =
        settings(128, variables(&[("SAME", "s3cret-1"), ("OTHER", "s3cret-2"), ("GONE", "s3cret-3")]));
    function.versions[1].config =
        settings(256, variables(&[("SAME", "s3cret-1"), ("OTHER", "s3cret-4"), ("NEW", "s3cret-5")]));
    function.config = settings(256, variables(&[]));
    cloud
}

#[test]
fn two_versions_are_compared_by_code_and_settings() {
    let mut cloud = cloud();
    let found = data(&compare(&mut cloud, json!(["1", "2"])));
    assert_ne!(found["versions"][0]["code"], found["versions"][1]["code"]);
    let texts: Vec<&str> =
        found["settings"].as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap()).collect();
    assert_eq!(
        texts,
        [
            "memorySize: 128 → 256",
            "environment.GONE: (set) → (none)",
            "environment.NEW: (none) → (new)",
            "environment.OTHER: (set) → (another value)",
        ]
    );
    let memory = &found["settings"][0];
    assert_eq!(
        (&memory["setting"], &memory["from"], &memory["to"]),
        (&json!("memorySize"), &json!("128"), &json!("256"))
    );
    // GetFunction of $LATEST and of both, and a digest of each
    assert_eq!(cloud.bodies("GetFunction").len(), 3);
    assert_eq!(cloud.bodies("GetFunctionAddress").len(), 2);
}

#[test]
fn no_value_of_a_variable_is_in_the_answer() {
    let ended = compare(&mut cloud(), json!("1,2"));
    let text = data(&ended).to_string();
    assert!(text.contains("environment.OTHER"), "{text}");
    assert!(!text.contains("s3cret"), "{text}");
}

#[test]
fn of_several_versions_only_the_code_is_compared() {
    let mut cloud = cloud();
    let found = data(&compare(&mut cloud, json!(["$latest", "2", "1"])));
    let codes: Vec<(&str, &str)> = found["versions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["version"].as_str().unwrap(), one["code"].as_str().unwrap()))
        .collect();
    assert_eq!(codes.iter().map(|(version, _)| *version).collect::<Vec<_>>(), ["$latest", "2", "1"]);
    assert_eq!(codes[0].1, codes[1].1, "$latest was published as 2");
    assert_ne!(codes[1].1, codes[2].1);
    assert_eq!(found["settings"], Value::Null);
    assert_eq!(cloud.bodies("GetFunction").len(), 1);
}

#[test]
fn a_version_that_is_not_there_has_no_code() {
    let found = data(&compare(&mut cloud(), json!(["1", "7"])));
    assert!(found["versions"][0]["code"].is_string());
    assert_eq!(found["versions"][1]["code"], Value::Null);
    assert_eq!(found["settings"], Value::Null);
}

#[test]
fn what_can_not_be_compared_is_refused_before_a_call() {
    for (versions, code) in [(json!([]), "InvalidVersion"), (json!("live"), "InvalidVersion")] {
        let mut cloud = cloud();
        let refused = scf_grayscale::release::Release::new(&asking(versions), 0_u64, 0).expect_err("it is refused");
        assert_eq!(refused.code(), code);
        assert_eq!(cloud.bodies("GetFunction").len(), 0);
        cloud.functions.clear();
    }
}
