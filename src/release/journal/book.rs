//! The journal as a run writes it.

use super::entry::{BeginEntry, Entry, Event};
use crate::error::Error;

/// What a run knows of the journal that it writes.
#[derive(Debug)]
pub(in crate::release) struct JournalWriter {
    /// What the run begins with; taken when it does.
    begin: Option<BeginEntry>,
    /// An alias was written, or was about to be.
    shifts: bool,
    ended: bool,
    /// Why nothing more is written: a line failed, and those behind it would follow what may not be there.
    closed: Option<Closed>,
}

/// Why nothing more is written.
#[derive(Debug)]
pub(in crate::release) struct Closed {
    /// As the shell said it.
    pub(in crate::release) reason: String,
    /// What it means for a step that was not recorded.
    pub(in crate::release) error: Error,
    /// Whether another run took over.
    pub(in crate::release) fenced: bool,
}

impl JournalWriter {
    /// Of a run that begins with `begin`.
    pub(in crate::release) const fn new(begin: BeginEntry) -> Self {
        Self { begin: Some(begin), shifts: false, ended: false, closed: None }
    }

    /// The entry that the run begins with, once.
    pub(in crate::release) const fn begin(&mut self) -> Option<BeginEntry> {
        self.begin.take()
    }

    /// Whether the run has begun to write.
    pub(in crate::release) const fn begun(&self) -> bool {
        self.begin.is_none()
    }

    /// Whether the journal knows a routing that can be put back.
    pub(in crate::release) const fn shifts(&self) -> bool {
        self.shifts
    }

    /// Whether the run has begun to write, and has still to say how it ended; true once.
    pub(in crate::release) fn ends(&mut self) -> bool {
        let ends = self.begin.is_none() && !self.ended && self.closed.is_none();
        self.ended |= ends;
        ends
    }

    /// The next entry.
    pub(in crate::release) fn entry(&mut self, at_ms: u64, run: &str, kind: &str, event: Event) -> Entry {
        self.shifts |= matches!(&event, Event::Before(step) if step.recorded.is_some());
        Entry { at_ms, run: run.to_owned(), kind: kind.to_owned(), event }
    }

    /// A line could not be written: nothing more is.
    pub(in crate::release) fn close(&mut self, reason: &str, error: Error) {
        self.closed.get_or_insert_with(|| Closed { reason: reason.to_owned(), error, fenced: false });
    }

    /// Another run took over, whatever else had happened.
    pub(in crate::release) fn fence(&mut self, error: Error) {
        self.closed = Some(Closed { reason: error.message(), error, fenced: true });
    }

    pub(in crate::release) const fn closed(&self) -> Option<&Closed> {
        self.closed.as_ref()
    }
}
