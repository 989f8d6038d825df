//! Is the canary slower, where only means of durations are known?
//!
//! Where single durations are known, latency is compared as errors are: a bad call is one that takes longer than a threshold,
//! and the thresholds are stable's own p50, p90 and p99 of the day before. Cloud Monitor has means alone. Then windows are put
//! together until the canary has ten calls, and ρ is the canary's mean over stable's. Two kinds of bets are made with half of
//! the wager each: `1 − λ + λ·ρ/1.25`, on how much slower it is, and `1 ± λ`, on whether ρ is above 1.25 at all.
//!
//! Means that differ by less than a millisecond count as equal (ρ = 1), before any bet: of a function that answers in a tenth of
//! a millisecond, how busy its machine is decides the ratio, and nobody waits for it.

use super::log::{ln, ln_mean};

/// How many times stable's mean the canary's may be.
pub const MARGIN: f64 = 1.25;
/// How much longer the canary's mean has to be to be longer at all, in milliseconds.
const FLOOR: f64 = 1.0;
/// Calls of either version in a comparison of means.
const CALLS: f64 = 10.0;
const OF_RATIO: [f64; 3] = [0.25, 0.5, 0.8];
const OF_SIGN: [f64; 3] = [0.3, 0.6, 0.9];

/// Means of both versions, put together until there are calls enough.
#[derive(Debug, Clone, Default)]
pub struct Pool {
    canary: (f64, f64),
    stable: (f64, f64),
    by_ratio: [f64; 3],
    by_sign: [f64; 3],
}

impl Pool {
    /// One more window: calls and their mean duration, of the canary and of stable.
    pub fn add(&mut self, canary: (f64, f64), stable: (f64, f64)) {
        for (pool, (calls, mean)) in [(&mut self.canary, canary), (&mut self.stable, stable)] {
            pool.0 += calls;
            pool.1 += calls * mean;
        }
        if self.canary.0 >= CALLS && self.stable.0 >= CALLS && self.stable.1 > 0.0 {
            let (canary, stable) = (self.canary.1 / self.canary.0, self.stable.1 / self.stable.0);
            let ratio = if canary - stable < FLOOR { (canary / stable).min(1.0) } else { canary / stable };
            bet_ratio(&mut self.by_ratio, ratio);
            bet_sign(&mut self.by_sign, ratio > MARGIN);
            (self.canary, self.stable) = Default::default();
        }
    }

    /// ln E after the windows so far.
    #[must_use]
    pub fn ln_e(&self) -> f64 {
        ln_mean(&[ln_mean(&self.by_ratio), ln_mean(&self.by_sign)])
    }
}

fn bet_ratio(sums: &mut [f64; 3], ratio: f64) {
    for (sum, wager) in sums.iter_mut().zip(OF_RATIO) {
        *sum += ln(1.0 - wager + wager * (ratio / MARGIN));
    }
}

fn bet_sign(sums: &mut [f64; 3], above: bool) {
    for (sum, wager) in sums.iter_mut().zip(OF_SIGN) {
        *sum += ln(if above { 1.0 + wager } else { 1.0 - wager });
    }
}

/// ln E of the bets on how much slower, after each ratio of means.
#[must_use]
pub fn mean_ratio(ratios: &[f64]) -> Vec<f64> {
    let mut sums = [0.0; 3];
    let mut figures = Vec::with_capacity(ratios.len());
    for ratio in ratios {
        bet_ratio(&mut sums, *ratio);
        figures.push(ln_mean(&sums));
    }
    figures
}

/// ln E of the bets on whether it is slower, after each comparison; `None` where there was nothing to compare.
#[must_use]
pub fn sign(above: &[Option<bool>]) -> Vec<f64> {
    let mut sums = [0.0; 3];
    let mut figures = Vec::with_capacity(above.len());
    for above in above {
        if let Some(above) = above {
            bet_sign(&mut sums, *above);
        }
        figures.push(ln_mean(&sums));
    }
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(minutes: usize, canary: f64, stable: f64) -> f64 {
        let mut pool = Pool::default();
        (0..minutes).for_each(|_| pool.add((30.0, canary), (570.0, stable)));
        pool.ln_e()
    }

    #[test]
    fn a_difference_below_a_millisecond_is_no_regression() {
        // ten times as long, and 0.9 ms more
        assert!(after(60, 1.0, 0.1) < 0.0);
        assert_eq!(after(60, 1.0, 0.1), after(60, 0.1, 0.1));
        assert_eq!(after(60, 1.099, 0.1), after(60, 0.1, 0.1));
    }

    #[test]
    fn a_millisecond_more_is_compared_by_the_ratio() {
        assert_eq!(after(3, 3.0, 2.0), {
            let ratios = mean_ratio(&[1.5; 3]);
            let signs = sign(&[Some(true); 3]);
            ln_mean(&[ratios[2], signs[2]])
        });
        assert!(after(60, 1.2, 0.1) > 20_f64.ln());
        // a millisecond of a second is within the margin
        assert!(after(60, 1001.0, 1000.0) < 0.0);
    }

    #[test]
    fn a_canary_that_is_faster_stays_faster() {
        assert!(after(5, 0.1, 0.9) < after(5, 0.9, 0.9));
    }
}
