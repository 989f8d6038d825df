//! Do the calls arrive as the weight says?
//!
//! A sequential test of the sample ratio (Lindon and Malek 2022): how much better a split that is learnt from the calls
//! explains them than the split of the weight does. ln E ≥ ln 1000 says that the weight isn't obeyed, or that calls come past
//! the alias. It is no sign of illness by itself.

use super::log::ln;

/// Counts that are watched, per version.
#[derive(Debug, Clone)]
pub struct Split {
    null: Vec<f64>,
    /// What is believed of the split: the parameters of a Dirichlet distribution.
    belief: Vec<f64>,
    learnt: f64,
    expected: f64,
}

impl Split {
    /// Of the shares that are expected, and how firmly: the belief before anything was seen.
    #[must_use]
    pub fn new(null: Vec<f64>, belief: Vec<f64>) -> Self {
        Self { null, belief, learnt: 0.0, expected: 0.0 }
    }

    /// For a canary of this weight, whose belief is as firm as a hundred calls.
    #[must_use]
    pub fn of_weight(weight: f64) -> Self {
        let shares = vec![weight, 1.0 - weight];
        Self::new(shares.clone(), shares.iter().map(|share| share * 100.0).collect())
    }

    /// One more window: calls per version.
    pub fn add(&mut self, counts: &[f64]) {
        let all: f64 = counts.iter().sum();
        let belief: f64 = self.belief.iter().sum();
        let ways = counts.iter().fold(lgamma(all + 1.0), |ways, count| ways - lgamma(count + 1.0));
        self.learnt += ways + lgamma(belief) - lgamma(belief + all);
        self.expected += ways;
        for ((count, believed), null) in counts.iter().zip(&mut self.belief).zip(&self.null) {
            self.learnt += lgamma(*believed + count) - lgamma(*believed);
            if *count > 0.0 {
                self.expected += count * ln(*null);
            }
            *believed += count;
        }
    }

    /// ln E after the windows so far.
    #[must_use]
    pub const fn ln_e(&self) -> f64 {
        self.learnt - self.expected
    }

    /// The logarithms of what both explain: the learnt split, and the expected one.
    #[must_use]
    pub const fn explained(&self) -> (f64, f64) {
        (self.learnt, self.expected)
    }
}

fn lgamma(value: f64) -> f64 {
    libm::lgamma(value)
}

/// ln E after each window of counts.
#[must_use]
pub fn split(counts: &[Vec<f64>], null: Vec<f64>, belief: Vec<f64>) -> Vec<f64> {
    let mut split = Split::new(null, belief);
    let mut figures = Vec::with_capacity(counts.len());
    for window in counts {
        split.add(window);
        figures.push(split.ln_e());
    }
    figures
}
