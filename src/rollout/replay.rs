//! A rollout that is rehearsed: the same decisions, on minutes that were recorded or made up.
//!
//! Recorded minutes of stable are split at random by the policy's weights, as if both versions were the same code (A/A): a
//! rollout that is stopped then is a false alarm. With an injected regression the canary's calls fail more often.

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use crate::json::Json;
use crate::rollout::decide::decide;
use crate::rollout::dice::Dice;
use crate::rollout::facts::{Facts, Seen};
use crate::rollout::figures::{Metric, Series, figure, list};
use crate::rollout::fold::{Fold, Followed};
use crate::rollout::guard::Window;
use crate::rollout::policy::Policy;
use crate::rollout::states::State;
use crate::traffic::share::Share;

/// Minutes before the rollout that tell how bad calls scatter.
const PAST: usize = 120;
/// Minutes before it that tell how many of stable's calls are bad.
const DAY: usize = 1440;
const KEY: &str = "function";

/// How much worse the canary is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Injected {
    /// Not at all.
    Nothing,
    /// Its calls fail so many times as often.
    Times(f64),
    /// All its calls fail.
    Broken,
}

/// How a rehearsal went.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rehearsal {
    /// Where it ended; a pause ends a rehearsal, and one that has no end by its last minute stays what it was.
    pub state: State,
    /// Whether a step was left with little evidence.
    pub little: bool,
    /// How many minutes it took.
    pub minutes: u64,
    /// At which step it ended, counted from 0.
    pub step: usize,
    /// Calls that failed and would not have failed on stable.
    pub failed: f64,
}

/// `{ state, little, minutes, step, failed }`.
impl Serialize for Rehearsal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("state", self.state.word())?;
        map.serialize_entry("little", &self.little)?;
        map.serialize_entry("minutes", &self.minutes)?;
        map.serialize_entry("step", &self.step)?;
        map.serialize_entry("failed", &(libm::round(self.failed) as u64))?;
        map.end()
    }
}

/// What came in a minute, and how many of the canary's calls failed that would not have failed on stable.
pub type Came = (Window, f64);

/// Rehearses a rollout. `day`: stable's calls and bad calls in the day before; `past`: the same by minute, the last minutes of
/// it; `came`: what comes in a minute at a weight, `None` where there is no such minute.
pub fn rehearse(
    policy: &Policy,
    day: (f64, f64),
    past: &[(f64, f64)],
    mut came: impl FnMut(u64, f64) -> Option<Came>,
) -> Rehearsal {
    let recent = past.get(past.len().saturating_sub(PAST)..).unwrap_or_default();
    let followed = Followed {
        key: KEY.to_owned(),
        day,
        alias: day,
        past: vec![(Metric::Errors, recent.to_vec())],
        ..Followed::default()
    };
    // nobody knows which of the recorded calls were of staff: those steps are left out
    let mut policy = policy.clone();
    policy.steps.retain(|step| step.staff.is_none());
    let mut fold = Fold::new(String::new(), policy, 0, vec![followed]);
    let mut waiting: Vec<(u64, Window)> = Vec::new();
    let mut failed = 0.0;
    let mut minute = 0;
    loop {
        let now = minute * 60;
        let seen = Seen {
            key: KEY.to_owned(),
            portion: Some(fold.written()),
            series: Series::of_errors(&waiting),
            ..Seen::default()
        };
        let decision = decide(&fold, &Facts { functions: vec![seen], ..Facts::default() }, now);
        // what is not over yet by the delay is looked at again
        waiting.retain(|(at, _)| at * 60 + 60 + fold.policy.guard.delay > now);
        fold.record(decision.tick());
        match decision.act {
            act if act.confirmed() => fold.confirm(now),
            // whoever waits for a person waits for ever
            _ if decision.state == State::Gate => fold.orders.approved = fold.step,
            _ => {}
        }
        let step = fold.step.unwrap_or(0);
        let rehearsal = Rehearsal { state: fold.state, little: fold.little, minutes: minute, step, failed };
        if fold.state.ended() || fold.state == State::Paused {
            return rehearsal;
        }
        let weight = fold.policy.steps.get(step).map_or(Share::ALL, |step| step.share);
        let Some((window, more)) = came(minute, f64::from(weight.basis_points()) / 10_000.0) else {
            return rehearsal;
        };
        failed += more;
        waiting.push((minute, window));
        minute += 1;
    }
}

/// Splits a recorded minute by a weight, and makes the canary worse.
pub fn split(dice: &mut Dice, (calls, bad): (u64, u64), weight: f64, base: f64, injected: Injected) -> Came {
    let canary = dice.binomial(calls, weight);
    let canary_bad = dice.hypergeometric(calls, bad, canary);
    let more = match injected {
        Injected::Nothing => 0,
        Injected::Times(times) => {
            // of those that succeeded so many fail that the share becomes `times` as large
            let share = ((times - 1.0) * base / (1.0 - base).max(1e-9)).clamp(0.0, 1.0);
            dice.binomial(canary - canary_bad, share)
        }
        Injected::Broken => canary - canary_bad,
    };
    let window = Window {
        canary: canary as f64,
        canary_bad: (canary_bad + more) as f64,
        stable: (calls - canary) as f64,
        stable_bad: (bad - canary_bad) as f64,
    };
    (window, more as f64)
}

