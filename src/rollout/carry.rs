//! Which request carries a decision out: an ordinary one, through the same plan and release as a person's.

use crate::error::Error;
use crate::json::Json;
use crate::rollout::act::Act;
use crate::rollout::fold::Fold;
use crate::rollout::ground::{Ground, Place};
use crate::rollout::orders;
use crate::rollout::policy::Finish;
use crate::time::Zone;

/// The request of an act; `None` where nothing is written.
#[must_use]
pub fn request(ground: &Ground, fold: &Fold, act: Act) -> Option<Json<'static>> {
    let text = |text: &str| Json::Text(text.to_owned().into());
    let number = |digits: String| Json::Number(digits.into());
    let mut inputs = ground.inputs();
    let mut request = vec![("do".into(), text("run")), ("rollout".into(), text(&fold.id))];
    match act {
        Act::Advance { step } => {
            let share = fold.policy.steps.get(step)?.share;
            inputs.push(("traffic", number(share.to_string())));
        }
        Act::Finish => match fold.policy.finish {
            Finish::Publish => inputs.extend([("publish", Json::Bool(true)), ("traffic", number("0".to_owned()))]),
            Finish::Latest => inputs.push(("traffic", number("1".to_owned()))),
        },
        Act::RollBack => request.push(("kind".into(), text("rollback"))),
        Act::Wait | Act::Pause | Act::Interrupt | Act::Abort | Act::Ask | Act::Warm => return None,
    }
    let inputs = inputs.into_iter().map(|(key, value)| (key.into(), value)).collect();
    request.push(("inputs".into(), Json::Map(inputs)));
    Some(Json::Map(request))
}

/// The requests that give the functions of a rollout that is over back what they had before it: `to`, else the version that was
/// stable then. Functions that had different ones go back by a request each.
///
/// # Errors
/// `RolloutInProgress` where it is not over.
pub fn undo(
    lines: &[&str],
    (ground, fold): (&Ground, &Fold),
    to: Option<&str>,
    zone: Zone,
) -> Result<Vec<Json<'static>>, Error> {
    if !fold.state.ended() {
        return Err(orders::in_progress(lines, fold, zone));
    }
    let mut versions: Vec<String> = Vec::new();
    for place in &ground.places {
        let version = to.map_or_else(|| place.stable.wire().to_owned(), str::to_owned);
        if !versions.contains(&version) {
            versions.push(version);
        }
    }
    let request = |version: String| {
        let of_version = |place: &&Place| to.is_some() || place.stable.wire() == version;
        let places = ground.places.iter().filter(of_version).cloned().collect();
        let inputs = Ground { alias: ground.alias.clone(), places }.inputs();
        let inputs = inputs.into_iter().map(|(key, value)| (key.into(), value)).collect();
        let text = |text: &str| Json::Text(text.to_owned().into());
        Json::Map(vec![
            ("do".into(), text("run")),
            ("kind".into(), text("rollback")),
            ("to".into(), text(&version)),
            ("inputs".into(), Json::Map(inputs)),
        ])
    };
    Ok(versions.into_iter().map(request).collect())
}
