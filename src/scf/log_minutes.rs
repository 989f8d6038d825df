//! The minutes of a function by its log: calls, failures and slow calls of each version, counted by SearchLog with SQL
//! (<https://cloud.tencent.com/document/product/614/44061>; minutes as in
//! <https://www.tencentcloud.com/document/product/614/36746>). Which fields a report has:
//! <https://cloud.tencent.com/document/product/583/60336>.
//!
//! Asynchronous calls that fail are tried again, and each try has a report. Only first tries are counted, so that one failure
//! counts once.

use super::call::{Call, Target};
use super::fields::{Fields, Read};
use super::figure::Measured;
use super::log::{Stretch, analysis, measured, records};
use crate::traffic::routing::Version;

/// The most rows of one answer.
pub const MOST_ROWS: usize = 10_000;
const MINUTE_MS: u64 = 60_000;
/// First tries alone.
const FIRST_TRIES: &str = " and SCF_RetryNum=0";

/// Durations in milliseconds; a call that takes longer is a slow one. By stable's p50, p90 and p99.
pub type Thresholds = [Measured; 3];

/// How many calls of each version there were by an alias, minute by minute, how many failed, and how many took longer than
/// each threshold.
#[must_use]
pub fn minutes(target: &Target, stretch: Stretch<'_>, alias: &str, slow: Option<&Thresholds>) -> Call {
    let mut columns = "SCF_Qualifier as version, __TIMESTAMP__-__TIMESTAMP__%60000 as minute, count(*) as calls, \
                       count_if(SCF_StatusCode!=200) as errors, \
                       count_if(SCF_StatusCode=433 or SCF_StatusCode=434) as platform, avg(SCF_Duration) as mean"
        .to_owned();
    for (name, threshold) in ["p50", "p90", "p99"].into_iter().zip(slow.into_iter().flatten()) {
        columns.push_str(&[", count_if(SCF_Duration>", &threshold.to_string(), ") as ", name].concat());
    }
    let rest = [FIRST_TRIES, " group by SCF_Qualifier, minute order by minute limit ", &MOST_ROWS.to_string()].concat();
    analysis(target, stretch, (None, Some(alias)), &columns, &rest)
}

/// How long the calls of a version by an alias took.
#[must_use]
pub fn quantiles(target: &Target, stretch: Stretch<'_>, alias: &str, version: &Version) -> Call {
    let columns = "count(*) as calls, approx_percentile(SCF_Duration, 0.5) as p50, \
                   approx_percentile(SCF_Duration, 0.9) as p90, approx_percentile(SCF_Duration, 0.99) as p99";
    analysis(target, stretch, (Some(version), Some(alias)), columns, FIRST_TRIES)
}

/// A minute of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogMinute {
    /// Which.
    pub version: Version,
    /// Its beginning, in seconds since 1970.
    pub at: u64,
    /// Calls.
    pub calls: Measured,
    /// How many of them failed.
    pub errors: Measured,
    /// How many of them ran out of time or memory.
    pub platform: Measured,
    /// How long they took on average, in milliseconds.
    pub mean: Option<Measured>,
    /// How many of them took longer than each threshold; nothing where there were none.
    pub slow: [Option<Measured>; 3],
}

/// Minutes of versions: an answer to [`minutes`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogMinutes(pub Vec<LogMinute>);

impl Read for LogMinutes {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        let one = |fields: Fields<'_>| {
            let counted = |name: &str| measured(fields, name).ok_or_else(|| [name, " is missing"].concat());
            Ok(LogMinute {
                version: fields.version("version")?,
                at: fields.whole("minute").ok_or("minute is missing")? / MINUTE_MS * 60,
                calls: counted("calls")?,
                errors: counted("errors")?,
                platform: counted("platform")?,
                mean: measured(fields, "mean"),
                slow: ["p50", "p90", "p99"].map(|name| measured(fields, name)),
            })
        };
        records(fields, one).map(Self)
    }
}

