//! CanonicalRequest: one text for everything that is signed, the same on both sides of the wire.

use alloc::{
    borrow::{Cow, ToOwned},
    string::String,
    vec::Vec,
};
use core::{fmt, ops::Range};

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{
    Error, Payload, Request,
    payload::{push_hash, sha256},
};

/// How many characters a digest has.
pub(crate) const DIGITS: usize = 64;

/// The canonical request: what a request is, as far as the signature covers it.
///
/// ```text
/// CanonicalRequest = Method \n Path \n Query \n CanonicalHeaders \n SignedHeaders \n HashedPayload
/// CanonicalHeaders = for each header, sorted by name: lowercase(name) ":" lowercase(trim(value)) \n
/// SignedHeaders    = the same names, joined by ";"
/// ```
/// Values are lower-cased too (`X-TC-Action: DescribeInstances` is signed as `describeinstances`), though the header
/// itself travels as written. The query is signed exactly as it is sent: neither sorted nor encoded again.
///
/// <https://www.tencentcloud.com/document/api/213/33224>
///
/// ```
/// use tencentcloud_sign::{Payload, Request, canonical_request, sha256_hex};
///
/// let request = Request {
///     service: "scf",
///     method: "POST",
///     path: "/",
///     query: "",
///     headers: &[("X-TC-Action", "ListFunctions"), ("Host", "scf.tencentcloudapi.com")],
///     payload: Payload::from("{}"),
///     timestamp: 1_551_113_065,
/// };
/// let expected = "POST\n/\n\nhost:scf.tencentcloudapi.com\nx-tc-action:listfunctions\n\nhost;x-tc-action\n";
/// assert_eq!(canonical_request(&request)?, format!("{expected}{}", sha256_hex(b"{}")));
/// # Ok::<(), tencentcloud_sign::Error>(())
/// ```
///
/// # Errors
/// `InvalidRequest` where a part contains what would end its line or can't be in a request; the header `host` is
/// missing; a header is given twice. `InvalidDigest` where the body's ready digest is none.
pub fn canonical_request(request: &Request<'_>) -> Result<String, Error> {
    let head = Head::new(request)?;
    let mut text = String::with_capacity(head.len() + DIGITS);
    head.push(&mut text, request.payload)?;
    Ok(text)
}

/// A canonical request but for its body: the same for each call of an endpoint, so it can be made once, and with it
/// the first part of its hash. It is overwritten when it goes: a signed header may be a token.
#[derive(Clone)]
pub struct Head {
    text: Zeroizing<String>,
    signed_headers: Range<usize>,
    hash: Sha256,
}

impl Head {
    /// Checks and lower-cases everything of a request but its body.
    ///
    /// # Errors
    /// As [`canonical_request`].
    pub fn new(request: &Request<'_>) -> Result<Self, Error> {
        check_method(request.method)?;
        check_path(request.path)?;
        check_query(request.query)?;
        let headers = sorted(request.headers)?;
        let mut text = Zeroizing::new(String::with_capacity(length(request)));
        text.push_str(request.method);
        text.make_ascii_uppercase();
        for part in ["\n", request.path, "\n", request.query, "\n"] {
            text.push_str(part);
        }
        for (name, value) in &headers {
            text.push_str(name);
            text.push(':');
            let start = text.len();
            text.push_str(value);
            // where it lies, since a value may be a token: no copy of it is left elsewhere
            if let Some(value) = text.get_mut(start..) {
                value.make_ascii_lowercase();
            }
            text.push('\n');
        }
        text.push('\n');
        let start = text.len();
        for (place, (name, _)) in headers.iter().enumerate() {
            if place > 0 {
                text.push(';');
            }
            text.push_str(name);
        }
        let signed_headers = start..text.len();
        text.push('\n');
        let hash = Sha256::new_with_prefix(text.as_bytes());
        Ok(Self { text, signed_headers, hash })
    }

    /// SignedHeaders: the names of the signed headers, lower-cased, sorted, joined by `;`.
    #[must_use]
    pub fn signed_headers(&self) -> &str {
        self.text.get(self.signed_headers.clone()).unwrap_or_default()
    }

