//! Logs of functions: lines in a topic of the log service, which SearchLog finds
//! (<https://cloud.tencent.com/document/product/614/56447>). Which fields a line has:
//! <https://www.tencentcloud.com/document/product/583/39778>. Queries:
//! <https://cloud.tencent.com/document/product/583/43329>.

use std::borrow::Cow;

use serde::Serialize;

use super::call::{Call, Target};
use super::fields::{Fields, Read};
use super::figure::Measured;
use super::service::SEARCH_ACTION;
use crate::json::Json;
use crate::traffic::routing::Version;

/// The page size.
pub const PAGE: usize = 1000;
/// So many lines are found by one search, in pages.
pub const MOST: usize = 10_000;
/// The longest time that can be asked for, in seconds: topics that SCF makes keep lines for 7 days.
pub const LONGEST_SECONDS: u32 = 7 * 86_400;
/// Status codes from here on are of failures.
pub const FAILED: u64 = 400;
/// Lucene. Topics that are too old for the newer syntax refuse it, and these conditions are written alike in both.
const LUCENE: u8 = 0;

/// Which lines of a function are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filter<'a> {
    /// One version's.
    pub version: Option<&'a Version>,
    /// Of invocations through this alias.
    pub alias: Option<&'a str>,
    /// Of these invocations; of all, where there are none.
    pub request_ids: &'a [String],
    /// Of which kind.
    pub kind: Kind,
}

/// Kinds of lines that are searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// All of them.
    Any,
    /// The last line of an invocation, with its figures.
    Report,
    /// The lines that say that an invocation failed, and why.
    Failure,
}

/// A topic, and the time: from the first moment to before the last one, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch<'a> {
    /// The topic's id.
    pub topic: &'a str,
    /// From, in milliseconds.
    pub from_ms: u64,
    /// To, in milliseconds.
    pub to_ms: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Body<'a> {
    topic_id: &'a str,
    from: u64,
    to: u64,
    query_string: &'a str,
    query_syntax: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    sort: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<&'a str>,
    use_new_analysis: bool,
}

/// Searches for lines. `context` is that of the page before.
#[must_use]
pub fn lines(
    target: &Target,
    stretch: Stretch<'_>,
    filter: Filter<'_>,
    newest_first: bool,
    context: Option<&str>,
) -> Call {
    let body = Body {
        topic_id: stretch.topic,
        from: stretch.from_ms,
        to: stretch.to_ms,
        query_string: &condition(target, filter),
        query_syntax: LUCENE,
        sort: Some(if newest_first { "desc" } else { "asc" }),
        limit: Some(PAGE),
        context,
        use_new_analysis: false,
    };
    Call::read(SEARCH_ACTION, &target.region, &body)
}

/// Counts invocations and measures their durations, by version.
#[must_use]
pub fn figures(target: &Target, stretch: Stretch<'_>, version: Option<&Version>, alias: Option<&str>) -> Call {
    let columns = "SCF_Qualifier as version, count(*) as invocations, approx_percentile(SCF_Duration, 0.5) as p50, \
                   approx_percentile(SCF_Duration, 0.95) as p95, approx_percentile(SCF_Duration, 0.99) as p99";
    analysis(target, stretch, (version, alias), columns, " group by SCF_Qualifier limit 1000")
}

/// An analysis of reports, the last lines of invocations, with SQL.
pub(super) fn analysis(
    target: &Target,
    stretch: Stretch<'_>,
    (version, alias): (Option<&Version>, Option<&str>),
    columns: &str,
    rest: &str,
) -> Call {
    let filter = Filter { version, alias, request_ids: &[], kind: Kind::Report };
    // words are found in other words too, so what is counted is compared as a whole
    let mut query = [
        &condition(target, filter),
        " | select ",
        columns,
        " where SCF_FunctionName=",
        &text(&target.name),
        " and SCF_Namespace=",
        &text(&target.namespace),
    ]
    .concat();
    for (field, value) in [(" and SCF_Qualifier=", version.map(Version::wire)), (" and SCF_Alias=", alias)] {
        if let Some(value) = value {
            query.push_str(field);
            query.push_str(&text(value));
        }
    }
    query.push_str(rest);
    let body = Body {
        topic_id: stretch.topic,
        from: stretch.from_ms,
        to: stretch.to_ms,
        query_string: &query,
        query_syntax: LUCENE,
        sort: None,
        limit: None,
        context: None,
        use_new_analysis: true,
    };
    Call::read(SEARCH_ACTION, &target.region, &body)
}

