//! What a rollout does next. A pure function of its journal, of what was seen, and of the time; it always has an answer, and
//! one decision changes the routing at most once.
//!
//! The order of the questions is the order of this file: what a person ended, what someone else changed, what is unhealthy,
//! what was recorded and not confirmed, what waits, and last whether the step may be left.

mod hooks;
mod others;

use std::borrow::Cow;

use crate::message::RolloutReason;
use crate::message::rollout::Blind;
use crate::rollout::act::Act;
use crate::rollout::decision::Decision;
use crate::rollout::facts::{Answer, Facts, Warm};
use crate::rollout::figures::Figures;
use crate::rollout::fold::{Clock, Fold, Promotion};
use crate::rollout::judge::{Judged, Recent, Verdict, reverse, whole_minute};
use crate::rollout::policy::{Canary, HookAt, Insufficient, Overdue, Policy, Step, Unhealthy};
use crate::rollout::states::State;

/// How many usual distances between looks count as held when nobody looked.
const MOST_UNWATCHED: u64 = 3;
/// What is held at most after a time in which nobody looked, in seconds.
const FRESH_HOLD: u64 = 300;
/// The hold that a step without one counts as having, where it is held on.
const LEAST_HOLD: u64 = 300;
/// Until the first whole minute at a new weight is over, in seconds, beside the delay of the figures.
const FIRST_WINDOW: u64 = 180;
/// Evidence against the canary that does not let it go on without evidence for it.
const DOUBT: f64 = 2.0;

/// What is to be done now, in seconds since 1970.
#[must_use]
pub fn decide(fold: &Fold, facts: &Facts, now: u64) -> Decision {
    let policy = &fold.policy;
    let first = fold.reached.first().map_or(u64::MAX, |at| whole_minute(*at));
    let until = now.saturating_sub(policy.guard.delay) / 60;
    let mut news = Vec::with_capacity(fold.functions.len());
    let mut figures = Vec::with_capacity(fold.functions.len());
    for function in &fold.functions {
        let seen = facts.of(&function.key);
        let new = seen.map(|seen| seen.series.windows(&function.figures, first, until)).unwrap_or_default();
        let mut all = Cow::Borrowed(&function.figures);
        if !new.is_empty() {
            all.to_mut().merge(&new);
        }
        figures.push(all);
        news.push((function.key.clone(), new));
    }
    let mut answers = fold.answers.clone();
    let fresh = facts.answers.iter().filter(|answer| !fold.answers.iter().any(|known| same_question(known, answer)));
    let fresh: Vec<Answer> = fresh.cloned().collect();
    answers.extend(fresh.iter().cloned());
    let verdict = (!fold.state.ended()).then(|| Verdict::of(fold, facts, &figures));
    let looked = Look { policy, fold, facts, now, figures: &figures, answers: &answers, verdict: verdict.as_ref() };
    let Outcome { act, state, end, until, why, ask, clock, little } = looked.outcome();
    Decision { act, state, end, until, why, ask, clock, little, at: now, figures: news, answers: fresh, verdict }
}

fn same_question(one: &Answer, other: &Answer) -> bool {
    one.at == other.at && one.step == other.step && one.hook == other.hook
}

/// What was decided, without what it rests on.
struct Outcome {
    act: Act,
    state: State,
    end: Option<State>,
    until: Option<u64>,
    why: RolloutReason,
    ask: Option<(HookAt, usize, usize)>,
    clock: Clock,
    little: bool,
}

/// Everything that a decision rests on.
struct Look<'a> {
    policy: &'a Policy,
    fold: &'a Fold,
    facts: &'a Facts,
    now: u64,
    figures: &'a [Cow<'a, Figures>],
    answers: &'a [Answer],
    verdict: Option<&'a Verdict>,
}

