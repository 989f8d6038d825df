//! Why a step is in a plan, and why it is at that place.

use serde::Serialize;

use crate::traffic::share::Fraction;

/// Why code is uploaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Uploads {
    /// The package differs from what is on `$latest`.
    Differs,
    /// It can't be compared.
    Unknown,
    /// It is an object in COS of which the inputs give no digest.
    NoDigest,
    /// The API takes a changed handler only with code.
    Handler,
    /// The image differs from what is on `$latest`.
    Image,
    /// The image on `$latest` can't be compared.
    UnknownImage,
}

/// Why a step is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ReasonFacts"))]
#[serde(remote = "Self", tag = "code", content = "params", rename_all_fields = "camelCase")]
pub enum Reason {
    /// The API refuses changes until the function is Active.
    NotActive,
    /// The function does not exist.
    NoFunction {
        /// Where it was looked for.
        region: String,
        /// And in which namespace.
        namespace: String,
    },
    /// Users are on code that no version holds.
    ProtectsCode {
        /// How many.
        share: Fraction,
    },
    /// The shift goes before the update.
    BeforeUpdate,
    /// The shift goes after publishing.
    AfterPublish,
    /// The shift goes after the update.
    AfterUpdate,
    /// A share was asked for.
    Asked,
    /// The function was just created.
    Created,
    /// Settings differ.
    SettingsDiffer {
        /// The share of `$latest` meanwhile.
        share: Fraction,
        /// Whether rules decide which requests those are.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        #[cfg_attr(test, ts(optional, as = "Option<_>"))]
        by_rules: bool,
    },
    /// Code is uploaded.
    Upload {
        /// Why.
        why: Uploads,
        /// The share of `$latest` meanwhile.
        share: Fraction,
        /// Whether rules decide which requests those are.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        #[cfg_attr(test, ts(optional, as = "Option<_>"))]
        by_rules: bool,
    },
    /// The package is larger than a request may be.
    TooLargeForRequest,
    /// `publish` was asked for.
    Publish,
    /// The run that published the version broke off before it was Active.
    AdoptsVersion,
    /// A rollback is one write.
    Rollback,
    /// Another function of the group failed.
    GroupFailed {
        /// Which.
        function: String,
    },
    /// The run that was taken over had sent its write already.
    LateWrite,
    /// The run to undo deleted the alias.
    UndoesDeletion,
    /// The alias does not exist.
    NoAlias,
    /// The alias has another description.
    DescriptionDiffers,
    /// `remove` deletes what the project created.
    CreatedHere,
    /// The alias is to be deleted; the journal keeps what it said.
    DeletesAlias,
    /// A version that can never take traffic.
    NeverServes,
    /// A version that nothing names.
    NotNeeded {
        /// How many newer ones stay.
        kept: usize,
    },
    /// A version is warm before it gets traffic.
    Warms {
        /// Whether `provisionedNum` says how much; else it gets as much as the version before.
        asked: bool,
    },
    /// The release is over, and the version is older than the one to go back to.
    ProvisionedUnneeded,
    /// `provisionedNum: 0`.
    ProvisionedNone,
    /// No alias names the version, and nothing calls it.
    ProvisionedUnused,
    /// The version that got it loses the traffic.
    ProvisionedBack,
    /// The run that is undone took it away.
    ProvisionedAgain,
    /// There is no such trigger.
    NoTrigger,
    /// It moves before the upload, so that it does not run the new code at 100 %.
    MovesBeforeUpload,
    /// The alias has the same trigger.
    AliasHasTrigger,
    /// It calls the alias now.
    CallsAliasNow,
    /// It calls another version or alias, and a bucket has one trigger for an event.
    OneForBucket,
    /// It exists and differs.
    TriggerDiffers,
    /// It exists and is open or closed.
    TriggerStateDiffers,
    /// It differs and its kind can't be changed.
    TriggerReplaced,
    /// It takes the place of the one before.
    TriggerReplaces,
    /// The same trigger calls another version or alias now.
    TriggerMoved,
}
