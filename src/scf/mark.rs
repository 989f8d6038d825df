//! The mark of a run in the description of an alias: how runs on other machines see each other, and what they learn of the
//! alias's stable version.
//!
//! UpdateAlias knows no compare-and-set, so no lock can hold across machines. The mark travels in the write that happens
//! anyway, after the text of the description; it is shortened, or left out, where it does not fit.

/// What begins a whole mark: which run wrote it, when, and what is on record about the alias.
const WHOLE: &str = "[scf-grayscale ";
/// What begins a mark that holds only what is on record.
const SHORT: &str = "[sg ";
/// The longest description that gets one. Aliases document no limit; that of functions is 1000.
pub const ROOM: usize = 1000;

/// How much of a mark there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// All of it.
    Whole,
    /// What is on record about the alias.
    Short,
    /// Nothing.
    None,
}

/// The text of a description, and the content of the mark after it.
#[must_use]
pub fn split(description: &str) -> (&str, Fit, &str) {
    let Some(open) = description.strip_suffix(']') else { return (description, Fit::None, "") };
    let found = |begin: &str| open.rsplit_once(begin);
    match (found(WHOLE), found(SHORT)) {
        (Some((text, mark)), _) => (without_gap(text), Fit::Whole, mark),
        (None, Some((text, mark))) => (without_gap(text), Fit::Short, mark),
        (None, None) => (description, Fit::None, ""),
    }
}

fn without_gap(text: &str) -> &str {
    text.strip_suffix(' ').unwrap_or(text)
}

/// The text with as much of a mark after it as fits: `whole`, else `short` where that is not empty.
#[must_use]
pub fn with(text: &str, whole: &str, short: &str) -> (String, Fit) {
    let between = if text.is_empty() { "" } else { " " };
    let marked = |begin: &str, mark: &str| [text, between, begin, mark, "]"].concat();
    let fits = |marked: &String| marked.chars().count() <= ROOM;
    let whole = Some(marked(WHOLE, whole)).filter(fits).map(|marked| (marked, Fit::Whole));
    let short = || {
        let marked = Some(marked(SHORT, short)).filter(|marked| !short.is_empty() && fits(marked));
        marked.map(|marked| (marked, Fit::Short))
    };
    whole.or_else(short).unwrap_or_else(|| (text.to_owned(), Fit::None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_mark_stands_behind_what_people_wrote() {
        assert_eq!(with("for the web team", "ab 1 s2", "s2").0, "for the web team [scf-grayscale ab 1 s2]");
        assert_eq!(with("", "ab 1", ""), ("[scf-grayscale ab 1]".into(), Fit::Whole));
        assert_eq!(split("[scf-grayscale ab 1]"), ("", Fit::Whole, "ab 1"));
        assert_eq!(split("ours [sg s2]"), ("ours", Fit::Short, "s2"));
        assert_eq!(split("mind [the gap]"), ("mind [the gap]", Fit::None, ""));
    }

    #[test]
    fn a_mark_that_does_not_fit_gets_shorter() {
        let whole = "x".repeat(30);
        for (length, fit) in
            [(ROOM - 47, Fit::Whole), (ROOM - 46, Fit::Short), (ROOM - 8, Fit::Short), (ROOM - 7, Fit::None)]
        {
            let text = "y".repeat(length);
            let (marked, found) = with(&text, &whole, "s2");
            assert_eq!(found, fit, "{length}");
            assert!(marked.chars().count() <= ROOM);
            assert_eq!(
                split(&marked),
                (
                    text.as_str(),
                    fit,
                    match fit {
                        Fit::Whole => whole.as_str(),
                        Fit::Short => "s2",
                        Fit::None => "",
                    }
                )
            );
        }
    }

    proptest! {
        #[test]
        fn what_people_wrote_comes_back(text in "\\PC{0,40}", mark in "[a-z0-9 :+-]{1,40}") {
            prop_assume!(split(&text).1 == Fit::None);
            let (marked, fit) = with(&text, &mark, "");
            prop_assert_eq!(split(&marked), (text.as_str(), fit, mark.as_str()));
        }
    }
}
