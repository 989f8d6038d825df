//! How a hook is asked, and what it answered.

use serde::Serialize;

use crate::json::Json;
use crate::rollout::facts::Answer;
use crate::rollout::fold::{Asked, Fold};
use crate::rollout::ground::{Ground, Place};
use crate::rollout::policy::{Ask, HookAt, Secret};
use crate::text::clean;

/// One attempt takes no longer than this, in seconds: nothing else is done by whoever waits for it.
const LONGEST_ATTEMPT: u64 = 900;
/// The most letters of a reason that are kept.
const LONGEST_REASON: usize = 200;
/// Answers of a server that is not there, or has no time: the hook itself has not been asked.
const NOT_ASKED: [u16; 4] = [429, 502, 503, 504];

/// How a hook is asked. Addresses, secrets and commands are named as the journal has them.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Asks {
    /// A request of the machine.
    Function {
        /// The request.
        request: Json<'static>,
    },
    /// A signed request.
    Http {
        /// The address.
        url: String,
        /// What it is signed with.
        #[serde(skip_serializing_if = "Option::is_none")]
        secret: Option<String>,
        /// The question's id, the same whenever it is asked.
        id: String,
        /// The question.
        body: String,
    },
    /// A command of this machine.
    Command {
        /// As it is typed.
        command: String,
        /// The question, for its standard input.
        body: String,
    },
}

/// A hook to be asked.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Call {
    /// How.
    #[serde(flatten)]
    pub asks: Asks,
    /// How long this attempt may take, in milliseconds.
    pub timeout_ms: u64,
}

fn text(text: &str) -> Json<'static> {
    Json::Text(text.to_owned().into())
}

fn number(number: usize) -> Json<'static> {
    Json::Number(number.to_string().into())
}

/// How the hook of a decision is asked. The fold is that before the decision.
#[must_use]
pub fn call(ground: &Ground, fold: &Fold, question: (HookAt, usize, usize), now: u64) -> Option<Call> {
    let (at, step, index) = question;
    let hook = fold.policy.hooks_at(at).nth(index)?;
    let same = |asked: &Asked| (asked.at, asked.step, asked.hook) == question && asked.busy.is_none();
    let since = fold.asked.filter(same).map_or(now, |asked| asked.since);
    let left = (since + hook.timeout).saturating_sub(now).clamp(1, LONGEST_ATTEMPT);
    let id = format!("{}.{}.{step}.{index}", fold.id, at.word());
    let asks = match &hook.ask {
        Ask::Function { name, qualifier, event } => {
            let event = event.as_ref().and_then(|event| Json::from_json(event).ok().map(Json::into_owned));
            let event = event.unwrap_or_else(|| question_of(ground, fold, question, &id));
            let mut asked = vec![("function".into(), text(name)), ("event".into(), event)];
            // where the first of its functions is
            let place = ground.places.first().map(|place| &place.target);
            asked.extend(place.map(|target| ("region".into(), text(&target.region))));
            asked.extend(place.map(|target| ("namespace".into(), text(&target.namespace))));
            asked.extend(qualifier.as_ref().map(|qualifier| ("qualifier".into(), text(qualifier))));
            Asks::Function {
                request: Json::Map(vec![("do".into(), text("invoke")), ("asked".into(), Json::Map(asked))]),
            }
        }
        Ask::Http { url, secret } => Asks::Http {
            url: url.kept(),
            secret: secret.as_ref().map(Secret::kept),
            body: question_of(ground, fold, question, &id).to_json(),
            id,
        },
        Ask::Command { line } => {
            Asks::Command { command: line.kept(), body: question_of(ground, fold, question, &id).to_json() }
        }
    };
    Some(Call { asks, timeout_ms: left * 1000 })
}

/// What a hook is asked: `{ id, rollout, hook, step?, steps, share, functions }`, the step counted from 1.
fn question_of(ground: &Ground, fold: &Fold, (at, step, _): (HookAt, usize, usize), id: &str) -> Json<'static> {
    let steps = &fold.policy.steps;
    let share = match at {
        HookAt::Before | HookAt::BeforeStep => {
            steps.get(step).map_or_else(|| "1".to_owned(), |it| it.share.to_string())
        }
        HookAt::After => "1".to_owned(),
        HookAt::OnRollback => "0".to_owned(),
    };
    let function = |place: &Place| {
        let entries = [
            ("key", text(&place.key)),
            ("function", text(&place.target.name)),
            ("region", text(&place.target.region)),
            ("namespace", text(&place.target.namespace)),
            ("alias", text(&ground.alias)),
            ("canary", text(place.canary.wire())),
            ("stable", text(place.stable.wire())),
        ];
        Json::Map(entries.map(|(key, value)| (key.into(), value)).to_vec())
    };
    let mut entries = vec![
        ("id".into(), text(id)),
        ("rollout".into(), text(&fold.id)),
        ("hook".into(), text(at.word())),
        ("steps".into(), number(steps.len())),
        ("share".into(), Json::Number(share.into())),
        ("functions".into(), Json::List(ground.places.iter().map(function).collect())),
    ];
    if matches!(at, HookAt::Before | HookAt::BeforeStep) && step < steps.len() {
        entries.insert(3, ("step".into(), number(step + 1)));
    }
    Json::Map(entries)
}

