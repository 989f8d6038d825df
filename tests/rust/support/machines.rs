//! Machines that share a log and a cloud: their sessions go an effect at a time, on a virtual clock, and each may be
//! suspended or die at any moment. A call that was sent arrives, whatever became of whoever sent it.

use scf_grayscale::Error;
use scf_grayscale::release::{Effect, Journal, Now, Outcome, Report, Request, Session};
use scf_grayscale::scf::Answer;
use serde_json::Value;

use super::cloud::{self, Cloud};
use super::raw;

/// What a request to the store takes, one way, unless a test says otherwise.
const STORE_MS: u64 = 40;
/// What a call takes, one way, unless it is late.
const CALL_MS: u64 = 20;
/// A shell gives up on a call after this time.
const TIMEOUT_MS: u64 = 30_000;
/// Far more events than any world of these tests needs.
const MOST_EVENTS: usize = 200_000;

/// What becomes of a request to the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Fine,
    /// It fails, and nothing was done.
    Fails,
    /// No answer comes, and nothing was done.
    Lost,
    /// No answer comes, and it was done.
    LostAfter,
    /// No answer comes for a minute, and nothing was done.
    Hangs,
}

/// A log that only grows, with compare-and-set: a position is how many lines there are.
#[derive(Debug, Default)]
pub struct Log {
    pub lines: Vec<String>,
    /// Whose each line is: the machine and the moment.
    pub by: Vec<(usize, u64)>,
}

impl Log {
    pub fn journal(&self) -> Journal {
        Journal::read(&self.lines.join("\n"))
    }

    fn from(&self, position: usize) -> String {
        self.lines[position.min(self.lines.len())..].iter().map(|line| [line, "\n"].concat()).collect()
    }
}

/// A call of the API that writes, when it arrived.
#[derive(Clone, Debug)]
pub struct Write {
    pub machine: usize,
    pub sent_at: u64,
    pub at: u64,
    /// How many lines the log had.
    pub lines: usize,
}

/// A machine: its checkout, and what it is at.
pub struct Machine {
    session: Session,
    waiting: Vec<(u64, Effect)>,
    sleeping: Vec<(u64, u32)>,
    /// It does nothing before this moment.
    pub frozen_until: u64,
    pub dead: bool,
    over: bool,
    /// How much its wall clock is ahead of the store's, in milliseconds.
    pub skew_ms: i64,
    /// When its steady clock stood still, it lost so much.
    stood_ms: u64,
}

enum Coming {
    Store { machine: usize, id: u32, effect: Effect, fate: Fate },
    Call { machine: usize, id: u32, action: &'static str, body: Value, writes: bool, sent_at: u64 },
    Outcome { machine: usize, id: u32, outcome: Outcome },
}

/// All of it.
pub struct Machines {
    pub cloud: Cloud,
    pub log: Log,
    pub all: Vec<Machine>,
    pub writes: Vec<Write>,
    coming: Vec<(u64, usize, Coming)>,
    number: usize,
    events: usize,
    /// What becomes of the next requests to the store.
    pub fate: Box<dyn FnMut(&Effect) -> Fate>,
    /// How much later than usual a call arrives.
    pub late: Box<dyn FnMut(&'static str) -> u64>,
    /// Which processes are known to be there, if that can be told.
    pub alive: fn(&str) -> Option<bool>,
    /// Requests to the store: reads and appends.
    pub asked: (usize, usize),
    /// What a request to the store takes, one way.
    pub store_ms: u64,
    /// The same for one machine, which is further away.
    pub further: Option<(usize, u64)>,
    /// What the store's clock counts in; none has no clock.
    pub tick_ms: Option<u64>,
}

impl Machines {
    pub fn over(cloud: Cloud) -> Self {
        Self {
            cloud,
            log: Log::default(),
            all: vec![],
            writes: vec![],
            coming: vec![],
            number: 0,
            events: 0,
            fate: Box::new(|_| Fate::Fine),
            late: Box::new(|_| 0),
            alive: |_| None,
            asked: (0, 0),
            store_ms: STORE_MS,
            further: None,
            tick_ms: Some(1),
        }
    }

    /// Another machine begins with an order. Its place.
    pub fn begin(&mut self, order: Value, skew_ms: i64) -> usize {
        let text = order.to_string();
        let request = Request::read(raw(order)).unwrap();
        let seed = 11 + self.all.len() as u64;
        let now = clocks(self.cloud.now, skew_ms, 0);
        let session = Session::new(&request, text, now, seed).unwrap();
        self.all.push(Machine {
            session,
            waiting: vec![],
            sleeping: vec![],
            frozen_until: 0,
            dead: false,
            over: false,
            skew_ms,
            stood_ms: 0,
        });
        self.all.len() - 1
    }

