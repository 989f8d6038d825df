//! Logarithms, the same on every platform.

/// The natural logarithm, the same on every platform.
pub(super) fn ln(value: f64) -> f64 {
    libm::log(value)
}

/// [`ln`], bit for bit, of a number that is positive and normal: without branches and calls, so that the compiler computes
/// several side by side. Most of the time of a decision goes into this.
///
/// The steps are those of libm's `log`:
///
/// Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at `SunSoft`, a Sun Microsystems, Inc. business.
/// Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is preserved.
#[inline(always)]
#[allow(clippy::excessive_precision, clippy::unreadable_literal, reason = "as libm has them")]
#[allow(clippy::inline_always, reason = "a call would end what is computed side by side")]
pub(super) fn ln_normal(value: f64) -> f64 {
    const LN2_HI: f64 = 6.93147180369123816490e-01;
    const LN2_LO: f64 = 1.90821492927058770002e-10;
    const LG1: f64 = 6.666666666666735130e-01;
    const LG2: f64 = 3.999999999940941908e-01;
    const LG3: f64 = 2.857142874366239149e-01;
    const LG4: f64 = 2.222219843214978396e-01;
    const LG5: f64 = 1.818357216161805012e-01;
    const LG6: f64 = 1.531383769920937332e-01;
    const LG7: f64 = 1.479819860511658591e-01;
    /// The bits of √½, as far as libm has them.
    const ROOT: u64 = 0x3fe6_a09e << 32;
    const ONE: u64 = 0x3ff << 52;
    const MANTISSA: u64 = (1 << 52) - 1;
    /// 2^52 as bits: what stands in its mantissa is a whole number.
    const WHOLE: u64 = 0x433 << 52;
    // value = 2^k · (1 + f), and 1 + f lies between √½ and √2
    let bits = value.to_bits() + (ONE - ROOT);
    let k = f64::from_bits(WHOLE | bits >> 52) - (4_503_599_627_370_496.0 + 1023.0);
    let f = f64::from_bits((bits & MANTISSA) + ROOT) - 1.0;
    let half = 0.5 * f * f;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let even = w * (LG2 + w * (LG4 + w * LG6));
    let odd = z * (LG1 + w * (LG3 + w * (LG5 + w * LG7)));
    s * (half + (odd + even)) + k * LN2_LO - half + f + k * LN2_HI
}

/// `ln Σ e^term`, without overflow.
pub(super) fn ln_sum(terms: &[f64]) -> f64 {
    let most = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if most == f64::NEG_INFINITY {
        return most;
    }
    let mut sum = 0.0;
    for term in terms {
        sum += libm::exp(term - most);
    }
    most + ln(sum)
}

/// `ln` of the mean of `e^term`.
pub(super) fn ln_mean(terms: &[f64]) -> f64 {
    ln_sum(terms) - ln(terms.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bits(value: f64) -> [u64; 2] {
        [ln_normal(value), libm::log(value)].map(f64::to_bits)
    }

    proptest! {
        #[test]
        fn of_normal_numbers_it_is_libms_bit_for_bit(value in 0x0010_0000_0000_0000..0x7ff0_0000_0000_0000_u64) {
            let [own, libms] = bits(f64::from_bits(value));
            prop_assert_eq!(own, libms);
        }

        #[test]
        fn near_one_too(value in 0.4..2.5_f64) {
            let [own, libms] = bits(value);
            prop_assert_eq!(own, libms);
        }
    }

    #[test]
    fn at_the_borders_of_the_reduction_too() {
        for around in [1.0, 0.5, 2.0, 0.5_f64.sqrt(), 2_f64.sqrt(), f64::MIN_POSITIVE, f64::MAX] {
            for step in -3..=3_i64 {
                let value = f64::from_bits(around.to_bits().wrapping_add_signed(step));
                if value.is_normal() {
                    let [own, libms] = bits(value);
                    assert_eq!(own, libms, "{value:e}");
                }
            }
        }
    }
}
