//! What functions logged, and what SearchLog and GetRequestStatus tell of it.

use serde_json::{Value, json};

use super::cloud::beijing;

/// The topic of all functions.
pub const TOPIC: &str = "5b1d5b2e-0000-4000-8000-00000000c150";

/// An invocation in the log: a line when it begins, one that it writes, and when it ends why it failed and its report.
#[derive(Clone, Debug)]
pub struct Logged {
    pub id: String,
    pub function: &'static str,
    pub version: &'static str,
    pub alias: &'static str,
    /// In seconds.
    pub start: u64,
    /// From when on its lines are found; those of its end when it ended, if that is later.
    pub shown_at: u64,
    /// From when on the line that it wrote is found, if that is later.
    pub written_at: u64,
    pub ended_at: u64,
    pub failed: bool,
    /// In milliseconds.
    pub took: u64,
    /// The compact format: only the report has figures.
    pub compact: bool,
    /// The service's lines are left out.
    pub bare: bool,
    /// The topic did not index its lines: they have no fields.
    pub unindexed: bool,
}

impl Logged {
    pub fn of(id: &str, version: &'static str, start: u64) -> Self {
        Self {
            id: id.into(),
            function: "fun01-dev",
            version,
            alias: "$DEFAULT",
            start,
            shown_at: start,
            written_at: start,
            ended_at: start,
            failed: false,
            took: 5,
            compact: false,
            bare: false,
            unindexed: false,
        }
    }

    /// Its lines: when each was written, from when on it is found, and its fields.
    fn lines(&self) -> Vec<(u64, u64, Value)> {
        let status = if self.failed { "430" } else { "200" };
        let line = |at: u64, kind: &str, message: String| {
            let mut fields = json!({
                "SCF_FunctionName": self.function, "SCF_Namespace": "default", "SCF_Qualifier": self.version,
                "SCF_Alias": self.alias, "SCF_RequestId": self.id, "SCF_LogTime": (at * 1000).to_string(),
                "SCF_RetryNum": "0", "SCF_Type": kind, "SCF_Message": message,
            });
            if self.unindexed {
                fields["unindexed"] = json!(true);
            }
            if !self.compact || kind == "Platform" {
                fields["SCF_StartTime"] = json!((self.start * 1000).to_string());
            }
            if !self.compact || message.starts_with("Report ") {
                fields["SCF_Duration"] = json!(self.took.to_string());
                fields["SCF_MemUsage"] = json!("1048576");
                fields["SCF_StatusCode"] = json!(if at < self.ended_at { "202" } else { status });
                fields["SCF_Level"] = json!("INFO");
            }
            fields
        };
        let ended = self.ended_at.max(self.shown_at);
        let written =
            (self.start, self.written_at.max(self.shown_at), line(self.start, "Custom", format!("in {}", self.id)));
        if self.bare {
            return vec![written];
        }
        let mut lines = vec![
            (self.start, self.shown_at, line(self.start, "Platform", format!("START RequestId:{}", self.id))),
            written,
        ];
        if self.failed {
            let why = format!(
                "ERROR RequestId:{} Result:{{\"errorCode\":1,\"errorMessage\":\"broken\",\"statusCode\":430}}",
                self.id
            );
            lines.push((self.ended_at, ended, line(self.ended_at, "Platform", why)));
        }
        let report = format!("Report RequestId:{} Duration:{}ms Memory:128MB MemUsage:1.0MB", self.id, self.took);
        lines.push((self.ended_at, ended, line(self.ended_at, "Platform", report)));
        lines
    }
}

