//! The signature of object storage: requests that both official clients sign the same, and what holds for every request.

use proptest::prelude::*;
use serde_json::Value;
use tencentcloud_sign::{
    Credential,
    cos::{self, KeyTime, Request, TOKEN_HEADER},
};

const SDKS: &str = include_str!("../vectors/cos-sdk.json");
const HOST: (&str, &str) = ("host", "b-1250000000.cos.ap-guangzhou.myqcloud.com");

struct Vector(Value);

impl Vector {
    fn text(&self, name: &str) -> &str {
        self.0["input"][name].as_str().unwrap()
    }

    fn pairs(&self, name: &str) -> Vec<(&str, &str)> {
        let pairs = self.0["input"][name].as_array().unwrap();
        pairs.iter().map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap())).collect()
    }

    fn key_time(&self) -> KeyTime {
        let seconds = |name| self.0["input"][name].as_u64().unwrap();
        KeyTime::new(seconds("start"), seconds("end")).unwrap()
    }
}

fn vectors() -> Vec<Vector> {
    let file: Value = serde_json::from_str(SDKS).unwrap();
    file["vectors"].as_array().unwrap().iter().cloned().map(Vector).collect()
}

fn credential(token: Option<&str>) -> Credential {
    Credential::new("AKIDEXAMPLE".into(), "examplekey".into(), token.map(Into::into)).unwrap()
}

fn request<'a>(params: &'a [(&'a str, &'a str)], headers: &'a [(&'a str, &'a str)]) -> Request<'a> {
    let key_time = KeyTime::new(1_700_000_000, 1_700_000_900).unwrap();
    Request { method: "PUT", path: "/a.zip", params, headers, key_time }
}

#[test]
fn requests_are_signed_as_both_official_clients_sign_them() {
    let vectors = vectors();
    assert_eq!(vectors.len(), 9);
    for vector in vectors {
        let (params, headers) = (vector.pairs("params"), vector.pairs("headers"));
        let request = Request {
            method: vector.text("method"),
            path: vector.text("path"),
            params: &params,
            headers: &headers,
            key_time: vector.key_time(),
        };
        let credential =
            Credential::new(vector.text("secretId").into(), vector.text("secretKey").into(), None).unwrap();
        let signed = cos::sign(&credential, &request).unwrap();
        assert_eq!(signed.authorization(), vector.0["expected"]["authorization"], "{}", vector.0["name"]);

        // step by step it comes to the same
        let http_string = cos::http_string(&request).unwrap();
        assert_eq!(signed.http_string(), http_string);
        let string_to_sign = cos::string_to_sign(request.key_time, &http_string);
        assert_eq!(signed.string_to_sign(), string_to_sign);
        let key = cos::sign_key(vector.text("secretKey"), request.key_time);
        assert_eq!(signed.signature(), cos::signature(&key, &string_to_sign));
    }
}

/// <https://cloud.tencent.com/document/product/436/7778>: method, path, parameters and headers, a line each.
#[test]
fn the_http_string_has_a_line_for_each_part() {
    let headers = [
        ("X-Cos-Forbid-Overwrite", "true"),
        ("Content-Type", "application/zip"),
        ("User-Agent", "not signed"),
        ("Host", HOST.1),
    ];
    let params = [("uploadId", "a/b"), ("Acl", "")];
    let request = Request { path: "/dir/a b.zip", ..request(&params, &headers) };
    assert_eq!(
        cos::http_string(&request).unwrap(),
        "put\n/dir/a b.zip\nacl=&uploadid=a%2Fb\ncontent-type=application%2Fzip\
         &host=b-1250000000.cos.ap-guangzhou.myqcloud.com&x-cos-forbid-overwrite=true\n"
    );
    let signed = cos::sign(&credential(None), &request).unwrap();
    let lists = "&q-header-list=content-type;host;x-cos-forbid-overwrite&q-url-param-list=acl;uploadid&";
    assert!(signed.authorization().contains(lists), "{}", signed.authorization());
}

