//! Advice that depends on the situation and not on the error alone.

use super::{Language, Reader, en, zh};

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// The same command again.
    SameCommand,
    /// Not typed yet.
    Untyped(String),
}

impl Hint {
    /// The sentence, for this reader.
    #[must_use]
    pub fn text(&self, Reader { language, host }: Reader) -> String {
        match language {
            Language::En => en::hint(self, host),
            Language::Zh => zh::hint(self, host),
        }
    }
}
