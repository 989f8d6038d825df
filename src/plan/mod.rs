//! Planning: what has to be done so that what is desired becomes true, with a reason for every step.
//!
//! A pure function of an [`Intent`] and what was [`Observed`]. A plan holds no floats and no maps; its canonical text is
//! made here on every platform, so the same inputs give the same bytes in a terminal, a component and a browser.

mod alias;
mod deploy;
mod difference;
pub(crate) mod direct;
mod domains;
pub mod explain;
pub mod file;
mod mark;
mod prune;
mod queries;
mod remove;
mod rollback;
mod settings;
mod stage;
mod triggers;
mod users;
mod window;

use std::sync::OnceLock;

use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

pub use deploy::{DEFAULT_HANDLER, DEFAULT_RUNTIME, place_of};
pub(crate) use deploy::{listed, settings_to_write, shown};
pub use difference::difference;
pub use direct::Caller;
pub(crate) use mark::{Mark, baseline_of, fits as mark_fits};
pub use queries::{DIGEST_LOOKBACK, FunctionQuery, Need, Query, queries};
pub(crate) use queries::{MANY, callers, queries_of};
pub use rollback::{Aim, LastChange, Moved, Past, Recorded};
pub(crate) use rollback::{capped, existing, put_back};
pub use settings::Change;
pub use stage::{STAGES, Stage, stages};
pub(crate) use users::Users;

use crate::desired::{Act, Desired, DesiredAlias, DesiredFunction, Grouping};
use crate::error::{Error, Errors};
use crate::observed::Observed;
use crate::routing::{Routing, Split, Version};
use crate::scf::Target;
use crate::scf::domain::Domain;
use crate::scf::trigger::Trigger;
use crate::share::{Fraction, Share};
use crate::stable::Baseline;

/// What a run is for.
#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    /// Deploy, publish and shift, as desired.
    Deploy(Desired),
    /// Publish `$LATEST` of functions that are there; nothing is deployed, routing is left alone.
    Publish(Desired),
    /// Create, change or delete one alias of one function.
    Alias {
        /// Whose.
        desired: Desired,
        /// What is to become of it.
        alias: DesiredAlias,
    },
    /// Give all traffic to one published version, or restore what was recorded.
    Rollback {
        /// Whose alias, and which.
        desired: Desired,
        /// Where to.
        to: RollbackTo,
        /// What the journal knows of earlier runs.
        past: Past,
        /// Why the journal can't be read.
        unreadable: Option<String>,
    },
    /// Delete the functions that this project created.
    Remove {
        /// The project's functions.
        desired: Desired,
        /// The functions that this project's state created.
        created: Vec<Target>,
    },
    /// Delete published versions that nobody needs.
    Prune {
        /// Whose.
        desired: Desired,
        /// How many of the newest usable ones stay.
        keep: usize,
        /// Where a rollback to the routing before the last change goes.
        recorded: Vec<Recorded>,
    },
}

impl Intent {
    /// What was asked for, whichever it is.
    #[must_use]
    pub const fn desired(&self) -> &Desired {
        match self {
            Self::Deploy(desired)
            | Self::Publish(desired)
            | Self::Alias { desired, .. }
            | Self::Rollback { desired, .. }
            | Self::Remove { desired, .. }
            | Self::Prune { desired, .. } => desired,
        }
    }

    /// The functions of the run.
    pub(crate) const fn functions_mut(&mut self) -> &mut Vec<DesiredFunction> {
        match self {
            Self::Deploy(desired)
            | Self::Publish(desired)
            | Self::Alias { desired, .. }
            | Self::Rollback { desired, .. }
            | Self::Remove { desired, .. }
            | Self::Prune { desired, .. } => &mut desired.functions,
        }
    }

    /// Whether it takes users back, which nothing may hold up: who calls past the alias is looked at afterwards.
    pub(crate) const fn goes_back(&self) -> bool {
        matches!(self, Self::Rollback { .. })
    }

