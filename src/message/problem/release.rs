//! What went wrong while a run looked at functions or carried out its plan.

use serde::Serialize;

use super::Code;
use crate::message::difference::PlanChange;
use crate::message::{Doing, StepText};
use crate::traffic::routing::Version;

/// Where a person's stop met the run.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(tag = "at", rename_all = "camelCase")]
pub enum Stopped {
    /// While it looked, before its plan.
    Looking,
    /// Before a step.
    Before {
        /// Which.
        step: Box<StepText>,
    },
    /// During something.
    During {
        /// What.
        doing: Doing,
    },
    /// Before a function got its routing back.
    Restoring,
}

/// How far a function was when another one of its group failed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(tag = "at", rename_all = "camelCase")]
pub enum GroupStop {
    /// It gets its routing back.
    Restored,
    /// Before a step.
    Before {
        /// Which.
        step: Box<StepText>,
    },
    /// Behind its last step.
    Over,
}

/// Who took the lock of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
pub struct TakenBy {
    /// User, host and process.
    pub who: String,
    /// When.
    pub at: String,
}

/// What differs between two looks at `$latest`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum CodePart {
    /// The digest of its code.
    Code,
    /// Its handler.
    Handler,
    /// Its settings.
    Settings,
    /// The time of its last change.
    Time,
}

/// Since when `$latest` changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum Since {
    /// Since this run wrote it.
    Written,
    /// Since the plan.
    Planned,
}

/// What a run left where `$latest` was changed by someone else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum CodeLeft {
    /// The shift was written, and does not count.
    ShiftVoid,
    /// Nothing was shifted.
    NotShifted,
    /// A version was published, of other code.
    VersionOfOthers,
    /// Nothing was published.
    NotPublished,
    /// This run wrote `$latest`, and something else is there.
    Overwritten,
    /// Nothing was written.
    Untouched,
}

/// Why nobody knows whether a version was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(tag = "cause", rename_all = "camelCase")]
pub enum NoTrace {
    /// No version with the mark of this run appeared.
    NotListed {
        /// Within this time.
        seconds: u64,
    },
    /// The versions can't be listed.
    ListFails {
        /// Why, in the words of the API.
        reason: String,
    },
}

/// Where the log of another run is, as its mark tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary, ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum LogPlace {
    /// In a store of one machine.
    Local,
    /// In a store that several machines use.
    Shared,
}

