//! What is wrong with a journal, or what it does not have.

use super::super::host::{Command, Host, Verb};
use super::super::problem::Where;
use super::super::problem::journal::{Flaw, JournalProblem, Rests, Take, Vouches};
use super::super::words::{Words, say};
use super::given::given;

/// The sentence of a problem, and what to do next.
pub(in crate::message) fn journal_problem(problem: &JournalProblem, host: Host) -> Words {
    let typed = |verb| Command::new(verb).typed(host);
    match problem {
        JournalProblem::Locked { command, who, since, seconds, left } => {
            let gone = left.map(|left| format!("; if its machine is gone, run this again in {left} s")).unwrap_or_default();
            say(format!(
                "another run is under way: {command} by {who}, since {since} ({seconds} s); nothing was changed"
            ))
            .hint(format!("wait until it ends{gone}; {} takes over at once", typed(Verb::Rollback)))
        }
        JournalProblem::InvalidLimit { given: value } => {
            say(format!("limit must be a number of runs (got {})", given(value)))
                .hint(format!("for example {}; the newest runs come first", host.input("limit", "20")))
        }
        JournalProblem::Broken { line, flaw: why } => {
            say(format!("line {line} of the journal: {}", flaw(why))).hint(format!(
                "someone or something changed the file: do not rely on its runs from that line on; {} shows the current state",
                typed(Verb::Status)
            ))
        }
        JournalProblem::NotTrusted { line, flaw: why, vouches } => {
            let what = match vouches {
                Vouches::Order => "the order of the run",
                Vouches::Version => "the version that an earlier run published",
                Vouches::Created => "the list of functions that this project created",
                Vouches::Import => "a copy for another store",
            };
            say(format!(
                "line {line} of the journal is not as it was written ({}), so {what} is not taken from it; nothing was changed",
                flaw(why)
            ))
            .hint(format!(
                "{} checks the whole journal; if you know who changed it, {} uses it as it is",
                Command::new(Verb::History).switch("verify").typed(host),
                host.switch("force")
            ))
        }
        JournalProblem::TooNew { format, known, tool } => say(format!(
            "the journal has entries of format {format}, written by a later version of scf-grayscale; this one ({tool}) knows formats up to {known}; nothing was changed"
        ))
        .hint("update scf-grayscale, or move the journal away together with what it knows of earlier runs. A rollback to stable or to a version needs no journal"),
        JournalProblem::Unwritable { reason } => {
            say(format!("the journal can't be written ({reason}), so nothing more is changed"))
                .hint("correct that, or store the journal elsewhere; then run the same command again")
        }
        JournalProblem::Unreadable { reason } => {
            say(format!("the journal can't be read ({reason}), so nothing was changed"))
                .hint("correct that, or store the journal elsewhere; then run the same command again")
        }
        JournalProblem::Unsafe { reason } => say(format!("{reason}; nothing was changed"))
            .hint("check the file and move it away; then run the same command again"),
        JournalProblem::OtherAccount { log, own } => {
            say(format!("this journal is of account {log}, and the key is of account {own}; nothing was changed")).hint(
                format!(
                    "use a key of account {log}, or give the other account a journal of its own: {}, another project name, or {}",
                    host.input("stage", "NAME"),
                    host.input("store", "ADDRESS")
                ),
            )
        }
        JournalProblem::Unimported { file, runs, there } => {
            let ways = match there {
                0 => format!("{} copies them", Command::new(Verb::ImportJournal).typed(host)),
                there => format!(
                    "the store has {there} runs of its own, and two histories can't be joined: move the file away to continue without its runs, or use another store"
                ),
            };
            say(format!("{file} has runs of this project ({runs}) that the shared store does not have; nothing was changed"))
                .hint(format!("{ways}; a rollback is never refused for this"))
        }
        JournalProblem::NothingToImport { file } => say(format!("nothing to import: {file} has no runs"))
            .hint("check the directory and the stage; `--from FILE` names another journal"),
        JournalProblem::StoreNotEmpty { runs, file } => {
            say(format!("the store has runs of its own ({runs}), and two histories can't be joined; nothing was copied")).hint(
                format!(
                    "import {file} into an empty store (another prefix, or another project name), or move it away to continue without its runs"
                ),
            )
        }
        JournalProblem::NoSharedStore => say("no shared store is named").hint(format!(
            "name it with {}, or export GRAYSCALE_STORE",
            host.input("store", "ADDRESS")
        )),
        JournalProblem::NotOfProject { run, functions } => {
            let places = |Where { function, region, namespace }: &Where| format!("{function} in {region}/{namespace}");
            let functions = functions.iter().map(places).collect::<Vec<_>>().join(", ");
            say(format!("run {run} is about functions that this project does not have ({functions}); nothing was changed"))
                .hint(format!(
                    "check stage, region and namespace; without a project, name the functions: {}",
                    host.input("only", "NAMES")
                ))
        }
        JournalProblem::NoRuns { take } => say(format!("nothing to {}: the journal has no runs", verb(*take)))
            .hint("the journal is beside the project; check the directory and the stage"),
        JournalProblem::Over { run, kind, take } => {
            say(format!("nothing to {}: the last run ({kind} {run}) completed", verb(*take))).hint(format!(
                "{} shows it; {} goes back to a version, {} to the routing before the last change",
                typed(Verb::History),
                typed(Verb::Rollback),
                Command::new(Verb::Rollback).with("to", "previous").typed(host)
            ))
        }
        JournalProblem::SameCommand { run, kind } => {
            say(format!("run {run} was a {kind}; only the same command continues it")).hint(format!(
                "run that command again; {} shows its functions",
                typed(Verb::History)
            ))
        }
        JournalProblem::NoTarget { run } => say(format!("run {run} did not record where it was going")).hint(format!(
            "{} shows the current state; {} goes to a version",
            typed(Verb::Status),
            Command::new(Verb::Rollback).with("to", "N").typed(host)
        )),
        JournalProblem::ChangedNothing { run } => {
            say(format!("nothing to abort: run {run} was interrupted before it changed code or traffic")).hint(format!(
                "{}, or the same command, continues it; {} shows the current state",
                typed(Verb::Resume),
                typed(Verb::Status)
            ))
        }
        JournalProblem::UnknownRun { given: value, newest } => {
            let known = say(format!("the journal has no run {}", given(value)));
            if newest.is_empty() {
                return known.hint(format!("{} shows all runs", typed(Verb::History)));
            }
            known.hint(format!("runs that moved traffic, newest first: {}", newest.join(", ")))
        }
        JournalProblem::MovedNothing { run } => say(format!("nothing to undo: run {run} moved no traffic")),
        JournalProblem::NothingMoved => say("nothing to undo: no run in the journal moved traffic"),
        JournalProblem::StoreNeeded { order } => say(format!(
            "{} needs a store: without one the platform keeps only the newest lines of the journal, and of two runs at once those of one; nothing was changed",
            resting(*order, host)
        ))
        .hint(format!(
            "name a bucket of your own in serverless.yml: store: cos://<bucket>-<appid>/<prefix>?region=<region>; {} and {} work without one",
            typed(Verb::Rollback),
            Command::new(Verb::Rollback).with("to", "N").typed(host)
        )),
        JournalProblem::UndoneAlready { run } => {
            say(format!("nothing to undo: the last run ({run}) is an undo")).hint(format!(
                "to undo it, name it: {}; {} shows all runs",
                Command::new(Verb::Undo).of(run).typed(host),
                typed(Verb::History)
            ))
        }
    }
}

