//! Where code comes from.

use serde_json::json;

use super::*;

#[test]
fn everything_that_is_wrong_with_src_is_told_at_once() {
    let src = json!({
        "src": "./", "exclude": [1], "include": "../keys/prod.pem", "allowOutside": "perhaps", "followLinks": [" "],
    });
    let error = refused(json!({ "name": "fun01", "src": src }));
    let all: Vec<String> = error.errors.iter().map(Error::message).collect();
    assert_eq!(
        all,
        [
            "src.exclude must be a list of texts (got 1)",
            "src.allowOutside must be true or false (got \"perhaps\")",
            "src.include \"../keys/prod.pem\" is outside src",
            "src.followLinks contains an empty text",
        ]
    );
}

#[test]
fn src_says_what_is_packed_and_where_it_may_lie() {
    let src = json!({
        "src": "../shared", "exclude": "a", "include": ["b"], "allowOutside": "true", "followLinks": "../packages",
    });
    let desired = parse(json!({ "name": "fun01", "src": src })).unwrap();
    let packing = Packing {
        exclude: vec!["a".into()],
        include: vec!["b".into()],
        allow_outside: true,
        follow_links: vec!["../packages".into()],
    };
    let expected = Code::Source { path: "../shared".into(), packing, bucket: None, region: None, package: None };
    assert_eq!(desired.functions[0].code.as_ref(), Some(&expected));
}

#[test]
fn packages_are_attached_by_key() {
    let mut desired = parse(json!({ "functions": { "a1": { "src": "./" }, "b1": {} } })).unwrap();
    desired.attach(&[Package {
        key: "a1".into(),
        sha256: "00".into(),
        size: 1,
        unpacked: Some(1),
        names: None,
        outside: None,
        links: Vec::new(),
        credentials: Vec::new(),
        left_out: Vec::new(),
        unmatched: Vec::new(),
    }]);
    let digests: Vec<_> =
        desired.functions.iter().map(|function| function.code.as_ref().and_then(Code::sha256)).collect();
    assert_eq!(digests, [Some("00"), None]);
}

/// The layout of tencent-scf's first generation.
#[test]
fn code_uri_is_src_and_takes_patterns_beside_it() {
    let code = |inputs: Value| parse(inputs).unwrap().functions.remove(0).code;
    let first = json!({ "name": "fun01", "codeUri": "./code", "exclude": [".serverless"], "include": "data/**" });
    let second =
        json!({ "name": "fun01", "src": { "src": "./code", "exclude": [".serverless"], "include": ["data/**"] } });
    assert_eq!(code(first), code(second));
    let object = |key: &str| json!({ "name": "fun01", (key): { "bucket": "b", "key": "o.zip" } });
    assert_eq!(code(object("codeUri")), code(object("src")));
    let both = refused(json!({ "name": "fun01", "codeUri": "./", "src": "./" }));
    assert_eq!(both.message(), "src and codeUri both give the code");
}

#[test]
fn a_pattern_that_could_mean_two_things_is_refused() {
    let error = refused(json!({ "name": "fun01", "src": { "src": "./", "exclude": ["!keep.js"] } }));
    assert_eq!((error.code(), &*error.message()), ("InvalidInput", "src.exclude \"!keep.js\" could mean two things"));
}

/// What a project writes there becomes a part of the host that signed requests go to.
#[test]
fn a_bucket_for_large_packages_is_a_name_and_nothing_else() {
    for (key, value) in [("cosBucketName", "evil.com/"), ("cosBucketName", "b@c"), ("cosBucketRegion", "x.evil.com#")] {
        let error = refused(json!({ "name": "fun01", "src": "./", "cosBucketName": "b", (key): value }));
        assert!(error.message().contains("lower-case letters, digits and hyphens"), "{}", error.message());
    }
    let inside = refused(json!({ "name": "fun01", "src": { "src": "./", "bucket": "evil.com/" } }));
    assert!(inside.message().contains("lower-case letters"), "{}", inside.message());
}

#[test]
fn the_bucket_for_large_packages_stands_beside_the_source_in_it_or_on_top() {
    let bucket = |inputs: Value| match parse(inputs).unwrap().functions.remove(0).code {
        Some(Code::Source { bucket, region, .. }) => (bucket, region),
        other => panic!("{other:?}"),
    };
    let named = |name: &str| Some(name.to_owned());
    assert_eq!(bucket(json!({ "name": "f1", "src": "./" })), (None, None));
    assert_eq!(bucket(json!({ "name": "f1", "src": "./", "cosBucketName": "b" })), (named("b"), None));
    assert_eq!(bucket(json!({ "name": "f1", "src": { "src": "./", "bucket": "b" } })), (named("b"), None));
    let on_top =
        json!({ "functions": { "f1": { "src": "./" } }, "cosBucketName": "b", "cosBucketRegion": "ap-beijing" });
    assert_eq!(bucket(on_top), (named("b"), named("ap-beijing")));
    // there the bucket holds an object that is somebody else's code
    let object = json!({ "functions": { "f1": { "src": "./" } }, "cosBucketName": "b", "cosObjectName": "o.zip" });
    assert_eq!(bucket(object), (None, None));
}
