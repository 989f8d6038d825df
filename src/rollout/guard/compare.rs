//! Does the canary fail more often than stable, minute by minute?
//!
//! Given the bad calls of a minute, each of them is the canary's with a probability that follows from the calls alone if both
//! versions are alike: `a = ψ·nc / (ψ·nc + ns)`, where ψ (`margin`) is how many times the odds of a bad call may be those of
//! stable without being a regression. How often calls fail in that minute does not matter, so an outage that both share
//! cancels out. The bet "the odds are r times that" gives `q = rψ·nc / (rψ·nc + ns)` and multiplies the evidence by
//! `(q/a)^xc · ((1−q)/(1−a))^xs`, to the power η. Ten bets of equal weight are made side by side.
//!
//! Half of the wager is on the whole rollout; the other half is spread evenly over the steps of the policy, and each part
//! begins with its step, so that a regression that only shows at a higher weight is not outweighed by what came before.

use super::log::{ln, ln_mean, ln_normal, ln_sum};
use super::window::Window;

/// The bets: odds ratios over the margin.
pub const RATIOS: [f64; 10] = [1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 32.0, 64.0];

/// The sums of the bets' logarithms.
type Sums = [f64; RATIOS.len()];

/// A comparison under way: windows are added in order.
#[derive(Debug, Clone)]
pub struct Comparison {
    margin: f64,
    /// How many steps the policy has; fixed from the beginning.
    steps: usize,
    /// ln of each ratio.
    ratios: Sums,
    /// Since the first window.
    sums: Sums,
    /// What they were when each step began.
    begun: Vec<Sums>,
}

impl Comparison {
    /// Without windows. `steps`: how many steps the policy has.
    #[must_use]
    pub fn new(margin: f64, steps: usize) -> Self {
        Self { margin, steps, ratios: RATIOS.map(ln), sums: Sums::default(), begun: Vec::new() }
    }

    /// The next step of the policy begins with the next window.
    pub fn step(&mut self) {
        self.begun.push(self.sums);
    }

    /// One more window. `eta` is how much of its evidence counts: 1, or less where errors come in clusters.
    pub fn add(&mut self, window: &Window, eta: f64) {
        let bad = window.canary_bad + window.stable_bad;
        if window.canary <= 0.0 || window.stable <= 0.0 || bad <= 0.0 {
            return;
        }
        let canary = self.margin * window.canary;
        let all = canary + window.stable;
        for ((sum, ratio), ln_ratio) in self.sums.iter_mut().zip(RATIOS).zip(self.ratios) {
            // ln((1−q)/(1−a)); ln(q/a) is that and ln r
            let less = ln_normal(all / (ratio * canary + window.stable));
            *sum += eta * (window.canary_bad * ln_ratio + bad * less);
        }
    }

    /// ln E after the windows so far.
    #[must_use]
    pub fn ln_e(&self) -> f64 {
        let whole = ln_mean(&self.sums);
        if self.steps <= 1 {
            return whole;
        }
        let part = ln(0.5 / self.steps as f64);
        let mut terms = Vec::with_capacity(self.steps + 1);
        terms.push(ln(0.5) + whole);
        for step in 0..self.steps {
            // a step that has not begun has no evidence: E is 1
            let since = self.begun.get(step).map_or(0.0, |begun| {
                let mut sums = self.sums;
                for (sum, begun) in sums.iter_mut().zip(begun) {
                    *sum -= begun;
                }
                ln_mean(&sums)
            });
            terms.push(part + since);
        }
        ln_sum(&terms)
    }
}

/// ln E after each window. `eta`: one for each window; 1 where there is none. `starts`: at which windows steps begin.
#[must_use]
pub fn compare(windows: &[Window], margin: f64, eta: Option<&[f64]>, starts: &[usize]) -> Vec<f64> {
    let mut comparison = Comparison::new(margin, starts.len());
    let mut figures = Vec::with_capacity(windows.len());
    for (index, window) in windows.iter().enumerate() {
        for _ in starts.iter().filter(|start| **start == index) {
            comparison.step();
        }
        comparison.add(window, eta.and_then(|eta| eta.get(index)).copied().unwrap_or(1.0));
        figures.push(comparison.ln_e());
    }
    figures
}
