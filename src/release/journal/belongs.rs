//! What belongs to a log: marks on aliases, an account, the journal on this machine that it takes the place of.

use super::identity::is_appid;
use super::object::Object;
use super::read::Journal;
use crate::error::Error;
use crate::json::Json;
use crate::message::problem::JournalProblem;
use crate::plan::{LogMark, Mark};

/// The log of a run: what it writes into its first line and into its marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::release) struct OwnLog {
    /// The id.
    pub(in crate::release) id: String,
    /// Whether several machines use the store.
    pub(in crate::release) shared: bool,
}

impl OwnLog {
    /// For marks.
    pub(in crate::release) fn mark(&self) -> LogMark {
        LogMark::new(&self.id, self.shared)
    }
}

impl Journal {
    /// Whether a run of this log left a mark, as far as can be told. `shared`: whether several machines use the store.
    pub(in crate::release) fn wrote(&self, mark: &Mark, shared: bool) -> bool {
        let Some(log) = &mark.log else { return true };
        if self.runs.iter().any(|run| run.id == mark.run) {
            return true;
        }
        let same = self.log.ids.iter().any(|id| id.starts_with(&log.digits));
        // A shared log may hold lines that were imported from a file, and the file may have been used again since: then the
        // run is not in the log. Where only the end of the log was read, that can't be told.
        same && (log.shared == shared || (shared && self.chain.missing > 0))
    }

    /// Whether the log belongs to this account, as far as both are known.
    ///
    /// # Errors
    /// `OtherAccount`.
    pub fn is_of(&self, account: Option<&str>) -> Result<(), Error> {
        match (&self.log.account, account.filter(|account| is_appid(account))) {
            (Some(log), Some(own)) if log != own => {
                Err(Error::refused(JournalProblem::OtherAccount { log: log.clone(), own: own.to_owned() }))
            }
            _ => Ok(()),
        }
    }
}

/// The journal on this machine that a shared store takes the place of, as far as a run must know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalJournal {
    /// Where it is, for people.
    pub file: String,
    /// How many runs it has.
    pub runs: u64,
    /// The sum of its last line.
    pub last: String,
}

impl LocalJournal {
    /// Of a journal's text; `None` where it has no runs.
    #[must_use]
    pub fn of(journal: &Journal, file: &str) -> Option<Self> {
        let runs = journal.runs.len() as u64;
        (runs > 0).then(|| Self { file: file.to_owned(), runs, last: journal.chain.head.sum.clone() })
    }

    /// As shells hand it back: `{ file, runs, last }`.
    #[must_use]
    pub fn read(raw: &Json<'_>) -> Option<Self> {
        Some(Self { file: raw.text("file")?, runs: raw.get("runs")?.whole()?, last: raw.text("last")? })
    }

    /// The same as JSON text.
    #[must_use]
    pub fn json(&self) -> String {
        let mut object = Object::new();
        object.text("file", &self.file);
        object.number("runs", self.runs);
        object.text("last", &self.last);
        object.0 + "}"
    }

    /// Whether the shared store has its lines.
    #[must_use]
    pub fn is_in(&self, store: &Journal) -> bool {
        store.imports.contains(&self.last)
    }

    /// That its runs are not in the shared store.
    #[must_use]
    pub fn missing_in(&self, store: &Journal) -> Error {
        let there = store.runs.len() as u64;
        Error::refused(JournalProblem::Unimported { file: self.file.clone(), runs: self.runs, there })
    }
}
