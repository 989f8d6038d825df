//! All functions of a namespace: <https://www.tencentcloud.com/document/product/583/18582> (ListFunctions).

use serde::Serialize;

use super::call::{Call, Target};
use super::fields::{Fields, Read};
use super::function::Status;

/// A function as the list shows it, as far as a release looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// Its status.
    pub status: Option<Status>,
    /// Why, in the API's words.
    pub reason: Option<String>,
    /// `Nodejs18.15`, ….
    pub runtime: Option<String>,
    /// As the console shows it.
    pub description: Option<String>,
    /// When its code or configuration was last changed, in Beijing.
    pub modified: Option<String>,
    /// The memory of the provisioned instances of all versions, in MB; absent where there are none.
    pub provisioned_mb: Option<u64>,
}

impl Read for Listed {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        let said = |name: &str| fields.text(name).filter(|text| !text.is_empty());
        Ok(Self {
            name: fields.text("FunctionName").unwrap_or_default(),
            status: Status::read(fields),
            reason: said("StatusDesc"),
            runtime: said("Runtime"),
            description: said("Description"),
            modified: said("ModTime"),
            provisioned_mb: fields.whole("TotalProvisionedConcurrencyMem").filter(|size| *size > 0),
        })
    }
}

/// An answer of ListFunctions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionPage {
    /// The functions of this page.
    pub functions: Option<Vec<Listed>>,
    /// How many there are in all.
    pub total_count: Option<u64>,
}

impl Read for FunctionPage {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        Ok(Self { functions: fields.list("Functions", Listed::read)?, total_count: fields.whole("TotalCount") })
    }
}

/// The page size.
const PAGE: usize = 100;

/// Lists the functions of a target's namespace, the oldest first: what is created meanwhile moves no page.
#[must_use]
pub fn list(target: &Target, offset: usize) -> Call {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Body<'a> {
        namespace: &'a str,
        offset: usize,
        limit: usize,
        order: &'a str,
        /// The API writes it like this in this action alone.
        orderby: &'a str,
    }
    let body = Body { namespace: &target.namespace, offset, limit: PAGE, order: "ASC", orderby: "AddTime" };
    Call::read("ListFunctions", &target.region, &body)
}
