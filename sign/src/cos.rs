//! The signature of object storage (COS): HMAC-SHA1 over method, path, parameters and headers. The body isn't signed.
//!
//! ```text
//! HttpString   = lowercase(Method) \n Path \n Parameters \n Headers \n
//! StringToSign = "sha1" \n KeyTime \n hex(SHA1(HttpString)) \n
//! SignKey      = hex(HMAC-SHA1(SecretKey, KeyTime))
//! Signature    = hex(HMAC-SHA1(SignKey, StringToSign))
//! ```
//! The path is the object's name as it is, not as the URL encodes it. Parameters and headers are
//! `lowercase(encode(name)) "=" encode(value)`, sorted by name, joined by `&`; `encode` leaves letters, digits and `-_.~`.
//! `KeyTime` is `start;end`, from when and until when the signature is valid.
//!
//! <https://cloud.tencent.com/document/product/436/7778>
//!
//! ```
//! use tencentcloud_sign::{Credential, cos};
//!
//! let credential = Credential::new("AKIDEXAMPLE".into(), "examplekey".into(), None)?;
//! let headers = cos::headers(&credential, &cos::Request {
//!     method: "PUT",
//!     path: "/dir/a b.zip",
//!     params: &[],
//!     headers: &[("Host", "b-1250000000.cos.ap-guangzhou.myqcloud.com"), ("x-cos-forbid-overwrite", "true")],
//!     key_time: cos::KeyTime::new(1_700_000_000, 1_700_000_900)?,
//! })?;
//! let (name, value) = headers.last().ok_or("no header")?;
//! assert_eq!(*name, "Authorization");
//! assert!(value.contains("&q-header-list=host;x-cos-forbid-overwrite&q-url-param-list=&"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use alloc::{
    borrow::{Cow, ToOwned},
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use hmac::{Hmac, KeyInit, Mac, digest::FixedOutput};
use sha1::{Digest, Sha1};
use zeroize::Zeroizing;

use crate::{
    Credential, Error,
    canonical::{check_header_name, check_header_value, check_method, has_control},
    date::LAST_SECOND,
    request::Names,
    signed::Signed,
};

/// The header that carries the token of temporary credentials; it is signed.
pub const TOKEN_HEADER: &str = "x-cos-security-token";

/// How many digits a SHA-1 has.
const DIGITS: usize = 40;

/// The longest text of a [`KeyTime`].
const KEY_TIME: usize = 2 * 12 + 1;

/// What a signature's text has beside the request's own parts and the credential: names, digests, line ends, NULs.
const OTHERWISE: usize = 160 + 3 * KEY_TIME + 3 * DIGITS;

/// Headers that the signature covers where they are sent, beside `x-cos-…` and `x-ci-…`; the official clients' list.
const SIGNED: [&str; 17] = [
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-length",
    "content-md5",
    "content-type",
    "expect",
    "expires",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-unmodified-since",
    "origin",
    "pic-operations",
    "range",
    "transfer-encoding",
];

/// From when and until when a signature is valid, in Unix seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyTime {
    start: u64,
    end: u64,
}

impl KeyTime {
    /// # Errors
    /// `InvalidTimestamp` where a time is after the year 9999 (mostly these are milliseconds) or the end is before the
    /// start.
    pub const fn new(start: u64, end: u64) -> Result<Self, Error> {
        if end > LAST_SECOND || start > LAST_SECOND {
            return Err(Error::TimestampTooLate(if start > end { start } else { end }));
        }
        if end < start {
            return Err(Error::EndsBeforeStart { start, end });
        }
        Ok(Self { start, end })
    }
}

/// `start;end`
impl fmt::Display for KeyTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{};{}", self.start, self.end)
    }
}

/// What is to be signed.
///
/// `Debug` shows the names of parameters and headers and not their values: one may be a token.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// `PUT`, `GET`, `HEAD`, `POST` or `DELETE`, in any case.
    pub method: &'a str,
    /// `/` and the object's name, as it is: not encoded for a URL.
    pub path: &'a str,
    /// The parameters of the query, decoded; one without a value has an empty one.
    pub params: &'a [(&'a str, &'a str)],
    /// The headers that are sent, in any order and case; `host` is one of them. Those that can be signed are.
    pub headers: &'a [(&'a str, &'a str)],
    /// When the signature is valid.
    pub key_time: KeyTime,
}

impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("params", &Names(self.params))
            .field("headers", &Names(self.headers))
            .field("key_time", &self.key_time)
            .finish()
    }
}