/// Rehearses a policy on recorded minutes of stable (calls and bad calls), so many times, from starts spread over them. Each
/// start has at least a tenth of the minutes, and two hours at most, before it.
#[must_use]
pub fn replay(policy: &Policy, minutes: &[(u64, u64)], injected: Injected, runs: usize, seed: u64) -> Vec<Rehearsal> {
    let before = (minutes.len() / 10).clamp(1, DAY);
    let places = minutes.len().saturating_sub(before).max(1);
    let past: Vec<(f64, f64)> = minutes.iter().map(|(calls, bad)| (*calls as f64, *bad as f64)).collect();
    let all: f64 = past.iter().map(|it| it.0).sum();
    let base = if all > 0.0 { past.iter().map(|it| it.1).sum::<f64>() / all } else { 0.0 };
    (0..runs)
        .map(|run| {
            let mut dice = Dice::new(seed.wrapping_add(run as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let start = before + usize::try_from(dice.bits() % places as u64).unwrap_or(0);
            let before = past.get(start.saturating_sub(DAY)..start).unwrap_or_default();
            let day = before.iter().fold((0.0, 0.0), |sum, minute| (sum.0 + minute.0, sum.1 + minute.1));
            rehearse(policy, day, before, |minute, weight| {
                // after the last minute the record begins again
                let at = (start + usize::try_from(minute).ok()?) % minutes.len().max(1);
                minutes.get(at).map(|minute| split(&mut dice, *minute, weight, base, injected))
            })
        })
        .collect()
}

/// Minutes that are made up: how many calls come on average, and which part of them is bad.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Made {
    /// Calls a minute.
    pub rate: f64,
    /// The share of stable's calls that are bad.
    pub base: f64,
    /// How much worse the canary is.
    pub injected: Injected,
    /// The share of all calls that fail in an outage, its first minute and the minute after it.
    pub outage: Option<(f64, u64, u64)>,
    /// How many bad calls each failure is: more than one where failed calls are tried again.
    pub times: u64,
    /// After how many minutes a rehearsal ends.
    pub most: u64,
}

/// Rehearses a policy on minutes that are made up, so many times.
#[must_use]
pub fn simulate(policy: &Policy, made: &Made, runs: usize, seed: u64) -> Vec<Rehearsal> {
    let run = |run: usize| {
        let mut dice = Dice::new(seed.wrapping_add(run as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let calls = (made.rate * DAY as f64) as u64;
        let day = (calls as f64, bad_calls(&mut dice, calls, made.base, made.times) as f64);
        let past: Vec<(f64, f64)> = (0..PAST)
            .map(|_| {
                let calls = dice.poisson(made.rate);
                let bad = bad_calls(&mut dice, calls, made.base, made.times);
                (calls.max(bad) as f64, bad as f64)
            })
            .collect();
        rehearse(policy, day, &past, |minute, weight| {
            let outage = made.outage.filter(|(_, from, to)| (*from..*to).contains(&minute)).map_or(0.0, |it| it.0);
            let calls = dice.poisson(made.rate);
            let canary = dice.binomial(calls, weight);
            let worse = match made.injected {
                Injected::Nothing => made.base,
                Injected::Times(times) => made.base * times,
                Injected::Broken => 1.0,
            };
            let canary_bad = bad_calls(&mut dice, canary, worse + outage, made.times);
            let stable_bad = bad_calls(&mut dice, calls - canary, made.base + outage, made.times);
            let window = Window {
                canary: canary.max(canary_bad) as f64,
                canary_bad: canary_bad as f64,
                stable: (calls - canary).max(stable_bad) as f64,
                stable_bad: stable_bad as f64,
            };
            let more = (canary_bad as f64 - canary as f64 * (made.base + outage).min(1.0)).max(0.0);
            (minute < made.most).then_some((window, more))
        })
    };
    (0..runs).map(run).collect()
}

/// Bad calls of so many: alone, or several for each failure.
fn bad_calls(dice: &mut Dice, calls: u64, share: f64, times: u64) -> u64 {
    if times <= 1 {
        return dice.binomial(calls, share.min(1.0));
    }
    times * dice.poisson(calls as f64 * share.min(1.0) / times as f64)
}

/// Of plain data. `minutes`: a list of `[calls, bad calls]`, or `{ rate, base, outage: [share, from, to], clusters, most }` of
/// minutes that are made up; `asked`: `{ runs, seed, times }`, where `times` is a number, or `broken`.
#[must_use]
pub fn of_json(policy: &Policy, minutes: &Json<'_>, asked: &Json<'_>) -> Vec<Rehearsal> {
    let whole = |of: &Json<'_>, key: &str, usual: u64| of.get(key).and_then(Json::whole).unwrap_or(usual);
    let (runs, seed) = (whole(asked, "runs", 200).min(100_000) as usize, whole(asked, "seed", 1));
    let injected = match asked.get("times") {
        Some(Json::Text(_)) => Injected::Broken,
        Some(times) => figure(times).map_or(Injected::Nothing, Injected::Times),
        None => Injected::Nothing,
    };
    if let Json::List(minutes) = minutes {
        let count = |value: Option<&Json<'_>>| value.and_then(figure).map_or(0, |count| count as u64);
        let minute = |minute: &Json<'_>| {
            let pair = list(Some(minute));
            (count(pair.first()), count(pair.get(1)).min(count(pair.first())))
        };
        let minutes: Vec<(u64, u64)> = minutes.iter().map(minute).collect();
        return replay(policy, &minutes, injected, runs, seed);
    }
    let number = |key: &str| minutes.get(key).and_then(figure).unwrap_or(0.0);
    let outage = match list(minutes.get("outage")) {
        [share, from, to] => {
            figure(share).zip(from.whole()).zip(to.whole()).map(|((share, from), to)| (share, from, to))
        }
        _ => None,
    };
    let made = Made {
        rate: number("rate").min(1e6),
        base: number("base").min(1.0),
        injected,
        outage,
        times: whole(minutes, "clusters", 1).min(100),
        most: whole(minutes, "most", 400).min(100_000),
    };
    simulate(policy, &made, runs, seed)
}
