//! The plan of a rollback: one write per function, never gated (rule 18).

use super::deploy::shown;
use super::{Action, Basis, FunctionPlan, Goal, Note, RollbackTo, Step, parts_of, ranges, target_of};
use crate::error::Error;
use crate::observed::{ObservedFunction, Seen};
use crate::routing::{Routing, Version, VersionWeight};
use crate::scf::Target;
use crate::share::{Portion, Weight};
use crate::wanted::{Wanted, WantedFunction};

/// What the journal says of a function's last change.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Which function.
    pub target: Target,
    /// Which alias.
    pub alias: String,
    /// What the alias said before.
    pub routing: Routing,
    /// Whether the code on `$LATEST` was replaced since.
    pub replaced: bool,
    /// The share that the new code may have.
    pub asked: Option<Portion>,
}

pub(super) fn plan(
    wanted: &Wanted,
    function: &WantedFunction,
    seen: &ObservedFunction,
    to: &RollbackTo,
    recorded: &[Recorded],
) -> Result<FunctionPlan, Error> {
    let target = target_of(function);
    let alias = match seen.alias(&wanted.alias) {
        _ if seen.is_missing() => {
            return Err(super::function_not_found(&target));
        }
        Seen::Is(alias) => alias,
        Seen::Missing => {
            return Err(super::alias_not_found(&target, &wanted.alias));
        }
        Seen::Unknown => {
            return Err(Error::failed("NotObserved", format!("the alias of {} is not known", target.name)));
        }
    };
    let current = alias.routing();
    let mut notes = Vec::new();
    let goal = match to {
        RollbackTo::Version(version) => Routing::all_to(existing(seen, version, &target)?),
        RollbackTo::Named => Routing::all_to(named(seen, &current, &target, &mut notes)?),
        RollbackTo::Previous | RollbackTo::Left => previous(wanted, seen, &target, recorded, &mut notes)?,
    };
    if current.by_rules() && !goal.by_rules() {
        notes.push(Note::warning(
            "RulesDropped",
            format!("these routing rules go away, the journal keeps them: {}", super::rules_text(&current)),
        ));
    }
    let reached = current.same_as(&goal);
    let mut steps = Vec::new();
    if !reached {
        let (from, to) = (current.to_string(), goal.to_string());
        steps.push(Step {
            text: format!("shift {}: {from} → {to}", shown(&wanted.alias)),
            reason: "rollback: one write, nothing else is touched".into(),
            action: Action::Shift {
                alias: wanted.alias.clone(),
                create: false,
                from: Some(current.clone()),
                to: Goal::Exactly(goal.clone()),
                description: alias.text().to_owned(),
            },
        });
    }
    Ok(FunctionPlan {
        unheld: false,
        refused: None,
        key: function.key.clone(),
        steps,
        before: parts_of(&current.split()),
        after: parts_of(&goal.split()),
        last_version: seen.last_published().cloned(),
        notes,
        basis: Basis {
            exists: true,
            routing: Some(current.to_string()),
            versions: ranges(seen.usable().into_iter().map(|item| &item.version)),
            ..Basis::default()
        },
        target,
    })
}

/// `previous` was asked for, and what was there before can't be looked up.
pub(super) fn unreadable(why: &str) -> Error {
    Error::refused("NoRecordedRouting", format!("the journal can't be read: {why}"))
        .hint("give a version with --to N; grayscale status shows them")
}

/// The plan for a function that can't be rolled back, while others can. What it has is shown all the same.
pub(super) fn left_alone(
    wanted: &Wanted,
    function: &WantedFunction,
    seen: &ObservedFunction,
    error: Error,
) -> FunctionPlan {
    let there = seen.alias(&wanted.alias).get().map(|alias| parts_of(&alias.routing().split())).unwrap_or_default();
    FunctionPlan {
        before: there.clone(),
        after: there,
        last_version: seen.last_published().cloned(),
        notes: vec![Note::warning("LeftAlone", format!("{}: it is left as it is, the others go on", error.message))],
        refused: Some(error),
        ..FunctionPlan::bare(function)
    }
}

