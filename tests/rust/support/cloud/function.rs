//! A function with its code, its versions and its aliases.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::alias::{Alias, WHOLE};
use crate::support::provisioned::{Provisioned, Warm};
use crate::support::sha;

#[derive(Clone, Debug)]
pub struct Function {
    pub code: String,
    /// Grows with every update of `$LATEST`.
    pub content: u32,
    pub config: Value,
    pub status: Status,
    pub versions: Vec<Published>,
    pub aliases: BTreeMap<String, Alias>,
    next_version: u64,
    /// As ListTriggers shows them.
    pub triggers: Vec<Value>,
    /// `AsyncTriggerConfig` of GetFunctionEventInvokeConfig.
    pub event_invoke: Value,
    pub provisioned: Provisioned,
    /// When code or configuration was last written, in milliseconds; shown to the second.
    pub written_at: Option<u64>,
    /// What `$LATEST` serves until an update is Active.
    serves: Option<Serves>,
}

/// Code that is served while other code is on its way.
#[derive(Clone, Debug)]
struct Serves {
    code: String,
    until: u64,
}

/// A status that may be on its way to another.
#[derive(Clone, Debug)]
pub struct Status {
    now: &'static str,
    then: &'static str,
    at: u64,
    /// When it began to be on its way.
    since: u64,
}

impl Status {
    pub const fn is(word: &'static str) -> Self {
        Self { now: word, then: word, at: 0, since: 0 }
    }

    /// `word` until `at`, then `then`.
    pub const fn until(word: &'static str, at: u64, then: &'static str) -> Self {
        Self { now: word, then, at, since: 0 }
    }

    /// On its way from now on.
    pub(super) const fn since(self, now: u64) -> Self {
        Self { since: now, ..self }
    }

    /// What a list that lags behind says: what was before, for a while.
    pub(super) const fn listed(&self, now: u64, lag: u64) -> &'static str {
        if lag > 0 && now < self.since + lag { "Active" } else { self.word(now.saturating_sub(lag)) }
    }

    pub const fn word(&self, now: u64) -> &'static str {
        if now >= self.at { self.then } else { self.now }
    }
}

#[derive(Clone, Debug)]
pub struct Published {
    pub number: u64,
    pub code: String,
    pub content: u32,
    pub description: String,
    pub made_at: u64,
    pub status: Status,
    /// As it was when it was published.
    pub config: Value,
}

impl Function {
    /// Active, `code` on `$LATEST`, nothing published, `$DEFAULT` at `$LATEST`.
    pub fn new(code: &str) -> Self {
        Self {
            code: sha(code),
            content: 0,
            config: json!({ "Handler": "index.main_handler", "Runtime": "Nodejs18.15", "MemorySize": 128, "Timeout": 3 }),
            status: Status::is("Active"),
            versions: vec![],
            aliases: BTreeMap::from([("$DEFAULT".to_owned(), Alias::all_to("$LATEST"))]),
            next_version: 1,
            triggers: vec![],
            event_invoke: json!({ "MsgTTL": 21600, "RetryConfig": [{ "RetryNum": 2 }, { "RetryNum": -1 }] }),
            provisioned: Provisioned::default(),
            written_at: Some(1_699_999_000_000),
            serves: None,
        }
    }

    /// Active, made of this image, nothing published.
    pub fn of_image(image: &Value) -> Self {
        let config = json!({ "Runtime": "CustomImage", "MemorySize": 128, "Timeout": 3, "ImageConfig": image });
        Self { code: sha(&image.to_string()), config, ..Self::new("") }
    }

    pub fn is_image(&self) -> bool {
        self.config["Runtime"] == "CustomImage"
    }

    /// Someone else sets another image.
    pub fn set_image(&mut self, now: u64, image: &Value, status: Status) {
        self.config["ImageConfig"] = image.clone();
        self.upload(now, sha(&image.to_string()), status);
    }

    /// Someone uploads `code`, or this run does: users get it when it is Active.
    pub fn upload(&mut self, now: u64, code: String, status: Status) {
        self.serves = Some(Serves { code: self.code.clone(), until: status.at });
        self.code = code;
        self.content += 1;
        self.written_at = Some(now);
        self.status = status;
    }

    /// The digest of the code that a version serves now.
    pub fn code_served(&self, version: &str, now: u64) -> Option<&str> {
        if version != "$LATEST" {
            let made = self.versions.iter().find(|made| made.number.to_string() == version);
            return made.map(|made| made.code.as_str());
        }
        Some(self.serves.as_ref().filter(|old| now < old.until).map_or(&self.code, |old| &old.code))
    }

    /// The share of the traffic of `alias` that the code with this digest can get now, in parts of [`WHOLE`].
    pub fn share_of_code(&self, alias: &str, code: &str, now: u64) -> u64 {
        let Some(alias) = self.aliases.get(alias) else { return 0 };
        let named = self.versions.iter().map(|version| version.number.to_string()).chain(["$LATEST".to_owned()]);
        named
            .filter(|name| self.code_served(name, now) == Some(code))
            .map(|name| alias.most_of(&name))
            .sum::<u64>()
            .min(WHOLE)
    }

    /// With a published version that holds `code`.
    pub fn with(mut self, number: u64, code: &str, status: &'static str) -> Self {
        self.content += 1;
        self.versions.push(Published {
            number,
            code: sha(code),
            content: self.content,
            description: String::new(),
            made_at: 0,
            status: Status::is(status),
            config: self.config.clone(),
        });
        self.next_version = self.next_version.max(number + 1);
        self.content += 1;
        self
    }

    /// With so many provisioned instances of a version.
    pub fn warm(mut self, version: u64, instances: u64) -> Self {
        self.provisioned.versions.insert(version, Warm::with(instances));
        self
    }

    pub fn routed(mut self, alias: Alias) -> Self {
        self.aliases.insert("$DEFAULT".to_owned(), alias);
        self
    }

    /// With this code on `$LATEST`.
    pub fn holding(mut self, code: &str) -> Self {
        self.code = sha(code);
        self.content += 1;
        self
    }

    pub fn default_alias(&self) -> &Alias {
        &self.aliases["$DEFAULT"]
    }

    /// Someone else publishes `$LATEST`.
    pub fn publish(&mut self, now: u64, description: &str, status: Status) -> u64 {
        let number = self.next_version;
        self.next_version += 1;
        self.versions.push(Published {
            number,
            code: self.code.clone(),
            content: self.content,
            description: description.to_owned(),
            made_at: now,
            status,
            config: self.config.clone(),
        });
        number
    }

    /// The content that a version serves.
    pub fn content_of(&self, version: &str) -> Option<u32> {
        if version == "$LATEST" {
            return Some(self.content);
        }
        self.versions.iter().find(|published| published.number.to_string() == version).map(|found| found.content)
    }

    /// The share of the traffic of `alias` that contents newer than `content` can get, in parts of [`WHOLE`].
    pub fn share_of_newer(&self, alias: &str, content: u32) -> u64 {
        let Some(alias) = self.aliases.get(alias) else { return 0 };
        let named = self.versions.iter().map(|version| version.number.to_string());
        let newer = named.chain(["$LATEST".to_owned()]).filter(|name| self.content_of(name) > Some(content));
        newer.map(|name| alias.most_of(&name)).sum::<u64>().min(WHOLE)
    }
}
