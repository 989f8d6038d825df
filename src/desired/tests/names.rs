//! How functions, keys and aliases are called.

use serde_json::{Value, json};

use super::*;

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
            "the inputs must name a function",
            "set name; in a project with several functions: functions: {fun01: {…}}",
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
            "a and b are the same function same in ap-guangzhou, namespace default",
            "give each its own name",
        ),
        (
            json!({ "functions": { "../../x": { "name": "fun01" } } }),
            "InvalidName",
            "invalid key of a function: \"../../x\"",
            "use letters, digits, - and _, starting with a letter; to set the name in the cloud, use name",
        ),
        (
            json!({ "functions": { "__proto__": {} } }),
            "InvalidName",
            "invalid key of a function: \"__proto__\"",
            "use letters, digits, - and _, starting with a letter; to set the name in the cloud, use name",
        ),
        (
            json!({ "name": "1st" }),
            "InvalidName",
            "invalid function name \"1st\" (1st)",
            "use 2 to 60 letters, digits, - and _, starting with a letter and ending with a letter or digit; set it with name",
        ),
        (
            json!({ "name": "fun01", "alias": "$latest" }),
            "InvalidAlias",
            "invalid alias name \"$latest\"",
            "use 1 to 64 letters, digits, _ and -, starting with a letter; or $default",
        ),
    ]);
}

#[test]
fn keys_that_can_not_be_are_told_with_everything_else_and_without_what_a_terminal_acts_on() {
    let inputs = json!({ "functions": { "a/b": {}, "c\u{1b}[2J": { "colour": 1 } }, "traffic": 7 });
    let error = parse(inputs).unwrap_err();
    let codes: Vec<&str> = error.errors.iter().map(|error| error.code()).collect();
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

/// tencent-scf documents `${name}-${stage}-${app}`, and `app` defaults to `name`.
#[test]
fn the_only_function_of_an_instance_is_called_after_it() {
    let of = |inputs: Value, app: Option<&str>| {
        let instance = json!({ "name": "menu", "app": app });
        let defaults = Defaults { instance: Instance::read(Some(&instance.into())), ..Defaults::default() };
        let function = Desired::parse(&inputs.into(), &defaults).unwrap().functions.remove(0);
        (function.key, function.name)
    };
    let pair = |key: &str, name: &str| (key.to_owned(), name.to_owned());
    assert_eq!(of(json!({ "stage": "test" }), Some("tavern")), pair("menu", "menu-test-tavern"));
    assert_eq!(of(json!({}), None), pair("menu", "menu-dev-menu"));
    assert_eq!(of(json!({ "name": null }), Some("tavern")), pair("menu", "menu-dev-tavern"));
    assert_eq!(of(json!({ "name": "own" }), Some("tavern")), pair("own", "own"));
    assert_eq!(of(json!({ "key": "own" }), Some("tavern")), pair("own", "own-dev"));
    assert_eq!(of(json!({ "functions": { "a1": {} } }), Some("tavern")), pair("a1", "a1-dev"));
}
