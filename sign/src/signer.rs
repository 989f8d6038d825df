//! All steps in one call, with the derived key kept for the next one.

use alloc::{borrow::ToOwned, format, string::String, vec::Vec};
use core::fmt;

use hmac::Hmac;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{
    ALGORITHM, Credential, Error, Head, Payload, Request, TERMINATOR,
    canonical::DIGITS,
    date::{SECONDS_PER_DAY, utc_date},
    key::{
        SIGNATURE_PART, authorization_start, finish, keyed, push_string_to_sign, secret_date, secret_service,
        secret_signing,
    },
    payload::push_hex,
    signed::Signed,
};

/// A program talks to `scf`, `monitor` and `cls`, rarely to more; each service has one key a day.
const KEYS_KEPT: usize = 4;

/// The bytes of a [`Signature`]'s text beside the head, the scope and the authorization's start: three digests, two NULs,
/// the algorithm, a timestamp of 20 digits at most, four line ends, [`SIGNATURE_PART`].
const OTHERWISE: usize = 3 * DIGITS + 2 + ALGORITHM.len() + 20 + 4 + SIGNATURE_PART.len();

/// A signature, with what it was made of. It is overwritten when it goes: a signed header may be a token.
#[derive(Clone, PartialEq, Eq)]
pub struct Signature(Signed);

impl Signature {
    /// See [`canonical_request`](crate::canonical_request).
    #[must_use]
    pub fn canonical_request(&self) -> &str {
        self.0.request()
    }

    /// See [`string_to_sign`](crate::string_to_sign).
    #[must_use]
    pub fn string_to_sign(&self) -> &str {
        self.0.string_to_sign()
    }

    /// The value of the header `Authorization`.
    #[must_use]
    pub fn authorization(&self) -> &str {
        self.0.authorization()
    }

    /// 64 lower-case hexadecimal digits.
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

/// Signs requests of one account. Its credentials and derived keys are overwritten when it goes.
///
/// ```
/// use tencentcloud_sign::{Credential, Payload, Request, Signer};
///
/// let mut signer = Signer::new(Credential::new("AKIDEXAMPLE".into(), "examplekey".into(), None)?);
/// let signature = signer.sign(&Request {
///     service: "scf",
///     method: "POST",
///     path: "/",
///     query: "",
///     headers: &[("content-type", "application/json"), ("host", "scf.tencentcloudapi.com")],
///     payload: Payload::from("{}"),
///     timestamp: 1_551_113_065,
/// })?;
/// assert!(signature.authorization().starts_with(
///     "TC3-HMAC-SHA256 Credential=AKIDEXAMPLE/2019-02-25/scf/tc3_request, SignedHeaders=content-type;host, Signature="
/// ));
/// # Ok::<(), tencentcloud_sign::Error>(())
/// ```
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
    pub fn new(credential: Credential) -> Self {
        // room for all: a list that outgrows its memory leaves a copy of the keys behind
        Self { credential, keys: Vec::with_capacity(KEYS_KEPT) }
    }

    /// Who signs.
    #[must_use]
    pub const fn credential(&self) -> &Credential {
        &self.credential
    }

    /// Signs one request.
    ///
    /// # Errors
    /// `InvalidRequest`, `InvalidTimestamp` or `InvalidDigest`, as [`canonical_request`](crate::canonical_request) and
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
        let key = self.key(service, timestamp)?;
        let signed_headers = head.signed_headers();
        // at most, so that it never outgrows its memory, which would leave a copy of it behind
        let length = head.len() + key.scope.len() + key.authorization.len() + signed_headers.len() + OTHERWISE;
        let mut text = Zeroizing::new(String::with_capacity(length));
        let digest = head.push(&mut text, payload)?;

        text.push('\0');
        let start = text.len();
        push_string_to_sign(&mut text, timestamp, &key.scope, digest);
        let signature = finish(key.hmac.clone(), text.get(start..).unwrap_or_default());

        text.push('\0');
        for part in [&*key.authorization, signed_headers, SIGNATURE_PART] {
            text.push_str(part);
        }
        push_hex(&mut text, signature);
        Ok(Signature(Signed::new(text)))
    }

    /// The key for a day and a service, kept or derived; the one that was used last is first.
    fn key(&mut self, service: &str, timestamp: u64) -> Result<&SigningKey, Error> {
        let day = timestamp / SECONDS_PER_DAY;
        match self.keys.iter().position(|key| key.day == day && key.service == service) {
            Some(0) => {}
            Some(place) => self.keys.swap(0, place),
            None => {
                check_service(service)?;
                let key = SigningKey::derive(&self.credential, timestamp, service)?;
                self.keys.truncate(KEYS_KEPT - 1);
                self.keys.insert(0, key);
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
    Err(Error::BadService(service.to_owned()))
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").field("credential", &self.credential).finish_non_exhaustive()
    }
}
