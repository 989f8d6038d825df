//! What the journal of a rollout says: what was decided, what was confirmed, what people ordered, and which figures are known.
//!
//! A line of it is JSON with `e`: `start` (the policy and the functions), `tick` (new figures, a decision and its reason), `done`
//! (a decision was seen to be true), `answer` (of a hook), `sent` (people were told) and `order` (a person's word). Decisions that were taken stay; of figures the newest of a
//! minute counts.

mod given;

use crate::json::Json;
use crate::message::RolloutReason;
use crate::message::rollout::Told;
use crate::rollout::act::Act;
use crate::rollout::facts::Answer;
use crate::rollout::figures::{Figures, list};
use crate::rollout::line::{self, ByFunction, Past, pair};
use crate::rollout::policy::{HookAt, Policy};
use crate::rollout::portion::Portion;
use crate::rollout::states::State;
use crate::rollout::told::{Event, Record};

/// A rollout as its journal has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fold {
    /// Its id.
    pub id: String,
    /// What it goes by.
    pub policy: Policy,
    /// When it began, in seconds since 1970.
    pub began: u64,
    /// Its functions.
    pub functions: Vec<Followed>,
    /// The step whose weight is there, counted from 0; `None` before the first.
    pub step: Option<usize>,
    /// When the weight of each step was seen to be there.
    pub reached: Vec<u64>,
    /// Where it stands.
    pub state: State,
    /// When the last decision was made.
    pub last: Option<u64>,
    /// How long the step has been held.
    pub clock: Clock,
    /// What was decided and not confirmed yet.
    pub pending: Option<Pending>,
    /// What people ordered.
    pub orders: Orders,
    /// Whether a step was left with little evidence.
    pub little: bool,
    /// What hooks answered.
    pub answers: Vec<Answer>,
    /// The hook that is being asked.
    pub asked: Option<Asked>,
    /// Whether traffic that the canary had, or should get, was taken back.
    pub went_back: bool,
    /// What people are told.
    pub told: Record,
    /// Why traffic moves, or moved last.
    moves: Option<RolloutReason>,
    /// Since when the step has waited at its gate, with or without interruptions.
    pub at_gate: Option<u64>,
    /// What a person gave the canary, and is gone on from.
    pub adopted: Option<Portion>,
    /// Whether the version is published that is the canary.
    pub published: bool,
}

/// A function of a rollout.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Followed {
    /// Its key.
    pub key: String,
    /// What tells the canary's code apart.
    pub code: Option<String>,
    /// Calls of stable in the 24 hours before, and how many of them were bad.
    pub day: (f64, f64),
    /// The same of the alias.
    pub alias: (f64, f64),
    /// Stable's minutes before the rollout, by metric: calls and bad calls.
    pub past: Past,
    /// Figures since then.
    pub figures: Figures,
}

/// How long a step has been held, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Clock {
    /// In all, without the time of outages and without time in which nobody looked.
    pub held: u64,
    /// Since a time in which nobody looked.
    pub fresh: Option<u64>,
    /// How long an outage has lasted.
    pub outage: u64,
}

/// A hook that has not answered yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Of which moment.
    pub at: HookAt,
    /// Before which step, counted from 0.
    pub step: usize,
    /// Which of that moment.
    pub hook: usize,
    /// When it was asked first.
    pub since: u64,
    /// When somebody began to ask who has not said yet what came of it.
    pub busy: Option<u64>,
}

/// What was decided and not confirmed yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending {
    /// What.
    pub act: Act,
    /// What the rollout has become when it is done.
    pub end: State,
}

