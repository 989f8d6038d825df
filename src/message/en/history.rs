//! Earlier runs, as the journal tells of them.

use super::super::history::{Asked, Finding, NotFinished, Past, PastStep, Pending, Publishes, RunEnd};
use super::super::host::Host;
use super::super::routing::Shares;
use super::super::status::EndState;
use super::routing::{rules, side};
use crate::traffic::routing::{Version, shown_alias};

/// What a run was asked for, in a phrase.
pub(in crate::message) fn asked(Asked { publishes, traffic, routes, to, of, alias }: &Asked, host: Host) -> String {
    let mut parts = Vec::new();
    match publishes {
        Publishes::None => {}
        Publishes::All => parts.push("publish".to_owned()),
        Publishes::Some(functions) => parts.push(format!("publish {}", functions.join(", "))),
    }
    parts.extend(traffic.map(|share| format!("traffic {}", share.percent())));
    parts.extend(routes.as_ref().map(|known| match known.as_slice() {
        [] => "no routing rules".to_owned(),
        known => format!("routes {}", rules(known, host)),
    }));
    parts.extend(to.as_ref().map(|to| format!("to {to}")));
    parts.extend(of.as_ref().map(|run| format!("run {run}")));
    parts.extend(alias.as_ref().map(|alias| format!("alias {alias}")));
    parts.join(", ")
}

/// How a run ended.
pub(in crate::message) fn run_end(end: &RunEnd, _: Host) -> String {
    match end {
        RunEnd::Overtaken => "interrupted; later runs changed its functions".to_owned(),
        RunEnd::Unfinished => "unfinished: the same command continues it, unless it is still under way".to_owned(),
        RunEnd::Ended { how, code } => {
            let word = match how {
                EndState::Done => "done",
                EndState::Stopped => "stopped",
                EndState::PutBack => "restored",
                EndState::Failed => "failed",
            };
            code.as_ref().map_or_else(|| word.to_owned(), |code| format!("{word}: {code}"))
        }
    }
}

/// What a step did.
pub(in crate::message) fn past_step(PastStep { what, confirmed }: &PastStep, host: Host) -> String {
    let routing = |known: &Option<Shares>| known.as_ref().map_or_else(|| "–".to_owned(), |known| side(known, host));
    let version = |version: &Option<Version>| version.as_ref().map(|it| format!(" v{it}")).unwrap_or_default();
    let text = match what {
        Past::Created => "created".to_owned(),
        Past::Stored => "package uploaded to COS".to_owned(),
        Past::Uploaded => "code uploaded".to_owned(),
        Past::Configured => "configured".to_owned(),
        Past::Published { version: known } => format!("published{}", version(known)),
        Past::Saved { version: known } => format!("code saved{}", version(known)),
        Past::Shifted { alias, from, to } => format!("{}: {} → {}", shown_alias(alias), routing(from), routing(to)),
        Past::Restored { alias, to } => format!("{} restored: {}", shown_alias(alias), routing(to)),
        Past::Trigger { text } | Past::Other { step: text } => text.clone(),
        Past::AliasDeleted { alias } => format!("{} deleted", shown_alias(alias)),
        Past::Provisioned { version: known, had, gets } => {
            format!("provisioned concurrency{} {had} → {gets}", version(known))
        }
        Past::Deleted => "deleted".to_owned(),
        Past::VersionDeleted { version: known } => format!("deleted{}", version(known)),
    };
    if *confirmed { text } else { format!("{text} (begun, not confirmed)") }
}

/// What a look at the chain of a journal found.
pub(in crate::message) fn finding(finding: &Finding, _: Host) -> String {
    match finding {
        Finding::Empty => "the journal is empty".to_owned(),
        Finding::NoSums { lines } => {
            format!("{} of an older version, which has no sums: they can't be checked", many(*lines, "line"))
        }
        Finding::Consistent { lines, runs } => {
            format!("{} of {} are consistent", many(*lines, "line"), many(*runs, "run"))
        }
        Finding::Missing { lines } => format!("{lines} lines before the first one are missing"),
        Finding::Torn { lines, more } => {
            let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
            let more = if *more { ", …" } else { "" };
            format!("cut off by a crash or a full disk, and skipped: line {}{more}", lines.join(", "))
        }
        Finding::Fork { line, run } => format!("line {line}: run {run} wrote while another run did"),
    }
}

fn many(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// A run that needs a person.
pub(in crate::message) fn pending(pending: &Pending, host: Host) -> String {
    let told = |command: &String, what: &Option<Asked>| match what.as_ref().filter(|what| !what.is_empty()) {
        Some(what) => format!("{command} ({})", asked(what, host)),
        None => command.clone(),
    };
    match pending {
        Pending::UnderWay { sure, command, asked: what, who, since } => {
            let sure = if *sure { "is" } else { "may be" };
            format!("a run {sure} under way: {} by {who}, since {since}", told(command, what))
        }
        Pending::Last { how, command, asked: what, who, began } => {
            let how = match how {
                NotFinished::CutOff => "was interrupted",
                NotFinished::Stopped => "was stopped",
                NotFinished::Failed => "failed",
            };
            let by = who.as_ref().map(|who| format!(" by {who}")).unwrap_or_default();
            format!("the last run {how}: {}{by}, begun at {began}", told(command, what))
        }
    }
}
