//! A plan in a file: what was asked for, without secrets, and the text of the plan.
//!
//! Applying it plans again from what was asked for and compares, so that only a plan which the planner itself would make
//! is ever carried out, whatever the file says. Values of environment variables, settings that came from the environment and
//! what triggers hand over do not stand in it: they come from the project at the time of applying.

use sha2::{Digest, Sha256};

use crate::desired::{FromEnvironment, may_be_labelled};
use crate::error::Error;
use crate::json::Json;
use crate::message::given::Given;
use crate::message::problem::RequestProblem;
use crate::message::problem::request::PlanFileFlaw;
use crate::text::json;

/// The version of this format.
const FORMAT: u64 = 1;
/// What a file of this kind begins with.
const HEAD: &str = "{\"scfGrayscalePlan\":";
const PLAN: &str = ",\"plan\":";
const ORDER: &str = ",\"order\":";
/// Stands where a secret was taken out.
const TAKEN_OUT: &str = "from the project";
/// The parts of an order that say what was asked for.
const ASKED: &[&str] = &["kind", "inputs", "asked", "to", "stage", "region", "namespace", "instance"];

/// A file for an order and the plan that was made of it, a line.
#[must_use]
pub fn write(order: &Json<'_>, plan: &str) -> String {
    let asked = ASKED.iter().filter_map(|key| Some(((*key).into(), order.get(key)?.clone())));
    let from = FromEnvironment::read(order.get("fromEnvironment"));
    let order = without_secrets(Json::Map(asked.collect()), Inside::Other, &from).to_json();
    let mut text = [HEAD, &FORMAT.to_string(), ",\"tool\":", &json(crate::VERSION)].concat();
    for part in [PLAN, plan, ORDER, &order] {
        text.push_str(part);
    }
    let sum = sum_of(&text);
    text.push_str(",\"sum\":\"");
    text.push_str(&sum);
    text.push_str("\"}\n");
    text
}

/// The order of a file, with its secrets from the inputs of the project, and the text of its plan.
///
/// # Errors
/// `UnreadablePlan`, `PlanTooNew`, `EditedPlan`, `SecretMissing`: nothing was sent.
pub fn read<'a>(file: &'a str, project: &Json<'a>) -> Result<(Json<'a>, &'a str), Error> {
    filled(file, |inputs| with_secrets(inputs, Some(project), ""))
}

/// The same with a word in place of each secret: for whoever only asks what the plan is about.
///
/// # Errors
/// `UnreadablePlan`, `PlanTooNew`, `EditedPlan`.
pub fn asked(file: &str) -> Result<(Json<'_>, &str), Error> {
    filled(file, |inputs| Ok(without_marks(inputs)))
}

/// The stage that a file is for, whatever else it holds: it says which journal and which env file count.
#[must_use]
pub fn stage(file: &str) -> Option<String> {
    Json::from_json(file).ok()?.get("order")?.text("stage")
}

fn filled<'a>(
    file: &'a str,
    fill: impl FnOnce(Json<'a>) -> Result<Json<'a>, Error>,
) -> Result<(Json<'a>, &'a str), Error> {
    let unreadable = |flaw| Error::usage(RequestProblem::UnreadablePlan { flaw });
    let text = file.trim_end();
    if !text.starts_with(HEAD) {
        return Err(unreadable(PlanFileFlaw::Head));
    }
    let mut raw = Json::from_json(text).map_err(|reason| unreadable(PlanFileFlaw::Json { reason }))?;
    let format = raw.get("scfGrayscalePlan").and_then(Json::whole);
    if format != Some(FORMAT) {
        let tool = Given::from(raw.text("tool").unwrap_or_default().as_str());
        return Err(Error::usage(RequestProblem::PlanTooNew { tool }));
    }
    let edited = || Error::refused(RequestProblem::EditedPlan);
    let (body, sum) = text.rsplit_once(",\"sum\":\"").ok_or_else(edited)?;
    if sum.strip_suffix("\"}") != Some(sum_of(body).as_str()) {
        return Err(edited());
    }
    let order = raw.take("order");
    // the plan's own bytes: what stands before it has none of its marks, what stands after it is known
    let before_order = body.strip_suffix(&order.to_json()).and_then(|body| body.strip_suffix(ORDER));
    let plan = before_order.and_then(|body| body.split_once(PLAN)).map(|(_, plan)| plan).ok_or_else(edited)?;
    let inputs = order.get("inputs").cloned().unwrap_or_default();
    let filled = fill(inputs)?;
    let entries = order.entries().iter().cloned();
    let order = entries.map(|(key, value)| if key == "inputs" { (key, filled.clone()) } else { (key, value) });
    Ok((Json::Map(order.collect()), plan))
}

fn sum_of(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

/// Whether everything below a key of the inputs is a secret.
fn secret(key: &str) -> bool {
    // hooks, notices and sources of figures hold addresses, which may be secrets
    matches!(key, "environment" | "argument" | "hooks" | "notify" | "source")
}

/// Below which key a value stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Secret,
    /// A setting: a secret where it came from the environment.
    Setting,
    Other,
}

impl Inside {
    fn of(self, key: &str) -> Self {
        match self {
            Self::Secret => Self::Secret,
            _ if secret(key) => Self::Secret,
            _ if may_be_labelled(key) => Self::Setting,
            around => around,
        }
    }
}

