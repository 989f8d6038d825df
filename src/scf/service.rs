//! The products whose APIs are called, each with the version of its API.

/// Functions: all actions but those of the other products.
pub const SCF: (&str, &str) = ("scf", "2018-04-16");
/// Metrics.
pub const MONITOR: (&str, &str) = ("monitor", "2018-07-24");
/// The one action of [`MONITOR`].
pub const METRICS_ACTION: &str = "GetMonitorData";
/// Accounts and permissions.
pub const CAM: (&str, &str) = ("cam", "2019-01-16");
/// The one action of [`CAM`].
pub const APP_ID_ACTION: &str = "GetUserAppId";
/// Logs.
pub const CLS: (&str, &str) = ("cls", "2020-10-16");
/// The one action of [`CLS`].
pub const SEARCH_ACTION: &str = "SearchLog";

/// Whose action it is, and the version of that product's API.
#[must_use]
pub fn of(action: &str) -> (&'static str, &'static str) {
    match action {
        METRICS_ACTION => MONITOR,
        SEARCH_ACTION => CLS,
        APP_ID_ACTION => CAM,
        _ => SCF,
    }
}
