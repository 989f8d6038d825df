//! Rules 6, 7 and 8: what inputs may say, and how everything else is answered.

use serde_json::{Value, json};

use super::*;
use crate::error::{Class, Details};

fn parse(inputs: Value) -> Result<Desired, Error> {
    Desired::parse(&inputs.into(), &Defaults::default())
}

/// Two functions, one with a name of its own, and what is asked for beside them.
fn project(asked: Value) -> Value {
    let mut inputs = json!({ "stage": "prod", "functions": { "fun01": {}, "fun02": { "name": "second" } } });
    inputs.as_object_mut().unwrap().extend(asked.as_object().unwrap().clone());
    inputs
}

fn refused(inputs: Value) -> Details {
    let error = parse(inputs.clone()).expect_err(&inputs.to_string());
    assert!(error.changed.is_empty() && error.function.is_none());
    assert_eq!(error.class, Class::Usage, "{inputs}");
    Details::clone(&error)
}

/// Inputs, code, message, hint.
fn answers(cases: &[(Value, &str, &str, &str)]) {
    for (inputs, code, message, hint) in cases {
        let error = refused(inputs.clone());
        assert_eq!(
            (error.code().as_str(), error.message().as_str(), error.hint().as_deref().unwrap_or_default()),
            (*code, *message, *hint),
            "{inputs}"
        );
    }
}

#[test]
fn rule_6_publish_takes_all_none_or_names_by_key_or_real_name() {
    for (publish, expected) in [
        (json!(true), [true, true]),
        (json!(false), [false, false]),
        (json!("true"), [true, true]),
        (json!("False"), [false, false]),
        (json!("fun02"), [false, true]),
        (json!("second"), [false, true]),
        (json!("fun01-prod"), [true, false]),
        (json!(" fun01 , second,"), [true, true]),
        (json!(["fun01", "fun02,fun01"]), [true, true]),
    ] {
        let desired = parse(project(json!({ "publish": publish }))).unwrap();
        let found: Vec<bool> = desired.functions.iter().map(|function| function.publish).collect();
        assert_eq!(found, expected, "{publish}");
    }
}

#[test]
fn rule_6_an_unknown_name_lists_the_known_ones() {
    let names = "give true, false, or names such as fun01,fun02";
    answers(&[
        (
            project(json!({ "publish": "fun1" })),
            "UnknownFunction",
            "publish names \"fun1\", which is no function of this project",
            "did you mean fun01? functions of this project: fun01, fun02",
        ),
        (
            project(json!({ "publish": ["fun01", "elsewhere"] })),
            "UnknownFunction",
            "publish names \"elsewhere\", which is no function of this project",
            "functions of this project: fun01, fun02",
        ),
        (project(json!({ "publish": "" })), "InvalidPublish", "publish \"\" names no function", names),
        (project(json!({ "publish": [] })), "InvalidPublish", "publish [] names no function", names),
        (project(json!({ "publish": 1 })), "InvalidPublish", "publish 1 is not a name", names),
        (project(json!({ "publish": null })), "InvalidPublish", "publish (nothing) is not a name", names),
        (project(json!({ "publish": [true] })), "InvalidPublish", "publish [true] is not a name", names),
        (
            project(json!({ "only": "fun01", "publish": "fun02" })),
            "InvalidPublish",
            "publish names fun02, which only leaves out",
            "add it to only, or take it out of publish",
        ),
        (
            project(json!({ "only": "all" })),
            "UnknownFunction",
            "only names \"all\", which is no function of this project",
            "functions of this project: fun01, fun02",
        ),
    ]);
}

#[test]
fn only_narrows_the_whole_run() {
    let desired = parse(project(json!({ "only": "second", "publish": true, "traffic": 0 }))).unwrap();
    assert_eq!(desired.functions.iter().map(|function| function.key.as_str()).collect::<Vec<_>>(), ["fun02"]);
    assert_eq!(desired.left_out, ["fun01"]);
    assert!(desired.functions[0].publish && !desired.publish_names_some);
}

