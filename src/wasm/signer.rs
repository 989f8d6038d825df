//! The signer for JavaScript. It is called for every request, and strings are dear at the boundary: so what a call needs
//! crosses as one piece of UTF-8, the short fields joined by NUL, then the body. A NUL inside a field would shift those
//! behind it, but also change their number, and the call is refused.
//!
//! What comes in may be a secret and is owned here, so that it is overwritten when it goes: wasm-bindgen frees borrowed
//! bytes and returned strings as they are. So texts go out as strings of JavaScript, made from what lies here.

use std::{fmt, mem};

use js_sys::JsString;
use tencentcloud_sign::{self as sign, ApiRequest, Credential, Head, Payload, Request, cos};
use wasm_bindgen::prelude::*;
use zeroize::{Zeroize, Zeroizing, zeroize_stack};

use crate::Error;
use crate::desired::refuse_own_key;
use crate::message::problem::BoundaryProblem;

use super::value::{Handed, raw};

/// Joins fields, both ways.
const NUL: &str = "\0";

/// What stands for the body.
#[wasm_bindgen]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    /// The body.
    Bytes,
    /// The body's SHA-256, hexadecimal.
    Sha256,
    /// Nothing: the body isn't signed.
    Unsigned,
}

/// Holds one account's credentials until it is freed.
#[wasm_bindgen]
pub struct Signer {
    signer: sign::Signer,
    /// The next request mostly has the same fields. In a box, so that they are overwritten where they lie: what is moved
    /// leaves a copy behind.
    last: Option<Box<Fields>>,
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Signer").field(&self.signer).finish()
    }
}

/// A request's fields as they came, and what became of them.
struct Fields {
    packed: Zeroizing<Vec<u8>>,
    headers: usize,
    service: String,
    head: Head,
}

#[wasm_bindgen]
impl Signer {
    /// Takes the credentials over, each as UTF-8; an empty token is none.
    ///
    /// # Errors
    /// See [`Credential::new`].
    #[wasm_bindgen(constructor)]
    pub fn new(secret_id: Vec<u8>, secret_key: Vec<u8>, token: Vec<u8>) -> Result<Self, Error> {
        let [mut id, mut key, mut token] = [secret_id, secret_key, token].map(secret);
        let credential = Credential::new(mem::take(&mut id), mem::take(&mut key), Some(mem::take(&mut token)))?;
        Ok(Self { signer: sign::Signer::new(credential), last: None })
    }

    /// Takes `service, method, path, query`, then a name and a value for each of `headers`, and behind `head` bytes
    /// the body; gives `canonicalRequest, stringToSign, authorization`.
    ///
    /// # Errors
    /// See [`sign::Signer::sign`].
    pub fn sign(
        &mut self,
        packed: Vec<u8>,
        head: usize,
        headers: usize,
        timestamp: f64,
        kind: BodyKind,
    ) -> Result<JsString, Error> {
        let packed = Zeroizing::new(packed);
        let (fields, body) = packed.split_at_checked(head).ok_or_else(miscounted)?;
        let last = match self.last.take() {
            Some(last) if *last.packed == *fields && last.headers == headers => last,
            _ => Box::new(Fields::read(fields, headers)?),
        };
        let last = self.last.insert(last);
        let signature = self.signer.sign_with(&last.head, &last.service, payload(kind, body)?, seconds(timestamp)?)?;
        Ok(signature.as_text().into())
    }

    /// Refuses an order (JSON text, as `Release` takes it) that holds the key which this signer signs with.
    ///
    /// # Errors
    /// Throws `KeyInInputs` as plain data; no value is repeated.
    #[wasm_bindgen(js_name = refuseKey)]
    pub fn refuse_key(&self, order: String) -> Result<(), JsValue> {
        let order = Zeroizing::new(order);
        Ok(refuse_own_key(&raw(&order, Handed::Request)?, self.signer.credential())?)
    }

    /// Takes `service, host, action, version, region, method, path, query, contentType, token, language,
    /// requestClient`, where empty is absent, and behind `head` bytes the body; gives a name and a value for each
    /// header.
    ///
    /// # Errors
    /// See [`sign::Signer::headers`].
    pub fn headers(&mut self, packed: Vec<u8>, head: usize, timestamp: f64, kind: BodyKind) -> Result<JsString, Error> {
        let packed = Zeroizing::new(packed);
        let (fields, body) = packed.split_at_checked(head).ok_or_else(miscounted)?;
        let mut fields = utf8(fields)?.split(NUL);
        let mut next = || fields.next().ok_or_else(miscounted);
        let request = ApiRequest {
            service: next()?,
            host: next()?,
            action: next()?,
            version: next()?,
            region: present(next()?),
            method: next()?,
            path: next()?,
            query: next()?,
            content_type: present(next()?),
            token: present(next()?),
            language: present(next()?),
            request_client: present(next()?),
            payload: payload(kind, body)?,
            timestamp: seconds(timestamp)?,
        };
        if fields.next().is_some() {
            return Err(miscounted());
        }
        let headers = self.signer.headers(&request)?;
        Ok(joined(headers.iter().map(|(name, value)| (*name, &**value))))
    }

