//! Permissions.

use super::super::policy::{Purpose, When, Without};

/// What an action is called for.
pub(in crate::message) const fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::GetFunction => "reads status and settings",
        Purpose::GetFunctionAddress => "reads the digest of code",
        Purpose::ListFunctions => "lists functions with their status",
        Purpose::ListNamespaces => "lists namespaces",
        Purpose::ListVersions => "lists published versions",
        Purpose::GetAlias => "reads the routing of an alias, and verifies writes",
        Purpose::ListAliases => "reads all aliases of a function",
        Purpose::ListTriggers => "finds triggers, and those that call $latest directly",
        Purpose::ListCustomDomains => "finds custom domains that call $latest directly",
        Purpose::GetCustomDomain => "verifies a changed custom domain",
        Purpose::CreateFunction => "creates a function",
        Purpose::UpdateFunctionCode => "uploads code",
        Purpose::UpdateFunctionConfiguration => "changes settings",
        Purpose::GetEventInvoke => "reads how failed asynchronous calls are tried again",
        Purpose::UpdateEventInvoke => "changes how failed asynchronous calls are tried again",
        Purpose::PublishVersion => "publishes a version",
        Purpose::UpdateAlias => "shifts traffic, and restores it",
        Purpose::CreateAlias => "creates an alias",
        Purpose::DeleteAlias => "deletes an alias",
        Purpose::CreateTrigger => "creates a trigger, or moves it to the alias",
        Purpose::UpdateTrigger => "changes a trigger",
        Purpose::UpdateTriggerStatus => "switches a trigger on or off",
        Purpose::DeleteTrigger => "deletes a trigger, or moves it away from $latest",
        Purpose::UpdateCustomDomain => "moves paths of a custom domain to the alias",
        Purpose::GetProvisioned => "reads provisioned concurrency",
        Purpose::PutProvisioned => "sets provisioned concurrency of a version",
        Purpose::DeleteProvisioned => "releases provisioned concurrency of a version",
        Purpose::DeleteFunctionVersion => "deletes a published version",
        Purpose::DeleteFunction => "deletes a function",
        Purpose::InvokeFunction => "calls a function",
        Purpose::GetRequestStatus => "reads how one invocation ended",
        Purpose::SearchLog => "reads the log",
        Purpose::GetMonitorData => "reads metrics",
        Purpose::GetUserAppId => "reads the account's appid, which the names of buckets end in",
        Purpose::HeadBucket => "checks whether the bucket for packages exists",
        Purpose::PutBucket => "creates the bucket for packages",
        Purpose::HeadObject => "checks whether a package is in the bucket",
        Purpose::FindUpload => "continues an interrupted upload of a package",
        Purpose::PutObject => "uploads packages that are too large for a request of the API",
        Purpose::PassRole => "gives the function its execution role",
        Purpose::ReadLog => "reads the shared journal",
        Purpose::AppendLog => "adds to the shared journal",
        Purpose::ChecksVersions => "checks that the bucket of the journal never had versioning on",
    }
}

/// What a command does without a permission.
pub(in crate::message) const fn without(without: Without) -> &'static str {
    match without {
        Without::NotChecked => "it says `not checked`, and does not report what calls $latest directly",
        Without::NoDigests => {
            "digests are not known: each deploy uploads its code, and code that was rolled back is not recognized"
        }
        Without::AnyCode => {
            "a recorded routing (`undo`, `abort`, `--to previous`) restores the share of $latest whatever code it has now"
        }
        Without::SmallPackages => "packages over about 7.4 MB can't be deployed",
        Without::ExistingBucket => "packages over about 7.4 MB need a bucket that exists",
        Without::NamedBucket => "packages over about 7.4 MB need `cosBucketName` with the appid",
        Without::LogAlone => "the result of an invocation is not known before the log has it",
        Without::HookSilent => "a hook that is a function gives no answer, and the rollout pauses",
        Without::Unjudged => "a rollout is not judged: it stays where it is, and then pauses",
        Without::MaybeCold => "provisioned concurrency is not shown, and a version may get traffic without any",
        Without::OneByOne => "the status of each function is read separately, which takes more calls",
    }
}

/// When a call is made, after "where".
pub(in crate::message) const fn when(when: When) -> &'static str {
    match when {
        When::Deploys => "code or settings are deployed",
        When::Alone => "neither code nor settings are deployed",
        When::Creates => "a function does not exist yet",
        When::Uploads => "code is deployed",
        When::LargePackages => "a package is over about 7.4 MB",
        When::Configures => "settings are deployed",
        When::Publishes => "`publish` or `protect` is set",
        When::Shifts => "`traffic` is set, or a deploy fails and its functions are restored",
        When::NewAlias => "the alias is not `$default` and does not exist yet",
        When::PutsBack => "a deploy fails after it created the alias",
        When::Many => "there are ten functions or more",
        When::Waits => "the run waits for three functions or more",
        When::Triggers => "the inputs have `events`, or `moveTriggers` is set",
        When::Moves | When::MovesDomains => "`moveTriggers` is set",
        When::CreatesTriggers | When::DeletesTriggers => {
            "`events` differ from the current triggers, or `moveTriggers` is set"
        }
        When::UpdatesTriggers | When::SwitchesTriggers => "`events` differ from the current triggers",
        When::Provisions => "`provisionedNum` is set",
        When::TakesOver => "`traffic` is set",
        When::Warms => "traffic goes to another version, and a version has provisioned concurrency",
        When::PrunesProvisioned => "`--provisioned` is set",
        When::Provisioned => "a run of the journal set provisioned concurrency",
        When::Retries => "with msgTTL or retryNum",
        When::Role => "the inputs name a `role`",
        When::VersionFails => "the list of versions has no status for the new one, or says that it failed",
        When::DeletedAlias => "the run that is undone deleted an alias",
        When::AnyNamespace => "no namespace is set",
        When::Direct => "`--triggers` is set",
        When::SinceUpload => "`--since upload` is set",
        When::NamedVersion => "a version without log entries is named",
        When::NamedAlias => "an alias without log entries is named",
        When::OneInvocation => "a request id is named whose end is not in the log",
    }
}
