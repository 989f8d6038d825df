//! A function that is made of a container image: `image`, as the established component documents it.

use super::keys::only_keys;
use super::read::Reader;
use crate::error::{Error, Errors};
use crate::json::Json;
use crate::message::problem::InputProblem;
use crate::message::problem::input_facts::Expected;
use crate::scf::image::{ImageConfig, JOB_PORT, WEB_PORT};

/// What `image` may have.
pub const IMAGE_KEYS: [&str; 7] =
    ["imageUrl", "registryId", "imageType", "command", "args", "containerImageAccelerate", "imagePort"];

/// Kinds of registries: of a person, of an enterprise (with an instance), and the platform's templates.
pub const IMAGE_TYPES: [&str; 3] = ["personal", "enterprise", "public"];

/// The container image of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// As calls take it.
    pub config: ImageConfig,
    /// What tells it apart from others.
    pub identity: String,
}

/// `image`, where it is given.
pub(super) fn image(reader: &Reader<'_>) -> Result<Option<Image>, Error> {
    let Some(given) = reader.given("image") else { return Ok(None) };
    let path = reader.path("image");
    let inner = Reader::new(given, &path)?;
    let mut errors = Errors::default();
    errors.take(only_keys(given, &path, &IMAGE_KEYS));
    let url = errors.take(reference(&inner)).flatten();
    let registry_id = errors.take(inner.text_or_none("registryId")).flatten();
    let kind = errors.take(kind(&inner)).flatten();
    let command = errors.take(line(&inner, "command")).flatten();
    let args = errors.take(line(&inner, "args")).flatten();
    let accelerates = errors.take(inner.truth("containerImageAccelerate")).flatten();
    let port = errors.take(port(&inner)).flatten();
    if inner.given("imageUrl").is_none() {
        errors.add(needs(&path, "imageUrl"));
    }
    // an instance belongs to the enterprise edition, whatever else is written
    let kind = if registry_id.is_some() { Some("enterprise") } else { kind };
    if kind == Some("enterprise") && inner.given("registryId").is_none() {
        errors.add(needs(&path, "registryId"));
    }
    let config = ImageConfig {
        image_type: kind.unwrap_or("personal").to_owned(),
        image_uri: url.unwrap_or_default(),
        registry_id,
        entry_point: None,
        command,
        args,
        container_image_accelerate: accelerates,
        image_port: port,
    };
    errors.end(Some(Image { identity: config.identity(), config }))
}

fn needs(input: &str, key: &'static str) -> Error {
    Error::usage(InputProblem::Needs { input: input.to_owned(), needs: vec![key] })
}

/// `{domain}/{namespace}/{name}:{tag}`, and `@sha256:{digest}` where the tag is pinned.
fn reference(image: &Reader<'_>) -> Result<Option<String>, Error> {
    let Some(url) = image.text("imageUrl")? else { return Ok(None) };
    let (name, digest) = match url.split_once('@') {
        Some((name, digest)) => (name, Some(digest)),
        None => (url.as_str(), None),
    };
    let pinned = digest.is_none_or(|digest| {
        digest
            .strip_prefix("sha256:")
            .is_some_and(|hex| hex.len() == 64 && hex.bytes().all(|it| it.is_ascii_hexdigit()))
    });
    if pinned && named(name) {
        return Ok(Some(url));
    }
    Err(image.wrong("imageUrl", &Json::Text(url.into()), Expected::ImageUrl))
}

/// `registry.example.com/namespace/name:tag`.
fn named(name: &str) -> bool {
    let Some((path, tag)) = name.rsplit_once(':') else { return false };
    let mut parts = path.split('/');
    let word = |text: &str, others: &str| {
        !text.is_empty() && text.bytes().all(|it| it.is_ascii_alphanumeric() || others.as_bytes().contains(&it))
    };
    let registry = parts.next().is_some_and(|host| host.contains('.') && word(host, ".-:"));
    let parts: Vec<&str> = parts.collect();
    registry && parts.len() >= 2 && parts.iter().all(|part| word(part, "._-")) && word(tag, "._-") && tag.len() <= 128
}

fn kind(image: &Reader<'_>) -> Result<Option<&'static str>, Error> {
    let Some(given) = image.text_or_none("imageType")? else { return Ok(None) };
    let known = IMAGE_TYPES.into_iter().find(|known| *known == given);
    let wrong = || {
        image.wrong("imageType", &Json::Text(given.as_str().into()), Expected::OneOf { words: IMAGE_TYPES.to_vec() })
    };
    known.map(Some).ok_or_else(wrong)
}

/// The API splits it at blanks.
fn line(image: &Reader<'_>, key: &str) -> Result<Option<String>, Error> {
    match image.text_or_none(key)? {
        Some(text) if text.contains(['\n', '\r']) => Err(image.wrong(key, &Json::Text(text.into()), Expected::Line)),
        text => Ok(text),
    }
}

/// 9000 of an image with a server, -1 of one without.
fn port(image: &Reader<'_>) -> Result<Option<i32>, Error> {
    let Some(given) = image.given("imagePort") else { return Ok(None) };
    let written = match given {
        Json::Text(text) => text.trim().to_owned(),
        other => other.to_string(),
    };
    match [WEB_PORT, JOB_PORT].into_iter().find(|port| port.to_string() == written) {
        Some(port) => Ok(Some(port)),
        None => Err(image.wrong("imagePort", given, Expected::OneOf { words: vec!["9000", "-1"] })),
    }
}
