//! The statistics of a rollout: does the canary fail more often than stable, is it shown to be healthy, and does something
//! fail that both share?
//!
//! Every metric is "bad calls out of calls", per version and minute. Evidence is a number E that a healthy canary rarely lets
//! grow: the chance that E ever reaches 1/α is at most α, at whatever moments it is looked at. All functions give ln E, the
//! natural logarithm, since E itself becomes larger than a number can hold.
//!
//! `ln` and `exp` come from the crate `libm` on every platform: the standard library's may differ in the last bit, and a
//! decision must not depend on where it was made.

mod case;
mod combine;
mod compare;
mod dispersion;
mod healthy;
mod latency;
mod outage;
mod split;

pub use case::figures_of;
pub use combine::combine;
pub use compare::{Comparison, RATIOS, compare};
pub use dispersion::{Dispersion, dispersion};
pub use healthy::{Health, healthy, tolerance};
pub use latency::{Pool, mean_ratio, sign};
pub use outage::outage;
pub use split::{Split, split};

/// One minute: the calls of the canary and of stable in that same minute, and how many of each were bad.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Window {
    /// Calls of the canary.
    pub canary: f64,
    /// How many of them were bad.
    pub canary_bad: f64,
    /// Calls of stable.
    pub stable: f64,
    /// How many of them were bad.
    pub stable_bad: f64,
}

impl Window {
    /// Of whole counts, in the order of the vectors: canary, bad, stable, bad.
    #[must_use]
    pub fn of([canary, canary_bad, stable, stable_bad]: [u32; 4]) -> Self {
        Self {
            canary: canary.into(),
            canary_bad: canary_bad.into(),
            stable: stable.into(),
            stable_bad: stable_bad.into(),
        }
    }

    /// The same with the versions exchanged.
    #[must_use]
    pub const fn turned(self) -> Self {
        Self { canary: self.stable, canary_bad: self.stable_bad, stable: self.canary, stable_bad: self.canary_bad }
    }
}

/// The natural logarithm, the same on every platform.
pub(super) fn ln(value: f64) -> f64 {
    libm::log(value)
}

/// `ln Σ e^term`, without overflow.
pub(super) fn ln_sum(terms: &[f64]) -> f64 {
    let most = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if most == f64::NEG_INFINITY {
        return most;
    }
    let mut sum = 0.0;
    for term in terms {
        sum += libm::exp(term - most);
    }
    most + ln(sum)
}

/// `ln` of the mean of `e^term`.
pub(super) fn ln_mean(terms: &[f64]) -> f64 {
    ln_sum(terms) - ln(terms.len() as f64)
}