/// HttpString: what a request is, as far as the signature covers it.
///
/// # Errors
/// `InvalidRequest` where a part contains what would end its line or can't be in a request; the header `host` is missing;
/// a header or a parameter is given twice.
pub fn http_string(request: &Request<'_>) -> Result<String, Error> {
    let mut text = Zeroizing::new(String::new());
    Parts::new(request)?.push(&mut text, request);
    Ok(core::mem::take(&mut text))
}

/// `StringToSign = "sha1" \n KeyTime \n hex(SHA1(HttpString)) \n`
#[must_use]
pub fn string_to_sign(key_time: KeyTime, http_string: &str) -> String {
    let mut text = String::new();
    push_string_to_sign(&mut text, &key_time.to_string(), Sha1::new_with_prefix(http_string));
    text
}

/// `SignKey = hex(HMAC-SHA1(SecretKey, KeyTime))`
#[must_use]
pub fn sign_key(secret_key: &str, key_time: KeyTime) -> Zeroizing<String> {
    hmac(secret_key, &key_time.to_string())
}

/// `Signature = hex(HMAC-SHA1(SignKey, StringToSign))`; the key is its digits, not the bytes that they stand for.
#[must_use]
pub fn signature(sign_key: &str, string_to_sign: &str) -> String {
    core::mem::take(&mut hmac(sign_key, string_to_sign))
}

/// A signature, with what it was made of. It is overwritten when it goes: a signed header may be a token.
#[derive(Clone, PartialEq, Eq)]
pub struct Signature(Signed);

impl Signature {
    /// See [`http_string`].
    #[must_use]
    pub fn http_string(&self) -> &str {
        self.0.request()
    }

    /// See [`string_to_sign`].
    #[must_use]
    pub fn string_to_sign(&self) -> &str {
        self.0.string_to_sign()
    }

    /// The value of the header `Authorization`.
    #[must_use]
    pub fn authorization(&self) -> &str {
        self.0.authorization()
    }

    /// 40 lower-case hexadecimal digits.
    #[must_use]
    pub fn signature(&self) -> &str {
        self.0.signature()
    }

    /// The three parts as they are kept, joined by NUL, which none of them holds.
    #[must_use]
    pub fn as_text(&self) -> &str {
        self.0.as_text()
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Signs one request. The token of temporary credentials is signed only if it is among the headers: [`headers`] puts it
/// there.
///
/// # Errors
/// As [`http_string`].
pub fn sign(credential: &Credential, request: &Request<'_>) -> Result<Signature, Error> {
    let parts = Parts::new(request)?;
    let key_time = request.key_time.to_string();
    // at most, so that it never outgrows its memory, which would leave a copy of it behind
    let length = parts.len(request) + parts.names_len() + credential.secret_id().len() + OTHERWISE;
    let mut text = Zeroizing::new(String::with_capacity(length));
    parts.push(&mut text, request);
    let hash = Sha1::new_with_prefix(text.as_bytes());

    text.push('\0');
    let start = text.len();
    push_string_to_sign(&mut text, &key_time, hash);
    let key = sign_key(credential.secret_key(), request.key_time);
    let signature = hmac(&key, text.get(start..).unwrap_or_default());

    for part in ["\0q-sign-algorithm=sha1&q-ak=", credential.secret_id(), "&q-sign-time=", &key_time] {
        text.push_str(part);
    }
    for part in ["&q-key-time=", &key_time, "&q-header-list="] {
        text.push_str(part);
    }
    push_names(&mut text, &parts.headers);
    text.push_str("&q-url-param-list=");
    push_names(&mut text, &parts.params);
    text.push_str("&q-signature=");
    text.push_str(&signature);
    Ok(Signature(Signed::new(text)))
}

/// All headers of a request: those that it has, the token of temporary credentials, and `Authorization` last. Values are
/// borrowed where they can be, the token always: no copy of it is made.
///
/// # Errors
/// As [`http_string`].
pub fn headers<'a>(credential: &'a Credential, request: &Request<'a>) -> Result<Vec<(&'a str, Cow<'a, str>)>, Error> {
    let mut sent = request.headers.to_vec();
    sent.extend(credential.token().map(|token| (TOKEN_HEADER, token)));
    let signature = sign(credential, &Request { headers: &sent, ..*request })?;
    let mut headers: Vec<(&str, Cow<'_, str>)> = sent.iter().map(|&(name, value)| (name, value.into())).collect();
    headers.push(("Authorization", signature.authorization().to_owned().into()));
    Ok(headers)
}

/// A name as it is signed, and its value as it was given.
type Pair<'a> = (String, &'a str);

/// A request's parameters and signed headers, sorted.
struct Parts<'a> {
    params: Vec<Pair<'a>>,
    headers: Vec<Pair<'a>>,
}

