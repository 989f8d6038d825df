//! Shares of traffic: basis points for what people ask, exact decimals for what the API said.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::error::Error;
use crate::raw::Raw;
use crate::text;

/// One in units of [`Portion`].
const ATTO: u64 = 1_000_000_000_000_000_000;
const DECIMALS: u32 = 18;
/// One basis point in units of [`Portion`].
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
    pub fn parse(raw: &Raw<'_>) -> Result<Self, Error> {
        match raw {
            Raw::Number(number) if number.is_finite() => Self::from_text(&text::number(*number), &raw.to_string()),
            Raw::Text(text) => Self::from_text(text.trim(), &raw.to_string()),
            Raw::List(_) => {
                Err(invalid(raw, "was given more than once").hint("give traffic once, such as traffic=0.1"))
            }
            Raw::Bool(_) | Raw::Null => {
                Err(invalid(raw, "has no number").hint("give the share of $latest, such as traffic=0.1 or traffic=10%"))
            }
            _ => Err(invalid(raw, "is not a number")
                .hint("give a number from 0 to 1, such as 0.1, or a percentage, such as 10%")),
        }
    }

    fn from_text(text: &str, shown: &str) -> Result<Self, Error> {
        let refuse = |why: &str| Error::usage("InvalidTraffic", format!("traffic {shown} {why}"));
        let (digits, scale, unit) = match text.strip_suffix('%') {
            Some(percent) => (percent.trim_end(), 2, "two decimals of a percent"),
            None => (text, 4, "four decimals"),
        };
        let Some(value) = Decimal::parse(digits) else {
            return Err(
                refuse("is not a number").hint("give a number from 0 to 1, such as 0.1, or a percentage, such as 10%")
            );
        };
        if value.negative {
            return Err(refuse("is negative").hint("traffic is the share of $latest, from 0 to 1"));
        }
        let Some(basis_points) = value.scaled(scale) else {
            return Err(refuse(&format!("is finer than {unit}")).hint("the smallest step is 0.0001 (0.01%)"));
        };
        match u16::try_from(basis_points) {
            Ok(fits) if fits <= 10_000 => Ok(Self(fits)),
            // 10 was meant as 10%, 1.01 was not meant as 1.01%
            _ if scale == 4 && (20_000..=1_000_000).contains(&basis_points) && basis_points.is_multiple_of(100) => {
                let meant = Self(u16::try_from(basis_points / 100).unwrap_or(10_000));
                Err(refuse("is more than all").hint(format!(
                    "traffic is a fraction: did you mean {meant} or {}?",
                    Portion::from(meant).percent()
                )))
            }
            _ => Err(refuse("is more than all").hint("traffic is the share of $latest, from 0 to 1 (0% to 100%)")),
        }
    }
}

fn invalid(raw: &Raw<'_>, why: &str) -> Error {
    Error::usage("InvalidTraffic", format!("traffic {raw} {why}"))
}

/// As a fraction in the shortest exact form: `0`, `0.1`, `0.0001`, `1`.
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Portion::from(*self).fmt(f)
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// An observed share of traffic, exact to 18 decimals; what the API's numbers add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Portion(u64);

impl Portion {
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
        decimal_text(self.0, DECIMALS - 2) + "%"
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

    /// As the nearest binary fraction; for results that scripts read, never for deciding.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "see below")]
    pub const fn as_f64(self) -> f64 {
        // in lowest terms both sides are exact for every share of up to 15 digits, so the quotient is the nearest number
        let (mut digits, mut whole) = (self.0, ATTO);
        while whole > 1 && digits.is_multiple_of(10) {
            digits /= 10;
            whole /= 10;
        }
        digits as f64 / whole as f64
    }

    /// Of the fraction that the API sent; what is outside 0…1 or no number is clamped.
    #[must_use]
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::float_cmp,
        reason = "whole and below 10 000; the comparison is meant to be exact"
    )]
    pub fn from_f64(fraction: f64) -> Self {
        if !fraction.is_finite() || fraction <= 0.0 {
            return Self::NONE;
        }
        if fraction >= 1.0 {
            return Self::ALL;
        }
        // Nearly all are whole basis points, and then the number that reads back from them.
        let points = (fraction * 10_000.0).round();
        if points / 10_000.0 == fraction {
            return Self(points as u64 * BASIS_POINT);
        }
        // The shortest decimal that reads back as the same number is what the API had sent.
        Decimal::parse(&text::number(fraction)).map_or(Self::NONE, |decimal| decimal.truncated())
    }
}

impl From<Share> for Portion {
    fn from(share: Share) -> Self {
        Self(u64::from(share.0) * BASIS_POINT)
    }
}

/// As a fraction in the shortest exact form.
impl fmt::Display for Portion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal_text(self.0, DECIMALS))
    }
}

