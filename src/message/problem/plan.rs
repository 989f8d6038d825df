//! Why no plan can be made.

use serde::Serialize;

use super::{Code, Where};
use crate::message::parts::VersionShare;
use crate::message::routing::{Rule, Shares};
use crate::message::step::Setting;
use crate::traffic::routing::Version;
use crate::traffic::share::Share;

/// Facts that a plan needs and that were not observed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum Missing {
    /// Everything about the function.
    Function,
    /// Its aliases.
    Aliases,
    /// Its versions.
    Versions,
    /// Its settings.
    Settings,
    /// Its triggers.
    Triggers,
    /// Its triggers and custom domains.
    Callers,
    /// Everything that may name a version.
    Names,
    /// Its provisioned concurrency.
    Provisioned,
    /// The appid of the account.
    AppId,
    /// The bucket that its package goes through.
    Bucket,
}

/// The split of a function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
pub struct FunctionSplit {
    /// The function's key.
    pub key: String,
    /// Who gets what.
    pub parts: Vec<VersionShare>,
}

/// What would replace routing rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum Replaces {
    /// The shares of `traffic`.
    Traffic,
    /// The weights of an alias.
    Alias,
    /// The rules of `routes`.
    Routes,
}

/// Why no plan can be made.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum PlanProblem {
    /// A fact was not observed.
    NotObserved {
        /// The function.
        function: String,
        /// What.
        missing: Missing,
    },
    /// The function does not exist.
    FunctionNotFound {
        /// Which, and where it was looked for.
        #[serde(flatten)]
        place: Where,
        /// Whether giving code would create it.
        creates: bool,
    },
    /// The function does not exist under its default name, and one with the default name of earlier versions does.
    EarlierName {
        /// Its name.
        function: String,
        /// The name of the one that exists.
        earlier: String,
    },
    /// The alias does not exist.
    AliasNotFound {
        /// The function.
        function: String,
        /// The alias.
        alias: String,
        /// Whether it was to be changed, so that creating it may be what was meant.
        updates: bool,
    },
    /// The alias exists.
    AliasExists {
        /// The function.
        function: String,
        /// The alias.
        alias: String,
        /// What it says.
        routing: Shares,
    },
    /// Weights would replace routing rules.
    RulesInTheWay {
        /// The alias.
        alias: String,
        /// Those that would go.
        rules: Vec<Rule>,
        /// What would replace them.
        by: Replaces,
    },
    /// The version does not exist.
    VersionNotFound {
        /// The function.
        function: String,
        /// The version.
        version: Version,
        /// The newest usable ones, newest first.
        usable: Vec<String>,
        /// How many there are beside.
        more: usize,
    },
    /// The version exists and can't take traffic.
    VersionUnusable {
        /// The function.
        function: String,
        /// The version.
        version: Version,
        /// The API's word.
        status: String,
        /// The newest usable ones, newest first.
        usable: Vec<String>,
        /// How many there are beside.
        more: usize,
    },
    /// The function was never created successfully.
    CreateFailed {
        /// Its name.
        function: String,
        /// Its key.
        key: String,
        /// The stage.
        stage: String,
        /// The API's reason.
        reason: Option<String>,
    },
    /// The function is in a failed state.
    FunctionFailed {
        /// Its name.
        function: String,
        /// Its key.
        key: String,
        /// The stage.
        stage: String,
        /// The API's word.
        status: String,
        /// The API's reason.
        reason: Option<String>,
    },
    /// A changed handler goes only with code.
    HandlerNeedsCode {
        /// The function.
        function: String,
        /// What it is.
        from: Option<Setting>,
        /// What it was to be.
        to: Option<Setting>,
    },
    /// The package does not have the handler's file.
    HandlerFileMissing {
        /// The function.
        function: String,
        /// The handler.
        handler: String,
        /// The file that the runtime loads.
        file: String,
        /// Other files that it would load.
        others: Vec<String>,
        /// The handler that may have been meant.
        meant: Option<String>,
        /// The directory that was searched; empty for the top of the package.
        directory: String,
        /// What is there, the first few.
        found: Vec<String>,
        /// Whether there is more.
        more: bool,
    },
    /// The appid of the account may not be read, and the bucket's name needs it.
    AppIdUnknown {
        /// The function.
        function: String,
    },
    /// The bucket for large packages does not exist.
    BucketMissing {
        /// Which, with the appid.
        bucket: String,
        /// Where it should be.
        region: String,
        /// Whether the inputs name it; else it may be created.
        named: bool,
    },
    /// The package is larger than SCF takes.
    PackageTooLarge {
        /// Its size.
        bytes: u64,
        /// The most.
        most: u64,
    },
    /// The package of a web function has no `scf_bootstrap`.
    BootstrapMissing {
        /// The function.
        function: String,
    },
    /// The runtime can't be changed.
    RuntimeChange {
        /// What it is.
        from: String,
        /// What it was to be.
        to: String,
    },
    /// A function is made of a package or of an image for good.
    KindChange {
        /// Which.
        function: String,
        /// Whether it was to be made of an image.
        image: bool,
    },
    /// The setting can't be changed after creation.
    FixedSetting {
        /// Which.
        #[cfg_attr(test, arbitrary(value = "x"))]
        setting: &'static str,
        /// What it is.
        from: Option<Setting>,
        /// What it was to be.
        to: Option<Setting>,
    },
    /// `moveTriggers` names a trigger that no function has.
    UnknownTrigger {
        /// The name.
        name: String,
        /// Those that they have.
        known: Vec<String>,
    },
    /// Publishing with a share puts both sides of the split on the same new code.
    SameCodeOnBothSides {
        /// The function.
        function: String,
        /// The share that was asked for.
        asked: Share,
    },
    /// The account can't hold the instances that a version needs before it gets traffic.
    NotWarmed {
        /// The function.
        function: String,
        /// The version; absent for one that the run would publish.
        version: Option<Version>,
        /// How many instances it should get.
        asked: u32,
        /// How many would fit.
        fits: u32,
    },
    /// There is no version to roll back to.
    NothingToRollBackTo {
        /// The function.
        function: String,
    },
    /// Nothing moved the traffic to where it is.
    SteadyFunction {
        /// The function's name.
        function: String,
        /// Its key.
        key: String,
        /// The stage.
        stage: String,
        /// The version that has all traffic.
        version: Version,
        /// The version below it.
        below: Option<Version>,
    },
    /// No function is in release.
    NothingInRelease {
        /// The stage.
        stage: String,
        /// Who gets what now.
        functions: Vec<FunctionSplit>,
    },
    /// The journal holds no earlier routing.
    NoRecordedRouting {
        /// The function.
        function: String,
    },
    /// The journal can't be read, and a rollback to an earlier routing needs it.
    JournalUnreadable {
        /// Why.
        reason: String,
    },
    /// Someone changed the alias since the run that is to be undone.
    ChangedSince {
        /// The alias.
        alias: String,
        /// What it says now.
        now: String,
        /// What the run left.
        left: Option<String>,
    },
}

