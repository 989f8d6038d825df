//! Container images: `image` as the established component documents it, with what the API takes beside.

use serde_json::{Value, json};

use super::*;
use crate::scf::image::ImageConfig;

const URL: &str = "ccr.ccs.tencentyun.com/sls-scf/nodejs_test:latest@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn with(image: Value) -> Value {
    json!({ "name": "fun01", "image": image })
}

fn read(image: Value) -> ImageConfig {
    let desired = parse(with(image)).unwrap();
    desired.functions[0].code.as_ref().and_then(Code::image).unwrap().config.clone()
}

#[test]
fn a_reference_alone_is_one_of_a_personal_registry() {
    let plain = ImageConfig { image_type: "personal".into(), image_uri: URL.into(), ..ImageConfig::default() };
    assert_eq!(read(json!({ "imageUrl": URL })), plain);
    assert_eq!(read(json!({ "imageUrl": format!(" {URL} "), "command": "", "args": "  ", "registryId": "" })), plain);
    assert_eq!(read(json!({ "imageUrl": URL, "imageType": "public" })).image_type, "public");
}

#[test]
fn an_instance_of_the_registry_is_one_of_the_enterprise_edition() {
    for image in [
        json!({ "imageUrl": URL, "registryId": "tcr-xxx" }),
        json!({ "imageUrl": URL, "registryId": "tcr-xxx", "imageType": "enterprise" }),
        // as the component's own example has it
        json!({ "imageUrl": URL, "registryId": "tcr-xxx", "imageType": "personal" }),
    ] {
        let config = read(image);
        assert_eq!((&*config.image_type, config.registry_id.as_deref()), ("enterprise", Some("tcr-xxx")));
    }
}

#[test]
fn how_it_is_started_is_read_as_it_is_written() {
    let config = read(json!({
        "imageUrl": URL, "command": "node index.js", "args": "-u app.py", "containerImageAccelerate": "true", "imagePort": "-1",
    }));
    assert_eq!(config.command.as_deref(), Some("node index.js"));
    assert_eq!(config.args.as_deref(), Some("-u app.py"));
    assert_eq!((config.container_image_accelerate, config.image_port), (Some(true), Some(-1)));
    assert_eq!(read(json!({ "imageUrl": URL, "imagePort": 9000 })).image_port, Some(9000));
}

#[test]
fn references_have_a_registry_a_namespace_a_name_and_a_tag() {
    for good in [
        "ccr.ccs.tencentyun.com/ns/app:v1",
        "shop-tcr.tencentcloudcr.com/team/group/app:2026.11_a-b",
        "registry.example.com:5000/ns/app:1",
    ] {
        assert_eq!(read(json!({ "imageUrl": good })).image_uri, good);
    }
    for bad in [
        "app:v1",
        "ns/app:v1",
        "ccr.ccs.tencentyun.com/app:v1",
        "ccr.ccs.tencentyun.com/ns/app",
        "ccr.ccs.tencentyun.com/ns/app:",
        "ccr.ccs.tencentyun.com/ns//app:v1",
        "https://ccr.ccs.tencentyun.com/ns/app:v1",
        "ccr.ccs.tencentyun.com/ns/app:v1@sha256:abc",
        "ccr.ccs.tencentyun.com/ns/app:v1@",
        "ccr.ccs.tencentyun.com/ns/a b:v1",
    ] {
        let error = refused(with(json!({ "imageUrl": bad })));
        let expected = format!(
            "image.imageUrl must be registry/namespace/name:tag, or registry/namespace/name:tag@sha256:digest (got \"{bad}\")"
        );
        assert_eq!(error.message(), expected);
    }
}

#[test]
fn everything_that_is_wrong_with_an_image_is_told_at_once() {
    let image = json!({
        "imageType": "private", "command": "a\nb", "args": ["x"], "containerImageAccelerate": "perhaps", "imagePort": 8080,
        "imageUri": URL,
    });
    let error = refused(json!({ "name": "fun01", "src": "./", "image": image }));
    let all: Vec<String> = error.errors.iter().map(Error::message).collect();
    assert_eq!(
        all,
        [
            "src and image both give the code",
            "unknown input image.imageUri (did you mean imageUrl?)",
            "image.imageType must be personal or enterprise or public (got \"private\")",
            "image.command must be text of one line (got \"a?b\")",
            "image.args must be text (got [\"x\"])",
            "image.containerImageAccelerate must be true or false (got \"perhaps\")",
            "image.imagePort must be 9000 or -1 (got 8080)",
            "image needs imageUrl",
        ]
    );
}

#[test]
fn an_image_of_the_enterprise_edition_needs_its_instance() {
    assert_eq!(
        refused(with(json!({ "imageUrl": URL, "imageType": "enterprise" }))).message(),
        "image needs registryId"
    );
}

#[test]
fn a_function_has_a_package_or_an_image() {
    for (key, value) in [
        ("src", json!("./")),
        ("codeUri", json!("./")),
        ("zip", json!("bytes")),
        ("cosObjectName", json!("code.zip")),
        ("codeSha256", json!("00".repeat(32))),
    ] {
        let error = refused(json!({ "name": "fun01", "image": { "imageUrl": URL }, (key): value }));
        assert_eq!((error.code(), error.message()), ("InvalidInput", format!("{key} and image both give the code")));
    }
    // what stands around the functions is a default for those that have no code of their own
    let desired =
        parse(json!({ "image": { "imageUrl": URL }, "functions": { "a1": {}, "b1": { "src": "./" } } })).unwrap();
    let images: Vec<bool> =
        desired.functions.iter().map(|function| function.code.as_ref().and_then(Code::image).is_some()).collect();
    assert_eq!(images, [true, false]);
}

/// The established component's own defaults may stand there.
#[test]
fn handler_and_runtime_are_in_the_image() {
    let desired = parse(
        json!({ "name": "fun01", "image": { "imageUrl": URL }, "handler": "index.main_handler", "runtime": "Nodejs10.15" }),
    );
    let settings = &desired.unwrap().functions[0].settings;
    assert_eq!((settings.handler.as_ref(), settings.runtime.as_ref()), (None, None));
}

#[test]
fn other_ways_to_write_an_image_are_refused_by_name() {
    for (key, value) in [("imageConfig", json!({ "imageUri": URL })), ("deployMode", json!("image"))] {
        let error = refused(json!({ "name": "fun01", "image": { "imageUrl": URL }, (key): value }));
        assert_eq!(error.code(), "UnsupportedInput");
        assert!(error.hint().unwrap().contains("image: {imageUrl"), "{:?}", error.hint());
    }
}

#[test]
fn what_starts_the_same_container_is_the_same_code() {
    let identity = |image: Value| read(image).identity();
    let plain = identity(json!({ "imageUrl": URL }));
    assert_eq!(plain.len(), 64);
    assert_eq!(plain, identity(json!({ "imageUrl": URL, "imagePort": 9000, "containerImageAccelerate": false })));
    for other in [
        json!({ "imageUrl": URL.replace("latest", "next") }),
        json!({ "imageUrl": URL, "command": "node" }),
        json!({ "imageUrl": URL, "args": "node" }),
        json!({ "imageUrl": URL, "imagePort": -1 }),
        json!({ "imageUrl": URL, "containerImageAccelerate": true }),
        json!({ "imageUrl": URL, "imageType": "public" }),
    ] {
        assert_ne!(plain, identity(other));
    }
}
