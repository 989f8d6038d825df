//! Which function a problem is about.

use serde::Serialize;

/// A function and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Where {
    /// Its name.
    pub function: String,
    /// Its region.
    pub region: String,
    /// Its namespace.
    pub namespace: String,
}
