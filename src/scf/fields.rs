//! Reading the API's objects: lenient where the API is (null and absent are the same), strict where a release needs it.
//!
//! Written by hand instead of derived: one reader serves all types, which is a third of the module's size less.

use crate::json::Json;
use crate::traffic::routing::Version;

/// An object of the API.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a>(pub &'a Json<'a>);

impl<'a> Fields<'a> {
    /// A field that is there and not null.
    #[must_use]
    pub fn get(self, name: &str) -> Option<&'a Json<'a>> {
        self.0.get(name)
    }

    /// Text.
    #[must_use]
    pub fn text(self, name: &str) -> Option<String> {
        self.str(name).map(str::to_owned)
    }

    /// Text, borrowed.
    #[must_use]
    pub fn str(self, name: &str) -> Option<&'a str> {
        match self.get(name) {
            Some(Json::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// A number, as it was written.
    #[must_use]
    pub fn number(self, name: &str) -> Option<&'a str> {
        match self.get(name) {
            Some(Json::Number(text)) => Some(text),
            _ => None,
        }
    }

    /// Whether it is there and true.
    #[must_use]
    pub fn is_true(self, name: &str) -> bool {
        self.get(name) == Some(&Json::Bool(true))
    }

    /// A whole number that is not negative; some fields come as numeric text.
    #[must_use]
    pub fn whole(self, name: &str) -> Option<u64> {
        match self.get(name)? {
            Json::Text(text) => text.parse().ok(),
            other => other.whole(),
        }
    }

    /// The same for the settings of a function.
    #[must_use]
    pub fn small(self, name: &str) -> Option<u32> {
        self.whole(name).and_then(|number| u32::try_from(number).ok())
    }

    /// A list, each item read by `read`; what can't be read is an error of the whole.
    ///
    /// # Errors
    /// The first item's error, or the name of a field that is not a list.
    pub fn list<T>(self, name: &str, read: impl Fn(Fields<'a>) -> Result<T, String>) -> Result<Option<Vec<T>>, String> {
        let items = match self.get(name) {
            None => return Ok(None),
            Some(Json::List(items)) => items,
            Some(_) => return Err([name, " is no list"].concat()),
        };
        let mut all = Vec::with_capacity(items.len());
        for item in items {
            all.push(read(Fields(item))?);
        }
        Ok(Some(all))
    }

    /// A field that must be there.
    ///
    /// # Errors
    /// Its name.
    pub fn version(self, name: &str) -> Result<Version, String> {
        self.str(name).map(Version::named).ok_or_else(|| [name, " is missing"].concat())
    }
}

/// Something that the API's objects are read into.
pub trait Read: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// What is missing or of another kind than documented.
    fn read(fields: Fields<'_>) -> Result<Self, String>;
}

/// Any answer: only that it is none of an error counts.
impl Read for () {
    fn read(_: Fields<'_>) -> Result<Self, String> {
        Ok(())
    }
}
