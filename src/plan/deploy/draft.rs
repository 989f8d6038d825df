//! A deploy of one function in the making: the facts that its rules look at.

use crate::desired::{Desired, DesiredFunction, Settings};
use crate::error::Error;
use crate::message::Note;
use crate::message::problem::PlanProblem;
use crate::message::problem::plan::Missing;
use crate::observed::{ObservedFunction, Seen};
use crate::plan::place::not_observed;
use crate::plan::settings::{self, Change};
use crate::plan::step::{Goal, Step};
use crate::plan::users::Users;
use crate::scf::alias::Alias;
use crate::scf::function::Function;
use crate::scf::version::VersionItem;
use crate::traffic::reach::Reach;
use crate::traffic::routing::{Routing, Split, Version};
use crate::traffic::share::Fraction;

/// Whether the code is replaced, as far as digests tell.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Upload {
    No,
    Yes,
    /// The package is the one that is there; it is uploaded because the API takes a handler with code only.
    ForHandler,
    /// No digest to compare: it is uploaded, and the plan says so.
    Unknown,
}

/// A plan in the making, with the facts that its rules look at.
pub(super) struct Draft<'a> {
    pub(super) desired: &'a Desired,
    pub(super) function: &'a DesiredFunction,
    pub(super) seen: &'a ObservedFunction,
    /// The alias's routing; `None` where the alias does not exist.
    pub(super) current: Option<Routing>,
    /// Its split; empty where there is none.
    pub(super) split: Split,
    pub(super) description: String,
    /// Published versions that can take traffic, ascending.
    pub(super) usable: Vec<&'a VersionItem>,
    pub(super) upload: Upload,
    /// The handler, where it changes. It goes with the code.
    pub(super) handler: Option<Change>,
    /// The other settings that change.
    pub(super) changes: Vec<Change>,
    /// The last published version.
    pub(super) last: Option<Version>,
    pub(super) users: Users<'a>,
    /// The version that users should be on.
    pub(super) stable: Option<Version>,
    /// What `publish` asks for is there already: an earlier run for the same order made it.
    pub(super) adopted: Option<Version>,
    pub(super) steps: Vec<Step>,
    pub(super) notes: Vec<Note>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(
        desired: &'a Desired,
        function: &'a DesiredFunction,
        seen: &'a ObservedFunction,
    ) -> Result<Self, Error> {
        let not_observed = |missing| not_observed(&function.name, missing);
        let alias = match seen.alias(&desired.alias) {
            Seen::Unknown => return Err(not_observed(Missing::Aliases)),
            Seen::Missing => None,
            Seen::Is(alias) => Some(alias),
        };
        if seen.versions.unknown() {
            return Err(not_observed(Missing::Versions));
        }
        let config = seen.function.get();
        let (handler, changes) = match config {
            Some(config) => {
                refuse_other_kind(function, config)?;
                let (_, changes) = settings::differing(&function.settings, &function.labels, config)?;
                (settings::handler(&function.settings, &function.labels, config), changes)
            }
            None if function.settings == Settings::default() => (None, Vec::new()),
            None => return Err(not_observed(Missing::Settings)),
        };
        let upload = match &function.code {
            None => match &handler {
                Some(change) => return Err(handler_needs_code(function, change)),
                None => Upload::No,
            },
            Some(code) => match (code.sha256(), seen.digest(&Version::latest())) {
                (Some(desired), Some(there)) if *desired == there && handler.is_some() => Upload::ForHandler,
                (Some(desired), Some(there)) if *desired == there => Upload::No,
                (Some(_), Some(_)) => Upload::Yes,
                _ => Upload::Unknown,
            },
        };
        let current = alias.map(Alias::routing);
        let users = Users::of(&function.on_record, alias, seen);
        let usable: Vec<_> = users.published.iter().copied().filter(|item| item.usable()).collect();
        let last = usable.iter().rev().find(|item| !item.saved()).map(|item| item.version.clone());
        Ok(Self {
            stable: users.stable(),
            users,
            desired,
            function,
            seen,
            split: current.as_ref().map(Routing::split).unwrap_or_default(),
            current,
            usable,
            description: alias.map(|alias| alias.text().to_owned()).unwrap_or_default(),
            upload,
            handler,
            changes,
            last,
            adopted: None,
            steps: Vec::new(),
            notes: Vec::new(),
        })
    }
}

/// A function is made of a package or of an image for good: its runtime says which, and can't be changed.
fn refuse_other_kind(function: &DesiredFunction, there: &Function) -> Result<(), Error> {
    let Some(code) = &function.code else { return Ok(()) };
    let image = code.image().is_some();
    if image == there.is_image() {
        return Ok(());
    }
    Err(Error::refused(PlanProblem::KindChange { function: function.name.clone(), image }))
}

/// Rule 27: UpdateFunctionConfiguration has no handler.
fn handler_needs_code(function: &DesiredFunction, change: &Change) -> Error {
    let (from, to) = (change.from.clone(), change.to.clone());
    Error::usage(PlanProblem::HandlerNeedsCode { function: function.name.clone(), from, to })
}

/// The share of `$LATEST`; of a goal with rules, that of the requests which none of them takes.
pub(super) fn goal_share(goal: &Goal) -> Fraction {
    match goal {
        Goal::Grayscale { latest, .. } => Fraction::from(*latest),
        Goal::Rules { .. } => Fraction::NONE,
        Goal::Exactly(routing) => routing.most_of(&Version::latest()),
    }
}

/// The requests that a goal gives to `$LATEST`.
pub(super) fn goal_reach(goal: &Goal) -> Reach {
    match goal {
        Goal::Grayscale { latest, .. } => Reach::share(Fraction::from(*latest)),
        Goal::Rules { rules, .. } => {
            let rules = rules.iter().filter(|rule| rule.version.is_latest()).cloned().collect();
            Reach { rules, ..Reach::default() }
        }
        Goal::Exactly(routing) => Reach::of(routing, &Version::latest()),
    }
}
