//! What is wrong with the policy of a rollout.

use serde::Serialize;

use crate::traffic::share::Share;

/// What is wrong with the policy of a rollout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(tag = "about", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum RolloutProblem {
    /// There is no such preset.
    Preset {
        /// What it is called.
        given: String,
        /// The name that may have been meant.
        #[serde(skip_serializing_if = "Option::is_none")]
        near: Option<String>,
        /// Names that there are.
        known: Vec<String>,
    },
    /// Both a preset and steps.
    PresetAndSteps {
        /// Where.
        input: String,
    },
    /// Inputs beside it that say themselves who gets what.
    Beside {
        /// Which.
        #[cfg_attr(test, arbitrary(value = vec!["traffic"]))]
        inputs: Vec<&'static str>,
    },
    /// Neither a preset nor a step.
    NoSteps {
        /// Where.
        input: String,
    },
    /// A step does not have more traffic than the one before it.
    NotRising {
        /// Where it is.
        input: String,
        /// Its share.
        share: Share,
        /// That of the step before it.
        before: Share,
    },
    /// A step has no traffic, or all of it.
    StepShare {
        /// Where it is.
        input: String,
        /// Its share.
        share: Share,
    },
    /// A share is no whole number of buckets.
    Buckets {
        /// Where it is.
        input: String,
        /// The share.
        share: Share,
        /// How many buckets there are.
        buckets: u32,
        /// The nearest shares that are; none where there are no such shares.
        near: Vec<Share>,
    },
    /// A step for staff after one with a share.
    StaffLate {
        /// Where it is.
        input: String,
    },
    /// A step for staff who have the canary already.
    StaffTwice {
        /// Where it is.
        input: String,
    },
    /// `$latest` is to get everything at the end, and a version is the canary.
    OtherFinish {
        /// Where it is.
        input: String,
    },
    /// A step has neither a hold nor a gate.
    NoHold {
        /// Where it is.
        input: String,
    },
    /// The parts of the wager are not all of it.
    Wager {
        /// Where they are.
        input: String,
        /// What they add up to.
        sum: String,
    },
    /// No step has such a gate.
    Gate {
        /// What it is called.
        gate: String,
        /// The name that may have been meant.
        #[serde(skip_serializing_if = "Option::is_none")]
        near: Option<String>,
        /// Gates that there are.
        known: Vec<String>,
    },
    /// Not exactly one of these keys.
    OneOf {
        /// Where.
        input: String,
        /// Which.
        #[cfg_attr(test, arbitrary(value = vec!["x"]))]
        keys: Vec<&'static str>,
    },
    /// A query that asks the same of both versions.
    NoVersion {
        /// Where it is.
        input: String,
    },
    /// A query in which something would have to be filled in that is not known.
    Placeholder {
        /// Where it is.
        input: String,
        /// What stands there.
        given: String,
        /// What can be filled in.
        known: Vec<String>,
    },
    /// A project's file names a server, a secret or a command in plain text.
    NotTrusted {
        /// Where it is.
        input: String,
    },
    /// A command comes from a variable that was not set for this.
    CommandVariable {
        /// Where it is.
        input: String,
    },
    /// A window that is never open.
    EmptyWindow {
        /// Where it is.
        input: String,
    },
}
