//! The code of a function: which directory, zip file, object or image it comes from, and what of it is packed.

use serde::Serialize;

use super::image::{Image, image};
use super::keys;
use super::read::Reader;
use crate::error::{Error, Errors};
use crate::json::Json;
use crate::message::problem::InputProblem;
use crate::message::problem::input_facts::{Expected, Twice};
use crate::scf::settings::CodeSource;

/// Where the code comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum Code {
    /// Packed by the shell; the bytes stay outside.
    Source {
        /// The directory or zip file, as written; empty where a program gave bytes.
        path: String,
        /// What of it is packed.
        packing: Packing,
        /// The bucket that it goes through where it is larger than a request may be; the established component's unless told.
        bucket: Option<String>,
        /// That bucket's region, where it is another one.
        region: Option<String>,
        /// What the shell found when it packed it.
        package: Option<Box<Package>>,
    },
    /// An object in Cloud Object Storage.
    Cos {
        /// The bucket, with or without the account's suffix, as the API takes it.
        bucket: String,
        /// The object's key.
        object: String,
        /// The bucket's region, where it is another one.
        region: Option<String>,
        /// The digest of the package, where the person knows it: lets unchanged code be recognised.
        sha256: Option<String>,
    },
    /// A container image.
    Image(Box<Image>),
}

impl Code {
    /// What tells the desired code apart from other code, lower-case hex, where it is known: the digest of the package, or
    /// the identity of the image.
    #[must_use]
    pub fn sha256(&self) -> Option<&str> {
        match self {
            Self::Source { package, .. } => package.as_ref().map(|package| package.sha256.as_str()),
            Self::Cos { sha256, .. } => sha256.as_deref(),
            Self::Image(image) => Some(&image.identity),
        }
    }

    /// Where a call gets it from.
    #[must_use]
    pub fn source(&self) -> CodeSource<'_> {
        match self {
            Self::Source { .. } => CodeSource::Package,
            Self::Cos { bucket, object, region, .. } => {
                CodeSource::Object { bucket, object, region: region.as_deref() }
            }
            Self::Image(image) => CodeSource::Image(&image.config),
        }
    }

    /// The image, where it is one.
    #[must_use]
    pub fn image(&self) -> Option<&Image> {
        match self {
            Self::Image(image) => Some(image),
            Self::Source { .. } | Self::Cos { .. } => None,
        }
    }

    /// How many bytes travel with a call that carries it.
    #[must_use]
    pub fn size(&self) -> u64 {
        match self {
            Self::Source { package: Some(package), .. } if self.large().is_none() => package.size,
            Self::Source { .. } | Self::Cos { .. } | Self::Image(_) => 0,
        }
    }

    /// The package, where it is larger than a request may be: then it goes through object storage.
    #[must_use]
    pub fn large(&self) -> Option<&Package> {
        match self {
            Self::Source { package: Some(package), .. } => {
                Some(&**package).filter(|package| package.size.div_ceil(3) * 4 > LARGEST_BODY_BYTES)
            }
            Self::Source { .. } | Self::Cos { .. } | Self::Image(_) => None,
        }
    }
}

/// The largest request body that the API takes (<https://www.tencentcloud.com/document/api/213/33224>), less room for
/// everything but the package.
pub const LARGEST_BODY_BYTES: u64 = 10_000_000 - 64_000;

/// The most that code and layers may come to when they are unpacked (500 MB); a package that is larger while packed can't
/// stay below it. No limit for packages in object storage is documented beside this one.
pub const LARGEST_PACKAGE_BYTES: u64 = 500 << 20;

/// What of a directory is packed, and where it may be.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Packing {
    /// Patterns of files to leave out.
    pub exclude: Vec<String>,
    /// Patterns of files to pack although they would be left out.
    pub include: Vec<String>,
    /// Whether `src` may lie outside the project.
    pub allow_outside: bool,
    /// The directories that links may lead into where they lead out of `src`.
    pub follow_links: Vec<String>,
}

/// A packed source: which function's, and what is known of the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// The function's key.
    pub key: String,
    /// SHA-256 of the zip file, lower-case hex.
    pub sha256: String,
    /// Its size in bytes.
    pub size: u64,
    /// What its files come to when they are unpacked, in bytes; `None` where that is not known.
    pub unpacked: Option<u64>,
    /// What is in the directory of the handler's file; `None` where that is not known.
    pub names: Option<Names>,
    /// Where it was packed from, if that is outside the project.
    pub outside: Option<String>,
    /// Links out of `src` that were followed.
    pub links: Vec<FollowedLink>,
    /// Files in it that are packed only where `include` names them, such as private keys.
    pub credentials: Vec<String>,
    /// Files and directories that were left out by default, and that the established component packs.
    pub left_out: Vec<String>,
    /// Patterns of `exclude` that match nothing.
    pub unmatched: Vec<String>,
}

