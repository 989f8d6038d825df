//! What differs between a plan that was made before and the one of now.

use serde::Serialize;

/// What a plan says about a run as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum RunField {
    /// What it does.
    Kind,
    /// The stage.
    Stage,
    /// The alias.
    Alias,
    /// The share of `$latest`.
    Traffic,
    /// What its functions are to each other.
    Group,
}

/// What a step does, as the text of a plan names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, strum::EnumString)]
#[cfg_attr(test, derive(arbitrary::Arbitrary, strum::VariantArray))]
#[serde(rename_all = "camelCase")]
#[strum(serialize_all = "camelCase")]
#[allow(missing_docs, reason = "they are named as the actions of a plan")]
pub enum StepKind {
    Wait,
    Create,
    EventInvoke,
    /// Upload the package to a bucket.
    PutObject,
    Protect,
    Shift,
    Upload,
    Configure,
    Publish,
    Adopt,
    DeleteAlias,
    Trigger,
    Domain,
    Provision,
    Delete,
    DeleteVersion,
}

/// A step of a plan that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
pub struct PlannedStep {
    /// What it does.
    pub kind: StepKind,
    /// To what: a routing, names of settings, a version. Empty where there is nothing to add.
    pub detail: String,
}

/// What differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(tag = "code", content = "params", rename_all_fields = "camelCase")]
pub enum PlanChange {
    /// What was asked for as a whole.
    Run {
        /// Which part of it.
        field: RunField,
        /// What it was.
        was: Option<String>,
        /// What it is now.
        now: Option<String>,
    },
    /// The function is planned now, and was not.
    FunctionAdded {
        /// Which.
        key: String,
    },
    /// The function was planned, and is not now.
    FunctionGone {
        /// Which.
        key: String,
    },
    /// The function was created or deleted meanwhile.
    Existence {
        /// Which.
        key: String,
        /// Whether it exists now.
        exists: bool,
    },
    /// The alias has another routing.
    Routing {
        /// Which function.
        key: String,
        /// Which alias.
        alias: String,
        /// What it was.
        was: Option<String>,
        /// What it is now.
        now: Option<String>,
    },
    /// Other versions are published.
    Versions {
        /// Which function.
        key: String,
        /// Which there were, as ranges.
        was: String,
        /// Which there are now.
        now: String,
    },
    /// The code on `$latest` changed.
    Code {
        /// Which function.
        key: String,
    },
    /// The code to upload changed.
    Package {
        /// Which function.
        key: String,
    },
    /// The configuration changed.
    Settings {
        /// Which function.
        key: String,
    },
    /// A step is not planned any more.
    StepGone {
        /// Which function.
        key: String,
        /// Which step.
        step: PlannedStep,
    },
    /// A step is planned now.
    StepAdded {
        /// Which function.
        key: String,
        /// Which step.
        step: PlannedStep,
    },
    /// Nothing can be done for the function now.
    Refused {
        /// Which function.
        key: String,
        /// The code of the error.
        error: String,
    },
    /// The traffic was to become something else.
    Split {
        /// Which function.
        key: String,
        /// Which alias.
        alias: String,
        /// What it was to become.
        was: String,
        /// What it is to become now.
        now: String,
    },
    /// A note or a detail of a function's plan.
    Detail {
        /// Which function.
        key: String,
    },
    /// The text was edited: its order or its spaces.
    Edited,
    /// The order of functions, or a detail of the run.
    DetailOfRun,
    /// More than is named.
    More {
        /// How many.
        more: usize,
    },
}
