//! Which request carries a decision out: an ordinary one, through the same plan and release as a person's.

use crate::error::Error;
use crate::json::Json;
use crate::rollout::act::Act;
use crate::rollout::fold::Fold;
use crate::rollout::ground::{Ground, Place};
use crate::rollout::orders;
use crate::rollout::policy::{Canary, Finish};
use crate::rollout::portion::Portion;
use crate::time::Zone;

/// The request of an act; `None` where nothing is written. Beside the inputs of a person it names both versions of each function,
/// so that nothing that was published meanwhile gets traffic.
#[must_use]
pub fn request(ground: &Ground, fold: &Fold, act: Act) -> Option<Json<'static>> {
    let text = |text: &str| Json::Text(text.to_owned().into());
    let number = |digits: String| Json::Number(digits.into());
    let (canary, finish) = (fold.policy.canary, fold.policy.finish);
    let mut inputs = ground.inputs();
    let mut request = vec![("do".into(), text("run")), ("rollout".into(), text(&fold.id))];
    let gives = match act {
        Act::Publish => {
            inputs.push(("publish", Json::Bool(true)));
            None
        }
        // traffic stays as it is, whoever has moved it since
        Act::Warm => None,
        Act::Advance { step } => {
            fold.policy.steps.get(step)?;
            let portion = fold.policy.portion(step);
            if canary == Canary::Latest {
                inputs.push(match portion.by_rules() {
                    true => ("routes", portion.rules_json()),
                    false => ("traffic", number(portion.share.to_string())),
                });
            }
            Some(portion)
        }
        Act::Finish => {
            match (canary, finish) {
                (Canary::Version, _) => {}
                (Canary::Latest, Finish::Publish) => {
                    inputs.extend([("publish", Json::Bool(true)), ("traffic", number("0".to_owned()))]);
                }
                (Canary::Latest, Finish::Latest) => inputs.push(("traffic", number("1".to_owned()))),
            }
            Some(Portion::ALL)
        }
        Act::RollBack => {
            request.push(("kind".into(), text("rollback")));
            None
        }
        Act::Wait | Act::Pause | Act::Interrupt | Act::Abort | Act::Ask => return None,
    };
    let inputs = inputs.into_iter().map(|(key, value)| (key.into(), value)).collect();
    request.push(("inputs".into(), Json::Map(inputs)));
    request.push(("asked".into(), sides_of(ground, gives.as_ref())));
    Some(Json::Map(request))
}

/// What a request says of both versions of each function: `{ sides: { key: … } }`.
fn sides_of(ground: &Ground, gives: Option<&Portion>) -> Json<'static> {
    let sides = ground.places.iter().map(|place| (place.key.clone().into(), sides(place, gives))).collect();
    Json::Map(vec![("sides".into(), Json::Map(sides))])
}

/// The versions of a function, and what the canary gets, where traffic moves: `{ stable, canary, share? | rules? }`.
fn sides(place: &Place, gives: Option<&Portion>) -> Json<'static> {
    let text = |text: &str| Json::Text(text.to_owned().into());
    let gets = gives.map(|gives| match gives.by_rules() {
        true => ("rules", gives.rules_json()),
        false => ("share", Json::Number(gives.share.to_string().into())),
    });
    let entries =
        [("stable", text(place.stable.wire())), ("canary", text(place.canary.wire()))].into_iter().chain(gets);
    Json::Map(entries.map(|(key, value)| (key.into(), value)).collect())
}

/// The request that gives the functions of a rollout that is over back what they had before it: `to`, else for each the version
/// that was stable then. All of them go in one run, so that they go together or not at all.
///
/// # Errors
/// `RolloutInProgress` where it is not over.
pub fn undo(
    lines: &[&str],
    (ground, fold): (&Ground, &Fold),
    to: Option<&str>,
    zone: Zone,
) -> Result<Json<'static>, Error> {
    if !fold.state.ended() {
        return Err(orders::in_progress(lines, fold, zone));
    }
    let text = |text: &str| Json::Text(text.to_owned().into());
    let inputs = ground.inputs().into_iter().map(|(key, value)| (key.into(), value)).collect();
    let mut request =
        vec![("do".into(), text("run")), ("kind".into(), text("rollback")), ("inputs".into(), Json::Map(inputs))];
    request.push(match to {
        Some(version) => ("to".into(), text(version)),
        None => ("asked".into(), sides_of(ground, None)),
    });
    Ok(Json::Map(request))
}
