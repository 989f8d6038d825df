//! How a run treats its functions as a group, and changes that others made meanwhile.

use serde::Serialize;

use crate::error::Error;
use crate::json::Json;
use crate::message::given::Given;
use crate::message::problem::InputProblem;

/// What the functions of a run are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Grouping {
    /// Released as one: nothing shifts before all is ready, and if one fails, all get their routing back.
    #[default]
    Atomic,
    /// Each for itself.
    Independent,
}

impl Grouping {
    pub(super) fn parse(given: &Json<'_>) -> Result<Self, Error> {
        match given {
            Json::Text(text) if text.trim().eq_ignore_ascii_case("atomic") => Ok(Self::Atomic),
            Json::Text(text) if text.trim().eq_ignore_ascii_case("independent") => Ok(Self::Independent),
            other => Err(Error::usage(InputProblem::Group { given: Given::from(other) })),
        }
    }
}

/// What is done about an alias that someone changed since the last run left it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Drift {
    /// It is said, and what is there counts.
    #[default]
    Adopt,
    /// Nothing is changed.
    Stop,
}

impl Drift {
    pub(super) fn parse(given: &Json<'_>) -> Result<Self, Error> {
        match given {
            Json::Text(text) if text.trim().eq_ignore_ascii_case("adopt") => Ok(Self::Adopt),
            Json::Text(text) if text.trim().eq_ignore_ascii_case("stop") => Ok(Self::Stop),
            other => Err(Error::usage(InputProblem::Drift { given: Given::from(other) })),
        }
    }
}
