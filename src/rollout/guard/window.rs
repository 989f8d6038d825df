//! A minute of both versions.

/// One minute: the calls of the canary and of stable in that same minute, and how many of each were bad.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Window {
    /// Calls of the canary.
    pub canary: f64,
    /// How many of them were bad.
    pub canary_bad: f64,
    /// Calls of stable.
    pub stable: f64,
    /// How many of them were bad.
    pub stable_bad: f64,
}

impl Window {
    /// Of whole counts, in the order of the vectors: canary, bad, stable, bad.
    #[must_use]
    pub fn of([canary, canary_bad, stable, stable_bad]: [u32; 4]) -> Self {
        Self {
            canary: canary.into(),
            canary_bad: canary_bad.into(),
            stable: stable.into(),
            stable_bad: stable_bad.into(),
        }
    }

    /// The same with the versions exchanged.
    #[must_use]
    pub const fn turned(self) -> Self {
        Self { canary: self.stable, canary_bad: self.stable_bad, stable: self.canary, stable_bad: self.canary_bad }
    }
}
