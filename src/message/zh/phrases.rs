//! Phrases that several sentences have.

use super::super::parts::{Caller, Link, NamedTrigger, VersionShare};
use crate::traffic::routing::shown_qualifier;

/// `a、b 等 5 项`.
pub(super) fn some(items: &[String], more: usize) -> String {
    let shown = items.join("、");
    if more == 0 { shown } else { format!("{shown} 等 {} 项", items.len() + more) }
}

/// `timer 触发器 nightly（指向 $default）`.
pub(super) fn trigger(NamedTrigger { kind, name, qualifier }: &NamedTrigger) -> String {
    let on = shown_qualifier(qualifier);
    format!("{kind} 触发器 {name}（指向 {on}）")
}

/// `timer 触发器 nightly`, `自定义域名 api.example.com 的路径 /*`.
pub(super) fn caller(Caller { kind, name, path, address }: &Caller) -> String {
    match (path, address) {
        (Some(path), _) => format!("自定义域名 {name} 的路径 {path}"),
        (None, Some(address)) => format!("{kind} 触发器 {name}（{address}）"),
        (None, None) => format!("{kind} 触发器 {name}"),
    }
}

pub(super) fn links(links: &[Link]) -> Vec<String> {
    links.iter().map(|link| format!("{} → {}", link.path, link.target)).collect()
}

pub(super) fn parts(parts: &[VersionShare]) -> Vec<String> {
    parts.iter().map(|part| format!("{}（{}）", version(part), part.share.percent())).collect()
}

/// `8（新）`.
pub(in crate::message) fn version(VersionShare { version, is_new, .. }: &VersionShare) -> String {
    if *is_new { format!("{version}（新）") } else { version.clone() }
}

/// `：原因`, where it is known.
pub(super) fn because(reason: Option<&String>) -> String {
    reason.map(|reason| format!("：{reason}")).unwrap_or_default()
}
