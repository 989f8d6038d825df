//! What schemas of values are made of, below both files that describe inputs (`schema.rs`, `rollout_schema.rs`).

use serde_json::{Value, json};

/// Text that is filled in later may be anything.
pub(super) fn text(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": format!("{pattern}|\\$\\{{") })
}

pub(super) fn some_text() -> Value {
    json!({ "type": "string", "pattern": "\\S" })
}

pub(super) fn names() -> Value {
    json!({ "anyOf": [some_text(), { "type": "array", "minItems": 1, "items": { "type": "string" } }] })
}

/// Words in any letter case, and the booleans that they may mean.
pub(super) fn choice(words: &[&str]) -> Value {
    let mut all: Vec<Value> = words.iter().filter_map(|word| word.parse::<bool>().ok()).map(Value::Bool).collect();
    all.extend(words.iter().filter_map(|word| word.parse::<u32>().ok()).map(Value::from));
    all.extend(words.iter().map(|word| Value::from(*word)));
    let either = |letter: char| format!("[{}{}]", letter.to_ascii_uppercase(), letter.to_ascii_lowercase());
    let any_case: Vec<String> = words.iter().map(|word| word.chars().map(either).collect()).collect();
    json!({ "anyOf": [{ "enum": all }, text(&format!("^\\s*({})\\s*$", any_case.join("|")))] })
}

pub(super) fn scalar() -> Value {
    json!({ "type": ["string", "number", "boolean"] })
}

pub(super) fn digits() -> Value {
    text("^\\s*\\+?[0-9]+\\s*$")
}

pub(super) fn whole(least: u32, most: u32) -> Value {
    json!({ "anyOf": [{ "type": "integer", "minimum": least, "maximum": most }, digits()] })
}

pub(super) fn nothing() -> Value {
    json!({ "type": "object", "maxProperties": 0 })
}

/// An object with these keys. One without a value is left out, if it may be.
pub(super) fn only(mut properties: Value, required: &[&str]) -> Value {
    for (name, value) in properties.as_object_mut().into_iter().flatten() {
        if !required.contains(&name.as_str()) {
            *value = or_nothing(std::mem::take(value));
        }
    }
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

/// A value, or none. What is told of it stays in front.
pub(super) fn or_nothing(mut value: Value) -> Value {
    let about = value.as_object_mut().and_then(|map| map.remove("description"));
    let mut either = json!({ "anyOf": [value, { "type": "null" }] });
    if let Some(about) = about {
        put(&mut either, "description", about);
    }
    either
}

pub(super) fn put(schema: &mut Value, name: &str, value: Value) {
    if let Value::Object(map) = schema {
        map.insert(name.to_owned(), value);
    }
}
