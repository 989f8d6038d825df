//! Which functions an order that is taken from the journal may be about. A journal is a file: it may have come with a
//! repository, or from somebody else. It decides what is done to the functions of a project, never to which functions.

use super::read::Run;
use crate::desired::{Defaults, Desired, Instance};
use crate::error::Error;
use crate::json::Json;
use crate::message::problem::JournalProblem;
use crate::plan::{target_of, where_of};
use crate::scf::Target;

/// The functions that may be moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Those that the journal names: a program vouches for its own store.
    Journal,
    /// These, with what the project calls them.
    Functions(Vec<(Target, String)>),
}

impl Scope {
    /// Of `{ inputs?, stage?, region?, namespace?, instance? }`: the functions of a project's inputs, however they are named there.
    /// Without inputs, those of the journal.
    ///
    /// # Errors
    /// What is wrong with the inputs.
    pub fn read(raw: &Json<'_>) -> Result<Self, Error> {
        let inputs = match raw.get("inputs") {
            None | Some(Json::Null) => return Ok(Self::Journal),
            Some(inputs) => inputs,
        };
        if matches!(inputs.get("functions"), Some(Json::List(none)) if none.is_empty()) {
            return Ok(Self::Functions(Vec::new()));
        }
        let (stage, region, namespace) = (raw.text("stage"), raw.text("region"), raw.text("namespace"));
        let instance = Instance::read(raw.get("instance"));
        let defaults = Defaults { stage, region, namespace, instance, ..Defaults::default() };
        let desired = Desired::parse(inputs, &defaults)?;
        Ok(Self::Functions(desired.functions.iter().map(|one| (target_of(one), one.key.clone())).collect()))
    }

    /// Whether a function may be moved.
    pub(super) fn has(&self, target: &Target) -> bool {
        match self {
            Self::Journal => true,
            Self::Functions(all) => all.iter().any(|(known, _)| known == target),
        }
    }

    /// What the project calls it.
    pub(super) fn key<'a>(&'a self, target: &'a Target) -> &'a str {
        let known = match self {
            Self::Journal => None,
            Self::Functions(all) => all.iter().find(|(known, _)| known == target),
        };
        known.map_or(&target.name, |(_, key)| key)
    }

    /// A run that is about no function of the project.
    pub(super) fn refuses(run: &Run, others: &[&Target]) -> Error {
        let functions = others.iter().map(|target| where_of(target)).collect();
        Error::refused(JournalProblem::NotOfProject { run: run.id.clone(), functions })
    }
}
