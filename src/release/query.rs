//! Orders that only watch: which questions they need, and what the answers come to.

use super::report::{Look, Report, look};
use crate::desired::Desired;
use crate::error::Error;
use crate::message::problem::ArgsProblem;
use crate::observed::{Observed, ObservedFunction, Seen};
use crate::plan::{Need, Query, alias_not_found, existing, function_not_found, target_of};
use crate::scf::Target;
use crate::scf::monitor::DataPoints;
use crate::watch::{
    CompareOrder, Fact, FunctionMinutes, Invocation, LogFact, LogMinuteFact, LogMinuteQuestion, LogOrder, LogQuestion,
    MetricOrder, MinuteOrder, MinuteQuestion, Question, Topic,
};

/// What is to be watched.
#[derive(Debug, Clone, PartialEq)]
pub enum Watch {
    /// What a function answers.
    Invoke(Invocation),
    /// What a function logs.
    Logs(LogOrder),
    /// How its versions fare.
    Metrics(MetricOrder),
    /// How versions of a function differ.
    Compare(CompareOrder),
    /// What a rollout is judged by.
    Minutes(MinuteOrder),
}

/// A question that was answered.
#[derive(Debug)]
pub(super) struct Answered {
    pub(super) target: Target,
    pub(super) question: Question,
    pub(super) fact: Fact,
}

impl Watch {
    /// What has to be asked about a function still.
    pub(super) fn queries(
        &self,
        desired: &Desired,
        target: &Target,
        seen: Option<&ObservedFunction>,
        (known, now): (&[Answered], Option<u64>),
    ) -> Vec<Query> {
        let nothing = ObservedFunction::default();
        let seen = seen.unwrap_or(&nothing);
        let alias = seen.alias(&desired.alias);
        let compares = matches!(self, Self::Metrics(_) | Self::Minutes(_));
        let mut asks = Vec::new();
        if compares && alias.unknown() {
            asks.push(Query::Alias(desired.alias.clone()));
        }
        if compares && seen.versions.unknown() {
            asks.push(Query::Versions);
        }
        if let Self::Minutes(order) = self
            && order.provisioned()
            && seen.provisioned.unknown()
        {
            asks.push(Query::Provisioned(Need::May));
        }
        let needs_function = match self {
            Self::Invoke(_) => false,
            Self::Logs(order) => order.topic(seen.function.get()) == Topic::Unknown,
            Self::Metrics(order) => order.needs_function(),
            // tells whether it is made of an image, too
            Self::Compare(_) | Self::Minutes(_) => true,
        };
        if needs_function && seen.function.unknown() {
            asks.push(Query::Function);
        }
        // a tick knows beforehand which versions it compares
        let waits = !matches!(self, Self::Minutes(_));
        if waits && !asks.is_empty() {
            return asks;
        }
        if !waits {
            asks.extend(look::code(seen));
        }
        let routing = alias.get().map(|alias| alias.routing());
        let questions = match self {
            Self::Invoke(invocation) => vec![Question::Invoke(invocation.clone())],
            Self::Logs(order) => {
                let topic = order.topic(seen.function.get());
                if topic == Topic::Nowhere && order.needs_topic() {
                    return Vec::new();
                }
                let parts = log_parts(known);
                let asks: Vec<_> = order.questions(target, topic, &parts).into_iter().map(Question::Logs).collect();
                if asks.is_empty() && order.silent(target, &parts) {
                    return looks_after_silence(order, desired, seen);
                }
                asks
            }
            Self::Compare(order) => return compared(order, seen),
            Self::Metrics(order) => match routing.filter(|_| unknown_version(order, seen, target).is_none()) {
                Some(routing) => {
                    let versions = order.versions(&routing, seen.last_published());
                    order.questions(&versions, seen.function.get()).into_iter().map(Question::Metric).collect()
                }
                None => Vec::new(),
            },
            Self::Minutes(order) if order.by_logs() => {
                let topic =
                    seen.function.get().and_then(|function| function.cls_topic_id.as_deref()).unwrap_or_default();
                if topic.is_empty() {
                    Vec::new()
                } else {
                    let parts = log_minute_parts(known, target);
                    let asks = now.map(|now| order.log_questions(target, topic, now, &parts));
                    asks.into_iter().flatten().map(Question::LogMinutes).collect()
                }
            }
            // the first answer tells what time it is there
            Self::Minutes(order) => {
                now.map(|now| order.questions(target, now)).into_iter().flatten().map(Question::Minutes).collect()
            }
        };
        let open = questions.into_iter().filter(|question| !answered(known, target, question));
        asks.extend(open.map(|question| Query::Watch(Box::new(question))));
        asks
    }

