//! How a run treats its functions as a group, and changes that others made meanwhile.

use serde::Serialize;

use crate::error::Error;
use crate::json::Json;
use crate::message::given::Given;
use crate::message::problem::InputProblem;

/// How the functions of a run are released.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Grouping {
    /// Together: nothing shifts before all are ready, and if one fails, all are restored.
    #[default]
    Atomic,
    /// Each on its own.
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

/// What happens where someone changed an alias since the last run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Drift {
    /// A note reports it, and the run continues from the current state.
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
