//! Functions of a project, chosen by name.

use super::function::DesiredFunction;
use super::keys::nearest;
use crate::error::{Error, Errors};
use crate::json::Json;
use crate::text::quoted;

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
            Some(names) => select(names, "publish", functions).map(Self::Some),
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
pub(super) fn select(given: &Json<'_>, input: &str, functions: &[DesiredFunction]) -> Result<Vec<usize>, Error> {
    let (code, hint) = match input {
        "only" => ("InvalidOnly", "give names, such as only=fun01,fun02"),
        "function" => ("InvalidFunction", "give a name, such as function=fun01"),
        _ => ("InvalidPublish", "give true, false, or names such as fun01,fun02"),
    };
    let refuse = |why: &str| Error::usage(code, format!("{input} {given} {why}")).hint(hint);
    let mut names = Vec::new();
    let items = match given {
        Json::List(items) => items.as_slice(),
        single => std::slice::from_ref(single),
    };
    for item in items {
        let Json::Text(text) = item else { return Err(refuse("is not a name")) };
        names.extend(text.split(',').map(str::trim).filter(|name| !name.is_empty()));
    }
    if names.is_empty() {
        return Err(refuse("names no function"));
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
            let near = nearest(name, &known).map(|near| format!("did you mean {near}? ")).unwrap_or_default();
            let what = format!("{input} names {}, which is no function of this project", quoted(name));
            let hint = format!("{near}functions of this project: {}", known.join(", "));
            errors.add(Error::usage("UnknownFunction", what).hint(hint));
            continue;
        };
        if !chosen.contains(&index) {
            chosen.push(index);
        }
    }
    errors.end(chosen)
}
