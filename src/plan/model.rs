//! What a plan is made of.

use std::sync::OnceLock;

use serde::Serialize;

use super::place::target_of;
use super::step::{Action, Step};
use crate::desired::{DesiredFunction, Grouping};
use crate::error::Error;
use crate::message::parts::VersionShare;
use crate::message::{Note, Question, Summary};
use crate::scf::Target;
use crate::traffic::routing::{Routing, Version};
use crate::traffic::share::{Fraction, Share};

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
    pub(super) fn bare(function: &DesiredFunction) -> Self {
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
    #[cfg_attr(test, ts(as = "crate::types::words::Kind"))]
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
    pub(super) sealed: Sealed,
}

impl Plan {
    /// Whether nothing is written: there is nothing to do, or only someone else's change to wait for.
    #[must_use]
    pub fn unchanged(&self) -> bool {
        self.functions.iter().flat_map(|function| &function.steps).all(|step| !step.action.writes())
    }
}

/// The canonical text and the fingerprint in it. They follow from the rest of the plan, so two plans never differ by them.
#[derive(Debug, Clone, Default)]
pub(super) struct Sealed(pub(super) OnceLock<(String, String)>);

impl PartialEq for Sealed {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
