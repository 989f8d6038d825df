//! What follows when the steps of a run are over.

/// Whether a run that took over has looked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// It has, or need not.
    No,
    /// It is to, when its own steps are over.
    Due,
    /// It waits for the other run's calls to be over.
    Waiting,
}

/// How far the look is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Afterwards {
    /// Not begun.
    Due,
    /// Calls are under way.
    Looking,
    /// Over, or not desired.
    Over,
}
