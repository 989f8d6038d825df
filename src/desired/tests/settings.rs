//! Settings of functions.

use serde_json::{Value, json};

use super::*;

#[test]
fn what_stands_around_functions_is_the_default_for_all_of_them() {
    let desired = parse(json!({
        "memorySize": 256, "src": "./all", "environment": { "A": 1 },
        "functions": { "fun01": { "memorySize": 512 }, "fun02": { "cosBucketName": "b", "cosObjectName": "o.zip" } },
    }))
    .unwrap();
    let [one, two] = desired.functions.as_slice() else { panic!("two functions") };
    assert_eq!((one.settings.memory_size, two.settings.memory_size), (Some(512), Some(256)));
    assert_eq!(two.settings.environment, Some(vec![("A".into(), "1".into())]));
    assert!(matches!(&one.code, Some(Code::Source { path, .. }) if path == "./all"));
    assert!(matches!(&two.code, Some(Code::Cos { bucket, .. }) if bucket == "b"));
}

#[test]
fn an_absent_setting_stays_and_an_empty_one_clears() {
    let settings = |inputs: Value| parse(inputs).unwrap().functions.remove(0).settings;
    assert_eq!(settings(json!({ "name": "fun01" })), Settings::default());
    let cleared = settings(json!({
        "name": "fun01", "environment": {}, "vpcConfig": {}, "layers": [], "role": "", "description": "", "cls": {},
    }));
    assert_eq!(cleared.environment, Some(vec![]));
    assert_eq!(cleared.vpc, Some(Vpc::default()));
    assert_eq!(cleared.layers, Some(vec![]));
    assert_eq!((cleared.role.as_deref(), cleared.description.as_deref()), (Some(""), Some("")));
    assert_eq!(cleared.cls, Some((String::new(), String::new())));
}

#[test]
fn values_of_variables_stand_in_no_refusal() {
    for environment in [
        json!({ "variables": { "1ST": "s3cret" } }),
        json!({ "variables": { "LIST": ["s3cret"] } }),
        json!({ "variables": { "MAP": { "a": "s3cret" } } }),
        json!({ "variables": {}, "other": "s3cret" }),
        json!(["s3cret"]),
        json!("s3cret"),
    ] {
        let error = refused(json!({ "name": "fun01", "environment": environment }));
        assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
    }
}

#[test]
fn a_function_that_runs_asynchronously_may_run_for_a_day() {
    let taken = |inputs: Value| parse(inputs).map(|desired| desired.functions[0].settings.timeout);
    assert_eq!(taken(json!({ "name": "fun01", "asyncRunEnable": true, "timeout": 86_400 })), Ok(Some(86_400)));
    let over = refused(json!({ "name": "fun01", "asyncRunEnable": "true", "timeout": 86_401 }));
    assert_eq!(over.message(), "timeout must be a whole number of seconds from 1 to 86400 (got 86401)");
    let over = refused(json!({ "name": "fun01", "timeout": 901 }));
    assert_eq!(
        over.hint().as_deref(),
        Some("up to 86400 with asyncRunEnable: true, which can't be switched off again")
    );
}

#[test]
fn settings_out_of_their_bounds_are_answered() {
    for (key, value, message) in [
        ("memorySize", json!(100), "memorySize must be 64 or a multiple of 128, in MB (got 100)"),
        ("timeout", json!(901), "timeout must be a whole number of seconds from 1 to 900 (got 901)"),
        ("timeout", json!("soon"), "timeout must be a whole number of seconds from 1 to 900 (got \"soon\")"),
        ("initTimeout", json!(1.5), "initTimeout must be a whole number from 1 to 300 (got 1.5)"),
        ("waitTimeout", json!(0), "waitTimeout must be a whole number from 1 to 86400 (got 0)"),
        ("protect", json!("yes"), "protect must be true or false (got \"yes\")"),
        ("handler", json!(7), "handler must be text (got 7)"),
        ("src", json!(7), "src must be a directory, a zip file, or {src, exclude} (got 7)"),
        ("codeSha256", json!("abc"), "codeSha256 must be 64 hexadecimal digits (got \"abc\")"),
        ("cosBucketName", json!("b"), "cosBucketName and cosObjectName must be set together"),
        ("vpcConfig", json!({ "vpcId": "vpc-1" }), "vpcConfig needs vpcId and subnetId"),
        ("layers", json!([{ "name": "a" }]), "layers[0] needs name and version"),
    ] {
        assert_eq!(refused(json!({ "name": "fun01", (key): value })).message(), message);
    }
}