fn condition(target: &Target, filter: Filter<'_>) -> String {
    let mut all = vec![field("SCF_Namespace", &target.namespace), field("SCF_FunctionName", &target.name)];
    all.extend(filter.version.map(|version| field("SCF_Qualifier", version.wire())));
    all.extend(filter.alias.map(|alias| field("SCF_Alias", alias)));
    if !filter.request_ids.is_empty() {
        let ids: Vec<String> = filter.request_ids.iter().map(|id| quoted(id)).collect();
        all.push(["SCF_RequestId:(", &ids.join(" OR "), ")"].concat());
    }
    let kind: &[&str] = match filter.kind {
        Kind::Any => &[],
        Kind::Report => &["SCF_Type:\"Platform\"", "SCF_Message:Report*"],
        Kind::Failure => {
            &["SCF_Type:\"Platform\"", "(SCF_Message:ERROR* OR (SCF_Message:Report* AND SCF_StatusCode>=400))"]
        }
    };
    all.extend(kind.iter().map(|part| (*part).to_owned()));
    all.join(" AND ")
}

fn field(name: &str, value: &str) -> String {
    [name, ":", &quoted(value)].concat()
}

/// A value of a condition.
fn quoted(value: &str) -> String {
    ["\"", &value.replace('\\', "\\\\").replace('"', "\\\""), "\""].concat()
}

/// A text of SQL.
fn text(value: &str) -> String {
    ["'", &value.replace('\'', "''"), "'"].concat()
}

/// Which of its invocation's lines one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The first one.
    Start,
    /// Why it failed.
    Error,
    /// The last one, with figures.
    Report,
    /// Another one of the service.
    Service,
    /// One that the function wrote.
    Written,
}

/// A line of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When it was written.
    pub time_ms: u64,
    /// Tells it from all other lines of its time; empty where the service gives no such id.
    pub id: String,
    /// The function.
    pub function: String,
    /// Its namespace.
    pub namespace: String,
    /// Which version ran.
    pub version: Version,
    /// The alias that it was called by; empty where there was none.
    pub alias: String,
    /// Of the invocation.
    pub request_id: String,
    /// Which try of an asynchronous invocation.
    pub retry: u64,
    /// When the invocation began. Lines of compact logs lack it, unless the service wrote them.
    pub start_ms: Option<u64>,
    /// Which line it is.
    pub part: Part,
    /// What it says.
    pub message: String,
    /// Of a report.
    pub status: Option<u64>,
    /// Of a report, in milliseconds.
    pub duration: Option<Measured>,
    /// Of a report, in bytes.
    pub memory: Option<Measured>,
}

impl Line {
    /// `None` where the fields of a function's line are not there.
    fn of(result: Fields<'_>) -> Option<Self> {
        let text = result.str("LogJson")?;
        let value = Json::from_json(text).ok()?;
        let fields = Fields(&value);
        let message = fields.text("SCF_Message").unwrap_or_default();
        let part = part_of(fields.str("SCF_Type"), &message);
        let report = (part == Part::Report).then_some(fields);
        let id = |name: &str| result.str(name).unwrap_or_default();
        Some(Self {
            time_ms: result.whole("Time")?,
            id: if id("PkgId").is_empty() { String::new() } else { [id("PkgId"), "-", id("PkgLogId")].concat() },
            function: fields.text("SCF_FunctionName")?,
            namespace: fields.text("SCF_Namespace")?,
            version: fields.version("SCF_Qualifier").ok()?,
            alias: fields.text("SCF_Alias").unwrap_or_default(),
            request_id: fields.text("SCF_RequestId").filter(|id| !id.is_empty())?,
            retry: fields.whole("SCF_RetryNum").unwrap_or(0),
            start_ms: fields.whole("SCF_StartTime").filter(|start| *start > 0),
            part,
            status: report.and_then(|fields| fields.whole("SCF_StatusCode")),
            duration: report
                .and_then(|fields| measured(fields, "SCF_Duration").or_else(|| after(&message, "Duration:"))),
            // the text names its unit, the field does not
            memory: report.and_then(|fields| {
                let megabytes = after(&message, "MemUsage:").map(|number| number.times(1 << 20));
                megabytes.or_else(|| measured(fields, "SCF_MemUsage"))
            }),
            message,
        })
    }
}

