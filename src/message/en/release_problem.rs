//! What went wrong while a run looked at functions or carried out its plan.

use super::super::doing::Doing;
use super::super::host::{Command, Host, Verb};
use super::super::problem::release::{
    CodeLeft, CodePart, GroupStop, LogPlace, NoTrace, ReleaseProblem, Since, Stopped,
};
use super::super::words::{Words, say};
use super::api_problem::doing;
use super::difference::plan_change;
use super::phrases::because;
use super::step::step;
use crate::traffic::routing::shown_alias;

/// The sentence of a problem, and what to do next.
#[expect(clippy::too_many_lines, reason = "a sentence for each message")]
pub(in crate::message) fn release_problem(problem: &ReleaseProblem, host: Host) -> Words {
    let status = || Command::new(Verb::Status).typed(host);
    let doing = |what: &Doing| doing(what, host);
    match problem {
        ReleaseProblem::Stopped { stop } => match stop {
            Stopped::Looking => say("stopped while reading the current state; nothing was changed"),
            Stopped::Before { step: next } => say(format!("stopped before: {}", step(next, host))),
            Stopped::During { doing: what } => say(format!("stopped during: {}", doing(what))),
            Stopped::Restoring => say("stopped before the traffic was restored"),
        },
        ReleaseProblem::Halted { doing: what } => say(format!("stopped during: {}", doing(what))),
        ReleaseProblem::OtherRun { alias, run, since, seconds, deploy } => {
            let force = if *deploy { format!("; if that run is over, {} continues at once", host.switch("takeOver")) } else { String::new() };
            say(format!(
                "run {run} wrote {} at {since} and may be at work for another {seconds} s; nothing was changed",
                shown_alias(alias)
            ))
            .hint(format!("run the same command again after that time{force}; a rollback is never refused for this"))
        }
        ReleaseProblem::OtherStore { alias, run, since, place } => {
            let (there, way) = match place {
                LogPlace::Local => (
                    "in a journal of one machine",
                    format!(
                        "if you need its history, import that journal on its machine: {}",
                        Command::new(Verb::ImportJournal).typed(host)
                    ),
                ),
                LogPlace::Shared => {
                    ("in another shared store", format!("name that store: {}", host.input("store", "ADDRESS")))
                }
            };
            say(format!(
                "run {run} wrote {} at {since}, and it is not in this journal but {there}; nothing was changed",
                shown_alias(alias)
            ))
            .hint(format!(
                "{way}; if it was deleted, or you do not need its history, {} continues; a rollback is never refused for this",
                host.switch("force")
            ))
        }
        ReleaseProblem::Drifted { function, alias, run, was, now } => say(format!(
            "drift: {} of {function} is {now}, but run {run} set it to {was}; nothing was changed",
            shown_alias(alias)
        ))
        .hint(format!(
            "leave out {} to continue from the current state, or restore: {}",
            host.input("drift", "stop"),
            Command::new(Verb::Rollback).with("to", "left").typed(host)
        )),
        ReleaseProblem::OtherPlan { expected, now } => {
            say(format!("plan {expected} is out of date (now {now}); nothing was changed")).hint(PLAN_AGAIN)
        }
        ReleaseProblem::PlanChanged { changes } => {
            let lines: Vec<String> = changes.iter().map(|change| plan_change(change, host)).collect();
            say(format!("the plan is out of date, and nothing was changed; since then:\n  {}", lines.join("\n  ")))
                .hint(PLAN_AGAIN)
        }
        ReleaseProblem::GroupFailed { culprit, stop } => {
            let what = match stop {
                GroupStop::Restored => "restored".to_owned(),
                GroupStop::Before { step: next } => format!("stopped before: {}", step(next, host)),
                GroupStop::Over => "stopped".to_owned(),
            };
            say(format!("{what}, because {culprit} failed and the functions are released together")).hint(format!(
                "correct what stopped {culprit}, then run the same command again; {} releases each function by itself",
                host.input("group", "independent")
            ))
        }
        ReleaseProblem::AliasLeft { there } => {
            say(format!("someone else changed the alias meanwhile, to {there}; it was not overwritten"))
        }
        ReleaseProblem::EndedEarly { step, steps } => {
            say(format!("the release ended before step {step} of {steps}")).hint(REPORT)
        }
        ReleaseProblem::Defect { what } => say(format!("a defect of this tool: {what}")).hint(REPORT),
        ReleaseProblem::Fenced { by } => {
            let by = match by {
                Some(by) => format!("{} took over at {}", by.who, by.at),
                None => "this run has lost its lock".to_owned(),
            };
            say(format!("{by}, so this run writes nothing more")).hint(format!(
                "{} shows the current state, {} shows who did what",
                status(),
                Command::new(Verb::History).typed(host)
            ))
        }
        ReleaseProblem::NotWarmed { version, asked, started, shifted, reason } => {
            let had = match started {
                Some(started) => format!("only {started} of {asked} provisioned instances of v{version} have started"),
                None => format!("v{version} can't have {asked} provisioned instances"),
            };
            let traffic = if *shifted { "it has its traffic" } else { "no traffic was shifted to it" };
            say(format!("{had}{}; {traffic}", because(reason.as_ref()))).hint(format!(
                "set a smaller provisionedNum, release instances ({}), or go on without any: warm: false",
                Command::new(Verb::Prune).switch("provisioned").typed(host)
            ))
        }
        ReleaseProblem::DomainChanged { domain } => {
            say(format!("custom domain {domain} was changed by someone else after the plan; it was not overwritten"))
                .hint("plan again, then run the same command again")
        }
        ReleaseProblem::Overtaken { run, there } => {
            say(format!("run {run} wrote the alias at the same moment as this one: now it is {there}")).hint(format!(
                "ask whoever started that run, look with {}, then run the command again",
                status()
            ))
        }
        ReleaseProblem::VersionFailed { function, version, status, reason, deleting } => {
            say(format!("v{version} of {function} is {status}{}", because(reason.as_ref()))).hint(if *deleting {
                "correct the cause, then run the same command again"
            } else {
                "no traffic was moved to it; correct the cause and publish again"
            })
        }
        ReleaseProblem::FunctionFailed { function, status, reason } => {
            say(format!("{function} is {status}{}", because(reason.as_ref())))
                .hint("users keep what they had before the update; correct the cause and deploy again")
        }
        ReleaseProblem::AliasChanged { alias, run, was, now, .. } => {
            let by = run.as_ref().map_or_else(|| "someone else".to_owned(), |run| format!("run {run}"));
            say(format!(
                "{} was changed by {by} (planned from {was}, now {now}). Not overwritten",
                shown_alias(alias)
            ))
            .hint(format!(
                "someone else is working on this function: ask them, look with {}, then plan again",
                status()
            ))
        }
        ReleaseProblem::CodeChanged { differs, since, left } => {
            let since = match since {
                Since::Written => "this run wrote it",
                Since::Planned => "the plan",
            };
            let left = match left {
                CodeLeft::ShiftVoid => "the shift does not count",
                CodeLeft::NotShifted => "no traffic was shifted",
                CodeLeft::VersionOfOthers => "the version that was published has other code, and gets no traffic",
                CodeLeft::NotPublished => "nothing was published",
                CodeLeft::Overwritten => "what this run wrote was overwritten",
                CodeLeft::Untouched => "it was not overwritten",
            };
            say(format!("someone else changed $latest since {since} ({}): {left}", parts(differs))).hint(format!(
                "ask whoever is working on this function, look with {}, then run the same command again",
                status()
            ))
        }
        ReleaseProblem::NotApplied { doing: what, seconds } => say(format!(
            "{}: accepted, but neither the digest of the code nor the time of the last change is different after {seconds} s",
            doing(what)
        ))
        .hint("no traffic was moved onto it; run the same command again"),
        ReleaseProblem::CodeNotRead { doing: what } => say(format!("{}: the code could not be read", doing(what))),
        ReleaseProblem::MaybePublished { why } => {
            let why = match why {
                NoTrace::NotListed { seconds } => {
                    format!("no version with the mark of this run appeared within {seconds} s")
                }
                NoTrace::ListFails { reason } => format!("listing the versions fails: {reason}"),
            };
            say(format!("the answer to PublishVersion was lost, and {why}")).hint(
                "look at the versions of the function before you publish again: there may be one that this tool can't recognize as its own",
            )
        }
        ReleaseProblem::AliasDiffers { asked, found } => {
            let asked = asked.as_deref().unwrap_or("no alias");
            say(format!("the alias was written, but reading it still shows {found} (written: {asked})")).hint(format!(
                "someone else may have changed it meanwhile: look with {}, then run the command again",
                status()
            ))
        }
        ReleaseProblem::TriggerDiffers { doing: what, exists } => {
            let found = if *exists { "it as it was" } else { "no such trigger" };
            say(format!("{}: accepted, but listing the triggers still shows {found}", doing(what))).hint(MEANWHILE)
        }
        ReleaseProblem::DomainDiffers { doing: what, path, qualifier } => say(format!(
            "{}: accepted, but reading the domain still shows {path} on {}",
            doing(what),
            shown_alias(qualifier)
        ))
        .hint(MEANWHILE),
        ReleaseProblem::WaitTimeout { doing: what, status, seconds, publishes } => {
            let status = status.as_deref().unwrap_or("not ready");
            let wait = host.input("waitTimeout", "600");
            say(format!("{}: still {status} after {seconds} s", doing(what))).hint(if *publishes {
                format!("the same command continues with this version; {wait} waits longer")
            } else {
                format!("the same command continues where this one stopped; {wait} waits longer")
            })
        }
    }
}

const PLAN_AGAIN: &str =
    "check that the inputs are those of the plan; then plan again, and read the new plan before you apply it";
const REPORT: &str = "please report it with the command and the output";
const MEANWHILE: &str = "someone else may have changed it meanwhile: run the command again";

/// `code and handler`.
fn parts(differs: &[CodePart]) -> String {
    let name = |part: &CodePart| match part {
        CodePart::Code => "code",
        CodePart::Handler => "handler",
        CodePart::Settings => "settings",
        CodePart::Time => "time of the last change",
    };
    let names: Vec<&str> = differs.iter().map(name).collect();
    match names.as_slice() {
        [first @ .., last] if !first.is_empty() => [&first.join(", "), " and ", last].concat(),
        names => names.concat(),
    }
}
