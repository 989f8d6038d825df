//! What is wrong with the arguments of a command.

use super::super::host::{Command, Host, Verb};
use super::super::problem::args::{ArgsProblem, NotAWeight, NotSince, NotWeights};
use super::super::words::{Words, say};
use super::given::given;
use super::input_problem::kind;
use crate::text::quoted;

/// The sentence of a problem, and what to do next.
pub(in crate::message) fn args_problem(problem: &ArgsProblem, host: Host) -> Words {
    match problem {
        ArgsProblem::NoFunction => say("no function is named, and there is no project").hint(format!(
            "name it as the cloud does: {}; in a project, use its key",
            host.input("function", "fun01-prod")
        )),
        ArgsProblem::SeveralFunctions { command, known } => {
            let first = known.first().map_or("NAME", String::as_str);
            say(format!("{command} works on one function, and there are several: {}", known.join(", ")))
                .hint(format!("name one: {}", host.input("function", first)))
        }
        ArgsProblem::Version { input, given } => {
            say(format!("{input} must be a version (got {})", quoted(given))).hint("for example 7, or $latest")
        }
        ArgsProblem::VersionCount { count, most } => {
            say(format!("{count} versions can't be compared: name 1 to {most}"))
                .hint(format!("for example {}", host.input("version", "7,8")))
        }
        ArgsProblem::MissingAlias => {
            say("no alias is named").hint(format!("for example {}", host.input("name", "live")))
        }
        ArgsProblem::DefaultAlias => say("$default can't be deleted: it carries the default traffic").hint(format!(
            "to move all its traffic to a published version: {}",
            Command::new(Verb::Rollback).with("to", "N").typed(host)
        )),
        ArgsProblem::MissingVersion => say("the alias needs a version")
            .hint("version=1 gets all traffic; with config={\"weights\":{\"2\":0.5}}, version 2 gets half of it"),
        ArgsProblem::NothingToChange => say("nothing to change: no version, weights or description is given")
            .hint("for example version=1, config={\"weights\":{\"2\":0.9}}, or a description"),
        ArgsProblem::WeightsTwice => say("weights are set twice: in weights and in config").hint("keep one of them"),
        ArgsProblem::WeightsAndRoutes => {
            say("weights and routes can't be combined: an alias has either weights or rules").hint("keep one of them")
        }
        ArgsProblem::MainWeight { version } => say(format!("v{version} is the main version and also has a weight"))
            .hint("the main version gets the rest of the traffic: set a weight for the other version only"),
        ArgsProblem::ConfigText { given: value } => say(format!("config must be JSON (got {})", given(value)))
            .hint("in a shell it needs quotes: config='{\"weights\":{\"2\":0.9}}'"),
        ArgsProblem::ConfigKind { got } => say(format!("config must be a map (got {})", kind(*got)))
            .hint("for example config={\"weights\":{\"2\":0.9}}"),
        ArgsProblem::Weights { given: value, why } => {
            let what = match why {
                NotWeights::Several => "weights must name one version: an alias has one beside its main version",
                NotWeights::NoShare => "weights must give the version a share",
                NotWeights::NotAMap => "weights must be a map of a version and its share",
            };
            say(format!("{what} (got {})", given(value))).hint("for example {\"2\":0.9}, or 2=0.9")
        }
        ArgsProblem::Weight { version, given: value, why } => {
            let example = "a share of the traffic from 0 to 1, for example 0.9; or a percentage, for example 90%";
            let (what, hint) = match why {
                NotAWeight::NotANumber => ("must be a number between 0 and 1", example.to_owned()),
                NotAWeight::OutOfRange { percent: None } => ("must be between 0 and 1", example.to_owned()),
                NotAWeight::OutOfRange { percent: Some(percent) } => {
                    ("must be between 0 and 1", format!("did you mean {percent}%?"))
                }
                NotAWeight::TooManyDigits => ("has more digits than the API's numbers hold", example.to_owned()),
            };
            say(format!("the weight of version {version} {what} (got {})", given(value))).hint(hint)
        }
        ArgsProblem::Event => say("the event is not JSON")
            .hint("text needs quotes of its own: event='\"text\"'; in a shell, quote all of it"),
        ArgsProblem::RoutingKeyTooLong => say("the routing key is longer than 1024 bytes").hint("the API takes no more, as JSON"),
        ArgsProblem::RoutingKey => {
            say("the routing key must be a map of texts").hint("for example routingKey={\"user\":\"30\"}, or user=30")
        }
        ArgsProblem::ErrorRate { given: value, everything } => {
            let what = if *everything { "must be below 1: 1 permits everything" } else { "must be a share" };
            say(format!("maxErrorRate {what} (got {})", given(value)))
                .hint("the share of calls that may fail, from 0 to 0.9999; for example 0.01, or 1%")
        }
        ArgsProblem::MissingErrorRate => {
            say("minInvocations needs maxErrorRate").hint(format!("add {}", host.input("maxErrorRate", "1%")))
        }
        ArgsProblem::Cursor => say("invalid cursor")
            .hint("pass the cursor of the last answer unchanged; leave it out to start from the beginning"),
        ArgsProblem::Interval { seconds, periods, period, most } => {
            say(format!("{seconds} s contain {periods} periods of {period} s; one answer has at most {most}"))
                .hint("choose a longer period (300, 3600 or 86400) or a shorter time")
        }
        ArgsProblem::Period { given, known } => {
            let known: Vec<String> = known.iter().map(u32::to_string).collect();
            say(format!("period must be one of {} seconds (got {given})", known.join(", ")))
        }
        ArgsProblem::SinceAndInterval => say("since and interval exclude each other").hint("keep one of them"),
        ArgsProblem::Since { given, why } => {
            let what = match why {
                NotSince::NotATime => "must be upload or a time",
                NotSince::Future => "must not be in the future",
                NotSince::TooLongAgo => "must be within the last 90 days",
            };
            say(format!("since {what} (got {})", quoted(given)))
                .hint("upload, or a time with its offset, for example 2026-01-31T20:00:00+08:00")
        }
        ArgsProblem::UploadUnknown => say("neither the API nor the journal knows when $latest was last changed")
            .hint(format!("set a time instead: {}", host.input("since", "2026-01-31T20:00:00+08:00"))),
        ArgsProblem::NoLogTopic { function } => {
            say(format!("{function} has no log topic, so its logs are not kept")).hint(format!(
                "to keep logs from now on, set cls: {{logsetId, topicId}} of a topic in the CLS console of the same region, then {}",
                Command::new(Verb::Deploy).typed(host)
            ))
        }
        ArgsProblem::UnknownCommand { command, near, known } => match near {
            Some(near) => say(format!("unknown command {} (did you mean {near}?)", quoted(command))),
            None => say(format!("unknown command {}", quoted(command)))
                .hint(format!("commands that call the API: {}", known.join(", "))),
        },
    }
}
