//! Phrases that several sentences have.

use super::super::parts::{Caller, Link, NamedTrigger, VersionShare};
use crate::traffic::routing::shown_qualifier;

/// `a, b and 3 more`.
pub(super) fn some(items: &[String], more: usize) -> String {
    let shown = items.join(", ");
    if more == 0 { shown } else { format!("{shown} and {more} more") }
}

/// `timer trigger nightly (on $default)`.
pub(super) fn trigger(NamedTrigger { kind, name, qualifier }: &NamedTrigger) -> String {
    let on = shown_qualifier(qualifier);
    format!("{kind} trigger {name} (on {on})")
}

/// `timer trigger nightly`, `custom domain api.example.com with path /*`.
pub(super) fn caller(Caller { kind, name, path, address }: &Caller) -> String {
    match (path, address) {
        (Some(path), _) => format!("custom domain {name} with path {path}"),
        (None, Some(address)) => format!("{kind} trigger {name} ({address})"),
        (None, None) => format!("{kind} trigger {name}"),
    }
}

pub(super) fn links(links: &[Link]) -> Vec<String> {
    links.iter().map(|link| format!("{} → {}", link.path, link.target)).collect()
}

/// `$latest (10%)`, `8 (new) (90%)`.
pub(super) fn parts(parts: &[VersionShare]) -> Vec<String> {
    parts.iter().map(|part| format!("{} ({})", version(part), part.share.percent())).collect()
}

/// `8 (new)`.
pub(in crate::message) fn version(VersionShare { version, is_new, .. }: &VersionShare) -> String {
    if *is_new { format!("{version} (new)") } else { version.clone() }
}

/// `: why`, where it is known.
pub(super) fn because(reason: Option<&String>) -> String {
    reason.map(|reason| format!(": {reason}")).unwrap_or_default()
}
