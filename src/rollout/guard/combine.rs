//! Evidence of several metrics and functions as one: the mean of their E by the wagers, which add up to 1. It holds whatever
//! the metrics have to do with each other.

use super::log::{ln, ln_sum};

/// `ln Σ wager · E`. A wager of 0 takes no part.
#[must_use]
pub fn combine(parts: &[(f64, f64)]) -> f64 {
    let taking_part = parts.iter().filter(|(wager, _)| *wager > 0.0);
    ln_sum(&taking_part.map(|(wager, ln_e)| ln(*wager) + ln_e).collect::<Vec<f64>>())
}
