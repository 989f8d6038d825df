//! How the desired configuration differs from what the cloud has. Values of variables never leave this file.

use sha2::{Digest, Sha256};

use crate::desired::{Labels, Settings};
use crate::error::Error;
use crate::message::problem::PlanProblem;
pub use crate::message::step::Change;
use crate::message::step::{Hidden, Setting};
use crate::scf::function::{Function, Variable};

/// As it is shown: what comes from the environment now may have come from there before.
fn labelled(change: Change, labels: &Labels) -> Change {
    let Some(label) = labels.of(&change.setting) else { return change };
    let there = |value: &Setting| *value != Setting::Text(String::new());
    let from = change.from.filter(there).map(|_| Setting::Hidden(Hidden::Set));
    Change { from, to: change.to.map(|_| label.into()), ..change }
}

/// The handler, where it changes. UpdateFunctionConfiguration has no such parameter: it goes with the code. An image has
/// none.
pub(super) fn handler(desired: &Settings, labels: &Labels, seen: &Function) -> Option<Change> {
    if seen.is_image() {
        return None;
    }
    let handler = desired.handler.clone().filter(|handler| Some(handler) != seen.handler.as_ref())?;
    let change = Change {
        setting: "handler".to_owned(),
        from: seen.handler.clone().map(Setting::from),
        to: Some(handler.into()),
    };
    Some(labelled(change, labels))
}

/// The settings to write and what changes in words, the handler apart. Only what differs is written; variables always as a whole, because
/// the API replaces them as a whole.
pub(super) fn differing(
    desired: &Settings,
    labels: &Labels,
    seen: &Function,
) -> Result<(Settings, Vec<Change>), Error> {
    if let (Some(desired), Some(seen)) = (&desired.runtime, &seen.runtime)
        && desired != seen
    {
        let desired = labels.of("runtime").unwrap_or_else(|| desired.clone());
        return Err(Error::refused(PlanProblem::RuntimeChange { from: seen.clone(), to: desired }));
    }
    let mut write = Settings::default();
    let mut changes = Vec::new();
    let mut text = |name: &str, desired: &Option<String>, seen: &Option<String>| {
        let desired = desired.as_ref().filter(|desired| **desired != seen.clone().unwrap_or_default())?;
        changes.push(Change {
            setting: name.to_owned(),
            from: seen.clone().map(Setting::from),
            to: Some(desired.clone().into()),
        });
        Some(desired.clone())
    };
    write.description = text("description", &desired.description, &seen.description);
    write.role = text("role", &desired.role, &seen.role);
    let mut number = |name: &str, desired: Option<u32>, seen: Option<u32>| {
        let desired = desired.filter(|desired| Some(*desired) != seen)?;
        changes.push(Change {
            setting: name.to_owned(),
            from: seen.map(|seen| seen.to_string().into()),
            to: Some(desired.to_string().into()),
        });
        Some(desired)
    };
    write.memory_size = number("memorySize", desired.memory_size, seen.memory_size);
    write.timeout = number("timeout", desired.timeout, seen.timeout);
    write.init_timeout = number("initTimeout", desired.init_timeout, seen.init_timeout);

    if let Some(variables) = &desired.environment {
        let there: Vec<&Variable> = seen.variables().collect();
        let added = variables.iter().filter(|(name, _)| !there.iter().any(|known| known.key == *name));
        let changed = variables
            .iter()
            .filter(|(name, value)| there.iter().any(|known| known.key == *name && known.value != *value));
        let gone = there.iter().filter(|known| !variables.iter().any(|(desired, _)| *desired == known.key));
        let hidden = |name: &str, from: Option<Hidden>, to: Option<Hidden>| Change {
            setting: format!("environment.{name}"),
            from: from.map(Setting::Hidden),
            to: to.map(Setting::Hidden),
        };
        let before = changes.len();
        changes.extend(added.map(|(name, _)| hidden(name, None, Some(Hidden::New))));
        changes.extend(changed.map(|(name, _)| hidden(name, Some(Hidden::Set), Some(Hidden::Changed))));
        changes.extend(gone.map(|known| hidden(&known.key, Some(Hidden::Set), None)));
        if changes.len() > before {
            write.environment = Some(variables.clone());
        }
    }
    if let Some(vpc) = &desired.vpc {
        let there = seen.vpc_config.clone().unwrap_or_default();
        let there = (there.vpc_id.unwrap_or_default(), there.subnet_id.unwrap_or_default());
        if there != (vpc.vpc_id.clone(), vpc.subnet_id.clone()) {
            let shown = |id: &str, subnet: &str| (!id.is_empty()).then(|| format!("{id}/{subnet}").into());
            changes.push(Change {
                setting: "vpcConfig".into(),
                from: shown(&there.0, &there.1),
                to: shown(&vpc.vpc_id, &vpc.subnet_id),
            });
            write.vpc = Some(vpc.clone());
        }
    }
    if let Some(layers) = &desired.layers {
        let shown = |names: Vec<String>| (!names.is_empty()).then(|| names.join(", ").into());
        let to: Vec<String> = layers.iter().map(|layer| format!("{}:{}", layer.name, layer.version)).collect();
        let from: Vec<String> =
            seen.layers.iter().flatten().map(|layer| format!("{}:{}", layer.layer_name, layer.layer_version)).collect();
        if from != to {
            changes.push(Change { setting: "layers".into(), from: shown(from), to: shown(to) });
            write.layers = Some(layers.clone());
        }
    }
    if let Some((logset, topic)) = &desired.cls {
        let there = (seen.cls_logset_id.clone().unwrap_or_default(), seen.cls_topic_id.clone().unwrap_or_default());
        if there != (logset.clone(), topic.clone()) {
            let shown = |set: &str, topic: &str| (!set.is_empty()).then(|| format!("{set}/{topic}").into());
            changes.push(Change { setting: "cls".into(), from: shown(&there.0, &there.1), to: shown(logset, topic) });
            write.cls = Some((logset.clone(), topic.clone()));
        }
    }
    for (plain, value) in &desired.plain.0 {
        let there = seen.plain.of(plain);
        if !plain.shape.differs(value, &there) {
            continue;
        }
        let (from, to) = (plain.shape.spoken(&there), plain.shape.spoken(value));
        let change =
            Change { setting: plain.name.to_owned(), from: from.map(Setting::from), to: to.map(Setting::from) };
        if plain.fixed {
            let Change { from, to, .. } = labelled(change, labels);
            return Err(Error::refused(PlanProblem::FixedSetting { setting: plain.name, from, to }));
        }
        changes.push(change);
        write.plain.0.push((plain, value.clone()));
    }
    write.plain = write.plain.completed(&seen.plain);
    Ok((write, changes.into_iter().map(|change| labelled(change, labels)).collect()))
}

