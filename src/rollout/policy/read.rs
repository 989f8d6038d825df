//! Typed reading of a policy. Every mistake is kept with its path, and reading goes on: all of them are told at once.

use crate::decimal::Decimal;
use crate::desired::{nearest, traffic_share};
use crate::error::{Error, Errors};
use crate::json::Json;
use crate::message::given::Given;
use crate::message::problem::InputProblem;
use crate::message::problem::input_facts::Expected;
use crate::rollout::number::of_decimal;
use crate::text::clean;
use crate::traffic::share::Share;

/// The longest time that a policy may name: 90 days, in milliseconds.
const LONGEST_MS: u64 = 90 * 86_400_000;

/// A map of a policy, and where it is.
pub(super) struct Map<'a, 'e> {
    map: &'a Json<'a>,
    pub(super) path: String,
    pub(super) errors: &'e mut Errors,
}

/// A decimal number of a policy, as it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Number(pub(super) Decimal);

impl Number {
    /// Of plain digits; what is none is 0.
    pub(super) fn of(digits: &str) -> Self {
        Self(Decimal::parse(digits).unwrap_or_else(zero))
    }

    /// As the statistics take it.
    #[must_use]
    pub fn value(&self) -> f64 {
        of_decimal(&self.0)
    }
}

fn zero() -> Decimal {
    // "0" always is a number
    Decimal::parse("0").unwrap_or_else(zero)
}

