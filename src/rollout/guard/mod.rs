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
mod log;
mod outage;
mod split;
mod window;

pub use case::figures_of;
pub use combine::combine;
pub use compare::{Comparison, RATIOS, compare};
pub use dispersion::{Dispersion, dispersion};
pub use healthy::{Health, healthy, tolerance};
pub use latency::{Pool, mean_ratio, sign};
pub use outage::outage;
pub use split::{Split, split};
pub use window::Window;
