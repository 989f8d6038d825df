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
    let names = "for example fun01,fun02";
    answers(&[
        (
            project(json!({ "publish": "fun1" })),
            "UnknownFunction",
            "publish: no function \"fun1\" in this project (it has: fun01, fun02)",
            "did you mean fun01?",
        ),
        (
            project(json!({ "publish": ["fun01", "elsewhere"] })),
            "UnknownFunction",
            "publish: no function \"elsewhere\" in this project (it has: fun01, fun02)",
            "",
        ),
        (
            project(json!({ "publish": "" })),
            "InvalidPublish",
            "publish must be true, false or names of functions (got \"\")",
            names,
        ),
        (
            project(json!({ "publish": [] })),
            "InvalidPublish",
            "publish must be true, false or names of functions (got [])",
            names,
        ),
        (
            project(json!({ "publish": 1 })),
            "InvalidPublish",
            "publish must be true, false or names of functions (got 1)",
            names,
        ),
        (
            project(json!({ "publish": null })),
            "InvalidPublish",
            "publish must be true, false or names of functions (got nothing)",
            names,
        ),
        (
            project(json!({ "publish": [true] })),
            "InvalidPublish",
            "publish must be true, false or names of functions (got [true])",
            names,
        ),
        (
            project(json!({ "only": "fun01", "publish": "fun02" })),
            "InvalidPublish",
            "publish names fun02, and only leaves it out",
            "add it to only, or remove it from publish",
        ),
        (
            project(json!({ "only": "all" })),
            "UnknownFunction",
            "only: no function \"all\" in this project (it has: fun01, fun02)",
            "",
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
    let example = "for example --traffic 0.1 for 10 %";
    let share = "traffic is the share of $latest: 0 to 1, or 0% to 100%";
    let asked = |traffic: Value| project(json!({ "traffic": traffic }));
    answers(&[
        (asked(json!("NaN")), "InvalidTraffic", "traffic must be a number between 0 and 1 (got \"NaN\")", example),
        (asked(json!("")), "InvalidTraffic", "traffic must be a number between 0 and 1 (got \"\")", example),
        (asked(json!(-0.1)), "InvalidTraffic", "traffic must be between 0 and 1 (got -0.1)", share),
        (asked(json!(1.01)), "InvalidTraffic", "traffic must be between 0 and 1 (got 1.01)", share),
        (asked(json!(1000)), "InvalidTraffic", "traffic must be between 0 and 1 (got 1000)", share),
        (
            asked(json!(0.00001)),
            "InvalidTraffic",
            "traffic must have at most four decimals (got 0.00001)",
            "the smallest step is 0.0001 (0.01 %)",
        ),
        (
            asked(json!("0.001%")),
            "InvalidTraffic",
            "traffic must have at most four decimals (got \"0.001%\")",
            "the smallest step is 0.0001 (0.01 %)",
        ),
        (asked(json!(true)), "InvalidTraffic", "traffic has no value", example),
        (asked(json!(null)), "InvalidTraffic", "traffic has no value", example),
        (asked(json!([0.1, "0.2"])), "InvalidTraffic", "traffic is set more than once (got [0.1, \"0.2\"])", example),
        (
            asked(json!({ "a": 1 })),
            "InvalidTraffic",
            "traffic must be a number between 0 and 1 (got a map with 1 keys)",
            example,
        ),
        (asked(json!(10)), "InvalidTraffic", "traffic must be between 0 and 1 (got 10)", "did you mean 0.1 or 10%?"),
        (
            asked(json!("50")),
            "InvalidTraffic",
            "traffic must be between 0 and 1 (got \"50\")",
            "did you mean 0.5 or 50%?",
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
        (known("public"), "UnknownInput", "unknown input public (did you mean publish?)", ""),
        (known("trafic"), "UnknownInput", "unknown input trafic (did you mean traffic?)", ""),
        (known("--traffic"), "UnknownInput", "unknown input --traffic (did you mean traffic?)", ""),
        (
            json!({ "functions": { "fun01": { "hander": "index.main" } } }),
            "UnknownInput",
            "unknown input functions.fun01.hander (did you mean handler?)",
            "",
        ),
        (
            json!({ "functions": [{ "name": "fun01", "src": { "srcs": "./" } }] }),
            "UnknownInput",
            "unknown input functions[0].src.srcs (did you mean src?)",
            "",
        ),
        (
            json!({ "functions": { "fun01": { "traffic": 0.1 } } }),
            "MisplacedInput",
            "input functions.fun01.traffic applies to the whole run, not to one function",
            "write it beside functions; to narrow the run, set only",
        ),
        (
            project(json!({ "name": "fun01" })),
            "MisplacedInput",
            "input name applies to one function",
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
        assert_eq!(error.hint().as_deref(), key.refused.map(crate::message::unsupported));
    }
}
