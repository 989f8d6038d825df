//! Versions: <https://www.tencentcloud.com/document/product/583/37198> (PublishVersion, ListVersionByFunction,
//! DeleteFunctionVersion).

use serde::Serialize;

use super::call::{Call, Target};
use super::fields::{Fields, Read};
use super::function::{Condition, Status};
use crate::traffic::routing::Version;

/// A version as the list shows it; `$LATEST` is in the list too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct VersionItem {
    /// Its number.
    pub version: Version,
    /// What was written when it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// When it was published, as the API writes times.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub add_time: Option<String>,
    /// Its status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
}

/// The description of a version that step `number` of a run published.
#[must_use]
pub fn mark(run: &str, number: usize) -> String {
    ["scf-grayscale run ", run, ".", &number.to_string()].concat()
}

/// The description of a version that only saves code that was on `$LATEST`.
pub const SAVED: &str = "scf-grayscale saved";

impl VersionItem {
    /// Whether it can take traffic. One whose status the API leaves out is taken as usable.
    #[must_use]
    pub fn usable(&self) -> bool {
        self.status.as_ref().is_none_or(|status| status.condition() == Condition::Active)
    }

    /// What a sentence calls its status.
    #[must_use]
    pub fn word(&self) -> &str {
        self.status.as_ref().map_or("unusable", Status::word)
    }

    /// Whether it was published to keep code, and not to be given traffic.
    #[must_use]
    pub fn saved(&self) -> bool {
        self.description.as_deref().is_some_and(|text| text.starts_with(SAVED))
    }
}

impl Read for VersionItem {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        Ok(Self {
            version: fields.version("Version")?,
            description: fields.text("Description"),
            add_time: fields.text("AddTime"),
            status: Status::read(fields),
        })
    }
}

impl Read for VersionPage {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        Ok(Self { versions: fields.list("Versions", VersionItem::read)?, total_count: fields.whole("TotalCount") })
    }
}

impl Read for Published {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        Ok(Self { function_version: fields.version("FunctionVersion")? })
    }
}

/// An answer of ListVersionByFunction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionPage {
    /// The versions of this page.
    pub versions: Option<Vec<VersionItem>>,
    /// How many there are in all.
    pub total_count: Option<u64>,
}

/// The page size.
pub const PAGE: usize = 100;

/// Lists versions, newest first.
#[must_use]
pub fn list(target: &Target, offset: usize) -> Call {
    Call::page("ListVersionByFunction", target, (offset, PAGE), ("DESC", "AddTime"))
}

/// Deletes one version. Not DeleteFunction, which takes a version too: where that got lost, the whole function would go.
#[must_use]
pub fn delete(target: &Target, version: &Version) -> Call {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Body<'a> {
        function_name: &'a str,
        namespace: &'a str,
        qualifier: &'a str,
    }
    let body = Body { function_name: &target.name, namespace: &target.namespace, qualifier: version.wire() };
    Call::write("DeleteFunctionVersion", &target.region, &body)
}

/// An answer of PublishVersion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The new version's number; it is being published still.
    pub function_version: Version,
}

/// Publishes `$LATEST` as the next version.
#[must_use]
pub fn publish(target: &Target, description: &str) -> Call {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Body<'a> {
        function_name: &'a str,
        namespace: &'a str,
        description: &'a str,
    }
    Call::write(
        "PublishVersion",
        &target.region,
        &Body { function_name: &target.name, namespace: &target.namespace, description },
    )
}
