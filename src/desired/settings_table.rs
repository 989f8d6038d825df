//! The settings of the table, as inputs give them.

use super::keys::{is_refused, only_keys};
use super::read::Reader;
use crate::error::{Error, Errors};
use crate::json::Json;
use crate::message::problem::InputProblem;
use crate::message::problem::input_facts::Expected;
use crate::scf::settings_table::{Missing, Part, SETTINGS, SettingValues, Shape, scalar};

/// What inputs say.
pub(super) fn read(reader: &Reader<'_>) -> Result<SettingValues, Error> {
    let mut values = Vec::new();
    let mut errors = Errors::default();
    for setting in SETTINGS {
        if let Some(given) = reader.given(setting.name) {
            let value = value_of(&setting.shape, reader, setting.name, given);
            // the table of keys reports what it refuses
            let value = if is_refused(setting.name) { value.ok() } else { errors.take(value) };
            values.extend(value.map(|value| (setting, value)));
        }
    }
    errors.end(SettingValues(values))
}

fn value_of(shape: &Shape, reader: &Reader<'_>, name: &str, given: &Json<'_>) -> Result<Vec<String>, Error> {
    let mut texts = Vec::new();
    match (shape, given) {
        (Shape::Choice(words), Json::Text(_) | Json::Bool(_)) => {
            let word = scalar(given).unwrap_or_default().trim().to_ascii_lowercase();
            let Some((_, wire)) = words.iter().find(|(input, _)| *input == word) else {
                return Err(reader.wrong(name, given, needed(shape)));
            };
            texts.push((*wire).to_owned());
        }
        (Shape::Tags, Json::Map(tags)) => {
            let path = reader.path(name);
            for (key, value) in tags {
                let Some(text) = scalar(value) else {
                    return Err(Reader::new(given, &path)?.wrong(key, value, Expected::Text));
                };
                texts.extend([key.clone().into_owned(), text]);
            }
        }
        (Shape::Parts(_) | Shape::List(_), Json::Map(entries)) if entries.is_empty() => return Ok(shape.shown(None)),
        (Shape::Parts(parts), Json::Map(_)) => object(parts, given, &reader.path(name), &mut texts)?,
        (Shape::List(parts), Json::List(items)) => {
            let mut errors = Errors::default();
            for (index, item) in items.iter().enumerate() {
                let inside = [&reader.path(name), "[", &index.to_string(), "]"].concat();
                errors.take(object(parts, item, &inside, &mut texts));
            }
            errors.end(())?;
        }
        _ => return Err(reader.wrong(name, given, needed(shape))),
    }
    Ok(texts)
}

fn needed(shape: &Shape) -> Expected {
    let keys = |parts: &[Part]| parts.iter().map(|part| part.name).collect();
    match shape {
        Shape::Choice(words) => Expected::OneOf { words: words.iter().map(|(input, _)| *input).collect() },
        Shape::Tags => Expected::Tags,
        Shape::Parts(parts) => Expected::Object { keys: keys(parts) },
        Shape::List(parts) => Expected::Objects { keys: keys(parts) },
    }
}

fn object(parts: &[Part], given: &Json<'_>, path: &str, texts: &mut Vec<String>) -> Result<(), Error> {
    let inner = Reader::new(given, path)?;
    let mut names = Vec::new();
    names.extend(parts.iter().map(|part| part.name));
    only_keys(given, path, &names)?;
    for part in parts {
        let mut given = inner.given(part.name);
        if let (None, Missing::Like(other)) = (given, part.missing) {
            given = inner.given(other);
        }
        let text = match (given, part.missing) {
            (Some(value), _) => scalar(value).ok_or_else(|| inner.wrong(part.name, value, Expected::Text))?,
            (None, Missing::Is(text)) => text.to_owned(),
            _ => String::new(),
        };
        if text.is_empty() && part.missing == Missing::Wrong {
            return Err(Error::usage(InputProblem::Needs { input: path.to_owned(), needs: vec![part.name] }));
        }
        texts.push(text);
    }
    Ok(())
}
