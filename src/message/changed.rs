//! What a run had changed when it ended.

use serde::{Serialize, Serializer};

use super::{Language, Reader, StepText, en, reader, zh};
use crate::traffic::routing::Version;

/// Something that was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
pub enum Changed {
    /// A step was carried out.
    Step(Box<StepText>),
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

impl Changed {
    /// In words, for the reader of this moment.
    #[must_use]
    pub fn text(&self) -> String {
        let reader @ Reader { language, .. } = reader().unwrap_or(Reader::DEFAULT);
        match language {
            Language::En => en::changed(self, reader),
            Language::Zh => zh::changed(self, reader),
        }
    }
}

/// A phrase.
impl Serialize for Changed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}