/// A link out of `src` that was followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowedLink {
    /// Its path in the package.
    pub path: String,
    /// Where it leads.
    pub target: String,
    /// Whether that is outside the project.
    pub outside: bool,
}

/// What one directory of a package holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// Its path from the top; empty for the top.
    pub directory: String,
    /// Files, and directories with `/` at their end.
    pub list: Vec<String>,
}

pub(super) fn code(reader: Reader<'_>) -> Result<Option<Code>, Error> {
    let around = &reader;
    let reader = &reader.together(&["src", "codeUri", "zip", "cosBucketName", "cosObjectName", "image"]);
    if reader.given("image").is_some() {
        let mut errors = Errors::default();
        errors.take(alone(reader));
        let image = errors.take(image(reader)).flatten();
        return errors.end(image.map(|image| Code::Image(Box::new(image))));
    }
    let sha256 = reader.text("codeSha256")?.map(|digest| digest.to_ascii_lowercase());
    if let Some(digest) = &sha256
        && (digest.len() != 64 || !digest.bytes().all(|byte| byte.is_ascii_hexdigit()))
    {
        return Err(reader.wrong("codeSha256", &Json::Text(digest.as_str().into()), Expected::Digest));
    }
    let bucket = reader.text("cosBucketName")?;
    let object = reader.text("cosObjectName")?;
    let region = reader.text("cosBucketRegion")?;
    let zip = reader.given("zip").is_some();
    let key = source_key(reader)?;
    let source = match reader.given(key) {
        None if zip => Some(from(String::new(), Packing::default(), None)),
        None => None,
        Some(_) if zip => {
            return Err(both(reader, key, "zip"));
        }
        Some(src) => Some(beside(around, source(reader, key, src)?)?),
    };
    match (source, bucket, object) {
        (Some(Code::Cos { bucket, object, .. }), None, None) => Ok(Some(Code::Cos { bucket, object, region, sha256 })),
        (Some(code @ Code::Source { .. }), bucket, None) => through(around, code, bucket, region).map(Some),
        (None, Some(bucket), Some(object)) => Ok(Some(Code::Cos { bucket, object, region, sha256 })),
        (None, None, None) => Ok(None),
        (Some(_), _, _) => Err(both(reader, key, "cosObjectName")),
        (None, _, _) => Err(Error::usage(InputProblem::IncompleteObject)),
    }
}

/// Beside an image there is no package.
fn alone(reader: &Reader<'_>) -> Result<(), Error> {
    let mut errors = Errors::default();
    for key in ["src", "codeUri", "zip", "cosBucketName", "cosObjectName", "codeSha256"] {
        if reader.given(key).is_some() {
            errors.add(both(reader, key, "image"));
        }
    }
    errors.end(())
}

/// A directory or zip file, not packed yet.
const fn from(path: String, packing: Packing, bucket: Option<String>) -> Code {
    Code::Source { path, packing, bucket, region: None, package: None }
}

/// With the bucket for large packages: beside the source, within it, or, where each function has a source of its own, the
/// one of the project.
fn through(around: &Reader<'_>, code: Code, beside: Option<String>, region: Option<String>) -> Result<Code, Error> {
    let Code::Source { path, packing, bucket, package, .. } = code else { return Ok(code) };
    if bucket.is_some() && beside.is_some() {
        return Err(Error::usage(InputProblem::Both {
            one: around.path("src.bucket"),
            other: around.path("cosBucketName"),
            what: Twice::Code,
        }));
    }
    // both become a part of the host that the request goes to
    let plain =
        |text: &String| text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let whole = around.given("cosObjectName").is_none();
    let of_project = if whole { around.text("cosBucketName")? } else { None };
    let region = match region {
        None if whole => around.text("cosBucketRegion")?,
        region => region,
    };
    let bucket = bucket.or(beside).or(of_project);
    for (key, value) in [("cosBucketName", &bucket), ("cosBucketRegion", &region)] {
        if let Some(value) = value.as_ref().filter(|value| !plain(value)) {
            return Err(around.wrong(key, &Json::Text(value.as_str().into()), Expected::Bucket));
        }
    }
    Ok(Code::Source { path, packing, bucket, region, package })
}

