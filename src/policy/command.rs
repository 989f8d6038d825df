//! Commands that differ in the actions they call.

use crate::desired::Act;
use crate::release::{Kind, Operation, Request};

/// A kind of request with actions of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Plan a deploy.
    Plan,
    /// Deploy, publish, shift.
    Deploy,
    /// Publish `$LATEST`.
    Publish,
    /// List aliases.
    ListAliases,
    /// Create an alias.
    CreateAlias,
    /// Change an alias.
    UpdateAlias,
    /// Delete an alias.
    DeleteAlias,
    /// Roll back, or abort an interrupted run.
    Rollback,
    /// Undo a run.
    Undo,
    /// Delete functions.
    Remove,
    /// Delete versions.
    Prune,
    /// Show functions of a project.
    Status,
    /// List functions.
    List,
    /// Call a function.
    Invoke,
    /// Read the log.
    Logs,
    /// Read metrics.
    Metrics,
    /// Compare versions.
    Compare,
    /// Look at what a rollout is judged by.
    Look,
    /// Look after a rollout.
    Tick,
}

use Command as C;

/// Commands as they are typed. `resume` continues a deploy or an undo; a plan file is of a deploy.
pub const COMMANDS: &[(&str, &[Command])] = &[
    ("plan", &[C::Plan]),
    ("apply", &[C::Deploy]),
    ("deploy", &[C::Deploy]),
    ("list", &[C::List]),
    ("status", &[C::Status]),
    ("resume", &[C::Deploy, C::Undo]),
    ("abort", &[C::Rollback]),
    ("rollback", &[C::Rollback]),
    ("undo", &[C::Undo]),
    ("publish", &[C::Publish]),
    ("prune", &[C::Prune]),
    ("remove", &[C::Remove]),
    ("alias list", &[C::ListAliases]),
    ("alias create", &[C::CreateAlias]),
    ("alias update", &[C::UpdateAlias]),
    ("alias delete", &[C::DeleteAlias]),
    ("invoke", &[C::Invoke]),
    ("logs", &[C::Logs]),
    ("metrics", &[C::Metrics]),
    ("rollout tick", &[C::Tick]),
];

impl Command {
    /// The command of a request.
    #[must_use]
    pub const fn of(order: &Request<'_>) -> Self {
        match (order.operation, order.kind) {
            (Operation::Functions, _) => Self::List,
            (Operation::Status, _) => Self::Status,
            (Operation::Aliases, _) => Self::ListAliases,
            (Operation::Invoke, _) => Self::Invoke,
            (Operation::Logs, _) => Self::Logs,
            (Operation::Metrics, _) => Self::Metrics,
            (Operation::Compare, _) => Self::Compare,
            (Operation::Look, _) => Self::Look,
            (Operation::Plan, Kind::Deploy) => Self::Plan,
            (Operation::Plan | Operation::Run, kind) => Self::of_kind(kind),
        }
    }

    const fn of_kind(kind: Kind) -> Self {
        match kind {
            Kind::Deploy => Self::Deploy,
            Kind::Publish => Self::Publish,
            Kind::Alias(Act::Create) => Self::CreateAlias,
            Kind::Alias(Act::Update) => Self::UpdateAlias,
            Kind::Alias(Act::Delete) => Self::DeleteAlias,
            Kind::Rollback | Kind::Abort => Self::Rollback,
            Kind::Undo => Self::Undo,
            Kind::Remove => Self::Remove,
            Kind::Prune => Self::Prune,
        }
    }

    /// Whether it notes in the journal what it does.
    pub(super) const fn writes(self) -> bool {
        match self {
            Self::Deploy
            | Self::Publish
            | Self::CreateAlias
            | Self::UpdateAlias
            | Self::DeleteAlias
            | Self::Rollback
            | Self::Undo
            | Self::Remove
            | Self::Prune
            | Self::Tick => true,
            Self::Plan
            | Self::ListAliases
            | Self::Status
            | Self::List
            | Self::Invoke
            | Self::Logs
            | Self::Metrics
            | Self::Compare
            | Self::Look => false,
        }
    }

    /// Whether it reads the journal and writes nothing.
    pub(super) const fn reads_log(self) -> bool {
        matches!(self, Self::Plan | Self::Status | Self::Metrics | Self::Look)
    }

    /// Whether what it calls depends on what is deployed.
    pub(super) const fn deploys(self) -> bool {
        matches!(self, Self::Plan | Self::Deploy)
    }
}
