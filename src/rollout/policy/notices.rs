//! Who is told of what happens in a rollout.

use super::hooks::{Secret, exactly_one, named_address};
use super::read::Map;
use crate::error::Errors;
use crate::json::Json;
use crate::message::problem::input_facts::Expected;
pub use crate::message::rollout::Told;

/// Somebody who is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// How.
    pub target: Target,
    /// Its address.
    pub url: Secret,
    /// What its messages are signed with.
    pub secret: Option<Secret>,
    /// Of what.
    pub on: Vec<Told>,
    /// In which language, `en` or `zh`; in that of whoever sends it where there is none.
    pub lang: Option<&'static str>,
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

/// Reads `notify`.
pub(super) fn read(map: &mut Map<'_, '_>) -> Vec<Notice> {
    let Some(written) = map.given("notify") else { return Vec::new() };
    let Json::List(items) = written else {
        map.wrong("notify", Expected::Objects { keys: NOTICE_KEYS.to_vec() });
        return Vec::new();
    };
    let root = map.at("notify");
    let read = items.iter().enumerate().map(|(index, item)| notice(item, &format!("{root}[{index}]"), map.errors));
    read.flatten().collect()
}

const NOTICE_KEYS: [&str; 8] = ["webhook", "wecom", "dingtalk", "feishu", "slack", "secret", "on", "lang"];

fn notice(item: &Json<'_>, path: &str, errors: &mut Errors) -> Option<Notice> {
    // messages to these are not signed
    let unsigned = ["wecom", "slack"].iter().any(|key| item.get(key).is_some());
    let keys: Vec<&'static str> = NOTICE_KEYS.into_iter().filter(|key| !(unsigned && *key == "secret")).collect();
    let mut map = Map::new(item, path, &keys, errors);
    let secret = map.text("secret").map(|secret| Secret::of(&secret));
    let words: Vec<&'static str> = Told::ALL.iter().map(|told| told.word()).collect();
    let on = map.read("on", Expected::OneOf { words }, |value| {
        let items = match value {
            Json::List(items) => items.iter().collect(),
            one => vec![one],
        };
        let told = |item: &Json<'_>| {
            let Json::Text(text) = item else { return None };
            Told::ALL.iter().find(|told| told.word().eq_ignore_ascii_case(text.trim())).copied()
        };
        items.into_iter().map(told).collect::<Option<Vec<Told>>>()
    });
    let lang = map.word("lang", &[("en", "en"), ("zh", "zh")]);
    let key = exactly_one(&mut map, &Target::WORDS.map(|(word, _)| word))?;
    let target = Target::WORDS.iter().find(|(word, _)| *word == key).map(|(_, target)| *target)?;
    Some(Notice {
        target,
        url: named_address(&mut map, key)?,
        secret,
        on: on.unwrap_or_else(|| Told::USUAL.to_vec()),
        lang,
    })
}
