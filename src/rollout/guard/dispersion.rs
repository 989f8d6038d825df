//! How much more bad calls scatter than chance alone would make them: φ, at least 1.
//!
//! One failure may be counted three times (asynchronous calls are tried again), and failures come in clusters. The plain
//! comparison takes such a cluster for evidence. Stable's own minutes tell how strong this is: of each two adjacent minutes the
//! bad calls should be divided as the calls are. φ is the mean of the squared deviations, each at most 10, and begins as if 20
//! pairs of minutes with the value 2 had been seen. The evidence of a minute counts to the power η = 1/φ, where φ is what was
//! known before that minute.

/// The value that is assumed before anything was seen.
const PRIOR: f64 = 2.0;
/// How many pairs of minutes that counts as.
const WEIGHT: f64 = 20.0;
/// What a pair of minutes counts at most.
const CAP: f64 = 10.0;

/// φ while windows of stable are added in order.
#[derive(Debug, Clone, Default)]
pub struct Dispersion {
    sum: f64,
    pairs: f64,
    last: Option<(f64, f64)>,
}

impl Dispersion {
    /// From the windows so far.
    #[must_use]
    pub fn phi(&self) -> f64 {
        ((WEIGHT * PRIOR + self.sum) / (WEIGHT + self.pairs)).max(1.0)
    }

    /// One more window of stable: calls, and how many of them were bad.
    pub fn add(&mut self, calls: f64, bad: f64) {
        if let Some((calls_before, bad_before)) = self.last.replace((calls, bad)) {
            let both = bad + bad_before;
            if both > 0.0 && calls > 0.0 && calls_before > 0.0 {
                let share = calls / (calls + calls_before);
                let away = bad - both * share;
                self.sum += (away * away / (both * share * (1.0 - share))).min(CAP);
                self.pairs += 1.0;
            }
        }
    }
}

/// φ before each window, and after the last.
#[must_use]
pub fn dispersion(series: &[(f64, f64)]) -> Vec<f64> {
    let mut dispersion = Dispersion::default();
    let mut figures = vec![dispersion.phi()];
    for (calls, bad) in series {
        dispersion.add(*calls, *bad);
        figures.push(dispersion.phi());
    }
    figures
}