    /// The functions of which a version is published.
    pub(crate) fn publishing(&mut self) -> impl Iterator<Item = &mut DesiredFunction> {
        let functions = match self {
            Self::Deploy(desired) | Self::Publish(desired) => desired.functions.as_mut_slice(),
            _ => &mut [],
        };
        functions.iter_mut().filter(|function| function.publish)
    }

    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Deploy(_) => "deploy",
            Self::Publish(_) => "publish",
            Self::Alias { alias, .. } => match alias.act {
                Act::Create => "create-alias",
                Act::Update => "update-alias",
                Act::Delete => "delete-alias",
            },
            Self::Rollback { to: RollbackTo::Abort(_), .. } => "abort",
            Self::Rollback { to: RollbackTo::Undo(_), .. } => "undo",
            Self::Rollback { .. } => "rollback",
            Self::Remove { .. } => "remove",
            Self::Prune { .. } => "prune",
        }
    }
}

/// Where a rollback goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RollbackTo {
    /// A function in release goes to stable, one that was released to what it was on before.
    Stable,
    /// This version.
    Version(Version),
    /// The routing recorded before the last change.
    Previous,
    /// What the last change left, where someone changed it since.
    Left,
    /// What was there before this run, which was cut off.
    Abort(String),
    /// What was there before this run.
    Undo(String),
}

impl RollbackTo {
    /// Whether it goes to what the journal recorded.
    pub(crate) const fn recorded(&self) -> bool {
        matches!(self, Self::Previous | Self::Left | Self::Abort(_) | Self::Undo(_))
    }

    /// As the journal has it.
    #[must_use]
    pub fn word(&self) -> Option<String> {
        match self {
            Self::Stable => None,
            Self::Version(version) => Some(version.to_string()),
            Self::Previous => Some("previous".to_owned()),
            Self::Left => Some("left".to_owned()),
            Self::Abort(run) | Self::Undo(run) => Some(run.clone()),
        }
    }
}

/// A version that a step will route to: known already, or made by an earlier step of the same plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VersionRef {
    /// It exists.
    Known(Version),
    /// What this run's publish step returns; never guessed from numbers.
    Published,
    /// What this run's protect step returns.
    Protected,
}

/// What a shift leaves on record about its alias (rule 22).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "AliasRecord"))]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// The version that users should be on from then on; absent where there is none.
    #[serde(serialize_with = "version_ref", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, as = "Option<String>"))]
    pub stable: Option<VersionRef>,
    /// The version that had all the traffic before the last release began.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub was: Option<Version>,
    /// The newest version at the last rollback; 0 where there was none.
    #[serde(skip_serializing_if = "nothing")]
    #[cfg_attr(test, ts(optional, as = "Option<_>"))]
    pub up_to: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
const fn nothing(number: &u64) -> bool {
    *number == 0
}

impl Record {
    /// Once it is known which versions this run made.
    #[must_use]
    pub fn baseline(&self, published: Option<&Version>, protected: Option<&Version>) -> Option<Baseline> {
        let stable = self.stable.as_ref()?.version(published, protected)?.clone();
        Some(Baseline { stable, was: self.was.clone(), up_to: self.up_to })
    }
}

impl From<Option<Baseline>> for Record {
    fn from(baseline: Option<Baseline>) -> Self {
        baseline.map_or_else(Self::default, |Baseline { stable, was, up_to }| Self {
            stable: Some(VersionRef::Known(stable)),
            was,
            up_to,
        })
    }
}

impl VersionRef {
    /// Once it is known which versions this run made.
    #[must_use]
    pub const fn version<'a>(
        &'a self,
        published: Option<&'a Version>,
        protected: Option<&'a Version>,
    ) -> Option<&'a Version> {
        match self {
            Self::Known(version) => Some(version),
            Self::Published => published,
            Self::Protected => protected,
        }
    }

    /// As plans have it.
    fn text(&self) -> &str {
        match self {
            Self::Known(version) => version.wire(),
            Self::Published => "(published by this run)",
            Self::Protected => "(protected by this run)",
        }
    }
}

/// The routing that a shift aims at.
#[derive(Debug, Clone, PartialEq)]
pub enum Goal {
    /// The documented form: main `$LATEST` with a share, the rest to `last`.
    Grayscale {
        /// The share of `$LATEST`.
        latest: Share,
        /// Who gets the rest.
        last: VersionRef,
    },
    /// Just this.
    Exactly(Routing),
}