#[test]
fn the_string_to_sign_ends_with_a_line_end() {
    let text = cos::string_to_sign(KeyTime::new(1, 2).unwrap(), "");
    assert_eq!(text, "sha1\n1;2\nda39a3ee5e6b4b0d3255bfef95601890afd80709\n");
}

#[test]
fn the_token_of_temporary_credentials_is_sent_and_signed() {
    let credential = credential(Some("exampletoken"));
    let headers = [HOST];
    let sent = cos::headers(&credential, &request(&[], &headers)).unwrap();
    assert_eq!(sent[..2], [(HOST.0, HOST.1.into()), (TOKEN_HEADER, "exampletoken".into())]);
    let (name, authorization) = &sent[2];
    assert_eq!(*name, "Authorization");
    assert!(authorization.contains("q-header-list=host;x-cos-security-token&"), "{authorization}");
}

#[test]
fn a_key_without_a_token_sends_no_token() {
    let headers = [HOST];
    let credential = credential(None);
    let sent = cos::headers(&credential, &request(&[], &headers)).unwrap();
    assert_eq!(sent.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["host", "Authorization"]);
}

#[test]
fn each_kind_of_bad_request_is_refused_with_its_reason() {
    let host = [HOST];
    let good = request(&[], &host);
    let cases: &[(Request<'_>, &str)] = &[
        (Request { method: "", ..good }, "HTTP method"),
        (Request { method: "PUT\nGET", ..good }, "HTTP method"),
        (Request { path: "a.zip", ..good }, "does not begin with `/`"),
        (Request { path: "/a\nb", ..good }, "control character"),
        (Request { headers: &[], ..good }, "`host` is not among the signed headers"),
        (Request { headers: &[("Host", " ")], ..good }, "`host` is empty"),
        (Request { headers: &[HOST, ("Host", "b")], ..good }, "`host` is given twice"),
        (Request { headers: &[HOST, ("x y", "b")], ..good }, "invalid header name"),
        (Request { headers: &[HOST, ("x-a", "b\r\nx-b: c")], ..good }, "control character"),
        (Request { params: &[("acl", ""), ("ACL", "b")], ..good }, "the parameter `acl` is given twice"),
    ];
    assert!(cos::sign(&credential(None), &good).is_ok());
    for (bad, reason) in cases {
        let error = cos::sign(&credential(None), bad).unwrap_err();
        assert_eq!(error.code(), "InvalidRequest");
        assert!(error.to_string().contains(reason), "{error} lacks {reason:?}");
    }
}

#[test]
fn milliseconds_are_recognised() {
    let error = KeyTime::new(1_700_000_000_000, 1_700_000_900_000).unwrap_err();
    assert_eq!(error.code(), "InvalidTimestamp");
    assert!(error.hint().unwrap().contains("milliseconds"));
}

#[test]
fn a_signature_that_ends_before_it_starts_is_refused() {
    let error = KeyTime::new(2, 1).unwrap_err();
    assert_eq!(error.code(), "InvalidTimestamp");
    assert_eq!(error.to_string(), "the signature's end, 1, is before its start, 2");
}

#[test]
fn debug_shows_no_value_of_a_header_or_parameter() {
    let headers = [HOST, (TOKEN_HEADER, "exampletoken")];
    let request = request(&[("marker", "secretname")], &headers);
    let signed = cos::sign(&credential(None), &request).unwrap();
    assert!(signed.http_string().contains("exampletoken"), "the token is signed");
    let texts = format!("{request:?} {signed:#?}");
    assert!(texts.contains(TOKEN_HEADER));
    assert!(!texts.contains("exampletoken") && !texts.contains("secretname"), "{texts}");
}

fn pairs(name: &'static str) -> impl Strategy<Value = Vec<(String, String)>> {
    proptest::collection::btree_map(name, "[ -~é中\u{1f600}]{0,20}", 0..6).prop_map(|map| map.into_iter().collect())
}

fn borrowed(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

fn with_host(headers: &[(String, String)]) -> Vec<(&str, &str)> {
    [borrowed(headers), vec![HOST]].concat()
}

/// What a value was before it was encoded; fails where it holds a character that does not stay as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        if byte == b'%' {
            bytes.push(u8::from_str_radix(str::from_utf8(&tail[..2]).unwrap(), 16).unwrap());
            rest = &tail[2..];
        } else {
            assert!(byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte), "{text}");
            bytes.push(byte);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap()
}

