//! Which log a run is in, and what follows where it is another account's, where a mark on an alias names another one, or where
//! runs lie in a journal that was not imported.

use super::Release;
use crate::error::Error;
use crate::message::problem::ReleaseProblem;
use crate::message::problem::release::LogPlace;
use crate::plan::{Intent, Mark, Note, target_of};
use crate::release::effect::Progress;
use crate::release::journal::{Journal, LogEntry, OwnLog, is_appid};
use crate::release::request::{Kind, Operation, Request};
use crate::release::retry::Rng;

/// Makes the id of a log another number than that of its first run, which comes from the same seed.
const OF_LOG: u64 = 0x6c6f_675f_6964_5f31;

impl Request<'_> {
    /// The log that the run is in: the one of the journal, or a new one. `None` where the run can't write into it.
    pub(super) fn own_log(&self, journal: &Journal, seed: u64) -> Option<OwnLog> {
        if self.journal_unreadable.is_some() || journal.known().is_err() {
            return None;
        }
        let new = || format!("{:016x}", Rng::new(seed ^ OF_LOG).roll());
        Some(OwnLog { id: journal.log.id().map_or_else(new, str::to_owned), shared: self.shared })
    }

    /// Whether the log is one that this order may go on with: it is of the same account, and no runs are missing in it.
    pub(super) fn may_use(&self, journal: &Journal) -> Result<(), Error> {
        if !matches!(self.operation, Operation::Run | Operation::Plan) {
            return Ok(());
        }
        journal.is_of(self.app_id.as_deref())?;
        let waits = matches!(self.kind, Kind::Rollback | Kind::Abort) || self.operation == Operation::Plan;
        match &self.local_journal {
            Some(local) if !waits && !local.is_in(journal) => Err(local.missing_in(journal)),
            _ => Ok(()),
        }
    }

    /// That runs lie in a journal that was not imported, where the order goes on all the same.
    pub(super) fn unimported(&self, journal: &Journal) -> Option<Note> {
        let local = self.local_journal.as_ref().filter(|local| !local.is_in(journal))?;
        let planned = self.operation == Operation::Plan;
        Some(Note::UnimportedJournal { file: local.file.clone(), runs: local.runs, planned })
    }
}

impl Release {
    /// What the run's first line says of its log.
    pub(super) fn log_entry(&self) -> Option<LogEntry> {
        let own = self.log.as_ref()?;
        let account = self.account().filter(|account| is_appid(account));
        let region = self.observation.intent.desired().functions.first().map(|function| function.region.clone());
        Some(LogEntry { id: own.id.clone(), account, region })
    }

    /// The account's appid, where it was given or learned.
    fn account(&self) -> Option<String> {
        let learned = || self.observation.observed.functions.iter().find_map(|seen| seen.app_id.get().cloned());
        self.observation.intent.desired().app_id.clone().or_else(learned)
    }

    /// The log belongs to another account, as far as was learned meanwhile.
    pub(super) fn refuse_other_account(&self) -> Result<(), Error> {
        self.journal.is_of(self.account().as_deref())
    }

    /// Marks on the aliases that this order is about were left by runs of another log. Where several machines use either
    /// store, somebody means to release with one history: the run is refused. Between journals of one machine each it is
    /// said. A plan and a rollback go on in any case.
    pub(super) fn refuse_other_store(&mut self) -> Result<(), Error> {
        let Some(own) = self.log.clone() else { return Ok(()) };
        let desired = self.observation.intent.desired();
        let goes_on = self.observation.operation == Operation::Plan
            || matches!(self.observation.intent, Intent::Rollback { .. })
            || self.force;
        let mut notes = Vec::new();
        for (index, function) in desired.functions.iter().enumerate() {
            let seen = self.observation.observed.of(&target_of(function), index);
            let Some(mark) = seen.and_then(|seen| seen.alias(&desired.alias).get().copied()).and_then(Mark::of) else {
                continue;
            };
            if self.journal.wrote(&mark, own.shared) {
                continue;
            }
            let theirs = mark.log.as_ref().is_some_and(|log| log.shared);
            let refuses = own.shared || theirs;
            // a journal without runs was not meant to tell of anything
            if !refuses && self.journal.runs.is_empty() {
                continue;
            }
            let place = if theirs { LogPlace::Shared } else { LogPlace::Local };
            let (alias, since) = (desired.alias.clone(), self.observation.zone.shown(mark.at_s));
            if refuses && !goes_on {
                let problem = ReleaseProblem::OtherStore { alias, run: mark.run, since, place };
                return Err(Error::refused(problem).on(function.name.clone()));
            }
            let function = function.key.clone();
            let refused = refuses && self.observation.operation == Operation::Plan && !self.force;
            notes.push(Note::OtherStore { function, alias, run: mark.run, since, place, refused });
        }
        for note in notes {
            self.dispatcher.show(Progress::Noted { note: note.clone() });
            self.notes.push(note);
        }
        Ok(())
    }
}
