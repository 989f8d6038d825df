//! What holds for every request, not only for the documented one.

use proptest::prelude::*;
use tencentcloud_sign::{
    ApiRequest, Credential, Payload, Request, Signer, UNSIGNED_PAYLOAD, canonical_request, sha256_hex, utc_date,
};

const HOST: (&str, &str) = ("host", "scf.tencentcloudapi.com");

fn signer() -> Signer {
    Signer::new(Credential::new("AKIDEXAMPLE".into(), "examplekey".into(), Some("exampletoken".into())).unwrap())
}

fn request<'a>(headers: &'a [(&'a str, &'a str)], body: &'a str) -> Request<'a> {
    Request {
        service: "scf",
        method: "POST",
        path: "/",
        query: "",
        headers,
        payload: Payload::from(body),
        timestamp: 1_551_113_065,
    }
}

fn call(body: &str) -> ApiRequest<'_> {
    ApiRequest {
        service: "scf",
        host: HOST.1,
        action: "GetAlias",
        version: "2018-04-16",
        region: None,
        method: "POST",
        path: "/",
        query: "",
        content_type: None,
        payload: Payload::from(body),
        timestamp: 1_551_113_065,
        token: None,
        language: None,
        request_client: None,
    }
}

/// The calendar, counted day by day: slow, and with nothing in common with the signer's arithmetic.
fn dates() -> impl Iterator<Item = String> {
    let leap = |year: u32| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    (1970..=9999).flat_map(move |year| {
        let lengths = [31, if leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        (1..)
            .zip(lengths)
            .flat_map(move |(month, days)| (1..=days).map(move |day| format!("{year:04}-{month:02}-{day:02}")))
    })
}

#[test]
fn every_day_until_9999_has_its_date() {
    let mut days = 0;
    for (day, date) in (0..).zip(dates()) {
        assert_eq!(utc_date(day * 86_400).unwrap(), date);
        assert_eq!(utc_date(day * 86_400 + 86_399).unwrap(), date);
        days = day;
    }
    assert_eq!(days, 2_932_896);
    assert_eq!(utc_date((days + 1) * 86_400).unwrap_err().code(), "InvalidTimestamp");
}

#[test]
fn milliseconds_are_recognised() {
    let error = signer().sign(&Request { timestamp: 1_551_113_065_000, ..request(&[HOST], "{}") }).unwrap_err();
    assert_eq!(error.code(), "InvalidTimestamp");
    assert!(error.hint().unwrap().contains("milliseconds"));
}

#[test]
fn each_kind_of_bad_request_is_refused_with_its_reason() {
    let host = [HOST];
    let good = request(&host, "{}");
    let cases: &[(Request<'_>, &str)] = &[
        (Request { service: "", ..good }, "service"),
        (Request { service: "scf/tc3_request", ..good }, "service"),
        (Request { method: "", ..good }, "HTTP method"),
        (Request { method: "POST\nGET", ..good }, "HTTP method"),
        (Request { path: "", ..good }, "does not begin with `/`"),
        (Request { path: "/\n/", ..good }, "control character"),
        (Request { path: "/?a=b", ..good }, "query"),
        (Request { query: "?a=b", ..good }, "starts with `?`"),
        (Request { query: "a=b#c", ..good }, "`#`"),
        (Request { query: "a=\r\n", ..good }, "control character"),
        (Request { headers: &[], ..good }, "`host` is not among the signed headers"),
        (
            Request { headers: &[("content-type", "application/json")], ..good },
            "`host` is not among the signed headers",
        ),
        (Request { headers: &[("Host", " ")], ..good }, "`host` is empty"),
        (Request { headers: &[HOST, ("Host", "b")], ..good }, "given twice"),
        (Request { headers: &[HOST, ("x y", "b")], ..good }, "invalid header name"),
        (Request { headers: &[HOST, ("", "b")], ..good }, "invalid header name"),
        (Request { headers: &[HOST, ("x-a", "b\r\nx-b: c")], ..good }, "control character"),
        (Request { headers: &[HOST, ("x-a", "b\0")], ..good }, "control character"),
        (Request { payload: Payload::Sha256("abc"), ..good }, "64 hexadecimal digits"),
        (Request { payload: Payload::Sha256(&"g".repeat(64)), ..good }, "64 hexadecimal digits"),
    ];
    assert!(signer().sign(&good).is_ok());
    for (bad, reason) in cases {
        let error = signer().sign(bad).unwrap_err();
        assert!(error.to_string().contains(reason), "{error} lacks {reason:?}");
    }
}

#[test]
fn a_call_needs_an_action_and_values_that_can_be_sent() {
    assert!(signer().headers(&call("{}")).is_ok());
    assert!(signer().headers(&ApiRequest { action: "", ..call("{}") }).is_err());
    assert!(signer().headers(&ApiRequest { version: "", ..call("{}") }).is_err());
    let error = signer().headers(&ApiRequest { region: Some("ap\r\nX-TC-Token: x"), ..call("{}") }).unwrap_err();
    assert!(error.to_string().contains("`X-TC-Region` contains a control character"), "{error}");
}

#[test]
fn the_token_travels_and_a_call_may_bring_its_own() {
    let token = |call: &ApiRequest<'_>| {
        let mut signer = signer();
        let headers = signer.headers(call).unwrap();
        headers.into_iter().find(|(name, _)| *name == "X-TC-Token").map(|(_, value)| value.into_owned())
    };
    assert_eq!(token(&call("{}")).as_deref(), Some("exampletoken"));
    assert_eq!(token(&ApiRequest { token: Some("another"), ..call("{}") }).as_deref(), Some("another"));
    let mut without = Signer::new(Credential::new("AKIDEXAMPLE".into(), "k".into(), Some(String::new())).unwrap());
    assert!(without.headers(&call("{}")).unwrap().iter().all(|(name, _)| *name != "X-TC-Token"));
}

#[test]
fn an_unsigned_body_is_declared() {
    let mut signer = signer();
    let headers = signer.headers(&ApiRequest { payload: Payload::Unsigned, ..call("") }).unwrap();
    assert!(headers.contains(&("X-TC-Content-SHA256", UNSIGNED_PAYLOAD.into())));
    let canonical = canonical_request(&Request { payload: Payload::Unsigned, ..request(&[HOST], "") }).unwrap();
    assert!(canonical.ends_with(&sha256_hex(UNSIGNED_PAYLOAD.as_bytes())));
}

#[test]
fn keys_are_kept_per_day_and_service() {
    let mut kept = signer();
    let host = [HOST];
    // more services and days than are kept, and each again after it was dropped
    for round in 0..3 {
        for (service, day) in [("scf", 0), ("monitor", 0), ("cvm", 0), ("scf", 1), ("cls", 0), ("sts", 2), ("scf", 0)] {
            let timestamp = 1_551_113_065 + round + day * 86_400;
            let request = Request { service, timestamp, ..request(&host, "{}") };
            assert_eq!(kept.sign(&request).unwrap(), signer().sign(&request).unwrap());
        }
    }
}

fn names() -> impl Strategy<Value = Vec<(String, String)>> {
    proptest::collection::btree_map("x-[a-z0-9-]{1,12}", "[ -~é中\u{1f600}]{0,20}", 0..6)
        .prop_map(|map| map.into_iter().chain([(HOST.0.to_owned(), HOST.1.to_owned())]).collect())
}

fn borrowed(headers: &[(String, String)]) -> Vec<(&str, &str)> {
    headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

proptest! {
    #[test]
    fn signing_is_total(
        service in any::<String>(), method in any::<String>(), path in any::<String>(), query in any::<String>(),
        headers in proptest::collection::vec(any::<(String, String)>(), 0..4),
        body in any::<Vec<u8>>(), digest in any::<String>(), kind in 0..3, timestamp in any::<u64>(),
    ) {
        let payload = match kind {
            0 => Payload::Bytes(&body),
            1 => Payload::Sha256(&digest),
            _ => Payload::Unsigned,
        };
        let headers = borrowed(&headers);
        let request =
            Request { service: &service, method: &method, path: &path, query: &query, headers: &headers, payload, timestamp };
        if let Err(error) = signer().sign(&request) {
            prop_assert!(!error.to_string().is_empty());
        }
    }

    #[test]
    fn the_order_of_headers_and_the_case_of_names_do_not_matter(headers in names(), turn in any::<usize>(), body in ".*") {
        let mut turned: Vec<(String, String)> =
            headers.iter().map(|(name, value)| (name.to_uppercase(), format!(" {value}\t"))).collect();
        let length = turned.len();
        turned.rotate_left(turn % length);
        turned.reverse();
        prop_assert_eq!(
            signer().sign(&request(&borrowed(&headers), &body)),
            signer().sign(&request(&borrowed(&turned), &body))
        );
    }

    #[test]
    fn a_hashed_body_signs_like_the_body(body in any::<Vec<u8>>()) {
        let digest = sha256_hex(&body);
        let host = [HOST];
        let whole = signer().sign(&Request { payload: Payload::Bytes(&body), ..request(&host, "") });
        for digest in [digest.to_uppercase(), digest] {
            prop_assert_eq!(&signer().sign(&Request { payload: Payload::Sha256(&digest), ..request(&host, "") }), &whole);
        }
    }

    #[test]
    fn whatever_is_signed_changes_the_signature(body in ".{0,40}", other in ".{0,40}", query in "[a-z]{1,9}") {
        let host = [HOST];
        let sign = |request: &Request<'_>| signer().sign(request).unwrap().signature().to_owned();
        let base = request(&host, &body);
        prop_assert_eq!(sign(&base) == sign(&Request { payload: Payload::from(&*other), ..base }), body == other);
        prop_assert_ne!(sign(&base), sign(&Request { query: &query, ..base }));
        prop_assert_ne!(sign(&base), sign(&Request { service: "monitor", ..base }));
        prop_assert_ne!(sign(&base), sign(&Request { timestamp: base.timestamp + 1, ..base }));
        prop_assert_ne!(sign(&base), sign(&Request { method: "GET", ..base }));
    }
}
