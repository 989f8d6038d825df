//! Function versions, as the API and as people name them.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

/// A function version as the API names it: `$LATEST`, or a published version `1`, `2`, ….
///
/// A plan names each version many times, so a copy shares the text and the number is read once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Version(Name);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Name {
    Latest,
    Numbered(u64, Arc<str>),
    Odd(Arc<str>),
}

impl Version {
    /// The wire name of the editable version.
    pub const LATEST: &'static str = "$LATEST";

    /// `$LATEST`.
    #[must_use]
    pub const fn latest() -> Self {
        Self(Name::Latest)
    }

    /// Of a name in the API's or a person's spelling; `$latest` is taken in any letter case.
    #[must_use]
    pub fn named(name: &str) -> Self {
        let name = name.trim();
        if name.eq_ignore_ascii_case(Self::LATEST) {
            return Self::latest();
        }
        let number = if name.bytes().all(|byte| byte.is_ascii_digit()) { name.parse().ok() } else { None };
        Self(match number {
            Some(number) => Name::Numbered(number, name.into()),
            None => Name::Odd(name.into()),
        })
    }

    /// Whether this is `$LATEST`.
    #[must_use]
    pub const fn is_latest(&self) -> bool {
        matches!(self.0, Name::Latest)
    }

    /// The number of a published version; `None` for `$LATEST` and for a name that is not a number.
    #[must_use]
    pub const fn number(&self) -> Option<u64> {
        match self.0 {
            Name::Numbered(number, _) => Some(number),
            _ => None,
        }
    }

    /// As sent to the API.
    #[must_use]
    pub fn wire(&self) -> &str {
        match &self.0 {
            Name::Latest => Self::LATEST,
            Name::Numbered(_, name) | Name::Odd(name) => name,
        }
    }

    /// As documentation writes it: `$latest`, or the number.
    #[must_use]
    pub fn shown(&self) -> &str {
        if self.is_latest() { "$latest" } else { self.wire() }
    }

    /// As sentences name it: `$latest`, `v7`.
    #[must_use]
    pub fn named_in_text(&self) -> String {
        if self.number().is_some() { ["v", self.wire()].concat() } else { self.shown().to_owned() }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.shown())
    }
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.wire())
    }
}

/// `$LATEST` first, then by number (`10` after `9`), then other names.
impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        let rank = |version: &Self| match version.0 {
            Name::Latest => (0_u8, 0),
            Name::Numbered(number, _) => (1, number),
            Name::Odd(_) => (2, 0),
        };
        rank(self).cmp(&rank(other)).then_with(|| self.wire().cmp(other.wire()))
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
