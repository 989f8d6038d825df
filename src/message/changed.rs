//! What a run had changed when it ended.

use super::step::StepText;
use crate::traffic::routing::Version;

/// Something that was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
pub enum Changed {
    /// A step was carried out.
    Step(Box<StepText>),
    /// A bucket was created.
    Bucket(String),
    /// A version was published.
    Published(Version),
    /// A step was sent; whether it took effect is not known.
    InDoubt {
        /// Which.
        step: Box<StepText>,
        /// Whether the API accepted it.
        accepted: bool,
    },
    /// Of one function among several.
    Of {
        /// Its key.
        function: String,
        /// What was changed.
        changed: Box<Self>,
    },
}
