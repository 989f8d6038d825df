//! The states of a rollout, in one table.

pub use crate::message::rollout::State;
use State::{
    Aborted, Advancing, Done, Extended, Gate, Holding, Interrupted, Paused, RolledBack, RollingBack, Scheduled, Warming,
};

/// From which state to which others; a state may also stay what it is.
pub const TABLE: [(State, &[State]); 12] = [
    (Scheduled, &[Holding, Extended, Warming, Gate, Paused, Interrupted, Advancing, RollingBack, Aborted]),
    (Holding, &[Scheduled, Extended, Warming, Gate, Paused, Interrupted, Advancing, RollingBack, Aborted]),
    (Extended, &[Scheduled, Holding, Warming, Gate, Paused, Interrupted, Advancing, RollingBack, Aborted]),
    (Warming, &[Scheduled, Holding, Extended, Gate, Paused, Interrupted, Advancing, RollingBack, Aborted]),
    (Gate, &[Scheduled, Holding, Extended, Warming, Paused, Interrupted, Advancing, RollingBack, Aborted]),
    (Paused, &[Scheduled, Holding, Extended, Warming, Gate, Interrupted, Advancing, RollingBack, Aborted]),
    (Interrupted, &[Scheduled, Holding, Extended, Warming, Gate, Paused, Advancing, RollingBack, Aborted]),
    (Advancing, &[Holding, Paused, Interrupted, RollingBack, Done, Aborted]),
    (RollingBack, &[Paused, Interrupted, RolledBack, Aborted]),
    (Done, &[]),
    (RolledBack, &[]),
    (Aborted, &[]),
];

impl State {
    /// Whether the table has this way.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        self == next || TABLE.iter().any(|(from, ways)| *from == self && ways.contains(&next))
    }

    /// Whether the rollout is over.
    #[must_use]
    pub const fn ended(self) -> bool {
        matches!(self, Done | RolledBack | Aborted)
    }

    /// Whether it waits for a person.
    #[must_use]
    pub const fn waits_for_a_person(self) -> bool {
        matches!(self, Gate | Paused | Interrupted)
    }

    /// As programs see it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Scheduled => "scheduled",
            Holding => "holding",
            Extended => "extended",
            Warming => "warming",
            Gate => "gate",
            Paused => "paused",
            Interrupted => "interrupted",
            Advancing => "advancing",
            RollingBack => "rollingBack",
            Done => "done",
            RolledBack => "rolledBack",
            Aborted => "aborted",
        }
    }
}