#[test]
fn rule_7_traffic_is_a_share_and_anything_else_is_explained() {
    let number = "give a number from 0 to 1, such as 0.1, or a percentage, such as 10%";
    let share = "traffic is the share of $latest, from 0 to 1";
    let asked = |traffic: Value| project(json!({ "traffic": traffic }));
    answers(&[
        (asked(json!("NaN")), "InvalidTraffic", "traffic \"NaN\" is not a number", number),
        (asked(json!("")), "InvalidTraffic", "traffic \"\" is not a number", number),
        (asked(json!(-0.1)), "InvalidTraffic", "traffic -0.1 is negative", share),
        (
            asked(json!(1.01)),
            "InvalidTraffic",
            "traffic 1.01 is more than all",
            "traffic is the share of $latest, from 0 to 1 (0% to 100%)",
        ),
        (
            asked(json!(1000)),
            "InvalidTraffic",
            "traffic 1000 is more than all",
            "traffic is the share of $latest, from 0 to 1 (0% to 100%)",
        ),
        (
            asked(json!(0.00001)),
            "InvalidTraffic",
            "traffic 0.00001 is finer than four decimals",
            "the smallest step is 0.0001 (0.01%)",
        ),
        (
            asked(json!("0.001%")),
            "InvalidTraffic",
            "traffic \"0.001%\" is finer than two decimals of a percent",
            "the smallest step is 0.0001 (0.01%)",
        ),
        (
            asked(json!(true)),
            "InvalidTraffic",
            "traffic true has no number",
            "give the share of $latest, such as traffic=0.1 or traffic=10%",
        ),
        (
            asked(json!(null)),
            "InvalidTraffic",
            "traffic (nothing) has no number",
            "give the share of $latest, such as traffic=0.1 or traffic=10%",
        ),
        (
            asked(json!([0.1, "0.2"])),
            "InvalidTraffic",
            "traffic [0.1, \"0.2\"] was given more than once",
            "give traffic once, such as traffic=0.1",
        ),
        (asked(json!({ "a": 1 })), "InvalidTraffic", "traffic {1 keys} is not a number", number),
        (
            asked(json!(10)),
            "InvalidTraffic",
            "traffic 10 is more than all",
            "traffic is a fraction: did you mean 0.1 or 10%?",
        ),
        (
            asked(json!("50")),
            "InvalidTraffic",
            "traffic \"50\" is more than all",
            "traffic is a fraction: did you mean 0.5 or 50%?",
        ),
    ]);
    for (traffic, basis_points) in [(json!(0.1), 1000), (json!("10%"), 1000), (json!(1), 10_000), (json!("0"), 0)] {
        let desired = parse(asked(traffic)).unwrap();
        assert_eq!(desired.traffic.map(Share::basis_points), Some(basis_points));
    }
    assert_eq!(parse(project(json!({}))).unwrap().traffic, None);
}

#[test]
fn rule_8_unknown_keys_find_the_nearest_known_one() {
    let known = |key: &str| project(json!({ key: 1 }));
    answers(&[
        (known("public"), "UnknownInput", "input public is not known", "did you mean publish?"),
        (known("trafic"), "UnknownInput", "input trafic is not known", "did you mean traffic?"),
        (known("--traffic"), "UnknownInput", "input --traffic is not known", "did you mean traffic?"),
        (
            json!({ "functions": { "fun01": { "hander": "index.main" } } }),
            "UnknownInput",
            "input functions.fun01.hander is not known",
            "did you mean handler?",
        ),
        (
            json!({ "functions": [{ "name": "fun01", "src": { "srcs": "./" } }] }),
            "UnknownInput",
            "input functions[0].src.srcs is not known",
            "did you mean src?",
        ),
        (
            json!({ "functions": { "fun01": { "traffic": 0.1 } } }),
            "MisplacedInput",
            "input functions.fun01.traffic is for the whole run, not for one function",
            "write it beside functions; publish takes names, and only narrows the run",
        ),
        (
            project(json!({ "name": "fun01" })),
            "MisplacedInput",
            "input name is about one function",
            "write it inside that function",
        ),
    ]);
}

#[test]
fn rule_8_every_documented_key_is_supported_or_refused_with_the_reason() {
    for key in KEYS.iter().filter(|key| key.refused.is_some()) {
        let error = refused(json!({ "name": "fun01", (key.name): "x" }));
        assert_eq!(error.code(), "UnsupportedInput");
        assert_eq!(error.message(), format!("input {} is not supported", key.name));
        assert_eq!(error.hint().as_deref(), key.refused);
    }
}

