//! A release with its journal and its turn, as shells drive it: one machine that hands out effects and takes outcomes.
//!
//! The journal is read first. Then the [`Release`] runs; its entries go through the [`Turn`], which appends them, and its calls
//! that write are held back while the turn must be renewed. A release that needs no journal runs alone.
//!
//! Where the store is a round trip away, functions are looked at while the journal is read. What was seen counts only if nobody
//! wrote into the journal meanwhile: otherwise the plan could rest on what a run has changed since, and nothing would tell.

use super::clock::Now;
use super::effect::Effect;
use super::in_rollout;
use super::journal::{Journal, Run};
use super::machine::Release;
use super::outcome::Outcome;
use super::report::Report;
use super::request::{Operation, Request};
use super::shell::{Needs, locked};
use super::turn::{FIRST_ID, Gate, LATE_MS, NEWEST_BYTES, PATIENCE_MS, Told, Turn, older};
use crate::error::Error;
use crate::json::Json;
use crate::message::Unstored;
use crate::message::problem::ReleaseProblem;
use crate::message::problem::release::Stopped;
use crate::observed::Observed;
use crate::time::Zone;

/// Whether functions are looked at before the journal has been read. What is to be listed or watched, or goes on with an
/// earlier run, is known from the journal only.
fn looks_ahead(request: &Request) -> bool {
    let early = matches!(request.operation, Operation::Plan | Operation::Run | Operation::Status);
    request.looks_ahead && early && request.resumes.is_none() && request.settles.is_none()
}

/// How far it is.
#[derive(Debug)]
enum Stage {
    /// The journal is being read.
    Reading,
    /// It is being found out whether another run is at work.
    Asking(Box<(Turn, Journal, Unreadable)>),
    /// The release runs. Without a turn it writes nothing.
    Running(Box<(Option<Turn>, Release)>),
    /// It ended before there was a release.
    Over(Error),
}

/// Why the journal can't be read, and whether that is suspicious.
type Unreadable = Option<(String, bool)>;

/// A release with its journal and its turn.
#[derive(Debug)]
pub struct Session {
    /// The order, as JSON text.
    order: String,
    seed: u64,
    locks: bool,
    zone: Zone,
    /// The run's process, and what it is for.
    caller: (Option<String>, String),
    stage: Stage,
    now: Now,
    /// When it was.
    began: Now,
    /// The release that looks at functions while the journal is read.
    ahead: Option<Box<Release>>,
    /// The log of the newest rollout that the journal names.
    rollout: Option<String>,
    /// Calls that wait until the turn is renewed.
    held: Vec<Effect>,
    ready: Vec<Effect>,
}

impl Session {
    /// Of an order, and the same as JSON text. `seed` is any number that other runs do not have.
    ///
    /// # Errors
    /// Where no journal is needed, the first thing wrong with the inputs.
    pub fn new(request: &Request, order: String, now: impl Into<Now>, seed: u64) -> Result<Self, Error> {
        let now = now.into();
        let needs = Needs::of(request.operation, request.kind);
        let mut ready = Vec::new();
        let mut ahead = None;
        let stage = if needs.journal {
            ready.push(Effect::Read { id: FIRST_ID, from: None, newest: NEWEST_BYTES });
            if needs.takes_over {
                ready.push(Effect::Sleep { id: FIRST_ID + 1, ms: PATIENCE_MS, firm: false });
            }
            // what is wrong with the order is said once the journal has been read, which may explain it
            if looks_ahead(request)
                && let Ok(release) = Release::ahead(request, now, seed)
            {
                ahead = Some(Box::new(release));
            }
            Stage::Reading
        } else {
            Stage::Running(Box::new((None, Release::new(request, now, seed)?)))
        };
        let caller = (request.process.clone(), request.kind.word().to_owned());
        Ok(Self {
            order,
            seed,
            locks: needs.lock,
            zone: request.zone,
            caller,
            stage,
            now,
            began: now,
            ahead,
            rollout: None,
            held: Vec::new(),
            ready,
        })
    }

