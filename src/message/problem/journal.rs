//! What is wrong with a journal, or what it does not have.

use serde::Serialize;

use super::{Code, Where};
use crate::message::given::Given;

/// Why a line of a journal is not as a run wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "JournalFlaw"))]
#[serde(tag = "flaw", rename_all = "camelCase")]
pub enum Flaw {
    /// Its sum does not fit.
    Changed,
    /// Its number is wrong.
    Number {
        /// What it says.
        says: u64,
        /// What it is.
        is: u64,
    },
    /// It does not follow the line before it.
    Moved,
    /// Lines before it are missing.
    Missing {
        /// How many.
        lines: u64,
    },
    /// It has no sum.
    NoSum,
    /// It has no sum, behind lines that have one.
    OldBehindNew,
    /// It contains control characters.
    Control,
    /// No run writes such an entry.
    Unknown,
}

/// What is not taken from a journal that is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum Vouches {
    /// What a run was asked for.
    Order,
    /// The version that an earlier run published.
    Version,
    /// The functions that the project created.
    Created,
    /// All of it: it is copied into another store.
    Import,
}

/// What is to be done with a run of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum Take {
    /// Continue it.
    Resume,
    /// Undo what it had done.
    Abort,
}

/// An order that rests on the whole journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum Rests {
    /// Continue the last run.
    Resume,
    /// Undo what it had done.
    Abort,
    /// Undo a run.
    Undo,
    /// Go to the routing before the last change.
    Previous,
    /// Release in steps.
    Rollout,
}

impl Rests {
    /// Of an order, and where a rollback goes; `None` for one that can do without.
    #[must_use]
    pub fn of(order: &str, to: Option<&str>) -> Option<Self> {
        match (order, to) {
            ("resume", _) => Some(Self::Resume),
            ("abort", _) => Some(Self::Abort),
            ("undo", _) => Some(Self::Undo),
            ("rollout", _) => Some(Self::Rollout),
            ("rollback", Some("previous")) => Some(Self::Previous),
            _ => None,
        }
    }
}

/// What is wrong with a journal.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum JournalProblem {
    /// Another run has the lock of the store.
    Locked {
        /// What it does.
        command: String,
        /// Who started it.
        who: String,
        /// Since when.
        since: String,
        /// How long it has been at work.
        seconds: u64,
        /// The seconds after which its turn is over if its machine is gone, where it may be.
        left: Option<u64>,
    },
    /// A number of runs that is none.
    InvalidLimit {
        /// What was given.
        given: Given,
    },
    /// A line is not as it was written.
    Broken {
        /// Which.
        line: usize,
        /// Why.
        #[serde(flatten)]
        flaw: Flaw,
    },
    /// Something is not taken from a journal that is broken.
    NotTrusted {
        /// The line.
        line: usize,
        /// Why it is broken.
        #[serde(flatten)]
        flaw: Flaw,
        /// What is not taken.
        vouches: Vouches,
    },
    /// A later version of this tool wrote it.
    TooNew {
        /// The format.
        format: u32,
        /// The newest format that is known.
        known: u32,
        /// The version of this tool.
        #[cfg_attr(test, arbitrary(value = "x"))]
        tool: &'static str,
    },
    /// It can't be written.
    Unwritable {
        /// Why, in the words of the system.
        reason: String,
    },
    /// It can't be read.
    Unreadable {
        /// Why, in the words of the system.
        reason: String,
    },
    /// It may lead elsewhere, or be somebody else's.
    Unsafe {
        /// Why.
        reason: String,
    },
    /// Its runs belong to another account.
    OtherAccount {
        /// The account of its runs.
        log: String,
        /// The account of the key.
        own: String,
    },
    /// Runs of the project lie in a journal of this machine, and not in the shared store.
    Unimported {
        /// The journal of this machine.
        file: String,
        /// How many runs it has.
        runs: u64,
        /// How many the shared store has.
        there: u64,
    },
    /// A journal to be copied has no runs.
    NothingToImport {
        /// The journal.
        file: String,
    },
    /// The store that a journal was to be copied into has runs of its own.
    StoreNotEmpty {
        /// How many.
        runs: u64,
        /// The journal.
        file: String,
    },
    /// What was ordered is about a store that several machines use, and none was named.
    NoSharedStore,
    /// A run is about functions that the project does not have.
    NotOfProject {
        /// The run.
        run: String,
        /// The functions.
        functions: Vec<Where>,
    },
    /// There is no run.
    NoRuns {
        /// What was to be done.
        take: Take,
    },
    /// The last run is over.
    Over {
        /// Its id.
        run: String,
        /// What it was for.
        kind: String,
        /// What was to be done.
        take: Take,
    },
    /// Only the same command continues the last run.
    SameCommand {
        /// Its id.
        run: String,
        /// What it was for.
        kind: String,
    },
    /// The run did not say where it was going.
    NoTarget {
        /// Its id.
        run: String,
    },
    /// The run ended before it changed anything.
    ChangedNothing {
        /// Its id.
        run: String,
    },
    /// The journal does not have the run.
    UnknownRun {
        /// What was given.
        given: Given,
        /// Runs that moved traffic, the newest first.
        newest: Vec<String>,
    },
    /// The run moved no traffic.
    MovedNothing {
        /// Its id.
        run: String,
    },
    /// No run moved traffic.
    NothingMoved,
    /// Where the journal lies only its newest lines are kept, by whoever saved last, and the order rests on all of it.
    StoreNeeded {
        /// What was ordered.
        order: Rests,
    },
    /// The last run is an undo.
    UndoneAlready {
        /// Its id.
        run: String,
    },
}

impl JournalProblem {
    /// The code that programs switch on.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::Locked { .. } => Code::Locked,
            Self::InvalidLimit { .. } => Code::InvalidLimit,
            Self::Broken { .. } | Self::NotTrusted { .. } => Code::JournalBroken,
            Self::TooNew { .. } => Code::JournalTooNew,
            Self::Unwritable { .. } | Self::Unreadable { .. } => Code::JournalFailed,
            Self::Unsafe { .. } => Code::UnsafeJournal,
            Self::OtherAccount { .. } => Code::OtherAccount,
            Self::Unimported { .. } => Code::UnimportedJournal,
            Self::NothingToImport { .. } => Code::NothingToImport,
            Self::StoreNotEmpty { .. } => Code::StoreNotEmpty,
            Self::NoSharedStore => Code::StoreNeeded,
            Self::NotOfProject { .. } => Code::NotOfProject,
            Self::NoRuns { take: Take::Abort } | Self::Over { take: Take::Abort, .. } | Self::ChangedNothing { .. } => {
                Code::NothingToAbort
            }
            Self::NoRuns { .. } | Self::Over { .. } | Self::SameCommand { .. } | Self::NoTarget { .. } => {
                Code::NothingToResume
            }
            Self::UnknownRun { .. } => Code::UnknownRun,
            Self::StoreNeeded { .. } => Code::StoreNeeded,
            Self::MovedNothing { .. } | Self::NothingMoved | Self::UndoneAlready { .. } => Code::NothingToUndo,
        }
    }
}
