//! The body of a request, as far as a signature is concerned.

use sha2::{Digest, Sha256};

use crate::Error;

/// Stands for a body that is not signed; its own hash is signed instead, and the header `X-TC-Content-SHA256`
/// carries it literally.
pub const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// What is signed of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payload<'a> {
    /// The body itself.
    Bytes(&'a [u8]),
    /// The hexadecimal SHA-256 of a body that was hashed elsewhere.
    Sha256(&'a str),
    /// Nothing: the body may be any.
    Unsigned,
}

impl Payload<'_> {
    /// HashedPayload: 64 lower-case hexadecimal digits.
    ///
    /// # Errors
    /// `InvalidDigest` where a ready digest is not 64 hexadecimal digits.
    pub fn hash(self) -> Result<String, Error> {
        let mut text = String::new();
        push_hash(&mut text, self)?;
        Ok(text)
    }
}

/// Appends HashedPayload to a text.
pub(super) fn push_hash(text: &mut String, payload: Payload<'_>) -> Result<(), Error> {
    match payload {
        Payload::Bytes(body) => push_hex(text, sha256(Sha256::new_with_prefix(body))),
        Payload::Unsigned => push_hex(text, sha256(Sha256::new_with_prefix(UNSIGNED_PAYLOAD))),
        Payload::Sha256(digest) => {
            let mut bytes = [0; 32];
            hex::decode_to_slice(digest, &mut bytes)
                .map_err(|_| Error::usage("InvalidDigest", "the body's sha256 is not 64 hexadecimal digits"))?;
            push_hex(text, bytes);
        }
    }
    Ok(())
}

impl<'a> From<&'a str> for Payload<'a> {
    fn from(body: &'a str) -> Self {
        Self::Bytes(body.as_bytes())
    }
}

/// The lower-case hexadecimal SHA-256 of some bytes.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    push_hex(&mut text, sha256(Sha256::new_with_prefix(bytes)));
    text
}

/// SHA-256 over a body that comes in pieces.
#[derive(Debug, Clone, Default)]
pub struct Hasher(Sha256);

impl Hasher {
    /// Takes the next piece.
    pub fn update(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    /// The lower-case hexadecimal digest of all pieces.
    #[must_use]
    pub fn finish(self) -> String {
        let mut text = String::new();
        push_hex(&mut text, sha256(self.0));
        text
    }
}

pub(super) fn sha256(hash: Sha256) -> [u8; 32] {
    let mut digest = [0; 32];
    hash.finalize_into((&mut digest).into());
    digest
}

/// Appends a digest's digits. Every request needs three digests, and `hex::encode` is made for other sizes: it took a
/// fifth of a signature's time.
pub(super) fn push_hex(text: &mut String, digest: [u8; 32]) {
    let digit = |nibble: u8| nibble + if nibble < 10 { b'0' } else { b'a' - 10 };
    let mut digits = [[0; 2]; 32];
    for (pair, byte) in digits.iter_mut().zip(digest) {
        *pair = [digit(byte >> 4), digit(byte & 15)];
    }
    text.push_str(str::from_utf8(digits.as_flattened()).unwrap_or_default());
}
