//! Advice that depends on the situation and not on the error alone.

use super::problem::Problem;

/// What ends a run that did not end as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
pub struct Ways {
    /// Whether it can be resumed: else the same command continues it.
    pub resumes: bool,
    /// Whether it was going back itself.
    pub back: bool,
    /// Whether it wrote an alias, or replaced code that users may be on.
    pub shifted: bool,
    /// Its stage.
    pub stage: String,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
pub enum Hint {
    /// The same command again.
    SameCommand,
    /// What ends a run that was stopped.
    Ways(Ways),
    /// Wait for a run that has the lock.
    WaitForRun {
        /// Its stage.
        stage: String,
        /// The seconds after which its turn is over if its machine is gone.
        seconds: Option<u64>,
    },
    /// A permission is missing.
    MissingPermission {
        /// The command that needs it.
        #[cfg_attr(test, arbitrary(value = "x"))]
        command: &'static str,
    },
    /// Calls of the run keep failing.
    ApiDown,
    /// The clock is not why the signature is refused.
    ClockRefused {
        /// How far the API's clock is ahead.
        seconds: i64,
    },
    /// Whether the function ran is not known.
    NotCalledAgain,
    /// The function never worked.
    NeverWorked {
        /// Its key.
        key: String,
        /// Its stage.
        stage: String,
    },
    /// The routing of a function could not be restored.
    NotRestored {
        /// The function's key.
        key: String,
        /// The stage.
        stage: String,
        /// Why.
        why: Box<Problem>,
        /// What ended the run of the function: its advice comes after that.
        then: Box<Problem>,
        /// The same, where it depends on more than that problem.
        advice: Option<Box<Self>>,
    },
}
