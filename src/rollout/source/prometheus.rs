//! Prometheus, and servers that speak as it does: `query_range` with a step of a minute
//! (<https://prometheus.io/docs/prometheus/latest/querying/api/#range-queries>).
//!
//! Two queries of the policy, one of all calls and one of bad ones, are each asked for both versions. The point of a moment is
//! what the query counted in the minute before it.

use super::ask::{Ask, Counted, MINUTE, Points, Span};
use crate::json::Json;
use crate::message::rollout::Blind;
use crate::rollout::figures::list;
use crate::rollout::ground::Place;
use crate::rollout::number::of_text;
use crate::rollout::policy::PLACEHOLDERS;

const FORM: &str = "application/x-www-form-urlencoded";

/// Four requests: all calls and bad calls of the canary, and of stable.
pub(super) fn asks(url: &str, queries: [&str; 2], alias: &str, place: &Place, span: Span) -> Vec<Ask> {
    let of_version = |version: &str| {
        queries.map(|query| {
            let query = filled(query, version, alias, place);
            let form = [
                ("query", query),
                ("start", (span.from + MINUTE).to_string()),
                ("end", span.to.to_string()),
                ("step", MINUTE.to_string()),
            ];
            let body: Vec<String> = form.iter().map(|(name, value)| [name, "=", &encoded(value)].concat()).collect();
            Ask::post(url, "/api/v1/query_range", FORM, body.join("&"))
        })
    };
    [place.canary.wire(), place.stable.wire()].into_iter().flat_map(of_version).collect()
}

/// A query about a version. What is filled in stands between double quotes there.
fn filled(query: &str, version: &str, alias: &str, place: &Place) -> String {
    let target = &place.target;
    let values = [version, alias, &target.name, &target.namespace, &target.region];
    let mut filled = query.to_owned();
    for (name, value) in PLACEHOLDERS.into_iter().zip(values) {
        let value = value.replace('\\', "\\\\").replace('"', "\\\"");
        filled = filled.replace(&["{{", name, "}}"].concat(), &value);
    }
    filled
}

/// As forms have it.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&["%", &hex::encode_upper([byte])].concat()),
        }
    }
    encoded
}

/// The answers to the four requests.
pub(super) fn read(bodies: &[Json<'_>], span: Span) -> Result<[Counted; 2], Blind> {
    let series: Vec<Points> = bodies.iter().map(|body| points(body, span)).collect::<Result<_, _>>()?;
    let [canary_calls, canary_bad, stable_calls, stable_bad] = series.try_into().map_err(|_| Blind::Unreadable)?;
    if canary_calls.is_empty() && stable_calls.is_empty() {
        return Err(Blind::NoSeries);
    }
    Ok([Counted { calls: canary_calls, bad: canary_bad }, Counted { calls: stable_calls, bad: stable_bad }])
}

/// The one series of an answer, by minutes; none where there is no such series.
fn points(body: &Json<'_>, span: Span) -> Result<Points, Blind> {
    if body.text("status").as_deref() != Some("success") {
        return Err(Blind::Refused);
    }
    // a warning says that a part of the data is missing
    if !list(body.get("warnings")).is_empty() {
        return Err(Blind::Unreadable);
    }
    let data = body.get("data").filter(|data| data.text("resultType").as_deref() == Some("matrix"));
    let Some(Json::List(result)) = data.and_then(|data| data.get("result")) else { return Err(Blind::Unreadable) };
    let series = match result.as_slice() {
        [] => return Ok(Vec::new()),
        [one] => one,
        _ => return Err(Blind::ManySeries),
    };
    let mut points = Vec::new();
    for value in list(series.get("values")) {
        let [Json::Number(at), Json::Text(figure)] = list(Some(value)) else { return Err(Blind::Unreadable) };
        let at = of_text(at).filter(|at| *at >= 0.0).ok_or(Blind::Unreadable)? as u64;
        let figure = of_text(figure).filter(|figure| *figure >= 0.0).ok_or(Blind::NotANumber)?;
        let from = at.saturating_sub(MINUTE);
        if at.is_multiple_of(MINUTE) && (span.from..span.to).contains(&from) {
            // `increase` extrapolates, and calls are whole
            points.push((from, libm::round(figure)));
        }
    }
    Ok(points)
}