impl PlanProblem {
    /// The stable name.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::NotObserved { .. } => Code::NotObserved,
            Self::FunctionNotFound { .. } => Code::FunctionNotFound,
            Self::EarlierName { .. } => Code::EarlierName,
            Self::AliasNotFound { .. } => Code::AliasNotFound,
            Self::AliasExists { .. } => Code::AliasExists,
            Self::RulesInTheWay { .. } => Code::RulesInTheWay,
            Self::VersionNotFound { .. } | Self::VersionUnusable { .. } => Code::VersionNotFound,
            Self::CreateFailed { .. } | Self::FunctionFailed { .. } => Code::FunctionFailed,
            Self::HandlerNeedsCode { .. } => Code::HandlerNeedsCode,
            Self::HandlerFileMissing { .. } => Code::HandlerFileMissing,
            Self::AppIdUnknown { .. } => Code::AppIdUnknown,
            Self::BucketMissing { .. } => Code::BucketMissing,
            Self::PackageTooLarge { .. } => Code::PackageTooLarge,
            Self::BootstrapMissing { .. } => Code::BootstrapMissing,
            Self::RuntimeChange { .. } | Self::KindChange { .. } => Code::RuntimeChange,
            Self::FixedSetting { .. } => Code::FixedSetting,
            Self::UnknownTrigger { .. } => Code::UnknownTrigger,
            Self::SameCodeOnBothSides { .. } => Code::SameCodeOnBothSides,
            Self::NotWarmed { .. } => Code::NotWarmed,
            Self::NothingToRollBackTo { .. } => Code::NothingToRollBackTo,
            Self::SteadyFunction { .. } | Self::NothingInRelease { .. } => Code::NothingToRollBack,
            Self::NoRecordedRouting { .. } | Self::JournalUnreadable { .. } => Code::NoRecordedRouting,
            Self::ChangedSince { .. } => Code::ChangedSince,
        }
    }
}
