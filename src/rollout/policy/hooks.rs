//! Who is asked before traffic moves, who is told afterwards, and servers that figures come from.

use sha2::{Digest as _, Sha256};

use super::read::Map;
use crate::error::Errors;
use crate::json::Json;
use crate::message::problem::InputProblem;
use crate::message::problem::input_facts::Expected;
use crate::message::problem::rollout::RolloutProblem;
use crate::rollout::states::State;
use crate::text::clean;

/// What is filled in where it stands in double braces in a query.
pub(in crate::rollout) const PLACEHOLDERS: [&str; 5] = ["version", "alias", "function", "namespace", "region"];
/// How a digest of a secret begins, in a journal.
const DIGEST: &str = "sha256:";

/// Text that may hold a secret. It is never written into a journal; its digest is.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Whether a text is no secret itself, but the digest of one.
    #[must_use]
    pub fn is_digest(text: &str) -> bool {
        is_digest(text)
    }

    /// As it was written; of a journal's policy, the digest.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// What a journal holds of it.
    #[must_use]
    pub fn digest(&self) -> String {
        if is_digest(&self.0) { self.0.clone() } else { [DIGEST, &hex::encode(Sha256::digest(&self.0))].concat() }
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

fn is_digest(text: &str) -> bool {
    text.strip_prefix(DIGEST).is_some_and(|hex| hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// When a hook is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HookAt {
    /// Before the first step.
    Before,
    /// Before each later step, and before the finish.
    BeforeStep,
    /// After the finish.
    After,
    /// After a rollback.
    OnRollback,
}

impl HookAt {
    /// The keys of `hooks`.
    pub const WORDS: [(&str, Self); 4] = [
        ("before", Self::Before),
        ("beforeStep", Self::BeforeStep),
        ("after", Self::After),
        ("onRollback", Self::OnRollback),
    ];

    /// As it is written.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::BeforeStep => "beforeStep",
            Self::After => "after",
            Self::OnRollback => "onRollback",
        }
    }
}

/// Somebody who is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Hook {
    /// When.
    pub at: HookAt,
    /// Who.
    pub ask: Ask,
    /// How long an answer may take, in seconds.
    pub timeout: u64,
}

/// Who is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// A function.
    Function {
        /// Its name.
        name: String,
        /// A version or an alias.
        qualifier: Option<String>,
        /// What it is called with, as JSON text.
        event: Option<Secret>,
    },
    /// A server.
    Http {
        /// Its address.
        url: Secret,
    },
    /// A command of the machine that looks after the rollout.
    Command {
        /// As it is typed.
        line: Secret,
    },
}

impl Hook {
    /// What it is called in sentences: a function's name, or its kind.
    #[must_use]
    pub fn shown(&self) -> &str {
        match &self.ask {
            Ask::Function { name, .. } => name,
            Ask::Http { .. } => "http",
            Ask::Command { .. } => "command",
        }
    }
}

/// Somebody who is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// How.
    pub target: Target,
    /// Its address.
    pub url: Secret,
    /// What its messages are signed with.
    pub secret: Option<Secret>,
    /// Of which states; of all that wait or end where none is named.
    pub on: Vec<State>,
}

/// How somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are named as the products are")]
pub enum Target {
    Webhook,
    Wecom,
    DingTalk,
    Feishu,
    Slack,
}

impl Target {
    /// The keys of a notice.
    pub const WORDS: [(&str, Self); 5] = [
        ("webhook", Self::Webhook),
        ("wecom", Self::Wecom),
        ("dingtalk", Self::DingTalk),
        ("feishu", Self::Feishu),
        ("slack", Self::Slack),
    ];

    /// As it is written.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::Wecom => "wecom",
            Self::DingTalk => "dingtalk",
            Self::Feishu => "feishu",
            Self::Slack => "slack",
        }
    }
}

/// Where the figures come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// Cloud Monitor.
    Monitor,
    /// The log topics of the functions.
    Cls,
    /// Queries of a Prometheus server.
    Prometheus {
        /// Its address.
        url: Secret,
        /// Bad calls.
        bad: String,
        /// All calls.
        all: String,
    },
    /// A server that answers with figures.
    Http {
        /// Its address.
        url: Secret,
    },
}

/// Reads `hooks`.
pub(super) fn read(map: &mut Map<'_, '_>) -> Vec<Hook> {
    let mut hooks = Vec::new();
    let mut map = map.inner("hooks", &HookAt::WORDS.map(|(word, _)| word));
    for (word, at) in HookAt::WORDS {
        let Some(written) = map.given(word) else { continue };
        let Json::List(items) = written else {
            map.wrong(word, Expected::Objects { keys: HOOK_KEYS.to_vec() });
            continue;
        };
        let root = map.at(word);
        let read =
            items.iter().enumerate().map(|(index, item)| hook(item, &format!("{root}[{index}]"), at, map.errors));
        hooks.extend(read.flatten());
    }
    hooks
}

const HOOK_KEYS: [&str; 6] = ["function", "qualifier", "event", "http", "command", "timeout"];

fn hook(item: &Json<'_>, path: &str, at: HookAt, errors: &mut Errors) -> Option<Hook> {
    let mut map = Map::new(item, path, &HOOK_KEYS, errors);
    let timeout = map.seconds("timeout").unwrap_or(60);
    exactly_one(&mut map, &["function", "http", "command"])?;
    let ask = if map.given("function").is_some() {
        let event = map.given("event").map(|event| match event {
            Json::Text(text) if is_digest(text) => Secret(text.clone().into_owned()),
            other => Secret(other.to_json()),
        });
        Ask::Function { name: map.text("function")?, qualifier: map.text("qualifier"), event }
    } else if map.given("http").is_some() {
        Ask::Http { url: address(&mut map, "http")? }
    } else {
        Ask::Command { line: Secret(map.text("command")?) }
    };
    Some(Hook { at, ask, timeout })
}

