//! What was seen for one decision: routings, code, figures, answers of hooks, offsets of time zones.

use crate::json::Json;
use crate::message::rollout::Blind;
use crate::message::routing::Rule;
use crate::rollout::figures::{Series, list};
use crate::rollout::policy::HookAt;
use crate::rollout::portion::Portion;
use crate::traffic::routing::{Version, VersionMatch};

/// What was seen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// The functions of the rollout.
    pub functions: Vec<Seen>,
    /// Offsets of the zones that the policy names.
    pub zones: Vec<(String, Offsets)>,
    /// What hooks have answered since the last decision.
    pub answers: Vec<Answer>,
    /// What whoever looks does not know of addresses, secrets and commands, as the journal has them.
    pub missing: Vec<String>,
    /// Whether whoever looks may not run commands.
    pub no_commands: bool,
}

/// What was seen of a function.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Seen {
    /// Its key.
    pub key: String,
    /// What the canary has of the alias; `None` where rules or weights lead to other versions, too.
    pub portion: Option<Portion>,
    /// The alias as it routes, where that is not all that `portion` says: rules, and who gets the calls that they don't take.
    pub routing: Option<Routed>,
    /// What tells the canary's code apart; `None` where it was not looked at.
    pub code: Option<String>,
    /// Whether what takes over traffic has the provisioned concurrency that it needs.
    pub warm: Warm,
    /// Why its figures can't be known.
    pub blind: Option<Blind>,
    /// Its figures.
    pub series: Series,
}

/// How an alias routes that does not do what a rollout wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Routed {
    /// The shares of the calls that no rule takes: `7 95% · $latest 5%`.
    pub split: String,
    /// The rules.
    pub rules: Vec<Rule>,
}

/// Whether what takes over traffic has its provisioned concurrency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Warm {
    /// It has, or needs none.
    #[default]
    Ready,
    /// It has to be asked for.
    Needed,
    /// It was asked for.
    Pending,
}

/// A time zone in the days to come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offsets {
    /// Up to when it is known, in seconds since 1970.
    pub until: u64,
    /// From when on it is so many minutes ahead of UTC.
    pub from: Vec<(u64, i32)>,
}

impl Offsets {
    /// The local time, as a clock there shows it; `None` where that is not known.
    #[must_use]
    pub fn local(&self, now: u64) -> Option<u64> {
        let (_, minutes) = self.from.iter().rev().find(|(from, _)| *from <= now).filter(|_| now < self.until)?;
        let seconds = u64::from(minutes.unsigned_abs()) * 60;
        Some(if *minutes < 0 { now.saturating_sub(seconds) } else { now.saturating_add(seconds) })
    }
}

/// What a hook said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// When it was asked.
    pub at: HookAt,
    /// Before which step, counted from 0; after the last one it is the finish.
    pub step: usize,
    /// Which of the hooks of that moment.
    pub hook: usize,
    /// Yes or no; `None` where no answer came in time.
    pub ok: Option<bool>,
    /// Why not.
    pub reason: Option<String>,
}

impl Seen {
    /// Whether the canary has nothing.
    #[must_use]
    pub fn has_none(&self) -> bool {
        self.portion.as_ref().is_some_and(Portion::is_none)
    }
}

impl Facts {
    /// What was seen of a function.
    #[must_use]
    pub fn of(&self, key: &str) -> Option<&Seen> {
        self.functions.iter().find(|seen| seen.key == key)
    }

    /// `{ functions: [{ key, share, rules?, routing?, code?, warm?, blind?, calls, bad, means? }], zones?, answers?, missing?, commands? }`. What can't be read is not
    /// known.
    #[must_use]
    pub fn read(value: &Json<'_>) -> Self {
        let zones = value.get("zones").map(Json::entries).unwrap_or_default();
        Self {
            functions: list(value.get("functions")).iter().map(seen).collect(),
            zones: zones.iter().map(|(name, zone)| (name.clone().into_owned(), offsets(zone))).collect(),
            answers: list(value.get("answers")).iter().filter_map(Answer::read).collect(),
            missing: list(value.get("missing")).iter().filter_map(Json::to_text).collect(),
            no_commands: value.get("commands") == Some(&Json::Bool(false)),
        }
    }
}

fn seen(value: &Json<'_>) -> Seen {
    let warm = match value.text("warm").as_deref() {
        Some("needed") => Warm::Needed,
        Some("pending") => Warm::Pending,
        _ => Warm::Ready,
    };
    Seen {
        key: value.text("key").unwrap_or_default(),
        portion: portion(value),
        routing: value.get("routing").map(routed),
        code: value.text("code"),
        warm,
        blind: value.text("blind").map(|word| Blind::named(&word)),
        series: Series::read(value),
    }
}

/// `share` is a number, `rules` are those that lead to the canary.
fn portion(value: &Json<'_>) -> Option<Portion> {
    match value.get("rules") {
        Some(_) => Portion::read(value),
        None => value.get("share").and_then(Portion::read),
    }
}

/// `{ split, rules: [{ key, method, expression, version }] }`, rules as the API has them.
fn routed(value: &Json<'_>) -> Routed {
    let rule = |rule: &Json<'_>| {
        let word = |key: &str| rule.text(key).unwrap_or_default();
        let (key, method, expression) = (word("key"), word("method"), word("expression"));
        Rule::from(&VersionMatch { version: Version::named(&word("version")), key, method, expression })
    };
    Routed {
        split: value.text("split").unwrap_or_default(),
        rules: list(value.get("rules")).iter().map(rule).collect(),
    }
}

fn offsets(value: &Json<'_>) -> Offsets {
    let pair = |item: &Json<'_>| {
        let [from, Json::Number(minutes)] = list(Some(item)) else { return None };
        Some((from.whole()?, minutes.parse::<i32>().ok().filter(|minutes| minutes.abs() < 24 * 60)?))
    };
    let mut from: Vec<(u64, i32)> = list(value.get("offsets")).iter().filter_map(pair).collect();
    from.sort_unstable();
    Offsets { until: value.get("until").and_then(Json::whole).unwrap_or(0), from }
}

impl Answer {
    /// `{ at, step, hook, ok, reason? }`.
    #[must_use]
    pub fn read(value: &Json<'_>) -> Option<Self> {
        let word = value.text("at")?;
        let at = HookAt::WORDS.iter().find(|(known, _)| *known == word).map(|(_, at)| *at)?;
        let whole = |key: &str| value.get(key).and_then(Json::whole).and_then(|number| usize::try_from(number).ok());
        let ok = match value.get("ok") {
            Some(Json::Bool(ok)) => Some(*ok),
            _ => None,
        };
        Some(Self { at, step: whole("step")?, hook: whole("hook")?, ok, reason: value.text("reason") })
    }

    /// As a journal has it.
    #[must_use]
    pub fn to_json(&self) -> Json<'static> {
        let number = |number: usize| Json::Number(number.to_string().into());
        let mut entries = vec![
            ("at".into(), Json::Text(self.at.word().into())),
            ("step".into(), number(self.step)),
            ("hook".into(), number(self.hook)),
            ("ok".into(), self.ok.map_or(Json::Null, Json::Bool)),
        ];
        if let Some(reason) = &self.reason {
            entries.push(("reason".into(), Json::Text(reason.clone().into())));
        }
        Json::Map(entries)
    }
}
