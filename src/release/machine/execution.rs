//! What carries out: the plan, how far each function is, and what a group that failed gets back.

use super::group::Group;
use crate::observed::Observed;
use crate::plan::Plan;
use crate::release::function_run::FunctionRun;

/// What carries out.
#[derive(Debug, Default)]
pub(super) struct Execution {
    pub(super) plan: Option<Plan>,
    pub(super) functions: Vec<FunctionRun>,
    pub(super) group: Group,
    /// What was read again when the group failed.
    pub(super) looked: Observed,
}