impl Serialize for Portion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Units of 10^−`decimals` as decimal text without trailing zeros.
fn decimal_text(units: u64, decimals: u32) -> String {
    let mut one = 10_u64.pow(decimals);
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

/// The weight of an alias's additional version, kept as the number that the API sent; what it comes to is worked out once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weight {
    number: f64,
    portion: Portion,
}

impl Weight {
    /// Of the number that the API sent.
    #[must_use]
    pub fn from_wire(number: f64) -> Self {
        Self { number, portion: Portion::from_f64(number) }
    }

    /// What it comes to.
    #[must_use]
    pub const fn portion(self) -> Portion {
        self.portion
    }
}

impl From<Share> for Weight {
    fn from(share: Share) -> Self {
        Self { number: f64::from(share.0) / 10_000.0, portion: Portion::from(share) }
    }
}

impl From<Portion> for Weight {
    fn from(portion: Portion) -> Self {
        Self { number: portion.as_f64(), portion }
    }
}

/// Whole numbers go out as integers: `1`, not `1.0`, as every other client sends them.
impl Serialize for Weight {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.number == 0.0 {
            serializer.serialize_u8(0)
        } else if self.number == 1.0 {
            serializer.serialize_u8(1)
        } else {
            serializer.serialize_f64(self.number)
        }
    }
}

/// A plain decimal number as it was written: no exponent, no `inf`, no spaces.
struct Decimal<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
}

impl<'a> Decimal<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty()) || !digits(whole) || !digits(fraction) {
            return None;
        }
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        // minus zero is zero
        Some(Self { negative: negative && !(whole.is_empty() && fraction.is_empty()), whole, fraction })
    }

    /// `self × 10^scale` if that is whole and of a sane size.
    fn scaled(&self, scale: usize) -> Option<u64> {
        if self.fraction.len() > scale {
            return None;
        }
        if self.whole.len() > 12 {
            return Some(u64::MAX);
        }
        format!("{}{:0<scale$}", self.whole, self.fraction).parse().ok().or(Some(0))
    }

    /// The fraction in units of 10⁻¹⁸; finer digits are cut off.
    fn truncated(&self) -> Portion {
        if !self.whole.is_empty() {
            return Portion::ALL;
        }
        let mut units = ATTO;
        let mut sum = 0;
        for digit in self.fraction.bytes().take(DECIMALS as usize) {
            units /= 10;
            sum += u64::from(digit - b'0') * units;
        }
        Portion(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(raw: Raw) -> Result<u16, String> {
        Share::parse(&raw)
            .map(Share::basis_points)
            .map_err(|error| format!("{} | {}", error.message, error.hint.clone().unwrap_or_default()))
    }

    fn typed(given: &str) -> Result<u16, String> {
        ask(Raw::Text(given.into()))
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
        assert_eq!(ask(Raw::Number(0.1)), Ok(1000));
        assert_eq!(ask(Raw::Number(0.3)), Ok(3000));
        assert_eq!(ask(Raw::Number(-0.0)), Ok(0));
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
            Raw::Number(f64::NAN),
            Raw::Number(f64::INFINITY),
            Raw::Number(-0.1),
            Raw::Number(1.01),
            Raw::Number(0.00001),
            Raw::Bool(true),
            Raw::Null,
            Raw::List(vec![Raw::Number(0.1), Raw::Number(0.2)]),
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
            ask(Raw::Number(33.0)),
            Err("traffic 33 is more than all | traffic is a fraction: did you mean 0.33 or 33%?".into())
        );
    }

    #[test]
    fn observed_numbers_are_exact() {
        assert_eq!(Portion::from_f64(0.33333).rest().to_string(), "0.66667");
        assert_eq!(Portion::from_f64(0.9).rest().percent(), "10%");
        assert_eq!(Portion::from_f64(0.1).plus(Portion::from_f64(0.2)).to_string(), "0.3");
        assert_eq!(Portion::from_f64(1e-5).percent(), "0.001%");
        assert_eq!(Portion::from_f64(f64::NAN), Portion::NONE);
        assert_eq!(Portion::from_f64(2.0), Portion::ALL);
    }

    #[test]
    fn weights_go_out_as_others_send_them() {
        let wire = |weight: Weight| serde_json::to_string(&weight).unwrap_or_default();
        assert_eq!(wire(Weight::from(Share::ALL)), "1");
        assert_eq!(wire(Weight::from(Share::NONE)), "0");
        assert_eq!(wire(Weight::from(Share::from_basis_points(9000))), "0.9");
        assert_eq!(wire(Weight::from_wire(0.33333)), "0.33333");
    }

    #[test]
    fn bars_never_hide_a_sliver() {
        assert_eq!(Portion::from_f64(0.001).of(20), 1);
        assert_eq!(Portion::from_f64(0.999).of(20), 19);
        assert_eq!(Portion::from_f64(0.5).of(20), 10);
        assert_eq!(Portion::ALL.of(20), 20);
    }
}
