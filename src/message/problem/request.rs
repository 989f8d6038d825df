//! What is wrong with a request of a shell, or with a plan file.

use serde::Serialize;

use super::Code;
use crate::message::given::Given;

/// A part of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum RequestPart {
    /// What is to be done.
    Do,
    /// What the run is for.
    Kind,
    /// Packages: each needs `key`, `sha256` and `size`.
    Packages,
    /// Functions that the project created: each needs `region`, `namespace` and `name`.
    Created,
    /// Functions that are left: each needs `region`, `namespace` and `name`.
    Leaves,
    /// What a rollout is judged by: functions with their versions, metrics and minutes.
    Look,
    /// The versions of a step of a rollout.
    Sides,
}

/// Why a file is not a whole plan file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(tag = "cause", rename_all = "camelCase")]
pub enum PlanFileFlaw {
    /// It begins differently.
    Head,
    /// It is not JSON.
    Json {
        /// Where, in the words of the parser.
        reason: String,
    },
}

/// What is wrong with a request of a shell, or with a plan file.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum RequestProblem {
    /// A part of the request can't be read: a defect of the program that made it.
    Invalid {
        /// Which.
        part: RequestPart,
        /// What it says.
        given: Given,
    },
    /// The request is another one than the run that is to be resumed.
    OrderChanged,
    /// A rollback can't go there.
    InvalidTarget {
        /// What was given.
        given: Given,
        /// Whether it is `$latest`.
        latest: bool,
    },
    /// Not a whole plan file.
    UnreadablePlan {
        /// Why.
        #[serde(flatten)]
        flaw: PlanFileFlaw,
    },
    /// Another version of this tool wrote the plan file.
    PlanTooNew {
        /// Which.
        tool: Given,
    },
    /// The plan file was changed.
    EditedPlan,
    /// A value that plan files do not contain is not in the project.
    SecretMissing {
        /// Where it belongs.
        path: String,
    },
}

impl RequestProblem {
    /// The code that programs switch on.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::Invalid { .. } => Code::InvalidOrder,
            Self::OrderChanged => Code::OrderChanged,
            Self::InvalidTarget { .. } => Code::InvalidTarget,
            Self::UnreadablePlan { .. } => Code::UnreadablePlan,
            Self::PlanTooNew { .. } => Code::PlanTooNew,
            Self::EditedPlan => Code::EditedPlan,
            Self::SecretMissing { .. } => Code::SecretMissing,
        }
    }
}
