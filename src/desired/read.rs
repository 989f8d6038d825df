//! Typed reading of a map of inputs; every error names the path of the key.

use super::key_table::Place;
use super::keys;
use crate::error::Error;
use crate::json::Json;
use crate::message::given::Given;
use crate::message::problem::InputProblem;
use crate::message::problem::input_facts::Expected;

/// A map, and where it is in the inputs.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    map: &'a Json<'a>,
    /// Defaults for keys that it lacks.
    behind: Option<&'a Json<'a>>,
    inside: &'a str,
}

impl<'a> Reader<'a> {
    pub(super) fn new(map: &'a Json<'a>, inside: &'a str) -> Result<Self, Error> {
        if matches!(map, Json::Map(_)) {
            return Ok(Self { map, behind: None, inside });
        }
        Err(wrong_kind(inside, Expected::Map, map))
    }

    /// `inner` with this map as its defaults: the inputs around a function are defaults for it.
    pub(super) const fn under<'b>(&self, inner: Reader<'b>) -> Reader<'b>
    where
        'a: 'b,
    {
        Reader { behind: Some(self.map), ..inner }
    }

    pub(super) fn known(&self, places: &[Place]) -> Result<(), Error> {
        keys::check(self.map, self.inside, places)
    }

    /// The value. A key without one (null) is left out, but for orders: an empty `traffic:` is a mistake.
    pub(super) fn given(&self, key: &str) -> Option<&'a Json<'a>> {
        // the identity of a function has no default
        let behind = self.behind.filter(|_| key != "name" && key != "key");
        self.own(key).or_else(|| behind?.get(key))
    }

    /// Without defaults, where the map itself has any of `keys`: those belong together.
    pub(super) fn together(self, keys: &[&str]) -> Self {
        if keys.iter().any(|key| self.own(key).is_some()) { Self { behind: None, ..self } } else { self }
    }

    fn own(&self, key: &str) -> Option<&'a Json<'a>> {
        let value = self.map.entries().iter().find(|(name, _)| name == key).map(|(_, value)| value);
        value.filter(|value| **value != Json::Null || keys::is_order(key))
    }

    /// The path of the key, also where its value is a default.
    pub(super) fn path(&self, key: &str) -> String {
        let around = self.own(key).is_none() && self.given(key).is_some();
        if self.inside.is_empty() || around { key.to_owned() } else { format!("{}.{key}", self.inside) }
    }

    /// The value of an input that is not what it must be. Values of variables never come here.
    pub(super) fn wrong(&self, key: &str, value: &Json<'_>, expected: Expected) -> Error {
        Error::usage(InputProblem::Invalid { input: self.path(key), expected, given: Given::from(value) })
    }

    /// Text that is not empty; numbers are taken as they were written (`012` may have become 12 on its way here).
    pub(super) fn text(&self, key: &str) -> Result<Option<String>, Error> {
        match self.given(key) {
            None => Ok(None),
            Some(Json::Text(text)) if !text.trim().is_empty() => Ok(Some(text.trim().to_owned())),
            Some(value) => Err(self.wrong(key, value, Expected::Text)),
        }
    }

    /// Text; empty text is left out.
    pub(super) fn text_or_none(&self, key: &str) -> Result<Option<String>, Error> {
        match self.given(key) {
            Some(Json::Text(text)) if text.trim().is_empty() => Ok(None),
            _ => self.text(key),
        }
    }

    /// Text that may be empty.
    pub(super) fn any_text(&self, key: &str) -> Result<Option<String>, Error> {
        match self.given(key) {
            None => Ok(None),
            Some(Json::Text(text)) => Ok(Some(text.clone().into_owned())),
            Some(value) => Err(self.wrong(key, value, Expected::Text)),
        }
    }

    pub(super) fn truth(&self, key: &str) -> Result<Option<bool>, Error> {
        let Some(value) = self.given(key) else { return Ok(None) };
        value.truth().map(Some).ok_or_else(|| self.wrong(key, value, Expected::Truth))
    }

    /// A whole number from `least` to `most`.
    pub(super) fn whole(&self, key: &str, least: u32, most: u32) -> Result<Option<u32>, Error> {
        let Some(value) = self.given(key) else { return Ok(None) };
        let number = match value {
            Json::Text(text) => text.trim().parse().ok(),
            other => other.whole().and_then(|number| u32::try_from(number).ok()),
        };
        match number {
            Some(number) if (least..=most).contains(&number) => Ok(Some(number)),
            _ => Err(self.wrong(key, value, Expected::Whole { least, most })),
        }
    }
}

/// A value of the wrong kind that may be a secret: only its kind is repeated.
pub(super) fn wrong_kind(input: &str, expected: Expected, value: &Json<'_>) -> Error {
    Error::usage(InputProblem::WrongKind { input: input.to_owned(), expected, got: value.kind() })
}