#[test]
fn names_come_from_the_name_or_from_key_and_stage() {
    let names = |inputs: Value| -> Vec<String> {
        parse(inputs).unwrap().functions.into_iter().map(|function| function.name).collect()
    };
    assert_eq!(names(project(json!({}))), ["fun01-prod", "second"]);
    assert_eq!(names(json!({ "functions": { "fun01": null } })), ["fun01-dev"]);
    assert_eq!(names(json!({ "functions": ["fun01"] })), ["fun01"]);
    assert_eq!(names(json!({ "key": "fun01", "stage": "testing" })), ["fun01-testing"]);
    answers(&[
        (
            json!({}),
            "MissingName",
            "the inputs name no function",
            "give name, or functions: {fun01: {…}} for a project of several",
        ),
        (
            json!({ "functions": {} }),
            "NoFunctions",
            "functions is empty: there is nothing to release",
            "name at least one: functions: {fun01: {src: ./fun01}}",
        ),
        (
            json!({ "functions": { "a": { "name": "same" }, "b": { "name": "same" } } }),
            "DuplicateFunction",
            "a and b are the same function same in ap-guangzhou/default",
            "give each its own name",
        ),
        (
            json!({ "functions": { "../../x": { "name": "fun01" } } }),
            "InvalidName",
            "\"../../x\" can't be the key of a function",
            "letters, digits, - and _, a letter first; the name in the cloud is set with name",
        ),
        (
            json!({ "functions": { "__proto__": {} } }),
            "InvalidName",
            "\"__proto__\" can't be the key of a function",
            "letters, digits, - and _, a letter first; the name in the cloud is set with name",
        ),
        (
            json!({ "name": "1st" }),
            "InvalidName",
            "\"1st\" (1st) can't be the name of a function",
            "2 to 60 letters, digits, - and _, a letter first, a letter or digit last; set it with name",
        ),
        (
            json!({ "name": "fun01", "alias": "$latest" }),
            "InvalidAlias",
            "alias \"$latest\" can't be the name of an alias",
            "1 to 64 letters, digits, _ and -, a letter first; or $default",
        ),
    ]);
}

#[test]
fn keys_that_can_not_be_are_told_with_everything_else_and_without_what_a_terminal_acts_on() {
    let inputs = json!({ "functions": { "a/b": {}, "c\u{1b}[2J": { "colour": 1 } }, "traffic": 7 });
    let error = parse(inputs).unwrap_err();
    let codes: Vec<&str> = error.errors.iter().map(|error| error.code().as_str()).collect();
    assert_eq!(codes, ["InvalidTraffic", "InvalidName", "UnknownInput", "InvalidName"]);
    assert!(!format!("{error:?}").contains("\\u{1b}"), "{error:?}");
}

