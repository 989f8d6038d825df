//! The mark of a run in the description of an alias: how runs on other machines see each other.
//!
//! UpdateAlias knows no compare-and-set, so no lock can hold across machines. The mark travels in the write that happens
//! anyway, behind what people wrote; it is dropped where it does not fit.

/// What begins a mark.
const BEGIN: &str = "[scf-grayscale ";
/// The longest description that gets one. Aliases document no limit; that of functions is 1000.
const ROOM: usize = 1000;

/// What people wrote, and what stands in the mark behind it.
#[must_use]
pub fn split(description: &str) -> (&str, Option<&str>) {
    let found = description.strip_suffix(']').and_then(|text| text.rsplit_once(BEGIN));
    match found {
        Some((text, mark)) => (text.strip_suffix(' ').unwrap_or(text), Some(mark)),
        None => (description, None),
    }
}

/// What people wrote, with a mark behind it where there is room.
#[must_use]
pub fn with(text: &str, mark: &str) -> String {
    let between = if text.is_empty() { "" } else { " " };
    let marked = [text, between, BEGIN, mark, "]"].concat();
    if marked.chars().count() > ROOM { text.to_owned() } else { marked }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_mark_stands_behind_what_people_wrote() {
        assert_eq!(with("for the web team", "ab 1"), "for the web team [scf-grayscale ab 1]");
        assert_eq!(with("", "ab 1"), "[scf-grayscale ab 1]");
        assert_eq!(split("[scf-grayscale ab 1]"), ("", Some("ab 1")));
        assert_eq!(split("mind [the gap]"), ("mind [the gap]", None));
    }

    #[test]
    fn without_room_there_is_none() {
        let long = "x".repeat(ROOM - 10);
        assert_eq!(with(&long, "ab 1"), long);
        assert_eq!(split(&long), (long.as_str(), None));
    }

    proptest! {
        #[test]
        fn what_people_wrote_comes_back(text in "\\PC{0,40}", mark in "[a-z0-9 :+-]{1,40}") {
            prop_assume!(split(&text).1.is_none());
            let marked = with(&text, &mark);
            prop_assert_eq!(split(&marked), (text.as_str(), Some(mark.as_str())));
        }
    }
}