    /// A machine is suspended: its steady clock stands still meanwhile, where `stands`.
    pub fn freeze(&mut self, machine: usize, ms: u64, stands: bool) {
        let now = self.cloud.now;
        let machine = &mut self.all[machine];
        machine.frozen_until = now + ms;
        if stands {
            machine.stood_ms += ms;
        }
    }

    pub fn kill(&mut self, machine: usize) {
        self.all[machine].dead = true;
    }

    pub fn is_over(&self, machine: usize) -> bool {
        self.all[machine].over || self.all[machine].dead
    }

    pub fn ended(&self, machine: usize) -> (Report, Option<Error>) {
        self.all[machine].session.outcome()
    }

    /// Goes on until nothing is left to do.
    pub fn run(&mut self) {
        while self.step() {}
    }

    /// Goes on until this moment.
    pub fn until(&mut self, at: u64) {
        (0..self.all.len()).for_each(|place| self.takes(place));
        while self.next_at().is_some_and(|next| next <= at) {
            self.step();
        }
        self.cloud.now = self.cloud.now.max(at);
    }

    fn next_at(&self) -> Option<u64> {
        let now = self.cloud.now;
        let machines = self.all.iter().filter(|machine| !machine.dead && !machine.over).filter_map(|machine| {
            let fresh = machine.waiting.iter().map(|(at, _)| *at);
            let woken = machine.sleeping.iter().map(|(at, _)| *at);
            fresh.chain(woken).min().map(|at| at.max(machine.frozen_until).max(now))
        });
        machines.chain(self.coming.iter().map(|(at, ..)| *at)).min()
    }

    /// One thing happens. False where nothing is left.
    pub fn step(&mut self) -> bool {
        self.events += 1;
        assert!(self.events < MOST_EVENTS, "the machines go round in circles");
        for place in 0..self.all.len() {
            self.takes(place);
        }
        let Some(at) = self.next_at() else { return false };
        self.cloud.now = self.cloud.now.max(at);
        let now = self.cloud.now;
        if let Some(next) = self.coming.iter().position(|(due, ..)| *due <= now) {
            let next = (0..self.coming.len()).min_by_key(|at| (self.coming[*at].0, self.coming[*at].1)).unwrap_or(next);
            let (_, _, coming) = self.coming.remove(next);
            self.arrives(coming);
            return true;
        }
        for place in 0..self.all.len() {
            let machine = &mut self.all[place];
            if machine.dead || machine.over || machine.frozen_until > now {
                continue;
            }
            if let Some(at) = machine.waiting.iter().position(|(due, _)| *due <= now) {
                let (taken_at, effect) = machine.waiting.remove(at);
                self.performs(place, taken_at, effect);
                return true;
            }
            if let Some(at) = machine.sleeping.iter().position(|(due, _)| *due <= now) {
                let (_, id) = machine.sleeping.remove(at);
                self.feeds(place, id, &Outcome::Woke);
                return true;
            }
        }
        true
    }

    /// A machine's loop: it takes what is ready.
    fn takes(&mut self, place: usize) {
        let now = self.cloud.now;
        let machine = &mut self.all[place];
        if machine.dead || machine.over || machine.frozen_until > now {
            return;
        }
        for effect in machine.session.take() {
            match effect {
                Effect::Show { .. } => {}
                Effect::Sleep { id, ms, .. } => machine.sleeping.push((now + u64::from(ms), id)),
                other => machine.waiting.push((now, other)),
            }
        }
        machine.over = machine.session.finished();
    }

    fn performs(&mut self, place: usize, taken_at: u64, effect: Effect) {
        let now = self.cloud.now;
        match effect {
            Effect::Call { id, action, body, tail, writes, within_ms, .. } => {
                if within_ms.is_some_and(|most| now - taken_at > u64::from(most)) {
                    let reason = "the process was suspended".to_owned();
                    return self.feeds(place, id, &Outcome::Lost { reason, sent: false });
                }
                let text = format!("{body}{}", tail.unwrap_or_default());
                let body = serde_json::from_str(&text).unwrap();
                let late = if writes { (self.late)(action) } else { 0 };
                self.adds(
                    now + CALL_MS + late,
                    Coming::Call { machine: place, id, action, body, writes, sent_at: now },
                );
            }
            Effect::Read { id, .. } | Effect::Append { id, .. } => {
                if let Effect::Read { .. } = effect {
                    self.asked.0 += 1;
                } else {
                    self.asked.1 += 1;
                }
                let fate = (self.fate)(&effect);
                let late = if fate == Fate::Hangs { 60_000 } else { 0 };
                self.adds(now + self.store_ms_of(place) + late, Coming::Store { machine: place, id, effect, fate });
            }
            Effect::Probe { id, process } => {
                let alive = (self.alive)(&process);
                self.feeds(place, id, &Outcome::Probed { alive });
            }
            other => unreachable!("{other:?}"),
        }
    }

