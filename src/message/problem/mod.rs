//! What went wrong, or is refused, as facts. Each problem belongs to a [`Code`], which programs switch on; several problems
//! may share one.

mod code;
pub mod plan;

use serde::Serialize;

pub use code::Code;
pub use plan::PlanProblem;

use super::{Language, Reader, Words, en, say, zh};

/// A function and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Where {
    /// Its name.
    pub function: String,
    /// Its region.
    pub region: String,
    /// Its namespace.
    pub namespace: String,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Problem {
    /// While planning.
    Plan(PlanProblem),
    /// Not typed yet.
    #[serde(skip)]
    Untyped {
        /// Its code.
        code: String,
        /// Its text.
        message: String,
    },
}

impl Problem {
    /// The tool's own code; the API's has none.
    #[must_use]
    pub const fn own_code(&self) -> Option<Code> {
        match self {
            Self::Plan(problem) => Some(problem.code()),
            Self::Untyped { .. } => None,
        }
    }

    /// The stable name: the tool's own or the API's.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Untyped { code, .. } => code,
            _ => self.own_code().map_or("", Code::name),
        }
    }

    /// The sentence and the advice, for this reader.
    #[must_use]
    pub fn words(&self, Reader { language, host }: Reader) -> Words {
        match (self, language) {
            (Self::Plan(problem), Language::En) => en::plan_problem(problem, host),
            (Self::Plan(problem), Language::Zh) => zh::plan_problem(problem, host),
            (Self::Untyped { message, .. }, _) => say(message.clone()),
        }
    }
}

impl From<PlanProblem> for Problem {
    fn from(problem: PlanProblem) -> Self {
        Self::Plan(problem)
    }
}
