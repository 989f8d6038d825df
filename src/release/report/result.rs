//! What a run came to, per function: what was asked, what was found, what was changed.

use serde::Serialize;

use crate::error::Error;
use crate::message::{Changed, Code, FunctionStatus, Hint, RoutingStatus};
use crate::plan::{Action, FunctionPlan, Note, Plan, VersionShare};
use crate::release::function_run::FunctionRun;
use crate::release::function_run::table::State;
use crate::traffic::routing::Version;
use crate::traffic::share::{Fraction, Weight};

/// What a run did.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RunResult {
    /// The run's id, as it stands in the journal and in the descriptions of versions.
    pub run: String,
    /// As the plan says it.
    #[cfg_attr(test, ts(as = "crate::types::words::Kind"))]
    pub kind: &'static str,
    /// One entry per function, in the order of the inputs.
    pub functions: Vec<FunctionResult>,
    /// About the run as a whole.
    pub notes: Vec<Note>,
    /// Whether nothing had to be done at all.
    pub unchanged: bool,
    /// Of a project of one function: its share of `$LATEST`, for scripts that read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub traffic: Option<Weight>,
    /// Likewise, its last published version.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub last_version: Option<Version>,
    /// Likewise, the version that gets the rest, where `traffic` is not 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub config_traffic_version: Option<Version>,
}

/// What became of one function.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FunctionResult {
    /// What the project calls it.
    pub key: String,
    /// What the cloud calls it.
    pub name: String,
    /// Where it is.
    pub region: String,
    /// Where it is.
    pub namespace: String,
    /// How it went.
    pub status: FunctionStatus,
    /// Where its group failed after its alias was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub routing: Option<RoutingStatus>,
    /// The share of `$LATEST`; absent where the alias does not exist.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub traffic: Option<Weight>,
    /// The last published version.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub last_version: Option<Version>,
    /// The version that gets the rest, where `traffic` is not 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub config_traffic_version: Option<Version>,
    /// The split before the run.
    pub before: Vec<VersionShare>,
    /// The split that was asked for.
    pub asked: Vec<VersionShare>,
    /// The split that was found afterwards.
    pub after: Vec<VersionShare>,
    /// Whether this run created it, or began to.
    pub created: bool,
    /// Versions that this run published.
    pub published: Vec<Version>,
    /// Versions that it deleted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<_>"))]
    pub deleted: Vec<Version>,
    /// The address of the function URL that calls the alias, where triggers were read or written and it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub url: Option<String>,
    /// What was written, a phrase each.
    #[cfg_attr(test, ts(type = "Array<string>"))]
    pub changed: Vec<Changed>,
    /// What people should know.
    pub notes: Vec<Note>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub error: Option<Error>,
}

impl FunctionResult {
    /// What was written, in words for the reader of this moment.
    #[must_use]
    pub fn changes(&self) -> Vec<String> {
        self.changed.iter().map(Changed::shown).collect()
    }
}

pub(in crate::release) fn of(run: &str, plan: &Plan, functions: &[FunctionRun], notes: &[Note]) -> RunResult {
    let functions: Vec<FunctionResult> = plan
        .functions
        .iter()
        .zip(functions)
        .map(|(function, state)| function_result(&plan.stage, function, state))
        .collect();
    let only = match functions.as_slice() {
        [only] => Some(only),
        _ => None,
    };
    RunResult {
        run: run.to_owned(),
        kind: plan.kind,
        notes: [plan.notes.as_slice(), notes].concat(),
        unchanged: functions.iter().all(|function| function.status == FunctionStatus::Unchanged),
        traffic: only.and_then(|function| function.traffic.clone()),
        last_version: only.and_then(|function| function.last_version.clone()),
        config_traffic_version: only.and_then(|function| function.config_traffic_version.clone()),
        functions,
    }
}

/// How it went for a function.
pub(in crate::release) fn status(plan: &FunctionPlan, state: &FunctionRun) -> FunctionStatus {
    match &state.error {
        Some(error) if error.is(Code::GroupFailed) && state.state == State::Restored => FunctionStatus::PutBack,
        Some(error) if error.is(Code::GroupFailed) && routing_status(state).is_none() => FunctionStatus::Stopped,
        Some(error) if error.is(Code::Interrupted) || error.is(Code::Fenced) => FunctionStatus::Stopped,
        Some(_) => FunctionStatus::Failed,
        None if plan.steps.is_empty() && state.changed.is_empty() => FunctionStatus::Unchanged,
        None if plan.steps.iter().any(|step| step.action == Action::Delete) => FunctionStatus::Removed,
        None => FunctionStatus::Done,
    }
}

