//! The namespaces of a region: <https://www.tencentcloud.com/document/product/583/33450> (ListNamespaces).

use serde::Serialize;

use super::call::Call;
use super::fields::{Fields, Read};

/// An answer of ListNamespaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamespacePage {
    /// The names of this page.
    pub names: Vec<String>,
    /// How many there are in all.
    pub total_count: Option<u64>,
}

impl Read for NamespacePage {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        let named = fields.list("Namespaces", |namespace| Ok(namespace.text("Name")))?.unwrap_or_default();
        Ok(Self { names: named.into_iter().flatten().collect(), total_count: fields.whole("TotalCount") })
    }
}

/// Lists the namespaces of a region.
#[must_use]
pub fn list(region: &str, offset: usize) -> Call {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Body {
        offset: usize,
        limit: usize,
    }
    Call::read("ListNamespaces", region, &Body { offset, limit: 100 })
}