fn without_secrets<'a>(value: Json<'a>, inside: Inside, from: &FromEnvironment) -> Json<'a> {
    match value {
        Json::Map(entries) => {
            let clean = entries.into_iter().map(|(key, value)| {
                let inside = inside.of(&key);
                (key, without_secrets(value, inside, from))
            });
            Json::Map(clean.collect())
        }
        Json::List(items) => Json::List(items.into_iter().map(|item| without_secrets(item, inside, from)).collect()),
        Json::Null => Json::Null,
        other if inside == Inside::Secret || (inside == Inside::Setting && from.label(&other).is_some()) => {
            Json::Map(vec![("secret".into(), Json::Text(TAKEN_OUT.into()))])
        }
        other => other,
    }
}

fn without_marks(value: Json<'_>) -> Json<'_> {
    match value {
        mark @ Json::Map(_) if taken_out(&mark) => Json::Text(TAKEN_OUT.into()),
        Json::Map(entries) => Json::Map(entries.into_iter().map(|(key, value)| (key, without_marks(value))).collect()),
        Json::List(items) => Json::List(items.into_iter().map(without_marks).collect()),
        other => other,
    }
}

/// Whether it stands where a secret was.
fn taken_out(value: &Json<'_>) -> bool {
    let entries = value.entries();
    entries.len() == 1 && entries.iter().all(|(key, value)| key == "secret" && *value == Json::Text(TAKEN_OUT.into()))
}

fn with_secrets<'a>(value: Json<'a>, project: Option<&Json<'a>>, path: &str) -> Result<Json<'a>, Error> {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { [path, ".", key].concat() };
    match value {
        mark @ Json::Map(_) if taken_out(&mark) => project
            .filter(|value| !matches!(value, Json::Null))
            .cloned()
            .ok_or_else(|| Error::usage(RequestProblem::SecretMissing { path: path.to_owned() })),
        Json::Map(entries) => {
            let filled = entries.into_iter().map(|(key, value)| {
                let value = with_secrets(value, project.and_then(|project| project.get(&key)), &below(&key))?;
                Ok((key, value))
            });
            Ok(Json::Map(filled.collect::<Result<_, Error>>()?))
        }
        Json::List(items) => {
            let theirs = match project {
                Some(Json::List(theirs)) => theirs.as_slice(),
                _ => &[],
            };
            let filled = items.into_iter().enumerate();
            let filled =
                filled.map(|(index, item)| with_secrets(item, theirs.get(index), &below(&(index + 1).to_string())));
            Ok(Json::List(filled.collect::<Result<_, Error>>()?))
        }
        other => Ok(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{"format":1,"kind":"deploy","functions":[],"fingerprint":"ab"}"#;

    fn order() -> Json<'static> {
        Json::from_json(
            r#"{"do":"plan","inputs":{"traffic":0.10,"environment":{"variables":{"ALL":"hush-0"}},"functions":{"fun01":
            {"environment":{"variables":{"A":"hush-1","B":7}},"events":[{"timer":{"parameters":{"argument":"hush-2"}}}]}}},
            "stage":"dev","packages":[{"key":"fun01"}],"journal":"hush-3"}"#,
        )
        .unwrap()
    }

    fn inputs() -> Json<'static> {
        order().take("inputs")
    }

    #[test]
    fn what_was_asked_comes_back_and_no_secret_was_in_between() {
        let file = write(&order(), TEXT);
        assert!(!file.contains("hush"), "{file}");
        let (back, plan) = read(&file, &inputs()).unwrap();
        assert_eq!(plan, TEXT);
        assert_eq!(back.get("inputs"), Some(&inputs()));
        assert_eq!(
            (back.text("stage").as_deref(), back.has("packages"), back.has("journal")),
            (Some("dev"), false, false)
        );
    }

    #[test]
    fn settings_from_the_environment_come_from_the_project() {
        let order = r#"{"inputs":{"region":"hush-place","functions":{"a":{"description":"hush-4","role":"r",
            "layers":[{"name":"hush-4","version":1}]}}},"fromEnvironment":[{"name":"X","text":"hush-4"},{"name":"R","text":"hush-place"}]}"#;
        let file = write(&Json::from_json(order).unwrap(), TEXT);
        assert!(!file.contains("hush-4") && file.contains("hush-place") && file.contains(r#""role":"r""#), "{file}");
        let inputs = Json::from_json(order).unwrap().take("inputs");
        let (back, _) = read(&file, &inputs).unwrap();
        assert_eq!(back.get("inputs"), Some(&inputs));
    }

    #[test]
    fn values_are_those_of_the_project_and_must_be_there() {
        let file = write(&order(), TEXT);
        let other = inputs().to_json().replace("hush-1", "other");
        let (back, _) = read(&file, &Json::from_json(&other).unwrap()).map(|(order, _)| (order.to_json(), ())).unwrap();
        assert!(back.contains("other") && !back.contains("hush-1"), "{back}");
        let error = read(&file, &Json::Null).unwrap_err();
        assert_eq!(error.code(), "SecretMissing");
        assert!(
            error.message().starts_with("environment.variables.ALL is not in the plan file"),
            "{}",
            error.message()
        );
    }

    #[test]
    fn a_file_that_is_cut_edited_newer_or_none_is_named() {
        let file = write(&order(), TEXT);
        for length in 0..file.trim_end().len() {
            let Some(cut) = file.get(..length) else { continue };
            assert_eq!(read(cut, &inputs()).unwrap_err().code(), "UnreadablePlan", "{length}");
        }
        assert_eq!(read(&file.replace("0.10", "0.90"), &inputs()).unwrap_err().code(), "EditedPlan");
        let newer = file.replacen("Plan\":1", "Plan\":2", 1);
        assert_eq!(read(&newer, &inputs()).unwrap_err().code(), "PlanTooNew");
        assert_eq!(read("---\ninputs:", &inputs()).unwrap_err().code(), "UnreadablePlan");
    }
}
