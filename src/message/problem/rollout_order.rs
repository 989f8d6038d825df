//! Why what a person asks of a rollout is refused.

use serde::Serialize;

use super::Code;
use crate::message::rollout::{Blind, State};

/// Why what a person asks of a rollout is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum RolloutOrderProblem {
    /// None was ever started here.
    None,
    /// There is none of this id.
    Unknown {
        /// The id.
        id: String,
    },
    /// It has ended.
    Over {
        /// Its id.
        id: String,
        /// How.
        state: State,
    },
    /// Another one has not ended.
    InProgress {
        /// Its id.
        id: String,
        /// Where it stands.
        state: State,
        /// When it was started.
        since: String,
        /// By whom.
        who: String,
        /// The step that is held, counted from 1; 0 before the first.
        step: usize,
        /// How many there are.
        of: usize,
    },
    /// Nothing is published that the canary could be compared with.
    NoStable {
        /// The function.
        function: String,
    },
    /// The function does not exist yet.
    NotThere {
        /// The function.
        function: String,
    },
    /// The alias routes by rules, or to several versions.
    NotAtRest {
        /// The function.
        function: String,
        /// Who gets what.
        routing: String,
    },
    /// The server of the policy's figures was named by the policy's file alone.
    SourceNotNamed,
    /// The step that was named is not the one that is held.
    OtherStep {
        /// The one that was named, counted from 1.
        asked: u64,
        /// The one that is held.
        now: u64,
        /// How many there are.
        of: u64,
    },
    /// The gate that was named is not the one that it waits at.
    OtherGate {
        /// The one that was named.
        asked: String,
        /// The one that it waits at.
        #[serde(skip_serializing_if = "Option::is_none")]
        now: Option<String>,
    },
    /// The canary fails more often than stable.
    Unhealthy {
        /// The function.
        function: String,
    },
    /// It is not paused, and nobody changed the routing.
    NotPaused {
        /// Where it stands.
        state: State,
    },
    /// Someone else changed the routing: what is to become of that has to be said.
    Interrupted {
        /// The function.
        function: String,
    },
    /// What is asked for is no order.
    NoSuchOrder {
        /// What was asked for.
        given: String,
    },
    /// The routing that is there can't be gone on from.
    CannotAdopt {
        /// The function.
        function: String,
        /// Why.
        why: Blind,
    },
    /// The agent can't reach the store.
    AgentNeedsBucket {
        /// The kind of the store's address, where there is one.
        #[serde(skip_serializing_if = "Option::is_none")]
        kind: Option<String>,
    },
    /// Somebody else's function has the agent's name.
    NotTheAgent {
        /// The name.
        function: String,
    },
}

impl RolloutOrderProblem {
    /// Its code.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::None | Self::Unknown { .. } => Code::RolloutNotFound,
            Self::Over { .. } => Code::RolloutOver,
            Self::InProgress { .. } => Code::RolloutInProgress,
            Self::NoStable { .. } | Self::NotThere { .. } | Self::NotAtRest { .. } => Code::NotComparable,
            Self::SourceNotNamed => Code::UntrustedHost,
            Self::OtherStep { .. } | Self::OtherGate { .. } => Code::StaleStep,
            Self::Unhealthy { .. } => Code::CanaryUnhealthy,
            Self::NotPaused { .. } => Code::NotPaused,
            Self::Interrupted { .. } | Self::CannotAdopt { .. } => Code::RolloutInterrupted,
            Self::AgentNeedsBucket { .. } => Code::AgentNeedsBucket,
            Self::NotTheAgent { .. } => Code::NotTheAgent,
            Self::NoSuchOrder { .. } => Code::InvalidOrder,
        }
    }
}