/// How long the calls of a version took: an answer to [`quantiles`]. Nothing where there were none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantiles(pub Option<Thresholds>);

impl Read for Quantiles {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        let one = |fields: Fields<'_>| {
            let [p50, p90, p99] = ["p50", "p90", "p99"].map(|name| measured(fields, name));
            Ok(p50.zip(p90).zip(p99).map(|((p50, p90), p99)| [p50, p90, p99]))
        };
        Ok(Self(records(fields, one)?.into_iter().flatten().next()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::json::Json;

    fn target() -> Target {
        Target { region: "ap-guangzhou".into(), namespace: "default".into(), name: "hello-scf".into() }
    }

    const STRETCH: Stretch<'static> = Stretch { topic: "t", from_ms: 60_000, to_ms: 120_000 };

    fn query(call: &Call) -> String {
        let body: Value = serde_json::from_str(&call.body).unwrap();
        body["QueryString"].as_str().unwrap().to_owned()
    }

    #[test]
    fn minutes_are_counted_by_version_without_retries() {
        let slow = ["12.5", "80", "300"].map(|text| Measured::read(text).unwrap());
        let of = query(&minutes(&target(), STRETCH, "$DEFAULT", Some(&slow)));
        let (condition, sql) = of.split_once(" | ").unwrap();
        assert!(condition.contains(r#"SCF_Alias:"$DEFAULT" AND SCF_Type:"Platform" AND SCF_Message:Report*"#), "{of}");
        assert!(sql.contains("count_if(SCF_Duration>12.5) as p50, count_if(SCF_Duration>80) as p90"), "{of}");
        assert!(sql.contains("and SCF_Alias='$DEFAULT' and SCF_RetryNum=0 group by SCF_Qualifier, minute"), "{of}");
        assert!(!query(&minutes(&target(), STRETCH, "live", None)).contains("p50"));
    }

    #[test]
    fn rows_are_read_as_the_service_writes_them() {
        let rows = [
            json!({ "version": "$LATEST", "minute": 1_764_554_400_000_u64, "calls": 30, "errors": 1, "platform": 0, "mean": 12.25, "p50": 14, "p90": 3, "p99": 0 }),
            json!({ "version": "3", "minute": "1764554460000", "calls": "570", "errors": "2", "platform": "1", "mean": null }),
        ];
        let answer = json!({ "AnalysisRecords": rows.map(|row| row.to_string()) });
        let LogMinutes(read) = LogMinutes::read(Fields(&Json::from(answer))).unwrap();
        assert_eq!(
            (read[0].version.is_latest(), read[0].at, read[0].calls),
            (true, 1_764_554_400, Measured::whole(30))
        );
        assert_eq!(read[0].slow, [14, 3, 0].map(|count| Some(Measured::whole(count))));
        assert_eq!((read[1].at, read[1].errors, read[1].mean), (1_764_554_460, Measured::whole(2), None));
        assert_eq!(read[1].slow, [None; 3]);
    }

    #[test]
    fn a_row_without_its_counts_can_not_be_read() {
        let answer = json!({ "AnalysisRecords": [json!({ "version": "3", "minute": 60_000 }).to_string()] });
        assert_eq!(LogMinutes::read(Fields(&Json::from(answer))).unwrap_err(), "calls is missing");
    }

    #[test]
    fn quantiles_of_no_calls_are_nothing() {
        let read = |row: Value| {
            Quantiles::read(Fields(&Json::from(json!({ "AnalysisRecords": [row.to_string()] })))).unwrap().0
        };
        assert_eq!(read(json!({ "calls": 0, "p50": null, "p90": null, "p99": null })), None);
        let there = read(json!({ "calls": 9, "p50": 1.5, "p90": 8, "p99": 20.25 })).unwrap();
        assert_eq!(there, ["1.5", "8", "20.25"].map(|text| Measured::read(text).unwrap()));
    }
}
