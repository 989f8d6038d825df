//! Routing: shares, and rules.

use super::super::host::{Command, Host, Verb};
use super::super::problem::route::{NotARoute, RouteProblem};
use super::super::routing::{MadeBy, NewPart, RoutingNote, Rule, RuleChange, Ruled, Shares, Takes};
use super::super::words::{Words, say};
use super::given::given;
use super::phrases::{self, parts};
use crate::traffic::share::Fraction;

/// Who gets what.
pub(in crate::message) fn shares(shares: &Shares, host: Host) -> String {
    match shares {
        Shares::Routing(routing) => routing.clone(),
        Shares::Parts(parts) => all(parts),
        Shares::Rules(Ruled { rules: known, rest }) => {
            format!("{} · {}", rules(known, host), everyone_else(rest))
        }
    }
}

/// Who gets the requests that no rule takes.
pub(in crate::message) fn everyone_else(rest: &[NewPart]) -> String {
    match rest {
        [one] if one.part.share == Fraction::ALL => format!("everyone else → {}", version(one)),
        several => format!("everyone else: {}", all(several)),
    }
}

/// The same beside an arrow.
pub(super) fn side(known: &Shares, host: Host) -> String {
    match known {
        Shares::Rules(_) => format!("[{}]", shares(known, host)),
        _ => shares(known, host),
    }
}

/// `x-canary is yes → $latest`.
pub(in crate::message) fn rule(it: &Rule, _: Host) -> String {
    rule_text(it)
}

/// `x-canary is yes → $latest`.
pub(super) fn rule_text(Rule { header, takes, to }: &Rule) -> String {
    format!("{} → {to}", values(header, takes))
}

/// `x-canary is yes`.
pub(super) fn values(header: &str, takes: &Takes) -> String {
    match takes {
        Takes::Exact { exact } => format!("{header} is {exact}"),
        Takes::Range { from, up_to } => format!("{header} from {from} to {up_to}"),
        Takes::Other { method, expression } => format!("{header} {method} {expression}"),
    }
}

/// Several rules.
pub(super) fn rules(rules: &[Rule], host: Host) -> String {
    rules.iter().map(|known| rule(known, host)).collect::<Vec<_>>().join(" · ")
}

/// What people should know of rules.
pub(super) fn routing_note(note: &RoutingNote, host: Host) -> String {
    match note {
        RoutingNote::RulesDropped { rules: known, recorded } => {
            let kept = if *recorded { " (the journal keeps them)" } else { "" };
            format!("these routing rules are removed{kept}: {}", rules(known, host))
        }
        RoutingNote::Ruled { rules: known, key, stage } => format!(
            "it has routing rules and is not changed: {}. To roll it back: {}",
            rules(known, host),
            Command::new(Verb::Rollback).of(key).in_stage(stage).typed(host)
        ),
        RoutingNote::RulesChange { rules } => {
            let one = |change: &RuleChange| match change {
                RuleChange::Comes { rule: known } => format!("new: {}", rule(known, host)),
                RuleChange::Stays { rule: known } => format!("stays: {}", rule(known, host)),
                RuleChange::Changes { was, rule: known } => {
                    format!("changes: {}, before {}", rule(known, host), rule(was, host))
                }
            };
            format!("routing rules: {}", rules.iter().map(one).collect::<Vec<_>>().join("; "))
        }
        RoutingNote::SharesEnd { parts: known } => {
            format!("routing rules replace the shares that were set: {}", parts(known).join(", "))
        }
        RoutingNote::UsersChangeSides { was } => {
            let known = rule(was, host);
            format!("the new rules do not cover all of {known}: some of its users leave that version")
        }
        RoutingNote::NothingToRoute => format!(
            "no published version yet, so rules have nothing to separate; $latest keeps all traffic. Publish first: {}",
            host.switch("publish")
        ),
        RoutingNote::RulesNotRestored { rules: known, rest } => format!(
            "the code on $latest was replaced since, so these rules are not restored and v{rest} gets their requests: {}",
            rules(known, host)
        ),
    }
}

fn all(parts: &[NewPart]) -> String {
    parts.iter().map(part).collect::<Vec<_>>().join(" · ")
}

fn part(known: &NewPart) -> String {
    format!("{} {}", version(known), known.part.share.percent())
}

fn version(NewPart { part, made_by }: &NewPart) -> String {
    match made_by {
        Some(MadeBy::Publish) => "the version published by this run".to_owned(),
        Some(MadeBy::Protect) => "the version saved by this run".to_owned(),
        None => phrases::version(part),
    }
}

/// What is wrong with `routes`.
pub(super) fn route_problem(problem: &RouteProblem, host: Host) -> Words {
    let example = || format!("for example {}", host.input("routes", "x-user=1001:latest"));
    match problem {
        RouteProblem::Entry { input, given: value, why } => {
            let (what, hint) = match why {
                NotARoute::Kind => ("must be KEY=VALUE:VERSION, or an object with header, exact or range, and to", example()),
                NotARoute::NoValue => ("must be KEY=VALUE:VERSION", example()),
                NotARoute::Header => (
                    "needs the name of a header: letters, digits and hyphens",
                    "the name of the request header, or of the entry in RoutingKey, without invoke.headers.".to_owned(),
                ),
                NotARoute::Value => {
                    ("needs a value without blanks around it and without control characters", example())
                }
                NotARoute::TooLong => {
                    ("is too long", "a routing key of the API has at most 1024 bytes, name and value together".to_owned())
                }
                NotARoute::Range => (
                    "needs a range of whole numbers",
                    "[0,50) is 0 to 49, [0,49] the same; write text that looks like a range as exact".to_owned(),
                ),
                NotARoute::EmptyRange => ("has a range without any number", "[0,50) is 0 to 49".to_owned()),
                NotARoute::Version => (
                    "must lead to latest or to the number of a published version",
                    format!("{}; a value with a colon needs the version too: 12:30:latest", example()),
                ),
                NotARoute::OneTest => ("needs either exact or range", "exact: a text; range: such as [0,50)".to_owned()),
            };
            say(format!("{input} {what} (got {})", given(value))).hint(hint)
        }
        RouteProblem::Meet { one, other } => {
            say(format!("two routes take the same requests: {} and {}", rule(one, host), rule(other, host)))
                .hint("the API does not say which of them would win: let each value lead to one version")
        }
        RouteProblem::Traffic => say(
            "traffic and routes can't be combined: an alias has either weights or rules",
        )
        .hint(format!(
            "leave out traffic to route by rules, or leave out routes to split by share (with {} where the alias has rules)",
            host.switch("replaceRules")
        )),
        RouteProblem::Publish => say("publish and routes can't be combined: the rules lead to $latest, and publishing makes a version of it")
            .hint("publish in a run of its own, then set routes; to end a release by rules: publish with traffic 0, without routes"),
    }
}
