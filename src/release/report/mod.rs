//! How a machine ended: a plan, a run's result, rows of functions.

pub(super) mod aliases;
pub(super) mod functions;
pub(super) mod look;
pub(super) mod result;
pub(super) mod status;

pub use aliases::AliasList;
pub use functions::{FunctionRow, Served, Standing};
pub use look::{Look, LookedAt};
pub use result::{FunctionResult, RunResult};
pub use status::StatusRow;

use serde::Serialize;

use crate::plan::Plan;
use crate::watch::{Comparison, Invoked, LogReport, MetricReport};

/// How a machine ended.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", content = "value", rename_all = "camelCase")]
pub enum Report {
    /// Planned only.
    Plan(Plan),
    /// Carried out, wholly or in part.
    Run(RunResult),
    /// The functions that there are.
    Functions(Vec<FunctionRow>),
    /// Looked at.
    Status(Vec<StatusRow>),
    /// The aliases of each function.
    Aliases(Vec<AliasList>),
    /// What a function answered.
    Invoked(Invoked),
    /// What a function logged.
    Logs(LogReport),
    /// How a function's versions fared.
    Metrics(MetricReport),
    /// How versions of a function differ.
    Compared(Comparison),
    /// What a rollout's tick looked at.
    Look(Look),
    /// Not even planned.
    Nothing,
}
