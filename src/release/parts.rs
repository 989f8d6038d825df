//! Parts of a request that are lists of objects.

use crate::desired::{FollowedLink, Names, Package};
use crate::json::Json;
use crate::scf::Target;

/// What the shell found when it packed a function's source.
pub(super) fn package(raw: &Json<'_>) -> Option<Package> {
    let sha256 = raw.text("sha256")?.to_ascii_lowercase();
    let names = match raw.get("names") {
        Some(Json::List(names)) => {
            let list = names.iter().map(Json::to_text).collect::<Option<Vec<_>>>()?;
            Some(Names { directory: raw.text("directory").unwrap_or_default(), list })
        }
        _ => None,
    };
    let list = |key: &str| match raw.get(key) {
        Some(Json::List(items)) => items.iter().collect(),
        _ => Vec::new(),
    };
    let link = |link: &Json<'_>| {
        let outside = link.get("outside") == Some(&Json::Bool(true));
        Some(FollowedLink { path: link.text("path")?, target: link.text("target")?, outside })
    };
    Some(Package {
        key: raw.text("key")?,
        sha256,
        size: raw.get("size")?.whole()?,
        unpacked: raw.get("unpacked").and_then(Json::whole),
        names,
        outside: raw.text("outside"),
        links: list("links").into_iter().map(link).collect::<Option<_>>()?,
        credentials: list("credentials").into_iter().map(Json::to_text).collect::<Option<_>>()?,
        left_out: list("leftOut").into_iter().map(Json::to_text).collect::<Option<_>>()?,
        unmatched: list("unmatched").into_iter().map(Json::to_text).collect::<Option<_>>()?,
    })
}

/// Where a function is.
pub(super) fn place(raw: &Json<'_>) -> Option<Target> {
    Some(Target { region: raw.text("region")?, namespace: raw.text("namespace")?, name: raw.text("name")? })
}
