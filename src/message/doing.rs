//! What is being done while something goes wrong.

use serde::Serialize;

use super::StepText;
use crate::traffic::routing::Version;

/// What is being done.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(tag = "code", content = "params", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Doing {
    /// Reading a function.
    ReadFunction,
    /// Reading an alias.
    ReadAlias {
        /// Which.
        alias: String,
    },
    /// Listing aliases.
    ListAliases,
    /// Listing versions.
    ListVersions,
    /// Listing triggers.
    ListTriggers,
    /// Reading provisioned concurrency.
    ReadProvisioned,
    /// Listing custom domains.
    ListDomains,
    /// Reading the digest of a version's code.
    ReadDigest {
        /// Of which version.
        version: Version,
    },
    /// Reading the settings of a version.
    ReadSettings {
        /// Of which version.
        version: Version,
    },
    /// Reading the appid of the account.
    ReadAppId,
    /// Looking for a bucket.
    ReadBucket {
        /// Which.
        bucket: String,
    },
    /// Listing namespaces.
    ListNamespaces,
    /// Listing functions.
    ListFunctions,
    /// Calling a function.
    Invoke,
    /// Reading logs.
    ReadLogs,
    /// Reading metrics.
    ReadMetrics,
    /// A request that a program makes itself.
    Request {
        /// The action.
        action: String,
    },
    /// A step of a plan.
    Step(Box<StepText>),
}
