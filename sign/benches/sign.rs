//! Signing without JavaScript around it: `cargo bench --bench sign`.

use std::hint::black_box;

use divan::Bencher;
use tencentcloud_sign::{Credential, Head, Payload, Request, Signer};

const HEADERS: &[(&str, &str)] = &[("content-type", "application/json"), ("host", "scf.tencentcloudapi.com")];
const BODY: &str = r#"{"FunctionName":"hello","Name":"$DEFAULT","Namespace":"default"}"#;

fn main() {
    divan::main();
}

fn signer() -> Signer {
    match Credential::new("AKIDEXAMPLE".into(), "examplekey".into(), None) {
        Ok(credential) => Signer::new(credential),
        Err(error) => unreachable!("{error}"),
    }
}

fn request(body: &[u8]) -> Request<'_> {
    Request {
        service: "scf",
        method: "POST",
        path: "/",
        query: "",
        headers: HEADERS,
        payload: Payload::Bytes(body),
        timestamp: 1_551_113_065,
    }
}

#[divan::bench]
fn first_request_of_a_day(bencher: Bencher) {
    bencher.with_inputs(signer).bench_values(|mut signer| signer.sign(black_box(&request(BODY.as_bytes()))));
}

#[divan::bench]
fn next_request(bencher: Bencher) {
    let mut signer = signer();
    bencher.bench_local(|| signer.sign(black_box(&request(BODY.as_bytes()))));
}

#[divan::bench]
fn next_request_with_the_same_head(bencher: Bencher) {
    let mut signer = signer();
    let Ok(head) = Head::new(&request(b"")) else { unreachable!("the request is a good one") };
    bencher.bench_local(|| {
        let payload = Payload::Bytes(black_box(BODY.as_bytes()));
        signer.sign_with(&head, "scf", payload, 1_551_113_065)
    });
}

#[divan::bench(args = [1 << 10, 1 << 20])]
fn body_of_bytes(bencher: Bencher, size: usize) {
    let mut signer = signer();
    let body = vec![7; size];
    bencher.counter(divan::counter::BytesCount::new(size)).bench_local(|| signer.sign(black_box(&request(&body))));
}