/// A digest of the configuration as a plan's basis. Of variables only the names go in: a digest of a weak secret could be
/// guessed back.
pub(super) fn digest(seen: &Function) -> String {
    let mut bare = seen.bare();
    for variable in bare.environment.iter_mut().flat_map(|environment| environment.variables.iter_mut().flatten()) {
        variable.value = String::new();
    }
    hex::encode(Sha256::digest(serde_json::to_string(&bare).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::desired::{Defaults, Desired};
    use crate::json::Json;
    use crate::scf::{Fields, Read};

    fn compared(inputs: Value, seen: Value) -> Result<(Settings, Vec<Change>), Error> {
        let mut all = json!({ "name": "fun01" });
        all.as_object_mut().unwrap().extend(inputs.as_object().unwrap().clone());
        let desired = Desired::parse(&all.into(), &Defaults::default()).unwrap();
        let seen = Function::read(Fields(&Json::from(seen))).unwrap();
        differing(&desired.functions[0].settings, &Labels::default(), &seen)
    }

    /// What is sent, and what is said of it.
    fn written(inputs: Value, seen: Value) -> (Value, Vec<String>) {
        let (write, changes) = compared(inputs, seen).unwrap();
        let said = changes.iter().map(crate::message::setting);
        (serde_json::from_str(&["{", &write.plain.json(), "}"].concat()).unwrap(), said.collect())
    }

    #[test]
    fn what_the_cloud_has_already_is_not_written() {
        let seen = json!({
            "Type": "Event", "L5Enable": "FALSE", "AsyncRunEnable": "FALSE", "TraceEnable": "TRUE ",
            "PublicNetConfig": { "PublicNetStatus": "ENABLE", "EipConfig": { "EipStatus": "DISABLE", "EipAddress": [] } },
            "DeadLetterConfig": { "Type": "topic", "Name": "dead", "FilterType": "" },
            "CfsConfig": { "CfsInsList": [{
                "UserId": "10000", "UserGroupId": "10000", "CfsId": "cfs-1", "MountInsId": "cfs-1",
                "LocalMountDir": "/mnt/", "RemoteMountDir": "/", "IpAddress": "10.0.0.1", "MountVpcId": null,
            }] },
            "Tags": [{ "Key": "of someone else", "Value": "x" }, { "Key": "team", "Value": "shop" }],
        });
        let inputs = json!({
            "type": "event", "l5Enable": false, "asyncRunEnable": false, "traceEnable": true, "publicAccess": true,
            "eip": false, "deadLetter": { "type": "topic", "name": "dead" }, "tags": { "team": "shop" },
            "cfs": [{ "cfsId": "cfs-1", "localMountDir": "/mnt/", "remoteMountDir": "/" }],
        });
        assert_eq!(written(inputs.clone(), seen), (json!({}), vec![]));
        // an answer that leaves fields out is one of a function that was told nothing
        let defaults = json!({
            "type": "event", "l5Enable": false, "asyncRunEnable": false, "traceEnable": false, "publicAccess": true,
            "eip": false, "deadLetter": {}, "tags": {}, "cfs": [],
        });
        assert_eq!(written(defaults, json!({ "PublicNetConfig": null, "Type": "" })), (json!({}), vec![]));
    }

    #[test]
    fn objects_are_written_whole_and_only_where_something_differs() {
        let seen = json!({
            "PublicNetConfig": { "PublicNetStatus": "DISABLE", "EipConfig": { "EipStatus": "DISABLE" } },
            "DeadLetterConfig": { "Type": "topic", "Name": "dead", "FilterType": "" },
        });
        assert_eq!(
            written(json!({ "eip": true, "l5Enable": false }), seen.clone()),
            (
                json!({ "PublicNetConfig": { "PublicNetStatus": "DISABLE", "EipConfig": { "EipStatus": "ENABLE" } } }),
                vec!["eip: false → true".to_owned()]
            )
        );
        assert_eq!(
            written(json!({ "deadLetter": {} }), seen.clone()),
            (
                json!({ "DeadLetterConfig": { "Type": "", "Name": "", "FilterType": "" } }),
                vec!["deadLetter: topic dead → (none)".to_owned()]
            )
        );
        assert_eq!(
            written(json!({ "installDependency": false }), json!({ "InstallDependency": "TRUE" })),
            (json!({ "InstallDependency": "FALSE" }), vec!["installDependency: TRUE → false".to_owned()])
        );
        let cfs = json!({ "cfs": [{ "cfsId": "cfs-1", "localMountDir": "/mnt/", "remoteMountDir": "/" }] });
        assert_eq!(written(cfs, seen).1, ["cfs: (none) → cfs-1 cfs-1 /mnt/ / 10000 10000"]);
    }

    #[test]
    fn what_is_fixed_from_creation_on_is_refused_where_it_differs() {
        for (inputs, seen, message) in [
            (json!({ "type": "web" }), json!({ "Type": "Event" }), "type is event and can't be changed to web"),
            (
                json!({ "asyncRunEnable": true }),
                json!({ "AsyncRunEnable": "FALSE" }),
                "asyncRunEnable is false and can't be changed to true",
            ),
            (
                json!({ "tags": { "team": "shop", "cost": 7 } }),
                json!({ "Tags": [{ "Key": "team", "Value": "shop" }] }),
                "tags is team=shop and can't be changed to cost=7, team=shop",
            ),
            (json!({ "tags": { "a": "b" } }), json!({ "Tags": [] }), "tags is (none) and can't be changed to a=b"),
        ] {
            let error = compared(inputs, seen).unwrap_err();
            assert_eq!(error.code(), "FixedSetting");
            assert!(error.message().starts_with(message), "{}", error.message());
            assert!(error.hint().is_some());
        }
    }
}
