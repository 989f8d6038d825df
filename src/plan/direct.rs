//! Ways around the alias (rule 24): triggers, function URLs and custom domains that call `$LATEST`, or a version by its
//! number. What is uploaded to `$LATEST` reaches them at once and in full, whatever `traffic` says.
//!
//! [`callers`] is a pure function of what was seen; plans, status, lists, results of rollbacks and `prune` all ask it.

use serde::{Serialize, Serializer};

use crate::message::parts::{Caller as Facts, Obstacle, Way};
use crate::message::{DirectCall, Note};
use crate::observed::{ObservedFunction, Seen};
use crate::scf::Target;
use crate::scf::trigger::{CREATABLE, URL};
use crate::traffic::routing::Version;

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
        let call = DirectCall { caller: self.facts(), qualifier: self.qualifier.clone(), enabled: self.enabled };
        let row = CallerRow {
            kind: &self.kind,
            name: &self.name,
            qualifier: &self.qualifier,
            path: self.path.as_deref(),
            address: self.address.as_deref(),
            enabled: self.enabled,
            text: call.shown(),
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
    /// Whether it is a function URL.
    #[must_use]
    pub fn is_url(&self) -> bool {
        self.kind == URL
    }

    /// Whether this tool can let it call an alias.
    pub(super) fn can_move(&self) -> bool {
        self.kind == DOMAIN || CREATABLE.contains(&self.kind.as_str())
    }

    /// As messages have it.
    pub(crate) fn facts(&self) -> Facts {
        let Self { kind, name, path, address, .. } = self.clone();
        Facts { kind, name, path, address }
    }

    /// How it is moved onto the alias.
    fn way(&self) -> Way {
        match (self.is_url(), self.can_move()) {
            (true, _) => Way::MoveByName,
            (false, true) => Way::MoveAll,
            (false, false) => Way::Elsewhere,
        }
    }

    /// What has to be known before new code is uploaded; `obstacle` is why it could not be moved.
    pub(super) fn meets_new_code(&self, alias: &str, obstacle: Option<&Obstacle>) -> Note {
        let (way, obstacle) = (self.way(), obstacle.cloned());
        Note::MeetsNewCode { caller: self.facts(), alias: alias.to_owned(), way, obstacle }
    }

    /// Why it could not be moved.
    pub(super) fn stays(&self, alias: &str, obstacle: &Obstacle) -> Note {
        Note::CantMove { caller: self.facts(), alias: alias.to_owned(), obstacle: obstacle.clone() }
    }

    /// The same where nothing is uploaded.
    pub(super) fn goes_around(&self) -> Note {
        Note::CallsLatest { caller: self.facts() }
    }

    /// What has to be known after a rollback.
    pub(crate) fn still_calls(&self) -> Note {
        Note::StillCallsLatest { caller: self.facts() }
    }
}

/// That nobody knows who else calls `$LATEST`.
pub(crate) fn not_checked(seen: &ObservedFunction) -> Option<Note> {
    let (triggers, domains) = (!matches!(seen.triggers, Seen::Missing), !matches!(seen.domains, Seen::Missing));
    (!triggers || !domains).then_some(Note::NotChecked { triggers, domains })
}
