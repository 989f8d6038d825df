//! Triggers: <https://www.tencentcloud.com/document/product/583/18590> (CreateTrigger) and its siblings; what is in
//! `TriggerDesc` is on <https://www.tencentcloud.com/document/product/583/31441>.

use std::fmt;

use serde::Serialize;

use super::call::{Call, Target};
use super::fields::{Fields, Read};
use crate::json::Json;
use crate::traffic::routing::Version;

/// The kind of a function URL.
pub const URL: &str = "http";

/// The kinds that SCF's own API creates. Others belong to other products.
pub const CREATABLE: &[&str] = &["timer", "cos", "ckafka", "cls", URL];

/// A write about a trigger, named as the action of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, strum::IntoStaticStr, strum::EnumString)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum TriggerCall {
    /// Creates it.
    CreateTrigger,
    /// Changes its settings, where its kind can be changed.
    UpdateTrigger,
    /// Opens or closes it.
    UpdateTriggerStatus,
    /// Deletes it.
    DeleteTrigger,
}

impl TriggerCall {
    /// The action of the API.
    #[must_use]
    pub fn action(self) -> &'static str {
        self.into()
    }
}

/// A trigger of a function, as the API lists it and as inputs want it.
#[derive(Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Trigger {
    /// `timer`, `cos`, `ckafka`, `cls`, `http`; there are more that only other products create.
    #[serde(rename = "Type")]
    pub kind: String,
    /// Its name; of `cos` the bucket's domain, of `cls` the topic.
    #[serde(rename = "TriggerName")]
    pub name: String,
    /// The version or alias that it calls.
    pub qualifier: String,
    /// Whether it fires.
    #[serde(rename = "Enable", serialize_with = "as_number")]
    pub enabled: bool,
    /// What makes it fire: of `timer` the cron expression, of others JSON.
    #[serde(rename = "TriggerDesc")]
    pub desc: String,
    /// What a timer hands over; it may be a secret, and is shown nowhere.
    #[serde(rename = "CustomArgument")]
    pub argument: String,
    /// What people wrote there.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The inputs say whether it fires; else that is a default, for a trigger that is not there yet.
    #[serde(skip)]
    pub state_given: bool,
    /// What earlier versions called it, where its name is a default that has changed.
    #[serde(skip)]
    pub earlier_name: Option<String>,
    /// What is shown in the place of `desc`, where that came from the environment.
    #[serde(skip)]
    pub shown: Option<String>,
    /// It was read from the cloud, so `desc` may hold a login: it is sent, and shown nowhere.
    #[serde(skip)]
    pub found: bool,
}

impl fmt::Debug for Trigger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // the API's description may contain credentials
        f.debug_tuple("Trigger").field(&self.kind).field(&self.name).field(&self.qualifier).finish_non_exhaustive()
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn as_number<S: serde::Serializer>(enabled: &bool, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u8(u8::from(*enabled))
}

impl Read for Trigger {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        let text = |name: &str| fields.text(name).unwrap_or_default();
        let kind = fields.text("Type").ok_or("Type is missing")?;
        let desc = text("TriggerDesc");
        Ok(Self {
            // a timer's comes back in JSON, though it was sent as it is
            desc: if kind == "timer" { cron_in(&desc).unwrap_or(desc) } else { desc },
            name: text("TriggerName"),
            qualifier: called(&text("Qualifier")),
            enabled: fields.whole("Enable") == Some(1),
            argument: text("CustomArgument"),
            description: text("Description"),
            found: true,
            shown: None,
            state_given: false,
            earlier_name: None,
            kind,
        })
    }
}

/// The version or alias that a trigger or a domain names. The API's default, where none is given, is `$LATEST`.
pub(super) fn called(qualifier: &str) -> String {
    match qualifier.trim() {
        "" => Version::LATEST.to_owned(),
        name => Version::named(name).wire().to_owned(),
    }
}

fn cron_in(desc: &str) -> Option<String> {
    Json::from_json(desc).ok()?.text("cron")
}

/// An answer of ListTriggers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriggerPage {
    /// The triggers of this page.
    pub triggers: Option<Vec<Trigger>>,
    /// How many there are in all.
    pub total_count: Option<u64>,
}

impl Read for TriggerPage {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        Ok(Self { triggers: fields.list("Triggers", Trigger::read)?, total_count: fields.whole("TotalCount") })
    }
}

/// The page size.
const PAGE: usize = 100;

/// Lists triggers, oldest first.
#[must_use]
pub fn list(target: &Target, offset: usize) -> Call {
    Call::page("ListTriggers", target, (offset, PAGE), ("ASC", "add_time"))
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Body<'a> {
    function_name: &'a str,
    namespace: &'a str,
    trigger_name: &'a str,
    #[serde(rename = "Type")]
    kind: &'a str,
    qualifier: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    trigger_desc: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    enable: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_argument: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
}

