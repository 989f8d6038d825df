//! Which functions a rollback without names is about.

use super::intent::RollbackTo;
use super::mark::Mark;
use super::past::{LastChange, Past};
use super::place::target_of;
use super::users::Users;
use crate::desired::{Desired, DesiredFunction};
use crate::message::parts::RolledBackBy;
use crate::observed::{Observed, ObservedFunction};
use crate::scf::alias::Alias;
use crate::time::Zone;

/// How long after its end a run's release is what a rollback without names is about.
const RECENT_MS: u64 = 24 * 3600 * 1000;

/// Why a rollback without a target is about a function, or is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Choice {
    /// It was named, or a target was.
    Named,
    /// It is in release.
    Releasing,
    /// The last run released it, and it stands as that left it.
    Released,
    /// It was released, longer ago.
    ReleasedBefore(String),
    /// Its last change was a rollback already.
    RolledBack(RolledBackBy),
    /// Rules that no run of this tool made decide who gets what.
    Ruled,
    /// All traffic is on one version, and nothing to be undone moved it there.
    Steady,
}

/// Which functions a rollback is about: those that are named; else those in release, and those that the last run released.
pub(super) fn choose(desired: &Desired, observed: &Observed, to: &RollbackTo, past: &Past) -> Vec<Choice> {
    let aliases: Vec<Option<(&ObservedFunction, &Alias)>> = desired
        .functions
        .iter()
        .enumerate()
        .map(|(index, function)| {
            let seen = observed.of(&target_of(function), index)?;
            Some((seen, seen.alias(&desired.alias).get().copied()?))
        })
        .collect();
    // what a run on another machine did is told by its marks alone
    let newest = aliases.iter().flatten().filter_map(|(_, alias)| Mark::of(alias)).max_by_key(|mark| mark.at_s);
    let elsewhere = newest.filter(|mark| !past.runs.contains(&mark.run));
    let one = |(function, seen): (&DesiredFunction, &Option<(&ObservedFunction, &Alias)>)| {
        let Some((seen, alias)) = seen else { return Choice::Named };
        if desired.named || *to != RollbackTo::Stable {
            return Choice::Named;
        }
        let users = Users::of(&function.on_record, Some(alias), seen);
        let (target, routing) = (target_of(function), alias.routing());
        if users.releasing() {
            return Choice::Releasing;
        }
        if routing.by_rules() {
            return Choice::Ruled;
        }
        let change = past.changes.iter().find(|change| change.target == target);
        let of_journal = past
            .moved
            .as_ref()
            .filter(|moved| moved.functions.iter().any(|(known, left)| *known == target && left.same_as(&routing)));
        let by_mark = elsewhere.as_ref().filter(|mark| Mark::of(alias).is_some_and(|own| own.run == mark.run));
        let at_ms = match (by_mark, &elsewhere, of_journal) {
            (Some(mark), ..) => Some(mark.at_s.saturating_mul(1000)),
            (None, None, Some(moved)) => Some(moved.at_ms),
            _ => None,
        };
        let goes = users.baseline.as_ref().is_some_and(|baseline| baseline.was.as_ref() != Some(&baseline.stable));
        // a colleague's rollback after this machine's last change
        let by_others = change.is_none() || Mark::of(alias).is_some_and(|own| !past.runs.contains(&own.run));
        match (at_ms.filter(|_| goes), change) {
            (Some(at_ms), _) if past.now_ms.saturating_sub(at_ms) <= RECENT_MS => Choice::Released,
            (Some(at_ms), _) => Choice::ReleasedBefore(past.zone.shown(at_ms / 1000)),
            (None, Some(change)) if change.back => Choice::RolledBack(by(change, past.zone)),
            (None, _) if users.baseline.is_some() && !goes && by_others => {
                Choice::RolledBack(RolledBackBy::OtherMachine)
            }
            _ => Choice::Steady,
        }
    };
    desired.functions.iter().zip(&aliases).map(one).collect()
}

/// Whose rollback it was.
fn by(change: &LastChange, zone: Zone) -> RolledBackBy {
    let at = zone.shown(change.at_ms / 1000);
    RolledBackBy::Run { run: change.run.clone(), who: change.who.clone(), at }
}
