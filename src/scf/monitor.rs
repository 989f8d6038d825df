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
/// The most instances of one call: series.
pub const MOST_INSTANCES: usize = 10;

/// Whose points: of a function, what one version of it served, or what was called by one alias.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// The function's namespace.
    pub namespace: String,
    /// Its name.
    pub function: String,
    /// Which part of what it served.
    pub of: Part,
}

/// Which part of what a function served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// One version, as the monitor is asked for it: which of `$LATEST` and `$latest` it knows is not documented.
    Version(String),
    /// What was called by one alias.
    Alias(String),
}

impl Part {
    const fn dimension(&self) -> (&'static str, &String) {
        match self {
            Self::Version(version) => ("version", version),
            Self::Alias(alias) => ("alias", alias),
        }
    }
}

impl Series {
    /// Of one version of a function.
    #[must_use]
    pub fn of_version(target: &Target, version: &str) -> Self {
        let (namespace, function) = (target.namespace.clone(), target.name.clone());
        Self { namespace, function, of: Part::Version(version.to_owned()) }
    }

    /// Of one alias of a function.
    #[must_use]
    pub fn of_alias(target: &Target, alias: &str) -> Self {
        let (namespace, function) = (target.namespace.clone(), target.name.clone());
        Self { namespace, function, of: Part::Alias(alias.to_owned()) }
    }

    /// Whether it is of this version, however that is spelled.
    #[must_use]
    pub fn is_of(&self, version: &Version) -> bool {
        matches!(&self.of, Part::Version(text) if Version::named(text) == *version)
    }
}

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

/// Which points are asked for: of one metric, in periods of so many seconds, from a time to a time (RFC 3339).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch<'a> {
    /// The metric's name.
    pub metric: &'a str,
    /// In seconds.
    pub period: u32,
    /// The first moment.
    pub start: &'a str,
    /// The last one.
    pub end: &'a str,
}

/// Asks for one metric of some series of a region.
#[must_use]
pub fn get(region: &str, stretch: Stretch<'_>, series: &[Series]) -> Call {
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
    let instances = series.iter().map(|series| {
        let (name, value) = series.of.dimension();
        Instance {
            dimensions: [
                Dimension { name: "functionName", value: &series.function },
                Dimension { name: "namespace", value: &series.namespace },
                Dimension { name, value },
            ],
        }
    });
    let instances = instances.collect();
    let Stretch { metric: metric_name, period, start: start_time, end: end_time } = stretch;
    let body = Body { namespace: "QCE/SCF_V2", metric_name, period, start_time, end_time, instances };
    Call::read(METRICS_ACTION, region, &body)
}

/// The points of one series: seconds since 1970 and values. Stretches without traffic have none.
pub type Points = Vec<(u64, Measured)>;

/// An answer of GetMonitorData, by series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataPoints(pub Vec<(Series, Points)>);

impl Read for DataPoints {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        let one = |fields: Fields<'_>| {
            let dimension = |fields: Fields<'_>| {
                Ok((fields.text("Name").unwrap_or_default(), fields.text("Value").unwrap_or_default()))
            };
            let dimensions = fields.list("Dimensions", dimension)?.unwrap_or_default();
            let value =
                |wanted: &str| dimensions.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
            let series = Series {
                namespace: value("namespace").unwrap_or_default(),
                function: value("functionName").unwrap_or_default(),
                of: match value("alias") {
                    Some(alias) => Part::Alias(alias),
                    None => Part::Version(value("version").unwrap_or_default()),
                },
            };
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
            Ok((series, points.collect()))
        };
        Ok(Self(fields.list("DataPoints", one)?.unwrap_or_default()))
    }
}
