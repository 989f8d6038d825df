//! The words of a deploy's steps.

use crate::desired::{Code, Desired};
use crate::plan::{Action, Goal, Note, Record, Step, VersionRef, VersionShare, parts_of};
use crate::routing::{Routing, Version, shown};
use crate::share::{Fraction, Share};

pub(super) fn no_version_note(asked: Share) -> Note {
    let asked = Fraction::from(asked).percent();
    Note::warning(
        "NoVersion",
        format!(
            "no version is published yet: all traffic stays on $latest, whatever traffic says ({asked} was asked); publish=true makes one"
        ),
    )
}

pub(super) fn parts_of_goal(goal: &Goal, largest: Option<u64>) -> Vec<VersionShare> {
    let Goal::Grayscale { latest, last } = goal else {
        return goal.routing(None, None).map(|routing| parts_of(&routing.split())).unwrap_or_default();
    };
    let expected = largest.unwrap_or(0).saturating_add(1);
    let last = match last {
        VersionRef::Known(version) => version.shown().to_owned(),
        VersionRef::Published | VersionRef::Protected => format!("{expected} (new)"),
    };
    let parts =
        [(Version::latest().shown().to_owned(), Fraction::from(*latest)), (last, Fraction::from(latest.rest()))];
    parts
        .into_iter()
        .filter(|(_, share)| *share != Fraction::NONE)
        .map(|(version, share)| VersionShare { version, share })
        .collect()
}

pub(super) fn publish_step(next: Option<&str>) -> Step {
    Step {
        action: Action::Publish,
        text: format!("publish $latest as {}", next.unwrap_or("a new version (expected: 1)")),
        reason: "publish was ordered".into(),
    }
}

pub(super) fn shift_step(
    desired: &Desired,
    from: Option<Routing>,
    goal: Goal,
    (description, record): (String, Record),
    reason: &str,
) -> Step {
    let create = from.is_none();
    let alias = shown(&desired.alias);
    let old = from.as_ref().map(|routing| routing.to_string());
    let new = text_of_parts(&parts_of_goal(&goal, None), &goal);
    let text = match old {
        Some(old) => format!("shift {alias}: {old} → {new}"),
        None => format!("create alias {alias}: {new}"),
    };
    Step {
        action: Action::Shift { alias: desired.alias.clone(), create, from, to: goal, description, record },
        text,
        reason: reason.to_owned(),
    }
}

pub(super) fn text_of_parts(parts: &[VersionShare], goal: &Goal) -> String {
    let new = match goal {
        Goal::Grayscale { last: VersionRef::Published, .. } => Some("the version published by this run"),
        Goal::Grayscale { last: VersionRef::Protected, .. } => Some("the version saved by this run"),
        _ => None,
    };
    let shown: Vec<String> = parts
        .iter()
        .map(|part| {
            let version = new.filter(|_| part.version.ends_with("(new)")).unwrap_or(&part.version);
            format!("{version} {}", part.share.percent())
        })
        .collect();
    shown.join(" · ")
}

pub(super) fn size_of(code: &Code) -> String {
    match code {
        Code::Source { package: Some(package), .. } => format!(" ({})", bytes(package.size)),
        Code::Source { .. } => String::new(),
        Code::Cos { bucket, object, .. } => format!(" (cos: {bucket}/{object})"),
    }
}

pub(super) fn bytes(size: u64) -> String {
    match size {
        0..1000 => format!("{size} B"),
        1000..1_000_000 => format!("{}.{} KB", size / 1000, size % 1000 / 100),
        _ => format!("{}.{} MB", size / 1_000_000, size % 1_000_000 / 100_000),
    }
}
