//! A policy as JSON: every default filled in, keys in one order, secrets as names of variables or as digests. It reads as the same policy.

use super::hooks::{Ask, Hook, HookAt, Source};
use super::model::{Gate, Policy};
use super::notices::Notice;
use super::step::Step;
use super::windows::{Window, shown_date, shown_days};
use crate::json::Json;
use crate::rollout::portion::Who;

type Value = Json<'static>;

fn text(text: impl Into<String>) -> Value {
    Json::Text(text.into().into())
}

fn number(digits: impl ToString) -> Value {
    Json::Number(digits.to_string().into())
}

fn seconds(seconds: u64) -> Value {
    text(format!("{seconds}s"))
}

fn map(entries: impl IntoIterator<Item = (&'static str, Option<Value>)>) -> Value {
    Json::Map(entries.into_iter().filter_map(|(key, value)| Some((key.into(), value?))).collect())
}

fn list<T>(items: &[T], one: impl Fn(&T) -> Value) -> Option<Value> {
    (!items.is_empty()).then(|| Json::List(items.iter().map(one).collect()))
}

impl Policy {
    /// As JSON.
    #[must_use]
    pub fn canonical(&self) -> Value {
        let guard = &self.guard;
        let [errors, latency, platform] = guard.wager.each_ref().map(|part| number(&part.0));
        let wager = map([("errors", Some(errors)), ("latency", Some(latency)), ("platform", Some(platform))]);
        map([
            ("preset", self.preset.clone().map(text)),
            ("steps", Some(Json::List(self.steps.iter().map(step).collect()))),
            (
                "route",
                self.route.as_ref().map(|route| {
                    map([("header", Some(text(&*route.header))), ("buckets", Some(number(route.buckets)))])
                }),
            ),
            ("finish", Some(text(self.finish.word()))),
            ("canary", Some(text(self.canary.word()))),
            (
                "guard",
                Some(map([
                    ("alpha", Some(number(&guard.alpha.0))),
                    ("margin", Some(number(&guard.margin.0))),
                    ("budget", Some(number(guard.budget))),
                    ("minBad", Some(number(guard.min_bad))),
                    ("wager", Some(wager)),
                    ("source", Some(source(&guard.source))),
                    ("delay", Some(seconds(guard.delay))),
                ])),
            ),
            (
                "limits",
                Some(map([
                    ("errors", self.limits.errors.map(number)),
                    ("duration", self.limits.duration.map(|ms| text(format!("{ms}ms")))),
                ])),
            ),
            ("unhealthy", Some(text(self.unhealthy.word()))),
            (
                "insufficient",
                Some(map([("extend", Some(number(self.extend))), ("then", Some(text(self.insufficient.word())))])),
            ),
            (
                "outage",
                Some(map([("hold", Some(seconds(self.outage))), ("then", Some(text(self.after_outage.word())))])),
            ),
            ("timeout", Some(seconds(self.timeout))),
            ("gates", (!self.gates.is_empty()).then(|| gates(&self.gates))),
            ("windows", list(&self.windows, window)),
            ("hooks", (!self.hooks.is_empty()).then(|| hooks(&self.hooks))),
            ("notify", list(&self.notify, notice)),
            ("every", Some(seconds(self.every))),
        ])
    }
}

fn step(step: &Step) -> Value {
    map([
        ("traffic", step.staff.is_none().then(|| number(step.share))),
        ("route", step.staff.as_ref().map(Who::to_json)),
        ("for", Some(seconds(step.hold))),
        ("gate", step.gate.clone().map(text)),
    ])
}

fn source(source: &Source) -> Value {
    match source {
        Source::Monitor => text("monitor"),
        Source::Cls => text("cls"),
        Source::Prometheus { url, bad, all } => map([
            ("prometheus", Some(text(url.digest()))),
            ("bad", Some(text(bad.as_str()))),
            ("all", Some(text(all.as_str()))),
        ]),
        Source::Http { url, secret } => {
            map([("http", Some(text(url.digest()))), ("secret", secret.as_ref().map(|secret| text(secret.kept())))])
        }
    }
}

fn gates(gates: &[Gate]) -> Value {
    let entry = |gate: &Gate| {
        let value = map([("timeout", Some(seconds(gate.timeout))), ("then", Some(text(gate.then.word())))]);
        (gate.name.clone().into(), value)
    };
    Json::Map(gates.iter().map(entry).collect())
}

fn window(window: &Window) -> Value {
    let except = list(&window.except, |(first, last)| text([shown_date(*first), shown_date(*last)].join("..")));
    map([
        ("days", Some(text(shown_days(&window.days)))),
        ("from", Some(text(window.from.shown()))),
        ("to", Some(text(window.to.shown()))),
        ("zone", Some(text(window.zone.as_str()))),
        ("except", except),
    ])
}

fn hooks(hooks: &[Hook]) -> Value {
    map(HookAt::WORDS.map(|(word, at)| {
        let of_moment: Vec<&Hook> = hooks.iter().filter(|hook| hook.at == at).collect();
        (word, list(&of_moment, |hook| one_hook(hook)))
    }))
}

fn one_hook(hook: &Hook) -> Value {
    let timeout = ("timeout", Some(seconds(hook.timeout)));
    match &hook.ask {
        Ask::Function { name, qualifier, event } => map([
            ("function", Some(text(name.as_str()))),
            ("qualifier", qualifier.clone().map(text)),
            ("event", event.as_ref().and_then(|event| Json::from_json(event).ok().map(Json::into_owned))),
            timeout,
        ]),
        Ask::Http { url, secret } => {
            let secret = secret.as_ref().map(|secret| text(secret.kept()));
            map([("http", Some(text(url.kept()))), ("secret", secret), timeout])
        }
        Ask::Command { line } => map([("command", Some(text(line.kept()))), timeout]),
    }
}

fn notice(notice: &Notice) -> Value {
    map([
        (notice.target.word(), Some(text(notice.url.kept()))),
        ("secret", notice.secret.as_ref().map(|secret| text(secret.kept()))),
        ("on", Some(Json::List(notice.on.iter().map(|told| text(told.word())).collect()))),
        ("lang", notice.lang.map(text)),
    ])
}
