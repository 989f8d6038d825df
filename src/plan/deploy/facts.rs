//! The steps of a deploy, with the facts that they are named by.

use crate::desired::{Code, Desired, DesiredFunction};
use crate::message::parts::VersionShare;
use crate::message::routing::{MadeBy, NewPart, Shares};
use crate::message::step::CodeFrom;
use crate::message::{Reason, StepText};
use crate::observed::ObservedFunction;
use crate::plan::{Action, Goal, Record, Step, VersionRef, stored};
use crate::traffic::routing::{Routing, Version};
use crate::traffic::share::{Fraction, Share};

pub(super) fn parts_of_goal(goal: &Goal, largest: Option<u64>) -> Vec<VersionShare> {
    let (latest, last) = match goal {
        Goal::Grayscale { latest, last } => (*latest, last),
        // of the requests that no rule takes
        Goal::Rules { main, .. } => (Share::NONE, main),
        Goal::Exactly(routing) => return VersionShare::of_split(&routing.split()),
    };
    let expected = largest.unwrap_or(0).saturating_add(1);
    let last = match last {
        VersionRef::Known(version) => VersionShare::of(version.shown(), Fraction::from(latest.rest())),
        VersionRef::Published | VersionRef::Protected => {
            VersionShare { version: expected.to_string(), share: Fraction::from(latest.rest()), is_new: true }
        }
    };
    let parts = [VersionShare::of(Version::latest().shown(), Fraction::from(latest)), last];
    parts.into_iter().filter(|part| part.share != Fraction::NONE).collect()
}

pub(super) const fn publish_step(expected: u64) -> Step {
    Step { action: Action::Publish, text: StepText::Publish { expected }, reason: Reason::Publish }
}

pub(super) fn shift_step(
    desired: &Desired,
    from: Option<Routing>,
    goal: Goal,
    (description, record): (String, Record),
    reason: Reason,
) -> Step {
    let (alias, to) = (desired.alias.clone(), shares_of(&goal));
    let text = match &from {
        Some(from) => StepText::Shift { alias, from: Shares::from(from), to },
        None => StepText::CreateAlias { alias, to },
    };
    let create = from.is_none();
    let action = Action::Shift { alias: desired.alias.clone(), create, from, to: goal, description, record };
    Step { action, text, reason }
}

/// Who gets what; of a version that this run makes, how.
fn shares_of(goal: &Goal) -> Shares {
    let made_by = match goal {
        Goal::Grayscale { last: VersionRef::Published, .. } | Goal::Rules { main: VersionRef::Published, .. } => {
            Some(MadeBy::Publish)
        }
        Goal::Grayscale { last: VersionRef::Protected, .. } | Goal::Rules { main: VersionRef::Protected, .. } => {
            Some(MadeBy::Protect)
        }
        _ => None,
    };
    let latest = Version::latest();
    let parts = parts_of_goal(goal, None).into_iter();
    let parts =
        parts.map(|part| NewPart { made_by: made_by.filter(|_| part.version != latest.shown()), part }).collect();
    match goal {
        Goal::Rules { rules, .. } => Shares::by_rules(rules, parts),
        Goal::Grayscale { .. } | Goal::Exactly(_) => Shares::Parts(parts),
    }
}

pub(super) fn source_of(
    desired: &Desired,
    function: &DesiredFunction,
    code: &Code,
    seen: &ObservedFunction,
) -> CodeFrom {
    if let Some(stored) = stored(desired, function, Some(seen)) {
        return CodeFrom::Cos { bucket: stored.place.bucket, object: stored.place.key };
    }
    match code {
        Code::Source { package: Some(package), .. } => CodeFrom::Package { bytes: package.size },
        Code::Source { .. } => CodeFrom::Directory,
        Code::Cos { bucket, object, .. } => CodeFrom::Cos { bucket: bucket.clone(), object: object.clone() },
        Code::Image(image) => {
            let to = image.config.image_uri.clone();
            let there = seen.function.get().and_then(|function| function.image_config.as_ref());
            let before = there.map(|there| there.image_uri.clone()).filter(|there| *there != to);
            CodeFrom::Image { image: to, before }
        }
    }
}
