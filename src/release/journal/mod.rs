//! The journal: lines of JSON about everything that is written, so that what was there before is known, and what a run
//! that broke off had done by then.
//!
//! A run that writes has a line when it begins, one before and one after each step, and one when it ends. Each line is
//! linked to the one before it ([`chain`]). Entries name variables never and credentials never; routings stand in them
//! verbatim. docs/journal.md has the format, field by field.

mod asked;
mod at_work;
mod belongs;
mod book;
mod chain;
mod entry;
mod existence;
mod format;
mod history;
mod identity;
mod object;
mod owned;
mod pending;
mod read;
mod scope;
#[cfg(test)]
mod tests;
mod trust;
mod unfinished;
mod users;

pub use at_work::{AtWork, LEASE_MS, Workers, takes_over};
pub use belongs::LocalJournal;
pub(super) use belongs::OwnLog;
pub(super) use book::JournalWriter;
pub use chain::{Broken, Chain, Fork, Head};
pub use entry::{AskedFunction, BeginEntry, EndEntry, Entry, Event, FunctionEnd, RecordedAlias, StepEntry};
pub use existence::existence;
pub use format::FORMAT;
pub use history::{HistoryOrder, history};
pub(super) use identity::is_appid;
pub use identity::{Identity, ImportEntry, LogEntry};
pub use owned::Owner;
pub(super) use pending::ways;
pub use pending::{Facts, Holder, pending};
pub use read::{Journal, Run, RunFunction, RunStep};
pub(super) use read::{PROVISION, PUBLISH};
pub use scope::Scope;
pub use unfinished::Left;
pub(super) use users::Ledger;

pub use crate::message::EndState;
use crate::plan::Recorded;

/// Every run of a journal, the oldest first.
#[must_use]
pub fn runs(text: &str) -> Vec<Run> {
    Journal::read(text).runs
}

/// The routing before the last change of each alias, as rollbacks to `previous` need it.
#[must_use]
pub fn recorded(text: &str) -> Vec<Recorded> {
    Journal::read(text).recorded()
}
