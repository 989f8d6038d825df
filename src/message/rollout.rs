//! Why a rollout goes on, waits or goes back.

use serde::Serialize;

use crate::traffic::share::{Fraction, Share};

/// What is counted as bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum Metric {
    /// Calls that failed.
    Errors,
    /// Calls that ran out of time or memory.
    Platform,
    /// Calls that took longer than stable's p50 of the day before.
    P50,
    /// Calls that took longer than its p90.
    P90,
    /// Calls that took longer than its p99.
    P99,
    /// Mean durations, where nothing better is known.
    Means,
}

/// Where a rollout stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum State {
    /// It waits for a time in which weights may rise.
    Scheduled,
    /// The step is held as long as it has to be.
    Holding,
    /// It is held on, since there is not enough evidence.
    Extended,
    /// What takes over traffic gets its provisioned concurrency first.
    Warming,
    /// Someone has to say yes.
    Gate,
    /// Nothing moves until a person decides.
    Paused,
    /// Someone else changed the routing.
    Interrupted,
    /// Traffic is moving to the canary.
    Advancing,
    /// Traffic is moving back.
    RollingBack,
    /// It ended as it was meant to.
    Done,
    /// It ended with all traffic on stable.
    RolledBack,
    /// It was ended before.
    Aborted,
}

/// What people are told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum Told {
    /// It began.
    Started,
    /// It waits for an approval.
    Gate,
    /// Nothing moves until a person decides.
    Paused,
    /// Someone else changed the routing.
    Interrupted,
    /// A step was left with little evidence.
    LittleEvidence,
    /// It ended with all traffic on stable.
    RolledBack,
    /// It was ended before.
    Aborted,
    /// It ended as it was meant to.
    Done,
    /// A hook that was asked after the finish said no.
    HookSaidNo,
}

impl Told {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Started,
        Self::Gate,
        Self::Paused,
        Self::Interrupted,
        Self::LittleEvidence,
        Self::RolledBack,
        Self::Aborted,
        Self::Done,
        Self::HookSaidNo,
    ];
    /// Those that a notice is about where it names none: a person has to act, or it is over.
    pub const USUAL: [Self; 7] =
        [Self::Gate, Self::Paused, Self::Interrupted, Self::RolledBack, Self::Aborted, Self::Done, Self::HookSaidNo];

    /// As policies have it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Gate => "gate",
            Self::Paused => "paused",
            Self::Interrupted => "interrupted",
            Self::LittleEvidence => "littleEvidence",
            Self::RolledBack => "rolledBack",
            Self::Aborted => "aborted",
            Self::Done => "done",
            Self::HookSaidNo => "hookSaidNo",
        }
    }

    /// Of a state that is entered; `None` where nobody is told of it.
    #[must_use]
    pub const fn of(state: State) -> Option<Self> {
        match state {
            State::Gate => Some(Self::Gate),
            State::Paused => Some(Self::Paused),
            State::Interrupted => Some(Self::Interrupted),
            State::RolledBack => Some(Self::RolledBack),
            State::Aborted => Some(Self::Aborted),
            State::Done => Some(Self::Done),
            _ => None,
        }
    }
}

/// What people are told, in a chat or elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub struct RolloutNotice {
    /// The rollout's id.
    pub rollout: String,
    /// Its functions.
    pub functions: Vec<String>,
    /// What happened.
    pub told: Told,
    /// The step that is held, counted from 1; 0 before the first.
    pub step: usize,
    /// How many there are.
    pub of: usize,
    /// Why.
    pub why: Option<RolloutReason>,
}

/// Why the figures of a function can't be known, or don't tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub enum Blind {
    /// The source of the figures does not answer.
    Unavailable,
    /// The key may not read them.
    Denied,
    /// The source knows the version by another name.
    Spelling,
    /// Rules decide who gets the canary, so that both versions have different callers.
    Rules,
    /// Calls come past the alias.
    DirectCalls,
    /// Calls do not arrive as the weight says.
    Split,
    /// Stable had too few calls in the day before.
    NoPast,
    /// The source gave no figures of a whole minute at this weight.
    NoWindow,
    /// The function has no log topic.
    NoTopic,
    /// The server refuses the question.
    Refused,
    /// The server's answer is not what was agreed.
    Unreadable,
    /// A query gives no number.
    NotANumber,
    /// A query gives several series.
    ManySeries,
    /// A query has no figures of either version.
    NoSeries,
    /// Calls are counted, and bad calls are not.
    NoBad,
    /// The address of the server was not named to whoever looks.
    Unnamed,
}

