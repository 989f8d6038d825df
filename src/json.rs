//! A value from outside: yml, flags, a page, an API answer.
//!
//! One reader serves inputs and answers: unknown keys have to be seen to be refused, and text stays where it is in what
//! was handed in, so that the answers about thousands of functions are read without a copy of each name.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeStruct, Serializer};

use crate::decimal::Decimal;
use crate::text::quoted;

/// Any value from outside.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Json<'a> {
    /// `null`, `undefined`, an empty yml value.
    #[default]
    Null,
    /// A boolean.
    Bool(bool),
    /// A number, as it was written.
    Number(Cow<'a, str>),
    /// Text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Json<'a>>),
    /// Keys and values in the order they came.
    Map(Vec<(Cow<'a, str>, Json<'a>)>),
}

impl<'a> Json<'a> {
    /// Of JSON text.
    ///
    /// # Errors
    /// Where and why it is none.
    pub fn from_json(text: &'a str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

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

    /// Takes the value of `key` out; nothing is left in its place.
    #[must_use]
    pub fn take(&mut self, key: &str) -> Self {
        let Self::Map(entries) = self else { return Self::Null };
        let place = entries.iter_mut().find(|(name, _)| name == key);
        place.map(|(_, value)| std::mem::take(value)).unwrap_or_default()
    }

    /// As a whole number that is not negative, `128.0` too; `None` for anything else, text that looks like one included.
    #[must_use]
    pub fn whole(&self) -> Option<u64> {
        match self {
            Self::Number(text) => whole(text),
            _ => None,
        }
    }

    /// Whether the key is there, be its value null.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.entries().iter().any(|(name, _)| name == key)
    }

    /// As text; `None` for anything else.
    #[must_use]
    pub fn to_text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone().into_owned()),
            _ => None,
        }
    }

    /// The entries of a map; none for anything else.
    #[must_use]
    pub fn entries(&self) -> &[(Cow<'a, str>, Self)] {
        match self {
            Self::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The text of `key`; `None` where it is absent or no text.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<String> {
        self.get(key)?.to_text()
    }

    /// Whether it says yes or no: a boolean, or the word as it is typed or written in a file.
    #[must_use]
    pub fn truth(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            Self::Text(text) if text.trim().eq_ignore_ascii_case("true") => Some(true),
            Self::Text(text) if text.trim().eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    /// As JSON text, numbers as they were written.
    #[must_use]
    pub fn to_json(&self) -> String {
        // values from outside can always be written
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Free of what it was read from.
    #[must_use]
    pub fn into_owned(self) -> Json<'static> {
        match self {
            Self::Null => Json::Null,
            Self::Bool(value) => Json::Bool(value),
            Self::Number(number) => Json::Number(Cow::Owned(number.into_owned())),
            Self::Text(text) => Json::Text(Cow::Owned(text.into_owned())),
            Self::List(items) => Json::List(items.into_iter().map(Self::into_owned).collect()),
            Self::Map(entries) => Json::Map(
                entries.into_iter().map(|(key, value)| (Cow::Owned(key.into_owned()), value.into_owned())).collect(),
            ),
        }
    }

    /// With each of its texts replaced, keys excepted.
    #[must_use]
    pub fn with_texts(self, change: &dyn Fn(&str) -> String) -> Self {
        match self {
            Self::Text(text) => Self::Text(Cow::Owned(change(&text))),
            Self::List(items) => Self::List(items.into_iter().map(|item| item.with_texts(change)).collect()),
            Self::Map(entries) => {
                Self::Map(entries.into_iter().map(|(key, value)| (key, value.with_texts(change))).collect())
            }
            other => other,
        }
    }

    /// What kind of thing it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Null => Kind::Nothing,
            Self::Bool(_) => Kind::Truth,
            Self::Number(_) => Kind::Number,
            Self::Text(_) => Kind::Text,
            Self::List(_) => Kind::List,
            Self::Map(_) => Kind::Map,
        }
    }
}

/// A kind of value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
pub enum Kind {
    /// Null.
    Nothing,
    /// True or false.
    Truth,
    /// A number.
    Number,
    /// Text.
    Text,
    /// A list.
    List,
    /// A map.
    Map,
}

fn whole(text: &str) -> Option<u64> {
    text.parse().ok().or_else(|| Decimal::of_json(text).filter(|number| !number.negative())?.scaled(0))
}

/// Of what a Rust program has parsed already.
impl From<serde_json::Value> for Json<'static> {
    fn from(value: serde_json::Value) -> Self {
        use serde_json::Value;
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(value),
            Value::Number(number) => Self::Number(Cow::Owned(number.to_string())),
            Value::String(text) => Self::Text(Cow::Owned(text)),
            Value::Array(items) => Self::List(items.into_iter().map(Self::from).collect()),
            Value::Object(map) => {
                Self::Map(map.into_iter().map(|(key, value)| (Cow::Owned(key), Self::from(value))).collect())
            }
        }
    }
}

