//! Decimal numbers as binary fractions, and back.
//!
//! The statistics are computed in f64. What they are given are decimals, what they give is kept as text with 12 digits. Both
//! ways are made here of whole numbers alone, so that they give the same on every platform, and without the tables of the
//! standard library.

use crate::decimal::Decimal;

/// Decimals that a given number may have: 10^15 is exact as f64, so the quotient is the nearest f64.
const PLACES: i32 = 15;
const UNIT: f64 = 1e15;

/// The nearest f64 of a decimal with at most 15 digits; of a longer one a neighbour of it.
#[must_use]
pub fn of_decimal(number: &Decimal) -> f64 {
    // 9·10^15 is the largest whole number that f64 holds exactly, so large numbers take fewer decimals
    let mut places = PLACES;
    let mut unit = UNIT;
    let mut scaled = number.truncated(places);
    while scaled > 9_000_000_000_000_000 && places > 0 {
        places -= 1;
        unit /= 10.0;
        scaled = number.truncated(places);
    }
    let size = scaled as f64 / unit;
    if number.negative() { -size } else { size }
}

/// Of decimal text as JSON has it; `None` where it is none.
#[must_use]
pub fn of_text(text: &str) -> Option<f64> {
    Decimal::of_json(text.trim()).map(|number| of_decimal(&number))
}

/// Digits that a figure is kept with.
const DIGITS: u32 = 12;
/// Decimals that a figure has at most: what is smaller than all of them is 0.
const MOST_PLACES: u32 = 15;

/// With 12 significant digits, correctly rounded (halves to even), in plain digits: `11.2894886282`. What is below 10^-15 is
/// `0`; what is not finite is the largest number that f64 can hold exactly.
#[must_use]
pub fn twelve_digits(value: f64) -> String {
    let size = value.abs();
    let (mantissa, exponent) = if size.is_finite() { taken_apart(size) } else { (1 << 53, 0) };
    // the decimals that leave 12 digits: one less for each digit before the point, one more for each zero behind it
    let mut places = 0;
    let mut bound = 1e11;
    while places < MOST_PLACES && size < bound {
        places += 1;
        bound /= 10.0;
    }
    let mut units = scaled(mantissa, exponent, places);
    // the bounds above are themselves rounded, and 999999999999.6 gets a digit more
    while units >= 10_u128.pow(DIGITS) && places > 0 {
        places -= 1;
        units = scaled(mantissa, exponent, places);
    }
    let one = 10_u128.pow(places);
    let mut text = String::new();
    if value.is_sign_negative() && units > 0 {
        text.push('-');
    }
    text.push_str(&(units / one).to_string());
    let fraction = units % one;
    if fraction > 0 {
        let digits = fraction.to_string();
        text.push('.');
        for _ in digits.len()..places as usize {
            text.push('0');
        }
        text.push_str(digits.trim_end_matches('0'));
    }
    text
}

/// `mantissa · 2^exponent`, exactly.
const fn taken_apart(size: f64) -> (u64, i32) {
    let bits = size.to_bits();
    let stored = (bits >> 52) as i32 & 0x7ff;
    let fraction = bits & ((1 << 52) - 1);
    if stored == 0 { (fraction, -1074) } else { (fraction | 1 << 52, stored - 1075) }
}

/// `mantissa · 2^exponent · 10^places`, rounded to a whole number. 2^53 · 10^15 is below 2^103, so nothing is lost.
fn scaled(mantissa: u64, exponent: i32, places: u32) -> u128 {
    let product = u128::from(mantissa) * 10_u128.pow(places);
    let shift = exponent.unsigned_abs();
    if exponent >= 0 {
        return if shift < 70 { product << shift } else { u128::MAX };
    }
    if shift > 120 {
        return 0;
    }
    let (whole, rest, half) = (product >> shift, product & ((1 << shift) - 1), 1 << (shift - 1));
    whole + u128::from(rest > half || (rest == half && whole % 2 == 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_figure_has_twelve_digits() {
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (-2.5, "-2.5"),
            (11.289_488_628_168_342, "11.2894886282"),
            (330.090_870_250_068_22, "330.09087025"),
            (0.000_123_456_789_012_345_6, "0.000123456789012"),
            (1e-16, "0"),
            (999_999_999_999.6, "1000000000000"),
            (1e300, "340282366920938463463374607431768211455"),
            (f64::NAN, "9007199254740992"),
        ] {
            assert_eq!(twelve_digits(value), text);
        }
    }

    proptest! {
        #[test]
        fn figures_agree_with_the_standard_library(value in -1e6..1e6_f64) {
            // what is smaller than a thousandth has fewer digits: 15 decimals
            prop_assume!(value.abs() >= 1e-3);
            let exact: f64 = format!("{value:.11e}").parse().unwrap_or(f64::NAN);
            let read: f64 = twelve_digits(value).parse().unwrap_or(f64::NAN);
            prop_assert_eq!(exact, read);
        }

        #[test]
        fn decimals_are_read_as_the_standard_library_reads_them(units in 0..1_000_000_000_000_000_u64, places in 0..15_u32) {
            let text = Decimal::parse(&units.to_string()).map(|number| {
                let mut number = number;
                let mut left = places;
                while left >= 2 { number = number.percent(); left -= 2; }
                number.to_string()
            }).unwrap_or_default();
            prop_assert_eq!(of_text(&text), text.parse().ok());
        }
    }
}
