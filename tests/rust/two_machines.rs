//! Two machines at work on one cloud, their calls interleaved at random, with a journal of their own each or one in common,
//! cut off and disturbed. Code counts by its digest wherever it serves: by the alias, and by triggers that call `$LATEST`.
//!
//! A breach is exposure beyond what was asked for that code, unless the plan named it. UpdateAlias has no compare-and-set,
//! so of two writes that cross on their way one may arrive too late. That is no breach where the run that was late, or the
//! other one, puts it right or says that it could not.
//!
//! `MACHINES_RUNS=20000 cargo test --test rust two_machines` tries more of them, `MACHINES_SEED=1234` one again.

mod exposure;

use crate::support;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use scf_grayscale::release::TookOver;
use scf_grayscale::release::journal::{Journal, Scope};
use serde_json::{Value, json};
use support::cloud::{Alias, Cloud, Function};
use support::drive::{Ended, How, Run, Turn};
use support::fault::{Fault, at};
use support::machine::{Machine, with, without_code};

const RUNS: u64 = 200;
const KEYS: [&str; 2] = ["fun01", "fun02"];

/// How long a look may count, as docs/two-at-once.md has it, and a second for what waits in line.
const CROSSED_MS: u64 = 6_000;

const BETWEEN_MS: u64 = 60_000;

#[test]
fn two_machines_on_one_cloud() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seeds = match number("MACHINES_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("MACHINES_RUNS").unwrap_or(RUNS),
    };
    let mut seen = Seen::default();
    for seed in seeds.clone() {
        let told = catch_unwind(AssertUnwindSafe(|| Trial::new(seed).goes()));
        match told {
            Ok(told) => seen.add(&told),
            Err(panic) => {
                eprintln!("again with: MACHINES_SEED={seed} cargo test --test rust two_machines");
                std::panic::resume_unwind(panic);
            }
        }
    }
    println!("{} trials: {seen:?}", seeds.end - seeds.start);
    if seeds.end - seeds.start >= RUNS {
        assert!(
            seen.done > 0 && seen.refused > 0 && seen.failed > 0 && seen.killed > 0 && seen.crossed > 0,
            "{seen:?}"
        );
        assert!(seen.by_trigger > 0 && seen.fenced > 0, "{seen:?}");
    }
}

/// What was met: what never happens proves nothing.
#[derive(Debug, Default, Clone, Copy)]
struct Seen {
    done: u32,
    refused: u32,
    failed: u32,
    killed: u32,
    fenced: u32,
    /// Writes that crossed and were put right, or said not to be.
    crossed: u32,
    /// Uploads that a trigger runs at once, as the plan said.
    by_trigger: u32,
}

impl Seen {
    fn add(&mut self, other: &Self) {
        self.done += other.done;
        self.refused += other.refused;
        self.failed += other.failed;
        self.killed += other.killed;
        self.fenced += other.fenced;
        self.crossed += other.crossed;
        self.by_trigger += other.by_trigger;
    }
}

/// A small generator: a trial is the same for the same seed.
struct Rng(u64);