/// Reads `notify`.
pub(super) fn notices(map: &mut Map<'_, '_>) -> Vec<Notice> {
    let Some(written) = map.given("notify") else { return Vec::new() };
    let Json::List(items) = written else {
        map.wrong("notify", Expected::Objects { keys: NOTICE_KEYS.to_vec() });
        return Vec::new();
    };
    let root = map.at("notify");
    let read = items.iter().enumerate().map(|(index, item)| notice(item, &format!("{root}[{index}]"), map.errors));
    read.flatten().collect()
}

const NOTICE_KEYS: [&str; 7] = ["webhook", "wecom", "dingtalk", "feishu", "slack", "secret", "on"];

fn notice(item: &Json<'_>, path: &str, errors: &mut Errors) -> Option<Notice> {
    let mut map = Map::new(item, path, &NOTICE_KEYS, errors);
    let secret = map.text("secret").map(Secret);
    let words: Vec<&'static str> = State::TOLD.iter().map(|state| state.word()).collect();
    let on = map.read("on", Expected::OneOf { words }, |value| {
        let items = match value {
            Json::List(items) => items.iter().collect(),
            one => vec![one],
        };
        let state = |item: &Json<'_>| {
            let Json::Text(text) = item else { return None };
            State::TOLD.iter().find(|state| state.word().eq_ignore_ascii_case(text.trim())).copied()
        };
        items.into_iter().map(state).collect::<Option<Vec<State>>>()
    });
    let key = exactly_one(&mut map, &Target::WORDS.map(|(word, _)| word))?;
    let target = Target::WORDS.iter().find(|(word, _)| *word == key).map(|(_, target)| *target)?;
    Some(Notice { target, url: address(&mut map, key)?, secret, on: on.unwrap_or_else(|| State::TOLD.to_vec()) })
}

/// Reads `source` of the guard.
pub(super) fn source(map: &mut Map<'_, '_>) -> Source {
    let expected = Expected::OneOf { words: vec!["monitor", "cls", "{prometheus, bad, all}", "{http}"] };
    match map.given("source") {
        None => return Source::Monitor,
        Some(Json::Text(text)) => match text.trim() {
            "monitor" => return Source::Monitor,
            "cls" => return Source::Cls,
            _ => {}
        },
        Some(Json::Map(_)) => {
            let mut inner = map.inner("source", &["prometheus", "bad", "all", "http"]);
            return server(&mut inner).unwrap_or(Source::Monitor);
        }
        Some(_) => {}
    }
    map.wrong("source", expected);
    Source::Monitor
}

fn server(map: &mut Map<'_, '_>) -> Option<Source> {
    if exactly_one(map, &["prometheus", "http"])? == "http" {
        return Some(Source::Http { url: address(map, "http")? });
    }
    for key in ["bad", "all"] {
        if map.given(key).is_none() {
            map.add(InputProblem::Missing { input: map.at(key) });
        }
    }
    let url = address(map, "prometheus");
    let [bad, all] = ["bad", "all"].map(|key| map.text(key).filter(|query| placeholders(map, key, query)));
    Some(Source::Prometheus { url: url?, bad: bad?, all: all? })
}

/// Whether a query says where the version stands, and nothing else that can't be filled in.
fn placeholders(map: &mut Map<'_, '_>, key: &str, query: &str) -> bool {
    let names: Vec<&str> = query.split("{{").skip(1).map(|rest| rest.split("}}").next().unwrap_or_default()).collect();
    let known = || PLACEHOLDERS.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let unknown: Vec<&&str> = names.iter().filter(|name| !PLACEHOLDERS.contains(name)).collect();
    for name in &unknown {
        let input = map.at(key);
        map.add(InputProblem::Rollout(RolloutProblem::Placeholder { input, given: clean(name), known: known() }));
    }
    let without_version = unknown.is_empty() && !names.contains(&"version");
    if without_version {
        let input = map.at(key);
        map.add(InputProblem::Rollout(RolloutProblem::NoVersion { input }));
    }
    unknown.is_empty() && !without_version
}

/// Which of these keys is there; where that is not exactly one, an error.
fn exactly_one(map: &mut Map<'_, '_>, keys: &[&'static str]) -> Option<&'static str> {
    let mut there = keys.iter().filter(|key| map.given(key).is_some());
    if let (Some(key), None) = (there.next(), there.next()) {
        return Some(key);
    }
    map.add(InputProblem::Rollout(RolloutProblem::OneOf { input: map.path.clone(), keys: keys.to_vec() }));
    None
}

/// An address; it may hold a secret, so that a wrong one is not repeated.
fn address(map: &mut Map<'_, '_>, key: &str) -> Option<Secret> {
    let value = map.given(key)?;
    if let Json::Text(text) = value {
        let text = text.trim();
        if is_digest(text) || text.starts_with("https://") || text.starts_with("http://") {
            return Some(Secret(text.to_owned()));
        }
    }
    let (input, expected, got) = (map.at(key), Expected::Address, value.kind());
    map.add(InputProblem::WrongKind { input, expected, got });
    None
}
