//! Planning: what has to be done so that what is desired becomes true, with a reason for every step.
//!
//! A pure function of an [`Intent`] and what was [`Observed`]. A plan holds no floats and no maps; its canonical text is
//! made here on every platform, so the same inputs give the same bytes in a terminal, a component and a browser.

mod alias;
mod canonical;
mod choice;
mod deploy;
mod difference;
pub(crate) mod direct;
mod domains;
mod event_invoke;
pub mod explain;
pub mod file;
mod intent;
mod mark;
mod model;
mod past;
mod place;
mod prune;
mod queries;
mod query;
mod remove;
mod rollback;
mod settings;
mod stage;
mod step;
mod storage;
mod triggers;
mod users;
mod warm;
mod window;

pub(in crate::plan) use canonical::ranges;
pub use deploy::{DEFAULT_HANDLER, DEFAULT_RUNTIME, place_of};
pub(crate) use deploy::{listed, settings_to_write};
pub use difference::difference;
pub use direct::Caller;
pub use intent::{Intent, RollbackTo};
pub(crate) use mark::{LogMark, Mark, baseline_of, fits as mark_fits};
pub use model::{Asks, Basis, FunctionPlan, Plan};
pub use past::{Aim, LastChange, Moved, Past, Recorded};
pub(in crate::plan) use place::not_observed;
pub use place::target_of;
pub(crate) use place::{alias_not_found, function_not_found, some, where_of};
pub use queries::queries;
pub(crate) use queries::{MANY, callers, earlier_of, queries_of};
pub use query::{FunctionQuery, Need, Query};
pub(crate) use rollback::{capped, existing, put_back};
pub use settings::Change;
pub use stage::{STAGES, Stage, stages};
pub use step::{Action, Goal, Record, Step, VersionRef};
pub(crate) use storage::stored;
pub use users::DIGEST_LOOKBACK;
pub(crate) use users::Users;

use model::Sealed;

use crate::desired::DesiredRollout;
use crate::error::{Error, Errors};
pub use crate::message::Note;
pub use crate::message::parts::VersionShare;
use crate::message::problem::plan::Missing;
use crate::message::{Code, Counts, Summary};
use crate::observed::Observed;

/// Functions that are named where many are meant.
const MOST_PLACES: usize = 5;

/// Makes the plan.
///
/// # Errors
/// A refusal with its reason. Nothing is ever written by planning.
pub fn make(intent: &Intent, observed: &Observed) -> Result<Plan, Error> {
    let desired = intent.desired();
    let chosen = match intent {
        Intent::Rollback { desired, to, past, .. } => choice::choose(desired, observed, to, past),
        _ => Vec::new(),
    };
    deploy::refuse_unknown(desired, observed)?;
    let mut functions = Vec::with_capacity(desired.functions.len());
    let mut errors = Errors::default();
    for (index, function) in desired.functions.iter().enumerate() {
        let target = target_of(function);
        let seen = observed
            .of(&target, index)
            .ok_or_else(|| not_observed(&function.name, Missing::Function).on(function.name.clone()))?;
        let plan = match intent {
            Intent::Deploy(desired) | Intent::Publish(desired) => deploy::plan(desired, function, seen),
            Intent::Alias { alias, .. } => alias::plan(alias, function, seen),
            Intent::Rollback { desired, to, past, unreadable } => {
                rollback::plan(desired, function, (seen, index), to, past, &chosen).map_err(|error| match unreadable {
                    Some(why) if error.is(Code::NoRecordedRouting) => rollback::unreadable(why),
                    _ => error,
                })
            }
            Intent::Remove { created, .. } => Ok(remove::plan(function, seen, created)),
            Intent::Prune { desired, provisioned: true, .. } => prune::provisioned(&desired.alias, function, seen),
            Intent::Prune { desired, keep, recorded, .. } => {
                prune::plan(&desired.alias, function, seen, *keep, recorded)
            }
        };
        let plan = plan.map(marked).map_err(|error| error.on(function.name.clone()));
        match plan {
            Ok(plan) => functions.push(plan),
            // a rollback is never gated: a function that can't go back does not hold up the others
            Err(error) if matches!(intent, Intent::Rollback { .. }) => {
                functions.push(rollback::left_alone(desired, function, seen, error));
            }
            Err(error) => errors.add(error),
        }
    }
    errors.end(())?;
    if let Some(error) = functions.first().and_then(|plan| plan.refused.clone())
        && functions.iter().all(|plan| plan.refused.is_some())
    {
        return Err(error);
    }
    if let Intent::Rollback { desired, to: RollbackTo::Stable, past, .. } = intent {
        // one that was not created yet has nobody to take back: it is named, and nothing failed
        if !desired.named {
            for plan in &mut functions {
                plan.refused.take_if(|error| error.is(Code::FunctionNotFound));
            }
        }
        rollback::refuse_where_nothing_is(desired, &functions, past, &chosen)?;
    }
    domains::join(&mut functions);
    let group = matches!(intent, Intent::Deploy(_)).then_some(desired.group);
    let mut notes = run_notes(intent);
    notes.extend(window::note(group, &functions));
    Ok(Plan {
        format: 1,
        kind: intent.kind(),
        stage: desired.stage.clone(),
        alias: desired.alias.clone(),
        traffic: desired.traffic,
        group,
        notes,
        summary: Summary::Plan(counted(&functions)),
        confirm: deploy::question(&functions),
        functions,
        sealed: Sealed::default(),
    })
}

