//! What messages name: versions with shares, callers, triggers, and why something is as it is.

use serde::Serialize;

use crate::traffic::routing::{Split, Version};
use crate::traffic::share::Fraction;

/// A version with its share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VersionShare {
    /// `$latest`, `7`; of a version that the run makes, the number that is expected.
    pub version: String,
    /// Its share of the traffic.
    pub share: Fraction,
    /// Whether the run makes it.
    #[serde(rename = "new", skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(test, ts(optional, as = "Option<_>"))]
    pub is_new: bool,
}

impl VersionShare {
    /// Of a version that exists.
    #[must_use]
    pub fn of(version: impl Into<String>, share: Fraction) -> Self {
        Self { version: version.into(), share, is_new: false }
    }

    /// Who gets what.
    #[must_use]
    pub fn of_split(split: &Split) -> Vec<Self> {
        split.iter().map(|(version, share)| Self::of(version.shown(), share)).collect()
    }

    /// Whether it is the share of `$latest`.
    #[must_use]
    pub fn is_latest(&self) -> bool {
        self.version == Version::latest().shown()
    }
}

/// What people should know about provisioned concurrency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "about", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Warmth {
    /// `provisionedNum` is for the version that is published next.
    Waits {
        /// How many instances.
        instances: u32,
    },
    /// `$latest` can't have any.
    LatestIsCold {
        /// Its share of the traffic.
        share: Fraction,
    },
    /// `warm: false`: nothing is set.
    Cold,
    /// The key may not look.
    NotChecked,
    /// A version keeps what this run gave it, although the run failed.
    Left {
        /// Which.
        version: Version,
        /// How many instances.
        instances: u32,
    },
}

/// A symbolic link in a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Link {
    /// In the package.
    pub path: String,
    /// Where it leads.
    pub target: String,
}

/// Who calls a function past its alias.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "NamedCaller"))]
#[serde(rename_all = "camelCase")]
pub struct Caller {
    /// The kind of the trigger (`timer`, `http`, …), or `domain`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its name; of a domain, the domain.
    pub name: String,
    /// Of a domain, the path.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub path: Option<String>,
    /// Of a function URL, where the API shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub address: Option<String>,
}

/// How a caller is moved onto the alias.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Way {
    /// By `moveTriggers`, all of them.
    MoveAll,
    /// By `moveTriggers` with its name: its address changes.
    MoveByName,
    /// Only where it was created.
    Elsewhere,
}

/// Why a caller can't be moved onto the alias.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "code", rename_all_fields = "camelCase")]
pub enum Obstacle {
    /// The alias has another one like it.
    Exists {
        /// Which.
        trigger: NamedTrigger,
    },
    /// The alias does not exist yet.
    NoAlias {
        /// Which.
        alias: String,
    },
}

/// A trigger, by what it is called and what it calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct NamedTrigger {
    /// `timer`, `cos`, ….
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The version or alias that it calls.
    pub qualifier: String,
}

/// What another tool would have reset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "code", rename_all_fields = "camelCase")]
pub enum Reset {
    /// Environment variables are deleted.
    Variables {
        /// Their names.
        names: Vec<String>,
    },
    /// A setting gets its default.
    Setting {
        /// Which.
        setting: String,
        /// What it is.
        is: String,
        /// The default.
        value: String,
    },
    /// Triggers are deleted.
    Triggers {
        /// Their names.
        names: Vec<String>,
    },
}

/// Why a version is kept when others are pruned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "code", rename_all_fields = "camelCase")]
pub enum Keeps {
    /// An alias routes to it.
    Alias {
        /// Which.
        alias: String,
    },
    /// Something calls it directly.
    Caller {
        /// What.
        caller: Caller,
    },
    /// A rollback to the routing before the last change goes to it.
    Previous,
    /// It is stable.
    Stable,
    /// A rollback goes to it.
    RollbackTarget,
    /// It is busy.
    Status {
        /// The API's word.
        status: String,
    },
    /// It is the last published version.
    Last,
}

/// A version that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Kept {
    /// Which.
    pub version: Version,
    /// Why.
    pub why: Keeps,
}

/// Who rolled a function back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "code", rename_all_fields = "camelCase")]
pub enum RolledBackBy {
    /// A run that the journal knows.
    Run {
        /// Its id.
        run: String,
        /// Who started it.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        who: Option<String>,
        /// When.
        at: String,
    },
    /// A run of another machine.
    OtherMachine,
}