/// What became of its routing, where its group failed after it was touched.
const fn routing_status(state: &FunctionRun) -> Option<RoutingStatus> {
    match state.state {
        State::Ready | State::Stepping | State::Ended | State::Untouched => None,
        State::Restored => Some(RoutingStatus::Restored),
        State::Reading | State::Restoring | State::NotRestored => Some(RoutingStatus::NotRestored),
    }
}

fn function_result(stage: &str, plan: &FunctionPlan, state: &FunctionRun) -> FunctionResult {
    let status = status(plan, state);
    let after = match state.found.as_ref().or(state.after.as_ref()) {
        Some(routing) => VersionShare::of_split(&routing.split()),
        // what was not reached leaves what was there
        None if state.error.is_some() => plan.before.clone(),
        None if status == FunctionStatus::Removed => Vec::new(),
        None => plan.after.clone(),
    };
    let latest = after.iter().find(|part| part.is_latest()).map_or(Fraction::NONE, |part| part.share);
    let other = after.iter().find(|part| !part.is_latest()).map(|part| Version::named(&part.version));
    // protected comes first, and versions only ever grow
    let published: Vec<Version> = state.protected.iter().chain(&state.published).cloned().collect();
    let aside = plan.steps.iter().any(|step| step.action == Action::Protect { aside: true });
    let last_version = state
        .published
        .clone()
        .or_else(|| state.protected.clone().filter(|_| !aside))
        .or_else(|| plan.last_version.clone());
    FunctionResult {
        key: plan.key.clone(),
        name: plan.target.name.clone(),
        region: plan.target.region.clone(),
        namespace: plan.target.namespace.clone(),
        status,
        routing: routing_status(state),
        traffic: (!after.is_empty()).then(|| Weight::from(latest)),
        last_version,
        config_traffic_version: other.filter(|_| latest != Fraction::ALL),
        before: plan.before.clone(),
        asked: plan.after.clone(),
        after,
        created: state.created,
        published,
        deleted: state.deleted.clone(),
        url: state.url.clone(),
        changed: state.changed.clone(),
        notes: plan.notes.iter().chain(&state.notes).cloned().collect(),
        error: state.error.clone().map(|error| with_way_back(error, stage, plan, state).changed(state.changed.clone())),
    }
}

/// An error, with what follows for a function that this run began to create, and with what restores the routing where that
/// could not be done.
fn with_way_back(error: Error, stage: &str, plan: &FunctionPlan, state: &FunctionRun) -> Error {
    let (key, stage) = (plan.key.clone(), stage.to_owned());
    let error = if state.created && error.is(Code::FunctionFailed) {
        error.advise(Hint::NeverWorked { key: key.clone(), stage: stage.clone() })
    } else {
        error
    };
    let Some(why) = &state.not_restored else { return error };
    let (why, then) = (Box::new(why.problem.clone()), Box::new(error.problem.clone()));
    let advice = error.advice().cloned().map(Box::new);
    error.advise(Hint::NotRestored { key, stage, why, then, advice })
}

/// The error of the run: the first function's that has one (an interruption only if nothing else went wrong), with
/// everything that was changed in all of them.
pub(in crate::release) fn first_error(plan: &Plan, functions: &[FunctionRun]) -> Option<Error> {
    let with_error =
        || plan.functions.iter().zip(functions).filter_map(|(plan, state)| Some((plan, state, state.error.as_ref()?)));
    let own = |error: &Error| !error.is(Code::Interrupted) && !error.is(Code::GroupFailed);
    let (of, state, error) = with_error().find(|(.., error)| own(error)).or_else(|| with_error().next())?;
    let first = with_way_back(error.clone(), &plan.stage, of, state);
    Some(first.changed(all_changed(plan, functions)))
}

/// Everything that was changed; with several functions, each change says whose it is.
pub(in crate::release) fn all_changed(plan: &Plan, functions: &[FunctionRun]) -> Vec<Changed> {
    let several = functions.len() > 1;
    let changed = plan.functions.iter().zip(functions).flat_map(|(function, state)| {
        let whose = |changed: &Changed| match several {
            true => Changed::Of { function: function.key.clone(), changed: Box::new(changed.clone()) },
            false => changed.clone(),
        };
        state.changed.iter().map(whose)
    });
    changed.collect()
}
