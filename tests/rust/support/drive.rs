//! Drives a machine against the cloud of the tests on a virtual clock: the shell, without I/O.

use std::collections::BTreeMap;
use std::rc::Rc;

use scf_grayscale::Error;
use scf_grayscale::policy;
use scf_grayscale::release::journal::Head;
use scf_grayscale::release::{Effect, Journal, Now, Outcome, Release, Report, Request, RunResult, TookOver};
use scf_grayscale::scf::Answer;
use serde_json::Value;

use super::cloud::{self, Cloud};
use super::sha;

/// Far more effects than any run of these tests needs: a machine that goes round in circles is found out.
const MOST_EFFECTS: usize = 20_000;
/// What a call takes.
const CALL_MS: u64 = 20;

/// How a run is to be disturbed.
#[derive(Clone, Debug, Default)]
pub struct How {
    /// Which code each package holds, by key.
    pub packages: BTreeMap<String, String>,
    /// The person stops the run when so many effects have been performed.
    pub stop_after: Option<usize>,
    /// The process dies when so many effects have been performed.
    pub kill_after: Option<usize>,
    /// The journal can't take its `nth` line (from 0), nor any after it.
    pub full_from: Option<usize>,
    /// Performs effects that are ready in this order: a seed.
    pub shuffle: Option<u64>,
    /// The wall clock is set by so many milliseconds when so many effects have been performed.
    pub jump: Option<(usize, i64)>,
    pub seed: u64,
    /// From whom the run took the turn at the journal.
    pub took_over: Option<TookOver>,
    /// What someone else does before the `nth` call (from 0).
    pub meanwhile: Option<(usize, Meanwhile)>,
}

/// What someone else does in the cloud, which may be a run of their own.
#[derive(Clone)]
pub struct Meanwhile(pub Rc<dyn Fn(&mut Cloud)>);

impl std::fmt::Debug for Meanwhile {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("_")
    }
}

impl How {
    pub fn packing(packages: &[(&str, &str)]) -> Self {
        let packages = packages.iter().map(|(key, code)| ((*key).to_owned(), sha(code))).collect();
        Self { packages, seed: 7, ..Self::default() }
    }
}

/// How a run ended.
#[derive(Debug)]
pub struct Ended {
    pub report: Report,
    pub error: Option<Error>,
    /// What was shown, as the shell sees it.
    pub shown: Vec<Value>,
    /// Lines that went into the journal.
    pub journal: Vec<String>,
    /// How many effects were performed.
    pub effects: usize,
    /// The process died: there is no outcome.
    pub killed: bool,
    /// Everything that a shell may show or keep: the report, the error, what was shown, the journal.
    pub texts: Vec<String>,
    pub waited_ms: u64,
}

impl Ended {
    pub fn run(&self) -> &RunResult {
        match &self.report {
            Report::Run(run) => run,
            other => panic!("not a run: {other:?} {:?}", self.error),
        }
    }

    /// The run, which must have ended well.
    pub fn done(&self) -> &RunResult {
        assert_eq!(self.error, None, "{:?}", self.shown);
        self.run()
    }

    pub fn refused(&self) -> &Error {
        self.error.as_ref().expect("an error")
    }
}

/// Carries an order out.
pub fn drive(order: &Request, cloud: &mut Cloud, how: &How) -> Ended {
    let mut run = Run::begin(order, cloud, how).unwrap();
    loop {
        match run.turn(cloud) {
            Turn::Went => {}
            Turn::Sleeps(due) => cloud.now = cloud.now.max(due),
            Turn::Over => return run.end(cloud),
        }
    }
}

/// A run under way, which goes one effect at a time: several may take turns on one cloud.
pub struct Run {
    release: Release,
    shell: Shell,
    ready: Vec<Effect>,
    sleeping: Vec<Asleep>,
    dice: u64,
    effects: usize,
    stopped: bool,
    killed: bool,
    begun: u64,
}

/// What a run did with its turn.
pub enum Turn {
    /// One effect was performed.
    Went,
    /// It waits for this moment, and for nothing else.
    Sleeps(u64),
    /// It has ended, or its process has died.
    Over,
}