impl Goal {
    /// As a routing, once it is known which versions this run made.
    #[must_use]
    pub fn routing(&self, published: Option<&Version>, protected: Option<&Version>) -> Option<Routing> {
        match self {
            Self::Exactly(routing) => Some(routing.clone()),
            Self::Grayscale { latest, last } => {
                last.version(published, protected).map(|last| Routing::grayscale(*latest, last.clone()))
            }
        }
    }
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "StepAction"))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Action {
    /// Wait until the function is Active.
    Wait,
    /// Create the function.
    Create,
    /// Publish what is on `$LATEST` now, so that it is not lost.
    Protect {
        /// Only some users were on it: it is kept, and is not the last published version.
        aside: bool,
    },
    /// Write the alias's routing.
    Shift {
        /// Which alias.
        alias: String,
        /// It does not exist yet.
        create: bool,
        /// What it says now.
        #[serde(serialize_with = "routing_text", skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional, as = "Option<RoutingText<'static>>"))]
        from: Option<Routing>,
        /// What it will say.
        #[serde(serialize_with = "goal_text")]
        #[cfg_attr(test, ts(as = "RoutingText<'static>"))]
        to: Goal,
        /// The description that goes with the write, kept from the alias.
        description: String,
        /// What it leaves on record.
        record: Record,
    },
    /// Upload code to `$LATEST`.
    Upload {
        /// The handler that switches with it, where it changes.
        #[serde(skip)]
        handler: Option<String>,
        /// The same as plans show it.
        #[serde(rename = "handler", skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        shown: Option<String>,
    },
    /// Change the configuration of `$LATEST`.
    Configure {
        /// What changes; values of variables are not in it.
        changes: Vec<Change>,
    },
    /// Publish `$LATEST`.
    Publish,
    /// Go on with a version that an earlier run for the same order published before it broke off.
    Adopt {
        /// Which version.
        version: Version,
    },
    /// Delete an alias.
    DeleteAlias {
        /// Which alias.
        alias: String,
        /// What it says now.
        #[serde(serialize_with = "one_routing")]
        #[cfg_attr(test, ts(as = "RoutingText<'static>"))]
        from: Routing,
    },
    /// Create, change, switch or delete a trigger.
    Trigger {
        /// The action of the API.
        call: &'static str,
        /// Which one, and how it is to be.
        #[serde(serialize_with = "trigger_text")]
        #[cfg_attr(test, ts(as = "TriggerText<'static>"))]
        trigger: Box<Trigger>,
    },
    /// Let paths of a custom domain call an alias.
    Domain {
        /// Which domain.
        name: String,
        /// The paths that change.
        paths: Vec<String>,
        /// What they call then.
        to: String,
        /// As it was seen, with the paths of other functions.
        #[serde(skip)]
        from: Box<Domain>,
        /// As it is written.
        #[serde(skip)]
        goal: Box<Domain>,
    },
    /// Delete the function with all its versions.
    Delete,
    /// Delete a published version.
    DeleteVersion {
        /// Which one.
        version: Version,
    },
}

impl Action {
    /// Whether it changes something in the cloud.
    #[must_use]
    pub const fn writes(&self) -> bool {
        !matches!(self, Self::Wait | Self::Adopt { .. })
    }
}

/// A step and why it is there, at that place.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "PlanStep"))]
pub struct Step {
    /// What.
    #[serde(flatten)]
    pub action: Action,
    /// In one line, as shown: `upload code to $latest (12.3 KB)`.
    pub text: String,
    /// Why, and why here.
    pub reason: String,
}

/// Something people should know before they say yes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Note {
    /// `info` or `warning`.
    pub level: Level,
    /// Stable name.
    pub code: &'static str,
    /// Prose.
    pub text: String,
}

/// How much a note matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "NoteLevel"))]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Success to know.
    Info,
    /// Read this.
    Warning,
}

impl Note {
    fn info(code: &'static str, text: impl Into<String>) -> Self {
        Self { level: Level::Info, code, text: text.into() }
    }

    pub(crate) fn warning(code: &'static str, text: impl Into<String>) -> Self {
        Self { level: Level::Warning, code, text: text.into() }
    }
}

