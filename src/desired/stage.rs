//! The stage. It is part of the functions' names, so different stages in two places are an error.

use crate::error::Error;
use crate::message::problem::InputProblem;
use crate::text::clean;

/// A place that names a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageSource {
    /// `--stage`, `serverless.yml`, `STAGE`, `.env.prod`, `.env`: as shown to people.
    pub from: String,
    /// The stage that it names.
    pub stage: String,
}

/// The stage: `--stage` wins, else all places must agree, else it is `dev`.
///
/// A stage file of its own (`.env.<stage>`) that names another stage than the one it is for is refused in any case.
///
/// # Errors
/// `StageConflict` naming both places, `InvalidStage` for a stage that can't be part of a function's name.
pub fn resolve_stage(sources: &[StageSource]) -> Result<String, Error> {
    let typed = sources.iter().find(|source| source.from == "--stage");
    let first = typed.or_else(|| sources.first());
    let Some(first) = first else { return Ok("dev".to_owned()) };
    check(&first.stage)?;
    let other = sources.iter().find(|source| {
        let binding = typed.is_none() || source.from.trim_start_matches("../").starts_with(".env.");
        binding && source.stage != first.stage
    });
    match other {
        None => Ok(first.stage.clone()),
        Some(other) => Err(Error::usage(InputProblem::StageConflict {
            from: first.from.clone(),
            stage: first.stage.clone(),
            other: other.from.clone(),
            other_stage: other.stage.clone(),
        })),
    }
}

/// The stage itself, where it is one.
pub(super) fn checked(stage: String) -> Result<String, Error> {
    check(&stage).map(|()| stage)
}

fn check(stage: &str) -> Result<(), Error> {
    let good = !stage.is_empty()
        && stage.len() <= 32
        && stage.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_')
        && stage.ends_with(|last: char| last.is_ascii_alphanumeric());
    if good {
        return Ok(());
    }
    Err(Error::usage(InputProblem::Stage { stage: clean(stage) }))
}
