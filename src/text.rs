//! Small things about text and order that the module needs often, kept small: the standard library's sorting and
//! string escaping would together be a tenth of the wasm module.

use std::cmp::Ordering;

/// Whether a letter is not shown but acted on: it moves a terminal's cursor, or turns the direction of the text beside it
/// (`Bidi_Control` of Unicode).
fn is_acted_on(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Text in quotation marks; letters that a terminal would act on become `?`.
#[must_use]
pub fn quoted(text: &str) -> String {
    ["\"", clean(text).as_str(), "\""].concat()
}

/// Text without letters that a terminal would act on: they become `?`.
#[must_use]
pub fn clean(text: &str) -> String {
    text.chars().map(|letter| if is_acted_on(letter) { '?' } else { letter }).collect()
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
    fn what_a_terminal_acts_on_is_no_part_of_shown_text() {
        assert_eq!(clean("a\u{1b}[31mb\u{9b}c"), "a?[31mb?c");
        assert_eq!(clean("pay\u{202e}dorp\u{2066}x\u{61c}"), "pay?dorp?x?");
        assert_eq!(clean("Grüße 支付"), "Grüße 支付");
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
