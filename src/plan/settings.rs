//! How the wanted configuration differs from what the cloud has. Values of variables never leave this file.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::scf::function::Function;
use crate::wanted::Settings;

/// One setting that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The input's name; a variable stands as `environment.NAME`.
    pub setting: String,
    /// What it is now; absent where it is a secret or not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What it will be; absent where it is a secret or goes away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// The settings to write and what changes in words. Only what differs is written; variables always as a whole, because
/// the API replaces them as a whole.
pub(super) fn differing(wanted: &Settings, seen: &Function) -> Result<(Settings, Vec<Change>), Error> {
    if let (Some(wanted), Some(seen)) = (&wanted.runtime, &seen.runtime)
        && wanted != seen
    {
        return Err(Error::refused(
            "RuntimeChange",
            format!("runtime is {seen} and can't be changed to {wanted}: the API keeps a function's runtime for life"),
        )
        .hint("take runtime back, or deploy under another name"));
    }
    let mut write = Settings::default();
    let mut changes = Vec::new();
    let mut text = |name: &str, wanted: &Option<String>, seen: &Option<String>| {
        let wanted = wanted.as_ref().filter(|wanted| **wanted != seen.clone().unwrap_or_default())?;
        changes.push(Change { setting: name.to_owned(), from: seen.clone(), to: Some(wanted.clone()) });
        Some(wanted.clone())
    };
    write.handler = text("handler", &wanted.handler, &seen.handler);
    write.description = text("description", &wanted.description, &seen.description);
    write.role = text("role", &wanted.role, &seen.role);
    let mut number = |name: &str, wanted: Option<u32>, seen: Option<u32>| {
        let wanted = wanted.filter(|wanted| Some(*wanted) != seen)?;
        changes.push(Change {
            setting: name.to_owned(),
            from: seen.map(|seen| seen.to_string()),
            to: Some(wanted.to_string()),
        });
        Some(wanted)
    };
    write.memory_size = number("memorySize", wanted.memory_size, seen.memory_size);
    write.timeout = number("timeout", wanted.timeout, seen.timeout);
    write.init_timeout = number("initTimeout", wanted.init_timeout, seen.init_timeout);

    if let Some(variables) = &wanted.environment {
        let there = variables_of(seen);
        let added = variables.iter().filter(|(name, _)| !there.iter().any(|(known, _)| known == name));
        let changed =
            variables.iter().filter(|(name, value)| there.iter().any(|(known, old)| known == name && old != value));
        let gone = there.iter().filter(|(name, _)| !variables.iter().any(|(wanted, _)| wanted == name));
        let secret = |name: &str, from: Option<&str>, to: Option<&str>| Change {
            setting: format!("environment.{name}"),
            from: from.map(str::to_owned),
            to: to.map(str::to_owned),
        };
        let before = changes.len();
        changes.extend(added.map(|(name, _)| secret(name, None, Some("(new)"))));
        changes.extend(changed.map(|(name, _)| secret(name, Some("(set)"), Some("(another value)"))));
        changes.extend(gone.map(|(name, _)| secret(name, Some("(set)"), None)));
        if changes.len() > before {
            write.environment = Some(variables.clone());
        }
    }
    if let Some(vpc) = &wanted.vpc {
        let there = seen.vpc_config.clone().unwrap_or_default();
        let there = (there.vpc_id.unwrap_or_default(), there.subnet_id.unwrap_or_default());
        if there != (vpc.vpc_id.clone(), vpc.subnet_id.clone()) {
            let shown = |id: &str, subnet: &str| if id.is_empty() { None } else { Some(format!("{id}/{subnet}")) };
            changes.push(Change {
                setting: "vpcConfig".into(),
                from: shown(&there.0, &there.1),
                to: shown(&vpc.vpc_id, &vpc.subnet_id),
            });
            write.vpc = Some(vpc.clone());
        }
    }
    if let Some(layers) = &wanted.layers {
        let shown = |names: Vec<String>| if names.is_empty() { None } else { Some(names.join(", ")) };
        let to: Vec<String> = layers.iter().map(|layer| format!("{}:{}", layer.name, layer.version)).collect();
        let from: Vec<String> =
            seen.layers.iter().flatten().map(|layer| format!("{}:{}", layer.layer_name, layer.layer_version)).collect();
        if from != to {
            changes.push(Change { setting: "layers".into(), from: shown(from), to: shown(to) });
            write.layers = Some(layers.clone());
        }
    }
    if let Some((logset, topic)) = &wanted.cls {
        let there = (seen.cls_logset_id.clone().unwrap_or_default(), seen.cls_topic_id.clone().unwrap_or_default());
        if there != (logset.clone(), topic.clone()) {
            let shown = |set: &str, topic: &str| if set.is_empty() { None } else { Some(format!("{set}/{topic}")) };
            changes.push(Change { setting: "cls".into(), from: shown(&there.0, &there.1), to: shown(logset, topic) });
            write.cls = Some((logset.clone(), topic.clone()));
        }
    }
    Ok((write, changes))
}

fn variables_of(seen: &Function) -> Vec<(String, String)> {
    let variables = seen.environment.iter().flat_map(|environment| environment.variables.iter().flatten());
    // A variable without a name is how clients clear the list.
    variables
        .filter(|variable| !variable.key.is_empty())
        .map(|variable| (variable.key.clone(), variable.value.clone()))
        .collect()
}

/// A digest of the configuration as a plan's basis. Of variables only the names go in: a digest of a weak secret could be
/// guessed back.
pub(super) fn digest(seen: &Function) -> String {
    let mut bare = seen.clone();
    bare.status = None;
    bare.status_desc = None;
    bare.status_reasons = None;
    for variable in bare.environment.iter_mut().flat_map(|environment| environment.variables.iter_mut().flatten()) {
        variable.value = String::new();
    }
    hex::encode(Sha256::digest(serde_json::to_string(&bare).unwrap_or_default()))
}