impl Rng {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        ((mixed ^ (mixed >> 27)) >> 16) % bound
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.below(of.len() as u64)).unwrap()]
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// What is ordered on a machine.
#[derive(Debug, Clone)]
enum Asked {
    /// New code with a share; `true`: also moves what calls `$LATEST` directly.
    Canary(&'static str, f64, bool),
    Release(&'static str),
    /// New code without a word about traffic.
    Upload(&'static str),
    /// A share for what is there.
    Raise(f64),
    Rollback(Value),
    Undo,
    Abort,
    Resume,
}

impl Asked {
    const fn code(&self) -> Option<&'static str> {
        match self {
            Self::Canary(code, ..) | Self::Release(code) | Self::Upload(code) => Some(code),
            _ => None,
        }
    }
}

/// A run of one of the two, under way.
struct AtWork {
    machine: usize,
    asked: Asked,
    run: Run,
    planned: bool,
    /// Whether something was arranged to go wrong with it.
    disturbed: bool,
    /// What its plan says, in words.
    plan: String,
}

struct Trial {
    seed: u64,
    dice: Rng,
    cloud: Cloud,
    machines: [Machine; 2],
    common: bool,
    /// What each machine was last asked to deploy: a resumed order is that one.
    ordered: [Option<Asked>; 2],
    /// The last code that each machine packed.
    packed: [&'static str; 2],
    /// The most that was asked for a code of a function, in parts of [`WHOLE`].
    allowed: BTreeMap<(String, &'static str), u64>,
    /// Writes: when, by which machine, of which function.
    writes: Vec<(u64, usize, String)>,
    /// What is above its share now, and since which write; the machines that crossed.
    above: BTreeMap<(String, &'static str), String>,
    /// The same where the run that would have put it right was killed.
    orphans: BTreeMap<(String, &'static str), String>,
    moments: usize,
    seen: Seen,
    told: Vec<String>,
}

const CODES: [[&str; 3]; 2] = [["a1", "a2", "same"], ["b1", "b2", "same"]];

impl Trial {
    fn new(seed: u64) -> Self {
        let mut dice = Rng(seed.wrapping_mul(0x2545_f491_4f6c_dd1d));
        let alias = match dice.below(4) {
            0 => Alias::grayscale(0.0, "2"),
            1 => Alias::all_to("2"),
            2 => Alias::grayscale(0.5, "2"),
            _ => Alias::grayscale(0.1, "2"),
        };
        let there = Function::new("old").with(1, "first", "Active").with(2, "old", "Active").routed(alias);
        let functions = KEYS.map(|key| {
            let mut there = there.clone();
            if dice.chance(25) {
                there.triggers = vec![timer("nightly", "$LATEST")];
            }
            if seed.is_multiple_of(4) {
                there = there.warm(2, 3);
            }
            (format!("{key}-dev"), there)
        });
        let mut cloud = Cloud::of(&[]);
        cloud.work_ms = dice.one(&[700, 1_500, 4_000]);
        cloud.functions = functions.into_iter().collect();
        let common = dice.chance(35);
        let machines = [Machine::default(), Machine::default()];
        Self {
            seed,
            dice,
            cloud,
            machines,
            common,
            ordered: [None, None],
            packed: ["a1", "b1"],
            allowed: BTreeMap::new(),
            writes: vec![],
            above: BTreeMap::new(),
            orphans: BTreeMap::new(),
            moments: 0,
            seen: Seen::default(),
            told: vec![],
        }
    }

    fn goes(mut self) -> Seen {
        for _ in 0..2 + self.dice.below(4) {
            self.cloud.now += BETWEEN_MS;
            self.cloud = std::mem::take(&mut self.cloud).fresh();
            self.moments = 0;
            if self.dice.chance(40) {
                let action =
                    self.dice.one(&["*", "UpdateFunctionCode", "UpdateAlias", "PublishVersion", "GetFunction"]);
                let fault = self.dice.one(&[
                    Fault::LostBefore,
                    Fault::LostAfter,
                    Fault::Unsent,
                    Fault::Refused("InternalError.System"),
                    Fault::Refused("RequestLimitExceeded"),
                    Fault::DoneBut("InternalError"),
                    Fault::Refused("UnauthorizedOperation.CAM"),
                ]);
                let nth = usize::try_from(self.dice.below(if action == "*" { 30 } else { 4 })).unwrap();
                self.cloud.faults.push(at(action, nth, fault));
            }
            if self.common { self.in_turn() } else { self.at_once() }
        }
        self.seen
    }

    /// Without a journal in common nothing keeps the two apart.
    fn at_once(&mut self) {
        let first = usize::from(self.dice.chance(50));
        let mut under_way: Vec<AtWork> = self.begin(first).into_iter().collect();
        let mut second = Some(self.dice.below(70));
        let mut turns = 0;
        while !under_way.is_empty() || second.is_some() {
            if second.is_some_and(|after| turns >= after) || under_way.is_empty() {
                if second.take().is_some() {
                    under_way.extend(self.begin(1 - first));
                }
                continue;
            }
            turns += 1;
            let at = usize::try_from(self.dice.below(under_way.len() as u64)).unwrap();
            self.turn(&mut under_way, at);
        }
        assert!(self.above.is_empty(), "left above its share: {:?} {:#?}", self.above, self.told);
    }

    /// One machine waits for the other's lock; a rollback takes it over.
    fn in_turn(&mut self) {
        let first = usize::from(self.dice.chance(50));
        let mut under_way: Vec<AtWork> = self.begin(first).into_iter().collect();
        let over_after = self.dice.chance(50).then(|| self.dice.below(60));
        let mut turns = 0;
        while !under_way.is_empty() {
            if over_after == Some(turns) && under_way.len() == 1 {
                let by = 1 - first;
                // what the other one wrote into the journal so far is there for whoever takes over
                let lines = under_way[0].run.journal().to_vec();
                self.machines[by].journal = [self.machines[first].journal.clone(), lines].concat();
                under_way[0].run.fence("li.wei@ci (pid 8)", &self.cloud);
                self.seen.fenced += 1;
                let since = self.cloud.now;
                let order = json!({ "kind": "rollback", "inputs": without_code(&KEYS, json!({})) });
                let from = TookOver { who: "li.wei@ci (pid 7)".into(), since_ms: since, living: true };
                self.machines[by].how.took_over = Some(from);
                let run = self.machines[by].begin(&self.cloud, order, &[]).unwrap();
                self.machines[by].how.took_over = None;
                self.told.push(format!("{} machine {by} takes over with a rollback", self.cloud.now));
                under_way.push(AtWork {
                    machine: by,
                    asked: Asked::Rollback(Value::Null),
                    run,
                    planned: false,
                    disturbed: true,
                    plan: String::new(),
                });
            }
            turns += 1;
            let at = usize::try_from(self.dice.below(under_way.len() as u64)).unwrap();
            self.turn(&mut under_way, at);
        }
        assert!(self.above.is_empty(), "left above its share: {:?} {:#?}", self.above, self.told);
        // whoever took over wrote last; without that the first one did
        let longer = if self.machines[0].journal.len() >= self.machines[1].journal.len() { 0 } else { 1 };
        self.machines[1 - longer].journal = self.machines[longer].journal.clone();
    }

    fn asks(&mut self, machine: usize) -> Option<Asked> {
        let code = self.dice.one(&CODES[machine]);
        let share = self.dice.one(&[0.01, 0.1, 0.5, 0.9]);
        let cut_off = self.machines[machine].runs() > 0 && self.machines[machine].cut_off();
        Some(match self.dice.below(12) {
            0..=3 => Asked::Canary(code, share, self.dice.chance(20)),
            4 | 5 => Asked::Release(code),
            6 => Asked::Upload(code),
            7 => Asked::Raise(share),
            8 => Asked::Rollback(Value::Null),
            9 => Asked::Rollback(json!("previous")),
            10 if cut_off => Asked::Resume,
            11 if cut_off => Asked::Abort,
            _ => Asked::Undo,
        })
    }

    fn begin(&mut self, machine: usize) -> Option<AtWork> {
        let asked = self.asks(machine)?;
        if let Some(code) = asked.code() {
            self.packed[machine] = code;
        }
        if asked.code().is_some() || matches!(asked, Asked::Raise(_)) {
            self.ordered[machine] = Some(asked.clone());
        }
        let packages = KEYS.map(|key| (key, self.packed[machine]));
        let kill = self.dice.chance(20).then(|| usize::try_from(self.dice.below(60)).unwrap());
        self.machines[machine].how =
            How { kill_after: kill, shuffle: Some(self.dice.below(1 << 40)), ..How::default() };
        let journal = Journal::read(&self.machines[machine].text());
        let bare = match &asked {
            Asked::Resume => matches!(self.ordered[machine], Some(Asked::Raise(_))),
            asked => asked.code().is_none(),
        };
        let project = if bare { without_code(&KEYS, json!({})) } else { with(&packages, json!({})) };
        let given = |order: scf_grayscale::json::Json<'_>| serde_json::from_str::<Value>(&order.to_json()).unwrap();
        let deploy = |more: Value| json!({ "inputs": with(&packages, more) });
        let order = match &asked {
            Asked::Canary(_, share, true) => deploy(json!({ "traffic": share, "moveTriggers": true })),
            Asked::Canary(_, share, false) => deploy(json!({ "traffic": share })),
            Asked::Release(_) => deploy(json!({ "publish": true, "traffic": 0 })),
            Asked::Upload(_) => deploy(json!({})),
            Asked::Raise(share) => json!({ "inputs": without_code(&KEYS, json!({ "traffic": share })) }),
            Asked::Rollback(to) => json!({ "kind": "rollback", "inputs": without_code(&KEYS, json!({})), "to": to }),
            Asked::Undo => given(journal.undoing(None, &Scope::Journal).ok()?),
            Asked::Abort => given(journal.abortion(&Scope::Journal).ok()?),
            Asked::Resume => given(journal.resumption(&support::raw(project), &Scope::Journal).ok()?),
        };
        self.told.push(format!("{} machine {machine} begins {asked:?}, killed after {kill:?}", self.cloud.now));
        let run = self.machines[machine].begin(&self.cloud, order, if bare { &[] } else { &packages }).ok()?;
        let disturbed = kill.is_some() || !self.cloud.faults.is_empty();
        Some(AtWork { machine, asked, run, planned: false, disturbed, plan: String::new() })
    }

    fn turn(&mut self, under_way: &mut Vec<AtWork>, at: usize) {
        let turn = under_way[at].run.turn(&mut self.cloud);
        self.looks(&mut under_way[at]);
        match turn {
            Turn::Went => {}
            Turn::Sleeps(due) => {
                let mut all = vec![due];
                for other in (0..under_way.len()).filter(|other| *other != at) {
                    match under_way[other].run.turn(&mut self.cloud) {
                        Turn::Sleeps(due) => all.push(due),
                        Turn::Went => {
                            self.looks(&mut under_way[other]);
                            return;
                        }
                        Turn::Over => return self.ends(under_way, other),
                    }
                }
                self.cloud.now = self.cloud.now.max(*all.iter().min().unwrap());
            }
            Turn::Over => self.ends(under_way, at),
        }
    }

    fn ends(&mut self, under_way: &mut Vec<AtWork>, at: usize) {
        let AtWork { machine, asked, run, disturbed, .. } = under_way.remove(at);
        let ended: Ended = run.end(&self.cloud);
        self.machines[machine].journal.extend(ended.journal.iter().cloned());
        let error = ended.error.as_ref().map(|error| format!("{}: {}", error.code(), error.message()));
        self.told.push(format!("{} machine {machine} ended: killed {}, {error:?}", self.cloud.now, ended.killed));
        match (&ended.error, ended.killed) {
            (_, true) => self.seen.killed += 1,
            (None, _) => self.seen.done += 1,
            (Some(error), _) if error.changed.is_empty() => self.seen.refused += 1,
            _ => self.seen.failed += 1,
        }
        if ended.error.is_none() && !ended.killed {
            self.serves(&asked);
        }
        let _ = disturbed;
        if under_way.is_empty() && ended.error.is_some() && !self.above.is_empty() {
            // it says what it could not put right
            let said = ended.texts.join(" ");
            self.above.retain(|_, _| !said.contains("AliasDiffers") && !said.contains("notRestored"));
        }
        if ended.killed {
            self.orphans.append(&mut self.above);
        }
    }
}

fn timer(name: &str, qualifier: &str) -> Value {
    json!({ "Type": "timer", "TriggerName": name, "Qualifier": qualifier, "Enable": 1, "CustomArgument": "",
        "TriggerDesc": r#"{"cron":"0 */5 * * * * *"}"# })
}
