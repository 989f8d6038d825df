//! What follows where the journal can't be read, is not as it was written, or can't be locked: for most orders they end, a
//! rollback goes on and says so.

use crate::error::Error;
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
            Some(why) if self.journal_unsafe => {
                Err(Error::old_refused("UnsafeJournal", format!("{why}; nothing was changed"))
                    .old_hint("see what lies there and move it away; then give the same command again"))
            }
            Some(why) => {
                let what = format!("the journal can't be read ({why}), so nothing was changed");
                Err(Error::old_failed("JournalFailed", what)
                    .old_hint("make it readable, or move it away; then give the same command again"))
            }
        }
    }

    /// Says what the journal is not relied on for.
    pub(super) fn doubts(&self, journal: &Journal, intent: &Intent) -> Option<Note> {
        // a rollback's plan says by itself that it is made without
        let planned = self.operation == Operation::Plan && !matches!(intent, Intent::Rollback { .. });
        let unread = self
            .journal_unreadable
            .as_ref()
            .filter(|_| planned)
            .map(|why| Note::warning("JournalUnread", format!("the plan is made without the journal: {why}")));
        unread.or_else(|| journal.doubts(intent.kind()))
    }

    /// What is said of the run as a whole, beside what it doubts.
    pub(super) fn notes(&self) -> impl Iterator<Item = Note> {
        let unlocked = self.unlocked.as_ref().map(|why| {
            Note::warning("NotLocked", format!("the rollback goes on without the lock of the journal: {why}"))
        });
        self.took_over.iter().map(|from| from.note(self.zone)).chain(unlocked)
    }
}