    /// The effects that are ready. Each is handed out once.
    pub fn take(&mut self) -> Vec<Effect> {
        self.passes_on();
        std::mem::take(&mut self.ready)
    }

    /// Takes what came of the effect `id`. An id that is not in flight is passed over.
    pub fn feed(&mut self, id: u32, outcome: &Outcome, now: impl Into<Now>) {
        self.now = now.into();
        if let Some(ahead) = self.ahead.as_mut().filter(|_| id < FIRST_ID) {
            return ahead.feed(id, outcome, self.now);
        }
        match &mut self.stage {
            Stage::Reading if id == FIRST_ID => self.has_read(outcome),
            Stage::Reading if id == FIRST_ID + 1 => {
                let reason = Unstored::NoAnswer(PATIENCE_MS / 1000).shown();
                self.has_read(&Outcome::Unread { reason, suspicious: false });
            }
            Stage::Asking(asking) => {
                asking.0.feed(id, outcome, self.now);
                self.judge();
            }
            Stage::Running(running) => {
                let (turn, release) = &mut **running;
                if !turn.as_mut().is_some_and(|turn| turn.feed(id, outcome, self.now)) {
                    release.feed(id, outcome, self.now);
                }
            }
            Stage::Reading | Stage::Over(_) => {}
        }
    }

    /// The person wants to stop: nothing new is written, what is in flight is awaited.
    pub fn stop(&mut self, now: impl Into<Now>) {
        self.now = now.into();
        match &mut self.stage {
            Stage::Running(running) => {
                running.0.iter_mut().for_each(Turn::stop);
                running.1.stop(self.now);
            }
            Stage::Reading | Stage::Asking(_) => {
                self.ahead = None;
                self.stage = Stage::Over(Error::interrupted(ReleaseProblem::Stopped { stop: Stopped::Looking }));
            }
            Stage::Over(_) => {}
        }
    }

    /// Whether there is nothing left to do.
    #[must_use]
    pub fn finished(&self) -> bool {
        match &self.stage {
            Stage::Running(running) => running.1.finished() && running.0.as_ref().is_none_or(Turn::idle),
            Stage::Reading | Stage::Asking(_) => false,
            Stage::Over(_) => true,
        }
    }

    /// How it ended.
    ///
    /// # Errors
    /// What stopped it, with everything that had been changed by then; the report says it per function.
    #[must_use]
    pub fn outcome(&self) -> (Report, Option<Error>) {
        match &self.stage {
            Stage::Running(running) => running.1.outcome(),
            Stage::Over(error) => (Report::Nothing, Some(error.clone())),
            Stage::Reading | Stage::Asking(_) => (Report::Nothing, None),
        }
    }

    /// What has been observed so far.
    #[must_use]
    pub const fn observed(&self) -> Option<&Observed> {
        match &self.stage {
            Stage::Running(running) => Some(running.1.observed()),
            Stage::Reading | Stage::Asking(_) | Stage::Over(_) => None,
        }
    }

    fn has_read(&mut self, outcome: &Outcome) {
        let turn = |journal: &Journal| Turn::new(self.caller.clone(), journal, FIRST_ID + 2, self.began);
        let (turn, journal, unreadable) = match outcome {
            Outcome::Text { text, position, now: store_ms, rollout } => {
                self.rollout.clone_from(rollout);
                let journal = Journal::read(text);
                if self.others_wrote(&journal, *store_ms) {
                    self.ahead = None;
                }
                (turn(&journal).at(position, *store_ms, self.now), journal, None)
            }
            Outcome::Unread { reason, suspicious } => {
                let journal = Journal::default();
                (turn(&journal).without(reason), journal, Some((reason.clone(), *suspicious)))
            }
            // a shell that hands back nonsense
            _ => return,
        };
        self.stage = Stage::Asking(Box::new((turn, journal, unreadable)));
        self.judge();
    }

