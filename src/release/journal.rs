//! The journal: a line of JSON before and after everything that is written, so that what was there before is known.
//!
//! Entries name variables never and credentials never. Routings stand in them verbatim.

use serde::Serialize;

use crate::decimal::Decimal;
use crate::plan::Recorded;
use crate::raw::Raw;
use crate::routing::Version;
use crate::scf::alias::{Alias, RoutingConfig};
use crate::scf::{Fields, Read, Target};
use crate::share::Portion;

/// The version of this format.
const FORMAT: u32 = 1;

/// Before or after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// About to be done.
    Before,
    /// Done and seen to be true.
    After,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// The format's version.
    pub v: u32,
    /// When, in milliseconds since 1970.
    pub at: u64,
    /// Which run.
    pub run: String,
    /// `deploy`, `rollback` or `remove`.
    pub kind: String,
    /// Before or after.
    pub phase: Phase,
    /// `shift`, `upload`, ….
    pub step: String,
    /// Where the function is.
    pub region: String,
    /// Where the function is.
    pub namespace: String,
    /// Its real name.
    pub function: String,
    /// The alias of a shift.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// What the alias said before a shift.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded: Option<RecordedAlias>,
    /// The share that was asked for `$LATEST`; without one, what it had when the run began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked: Option<String>,
    /// The trigger that is written: what is done to it, its kind, its name, what it calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trigger: Option<String>,
    /// The version that a publish step made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
}

/// A routing as the API had it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct RecordedAlias {
    /// The main version.
    pub function_version: Version,
    /// Weights and rules.
    pub routing_config: RoutingConfig,
}

impl Entry {
    /// An entry of `run` about a function.
    #[must_use]
    pub fn new(at: u64, run: &str, kind: &str, phase: Phase, step: &str, target: &Target) -> Self {
        Self {
            v: FORMAT,
            at,
            run: run.to_owned(),
            kind: kind.to_owned(),
            phase,
            step: step.to_owned(),
            region: target.region.clone(),
            namespace: target.namespace.clone(),
            function: target.name.clone(),
            alias: None,
            recorded: None,
            asked: None,
            trigger: None,
            version: None,
        }
    }

    /// As a line of the journal.
    #[must_use]
    pub fn line(&self) -> String {
        // An entry is strings and numbers: serialising it can't fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    fn target(&self) -> Target {
        Target { region: self.region.clone(), namespace: self.namespace.clone(), name: self.function.clone() }
    }
}

/// The routing before the last change of each alias, as rollbacks to `previous` need it. Lines that can't be read (a torn
/// last one, an entry of a later format) are passed over.
#[must_use]
pub fn recorded(text: &str) -> Vec<Recorded> {
    let entries: Vec<Entry> = text.lines().filter_map(entry).filter(|entry| entry.v == FORMAT).collect();
    let mut found: Vec<Recorded> = Vec::new();
    for (index, entry) in entries.iter().enumerate().rev() {
        let (Phase::Before, Some(alias), Some(before)) = (entry.phase, &entry.alias, &entry.recorded) else { continue };
        let target = entry.target();
        if found.iter().any(|known| known.target == target && known.alias == *alias) {
            continue;
        }
        // The upload may stand before the shift of the same run, or come with a later run.
        let upload = entries.iter().enumerate().rev().find(|(at, other)| {
            let replaces = matches!(other.step.as_str(), "upload" | "configure");
            replaces && other.target() == target && (*at > index || other.run == entry.run)
        });
        let routing = Alias {
            name: alias.clone(),
            function_version: before.function_version.clone(),
            routing_config: Some(before.routing_config.clone()),
            description: None,
        };
        found.push(Recorded {
            target,
            alias: alias.clone(),
            routing: routing.routing(),
            replaced: upload.is_some(),
            asked: upload.and_then(|(_, upload)| Some(Portion::of_decimal(&Decimal::of_json(upload.asked.as_ref()?)?))),
        });
    }
    found
}

fn entry(line: &str) -> Option<Entry> {
    let value = Raw::from_json(line).ok()?;
    let fields = Fields(&value);
    let recorded = fields.get("recorded").and_then(|value| Alias::read(Fields(value)).ok());
    Some(Entry {
        v: fields.small("v")?,
        at: fields.whole("at")?,
        run: fields.text("run")?,
        kind: fields.text("kind")?,
        phase: match fields.text("phase")?.as_str() {
            "before" => Phase::Before,
            "after" => Phase::After,
            _ => return None,
        },
        step: fields.text("step")?,
        region: fields.text("region")?,
        namespace: fields.text("namespace")?,
        function: fields.text("function")?,
        alias: fields.text("alias"),
        recorded: recorded.map(|alias| RecordedAlias {
            function_version: alias.function_version,
            routing_config: alias.routing_config.unwrap_or_default(),
        }),
        asked: fields.text("asked"),
        trigger: fields.text("trigger"),
        version: fields.version("version").ok(),
    })
}
