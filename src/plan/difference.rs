//! What differs between two plans, in a few lines a person can read.

use serde_json::Value;

/// The most lines that are shown.
const LINES: usize = 20;

/// Where two canonical texts differ: `functions[0].basis.routing: "…" → "…"`. Empty where they do not.
#[must_use]
pub fn difference(old: &str, new: &str) -> Vec<String> {
    let parse = |text: &str| serde_json::from_str::<Value>(text).unwrap_or(Value::Null);
    let mut lines = Vec::new();
    walk("", &parse(old), &parse(new), &mut lines);
    // the fingerprint differs whenever anything does
    lines.retain(|line| !line.starts_with("fingerprint"));
    if lines.is_empty() && old != new {
        lines.push("the text of the plan was changed by hand: its fingerprint, its order or its spaces".to_owned());
    }
    let more = lines.len().saturating_sub(LINES);
    lines.truncate(LINES);
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    lines
}

fn walk(path: &str, old: &Value, new: &Value, lines: &mut Vec<String>) {
    match (old, new) {
        (Value::Object(before), Value::Object(after)) => {
            for key in before.keys().chain(after.keys().filter(|key| !before.contains_key(*key))) {
                let inner = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                walk(&inner, before.get(key).unwrap_or(&Value::Null), after.get(key).unwrap_or(&Value::Null), lines);
            }
        }
        (Value::Array(before), Value::Array(after)) => {
            for index in 0..before.len().max(after.len()) {
                walk(
                    &format!("{path}[{index}]"),
                    before.get(index).unwrap_or(&Value::Null),
                    after.get(index).unwrap_or(&Value::Null),
                    lines,
                );
            }
        }
        _ if old != new => lines.push(format!("{path}: {} → {}", short(old), short(new))),
        _ => {}
    }
}

fn short(value: &Value) -> String {
    let text = match value {
        Value::Null => return "(nothing)".to_owned(),
        Value::Object(map) => map.get("text").and_then(Value::as_str).map_or_else(|| value.to_string(), str::to_owned),
        other => other.to_string(),
    };
    if text.chars().count() > 90 { format!("{}…", text.chars().take(90).collect::<String>()) } else { text }
}
