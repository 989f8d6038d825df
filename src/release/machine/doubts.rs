//! What follows where the journal can't be read, is not as it was written, or can't be locked: for most orders they end, a
//! rollback goes on and says so.

use crate::error::Error;
use crate::message::problem::JournalProblem;
use crate::plan::{Intent, Note};
use crate::release::journal::Journal;
use crate::release::request::{Kind, Operation, Request};

impl Request<'_> {
    /// Whether the journal is one that this order may go on with. A rollback always may.
    pub(super) fn may_write(&self, journal: &Journal) -> Result<(), Error> {
        if self.operation != Operation::Run || matches!(self.kind, Kind::Rollback | Kind::Abort | Kind::Undo) {
            return Ok(());
        }
        match &self.journal_unreadable {
            None => journal.known(),
            Some(why) if self.journal_unsafe => Err(Error::refused(JournalProblem::Unsafe { reason: why.clone() })),
            Some(why) => Err(Error::failed(JournalProblem::Unreadable { reason: why.clone() })),
        }
    }

    /// Says what the journal is not relied on for.
    pub(super) fn doubts(&self, journal: &Journal, intent: &Intent) -> Vec<Note> {
        // a rollback's plan says by itself that it is made without
        let planned = self.operation == Operation::Plan && !matches!(intent, Intent::Rollback { .. });
        let unread = self
            .journal_unreadable
            .as_ref()
            .filter(|_| planned)
            .map(|why| Note::PlannedWithoutJournal { reason: why.clone() });
        let about_it = unread.or_else(|| journal.doubts(intent.kind()));
        about_it.into_iter().chain(self.unimported(journal)).collect()
    }
}
