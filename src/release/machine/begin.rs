//! What a machine begins with: the request, read beside the journal.

use super::overview::{Overview, Showing};
use crate::desired::{DEFAULT_REGION, Verb};
use crate::error::Error;
use crate::message::problem::journal::Vouches;
use crate::plan::{Intent, target_of};
use crate::release::journal::{BeginEntry, Journal};
use crate::release::query::Watch;
use crate::release::request::{Operation, Request};

/// What a machine begins with.
#[derive(Debug)]
pub(super) struct Begun {
    pub(super) journal: Journal,
    pub(super) intent: Intent,
    /// What the journal says of the order.
    pub(super) begin: BeginEntry,
    /// It puts an end to a run that broke off.
    pub(super) takes_up: bool,
    /// Where that is the order.
    pub(super) overview: Option<Overview>,
    /// Where that is the order.
    pub(super) watch: Option<Watch>,
}

impl Request<'_> {
    /// What a machine begins with.
    ///
    /// # Errors
    /// The first thing wrong with the inputs, the words or the journal.
    pub(super) fn begun(&self, journal: Journal, now_ms: u64) -> Result<Begun, Error> {
        if self.operation == Operation::Functions { self.listing() } else { self.running(journal, now_ms) }
    }

    /// A list needs no project, no journal and no plan.
    fn listing(&self) -> Result<Begun, Error> {
        Ok(Begun {
            journal: Journal::default(),
            intent: Intent::Deploy(Verb::FUNCTIONS.nobody(&self.asked)?),
            begin: BeginEntry::default(),
            takes_up: false,
            overview: Some(self.overview()?),
            watch: None,
        })
    }

    fn running(&self, journal: Journal, now_ms: u64) -> Result<Begun, Error> {
        let mut intent = self.intent_after(&journal)?;
        self.may_write(&journal)?;
        self.may_use(&journal)?;
        if self.resumes.is_some() {
            journal.vouches(Vouches::Order, self.force)?;
        }
        let begin = self.begins(&intent);
        if let Intent::Rollback { past, .. } = &mut intent {
            past.now_ms = now_ms;
        }
        self.is_the_same(&begin.order)?;
        journal.awaits(self.settles.as_deref())?;
        let takes_up = journal.taken_up_by(intent.kind(), &begin, self.settles.as_deref());
        let watch = match (self.watch(now_ms)?, intent.desired().functions.first()) {
            (Some(Watch::Metrics(order)), Some(function)) => {
                Some(Watch::Metrics(order.with(journal.uploaded(&target_of(function)))))
            }
            (watch, _) => watch,
        };
        Ok(Begun { journal, intent, begin, takes_up, overview: None, watch })
    }

    /// Where functions are to be listed.
    ///
    /// # Errors
    /// The first thing wrong with the order's words.
    fn overview(&self) -> Result<Overview, Error> {
        let words = |word| Verb::FUNCTIONS.words_of(&self.asked, word);
        let or = |given: Vec<String>, default: Option<&String>| {
            if given.is_empty() { default.cloned().into_iter().collect() } else { given }
        };
        let regions = or(words("region")?, Some(self.region.as_ref().unwrap_or(&DEFAULT_REGION.to_owned())));
        let triggers = Verb::FUNCTIONS.truth(&self.asked, "triggers")?.unwrap_or(false);
        let reads = self.asked.get("read").map(|_| words("read")).transpose()?;
        let namespaces = or(words("namespace")?, self.namespace.as_ref());
        Ok(Overview::new(regions, &namespaces, Showing { triggers, reads, zone: self.zone }))
    }
}
