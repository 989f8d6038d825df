//! What differs between two plans, in a few lines a person can read.

use crate::raw::Raw;

/// The most lines that are shown.
const LINES: usize = 20;

/// Where two canonical texts differ: `functions[0].basis.routing: "…" → "…"`. Empty where they do not.
#[must_use]
pub fn difference(old: &str, new: &str) -> Vec<String> {
    let mut lines = Vec::new();
    walk("", &Raw::from_json(old).unwrap_or_default(), &Raw::from_json(new).unwrap_or_default(), &mut lines);
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

fn walk(path: &str, old: &Raw<'_>, new: &Raw<'_>, lines: &mut Vec<String>) {
    match (old, new) {
        (Raw::Map(before), Raw::Map(after)) => {
            for (key, value) in before {
                walk(&inside(path, key), value, new.get(key).unwrap_or(&Raw::Null), lines);
            }
            for (key, value) in after.iter().filter(|(key, _)| old.get(key).is_none()) {
                walk(&inside(path, key), &Raw::Null, value, lines);
            }
        }
        (Raw::List(before), Raw::List(after)) => {
            for index in 0..before.len().max(after.len()) {
                let (old, new) = (before.get(index), after.get(index));
                walk(&format!("{path}[{index}]"), old.unwrap_or(&Raw::Null), new.unwrap_or(&Raw::Null), lines);
            }
        }
        _ if old != new => lines.push(format!("{path}: {} → {}", short(old), short(new))),
        _ => {}
    }
}

fn inside(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { [path, ".", key].concat() }
}

/// A step or a note is known by its text.
fn short(value: &Raw<'_>) -> String {
    value.get("text").unwrap_or(value).to_string()
}