fn part_of(kind: Option<&str>, message: &str) -> Part {
    if kind != Some("Platform") {
        return Part::Written;
    }
    let begins = |word: &str| message.strip_prefix(word).is_some_and(|rest| rest.starts_with(" RequestId:"));
    match () {
        () if begins("START") => Part::Start,
        () if begins("ERROR") => Part::Error,
        () if begins("Report") => Part::Report,
        () => Part::Service,
    }
}

/// The number behind a word of a report: `Duration:12ms`.
fn after(message: &str, word: &str) -> Option<Measured> {
    // the longer word ends in the shorter one
    let (_, rest) = message.split_once(&[" ", word].concat())?;
    let rest = rest.trim_start();
    let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(rest.len());
    Measured::read(rest.get(..end)?)
}

/// A number, which may come as text.
pub(super) fn measured(fields: Fields<'_>, name: &str) -> Option<Measured> {
    let text: Option<Cow<'_, str>> = fields.number(name).or_else(|| fields.str(name)).map(Cow::from);
    text.and_then(|text| Measured::read(&text))
}

/// Lines that a search found: an answer of SearchLog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPage {
    /// The lines of this page.
    pub lines: Vec<Line>,
    /// How many more there are that hold no fields of a function: the topic did not index them.
    pub unreadable: usize,
    /// Leads to the next page.
    pub context: Option<String>,
    /// Whether this is the last page.
    pub over: bool,
}

impl Read for LogPage {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        let results = fields.list("Results", |line| Ok(Line::of(line)))?.unwrap_or_default();
        let came = results.len();
        let lines: Vec<Line> = results.into_iter().flatten().collect();
        Ok(Self {
            unreadable: came - lines.len(),
            lines,
            context: fields.text("Context").filter(|context| !context.is_empty()),
            over: fields.is_true("ListOver"),
        })
    }
}

/// How long the invocations of a version took, in milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// Which.
    pub version: Version,
    /// How many there were.
    pub invocations: u64,
    /// Half of them took no longer.
    pub p50: Option<Measured>,
    /// Of a hundred, 95 took no longer.
    pub p95: Option<Measured>,
    /// Of a hundred, 99 took no longer.
    pub p99: Option<Measured>,
}

/// The figures of all versions: an answer of SearchLog to a query with SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureTable(pub Vec<Figures>);

impl Read for FigureTable {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        let one = |fields: Fields<'_>| {
            Ok(Figures {
                version: fields.version("version")?,
                invocations: fields.whole("invocations").unwrap_or(0),
                p50: measured(fields, "p50"),
                p95: measured(fields, "p95"),
                p99: measured(fields, "p99"),
            })
        };
        records(fields, one).map(Self)
    }
}

