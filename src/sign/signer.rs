//! All steps in one call, with the derived key kept for the next one.

use std::fmt;

use hmac::Hmac;
use sha2::Sha256;

use crate::{Error, credential::Credential};

use super::{
    Head, Payload, TERMINATOR,
    date::{SECONDS_PER_DAY, utc_date},
    key::{
        SIGNATURE_PART, authorization_start, finish, keyed, push_string_to_sign, secret_date, secret_service,
        secret_signing,
    },
    payload::push_hex,
};

/// A program talks to `scf` and `monitor`, rarely to more; each service has one key a day.
const KEYS_KEPT: usize = 4;

/// What is to be signed.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The service in the scope, such as `scf`.
    pub service: &'a str,
    /// `POST` or `GET`; small letters are raised.
    pub method: &'a str,
    /// `/`, for nearly every product.
    pub path: &'a str,
    /// As it is sent, without the `?`.
    pub query: &'a str,
    /// The headers that the signature covers, in any order and case; `host` is one of them.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body.
    pub payload: Payload<'a>,
    /// Unix time, in seconds.
    pub timestamp: u64,
}

/// A signature, with what it was made of.
///
/// It is one text, written from front to back, `CanonicalRequest NUL StringToSign NUL Authorization`: signing is called
/// for every request, and a piece of memory for each part would cost as much as the hashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    text: String,
}

impl Signature {
    /// See [`canonical_request`](super::canonical_request).
    #[must_use]
    pub fn canonical_request(&self) -> &str {
        self.part(0)
    }

    /// See [`string_to_sign`](super::string_to_sign).
    #[must_use]
    pub fn string_to_sign(&self) -> &str {
        self.part(1)
    }

    /// The value of the header `Authorization`.
    #[must_use]
    pub fn authorization(&self) -> &str {
        self.part(2)
    }

    /// 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn signature(&self) -> &str {
        self.text.rsplit('=').next().unwrap_or_default()
    }

    /// The three parts as they are kept, joined by NUL, which none of them holds.
    #[must_use]
    pub fn into_text(self) -> String {
        self.text
    }

    fn part(&self, place: usize) -> &str {
        self.text.split('\0').nth(place).unwrap_or_default()
    }
}

/// Signs requests of one account.
pub struct Signer {
    credential: Credential,
    keys: Vec<SigningKey>,
}

/// The end of the key chain for one day and service, and what every signature made with it begins with.
struct SigningKey {
    day: u64,
    service: String,
    scope: String,
    authorization: String,
    hmac: Hmac<Sha256>,
}

impl Signer {
    /// A signer for these credentials.
    #[must_use]
    pub const fn new(credential: Credential) -> Self {
        Self { credential, keys: Vec::new() }
    }

    /// Who signs.
    #[must_use]
    pub const fn credential(&self) -> &Credential {
        &self.credential
    }

    /// Signs one request.
    ///
    /// # Errors
    /// `InvalidRequest`, `InvalidTimestamp` or `InvalidDigest`, as [`canonical_request`](super::canonical_request) and
    /// [`utc_date`] say.
    pub fn sign(&mut self, request: &Request<'_>) -> Result<Signature, Error> {
        self.sign_with(&Head::new(request)?, request.service, request.payload, request.timestamp)
    }

    /// Signs one more request with the same head.
    ///
    /// # Errors
    /// As [`Signer::sign`].
    pub fn sign_with(
        &mut self,
        head: &Head,
        service: &str,
        payload: Payload<'_>,
        timestamp: u64,
    ) -> Result<Signature, Error> {
        let mut text = String::with_capacity(1024);
        let digest = head.push(&mut text, payload)?;
        let key = self.key(service, timestamp)?;

        text.push('\0');
        let start = text.len();
        push_string_to_sign(&mut text, timestamp, &key.scope, digest);
        let signature = finish(key.hmac.clone(), text.get(start..).unwrap_or_default());

        text.push('\0');
        for part in [&*key.authorization, head.signed_headers(), SIGNATURE_PART] {
            text.push_str(part);
        }
        push_hex(&mut text, signature);
        Ok(Signature { text })
    }

    /// The key for a day and a service, kept or derived; the one that was used last stands first.
    fn key(&mut self, service: &str, timestamp: u64) -> Result<&SigningKey, Error> {
        let day = timestamp / SECONDS_PER_DAY;
        match self.keys.iter().position(|key| key.day == day && key.service == service) {
            Some(0) => {}
            Some(place) => self.keys.swap(0, place),
            None => {
                check_service(service)?;
                self.keys.insert(0, SigningKey::derive(&self.credential, timestamp, service)?);
                self.keys.truncate(KEYS_KEPT);
            }
        }
        let [first, ..] = self.keys.as_slice() else { unreachable!("a key was found or put there") };
        Ok(first)
    }
}

impl SigningKey {
    fn derive(credential: &Credential, timestamp: u64, service: &str) -> Result<Self, Error> {
        let date = utc_date(timestamp)?;
        let signing = secret_signing(&secret_service(&secret_date(credential.secret_key(), &date), service));
        let scope = format!("{date}/{service}/{TERMINATOR}");
        Ok(Self {
            day: timestamp / SECONDS_PER_DAY,
            service: service.to_owned(),
            authorization: authorization_start(credential.secret_id(), &scope),
            scope,
            hmac: keyed(signing.as_slice()),
        })
    }
}

fn check_service(service: &str) -> Result<(), Error> {
    if !service.is_empty() && service.bytes().all(|b| b.is_ascii_graphic() && b != b'/' && b != b',') {
        return Ok(());
    }
    Err(Error::usage("InvalidRequest", format!("{service:?} is no name of a service, such as `scf`")))
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").field("credential", &self.credential).finish_non_exhaustive()
    }
}