/// Says where the description of an alias has no room left for what is on record.
fn marked(mut plan: FunctionPlan) -> FunctionPlan {
    let full = |step: &Step| match &step.action {
        Action::Shift { description, record, .. } => record.stable.is_some() && !mark::fits(description),
        _ => false,
    };
    if plan.steps.iter().any(full) {
        plan.notes.push(Note::MarkDoesNotFit);
    }
    plan
}

fn run_notes(intent: &Intent) -> Vec<Note> {
    let desired = intent.desired();
    let mut notes = Vec::new();
    if matches!(intent, Intent::Deploy(_)) && desired.publish_names_some && desired.traffic.is_some() {
        notes.push(Note::TrafficForAll);
    }
    if !desired.left_out.is_empty() {
        notes.push(Note::LeftOut { functions: desired.left_out.clone() });
    }
    if let Some(DesiredRollout { callers, shares, header, version, publishes }) = desired.rollout.clone() {
        notes.push(Note::RolloutFollows { callers, shares, header, version, publishes });
    }
    if let Intent::Rollback { past, unreadable, .. } = intent {
        if !past.others.is_empty() {
            let (functions, more) = some(past.others.iter().map(where_of).collect(), MOST_PLACES);
            notes.push(Note::NotOfProject { functions, more });
        }
        notes.extend(unreadable.clone().map(|reason| Note::JournalUnread { reason }));
    }
    notes
}

fn counted(functions: &[FunctionPlan]) -> Counts {
    let count = |test: fn(&Action) -> bool| {
        functions.iter().filter(|plan| plan.steps.iter().any(|step| test(&step.action))).count()
    };
    let only = |test: fn(&Action) -> bool| {
        let none_writes = |plan: &&FunctionPlan| plan.steps.iter().all(|step| !step.action.writes());
        let holds = |plan: &&FunctionPlan| plan.steps.iter().any(|step| test(&step.action));
        functions.iter().filter(none_writes).filter(holds).count()
    };
    Counts {
        create: count(|action| matches!(action, Action::Create)),
        update: count(|action| {
            matches!(action, Action::Upload { .. } | Action::Configure { .. } | Action::EventInvoke { .. })
        }),
        publish: count(|action| matches!(action, Action::Publish | Action::Protect { .. })),
        shift: count(|action| matches!(action, Action::Shift { .. })),
        triggers: count(|action| matches!(action, Action::Trigger { .. } | Action::Domain { .. })),
        delete: count(|action| matches!(action, Action::Delete | Action::DeleteAlias { .. })),
        provision: count(|action| matches!(action, Action::Provision { .. })),
        prune: count(|action| matches!(action, Action::DeleteVersion { .. })),
        wait: only(|action| matches!(action, Action::Wait)),
        adopt: only(|action| matches!(action, Action::Adopt { .. })),
        unchanged: functions.iter().filter(|plan| plan.steps.is_empty()).count(),
    }
}
