//! What is asked of the whole run: publish, only, traffic, and which keys there are.

use serde_json::{Value, json};

use super::*;
use crate::traffic::share::Share;

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
        assert_eq!(error.code, "UnsupportedInput");
        assert_eq!(error.message, format!("input {} is not supported", key.name));
        assert_eq!(error.hint.as_deref(), key.refused);
    }
}
