//! Parts of a request that are objects.

use crate::desired::{FollowedLink, Names, Package, Sides, routing_rules, traffic_share};
use crate::error::Error;
use crate::json::Json;
use crate::message::given::Given;
use crate::message::problem::RequestProblem;
use crate::message::problem::request::RequestPart;
use crate::scf::Target;
use crate::traffic::routing::Version;

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

/// The versions of a step of a rollout, and how it divides the traffic: `{ stable, canary, share?, rules? }`.
pub(super) fn sides(raw: &Json<'_>) -> Result<Sides, Error> {
    let named = |key: &str| raw.text(key).map(|word| Version::named(&word));
    let Some((stable, canary)) = named("stable").zip(named("canary")) else {
        return Err(Error::usage(RequestProblem::Invalid { part: RequestPart::Sides, given: Given::from(raw) }));
    };
    let share = raw.get("share").map(traffic_share).transpose()?;
    let mut rules = raw.get("rules").map(|rules| routing_rules("rules", rules)).transpose()?.unwrap_or_default();
    for rule in &mut rules {
        rule.version = canary.clone();
    }
    Ok(Sides { stable, canary, share, rules })
}