/// As it was typed; long values are cut.
impl fmt::Display for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("(nothing)"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(text) => match Decimal::of_json(text) {
                Some(number) => number.fmt(f),
                None => f.write_str(text),
            },
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

impl<'de> Deserialize<'de> for Json<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(text) => number(text, serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Map(entries) => serializer.collect_map(entries.iter().map(|(key, value)| (key, value))),
        }
    }
}

/// The one key under which serde_json takes and gives numbers as text.
const NUMBER: &str = "$serde_json::private::Number";

/// Decimal text as a number of JSON, digit by digit.
pub(crate) fn number<S: Serializer>(digits: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let mut number = serializer.serialize_struct(NUMBER, 1)?;
    number.serialize_field(NUMBER, digits)?;
    number.end()
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("plain data")
    }

    fn visit_unit<E>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json<'de>, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json<'de>, E> {
        Ok(Json::Number(Cow::Owned(value.to_string())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json<'de>, E> {
        Ok(Json::Number(Cow::Owned(value.to_string())))
    }

    /// Numbers with a point come as text, under [`NUMBER`]; serde's own refusal would bring the printing of fractions along.
    fn visit_f64<E: Error>(self, _: f64) -> Result<Json<'de>, E> {
        Err(E::custom("a number that is not text"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_string<E>(self, value: String) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Owned(value)))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Borrowed(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json<'de>, A::Error> {
        let mut entries = Vec::new();
        while let Some(Key(key)) = map.next_key()? {
            if key == NUMBER {
                return match map.next_value()? {
                    Json::Text(text) => Ok(Json::Number(text)),
                    other => Ok(other),
                };
            }
            entries.push((key, map.next_value()?));
        }
        Ok(Json::Map(entries))
    }
}

/// A key, borrowed where it has no escapes; serde's own `Cow` never borrows.
struct Key<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_any(JsonVisitor)? {
            Json::Text(text) => Ok(Self(text)),
            other => Ok(Self(Cow::Owned(other.to_string()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_the_text_they_were() {
        let text = r#"{"a": 1, "list": [0.10, -2e-7], "text": "3", "esc\u0061pe": "\u00e9"}"#;
        let number = |text: &'static str| Json::Number(text.into());
        assert_eq!(
            Json::from_json(text),
            Ok(Json::Map(vec![
                ("a".into(), number("1")),
                ("list".into(), Json::List(vec![number("0.10"), number("-2e-7")])),
                ("text".into(), Json::Text("3".into())),
                ("escape".into(), Json::Text("é".into())),
            ]))
        );
    }

    #[test]
    fn text_without_escapes_is_not_copied() {
        let Ok(Json::Map(entries)) = Json::from_json(r#"{"key": "value"}"#) else { panic!() };
        assert!(matches!(&entries[..], [(Cow::Borrowed("key"), Json::Text(Cow::Borrowed("value")))]));
    }
}