    /// A request of object storage. Takes `method, path`, then a name and a value for each of `params`, then for each of
    /// `headers`; gives `httpString, stringToSign, authorization`.
    ///
    /// # Errors
    /// See [`cos::sign`].
    #[wasm_bindgen(js_name = signCos)]
    pub fn sign_cos(
        &self,
        packed: Vec<u8>,
        params: usize,
        headers: usize,
        start: f64,
        end: f64,
    ) -> Result<JsString, Error> {
        let packed = Zeroizing::new(packed);
        let fields = CosFields::read(&packed, params, headers)?;
        let signature = cos::sign(self.signer.credential(), &fields.request(start, end)?)?;
        Ok(signature.as_text().into())
    }

    /// Takes what [`Signer::sign_cos`] takes; gives a name and a value for each header that is sent.
    ///
    /// # Errors
    /// See [`cos::headers`].
    #[wasm_bindgen(js_name = cosHeaders)]
    pub fn cos_headers(
        &self,
        packed: Vec<u8>,
        params: usize,
        headers: usize,
        start: f64,
        end: f64,
    ) -> Result<JsString, Error> {
        let packed = Zeroizing::new(packed);
        let fields = CosFields::read(&packed, params, headers)?;
        let headers = cos::headers(self.signer.credential(), &fields.request(start, end)?)?;
        Ok(joined(headers.iter().map(|(name, value)| (*name, &**value))))
    }
}

/// Names and values as one text, overwritten once JavaScript has its own.
fn joined<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> JsString {
    let parts: Vec<&str> = pairs.flat_map(|(name, value)| [name, value]).collect();
    Zeroizing::new(parts.join(NUL)).as_str().into()
}

/// A request of object storage as it came.
struct CosFields<'a> {
    method: &'a str,
    path: &'a str,
    params: Vec<(&'a str, &'a str)>,
    headers: Vec<(&'a str, &'a str)>,
}

impl<'a> CosFields<'a> {
    fn read(packed: &'a [u8], params: usize, headers: usize) -> Result<Self, Error> {
        let mut fields = utf8(packed)?.split(NUL);
        let mut next = || fields.next().ok_or_else(miscounted);
        let (method, path) = (next()?, next()?);
        let mut pairs = |count: usize| (0..count).map(|_| Ok((next()?, next()?))).collect::<Result<Vec<_>, Error>>();
        let (params, headers) = (pairs(params)?, pairs(headers)?);
        if fields.next().is_some() {
            return Err(miscounted());
        }
        Ok(Self { method, path, params, headers })
    }

    fn request(&self, start: f64, end: f64) -> Result<cos::Request<'_>, Error> {
        Ok(cos::Request {
            method: self.method,
            path: self.path,
            params: &self.params,
            headers: &self.headers,
            key_time: cos::KeyTime::new(seconds(start)?, seconds(end)?)?,
        })
    }
}

/// How deep the stack of a signer's call is at most, with much to spare.
const STACK_BYTES: usize = 32 * 1024;

/// Overwrites what the calls of a signer left on the stack; to be called behind `free`.
#[wasm_bindgen(js_name = wipeStack)]
pub fn wipe_stack() {
    zeroize_stack::<STACK_BYTES>();
}

/// Text out of bytes, where they lie; bytes that are none, which no shell sends, are as good as nothing.
fn secret(bytes: Vec<u8>) -> Zeroizing<String> {
    Zeroizing::new(String::from_utf8(bytes).unwrap_or_else(|error| {
        error.into_bytes().zeroize();
        String::new()
    }))
}

impl Fields {
    fn read(packed: &[u8], headers: usize) -> Result<Self, Error> {
        let mut fields = utf8(packed)?.split(NUL);
        let mut next = || fields.next().ok_or_else(miscounted);
        let (service, method, path, query) = (next()?, next()?, next()?, next()?);
        let pairs = (0..headers).map(|_| Ok((next()?, next()?))).collect::<Result<Vec<_>, Error>>()?;
        if fields.next().is_some() {
            return Err(miscounted());
        }
        let payload = Payload::Bytes(&[]);
        let request = Request { service, method, path, query, headers: &pairs, payload, timestamp: 0 };
        Ok(Self { packed: packed.to_vec().into(), headers, service: service.to_owned(), head: Head::new(&request)? })
    }
}

/// SHA-256 of a body in pieces, for hosts that have no hash of their own that answers at once.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Hasher(sign::Hasher);

#[wasm_bindgen]
impl Hasher {
    /// Starts with nothing.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next piece.
    pub fn update(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    /// The hexadecimal digest; frees the hasher.
    #[must_use]
    pub fn finish(self) -> String {
        self.0.finish()
    }
}

fn payload(kind: BodyKind, body: &[u8]) -> Result<Payload<'_>, Error> {
    Ok(match kind {
        BodyKind::Bytes => Payload::Bytes(body),
        BodyKind::Sha256 => Payload::Sha256(utf8(body)?),
        BodyKind::Unsigned => Payload::Unsigned,
    })
}

fn utf8(bytes: &[u8]) -> Result<&str, Error> {
    str::from_utf8(bytes).map_err(|_| Error::usage(BoundaryProblem::NotUtf8))
}

fn present(field: &str) -> Option<&str> {
    (!field.is_empty()).then_some(field)
}

fn miscounted() -> Error {
    Error::usage(BoundaryProblem::ControlCharacter)
}

/// JavaScript knows one kind of number; a timestamp is a whole one that isn't negative.
fn seconds(timestamp: f64) -> Result<u64, Error> {
    if timestamp >= 0.0 && timestamp.fract() == 0.0 && timestamp <= 9_007_199_254_740_991.0 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked in the line above")]
        return Ok(timestamp as u64);
    }
    Err(Error::usage(BoundaryProblem::InvalidTimestamp))
}