/// The line of the journal that says what came of asking: the answer, or that there is none yet. `came` is what the shell got:
/// `{ status, text }` of a server, `{ exit, text }` of a command, `{ returned }` or `{ failed }` of a function, and `{}` where
/// nothing came. `question` is the decision's `ask`: what comes late is no answer to another one that is asked by now.
#[must_use]
pub fn answer(fold: &Fold, question: &Json<'_>, came: &Json<'_>, now: u64) -> Option<String> {
    let question = Answer::read(question)?;
    let same = |asked: &Asked| (asked.at, asked.step, asked.hook) == (question.at, question.step, question.hook);
    let asked = fold.asked.filter(same)?;
    let timeout = fold.policy.hooks_at(asked.at).nth(asked.hook).map_or(0, |hook| hook.timeout);
    let late = now >= asked.since.saturating_add(timeout);
    let said = match said(came) {
        Some((ok, reason)) => Some((Some(ok), reason)),
        None => late.then_some((None, None)),
    };
    let mut line = vec![("e".into(), text("answer")), ("at".into(), Json::Number(now.to_string().into()))];
    match said {
        Some((ok, reason)) => {
            let Asked { at, step, hook, .. } = asked;
            line.push(("hook".into(), Answer { at, step, hook, ok, reason }.to_json()));
        }
        None => line.push(("later".into(), Json::Bool(true))),
    }
    Some(Json::Map(line).to_json())
}

/// Yes or no, and why; `None` where there is no answer yet.
fn said(came: &Json<'_>) -> Option<(bool, Option<String>)> {
    let spoken = came.text("text").or_else(|| came.text("returned")).unwrap_or_default();
    let (refused, reason) = refusal(&spoken);
    if let Some(status) = came.get("status").and_then(Json::whole) {
        let status = u16::try_from(status).unwrap_or(0);
        return match status {
            202 => None,
            200..=299 => Some((!refused, reason.filter(|_| refused))),
            _ if NOT_ASKED.contains(&status) => None,
            _ => Some((false, reason.or_else(|| Some(format!("HTTP {status}"))))),
        };
    }
    if let Some(exit) = came.get("exit").and_then(Json::whole) {
        let last = spoken.lines().rev().map(str::trim).find(|line| !line.is_empty()).and_then(short);
        return Some(if exit == 0 { (true, None) } else { (false, last.or_else(|| Some(format!("exit {exit}")))) });
    }
    if let Some(failed) = came.text("failed") {
        return Some((false, short(&failed)));
    }
    came.has("returned").then(|| (!refused, reason.filter(|_| refused)))
}

/// Whether text is `{ ok: false }`, and its `reason`. A function may return it as text, too.
fn refusal(spoken: &str) -> (bool, Option<String>) {
    let Ok(said) = Json::from_json(spoken) else { return (false, None) };
    if let Json::Text(inner) = &said {
        return Json::from_json(inner).map_or((false, None), |inner| refusal_of(&inner));
    }
    refusal_of(&said)
}

fn refusal_of(said: &Json<'_>) -> (bool, Option<String>) {
    let refused = said.get("ok") == Some(&Json::Bool(false));
    (refused, said.text("reason").as_deref().and_then(short))
}

/// In one line, not long, without what a terminal acts on.
fn short(text: &str) -> Option<String> {
    let text: String = clean(text.trim()).chars().take(LONGEST_REASON).collect();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_is_a_yes_a_no_or_nothing_yet() {
        let of = |came: &str| said(&Json::from_json(came).expect("JSON"));
        let no = |reason: &str| Some((false, Some(reason.to_owned())));
        for (came, expected) in [
            (r#"{"status": 200, "text": ""}"#, Some((true, None))),
            (r#"{"status": 204, "text": ""}"#, Some((true, None))),
            (r#"{"status": 200, "text": "{\"ok\": false, \"reason\": \"no stock\"}"}"#, no("no stock")),
            (r#"{"status": 202, "text": ""}"#, None),
            (r#"{"status": 403, "text": "{\"reason\": \"frozen\"}"}"#, no("frozen")),
            (r#"{"status": 500, "text": "<html>"}"#, no("HTTP 500")),
            (r#"{"status": 503, "text": ""}"#, None),
            (r#"{"exit": 0, "text": "fine"}"#, Some((true, None))),
            (r#"{"exit": 1, "text": "one\ntwo\n"}"#, no("two")),
            (r#"{"exit": 3, "text": ""}"#, no("exit 3")),
            (r#"{"returned": "null"}"#, Some((true, None))),
            (r#"{"returned": "\"one\""}"#, Some((true, None))),
            (r#"{"returned": "{\"ok\":false}"}"#, Some((false, None))),
            (r#"{"failed": "boom \u001b[2J"}"#, no("boom ?[2J")),
            ("{}", None),
        ] {
            assert_eq!(of(came), expected, "{came}");
        }
    }
}
