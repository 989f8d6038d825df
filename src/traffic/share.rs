//! Shares of traffic: basis points for what people ask, exact decimals for what the API said.

use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::decimal::Decimal;
use crate::error::Error;
use crate::json::{Json, number};

/// One in units of [`Fraction`].
const ATTO: u64 = 1_000_000_000_000_000_000;
const DECIMALS: i32 = 18;
/// One basis point in units of [`Fraction`].
const BASIS_POINT: u64 = ATTO / 10_000;

/// A share of traffic that a person asked for, in basis points (1 = 0.01 %), 0 to 10 000.
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

    /// Reads what a person gave as `traffic`.
    ///
    /// # Errors
    /// `InvalidTraffic` for anything but a number or numeric text from 0 to 1 with at most four decimals, or a
    /// percentage from `0%` to `100%` with at most two. A number over 1 is answered with what was probably meant.
    pub fn parse(raw: &Json<'_>) -> Result<Self, Error> {
        match raw {
            Json::Number(number) => Self::read(Decimal::of_json(number), 4, "four decimals", raw),
            Json::Text(text) => match text.trim().strip_suffix('%') {
                Some(percent) => Self::read(Decimal::parse(percent.trim_end()), 2, "two decimals of a percent", raw),
                None => Self::read(Decimal::parse(text.trim()), 4, "four decimals", raw),
            },
            Json::List(_) => {
                Err(invalid(raw, "was given more than once").hint("give traffic once, such as traffic=0.1"))
            }
            Json::Bool(_) | Json::Null => {
                Err(invalid(raw, "has no number").hint("give the share of $latest, such as traffic=0.1 or traffic=10%"))
            }
            _ => Err(invalid(raw, "is not a number")
                .hint("give a number from 0 to 1, such as 0.1, or a percentage, such as 10%")),
        }
    }

    fn read(number: Option<Decimal>, places: i32, unit: &str, raw: &Json<'_>) -> Result<Self, Error> {
        let refuse = |why: &str| invalid(raw, why);
        let Some(value) = number else {
            return Err(
                refuse("is not a number").hint("give a number from 0 to 1, such as 0.1, or a percentage, such as 10%")
            );
        };
        if value.negative() {
            return Err(refuse("is negative").hint("traffic is the share of $latest, from 0 to 1"));
        }
        let Some(basis_points) = value.scaled(places) else {
            return Err(refuse(&["is finer than ", unit].concat()).hint("the smallest step is 0.0001 (0.01%)"));
        };
        match u16::try_from(basis_points) {
            Ok(fits) if fits <= 10_000 => Ok(Self(fits)),
            // 10 was meant as 10%, 1.01 was not meant as 1.01%
            _ if places == 4 && (20_000..=1_000_000).contains(&basis_points) && basis_points.is_multiple_of(100) => {
                let meant = Self(u16::try_from(basis_points / 100).unwrap_or(10_000));
                Err(refuse("is more than all").hint(format!(
                    "traffic is a fraction: did you mean {meant} or {}?",
                    Fraction::from(meant).percent()
                )))
            }
            _ => Err(refuse("is more than all").hint("traffic is the share of $latest, from 0 to 1 (0% to 100%)")),
        }
    }
}

fn invalid(raw: &Json<'_>, why: &str) -> Error {
    Error::usage("InvalidTraffic", format!("traffic {raw} {why}"))
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

/// An observed share of traffic, exact to 18 decimals; what the API's numbers add up to.
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

/// The weight of an alias's additional version: the number that the API sent, digit by digit, and what it comes to.
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

    /// What it comes to.
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

    fn ask(raw: Json) -> Result<u16, String> {
        Share::parse(&raw)
            .map(Share::basis_points)
            .map_err(|error| format!("{} | {}", error.message, error.hint.clone().unwrap_or_default()))
    }

    fn number(text: &str) -> Json<'_> {
        Json::Number(text.into())
    }

    fn portion(text: &str) -> Fraction {
        Fraction::of_decimal(&Decimal::of_json(text).unwrap())
    }

    fn typed(given: &str) -> Result<u16, String> {
        ask(Json::Text(given.into()))
    }

    #[test]
    fn shares_that_can_be_meant() {
        for (given, basis_points) in [
            ("0", 0),
            ("1", 10_000),
            ("1.0", 10_000),
            ("0.1", 1000),
            (".5", 5000),
            ("0.0001", 1),
            ("10%", 1000),
            ("0.01%", 1),
            ("100%", 10_000),
            (" 0.20 ", 2000),
            ("0.10000", 1000),
            ("012%", 1200),
        ] {
            assert_eq!(typed(given), Ok(basis_points), "{given}");
        }
        assert_eq!(ask(number("0.1")), Ok(1000));
        assert_eq!(ask(number("0.3")), Ok(3000));
        assert_eq!(ask(number("-0.0")), Ok(0));
    }

    #[test]
    fn shares_that_cannot() {
        for given in [
            "",
            "NaN",
            "-0.1",
            "1.01",
            "0.00001",
            "1e-1",
            "abc",
            "0x1",
            "1,5",
            "101%",
            "0.001%",
            "%",
            ".",
            "--1",
            "99999999999999999999",
        ] {
            assert!(typed(given).is_err(), "{given}");
        }
        for raw in [
            number("1e999"),
            number("1e-7"),
            number("-0.1"),
            number("1.01"),
            number("0.00001"),
            Json::Bool(true),
            Json::Null,
            Json::List(vec![number("0.1"), number("0.2")]),
        ] {
            assert!(ask(raw.clone()).is_err(), "{raw:?}");
        }
    }

    #[test]
    fn a_percentage_without_its_sign_is_recognised() {
        assert_eq!(
            typed("10"),
            Err("traffic \"10\" is more than all | traffic is a fraction: did you mean 0.1 or 10%?".into())
        );
        assert_eq!(
            ask(number("33")),
            Err("traffic 33 is more than all | traffic is a fraction: did you mean 0.33 or 33%?".into())
        );
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
