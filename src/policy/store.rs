//! What a log in a bucket of object storage needs (docs/shared-store.md). Objects are named by the prefix of the store, so that
//! the key can touch nothing else in the bucket.
//!
//! Resources: <https://cloud.tencent.com/document/product/436/12469>.

use super::command::Command;
use super::document::{Document, Permission, Statement};
use super::table::{Action, Scope};
use crate::json::Json;
use crate::message::policy::Purpose;

const fn row(name: &'static str, granted: &'static [&'static str], purpose: Purpose) -> Action {
    Action { name, granted, purpose, scope: Scope::All }
}

const READ: Action = row("GetObject", &["name/cos:GetObject"], Purpose::ReadLog);
const APPEND: Action = row("AppendObject", &["name/cos:AppendObject"], Purpose::AppendLog);
/// In buckets that take no APPEND.
const CREATE: Action = row("PutObject", &["name/cos:PutObject"], Purpose::AppendLog);
const VERSIONS: Action = row("GetBucketVersioning", &["name/cos:GetBucketVersioning"], Purpose::ChecksVersions);

/// Where the logs of a store lie.
pub(super) struct Store {
    /// With the appid.
    bucket: String,
    region: String,
    /// Without slashes at its ends.
    prefix: String,
}

impl Store {
    /// `{ bucket, region, prefix }`.
    pub(super) fn read(raw: &Json<'_>) -> Option<Self> {
        let prefix = raw.text("prefix").unwrap_or_default();
        Some(Self { bucket: raw.text("bucket")?, region: raw.text("region")?, prefix })
    }

    /// What commands need of it, behind what they need of the API.
    pub(super) fn adds(&self, document: &mut Document, commands: &[Command]) {
        let writes = commands.iter().any(|command| command.writes());
        if !writes && !commands.iter().any(|command| command.reads_log()) {
            return;
        }
        let objects = if self.prefix.is_empty() { "/*".to_owned() } else { ["/", &self.prefix, "/*"].concat() };
        let of_log: &[Action] = if writes { &[READ, APPEND, CREATE] } else { &[READ] };
        self.allows(document, of_log, &objects);
        if writes {
            self.allows(document, &[VERSIONS], "/*");
        }
    }

    fn allows(&self, document: &mut Document, actions: &[Action], objects: &str) {
        let appid = self.bucket.rsplit('-').next().unwrap_or_default();
        let resource = vec![["qcs::cos:", &self.region, ":uid/", appid, ":", &self.bucket, objects].concat()];
        let action = actions.iter().flat_map(|action| action.granted).copied().collect();
        document.policy.statement.push(Statement { effect: "allow", action, resource: resource.clone() });
        document.permissions.extend(actions.iter().map(|action| Permission {
            action: action.name,
            granted: action.granted,
            purpose: action.purpose,
            resource: resource.clone(),
            without: None,
        }));
    }
}
