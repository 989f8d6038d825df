//! CanonicalRequest: one text for everything that is signed, the same on both sides of the wire.

use std::{borrow::Cow, fmt, ops::Range};

use sha2::{Digest, Sha256};

use crate::Error;

use super::{
    Payload, Request,
    payload::{push_hash, sha256},
};

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
/// # Errors
/// `InvalidRequest` where a part holds what would end its line or can't stand in a request; the header `host` is
/// missing; a header is given twice. `InvalidDigest` where the body's ready digest is none.
pub fn canonical_request(request: &Request<'_>) -> Result<String, Error> {
    let mut text = Head::new(request)?.text;
    push_hash(&mut text, request.payload)?;
    Ok(text)
}

/// A canonical request but for its body: the same for each call of an endpoint, so it can be made once, and with it
/// the first part of its hash.
#[derive(Clone)]
pub struct Head {
    text: String,
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
        let headers = canonical_headers(request.headers)?;
        let mut text = String::with_capacity(256);
        for part in [&*uppercase(request.method), request.path, request.query] {
            text.push_str(part);
            text.push('\n');
        }
        for (name, value) in &headers {
            for part in [name, ":", value, "\n"] {
                text.push_str(part);
            }
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
        let hash = Sha256::new_with_prefix(&text);
        Ok(Self { text, signed_headers, hash })
    }

    /// SignedHeaders: the names of the signed headers, lower-cased, sorted, joined by `;`.
    #[must_use]
    pub fn signed_headers(&self) -> &str {
        self.text.get(self.signed_headers.clone()).unwrap_or_default()
    }

    /// Appends the canonical request to a text; gives its hash.
    pub(super) fn push(&self, text: &mut String, payload: Payload<'_>) -> Result<[u8; 32], Error> {
        text.push_str(&self.text);
        let start = text.len();
        push_hash(text, payload)?;
        let hashed_payload = text.get(start..).unwrap_or_default();
        Ok(sha256(self.hash.clone().chain_update(hashed_payload)))
    }
}

impl fmt::Debug for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Head").field(&self.text).finish()
    }
}

type Lowered<'a> = (Cow<'a, str>, Cow<'a, str>);

fn canonical_headers<'a>(headers: &[(&'a str, &'a str)]) -> Result<Vec<Lowered<'a>>, Error> {
    let mut sorted: Vec<Lowered<'a>> = Vec::with_capacity(headers.len());
    for &(name, value) in headers {
        check_header_name(name)?;
        let value = value.trim_matches([' ', '\t']);
        check_header_value(name, value)?;
        let name = lowercase(name);
        match sorted.binary_search_by(|(other, _)| other.cmp(&name)) {
            Ok(_) => return Err(invalid(format!("the signed header `{name}` is given twice"))),
            Err(place) => sorted.insert(place, (name, lowercase(value))),
        }
    }
    match sorted.iter().find(|(name, _)| name == "host") {
        Some((_, host)) if !host.is_empty() => Ok(sorted),
        Some(_) => Err(invalid("the signed header `host` is empty")),
        None => Err(invalid("the signed headers lack `host`, which every TC3 signature covers")),
    }
}

fn lowercase(text: &str) -> Cow<'_, str> {
    if any_byte(text, |b| b.is_ascii_uppercase()) { Cow::Owned(text.to_ascii_lowercase()) } else { Cow::Borrowed(text) }
}

fn uppercase(method: &str) -> Cow<'_, str> {
    if any_byte(method, |b| b.is_ascii_lowercase()) {
        Cow::Owned(method.to_ascii_uppercase())
    } else {
        Cow::Borrowed(method)
    }
}

fn invalid(message: impl Into<String>) -> Error {
    Error::usage("InvalidRequest", message)
}

fn check_method(method: &str) -> Result<(), Error> {
    if !method.is_empty() && method.bytes().all(|b| b.is_ascii_alphabetic()) {
        return Ok(());
    }
    Err(invalid(format!("{method:?} is no HTTP method, such as `POST`")))
}

fn check_path(path: &str) -> Result<(), Error> {
    if !path.starts_with('/') {
        return Err(invalid(format!("the path {path:?} does not begin with `/`")));
    }
    if path.contains(['?', '#']) {
        return Err(invalid(format!("the path {path:?} goes on behind its end; what follows `?` is the query")));
    }
    no_control("path", path)
}

fn check_query(query: &str) -> Result<(), Error> {
    if query.starts_with('?') {
        return Err(invalid("the query is given without the `?` before it"));
    }
    if query.contains('#') {
        return Err(invalid("the query holds a `#`, and what follows that is never sent"));
    }
    no_control("query", query)
}

fn no_control(part: &str, text: &str) -> Result<(), Error> {
    if any_byte(text, |b| b.is_ascii_control()) {
        return Err(invalid(format!("the {part} holds a control character")));
    }
    Ok(())
}

/// A header's name is a token. <https://www.rfc-editor.org/rfc/rfc9110#name-tokens>
fn check_header_name(name: &str) -> Result<(), Error> {
    let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    if !name.is_empty() && name.bytes().all(token) {
        return Ok(());
    }
    Err(invalid(format!("{name:?} is no name of a header")))
}

pub(super) fn check_header_value(name: &str, value: &str) -> Result<(), Error> {
    // the value is not shown: it may be a token
    if any_byte(value, |b| b.is_ascii_control()) {
        return Err(invalid(format!("the value of the header `{name}` holds a control character")));
    }
    Ok(())
}

/// Looks at every byte, also behind the first hit: so the compiler can look at sixteen at once.
fn any_byte(text: &str, test: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(false, |any, byte| any | test(byte))
}