impl Blind {
    const ALL: [Self; 16] = [
        Self::Unavailable,
        Self::Denied,
        Self::Spelling,
        Self::Rules,
        Self::DirectCalls,
        Self::Split,
        Self::NoPast,
        Self::NoWindow,
        Self::NoTopic,
        Self::Refused,
        Self::Unreadable,
        Self::NotANumber,
        Self::ManySeries,
        Self::NoSeries,
        Self::NoBad,
        Self::Unnamed,
    ];

    /// Its name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unavailable => "unavailable",
            Self::Denied => "denied",
            Self::Spelling => "spelling",
            Self::Rules => "rules",
            Self::DirectCalls => "directCalls",
            Self::Split => "split",
            Self::NoPast => "noPast",
            Self::NoWindow => "noWindow",
            Self::NoTopic => "noTopic",
            Self::Refused => "refused",
            Self::Unreadable => "unreadable",
            Self::NotANumber => "notANumber",
            Self::ManySeries => "manySeries",
            Self::NoSeries => "noSeries",
            Self::NoBad => "noBad",
            Self::Unnamed => "unnamed",
        }
    }

    /// By its name; what is unknown is a source that does not answer.
    #[must_use]
    pub fn named(word: &str) -> Self {
        Self::ALL.into_iter().find(|blind| blind.word() == word).unwrap_or(Self::Unavailable)
    }
}

/// What is known about a function: calls and bad calls of both versions in the same minutes, and what they prove.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// The function's key.
    pub function: String,
    /// What counts as bad.
    pub metric: Metric,
    /// Calls of the canary.
    pub calls: u64,
    /// How many of them were bad.
    pub bad: u64,
    /// Which part that is.
    pub rate: Fraction,
    /// Calls of stable.
    pub stable_calls: u64,
    /// How many of them were bad.
    pub stable_bad: u64,
    /// Which part that is.
    pub stable_rate: Fraction,
    /// The natural logarithm of the evidence of the whole rollout against the canary.
    pub ln_e: String,
    /// What it is when the canary goes back.
    pub limit: String,
    /// How many more bad calls of the canary lead there; `None` where more than a hundred do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more: Option<u32>,
}