    /// The length of its text.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// Appends the canonical request to a text; gives its hash.
    pub(crate) fn push(&self, text: &mut String, payload: Payload<'_>) -> Result<[u8; 32], Error> {
        text.push_str(&self.text);
        let start = text.len();
        push_hash(text, payload)?;
        let hashed_payload = text.get(start..).unwrap_or_default();
        Ok(sha256(self.hash.clone().chain_update(hashed_payload)))
    }
}

impl fmt::Debug for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Head").field("signed_headers", &self.signed_headers()).finish_non_exhaustive()
    }
}

/// How long the text of a head becomes at most. A text that outgrows its memory leaves a copy behind.
fn length(request: &Request<'_>) -> usize {
    let headers: usize = request.headers.iter().map(|(name, value)| 2 * name.len() + value.len() + 3).sum();
    request.method.len() + request.path.len() + request.query.len() + headers + 5
}

/// The headers by their lower-cased names, their values trimmed.
fn sorted<'a>(headers: &[(&'a str, &'a str)]) -> Result<Vec<(Cow<'a, str>, &'a str)>, Error> {
    let mut sorted: Vec<(Cow<'a, str>, &'a str)> = Vec::with_capacity(headers.len());
    for &(name, value) in headers {
        check_header_name(name)?;
        let value = value.trim_matches([' ', '\t']);
        check_header_value(name, value)?;
        let name = lowercase(name);
        match sorted.binary_search_by(|(other, _)| other.cmp(&name)) {
            Ok(_) => return Err(Error::HeaderTwice(name.into_owned())),
            Err(place) => sorted.insert(place, (name, value)),
        }
    }
    match sorted.iter().find(|(name, _)| name == "host") {
        Some((_, host)) if !host.is_empty() => Ok(sorted),
        Some(_) => Err(Error::EmptyHost),
        None => Err(Error::MissingHost),
    }
}

fn lowercase(text: &str) -> Cow<'_, str> {
    if any_byte(text, |b| b.is_ascii_uppercase()) { Cow::Owned(text.to_ascii_lowercase()) } else { Cow::Borrowed(text) }
}

pub(crate) fn check_method(method: &str) -> Result<(), Error> {
    let letters = !method.is_empty() && method.bytes().all(|b| b.is_ascii_alphabetic());
    if letters { Ok(()) } else { Err(Error::BadMethod(method.to_owned())) }
}

fn check_path(path: &str) -> Result<(), Error> {
    if !path.starts_with('/') {
        return Err(Error::RelativePath(path.to_owned()));
    }
    if path.contains(['?', '#']) {
        return Err(Error::PathGoesOn(path.to_owned()));
    }
    if has_control(path) { Err(Error::ControlInPath) } else { Ok(()) }
}

fn check_query(query: &str) -> Result<(), Error> {
    if query.starts_with('?') {
        return Err(Error::QueryMark);
    }
    if query.contains('#') {
        return Err(Error::QueryFragment);
    }
    if has_control(query) { Err(Error::ControlInQuery) } else { Ok(()) }
}

/// A header's name is a token. <https://www.rfc-editor.org/rfc/rfc9110#name-tokens>
pub(crate) fn check_header_name(name: &str) -> Result<(), Error> {
    let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    let named = !name.is_empty() && name.bytes().all(token);
    if named { Ok(()) } else { Err(Error::BadHeaderName(name.to_owned())) }
}

pub(crate) fn check_header_value(name: &str, value: &str) -> Result<(), Error> {
    // the value is not shown: it may be a token
    if has_control(value) { Err(Error::ControlInHeader(name.to_owned())) } else { Ok(()) }
}

pub(crate) fn has_control(text: &str) -> bool {
    any_byte(text, |b| b.is_ascii_control())
}

/// Looks at every byte, also after the first hit: so the compiler can look at sixteen at once.
fn any_byte(text: &str, test: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(false, |any, byte| any | test(byte))
}