/// The rows of an analysis: texts, each of them JSON.
pub(super) fn records<T>(fields: Fields<'_>, one: impl Fn(Fields<'_>) -> Result<T, String>) -> Result<Vec<T>, String> {
    let records = match fields.get("AnalysisRecords") {
        Some(Json::List(records)) => records.as_slice(),
        _ => &[],
    };
    let of_record = |record: &Json<'_>| {
        let text = record.to_text().ok_or("AnalysisRecords is no list of texts")?;
        one(Fields(&Json::from_json(&text)?))
    };
    records.iter().map(of_record).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn target() -> Target {
        Target { region: "ap-guangzhou".into(), namespace: "default".into(), name: "hello-scf".into() }
    }

    fn query(call: &Call) -> String {
        let body: Value = serde_json::from_str(&call.body).unwrap();
        body["QueryString"].as_str().unwrap().to_owned()
    }

    const STRETCH: Stretch<'static> = Stretch { topic: "t", from_ms: 1, to_ms: 2 };
    const ANY: Filter<'static> = Filter { version: None, alias: None, request_ids: &[], kind: Kind::Any };

    #[test]
    fn conditions_are_those_of_the_vendor_s_page() {
        let of = |filter| query(&lines(&target(), STRETCH, filter, true, None));
        let function = r#"SCF_Namespace:"default" AND SCF_FunctionName:"hello-scf""#;
        assert_eq!(of(ANY), function);
        assert_eq!(
            of(Filter { kind: Kind::Report, version: Some(&Version::latest()), ..ANY }),
            [function, r#" AND SCF_Qualifier:"$LATEST" AND SCF_Type:"Platform" AND SCF_Message:Report*"#].concat()
        );
    }

    #[test]
    fn what_a_person_typed_stays_a_value() {
        let typed = vec![r#"a" OR SCF_Message:*\"#.to_owned()];
        let of = query(&lines(&target(), STRETCH, Filter { request_ids: &typed, ..ANY }, true, None));
        assert!(of.ends_with(r#"SCF_RequestId:("a\" OR SCF_Message:*\\")"#), "{of}");
        let of = query(&figures(&target(), STRETCH, None, Some("it's")));
        assert!(of.contains("SCF_Alias='it''s'"), "{of}");
    }

    /// The documented line: every value is text.
    fn documented(message: &str, kind: &str) -> Value {
        let fields = json!({
            "SCF_FunctionName": "hello-scf", "SCF_Namespace": "default", "SCF_Qualifier": "$LATEST", "SCF_Alias": "$DEFAULT",
            "SCF_RequestId": "id", "SCF_StartTime": "1640577239000", "SCF_LogTime": "1640577239001", "SCF_Duration": "1",
            "SCF_MemUsage": "31178752.0", "SCF_StatusCode": "200", "SCF_RetryNum": "0", "SCF_Level": "INFO",
            "SCF_Type": kind, "SCF_Message": message,
        });
        json!({ "Time": 1_640_577_239_001_u64, "PkgId": "p", "PkgLogId": "7", "LogJson": fields.to_string() })
    }

    fn page(results: &Value) -> LogPage {
        LogPage::read(Fields(&Json::from(json!({ "Results": results, "Context": "", "ListOver": true })))).unwrap()
    }

    #[test]
    fn a_line_of_each_kind() {
        let page = page(&json!([
            documented("START RequestId:id", "Platform"),
            documented("START RequestId:id", "Custom"),
            documented("Init Report RequestId: id Coldstart: 236ms Memory: 640MB MemUsage: 57.86MB", "Platform"),
            documented("ERROR RequestId:id Result:{}", "Platform"),
            documented("Report RequestId:id Duration:1ms Memory:128MB MemUsage:29.734375MB", "Platform"),
        ]));
        let parts: Vec<Part> = page.lines.iter().map(|line| line.part).collect();
        assert_eq!(parts, [Part::Start, Part::Written, Part::Service, Part::Error, Part::Report]);
        assert_eq!((page.lines[0].start_ms, page.lines[0].status), (Some(1_640_577_239_000), None));
        let report = &page.lines[4];
        assert_eq!((report.status, report.duration), (Some(200), Measured::read("1")));
        assert_eq!(report.memory, Measured::read("31178752"));
    }

    #[test]
    fn a_report_without_fields_is_read_by_its_text() {
        let fields = json!({
            "SCF_FunctionName": "f", "SCF_Namespace": "n", "SCF_Qualifier": "1", "SCF_RequestId": "id", "SCF_Type": "Platform",
            "SCF_Message": "Report RequestId:id Duration:12ms Memory:128MB MemUsage:2MB",
        });
        let page = page(&json!([{ "Time": 5, "LogJson": fields.to_string() }]));
        let line = &page.lines[0];
        assert_eq!((line.duration, line.memory), (Measured::read("12"), Measured::read("2097152")));
        assert_eq!((line.status, line.start_ms, line.id.as_str()), (None, None, ""));
    }

    #[test]
    fn what_is_no_line_of_a_function_is_counted() {
        let page = page(&json!([
            { "Time": 5, "LogJson": "{\"other\":\"1\"}" },
            { "Time": 5, "LogJson": "", "RawLog": "text", "IndexStatus": "failed" },
            documented("a", "Custom"),
        ]));
        assert_eq!((page.lines.len(), page.unreadable), (1, 2));
    }

    #[test]
    fn figures_may_be_numbers_or_texts() {
        let records = json!([
            r#"{"version":"$LATEST","invocations":3,"p50":12.5,"p95":20,"p99":20}"#,
            r#"{"version":"2","invocations":"1","p50":"7","p95":null,"p99":"NaN"}"#,
        ]);
        let table = FigureTable::read(Fields(&Json::from(json!({ "AnalysisRecords": records })))).unwrap();
        assert_eq!(table.0[0].p50, Measured::read("12.5"));
        assert_eq!((table.0[1].invocations, table.0[1].p50, table.0[1].p99), (1, Measured::read("7"), None));
    }
}
