//! Orders that come while a rollout is under way: what would change its functions is refused, and so is its plan; whoever
//! goes back is not.
//!
//! Runs of a rollout name it in the stage's journal. Whether it has ended is read from its own log, so nothing has to be
//! written for that, and a process that died keeps no function locked: a rollout without a first line never began.

use super::journal::Journal;
use super::request::{Kind, Operation, Request};
use crate::error::Error;
use crate::plan::target_of;
use crate::rollout::{Fold, Ground, orders};

/// Whether orders of that kind may be refused.
pub(super) const fn concerns(kind: Kind) -> bool {
    matches!(kind, Kind::Deploy | Kind::Alias(_))
}

/// Refuses a run, and the plan of one, that would change a function of the rollout whose log this is.
///
/// # Errors
/// `RolloutInProgress`, and what is wrong with the inputs.
pub(super) fn refuse(log: &str, request: &Request<'_>, journal: &Journal) -> Result<(), Error> {
    // what is observed for plans to come changes nothing
    let changes = matches!(request.operation, Operation::Run | Operation::Plan) && !request.observes;
    if !changes || !concerns(request.kind) {
        return Ok(());
    }
    let lines: Vec<&str> = log.lines().collect();
    let Some((ground, fold)) = Ground::of(&lines).zip(Fold::of(&lines)) else { return Ok(()) };
    if fold.state.ended() || request.rollout.as_deref() == Some(fold.id.as_str()) {
        return Ok(());
    }
    let writes_alias = matches!(request.kind, Kind::Alias(_));
    let intent = request.intent_after(journal)?;
    let desired = intent.desired();
    let targets: Vec<_> = desired.functions.iter().map(target_of).collect();
    let meets = ground.places.iter().any(|place| targets.contains(&place.target));
    if !meets || (writes_alias && desired.alias != ground.alias) {
        return Ok(());
    }
    Err(orders::in_progress(&lines, &fold, request.zone))
}
