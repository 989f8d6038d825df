//! Where following a log continues.

use serde::Serialize;

use crate::error::Error;
use crate::json::Json;
use crate::message::problem::ArgsProblem;
use crate::traffic::routing::Version;

/// Rows that were returned, and where to continue. Its text is opaque: pass it back unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cursor {
    /// In seconds.
    pub from: u64,
    /// Ids of rows that were returned, with their start times.
    pub seen: Vec<(String, u64)>,
    /// The versions whose rows were read.
    pub versions: Vec<Version>,
}

impl Cursor {
    /// Reads a cursor's text.
    ///
    /// # Errors
    /// `InvalidCursor`.
    pub fn read(text: &str) -> Result<Self, Error> {
        let read = || {
            let value = Json::from_json(text).ok()?;
            let list = |name: &str| match value.get(name) {
                Some(Json::List(items)) => Some(items),
                _ => None,
            };
            let pair = |item: &Json<'_>| match item {
                Json::List(pair) => Some((pair.first()?.to_text()?, pair.get(1)?.whole()?)),
                _ => None,
            };
            let seen = list("seen")?.iter().map(pair);
            let versions = list("versions")?.iter().map(|name| name.to_text().map(|name| Version::named(&name)));
            Some(Self {
                from: value.get("from")?.whole()?,
                seen: seen.collect::<Option<_>>()?,
                versions: versions.collect::<Option<_>>()?,
            })
        };
        read().ok_or_else(|| Error::usage(ArgsProblem::Cursor))
    }

    /// As text.
    #[must_use]
    pub fn text(&self) -> String {
        // strings and numbers can't fail to be serialised
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether a row was returned.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.seen.iter().any(|(seen, _)| seen == id)
    }
}
