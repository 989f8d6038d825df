//! What can be seen with this traffic, before a rollout begins: how many calls show that the canary is healthy, and how many
//! minutes it takes to see one that fails. Found by trying it often enough, with a seed.

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use crate::json::Json;
use crate::message::rollout::RolloutAdvice;
use crate::rollout::dice::Dice;
use crate::rollout::guard::{Comparison, Health, Window, combine, dispersion, tolerance};
use crate::rollout::number::twelve_digits;
use crate::rollout::policy::{Policy, Step};
use crate::traffic::share::Share;

/// How often it is tried.
const HEALTH_RUNS: usize = 400;
const MINUTE_RUNS: usize = 101;
/// The most that is tried.
const MOST_CALLS: f64 = 1e7;
const MOST_MINUTES: u32 = 120;
/// Evidence for health that suffices.
const HEALTHY: f64 = 10.0;

/// A function's traffic in the day before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Traffic {
    /// Calls a minute.
    pub rate: f64,
    /// Which part of them is bad.
    pub base: f64,
    /// How much bad calls scatter: 1 is chance alone.
    pub phi: f64,
}

impl Traffic {
    /// Of minutes that were recorded, one after the other: calls, and bad calls among them.
    #[must_use]
    pub fn of_minutes(minutes: &[(f64, f64)]) -> Self {
        let (calls, bad) = minutes.iter().fold((0.0, 0.0), |(calls, bad), minute| (calls + minute.0, bad + minute.1));
        let phi = dispersion(minutes).last().copied().unwrap_or(1.0);
        Self { rate: calls / minutes.len().max(1) as f64, base: (bad + 0.5) / (calls + 1.0), phi }
    }
}

/// What can be seen at a step.
#[derive(Debug, Clone, PartialEq)]
pub struct StepPower {
    /// The canary's share.
    pub share: Share,
    /// Calls of the canary a minute.
    pub rate: f64,
    /// Calls of the canary that show that it is healthy for the next weight: in half of the cases, and in nine of ten. `None`
    /// where it takes more than ten million.
    pub calls: Option<(u64, u64)>,
    /// Minutes until one whose calls all fail is seen, in half of the cases; `None` where it takes more than two hours.
    pub broken: Option<u32>,
    /// The same of one that fails ten times as often as stable.
    pub ten: Option<u32>,
    /// The same of one that fails four times as often.
    pub four: Option<u32>,
}

/// As data: shares and calls a minute are numbers.
impl Serialize for StepPower {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rate = Json::Number(twelve_digits(self.rate).into());
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("share", &self.share)?;
        map.serialize_entry("rate", &rate)?;
        map.serialize_entry("calls", &self.calls)?;
        map.serialize_entry("broken", &self.broken)?;
        map.serialize_entry("ten", &self.ten)?;
        map.serialize_entry("four", &self.four)?;
        map.end()
    }
}

/// What can be seen at each step, and what can't.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// By step; those for staff are left out.
    pub steps: Vec<StepPower>,
    /// What the policy can't do.
    pub advice: Vec<RolloutAdvice>,
}

/// The steps at which something is compared, each with its place. How many calls staff make, nobody knows.
fn compared(policy: &Policy) -> impl Iterator<Item = (usize, &Step)> {
    policy.steps.iter().enumerate().filter(|(_, step)| step.staff.is_none())
}

/// What can be seen at each step.
#[must_use]
pub fn power(policy: &Policy, traffic: Traffic, seed: u64) -> Vec<StepPower> {
    compared(policy)
        .map(|(index, step)| {
            let mut dice = Dice::new(seed.wrapping_add(index as u64));
            let share = points(step.share);
            let mut minutes = |bad: f64| minutes_to_see(policy, traffic, share, bad.min(1.0), &mut dice);
            let (broken, ten, four) = (minutes(1.0), minutes(traffic.base * 10.0), minutes(traffic.base * 4.0));
            StepPower {
                share: step.share,
                rate: traffic.rate * share,
                calls: calls_needed(policy, traffic, points(policy.next_share(index)), &mut dice),
                broken,
                ten,
                four,
            }
        })
        .collect()
}

fn points(share: Share) -> f64 {
    f64::from(share.basis_points()) / 10_000.0
}