/// A version and its share, as shown: the version may be one that does not exist yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VersionShare {
    /// `$latest`, `7`, or `8 (new)`.
    pub version: String,
    /// As a fraction in exact decimals.
    pub share: Fraction,
}

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
    pub asks: Option<Question>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn none_of_it(share: &Fraction) -> bool {
    *share == Fraction::NONE
}

/// What a person at a terminal is asked before a plan is carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// All traffic moves to new code.
    AllNew {
        /// Whether a published version holds it then.
        held: bool,
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
    pub summary: String,
    /// The question to ask a person before applying; absent where nothing needs one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub confirm: Option<String>,
    /// Made when it is first asked for: it is as long as the plan is.
    #[serde(skip)]
    sealed: Sealed,
}

/// Functions that are named where many are meant.
const MOST_PLACES: usize = 5;

/// The canonical text and the fingerprint in it. They follow from the rest of the plan, so two plans never differ by them.
#[derive(Debug, Clone, Default)]
struct Sealed(OnceLock<(String, String)>);

impl PartialEq for Sealed {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

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
        let seen = observed.of(&target, index).ok_or_else(|| {
            Error::failed("NotObserved", format!("nothing is known about {}", function.name)).on(function.name.clone())
        })?;
        let plan = match intent {
            Intent::Deploy(desired) | Intent::Publish(desired) => deploy::plan(desired, function, seen),
            Intent::Alias { alias, .. } => alias::plan(alias, function, seen),
            Intent::Rollback { desired, to, past, unreadable } => {
                rollback::plan(desired, function, (seen, index), to, past, &chosen).map_err(|error| match unreadable {
                    Some(why) if error.code == "NoRecordedRouting" => rollback::unreadable(why),
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
        summary: summary(&functions),
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
        plan.notes.push(Note::warning("MarkDoesNotFit", MARK_DOES_NOT_FIT));
    }
    plan
}

/// What it means that the description of an alias leaves no room for a mark.
pub(crate) const MARK_DOES_NOT_FIT: &str = "the description of the alias is too long for the mark of the release: other machines can't tell from it which version is stable. Shorten the description";

impl Plan {
    /// The canonical text: the same bytes on every platform. Its last field is the fingerprint.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.sealed().0
    }

    /// SHA-256 of the canonical text with an empty fingerprint in it.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.sealed().1
    }

    fn sealed(&self) -> &(String, String) {
        self.sealed.0.get_or_init(|| {
            // A plan is structs, lists and strings: serialising it can't fail.
            let mut text = serde_json::to_string(self).unwrap_or_default();
            text.pop();
            text.push_str(",\"fingerprint\":\"");
            let digest = Sha256::new().chain_update(&text).chain_update("\"}").finalize();
            let fingerprint = hex::encode(digest);
            text.push_str(&fingerprint);
            text.push_str("\"}");
            (text, fingerprint)
        })
    }

    /// Whether nothing is written: there is nothing to do, or only someone else's change to wait for.
    #[must_use]
    pub fn unchanged(&self) -> bool {
        self.functions.iter().flat_map(|function| &function.steps).all(|step| !step.action.writes())
    }
}

/// A version that someone else published while this run did: it is not routed to.
#[must_use]
pub(crate) fn stranger_note(version: &Version, ours: &str) -> Note {
    Note::warning(
        "OtherVersion",
        format!("version {version} appeared meanwhile and is not this run's: traffic goes to {ours}"),
    )
}

/// An alias is not as the last run left it.
#[must_use]
pub(crate) fn drift_note(key: &str, alias: &str, run: &str, was: &Routing, now: &Routing) -> Note {
    let alias = shown(alias);
    Note::warning(
        "Drift",
        format!(
            "{key}: run {run} left {alias} at {was}, now it is {now}: someone changed it since. This goes on from what is there (drift=stop does not); rollback --to left restores it"
        ),
    )
}

/// A version stays that was to be deleted; the others of its function are deleted all the same.
#[must_use]
pub(crate) fn not_deleted_note(error: &Error) -> Note {
    Note::warning("NotDeleted", format!("{}; the others go on", error.message))
}

/// The journal could not take the entry of something that is done.
#[must_use]
pub(crate) fn journal_note(reason: &str) -> Note {
    Note::warning("JournalIncomplete", format!("done, but the journal could not be written afterwards: {reason}"))
}

/// The API's clock and this machine's are so many seconds apart; calls go by the API's from now on.
#[must_use]
pub(crate) fn clock_note(seconds: i64) -> Note {
    let way = if seconds > 0 { "behind" } else { "ahead of" };
    let text =
        format!("this machine's clock is {} s {way} the API's; calls are signed with the API's time", seconds.abs());
    Note::warning("ClockSkew", text)
}

/// Where a desired function lives.
#[must_use]
pub fn target_of(function: &crate::desired::DesiredFunction) -> Target {
    Target { region: function.region.clone(), namespace: function.namespace.clone(), name: function.name.clone() }
}

/// Functions with their places, the first few.
pub(crate) fn places(targets: &[&Target]) -> String {
    let one = |Target { region, namespace, name }: &&Target| [name, " in ", region, "/", namespace].concat();
    let shown: Vec<String> = targets.iter().take(MOST_PLACES).map(one).collect();
    match targets.len().saturating_sub(MOST_PLACES) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn run_notes(intent: &Intent) -> Vec<Note> {
    let desired = intent.desired();
    let mut notes = Vec::new();
    if matches!(intent, Intent::Deploy(_)) && desired.publish_names_some && desired.traffic.is_some() {
        notes.push(Note::warning(
            "TrafficForAll",
            "publish names some functions, traffic applies to every function of the run; only narrows the whole run",
        ));
    }
    if !desired.left_out.is_empty() {
        notes.push(Note::info("LeftOut", format!("left out by only: {}", desired.left_out.join(", "))));
    }
    if let Intent::Rollback { past, .. } = intent
        && !past.others.is_empty()
    {
        let others: Vec<&Target> = past.others.iter().collect();
        let text = format!("left alone, since this project does not have them: {}", places(&others));
        notes.push(Note::warning("NotOfProject", text));
    }
    if let Intent::Rollback { unreadable: Some(why), .. } = intent {
        notes.push(Note::warning("JournalUnread", format!("a rollback needs no journal, and goes on without: {why}")));
    }
    notes
}

fn summary(functions: &[FunctionPlan]) -> String {
    let count = |test: fn(&Action) -> bool| {
        functions.iter().filter(|plan| plan.steps.iter().any(|step| test(&step.action))).count()
    };
    let only = |test: fn(&Action) -> bool| {
        let none_writes = |plan: &&FunctionPlan| plan.steps.iter().all(|step| !step.action.writes());
        let holds = |plan: &&FunctionPlan| plan.steps.iter().any(|step| test(&step.action));
        functions.iter().filter(none_writes).filter(holds).count()
    };
    let unchanged = functions.iter().filter(|plan| plan.steps.is_empty()).count();
    let parts = [
        (count(|action| matches!(action, Action::Create)), "to create"),
        (count(|action| matches!(action, Action::Upload { .. } | Action::Configure { .. })), "to update"),
        (count(|action| matches!(action, Action::Publish | Action::Protect { .. })), "to publish"),
        (count(|action| matches!(action, Action::Shift { .. })), "to shift"),
        (count(|action| matches!(action, Action::Trigger { .. } | Action::Domain { .. })), "with triggers to change"),
        (count(|action| matches!(action, Action::Delete | Action::DeleteAlias { .. })), "to delete"),
        (count(|action| matches!(action, Action::DeleteVersion { .. })), "to prune"),
        (only(|action| matches!(action, Action::Wait)), "to wait for"),
        (only(|action| matches!(action, Action::Adopt { .. })), "published already"),
        (unchanged, "unchanged"),
    ];
    let shown: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    format!("Plan: {}.", shown.join(", "))
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
    let Target { name, region, namespace } = target;
    Error::failed("FunctionNotFound", format!("function {name} does not exist in {region}, namespace {namespace}"))
        .hint("check name, stage, region and namespace")
}

pub(crate) fn alias_not_found(target: &Target, alias: &str) -> Error {
    Error::failed("AliasNotFound", format!("{} has no alias {}", target.name, shown(alias)))
        .hint("`grayscale alias list` shows its aliases")
}

fn parts_of(split: &Split) -> Vec<VersionShare> {
    split.iter().map(|(version, share)| VersionShare { version: version.shown().to_owned(), share }).collect()
}

/// Versions in ascending order as ranges: `1-7,9`.
fn ranges<'a>(versions: impl Iterator<Item = &'a Version>) -> String {
    let mut text = String::new();
    let mut last: Option<(u64, bool)> = None;
    for number in versions.filter_map(Version::number) {
        last = match last {
            Some((before, _)) if before.checked_add(1) == Some(number) => Some((number, true)),
            open => {
                close(&mut text, open);
                if !text.is_empty() {
                    text.push(',');
                }
                text.push_str(&number.to_string());
                Some((number, false))
            }
        };
    }
    close(&mut text, last);
    text
}

/// Writes the end of a range that has more than one version.
fn close(text: &mut String, range: Option<(u64, bool)>) {
    if let Some((last, true)) = range {
        text.push('-');
        text.push_str(&last.to_string());
    }
}

/// A trigger as a plan has it. What a timer hands over may be a secret and is not among it, nor what was found in the cloud.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "PlannedTrigger"))]
struct TriggerText<'a> {
    /// `timer`, `cos`, ….
    kind: &'a str,
    name: &'a str,
    /// The version or alias that it calls.
    qualifier: &'a str,
    enabled: bool,
    /// As the API has it.
    desc: &'a str,
}

