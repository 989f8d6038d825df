//! Decimal numbers as they were written. No number becomes a binary fraction on its way through a release: what the API sent
//! goes back to it digit by digit, and the module needs none of the tables that reading and printing such fractions take.

use std::fmt;

/// A decimal number: `± 0.d₁d₂d₃… × 10^point`, its digits without zeros at either end; zero has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decimal {
    negative: bool,
    digits: Vec<u8>,
    point: i32,
}

/// Exponents beyond this are no number that a release has a use for.
const LARGEST_EXPONENT: i32 = 400;

impl Decimal {
    /// As a person types it: digits and a point, no exponent, no `inf`, no spaces.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let mut digits = Vec::with_capacity(whole.len() + fraction.len());
        let mut point = 0;
        for byte in whole.bytes() {
            if !digits.is_empty() || byte != b'0' {
                point += 1;
                digits.push(digit(byte)?);
            }
        }
        for byte in fraction.bytes() {
            if digits.is_empty() && byte == b'0' {
                point -= 1;
            } else {
                digits.push(digit(byte)?);
            }
        }
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        while digits.last() == Some(&0) {
            digits.pop();
        }
        // minus zero is zero
        let zero = digits.is_empty();
        Some(Self { negative: negative && !zero, digits, point: if zero { 0 } else { point } })
    }

    /// As JSON has it, exponents included.
    #[must_use]
    pub fn of_json(text: &str) -> Option<Self> {
        let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return Self::parse(text) };
        let exponent: i32 = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok()?;
        let mut number = Self::parse(mantissa)?;
        if !(-LARGEST_EXPONENT..=LARGEST_EXPONENT).contains(&exponent) {
            return None;
        }
        if !number.digits.is_empty() {
            number.point += exponent;
        }
        Some(number)
    }

    /// A hundredth of it.
    #[must_use]
    pub fn percent(mut self) -> Self {
        if !self.digits.is_empty() {
            self.point -= 2;
        }
        self
    }

    /// How many digits it has from the first to the last that is not zero.
    #[must_use]
    pub const fn digits(&self) -> usize {
        self.digits.len()
    }

    /// Whether it is below zero.
    #[must_use]
    pub const fn negative(&self) -> bool {
        self.negative
    }

    /// Its size `× 10^places`, the sign left out: `None` where that is not whole, `u64::MAX` where it is too large.
    #[must_use]
    pub fn scaled(&self, places: i32) -> Option<u64> {
        if self.point + places < i32::try_from(self.digits.len()).unwrap_or(i32::MAX) {
            return None;
        }
        Some(self.truncated(places))
    }

    /// The same with finer digits cut off.
    #[must_use]
    pub fn truncated(&self, places: i32) -> u64 {
        let mut sum: u64 = 0;
        let mut digits = self.digits.iter();
        for _ in 0..(self.point + places).max(0) {
            let digit = u64::from(digits.next().copied().unwrap_or(0));
            sum = match sum.checked_mul(10).and_then(|tens| tens.checked_add(digit)) {
                Some(sum) => sum,
                None => return u64::MAX,
            };
            if sum == 0 && digits.as_slice().is_empty() {
                return 0;
            }
        }
        sum
    }
}

/// In plain digits, never with an exponent: `0.1`, `12`, `0.00001`.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::from(if self.negative { "-" } else { "" });
        let mut digits = self.digits.iter().map(|digit| char::from(b'0' + digit));
        if self.point <= 0 {
            text.push('0');
        }
        for _ in 0..self.point {
            text.push(digits.next().unwrap_or('0'));
        }
        if digits.len() > 0 {
            text.push('.');
            for _ in self.point..0 {
                text.push('0');
            }
            text.extend(digits);
        }
        f.write_str(&text)
    }
}

const fn digit(byte: u8) -> Option<u8> {
    if byte.is_ascii_digit() { Some(byte - b'0') } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> String {
        Decimal::of_json(text).map_or_else(|| "none".to_owned(), |number| number.to_string())
    }

    #[test]
    fn numbers_are_shown_without_exponents_and_without_idle_zeros() {
        for (given, shown) in [
            ("0.1", "0.1"),
            ("1.0", "1"),
            ("100", "100"),
            ("0.10500", "0.105"),
            ("-0.0", "0"),
            ("0e5", "0"),
            ("1.5e-7", "0.00000015"),
            ("1e21", "1000000000000000000000"),
            ("12.5E+1", "125"),
            ("-3", "-3"),
            ("1e-401", "none"),
            ("1e", "none"),
        ] {
            assert_eq!(json(given), shown, "{given}");
        }
    }

    #[test]
    fn numbers_agree_with_the_standard_library() {
        for step in 0..=10_000_u32 {
            let text = (f64::from(step) / 10_000.0).to_string();
            assert_eq!(json(&text), text);
            assert_eq!(Decimal::parse(&text).and_then(|number| number.scaled(4)), Some(u64::from(step)));
        }
    }

    #[test]
    fn what_is_finer_is_told_from_what_is_whole() {
        let scaled = |text: &str, places| Decimal::of_json(text).and_then(|number| number.scaled(places));
        assert_eq!(scaled("0.00001", 4), None);
        assert_eq!(scaled("0.0001", 4), Some(1));
        assert_eq!(scaled("128.0", 0), Some(128));
        assert_eq!(scaled("1.28e2", 0), Some(128));
        assert_eq!(scaled("0", 0), Some(0));
        assert_eq!(scaled("99999999999999999999", 0), Some(u64::MAX));
        assert_eq!(scaled("1e400", 0), Some(u64::MAX));
        assert_eq!(Decimal::of_json("0.1234567890123456789").map(|number| number.truncated(3)), Some(123));
        assert_eq!(Decimal::of_json("1e-400").map(|number| number.truncated(18)), Some(0));
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", ".", "-", "--1", "1,5", "0x1", " 1", "1e-1", "NaN", "inf", "１"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }
}
