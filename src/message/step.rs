//! The steps of a plan, as they are named.

use serde::Serialize;

use super::parts::NamedTrigger;
use super::routing::Shares;
use crate::traffic::routing::Version;

/// What code is taken from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "from", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum CodeFrom {
    /// A package on this machine.
    Package {
        /// Its size.
        bytes: u64,
    },
    /// A package that is not made yet.
    Directory,
    /// An object in COS.
    Cos {
        /// The bucket.
        bucket: String,
        /// The key of the object.
        object: String,
    },
    /// A container image.
    Image {
        /// Its reference.
        image: String,
        /// The reference that `$latest` has now, where it is another one.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        before: Option<String>,
    },
}

/// What happens to a trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum TriggerChange {
    /// It is created.
    Create,
    /// It is created as it is on `$latest`.
    Move,
    /// It is changed.
    Update,
    /// It is opened.
    Open,
    /// It is closed.
    Close,
    /// It is deleted.
    Delete,
}

/// What makes a trigger fire, as far as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Fires {
    /// Its description, as the API has it.
    pub desc: String,
    /// Whether it hands over an argument, which may be a secret.
    pub argument: bool,
    /// Whether it is open.
    pub enabled: bool,
}

/// What is said of a value that is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "HiddenSetting"))]
#[serde(rename_all = "camelCase")]
pub enum Hidden {
    /// There is one.
    Set,
    /// There is one where there was none.
    New,
    /// It is another one.
    Changed,
}

/// What a setting is or will be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "SettingValue"))]
#[serde(rename_all = "camelCase")]
pub enum Setting {
    /// It is not shown.
    Hidden(Hidden),
    /// This.
    #[serde(untagged)]
    Text(String),
}

impl From<String> for Setting {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// One setting that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "SettingChange"))]
pub struct Change {
    /// The input's name; a variable stands as `environment.NAME`.
    pub setting: String,
    /// What it is now; absent where it is not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub from: Option<Setting>,
    /// What it will be; absent where it goes away.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub to: Option<Setting>,
}

/// A step of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "StepFacts"))]
#[serde(remote = "Self", tag = "code", content = "params", rename_all_fields = "camelCase")]
pub enum StepText {
    /// Wait until the function is Active.
    WaitActive {
        /// The API's word for what it is now.
        status: String,
    },
    /// Wait until a version is Active.
    WaitVersion {
        /// Which.
        version: Version,
    },
    /// Create the function.
    CreateFunction {
        /// Where its code is taken from.
        source: CodeFrom,
    },
    /// Upload the package to a bucket, unless it is there.
    PutObject {
        /// The bucket, with the account's appid.
        bucket: String,
        /// The size of the package.
        bytes: u64,
        /// Whether the bucket is created first.
        creates: bool,
    },
    /// Upload code to `$latest`.
    UploadCode {
        /// Where it is taken from; absent where the inputs do not say.
        source: Option<CodeFrom>,
        /// The handler that goes with it.
        handler: Option<String>,
    },
    /// Change settings of `$latest`.
    Configure {
        /// Their names.
        settings: Vec<String>,
    },
    /// Publish `$latest`.
    Publish {
        /// The number that is expected.
        expected: u64,
    },
    /// Publish the code that is on `$latest` now.
    Protect {
        /// The number that is expected.
        expected: u64,
        /// Whether it gets no traffic.
        aside: bool,
    },
    /// Shift the traffic of an alias.
    Shift {
        /// Which alias.
        alias: String,
        /// What it says now.
        from: Shares,
        /// What it will say.
        to: Shares,
    },
    /// Create an alias.
    CreateAlias {
        /// Which.
        alias: String,
        /// What it will say.
        to: Shares,
    },
    /// Change the description of an alias.
    DescribeAlias {
        /// Which.
        alias: String,
        /// What it says, and goes on to say.
        routing: Shares,
    },
    /// Delete an alias.
    DeleteAlias {
        /// Which.
        alias: String,
        /// What it says.
        routing: Shares,
    },
    /// Change a trigger.
    Trigger {
        /// What happens to it.
        change: TriggerChange,
        /// Which.
        trigger: NamedTrigger,
        /// What makes it fire; absent where that does not matter.
        fires: Option<Fires>,
    },
    /// Let paths of a custom domain call an alias.
    Domain {
        /// Which domain.
        domain: String,
        /// Which paths.
        paths: Vec<String>,
        /// What they call then.
        alias: String,
    },
    /// Restore an alias that this run wrote.
    PutBack {
        /// Which.
        alias: String,
        /// What it will say.
        routing: Shares,
    },
    /// Shift an alias again, where the run that was taken over wrote it late.
    ShiftAgain {
        /// Which.
        alias: String,
        /// What it will say.
        routing: Shares,
    },
    /// Delete an alias that this run created.
    DeleteAgain {
        /// Which.
        alias: String,
    },
    /// Give a version provisioned concurrency, and wait for it.
    Provision {
        /// Which; of one that the run makes, the number that is expected.
        version: Version,
        /// Whether the run makes it.
        new: bool,
        /// How many instances it is to have now; the same number where they are only waited for.
        from: u32,
        /// How many it will have.
        to: u32,
    },
    /// Take provisioned concurrency from a version.
    Release {
        /// Which.
        version: Version,
        /// How many instances it had.
        instances: u32,
    },
    /// Delete the function.
    DeleteFunction,
    /// Delete a published version.
    DeleteVersion {
        /// Which.
        version: Version,
        /// The API's word, where it is not Active.
        status: Option<String>,
        /// Whether it only keeps code that was on `$latest`.
        saved: bool,
    },
    /// Delete several published versions.
    DeleteVersions {
        /// As ranges.
        versions: String,
    },
}
