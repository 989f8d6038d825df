//! Notes about a rollback: why a function is left as it is, and where its traffic goes.

use serde::Serialize;

use super::parts::RolledBackBy;
use crate::error::Error;
use crate::traffic::routing::Version;
use crate::traffic::share::Fraction;

/// Something people should know of a rollback.
#[derive(Debug, Clone, PartialEq, Serialize, strum::IntoStaticStr)]
#[cfg_attr(test, derive(arbitrary::Arbitrary, ts_rs::TS))]
#[serde(tag = "code", content = "params", rename_all_fields = "camelCase")]
pub enum RollbackNote {
    /// Released too long ago for a rollback without names.
    ReleasedBefore {
        /// When.
        at: String,
        /// The function.
        key: String,
        /// The stage.
        stage: String,
    },
    /// Rolled back already.
    RolledBack {
        /// By whom.
        by: RolledBackBy,
    },
    /// Rolled back already, to this version.
    #[serde(rename = "RolledBack")]
    #[strum(serialize = "RolledBack")]
    RolledBackTo {
        /// Which.
        version: Version,
    },
    /// Not in release.
    Steady,
    /// The alias names no published version.
    NamesNone {
        /// Where the rollback goes.
        version: Version,
    },
    /// Nothing is published: all traffic stays on `$latest`.
    #[serde(rename = "NoVersion")]
    #[strum(serialize = "NoVersion")]
    NothingPublished,
    /// New code gets the share that was asked for it, not the recorded one.
    Capped {
        /// What `$latest` had before.
        had: Fraction,
        /// What it gets.
        gets: Fraction,
        /// Who gets the rest.
        rest: Version,
        /// Whether someone else gave it that share while this run wrote its code.
        foreign: bool,
    },
    /// One function can't be rolled back; the others are.
    LeftAlone {
        /// Why.
        error: Box<Error>,
    },
}
