//! Words of the frame around a plan.

use serde::Serialize;

/// What stands beside a value, or what a sign means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "LabelFacts"))]
#[serde(remote = "Self", tag = "code", rename_all = "camelCase")]
pub enum Label {
    /// The stage of a plan.
    Stage,
    /// Its region.
    Region,
    /// Its namespace.
    Namespace,
    /// Its alias.
    Alias,
    /// The share that was asked for.
    Traffic,
    /// The sign of what is created.
    Create,
    /// The sign of a package that is uploaded.
    UploadPackage,
    /// The sign of what is updated.
    Update,
    /// The sign of what is published.
    Publish,
    /// The sign of traffic that shifts.
    ShiftTraffic,
    /// The sign of a trigger.
    Trigger,
    /// The sign of waiting.
    Wait,
    /// The sign of what is deleted.
    Delete,
    /// The function will be created.
    WillBeCreated,
    /// The function will be deleted.
    WillBeDeleted,
    /// The function will be changed.
    WillBeChanged,
    /// The function stays as it is.
    Unchanged,
}

/// How many functions a plan does something to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "PlanCounts"))]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// To create.
    pub create: usize,
    /// To update.
    pub update: usize,
    /// To publish.
    pub publish: usize,
    /// Whose traffic shifts.
    pub shift: usize,
    /// Whose triggers change.
    pub triggers: usize,
    /// To delete.
    pub delete: usize,
    /// Whose provisioned concurrency changes.
    pub provision: usize,
    /// To prune.
    pub prune: usize,
    /// Only to wait for.
    pub wait: usize,
    /// Published already.
    pub adopt: usize,
    /// Unchanged.
    pub unchanged: usize,
}

/// The last line of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "SummaryFacts"))]
#[serde(remote = "Self", tag = "code", content = "params")]
pub enum Summary {
    /// What a plan does, counted in functions.
    Plan(Counts),
}
