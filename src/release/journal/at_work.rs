//! Who is at work: runs that have begun to write and have not said that they ended.

use super::read::{Journal, Run};

/// So long after its last line a run's turn at the journal is over.
pub const LEASE_MS: u64 = 120_000;

/// A run that has begun to write and has not said that it ended. It may have died.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtWork {
    /// Its id.
    pub run: String,
    /// What it is for: `deploy`, `rollback`, ….
    pub kind: String,
    /// User, host and process.
    pub who: Option<String>,
    /// Its process, in the words of its shell.
    pub process: Option<String>,
    /// When it began to write, in milliseconds since 1970.
    pub since_ms: u64,
    /// When it wrote its last line.
    pub last_ms: u64,
}

impl AtWork {
    /// Of a run whose first line was read.
    #[must_use]
    pub fn of(run: &Run) -> Option<Self> {
        let begin = run.begin.as_ref()?;
        Some(Self {
            run: run.id.clone(),
            kind: run.kind.clone(),
            who: begin.who.clone(),
            process: begin.process.clone(),
            since_ms: run.began_ms,
            last_ms: run.last_ms,
        })
    }

    /// When its turn is over, if it writes no further line.
    #[must_use]
    pub const fn over_ms(&self) -> u64 {
        self.last_ms.saturating_add(LEASE_MS)
    }

    /// Whether a run of this process and kind may write while this one does: runs side by side in one program share their
    /// turn, such as those of the components of one project. Going back shares it with going back only.
    #[must_use]
    pub fn beside(&self, process: Option<&str>, kind: &str) -> bool {
        self.process.is_some() && self.process.as_deref() == process && takes_over(&self.kind) == takes_over(kind)
    }
}

/// Whether runs of this kind take the turn from a run that is at work: users wait for them.
#[must_use]
pub fn takes_over(kind: &str) -> bool {
    matches!(kind, "rollback" | "abort")
}

/// All who are at work, as far as lines tell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Workers(Vec<AtWork>);

impl Workers {
    /// Of a journal.
    #[must_use]
    pub fn of(journal: &Journal) -> Self {
        let mut workers = Self::default();
        workers.follow(journal);
        workers
    }

    /// Takes what follows the lines that are known. Whoever begins ends the turn of all others but those beside it.
    pub fn follow(&mut self, more: &Journal) {
        for run in &more.runs {
            if let Some(known) = self.0.iter_mut().find(|known| known.run == run.id && known.kind == run.kind) {
                known.last_ms = known.last_ms.max(run.last_ms);
            } else if let Some(new) = AtWork::of(run) {
                self.0.retain(|known| known.beside(new.process.as_deref(), &new.kind));
                self.0.push(new);
            }
            if run.end.is_some() {
                self.0.retain(|known| known.run != run.id || known.kind != run.kind);
            }
        }
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &AtWork> {
        self.0.iter()
    }
}