/// A decision that was made, as far as later ones rest on it.
#[derive(Debug, Clone)]
pub struct Tick {
    /// When.
    pub at: u64,
    /// Figures that were new, by function.
    pub figures: ByFunction,
    /// What hooks had answered.
    pub answers: Vec<Answer>,
    /// The hook that is asked: which moment, before which step, which of them.
    pub ask: Option<(HookAt, usize, usize)>,
    /// Why.
    pub why: Option<RolloutReason>,
    /// How long the step had been held.
    pub clock: Clock,
    /// Whether the step is left with little evidence.
    pub little: bool,
    /// Where the rollout stood then.
    pub state: State,
    /// What was decided.
    pub act: Option<Act>,
    /// What the rollout becomes, where that is not the usual.
    pub end: Option<State>,
}

/// What people ordered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Orders {
    /// Who paused it.
    pub paused: Option<String>,
    /// The step whose gate was approved.
    pub approved: Option<usize>,
    /// The end of a hold.
    pub promoted: Option<Promotion>,
    /// The end of the rollout, and whether the routing stays.
    pub abort: Option<(String, bool)>,
}

/// A person ends a hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promotion {
    /// Which step is left; all of them where there is none.
    pub step: Option<usize>,
    /// Who.
    pub who: String,
    /// Whether also an unhealthy canary goes on.
    pub over_guard: bool,
    /// Why, in that person's words.
    pub reason: Option<String>,
}

impl Fold {
    /// A rollout that begins.
    #[must_use]
    pub fn new(id: String, policy: Policy, began: u64, functions: Vec<Followed>) -> Self {
        let started = Event { told: Told::Started, at: began, step: 0, why: None };
        Self {
            id,
            policy,
            began,
            functions,
            step: None,
            reached: Vec::new(),
            state: State::Scheduled,
            last: None,
            clock: Clock { held: 0, fresh: None, outage: 0 },
            pending: None,
            orders: Orders { paused: None, approved: None, promoted: None, abort: None },
            little: false,
            answers: Vec::new(),
            asked: None,
            went_back: false,
            told: Record { events: vec![started], deliveries: Vec::new() },
            moves: None,
            at_gate: None,
            adopted: None,
            published: false,
        }
    }

    /// Of the lines of a rollout's journal; `None` where they don't begin with a start that can be read. Lines that can't be read
    /// are left out.
    #[must_use]
    pub fn of(lines: &[&str]) -> Option<Self> {
        let mut lines = lines.iter();
        let mut fold = lines.find_map(|line| Self::start(line))?;
        for line in lines {
            fold.take(line);
        }
        Some(fold)
    }

    fn start(line: &str) -> Option<Self> {
        let (functions, line) = line::start(line)?;
        if line.text("e").as_deref() != Some("start") {
            return None;
        }
        let began = line.get("at")?.whole()?;
        let policy = Policy::read(line.get("policy")?).ok()?;
        let functions = functions.into_iter().map(followed).collect();
        Some(Self::new(line.text("id").unwrap_or_default(), policy, began, functions))
    }

    /// One more line.
    pub fn take(&mut self, line: &str) {
        let Some((figures, line)) = line::parts(line) else { return };
        match line.text("e").as_deref() {
            Some("tick") => self.tick(&line, figures),
            Some("answer") => self.answer(&line),
            Some("sent") => self.told.take(&line),
            Some("done") if !self.state.ended() => self.done(&line),
            Some("order") if !self.state.ended() => self.order(&line),
            _ => {}
        }
    }

    fn tick(&mut self, line: &Json<'_>, figures: ByFunction) {
        let Some(at) = line.get("at").and_then(Json::whole) else { return };
        let seconds = |key: &str| line.get(key).and_then(Json::whole);
        let step = seconds("step").and_then(|step| usize::try_from(step).ok());
        let state = |key: &str| line.text(key).and_then(|word| State::named(&word));
        self.record(Tick {
            at,
            figures,
            answers: list(line.get("answers")).iter().filter_map(Answer::read).collect(),
            ask: line.get("ask").and_then(Answer::read).map(|answer| (answer.at, answer.step, answer.hook)),
            why: line.get("why").and_then(RolloutReason::read),
            clock: Clock {
                held: seconds("held").unwrap_or(self.clock.held),
                fresh: seconds("fresh"),
                outage: seconds("outage").unwrap_or(0),
            },
            little: line.get("little") == Some(&Json::Bool(true)),
            state: state("state").unwrap_or(self.state),
            act: line.text("do").and_then(|word| Act::named(&word, step)),
            end: state("end"),
        });
    }

