//! Copies a journal into a store that several machines use, and tells what a store holds.

use serde::Serialize;

use super::journal::{Entry, Event, Facts, ImportEntry, Journal, LocalJournal, Workers};
use super::retry::Rng;
use super::shell::locked;
use crate::error::Error;
use crate::json::Json;
use crate::message::problem::JournalProblem;
use crate::message::problem::journal::Vouches;
use crate::time::Zone;

/// What a journal is copied from, and by whom: `{ from, who?, appId?, force?, now, alive?, offset? }`.
#[derive(Debug, Clone, Default)]
pub struct ImportOrder {
    /// Where the journal is, for people.
    pub from: String,
    /// User, host and process.
    pub who: Option<String>,
    /// The account's appid, where it is known.
    pub account: Option<String>,
    /// A journal is copied although a line of it is not as it was written.
    pub force: bool,
    /// What is known of those who are at work on the journal.
    pub facts: Facts,
    /// The zone in which times are told.
    pub zone: Zone,
}

impl ImportOrder {
    /// As shells give it.
    #[must_use]
    pub fn read(raw: &Json<'_>) -> Self {
        Self {
            from: raw.text("from").unwrap_or_default(),
            who: raw.text("who"),
            account: raw.text("appId"),
            force: raw.get("force") == Some(&Json::Bool(true)),
            facts: Facts::read(raw),
            zone: Zone::read(raw.get("offset")),
        }
    }
}

/// What is appended to a store so that it has the runs of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Import {
    /// How many runs the journal has.
    pub runs: u64,
    /// The lines; none where the store has them already.
    pub lines: Vec<String>,
}

/// The lines of `journal` as they are, and one that says where they come from: the chain goes on. `store` is the text that
/// they follow. `seed` is any number that other runs do not have.
///
/// # Errors
/// `NothingToImport`; `StoreNotEmpty`, since two histories can't be joined; `Locked` where a run is at work on the journal;
/// `OtherAccount`, `JournalBroken` unless forced, `JournalTooNew`.
pub fn import(journal: &str, store: &str, order: &ImportOrder, seed: u64) -> Result<Import, Error> {
    let (known, there) = (Journal::read(journal), Journal::read(store));
    known.known()?;
    there.known()?;
    let Some(local) = LocalJournal::of(&known, &order.from) else {
        return Err(Error::refused(JournalProblem::NothingToImport { file: order.from.clone() }));
    };
    if local.is_in(&there) {
        return Ok(Import { runs: local.runs, lines: Vec::new() });
    }
    if there.chain.entries > 0 {
        let runs = there.runs.len() as u64;
        return Err(Error::refused(JournalProblem::StoreNotEmpty { runs, file: local.file }));
    }
    known.is_of(order.account.as_deref())?;
    known.vouches(Vouches::Import, order.force)?;
    if let Some(holder) = Workers::of(&known).iter().find_map(|run| order.facts.holder(run)) {
        return Err(locked(&holder, order.facts.now_ms, order.zone));
    }
    let mut lines: Vec<String> = journal.split('\n').filter(|line| !line.is_empty()).map(str::to_owned).collect();
    let entry = Entry {
        at_ms: order.facts.now_ms,
        run: format!("{:08x}", Rng::new(seed ^ order.facts.now_ms).roll() >> 32),
        kind: "import".to_owned(),
        event: Event::Import(ImportEntry {
            tool: crate::VERSION.to_owned(),
            who: order.who.clone(),
            from: local.file,
            runs: local.runs,
            last: local.last,
        }),
    };
    lines.push(entry.line(&mut known.chain.head.clone()));
    Ok(Import { runs: local.runs, lines })
}

/// A run that is at work on a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct StoreWorker {
    /// Its id.
    pub run: String,
    /// What it does.
    pub kind: String,
    /// User, host and process.
    pub who: String,
    /// Since when, with the offset of the zone.
    pub when: String,
}

/// What a store holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct StoreContent {
    /// The log's id; absent before its first run.
    pub id: Option<String>,
    /// The account that its runs belong to, where one of them knew it.
    pub account: Option<String>,
    /// The region of its first function.
    pub region: Option<String>,
    /// How many lines it has.
    pub lines: usize,
    /// How many runs.
    pub runs: usize,
    /// Runs that are at work, as far as can be told.
    pub at_work: Vec<StoreWorker>,
}

/// What a journal holds, by what is known of those who are at work on it.
///
/// # Errors
/// `JournalTooNew`.
pub fn store_content(text: &str, facts: &Facts, zone: Zone) -> Result<StoreContent, Error> {
    let journal = Journal::read(text);
    journal.known()?;
    let workers = Workers::of(&journal);
    let at_work = workers.iter().filter_map(|run| {
        let holder = facts.holder(run)?;
        let when = zone.iso(holder.since_ms / 1000);
        Some(StoreWorker { run: run.run.clone(), kind: holder.command, who: holder.who, when })
    });
    let at_work = at_work.collect();
    let (lines, runs) = (journal.chain.entries, journal.runs.len());
    Ok(StoreContent {
        id: journal.log.id().map(str::to_owned),
        account: journal.log.account,
        region: journal.log.region,
        lines,
        runs,
        at_work,
    })
}
