//! One call of an action: everything of a request but its signature.

use serde::Serialize;

use super::service;

/// Where a function lives and what it is called there.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Place"))]
#[serde(rename_all = "camelCase")]
pub struct Target {
    /// Such as `ap-guangzhou`.
    pub region: String,
    /// The API's namespace.
    pub namespace: String,
    /// The real name.
    pub name: String,
}

/// A call, ready to be signed and sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// `UpdateAlias`, ….
    pub action: &'static str,
    /// The region it goes to.
    pub region: String,
    /// The JSON body; with a blob, the part before it.
    pub body: String,
    /// The part of the body after the blob's base64 text.
    pub tail: Option<String>,
    /// The blob to splice in: the key of the function whose package it is.
    pub blob: Option<String>,
    /// Whether it may change something.
    pub writes: bool,
    /// The request of object storage that it is, in place of an action of an API.
    pub object: Option<Box<ObjectRequest>>,
}

/// A request of object storage (COS), which has its own form, signature and errors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectRequest {
    /// `GET`, `HEAD`, `PUT`, `POST`.
    pub method: &'static str,
    /// The bucket with the account's appid, as hosts name it.
    pub bucket: String,
    /// The path, beginning with `/`.
    pub path: String,
    /// Names and values of the query.
    pub params: Vec<(&'static str, String)>,
    /// The part of the blob that is the body, in bytes: where it begins, and where it ends.
    pub part: Option<(u64, u64)>,
}

/// The placeholder in a body for the base64 text of a package. It is always the first string value of the body, so no text
/// of a person can be taken for it.
pub(super) const HOLE: &str = "\u{1}package\u{1}";
const HOLE_IN_JSON: &str = "\\u0001package\\u0001";

impl Call {
    /// Whose action it is, and the version of that product's API.
    #[must_use]
    pub fn service(&self) -> (&'static str, &'static str) {
        service::of(self.action)
    }

    pub(super) fn read<B: Serialize>(action: &'static str, region: &str, body: &B) -> Self {
        Self {
            action,
            region: region.to_owned(),
            body: text(body),
            tail: None,
            blob: None,
            writes: false,
            object: None,
        }
    }

    /// A page of a list: `offset` and `limit`, the order and what it goes by.
    pub(super) fn page(
        action: &'static str,
        target: &Target,
        (offset, limit): (usize, usize),
        (order, order_by): (&str, &str),
    ) -> Self {
        #[derive(Serialize)]
        #[serde(rename_all = "PascalCase")]
        struct Body<'a> {
            function_name: &'a str,
            namespace: &'a str,
            offset: usize,
            limit: usize,
            order: &'a str,
            order_by: &'a str,
        }
        let body = Body { function_name: &target.name, namespace: &target.namespace, offset, limit, order, order_by };
        Self::read(action, &target.region, &body)
    }

    pub(super) fn write<B: Serialize>(action: &'static str, region: &str, body: &B) -> Self {
        Self { writes: true, ..Self::read(action, region, body) }
    }

    /// A writing call whose body has a [`HOLE`] for the package of `key`.
    pub(super) fn with_blob<B: Serialize>(action: &'static str, region: &str, body: &B, key: Option<&str>) -> Self {
        let call = Self::write(action, region, body);
        let Some(key) = key else { return call };
        match call.body.split_once(HOLE_IN_JSON) {
            Some((head, tail)) => {
                Self { body: head.to_owned(), tail: Some(tail.to_owned()), blob: Some(key.to_owned()), ..call }
            }
            None => call,
        }
    }
}

fn text<B: Serialize>(body: &B) -> String {
    // Bodies are structs of strings, numbers and lists: serialising them can't fail.
    serde_json::to_string(body).unwrap_or_else(|_| String::from("{}"))
}
