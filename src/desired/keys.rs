//! Checks the keys of inputs against the table.

use super::key_table::{KEYS, Place};
use crate::error::{Error, Errors};
use crate::json::Json;
use crate::message::problem::InputProblem;
use crate::message::problem::input_facts::Belongs;
use crate::text::clean;

/// Refuses keys that nothing reads. `inside` is the path of the map, such as `functions.fun01`; empty for the top.
///
/// # Errors
/// `UnknownInput`, `UnsupportedInput` or `MisplacedInput` for each key that is refused.
pub fn check(map: &Json<'_>, inside: &str, allowed: &[Place]) -> Result<(), Error> {
    let mut errors = Errors::default();
    let path = |name: &str| if inside.is_empty() { clean(name) } else { [inside, ".", &clean(name)].concat() };
    for (name, value) in map.entries() {
        let Some(key) = KEYS.iter().find(|key| key.name == name) else {
            errors.add(unknown(path(name), name, &supported(allowed)));
            continue;
        };
        let said = match value {
            Json::Text(text) => text.trim().to_ascii_lowercase(),
            other => other.to_string(),
        };
        if let Some(why) = key.refused
            && *value != Json::Null
            && !key.but.contains(&said.as_str())
        {
            errors.add(Error::usage(InputProblem::Unsupported { input: path(name), why }));
        } else if !allowed.contains(&key.place) {
            let belongs = if key.place == Place::Run { Belongs::Run } else { Belongs::Function };
            errors.add(Error::usage(InputProblem::Misplaced { input: path(name), belongs }));
        }
    }
    errors.end(())
}

/// Refuses keys of an inner map that are not among `known`.
pub(super) fn only_keys(map: &Json<'_>, inside: &str, known: &[&str]) -> Result<(), Error> {
    let mut errors = Errors::default();
    for (name, _) in map.entries().iter().filter(|(name, _)| !known.contains(&&**name)) {
        errors.add(unknown([inside, ".", &clean(name)].concat(), name, known));
    }
    errors.end(())
}

/// Whether a key orders something: then a key without a value is a mistake.
pub(super) fn is_order(name: &str) -> bool {
    name == "functions" || KEYS.iter().any(|key| key.name == name && key.place == Place::Run)
}

/// Whether a key may have one value at most.
pub(super) fn is_refused(name: &str) -> bool {
    KEYS.iter().any(|key| key.name == name && key.refused.is_some())
}

fn supported(allowed: &[Place]) -> Vec<&'static str> {
    KEYS.iter().filter(|key| key.refused.is_none() && allowed.contains(&key.place)).map(|key| key.name).collect()
}

/// An error for an input that is not among `known`.
pub(super) fn unknown(input: String, name: &str, known: &[&str]) -> Error {
    Error::usage(InputProblem::Unknown { input, command: None, near: near_of(name, known), known: owned(known) })
}

/// The known name that was probably meant.
pub(super) fn near_of(name: &str, known: &[&str]) -> Option<String> {
    nearest(name, known).map(str::to_owned)
}

pub(super) fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// The known name that was most probably meant: at most a third of its letters differ.
#[must_use]
pub fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let typed = name.trim_start_matches('-').to_ascii_lowercase();
    known
        .iter()
        .map(|candidate| (distance(&typed, &candidate.to_ascii_lowercase()), *candidate))
        .filter(|(distance, candidate)| *distance <= (candidate.len().max(typed.len()) / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Edits between two words; swapped neighbours count once (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(64).collect(), b.chars().take(64).collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, to) in b.iter().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX / 2);
            let mut best = (at(&last, j + 1) + 1).min(at(&row, j) + 1).min(at(&last, j) + usize::from(from != to));
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(to) && b.get(j - 1) == Some(from);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_errors_find_their_key() {
        let known = supported(&[Place::Run, Place::Function, Place::Own]);
        for (typed, meant) in [
            ("public", "publish"),
            ("trafic", "traffic"),
            ("traffix", "traffic"),
            ("memorysize", "memorySize"),
            ("namespce", "namespace"),
            ("--traffic", "traffic"),
            ("envrionment", "environment"),
            ("handlers", "handler"),
        ] {
            assert_eq!(nearest(typed, &known), Some(meant), "{typed}");
        }
        assert_eq!(nearest("zzzzzz", &known), None);
    }

    #[test]
    fn every_key_stands_once() {
        let mut names: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
