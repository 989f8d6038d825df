//! Small things about text and order that the module needs often, kept small: the standard library's sorting and
//! string escaping would together be a tenth of the wasm module.

use std::cmp::Ordering;

/// Text in quotation marks; control characters, which a terminal would act on, become `?`.
#[must_use]
pub fn quoted(text: &str) -> String {
    ["\"", clean(text).as_str(), "\""].concat()
}

/// Text without control characters, which a terminal would act on: they become `?`.
#[must_use]
pub fn clean(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { '?' } else { letter }).collect()
}

/// A size as people read it.
#[must_use]
pub fn bytes(size: u64) -> String {
    match size {
        0..1000 => format!("{size} B"),
        1000..1_000_000 => format!("{}.{} KB", size / 1000, size % 1000 / 100),
        _ => format!("{}.{} MB", size / 1_000_000, size % 1_000_000 / 100_000),
    }
}

/// Text as JSON has it.
#[must_use]
pub fn json(text: &str) -> String {
    // text always can be written
    serde_json::to_string(text).unwrap_or_default()
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
    fn sorting_is_stable() {
        assert_eq!(sorted([3, 1, 2], |item| *item), [1, 2, 3]);
        assert_eq!(sorted([(1, 'b'), (0, 'a'), (1, 'a')], |item| item.0), [(0, 'a'), (1, 'b'), (1, 'a')]);
    }

    #[test]
    fn what_a_terminal_would_act_on_is_not_repeated() {
        assert_eq!(quoted("a\u{1b}[2Jb\n"), "\"a?[2Jb?\"");
    }
}
