//! A value as it comes from outside — yml, flags, a page, an API answer — before anyone has decided what it means.
//!
//! Kept apart from `serde_json::Value` because it must hold what JavaScript can hand over and JSON cannot (`NaN`), and
//! because unknown keys have to be seen to be refused: `serde-wasm-bindgen` lets them pass silently.

use std::fmt;

use serde_json::{Number, Value};

use crate::text::{number, quoted};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// Any value from outside.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Raw {
    /// `null`, `undefined`, an empty yml value.
    #[default]
    Null,
    /// A boolean.
    Bool(bool),
    /// Any number, also `NaN` and infinities.
    Number(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Raw>),
    /// Keys and values in the order they came.
    Map(Vec<(String, Raw)>),
}

impl Raw {
    /// The value of `key`; `None` where the key is absent or the value is null.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries
                .iter()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value)
                .filter(|value| **value != Self::Null),
            _ => None,
        }
    }

    /// The entries of a map; none for anything else.
    #[must_use]
    pub fn entries(&self) -> &[(String, Self)] {
        match self {
            Self::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The text of `key`; `None` where it is absent or no text.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<String> {
        match self.get(key) {
            Some(Self::Text(text)) => Some(text.clone()),
            _ => None,
        }
    }

    /// As JSON; numbers that JSON has no form for become null.
    #[must_use]
    pub fn into_json(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::Number(number) => json_number(number),
            Self::Text(text) => Value::String(text),
            Self::List(items) => Value::Array(items.into_iter().map(Self::into_json).collect()),
            Self::Map(entries) => {
                Value::Object(entries.into_iter().map(|(key, value)| (key, value.into_json())).collect())
            }
        }
    }

    /// What kind of thing it is, for messages.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
        }
    }
}

/// As a person would recognise what was typed; long values are cut.
impl fmt::Display for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("(nothing)"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(value) => f.write_str(&number(*value)),
            Self::Text(text) if text.chars().count() > 60 => {
                write!(f, "{}…", quoted(&text.chars().take(60).collect::<String>()))
            }
            Self::Text(text) => f.write_str(&quoted(text)),
            Self::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().take(5).enumerate() {
                    if index > 0 {
                        f.write_str(", ")?;
                    }
                    item.fmt(f)?;
                }
                f.write_str(if items.len() > 5 { ", …]" } else { "]" })
            }
            Self::Map(entries) => write!(f, "{{{} keys}}", entries.len()),
        }
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

/// JavaScript has one kind of number; whole ones are integers again, as JSON text would have given them.
#[allow(clippy::cast_possible_truncation, reason = "checked to be whole and small enough")]
fn json_number(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 {
        Value::from(number as i64)
    } else {
        Number::from_f64(number).map_or(Value::Null, Value::Number)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("plain data")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    #[allow(clippy::cast_precision_loss, reason = "inputs are small; JavaScript's own numbers are no finer")]
    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Number(value as f64))
    }

    #[allow(clippy::cast_precision_loss, reason = "inputs are small; JavaScript's own numbers are no finer")]
    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}
