//! What is wrong with `routes`.

use serde::Serialize;

use super::Code;
use crate::message::given::Given;
use crate::message::routing::Rule;

/// What is wrong with `routes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(tag = "about", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum RouteProblem {
    /// An entry is no rule.
    Entry {
        /// Where it is.
        input: String,
        /// What it is.
        given: Given,
        /// Why.
        why: NotARoute,
    },
    /// Two rules take the same requests.
    Meet {
        /// One.
        one: Rule,
        /// The other.
        other: Rule,
    },
    /// Weights and rules exclude each other.
    Traffic,
    /// Publishing moves what the rules lead to.
    Publish,
}

/// Why an entry of `routes` is no rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum NotARoute {
    /// It is neither text nor a map.
    Kind,
    /// The text has no `=`.
    NoValue,
    /// Not a name of a header.
    Header,
    /// The value is empty, or has blanks around it or control characters.
    Value,
    /// Header and value are longer than a routing key may be.
    TooLong,
    /// Not a range of whole numbers.
    Range,
    /// No number is in the range.
    EmptyRange,
    /// Neither `latest` nor the number of a version.
    Version,
    /// Not one of `exact` and `range`.
    OneTest,
}

impl RouteProblem {
    /// The stable name.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::Entry { .. } | Self::Meet { .. } => Code::InvalidRoutes,
            Self::Traffic | Self::Publish => Code::RoutesExclude,
        }
    }
}
