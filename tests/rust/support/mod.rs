//! What the tests share: a cloud of their own, a driver, and random worlds.

pub mod asked;
pub mod callers;
pub mod cloud;
pub mod drive;
pub mod fault;
pub mod logs;
pub mod machine;
pub mod machines;
pub mod provisioned;
pub mod random;
pub mod rollout;
pub mod wire;

use proptest::test_runner::Config;
use scf_grayscale::json::Json;
use scf_grayscale::release::Request;
use serde_json::{Value, json};

/// A digest as the API writes it; `name` is one letter or a short word.
pub fn sha(name: &str) -> String {
    format!("{:0<64}", name.bytes().map(|byte| format!("{byte:02x}")).collect::<String>())
}

/// Plain data as it comes from outside.
pub fn raw(value: Value) -> Json<'static> {
    value.into()
}

/// An order to `act` (`plan`, `run` or `status`) with inputs; sources are packed as `packages` says: key and code.
pub fn order(act: &str, inputs: Value, packages: &[(&str, &str)]) -> Request<'static> {
    ordered(json!({ "do": act, "inputs": inputs, "packages": packages_of(packages) }))
}

/// An order to roll back.
pub fn rollback(inputs: Value, to: Value, journal: &[String]) -> Request<'static> {
    ordered(json!({ "do": "run", "kind": "rollback", "inputs": inputs, "to": to, "journal": journal.join("\n") }))
}

/// An order of any kind.
pub fn ordered(value: Value) -> Request<'static> {
    Request::read(raw(value)).unwrap()
}

/// What the shell would have found when it packed.
pub fn packages_of(packages: &[(&str, &str)]) -> Value {
    packages.iter().map(|(key, code)| json!({ "key": key, "sha256": sha(code), "size": 1000 })).collect()
}

/// How often laws are tried: `PROPTEST_CASES` times. A failing case is printed whole; nothing is written into the tree.
pub fn cases() -> Config {
    Config { failure_persistence: None, max_shrink_iters: 2_000, ..Config::default() }
}