/// An order as it is typed.
fn resting(order: Rests, host: Host) -> String {
    match order {
        Rests::Resume => Command::new(Verb::Resume).typed(host),
        Rests::Abort => Command::new(Verb::Abort).typed(host),
        Rests::Undo => Command::new(Verb::Undo).typed(host),
        Rests::Rollout => Command::new(Verb::RolloutStart).with("rollout", "canary").typed(host),
        Rests::Previous => Command::new(Verb::Rollback).with("to", "previous").typed(host),
    }
}

const fn verb(take: Take) -> &'static str {
    match take {
        Take::Resume => "resume",
        Take::Abort => "abort",
    }
}

/// Why a line is not as it was written.
pub(super) fn flaw(flaw: &Flaw) -> String {
    match flaw {
        Flaw::Changed => "it was changed after it was written".to_owned(),
        Flaw::Number { says, is } => format!("its number is {says} and should be {is}"),
        Flaw::Moved => "it does not follow the line before it: lines were moved, inserted or removed".to_owned(),
        Flaw::Missing { lines: 1 } => "the line before it is missing".to_owned(),
        Flaw::Missing { lines } => format!("{lines} lines before it are missing"),
        Flaw::NoSum => "its sum is missing".to_owned(),
        Flaw::OldBehindNew => "it has no sum, and follows lines that have one".to_owned(),
        Flaw::Control => "it contains control characters, which no run writes".to_owned(),
        Flaw::Unknown => "it is not an entry that a run writes".to_owned(),
    }
}
