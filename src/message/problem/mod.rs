//! What went wrong, or is refused, as facts. Each problem belongs to a [`Code`], which programs switch on; several problems
//! may share one.

pub mod api;
pub mod args;
pub mod boundary;
mod code;
pub mod input;
pub mod input_facts;
pub mod journal;
mod place;
pub mod plan;
pub mod release;
pub mod request;
pub mod rollout;
pub mod rollout_order;
pub mod route;

use serde::Serialize;

pub use api::ApiProblem;
pub use args::ArgsProblem;
pub use boundary::BoundaryProblem;
pub use code::Code;
pub use input::InputProblem;
pub use journal::JournalProblem;
pub use place::Where;
pub use plan::PlanProblem;
pub use release::ReleaseProblem;
pub use request::RequestProblem;
pub use rollout_order::RolloutOrderProblem;

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(untagged)]
pub enum Problem {
    /// While planning.
    Plan(PlanProblem),
    /// In inputs.
    Input(InputProblem),
    /// In the arguments of a command.
    Args(ArgsProblem),
    /// Between this tool and the API.
    Api(ApiProblem),
    /// In a run.
    Release(ReleaseProblem),
    /// With a journal.
    Journal(JournalProblem),
    /// With what is asked of a rollout.
    Rollout(RolloutOrderProblem),
    /// With a request or a plan file.
    Request(RequestProblem),
    /// In what a program hands over.
    Boundary(BoundaryProblem),
}

impl Problem {
    /// The tool's own code; the API's has none.
    #[must_use]
    pub const fn own_code(&self) -> Option<Code> {
        match self {
            Self::Plan(problem) => Some(problem.code()),
            Self::Input(problem) => Some(problem.code()),
            Self::Args(problem) => Some(problem.code()),
            Self::Api(problem) => problem.own_code(),
            Self::Release(problem) => Some(problem.code()),
            Self::Journal(problem) => Some(problem.code()),
            Self::Rollout(problem) => Some(problem.code()),
            Self::Request(problem) => Some(problem.code()),
            Self::Boundary(problem) => Some(problem.code()),
        }
    }

    /// The stable name: the tool's own or the API's.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Api(problem) => problem.code(),
            _ => self.own_code().map_or("", Code::name),
        }
    }
}

impl From<BoundaryProblem> for Problem {
    fn from(problem: BoundaryProblem) -> Self {
        Self::Boundary(problem)
    }
}

impl From<PlanProblem> for Problem {
    fn from(problem: PlanProblem) -> Self {
        Self::Plan(problem)
    }
}

impl From<InputProblem> for Problem {
    fn from(problem: InputProblem) -> Self {
        Self::Input(problem)
    }
}

impl From<ArgsProblem> for Problem {
    fn from(problem: ArgsProblem) -> Self {
        Self::Args(problem)
    }
}

impl From<ApiProblem> for Problem {
    fn from(problem: ApiProblem) -> Self {
        Self::Api(problem)
    }
}

impl From<ReleaseProblem> for Problem {
    fn from(problem: ReleaseProblem) -> Self {
        Self::Release(problem)
    }
}

impl From<JournalProblem> for Problem {
    fn from(problem: JournalProblem) -> Self {
        Self::Journal(problem)
    }
}

impl From<RolloutOrderProblem> for Problem {
    fn from(problem: RolloutOrderProblem) -> Self {
        Self::Rollout(problem)
    }
}

impl From<RequestProblem> for Problem {
    fn from(problem: RequestProblem) -> Self {
        Self::Request(problem)
    }
}
