//! What a rollout's tick looks at: the aliases, versions and code of its functions, and their minutes.

use serde::Serialize;

use crate::desired::Desired;
use crate::observed::{Observed, ObservedFunction};
use crate::plan::{Mark, Query, Users, target_of};
use crate::release::journal::RecordedAlias;
use crate::scf::provisioned::Instances;
use crate::traffic::routing::Version;
use crate::watch::FunctionMinutes;

/// What a tick saw.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Look {
    /// The time by the API's clock, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<u64>,
    /// The functions, in the order of the project.
    pub functions: Vec<LookedAt>,
    /// Their minutes.
    pub minutes: Vec<FunctionMinutes>,
}

/// A function as it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LookedAt {
    /// What the project calls it.
    pub key: String,
    /// Where it is.
    pub region: String,
    /// Where it is.
    pub namespace: String,
    /// What the cloud calls it.
    pub name: String,
    /// Whether it exists.
    pub exists: bool,
    /// The alias's routing, as the API has it; absent where there is no such alias.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub routing: Option<RecordedAlias>,
    /// The run that wrote the alias last, as its mark says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
    /// The version that users of the alias should be on; absent where nothing is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stable: Option<Version>,
    /// Published versions, newest first.
    pub versions: Vec<Version>,
    /// What its versions have of provisioned concurrency, where that was asked for and could be read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub provisioned: Vec<Instances>,
    /// Whether its calls are logged: it has a topic in CLS.
    pub logged: bool,
    /// The digest of the code of `$LATEST`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// The code of `$LATEST`, which is known of an image by its configuration and else has a question of its own.
pub(in crate::release) fn code(seen: &ObservedFunction) -> Option<Query> {
    let latest = Version::latest();
    let asked = seen.code.iter().any(|known| known.version == latest);
    let open = !seen.function.unknown() && !seen.is_missing() && seen.digest(&latest).is_none() && !asked;
    open.then_some(Query::Digest(latest))
}

pub(in crate::release) fn functions(desired: &Desired, observed: &Observed) -> Vec<LookedAt> {
    let of_one = |(index, function)| {
        let target = target_of(function);
        let seen = observed.of(&target, index)?;
        let alias = seen.alias(&desired.alias).get().copied();
        Some(LookedAt {
            key: function.key.clone(),
            stable: Users::of(&function.on_record, alias, seen).stable(),
            region: target.region.clone(),
            namespace: target.namespace.clone(),
            name: target.name.clone(),
            exists: !seen.is_missing(),
            routing: alias.map(|alias| RecordedAlias::of(&alias.routing(), None)),
            run: alias.and_then(Mark::of).map(|mark| mark.run),
            versions: seen.published().iter().rev().map(|version| version.version.clone()).collect(),
            provisioned: seen.provisioned.get().map(|known| known.versions.clone()).unwrap_or_default(),
            logged: seen
                .function
                .get()
                .is_some_and(|there| there.cls_topic_id.as_ref().is_some_and(|id| !id.is_empty())),
            code: seen.digest(&Version::latest()),
        })
    };
    desired.functions.iter().enumerate().filter_map(of_one).collect()
}
