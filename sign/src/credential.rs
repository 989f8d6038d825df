//! Credentials of a Tencent Cloud account: a secret id, its key, and for temporary ones a session token.

use alloc::string::String;
use core::fmt;

use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::{Error, error::SecretPart};

/// Who signs. `Debug` shows no secret, and the memory is overwritten when they go.
///
/// ```
/// use tencentcloud_sign::Credential;
///
/// let credential = Credential::new("AKIDEXAMPLE".into(), "examplekey".into(), None)?;
/// assert_eq!(credential.secret_id(), "AKIDEXAMPLE");
/// assert!(!format!("{credential:?}").contains("examplekey"));
/// # Ok::<(), tencentcloud_sign::Error>(())
/// ```
#[derive(Clone)]
pub struct Credential {
    secret_id: Zeroizing<String>,
    secret_key: Zeroizing<String>,
    token: Option<Zeroizing<String>>,
}

/// Every field wipes itself.
impl ZeroizeOnDrop for Credential {}

impl Credential {
    /// Takes over the strings; an empty token counts as none, as an exported but empty variable means.
    ///
    /// # Errors
    /// `InvalidCredentials` where a part is missing or holds characters that no such secret has, which is what a
    /// line end or a space copied along looks like. The message never repeats the secret.
    pub fn new(secret_id: String, secret_key: String, token: Option<String>) -> Result<Self, Error> {
        // first of all, so that the strings are wiped however this ends
        let credential = Self {
            secret_id: secret_id.into(),
            secret_key: secret_key.into(),
            token: token.filter(|token| !token.is_empty()).map(Zeroizing::new),
        };
        credential.check()?;
        Ok(credential)
    }

    /// The public half, which is readable in every signed request.
    #[must_use]
    pub fn secret_id(&self) -> &str {
        &self.secret_id
    }

    /// The session token of temporary credentials; it travels in the header `X-TC-Token`.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref().map(String::as_str)
    }

    /// The secret itself, to find it in a text before that text is sent. Never log it.
    #[must_use]
    pub fn secret_key(&self) -> &str {
        &self.secret_key
    }

    fn check(&self) -> Result<(), Error> {
        require(SecretPart::SecretId, &self.secret_id, |c| c.is_ascii_graphic() && c != ',' && c != '/')?;
        require(SecretPart::SecretKey, &self.secret_key, |c| !c.is_control() && !c.is_whitespace())?;
        self.token.as_ref().map_or(Ok(()), |token| require(SecretPart::Token, token, |c| c.is_ascii_graphic()))
    }
}

fn require(part: SecretPart, value: &str, allowed: fn(char) -> bool) -> Result<(), Error> {
    if value.is_empty() {
        return Err(Error::EmptyCredential(part));
    }
    if value.chars().all(allowed) { Ok(()) } else { Err(Error::BadCredential(part)) }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("secret_id", &"[redacted]")
            .field("secret_key", &"[redacted]")
            .field("token", &self.token.as_ref().map(|_| "[redacted]"))
            .finish()
    }
}
