//! Ways around the alias (rule 24): triggers, function URLs and custom domains that call `$LATEST`, or a version by its
//! number. What is uploaded to `$LATEST` reaches them at once and in full, whatever `traffic` says.
//!
//! [`callers`] is a pure function of what was seen; plans, status, lists, results of rollbacks and `prune` all ask it.

use serde::{Serialize, Serializer};

use super::{Note, shown};
use crate::observed::{ObservedFunction, Seen};
use crate::routing::Version;
use crate::scf::Target;
use crate::scf::trigger::{CREATABLE, URL};

/// What stands for a custom domain among the kinds of callers.
const DOMAIN: &str = "domain";

/// Something that calls a function past its aliases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The kind of the trigger (`timer`, `cos`, …; `http` is a function URL), or `domain`.
    pub kind: String,
    /// Its name; of a domain, the domain.
    pub name: String,
    /// What it calls: `$LATEST`, or the number of a version.
    pub qualifier: Version,
    /// Of a domain, the path that does so.
    pub path: Option<String>,
    /// Of a function URL, where the API shows it.
    pub address: Option<String>,
    /// Whether it calls at all; a trigger may be closed.
    pub enabled: bool,
}

/// A trigger, function URL or custom domain that calls a version directly: what the alias says does not reach it.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Caller"))]
pub(crate) struct CallerRow<'a> {
    /// `timer`, `cos`, `ckafka`, `cls`, `http` (a function URL), another kind of trigger, or `domain`.
    #[serde(rename = "type")]
    kind: &'a str,
    /// Of a domain, the domain.
    name: &'a str,
    /// What it calls: `$LATEST`, or the number of a version.
    qualifier: &'a Version,
    /// Of a domain, the path that does so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    path: Option<&'a str>,
    /// Of a function URL, where the API shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    address: Option<&'a str>,
    /// Whether it calls at all; a trigger may be closed.
    enabled: bool,
    /// In a line.
    text: String,
}

impl Serialize for Caller {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let version = match self.qualifier.number() {
            Some(number) => format!("version {number}"),
            None => self.qualifier.shown().to_owned(),
        };
        let closed = if self.enabled { "" } else { " (closed)" };
        let row = CallerRow {
            kind: &self.kind,
            name: &self.name,
            qualifier: &self.qualifier,
            path: self.path.as_deref(),
            address: self.address.as_deref(),
            enabled: self.enabled,
            text: [&self.named(), " calls ", &version, " directly", closed].concat(),
        };
        row.serialize(serializer)
    }
}

/// Whoever calls a version directly, as far as it was looked at: triggers as they are listed, then domains.
#[must_use]
pub fn callers(seen: &ObservedFunction) -> Vec<Caller> {
    let direct = |qualifier: &str| {
        let version = Version::named(qualifier);
        (version.is_latest() || version.number().is_some()).then_some(version)
    };
    let triggers = seen.triggers.get().into_iter().flatten().filter_map(|trigger| {
        Some(Caller {
            kind: trigger.kind.clone(),
            name: trigger.name.clone(),
            qualifier: direct(&trigger.qualifier)?,
            path: None,
            address: trigger.address(),
            enabled: trigger.enabled,
        })
    });
    let here = Target { region: seen.region.clone(), namespace: seen.namespace.clone(), name: seen.name.clone() };
    let domains = seen.domains.get().into_iter().flatten();
    let paths = domains.flat_map(|domain| domain.endpoints.iter().map(move |endpoint| (domain, endpoint)));
    let paths = paths.filter(|(_, endpoint)| endpoint.calls(&here)).filter_map(|(domain, endpoint)| {
        Some(Caller {
            kind: DOMAIN.to_owned(),
            name: domain.name.clone(),
            qualifier: direct(&endpoint.qualifier)?,
            path: Some(endpoint.path.clone()),
            address: None,
            enabled: true,
        })
    });
    triggers.chain(paths).collect()
}

