//! Is the canary shown to fail rarely enough for the next weight?
//!
//! Tolerated is τ = base + max(budget, base) / next weight, at most ½: base is the share of stable's calls that failed before
//! the rollout, and the additional failures at the next weight stay below the budget. E compares the canary's calls with a
//! canary that fails at τ: the mean over four lower shares p (base, τ/8, τ/4, τ/2) of `(p/τ)^bad · ((1−p)/(1−τ))^good`.
//! E ≥ 10 says "healthy", wrongly with a probability of at most 1 in 10.

use super::log::{ln, ln_mean};

/// The highest share of bad calls that the next weight tolerates.
#[must_use]
pub fn tolerance(base: f64, budget: f64, next: f64) -> f64 {
    (base + budget.max(base) / next).min(0.5)
}

/// A canary that is watched for its health.
#[derive(Debug, Clone)]
pub struct Health {
    /// ln(p/τ) and ln((1−p)/(1−τ)) of each lower share.
    bets: [(f64, f64); 4],
    sums: [f64; 4],
}

impl Health {
    /// Without windows.
    #[must_use]
    pub fn new(tolerance: f64, base: f64) -> Self {
        let bet = |share: f64| {
            let share = share.min(tolerance * 0.999);
            (ln(share / tolerance), ln((1.0 - share) / (1.0 - tolerance)))
        };
        Self { bets: [base, tolerance / 8.0, tolerance / 4.0, tolerance / 2.0].map(bet), sums: [0.0; 4] }
    }

    /// One more window of the canary. `eta`: how much of its evidence counts.
    pub fn add(&mut self, calls: f64, bad: f64, eta: f64) {
        for (sum, (of_bad, of_good)) in self.sums.iter_mut().zip(self.bets) {
            // with a base of 0 the first bet is lost by any bad call, and 0 · −∞ is no number
            if bad > 0.0 {
                *sum += eta * bad * of_bad;
            }
            *sum += eta * (calls - bad) * of_good;
        }
    }

    /// ln E after the windows so far.
    #[must_use]
    pub fn ln_e(&self) -> f64 {
        ln_mean(&self.sums)
    }
}

/// ln E after each window: calls of the canary, and how many of them were bad.
#[must_use]
pub fn healthy(windows: &[(f64, f64)], tolerance: f64, base: f64) -> Vec<f64> {
    let mut health = Health::new(tolerance, base);
    let mut figures = Vec::with_capacity(windows.len());
    for (calls, bad) in windows {
        health.add(*calls, *bad, 1.0);
        figures.push(health.ln_e());
    }
    figures
}
