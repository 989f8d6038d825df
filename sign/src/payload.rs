//! The body of a request, as far as a signature is concerned.

use alloc::string::String;
use core::fmt;

use sha2::{Digest, Sha256};

use crate::Error;

/// Stands for a body that is not signed; its own hash is signed instead, and the header `X-TC-Content-SHA256`
/// carries it literally.
pub const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// What is signed of the body.
///
/// ```
/// use tencentcloud_sign::{Payload, sha256_hex};
///
/// let digest = sha256_hex(b"{}");
/// assert_eq!(Payload::from("{}").hash()?, Payload::Sha256(&digest).hash()?);
/// # Ok::<(), tencentcloud_sign::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
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
pub(crate) fn push_hash(text: &mut String, payload: Payload<'_>) -> Result<(), Error> {
    match payload {
        Payload::Bytes(body) => push_hex(text, sha256(Sha256::new_with_prefix(body))),
        Payload::Unsigned => push_hex(text, sha256(Sha256::new_with_prefix(UNSIGNED_PAYLOAD))),
        Payload::Sha256(digest) => {
            let mut bytes = [0; 32];
            hex::decode_to_slice(digest, &mut bytes).map_err(|_| Error::BadDigest)?;
            push_hex(text, bytes);
        }
    }
    Ok(())
}

/// A body may hold secrets, so only its length is shown.
impl fmt::Debug for Payload<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(body) => write!(f, "Bytes({} bytes)", body.len()),
            Self::Sha256(digest) => f.debug_tuple("Sha256").field(digest).finish(),
            Self::Unsigned => f.write_str("Unsigned"),
        }
    }
}

impl<'a> From<&'a str> for Payload<'a> {
    fn from(body: &'a str) -> Self {
        Self::Bytes(body.as_bytes())
    }
}

/// The lower-case hexadecimal SHA-256 of some bytes.
///
/// ```
/// # use tencentcloud_sign::sha256_hex;
/// assert_eq!(sha256_hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
/// ```
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    push_hex(&mut text, sha256(Sha256::new_with_prefix(bytes)));
    text
}

/// SHA-256 over a body that comes in pieces; the digest signs as [`Payload::Sha256`].
///
/// ```
/// use tencentcloud_sign::{Hasher, sha256_hex};
///
/// let mut hasher = Hasher::default();
/// for piece in [b"ab", b"cd"] {
///     hasher.update(piece);
/// }
/// assert_eq!(hasher.finish(), sha256_hex(b"abcd"));
/// ```
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

pub(crate) fn sha256(hash: Sha256) -> [u8; 32] {
    let mut digest = [0; 32];
    hash.finalize_into((&mut digest).into());
    digest
}

/// Appends a digest's digits. Every request needs three digests, and `hex::encode`, made for any size, took a fifth of
/// a signature's time.
pub(crate) fn push_hex(text: &mut String, digest: [u8; 32]) {
    let mut digits = [[0; 8]; 8];
    for (eight, bytes) in digits.iter_mut().zip(digest.as_chunks().0) {
        *eight = eight_digits(u32::from_be_bytes(*bytes));
    }
    text.push_str(str::from_utf8(digits.as_flattened()).unwrap_or_default());
}

/// Spreads eight nibbles over eight bytes, and lifts each to its digit: `0` is 0x30, `a` lies 39 behind where 10 would.
fn eight_digits(word: u32) -> [u8; 8] {
    let spread = u64::from(word);
    let spread = (spread | spread << 16) & 0x0000_ffff_0000_ffff;
    let spread = (spread | spread << 8) & 0x00ff_00ff_00ff_00ff;
    let spread = (spread | spread << 4) & 0x0f0f_0f0f_0f0f_0f0f;
    let letters = ((spread + 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101;
    (spread + 0x3030_3030_3030_3030 + letters * 39).to_be_bytes()
}