impl<'a, 'e> Map<'a, 'e> {
    /// Of a value that has to be a map with no keys but these. Anything else is an error, and then an empty map.
    pub(super) fn new(map: &'a Json<'a>, path: &str, known: &[&'static str], errors: &'e mut Errors) -> Self {
        if !matches!(map, Json::Map(_)) {
            errors.add(wrong(path, map, Expected::Object { keys: known.to_vec() }));
        }
        for (name, _) in map.entries().iter().filter(|(name, _)| !known.contains(&&**name)) {
            errors.add(Error::usage(InputProblem::Unknown {
                input: [path, ".", &clean(name)].concat(),
                command: None,
                near: nearest(name, known).map(str::to_owned),
                known: known.iter().map(|name| (*name).to_owned()).collect(),
            }));
        }
        Self { map, path: path.to_owned(), errors }
    }

    /// The map of a key; an empty one where it is absent.
    pub(super) fn inner(&mut self, key: &str, known: &[&'static str]) -> Map<'a, '_> {
        const NOTHING: &Json<'static> = &Json::Map(Vec::new());
        let path = self.at(key);
        Map::new(self.given(key).unwrap_or(NOTHING), &path, known, self.errors)
    }

    pub(super) fn given(&self, key: &str) -> Option<&'a Json<'a>> {
        self.map.get(key)
    }

    pub(super) fn at(&self, key: &str) -> String {
        [&self.path, ".", key].concat()
    }

    pub(super) fn add(&mut self, problem: impl Into<crate::message::Problem>) {
        self.errors.add(Error::usage(problem));
    }

    pub(super) fn wrong(&mut self, key: &str, expected: Expected) {
        let value = self.map.get(key).unwrap_or(&Json::Null);
        self.errors.add(wrong(&self.at(key), value, expected));
    }

    /// The value as `read` understands it; `None` where the key is absent, or the value is none, which is an error.
    pub(super) fn read<T>(
        &mut self,
        key: &str,
        expected: Expected,
        read: impl Fn(&'a Json<'a>) -> Option<T>,
    ) -> Option<T> {
        let value = self.given(key)?;
        let found = read(value);
        if found.is_none() {
            self.wrong(key, expected);
        }
        found
    }

    /// A length of time in whole seconds.
    pub(super) fn seconds(&mut self, key: &str) -> Option<u64> {
        self.read(key, Expected::Duration, |value| milliseconds(value).filter(|ms| ms % 1000 == 0).map(|ms| ms / 1000))
    }

    pub(super) fn milliseconds(&mut self, key: &str) -> Option<u64> {
        self.read(key, Expected::Duration, milliseconds)
    }

    pub(super) fn share(&mut self, key: &str) -> Option<Share> {
        self.read(key, Expected::Share, |value| traffic_share(value).ok())
    }

    pub(super) fn number(&mut self, key: &str, least: &'static str, most: &'static str) -> Option<Number> {
        let (from, to) = (Number::of(least).value(), Number::of(most).value());
        self.read(key, Expected::Between { least, most }, |value| {
            let number = match value {
                Json::Number(text) => Decimal::of_json(text),
                Json::Text(text) => Decimal::parse(text.trim()),
                _ => None,
            };
            number.filter(|number| number.digits() <= 12).map(Number).filter(|it| (from..=to).contains(&it.value()))
        })
    }

    pub(super) fn whole(&mut self, key: &str, least: u32, most: u32) -> Option<u32> {
        self.read(key, Expected::Whole { least, most }, |value| {
            let number = match value {
                Json::Text(text) => text.trim().parse().ok(),
                other => other.whole().and_then(|number| u32::try_from(number).ok()),
            };
            number.filter(|number| (least..=most).contains(number))
        })
    }

    pub(super) fn text(&mut self, key: &str) -> Option<String> {
        self.read(key, Expected::Text, |value| match value {
            Json::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            Json::Number(text) => Some(text.clone().into_owned()),
            _ => None,
        })
    }

    /// One of the words of a table.
    pub(super) fn word<T: Copy>(&mut self, key: &str, table: &[(&'static str, T)]) -> Option<T> {
        let words = table.iter().map(|(word, _)| *word).collect();
        self.read(key, Expected::OneOf { words }, |value| match value {
            Json::Text(text) => {
                table.iter().find(|(word, _)| word.eq_ignore_ascii_case(text.trim())).map(|(_, it)| *it)
            }
            _ => None,
        })
    }
}

pub(super) fn wrong(input: &str, value: &Json<'_>, expected: Expected) -> Error {
    Error::usage(InputProblem::Invalid { input: input.to_owned(), expected, given: Given::from(value) })
}

/// `90s`, `5m`, `1h30m`, `800ms`: whole numbers, each with its unit, the larger units first.
fn milliseconds(value: &Json<'_>) -> Option<u64> {
    const UNITS: [(&str, u64); 5] = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)];
    let Json::Text(text) = value else { return None };
    let mut rest = text.trim();
    let mut sum: u64 = 0;
    let mut above = u64::MAX;
    while !rest.is_empty() {
        let digits = rest.find(|letter: char| !letter.is_ascii_digit())?;
        let number: u64 = rest.get(..digits)?.parse().ok()?;
        rest = rest.get(digits..)?;
        let letters = rest.find(|letter: char| letter.is_ascii_digit()).unwrap_or(rest.len());
        let (_, unit) = UNITS.iter().find(|(name, _)| Some(*name) == rest.get(..letters))?;
        rest = rest.get(letters..)?;
        if *unit >= above {
            return None;
        }
        above = *unit;
        sum = sum.checked_add(number.checked_mul(*unit)?)?;
    }
    (!text.trim().is_empty() && sum <= LONGEST_MS).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time() {
        let read = |text: &str| milliseconds(&Json::Text(text.to_owned().into()));
        for (text, ms) in
            [("0s", 0), ("90s", 90_000), ("5m", 300_000), ("1h30m", 5_400_000), ("800ms", 800), ("2d", 172_800_000)]
        {
            assert_eq!(read(text), Some(ms), "{text}");
        }
        for text in ["", "5", "5 m", "m", "-5m", "5min", "30m1h", "5m5m", "1.5h", "91d", "99999999999999999999s", "5m3"]
        {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(milliseconds(&Json::Number("300".into())), None);
    }
}