/// Its lines are told apart by function too late: words of a name are found in other names.
pub fn search(logs: &[Logged], body: &Value, now: u64) -> Result<Value, &'static str> {
    if body["TopicId"] != TOPIC {
        return Err("ResourceNotFound.TopicNotExist");
    }
    let query = body["QueryString"].as_str().unwrap();
    assert!(query.len() <= 12 * 1024, "the service refuses longer queries");
    assert!(query.starts_with("SCF_Namespace:\"default\" AND SCF_FunctionName:\"fun01-dev\""), "{query}");
    let (condition, sql) = query.split_once(" | ").map_or((query, None), |(one, other)| (one, Some(other)));
    let (from, to) = (body["From"].as_u64().unwrap(), body["To"].as_u64().unwrap());
    let mut found: Vec<(u64, String, Value)> = vec![];
    for one in logs.iter().filter(|one| fits(one, condition)) {
        for (place, (at, shown_at, fields)) in one.lines().into_iter().enumerate() {
            let in_time = (from..to).contains(&(at * 1000)) && shown_at <= now;
            if in_time && fits_line(&fields, condition) {
                found.push((at, format!("{}/{place}", one.id), fields));
            }
        }
    }
    if let Some(sql) = sql {
        assert!(sql.contains("where SCF_FunctionName='fun01-dev' and SCF_Namespace='default'"), "{sql}");
        return Ok(figures(&found));
    }
    found.sort_by_key(|one| one.0);
    if body["Sort"] == "desc" {
        found.reverse();
    }
    let limit = usize::try_from(body["Limit"].as_u64().unwrap()).unwrap();
    assert!(limit <= 1000, "more than a page has");
    let offset = body["Context"].as_str().map_or(0, |text| text.parse().unwrap());
    // small pages, so that every test that looks at logs pages; but for many lines they would take long
    let page: Vec<Value> = found
        .iter()
        .skip(offset)
        .take(limit.min(if logs.len() > 1000 { 1000 } else { 40 }))
        .map(|(at, id, fields)| {
            let text = if fields["unindexed"] == true { String::new() } else { fields.to_string() };
            json!({ "Time": at * 1000, "TopicId": TOPIC, "PkgId": id, "PkgLogId": "0", "LogJson": text })
        })
        .collect();
    let read = offset + page.len();
    Ok(json!({ "Results": page, "Context": read.to_string(), "ListOver": read == found.len(), "Analysis": false }))
}

fn fits(one: &Logged, condition: &str) -> bool {
    let names = |field: &str, value: &str| {
        !condition.contains(&format!("{field}:\"")) || condition.contains(&format!("{field}:\"{value}\""))
    };
    names("SCF_Qualifier", one.version)
        && names("SCF_Alias", one.alias)
        && (!condition.contains("SCF_RequestId:(") || condition.contains(&format!("\"{}\"", one.id)))
}

fn fits_line(fields: &Value, condition: &str) -> bool {
    let begins =
        |word: &str| fields["SCF_Message"].as_str().unwrap().starts_with(word) && fields["SCF_Type"] == "Platform";
    let failed = fields["SCF_StatusCode"].as_str().is_some_and(|code| code.parse::<u32>().unwrap() >= 400);
    if condition.contains("SCF_Message:ERROR*") {
        return begins("ERROR") || (begins("Report") && failed);
    }
    !condition.contains("SCF_Message:Report*") || begins("Report")
}

/// Counts, and by the nearest rank the durations.
fn figures(found: &[(u64, String, Value)]) -> Value {
    let mine = || found.iter().filter(|one| one.2["SCF_FunctionName"] == "fun01-dev");
    let mut versions: Vec<&str> = mine().map(|one| one.2["SCF_Qualifier"].as_str().unwrap()).collect();
    versions.sort_unstable();
    versions.dedup();
    let records = versions.into_iter().map(|version| {
        let of = mine().filter(|one| one.2["SCF_Qualifier"] == version);
        let mut durations: Vec<u64> = of.map(|one| one.2["SCF_Duration"].as_str().unwrap().parse().unwrap()).collect();
        durations.sort_unstable();
        let at = |percent: usize| durations[(durations.len() * percent).div_ceil(100) - 1];
        let record =
            json!({ "version": version, "invocations": durations.len(), "p50": at(50), "p95": at(95), "p99": at(99) });
        record.to_string()
    });
    json!({ "Analysis": true, "AnalysisRecords": records.collect::<Vec<_>>(), "ListOver": true, "Context": "" })
}

pub fn request_status(logs: &[Logged], body: &Value, now: u64) -> Value {
    let found = logs.iter().filter(|one| body["FunctionRequestId"] == one.id && body["FunctionName"] == one.function);
    let data = found.map(|one| {
        let code = if one.ended_at > now { 1 } else { -i64::from(one.failed) };
        json!({
            "FunctionName": one.function, "RequestId": one.id, "StartTime": beijing(one.start), "RetCode": code,
            "RetMsg": if one.failed { "{\"errorCode\":1,\"errorMessage\":\"broken\",\"statusCode\":430}" } else { "\"done\"" },
            "Duration": one.took, "MemUsage": 1, "RetryNum": 0,
        })
    });
    // as in the documented sample: the count says nothing
    json!({ "TotalCount": 0, "Data": data.collect::<Vec<_>>() })
}