    /// What the answers come to, and what is wrong with it.
    pub(super) fn report(
        &self,
        desired: &Desired,
        observed: &Observed,
        (known, now): (&[Answered], Option<u64>),
    ) -> (Report, Option<Error>) {
        for (index, function) in desired.functions.iter().enumerate() {
            let target = target_of(function);
            let Some(seen) = observed.of(&target, index) else { continue };
            let missing = if matches!(self, Self::Minutes(_)) {
                // what is not there is what a tick has to know
                None
            } else if seen.is_missing() {
                Some(function_not_found(&target))
            } else if matches!(seen.alias(&desired.alias), Seen::Missing) {
                Some(alias_not_found(&target, &desired.alias))
            } else {
                match self {
                    Self::Invoke(_) | Self::Compare(_) | Self::Minutes(_) => None,
                    Self::Metrics(order) => {
                        unknown_version(order, seen, &target).or_else(|| order.check(seen.function.get()).err())
                    }
                    Self::Logs(order) if order.topic(seen.function.get()) == Topic::Nowhere && order.needs_topic() => {
                        Some(Error::refused(ArgsProblem::NoLogTopic { function: target.name.clone() }))
                    }
                    Self::Logs(order) => {
                        let silent = order.named_version().filter(|_| order.silent(&target, &log_parts(known)));
                        let silent = silent.filter(|version| {
                            !seen.versions.unknown() && seen.published().iter().all(|item| item.version != **version)
                        });
                        silent.and_then(|version| existing(seen, version, &target).err())
                    }
                }
            };
            if let Some(error) = missing {
                return (Report::Nothing, Some(error.on(target.name)));
            }
        }
        match self {
            Self::Minutes(order) => {
                let minutes = if order.by_logs() {
                    log_minutes(order, desired, observed, known)
                } else {
                    order.report(&minute_parts(known))
                };
                (Report::Look(Look { now, functions: look::functions(desired, observed), minutes }), None)
            }
            Self::Invoke(_) => match known.first().map(|answer| &answer.fact) {
                Some(Fact::Invoked(invoked)) => (Report::Invoked(invoked.clone()), invoked.error()),
                _ => (Report::Nothing, None),
            },
            Self::Logs(order) => {
                let Some(function) = desired.functions.first() else { return (Report::Nothing, None) };
                let target = target_of(function);
                let topic = order.topic(observed.of(&target, 0).and_then(|seen| seen.function.get()));
                (Report::Logs(order.report(&function.key, &target, topic, &log_parts(known))), None)
            }
            Self::Compare(order) => {
                let Some(function) = desired.functions.first() else { return (Report::Nothing, None) };
                let target = target_of(function);
                let Some(seen) = observed.of(&target, 0) else { return (Report::Nothing, None) };
                (Report::Compared(order.report(&function.key, &target, seen)), None)
            }
            Self::Metrics(order) => {
                let Some(function) = desired.functions.first() else { return (Report::Nothing, None) };
                let target = target_of(function);
                let Some(seen) = observed.of(&target, 0) else { return (Report::Nothing, None) };
                let Some(alias) = seen.alias(&desired.alias).get().copied() else { return (Report::Nothing, None) };
                let parts: Vec<_> = known
                    .iter()
                    .filter_map(|answer| match (&answer.question, &answer.fact) {
                        (Question::Metric(question), Fact::Metric(points)) => Some((question, points)),
                        _ => None,
                    })
                    .collect();
                let there = (&alias.routing(), seen.last_published(), seen.function.get());
                match order.report(&function.key, &target, there, &parts) {
                    Ok(report) => (Report::Metrics(report), None),
                    Err(error) => (Report::Nothing, Some(error)),
                }
            }
        }
    }
}

