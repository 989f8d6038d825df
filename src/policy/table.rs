//! What each command calls, and when: the one table. Tests hold it against the calls that are really made, both ways.

use super::command::Command;
use super::when::When;
use crate::scf::service::METRICS_ACTION;

/// An action of an API, and how CAM knows it.
#[derive(Debug)]
pub struct Action {
    /// As it is called.
    pub name: &'static str,
    /// As policies name it. Two names where documents differ on which one counts.
    pub granted: &'static [&'static str],
    /// What it is called for.
    pub purpose: &'static str,
    /// What a statement that allows it may be limited to.
    pub scope: Scope,
}

/// What a statement may be limited to. For an action of the operation level naming a resource counts as denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Operation level, or no document says: all resources.
    All,
    /// The function.
    Function,
    /// The role that is handed over.
    Role,
}

/// That a command makes a call.
#[derive(Debug)]
pub struct Use {
    /// Which.
    pub action: &'static str,
    /// Any of these, or always where nothing stands here.
    pub when: &'static [When],
    /// What becomes of a command that may not make it; `None` where it fails.
    pub without: Option<&'static str>,
}

const fn row(name: &'static str, granted: &'static [&'static str], scope: Scope, purpose: &'static str) -> Action {
    Action { name, granted, purpose, scope }
}

use Scope::{All, Function, Role};

/// Every action that a command may need. `PassRole` is no call: CAM asks for it where a function is given a role.
#[rustfmt::skip]
pub const ACTIONS: &[Action] = &[
    row("GetFunction", &["scf:GetFunction"], All, "reads status and settings"),
    row("GetFunctionAddress", &["scf:GetFunctionAddress"], All, "reads the digest of code"),
    row("ListFunctions", &["scf:ListFunctions"], All, "lists functions with their status"),
    row("ListNamespaces", &["scf:ListNamespaces"], All, "lists namespaces"),
    row("ListVersionByFunction", &["scf:ListVersionByFunction"], All, "lists published versions"),
    row("GetAlias", &["scf:GetAlias"], All, "reads who gets what, and reads writes back"),
    row("ListAliases", &["scf:ListAliases"], All, "reads all aliases of a function"),
    row("ListTriggers", &["scf:ListTriggers"], All, "finds triggers, and those that call $latest directly"),
    row("ListCustomDomains", &["scf:ListCustomDomains"], All, "finds custom domains that call $latest directly"),
    row("GetCustomDomain", &["scf:GetCustomDomain"], All, "reads a custom domain back"),
    row("CreateFunction", &["scf:CreateFunction"], All, "creates a function"),
    row("UpdateFunctionCode", &["scf:UpdateFunctionCode"], All, "uploads code"),
    row("UpdateFunctionConfiguration", &["scf:UpdateFunctionConfiguration"], All, "changes settings"),
    row("PublishVersion", &["scf:PublishVersion"], All, "publishes a version"),
    row("UpdateAlias", &["scf:UpdateAlias"], All, "shifts traffic, and puts it back"),
    row("CreateAlias", &["scf:CreateAlias"], Function, "creates an alias"),
    row("DeleteAlias", &["scf:DeleteAlias"], All, "deletes an alias"),
    row("CreateTrigger", &["scf:CreateTrigger"], All, "creates a trigger, or moves it to the alias"),
    row("UpdateTrigger", &["scf:UpdateTrigger"], All, "changes a trigger"),
    row("UpdateTriggerStatus", &["scf:UpdateTriggerStatus"], All, "switches a trigger on or off"),
    row("DeleteTrigger", &["scf:DeleteTrigger"], All, "deletes a trigger, or moves it away from $latest"),
    row("UpdateCustomDomain", &["scf:UpdateCustomDomain"], All, "moves paths of a custom domain to the alias"),
    row("DeleteFunctionVersion", &["scf:DeleteFunctionVersion"], All, "deletes a published version"),
    row("DeleteFunction", &["scf:DeleteFunction"], All, "deletes a function"),
    row("InvokeFunction", &["scf:InvokeFunction", "scf:Invoke"], All, "calls a function"),
    row("GetFunctionLogs", &["scf:GetFunctionLogs"], All, "reads the log"),
    row(METRICS_ACTION, &["monitor:GetMonitorData"], All, "reads metrics"),
    row(PASS_ROLE, &["cam:PassRole"], Role, "hands the function its execution role"),
];

/// What CAM asks for where a function is given a role.
pub const PASS_ROLE: &str = "PassRole";

/// A call that the command fails without.
const fn must(action: &'static str, when: &'static [When]) -> Use {
    Use { action, when, without: None }
}

/// A call that the command does without.
const fn may(action: &'static str, when: &'static [When], without: &'static str) -> Use {
    Use { action, when, without: Some(without) }
}

use When as W;

const NOT_CHECKED: &str = "it says `not checked`, and not what calls $latest directly";
const NO_DIGESTS: &str =
    "digests are not known: each deploy uploads its code, and code that was withdrawn is not recognised";
const ANY_CODE: &str =
    "a recorded routing (`undo`, `abort`, `--to previous`) gives $latest its share back whatever code it has now";
const ONE_BY_ONE: &str = "each function is asked for its status, which takes more calls";

const PLAN: &[Use] = &[
    must("ListVersionByFunction", &[]),
    must("GetAlias", &[W::Alone]),
    must("ListAliases", &[W::Deploys, W::Many]),
    must("GetFunction", &[W::Deploys, W::Publishes, W::Shifts]),
    may("GetFunctionAddress", &[], NO_DIGESTS),
    may("ListTriggers", &[W::Deploys], NOT_CHECKED),
    may("ListCustomDomains", &[W::Deploys], NOT_CHECKED),
    must("ListTriggers", &[W::Triggers]),
    must("ListCustomDomains", &[W::Moves]),
];

const CARRY_OUT: &[Use] = &[
    must("GetAlias", &[]),
    may("ListFunctions", &[W::Waits], ONE_BY_ONE),
    must("CreateFunction", &[W::Creates]),
    must("UpdateFunctionCode", &[W::Uploads]),
    must("UpdateFunctionConfiguration", &[W::Configures]),
    must("PublishVersion", &[W::Publishes]),
    must("UpdateAlias", &[W::Shifts]),
    must("CreateAlias", &[W::NewAlias]),
    must("DeleteAlias", &[W::PutsBack]),
    must("CreateTrigger", &[W::CreatesTriggers]),
    must("UpdateTrigger", &[W::UpdatesTriggers]),
    must("UpdateTriggerStatus", &[W::SwitchesTriggers]),
    must("DeleteTrigger", &[W::DeletesTriggers]),
    must("GetCustomDomain", &[W::MovesDomains]),
    must("UpdateCustomDomain", &[W::MovesDomains]),
    must(PASS_ROLE, &[W::Role]),
];

const PUBLISH: &[Use] = &[
    must("ListVersionByFunction", &[]),
    must("GetAlias", &[]),
    may("GetFunctionAddress", &[], NO_DIGESTS),
    must("ListAliases", &[W::Many]),
    must("PublishVersion", &[]),
    must("GetFunction", &[W::VersionFails]),
];

const WRITE_ALIAS: &[Use] = &[must("GetAlias", &[]), must("ListVersionByFunction", &[])];

const ROLLBACK: &[Use] = &[
    must("GetAlias", &[]),
    must("ListVersionByFunction", &[]),
    must("UpdateAlias", &[]),
    may("GetFunctionAddress", &[], ANY_CODE),
    may("GetFunction", &[], ANY_CODE),
    may("ListTriggers", &[], NOT_CHECKED),
    may("ListCustomDomains", &[], NOT_CHECKED),
];

const STATUS: &[Use] = &[
    must("GetFunction", &[]),
    must("ListAliases", &[]),
    must("ListVersionByFunction", &[]),
    may("ListTriggers", &[], NOT_CHECKED),
    may("ListCustomDomains", &[], NOT_CHECKED),
];

const LIST: &[Use] = &[
    must("ListFunctions", &[]),
    must("ListNamespaces", &[W::AnyNamespace]),
    must("ListAliases", &[]),
    may("ListTriggers", &[W::Direct], NOT_CHECKED),
    may("ListCustomDomains", &[W::Direct], NOT_CHECKED),
];

const PRUNE: &[Use] = &[
    must("ListAliases", &[]),
    must("ListVersionByFunction", &[]),
    must("ListTriggers", &[]),
    must("ListCustomDomains", &[]),
    must("DeleteFunctionVersion", &[]),
    must("GetFunction", &[]),
];

const METRICS: &[Use] = &[
    must(METRICS_ACTION, &[]),
    must("GetAlias", &[]),
    must("ListVersionByFunction", &[]),
    must("GetFunction", &[W::SinceUpload]),
];

const LOGS: &[Use] =
    &[must("GetFunctionLogs", &[]), must("GetAlias", &[]), must("ListVersionByFunction", &[W::NamedVersion])];

const LIST_ALIASES: &[Use] = &[must("ListAliases", &[])];
const CREATE_ALIAS: &[Use] = &[must("CreateAlias", &[])];
const UPDATE_ALIAS: &[Use] = &[must("UpdateAlias", &[])];
const DELETE_ALIAS: &[Use] = &[must("GetAlias", &[]), must("DeleteAlias", &[])];
const CREATE_AGAIN: &[Use] = &[must("CreateAlias", &[W::DeletedAlias])];
const REMOVE: &[Use] = &[must("GetFunction", &[]), must("DeleteFunction", &[])];
const INVOKE: &[Use] = &[must("InvokeFunction", &[])];

/// What a command calls.
pub const fn uses(command: Command) -> &'static [&'static [Use]] {
    match command {
        Command::Plan => &[PLAN],
        Command::Deploy => &[PLAN, CARRY_OUT],
        Command::Publish => &[PUBLISH],
        Command::ListAliases => &[LIST_ALIASES],
        Command::CreateAlias => &[WRITE_ALIAS, CREATE_ALIAS],
        Command::UpdateAlias => &[WRITE_ALIAS, UPDATE_ALIAS],
        Command::DeleteAlias => &[DELETE_ALIAS],
        Command::Rollback => &[ROLLBACK],
        Command::Undo => &[ROLLBACK, CREATE_AGAIN],
        Command::Remove => &[REMOVE],
        Command::Prune => &[PRUNE],
        Command::Status => &[STATUS],
        Command::List => &[LIST],
        Command::Invoke => &[INVOKE],
        Command::Logs => &[LOGS],
        Command::Metrics => &[METRICS],
    }
}
