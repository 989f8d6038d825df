//! Is it an outage that both versions share?
//!
//! A window is set aside where stable itself fails far more than in its past: in the window alone or in a run of 2, 3 or 5
//! windows around it there are at least three bad calls, and more than four deviations and three calls above what the past
//! foretells; the window itself has to be above it too. Such windows say nothing about the canary's health, and the time of
//! a step does not pass in them. The comparison with stable goes on: it does not see what both share.

const LENGTHS: [usize; 4] = [1, 2, 3, 5];
const LONGEST: usize = 5;
/// How many bad calls there are at least, and how many above four deviations.
const LEAST: f64 = 3.0;

/// Which windows are set aside; later ones may set aside earlier ones. `series`: stable's calls and how many were bad;
/// `base`: the share of stable's calls that failed before the rollout; `phi`: the dispersion, one for each window.
#[must_use]
pub fn outage(series: &[(f64, f64)], base: f64, phi: &[f64]) -> Vec<bool> {
    let mut aside = vec![false; series.len()];
    let above = |(calls, bad): (f64, f64)| bad > calls * base;
    for start in 0..series.len() {
        let (mut calls, mut bad) = (0.0, 0.0);
        let run = series.get(start..series.len().min(start + LONGEST)).unwrap_or_default();
        for (index, window) in run.iter().enumerate() {
            calls += window.0;
            bad += window.1;
            let foretold = calls * base;
            // nearly all runs are below that already, and a root takes time
            if bad <= foretold + LEAST {
                continue;
            }
            let length = index + 1;
            let phi = phi.get(start + index).copied().unwrap_or(1.0);
            if LENGTHS.contains(&length) && bad > foretold + 4.0 * (phi * foretold).sqrt() + LEAST {
                for (place, window) in aside.iter_mut().skip(start).zip(run).take(length) {
                    *place |= above(*window);
                }
            }
        }
    }
    aside
}