/// `src`, or `codeUri`, as the first generation of tencent-scf calls it.
fn source_key(reader: &Reader<'_>) -> Result<&'static str, Error> {
    match (reader.given("src"), reader.given("codeUri")) {
        (Some(_), Some(_)) => Err(both(reader, "src", "codeUri")),
        (None, Some(_)) => Ok("codeUri"),
        _ => Ok("src"),
    }
}

/// With `exclude` and `include` beside the code, where the first generation of tencent-scf writes them.
fn beside(around: &Reader<'_>, code: Code) -> Result<Code, Error> {
    let Code::Source { path, packing: mut inside, bucket, .. } = code else { return Ok(code) };
    let outside = packing(around)?;
    inside.exclude.extend(outside.exclude);
    inside.include.extend(outside.include);
    Ok(from(path, inside, bucket))
}

/// Two inputs that both give the code.
fn both(reader: &Reader<'_>, key: &str, other: &str) -> Error {
    Error::usage(InputProblem::Both { one: reader.path(key), other: reader.path(other), what: Twice::Code })
}

/// What `src` may have where it is an object.
const SOURCE_KEYS: [&str; 8] = ["src", "exclude", "include", "allowOutside", "followLinks", "bucket", "object", "path"];

/// `src` as text, or an object: `{src, exclude, …}` or `{bucket, object}` (also `key`).
fn source(reader: &Reader<'_>, key: &str, src: &Json<'_>) -> Result<Code, Error> {
    let path = reader.path(key);
    let entries = match src {
        Json::Text(text) if !text.trim().is_empty() => {
            return Ok(from(text.trim().to_owned(), Packing::default(), None));
        }
        Json::Map(entries) => entries,
        other => return Err(reader.wrong(key, other, Expected::Source)),
    };
    let other = entries.iter().find(|(name, _)| **name != *"key" && !SOURCE_KEYS.contains(&&**name));
    if let Some((name, _)) = other {
        return Err(keys::unknown([&path, ".", name].concat(), name, &SOURCE_KEYS));
    }
    let inner = Reader::new(src, &path)?;
    let object = inner.text("object")?.or(inner.text("key")?);
    // with a bucket, where the package is larger than a request may be, it goes through that one
    let directory = inner.text("src")?.or(inner.text("path")?);
    match (directory, inner.text("bucket")?, object) {
        (Some(path), bucket, None) => Ok(from(path, packing(&inner)?, bucket)),
        (None, Some(bucket), Some(object)) => Ok(Code::Cos { bucket, object, region: None, sha256: None }),
        _ => Err(Error::usage(InputProblem::IncompleteSource { input: path })),
    }
}

fn packing(src: &Reader<'_>) -> Result<Packing, Error> {
    let mut errors = Errors::default();
    let packing = Packing {
        exclude: errors.take(texts(src, "exclude")).unwrap_or_default(),
        include: errors.take(texts(src, "include")).unwrap_or_default(),
        allow_outside: errors.take(src.truth("allowOutside")).flatten().unwrap_or_default(),
        follow_links: errors.take(texts(src, "followLinks")).unwrap_or_default(),
    };
    if let Some(pattern) = packing.include.iter().find(|pattern| pattern.split(['/', '\\']).any(|part| part == "..")) {
        let input = src.path("include");
        errors.add(Error::usage(InputProblem::OutsideSource { input, pattern: pattern.clone() }));
    }
    for (key, patterns) in [("exclude", &packing.exclude), ("include", &packing.include)] {
        if let Some(pattern) = patterns.iter().find(|text| text.starts_with('!') && !text.starts_with("!(")) {
            let input = src.path(key);
            errors.add(Error::usage(InputProblem::NegatedPattern { input, pattern: pattern.clone() }));
        }
    }
    if packing.follow_links.iter().any(|directory| directory.trim().is_empty()) {
        errors.add(Error::usage(InputProblem::EmptyDirectory { input: src.path("followLinks") }));
    }
    errors.end(packing)
}

fn texts(reader: &Reader<'_>, key: &str) -> Result<Vec<String>, Error> {
    match reader.given(key) {
        None => Ok(Vec::new()),
        Some(Json::Text(text)) => Ok(vec![text.clone().into_owned()]),
        Some(Json::List(items)) => items
            .iter()
            .map(|item| match item {
                Json::Text(text) => Ok(text.clone().into_owned()),
                other => Err(reader.wrong(key, other, Expected::Texts)),
            })
            .collect(),
        Some(other) => Err(reader.wrong(key, other, Expected::Texts)),
    }
}