    /// Begins, unless another run is at work.
    fn judge(&mut self) {
        let Stage::Asking(asking) = &mut self.stage else { return };
        let judged = if self.locks { asking.0.judge(self.now) } else { Some(Ok(())) };
        self.ready.extend(asking.0.take());
        let Some(judged) = judged else { return };
        let Stage::Asking(asking) = std::mem::replace(&mut self.stage, Stage::Reading) else { return };
        let (turn, journal, unreadable) = *asking;
        let begun = match judged {
            Ok(()) => self.begin(journal, unreadable),
            Err((holder, now_ms)) => Err(locked(&holder, now_ms, self.zone)),
        };
        self.stage = match begun {
            Ok(release) => Stage::Running(Box::new((self.locks.then_some(turn), release))),
            Err(error) => Stage::Over(error),
        };
        self.ahead = None;
    }

    /// Whether another run may have written since this one began. What others wrote carries the time of the store as they
    /// knew it. Without a clock of the store it can't be told.
    fn others_wrote(&self, journal: &Journal, store_ms: Option<u64>) -> bool {
        let Some(store_ms) = store_ms else { return !journal.runs.is_empty() };
        let then_ms = store_ms.saturating_sub(older(self.began, self.now)).saturating_sub(LATE_MS);
        let own = |run: &Run| {
            self.caller.0.is_some() && run.begin.as_ref().is_some_and(|begin| begin.process == self.caller.0)
        };
        journal.runs.iter().any(|run| run.last_ms >= then_ms && !own(run))
    }

    fn begin(&mut self, journal: Journal, unreadable: Unreadable) -> Result<Release, Error> {
        // it was read before, so it can be read
        let raw = Json::from_json(&self.order).unwrap_or_default();
        let mut request = Request::read(raw)?;
        if let Some((reason, suspicious)) = unreadable {
            (request.journal_unreadable, request.journal_unsafe) = (Some(reason), suspicious);
        }
        if let Some(log) = self.rollout.take() {
            in_rollout::refuse(&log, &request, &journal)?;
        }
        match self.ahead.take() {
            Some(mut release) => release.learns(journal, &request, self.now).map(|()| *release),
            None => Release::behind(journal, &request, self.now, self.seed),
        }
    }

    /// Hands entries from the release to the turn and what came of them back, until neither has anything new.
    fn passes_on(&mut self) {
        if let Some(ahead) = &mut self.ahead {
            return self.ready.extend(ahead.take());
        }
        let Stage::Running(running) = &mut self.stage else { return };
        let (turn, release) = &mut **running;
        loop {
            for effect in release.take() {
                match (effect, &mut *turn) {
                    (Effect::Store { id, entry }, Some(turn)) => turn.write(id, *entry),
                    (effect @ (Effect::Call { writes: true, .. } | Effect::Object { writes: true, .. }), Some(_)) => {
                        self.held.push(effect);
                    }
                    (effect, _) => self.ready.push(effect),
                }
            }
            let Some(turn) = turn else { return };
            turn.flush(self.now);
            let told = turn.told();
            let mut shut = Vec::new();
            if !self.held.is_empty() {
                match turn.gate(self.now) {
                    Gate::Open(within_ms) => {
                        self.ready.extend(self.held.drain(..).map(|effect| effect.within(within_ms)));
                    }
                    Gate::Wait => turn.flush(self.now),
                    Gate::Shut(outcome) => {
                        let ids = std::mem::take(&mut self.held).into_iter().filter_map(|effect| effect.id());
                        shut.extend(ids.map(|id| (id, outcome.clone())));
                    }
                }
            }
            self.ready.extend(turn.take());
            if told.is_empty() && shut.is_empty() {
                return;
            }
            for told in told {
                match told {
                    Told::Of(id, outcome) => release.feed(id, &outcome, self.now),
                    Told::TookOver(from) => release.took_over(&from),
                    Told::OthersWrote => release.others_wrote(),
                }
            }
            for (id, outcome) in shut {
                release.feed(id, &outcome, self.now);
            }
        }
    }
}