impl Run {
    /// Fails where the order is refused before anything is looked at.
    pub fn begin(order: &Request, cloud: &Cloud, how: &How) -> Result<Self, Error> {
        let permitted = policy::of_order(order).unwrap().into_iter().map(|(action, _)| action.name).collect();
        let shell = Shell {
            shown: vec![],
            journal: vec![],
            head: Journal::read(&order.journal).chain.head,
            lines: 0,
            calls: 0,
            fenced: None,
            last: None,
            permitted,
            how: how.clone(),
        };
        let mut release = Release::new(order, clocks(cloud, how, 0), how.seed)?;
        how.took_over.iter().for_each(|from| release.took_over(from));
        Ok(Self {
            release,
            shell,
            ready: vec![],
            sleeping: vec![],
            dice: how.shuffle.unwrap_or(0),
            effects: 0,
            stopped: false,
            killed: false,
            begun: cloud.now,
        })
    }

    pub fn turn(&mut self, cloud: &mut Cloud) -> Turn {
        let how = self.shell.how.clone();
        self.shell.last = None;
        if how.stop_after == Some(self.effects) && !self.stopped {
            self.stopped = true;
            self.release.stop(clocks(cloud, &how, self.effects));
        }
        self.ready.extend(self.release.take());
        if self.release.finished() {
            // whoever has nothing left to wait for wakes nobody
            self.sleeping.clear();
        }
        if self.stopped {
            // sleeps end early, but for the firm ones
            self.sleeping.iter_mut().filter(|asleep| !asleep.firm).for_each(|asleep| asleep.due = cloud.now);
        }
        if how.kill_after == Some(self.effects) {
            self.killed = true;
            return Turn::Over;
        }
        if let Some(at) = self.ready.iter().position(|effect| matches!(effect, Effect::Show { .. })) {
            if let Effect::Show { event } = self.ready.remove(at) {
                self.shell.shown.push(serde_json::to_value(&event).unwrap());
            }
            return Turn::Went;
        }
        if !self.ready.is_empty() {
            self.dice = self.dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = if how.shuffle.is_some() { (self.dice >> 33) as usize % self.ready.len() } else { 0 };
            // lines of the journal never overtake each other
            let stores = |effect: &Effect| matches!(effect, Effect::Store { .. });
            let at = if stores(&self.ready[at]) { self.ready.iter().position(stores).unwrap_or(at) } else { at };
            match self.ready.remove(at) {
                Effect::Sleep { id, ms, firm } => {
                    self.sleeping.push(Asleep { due: cloud.now + u64::from(ms), id, firm });
                }
                other => {
                    let (id, outcome) = self.shell.perform(other, cloud);
                    self.feed(id, &outcome, cloud);
                }
            }
            return Turn::Went;
        }
        let next = (0..self.sleeping.len()).min_by_key(|at| (self.sleeping[*at].due, self.sleeping[*at].id));
        let Some(next) = next else { return Turn::Over };
        if self.sleeping[next].due > cloud.now {
            return Turn::Sleeps(self.sleeping[next].due);
        }
        let Asleep { id, .. } = self.sleeping.remove(next);
        self.feed(id, &Outcome::Woke, cloud);
        Turn::Went
    }

    fn feed(&mut self, id: u32, outcome: &Outcome, cloud: &Cloud) {
        self.effects += 1;
        assert!(self.effects < MOST_EFFECTS, "the machine goes round in circles");
        self.release.feed(id, outcome, clocks(cloud, &self.shell.how, self.effects));
    }

    /// Another run takes this one's lock.
    pub fn fence(&mut self, by: &str, cloud: &Cloud) {
        self.shell.fenced = Some((by.to_owned(), cloud.now));
    }

    /// The call that the last turn sent, if it sent one: action and function.
    pub const fn called(&self) -> Option<&(&'static str, String)> {
        self.shell.last.as_ref()
    }

    /// What it has shown so far.
    pub fn shown(&self) -> &[Value] {
        &self.shell.shown
    }

    /// The lines that it has written into the journal so far.
    pub fn journal(&self) -> &[String] {
        &self.shell.journal
    }

