//! The key chain, and what is made with its last link.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use hmac::{Hmac, KeyInit, Mac, digest::FixedOutput};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{
    ALGORITHM, TERMINATOR,
    payload::{push_hex, sha256},
};

/// A derived key; overwritten when it goes.
pub type Key = Zeroizing<[u8; 32]>;

/// `SecretDate = HMAC("TC3" + SecretKey, Date)`
#[must_use]
pub fn secret_date(secret_key: &str, date: &str) -> Key {
    let mut key = Zeroizing::new(Vec::with_capacity(3 + secret_key.len()));
    key.extend_from_slice(b"TC3");
    key.extend_from_slice(secret_key.as_bytes());
    hmac(&key, date)
}

/// `SecretService = HMAC(SecretDate, Service)`
#[must_use]
pub fn secret_service(secret_date: &[u8; 32], service: &str) -> Key {
    hmac(secret_date, service)
}

/// `SecretSigning = HMAC(SecretService, "tc3_request")`
#[must_use]
pub fn secret_signing(secret_service: &[u8; 32]) -> Key {
    hmac(secret_service, TERMINATOR)
}

/// `StringToSign = Algorithm \n Timestamp \n CredentialScope \n HashedCanonicalRequest`
#[must_use]
pub fn string_to_sign(timestamp_seconds: u64, scope: &str, canonical_request: &str) -> String {
    let mut text = String::new();
    push_string_to_sign(&mut text, timestamp_seconds, scope, sha256(Sha256::new_with_prefix(canonical_request)));
    text
}

pub(crate) fn push_string_to_sign(text: &mut String, timestamp_seconds: u64, scope: &str, digest: [u8; 32]) {
    for part in [ALGORITHM, "\n", &timestamp_seconds.to_string(), "\n", scope, "\n"] {
        text.push_str(part);
    }
    push_hex(text, digest);
}

/// `Signature = hex(HMAC(SecretSigning, StringToSign))`
#[must_use]
pub fn signature(secret_signing: &[u8; 32], string_to_sign: &str) -> String {
    let mut text = String::new();
    push_hex(&mut text, *hmac(secret_signing, string_to_sign));
    text
}

/// The value of the header `Authorization`.
#[must_use]
pub fn authorization(secret_id: &str, scope: &str, signed_headers: &str, signature: &str) -> String {
    authorization_start(secret_id, scope) + signed_headers + SIGNATURE_PART + signature
}

pub(crate) fn authorization_start(secret_id: &str, scope: &str) -> String {
    format!("{ALGORITHM} Credential={secret_id}/{scope}, SignedHeaders=")
}

pub(crate) const SIGNATURE_PART: &str = ", Signature=";

fn hmac(key: &[u8], message: &str) -> Key {
    Zeroizing::new(finish(keyed(key), message))
}

/// An HMAC that has taken its key and may be cloned for each message: half of a short message's work is done.
pub(crate) fn keyed(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"))
}

pub(crate) fn finish(hmac: Hmac<Sha256>, message: &str) -> [u8; 32] {
    let mut tag = [0; 32];
    hmac.chain_update(message).finalize_into((&mut tag).into());
    tag
}