impl Look<'_> {
    fn outcome(&self) -> Outcome {
        let clock = self.clock();
        let Some(verdict) = self.verdict else { return self.after_the_end(clock) };
        let decided = self
            .ended_by_a_person()
            .or_else(|| self.going_back())
            .or_else(|| self.changed_by_others())
            .or_else(|| self.unhealthy(verdict))
            .or_else(|| self.recorded())
            .or_else(|| self.waiting(verdict));
        if let Some(decided) = decided {
            return Outcome { clock, ..decided };
        }
        let left = match self.fold.step {
            None => self.may_begin(clock),
            Some(step) => self.may_leave(step, verdict, clock),
        };
        match left {
            Err(waits) => *waits,
            Ok((why, little)) => self.onwards(why, little, clock),
        }
    }

    /// Only time in which somebody looked counts, and none in an outage that both versions share.
    fn clock(&self) -> Clock {
        let before = self.fold.clock;
        let Some(reached) = self.fold.reached.last() else { return before };
        let since = self.fold.last.map_or(*reached, |last| last.max(*reached));
        let passed = self.now.saturating_sub(since);
        let most = MOST_UNWATCHED * self.policy.every;
        let counted = passed.min(most);
        if self.outage().is_some() {
            return Clock { outage: before.outage + counted, ..before };
        }
        let fresh = if passed > most { Some(0) } else { before.fresh.map(|fresh| fresh + counted) };
        Clock { held: before.held + counted, fresh, outage: 0 }
    }

    /// The function whose newest window belongs to an outage.
    fn outage(&self) -> Option<&Judged> {
        self.verdict?.functions.iter().find(|function| function.outage)
    }

    fn ended_by_a_person(&self) -> Option<Outcome> {
        let (who, keep) = self.fold.orders.abort.clone()?;
        let why = RolloutReason::AbortedBy { who, keep };
        Some(if keep || self.nothing_moved() {
            self.with(Act::Abort, State::Aborted, why)
        } else {
            Outcome { end: Some(State::Aborted), ..self.with(Act::RollBack, State::RollingBack, why) }
        })
    }

    /// A rollback that was recorded is carried out, whatever was seen since.
    fn going_back(&self) -> Option<Outcome> {
        let pending = self.fold.pending.filter(|pending| pending.act == Act::RollBack)?;
        let again = self.with(Act::RollBack, State::RollingBack, RolloutReason::Again);
        Some(Outcome { end: Some(pending.end), ..again })
    }

    /// Worse than stable, over an absolute limit, or refused by a hook.
    fn unhealthy(&self, verdict: &Verdict) -> Option<Outcome> {
        self.fold.step?;
        let promoted = self.fold.orders.promoted.as_ref().is_some_and(|promotion| promotion.over_guard);
        let evidence = || verdict.evidence(self.policy);
        let by_means_alone = verdict.proven >= verdict.limit && verdict.proven_without_means < verdict.limit;
        let why = if verdict.proven_without_means >= verdict.limit && !promoted {
            RolloutReason::Regression { evidence: evidence()? }
        } else if let Some(why) = self.over_limit().filter(|_| !promoted) {
            why
        } else if let Some(why) = self.refused_by_hook() {
            why
        } else if by_means_alone && !promoted {
            // means of durations are weak evidence: a person decides
            return Some(self.pause(RolloutReason::SlowerByMeans { evidence: evidence()? }));
        } else {
            return None;
        };
        Some(match self.policy.unhealthy {
            Unhealthy::RollBack => self.back(verdict, why),
            Unhealthy::Pause => self.pause(why),
        })
    }

    fn over_limit(&self) -> Option<RolloutReason> {
        let limits = &self.policy.limits;
        for (function, figures) in self.fold.functions.iter().zip(self.figures) {
            let recent = Recent::of(self.fold, figures);
            if let Some(limit) = limits.errors
                && recent.bad >= f64::from(self.policy.guard.min_bad)
                && recent.bad * 10_000.0 > recent.calls * f64::from(limit.basis_points())
            {
                let (calls, bad) = (recent.calls as u64, recent.bad as u64);
                return Some(RolloutReason::TooManyErrors { function: function.key.clone(), calls, bad, limit });
            }
            if let (Some(limit), Some(mean)) = (limits.duration, recent.mean)
                && mean > limit as f64
            {
                let ms = libm::round(mean) as u64;
                return Some(RolloutReason::TooSlow { function: function.key.clone(), ms, limit });
            }
        }
        None
    }

    fn refused_by_hook(&self) -> Option<RolloutReason> {
        let holds_up = |answer: &&Answer| matches!(answer.at, HookAt::Before | HookAt::BeforeStep);
        let no = self.answers.iter().filter(holds_up).find(|answer| answer.ok == Some(false))?;
        let hook = self.policy.hooks_at(no.at).nth(no.hook).map_or_else(String::new, |hook| hook.shown().to_owned());
        Some(RolloutReason::HookSaidNo { hook, reason: no.reason.clone() })
    }

    /// What was recorded is done again until it is confirmed. Doing it twice does no harm: the release finds what is there.
    fn recorded(&self) -> Option<Outcome> {
        let pending = self.fold.pending?;
        Some(Outcome { end: None, ..self.with(pending.act, State::Advancing, RolloutReason::Again) })
    }

    /// Paused, too old, or in an outage.
    fn waiting(&self, verdict: &Verdict) -> Option<Outcome> {
        let fold = self.fold;
        if fold.state == State::Paused {
            let who = fold.orders.paused.clone();
            let why = fold.why().filter(|_| who.is_none()).cloned().map(Box::new);
            // a reason has the figures that it rests on
            let evidence = verdict.evidence(self.policy).filter(|_| why.is_none());
            return Some(self.with(Act::Wait, State::Paused, RolloutReason::IsPaused { who, why, evidence }));
        }
        let age = self.now.saturating_sub(fold.began);
        if age > self.policy.timeout {
            return Some(self.pause(RolloutReason::TimedOut { seconds: self.policy.timeout }));
        }
        if fold.orders.promoted.is_some() {
            return None;
        }
        let function = self.outage()?.key.clone();
        let seconds = self.clock().outage;
        if seconds < self.policy.outage {
            let state = if fold.state == State::Extended { State::Extended } else { State::Holding };
            let why = RolloutReason::Outage { function, seconds, most: self.policy.outage };
            return Some(self.with(Act::Wait, state, why));
        }
        let why = RolloutReason::OutageLasts { function, seconds };
        Some(match self.policy.after_outage {
            Overdue::Pause => self.pause(why),
            Overdue::RollBack => self.back(verdict, why),
        })
    }

    /// Before the first step.
    fn may_begin(&self, clock: Clock) -> Result<(RolloutReason, bool), Box<Outcome>> {
        if self.fold.functions.is_empty() {
            return Err(Box::new(self.wait(State::Scheduled, RolloutReason::NotStarted, clock)));
        }
        if let Some(why) = self.refused_by_hook() {
            return Err(Box::new(Outcome { clock, ..self.with(Act::Abort, State::Aborted, why) }));
        }
        let begins =
            |step: &Step| RolloutReason::Begins { share: step.share, callers: self.policy.portion(0).callers() };
        Ok((self.policy.steps.first().map_or(RolloutReason::AllAtOnce, begins), false))
    }

    /// Whether the hold is over, the canary healthy, and a person has said yes.
    fn may_leave(&self, step: usize, verdict: &Verdict, clock: Clock) -> Result<(RolloutReason, bool), Box<Outcome>> {
        let number = step + 1;
        let here = self.policy.steps.get(step);
        let hold = here.map_or(0, |step| step.hold);
        let of_staff = self.policy.for_staff(step);
        let evidence = || verdict.evidence(self.policy).filter(|_| !of_staff);
        let waits = |state, why, seconds: u64| {
            let until = Some(self.now + seconds.max(1));
            Err(Box::new(Outcome { until, ..self.wait(state, why, clock) }))
        };
        if let Some(promotion) = &self.fold.orders.promoted {
            let Promotion { who, reason, .. } = promotion.clone();
            return Ok((RolloutReason::Promoted { step: number, who, reason }, false));
        }
        let fresh = clock.fresh.map_or(0, |fresh| hold.min(FRESH_HOLD).saturating_sub(fresh));
        let left = hold.saturating_sub(clock.held).max(fresh);
        if left > 0 {
            let state = if self.fold.state == State::Extended { State::Extended } else { State::Holding };
            return waits(state, RolloutReason::Holds { step: number, seconds: left, evidence: evidence() }, left);
        }
        let called: Vec<&Judged> = verdict.functions.iter().filter(|function| function.called).collect();
        let healthy = |function: &&Judged| function.judged_here && function.healthy && function.blind.is_none();
        let (why, little) = if of_staff {
            // no figures could tell more than they do: the hold, and its gate, are all that it waits for
            (RolloutReason::StaffHeld { step: number }, false)
        } else if !called.is_empty() && called.iter().all(healthy) {
            (RolloutReason::Healthy { step: number, evidence: evidence() }, false)
        } else {
            // the first whole minute at this weight has to be over before it can be missed
            let hold = if hold == 0 { LEAST_HOLD } else { hold };
            let most = (hold * u64::from(self.policy.extend)).max(self.policy.guard.delay + FIRST_WINDOW);
            let left = most.saturating_sub(clock.held);
            if left > 0 {
                let why = RolloutReason::NotEnough { step: number, seconds: left, evidence: evidence() };
                return waits(State::Extended, why, left.min(self.policy.every));
            }
            match self.without_evidence(step, &called, verdict) {
                Ok(why) => (why, true),
                Err(outcome) => return Err(Box::new(Outcome { clock, ..*outcome })),
            }
        };
        let gate = here.and_then(|step| step.gate.as_ref());
        if let Some(gate) = gate.filter(|_| self.fold.orders.approved != Some(step)) {
            let asked = self.fold.at_gate.unwrap_or(self.now);
            if let Some(own) = self.policy.gate(gate).filter(|own| self.now.saturating_sub(asked) >= own.timeout) {
                let why = RolloutReason::GateTimedOut { gate: gate.clone() };
                let then = match own.then {
                    Overdue::Pause => self.pause(why),
                    Overdue::RollBack => self.back(verdict, why),
                };
                return Err(Box::new(Outcome { clock, ..then }));
            }
            let why = RolloutReason::AtGate { step: number, gate: gate.clone() };
            return Err(Box::new(Outcome { little, ..self.wait(State::Gate, why, clock) }));
        }
        Ok((why, little))
    }

    /// The step was held as long as it may be.
    fn without_evidence(
        &self,
        step: usize,
        called: &[&Judged],
        verdict: &Verdict,
    ) -> Result<RolloutReason, Box<Outcome>> {
        let evidence = || verdict.evidence(self.policy);
        let idle = verdict.functions.iter().find(|it| called.is_empty() || (it.called && it.canary.0 <= 0.0));
        let blind = verdict.functions.iter().find_map(|it| {
            let why = it.blind.filter(|_| it.called || called.is_empty());
            let unseen = (it.called && !it.judged_here).then_some(Blind::NoWindow);
            Some((it.key.clone(), why.or(unseen)?))
        });
        if let Some((function, why)) = blind {
            return Err(Box::new(self.pause(RolloutReason::CannotTell { function, why })));
        }
        if let Some(idle) = idle {
            return Err(Box::new(self.pause(RolloutReason::NoCalls { function: idle.key.clone() })));
        }
        let bad = |it: &&&Judged| it.canary.1 > (it.tolerance * it.canary.0).max(1.0);
        let doubt = verdict.ln_e > libm::log(DOUBT) || called.iter().any(|it| bad(&it));
        if let Some(evidence) = evidence().filter(|_| doubt) {
            return Err(Box::new(self.pause(RolloutReason::Doubtful { evidence })));
        }
        match self.policy.insufficient {
            Insufficient::Advance => Ok(RolloutReason::LittleEvidence { step: step + 1, evidence: evidence() }),
            Insufficient::Pause => Err(Box::new(self.pause(RolloutReason::StillNotEnough { evidence: evidence() }))),
            Insufficient::RollBack => {
                Err(Box::new(self.back(verdict, RolloutReason::StillNotEnough { evidence: evidence() })))
            }
        }
    }

    /// The next step, or the end, as soon as the time, the hooks and the instances allow it.
    fn onwards(&self, why: RolloutReason, little: bool, clock: Clock) -> Outcome {
        if let Some(closed) = self.closed() {
            let until = match &closed {
                RolloutReason::OutsideWindow { seconds: Some(seconds) } => Some(self.now + seconds),
                _ => None,
            };
            return Outcome { until, little, ..self.wait(State::Scheduled, closed, clock) };
        }
        let next = self.fold.step.map_or(0, |step| step + 1);
        let at = if self.fold.step.is_none() { HookAt::Before } else { HookAt::BeforeStep };
        for (index, hook) in self.policy.hooks_at(at).enumerate() {
            match self.answer_of(at, next, index) {
                Some(Answer { ok: Some(true), .. }) => {}
                Some(_) => {
                    let silent = self.pause(RolloutReason::HookSilent { hook: hook.shown().to_owned() });
                    return Outcome { clock, little, ..silent };
                }
                None => return Outcome { clock, little, ..self.asks(hook, (at, next, index), self.resting()) },
            }
        }
        if self.policy.canary == Canary::Version && !self.fold.published {
            return Outcome { clock, ..self.with(Act::Publish, State::Advancing, RolloutReason::Publishes) };
        }
        let cold = |warm: Warm| self.facts.functions.iter().find(|seen| seen.warm == warm);
        if let Some(seen) = cold(Warm::Needed) {
            let why = RolloutReason::Warms { function: seen.key.clone() };
            return Outcome { clock, little, ..self.with(Act::Warm, State::Warming, why) };
        }
        if let Some(seen) = cold(Warm::Pending) {
            let why = RolloutReason::Warms { function: seen.key.clone() };
            return Outcome { little, ..self.wait(State::Warming, why, clock) };
        }
        let act = if next < self.policy.steps.len() { Act::Advance { step: next } } else { Act::Finish };
        Outcome { clock, little, ..self.with(act, State::Advancing, why) }
    }

    /// Why weights may not rise at this time.
    fn closed(&self) -> Option<RolloutReason> {
        let mut opens: Option<u64> = None;
        for window in &self.policy.windows {
            let offsets = self.facts.zones.iter().find(|(name, _)| *name == window.zone).map(|(_, offsets)| offsets);
            let local = offsets.and_then(|offsets| offsets.local(self.now));
            let (Some(offsets), Some(local)) = (offsets, local) else {
                return Some(RolloutReason::ZoneUnknown { zone: window.zone.clone() });
            };
            if window.open_at(local) {
                return None;
            }
            // minute by minute, as far as the zone is known
            let minutes = (self.now / 60 + 1)..=(self.now / 60 + 8 * 24 * 60);
            let next =
                minutes.map(|minute| minute * 60).find(|at| offsets.local(*at).is_some_and(|it| window.open_at(it)));
            opens = opens.into_iter().chain(next).min();
        }
        let seconds = opens.map(|opens| opens.saturating_sub(self.now));
        (!self.policy.windows.is_empty()).then_some(RolloutReason::OutsideWindow { seconds })
    }

    /// Back to the recorded routing, unless stable is the worse of both: then a person decides.
    fn back(&self, verdict: &Verdict, why: RolloutReason) -> Outcome {
        if !matches!(why, RolloutReason::Regression { .. }) {
            let functions = self.fold.functions.iter().zip(self.figures);
            let worse = functions
                .map(|(function, figures)| (function, reverse(self.fold, function, figures)))
                .find(|(_, against_stable)| *against_stable >= verdict.limit);
            if let Some((worse, against_stable)) = worse {
                let ln_e = crate::rollout::number::twelve_digits(against_stable);
                return self.pause(RolloutReason::StableIsWorse { function: worse.key.clone(), ln_e });
            }
        }
        self.with(Act::RollBack, State::RollingBack, why)
    }

    /// Nothing moves until a person decides. What is paused already goes on waiting, with the reason of now.
    fn pause(&self, why: RolloutReason) -> Outcome {
        let act = if self.fold.state == State::Paused { Act::Wait } else { Act::Pause };
        self.with(act, State::Paused, why)
    }

    /// The state in which something small is done.
    fn resting(&self) -> State {
        match self.fold.state {
            State::Extended | State::Gate | State::Warming | State::Scheduled => self.fold.state,
            _ if self.fold.step.is_none() => State::Scheduled,
            _ => State::Holding,
        }
    }

    fn wait(&self, state: State, why: RolloutReason, clock: Clock) -> Outcome {
        Outcome { clock, ..self.with(Act::Wait, state, why) }
    }

    fn with(&self, act: Act, state: State, why: RolloutReason) -> Outcome {
        let until = (!state.ended()).then_some(self.now + self.policy.every);
        Outcome { act, state, end: None, until, why, ask: None, clock: self.fold.clock, little: false }
    }
}
