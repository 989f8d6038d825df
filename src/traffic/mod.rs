//! Who gets what of an alias's traffic: shares, routings, and which version counts as stable.

pub mod routing;
pub mod share;
pub mod stable;
