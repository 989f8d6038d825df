//! What a policy says.

use super::hooks::{Hook, HookAt, Source};
use super::notices::Notice;
use super::read::Number;
use super::route::Buckets;
use super::step::Step;
use super::windows::Window;
use crate::rollout::portion::Portion;
use crate::traffic::share::Share;

macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$what:meta])* $word:literal => $variant:ident),* $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$what])* $variant),* }

        impl $name {
            /// The words of a policy.
            pub const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$variant)),*];

            /// As it is written.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }
    };
}

words! {
    /// What follows the last step.
    Finish {
        /// A version is published and gets all traffic.
        "publish" => Publish,
        /// `$latest` gets all traffic.
        "latest" => Latest,
    }
}
words! {
    /// What the canary is.
    Canary {
        /// `$latest`.
        "latest" => Latest,
        /// A version that is published before the first step.
        "version" => Version,
    }
}
words! {
    /// What an unhealthy canary leads to.
    Unhealthy {
        /// All traffic goes back.
        "rollback" => RollBack,
        /// Everything stays as it is until a person decides.
        "pause" => Pause,
    }
}
words! {
    /// What follows when a step was held as long as it may be, without enough evidence.
    Insufficient {
        /// The next step, marked as having little evidence.
        "advance" => Advance,
        /// Everything stays as it is until a person decides.
        "pause" => Pause,
        /// All traffic goes back.
        "rollback" => RollBack,
    }
}
words! {
    /// What follows an outage, or a gate, that lasts too long.
    Overdue {
        /// Everything stays as it is until a person decides.
        "pause" => Pause,
        /// All traffic goes back.
        "rollback" => RollBack,
    }
}
words! {
    /// How soon a difference is called a regression.
    Sensitivity {
        /// Margin 1.5, α 0.01.
        "low" => Low,
        /// Margin 1.25, α 0.05.
        "normal" => Normal,
        /// Margin 1, α 0.05.
        "high" => High,
    }
}

impl Sensitivity {
    /// Margin and α.
    pub(super) const fn numbers(self) -> (&'static str, &'static str) {
        match self {
            Self::Low => ("1.5", "0.01"),
            Self::Normal => ("1.25", "0.05"),
            Self::High => ("1", "0.05"),
        }
    }
}

/// How the canary is judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Guard {
    /// The chance of a false alarm in the whole rollout, at most.
    pub alpha: Number,
    /// How many times stable's odds of a bad call, or its latency, the canary's may be.
    pub margin: Number,
    /// The share of all calls that may fail in addition while the canary is not proven.
    pub budget: Share,
    /// Bad calls of the canary without which nothing is rolled back.
    pub min_bad: u32,
    /// How the evidence is divided among errors, latency and platform errors.
    pub wager: [Number; 3],
    /// Where the figures come from.
    pub source: Source,
    /// How long figures take to be complete, in seconds.
    pub delay: u64,
}

/// Absolute limits; they hold whatever stable does.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Limits {
    /// The highest share of bad calls.
    pub errors: Option<Share>,
    /// The longest mean duration, in milliseconds.
    pub duration: Option<u64>,
}

/// How long a gate may wait.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    /// Its name, as the steps have it.
    pub name: String,
    /// How long, in seconds.
    pub timeout: u64,
    /// What follows.
    pub then: Overdue,
}

/// The policy of a rollout.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// The preset that it came from, where there is one.
    pub preset: Option<String>,
    /// Its steps; none where all traffic moves at once.
    pub steps: Vec<Step>,
    /// Users keep the side that they have: buckets of them have the canary, and not a share of the calls at random.
    pub route: Option<Buckets>,
    /// What follows the last step.
    pub finish: Finish,
    /// What the canary is.
    pub canary: Canary,
    /// How the canary is judged.
    pub guard: Guard,
    /// Absolute limits.
    pub limits: Limits,
    /// What an unhealthy canary leads to.
    pub unhealthy: Unhealthy,
    /// How many times its hold a step is held at most without enough evidence.
    pub extend: u32,
    /// What follows then.
    pub insufficient: Insufficient,
    /// How long an outage may last, in seconds.
    pub outage: u64,
    /// What follows then.
    pub after_outage: Overdue,
    /// How long the whole rollout may take, in seconds.
    pub timeout: u64,
    /// Gates with a time of their own.
    pub gates: Vec<Gate>,
    /// When weights may rise; always where there is none.
    pub windows: Vec<Window>,
    /// Who is asked.
    pub hooks: Vec<Hook>,
    /// Who is told.
    pub notify: Vec<Notice>,
    /// How far apart looks are, in seconds.
    pub every: u64,
}

impl Policy {
    /// The share of the next step that has one; all traffic after the last one.
    #[must_use]
    pub fn next_share(&self, step: usize) -> Share {
        self.steps.iter().skip(step + 1).find(|next| next.staff.is_none()).map_or(Share::ALL, |next| next.share)
    }

    /// Who has the canary at a step. Staff keep it while buckets grow; beside weights an alias has no rules, so there they are
    /// drawn like everyone else.
    #[must_use]
    pub fn portion(&self, step: usize) -> Portion {
        let share = self.steps.get(step).map_or(Share::NONE, |step| step.share);
        let staff = self.steps.iter().take(step + 1).filter_map(|step| step.staff.clone());
        match &self.route {
            _ if share == Share::NONE => Portion { rules: staff.collect(), ..Portion::NONE },
            Some(route) => Portion { rules: staff.chain([route.first(share)]).collect(), ..Portion::NONE },
            None => share.into(),
        }
    }

    /// Whether only staff have the canary at a step. Steps like it come before all others.
    #[must_use]
    pub fn for_staff(&self, step: usize) -> bool {
        self.steps.get(step).is_some_and(|step| step.staff.is_some())
    }

    /// The time that a gate may wait, and what follows.
    #[must_use]
    pub fn gate(&self, name: &str) -> Option<&Gate> {
        self.gates.iter().find(|gate| gate.name == name)
    }

    /// Hooks of a moment.
    pub fn hooks_at(&self, at: HookAt) -> impl Iterator<Item = &Hook> {
        self.hooks.iter().filter(move |hook| hook.at == at)
    }
}
