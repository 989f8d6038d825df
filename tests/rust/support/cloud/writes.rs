//! What calls that write do to a function, at once or after a while.

use serde_json::{Value, json};

use super::alias::{Alias, Left};
use super::function::{Function, Status};
use crate::support::sha;

/// Work that a call starts: when it ends, and how.
#[derive(Clone, Copy)]
pub(super) struct Work {
    pub(super) at: u64,
    pub(super) failed: bool,
}

impl Work {
    pub(super) const fn status(self, now: u64, doing: &'static str, failed: &'static str) -> Status {
        Status::until(doing, self.at, if self.failed { failed } else { "Active" }).since(now)
    }
}

/// The digest of a package that the server packed anew.
pub fn repacked(code: &str) -> String {
    code.chars().rev().collect()
}

/// An object in COS has the digest that its name says; an image is told apart by all that starts it.
pub(super) fn object(body: &Value) -> String {
    if let Some(image) = body["Code"].get("ImageConfig") {
        return sha(&image.to_string());
    }
    sha(body["Code"]["CosObjectName"].as_str().unwrap())
}

/// No status of the API: a version that has it is there no more.
pub(super) const GONE: &str = "Gone";

pub(super) fn delete_version(
    function: &mut Function,
    body: &Value,
    now: u64,
    work: Work,
) -> Result<Value, &'static str> {
    let version = body["Qualifier"].as_str().unwrap();
    let bound = |alias: &Alias| {
        alias.main == version
            || alias.weights.iter().any(|(named, _)| named == version)
            || alias.rules.iter().any(|rule| rule["Version"] == version)
    };
    let busy = function.versions.iter().any(|made| made.status.word(now).ends_with("ing"));
    let found = function.versions.iter_mut().find(|made| made.number.to_string() == version);
    let found = found.ok_or("ResourceNotFound.FunctionVersion")?;
    if function.aliases.values().any(bound) {
        return Err("UnsupportedOperation.AliasBind");
    }
    if busy || function.status.word(now).ends_with("ing") {
        return Err("FailedOperation.FunctionStatusError");
    }
    if function.provisioned.versions.get(&found.number).is_some_and(|warm| now < warm.at) {
        return Err("FailedOperation.ProvisionedInProgress");
    }
    function.provisioned.versions.remove(&found.number);
    let then = if work.failed { "DeleteFailed" } else { GONE };
    found.status = Status::until("Deleting", work.at, then).since(now);
    Ok(json!({}))
}

pub(super) fn write_alias(function: &mut Function, action: &str, body: &Value) -> Result<Value, &'static str> {
    let name = body["Name"].as_str().unwrap();
    match (action, function.aliases.contains_key(name)) {
        ("CreateAlias", true) => return Err("ResourceInUse.Alias"),
        ("UpdateAlias", false) => return Err("ResourceNotFound.Alias"),
        _ => {}
    }
    let weights = body["RoutingConfig"]["AdditionalVersionWeights"].as_array().unwrap();
    let weights: Vec<(String, f64)> = weights
        .iter()
        .map(|part| (part["Version"].as_str().unwrap().to_owned(), part["Weight"].as_f64().unwrap()))
        .collect();
    let text = body["Description"].as_str().expect("a description is always sent");
    let (description, mark) = match text.split_once("[scf-grayscale ") {
        Some((text, mark)) => (text.trim_end(), Some(format!("scf-grayscale {}", mark.trim_end_matches(']')))),
        None => (text, None),
    };
    let alias = Alias {
        main: body["FunctionVersion"].as_str().unwrap().to_owned(),
        rules: body["RoutingConfig"]["AddtionVersionMatchs"].as_array().unwrap().clone(),
        description: description.to_owned(),
        mark: Left(mark),
        weights,
    };
    if alias.weights.len() > 1 || alias.weights.iter().any(|(version, _)| *version == alias.main) {
        return Err("InvalidParameterValue.AdditionalVersionWeights");
    }
    if !alias.weights.is_empty() && !alias.rules.is_empty() {
        return Err("InvalidParameterValue.RoutingConfig");
    }
    let named = [&alias.main].into_iter().chain(alias.weights.iter().map(|(version, _)| version));
    if named.into_iter().any(|version| function.content_of(version).is_none()) {
        return Err("ResourceNotFound.FunctionVersion");
    }
    function.aliases.insert(name.to_owned(), alias);
    Ok(json!({}))
}
