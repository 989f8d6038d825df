//! Values as people gave them, short enough to be repeated.

use serde::{Serialize, Serializer};

use crate::decimal::Decimal;
use crate::json::{self, Json};
use crate::text::{clean, quoted};

/// Letters of a text that are repeated.
const LONGEST: usize = 60;
/// Items of a list that are repeated.
const MOST_ITEMS: usize = 5;

/// A value as it was given. Long texts are cut, and maps are only counted: they may hold secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
pub enum Given {
    /// Nothing.
    Nothing,
    /// A boolean.
    Bool(bool),
    /// A number, as it was written.
    Number(String),
    /// The beginning of a text.
    Text(String),
    /// The first items of a list.
    List(Vec<Self>),
    /// A map with so many keys.
    Map(usize),
    /// More than is repeated.
    More,
}

impl From<&Json<'_>> for Given {
    fn from(value: &Json<'_>) -> Self {
        match value {
            Json::Null => Self::Nothing,
            Json::Bool(value) => Self::Bool(*value),
            Json::Number(text) => {
                Self::Number(Decimal::of_json(text).map_or_else(|| text.to_string(), |number| number.to_string()))
            }
            Json::Text(text) => Self::from(&**text),
            Json::List(items) => {
                let mut first: Vec<Self> = items.iter().take(MOST_ITEMS).map(Self::from).collect();
                if items.len() > MOST_ITEMS {
                    first.push(Self::More);
                }
                Self::List(first)
            }
            Json::Map(entries) => Self::Map(entries.len()),
        }
    }
}

impl From<&str> for Given {
    fn from(text: &str) -> Self {
        let mut shown: String = clean(text).chars().take(LONGEST).collect();
        if text.chars().count() > LONGEST {
            shown.push('…');
        }
        Self::Text(shown)
    }
}

impl Given {
    /// As it is repeated, in the words of a language for nothing and for a map.
    pub(super) fn shown(&self, nothing: &str, map: &dyn Fn(usize) -> String) -> String {
        match self {
            Self::Nothing => nothing.to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Number(text) => text.clone(),
            Self::Text(text) => quoted(text),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(|item| item.shown(nothing, map)).collect();
                ["[", items.join(", ").as_str(), "]"].concat()
            }
            Self::Map(keys) => map(*keys),
            Self::More => "…".to_owned(),
        }
    }
}

/// As it was given, as far as it is repeated; of a map, the number of its keys.
impl Serialize for Given {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(text) if Decimal::of_json(text).is_some() => json::number(text, serializer),
            Self::Number(text) | Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Map(keys) => serializer.collect_map([("keys", keys)]),
            Self::More => serializer.serialize_str("…"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> (String, String) {
        let given = Given::from(&Json::from_json(json).unwrap());
        (given.shown("-", &|keys| format!("{{{keys}}}")), serde_json::to_string(&given).unwrap())
    }

    #[test]
    fn a_value_is_repeated_as_it_was_given() {
        for (json, shown) in
            [("null", "-"), ("true", "true"), ("0.10", "0.1"), ("\"a\"", "\"a\""), ("[1,\"b\"]", "[1, \"b\"]")]
        {
            assert_eq!(of(json).0, shown, "{json}");
        }
    }

    #[test]
    fn a_long_text_is_cut_in_words_and_as_data() {
        let (shown, data) = of(&format!("\"{}\"", "x".repeat(100)));
        assert_eq!(shown, format!("\"{}…\"", "x".repeat(60)));
        assert_eq!(data, shown);
    }

    #[test]
    fn a_map_shows_no_value_of_it() {
        assert_eq!(of(r#"{"A":"s3cret","B":1}"#), ("{2}".to_owned(), r#"{"keys":2}"#.to_owned()));
    }
}