    fn arrives(&mut self, coming: Coming) {
        let now = self.cloud.now;
        match coming {
            Coming::Outcome { machine, id, outcome } => {
                let frozen = self.all[machine].frozen_until;
                if frozen > now {
                    return self.adds(frozen, Coming::Outcome { machine, id, outcome });
                }
                if !self.is_over(machine) {
                    self.feeds(machine, id, &outcome);
                }
            }
            Coming::Call { machine, id, action, body, writes, sent_at } => {
                if writes {
                    let lines = self.log.lines.len();
                    self.writes.push(Write { machine, sent_at, at: now, lines });
                }
                let mut outcome = answered(self.cloud.call(action, &body, None));
                if now - sent_at >= TIMEOUT_MS {
                    outcome = Outcome::Lost { reason: "timed out".into(), sent: true };
                }
                self.adds(now + CALL_MS, Coming::Outcome { machine, id, outcome });
            }
            Coming::Store { machine, id, effect, fate } => {
                let outcome = self.stores(machine, &effect, fate);
                self.adds(now + self.store_ms_of(machine), Coming::Outcome { machine, id, outcome });
            }
        }
    }

    fn stores(&mut self, machine: usize, effect: &Effect, fate: Fate) -> Outcome {
        let now = self.tick_ms.map(|tick_ms| self.cloud.now / tick_ms * tick_ms);
        let reason = || "the store says so".to_owned();
        match (effect, fate) {
            (Effect::Read { .. }, Fate::Fails | Fate::Lost | Fate::LostAfter | Fate::Hangs) => {
                Outcome::Unread { reason: reason(), suspicious: false }
            }
            (Effect::Read { from, .. }, Fate::Fine) => {
                let from = from.as_ref().map_or(0, |from| from.parse().unwrap());
                Outcome::Text {
                    text: self.log.from(from),
                    position: self.log.lines.len().to_string(),
                    now,
                    rollout: None,
                }
            }
            (Effect::Append { .. }, Fate::Fails) => Outcome::Unstored { reason: reason() },
            (Effect::Append { .. }, Fate::Lost | Fate::Hangs) => Outcome::Unknown { reason: reason() },
            (Effect::Append { position, lines, .. }, _) => {
                if position.parse() != Ok(self.log.lines.len()) {
                    return Outcome::Conflict;
                }
                self.log.lines.extend(lines.iter().cloned());
                self.log.by.extend(lines.iter().map(|_| (machine, self.cloud.now)));
                if fate == Fate::LostAfter {
                    return Outcome::Unknown { reason: reason() };
                }
                Outcome::Appended { position: self.log.lines.len().to_string(), now }
            }
            (other, _) => unreachable!("{other:?}"),
        }
    }

    fn store_ms_of(&self, machine: usize) -> u64 {
        self.further.filter(|(further, _)| *further == machine).map_or(self.store_ms, |(_, ms)| ms)
    }

    fn feeds(&mut self, place: usize, id: u32, outcome: &Outcome) {
        let machine = &mut self.all[place];
        let now = clocks(self.cloud.now, machine.skew_ms, machine.stood_ms);
        machine.session.feed(id, outcome, now);
        self.takes(place);
    }

    fn adds(&mut self, at: u64, coming: Coming) {
        self.number += 1;
        self.coming.push((at, self.number, coming));
    }
}

const fn clocks(now: u64, skew_ms: i64, stood_ms: u64) -> Now {
    Now { steady_ms: now - stood_ms, wall_ms: now.saturating_add_signed(skew_ms) }
}

fn answered(answer: cloud::Answer) -> Outcome {
    let (status, text) = match answer {
        cloud::Answer::Json(value) => (200, value.to_string()),
        cloud::Answer::Html => (502, "<html>bad gateway</html>".to_owned()),
        cloud::Answer::Lost { sent } => return Outcome::Lost { reason: "connection reset".into(), sent },
    };
    Outcome::Answered(Answer { status, content_type: None, date: None, retry_after: None, request_id: None, text })
}
