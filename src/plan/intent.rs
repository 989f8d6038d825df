//! What a run is for.

use super::past::{Past, Recorded};
use crate::desired::{Act, Desired, DesiredAlias, DesiredFunction};
use crate::scf::Target;
use crate::traffic::routing::Version;

/// What a run is for.
#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    /// Deploy, publish and shift, as desired.
    Deploy(Desired),
    /// Publish `$LATEST` of functions that are there; nothing is deployed, routing is left alone.
    Publish(Desired),
    /// Create, change or delete one alias of one function.
    Alias {
        /// Whose.
        desired: Desired,
        /// What is to become of it.
        alias: DesiredAlias,
    },
    /// Give all traffic to one published version, or restore what was recorded.
    Rollback {
        /// Whose alias, and which.
        desired: Desired,
        /// Where to.
        to: RollbackTo,
        /// What the journal knows of earlier runs.
        past: Past,
        /// Why the journal can't be read.
        unreadable: Option<String>,
    },
    /// Delete the functions that this project created.
    Remove {
        /// The project's functions.
        desired: Desired,
        /// The functions that this project's state created.
        created: Vec<Target>,
    },
    /// Delete published versions that nobody needs.
    Prune {
        /// Whose.
        desired: Desired,
        /// How many of the newest usable ones stay.
        keep: usize,
        /// Where a rollback to the routing before the last change goes.
        recorded: Vec<Recorded>,
        /// Provisioned concurrency is released, and no version deleted.
        provisioned: bool,
    },
}

impl Intent {
    /// What was asked for, whichever it is.
    #[must_use]
    pub const fn desired(&self) -> &Desired {
        match self {
            Self::Deploy(desired)
            | Self::Publish(desired)
            | Self::Alias { desired, .. }
            | Self::Rollback { desired, .. }
            | Self::Remove { desired, .. }
            | Self::Prune { desired, .. } => desired,
        }
    }

    /// The functions of the run.
    pub(crate) const fn functions_mut(&mut self) -> &mut Vec<DesiredFunction> {
        match self {
            Self::Deploy(desired)
            | Self::Publish(desired)
            | Self::Alias { desired, .. }
            | Self::Rollback { desired, .. }
            | Self::Remove { desired, .. }
            | Self::Prune { desired, .. } => &mut desired.functions,
        }
    }

    /// Whether it takes users back, which nothing may hold up: who calls past the alias is looked at afterwards.
    pub(crate) const fn goes_back(&self) -> bool {
        matches!(self, Self::Rollback { .. })
    }

    /// The functions of which a version is published.
    pub(crate) fn publishing(&mut self) -> impl Iterator<Item = &mut DesiredFunction> {
        let functions = match self {
            Self::Deploy(desired) | Self::Publish(desired) => desired.functions.as_mut_slice(),
            _ => &mut [],
        };
        functions.iter_mut().filter(|function| function.publish)
    }

    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Deploy(_) => "deploy",
            Self::Publish(_) => "publish",
            Self::Alias { alias, .. } => match alias.act {
                Act::Create => "create-alias",
                Act::Update => "update-alias",
                Act::Delete => "delete-alias",
            },
            Self::Rollback { to: RollbackTo::Abort(_), .. } => "abort",
            Self::Rollback { to: RollbackTo::Undo(_), .. } => "undo",
            Self::Rollback { .. } => "rollback",
            Self::Remove { .. } => "remove",
            Self::Prune { .. } => "prune",
        }
    }
}

/// Where a rollback goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RollbackTo {
    /// A function in release goes to stable, one that was released to what it was on before.
    Stable,
    /// This version.
    Version(Version),
    /// The routing recorded before the last change.
    Previous,
    /// What the last change left, where someone changed it since.
    Left,
    /// What was there before this run, which was cut off.
    Abort(String),
    /// What was there before this run.
    Undo(String),
}

impl RollbackTo {
    /// Whether it goes to what the journal recorded.
    pub(crate) const fn recorded(&self) -> bool {
        matches!(self, Self::Previous | Self::Left | Self::Abort(_) | Self::Undo(_))
    }

    /// As the journal has it.
    #[must_use]
    pub fn word(&self) -> Option<String> {
        match self {
            Self::Stable => None,
            Self::Version(version) => Some(version.to_string()),
            Self::Previous => Some("previous".to_owned()),
            Self::Left => Some("left".to_owned()),
            Self::Abort(run) | Self::Undo(run) => Some(run.clone()),
        }
    }
}
