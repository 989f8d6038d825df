//! What a signature was made of, as one text that is written from front to back: `Request NUL StringToSign NUL
//! Authorization`. None of them holds NUL, and the last ends with the signature. Signing is called for every request, and a
//! piece of memory for each part would cost as much as the hashes.

use alloc::string::String;
use core::fmt;

use zeroize::Zeroizing;

#[derive(Clone, PartialEq, Eq)]
pub struct Signed(Zeroizing<String>);

impl Signed {
    pub fn new(text: Zeroizing<String>) -> Self {
        Self(text)
    }

    pub fn request(&self) -> &str {
        self.part(0)
    }

    pub fn string_to_sign(&self) -> &str {
        self.part(1)
    }

    pub fn authorization(&self) -> &str {
        self.part(2)
    }

    pub fn signature(&self) -> &str {
        self.0.rsplit('=').next().unwrap_or_default()
    }

    pub fn as_text(&self) -> &str {
        &self.0
    }

    fn part(&self, place: usize) -> &str {
        self.0.split('\0').nth(place).unwrap_or_default()
    }
}

/// Without the request, which may hold a token.
impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signature")
            .field("string_to_sign", &self.string_to_sign())
            .field("signature", &self.signature())
            .finish_non_exhaustive()
    }
}
