//! Secrets stay where they are: in no text, and not in memory longer than needed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail")]

use scf_grayscale::{credential::Credential, sign::Signer};
use zeroize::ZeroizeOnDrop;

const ID: &str = "AKIDEXAMPLEID";
const KEY: &str = "example-secret-key";
const TOKEN: &str = "example-session-token";

fn credential() -> Credential {
    Credential::new(ID.into(), KEY.into(), Some(TOKEN.into())).unwrap()
}

#[test]
fn debug_is_redacted() {
    for text in [format!("{:?}", credential()), format!("{:#?}", Signer::new(credential()))] {
        assert!(text.contains("[redacted]"), "{text}");
        assert!([ID, KEY, TOKEN].iter().all(|secret| !text.contains(secret)), "{text}");
    }
}

/// What this promises is checked where memory can be looked at: tests/js/signer.memory.test.js does.
#[test]
fn credentials_wipe_themselves() {
    fn wiped<T: ZeroizeOnDrop>(_: &T) {}
    wiped(&credential());
}

#[test]
fn bad_credentials_are_refused_without_being_shown() {
    let long = "x".repeat(40);
    let cases = [
        ("", KEY, None, "secret id is empty"),
        (ID, "", None, "secret key is empty"),
        ("AKID EXAMPLE", KEY, None, "secret id holds"),
        ("AKID/EXAMPLE", KEY, None, "secret id holds"),
        ("AKIDEXÄMPLE", KEY, None, "secret id holds"),
        (ID, "key-with-line-end\n", None, "secret key holds"),
        (ID, " key", None, "secret key holds"),
        (ID, KEY, Some("token\r\nX-Other: 1"), "token holds"),
        (ID, &format!("{long}\0"), None, "secret key holds"),
    ];
    for (id, key, token, reason) in cases {
        let error = Credential::new(id.into(), key.into(), token.map(Into::into)).unwrap_err();
        assert_eq!(error.code, "InvalidCredentials");
        assert!(error.message.contains(reason), "{} lacks {reason:?}", error.message);
        let text = format!("{error:?} {error}");
        for secret in [id, key, token.unwrap_or_default()].iter().filter(|secret| secret.len() > 8) {
            assert!(!text.contains(secret), "{text}");
        }
    }
}
