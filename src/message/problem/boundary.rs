//! What a program hands over that can't be read.

use serde::Serialize;

use super::Code;

/// Something that a program hands to the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum Handed {
    /// The request of a run.
    Request,
    /// What was observed.
    Observed,
    /// The inputs.
    Inputs,
    /// The endpoint.
    Endpoint,
    /// The stages, in order of precedence.
    Stages,
    /// What came of an effect.
    Outcome,
    /// The arguments of a history.
    HistoryArgs,
    /// What is known of runs at work, or was seen for a rollout.
    Facts,
    /// The journal of a rollout.
    RolloutJournal,
    /// Whose functions are meant.
    Owner,
    /// Something that the module gives.
    Result,
}

/// What a program hands over that can't be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum BoundaryProblem {
    /// It is not JSON, or not of the documented shape.
    Unreadable {
        /// What.
        handed: Handed,
        /// Why, where a reader says so.
        reason: Option<String>,
    },
    /// A field of a request to sign is not UTF-8.
    NotUtf8,
    /// A field of a request to sign holds a control character.
    ControlCharacter,
    /// The timestamp is not a whole number of seconds since 1970.
    InvalidTimestamp,
}

impl BoundaryProblem {
    /// The stable name.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::Unreadable { .. } => Code::InvalidInput,
            Self::NotUtf8 | Self::ControlCharacter => Code::InvalidRequest,
            Self::InvalidTimestamp => Code::InvalidTimestamp,
        }
    }
}
