//! How far the journal's word goes: what rests on it where its chain is broken, and which functions a project created.

use super::chain::Broken;
use super::read::{Journal, Run, RunFunction};
use crate::error::Error;
use crate::message::problem::JournalProblem;
use crate::message::problem::journal::Vouches;
use crate::plan::Note;
use crate::scf::Target;

impl Broken {
    /// For whoever reads the result.
    fn note(&self, kind: &str) -> Note {
        Note::JournalBroken { line: self.line, flaw: self.why.clone(), rollback: kind == "rollback" }
    }

    fn refuses(&self, vouches: Vouches) -> Error {
        Error::refused(JournalProblem::NotTrusted { line: self.line, flaw: self.why.clone(), vouches })
    }
}

impl Journal {
    /// Says that the journal is broken.
    pub(in crate::release) fn doubts(&self, kind: &str) -> Option<Note> {
        self.chain.broken.as_ref().map(|broken| broken.note(kind))
    }

    /// Whether something may rest on the journal.
    ///
    /// # Errors
    /// `JournalBroken` unless `force`.
    pub(in crate::release) fn vouches(&self, vouches: Vouches, force: bool) -> Result<(), Error> {
        match &self.chain.broken {
            Some(broken) if !force => Err(broken.refuses(vouches)),
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
        self.vouches(Vouches::Created, force)?;
        Ok(self.existence().0)
    }

    /// The functions that runs deleted and none created since.
    pub(super) fn deleted(&self) -> Vec<Target> {
        self.existence().1
    }

    /// The functions whose last change of existence was a creation, and those whose was a deletion.
    fn existence(&self) -> (Vec<Target>, Vec<Target>) {
        let (mut created, mut deleted): (Vec<Target>, Vec<Target>) = (Vec::new(), Vec::new());
        for (run, function) in
            self.runs.iter().flat_map(|run| run.functions.iter().map(move |function| (run, function)))
        {
            let target = &function.target;
            let (now, before) = if function.did("delete") {
                (&mut deleted, &mut created)
            } else if function.did("create") || run.ends_with_creation(target) {
                (&mut created, &mut deleted)
            } else {
                continue;
            };
            before.retain(|known| known != target);
            if !now.contains(target) {
                now.push(target.clone());
            }
        }
        (created, deleted)
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