/// Creates, changes, switches or deletes one.
#[must_use]
pub fn write(call: TriggerCall, target: &Target, trigger: &Trigger) -> Call {
    let whole = matches!(call, TriggerCall::CreateTrigger | TriggerCall::UpdateTrigger);
    // what identifies it where the name alone does not
    let described = whole || trigger.kind == "cos";
    let body = Body {
        function_name: &target.name,
        namespace: &target.namespace,
        trigger_name: &trigger.name,
        kind: &trigger.kind,
        qualifier: &trigger.qualifier,
        trigger_desc: if described { &trigger.desc } else { "" },
        enable: (call != TriggerCall::DeleteTrigger).then_some(if trigger.enabled { "OPEN" } else { "CLOSE" }),
        custom_argument: (whole && trigger.kind == "timer").then_some(trigger.argument.as_str()),
        description: if call == TriggerCall::CreateTrigger { &trigger.description } else { "" },
    };
    Call::write(call.action(), &target.region, &body)
}

impl Trigger {
    /// Whether both are the same one, however they are set; the alias or version that is called is not part of it.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        let event = |trigger: &Self| {
            (trigger.kind == "cos").then(|| Json::from_json(&trigger.desc).ok().and_then(|desc| desc.text("event")))
        };
        self.kind == other.kind && self.name == other.name && event(self) == event(other)
    }

    /// Whether what was found does what is desired; what the API adds of its own does not count.
    #[must_use]
    pub fn serves(&self, desired: &Self) -> bool {
        self.qualifier == desired.qualifier
            && self.enabled == desired.enabled
            && self.argument == desired.argument
            && self.fires_as(desired)
    }

    /// Whether the same makes both fire.
    #[must_use]
    pub fn fires_as(&self, desired: &Self) -> bool {
        if self.kind == "timer" {
            return self.desc.split_whitespace().eq(desired.desc.split_whitespace());
        }
        match (Json::from_json(&self.desc), Json::from_json(&desired.desc)) {
            (Ok(found), Ok(asked)) => covers(&found, &asked),
            _ => self.desc == desired.desc,
        }
    }
}

impl Trigger {
    /// Lets it fire, or not. That of a log topic has its state in the description too.
    pub fn switch(&mut self, enabled: bool) {
        self.enabled = enabled;
        if let Ok(Json::Map(mut entries)) = Json::from_json(&self.desc)
            && let Some((_, effective)) = entries.iter_mut().find(|(key, _)| key == "effective")
        {
            *effective = Json::Bool(enabled);
            self.desc = Json::Map(entries).to_json();
        }
    }

    /// Whether it calls what is on `$LATEST`, and no alias decides.
    #[must_use]
    pub fn on_latest(&self) -> bool {
        self.qualifier == Version::LATEST
    }

    /// Whether it can be created on another version or alias by SCF's own API.
    #[must_use]
    pub fn can_move(&self) -> bool {
        CREATABLE.contains(&self.kind.as_str())
    }

    /// The address of a function URL; the one for the internet, where it has both.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        let desc = Json::from_json(&self.desc).ok().filter(|_| self.kind == URL)?;
        let net = desc.get("NetConfig");
        let of = |key| net.and_then(|net| net.text(key)).or_else(|| desc.text(key)).filter(|url| !url.is_empty());
        of("ExtranetUrl").or_else(|| of("IntranetUrl"))
    }

    /// The same on another version or alias, as it is created there. The addresses of a function URL are left out: the API
    /// gives each URL its own.
    #[must_use]
    pub fn moved(&self, qualifier: &str) -> Self {
        let mut moved = Self { qualifier: qualifier.to_owned(), ..self.clone() };
        if let (URL, Ok(mut desc)) = (self.kind.as_str(), Json::from_json(&self.desc)) {
            without_addresses(&mut desc);
            moved.desc = desc.to_json();
        }
        moved
    }

    /// The same with fields of `found` that the inputs do not have: a change replaces all fields.
    #[must_use]
    pub fn keeping(mut self, found: &Self) -> Self {
        let (Ok(Json::Map(asked)), Ok(Json::Map(there))) = (Json::from_json(&self.desc), Json::from_json(&found.desc))
        else {
            return self;
        };
        let more = there.into_iter().filter(|(key, _)| !asked.iter().any(|(known, _)| known == key));
        let mut all = asked.clone();
        all.extend(more);
        self.desc = Json::Map(all).to_json();
        self
    }
}

/// `IntranetUrl`, `ExtranetUrl` and the like, which the API adds when it shows a function URL.
fn without_addresses(raw: &mut Json<'_>) {
    let Json::Map(entries) = raw else { return };
    entries.retain(|(key, _)| !key.ends_with("Url"));
    for (_, value) in entries {
        without_addresses(value);
    }
}

/// Numbers and truths may come back as text.
fn covers(found: &Json<'_>, asked: &Json<'_>) -> bool {
    match (found, asked) {
        (Json::Map(_), Json::Map(entries)) => {
            entries.iter().all(|(key, value)| covers(found.get(key).unwrap_or(&Json::Null), value))
        }
        (Json::List(found), Json::List(asked)) => {
            found.len() == asked.len() && found.iter().zip(asked).all(|(found, asked)| covers(found, asked))
        }
        (Json::Null, Json::Text(text)) => text.is_empty(),
        _ => bare(found) == bare(asked),
    }
}

fn bare(raw: &Json<'_>) -> String {
    match raw {
        Json::Text(text) => text.clone().into_owned(),
        other => other.to_string(),
    }
}
