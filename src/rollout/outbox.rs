//! Notices that are due: each event of a rollout goes to everyone who asked for it, at least once, with an id that repeats. What
//! was sent stands in the journal; nothing here changes a decision.

use serde::Serialize;

use crate::json::Json;
use crate::message::{self, Language, Reader, RolloutNotice};
use crate::rollout::fold::Fold;
use crate::rollout::ground::Ground;
use crate::rollout::letter::{self, Letter};
use crate::rollout::policy::{Notice, Secret, Target};
use crate::rollout::told::{Attempt, Delivery, Event};
use crate::text::clean;
use crate::time::Zone;

/// So often a message is tried at most.
const MOST_TRIES: u32 = 10;
/// The pause after the first attempt that failed, in seconds; it doubles.
const FIRST_PAUSE: u64 = 60;
const LONGEST_PAUSE: u64 = 3600;

/// A message that is to be sent now. Address and secret are named as the journal has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Due {
    /// Which event, counted from 0.
    pub event: usize,
    /// Which notice of the policy.
    pub notice: usize,
    /// Its address.
    pub url: String,
    /// What it is signed with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

/// A message that did not arrive yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "UndeliveredNotice"))]
#[serde(rename_all = "camelCase")]
pub struct Undelivered {
    /// How it is sent: `webhook`, `wecom`, `dingtalk`, `feishu`, `slack`.
    pub to: &'static str,
    /// What it is about.
    pub event: &'static str,
    /// How often it was tried.
    pub tries: u32,
    /// Whether it is not tried any more.
    pub given_up: bool,
    /// The last answer's HTTP status; nothing where none came.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub status: Option<u16>,
    /// The error code in the last answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub code: Option<String>,
    /// What is not known here: the name of an environment variable, or a digest of what the program that started it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub missing: Option<String>,
}

/// Each event with each notice that is about it, and what became of it.
fn all(fold: &Fold) -> impl Iterator<Item = ((usize, &Event), (usize, &Notice), Option<&Delivery>)> {
    fold.told.events.iter().enumerate().flat_map(move |(at, event)| {
        let notices = fold.policy.notify.iter().enumerate().filter(|(_, notice)| notice.on.contains(&event.told));
        notices.map(move |(to, notice)| ((at, event), (to, notice), fold.told.delivery(at, to)))
    })
}

/// What is to be sent now.
#[must_use]
pub fn due(fold: &Fold, now: u64) -> Vec<Due> {
    let ripe = |delivery: &Delivery| {
        let pause = FIRST_PAUSE << delivery.tries.saturating_sub(1).min(8);
        !delivery.done && delivery.tries < MOST_TRIES && now >= delivery.last + pause.min(LONGEST_PAUSE)
    };
    let waiting = all(fold).filter(|(_, _, delivery)| delivery.is_none_or(ripe));
    waiting
        .map(|((event, _), (to, notice), _)| Due {
            event,
            notice: to,
            url: notice.url.kept(),
            secret: notice.secret.as_ref().map(Secret::kept),
        })
        .collect()
}

/// What did not arrive: it was tried in vain, or can't be tried where these are `missing`.
#[must_use]
pub fn undelivered(fold: &Fold, missing: &[String]) -> Vec<Undelivered> {
    let open = all(fold).filter(|(_, _, delivery)| delivery.is_none_or(|it| !it.done));
    open.filter_map(|((_, event), (_, notice), delivery)| {
        let needed = std::iter::once(&notice.url).chain(&notice.secret).map(Secret::kept);
        let missing = needed.into_iter().find(|it| missing.contains(it));
        let tries = delivery.map_or(0, |delivery| delivery.tries);
        (tries > 0 || missing.is_some()).then(|| Undelivered {
            to: notice.target.word(),
            event: event.told.word(),
            tries,
            given_up: tries >= MOST_TRIES,
            status: delivery.and_then(|delivery| delivery.status),
            code: delivery.and_then(|delivery| delivery.code.clone()),
            missing,
        })
    })
    .collect()
}

/// A message as it is sent, `None` where the rollout has no such event or notice. `url` and `secret` are the plain texts;
/// `now` is in seconds since 1970.
#[must_use]
pub fn letter(
    ground: &Ground,
    fold: &Fold,
    (event, notice): (usize, usize),
    (url, secret): (&str, Option<&str>),
    now: u64,
) -> Option<Letter> {
    let happened = fold.told.events.get(event)?;
    let notice = fold.policy.notify.get(notice)?;
    let said = RolloutNotice {
        rollout: fold.id.clone(),
        functions: ground.places.iter().map(|place| place.key.clone()).collect(),
        told: happened.told,
        step: happened.step,
        of: fold.policy.steps.len(),
        why: happened.why.clone(),
    };
    let reader = message::now();
    let language = match notice.lang {
        Some("zh") => Language::Zh,
        Some(_) => Language::En,
        None => reader.language,
    };
    let words = tame(&said.text(Reader { language, ..reader }));
    Some(match letter::to_robot(notice.target, url, secret, &words, now) {
        Some(letter) => letter,
        None => {
            let id = format!("{}.{event}", fold.id);
            letter::signed(url, secret, &id, facts(&said, &words, happened.at, &id), now)
        }
    })
}

/// The body of a webhook: `{ id, rollout, event, at, functions, step, steps, why?, text }`.
fn facts(said: &RolloutNotice, words: &str, at: u64, id: &str) -> String {
    #[derive(Serialize)]
    struct Body<'a> {
        id: &'a str,
        rollout: &'a str,
        event: &'static str,
        at: String,
        functions: &'a [String],
        step: usize,
        steps: usize,
        #[serde(skip_serializing_if = "Option::is_none")]
        why: Option<&'a message::RolloutReason>,
        text: &'a str,
    }
    let body = Body {
        id,
        rollout: &said.rollout,
        event: said.told.word(),
        at: Zone::default().iso(at),
        functions: &said.functions,
        step: said.step,
        steps: said.of,
        why: said.why.as_ref(),
        text: words,
    };
    // facts always can be written
    message::facts_only(|| serde_json::to_string(&body)).unwrap_or_default()
}

/// Line by line without letters that a terminal would act on.
fn tame(text: &str) -> String {
    text.split('\n').map(clean).collect::<Vec<_>>().join("\n")
}

/// The line of the journal that says what was sent; `None` where nothing was. `results`: `[{ event, notice, status?, text? }]`.
#[must_use]
pub fn line(fold: &Fold, results: &Json<'_>, now: u64) -> Option<String> {
    let attempt = |one: &Json<'_>| {
        let size = |key: &str| one.get(key).and_then(Json::whole).and_then(|number| usize::try_from(number).ok());
        let (event, to) = (size("event")?, size("notice")?);
        let target: Target = fold.policy.notify.get(to)?.target;
        let status = one.get("status").and_then(Json::whole).and_then(|status| u16::try_from(status).ok());
        let answer = one.text("text").unwrap_or_default();
        let (done, code) = status.map_or((false, None), |status| letter::arrived(target, status, &answer));
        Some(Attempt { event, to, done, status, code }.to_json())
    };
    let Json::List(results) = results else { return None };
    let attempts: Vec<_> = results.iter().filter_map(attempt).collect();
    let entries = vec![
        ("e".into(), Json::Text("sent".into())),
        ("at".into(), Json::Number(now.to_string().into())),
        ("to".into(), Json::List(attempts.clone())),
    ];
    (!attempts.is_empty()).then(|| Json::Map(entries).to_json())
}
