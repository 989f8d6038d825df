//! Packages that are larger than a request may be: which bucket they go through, and under which key.

use crate::cos::Place;
use crate::desired::{Code, Desired, DesiredFunction, LARGEST_PACKAGE_BYTES};
use crate::error::Error;
use crate::message::problem::PlanProblem;
use crate::message::problem::plan::Missing;
use crate::message::{Reason, StepText};
use crate::observed::{ObservedFunction, Seen};
use crate::plan::place::not_observed;
use crate::plan::{Action, Query, Step};

/// Where a package lies before SCF copies it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stored {
    /// As requests of object storage name it.
    pub(crate) place: Place,
    /// The bucket without the appid, as SCF takes it.
    pub(crate) bucket: String,
    /// The key with a `/` at its beginning, as SCF takes it.
    pub(crate) object: String,
    /// The bucket's region, where the inputs name one.
    pub(crate) region: Option<String>,
    /// The size of the package.
    pub(crate) bytes: u64,
    /// Whether the inputs name the bucket: then it is nobody's but the person's to make.
    pub(crate) named: bool,
}

/// The bucket's name without the appid, and the appid where the name has it.
fn named(function: &DesiredFunction) -> Option<(String, Option<String>, String, bool)> {
    let Some(Code::Source { bucket, region, .. }) = &function.code else { return None };
    let here = region.clone().unwrap_or_else(|| function.region.clone());
    let Some(given) = bucket else {
        // as the established component names it
        return Some((["sls-cloudfunction-", &here, "-code"].concat(), None, here, false));
    };
    let (name, app_id) = match given.rsplit_once('-') {
        Some((name, digits)) if digits.len() >= 8 && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            (name.to_owned(), Some(digits.to_owned()))
        }
        _ => (given.clone(), None),
    };
    Some((name, app_id, here, true))
}

/// Where the package of a function lies; `None` where it travels with the call, or the appid is not known.
pub(crate) fn stored(desired: &Desired, function: &DesiredFunction, seen: Option<&ObservedFunction>) -> Option<Stored> {
    let package = function.code.as_ref().and_then(Code::large)?;
    let (bucket, app_id, here, named) = named(function)?;
    let learned = || seen.and_then(|seen| seen.app_id.get()).cloned();
    let app_id = app_id.or_else(|| desired.app_id.clone()).or_else(learned)?;
    let key = ["scf-grayscale/", &package.sha256, ".zip"].concat();
    let region = (here != function.region).then(|| here.clone());
    Some(Stored {
        object: ["/", &key].concat(),
        place: Place { region: here, bucket: [&bucket, "-", &app_id].concat(), key },
        bucket,
        region,
        bytes: package.size,
        named,
    })
}

/// What has to be asked before a large package can be planned.
pub(super) fn queries(desired: &Desired, function: &DesiredFunction, seen: &ObservedFunction) -> Vec<Query> {
    let Some(package) = function.code.as_ref().and_then(Code::large) else { return Vec::new() };
    if package.size.max(package.unpacked.unwrap_or(0)) > LARGEST_PACKAGE_BYTES {
        return Vec::new();
    }
    match stored(desired, function, Some(seen)) {
        Some(stored) if seen.bucket.unknown() => vec![Query::Bucket(Box::new(stored.place))],
        None if seen.app_id.unknown() => vec![Query::AppId],
        _ => Vec::new(),
    }
}

/// The step that brings the package into the bucket; `None` where it travels with the call.
pub(super) fn step(
    desired: &Desired,
    function: &DesiredFunction,
    seen: &ObservedFunction,
) -> Result<Option<Step>, Error> {
    if function.code.as_ref().and_then(Code::large).is_none() {
        return Ok(None);
    }
    let Some(stored) = stored(desired, function, Some(seen)) else {
        return Err(match seen.app_id {
            Seen::Missing => Error::refused(PlanProblem::AppIdUnknown { function: function.name.clone() }),
            _ => not_observed(&function.name, Missing::AppId),
        });
    };
    let Place { bucket, region, key } = stored.place;
    let creates = match seen.bucket {
        Seen::Is(_) => false,
        Seen::Missing if desired.create_bucket && !stored.named => true,
        Seen::Missing => {
            return Err(Error::refused(PlanProblem::BucketMissing { bucket, region, named: stored.named }));
        }
        Seen::Unknown => return Err(not_observed(&function.name, Missing::Bucket)),
    };
    Ok(Some(Step {
        text: StepText::PutObject { bucket: bucket.clone(), bytes: stored.bytes, creates },
        reason: Reason::TooLargeForRequest,
        action: Action::PutObject { bucket, object: key, creates },
    }))
}
