//! Planning: what has to be done so that what is desired becomes true, with a reason for every step.
//!
//! A pure function of an [`Intent`] and what was [`Observed`]. A plan holds no floats and no maps; its canonical text is
//! made here on every platform, so the same inputs give the same bytes in a terminal, a component and a browser.

mod alias;
mod canonical;
mod deploy;
mod difference;
pub(crate) mod direct;
mod domains;
mod event_invoke;
pub mod explain;
pub mod file;
mod intent;
mod mark;
mod prune;
mod queries;
mod remove;
mod rollback;
mod settings;
mod stage;
mod step;
mod triggers;
mod users;
mod window;

use serde::Serialize;

use canonical::{Sealed, ranges};
pub use deploy::{DEFAULT_HANDLER, DEFAULT_RUNTIME, place_of};
pub(crate) use deploy::{listed, settings_to_write};
pub use difference::difference;
pub use direct::Caller;
pub use intent::{Intent, RollbackTo};
pub(crate) use mark::{Mark, baseline_of, fits as mark_fits};
pub use queries::{DIGEST_LOOKBACK, FunctionQuery, Need, Query, queries};
pub(crate) use queries::{MANY, callers, earlier_of, queries_of};
pub use rollback::{Aim, LastChange, Moved, Past, Recorded};
pub(crate) use rollback::{capped, existing, put_back};
pub use settings::Change;
pub use stage::{STAGES, Stage, stages};
pub use step::{Action, Goal, Record, Step, VersionRef};
pub(crate) use users::Users;

use crate::desired::Grouping;
use crate::error::{Error, Errors};
pub use crate::message::Note;
pub use crate::message::note::VersionShare;
use crate::message::problem::plan::Missing;
use crate::message::problem::{PlanProblem, Where};
use crate::message::{Code, Counts, Question, Summary};
use crate::observed::Observed;
use crate::routing::{Routing, Split, Version};
use crate::scf::Target;
use crate::share::{Fraction, Share};

/// The plan for one function.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FunctionPlan {
    /// What the project calls it.
    pub key: String,
    /// Where it is.
    #[serde(flatten)]
    pub target: Target,
    /// In order; none means unchanged.
    pub steps: Vec<Step>,
    /// The split now; empty where there is none.
    pub before: Vec<VersionShare>,
    /// The split after the last step.
    pub after: Vec<VersionShare>,
    /// The last published version now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub last_version: Option<Version>,
    /// What people should know.
    pub notes: Vec<Note>,
    /// What it was made from.
    pub basis: Basis,
    /// Why nothing can be done for this function, where others of the same rollback go on without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub refused: Option<Error>,
    /// The share of users who are on new code after the last step: code that the version which they should be on does not
    /// have, wherever it serves.
    #[serde(skip_serializing_if = "none_of_it")]
    #[cfg_attr(test, ts(optional, as = "Option<_>"))]
    pub new_code: Fraction,
    /// Whether all traffic moves to new code.
    #[serde(skip)]
    pub moves_all: bool,
    /// What `confirm` asks about.
    #[serde(skip)]
    pub asks: Option<Asks>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn none_of_it(share: &Fraction) -> bool {
    *share == Fraction::NONE
}

/// Why a person is asked before a function's plan is carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asks {
    /// All traffic moves to new code.
    AllNew {
        /// Whether a published version holds it then.
        published: bool,
    },
    /// The rest of the traffic goes to a version that has none now.
    Untried(Version),
}

impl FunctionPlan {
    /// What the alias says before its first shift.
    pub(crate) fn recorded(&self) -> Option<&Routing> {
        self.steps.iter().find_map(|step| match &step.action {
            Action::Shift { from, .. } => from.as_ref(),
            _ => None,
        })
    }

    /// For a function of which nothing is known yet and to which nothing is done.
    fn bare(function: &crate::desired::DesiredFunction) -> Self {
        Self {
            key: function.key.clone(),
            target: target_of(function),
            steps: Vec::new(),
            before: Vec::new(),
            after: Vec::new(),
            last_version: None,
            notes: Vec::new(),
            basis: Basis::default(),
            refused: None,
            new_code: Fraction::NONE,
            moves_all: false,
            asks: None,
        }
    }
}