    /// A decision that was made.
    pub fn record(&mut self, tick: Tick) {
        let Tick { at, mut figures, answers, ask, why, clock, little, state, act, end } = tick;
        if let Some((moment, step, hook)) = ask {
            let same = |asked: &Asked| (asked.at, asked.step, asked.hook) == (moment, step, hook);
            // whoever asked before may have died over it: the time of an answer begins again
            let since = self.asked.filter(|asked| same(asked) && asked.busy.is_none()).map_or(at, |asked| asked.since);
            self.asked = Some(Asked { at: moment, step, hook, since, busy: Some(at) });
        }
        self.last = Some(at);
        if self.state.ended() {
            return;
        }
        for function in &mut self.functions {
            let of_function = figures.iter_mut().filter(|(key, _)| *key == function.key);
            for (_, newer) in of_function {
                if function.figures.is_empty() {
                    function.figures = std::mem::take(newer);
                } else {
                    function.figures.merge(newer);
                }
            }
        }
        for answer in answers {
            self.heard(answer, at);
        }
        self.clock = clock;
        self.little |= little;
        if state == State::Gate {
            self.at_gate = self.at_gate.or(Some(at));
        }
        if state != self.state && !matches!(state, State::Done | State::RolledBack) {
            self.happened(Told::of(state), at, why.clone());
        }
        self.state = state;
        if why.is_some() && why != Some(RolloutReason::Again) {
            let moves = matches!(act, Some(Act::Advance { .. } | Act::Finish | Act::RollBack));
            if moves && little {
                self.happened(Some(Told::LittleEvidence), at, why.clone());
            }
            self.moves = why.filter(|_| moves).or_else(|| self.moves.take());
        }
        self.pending = match act {
            Some(act) if act.confirmed() => {
                let usual = match act {
                    Act::RollBack => State::RolledBack,
                    Act::Finish => State::Done,
                    Act::Publish => State::Scheduled,
                    _ => State::Holding,
                };
                Some(Pending { act, end: end.unwrap_or(usual) })
            }
            // what was decided stays until it is confirmed
            _ => self.pending.filter(|_| !state.waits_for_a_person()),
        };
    }

    /// What a hook answered, or that it was asked and has not.
    fn answer(&mut self, line: &Json<'_>) {
        let answer = line.get("hook").and_then(Answer::read);
        let same = |known: &Answer, answer: &Answer| {
            (known.at, known.step, known.hook) == (answer.at, answer.step, answer.hook)
        };
        match answer {
            // of two who asked at once, the first counts
            Some(answer) if !self.answers.iter().any(|known| same(known, &answer)) => {
                self.asked = None;
                let at = line.get("at").and_then(Json::whole).or(self.last).unwrap_or(self.began);
                self.heard(answer, at);
            }
            Some(_) => {}
            None => self.asked = self.asked.map(|asked| Asked { busy: None, ..asked }),
        }
    }

    /// An answer counts from now on. After the finish nothing moves any more, so that people are told of a no.
    fn heard(&mut self, answer: Answer, at: u64) {
        let no = (answer.at, answer.ok) == (HookAt::After, Some(false));
        let hook = self.policy.hooks_at(answer.at).nth(answer.hook).filter(|_| no);
        if let Some(hook) = hook.map(|hook| hook.shown().to_owned()) {
            let why = RolloutReason::HookSaidNo { hook, reason: answer.reason.clone() };
            self.happened(Some(Told::HookSaidNo), at, Some(why));
        }
        self.answers.push(answer);
    }

