//! What a run had changed when it ended.

/// Something that was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// Not typed yet.
    Untyped(String),
}

impl Changed {
    /// In words.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Untyped(text) => text.clone(),
        }
    }
}
