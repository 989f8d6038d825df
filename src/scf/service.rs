//! The products whose APIs are called, each with the version of its API.

/// Functions: all actions but [`METRICS_ACTION`] and [`APP_ID_ACTION`].
pub const SCF: (&str, &str) = ("scf", "2018-04-16");
/// Metrics.
pub const MONITOR: (&str, &str) = ("monitor", "2018-07-24");
/// The one action of [`MONITOR`].
pub const METRICS_ACTION: &str = "GetMonitorData";
/// Accounts and permissions.
pub const CAM: (&str, &str) = ("cam", "2019-01-16");
/// The one action of [`CAM`].
pub const APP_ID_ACTION: &str = "GetUserAppId";
