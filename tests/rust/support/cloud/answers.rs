//! What calls that read are answered.

use serde_json::{Value, json};

use super::function::Function;

pub(super) fn get_function(function: &Function, body: &Value, now: u64) -> Result<Value, &'static str> {
    let qualifier = body["Qualifier"].as_str().unwrap();
    if qualifier != "$LATEST" {
        let found = function.versions.iter().find(|made| made.number.to_string() == qualifier);
        let found = found.ok_or("ResourceNotFound.Version")?;
        return Ok(configured(&found.config, found.status.word(now)));
    }
    let mut answer = configured(&function.config, function.status.word(now));
    if let Some(written_at) = function.written_at {
        answer["ModTime"] = json!(beijing(written_at / 1000));
    }
    Ok(answer)
}

fn configured(config: &Value, status: &str) -> Value {
    let mut answer = json!({ "Status": status, "StatusReasons": reasons(status) });
    for (key, value) in config.as_object().unwrap() {
        answer[key] = value.clone();
    }
    answer
}

fn reasons(status: &str) -> Value {
    if status.ends_with("Failed") {
        json!([{ "ErrorCode": "FailedOperation.Why", "ErrorMessage": "the disk of the builder is full" }])
    } else {
        json!([])
    }
}

/// `size`: small in most tests, so that every one that looks at versions pages.
pub(super) fn list_versions(function: &Function, body: &Value, now: u64, lag: u64, size: usize) -> Value {
    let latest = std::iter::once(("$LATEST".to_owned(), function.status.word(now), ""));
    let seen: Vec<_> = function.versions.iter().filter(|made| made.made_at == 0 || made.made_at + lag <= now).collect();
    let total = seen.len() + 1;
    let published = seen.iter().rev().map(|made| (made.number.to_string(), made.status.word(now), &*made.description));
    let offset = usize::try_from(body["Offset"].as_u64().unwrap()).unwrap();
    let page = published.chain(latest).skip(offset).take(size);
    let item = |(version, status, text)| json!({ "Version": version, "Status": status, "Description": text });
    json!({ "Versions": page.map(item).collect::<Vec<_>>(), "TotalCount": total })
}

pub(super) fn data_points(points: &[(&'static str, &'static str, u64, f64)], body: &Value) -> Value {
    assert_eq!(body["Namespace"], "QCE/SCF_V2");
    assert!(body["StartTime"].as_str().unwrap().ends_with("+08:00"));
    let data = body["Instances"].as_array().unwrap().iter().map(|instance| {
        let version = &instance["Dimensions"][2]["Value"];
        let of: Vec<_> = points.iter().filter(|one| body["MetricName"] == one.0 && *version == one.1).collect();
        json!({
            "Dimensions": instance["Dimensions"],
            "Timestamps": of.iter().map(|one| one.2).collect::<Vec<_>>(),
            "Values": of.iter().map(|one| one.3).collect::<Vec<_>>(),
        })
    });
    json!({ "DataPoints": data.collect::<Vec<_>>() })
}

/// A day of the year 2023 is enough for these tests: days are counted from its 14 November, when their clock begins.
const DAY: u64 = 1_699_920_000;

pub fn beijing(seconds: u64) -> String {
    let local = seconds + 8 * 3600 - DAY;
    format!("2023-11-{:02} {:02}:{:02}:{:02}", 14 + local / 86_400, local / 3600 % 24, local / 60 % 60, local % 60)
}

pub(super) fn with_id(mut fields: Value) -> Value {
    fields["RequestId"] = json!("5f9c2f4e-0000-4000-8000-000000000001");
    fields
}

pub(super) fn refusal(code: &str) -> Value {
    json!({ "Response": with_id(json!({ "Error": { "Code": code, "Message": "because the test says so" } })) })
}
