//! What a decision has done.

/// What is done next. One decision does at most one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Nothing.
    Wait,
    /// A version is published, which is the canary.
    Publish,
    /// The canary gets the weight of a step, or the callers that it names, counted from 0.
    Advance {
        /// Which.
        step: usize,
    },
    /// The canary takes over: the end of the policy.
    Finish,
    /// All traffic goes back to the recorded routing.
    RollBack,
    /// Nothing moves until a person decides.
    Pause,
    /// Nothing is written, since someone else changed the routing.
    Interrupt,
    /// The rollout ends, and the routing stays as it is.
    Abort,
    /// A hook is asked.
    Ask,
    /// Provisioned concurrency is asked for.
    Warm,
}

impl Act {
    /// Whether it changes something that the journal has to confirm.
    #[must_use]
    pub const fn confirmed(self) -> bool {
        match self {
            Self::Publish | Self::Advance { .. } | Self::Finish | Self::RollBack => true,
            Self::Wait | Self::Pause | Self::Interrupt | Self::Abort | Self::Ask | Self::Warm => false,
        }
    }

    /// As programs and journals have it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Wait => "wait",
            Self::Publish => "publish",
            Self::Advance { .. } => "advance",
            Self::Finish => "finish",
            Self::RollBack => "rollBack",
            Self::Pause => "pause",
            Self::Interrupt => "interrupt",
            Self::Abort => "abort",
            Self::Ask => "ask",
            Self::Warm => "warm",
        }
    }

    /// Of a journal.
    #[must_use]
    pub fn named(word: &str, step: Option<usize>) -> Option<Self> {
        let plain = [
            Self::Wait,
            Self::Publish,
            Self::Finish,
            Self::RollBack,
            Self::Pause,
            Self::Interrupt,
            Self::Abort,
            Self::Ask,
            Self::Warm,
        ];
        match (word, step) {
            ("advance", Some(step)) => Some(Self::Advance { step }),
            _ => plain.into_iter().find(|act| act.word() == word),
        }
    }
}
