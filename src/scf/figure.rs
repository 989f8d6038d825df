//! Measured numbers: durations, sizes, counts.

use std::fmt;

use serde::{Serialize, Serializer};

use super::fields::Fields;
use crate::decimal::Decimal;
use crate::json::number;
use crate::traffic::share::Share;

/// One in units of [`Measured`].
const ONE: u64 = 1_000_000;
const PLACES: i32 = 6;

/// A number from 0 upwards in millionths: finer than anything that is measured here. As data it is a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Measured(u64);

impl Measured {
    /// Of the API's number; what is none, or below zero, is nothing.
    #[must_use]
    pub fn of(fields: Fields<'_>, name: &str) -> Self {
        fields.number(name).and_then(Self::read).unwrap_or_default()
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// Of a whole number.
    #[must_use]
    pub const fn whole(number: u32) -> Self {
        Self(number as u64 * ONE)
    }

    /// So many times as much.
    #[must_use]
    pub const fn times(self, factor: u32) -> Self {
        Self(self.0.saturating_mul(factor as u64))
    }

    /// Whether it is no more than this share of `whole`, exactly.
    #[must_use]
    pub fn at_most(self, share: Share, whole: Self) -> bool {
        u128::from(self.0) * 10_000 <= u128::from(share.basis_points()) * u128::from(whole.0)
    }

    /// Of means over so many each, the mean over all; `None` where there are none.
    #[must_use]
    pub fn mean(parts: impl Iterator<Item = (Self, Self)>) -> Option<Self> {
        let (mut sum, mut all): (u128, u128) = (0, 0);
        for (mean, count) in parts {
            sum = sum.saturating_add(u128::from(mean.0).saturating_mul(u128::from(count.0)));
            all += u128::from(count.0);
        }
        Self::divided(sum, all)
    }

    /// Which part of `whole` it is; `None` of nothing.
    #[must_use]
    pub fn part_of(self, whole: Self) -> Option<Self> {
        Self::divided(u128::from(self.0) * u128::from(ONE), u128::from(whole.0))
    }

    fn divided(sum: u128, by: u128) -> Option<Self> {
        let rounded = (sum + by / 2).checked_div(by)?;
        Some(Self(u64::try_from(rounded).unwrap_or(u64::MAX)))
    }

    /// Of a number as it was written.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        Decimal::of_json(text).filter(|number| !number.negative()).map(|number| Self(number.truncated(PLACES)))
    }
}

/// In plain digits: `12.5`.
impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fraction = (self.0 % ONE + ONE).to_string();
        // the six decimals after the leading 1
        let fraction = fraction.get(1..).unwrap_or_default().trim_end_matches('0');
        let point = if fraction.is_empty() { "" } else { "." };
        f.write_str(&[(self.0 / ONE).to_string().as_str(), point, fraction].concat())
    }
}

impl Serialize for Measured {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        number(&self.to_string(), serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(text: &str) -> Measured {
        Measured::read(text).unwrap()
    }

    fn shown(figure: Measured) -> String {
        serde_json::to_string(&figure).unwrap()
    }

    #[test]
    fn figures_are_numbers_in_plain_digits() {
        for (given, data) in [
            ("0", "0"),
            ("12.5", "12.5"),
            ("1e3", "1000"),
            ("0.000001", "0.000001"),
            ("0.05", "0.05"),
            ("1.0", "1"),
            ("1048576", "1048576"),
            ("3.14159265", "3.141592"),
        ] {
            assert_eq!(shown(figure(given)), data, "{given}");
        }
        assert_eq!((Measured::read("-1"), Measured::read("x")), (None, None));
    }

    #[test]
    fn a_share_is_compared_exactly() {
        let one = Share::from_basis_points(100);
        for (part, whole, holds) in [("1", "100", true), ("2", "199", false), ("2", "200", true), ("0", "1", true)] {
            assert_eq!(figure(part).at_most(one, figure(whole)), holds, "{part} of {whole}");
        }
    }

    #[test]
    fn means_count_as_often_as_what_they_are_of() {
        let mean = Measured::mean([(figure("10"), figure("10")), (figure("30"), figure("30"))].into_iter());
        assert_eq!(mean.map(shown).as_deref(), Some("25"));
        assert_eq!(Measured::mean(std::iter::empty()), None);
        assert_eq!(figure("3").part_of(figure("40")).map(shown).as_deref(), Some("0.075"));
        assert_eq!(figure("2").part_of(figure("3")).map(shown).as_deref(), Some("0.666667"));
        assert_eq!(figure("0").part_of(Measured::default()), None);
    }
}
