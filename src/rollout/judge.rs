//! The figures of a rollout, judged: function by function, and all of them together.

use std::borrow::Cow;

use crate::message::rollout::{Blind, Evidence};
use crate::rollout::facts::Facts;
use crate::rollout::figures::{Figures, Metric, Row};
use crate::rollout::fold::{Fold, Followed};
use crate::rollout::guard::{Comparison, Dispersion, Health, Pool, Split, Window, combine, outage, tolerance};
use crate::rollout::number::twelve_digits;
use crate::rollout::policy::Policy;
use crate::traffic::share::{Fraction, Share};

/// Evidence for health that suffices: wrongly in one of ten cases at most.
const HEALTHY: f64 = 10.0;
/// Evidence that calls don't arrive as the weight says.
const SPLIT: f64 = 1000.0;
/// Calls of stable in the day before without which its share of bad calls is not known.
const PAST_CALLS: f64 = 60.0;
/// After a change of weight new instances start, so latency does not count for this long, in seconds.
const WARM_UP: u64 = 180;
/// Windows that are looked at for absolute limits and for calls past the alias.
const LIMIT_WINDOWS: usize = 5;
const DIRECT_WINDOWS: usize = 10;
/// The most bad calls that are looked for until the canary would go back.
const MOST_MORE: u32 = 100;

/// What the figures of a function tell.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Its key.
    pub key: String,
    /// By metric: ln E against the canary, and the counts.
    pub metrics: Vec<Measured>,
    /// Whether either version was called since the beginning.
    pub called: bool,
    /// Calls of the canary, and how many of them were bad, without the windows of an outage.
    pub canary: (f64, f64),
    /// Whether a window at the present weight was judged.
    pub judged_here: bool,
    /// Whether the canary is shown to be healthy for the next weight.
    pub healthy: bool,
    /// ln E for its health.
    pub health: f64,
    /// The share of bad calls that the next weight tolerates.
    pub tolerance: f64,
    /// Whether the newest window belongs to an outage that both versions share.
    pub outage: bool,
    /// Why the figures don't tell.
    pub blind: Option<Blind>,
    /// φ, how much bad calls scatter.
    pub phi: f64,
}

/// What one metric of a function tells.
#[derive(Debug, Clone)]
pub struct Measured {
    /// Which.
    pub metric: Metric,
    /// Its part of the wager.
    pub wager: f64,
    /// ln E against the canary.
    pub ln_e: f64,
    /// Calls and bad calls of both versions; of means, the newest means.
    pub sums: Window,
    comparison: Option<Comparison>,
    last: Window,
    eta: f64,
}

/// What all figures tell together.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// Function by function.
    pub functions: Vec<Judged>,
    /// `ln Σ ω·E` of all of them.
    pub ln_e: f64,
    /// The same of those metrics alone that have enough bad calls.
    pub proven: f64,
    /// The same without means of durations.
    pub proven_without_means: f64,
    /// ln 1/α.
    pub limit: f64,
}