    fn happened(&mut self, told: Option<Told>, at: u64, why: Option<RolloutReason>) {
        let step = self.step.map_or(0, |step| step + 1);
        let again = |last: &Event| last.told == Told::Gate && last.step == step;
        // while evidence comes and goes a step may come to its gate more than once
        if told == Some(Told::Gate) && self.told.events.last().is_some_and(again) {
            return;
        }
        self.told.events.extend(told.map(|told| Event { told, at, step, why }));
    }

    fn done(&mut self, line: &Json<'_>) {
        let Some(at) = line.get("at").and_then(Json::whole) else { return };
        for function in &mut self.functions {
            let version = line.get("versions").and_then(|versions| versions.text(&function.key));
            function.code = version.or_else(|| function.code.take());
        }
        self.confirm(at);
    }

    /// What was decided was seen to be true.
    pub fn confirm(&mut self, at: u64) {
        let Some(pending) = self.pending.take() else { return };
        self.went_back |= pending.act == Act::RollBack;
        self.published |= pending.act == Act::Publish;
        if pending.end.ended() {
            let why = self.moves.clone();
            self.happened(Told::of(pending.end), at, why);
        }
        self.state = pending.end;
        if let Act::Advance { step } = pending.act {
            self.step = Some(step);
            self.reached.truncate(step);
            self.reached.push(at);
            self.clock = Clock::default();
            self.adopted = None;
            self.at_gate = None;
            self.orders.approved = None;
            self.orders.promoted = self.orders.promoted.take().filter(|promotion| promotion.step.is_none());
        }
    }

    fn order(&mut self, line: &Json<'_>) {
        let who = line.text("who").unwrap_or_default();
        let is = |key: &str| line.get(key) == Some(&Json::Bool(true));
        let step = line.get("step").and_then(Json::whole).and_then(|step| usize::try_from(step).ok());
        match line.text("do").as_deref() {
            Some("pause") => {
                if self.state != State::Paused {
                    let at = line.get("at").and_then(Json::whole).unwrap_or(self.began);
                    let why = RolloutReason::IsPaused { who: Some(who.clone()), why: None, evidence: None };
                    self.happened(Some(Told::Paused), at, Some(why));
                }
                self.state = State::Paused;
                self.orders.paused = Some(who);
            }
            Some("resume") if matches!(self.state, State::Paused | State::Interrupted) => {
                let adopted = line.get("adopt").and_then(Portion::read);
                if let Some(adopted) = adopted {
                    self.adopt(adopted);
                }
                self.goes_on();
                self.at_gate = None;
                self.clock = Clock::default();
            }
            Some("approve") if step.is_some() && step == self.step => self.orders.approved = step,
            Some("promote") if is("full") || (step.is_some() && step == self.step) => {
                let step = step.filter(|_| !is("full"));
                let reason = line.text("reason");
                self.orders.promoted = Some(Promotion { step, who, over_guard: is("overGuard"), reason });
                // who says that it goes on has decided what it was paused for
                if self.state == State::Paused {
                    self.goes_on();
                }
            }
            Some("abort") => self.orders.abort = Some((who, is("keep"))),
            _ => {}
        }
    }

    /// A person ends a pause.
    fn goes_on(&mut self) {
        self.state = if self.step.is_some() { State::Holding } else { State::Scheduled };
        self.orders.paused = None;
        // a hook that said no, or nothing, is asked again
        self.answers.retain(|answer| answer.ok == Some(true));
    }

    /// Why it is in this state, where people were told so.
    #[must_use]
    pub fn why(&self) -> Option<&RolloutReason> {
        let mut events = self.told.events.iter().rev().filter(|event| event.told != Told::HookSaidNo);
        let last = events.next().filter(|event| Told::of(self.state) == Some(event.told))?;
        last.why.as_ref()
    }
}

fn followed((past, value): (Past, Json<'_>)) -> Followed {
    Followed {
        key: value.text("key").unwrap_or_default(),
        code: value.text("code"),
        day: value.get("day").and_then(pair).unwrap_or_default(),
        alias: value.get("alias").and_then(pair).unwrap_or_default(),
        past,
        figures: Figures::default(),
    }
}