#[allow(clippy::borrowed_box, reason = "serde's signature")]
fn trigger_text<S: Serializer>(trigger: &Box<Trigger>, serializer: S) -> Result<S::Ok, S::Error> {
    let Trigger { kind, name, qualifier, enabled, desc, .. } = &**trigger;
    let desc = match &trigger.shown {
        Some(label) => label,
        None if trigger.found && kind != "cos" => "",
        None => desc,
    };
    TriggerText { kind, name, qualifier, enabled: *enabled, desc }.serialize(serializer)
}

/// The routing of an alias as a plan has it.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "AliasRouting"))]
struct RoutingText<'a> {
    /// The version that gets what the others do not.
    main: &'a str,
    /// Versions beside it.
    additional: Vec<WeightText>,
    /// Where requests decide, not weights.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<_>"))]
    rules: &'a [crate::routing::VersionMatch],
}

/// A version beside the main one.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RoutingWeight"))]
struct WeightText {
    /// Its number, `$LATEST`, or the words for one that this run makes.
    version: String,
    /// Its share, 0 to 1.
    weight: Fraction,
}

fn routing_text<S: Serializer>(routing: &Option<Routing>, serializer: S) -> Result<S::Ok, S::Error> {
    let Some(routing) = routing else { return serializer.serialize_none() };
    let additional = routing
        .additional
        .iter()
        .map(|part| WeightText { version: part.version.wire().to_owned(), weight: part.weight.portion() })
        .collect();
    RoutingText { main: routing.main.wire(), additional, rules: &routing.rules }.serialize(serializer)
}