impl Verdict {
    /// Of all figures. `figures`: those of each function of the rollout, in its order.
    #[must_use]
    pub fn of(fold: &Fold, facts: &Facts, figures: &[Cow<'_, Figures>]) -> Self {
        let policy = &fold.policy;
        let functions: Vec<Judged> = fold
            .functions
            .iter()
            .zip(figures)
            .map(|(function, figures)| {
                let seen = facts.of(&function.key);
                let blind = seen.map_or(Some(Blind::Unavailable), |seen| seen.blind);
                judged(fold, policy, function, figures, blind)
            })
            .collect();
        let all = functions.len().max(1) as f64;
        let sum = |counts: &dyn Fn(&Measured) -> bool| {
            let mut terms = Vec::new();
            for function in &functions {
                let mut rest = 1.0;
                for measured in &function.metrics {
                    rest -= measured.wager;
                    if counts(measured) {
                        terms.push((measured.wager / all, measured.ln_e));
                    }
                }
                // what has no figures has no evidence: its E is 1
                terms.push((rest.max(0.0) / all, 0.0));
            }
            combine(&terms)
        };
        let enough = |measured: &Measured| {
            measured.metric == Metric::Means || measured.sums.canary_bad >= f64::from(policy.guard.min_bad)
        };
        Self {
            ln_e: sum(&|_| true),
            proven: sum(&enough),
            proven_without_means: sum(&|measured| enough(measured) && measured.metric != Metric::Means),
            limit: -libm::log(policy.guard.alpha.value()),
            functions,
        }
    }

    /// The function and metric that speak most against the canary.
    fn worst(&self) -> Option<(&Judged, &Measured)> {
        let parts = self.functions.iter().flat_map(|function| function.metrics.iter().map(move |it| (function, it)));
        let weight = |measured: &Measured| combine(&[(measured.wager, measured.ln_e)]);
        parts.filter(|(_, it)| it.wager > 0.0).reduce(
            |one, other| {
                if weight(other.1) > weight(one.1) { other } else { one }
            },
        )
    }

    /// What is known, as people read it: of the function and metric that speak most against the canary.
    #[must_use]
    pub fn evidence(&self, policy: &Policy) -> Option<Evidence> {
        let (function, measured) = self.worst()?;
        let sums = measured.sums;
        let means = measured.metric == Metric::Means;
        let rate = |bad: f64, calls: f64| if means { Fraction::NONE } else { part(bad, calls) };
        Some(Evidence {
            function: function.key.clone(),
            metric: measured.metric,
            calls: sums.canary as u64,
            bad: libm::round(sums.canary_bad) as u64,
            rate: rate(sums.canary_bad, sums.canary),
            stable_calls: sums.stable as u64,
            stable_bad: libm::round(sums.stable_bad) as u64,
            stable_rate: rate(sums.stable_bad, sums.stable),
            ln_e: twelve_digits(self.ln_e),
            limit: twelve_digits(self.limit),
            more: self.more(policy, measured),
        })
    }

    /// How many more bad calls of the canary, in a minute like the last one, lead back.
    fn more(&self, policy: &Policy, measured: &Measured) -> Option<u32> {
        let comparison = measured.comparison.as_ref()?;
        if measured.last.canary <= 0.0 || measured.last.stable <= 0.0 {
            return None;
        }
        let all = self.functions.len().max(1) as f64;
        let wager = measured.wager / all;
        let enough = |more: u32| measured.sums.canary_bad + f64::from(more) >= f64::from(policy.guard.min_bad);
        let leads_back = |more: u32| {
            let bad = f64::from(more);
            let mut next = comparison.clone();
            let window =
                Window { canary: measured.last.canary.max(bad), canary_bad: bad, stable_bad: 0.0, ..measured.last };
            next.add(&window, measured.eta);
            // what the others have proven stays
            combine(&[(wager, next.ln_e()), (1.0 - wager, 0.0)]) >= self.limit && enough(more)
        };
        // more bad calls never are less evidence
        let (mut least, mut most) = (0, MOST_MORE);
        if !leads_back(most) {
            return None;
        }
        while least < most {
            let middle = u32::midpoint(least, most);
            if leads_back(middle) { most = middle } else { least = middle + 1 }
        }
        Some(least)
    }
}

/// Which part of the calls is bad, to a hundredth of a percent.
fn part(bad: f64, calls: f64) -> Fraction {
    if calls <= 0.0 {
        return Fraction::NONE;
    }
    let points = libm::round(bad / calls * 10_000.0).clamp(0.0, 10_000.0);
    Share::from_basis_points(points as u16).into()
}

/// The first whole minute after a time.
pub(super) const fn whole_minute(seconds: u64) -> u64 {
    seconds.div_ceil(60)
}

/// The first minute in which both versions had callers of the same kind. It is the first whole one of the first step that is not
/// for staff alone. From then on the calls of staff are compared too: they count as few beside those of everybody else.
fn compared_from(fold: &Fold, starts: &[u64]) -> u64 {
    let first = fold.policy.steps.iter().position(|step| step.staff.is_none());
    first.and_then(|first| starts.get(first)).copied().unwrap_or(u64::MAX)
}

/// The share of stable's calls that failed in the day before: of its version, or with few calls of the alias.
fn base(function: &Followed) -> Option<f64> {
    [function.day, function.alias]
        .into_iter()
        .find(|(calls, _)| *calls >= PAST_CALLS)
        .map(|(calls, bad)| (bad.min(calls) + 0.5) / (calls + 1.0))
}

fn judged(fold: &Fold, policy: &Policy, function: &Followed, figures: &Figures, blind: Option<Blind>) -> Judged {
    let starts: Vec<u64> = fold.reached.iter().map(|at| whole_minute(*at)).collect();
    let guard = &policy.guard;
    let [of_errors, of_latency, of_platform] = guard.wager.each_ref().map(crate::rollout::policy::Number::value);
    let compare =
        |metric: Metric, wager: f64, rows: &[Row]| measure(fold, policy, function, metric, wager, rows, &starts);

    let errors = figures.of(Metric::Errors);
    let (of_error, series, phis) = compare(Metric::Errors, of_errors, errors);
    // staff are no random part of the callers: what they do is compared with nothing, before and after
    let from = compared_from(fold, &starts);
    let base = base(function);
    let here = starts.last().copied().unwrap_or(u64::MAX);
    let aside = base.map_or_else(Vec::new, |base| outage(&series, base, &phis));
    let next = fold.step.map_or(Share::ALL, |step| policy.next_share(step));
    let tolerated = tolerance(base.unwrap_or(0.0), share(guard.budget), share(next));

    let mut health = Health::new(tolerated, base.unwrap_or(0.0));
    let mut arrived = [0.0, 0.0];
    let mut judged_here = false;
    let mut canary = (0.0, 0.0);
    let known = errors.iter().filter(|row| row.judged);
    for (index, row) in known.enumerate() {
        let window = row.window;
        let eta = 1.0 / phis.get(index).copied().unwrap_or(1.0);
        let set_aside = aside.get(index).copied().unwrap_or(false);
        if !set_aside && row.minute >= from {
            canary = (canary.0 + window.canary, canary.1 + window.canary_bad);
            health.add(window.canary, window.canary_bad, eta);
        }
        if row.minute >= here {
            judged_here |= !set_aside && window.canary + window.stable > 0.0;
            arrived = [arrived[0] + window.canary, arrived[1] + window.stable];
        }
    }
    let given = fold.written();
    // what is learnt of the split depends on the calls, not on how they are spread over minutes
    let mut split = Split::of_weight(to_f64(given.share).clamp(1e-6, 1.0 - 1e-6));
    // buckets are shares of the users, and users don't call equally often: there the share is what is seen. The comparison of a
    // minute rests on the calls that came in it, so it needs no other share
    if !given.by_rules() {
        split.add(&arrived);
    }
    let health_ln = health.ln_e();
    let mut metrics = vec![of_error];
    metrics.extend(latency(fold, policy, function, figures, of_latency, &starts));
    let platform = figures.of(Metric::Platform);
    if !platform.is_empty() {
        metrics.push(compare(Metric::Platform, of_platform, platform).0);
    }
    let direct = direct_calls(figures).then_some(Blind::DirectCalls);
    let off = (split.ln_e() >= libm::log(SPLIT)).then_some(Blind::Split);
    let no_past = base.is_none().then_some(Blind::NoPast);
    Judged {
        key: function.key.clone(),
        metrics,
        called: errors.iter().any(|row| row.window.canary + row.window.stable > 0.0),
        canary,
        judged_here,
        healthy: base.is_some() && health_ln >= libm::log(HEALTHY),
        health: health_ln,
        tolerance: tolerated,
        outage: aside.last().copied().unwrap_or(false),
        blind: blind.or(fold.for_staff().then_some(Blind::Rules)).or(direct).or(off).or(no_past),
        phi: phis.last().copied().unwrap_or(1.0),
    }
}

/// ln E that stable fails more often than the canary. Only a rollback asks for it.
#[must_use]
pub fn reverse(fold: &Fold, function: &Followed, figures: &Figures) -> f64 {
    let starts: Vec<u64> = fold.reached.iter().map(|at| whole_minute(*at)).collect();
    let from = compared_from(fold, &starts);
    let mut dispersion = before(function, Metric::Errors);
    let mut comparison = Comparison::new(fold.policy.guard.margin.value(), 1);
    for row in figures.of(Metric::Errors).iter().filter(|row| row.judged) {
        if row.minute >= from {
            comparison.add(&row.window.turned(), 1.0 / dispersion.phi());
        }
        dispersion.add(row.window.stable, row.window.stable_bad);
    }
    comparison.ln_e()
}

/// How a metric of stable scattered before the rollout.
fn before(function: &Followed, metric: Metric) -> Dispersion {
    let mut dispersion = Dispersion::default();
    let past = function.past.iter().find(|(of, _)| *of == metric);
    for (calls, bad) in past.map(|(_, past)| past.as_slice()).unwrap_or_default() {
        dispersion.add(*calls, *bad);
    }
    dispersion
}

/// A comparison of one metric; beside it stable's series, and φ before each window.
fn measure(
    fold: &Fold,
    policy: &Policy,
    function: &Followed,
    metric: Metric,
    wager: f64,
    rows: &[Row],
    starts: &[u64],
) -> (Measured, Vec<(f64, f64)>, Vec<f64>) {
    let mut dispersion = before(function, metric);
    let slow = matches!(metric, Metric::P50 | Metric::P90 | Metric::P99);
    let from = compared_from(fold, starts);
    let mut comparison = Comparison::new(policy.guard.margin.value(), policy.steps.len());
    let (mut series, mut phis) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
    let mut sums = Window::default();
    let mut last = Window::default();
    let mut begun = starts.iter().peekable();
    for row in rows.iter().filter(|row| row.judged) {
        while begun.next_if(|start| **start <= row.minute).is_some() {
            comparison.step();
        }
        let phi = dispersion.phi();
        let window = row.window;
        dispersion.add(window.stable, window.stable_bad);
        series.push((window.stable, window.stable_bad));
        phis.push(phi);
        if row.minute < from || (slow && warming_up(row.minute, &fold.reached)) {
            continue;
        }
        comparison.add(&window, 1.0 / phi);
        sums.canary += window.canary;
        sums.canary_bad += window.canary_bad;
        sums.stable += window.stable;
        sums.stable_bad += window.stable_bad;
        last = window;
    }
    let eta = 1.0 / dispersion.phi();
    let ln_e = comparison.ln_e();
    (Measured { metric, wager, ln_e, sums, comparison: Some(comparison), last, eta }, series, phis)
}

/// Latency: by calls over stable's past quantiles, or by means where nothing better is known.
fn latency(
    fold: &Fold,
    policy: &Policy,
    function: &Followed,
    figures: &Figures,
    wager: f64,
    starts: &[u64],
) -> Vec<Measured> {
    let quantiles = [Metric::P50, Metric::P90, Metric::P99];
    let known: Vec<Metric> = quantiles.into_iter().filter(|metric| !figures.of(*metric).is_empty()).collect();
    if !known.is_empty() {
        // a third each: the mean of the three
        let part = wager / quantiles.len() as f64;
        return known
            .into_iter()
            .map(|metric| measure(fold, policy, function, metric, part, figures.of(metric), starts).0)
            .collect();
    }
    let rows = figures.of(Metric::Means);
    if rows.is_empty() {
        return Vec::new();
    }
    let mut pool = Pool::default();
    let mut sums = Window::default();
    let from = compared_from(fold, starts);
    for row in rows.iter().filter(|row| row.minute >= from && !warming_up(row.minute, &fold.reached)) {
        let window = row.window;
        pool.add((window.canary, window.canary_bad), (window.stable, window.stable_bad));
        let mean = |calls: f64, mean: f64, more: f64, of_more: f64| {
            if calls + more > 0.0 { (calls * mean + more * of_more) / (calls + more) } else { 0.0 }
        };
        sums.canary_bad = mean(sums.canary, sums.canary_bad, window.canary, window.canary_bad);
        sums.stable_bad = mean(sums.stable, sums.stable_bad, window.stable, window.stable_bad);
        sums.canary += window.canary;
        sums.stable += window.stable;
    }
    let ln_e = pool.ln_e();
    vec![Measured { metric: Metric::Means, wager, ln_e, sums, comparison: None, last: Window::default(), eta: 1.0 }]
}

/// Whether a minute touches the first three after a change of weight.
fn warming_up(minute: u64, reached: &[u64]) -> bool {
    reached.iter().any(|at| minute * 60 < at + WARM_UP && minute * 60 + 60 > *at)
}

/// Whether more than 5 % of the calls, and more than ten, came past the alias in the last windows.
fn direct_calls(figures: &Figures) -> bool {
    let rows = figures.of(Metric::Errors);
    let (mut of_versions, mut of_alias) = (0.0, 0.0);
    for row in rows.iter().rev().filter(|row| row.judged).take(DIRECT_WINDOWS) {
        if let Ok(at) = figures.alias.binary_search_by_key(&row.minute, |(minute, _)| *minute) {
            of_versions += row.window.canary + row.window.stable;
            of_alias += figures.alias.get(at).map_or(0.0, |(_, calls)| *calls);
        }
    }
    let gap = of_versions - of_alias;
    gap > 10.0 && gap > 0.05 * of_versions
}

fn share(share: Share) -> f64 {
    f64::from(share.basis_points()) / 10_000.0
}

fn to_f64(share: Fraction) -> f64 {
    crate::rollout::number::of_text(&share.to_string()).unwrap_or(0.0)
}

/// Bad calls and calls of the canary in the last windows, and its mean duration, for absolute limits.
#[derive(Debug, Clone, Copy, Default)]
pub struct Recent {
    /// Calls.
    pub calls: f64,
    /// How many of them were bad.
    pub bad: f64,
    /// The mean duration in milliseconds, where there were ten calls.
    pub mean: Option<f64>,
}

impl Recent {
    /// Of the last five windows.
    #[must_use]
    pub fn of(fold: &Fold, figures: &Figures) -> Self {
        let mut recent = Self::default();
        for row in figures.of(Metric::Errors).iter().rev().filter(|row| row.judged).take(LIMIT_WINDOWS) {
            recent.calls += row.window.canary;
            recent.bad += row.window.canary_bad;
        }
        let warm = figures.of(Metric::Means).iter().rev().filter(|row| !warming_up(row.minute, &fold.reached));
        let (mut calls, mut sum) = (0.0, 0.0);
        for row in warm.take(LIMIT_WINDOWS) {
            calls += row.window.canary;
            sum += row.window.canary * row.window.canary_bad;
        }
        recent.mean = (calls >= 10.0).then(|| sum / calls);
        recent
    }
}
