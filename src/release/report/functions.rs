//! The functions that there are, a row each, and their order: those that need a person come first.

use serde::Serialize;

use super::status::{Released, split_bars};
use crate::message::everyone_else;
use crate::message::routing::Rule;
use crate::observed::Observed;
use crate::plan::explain::Bar;
use crate::plan::{self, Caller, direct};
use crate::scf::Target;
use crate::scf::alias::Alias;
use crate::scf::function::Condition;
use crate::scf::listing::Listed;
use crate::time::Zone;
use crate::traffic::routing::{Routing, Version};
use crate::traffic::share::{Fraction, Weight};
use crate::traffic::stable;

/// One function among all.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FunctionRow {
    /// What the cloud calls it.
    pub name: String,
    /// Where it is.
    pub region: String,
    /// Where it is.
    pub namespace: String,
    /// The API's status word.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub status: Option<String>,
    /// Why, in the API's words, where it is not usable.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub reason: Option<String>,
    /// `Nodejs18.15`, ….
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub runtime: Option<String>,
    /// What people wrote there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub description: Option<String>,
    /// When its code or configuration was last changed, in Beijing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub modified: Option<String>,
    /// Who gets what on the alias; absent until it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub split: Option<Vec<Bar>>,
    /// The alias's rules in words, which decide before the split does.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<_>"))]
    pub rules: Vec<Rule>,
    /// Who gets the requests that no rule takes, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub everyone_else: Option<String>,
    /// The share of `$LATEST` on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub traffic: Option<Weight>,
    /// With `triggers`: what calls a version directly, whatever the alias says.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<_>"))]
    pub direct: Vec<Caller>,
    /// With `triggers`: of `triggers` and `domains`, what the API did not let this key look at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<crate::types::words::Unchecked>>"))]
    pub unchecked: Vec<&'static str>,
    /// The memory of the provisioned instances of all its versions, in MB, which is billed; absent where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub provisioned_mb: Option<u64>,
    /// What it is at.
    pub standing: Standing,
    /// The version that users of the alias should be on, as far as the alias itself tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub stable: Option<Version>,
    /// Which run wrote the alias last, and when, as its mark says.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub released: Option<Released>,
    /// When the alias was changed last, by whomever.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub alias_modified: Option<String>,
    /// A release is under way, whatever else it is at: a function whose last change failed may be in the middle of one.
    pub releasing: bool,
    /// Its place in the list: 0 is the most urgent.
    pub urgency: u8,
}

/// The traffic of an alias, and what it says about its function.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Served {
    /// Who gets what.
    pub split: Vec<Bar>,
    /// The share of `$LATEST`.
    pub traffic: Weight,
    /// What a usable function with this traffic is at.
    pub standing: Standing,
    /// The place in the list of such a function.
    pub urgency: u8,
    /// A release is under way.
    pub releasing: bool,
}

impl Served {
    pub(in crate::release) fn of(routing: &Routing) -> Self {
        let standing = standing(Condition::Active, Some(routing));
        Self {
            split: split_bars(routing),
            traffic: Weight::from(routing.split().of(&Version::latest())),
            standing,
            urgency: urgency(standing, Some(routing)),
            releasing: releasing(routing),
        }
    }
}

/// What a function is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Standing {
    /// Its last change failed: it will not become usable by itself.
    Failed,
    /// A release is under way: `$LATEST` shares the alias with a published version.
    Canary,
    /// Two published versions share the alias, or rules decide.
    Shared,
    /// It is being changed.
    Busy,
    /// All of the alias is on `$LATEST`: a deploy would change what users get at once.
    Latest,
    /// The alias was not read yet.
    Unknown,
    /// All of the alias is on one published version.
    Quiet,
}

/// The order of the list. A failed upload that no user reaches comes after the canaries that users do reach.
fn urgency(standing: Standing, routing: Option<&Routing>) -> u8 {
    let unused = routing.is_some_and(|routing| routing.most_of(&Version::latest()) == Fraction::NONE);
    match standing {
        Standing::Failed if !unused => 0,
        Standing::Canary => 1,
        Standing::Failed => 2,
        Standing::Shared => 3,
        Standing::Busy => 4,
        Standing::Latest => 5,
        Standing::Unknown => 6,
        Standing::Quiet => 7,
    }
}

pub(in crate::release) fn row(
    target: &Target,
    listed: &Listed,
    alias: &str,
    (observed, index): (&Observed, usize),
    zone: Zone,
) -> FunctionRow {
    let seen = observed.of(target, index);
    let alias = seen.and_then(|seen| seen.alias(alias).get().copied());
    let routing = alias.map(Alias::routing);
    let condition = listed.status.as_ref().map_or(Condition::Active, |status| status.condition());
    FunctionRow {
        name: target.name.clone(),
        region: target.region.clone(),
        namespace: target.namespace.clone(),
        status: listed.status.as_ref().map(|status| status.word().to_owned()),
        reason: listed.reason.clone().filter(|_| condition == Condition::Failed),
        runtime: listed.runtime.clone(),
        description: listed.description.clone(),
        modified: listed.modified.as_deref().map(|time| zone.of_api(time)),
        traffic: routing.as_ref().map(|routing| Weight::from(routing.split().of(&Version::latest()))),
        split: routing.as_ref().map(split_bars),
        rules: routing.as_ref().map(|routing| Rule::all(&routing.rules)).unwrap_or_default(),
        everyone_else: routing.as_ref().and_then(everyone_else),
        direct: seen.map(direct::callers).unwrap_or_default(),
        unchecked: seen.map(direct::unchecked).unwrap_or_default(),
        provisioned_mb: listed.provisioned_mb,
        standing: standing(condition, routing.as_ref()),
        stable: alias.and_then(|alias| {
            plan::baseline_of(alias).map(|baseline| baseline.stable).or_else(|| stable::named(&alias.routing()))
        }),
        released: alias.and_then(Released::of),
        alias_modified: alias.and_then(|alias| alias.mod_time.as_deref()).map(|time| zone.of_api(time)),
        releasing: routing.as_ref().is_some_and(releasing),
        urgency: urgency(standing(condition, routing.as_ref()), routing.as_ref()),
    }
}

/// A release is under way: `$LATEST` shares the alias with a published version.
fn releasing(routing: &Routing) -> bool {
    let split = routing.split();
    !routing.by_rules() && split.only().is_none() && split.of(&Version::latest()) != Fraction::NONE
}

fn standing(condition: Condition, routing: Option<&Routing>) -> Standing {
    match (condition, routing) {
        (Condition::Failed, _) => Standing::Failed,
        (_, Some(routing)) if routing.by_rules() => Standing::Shared,
        (_, Some(routing)) if releasing(routing) => Standing::Canary,
        (_, Some(routing)) => match routing.split().only() {
            None => Standing::Shared,
            Some(_) if condition == Condition::Busy => Standing::Busy,
            Some(only) if only.is_latest() => Standing::Latest,
            Some(_) => Standing::Quiet,
        },
        (Condition::Busy, None) => Standing::Busy,
        (Condition::Active, None) => Standing::Unknown,
    }
}