/// What has to be asked about versions that are compared: of an image its configuration tells the code, of a package a
/// question of its own.
fn compared(order: &CompareOrder, seen: &ObservedFunction) -> Vec<Query> {
    let mut asks = Vec::new();
    for version in &order.versions {
        let image = seen.is_image();
        if !image && !seen.asked_digest(version) {
            asks.push(Query::Digest(version.clone()));
        }
        if (image || order.settings()) && !version.is_latest() && !seen.asked_config(version) {
            asks.push(Query::Config(version.clone()));
        }
    }
    asks
}

/// What was answered about minutes.
fn minute_parts(known: &[Answered]) -> Vec<(&MinuteQuestion, Option<&DataPoints>)> {
    let part = |answer| match answer {
        &Answered { question: Question::Minutes(ref question), fact: Fact::Minutes(ref points), .. } => {
            Some((question, points.as_ref()))
        }
        _ => None,
    };
    known.iter().filter_map(part).collect()
}

/// What was answered about the logs of a function of a rollout.
fn log_minute_parts<'a>(known: &'a [Answered], target: &Target) -> Vec<(&'a LogMinuteQuestion, &'a LogMinuteFact)> {
    let part = |answer: &'a Answered| match (&answer.question, &answer.fact) {
        (Question::LogMinutes(question), Fact::LogMinutes(fact)) if answer.target == *target => Some((question, fact)),
        _ => None,
    };
    known.iter().filter_map(part).collect()
}

/// The minutes of all functions by their logs.
fn log_minutes(
    order: &MinuteOrder,
    desired: &Desired,
    observed: &Observed,
    known: &[Answered],
) -> Vec<FunctionMinutes> {
    let of_one = |(index, function)| {
        let target = target_of(function);
        let there = observed.of(&target, index)?.function.get();
        let has_topic = there.and_then(|there| there.cls_topic_id.as_deref()).is_some_and(|topic| !topic.is_empty());
        let parts = log_minute_parts(known, &target);
        order.log_report(&target, has_topic.then_some(parts.as_slice()))
    };
    desired.functions.iter().enumerate().filter_map(of_one).collect()
}

/// Where the functions are, by their keys.
pub(super) fn places(desired: &Desired) -> Vec<(&str, Target)> {
    desired.functions.iter().map(|function| (function.key.as_str(), target_of(function))).collect()
}

/// What was answered about a log.
fn log_parts(known: &[Answered]) -> Vec<(&LogQuestion, &LogFact)> {
    let part = |answer| match answer {
        &Answered { question: Question::Logs(ref question), fact: Fact::Logs(ref fact), .. } => Some((question, fact)),
        _ => None,
    };
    known.iter().filter_map(part).collect()
}

/// Nothing was logged: perhaps there is no such version, or no such alias. One that was deleted may have a log still.
fn looks_after_silence(order: &LogOrder, desired: &Desired, seen: &ObservedFunction) -> Vec<Query> {
    let version = (order.named_version().is_some() && seen.versions.unknown()).then_some(Query::Versions);
    let alias =
        (order.names_alias() && seen.alias(&desired.alias).unknown()).then(|| Query::Alias(desired.alias.clone()));
    version.into_iter().chain(alias).collect()
}

/// A version that was named and is not there.
fn unknown_version(order: &MetricOrder, seen: &ObservedFunction, target: &Target) -> Option<Error> {
    order
        .named()
        .iter()
        .filter(|version| !version.is_latest())
        .find_map(|version| existing(seen, version, target).err())
}

fn answered(known: &[Answered], target: &Target, question: &Question) -> bool {
    known.iter().any(|answer| answer.target == *target && answer.question == *question)
}
