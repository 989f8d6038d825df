//! A run's turn at the journal. The journal is a log that only grows: whoever appends right behind the end that he has read
//! has the turn. A run takes it with its first lines (`begin`), keeps it with each line (`renew` where it has nothing else to
//! say), and gives it back with its last (`end`). So a store needs no lock, only an append that fails where the end has moved.
//!
//! - A turn is over two minutes after its last line, by the clock of the store; on one machine at once where its process is
//!   gone. Whoever takes over one that ran out of time waits until a call of the other can't arrive any more.
//! - Before a call that writes, the last line must be younger than a minute; else a line is appended first. So whoever was
//!   suspended finds out that its turn is over before it writes.
//! - A rollback takes the turn from a run that is at work. That one finds lines of another behind its own, and is fenced.
//!
//! Nothing of this is I/O: what is to be read or appended goes out as effects, what came of it comes back as outcomes.

mod standing;

use super::clock::Now;
use super::effect::Effect;
use super::journal::{AtWork, Entry, Event, Head, Holder, Journal, LEASE_MS, Run, Workers, takes_over};
use super::outcome::Outcome;
use super::request::TookOver;
use super::retry::CALL_TIMEOUT_MS;
use crate::message::Unstored;

/// Older than this the last line must not be when a call is sent that writes.
const FRESH_MS: u64 = 60_000;
/// A run that says nothing for so long says that it is at work.
const RENEW_MS: u32 = 45_000;
/// What a run needs to know of its journal: the last runs of thousands of functions.
pub const NEWEST_BYTES: u32 = 8 << 20;
/// The first pause after a store gave no clear answer; each further one is twice as long.
const PAUSE_MS: u32 = 250;
/// The time in a line is no earlier than this before the moment when it was made: the store's clock may show whole seconds,
/// and what it said was on its way.
pub(super) const LATE_MS: u64 = 2_000;
/// So often it is asked again.
const TRIES: u32 = 5;
/// So long a rollback waits for a store: users wait for it.
pub(super) const PATIENCE_MS: u32 = 5_000;
/// So often another one may come first. Those who share a turn do so often; the store's answers tell no more.
const CONFLICTS: u32 = 200;
/// Effects of a turn have ids from here on, those of a release below.
pub(super) const FIRST_ID: u32 = 1 << 31;

/// Whether a call that writes may be sent.
#[derive(Debug)]
pub(super) enum Gate {
    /// It may; not later than so many milliseconds from now, where the run has a turn.
    Open(Option<u32>),
    /// The turn is renewed first.
    Wait,
    /// Another run has the turn: what the call learns instead.
    Shut(Outcome),
}

/// What the run is told.
#[derive(Debug)]
pub(super) enum Told {
    /// What came of an entry.
    Of(u32, Outcome),
    /// The turn was another run's.
    TookOver(TookOver),
    /// Others wrote since the run looked: what it saw counts as old.
    OthersWrote,
}

/// Lines on their way.
#[derive(Debug)]
struct Batch {
    effect: u32,
    entries: Vec<(Option<u32>, Entry)>,
    lines: Vec<String>,
    /// The end of the log when they are there.
    head: Head,
    /// When they were made.
    at: Now,
    /// Whether it is being looked whether they are there, and why.
    looking: Option<String>,
}

/// What the run that has the turn needs to know of itself.
#[derive(Debug)]
struct Own {
    run: String,
    /// When its last line was made that is known to be there.
    last: Now,
    ended: bool,
}

/// Why nothing more is appended.
#[derive(Debug)]
enum Closed {
    Unstored(String),
    Fenced { who: Option<String>, since: u64 },
    Locked { holder: Holder, now_ms: u64 },
}

impl Closed {
    /// What becomes of a line, and of a call where another run has the turn.
    fn outcome(&self) -> Outcome {
        match self {
            Self::Fenced { who, since } => Outcome::Fenced { who: who.clone(), since: Some(*since) },
            Self::Locked { holder, now_ms } => Outcome::Locked { holder: holder.clone(), now_ms: *now_ms },
            Self::Unstored(reason) => Outcome::Unstored { reason: reason.clone() },
        }
    }
}