impl<'a> Parts<'a> {
    fn new(request: &Request<'a>) -> Result<Self, Error> {
        check_method(request.method)?;
        if !request.path.starts_with('/') {
            return Err(Error::RelativePath(request.path.to_owned()));
        }
        if has_control(request.path) {
            return Err(Error::ControlInPath);
        }
        let mut params = Vec::with_capacity(request.params.len());
        for &(name, value) in request.params {
            insert(&mut params, name, value).map_err(Error::ParamTwice)?;
        }
        let mut headers = Vec::with_capacity(request.headers.len());
        for &(name, value) in request.headers {
            check_header_name(name)?;
            let value = value.trim_matches([' ', '\t']);
            check_header_value(name, value)?;
            if is_signed(name) {
                insert(&mut headers, name, value).map_err(Error::HeaderTwice)?;
            }
        }
        match headers.iter().find(|(name, _)| name == "host") {
            Some((_, host)) if !host.is_empty() => Ok(Self { params, headers }),
            Some(_) => Err(Error::EmptyHost),
            None => Err(Error::MissingHost),
        }
    }

    /// How long its HttpString becomes at most.
    fn len(&self, request: &Request<'_>) -> usize {
        let values: usize = self.params.iter().chain(&self.headers).map(|(_, value)| 3 * value.len() + 1).sum();
        request.method.len() + request.path.len() + self.names_len() + values + 4
    }

    /// How long both lists of names become at most.
    fn names_len(&self) -> usize {
        self.params.iter().chain(&self.headers).map(|(name, _)| name.len() + 1).sum()
    }

    /// Appends HttpString.
    fn push(&self, text: &mut String, request: &Request<'_>) {
        text.reserve_exact(self.len(request));
        text.push_str(request.method);
        text.make_ascii_lowercase();
        text.push('\n');
        text.push_str(request.path);
        text.push('\n');
        for pairs in [&self.params, &self.headers] {
            for (place, (name, value)) in pairs.iter().enumerate() {
                if place > 0 {
                    text.push('&');
                }
                text.push_str(name);
                text.push('=');
                push_encoded(text, value);
            }
            text.push('\n');
        }
    }
}

/// Puts a pair in its place; gives the name back where it is there already.
fn insert<'a>(pairs: &mut Vec<Pair<'a>>, name: &str, value: &'a str) -> Result<(), String> {
    let mut key = String::with_capacity(3 * name.len());
    push_encoded(&mut key, name);
    key.make_ascii_lowercase();
    match pairs.binary_search_by(|(other, _)| other.cmp(&key)) {
        Ok(_) => Err(key),
        Err(place) => {
            pairs.insert(place, (key, value));
            Ok(())
        }
    }
}

fn is_signed(name: &str) -> bool {
    let starts = |with: &str| name.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    starts("x-cos-") || starts("x-ci-") || SIGNED.iter().any(|signed| name.eq_ignore_ascii_case(signed))
}

fn push_names(text: &mut String, pairs: &[Pair<'_>]) {
    for (place, (name, _)) in pairs.iter().enumerate() {
        if place > 0 {
            text.push(';');
        }
        text.push_str(name);
    }
}

fn push_encoded(text: &mut String, value: &str) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push('%');
            for nibble in [byte >> 4, byte & 15] {
                text.push(char::from_digit(nibble.into(), 16).unwrap_or_default().to_ascii_uppercase());
            }
        }
    }
}

fn push_string_to_sign(text: &mut String, key_time: &str, hash: Sha1) {
    for part in ["sha1\n", key_time, "\n"] {
        text.push_str(part);
    }
    let mut digest = [0; 20];
    Digest::finalize_into(hash, (&mut digest).into());
    push_hex(text, &digest);
    text.push('\n');
}

/// The digits of an HMAC-SHA1.
fn hmac(key: &str, message: &str) -> Zeroizing<String> {
    let hmac =
        Hmac::<Sha1>::new_from_slice(key.as_bytes()).unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
    let mut tag = Zeroizing::new([0; 20]);
    hmac.chain_update(message).finalize_into((&mut *tag).into());
    let mut text = Zeroizing::new(String::with_capacity(DIGITS));
    push_hex(&mut text, &tag);
    text
}

fn push_hex(text: &mut String, digest: &[u8; 20]) {
    let mut digits = Zeroizing::new([0; DIGITS]);
    let written = hex::encode_to_slice(digest, &mut *digits);
    debug_assert!(written.is_ok(), "twenty bytes are forty digits");
    text.push_str(str::from_utf8(&*digits).unwrap_or_default());
}
