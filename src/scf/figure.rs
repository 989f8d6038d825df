//! Measured numbers: durations, sizes, counts.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::fields::Fields;
use crate::decimal::Decimal;
use crate::raw::NUMBER;

/// One in units of [`Figure`].
const ONE: u64 = 1_000_000;
const PLACES: i32 = 6;

/// A number from 0 upwards in millionths: finer than anything that is measured here. As data it is a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Figure(u64);

impl Figure {
    /// Of the API's number; what is none, or below zero, is nothing.
    #[must_use]
    pub fn of(fields: Fields<'_>, name: &str) -> Self {
        fields.number(name).and_then(Self::read).unwrap_or_default()
    }

    /// Of a number as it was written.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        Decimal::of_json(text).filter(|number| !number.negative()).map(|number| Self(number.truncated(PLACES)))
    }
}

/// In plain digits: `12.5`.
impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let whole = (self.0 / ONE).to_string();
        let fraction = (self.0 % ONE + ONE).to_string();
        let fraction = fraction.trim_start_matches('1').trim_end_matches('0');
        let fraction = if self.0.is_multiple_of(ONE) { "" } else { fraction };
        let text = if fraction.is_empty() { whole } else { [whole.as_str(), ".", fraction].concat() };
        let mut number = serializer.serialize_struct(NUMBER, 1)?;
        number.serialize_field(NUMBER, &text)?;
        number.end()
    }
}
