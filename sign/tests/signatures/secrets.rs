//! Secrets stay where they are: in no text, and not in memory longer than needed.

use tencentcloud_sign::{ApiRequest, Credential, Head, Payload, Request, Signer};
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

const CALL: ApiRequest<'static> = ApiRequest {
    service: "scf",
    host: "scf.tencentcloudapi.com",
    action: "GetAlias",
    version: "2018-04-16",
    region: None,
    method: "POST",
    path: "/",
    query: "secret=example-query",
    content_type: None,
    payload: Payload::Bytes(b"example-body"),
    timestamp: 1_551_113_065,
    token: Some(TOKEN),
    language: None,
    request_client: None,
};

#[test]
fn debug_of_a_request_hides_token_query_and_body() {
    let headers = [("host", CALL.host), ("X-TC-Token", TOKEN)];
    let request = Request {
        service: CALL.service,
        method: CALL.method,
        path: CALL.path,
        query: CALL.query,
        headers: &headers,
        payload: CALL.payload,
        timestamp: CALL.timestamp,
    };
    let head = Head::new(&request).unwrap();
    let signature = Signer::new(credential()).sign(&request).unwrap();
    assert!(signature.canonical_request().contains(TOKEN), "the token is signed");
    for text in [
        format!("{CALL:?}"),
        format!("{request:#?}"),
        format!("{head:?}"),
        format!("{signature:?}"),
        format!("{:?}", request.payload),
    ] {
        // a list of numbers would be the body as well
        let numbers = format!("{:?}", b"example-body");
        for secret in [TOKEN, "example-query", "example-body", numbers.trim_matches(['[', ']'])] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}

#[test]
fn the_token_of_a_call_is_borrowed_and_not_copied() {
    let mut signer = Signer::new(credential());
    let headers = signer.headers(&CALL).unwrap();
    let (_, token) = headers.iter().find(|(name, _)| *name == "X-TC-Token").unwrap();
    assert_eq!(token.as_ptr(), TOKEN.as_ptr());
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
        ("AKID EXAMPLE", KEY, None, "secret id contains an invalid character"),
        ("AKID/EXAMPLE", KEY, None, "secret id contains an invalid character"),
        ("AKIDEXÄMPLE", KEY, None, "secret id contains an invalid character"),
        (ID, "key-with-line-end\n", None, "secret key contains an invalid character"),
        (ID, " key", None, "secret key contains an invalid character"),
        (ID, KEY, Some("token\r\nX-Other: 1"), "token contains an invalid character"),
        (ID, KEY, Some("tökén"), "token contains an invalid character"),
        (ID, &format!("{long}\0"), None, "secret key contains an invalid character"),
    ];
    for (id, key, token, reason) in cases {
        let error = Credential::new(id.into(), key.into(), token.map(Into::into)).unwrap_err();
        assert_eq!(error.code(), "InvalidCredentials");
        assert!(error.to_string().contains(reason), "{error} lacks {reason:?}");
        let text = format!("{error:?} {error}");
        for secret in [id, key, token.unwrap_or_default()].iter().filter(|secret| secret.len() > 8) {
            assert!(!text.contains(secret), "{text}");
        }
    }
}
