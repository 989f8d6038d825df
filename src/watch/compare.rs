//! Versions of a function side by side: whether their code is the same, and which settings differ between two of them.

use serde::Serialize;

use crate::desired::{Verb, version_word};
use crate::error::Error;
use crate::json::Json;
use crate::message::problem::ArgsProblem;
use crate::message::setting;
use crate::message::step::{Change, Hidden, Setting};
use crate::observed::ObservedFunction;
use crate::scf::Target;
use crate::scf::function::Function;
use crate::scf::settings_table::SETTINGS;
use crate::traffic::routing::Version;

/// The versions that one order may name: each costs a call, or two.
const MOST: usize = 50;

/// Which versions are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompareOrder {
    /// In the order in which they were named.
    pub(crate) versions: Vec<Version>,
}

/// Versions of a function, compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Comparison {
    /// Its key in the project.
    pub key: String,
    /// Its name in the cloud.
    pub name: String,
    /// Where it is.
    pub region: String,
    /// Where it is.
    pub namespace: String,
    /// In the order in which they were named.
    pub versions: Vec<ComparedVersion>,
    /// The settings that differ between the first and the second, where exactly two were named; null where the API does not
    /// show one of them.
    pub settings: Option<Vec<ComparedSetting>>,
}

/// A version that is compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ComparedVersion {
    /// Which, such as `$latest`.
    pub version: String,
    /// What tells its code apart from other code: the SHA-256 of its package, or a digest of its image; null where the API
    /// does not say.
    pub code: Option<String>,
}

/// A setting that differs: `from` in the first version, `to` in the second. Of variables only names are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ComparedSetting {
    /// Which, and its values.
    #[serde(flatten)]
    pub change: Change,
    /// In a line.
    pub text: String,
}

impl CompareOrder {
    /// Of `versions`.
    ///
    /// # Errors
    /// `InvalidVersion`.
    pub fn read(args: &Json<'_>) -> Result<Self, Error> {
        let mut versions = Vec::new();
        for word in Verb::COMPARE.words_of(args, "versions")? {
            let version = version_word("versions", &Json::Text(word.into()))?;
            if !versions.contains(&version) {
                versions.push(version);
            }
        }
        if versions.is_empty() || versions.len() > MOST {
            return Err(Error::usage(ArgsProblem::VersionCount { count: versions.len(), most: MOST }));
        }
        Ok(Self { versions })
    }

    /// Whether settings are compared, too.
    pub(crate) const fn settings(&self) -> bool {
        self.versions.len() == 2
    }

    /// What was seen of them.
    pub(crate) fn report(&self, key: &str, target: &Target, seen: &ObservedFunction) -> Comparison {
        let of =
            |version: &Version| ComparedVersion { version: version.shown().to_owned(), code: seen.digest(version) };
        Comparison {
            key: key.to_owned(),
            name: target.name.clone(),
            region: target.region.clone(),
            namespace: target.namespace.clone(),
            versions: self.versions.iter().map(of).collect(),
            settings: match self.versions.as_slice() {
                [one, other] => shown(seen, one).zip(shown(seen, other)).map(|(one, other)| differing(one, other)),
                _ => None,
            },
        }
    }
}

fn shown<'a>(seen: &'a ObservedFunction, version: &Version) -> Option<&'a Function> {
    if version.is_latest() { seen.function.get() } else { seen.config(version) }
}

/// The settings that differ. The description is left out: a version has one of its own.
fn differing(one: &Function, other: &Function) -> Vec<ComparedSetting> {
    let mut changes = Vec::new();
    let mut compare = |name: &str, from: Option<String>, to: Option<String>| {
        let given = |value: Option<String>| value.filter(|text| !text.is_empty());
        let (from, to) = (given(from), given(to));
        if from != to {
            let (from, to) = (from.map(Setting::from), to.map(Setting::from));
            changes.push(Change { setting: name.to_owned(), from, to });
        }
    };
    let number = |value: Option<u32>| value.map(|value| value.to_string());
    compare("image", image(one), image(other));
    compare("handler", one.handler.clone(), other.handler.clone());
    compare("runtime", one.runtime.clone(), other.runtime.clone());
    compare("memorySize", number(one.memory_size), number(other.memory_size));
    compare("timeout", number(one.timeout), number(other.timeout));
    compare("initTimeout", number(one.init_timeout), number(other.init_timeout));
    compare("role", one.role.clone(), other.role.clone());
    compare("vpcConfig", network(one), network(other));
    compare("layers", Some(layers(one)), Some(layers(other)));
    compare("cls", logs(one), logs(other));
    for plain in SETTINGS {
        let of = |function: &Function| plain.shape.spoken(&function.plain.of(plain));
        compare(plain.name, of(one), of(other));
    }
    changes.extend(variables(one, other));
    changes.into_iter().map(|change| ComparedSetting { text: setting(&change), change }).collect()
}

/// The variables that one has and the other has not, or with another value. Values are secrets.
fn variables(one: &Function, other: &Function) -> Vec<Change> {
    let value = |function: &Function, name: &str| {
        function.variables().find(|variable| variable.key == name).map(|variable| variable.value.clone())
    };
    let mut names: Vec<String> = one.variables().chain(other.variables()).map(|known| known.key.clone()).collect();
    names.sort_unstable();
    names.dedup();
    let change = |name: String| {
        let (from, to) = (value(one, &name), value(other, &name));
        let hidden = match (&from, &to) {
            (Some(from), Some(to)) if from == to => return None,
            (Some(_), Some(_)) => (Some(Hidden::Set), Some(Hidden::Changed)),
            (Some(_), None) => (Some(Hidden::Set), None),
            (None, _) => (None, Some(Hidden::New)),
        };
        let setting = ["environment.", &name].concat();
        Some(Change { setting, from: hidden.0.map(Setting::Hidden), to: hidden.1.map(Setting::Hidden) })
    };
    names.into_iter().filter_map(change).collect()
}

fn image(function: &Function) -> Option<String> {
    function.image_config.as_ref().map(|image| image.image_uri.clone())
}

fn network(function: &Function) -> Option<String> {
    let vpc = function.vpc_config.as_ref()?;
    pair(vpc.vpc_id.as_deref(), vpc.subnet_id.as_deref())
}

fn logs(function: &Function) -> Option<String> {
    pair(function.cls_logset_id.as_deref(), function.cls_topic_id.as_deref())
}

fn pair(one: Option<&str>, other: Option<&str>) -> Option<String> {
    let one = one.filter(|text| !text.is_empty())?;
    Some([one, "/", other.unwrap_or_default()].concat())
}

fn layers(function: &Function) -> String {
    let all = function.layers.iter().flatten();
    all.map(|layer| format!("{}:{}", layer.layer_name, layer.layer_version)).collect::<Vec<_>>().join(", ")
}
