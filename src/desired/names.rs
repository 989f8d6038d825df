//! Names that the API or this tool takes.

use crate::error::Error;
use crate::message::problem::InputProblem;
use crate::text::clean;
use crate::traffic::routing::DEFAULT_ALIAS;

/// Characters of a key: a name with its namespace and region, where two functions have one name.
const LONGEST_KEY: usize = 160;

/// Checks the name of an alias; `$default` may be written in any letter case.
///
/// # Errors
/// `InvalidAlias` for what the API would not take: 1 to 64 letters, digits, `_`, `-`, a letter first.
pub fn alias_name(given: Option<String>) -> Result<String, Error> {
    let Some(name) = given else { return Ok(DEFAULT_ALIAS.to_owned()) };
    if name.eq_ignore_ascii_case(DEFAULT_ALIAS) {
        return Ok(DEFAULT_ALIAS.to_owned());
    }
    let good = name.len() <= 64
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-');
    if good { Ok(name) } else { Err(Error::usage(InputProblem::AliasName { alias: clean(&name) })) }
}

/// Keys are used in file names, in objects of programs and on terminals, so they have the letters of names.
pub(super) fn check_key(key: &str) -> Result<(), Error> {
    let good = key.len() <= LONGEST_KEY
        && key.starts_with(|first: char| first.is_ascii_alphabetic())
        && key.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_');
    if good {
        return Ok(());
    }
    Err(Error::usage(InputProblem::FunctionKey { key: clean(key) }))
}

/// The API's rule: 2 to 60 letters, digits, `-` and `_`; a letter first, a letter or digit last.
pub(super) fn check_name(name: &str, key: &str) -> Result<(), Error> {
    let good = (2..=60).contains(&name.len())
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.ends_with(|last: char| last.is_ascii_alphanumeric())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_');
    if good {
        return Ok(());
    }
    Err(Error::usage(InputProblem::FunctionName { name: clean(name), key: clean(key) }))
}

pub(super) fn check_word(input: &'static str, word: &str) -> Result<(), Error> {
    let good =
        word.len() <= 60 && word.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_');
    if good { Ok(()) } else { Err(Error::usage(InputProblem::Word { input, given: clean(word) })) }
}
