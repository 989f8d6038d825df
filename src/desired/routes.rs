//! Routing rules that a person asks for: `x-canary=yes:latest`, `{ header: x-bucket, range: '[0,50)', to: latest }`.

use std::borrow::Cow;

use super::keys::only_keys;
use crate::error::{Error, Errors};
use crate::json::Json;
use crate::message::given::Given;
use crate::message::problem::InputProblem;
use crate::message::problem::route::{NotARoute, RouteProblem};
use crate::message::routing::Rule;
use crate::traffic::routing::{Version, VersionMatch};
use crate::traffic::rule;

/// The longest routing key of the API, in bytes: `{"name":"value"}`.
const LONGEST_KEY: usize = 1024;
/// Its signs beside name and value.
const AROUND: usize = 7;

/// Reads rules: a list, or one of them; `none` and an empty list are no rules.
///
/// # Errors
/// `InvalidRoutes` for each entry that is no rule, and for each pair that takes the same requests.
pub fn routes(input: &str, given: &Json<'_>) -> Result<Vec<VersionMatch>, Error> {
    let parsed: Json<'_>;
    let given = match given {
        Json::Text(text) if text.trim().eq_ignore_ascii_case("none") => return Ok(Vec::new()),
        // as JSON text, where inputs are typed as words
        Json::Text(text) if text.trim_start().starts_with(['[', '{']) => match Json::from_json(text) {
            Ok(json) => {
                parsed = json;
                &parsed
            }
            Err(_) => given,
        },
        other => other,
    };
    let mut errors = Errors::default();
    let mut rules: Vec<VersionMatch> = Vec::new();
    let mut take = |path: &str, item: &Json<'_>| rules.extend(errors.take(route(path, item)));
    match given {
        Json::List(items) => {
            for (index, item) in items.iter().enumerate() {
                take(&[input, "[", &index.to_string(), "]"].concat(), item);
            }
        }
        one => take(input, one),
    }
    for (index, one) in rules.iter().enumerate() {
        for other in rules.iter().skip(index + 1) {
            if one.takes_same(other) || (one.version != other.version && one.meets(other)) {
                let (one, other) = (Rule::from(one), Rule::from(other));
                errors.add(Error::usage(InputProblem::Route(RouteProblem::Meet { one, other })));
            }
        }
    }
    errors.end(rules)
}

/// One rule.
fn route(input: &str, given: &Json<'_>) -> Result<VersionMatch, Error> {
    let wrong = |why| {
        let (input, given) = (input.to_owned(), Given::from(given));
        Error::usage(InputProblem::Route(RouteProblem::Entry { input, given, why }))
    };
    match given {
        Json::Text(text) => {
            let (header, rest) = text.split_once('=').ok_or_else(|| wrong(NotARoute::NoValue))?;
            let (value, to) = match rest.rsplit_once(':') {
                Some((value, to)) => (value, version(to).ok_or_else(|| wrong(NotARoute::Version))?),
                None => (rest, Version::latest()),
            };
            let looks = value.trim().starts_with(['[', '(']) && value.trim().ends_with([']', ')']);
            made(header.trim(), value.trim(), looks, to).map_err(wrong)
        }
        Json::Map(_) => {
            only_keys(given, input, &["header", "exact", "range", "to"])?;
            let word = |key: &str| given.get(key).filter(|value| **value != Json::Null).map(text);
            let Some(Some(header)) = word("header") else { return Err(wrong(NotARoute::Header)) };
            let to = match word("to") {
                None => Version::latest(),
                Some(to) => to.and_then(|to| version(&to)).ok_or_else(|| wrong(NotARoute::Version))?,
            };
            let (value, range) = match (word("exact"), word("range")) {
                (Some(exact), None) => (exact.ok_or_else(|| wrong(NotARoute::Value))?, false),
                (None, Some(range)) => (range.ok_or_else(|| wrong(NotARoute::Range))?, true),
                _ => return Err(wrong(NotARoute::OneTest)),
            };
            made(header.trim(), &value, range, to).map_err(wrong)
        }
        _ => Err(wrong(NotARoute::Kind)),
    }
}

fn text<'a>(value: &'a Json<'_>) -> Option<Cow<'a, str>> {
    match value {
        Json::Text(text) => Some(Cow::Borrowed(text)),
        Json::Number(text) => Some(Cow::Borrowed(text)),
        Json::Bool(value) => Some(Cow::Borrowed(if *value { "true" } else { "false" })),
        _ => None,
    }
}

fn version(text: &str) -> Option<Version> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("latest") {
        return Some(Version::latest());
    }
    let version = Version::named(text);
    (version.is_latest() || version.number().is_some_and(|number| number > 0)).then_some(version)
}

/// A token of HTTP (RFC 9110).
fn is_token(name: &str) -> bool {
    let sign = |letter: u8| letter.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&letter);
    !name.is_empty() && name.bytes().all(sign)
}

fn made(header: &str, value: &str, range: bool, to: Version) -> Result<VersionMatch, NotARoute> {
    if !is_token(header) {
        return Err(NotARoute::Header);
    }
    if range {
        let (from, last) = rule::range(value).ok_or(NotARoute::Range)?;
        if from > last {
            return Err(NotARoute::EmptyRange);
        }
        let plain: String = value.chars().filter(|letter| !letter.is_whitespace()).collect();
        return Ok(VersionMatch::range(header, &plain, to));
    }
    if value.is_empty() || value.trim() != value || value.chars().any(char::is_control) {
        return Err(NotARoute::Value);
    }
    if header.len() + value.len() + AROUND > LONGEST_KEY {
        return Err(NotARoute::TooLong);
    }
    Ok(VersionMatch::exact(header, value, to))
}