fn one_routing<S: Serializer>(routing: &Routing, serializer: S) -> Result<S::Ok, S::Error> {
    routing_text(&Some(routing.clone()), serializer)
}

fn goal_text<S: Serializer>(goal: &Goal, serializer: S) -> Result<S::Ok, S::Error> {
    match goal {
        Goal::Exactly(routing) => routing_text(&Some(routing.clone()), serializer),
        Goal::Grayscale { latest, last } => {
            let version = last.text().to_owned();
            let additional = vec![WeightText { version, weight: Fraction::from(latest.rest()) }];
            RoutingText { main: Version::LATEST, additional, rules: &[] }.serialize(serializer)
        }
    }
}

fn version_ref<S: Serializer>(version: &Option<VersionRef>, serializer: S) -> Result<S::Ok, S::Error> {
    version.as_ref().map(VersionRef::text).serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_stand_in_ranges() {
        for (numbers, text) in [
            (&["1"][..], "1"),
            (&["1", "2", "3"], "1-3"),
            (&["1", "3", "4", "9"], "1,3-4,9"),
            (&["7", "18446744073709551615"], "7,18446744073709551615"),
            (&[], ""),
        ] {
            let versions: Vec<Version> = numbers.iter().map(|number| Version::named(number)).collect();
            assert_eq!(ranges(versions.iter()), text);
        }
    }
}
