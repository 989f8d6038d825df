//! Permissions: what each is for, when it is needed, and what happens without it.

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use super::{Language, en, in_language, now, zh};

/// What an action is called for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[allow(missing_docs, reason = "they are named as their actions are")]
pub enum Purpose {
    GetFunction,
    GetFunctionAddress,
    ListFunctions,
    ListNamespaces,
    ListVersions,
    GetAlias,
    ListAliases,
    ListTriggers,
    ListCustomDomains,
    GetCustomDomain,
    CreateFunction,
    UpdateFunctionCode,
    UpdateFunctionConfiguration,
    GetEventInvoke,
    UpdateEventInvoke,
    PublishVersion,
    UpdateAlias,
    CreateAlias,
    DeleteAlias,
    CreateTrigger,
    UpdateTrigger,
    UpdateTriggerStatus,
    DeleteTrigger,
    UpdateCustomDomain,
    GetProvisioned,
    PutProvisioned,
    DeleteProvisioned,
    DeleteFunctionVersion,
    DeleteFunction,
    InvokeFunction,
    GetRequestStatus,
    SearchLog,
    GetMonitorData,
    GetUserAppId,
    HeadBucket,
    PutBucket,
    HeadObject,
    FindUpload,
    PutObject,
    PassRole,
    ReadLog,
    AppendLog,
    ChecksVersions,
}

/// What a command does without a permission that it does not need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
pub enum Without {
    /// Callers of `$latest` are not checked.
    NotChecked,
    /// Digests of code are not known.
    NoDigests,
    /// Going back to a recorded routing does not compare code.
    AnyCode,
    /// Status is read function by function.
    OneByOne,
    /// Packages over the API's limit are refused.
    SmallPackages,
    /// The same, where the bucket does not exist yet.
    ExistingBucket,
    /// The same, unless the bucket is named with the appid.
    NamedBucket,
    /// Of one invocation only the log is shown.
    LogAlone,
    /// A rollout is not judged: it waits, and then pauses.
    Unjudged,
    /// Hooks that are functions give no answer.
    HookSilent,
    /// Nobody knows whether a version is warm.
    MaybeCold,
}

/// A circumstance in which a call is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
pub enum When {
    /// There is code or a setting to deploy.
    Deploys,
    /// There is neither.
    Alone,
    /// A function may have to be created.
    Creates,
    /// Code is uploaded.
    Uploads,
    /// A package is, or may be, over the API's limit.
    LargePackages,
    /// Settings change.
    Configures,
    /// A version is published.
    Publishes,
    /// Traffic is shifted, or given back.
    Shifts,
    /// The alias is not `$default`, and may have to be created.
    NewAlias,
    /// An alias that was just created is deleted again.
    PutsBack,
    /// There are ten functions or more.
    Many,
    /// Three functions or more are waited for.
    Waits,
    /// Triggers are compared with the inputs, or move.
    Triggers,
    /// Triggers and domains move onto the alias.
    Moves,
    /// A trigger is created, or moves.
    CreatesTriggers,
    /// A trigger changes.
    UpdatesTriggers,
    /// A trigger is switched.
    SwitchesTriggers,
    /// A trigger is deleted, or moves.
    DeletesTriggers,
    /// A custom domain moves.
    MovesDomains,
    /// `provisionedNum` is set.
    Provisions,
    /// A published version may take over traffic.
    TakesOver,
    /// One does, and some version has provisioned concurrency.
    Warms,
    /// Provisioned concurrency is pruned.
    PrunesProvisioned,
    /// The journal's runs set provisioned concurrency.
    Provisioned,
    /// It is said how asynchronous calls are tried again.
    Retries,
    /// A function is given a role.
    Role,
    /// A version fails, or the list of versions says nothing of its status.
    VersionFails,
    /// The run that is undone deleted an alias.
    DeletedAlias,
    /// No namespace is named.
    AnyNamespace,
    /// Triggers are asked for.
    Direct,
    /// Metrics since the upload.
    SinceUpload,
    /// A version is named that logged nothing.
    NamedVersion,
    /// An alias is named that logged nothing.
    NamedAlias,
    /// The log of one invocation is asked for, and does not have its end.
    OneInvocation,
}

macro_rules! shown {
    ($($type:ident: $words:ident),*) => { $(
        impl $type {
            /// In words, for the reader of this moment.
            #[must_use]
            pub fn shown(self) -> &'static str {
                in_language!(now().language, $words(self))
            }
        }

        /// `{ code, text }`.
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut object = serializer.serialize_struct(stringify!($type), 2)?;
                object.serialize_field("code", &format!("{self:?}"))?;
                object.serialize_field("text", self.shown())?;
                object.end()
            }
        }
    )* };
}

shown! { Purpose: purpose, Without: without, When: when }
