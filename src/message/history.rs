//! Earlier runs, as the journal tells of them.

use serde::{Serialize, Serializer};

use super::reader;
use super::routing::{Rule, Shares};
use super::status::EndState;
use crate::traffic::routing::Version;
use crate::traffic::share::Fraction;

/// Which functions a run was to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
pub enum Publishes {
    /// None.
    None,
    /// All of them.
    All,
    /// These.
    Some(Vec<String>),
}

/// What a run was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
pub struct Asked {
    /// What it was to publish.
    pub publishes: Publishes,
    /// The share of `$latest`.
    pub traffic: Option<Fraction>,
    /// The rules, where it asked for them.
    pub routes: Option<Vec<Rule>>,
    /// Where a rollback was to go.
    pub to: Option<String>,
    /// The run that was to be aborted or undone.
    pub of: Option<String>,
    /// The alias, where it is not the default one.
    pub alias: Option<String>,
}

impl Asked {
    /// Whether it asks for anything that can be said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self { publishes, traffic, routes, to, of, alias } = self;
        let shifts = traffic.is_some() || routes.is_some();
        *publishes == Publishes::None && !shifts && to.is_none() && of.is_none() && alias.is_none()
    }
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
pub enum RunEnd {
    /// It was interrupted, and later runs went over its functions.
    Overtaken,
    /// It was interrupted, or is under way.
    Unfinished,
    /// It ended.
    Ended {
        /// How.
        how: EndState,
        /// The code of the error.
        code: Option<String>,
    },
}

/// A step of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
pub struct PastStep {
    /// What it did.
    pub what: Past,
    /// Whether it was seen to have taken effect.
    pub confirmed: bool,
}

/// `{ code, params?, confirmed, text }`.
impl Serialize for PastStep {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Spoken<'a> {
            #[serde(flatten)]
            what: &'a Past,
            confirmed: bool,
            #[serde(skip_serializing_if = "Option::is_none")]
            text: Option<String>,
        }
        let text = reader().map(|_| self.shown());
        Spoken { what: &self.what, confirmed: self.confirmed, text }.serialize(serializer)
    }
}

/// What a step did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "PastStepFacts"))]
#[serde(tag = "code", content = "params")]
pub enum Past {
    /// Created the function.
    Created,
    /// Uploaded a package to its bucket.
    Stored,
    /// Uploaded code.
    Uploaded,
    /// Changed settings.
    Configured,
    /// Published a version.
    Published {
        /// Which, where it is known.
        version: Option<Version>,
    },
    /// Saved code as a version.
    Saved {
        /// Which, where it is known.
        version: Option<Version>,
    },
    /// Shifted traffic.
    Shifted {
        /// The alias.
        alias: String,
        /// What it said.
        from: Option<Shares>,
        /// What it says.
        to: Option<Shares>,
    },
    /// Restored an alias.
    Restored {
        /// The alias.
        alias: String,
        /// What it says.
        to: Option<Shares>,
    },
    /// Changed a trigger or a custom domain, in the words of the journal.
    Trigger {
        /// Those words.
        text: String,
    },
    /// Deleted an alias.
    AliasDeleted {
        /// Which.
        alias: String,
    },
    /// Deleted the function.
    Deleted,
    /// Deleted a version.
    VersionDeleted {
        /// Which, where it is known.
        version: Option<Version>,
    },
    /// Set or released provisioned concurrency.
    Provisioned {
        /// Of which version, where it is known.
        version: Option<Version>,
        /// How many instances it had.
        had: u32,
        /// How many it has from then on.
        gets: u32,
    },
    /// Something that this version of the tool does not know.
    Other {
        /// Its name in the journal.
        step: String,
    },
}

/// What a look at the chain of a journal found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
pub enum Finding {
    /// There is nothing in it.
    Empty,
    /// It has no sums.
    NoSums {
        /// How many lines it has.
        lines: usize,
    },
    /// All is as it was written.
    Consistent {
        /// How many lines.
        lines: usize,
        /// Of how many runs.
        runs: usize,
    },
    /// Lines before the first one are missing.
    Missing {
        /// How many.
        lines: u64,
    },
    /// Lines were cut off.
    Torn {
        /// Which, the first few.
        lines: Vec<usize>,
        /// Whether there are more.
        more: bool,
    },
    /// A run wrote while another one did.
    Fork {
        /// The line.
        line: usize,
        /// The run.
        run: String,
    },
}

/// What a run did not finish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
pub enum NotFinished {
    /// It was cut off.
    CutOff,
    /// It was stopped.
    Stopped,
    /// It failed.
    Failed,
}

/// A run that needs a person.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
pub enum Pending {
    /// It has the lock.
    UnderWay {
        /// Whether it is known to be alive.
        sure: bool,
        /// What it does.
        command: String,
        /// What it was asked for.
        asked: Option<Asked>,
        /// Whose it is.
        who: String,
        /// Since when.
        since: String,
    },
    /// It is over, and not finished.
    Last {
        /// How it ended.
        how: NotFinished,
        /// What it did.
        command: String,
        /// What it was asked for.
        asked: Option<Asked>,
        /// Whose it was.
        who: Option<String>,
        /// When it began.
        began: String,
    },
}