#[test]
fn the_default_alias_may_be_written_in_any_letter_case() {
    for name in ["$default", "$DEFAULT", "$Default"] {
        assert_eq!(parse(json!({ "name": "fun01", "alias": name })).unwrap().alias, DEFAULT_ALIAS);
    }
    assert_eq!(parse(json!({ "name": "fun01", "alias": "live" })).unwrap().alias, "live");
}

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
fn everything_that_is_wrong_with_src_is_told_at_once() {
    let src = json!({
        "src": "./", "exclude": [1], "include": "../keys/prod.pem", "allowOutside": "perhaps", "followLinks": [" "],
    });
    let error = refused(json!({ "name": "fun01", "src": src }));
    let all: Vec<&str> = error.errors.iter().map(|error| error.message().as_str()).collect();
    assert_eq!(
        all,
        [
            "src.exclude must be a list of texts, and is 1",
            "src.allowOutside must be true or false, and is \"perhaps\"",
            "src.include \"../keys/prod.pem\" leads out of src",
            "src.followLinks holds an empty text",
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
    let expected = Code::Source { path: "../shared".into(), packing, package: None };
    assert_eq!(desired.functions[0].code.as_ref(), Some(&expected));
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let error = refused(json!({
        "traffic": 1.5, "trafic": 1, "publish": "nobody",
        "functions": {
            "fun01": { "timeout": 9999, "memorySize": 100, "environment": { "1ST": "a", "LIST": [] }, "src": 7 },
            "fun02": { "handlr": "x", "events": [{ "tiemr": {} }, { "mps": {} }], "layers": [{ "name": "a" }] },
        },
    }));
    let all: Vec<(&str, &str)> =
        error.errors.iter().map(|error| (error.code().as_str(), error.message().as_str())).collect();
    assert_eq!(
        all,
        [
            ("UnknownInput", "input trafic is not known"),
            ("InvalidTraffic", "traffic 1.5 is more than all"),
            ("InvalidInput", "functions.fun01.src must be a directory, a zip file, or {src, exclude}, and is 7"),
            ("InvalidInput", "functions.fun01.memorySize 100 is no size that functions have"),
            ("InvalidInput", "functions.fun01.timeout must be a whole number from 1 to 900, and is 9999"),
            ("InvalidInput", "functions.fun01.environment: \"1ST\" can't be the name of a variable"),
            ("InvalidInput", "functions.fun01.environment: LIST must be text, and is a list"),
            ("UnknownInput", "input functions.fun02.handlr is not known"),
            ("InvalidInput", "functions.fun02.layers[0] needs name and version"),
            ("UnknownInput", "functions.fun02.events[0]: tiemr is no kind of trigger"),
            (
                "UnsupportedInput",
                "functions.fun02.events[1]: mps triggers are not created by the API of cloud functions"
            ),
            ("UnknownFunction", "publish names \"nobody\", which is no function of this project"),
        ]
    );
    // the error has the first one's code, a line for each, and each has its own hint
    assert_eq!(error.code(), "UnknownInput");
    assert_eq!(error.message(), all.iter().map(|(_, message)| *message).collect::<Vec<_>>().join("\n"));
    assert_eq!((error.hint(), error.errors[0].hint.as_deref()), (None, Some("did you mean traffic?")));
}

#[test]
fn one_error_holds_no_list() {
    assert_eq!(refused(json!({ "name": "fun01", "timeout": 0 })).errors, []);
}

#[test]
fn a_default_for_all_functions_that_is_wrong_is_told_once_and_where_it_stands() {
    let error = refused(project(json!({ "timeout": 0 })));
    assert_eq!(error.message(), "timeout must be a whole number from 1 to 900, and is 0");
}

#[test]
fn names_are_not_looked_for_among_functions_that_could_not_be_read() {
    let error = refused(json!({ "publish": "fun02", "functions": [{ "name": "fun01" }, {}] }));
    assert_eq!(error.message(), "functions[1] name no function");
}

#[test]
fn a_stage_that_can_not_be_is_told_once() {
    let error = refused(json!({ "stage": "a/b", "functions": { "fun01": {}, "fun02": {} } }));
    assert_eq!((error.code().as_str(), error.errors.len()), ("InvalidStage", 0));
}

#[test]
fn a_function_that_runs_asynchronously_may_run_for_a_day() {
    let taken = |inputs: Value| parse(inputs).map(|desired| desired.functions[0].settings.timeout);
    assert_eq!(taken(json!({ "name": "fun01", "asyncRunEnable": true, "timeout": 86_400 })), Ok(Some(86_400)));
    let over = refused(json!({ "name": "fun01", "asyncRunEnable": "true", "timeout": 86_401 }));
    assert_eq!(over.message, "timeout must be a whole number from 1 to 86400, and is 86401");
    let over = refused(json!({ "name": "fun01", "timeout": 901 }));
    assert_eq!(over.hint.as_deref(), Some("up to 86400 with asyncRunEnable: true, which a function keeps for life"));
}

#[test]
fn everything_that_is_wrong_with_the_words_about_an_alias_is_told_at_once() {
    let words = json!({ "name": "a b", "version": "x", "config": { "weights": { "2": 2 } } });
    let error = DesiredAlias::read(Act::Create, &words.into()).unwrap_err();
    let codes: Vec<&str> = error.errors.iter().map(|error| error.code().as_str()).collect();
    assert_eq!(codes, ["InvalidAlias", "InvalidVersion", "InvalidWeights"]);
}

#[test]
fn settings_out_of_their_bounds_are_answered() {
    for (key, value, message) in [
        ("memorySize", json!(100), "memorySize 100 is no size that functions have"),
        ("timeout", json!(901), "timeout must be a whole number from 1 to 900, and is 901"),
        ("timeout", json!("soon"), "timeout must be a whole number from 1 to 900, and is \"soon\""),
        ("initTimeout", json!(1.5), "initTimeout must be a whole number from 1 to 300, and is 1.5"),
        ("waitTimeout", json!(0), "waitTimeout must be a whole number from 1 to 86400, and is 0"),
        ("protect", json!("yes"), "protect must be true or false, and is \"yes\""),
        ("handler", json!(""), "handler must be text, and is \"\""),
        ("src", json!(7), "src must be a directory, a zip file, or {src, exclude}, and is 7"),
        ("codeSha256", json!("abc"), "codeSha256 must be 64 hexadecimal digits"),
        ("cosBucketName", json!("b"), "cosBucketName and cosObjectName belong together"),
        ("vpcConfig", json!({ "vpcId": "vpc-1" }), "vpcConfig needs vpcId and subnetId"),
        ("layers", json!([{ "name": "a" }]), "layers[0] needs name and version"),
    ] {
        assert_eq!(refused(json!({ "name": "fun01", (key): value })).message, message);
    }
}

#[test]
fn a_stage_that_places_disagree_on_is_refused() {
    let sources = |given: &[(&str, &str)]| {
        let sources = given.iter().map(|(from, stage)| StageSource { from: (*from).into(), stage: (*stage).into() });
        resolve_stage(&sources.collect::<Vec<_>>())
    };
    assert_eq!(sources(&[]).unwrap(), "dev");
    assert_eq!(sources(&[("serverless.yml", "prod"), ("STAGE", "prod")]).unwrap(), "prod");
    assert_eq!(sources(&[("--stage", "prod"), ("STAGE", "dev")]).unwrap(), "prod");
    let error = sources(&[("serverless.yml", "prod"), ("STAGE", "dev")]).unwrap_err();
    assert_eq!(
        (error.code().as_str(), error.message().as_str()),
        ("StageConflict", "serverless.yml says stage prod, STAGE says dev")
    );
    let error = sources(&[("--stage", "prod"), (".env.prod", "dev")]).unwrap_err();
    assert_eq!(error.message(), "--stage says stage prod, .env.prod says dev");
    assert_eq!(sources(&[("STAGE", "a/b")]).unwrap_err().code, "InvalidStage");
}

#[test]
fn packages_are_attached_by_key() {
    let mut desired = parse(json!({ "functions": { "a1": { "src": "./" }, "b1": {} } })).unwrap();
    desired.attach(&[Package {
        key: "a1".into(),
        sha256: "00".into(),
        size: 1,
        names: None,
        outside: None,
        links: Vec::new(),
        credentials: Vec::new(),
        left_out: Vec::new(),
    }]);
    let digests: Vec<_> =
        desired.functions.iter().map(|function| function.code.as_ref().and_then(Code::sha256)).collect();
    assert_eq!(digests, [Some("00"), None]);
}

#[test]
fn events_are_read_as_they_are_documented() {
    let events =
        |events: Value| parse(project(json!({ "events": events }))).unwrap().functions.remove(0).events.unwrap();
    let [timer, cos, ckafka, cls, http] = events(json!([
        { "timer": { "parameters": { "name": "t", "qualifier": 3, "cronExpression": " 0 */5  * * * * * ", "argument": "a", "enable": true } } },
        { "cos": { "name": "unused", "parameters": {
            "bucket": "b-1.cos.ap-guangzhou.myqcloud.com", "events": "cos:ObjectCreated:*", "filter": { "suffix": ".jpg" } } } },
        { "ckafka": { "parameters": { "instanceId": "ckafka-1", "topic": "t", "retry": 5, "enable": false } } },
        { "type": "cls", "parameters": { "topicId": "t-1", "qualifier": "$latest", "maxWait": 30, "enable": true } },
        { "http": { "parameters": { "netConfig": { "enableExtranet": true }, "qualifier": "live" } } },
    ]))
    .try_into()
    .unwrap();
    assert_eq!((timer.name.as_str(), timer.qualifier.as_str(), timer.desc.as_str()), ("t", "3", "0 */5 * * * * *"));
    assert_eq!((timer.argument.as_str(), timer.enabled), ("a", true));
    assert_eq!(cos.desc, r#"{"event":"cos:ObjectCreated:*","filter":{"Prefix":"","Suffix":".jpg"}}"#);
    assert_eq!((cos.name.as_str(), cos.qualifier.as_str()), ("b-1.cos.ap-guangzhou.myqcloud.com", "$DEFAULT"));
    assert_eq!((ckafka.name.as_str(), ckafka.enabled), ("ckafka-1-t", false));
    assert_eq!(ckafka.desc, r#"{"maxMsgNum":100,"offset":"latest","retry":5,"timeOut":60,"consumerGroupName":""}"#);
    assert_eq!(
        (cls.qualifier.as_str(), cls.desc.as_str()),
        ("$LATEST", r#"{"effective":true,"max_wait":30,"max_size":10}"#)
    );
    assert_eq!(http.desc, r#"{"AuthType":"NONE","NetConfig":{"EnableIntranet":false,"EnableExtranet":true}}"#);
    assert_eq!(http.qualifier, "live");
    let [timer, ckafka] = events(json!([
        { "timer": { "parameters": { "cronExpression": "0 0 2 * * * *" } } },
        { "ckafka": { "name": "ckafka", "parameters": { "name": "ckafka-2o10hua5", "topic": "test" } } },
    ]))
    .try_into()
    .unwrap();
    assert_eq!((timer.name.as_str(), timer.enabled), ("timer-fun01-prod", false));
    assert_eq!(ckafka.name, "ckafka-2o10hua5-test");
}

#[test]
fn events_that_can_not_be_are_refused_by_name() {
    let with = |event: Value| json!({ "name": "fun", "events": [event] });
    let timer = |parameters: Value| with(json!({ "timer": { "parameters": parameters } }));
    for (inputs, code, says) in [
        (
            with(json!({ "apigw": { "parameters": {} } })),
            "UnsupportedInput",
            "events[0]: apigw triggers are not created",
        ),
        (with(json!({ "mps": {} })), "UnsupportedInput", "events[0]: mps triggers are not created"),
        (with(json!({ "tiemr": {} })), "UnknownInput", "events[0]: tiemr is no kind of trigger"),
        (with(json!("timer")), "InvalidInput", "events[0] names no kind of trigger"),
        (
            timer(json!({ "cronExpresion": "x" })),
            "UnknownInput",
            "events[0].timer.parameters.cronExpresion is not known",
        ),
        (timer(json!({})), "InvalidInput", "events[0].timer.parameters.cronExpression is missing"),
        (timer(json!({ "cronExpression": "*/5 * * * *" })), "InvalidInput", "is no cron expression of seven fields"),
        (timer(json!({ "cronExpression": "0 0 0 1 1 * *", "qualifier": "a b" })), "InvalidAlias", "\"a b\""),
        (with(json!({ "http": { "parameters": { "authType": "KEY" } } })), "InvalidInput", "must be NONE or CAM"),
        (json!({ "name": "fun", "events": { "timer": {} } }), "InvalidInput", "events must be a list of triggers"),
        (
            json!({ "name": "fun", "events": [], "triggers": [] }),
            "InvalidInput",
            "events and triggers say the same thing",
        ),
    ] {
        let error = refused(inputs.clone());
        assert_eq!(error.code(), code, "{inputs}: {}", error.message());
        assert!(error.message().contains(says), "{inputs}: {}", error.message());
    }
    let twice = json!({ "timer": { "parameters": { "cronExpression": "0 0 0 1 1 * *" } } });
    assert!(
        refused(json!({ "name": "fun", "events": [twice, twice] })).message.contains("the same trigger as another")
    );
    assert!(
        refused(timer(json!({ "cronExpresion": "x" }))).hint.as_deref().unwrap_or_default().contains("cronExpression")
    );
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
        ("eip", json!("maybe"), "eip must be false or true, and is \"maybe\""),
        ("eip", json!(1), "eip must be false or true, and is 1"),
        ("type", json!("http"), "type must be event or web, and is \"http\""),
        ("tags", json!(["a"]), "tags must be a map of tags: {name: value}, and is [\"a\"]"),
        ("tags", json!({ "a": null }), "tags.a must be text, and is (nothing)"),
        ("deadLetter", json!({ "name": "dead" }), "deadLetter needs type"),
        ("deadLetter", json!("dead"), "deadLetter must be {type, name, filterType}, and is \"dead\""),
        ("deadLetter", json!({ "typ": "x" }), "input deadLetter.typ is not known"),
        ("cfs", json!([{ "cfsId": "cfs-1" }]), "cfs[0] needs localMountDir"),
        ("cfs", json!([7]), "cfs[0] must be a map of keys and values, and is a number"),
        (
            "cfs",
            json!({ "cfsId": "a" }),
            "cfs must be a list of {cfsId, mountInsId, localMountDir, remoteMountDir, userGroupId, userId}, and is {1 keys}",
        ),
    ] {
        assert_eq!(refused(json!({ "name": "fun01", (key): value })).message, message);
    }
}

#[test]
fn what_happens_anyway_may_be_said() {
    for (key, value) in [
        ("installDependency", json!(false)),
        ("installDependency", json!("False")),
        ("enableRoleAuth", json!(false)),
        ("deployMode", json!("code")),
    ] {
        assert!(parse(json!({ "name": "fun01", (key): value })).is_ok(), "{key}");
    }
    for (key, value) in
        [("installDependency", json!(true)), ("enableRoleAuth", json!(true)), ("deployMode", json!("image"))]
    {
        assert_eq!(refused(json!({ "name": "fun01", (key): value })).code, "UnsupportedInput");
    }
}
