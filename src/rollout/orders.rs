//! What people ask of a rollout: each word is checked against where it stands, and becomes a line of its journal.

use std::borrow::Cow;

use crate::error::Error;
use crate::json::Json;
use crate::message::problem::RolloutOrderProblem;
use crate::message::rollout::Blind;
use crate::rollout::facts::Facts;
use crate::rollout::fold::Fold;
use crate::rollout::ground::Ground;
use crate::rollout::judge::{Judged, Verdict};
use crate::rollout::look;
use crate::rollout::policy::Policy;
use crate::rollout::portion::{Portion, Who};
use crate::rollout::states::State;
use crate::time::Zone;

/// A reason is a sentence or two.
const MOST_REASON: usize = 500;

/// The line of an order: `{ do, who, step?, gate?, full?, overGuard?, reason?, adopt?, keep? }`, steps counted from 1. `seen` is a look
/// at what is there now, which an order to adopt needs.
///
/// # Errors
/// `RolloutOver`, `StaleStep`, `NotPaused`, `RolloutInterrupted`, `CanaryUnhealthy`; nothing was changed.
pub fn order(ground: &Ground, fold: &Fold, order: &Json<'_>, seen: &Json<'_>, now: u64) -> Result<String, Error> {
    let refused = |problem: RolloutOrderProblem| Err(Error::refused(problem));
    let is = |key: &str| order.get(key) == Some(&Json::Bool(true));
    let word = order.text("do").unwrap_or_default();
    if fold.state.ended() {
        return refused(RolloutOrderProblem::Over { id: fold.id.clone(), state: fold.state });
    }
    let text = |text: &str| Json::Text(text.to_owned().into());
    let number = |number: u64| Json::Number(number.to_string().into());
    let mut line = vec![("e".into(), text("order")), ("at".into(), number(now)), ("do".into(), text(&word))];
    line.push(("who".into(), text(&order.text("who").unwrap_or_default())));
    match word.as_str() {
        "pause" => {}
        "resume" => {
            if is("adopt") {
                line.push(("adopt".into(), adopted(ground, fold, seen)?.to_json()));
            } else if fold.state == State::Interrupted {
                let function = fold.functions.first().map(|function| function.key.clone()).unwrap_or_default();
                return refused(RolloutOrderProblem::Interrupted { function });
            }
            if !matches!(fold.state, State::Paused | State::Interrupted) {
                return refused(RolloutOrderProblem::NotPaused { state: fold.state });
            }
        }
        "approve" => {
            let step = held(fold, order)?;
            let gate = fold.policy.steps.get(step).and_then(|step| step.gate.clone());
            let asked = order.text("gate").unwrap_or_default();
            if gate.as_ref() != Some(&asked) || fold.orders.approved == Some(step) {
                let now = gate.filter(|_| fold.orders.approved != Some(step));
                return refused(RolloutOrderProblem::OtherGate { asked, now });
            }
            line.push(("step".into(), number(step as u64)));
        }
        "promote" => {
            let step = held(fold, order)?;
            if !is("overGuard") {
                healthy(fold)?;
            }
            if is("full") {
                line.push(("full".into(), Json::Bool(true)));
            } else {
                line.push(("step".into(), number(step as u64)));
            }
            line.extend(is("overGuard").then_some(("overGuard".into(), Json::Bool(true))));
            let reason = order.text("reason").map(|reason| reason.trim().chars().take(MOST_REASON).collect::<String>());
            line.extend(reason.filter(|reason| !reason.is_empty()).map(|reason| ("reason".into(), text(&reason))));
        }
        "abort" => line.extend(is("keep").then_some(("keep".into(), Json::Bool(true)))),
        _ => return refused(RolloutOrderProblem::NoSuchOrder { given: word }),
    }
    Ok(Json::Map(line).to_json())
}

/// Refuses what can't be done while a rollout is under way, of whose journal these are the lines.
#[must_use]
pub fn in_progress(lines: &[&str], fold: &Fold, zone: Zone) -> Error {
    Error::refused(RolloutOrderProblem::InProgress {
        id: fold.id.clone(),
        state: fold.state,
        since: zone.shown(fold.began),
        who: lines.iter().find_map(|line| Json::from_json(line).ok()?.text("who")).unwrap_or_default(),
        step: fold.step.map_or(0, |step| step + 1),
        of: fold.policy.steps.len(),
    })
}

/// The step that is held, counted from 0, where it is the one that was named or none was.
fn held(fold: &Fold, order: &Json<'_>) -> Result<usize, Error> {
    let now = fold.step.map_or(0, |step| step as u64 + 1);
    let asked = order.get("step").and_then(Json::whole).unwrap_or(now);
    match fold.step {
        Some(step) if asked == now => Ok(step),
        _ => {
            let of = fold.policy.steps.len() as u64;
            Err(Error::refused(RolloutOrderProblem::OtherStep { asked, now, of }))
        }
    }
}

/// The canary does not go on where it is known to fail more often than stable.
fn healthy(fold: &Fold) -> Result<(), Error> {
    let figures: Vec<_> = fold.functions.iter().map(|function| Cow::Borrowed(&function.figures)).collect();
    let verdict = Verdict::of(fold, &Facts::default(), &figures);
    if verdict.proven < verdict.limit {
        return Ok(());
    }
    let most = |one: &Judged| one.metrics.iter().map(|metric| metric.ln_e).fold(f64::MIN, f64::max);
    let worst = verdict.functions.iter().max_by(|one, other| most(one).total_cmp(&most(other)));
    let function = worst.map(|function| function.key.clone()).unwrap_or_default();
    Err(Error::refused(RolloutOrderProblem::Unhealthy { function }))
}

/// What the canary has, the same for all functions.
fn adopted(ground: &Ground, fold: &Fold, seen: &Json<'_>) -> Result<Portion, Error> {
    let facts = Facts::read(&look::facts(ground, seen, &Json::Null));
    let mut all = facts.functions.iter().map(|function| (function.key.clone(), function.portion.clone()));
    let cannot = |function: String, why| Err(Error::refused(RolloutOrderProblem::CannotAdopt { function, why }));
    let Some((first, portion)) = all.next() else { return cannot(String::new(), Blind::Unavailable) };
    let Some(portion) = portion.filter(|portion| keeps(&fold.policy, portion)) else {
        return cannot(first, Blind::Rules);
    };
    match all.find(|(_, other)| !other.as_ref().is_some_and(|other| other.same_as(&portion))) {
        Some((function, _)) => cannot(function, Blind::Split),
        None => Ok(portion),
    }
}

/// Whether the steps to come keep each rule, or let it grow. One that they would remove is somebody else's.
fn keeps(policy: &Policy, portion: &Portion) -> bool {
    let of_policy = |who: &Who| match who {
        Who::Exact { .. } => policy.steps.iter().any(|step| step.staff.as_ref() == Some(who)),
        Who::Numbers { header, from, .. } => {
            *from == 0 && policy.route.as_ref().is_some_and(|route| route.header == *header)
        }
    };
    portion.rules.iter().all(of_policy)
}
