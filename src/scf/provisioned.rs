//! Provisioned concurrency of published versions: <https://cloud.tencent.com/document/product/583/51247>
//! (PutProvisionedConcurrencyConfig and its siblings). `$LATEST` can't have any.

use serde::Serialize;

use super::call::{Call, Target};
use super::fields::{Fields, Read};
use crate::traffic::routing::Version;

/// What a function has.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Provisioned {
    /// Instances that its versions can still be given; absent where the API does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub free: Option<u32>,
    /// The versions that have some.
    pub versions: Vec<Instances>,
}

/// What a version has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ProvisionedInstances"))]
pub struct Instances {
    /// Which version.
    pub version: Version,
    /// How many instances it is to have.
    pub asked: u32,
    /// How many have started.
    pub started: u32,
    /// `Done`, `InProgress` or `Failed`.
    pub status: String,
    /// Why it failed, in the API's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub reason: Option<String>,
}

impl Instances {
    /// Whether it has all that it is to have.
    #[must_use]
    pub fn ready(&self) -> bool {
        self.status == "Done"
    }

    /// Whether a change of it is under way; the API refuses another one until it is over.
    #[must_use]
    pub fn changing(&self) -> bool {
        self.status == "InProgress"
    }

    /// Whether instances could not be started, some or all.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.status == "Failed"
    }

    /// As it was observed.
    ///
    /// # Errors
    /// A version is missing.
    pub fn shown(fields: Fields<'_>) -> Result<Self, String> {
        Ok(Self {
            version: fields.version("version")?,
            asked: fields.small("asked").unwrap_or(0),
            started: fields.small("started").unwrap_or(0),
            status: fields.text("status").unwrap_or_default(),
            reason: fields.text("reason"),
        })
    }
}

impl Provisioned {
    /// What a version has.
    #[must_use]
    pub fn of(&self, version: &Version) -> Option<&Instances> {
        self.versions.iter().find(|known| known.version == *version)
    }

    /// How many instances a version is to have.
    #[must_use]
    pub fn asked(&self, version: &Version) -> u32 {
        self.of(version).map_or(0, |known| known.asked)
    }

    /// As it was observed.
    ///
    /// # Errors
    /// A version is missing.
    pub fn shown(fields: Fields<'_>) -> Result<Self, String> {
        let versions = fields.list("versions", Instances::shown)?.unwrap_or_default();
        Ok(Self { free: fields.small("free"), versions })
    }
}

impl Read for Provisioned {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        let one = |one: Fields<'_>| {
            Ok(Instances {
                version: one.version("Qualifier")?,
                asked: one.small("AllocatedProvisionedConcurrencyNum").unwrap_or(0),
                started: one.small("AvailableProvisionedConcurrencyNum").unwrap_or(0),
                status: one.text("Status").unwrap_or_default(),
                reason: one.text("StatusReason").filter(|reason| !reason.is_empty()),
            })
        };
        let versions = fields.list("Allocated", one)?.unwrap_or_default();
        Ok(Self { free: fields.small("UnallocatedConcurrencyNum"), versions })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Body<'a> {
    function_name: &'a str,
    namespace: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    qualifier: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version_provisioned_concurrency_num: Option<u32>,
}

const fn body<'a>(target: &'a Target, qualifier: Option<&'a str>, instances: Option<u32>) -> Body<'a> {
    Body {
        function_name: target.name.as_str(),
        namespace: target.namespace.as_str(),
        qualifier,
        version_provisioned_concurrency_num: instances,
    }
}

/// Reads what a version has, or what all have.
#[must_use]
pub fn get(target: &Target, version: Option<&Version>) -> Call {
    let body = body(target, version.map(Version::wire), None);
    Call::read("GetProvisionedConcurrencyConfig", &target.region, &body)
}

/// Gives a version so many instances; none takes them away.
#[must_use]
pub fn set(target: &Target, version: &Version, instances: u32) -> Call {
    match instances {
        0 => {
            Call::write("DeleteProvisionedConcurrencyConfig", &target.region, &body(target, Some(version.wire()), None))
        }
        some => Call::write(
            "PutProvisionedConcurrencyConfig",
            &target.region,
            &body(target, Some(version.wire()), Some(some)),
        ),
    }
}

/// Whether a refusal says that there is no room for so many instances.
#[must_use]
pub fn no_room(code: &str) -> bool {
    let exceeded = ["FailedOperation.ProvisionedExceedAvailable", "FailedOperation.ProvisionedExceedReserved"];
    exceeded.contains(&code) || (code.starts_with("LimitExceeded.") && code.contains("Provisioned"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Json;

    #[test]
    fn the_documented_answer_is_read() {
        // https://cloud.tencent.com/document/product/583/51248
        let answer = r#"{"UnallocatedConcurrencyNum": 15, "Allocated": [{"AllocatedProvisionedConcurrencyNum": 10,
            "AvailableProvisionedConcurrencyNum": 8, "Status": "InProgress", "StatusReason": "", "Qualifier": "1"}]}"#;
        let read = Provisioned::read(Fields(&Json::from_json(answer).unwrap())).unwrap();
        assert_eq!(read.free, Some(15));
        let one = read.of(&Version::named("1")).unwrap();
        assert_eq!((one.asked, one.started, one.changing(), &one.reason), (10, 8, true, &None));
        assert_eq!(read.asked(&Version::named("2")), 0);
    }

    #[test]
    fn a_refusal_for_want_of_room_is_known() {
        for code in [
            "FailedOperation.ProvisionedExceedAvailable",
            "LimitExceeded.FunctionProvisionedConcurrencyMemory",
            "LimitExceeded.FunctionTotalProvisionedConcurrencyNum",
        ] {
            assert!(no_room(code), "{code}");
        }
        assert!(!no_room("FailedOperation.ProvisionedInProgress") && !no_room("LimitExceeded.Function"));
    }
}
