//! Who gets what of an alias's traffic: shares, routings, and which version counts as stable.

pub mod reach;
pub mod routing;
pub mod rule;
pub mod share;
pub mod stable;
pub mod version;
