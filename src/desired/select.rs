//! Functions of a project, chosen by name.

use super::function::DesiredFunction;
use super::keys::{near_of, owned};
use crate::error::{Error, Errors};
use crate::json::Json;
use crate::message::given::Given;
use crate::message::problem::InputProblem;
use crate::message::problem::input_facts::Selector;
use crate::text::clean;

/// Which functions get a version.
pub(super) enum Publish {
    None,
    All,
    Some(Vec<usize>),
}

impl Publish {
    pub(super) fn parse(given: Option<&Json<'_>>, functions: &[DesiredFunction]) -> Result<Self, Error> {
        match given {
            None | Some(Json::Bool(false)) => Ok(Self::None),
            Some(Json::Bool(true)) => Ok(Self::All),
            Some(Json::Text(text)) if text.trim().eq_ignore_ascii_case("true") => Ok(Self::All),
            Some(Json::Text(text)) if text.trim().eq_ignore_ascii_case("false") => Ok(Self::None),
            Some(names) => select(names, Selector::Publish, functions).map(Self::Some),
        }
    }

    pub(super) fn includes(&self, index: usize) -> bool {
        match self {
            Self::None => false,
            Self::All => true,
            Self::Some(chosen) => chosen.contains(&index),
        }
    }
}

/// Functions by key or real name: a name, names with commas, or a list.
pub(super) fn select(given: &Json<'_>, input: Selector, functions: &[DesiredFunction]) -> Result<Vec<usize>, Error> {
    let refuse = || Error::usage(InputProblem::NoNames { input, given: Given::from(given) });
    let mut names = Vec::new();
    let items = match given {
        Json::List(items) => items.as_slice(),
        single => std::slice::from_ref(single),
    };
    for item in items {
        let Json::Text(text) = item else { return Err(refuse()) };
        names.extend(text.split(',').map(str::trim).filter(|name| !name.is_empty()));
    }
    if names.is_empty() {
        return Err(refuse());
    }
    let mut chosen = Vec::new();
    let mut errors = Errors::default();
    for name in names {
        let index = functions
            .iter()
            .position(|function| function.key == name)
            .or_else(|| functions.iter().position(|function| function.name == name));
        let Some(index) = index else {
            let known: Vec<&str> = functions.iter().map(|function| function.key.as_str()).collect();
            errors.add(Error::usage(InputProblem::UnknownFunction {
                input,
                function: clean(name),
                near: near_of(name, &known),
                known: owned(&known),
            }));
            continue;
        };
        if !chosen.contains(&index) {
            chosen.push(index);
        }
    }
    errors.end(chosen)
}
