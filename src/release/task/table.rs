//! The states of a task, and every way from one to the next, in one table.
//!
//! A task is one question to the API, or one step of a plan with the looking that follows it. What each state *does* on
//! entering stands beside it; who decides which event has happened is `task/`, who performs it is the shell.

/// Where a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Not begun.
    Ready,
    /// An earlier run broke off while publishing; the call that looks for its trace is in flight.
    FindEarlier,
    /// Waiting before looking for it again.
    FindEarlierWait,
    /// What it rests on was read some time ago; the call that reads the next part of it again is in flight.
    Recheck,
    /// Waiting before reading it again: a call met trouble, or someone else's change is under way.
    RecheckWait,
    /// Its entry in the journal is being written; only then may it write.
    Recording,
    /// Its call is in flight.
    Call,
    /// Waiting before the same call again.
    CallWait,
    /// Written; the call that looks whether it took effect is in flight.
    Verify,
    /// Waiting before looking again.
    VerifyWait,
    /// The answer to a call that must not be repeated was lost; the call that looks for its trace is in flight.
    FindLost,
    /// Waiting before searching again.
    FindLostWait,
    /// It is true now.
    Done,
    /// It is not, and the task's error says why.
    Failed,
}

/// What can happen to a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// Begin a question: just ask.
    Ask,
    /// Begin a step that writes.
    Begin,
    /// Begin a step that writes, or send it again, with a look at what it rests on.
    Recheck,
    /// Begin a step that publishes, with a look for what an earlier run may have published.
    Seek,
    /// Begin a step that only waits.
    Await,
    /// What it rests on is as it was.
    Unchanged,
    /// The journal has the entry.
    Recorded,
    /// The journal can't take the entry.
    Unrecorded,
    /// The question is answered.
    Answered,
    /// More pages of the answer are to come, or there is more to look at.
    More,
    /// The write is accepted.
    Accepted,
    /// FailureClass that may pass, with tries left.
    Again,
    /// Turned away before anything was done (too many calls, a wrong clock): the same call as soon as it may go.
    Deferred,
    /// The answer was lost, and trying again might do it twice.
    Unsure,
    /// Refused for good, or no tries left.
    Refused,
    /// What was written is true.
    Settled,
    /// Not yet.
    NotYet,
    /// It will never be.
    Broken,
    /// The trace of the lost call is there.
    Found,
    /// It is not there, yet.
    NotFound,
    /// It is not there, and can't appear any more: it never was.
    Absent,
    /// The pause is over.
    Due,
    /// The pause is over, and so is the time.
    Late,
    /// The person wants to stop; a call meets it only while it is not sent.
    Stop,
}

/// What entering the next state means for the outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// Append to the journal.
    Record,
    /// Send the task's own call.
    Call,
    /// Send the call that looks.
    Check,
    /// Send the call that searches.
    Search,
    /// Sleep.
    Pause,
    /// End well.
    Finish,
    /// End with an error.
    Fail,
}

use Act as A;
use Event as E;
use State as S;

