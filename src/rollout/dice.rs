//! Chance for rehearsals: the same seed gives the same numbers on every platform.

/// A generator (SplitMix64, Steele, Lea and Flood 2014).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Of a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// 64 bits.
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// Above 0 and below 1.
    pub const fn unit(&mut self) -> f64 {
        ((self.bits() >> 12) as f64 + 0.5) / 4_503_599_627_370_496.0
    }

    /// How many of `all` happen, each with this probability.
    pub fn binomial(&mut self, all: u64, probability: f64) -> u64 {
        if probability <= 0.0 || all == 0 {
            return 0;
        }
        if probability >= 1.0 {
            return all;
        }
        if probability > 0.5 {
            return all - self.binomial(all, 1.0 - probability);
        }
        // from one that happens to the next
        let fails = libm::log1p(-probability);
        let (mut at, mut count) = (0, 0);
        loop {
            let gap = libm::floor(libm::log(self.unit()) / fails) + 1.0;
            if gap > (all - at) as f64 {
                return count;
            }
            at += gap as u64;
            count += 1;
        }
    }

    /// How many calls come in a minute, if so many do on average.
    pub fn poisson(&mut self, mean: f64) -> u64 {
        let (mut sum, mut count) = (0.0, 0);
        loop {
            sum -= libm::log(self.unit());
            if sum > mean {
                return count;
            }
            count += 1;
        }
    }

    /// How many of the `marked` ones are among `drawn` of `all`.
    pub fn hypergeometric(&mut self, all: u64, marked: u64, drawn: u64) -> u64 {
        let (mut all, mut drawn, mut count) = (all, drawn.min(all), 0);
        for _ in 0..marked.min(all) {
            if self.unit() * (all as f64) < drawn as f64 {
                count += 1;
                drawn -= 1;
            }
            all -= 1;
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Means and variances of the distributions, from their definitions.
    #[test]
    fn chance_has_the_mean_and_the_variance_that_it_should() {
        let mut dice = Dice::new(7);
        let mut check = |name: &str, mean: f64, variance: f64, draw: &mut dyn FnMut(&mut Dice) -> u64| {
            let draws: Vec<f64> = (0..20_000).map(|_| draw(&mut dice) as f64).collect();
            let found = draws.iter().sum::<f64>() / 20_000.0;
            let spread = draws.iter().map(|draw| (draw - found) * (draw - found)).sum::<f64>() / 20_000.0;
            assert!((found - mean).abs() < 5.0 * (variance / 20_000.0).sqrt(), "{name}: mean {found}, not {mean}");
            assert!((spread / variance - 1.0).abs() < 0.08, "{name}: variance {spread}, not {variance}");
        };
        check("binomial", 30.0, 28.5, &mut |dice| dice.binomial(600, 0.05));
        check("binomial above a half", 90.0, 9.0, &mut |dice| dice.binomial(100, 0.9));
        check("poisson", 60.0, 60.0, &mut |dice| dice.poisson(60.0));
        // variance n·K/N·(1−K/N)·(N−n)/(N−1)
        check("hypergeometric", 6.0, 6.0 * 0.9 * 240.0 / 299.0, &mut |dice| dice.hypergeometric(300, 30, 60));
    }
}