/// What went wrong in a run.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum ReleaseProblem {
    /// The person stopped it.
    Stopped {
        /// Where.
        #[serde(flatten)]
        stop: Stopped,
    },
    /// It was stopped because its group failed.
    Halted {
        /// During this.
        doing: Doing,
    },
    /// A run on another machine wrote the alias and may be at work.
    OtherRun {
        /// The alias.
        alias: String,
        /// The other run.
        run: String,
        /// When it wrote.
        since: String,
        /// For how long it may be at work.
        seconds: u64,
        /// Whether this is a deploy, which can be forced.
        deploy: bool,
    },
    /// A run of another log wrote the alias.
    OtherStore {
        /// The alias.
        alias: String,
        /// The other run.
        run: String,
        /// When it wrote.
        since: String,
        /// Where that log is.
        place: LogPlace,
    },
    /// Someone changed an alias since the last run, and `drift=stop` refuses that.
    Drifted {
        /// The function.
        function: String,
        /// The alias.
        alias: String,
        /// The last run.
        run: String,
        /// What the run left.
        was: String,
        /// What the alias says now.
        now: String,
    },
    /// Planning gives another plan than the one with this fingerprint.
    OtherPlan {
        /// The fingerprint that was given.
        expected: String,
        /// The beginning of the fingerprint now.
        now: String,
    },
    /// Planning gives another plan than the one that is applied.
    PlanChanged {
        /// What differs.
        changes: Vec<PlanChange>,
    },
    /// Another function of the group failed.
    GroupFailed {
        /// Which.
        culprit: String,
        /// How far this one was.
        #[serde(flatten)]
        stop: GroupStop,
    },
    /// Someone else changed the alias while the group was carried out.
    AliasLeft {
        /// What the alias says.
        there: String,
    },
    /// The run ended before the last step of a function: a defect of this tool.
    EndedEarly {
        /// The step before which it ended.
        step: usize,
        /// How many there are.
        steps: usize,
    },
    /// Something that can't be was met: a defect of this tool.
    Defect {
        /// What.
        #[cfg_attr(test, arbitrary(value = "x"))]
        what: &'static str,
    },
    /// Another run took over.
    Fenced {
        /// Which, where that is known.
        #[serde(skip_serializing_if = "Option::is_none")]
        by: Option<TakenBy>,
    },
    /// A version did not get the instances that it needs before it gets traffic.
    NotWarmed {
        /// Which version.
        version: Version,
        /// How many instances it should get.
        asked: u32,
        /// How many have started, where the API accepted it.
        started: Option<u32>,
        /// Whether the version has its traffic already: a run that goes back waits for nothing.
        shifted: bool,
        /// Why, in the API's words.
        reason: Option<String>,
    },
    /// A custom domain is not as it was planned.
    DomainChanged {
        /// Which.
        domain: String,
    },
    /// Another run wrote the alias in the same moment.
    Overtaken {
        /// Which run.
        run: String,
        /// What the alias says.
        there: String,
    },
    /// A version is in a failed state.
    VersionFailed {
        /// The function.
        function: String,
        /// The version.
        version: Version,
        /// The API's word.
        status: String,
        /// The API's reason.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// Whether it was to be deleted.
        deleting: bool,
    },
    /// A function is in a failed state.
    FunctionFailed {
        /// Which.
        function: String,
        /// The API's word.
        status: String,
        /// The API's reason.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// The alias is not as it was planned.
    AliasChanged {
        /// Which.
        alias: String,
        /// The run that wrote it, where its mark says so.
        #[serde(skip_serializing_if = "Option::is_none")]
        run: Option<String>,
        /// What it said when it was planned.
        was: String,
        /// What it says now.
        now: String,
        /// Whether the step was to write the alias itself.
        shift: bool,
    },
    /// `$latest` is not as it was planned, or written.
    CodeChanged {
        /// What differs.
        differs: Vec<CodePart>,
        /// Since when.
        since: Since,
        /// What this run left.
        left: CodeLeft,
    },
    /// A write was accepted, and nothing came of it.
    NotApplied {
        /// Which.
        doing: Doing,
        /// Within this time.
        seconds: u64,
    },
    /// The code that was written could not be read.
    CodeNotRead {
        /// After this.
        doing: Doing,
    },
    /// A version may have been published.
    MaybePublished {
        /// Why that is not known.
        #[serde(flatten)]
        why: NoTrace,
    },
    /// The alias is not as it was written.
    AliasDiffers {
        /// What was written; absent where it was deleted.
        #[serde(skip_serializing_if = "Option::is_none")]
        asked: Option<String>,
        /// What it says.
        found: String,
    },
    /// A trigger is not as it was written.
    TriggerDiffers {
        /// Which write.
        doing: Doing,
        /// Whether it exists.
        exists: bool,
    },
    /// A path of a custom domain is not as it was written.
    DomainDiffers {
        /// Which write.
        doing: Doing,
        /// The path.
        path: String,
        /// What it calls.
        qualifier: String,
    },
    /// Something is not ready in time.
    WaitTimeout {
        /// What is waited for.
        doing: Doing,
        /// The API's word for what it is.
        #[serde(skip_serializing_if = "Option::is_none")]
        status: Option<String>,
        /// For how long it was waited for.
        seconds: u64,
        /// Whether it is a version that was published.
        publishes: bool,
    },
}

impl ReleaseProblem {
    /// The code that programs switch on.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::Stopped { .. } => Code::Interrupted,
            Self::Halted { .. } => Code::Halted,
            Self::OtherRun { .. }
            | Self::AliasChanged { shift: false, .. }
            | Self::CodeChanged { left: CodeLeft::Untouched, .. } => Code::ReleaseInProgress,
            Self::OtherStore { .. } => Code::OtherStore,
            Self::Drifted { .. } => Code::Drifted,
            Self::OtherPlan { .. } | Self::PlanChanged { .. } => Code::StalePlan,
            Self::GroupFailed { .. } => Code::GroupFailed,
            Self::AliasLeft { .. } | Self::AliasChanged { .. } => Code::AliasChanged,
            Self::EndedEarly { .. } | Self::Defect { .. } => Code::InternalError,
            Self::Fenced { .. } => Code::Fenced,
            Self::NotWarmed { .. } => Code::NotWarmed,
            Self::DomainChanged { .. } => Code::DomainChanged,
            Self::Overtaken { .. } | Self::AliasDiffers { .. } => Code::AliasDiffers,
            Self::VersionFailed { .. } => Code::VersionFailed,
            Self::FunctionFailed { .. } => Code::FunctionFailed,
            Self::CodeChanged { .. } | Self::CodeNotRead { .. } => Code::CodeChanged,
            Self::NotApplied { .. } => Code::NotApplied,
            Self::MaybePublished { .. } => Code::MaybePublished,
            Self::TriggerDiffers { .. } => Code::TriggerDiffers,
            Self::DomainDiffers { .. } => Code::DomainDiffers,
            Self::WaitTimeout { .. } => Code::WaitTimeout,
        }
    }
}
