//! Which request carries a decision out: an ordinary one, through the same plan and release as a person's.

use crate::json::Json;
use crate::rollout::act::Act;
use crate::rollout::fold::Fold;
use crate::rollout::ground::Ground;
use crate::rollout::policy::Finish;

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
