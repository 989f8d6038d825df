//! Small things about text and order that the module needs often, kept small: the standard library's sorting, float
//! printing and string escaping would together be a quarter of the wasm module.

use std::cmp::Ordering;

/// A number in the shortest decimal form that reads back as the same number, never with an exponent in the range of
/// traffic shares: `0.1`, `12`, `0.00001`; whole numbers have no point.
#[must_use]
pub fn number(value: f64) -> String {
    let text = match serde_json::Number::from_f64(value) {
        None if value.is_nan() => return "NaN".to_owned(),
        None => return if value > 0.0 { "Infinity".to_owned() } else { "-Infinity".to_owned() },
        Some(number) => number.to_string(),
    };
    let Some((digits, exponent)) = text.split_once('e') else {
        return text.strip_suffix(".0").unwrap_or(&text).to_owned();
    };
    // 1.5e-7 is 0.00000015
    match exponent.strip_prefix('-').and_then(|places| places.parse::<usize>().ok()) {
        Some(places) if places <= 30 => {
            let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
            let bare = digits.strip_suffix(".0").unwrap_or(digits).replace('.', "");
            [sign, "0.", "0".repeat(places - 1).as_str(), bare.as_str()].concat()
        }
        _ => text,
    }
}

/// Text in quotation marks; control characters, which a terminal would act on, become `?`.
#[must_use]
pub fn quoted(text: &str) -> String {
    let clean: String = text.chars().map(|letter| if letter.is_control() { '?' } else { letter }).collect();
    ["\"", clean.as_str(), "\""].concat()
}

/// In ascending order by `key`; equal ones stay as they came.
pub fn sorted<T, K: Ord>(items: impl IntoIterator<Item = T>, key: impl Fn(&T) -> K) -> Vec<T> {
    sorted_by(items, |one, other| key(one).cmp(&key(other)))
}

/// In ascending order; equal ones stay as they came. Binary insertion: lists here are short or nearly sorted.
pub fn sorted_by<T>(items: impl IntoIterator<Item = T>, order: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let mut sorted: Vec<T> = Vec::new();
    for item in items {
        let after_all = sorted.last().is_none_or(|last| order(last, &item).is_le());
        let at = if after_all { sorted.len() } else { sorted.partition_point(|known| order(known, &item).is_le()) };
        sorted.insert(at, item);
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_exponent() {
        for (value, text) in [
            (0.1, "0.1"),
            (1.0, "1"),
            (0.0, "0"),
            (-0.1, "-0.1"),
            (0.00001, "0.00001"),
            (1.5e-7, "0.00000015"),
            (1e-18, "0.000000000000000001"),
            (33.0, "33"),
            (0.33333, "0.33333"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn numbers_agree_with_the_standard_library() {
        for step in 0..=10_000 {
            let value = f64::from(step) / 10_000.0;
            assert_eq!(number(value), value.to_string());
        }
    }

    #[test]
    fn sorting_is_stable() {
        assert_eq!(sorted([3, 1, 2], |item| *item), [1, 2, 3]);
        assert_eq!(sorted([(1, 'b'), (0, 'a'), (1, 'a')], |item| item.0), [(0, 'a'), (1, 'b'), (1, 'a')]);
    }

    #[test]
    fn what_a_terminal_would_act_on_is_not_repeated() {
        assert_eq!(quoted("a\u{1b}[2Jb\n"), "\"a?[2Jb?\"");
    }
}