/// The facts that a plan rests on; if one differs, the plan is stale. Times and passing states are not among them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "PlanBasis"))]
#[serde(rename_all = "camelCase")]
pub struct Basis {
    /// Whether the function exists.
    pub exists: bool,
    /// The alias's routing with its rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub routing: Option<String>,
    /// The usable published versions, as ranges: `1-7,9`.
    pub versions: String,
    /// Digest of the code on `$LATEST`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub code: Option<String>,
    /// Digest of the code to upload.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub package: Option<String>,
    /// Digest of the configuration, of variables the names only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub settings: Option<String>,
}

/// What will be done, for everyone to see before it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "PlanData"))]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// The version of this format.
    pub format: u32,
    /// What it does.
    #[cfg_attr(test, ts(as = "crate::types::Kind"))]
    pub kind: &'static str,
    /// The environment.
    pub stage: String,
    /// The alias whose traffic is meant.
    pub alias: String,
    /// The asked share of `$LATEST`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub traffic: Option<Share>,
    /// Of a deploy: what its functions are to each other.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub group: Option<Grouping>,
    /// One entry per function, in the order of the inputs.
    pub functions: Vec<FunctionPlan>,
    /// About the run as a whole.
    pub notes: Vec<Note>,
    /// One line: `Plan: 1 to create, …`.
    pub summary: Summary,
    /// The question to ask a person before applying; absent where nothing needs one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub confirm: Option<Question>,
    /// Made when it is first asked for: it is as long as the plan is.
    #[serde(skip)]
    sealed: Sealed,
}

/// Functions that are named where many are meant.
const MOST_PLACES: usize = 5;

/// Makes the plan.
///
/// # Errors
/// A refusal with its reason. Nothing is ever written by planning.
pub fn make(intent: &Intent, observed: &Observed) -> Result<Plan, Error> {
    let desired = intent.desired();
    let chosen = match intent {
        Intent::Rollback { desired, to, past, .. } => rollback::choose(desired, observed, to, past),
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
            Intent::Prune { desired, keep, recorded } => prune::plan(&desired.alias, function, seen, *keep, recorded),
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

impl Plan {
    /// Whether nothing is written: there is nothing to do, or only someone else's change to wait for.
    #[must_use]
    pub fn unchanged(&self) -> bool {
        self.functions.iter().flat_map(|function| &function.steps).all(|step| !step.action.writes())
    }
}

/// Where a desired function lives.
#[must_use]
pub fn target_of(function: &crate::desired::DesiredFunction) -> Target {
    Target { region: function.region.clone(), namespace: function.namespace.clone(), name: function.name.clone() }
}

fn not_observed(function: &str, missing: Missing) -> Error {
    Error::failed(PlanProblem::NotObserved { function: function.to_owned(), missing })
}

/// A function with its place, as messages have it.
pub(crate) fn where_of(Target { region, namespace, name }: &Target) -> Where {
    Where { function: name.clone(), region: region.clone(), namespace: namespace.clone() }
}

/// The first few, and how many there are beside.
pub(crate) fn some<T>(mut all: Vec<T>, most: usize) -> (Vec<T>, usize) {
    let more = all.len().saturating_sub(most);
    all.truncate(most);
    (all, more)
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
        prune: count(|action| matches!(action, Action::DeleteVersion { .. })),
        wait: only(|action| matches!(action, Action::Wait)),
        adopt: only(|action| matches!(action, Action::Adopt { .. })),
        unchanged: functions.iter().filter(|plan| plan.steps.is_empty()).count(),
    }
}

/// The rules of a routing in words.
fn rules_text(routing: &Routing) -> String {
    let rules: Vec<String> = routing
        .rules
        .iter()
        .map(|rule| format!("{} if {} {} {}", rule.version, rule.key, rule.method, rule.expression))
        .collect();
    rules.join("; ")
}

pub(crate) fn function_not_found(target: &Target) -> Error {
    Error::failed(PlanProblem::FunctionNotFound { place: where_of(target), creates: false })
}

pub(crate) fn alias_not_found(target: &Target, alias: &str) -> Error {
    let (function, alias) = (target.name.clone(), alias.to_owned());
    Error::failed(PlanProblem::AliasNotFound { function, alias, updates: false })
}

fn parts_of(split: &Split) -> Vec<VersionShare> {
    split.iter().map(|(version, share)| VersionShare::of(version.shown(), share)).collect()
}