/// Calls of a healthy canary until it is shown to be healthy.
fn calls_needed(policy: &Policy, traffic: Traffic, next: f64, dice: &mut Dice) -> Option<(u64, u64)> {
    let tolerated = tolerance(traffic.base, points(policy.guard.budget), next);
    let shown = |calls: f64, bad: f64| {
        let mut health = Health::new(tolerated, traffic.base);
        health.add(calls, bad, 1.0 / traffic.phi.max(1.0));
        health.ln_e() >= libm::log(HEALTHY)
    };
    let fails = libm::log1p(-traffic.base.clamp(1e-12, 0.999_999));
    let mut needed: Vec<f64> = (0..HEALTH_RUNS)
        .map(|_| {
            let (mut calls, mut bad) = (0.0, 0.0);
            loop {
                // good calls up to the next bad one only add evidence
                let next = calls + libm::floor(libm::log(dice.unit()) / fails);
                if shown(next.min(MOST_CALLS), bad) {
                    return least(calls, next.min(MOST_CALLS), |calls| shown(calls, bad));
                }
                if next >= MOST_CALLS {
                    return f64::INFINITY;
                }
                (calls, bad) = (next + 1.0, bad + 1.0);
            }
        })
        .collect();
    needed.sort_unstable_by(f64::total_cmp);
    let at = |part: usize| needed.get(part).copied().filter(|calls| calls.is_finite()).map(|calls| calls as u64);
    Some((at(HEALTH_RUNS / 2)?, at(HEALTH_RUNS * 9 / 10)?))
}

/// The least whole number of a range for which something holds that holds at its end.
fn least(from: f64, to: f64, holds: impl Fn(f64) -> bool) -> f64 {
    let (mut from, mut to) = (from, to);
    while to - from > 1.0 {
        let middle = libm::floor(f64::midpoint(from, to));
        if holds(middle) { to = middle } else { from = middle }
    }
    if holds(from) { from } else { to }
}

/// Minutes until a canary of this share of bad calls goes back, in half of the cases.
fn minutes_to_see(policy: &Policy, traffic: Traffic, share: f64, bad: f64, dice: &mut Dice) -> Option<u32> {
    let guard = &policy.guard;
    let [wager, ..] = guard.wager.each_ref().map(crate::rollout::policy::Number::value);
    let limit = -libm::log(guard.alpha.value());
    let eta = 1.0 / traffic.phi.max(1.0);
    let mut minutes: Vec<u32> = (0..MINUTE_RUNS)
        .map(|_| {
            let mut comparison = Comparison::new(guard.margin.value(), policy.steps.len());
            comparison.step();
            let mut sum = 0.0;
            for minute in 1..=MOST_MINUTES {
                let calls = dice.poisson(traffic.rate);
                let canary = dice.binomial(calls, share);
                let canary_bad = dice.binomial(canary, bad) as f64;
                let stable_bad = dice.binomial(calls - canary, traffic.base) as f64;
                let window = Window { canary: canary as f64, canary_bad, stable: (calls - canary) as f64, stable_bad };
                comparison.add(&window, eta);
                sum += canary_bad;
                let enough = sum >= f64::from(guard.min_bad);
                if enough && combine(&[(wager, comparison.ln_e()), (1.0 - wager, 0.0)]) >= limit {
                    return minute;
                }
            }
            u32::MAX
        })
        .collect();
    minutes.sort_unstable();
    minutes.get(MINUTE_RUNS / 2).copied().filter(|minutes| *minutes <= MOST_MINUTES)
}

/// What a policy can't do with this traffic, and what can be done about it.
#[must_use]
pub fn advice(policy: &Policy, steps: &[StepPower]) -> Vec<RolloutAdvice> {
    let mut advice = Vec::new();
    if policy.steps.is_empty() {
        advice.push(RolloutAdvice::NotGuarded);
    }
    for ((index, step), power) in compared(policy).zip(steps) {
        let most = step.hold.max(60) * u64::from(policy.extend) / 60;
        let minutes =
            power.calls.filter(|_| power.rate > 0.0).map(|(calls, _)| libm::ceil(calls as f64 / power.rate) as u64);
        if minutes.is_none_or(|minutes| minutes > most) {
            let needed = power.calls.map(|(calls, _)| calls);
            advice.push(RolloutAdvice::LittleEvidence { step: index + 1, needed, minutes, most });
        }
    }
    if !steps.is_empty() && steps.iter().all(|power| power.four.is_none()) {
        advice.push(RolloutAdvice::NotSeen { times: if steps.iter().all(|it| it.ten.is_none()) { 10 } else { 4 } });
    }
    advice
}
