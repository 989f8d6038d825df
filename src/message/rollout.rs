//! Why a rollout goes on, waits or goes back.

use serde::Serialize;

pub use super::rollout_evidence::{Blind, Callers, Evidence, Metric};
use super::routing::Rule;
use crate::traffic::share::{Fraction, Share};

/// Where a rollout stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RolloutStateName"))]
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

/// Why a rollout goes on, waits or goes back. Steps are counted from 1, times are in seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(remote = "Self", tag = "code", content = "params", rename_all_fields = "camelCase")]
pub enum RolloutReason {
    /// The first step begins.
    Begins {
        /// The canary's share; nothing where rules name its callers.
        share: Share,
        /// Its callers.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        callers: Vec<Callers>,
    },
    /// A version is published; it is the canary.
    Publishes,
    /// The step was for staff, whose calls are compared with nothing; it was held.
    StaffHeld {
        /// The step that is left.
        step: usize,
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
        /// Why, in that person's words.
        reason: Option<String>,
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
        /// Its callers that were written, where rules name them.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        callers: Vec<Callers>,
        /// Its share that is there; nothing where the alias routes by rules or to other versions.
        found: Option<Fraction>,
        /// The shares of the calls that no rule takes, where `found` does not say it.
        #[serde(skip_serializing_if = "Option::is_none")]
        split: Option<String>,
        /// The rules that are there.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        rules: Vec<Rule>,
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

/// A figure as people read it: cut after two decimals. The facts have all twelve digits.
#[must_use]
pub fn two_decimals(figure: &str) -> &str {
    let cut = figure.find('.').and_then(|point| figure.get(..point + 3)).unwrap_or(figure);
    match cut {
        "0.00" | "-0.00" => "0",
        cut => cut,
    }
}

/// What a process has to know to look after a rollout, and does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(remote = "Self", tag = "code", content = "params", rename_all_fields = "camelCase")]
pub enum RolloutLack {
    /// The address of the server that has the figures.
    Source,
    /// The address or the secret of a hook.
    Hook {
        /// Which.
        hook: String,
        /// The environment variable that has it; a program that started the rollout has it where there is none.
        #[serde(skip_serializing_if = "Option::is_none")]
        variable: Option<String>,
    },
    /// A hook is a command, and commands are not run here.
    Command {
        /// Which.
        hook: String,
    },
}
