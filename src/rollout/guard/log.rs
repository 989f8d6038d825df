//! Logarithms, the same on every platform.

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
