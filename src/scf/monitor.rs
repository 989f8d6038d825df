//! Metrics of functions: <https://www.tencentcloud.com/document/product/248/33881> (GetMonitorData), another product's API.

use serde::Serialize;

use super::call::{Call, Target};
use super::fields::{Fields, Read};
use super::figure::Measured;
use super::service::METRICS_ACTION;
use crate::json::Json;
use crate::traffic::routing::Version;

/// The periods of points, in seconds.
pub const PERIODS: &[u32] = &[60, 300, 3600, 86_400];
/// The most points of one answer.
pub const MOST_POINTS: u32 = 1440;
/// The most instances of one call: here, versions.
pub const MOST_INSTANCES: usize = 10;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Dimension<'a> {
    name: &'a str,
    value: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Instance<'a> {
    dimensions: [Dimension<'a>; 3],
}

/// Asks for one metric of some versions of a function. Times are RFC 3339.
#[must_use]
pub fn get(target: &Target, metric: &str, versions: &[Version], period: u32, start: &str, end: &str) -> Call {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Body<'a> {
        namespace: &'a str,
        metric_name: &'a str,
        period: u32,
        start_time: &'a str,
        end_time: &'a str,
        instances: Vec<Instance<'a>>,
    }
    let instance = |version| Instance {
        dimensions: [
            Dimension { name: "functionName", value: &target.name },
            Dimension { name: "namespace", value: &target.namespace },
            Dimension { name: "version", value: version },
        ],
    };
    let instances = versions.iter().map(|version| instance(version.wire())).collect();
    let body =
        Body { namespace: "QCE/SCF_V2", metric_name: metric, period, start_time: start, end_time: end, instances };
    Call::read(METRICS_ACTION, &target.region, &body)
}

/// The points of one version: seconds since 1970 and values. Stretches without traffic have none.
pub type Points = Vec<(u64, Measured)>;

/// An answer of GetMonitorData, by version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataPoints(pub Vec<(Version, Points)>);

impl Read for DataPoints {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        let one = |fields: Fields<'_>| {
            let dimension = |fields: Fields<'_>| {
                Ok((fields.text("Name").unwrap_or_default(), fields.text("Value").unwrap_or_default()))
            };
            let dimensions = fields.list("Dimensions", dimension)?.unwrap_or_default();
            let version = dimensions.into_iter().find(|(name, _)| name == "version").map(|(_, value)| value);
            let items = |name: &str| match fields.get(name) {
                Some(Json::List(items)) => items.as_slice(),
                _ => &[],
            };
            let figure = |raw: &Json<'_>| match raw {
                Json::Number(text) => Measured::read(text),
                _ => None,
            };
            let points = items("Timestamps").iter().zip(items("Values"));
            let points = points.filter_map(|(time, value)| Some((time.whole()?, figure(value)?)));
            Ok((Version::named(&version.unwrap_or_default()), points.collect()))
        };
        Ok(Self(fields.list("DataPoints", one)?.unwrap_or_default()))
    }
}
