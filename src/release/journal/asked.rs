//! What was asked for, as entries have it: shares and rules.

use crate::decimal::Decimal;
use crate::scf::{Fields, Read};
use crate::traffic::reach::Reach;
use crate::traffic::routing::VersionMatch;
use crate::traffic::share::Fraction;

/// A share as entries have it.
pub(super) fn portion(text: &str) -> Option<Fraction> {
    Decimal::of_json(text).map(|fraction| Fraction::of_decimal(&fraction))
}

/// The requests that were asked for; `None` inside where the line says nothing of them.
#[expect(clippy::option_option, reason = "absent is not unreadable")]
pub(super) fn asked_of(fields: Fields<'_>) -> Option<Option<Reach>> {
    let rules = rules_of(fields, "askedRules")?.unwrap_or_default();
    let share = fields.text("asked").as_deref().and_then(portion);
    Some(share.map(|share| Reach { share, rules, excepts: fields.is_true("askedExcepts") }))
}

/// Rules as the API has them.
pub(super) fn rules_json(rules: &[VersionMatch]) -> String {
    // texts: serialising them can't fail
    serde_json::to_string(rules).unwrap_or_default()
}

#[expect(clippy::option_option, reason = "absent is not unreadable")]
pub(super) fn rules_of(fields: Fields<'_>, name: &str) -> Option<Option<Vec<VersionMatch>>> {
    let rules = fields.list(name, VersionMatch::read).ok()?;
    let possible = |rule: &VersionMatch| rule.version.is_latest() || rule.version.number().is_some();
    Some(rules).filter(|rules| rules.iter().flatten().all(possible))
}