/// Those that call what is on `$LATEST`, and are not closed.
pub(crate) fn of_latest(seen: &ObservedFunction) -> Vec<Caller> {
    let mut callers = callers(seen);
    callers.retain(|caller| caller.enabled && caller.qualifier.is_latest());
    callers
}

/// What the API did not let this key look at.
#[must_use]
pub fn unchecked(seen: &ObservedFunction) -> Vec<&'static str> {
    let missing =
        [(matches!(seen.triggers, Seen::Missing), "triggers"), (matches!(seen.domains, Seen::Missing), "domains")];
    missing.into_iter().filter_map(|(missing, what)| missing.then_some(what)).collect()
}

impl Caller {
    /// `timer trigger nightly`, `custom domain api.example.com with path /*`.
    #[must_use]
    pub fn named(&self) -> String {
        match (&self.path, &self.address) {
            (Some(path), _) => ["custom domain ", &self.name, " with path ", path].concat(),
            (None, Some(address)) => [&self.kind, " trigger ", &self.name, " (", address, ")"].concat(),
            (None, None) => [&self.kind, " trigger ", &self.name].concat(),
        }
    }

    /// Whether it is a function URL.
    #[must_use]
    pub fn is_url(&self) -> bool {
        self.kind == URL
    }

    const fn code(&self) -> &'static str {
        if self.path.is_some() { "DomainOnLatest" } else { "TriggerOnLatest" }
    }

    /// Whether this tool can let it call an alias.
    pub(super) fn can_move(&self) -> bool {
        self.kind == DOMAIN || CREATABLE.contains(&self.kind.as_str())
    }

    /// How it is moved onto the alias.
    fn way(&self, alias: &str) -> String {
        let alias = shown(alias);
        if self.is_url() {
            let name = &self.name;
            return format!(
                "moveTriggers={name} (`grayscale deploy --move-triggers {name}`) moves it to {alias} first, where it gets another address"
            );
        }
        if self.can_move() {
            return format!("moveTriggers=true (`grayscale deploy --move-triggers`) moves it to {alias} first");
        }
        format!("bind it to {alias} where it was created")
    }

    /// What has to be known before new code is uploaded; `stays` is why it could not be moved.
    pub(super) fn meets_new_code(&self, alias: &str, stays: Option<&str>) -> Note {
        let way = match stays {
            Some(why) => format!("it can't be moved to {}: {why}", shown(alias)),
            None => self.way(alias),
        };
        let who = self.named();
        let text =
            format!("{who} calls $latest directly: it runs the new code at 100 % as soon as it is uploaded; {way}");
        Note::warning(self.code(), text)
    }

    /// Why it could not be moved.
    pub(super) fn stays(&self, alias: &str, why: &str) -> Note {
        let text = format!("{} calls $latest directly and can't be moved to {}: {why}", self.named(), shown(alias));
        Note::warning(self.code(), text)
    }

    /// The same where nothing is uploaded.
    pub(super) fn goes_around(&self) -> Note {
        Note::info(self.code(), format!("{} calls $latest directly, whatever traffic says", self.named()))
    }

    /// What has to be known after a rollback.
    pub(crate) fn still_calls(&self) -> Note {
        let text = format!("{} calls $latest directly: the rollback does not reach it", self.named());
        Note::warning(self.code(), text)
    }

    /// What someone who looks at the function should know.
    pub(crate) fn attention(&self) -> String {
        [&self.named(), " calls $latest directly: new code reaches it at 100 %"].concat()
    }
}

/// That nobody knows who else calls `$LATEST`.
pub(crate) fn not_checked(seen: &ObservedFunction) -> Option<Note> {
    let said = |what: &str| match what {
        "triggers" => "triggers (scf:ListTriggers)",
        _ => "custom domains (scf:ListCustomDomains)",
    };
    let missing: Vec<&str> = unchecked(seen).into_iter().map(said).collect();
    let text = format!("not checked: {}; whether one of them calls $latest directly is not known", missing.join(", "));
    (!missing.is_empty()).then(|| Note::info("NotChecked", text))
}