/// A run's turn.
#[derive(Debug)]
pub(super) struct Turn {
    process: Option<String>,
    kind: String,
    position: String,
    head: Head,
    workers: Workers,
    /// What the store's clock said, when that was heard, and how much longer than a second it was on its way.
    clock: Option<(u64, Now, u64)>,
    /// When the store was asked last.
    asked: Now,
    now: Now,
    /// What is known of processes.
    alive: Vec<(String, Option<bool>)>,
    probing: Option<(u32, String)>,
    own: Option<Own>,
    queue: Vec<(Option<u32>, Entry)>,
    batch: Option<Batch>,
    closed: Option<Closed>,
    /// Something is tried again when it is over.
    pause: Option<u32>,
    renewal: Option<u32>,
    /// A rollback goes on without the store when it is over.
    patience: Option<u32>,
    tries: u32,
    conflicts: u32,
    stopping: bool,
    next_id: u32,
    ready: Vec<Effect>,
    told: Vec<Told>,
}

impl Turn {
    /// Of a run behind what has been read.
    pub(super) fn new((process, kind): (Option<String>, String), journal: &Journal, next_id: u32, now: Now) -> Self {
        Self {
            process,
            kind,
            position: String::new(),
            head: journal.chain.head.clone(),
            workers: Workers::of(journal),
            clock: None,
            asked: now,
            now,
            alive: Vec::new(),
            probing: None,
            own: None,
            queue: Vec::new(),
            batch: None,
            closed: None,
            pause: None,
            renewal: None,
            patience: None,
            tries: 0,
            conflicts: 0,
            stopping: false,
            next_id,
            ready: Vec::new(),
            told: Vec::new(),
        }
    }

    /// Where the log ends, and what its clock says.
    pub(super) fn at(mut self, position: &str, store_ms: Option<u64>, now: Now) -> Self {
        self.moves(position, store_ms, now);
        self
    }

    /// A log that can't be read, nor written.
    pub(super) fn without(mut self, reason: &str) -> Self {
        self.closed = Some(Closed::Unstored(reason.to_owned()));
        self
    }