/// Why a rollout goes on, waits or goes back. Steps are counted from 1, times are in seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(remote = "Self", tag = "code", content = "params", rename_all_fields = "camelCase")]
pub enum RolloutReason {
    /// The first step begins.
    Begins {
        /// The canary's share.
        share: Share,
    },
    /// All traffic moves at once, without a guard.
    AllAtOnce,
    /// The canary was shown to be healthy.
    Healthy {
        /// The step that is left.
        step: usize,
        /// What is known.
        evidence: Option<Evidence>,
    },
    /// The step was held as long as it may be, and nothing speaks against the canary.
    LittleEvidence {
        /// The step that is left.
        step: usize,
        /// What is known.
        evidence: Option<Evidence>,
    },
    /// A person ended the hold.
    Promoted {
        /// The step that is left.
        step: usize,
        /// Who.
        who: String,
    },
    /// What was recorded was not confirmed, and is done again.
    Again,
    /// The step is held.
    Holds {
        /// Which step.
        step: usize,
        /// For how long still.
        seconds: u64,
        /// What is known.
        evidence: Option<Evidence>,
    },
    /// The step is held on: there is not enough evidence.
    NotEnough {
        /// Which step.
        step: usize,
        /// For how long still, at most.
        seconds: u64,
        /// What is known.
        evidence: Option<Evidence>,
    },
    /// The figures don't tell.
    CannotTell {
        /// The function.
        function: String,
        /// Why.
        why: Blind,
    },
    /// The canary was not called.
    NoCalls {
        /// The function.
        function: String,
    },
    /// There is not enough evidence, and some speaks against the canary.
    Doubtful {
        /// What is known.
        evidence: Evidence,
    },
    /// There is not enough evidence, and the policy does not go on without.
    StillNotEnough {
        /// What is known.
        evidence: Option<Evidence>,
    },
    /// Both versions fail more than stable did before.
    Outage {
        /// The function.
        function: String,
        /// For how long, so far.
        seconds: u64,
        /// After how long something happens.
        most: u64,
    },
    /// The same, for too long.
    OutageLasts {
        /// The function.
        function: String,
        /// For how long.
        seconds: u64,
    },
    /// The canary fails more often than stable.
    Regression {
        /// What is known.
        evidence: Evidence,
    },
    /// The canary is slower than stable; only means are known.
    SlowerByMeans {
        /// What is known.
        evidence: Evidence,
    },
    /// More calls of the canary fail than the policy allows.
    TooManyErrors {
        /// The function.
        function: String,
        /// Calls of the canary in the last minutes.
        calls: u64,
        /// How many of them were bad.
        bad: u64,
        /// The most that may.
        limit: Share,
    },
    /// The canary takes longer than the policy allows.
    TooSlow {
        /// The function.
        function: String,
        /// The mean duration in the last minutes, in milliseconds.
        ms: u64,
        /// The longest that it may be.
        limit: u64,
    },
    /// A hook said no.
    HookSaidNo {
        /// Which.
        hook: String,
        /// Its reason.
        reason: Option<String>,
    },
    /// A hook did not answer in time.
    HookSilent {
        /// Which.
        hook: String,
    },
    /// A hook is asked.
    AsksHook {
        /// Which.
        hook: String,
    },
    /// A hook is a command, which only a person's machine runs.
    HookElsewhere {
        /// Which.
        hook: String,
    },
    /// Whoever looks after the rollout does not know where a hook is.
    HookUnknown {
        /// Which.
        hook: String,
        /// The environment variable that would say it.
        variable: Option<String>,
    },
    /// The canary should go back, but stable is the worse of both.
    StableIsWorse {
        /// The function.
        function: String,
        /// The evidence against stable.
        ln_e: String,
    },
    /// A person has to say yes.
    AtGate {
        /// Which step.
        step: usize,
        /// Which gate.
        gate: String,
    },
    /// Nobody said yes in time.
    GateTimedOut {
        /// Which gate.
        gate: String,
    },
    /// Weights may not rise now.
    OutsideWindow {
        /// Until they may, where that is known.
        seconds: Option<u64>,
    },
    /// The offset of a zone is not known.
    ZoneUnknown {
        /// Which.
        zone: String,
    },
    /// Instances are started first.
    Warms {
        /// The function.
        function: String,
    },
    /// It is paused.
    IsPaused {
        /// Who paused it; nobody where the rollout itself did.
        who: Option<String>,
        /// Why the rollout itself did.
        why: Option<Box<RolloutReason>>,
        /// What is known.
        evidence: Option<Evidence>,
    },
    /// Someone else changed the routing.
    RoutingChanged {
        /// The function.
        function: String,
        /// The canary's share that was written.
        written: Fraction,
        /// The one that is there; nothing where the alias routes by rules or to other versions.
        found: Option<Fraction>,
    },
    /// It is interrupted since someone else changed the routing.
    IsInterrupted,
    /// Someone took all traffic away from the canary.
    RolledBackByHand,
    /// The canary's code was changed by someone else.
    Superseded {
        /// The function.
        function: String,
    },
    /// A person ended it.
    AbortedBy {
        /// Who.
        who: String,
        /// The routing stays as it is.
        keep: bool,
    },
    /// It took longer than it may.
    TimedOut {
        /// How long it may take.
        seconds: u64,
    },
    /// It is over.
    Ended {
        /// How.
        state: State,
        /// Whether a step was left with little evidence.
        little: bool,
        /// Why it ended so.
        why: Option<Box<RolloutReason>>,
    },
    /// The journal of the rollout does not say what it is about.
    NotStarted,
}

/// What a policy can't do with the traffic of a function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(remote = "Self", tag = "code", content = "params", rename_all_fields = "camelCase")]
pub enum RolloutAdvice {
    /// All traffic moves at once.
    NotGuarded,
    /// A step is over before the canary is shown to be healthy.
    LittleEvidence {
        /// Which step, counted from 1.
        step: usize,
        /// How many calls of the canary would show it; `None` where no number does.
        needed: Option<u64>,
        /// How many minutes that takes.
        minutes: Option<u64>,
        /// How many minutes the step is held at most.
        most: u64,
    },
    /// A canary that fails so many times as often is not seen within two hours at any step.
    NotSeen {
        /// How many times.
        times: u32,
    },
}