proptest! {
    #[test]
    fn signing_is_total(
        method in any::<String>(), path in any::<String>(), start in any::<u64>(), end in any::<u64>(),
        params in proptest::collection::vec(any::<(String, String)>(), 0..4),
        headers in proptest::collection::vec(any::<(String, String)>(), 0..4),
    ) {
        let (params, headers) = (borrowed(&params), borrowed(&headers));
        match KeyTime::new(start, end) {
            Ok(key_time) => {
                let request = Request { method: &method, path: &path, params: &params, headers: &headers, key_time };
                if let Err(error) = cos::sign(&credential(None), &request) {
                    prop_assert!(!error.to_string().is_empty());
                }
            }
            Err(error) => prop_assert_eq!(error.code(), "InvalidTimestamp"),
        }
    }

    #[test]
    fn the_order_of_headers_and_parameters_and_the_case_of_names_do_not_matter(
        headers in pairs("x-cos-[a-z0-9-]{1,12}"), params in pairs("[a-z0-9-]{1,12}"),
    ) {
        let turned = |pairs: &[(String, String)]| {
            pairs.iter().rev().map(|(name, value)| (name.to_uppercase(), value.clone())).collect::<Vec<_>>()
        };
        let (other_headers, other_params) = (turned(&headers), turned(&params));
        prop_assert_eq!(
            cos::sign(&credential(None), &request(&borrowed(&params), &with_host(&headers))),
            cos::sign(&credential(None), &request(&borrowed(&other_params), &with_host(&other_headers)))
        );
    }

    #[test]
    fn every_value_can_be_read_back_from_the_http_string(params in pairs("[a-z0-9-]{1,12}")) {
        let text = cos::http_string(&request(&borrowed(&params), &[HOST])).unwrap();
        let line = text.split('\n').nth(2).unwrap();
        let read: Vec<(String, String)> = line
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (decoded(name), decoded(value)))
            .collect();
        prop_assert_eq!(read, params);
    }

    #[test]
    fn whatever_is_signed_changes_the_signature(value in "[a-z]{1,9}", other in "[a-z]{1,9}") {
        let sign = |request: &Request<'_>| cos::sign(&credential(None), request).unwrap().signature().to_owned();
        let host = [HOST];
        let base = request(&[], &host);
        for changed in [
            Request { method: "GET", ..base },
            Request { path: "/b.zip", ..base },
            Request { params: &[("acl", &value)], ..base },
            Request { headers: &[HOST, ("range", &value)], ..base },
            Request { key_time: KeyTime::new(1_700_000_000, 1_700_000_901).unwrap(), ..base },
        ] {
            prop_assert_ne!(sign(&base), sign(&changed));
        }
        let with = |value: &str| sign(&Request { headers: &[HOST, ("x-cos-meta-a", value)], ..base });
        prop_assert_eq!(with(&value) == with(&other), value == other);
    }

    #[test]
    fn a_header_that_is_not_signed_does_not_change_the_signature(value in "[a-z]{1,9}") {
        let with = [HOST, ("user-agent", &*value)];
        prop_assert_eq!(
            cos::sign(&credential(None), &request(&[], &[HOST])),
            cos::sign(&credential(None), &request(&[], &with))
        );
    }
}