    /// Effects that are ready.
    pub(super) fn take(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.ready)
    }

    /// What the run is to be told.
    pub(super) fn told(&mut self) -> Vec<Told> {
        std::mem::take(&mut self.told)
    }

    /// Nothing is on its way.
    pub(super) const fn idle(&self) -> bool {
        self.queue.is_empty() && self.batch.is_none() && self.probing.is_none() && self.pause.is_none()
    }

    /// The person wants to stop: what is queued is still written, and nothing keeps the run going.
    pub(super) const fn stop(&mut self) {
        self.stopping = true;
    }

    /// An entry is to be written.
    pub(super) fn write(&mut self, id: u32, entry: Entry) {
        self.queue.push((Some(id), entry));
    }

    /// Whether a call that writes may be sent now.
    pub(super) fn gate(&mut self, now: Now) -> Gate {
        let age_ms = match (&self.closed, &self.own) {
            (Some(Closed::Unstored(_)), _) | (None, None) => return Gate::Open(None),
            (Some(closed), _) => return Gate::Shut(closed.outcome()),
            (None, Some(own)) => older(own.last, now),
        };
        if age_ms > FRESH_MS {
            self.renew();
            return Gate::Wait;
        }
        // it has to arrive before the turn is over
        let left_ms = LEASE_MS.saturating_sub(u64::from(CALL_TIMEOUT_MS)).saturating_sub(age_ms);
        Gate::Open(u32::try_from(left_ms).ok())
    }

    /// Appends what is queued, if nothing is on its way.
    pub(super) fn flush(&mut self, now: Now) {
        self.now = now;
        if let Some(closed) = &self.closed {
            let outcome = closed.outcome();
            let ids = std::mem::take(&mut self.queue).into_iter().filter_map(|(id, _)| id);
            self.told.extend(ids.map(|id| Told::Of(id, outcome.clone())));
            return;
        }
        if self.queue.is_empty() || self.batch.is_some() || self.pause.is_some() || self.probing.is_some() {
            return;
        }
        if self.own.is_none() && !self.takes(now) {
            return;
        }
        let at_ms = self.line_ms(now);
        let entries = std::mem::take(&mut self.queue);
        let mut head = self.head.clone();
        let lines: Vec<String> =
            entries.iter().map(|(_, entry)| Entry { at_ms, ..entry.clone() }.line(&mut head)).collect();
        if takes_over(&self.kind) && self.patience.is_none() {
            let id = self.id();
            self.ready.push(Effect::Sleep { id, ms: PATIENCE_MS, firm: false });
            self.patience = Some(id);
        }
        let effect = self.append(&lines);
        self.batch = Some(Batch { effect, entries, lines, head, at: now, looking: None });
    }

    /// Takes what came of one of its effects. Whether it was one.
    pub(super) fn feed(&mut self, id: u32, outcome: &Outcome, now: Now) -> bool {
        self.now = now;
        if self.pause == Some(id) {
            self.pause = None;
            if let Some(batch) = self.batch.take() {
                self.again(batch);
            }
        } else if self.renewal == Some(id) {
            self.renewal = None;
            self.rest(now);
        } else if self.patience == Some(id) {
            self.patience = None;
            if let Some(batch) = self.batch.take_if(|_| !self.stopping) {
                self.pause = None;
                self.gives_up(batch, &Unstored::NoAnswer(PATIENCE_MS / 1000).shown());
            }
        } else if let Some((_, process)) = self.probing.take_if(|(probe, _)| *probe == id) {
            let alive = if let Outcome::Probed { alive } = outcome { *alive } else { None };
            self.alive.push((process, alive));
        } else if let Some(batch) = self.batch.take_if(|batch| batch.effect == id) {
            self.landed(batch, outcome, now);
        } else {
            return false;
        }
        self.flush(now);
        true
    }

    /// What came of an append, or of the look that followed it.
    fn landed(&mut self, batch: Batch, outcome: &Outcome, now: Now) {
        match outcome {
            Outcome::Appended { position, now: store_ms } => {
                self.moves(position, *store_ms, now);
                self.head.clone_from(&batch.head);
                self.stored(batch, now);
            }
            Outcome::Conflict => self.look(batch, Unstored::OthersFirst.shown()),
            Outcome::Unknown { reason } => self.look(batch, reason.clone()),
            Outcome::Text { text, position, now: store_ms, .. } => {
                self.moves(position, *store_ms, now);
                self.found(batch, text, now);
            }
            // a look that fails is made again, an append that failed for certain is not
            Outcome::Unread { reason, .. } => self.hesitate(batch, reason.clone()),
            Outcome::Unstored { reason } => self.gives_up(batch, reason),
            _ => self.hesitate(batch, String::new()),
        }
    }

    /// What lies behind the end that was known, where an append met something, or got no answer.
    fn found(&mut self, mut batch: Batch, text: &str, now: Now) {
        let why = batch.looking.take().unwrap_or_default();
        let more = Journal::read(text);
        if more.chain.entries == 0 {
            // nothing is there: the lines are not, and nobody else's are
            return self.hesitate(batch, why);
        }
        self.head.clone_from(&more.chain.head);
        let ours = text.lines().any(|line| batch.lines.first().is_some_and(|first| first == line));
        // of a run that shares this turn the first line may be older; one may have begun and ended since
        let shares = |run: &Run| match AtWork::of(run) {
            Some(begun) => self.shares(&begun),
            None => self.workers.iter().any(|known| known.run == run.id && self.shares(known)),
        };
        let mine = |run: &Run| self.own.as_ref().is_some_and(|own| own.run == run.id);
        let others: Vec<&Run> = more.runs.iter().filter(|run| !mine(run) && !shares(run)).collect();
        let taker = others.iter().find_map(|run| Some((run.begin.as_ref()?.who.clone(), run.began_ms)));
        let (begun, alone) = (self.own.is_some(), others.is_empty());
        if let Some((who, since)) = taker.filter(|_| begun) {
            self.closed = Some(Closed::Fenced { who, since });
        }
        self.workers.follow(&more);
        if ours {
            return self.stored(batch, now);
        }
        if !begun && !alone {
            self.told.push(Told::OthersWrote);
            // a rollback writes whatever is there
            if !takes_over(&self.kind) {
                self.returns(&mut batch);
            }
        }
        self.conflicts += 1;
        if self.conflicts > CONFLICTS && self.closed.is_none() {
            return self.gives_up(batch, &Unstored::OthersFirst.shown());
        }
        self.queue.splice(0..0, batch.entries);
    }

    /// Steps that were to be recorded rest on what others may have changed since.
    fn returns(&mut self, batch: &mut Batch) {
        let waiting = std::mem::take(&mut self.queue);
        for (id, entry) in std::mem::take(&mut batch.entries).into_iter().chain(waiting) {
            match (id, &entry.event) {
                (Some(id), Event::Before(_)) => self.told.push(Told::Of(id, Outcome::Stale)),
                _ => batch.entries.push((id, entry)),
            }
        }
    }

    fn stored(&mut self, batch: Batch, now: Now) {
        (self.tries, self.patience) = (0, None);
        for (id, entry) in batch.entries {
            if let Event::Begin(_) = entry.event {
                self.own = Some(Own { run: entry.run.clone(), last: batch.at, ended: false });
            }
            if let Some(own) = &mut self.own {
                own.last = batch.at;
                own.ended |= matches!(entry.event, Event::End(_));
            }
            self.told.extend(id.map(|id| Told::Of(id, Outcome::Stored)));
        }
        self.rest(now);
    }

    /// Keeps the turn while the run has nothing to say.
    fn rest(&mut self, now: Now) {
        let Some(own) = self.own.as_ref().filter(|own| !own.ended && self.closed.is_none() && !self.stopping) else {
            return;
        };
        let waited = older(own.last, now);
        if waited >= u64::from(RENEW_MS) {
            return self.renew();
        }
        if self.renewal.is_none() {
            let id = self.id();
            let ms = RENEW_MS - u32::try_from(waited).unwrap_or(0);
            self.ready.push(Effect::Sleep { id, ms, firm: false });
            self.renewal = Some(id);
        }
    }

    fn renew(&mut self) {
        let Some(own) = &self.own else { return };
        if self.queue.is_empty() && self.batch.is_none() {
            let entry = Entry { at_ms: 0, run: own.run.clone(), kind: self.kind.clone(), event: Event::Renew };
            self.queue.push((None, entry));
        }
    }

    /// Looks whether lines are there.
    fn look(&mut self, mut batch: Batch, why: String) {
        let id = self.id();
        self.ready.push(Effect::Read { id, from: Some(self.position.clone()), newest: NEWEST_BYTES });
        self.asked = self.now;
        batch.effect = id;
        batch.looking = Some(why);
        self.batch = Some(batch);
    }

    /// The same again after a pause.
    fn hesitate(&mut self, batch: Batch, why: String) {
        self.tries += 1;
        if self.tries > TRIES {
            return self.gives_up(batch, &why);
        }
        let id = self.id();
        let ms = PAUSE_MS << (self.tries - 1);
        self.ready.push(Effect::Sleep { id, ms, firm: true });
        self.pause = Some(id);
        self.batch = Some(Batch { effect: 0, ..batch });
    }

    /// After a pause: a look is made again, an append too.
    fn again(&mut self, mut batch: Batch) {
        match batch.looking.take() {
            Some(why) => self.look(batch, why),
            None => {
                batch.effect = self.append(&batch.lines);
                self.batch = Some(batch);
            }
        }
    }

    fn append(&mut self, lines: &[String]) -> u32 {
        let id = self.id();
        self.asked = self.now;
        self.ready.push(Effect::Append { id, position: self.position.clone(), lines: lines.to_vec() });
        id
    }

    fn gives_up(&mut self, batch: Batch, reason: &str) {
        self.closed.get_or_insert_with(|| Closed::Unstored(reason.to_owned()));
        self.queue.splice(0..0, batch.entries);
    }

    fn moves(&mut self, position: &str, store_ms: Option<u64>, now: Now) {
        position.clone_into(&mut self.position);
        if let Some(store_ms) = store_ms {
            let late_ms = older(self.asked, now).saturating_sub(LATE_MS / 2);
            self.clock = Some((store_ms, now, late_ms));
        }
    }

    /// What the store's clock says now, or this machine's where it has none.
    fn store_ms(&self, now: Now) -> u64 {
        match self.clock {
            Some((store_ms, at, _)) => store_ms.saturating_add(now.steady_ms.saturating_sub(at.steady_ms)),
            None => now.wall_ms,
        }
    }

    /// The time in a line that is made now. It is late by less than `LATE_MS`, also after a suspension, since whoever reads it
    /// asks whether anything was written since.
    fn line_ms(&self, now: Now) -> u64 {
        let Some((_, at, late_ms)) = self.clock else { return now.wall_ms };
        self.store_ms(now).saturating_add(late_ms).saturating_add(now.jumped_ms(at).min(FRESH_MS))
    }

    const fn id(&mut self) -> u32 {
        let id = self.next_id;
        self.next_id += 1;
        id
    }
}

/// How long ago something was, by the clock that went further.
pub(super) fn older(then: Now, now: Now) -> u64 {
    now.steady_ms.saturating_sub(then.steady_ms).max(now.wall_ms.saturating_sub(then.wall_ms))
}
