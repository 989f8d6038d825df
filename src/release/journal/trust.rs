//! How far the journal's word goes: what rests on it where its chain is broken, and which functions a project created.

use super::chain::Broken;
use super::read::{Journal, Run, RunFunction};
use crate::error::Error;
use crate::plan::Note;
use crate::scf::Target;

impl Broken {
    /// For whoever reads the result.
    fn note(&self, kind: &str) -> Note {
        let goes_on = match kind {
            "rollback" => "the rollback goes on",
            _ => "no version is taken from it",
        };
        let text = format!(
            "line {} of the journal is not as it was written ({}): do not rely on what it says of earlier runs; {goes_on}",
            self.line, self.why
        );
        Note::warning("JournalBroken", text)
    }

    fn refuses(&self, what: &str) -> Error {
        let text = format!(
            "line {} of the journal is not as it was written ({}), so {what} is not taken from it; nothing was changed",
            self.line, self.why
        );
        Error::old_refused("JournalBroken", text).old_hint(
            "`grayscale history --verify` looks at the whole journal; the same command with --force (force=true) goes on with what it says, where you know who changed it",
        )
    }
}

impl Journal {
    /// Says that the journal is broken.
    pub(in crate::release) fn doubts(&self, kind: &str) -> Option<Note> {
        self.chain.broken.as_ref().map(|broken| broken.note(kind))
    }

    /// Whether `what` may rest on the journal's word.
    ///
    /// # Errors
    /// `JournalBroken` unless `force`.
    pub(in crate::release) fn vouches(&self, what: &str, force: bool) -> Result<(), Error> {
        match &self.chain.broken {
            Some(broken) if !force => Err(broken.refuses(what)),
            _ => Ok(()),
        }
    }

    /// The functions that runs created and none deleted since. One whose creation was sent and never confirmed counts where
    /// the run's end says so.
    ///
    /// # Errors
    /// `JournalTooNew`, `JournalBroken`: a line that someone changed may name a function of somebody else's.
    pub fn created(&self, force: bool) -> Result<Vec<Target>, Error> {
        self.known()?;
        self.vouches("which functions this project created", force)?;
        let mut created: Vec<Target> = Vec::new();
        for (run, function) in
            self.runs.iter().flat_map(|run| run.functions.iter().map(move |function| (run, function)))
        {
            let target = &function.target;
            if function.did("delete") {
                created.retain(|known| known != target);
            } else if (function.did("create") || run.ends_with_creation(target)) && !created.contains(target) {
                created.push(target.clone());
            }
        }
        Ok(created)
    }
}

impl RunFunction {
    fn did(&self, step: &str) -> bool {
        self.steps.iter().any(|known| known.entry.step == step && known.done_ms.is_some())
    }
}

impl Run {
    fn ends_with_creation(&self, target: &Target) -> bool {
        self.end.iter().flat_map(|end| &end.functions).any(|fate| fate.target == *target && fate.created)
    }
}
