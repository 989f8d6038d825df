//! What is wrong with a request of a shell, or with a plan file.

use super::super::host::{Command, Host, Verb};
use super::super::problem::request::{PlanFileFlaw, RequestPart, RequestProblem};
use super::super::words::{Words, say};
use super::given::given;

/// The sentence of a problem, and what to do next.
pub(in crate::message) fn request_problem(problem: &RequestProblem, host: Host) -> Words {
    let write = || Command::new(Verb::Plan).with("out", "FILE").typed(host);
    match problem {
        RequestProblem::Invalid { part, given: value } => say(match part {
            RequestPart::Do => format!("do of the request is not an operation (got {})", given(value)),
            RequestPart::Kind => format!("kind of the request is not a kind of run (got {})", given(value)),
            RequestPart::Packages => "packages of the request: each needs key, sha256 and size".to_owned(),
            RequestPart::Created => "created of the request: each needs region, namespace and name".to_owned(),
            RequestPart::Leaves => "leaves of the request: each needs region, namespace and name".to_owned(),
            RequestPart::Sides => format!("the sides of a rollout need stable and canary (got {})", given(value)),
            RequestPart::Look => format!("asked of the request: it needs to, metrics and functions (got {})", given(value)),
        }),
        RequestProblem::OrderChanged => say(
            "the project is not as it was when the run was interrupted (code, functions or names differ), so this would be another run; nothing was changed",
        )
        .hint(format!(
            "run the command that you want now, or {}, which restores the traffic that the run had shifted",
            Command::new(Verb::Abort).typed(host)
        )),
        RequestProblem::InvalidTarget { given: value, latest } => {
            say(format!("can't roll back to {}", given(value))).hint(if *latest {
                "a rollback goes to published code; to give traffic to $latest, deploy with traffic"
            } else {
                "use a version number such as 7, or previous, or left"
            })
        }
        RequestProblem::UnreadablePlan { flaw } => {
            let why = match flaw {
                PlanFileFlaw::Head => "it begins differently",
                PlanFileFlaw::Json { reason } => reason,
            };
            say(format!("not a complete plan file: {why}"))
                .hint(format!("{} writes one; this one may have been cut off", write()))
        }
        RequestProblem::PlanTooNew { tool } => {
            say(format!("the plan file was written by version {} of this tool", given(tool)))
                .hint("apply it with that version, or plan again with this one")
        }
        RequestProblem::EditedPlan => say("the plan file was changed after it was written; nothing was done")
            .hint(format!("plan again: {}", write())),
        RequestProblem::SecretMissing { path } => {
            say(format!("{path} is not in the plan file and not in the project"))
                .hint("plan files contain no values of variables: apply it in the directory of the project, or plan again")
        }
    }
}
