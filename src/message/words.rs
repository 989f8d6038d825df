//! What each language makes of a problem.

/// The sentence of a problem, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// What happened, and why.
    pub message: String,
    /// What to do next.
    pub hint: Option<String>,
}

impl Words {
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(super) fn maybe_hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint;
        self
    }
}

/// A sentence without advice.
pub(super) fn say(message: impl Into<String>) -> Words {
    Words { message: message.into(), hint: None }
}
