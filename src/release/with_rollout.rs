//! Inputs that begin a rollout: its policy is read with them, and the run itself gives new code no traffic.

use crate::desired::{Defaults, Desired, DesiredRollout};
use crate::error::Error;
use crate::json::Json;
use crate::message::problem::InputProblem;
use crate::message::problem::rollout::RolloutProblem;
use crate::message::rollout::Callers;
use crate::rollout::policy::{Canary, Finish, Policy};
use crate::traffic::share::Share;

/// Inputs that say themselves who gets what: a rollout does that, and publishes at its end.
const BESIDE: [&str; 4] = ["traffic", "routes", "publish", "stable"];

/// Whether inputs begin a rollout when they are deployed.
#[must_use]
pub fn begins_rollout(inputs: &Json<'_>) -> bool {
    written(inputs).is_some_and(|written| !off(written))
}

/// A key that orders something: without a value it is a mistake, not absent.
fn written<'a>(inputs: &'a Json<'a>) -> Option<&'a Json<'a>> {
    inputs.entries().iter().find(|(key, _)| key == "rollout").map(|(_, value)| value)
}

fn off(value: &Json<'_>) -> bool {
    value.truth() == Some(false)
}

/// The inputs of a project that do not count beside what was typed: a rollout takes the place of shares, and shares take the
/// place of a rollout.
#[must_use]
pub fn displaced(typed: &Json<'_>) -> &'static [&'static str] {
    if begins_rollout(typed) {
        &BESIDE
    } else if BESIDE.iter().any(|key| typed.get(key).is_some()) {
        &["rollout"]
    } else {
        &[]
    }
}

/// What is desired, with the rollout of the inputs where they have one.
///
/// # Errors
/// What is wrong with the inputs and with the policy, all of it at once.
pub(super) fn with_rollout(
    desired: Result<Desired, Error>,
    inputs: &Json<'_>,
    defaults: &Defaults,
) -> Result<Desired, Error> {
    let Some(written) = written(inputs).filter(|written| !off(written)) else { return desired };
    let policy = Policy::read(written).map_err(|error| error.hiding(&defaults.from_environment));
    let given = |key: &&'static str| inputs.get(key).is_some_and(|value| !(*key == "publish" && off(value)));
    let beside: Vec<&'static str> = BESIDE.into_iter().filter(given).collect();
    let beside =
        (!beside.is_empty()).then(|| Error::usage(InputProblem::Rollout(RolloutProblem::Beside { inputs: beside })));
    let errors = [desired.as_ref().err().cloned(), policy.as_ref().err().cloned(), beside];
    if let Some(error) = Error::all(errors.into_iter().flatten().collect()) {
        return Err(error);
    }
    let (mut desired, policy) = (desired?, policy?);
    desired.traffic = Some(Share::NONE);
    desired.rollout = Some(DesiredRollout {
        callers: policy.steps.iter().filter_map(|step| step.staff.as_ref()).map(Callers::from).collect(),
        shares: policy.steps.iter().filter(|step| step.staff.is_none()).map(|step| step.share).collect(),
        header: policy.route.map(|route| route.header),
        version: policy.canary == Canary::Version,
        publishes: policy.finish == Finish::Publish,
    });
    Ok(desired)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{begins_rollout, displaced};
    use crate::json::Json;

    fn displaced_by(typed: Value) -> Vec<&'static str> {
        displaced(&Json::from(typed)).to_vec()
    }

    #[test]
    fn a_typed_rollout_takes_the_place_of_shares() {
        for on in [json!("canary"), json!(true), json!("True"), json!({ "steps": [] })] {
            assert_eq!(displaced_by(json!({ "rollout": on })), ["traffic", "routes", "publish", "stable"]);
        }
    }

    #[test]
    fn typed_shares_take_the_place_of_a_rollout() {
        for key in ["traffic", "routes", "publish", "stable"] {
            assert_eq!(displaced_by(json!({ key: "1" })), ["rollout"]);
        }
    }

    /// However "no" is spelled, the shares of the project stay.
    #[test]
    fn no_rollout_displaces_nothing() {
        for off in [json!(false), json!("false"), json!("False"), json!(" FALSE ")] {
            assert!(!begins_rollout(&Json::from(json!({ "rollout": off }))));
            assert!(displaced_by(json!({ "rollout": off })).is_empty());
        }
        assert!(displaced_by(json!({ "stage": "prod" })).is_empty());
    }
}
