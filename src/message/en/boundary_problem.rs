//! What a program hands over that can't be read.

use super::super::problem::boundary::{BoundaryProblem, Handed};
use super::super::words::{Words, say};
use super::phrases::because;

/// The sentence of a problem, and what to do next.
pub(in crate::message) fn boundary_problem(problem: &BoundaryProblem) -> Words {
    match problem {
        BoundaryProblem::Unreadable { handed, reason } => {
            let what = match handed {
                Handed::Request => "the request",
                Handed::Observed => "what was observed",
                Handed::Inputs => "the inputs",
                Handed::Endpoint => "the endpoint",
                Handed::Stages => "the stages",
                Handed::Outcome => "the outcome",
                Handed::HistoryArgs => "the arguments of the history",
                Handed::Facts => "what is known of runs",
                Handed::RolloutJournal => "the journal of the rollout",
                Handed::Owner => "what is known of the owner of the functions",
                Handed::Result => "the result",
            };
            say(format!("{what} can't be read{}", because(reason.as_ref())))
        }
        BoundaryProblem::NotUtf8 => say("a field of the request is not UTF-8"),
        BoundaryProblem::ControlCharacter => say("a field of the request holds a control character (NUL)"),
        BoundaryProblem::InvalidTimestamp => say("the timestamp must be a whole number of seconds since 1970")
            .hint("for now: Math.floor(Date.now() / 1000)"),
    }
}
