//! What judged figures tell, as programs get it.

use serde::Serialize;

use crate::message::rollout::Blind;
use crate::rollout::figures::Metric;
use crate::rollout::judge::Judged;
use crate::rollout::number::twelve_digits;

/// Of a function. Figures that are no counts are text of twelve digits, the same on every platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RolloutFigures"))]
pub struct FunctionFigures {
    /// Its key.
    pub key: String,
    /// Whether the canary is shown to be healthy for the next weight.
    pub healthy: bool,
    /// ln E for its health.
    pub health: String,
    /// The share of bad calls that the next weight tolerates.
    pub tolerance: String,
    /// φ, how much bad calls scatter.
    pub phi: String,
    /// Whether the newest minute belongs to an outage that both versions share.
    pub outage: bool,
    /// Why the figures don't tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub blind: Option<Blind>,
    /// By metric.
    pub metrics: Vec<MetricFigures>,
}

/// Of a metric: calls of both versions in the same minutes, and how many of them were bad. Of means, the newest mean durations in
/// milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RolloutMetric"))]
pub struct MetricFigures {
    /// Which.
    pub metric: Metric,
    /// Of the canary.
    #[cfg_attr(test, ts(type = "number"))]
    pub calls: u64,
    /// Of the canary.
    #[cfg_attr(test, ts(type = "number"))]
    pub bad: u64,
    /// Of stable.
    #[cfg_attr(test, ts(type = "number"))]
    pub stable_calls: u64,
    /// Of stable.
    #[cfg_attr(test, ts(type = "number"))]
    pub stable_bad: u64,
    /// The evidence against the canary, ln E.
    pub ln_e: String,
}

impl FunctionFigures {
    /// Of what was judged.
    #[must_use]
    pub fn of(function: &Judged) -> Self {
        let metrics = function.metrics.iter().map(|measured| MetricFigures {
            metric: measured.metric,
            calls: measured.sums.canary as u64,
            bad: libm::round(measured.sums.canary_bad) as u64,
            stable_calls: measured.sums.stable as u64,
            stable_bad: libm::round(measured.sums.stable_bad) as u64,
            ln_e: twelve_digits(measured.ln_e),
        });
        Self {
            key: function.key.clone(),
            healthy: function.healthy,
            health: twelve_digits(function.health),
            tolerance: twelve_digits(function.tolerance),
            phi: twelve_digits(function.phi),
            outage: function.outage,
            blind: function.blind,
            metrics: metrics.collect(),
        }
    }
}