pub(crate) fn existing(seen: &ObservedFunction, version: &Version, target: &Target) -> Result<Version, Error> {
    let usable: Vec<String> = seen.usable().iter().map(|item| item.version.to_string()).collect();
    if usable.contains(&version.to_string()) {
        return Ok(version.clone());
    }
    let hint = if usable.is_empty() {
        "it has no usable published version".to_owned()
    } else {
        format!("usable versions: {}", newest(&usable))
    };
    let why = match seen.published().into_iter().find(|item| item.version == *version) {
        Some(item) => format!(
            "version {version} of {} is {}",
            target.name,
            item.status.as_ref().map_or("unusable", |status| status.word())
        ),
        None => format!("{} has no published version {version}", target.name),
    };
    Err(Error::refused("VersionNotFound", why).hint(hint))
}

fn newest(versions: &[String]) -> String {
    let shown: Vec<&str> = versions.iter().rev().take(10).map(String::as_str).collect();
    format!("{}{}", shown.join(", "), if versions.len() > 10 { ", …" } else { "" })
}

/// The published version that the alias names; of two, the older. If that has everything already, the one below.
fn named(seen: &ObservedFunction, current: &Routing, target: &Target, notes: &mut Vec<Note>) -> Result<Version, Error> {
    let split = current.split();
    let everything_on = split.only().filter(|version| version.number().is_some() && !current.by_rules());
    if let Some(now) = everything_on {
        let below = seen
            .releases()
            .into_iter()
            .map(|item| &item.version)
            .filter(|version| version.number() < now.number())
            .max()
            .cloned();
        return match below {
            Some(below) => {
                notes.push(Note::warning(
                    "OneBelow",
                    format!(
                        "version {now} has all traffic already: going to {below}, the newest usable version below it"
                    ),
                ));
                Ok(below)
            }
            None => Err(Error::refused(
                "NothingToRollBackTo",
                format!("all traffic of {} is on version {now}, and no usable version is below it", target.name),
            )
            .hint("give a version with --to N, or --to previous for the routing before the last change")),
        };
    }
    if let Some(version) = current.published().into_iter().next() {
        return Ok(version);
    }
    match seen.last_published() {
        Some(last) => {
            notes.push(Note::info(
                "NamesNone",
                format!("the alias names no published version: going to {last}, the last published one"),
            ));
            Ok(last.clone())
        }
        None => Err(Error::refused("NothingToRollBackTo", format!("{} has no usable published version", target.name))
            .hint("deploy the former code again, and publish it, so that there is a mark to roll back to next time")),
    }
}

/// What the journal recorded, with the new code held at the share that was asked for it.
fn previous(
    wanted: &Wanted,
    seen: &ObservedFunction,
    target: &Target,
    recorded: &[Recorded],
    notes: &mut Vec<Note>,
) -> Result<Routing, Error> {
    let Some(record) = recorded.iter().find(|record| record.target == *target && record.alias == wanted.alias) else {
        return Err(Error::refused(
            "NoRecordedRouting",
            format!("the journal holds no earlier routing of {}", target.name),
        )
        .hint("give a version with --to N; grayscale status shows them"));
    };
    match record.asked {
        Some(asked) if record.replaced => Ok(capped(&record.routing, seen, Some(asked), notes)),
        _ => Ok(record.routing.clone()),
    }
}

/// A recorded routing, after the code on `$LATEST` was replaced.
///
/// Rule 9: what was there before is gone; the code that is there now may have what was asked for it, no more. The rest stays
/// where it was: a version that was published since may be the very code that is rolled back.
pub(crate) fn capped(
    recorded: &Routing,
    seen: &ObservedFunction,
    allowed: Option<Portion>,
    notes: &mut Vec<Note>,
) -> Routing {
    let latest = Version::latest();
    let before = recorded.most_of(&latest);
    let allowed = allowed.map_or(before, |asked| asked.min(before));
    if before <= allowed {
        return recorded.clone();
    }
    let usable = seen.usable();
    let split = recorded.split();
    let kept = usable.iter().map(|item| &item.version).rfind(|version| split.of(version) != Portion::NONE);
    let Some(last) = kept.or_else(|| seen.last_published()) else {
        notes.push(Note::warning(
            "NoVersion",
            "no version is published: all traffic stays on $latest, with its new code",
        ));
        return Routing::all_to(latest);
    };
    notes.push(Note::warning(
        "Capped",
        format!(
            "before the last change $latest had {}, but its code was replaced since: it gets {}, the rest goes to version {last}",
            before.percent(),
            allowed.percent()
        ),
    ));
    Routing {
        main: latest,
        additional: vec![VersionWeight { version: last.clone(), weight: Weight::from(allowed.rest()) }],
        rules: Vec::new(),
    }
}
