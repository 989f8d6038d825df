//! Reading the API's objects: lenient where the API is (null and absent are the same), strict where a release needs it.
//!
//! Written by hand instead of derived: one reader serves all types, which is a third of the module's size less.

use serde_json::Value;

use crate::routing::Version;

/// An object of the API.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a>(pub &'a Value);

impl<'a> Fields<'a> {
    /// A field that is there and not null.
    #[must_use]
    pub fn get(self, name: &str) -> Option<&'a Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// Text.
    #[must_use]
    pub fn text(self, name: &str) -> Option<String> {
        self.get(name).and_then(Value::as_str).map(str::to_owned)
    }

    /// A whole number that is not negative; some fields come as numeric text.
    #[must_use]
    pub fn whole(self, name: &str) -> Option<u64> {
        let value = self.get(name)?;
        value
            .as_u64()
            .or_else(|| value.as_f64().filter(|number| number.fract() == 0.0 && *number >= 0.0).map(to_whole))
            .or_else(|| value.as_str()?.parse().ok())
    }

    /// The same for the settings of a function.
    #[must_use]
    pub fn small(self, name: &str) -> Option<u32> {
        self.whole(name).and_then(|number| u32::try_from(number).ok())
    }

    /// A list, each item read by `read`; what can't be read is an error of the whole.
    ///
    /// # Errors
    /// The first item's error, or the name of what is no list.
    pub fn list<T>(self, name: &str, read: impl Fn(Fields<'a>) -> Result<T, String>) -> Result<Option<Vec<T>>, String> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Array(items)) => {
                items.iter().map(|item| read(Fields(item))).collect::<Result<_, _>>().map(Some)
            }
            Some(_) => Err([name, " is no list"].concat()),
        }
    }

    /// A field that must be there.
    ///
    /// # Errors
    /// Its name.
    pub fn version(self, name: &str) -> Result<Version, String> {
        self.text(name).map(|text| Version::named(&text)).ok_or_else(|| [name, " is missing"].concat())
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be whole and not negative; the cast saturates"
)]
const fn to_whole(number: f64) -> u64 {
    number as u64
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
