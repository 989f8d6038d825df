//! What each command calls, and when: the one table. Tests hold it against the calls that are really made, both ways.

use super::command::Command;
use crate::message::policy::{Purpose, When, Without};
use crate::scf::service::{APP_ID_ACTION, METRICS_ACTION, SEARCH_ACTION};

/// An action of an API, and how CAM knows it.
#[derive(Debug)]
pub struct Action {
    /// As it is called.
    pub name: &'static str,
    /// As policies name it. Two names where documents differ on which one counts.
    pub granted: &'static [&'static str],
    /// What it is called for.
    pub purpose: Purpose,
    /// What a statement that allows it may be limited to.
    pub scope: Scope,
}

/// What a statement may be limited to. For an action of the operation level naming a resource counts as denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Operation level, or not documented: all resources.
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
    /// In any of these circumstances; always where this is empty.
    pub when: &'static [When],
    /// What the command does without it; `None` where it fails.
    pub without: Option<Without>,
}

const fn row(name: &'static str, granted: &'static [&'static str], scope: Scope, purpose: Purpose) -> Action {
    Action { name, granted, purpose, scope }
}

use Scope::{All, Function, Role};

/// Every action that a command may need. `PassRole` is not a call: CAM checks it where a function is given a role.
#[rustfmt::skip]
pub const ACTIONS: &[Action] = &[
    row("GetFunction", &["scf:GetFunction"], All, Purpose::GetFunction),
    row("GetFunctionAddress", &["scf:GetFunctionAddress"], All, Purpose::GetFunctionAddress),
    row("ListFunctions", &["scf:ListFunctions"], All, Purpose::ListFunctions),
    row("ListNamespaces", &["scf:ListNamespaces"], All, Purpose::ListNamespaces),
    row("ListVersionByFunction", &["scf:ListVersionByFunction"], All, Purpose::ListVersions),
    row("GetAlias", &["scf:GetAlias"], All, Purpose::GetAlias),
    row("ListAliases", &["scf:ListAliases"], All, Purpose::ListAliases),
    row("ListTriggers", &["scf:ListTriggers"], All, Purpose::ListTriggers),
    row("ListCustomDomains", &["scf:ListCustomDomains"], All, Purpose::ListCustomDomains),
    row("GetCustomDomain", &["scf:GetCustomDomain"], All, Purpose::GetCustomDomain),
    row("CreateFunction", &["scf:CreateFunction"], All, Purpose::CreateFunction),
    row("UpdateFunctionCode", &["scf:UpdateFunctionCode"], All, Purpose::UpdateFunctionCode),
    row("UpdateFunctionConfiguration", &["scf:UpdateFunctionConfiguration"], All, Purpose::UpdateFunctionConfiguration),
    row("GetFunctionEventInvokeConfig", &["scf:GetFunctionEventInvokeConfig"], All, Purpose::GetEventInvoke),
    row("UpdateFunctionEventInvokeConfig", &["scf:UpdateFunctionEventInvokeConfig"], All, Purpose::UpdateEventInvoke),
    row("PublishVersion", &["scf:PublishVersion"], All, Purpose::PublishVersion),
    row("UpdateAlias", &["scf:UpdateAlias"], All, Purpose::UpdateAlias),
    row("CreateAlias", &["scf:CreateAlias"], Function, Purpose::CreateAlias),
    row("DeleteAlias", &["scf:DeleteAlias"], All, Purpose::DeleteAlias),
    row("CreateTrigger", &["scf:CreateTrigger"], All, Purpose::CreateTrigger),
    row("UpdateTrigger", &["scf:UpdateTrigger"], All, Purpose::UpdateTrigger),
    row("UpdateTriggerStatus", &["scf:UpdateTriggerStatus"], All, Purpose::UpdateTriggerStatus),
    row("DeleteTrigger", &["scf:DeleteTrigger"], All, Purpose::DeleteTrigger),
    row("UpdateCustomDomain", &["scf:UpdateCustomDomain"], All, Purpose::UpdateCustomDomain),
    row("GetProvisionedConcurrencyConfig", &["scf:GetProvisionedConcurrencyConfig"], All, Purpose::GetProvisioned),
    row("PutProvisionedConcurrencyConfig", &["scf:PutProvisionedConcurrencyConfig"], All, Purpose::PutProvisioned),
    row("DeleteProvisionedConcurrencyConfig", &["scf:DeleteProvisionedConcurrencyConfig"], All, Purpose::DeleteProvisioned),
    row("DeleteFunctionVersion", &["scf:DeleteFunctionVersion"], All, Purpose::DeleteFunctionVersion),
    row("DeleteFunction", &["scf:DeleteFunction"], All, Purpose::DeleteFunction),
    row("InvokeFunction", &["scf:InvokeFunction", "scf:Invoke"], All, Purpose::InvokeFunction),
    row("GetRequestStatus", &["scf:GetRequestStatus"], All, Purpose::GetRequestStatus),
    row(SEARCH_ACTION, &["cls:SearchLog"], All, Purpose::SearchLog),
    row(METRICS_ACTION, &["monitor:GetMonitorData"], All, Purpose::GetMonitorData),
    row(APP_ID_ACTION, &["cam:GetUserAppId"], All, Purpose::GetUserAppId),
    row("HeadBucket", &["name/cos:HeadBucket"], All, Purpose::HeadBucket),
    row("PutBucket", &["name/cos:PutBucket"], All, Purpose::PutBucket),
    row("PutBucketLifecycle", &["name/cos:PutBucketLifecycle"], All, Purpose::PutBucket),
    row("HeadObject", &["name/cos:HeadObject"], All, Purpose::HeadObject),
    row("ListMultipartUploads", &["name/cos:ListMultipartUploads"], All, Purpose::FindUpload),
    row("InitiateMultipartUpload", &["name/cos:InitiateMultipartUpload"], All, Purpose::PutObject),
    row("UploadPart", &["name/cos:UploadPart"], All, Purpose::PutObject),
    row("ListParts", &["name/cos:ListParts"], All, Purpose::FindUpload),
    row("CompleteMultipartUpload", &["name/cos:CompleteMultipartUpload"], All, Purpose::PutObject),
    row(PASS_ROLE, &["cam:PassRole"], Role, Purpose::PassRole),
];

/// What CAM checks where a function is given a role.
pub const PASS_ROLE: &str = "PassRole";

/// A call that the command fails without.
const fn must(action: &'static str, when: &'static [When]) -> Use {
    Use { action, when, without: None }
}

/// A call that the command does without.
const fn may(action: &'static str, when: &'static [When], without: Without) -> Use {
    Use { action, when, without: Some(without) }
}

use When as W;

const PLAN: &[Use] = &[
    must("ListVersionByFunction", &[]),
    must("GetAlias", &[W::Alone]),
    must("ListAliases", &[W::Deploys, W::Many]),
    must("GetFunction", &[W::Deploys, W::Publishes, W::Shifts]),
    may("GetFunctionAddress", &[], Without::NoDigests),
    may("ListTriggers", &[W::Deploys], Without::NotChecked),
    may("ListCustomDomains", &[W::Deploys], Without::NotChecked),
    must("ListTriggers", &[W::Triggers]),
    must("ListCustomDomains", &[W::Moves]),
    must("GetFunctionEventInvokeConfig", &[W::Retries]),
    must("GetProvisionedConcurrencyConfig", &[W::Provisions]),
    may("GetProvisionedConcurrencyConfig", &[W::TakesOver], Without::MaybeCold),
    may(APP_ID_ACTION, &[W::LargePackages], Without::NamedBucket),
    may("HeadBucket", &[W::LargePackages], Without::SmallPackages),
];

const CARRY_OUT: &[Use] = &[
    must("GetAlias", &[]),
    may("ListFunctions", &[W::Waits], Without::OneByOne),
    must("CreateFunction", &[W::Creates]),
    must("UpdateFunctionCode", &[W::Uploads]),
    must("UpdateFunctionConfiguration", &[W::Configures]),
    must("UpdateFunctionEventInvokeConfig", &[W::Retries]),
    must("PutProvisionedConcurrencyConfig", &[W::Provisions, W::Warms]),
    must("DeleteProvisionedConcurrencyConfig", &[W::Provisions, W::Warms]),
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
    may("PutBucket", &[W::LargePackages], Without::ExistingBucket),
    may("PutBucketLifecycle", &[W::LargePackages], Without::ExistingBucket),
    may("HeadObject", &[W::LargePackages], Without::SmallPackages),
    may("ListMultipartUploads", &[W::LargePackages], Without::SmallPackages),
    may("InitiateMultipartUpload", &[W::LargePackages], Without::SmallPackages),
    may("UploadPart", &[W::LargePackages], Without::SmallPackages),
    may("ListParts", &[W::LargePackages], Without::SmallPackages),
    may("CompleteMultipartUpload", &[W::LargePackages], Without::SmallPackages),
];

const PUBLISH: &[Use] = &[
    must("ListVersionByFunction", &[]),
    must("GetAlias", &[]),
    may("GetFunctionAddress", &[], Without::NoDigests),
    must("ListAliases", &[W::Many]),
    must("PublishVersion", &[]),
    must("GetFunction", &[W::VersionFails]),
];

const WRITE_ALIAS: &[Use] = &[must("GetAlias", &[]), must("ListVersionByFunction", &[])];

const ROLLBACK: &[Use] = &[
    must("GetAlias", &[]),
    must("ListVersionByFunction", &[]),
    must("UpdateAlias", &[]),
    may("GetFunctionAddress", &[], Without::AnyCode),
    may("GetFunction", &[], Without::AnyCode),
    may("ListTriggers", &[], Without::NotChecked),
    may("ListCustomDomains", &[], Without::NotChecked),
    must("GetProvisionedConcurrencyConfig", &[W::Provisioned]),
    must("DeleteProvisionedConcurrencyConfig", &[W::Provisioned]),
];

const STATUS: &[Use] = &[
    must("GetFunction", &[]),
    must("ListAliases", &[]),
    must("ListVersionByFunction", &[]),
    may("ListTriggers", &[], Without::NotChecked),
    may("ListCustomDomains", &[], Without::NotChecked),
    may("GetProvisionedConcurrencyConfig", &[], Without::MaybeCold),
];

const LIST: &[Use] = &[
    must("ListFunctions", &[]),
    must("ListNamespaces", &[W::AnyNamespace]),
    must("ListAliases", &[]),
    may("ListTriggers", &[W::Direct], Without::NotChecked),
    may("ListCustomDomains", &[W::Direct], Without::NotChecked),
];

const PRUNE: &[Use] = &[
    must("ListAliases", &[]),
    must("ListVersionByFunction", &[]),
    must("ListTriggers", &[]),
    must("ListCustomDomains", &[]),
    must("DeleteFunctionVersion", &[]),
    must("GetFunction", &[]),
    must("GetProvisionedConcurrencyConfig", &[W::PrunesProvisioned]),
    must("DeleteProvisionedConcurrencyConfig", &[W::PrunesProvisioned]),
];

const METRICS: &[Use] = &[
    must(METRICS_ACTION, &[]),
    must("GetAlias", &[]),
    must("ListVersionByFunction", &[]),
    must("GetFunction", &[W::SinceUpload]),
];

/// Versions of a function side by side.
const COMPARE: &[Use] = &[must("GetFunction", &[]), may("GetFunctionAddress", &[], Without::NoDigests)];

/// A tick of a rollout goes by the newest code and routing, and judges what the monitor has.
const LOOK: &[Use] = &[
    must("GetFunction", &[]),
    must("GetAlias", &[]),
    must("ListVersionByFunction", &[]),
    may("GetFunctionAddress", &[], Without::NoDigests),
    may(METRICS_ACTION, &[], Without::Unjudged),
    may("GetProvisionedConcurrencyConfig", &[W::Provisioned], Without::MaybeCold),
];

/// A look, and what it decides: orders that bring no code, for a share, a version with everything, or a rollback.
const TICK: &[Use] = &[
    must("GetFunction", &[]),
    must("GetAlias", &[]),
    must("ListAliases", &[W::Many]),
    must("ListVersionByFunction", &[]),
    may("GetFunctionAddress", &[], Without::NoDigests),
    may(METRICS_ACTION, &[], Without::Unjudged),
    may(SEARCH_ACTION, &[], Without::Unjudged),
    may("InvokeFunction", &[], Without::HookSilent),
    must("UpdateAlias", &[]),
    must("PublishVersion", &[]),
    may("ListTriggers", &[], Without::NotChecked),
    may("ListCustomDomains", &[], Without::NotChecked),
    may("GetProvisionedConcurrencyConfig", &[], Without::MaybeCold),
    must("PutProvisionedConcurrencyConfig", &[W::Provisioned]),
    must("DeleteProvisionedConcurrencyConfig", &[W::Provisioned]),
];

const LOGS: &[Use] = &[
    must("GetFunction", &[]),
    must(SEARCH_ACTION, &[]),
    must("ListVersionByFunction", &[W::NamedVersion]),
    must("GetAlias", &[W::NamedAlias]),
    may("GetRequestStatus", &[W::OneInvocation], Without::LogAlone),
];

const LIST_ALIASES: &[Use] = &[must("ListAliases", &[])];
const CREATE_ALIAS: &[Use] = &[must("CreateAlias", &[])];
const UPDATE_ALIAS: &[Use] = &[must("UpdateAlias", &[])];
const DELETE_ALIAS: &[Use] = &[must("GetAlias", &[]), must("DeleteAlias", &[])];
const GIVE_AGAIN: &[Use] =
    &[must("CreateAlias", &[W::DeletedAlias]), must("PutProvisionedConcurrencyConfig", &[W::Provisioned])];
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
        Command::Undo => &[ROLLBACK, GIVE_AGAIN],
        Command::Remove => &[REMOVE],
        Command::Prune => &[PRUNE],
        Command::Status => &[STATUS],
        Command::List => &[LIST],
        Command::Invoke => &[INVOKE],
        Command::Logs => &[LOGS],
        Command::Metrics => &[METRICS],
        Command::Compare => &[COMPARE],
        Command::Look => &[LOOK],
        Command::Tick => &[TICK],
    }
}
