//! English.

mod api_problem;
mod args_problem;
mod boundary_problem;
mod difference;
mod given;
mod history;
mod input_problem;
mod journal_problem;
mod note;
mod phrases;
mod plan_problem;
mod policy;
mod release_problem;
mod request_problem;
mod rollout;
mod rollout_order;
mod routing;
mod run;
mod step;
mod watch;

pub(super) use api_problem::{doing, unreadable};
pub(super) use difference::plan_change;
pub(super) use history::{asked, finding, past_step, pending, run_end};
#[cfg(not(target_arch = "wasm32"))]
pub(super) use input_problem::unsupported;
pub(super) use note::note;
pub(super) use phrases::version;
pub(super) use policy::{purpose, when, without};
pub(super) use rollout::{rollout_advice, rollout_lack, rollout_notice, rollout_reason};
pub(super) use routing::{everyone_else, rule, shares};
pub(super) use run::{attention, changed, direct_call, hint, unstored, waiting};
pub(super) use step::{label, question, reason, setting, step, summary};
pub(super) use watch::{log_note, metric_note, no_reason, verdict};

use super::host::Host;
use super::problem::Problem;
use super::words::Words;

/// The sentence of a problem, and what to do next.
pub(super) fn problem(problem: &Problem, host: Host) -> Words {
    match problem {
        Problem::Plan(problem) => plan_problem::plan_problem(problem, host),
        Problem::Input(problem) => input_problem::input_problem(problem, host),
        Problem::Args(problem) => args_problem::args_problem(problem, host),
        Problem::Api(problem) => api_problem::api_problem(problem, host),
        Problem::Release(problem) => release_problem::release_problem(problem, host),
        Problem::Journal(problem) => journal_problem::journal_problem(problem, host),
        Problem::Rollout(problem) => rollout_order::rollout_order(problem, host),
        Problem::Request(problem) => request_problem::request_problem(problem, host),
        Problem::Boundary(problem) => boundary_problem::boundary_problem(problem),
    }
}