#[test]
fn settings_of_the_table_are_read_into_the_form_of_the_api() {
    let sent = |inputs: Value| -> Value {
        let mut all = json!({ "name": "fun01" });
        all.as_object_mut().unwrap().extend(inputs.as_object().unwrap().clone());
        serde_json::from_str(&["{", &parse(all).unwrap().functions[0].settings.plain.json(), "}"].concat()).unwrap()
    };
    assert_eq!(sent(json!({})), json!({}));
    assert_eq!(
        sent(json!({
            "type": "event", "publicAccess": "False", "eip": true, "l5Enable": false, "asyncRunEnable": true,
            "deadLetter": { "type": "cmq-queue", "name": "dead" }, "tags": { "team": "shop", "cost": 7 },
            "cfs": [{ "cfsId": "cfs-1", "localMountDir": "/mnt/", "remoteMountDir": "/", "userId": 0 }],
        })),
        json!({
            "Type": "Event",
            "PublicNetConfig": { "PublicNetStatus": "DISABLE", "EipConfig": { "EipStatus": "ENABLE" } },
            "L5Enable": "FALSE", "AsyncRunEnable": "TRUE",
            "DeadLetterConfig": { "Type": "cmq-queue", "Name": "dead", "FilterType": "" },
            "CfsConfig": { "CfsInsList": [{
                "CfsId": "cfs-1", "MountInsId": "cfs-1", "LocalMountDir": "/mnt/", "RemoteMountDir": "/",
                "UserGroupId": "10000", "UserId": "0",
            }] },
            "Tags": [{ "Key": "cost", "Value": "7" }, { "Key": "team", "Value": "shop" }],
        })
    );
    assert_eq!(
        sent(json!({ "deadLetter": {}, "cfs": [], "tags": {} })),
        json!({
            "DeadLetterConfig": { "Type": "", "Name": "", "FilterType": "" },
            "CfsConfig": { "CfsInsList": [] }, "Tags": [],
        })
    );
    assert_eq!(sent(json!({ "cfs": {} })), json!({ "CfsConfig": { "CfsInsList": [] } }));
}

#[test]
fn settings_of_the_table_that_say_nothing_usable_are_answered() {
    for (key, value, message) in [
        ("eip", json!("maybe"), "eip must be false or true (got \"maybe\")"),
        ("eip", json!(1), "eip must be false or true (got 1)"),
        ("type", json!("http"), "type must be event or web (got \"http\")"),
        ("tags", json!(["a"]), "tags must be a map of tags: {name: value} (got [\"a\"])"),
        ("tags", json!({ "a": null }), "tags.a must be text (got nothing)"),
        ("deadLetter", json!({ "name": "dead" }), "deadLetter needs type"),
        ("deadLetter", json!("dead"), "deadLetter must be {type, name, filterType} (got \"dead\")"),
        ("deadLetter", json!({ "typ": "x" }), "unknown input deadLetter.typ (did you mean type?)"),
        ("cfs", json!([{ "cfsId": "cfs-1" }]), "cfs[0] needs localMountDir"),
        ("cfs", json!([7]), "cfs[0] must be a map of keys and values (got a number)"),
        (
            "cfs",
            json!({ "cfsId": "a" }),
            "cfs must be a list of {cfsId, mountInsId, localMountDir, remoteMountDir, userGroupId, userId} (got a map with 1 keys)",
        ),
    ] {
        assert_eq!(refused(json!({ "name": "fun01", (key): value })).message(), message);
    }
}

#[test]
fn what_happens_anyway_may_be_said() {
    for (key, value) in [
        ("installDependency", json!(false)),
        ("installDependency", json!("False")),
        ("enableRoleAuth", json!(true)),
        ("deployMode", json!("code")),
        ("diskSize", json!(512)),
        ("ignoreTriggers", json!(false)),
    ] {
        assert!(parse(json!({ "name": "fun01", (key): value })).is_ok(), "{key}");
    }
    for (key, value) in [("installDependency", json!(true)), ("diskSize", json!(1024)), ("deployMode", json!("image"))]
    {
        assert_eq!(refused(json!({ "name": "fun01", (key): value })).code(), "UnsupportedInput");
    }
}

#[test]
fn a_key_without_a_value_is_left_out() {
    let inputs = json!({
        "name": "fun01", "src": "./", "handler": null, "environment": null, "eip": null, "events": null, "msgTTL": null,
        "vpcConfig": null, "image": null,
    });
    assert_eq!(parse(inputs).unwrap(), parse(json!({ "name": "fun01", "src": "./" })).unwrap());
}

#[test]
fn an_order_without_a_value_is_a_mistake() {
    assert_eq!(refused(json!({ "name": "fun01", "traffic": null })).code(), "InvalidTraffic");
    assert_eq!(refused(json!({ "name": "fun01", "publish": null })).code(), "InvalidPublish");
}

/// The console writes `handler: ''` for web functions.
#[test]
fn an_empty_handler_is_left_out() {
    assert_eq!(parse(json!({ "name": "fun01", "handler": "" })).unwrap().functions[0].settings.handler, None);
}
