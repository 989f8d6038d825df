//! Shares of traffic: basis points in inputs, exact decimals from the API.

use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::decimal::Decimal;
use crate::json::number;

/// One in units of [`Fraction`].
const ATTO: u64 = 1_000_000_000_000_000_000;
const DECIMALS: i32 = 18;
/// One basis point in units of [`Fraction`].
const BASIS_POINT: u64 = ATTO / 10_000;

/// A share of traffic in inputs, in basis points (1 = 0.01 %), 0 to 10 000.
///
/// At the edges it is a fraction with at most four decimals (`0.1`) or a percentage (`10%`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(u16);

impl Share {
    /// No traffic.
    pub const NONE: Self = Self(0);
    /// All traffic.
    pub const ALL: Self = Self(10_000);

    /// A share of `basis_points`; more than 10 000 is all.
    #[must_use]
    pub const fn from_basis_points(basis_points: u16) -> Self {
        Self(if basis_points > 10_000 { 10_000 } else { basis_points })
    }

    /// In basis points.
    #[must_use]
    pub const fn basis_points(self) -> u16 {
        self.0
    }

    /// What is left for the other side: `1 − share`.
    #[must_use]
    pub const fn rest(self) -> Self {
        Self(10_000 - self.0)
    }
}

/// As a fraction in the shortest exact form: `0`, `0.1`, `0.0001`, `1`.
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Fraction::from(*self).fmt(f)
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        number(&self.to_string(), serializer)
    }
}

/// An observed share of traffic, exact to 18 decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Fraction(u64);

impl Fraction {
    /// No traffic.
    pub const NONE: Self = Self(0);
    /// All traffic.
    pub const ALL: Self = Self(ATTO);

    /// What is left: `1 − self`.
    #[must_use]
    pub const fn rest(self) -> Self {
        Self(ATTO.saturating_sub(self.0))
    }

    /// What is left when `other` is taken away, at least nothing.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Both together, at most all.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0).min(ATTO))
    }

    /// As a percentage in the shortest exact form: `33.333%`.
    #[must_use]
    pub fn percent(self) -> String {
        decimal_text(self.0, ATTO / 100) + "%"
    }

    /// Rounded to whole parts of `parts`, for drawing bars; never 0 for some traffic and never full for less than all.
    #[must_use]
    pub fn of(self, parts: u16) -> u16 {
        // a billionth is finer than any bar
        let billionths = self.0 / 1_000_000_000 * u64::from(parts);
        let rounded = u16::try_from((billionths + 500_000_000) / 1_000_000_000).unwrap_or(parts);
        match self {
            Self::NONE => 0,
            Self::ALL => parts,
            _ => rounded.clamp(1, parts.saturating_sub(1).max(1)),
        }
    }

    /// Of the fraction that the API sent; what is outside 0…1 is clamped, digits after the 18th are cut off.
    #[must_use]
    pub fn of_decimal(fraction: &Decimal) -> Self {
        Self(if fraction.negative() { 0 } else { fraction.truncated(DECIMALS).min(ATTO) })
    }
}

impl From<Share> for Fraction {
    fn from(share: Share) -> Self {
        Self(u64::from(share.0) * BASIS_POINT)
    }
}

/// As a fraction in the shortest exact form.
impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal_text(self.0, ATTO))
    }
}

impl Serialize for Fraction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        number(&self.to_string(), serializer)
    }
}

/// Units of which `one` make 1, a power of ten, as decimal text without trailing zeros.
fn decimal_text(units: u64, mut one: u64) -> String {
    let mut text = (units / one).to_string();
    let mut fraction = units % one;
    if fraction != 0 {
        text.push('.');
    }
    while fraction != 0 {
        one /= 10;
        text.push(char::from_digit((fraction / one) as u32, 10).unwrap_or('0'));
        fraction %= one;
    }
    text
}

/// Characters of a weight: a double has no more.
const LONGEST_NUMBER: usize = 32;

/// The weight of an alias's additional version: the number that the API sent, digit by digit, and its value.
#[derive(Debug, Clone)]
pub struct Weight {
    number: Arc<str>,
    portion: Fraction,
}

impl Weight {
    /// Of the number that the API sent; `None` where it is none.
    #[must_use]
    pub fn from_wire(number: &str) -> Option<Self> {
        Some(Self { number: number.into(), portion: Fraction::of_decimal(&Decimal::of_json(number)?) })
    }

    /// Of a number that a person gave; `None` where it has more digits than every double keeps.
    #[must_use]
    pub fn exact(number: &Decimal) -> Option<Self> {
        (number.digits() <= 15)
            .then(|| Self { number: number.to_string().into(), portion: Fraction::of_decimal(number) })
    }

    /// Whether it can be a part of the traffic, in digits that somebody may have written.
    #[must_use]
    pub fn is_part(&self) -> bool {
        let part = |number: Decimal| !number.negative() && number.truncated(DECIMALS) <= ATTO;
        self.number.len() <= LONGEST_NUMBER && Decimal::of_json(&self.number).is_some_and(part)
    }

    /// Its value.
    #[must_use]
    pub const fn portion(&self) -> Fraction {
        self.portion
    }
}

impl From<Share> for Weight {
    fn from(share: Share) -> Self {
        Self::from(Fraction::from(share))
    }
}

impl From<Fraction> for Weight {
    fn from(portion: Fraction) -> Self {
        Self { number: portion.to_string().into(), portion }
    }
}

/// `0.9` and `0.90` are the same weight.
impl PartialEq for Weight {
    fn eq(&self, other: &Self) -> bool {
        self.portion == other.portion
    }
}

/// As a number, in the digits that it came in.
impl Serialize for Weight {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        number(&self.number, serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn portion(text: &str) -> Fraction {
        Fraction::of_decimal(&Decimal::of_json(text).unwrap())
    }

    #[test]
    fn observed_numbers_are_exact() {
        assert_eq!(portion("0.33333").rest().to_string(), "0.66667");
        assert_eq!(portion("0.9").rest().percent(), "10%");
        assert_eq!(portion("0.1").plus(portion("0.2")).to_string(), "0.3");
        assert_eq!(portion("1e-5").percent(), "0.001%");
        assert_eq!(portion("-1"), Fraction::NONE);
        assert_eq!(portion("2.0"), Fraction::ALL);
        assert_eq!(portion("0.1234567890123456789").to_string(), "0.123456789012345678");
    }

    #[test]
    fn weights_go_out_as_others_send_them() {
        let wire = |weight: Weight| serde_json::to_string(&weight).unwrap_or_default();
        assert_eq!(wire(Weight::from(Share::ALL)), "1");
        assert_eq!(wire(Weight::from(Share::NONE)), "0");
        assert_eq!(wire(Weight::from(Share::from_basis_points(9000))), "0.9");
        for verbatim in ["0.33333", "0.1000000000000000055511151231257827", "1e-7", "0.90"] {
            assert_eq!(Weight::from_wire(verbatim).map(wire).as_deref(), Some(verbatim));
        }
    }

    #[test]
    fn bars_never_hide_a_sliver() {
        assert_eq!(portion("0.001").of(20), 1);
        assert_eq!(portion("0.999").of(20), 19);
        assert_eq!(portion("0.5").of(20), 10);
        assert_eq!(Fraction::ALL.of(20), 20);
    }
}
