//! The documentation's worked example, step by step, and requests signed by the official Node SDK; both from files that
//! the JavaScript tests read too, so what is native and what is wasm can't drift apart.

use serde_json::Value;
use tencentcloud_sign::{
    ApiRequest, Credential, Head, Payload, Request, Signer, authorization, canonical_request, secret_date,
    secret_service, secret_signing, sha256_hex, signature, string_to_sign, utc_date,
};

const DOCUMENTATION: &str = include_str!("../vectors/official.json");
const NODE_SDK: &str = include_str!("../vectors/node-sdk.json");

struct Vector(Value);

impl Vector {
    fn input(&self, name: &str) -> &str {
        self.0["input"][name].as_str().unwrap()
    }

    fn expected(&self, name: &str) -> &str {
        self.0["expected"][name].as_str().unwrap()
    }

    fn headers(&self) -> Vec<(&str, &str)> {
        let pairs = self.0["input"]["signedHeaders"].as_array().unwrap();
        pairs.iter().map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap())).collect()
    }

    fn timestamp(&self) -> u64 {
        self.0["input"]["timestamp"].as_u64().unwrap()
    }

    fn signer(&self) -> Signer {
        let part = |name| self.input(name).to_owned();
        Signer::new(Credential::new(part("secretId"), part("secretKey"), None).unwrap())
    }

    fn request<'a>(&'a self, headers: &'a [(&'a str, &'a str)]) -> Request<'a> {
        Request {
            service: self.input("service"),
            method: self.input("method"),
            path: self.input("path"),
            query: self.input("query"),
            headers,
            payload: Payload::from(self.input("bodyUtf8")),
            timestamp: self.timestamp(),
        }
    }
}

fn vectors() -> Vec<Vector> {
    read(DOCUMENTATION)
}

fn read(file: &str) -> Vec<Vector> {
    let file: Value = serde_json::from_str(file).unwrap();
    let vectors: Vec<Vector> = file["vectors"].as_array().unwrap().iter().cloned().map(Vector).collect();
    assert!(!vectors.is_empty());
    vectors
}

#[test]
fn canonical_request_and_its_hash() {
    for vector in vectors() {
        let headers = vector.headers();
        let request = vector.request(&headers);
        assert_eq!(request.payload.hash().unwrap(), vector.expected("payloadHash"));
        let canonical = canonical_request(&request).unwrap();
        assert_eq!(canonical, vector.expected("canonicalRequest"));
        assert_eq!(sha256_hex(canonical.as_bytes()), vector.expected("canonicalRequestHash"));
    }
}

#[test]
fn string_to_sign_from_the_canonical_request() {
    for vector in vectors() {
        let scope = format!("{}/{}/tc3_request", utc_date(vector.timestamp()).unwrap(), vector.input("service"));
        let text = string_to_sign(vector.timestamp(), &scope, vector.expected("canonicalRequest"));
        assert_eq!(text, vector.expected("stringToSign"));
    }
}

#[test]
fn key_chain_and_signature() {
    for vector in vectors() {
        let date = secret_date(vector.input("secretKey"), &utc_date(vector.timestamp()).unwrap());
        assert_eq!(hex::encode(*date), vector.expected("secretDate"));
        let service = secret_service(&date, vector.input("service"));
        assert_eq!(hex::encode(*service), vector.expected("secretService"));
        let signing = secret_signing(&service);
        assert_eq!(hex::encode(*signing), vector.expected("secretSigning"));
        assert_eq!(signature(&signing, vector.expected("stringToSign")), vector.expected("signature"));
    }
}

#[test]
fn authorization_header() {
    for vector in vectors() {
        let headers = vector.headers();
        let head = Head::new(&vector.request(&headers)).unwrap();
        let scope = format!("{}/{}/tc3_request", utc_date(vector.timestamp()).unwrap(), vector.input("service"));
        let header =
            authorization(vector.input("secretId"), &scope, head.signed_headers(), vector.expected("signature"));
        assert_eq!(header, vector.expected("authorization"));
    }
}

#[test]
fn all_steps_in_one_call() {
    for vector in vectors() {
        let headers = vector.headers();
        let signed = vector.signer().sign(&vector.request(&headers)).unwrap();
        assert_eq!(signed.canonical_request(), vector.expected("canonicalRequest"));
        assert_eq!(signed.string_to_sign(), vector.expected("stringToSign"));
        assert_eq!(signed.authorization(), vector.expected("authorization"));
        assert_eq!(signed.signature(), vector.expected("signature"));
    }
}

#[test]
fn what_the_official_client_signs() {
    for vector in read(NODE_SDK) {
        let headers = vector.headers();
        let signed = vector.signer().sign(&vector.request(&headers)).unwrap();
        assert_eq!(signed.authorization(), vector.expected("authorization"), "{}", vector.0["name"]);
    }
}

/// The documentation's header values are lower-cased already; what programs send is not.
#[test]
fn values_are_lowercased_and_trimmed_where_they_are_signed() {
    for vector in vectors() {
        let headers = [
            ("X-TC-Action", " DescribeInstances\t"),
            ("Host", "CVM.tencentcloudapi.com"),
            ("Content-Type", "application/json; charset=UTF-8"),
        ];
        let signed = vector.signer().sign(&vector.request(&headers)).unwrap();
        assert_eq!(signed.authorization(), vector.expected("authorization"));
    }
}

#[test]
fn the_headers_of_a_whole_call() {
    for vector in vectors() {
        let mut signer = vector.signer();
        let headers = signer
            .headers(&ApiRequest {
                service: vector.input("service"),
                host: "cvm.tencentcloudapi.com",
                action: vector.input("action"),
                version: vector.input("version"),
                region: Some(vector.input("region")),
                method: "POST",
                path: "/",
                query: "",
                content_type: Some("application/json; charset=utf-8"),
                payload: Payload::from(vector.input("bodyUtf8")),
                timestamp: vector.timestamp(),
                token: None,
                language: None,
                request_client: None,
            })
            .unwrap();
        let timestamp = vector.timestamp().to_string();
        let expected = [
            ("Content-Type", "application/json; charset=utf-8"),
            ("Host", "cvm.tencentcloudapi.com"),
            ("X-TC-Action", vector.input("action")),
            ("X-TC-Version", vector.input("version")),
            ("X-TC-Timestamp", &timestamp),
            ("X-TC-Region", vector.input("region")),
            ("Authorization", vector.expected("authorization")),
        ];
        let found: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, &**value)).collect();
        assert_eq!(found, expected);
    }
}