/// Every transition. What does not stand here does not happen.
#[rustfmt::skip]
pub const TABLE: &[(State, Event, State, Act)] = &[
    // from          on              to              does
    (S::Ready,            E::Ask,        S::Call,             A::Call),
    (S::Ready,            E::Await,      S::Verify,           A::Check),
    (S::Ready,            E::Begin,      S::Recording,        A::Record),
    (S::Ready,            E::Recheck,    S::Recheck,          A::Check),
    (S::Ready,            E::NotYet,     S::CallWait,         A::Pause),
    (S::Ready,            E::Seek,       S::FindEarlier,      A::Search),
    (S::Ready,            E::Stop,       S::Failed,           A::Fail),

    (S::Recheck,          E::Unchanged,  S::Recording,        A::Record),
    (S::Recheck,          E::Recorded,   S::Call,             A::Call),
    (S::Recheck,          E::Found,      S::Verify,           A::Check),
    (S::Recheck,          E::More,       S::Recheck,          A::Check),
    (S::Recheck,          E::Deferred,   S::Recheck,          A::Check),
    (S::Recheck,          E::NotYet,     S::RecheckWait,      A::Pause),
    (S::Recheck,          E::Again,      S::RecheckWait,      A::Pause),
    (S::Recheck,          E::Broken,     S::Failed,           A::Fail),
    (S::Recheck,          E::Refused,    S::Failed,           A::Fail),
    (S::Recheck,          E::Stop,       S::Failed,           A::Fail),

    (S::RecheckWait,      E::Due,        S::Recheck,          A::Check),
    (S::RecheckWait,      E::Late,       S::Failed,           A::Fail),
    (S::RecheckWait,      E::Stop,       S::Failed,           A::Fail),

    (S::FindEarlier,      E::Found,      S::Verify,           A::Check),
    (S::FindEarlier,      E::NotFound,   S::FindEarlierWait,  A::Pause),
    (S::FindEarlier,      E::Again,      S::FindEarlierWait,  A::Pause),
    (S::FindEarlier,      E::Deferred,   S::FindEarlier,      A::Search),
    (S::FindEarlier,      E::Refused,    S::Failed,           A::Fail),
    (S::FindEarlier,      E::Stop,       S::Failed,           A::Fail),

    (S::FindEarlierWait,  E::Due,        S::FindEarlier,      A::Search),
    (S::FindEarlierWait,  E::Absent,     S::Recording,        A::Record),
    (S::FindEarlierWait,  E::Recheck,    S::Recheck,          A::Check),
    (S::FindEarlierWait,  E::Stop,       S::Failed,           A::Fail),

    (S::Recording,        E::Recorded,   S::Call,             A::Call),
    // others wrote before this run had its turn: what it rests on is looked at again
    (S::Recording,        E::Recheck,    S::Recheck,          A::Check),
    (S::Recording,        E::Seek,       S::FindEarlier,      A::Search),
    (S::Recording,        E::Begin,      S::Recording,        A::Record),
    (S::Recording,        E::Unrecorded, S::Failed,           A::Fail),
    (S::Recording,        E::Stop,       S::Failed,           A::Fail),

    (S::Call,             E::Answered,   S::Done,             A::Finish),
    (S::Call,             E::More,       S::Call,             A::Call),
    (S::Call,             E::Accepted,   S::Verify,           A::Check),
    (S::Call,             E::Again,      S::CallWait,         A::Pause),
    (S::Call,             E::Deferred,   S::Call,             A::Call),
    (S::Call,             E::Unsure,     S::FindLost,         A::Search),
    (S::Call,             E::Refused,    S::Failed,           A::Fail),
    (S::Call,             E::Stop,       S::Failed,           A::Fail),

    (S::CallWait,         E::Due,        S::Call,             A::Call),
    (S::CallWait,         E::Recheck,    S::Recheck,          A::Check),
    (S::CallWait,         E::Late,       S::Failed,           A::Fail),
    (S::CallWait,         E::Stop,       S::Failed,           A::Fail),

    (S::Verify,           E::Settled,    S::Done,             A::Finish),
    (S::Verify,           E::More,       S::Verify,           A::Check),
    (S::Verify,           E::NotYet,     S::VerifyWait,       A::Pause),
    (S::Verify,           E::Again,      S::VerifyWait,       A::Pause),
    (S::Verify,           E::Deferred,   S::Verify,           A::Check),
    (S::Verify,           E::Broken,     S::Failed,           A::Fail),
    (S::Verify,           E::Refused,    S::Failed,           A::Fail),

    (S::VerifyWait,       E::Due,        S::Verify,           A::Check),
    (S::VerifyWait,       E::Settled,    S::Done,             A::Finish),
    (S::VerifyWait,       E::Late,       S::Failed,           A::Fail),
    (S::VerifyWait,       E::Stop,       S::Failed,           A::Fail),

    (S::FindLost,         E::Found,      S::Verify,           A::Check),
    (S::FindLost,         E::NotFound,   S::FindLostWait,     A::Pause),
    (S::FindLost,         E::Again,      S::FindLostWait,     A::Pause),
    (S::FindLost,         E::Deferred,   S::FindLost,         A::Search),
    (S::FindLost,         E::Refused,    S::Failed,           A::Fail),

    (S::FindLostWait,     E::Due,        S::FindLost,         A::Search),
    (S::FindLostWait,     E::Late,       S::Failed,           A::Fail),
    (S::FindLostWait,     E::Stop,       S::Failed,           A::Fail),
];

/// The next state and what it does; `None` where the event means nothing in that state.
#[must_use]
pub fn next(state: State, event: Event) -> Option<(State, Act)> {
    TABLE.iter().find(|(from, on, ..)| *from == state && *on == event).map(|(_, _, to, act)| (*to, *act))
}

impl State {
    /// Whether nothing more happens.
    #[must_use]
    pub const fn ended(self) -> bool {
        matches!(self, Self::Done | Self::Failed)
    }

    /// Whether its call looks what became of a write; that is done even when nothing else is sent any more.
    #[must_use]
    pub const fn looks(self) -> bool {
        matches!(self, Self::Verify | Self::FindLost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_and_event_has_one_way_on() {
        for (index, (from, on, ..)) in TABLE.iter().enumerate() {
            assert!(
                !TABLE.iter().take(index).any(|(other, event, ..)| other == from && event == on),
                "{from:?} on {on:?} stands twice"
            );
        }
    }

    #[test]
    fn every_state_is_reached_and_left() {
        for (state, ..) in TABLE {
            assert!(
                *state == State::Ready || TABLE.iter().any(|(.., to, _)| to == state),
                "{state:?} is never reached"
            );
        }
        for (.., to, _) in TABLE {
            assert!(to.ended() || TABLE.iter().any(|(from, ..)| from == to), "{to:?} is never left");
        }
    }

    #[test]
    fn waiting_can_always_be_ended() {
        for state in [State::RecheckWait, State::CallWait, State::VerifyWait, State::FindLostWait] {
            for event in [Event::Due, Event::Late, Event::Stop] {
                assert!(next(state, event).is_some(), "{state:?} on {event:?}");
            }
        }
    }

    #[test]
    fn nothing_is_written_before_the_journal_has_it() {
        for (from, on, to, act) in TABLE {
            if *act == Act::Call && *to == State::Call && *from == State::Ready {
                assert_eq!(*on, Event::Ask, "only questions are asked without an entry");
            }
        }
    }
}