    pub fn end(self, cloud: &Cloud) -> Ended {
        assert!(self.killed || self.release.finished(), "the machine waits, and nothing is under way");
        let (report, error) = self.release.outcome();
        let Shell { shown, journal, .. } = self.shell;
        let chain = Journal::read(&journal.join("\n")).chain;
        assert_eq!((chain.broken, chain.torn, chain.forks.len()), (None, vec![], 0), "{journal:#?}");
        let mut texts: Vec<String> = shown.iter().map(Value::to_string).collect();
        texts.extend(journal.iter().cloned());
        texts.push(serde_json::to_string(&report).unwrap());
        texts.push(serde_json::to_string(&error).unwrap());
        let (effects, killed, waited_ms) = (self.effects, self.killed, cloud.now - self.begun);
        Ended { report, error, shown, journal, effects, killed, texts, waited_ms }
    }
}

/// What the run's two clocks say: nobody sets the cloud's.
fn clocks(cloud: &Cloud, how: &How, effects: usize) -> Now {
    let jumped = how.jump.filter(|(at, _)| effects >= *at).map_or(0, |(_, ms)| ms);
    Now { steady_ms: cloud.now, wall_ms: cloud.now.saturating_add_signed(jumped) }
}

struct Asleep {
    due: u64,
    id: u32,
    firm: bool,
}

struct Shell {
    shown: Vec<Value>,
    journal: Vec<String>,
    /// The end of the journal.
    head: Head,
    lines: usize,
    calls: usize,
    /// Who has the lock now, and since when.
    fenced: Option<(String, u64)>,
    /// The last call: action and function.
    last: Option<(&'static str, String)>,
    /// What `grayscale policy` says that the order may call.
    permitted: Vec<&'static str>,
    how: How,
}

impl Shell {
    fn is_fenced(&self) -> Option<Outcome> {
        let (who, since) = self.fenced.as_ref()?;
        Some(Outcome::Fenced { who: Some(who.clone()), since: Some(*since) })
    }

    fn perform(&mut self, effect: Effect, cloud: &mut Cloud) -> (u32, Outcome) {
        match effect {
            Effect::Call { id, action, body, tail, blob, writes, .. } => {
                if let Some(fenced) = self.is_fenced().filter(|_| writes) {
                    return (id, fenced);
                }
                cloud.now += CALL_MS;
                if let Some((_, act)) = self.how.meanwhile.as_ref().filter(|(nth, _)| *nth == self.calls) {
                    act.0(cloud);
                }
                self.calls += 1;
                assert!(self.permitted.contains(&action), "{action} is not in the policy of the order");
                let text = format!("{body}{}", tail.unwrap_or_default());
                let body: Value = serde_json::from_str(&text).unwrap();
                // what an invocation does is not the tool's own doing
                let reads = ["Get", "List", "Invoke", "Search"].iter().any(|start| action.starts_with(start));
                assert_eq!(writes, !reads, "{action} says whether it writes");
                let code = blob.map(|key| self.how.packages[&key].clone());
                self.last = Some((action, body["FunctionName"].as_str().unwrap_or_default().to_owned()));
                (id, outcome(cloud.call(action, &body, code.as_deref())))
            }
            Effect::Store { id, entry } => {
                if let Some(fenced) = self.is_fenced() {
                    return (id, fenced);
                }
                let full = self.how.full_from.is_some_and(|from| self.lines >= from);
                self.lines += 1;
                if full {
                    return (id, Outcome::Unstored { reason: "no space left on device".into() });
                }
                self.journal.push(entry.line(&mut self.head));
                (id, Outcome::Stored)
            }
            Effect::Object { .. } => unreachable!("no package of these tests is large"),
            Effect::Sleep { .. } | Effect::Show { .. } => unreachable!("performed by the loop"),
            Effect::Read { .. } | Effect::Append { .. } | Effect::Probe { .. } => {
                unreachable!("a release alone has its journal from its request")
            }
        }
    }
}

fn outcome(answer: cloud::Answer) -> Outcome {
    let (status, text) = match answer {
        cloud::Answer::Json(value) => (200, value.to_string()),
        cloud::Answer::Html => (502, "<html>bad gateway</html>".to_owned()),
        cloud::Answer::Lost { sent } => return Outcome::Lost { reason: "connection reset".into(), sent },
    };
    Outcome::Answered(Answer { status, content_type: None, date: None, retry_after: None, request_id: None, text })
}
