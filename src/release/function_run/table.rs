//! The states of a function's run, and every way from one to the next, in one table.
//!
//! What is done on the way (an alias is read, a step begins) is decided by `machine/execution.rs` and what is under it;
//! what a function may be at, and what can follow, is decided here.

/// What a function is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum State {
    /// The next step may begin, where there is one.
    #[default]
    Ready,
    /// A step is under way.
    Stepping,
    /// A step failed, or the run was stopped: no further step begins.
    Ended,
    /// Its group failed: the current state is being read, since others may have written.
    Reading,
    /// Its group failed: a step restores its routing.
    Restoring,
    /// Its group failed: nothing of its routing had been touched.
    Untouched,
    /// Its group failed: its routing is as it was; where its code was replaced, with no more for it than was asked.
    Restored,
    /// Its group failed: its routing could not be restored.
    NotRestored,
}

/// What can happen to a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A step begins.
    Begin,
    /// The step is done.
    Done,
    /// The step failed, and the steps behind it are carried out all the same.
    Spared,
    /// The step failed; or what a takeover looked for again can't be put right.
    Failed,
    /// The run was stopped before the next step, or refused the function.
    Stop,
    /// Its group failed: the current state is read.
    Read,
    /// Its group failed, and there is nothing to restore.
    Keep,
    /// Its group failed: a step that restores begins.
    Restore,
    /// Its group failed, and the alias is as it was.
    Same,
    /// Its group failed, and its routing can't be restored now.
    GiveUp,
}

use Event as E;
use State as S;

/// Every transition. What is not here does not happen.
#[rustfmt::skip]
pub const TABLE: &[(State, Event, State)] = &[
    // from            on           to
    (S::Ready,         E::Begin,    S::Stepping),
    (S::Ready,         E::Stop,     S::Ended),
    (S::Ready,         E::Failed,   S::Ended),

    (S::Stepping,      E::Done,     S::Ready),
    (S::Stepping,      E::Spared,   S::Ready),
    (S::Stepping,      E::Failed,   S::Ended),

    // its group failed
    (S::Ready,         E::Read,     S::Reading),
    (S::Ended,         E::Read,     S::Reading),

    (S::Ready,         E::Keep,     S::Untouched),
    (S::Ended,         E::Keep,     S::Untouched),
    (S::Reading,       E::Keep,     S::Untouched),

    (S::Ready,         E::Restore,  S::Restoring),
    (S::Ended,         E::Restore,  S::Restoring),
    (S::Reading,       E::Restore,  S::Restoring),

    (S::Ready,         E::Same,     S::Restored),
    (S::Ended,         E::Same,     S::Restored),
    (S::Reading,       E::Same,     S::Restored),

    (S::Ready,         E::GiveUp,   S::NotRestored),
    (S::Ended,         E::GiveUp,   S::NotRestored),
    (S::Reading,       E::GiveUp,   S::NotRestored),

    (S::Restoring,     E::Done,     S::Restored),
    (S::Restoring,     E::Failed,   S::NotRestored),
];

/// The next state; `None` where the event means nothing in that state.
#[must_use]
pub fn next(state: State, event: Event) -> Option<State> {
    TABLE.iter().find(|(from, on, _)| *from == state && *on == event).map(|(.., to)| *to)
}

impl State {
    /// Whether a step of it is under way.
    #[must_use]
    pub const fn busy(self) -> bool {
        matches!(self, Self::Stepping | Self::Restoring)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_and_event_has_one_way_on() {
        for (index, (from, on, _)) in TABLE.iter().enumerate() {
            let twice = TABLE.iter().take(index).any(|(other, event, _)| other == from && event == on);
            assert!(!twice, "{from:?} on {on:?} is there twice");
        }
    }

    #[test]
    fn every_state_but_the_first_is_reached() {
        for (state, ..) in TABLE {
            let reached = TABLE.iter().any(|(.., to)| to == state);
            assert!(*state == State::Ready || reached, "{state:?} is never reached");
        }
    }

    #[test]
    fn a_function_of_a_failed_group_ends_in_one_of_three_ways_and_stays_there() {
        for end in [State::Untouched, State::Restored, State::NotRestored] {
            assert!(TABLE.iter().all(|(from, ..)| *from != end), "{end:?} is left");
        }
    }

    #[test]
    fn nothing_begins_while_a_step_is_under_way() {
        for event in [Event::Begin, Event::Restore, Event::Read] {
            for state in [State::Stepping, State::Restoring] {
                assert_eq!(next(state, event), None, "{state:?} on {event:?}");
            }
        }
    }
}
