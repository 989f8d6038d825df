//! Why what a person asks of a rollout is refused.

use super::super::host::{Command, Host, Verb};
use super::super::problem::rollout_order::RolloutOrderProblem;
use super::super::words::{Words, say};
use super::rollout::{blind, standing as state};

/// The sentence of a problem, and what to do next.
pub(in crate::message) fn rollout_order(problem: &RolloutOrderProblem, host: Host) -> Words {
    let typed = |verb| Command::new(verb).typed(host);
    let status = || typed(Verb::RolloutStatus);
    match problem {
        RolloutOrderProblem::None => say("no rollout was started here".to_owned())
            .hint(format!("{} starts one", Command::new(Verb::RolloutStart).with("rollout", "canary").typed(host))),
        RolloutOrderProblem::Unknown { id } => {
            say(format!("there is no rollout {id} here")).hint(format!("{} shows the newest one", status()))
        }
        RolloutOrderProblem::Over { id, state: how } => {
            say(format!("rollout {id} has ended: {}; nothing was changed", state(*how)))
                .hint(format!("{} shows how", status()))
        }
        RolloutOrderProblem::InProgress { id, state: now, since, who, step, of } => say(format!(
            "rollout {id} is under way (step {step} of {of}, {}), started by {who}, {since}; nothing was changed",
            state(*now)
        ))
        .hint(format!("wait for its end, or end it: {}", typed(Verb::RolloutAbort))),
        RolloutOrderProblem::NoStable { function } => say(format!(
            "nothing is published of {function}, so there is nothing to compare a canary with; nothing was changed"
        ))
        .hint(format!(
            "publish what runs now and give it all traffic, before the code changes: {}",
            Command::new(Verb::Deploy).with("publish", "true").with("traffic", "0").typed(host)
        )),
        RolloutOrderProblem::NotThere { function } => say(format!(
            "{function} does not exist yet, so there is nothing to compare a canary with; nothing was changed"
        ))
        .hint(format!(
            "create it and publish it first: {}",
            Command::new(Verb::Deploy).with("publish", "true").with("traffic", "0").typed(host)
        )),
        RolloutOrderProblem::NotAtRest { function, routing } => say(format!(
            "a rollout begins where all traffic is on one published version; {function} is at {routing}; nothing was changed"
        ))
        .hint(format!("finish or undo what is under way: {}", typed(Verb::Rollback))),
        RolloutOrderProblem::SourceNotNamed => {
            say("the policy names a server for the figures, which only a person may name; nothing was changed".to_owned())
                .hint("export GRAYSCALE_SOURCE_URL with the same address, or start it with grayscale on a terminal and say yes once")
        }
        RolloutOrderProblem::OtherStep { asked, now, of } => {
            say(format!("step {asked} is not the one that is held: that is step {now} of {of}; nothing was changed"))
                .hint(format!("look again: {}", status()))
        }
        RolloutOrderProblem::OtherGate { asked, now: Some(now) } => {
            say(format!("the rollout waits at gate {now}, not at {asked}; nothing was changed"))
                .hint(format!("look again: {}", status()))
        }
        RolloutOrderProblem::OtherGate { asked, now: None } => {
            say(format!("the rollout does not wait at gate {asked}, nor at another one; nothing was changed"))
                .hint(format!("look again: {}", status()))
        }
        RolloutOrderProblem::Unhealthy { function } => {
            say(format!("the canary of {function} fails more often than stable; nothing was changed"))
                .hint(format!("go back: {}; to go on all the same: {}", typed(Verb::RolloutAbort), host.switch("overGuard")))
        }
        RolloutOrderProblem::NotPaused { state: now } => {
            say(format!("the rollout is not paused ({}); nothing was changed", state(*now)))
        }
        RolloutOrderProblem::Interrupted { function } => {
            say(format!("someone else changed the routing of {function}; nothing was changed")).hint(format!(
                "go on from what is there: {}; or end the rollout: {}",
                Command::new(Verb::RolloutResume).switch("adopt").typed(host),
                typed(Verb::RolloutAbort)
            ))
        }
        RolloutOrderProblem::NoSuchOrder { given } => say(format!("{given} is no order for a rollout")),
        RolloutOrderProblem::CannotAdopt { function, why } => {
            say(format!("the routing of {function} can't be gone on from: {}; nothing was changed", blind(*why)))
                .hint(format!("end the rollout: {}", typed(Verb::RolloutAbort)))
        }
        RolloutOrderProblem::AgentNeedsBucket { kind } => {
            let lies = match kind {
                Some(kind) => format!("the journal lies at an address of the kind {kind}"),
                None => "the journal lies in a file of this machine".to_owned(),
            };
            say(format!("{lies}, which a function can't reach; nothing was changed")).hint(format!(
                "name a store in a bucket: {}; without one, let a scheduler run `grayscale rollout tick` each minute",
                host.input("store", "cos://BUCKET-APPID/PREFIX?region=REGION")
            ))
        }
        RolloutOrderProblem::NotTheAgent { function } => {
            say(format!("{function} is no agent of this log; nothing was changed"))
                .hint("see whose function it is; the agent is made where none of this name is there")
        }
    }
}
