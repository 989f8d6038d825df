//! All that is wrong is reported at once, each fault once.

use serde_json::json;

use super::*;

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let error = refused(json!({
        "traffic": 1.5, "trafic": 1, "publish": "nobody",
        "functions": {
            "fun01": { "timeout": 9999, "memorySize": 100, "environment": { "1ST": "a", "LIST": [] }, "src": 7 },
            "fun02": { "handlr": "x", "events": [{ "tiemr": {} }, { "mps": {} }], "layers": [{ "name": "a" }] },
        },
    }));
    let all: Vec<(&str, String)> = error.errors.iter().map(|error| (error.code(), error.message())).collect();
    let all: Vec<(&str, &str)> = all.iter().map(|(code, message)| (*code, message.as_str())).collect();
    assert_eq!(
        all,
        [
            ("UnknownInput", "unknown input trafic (did you mean traffic?)"),
            ("InvalidTraffic", "traffic must be between 0 and 1 (got 1.5)"),
            ("InvalidInput", "functions.fun01.src must be a directory, a zip file, or {src, exclude} (got 7)"),
            ("InvalidInput", "functions.fun01.memorySize must be 64 or a multiple of 128, in MB (got 100)"),
            ("InvalidInput", "functions.fun01.timeout must be a whole number of seconds from 1 to 900 (got 9999)"),
            ("InvalidInput", "functions.fun01.environment: invalid name of a variable: \"1ST\""),
            ("InvalidInput", "functions.fun01.environment.LIST must be text (got a list)"),
            ("UnknownInput", "unknown input functions.fun02.handlr (did you mean handler?)"),
            ("InvalidInput", "functions.fun02.layers[0] needs name and version"),
            ("UnknownInput", "functions.fun02.events[0]: unknown kind of trigger \"tiemr\" (did you mean timer?)"),
            ("UnsupportedInput", "input functions.fun02.events[1].mps is not supported"),
            ("UnknownFunction", "publish: no function \"nobody\" in this project (it has: fun01, fun02)"),
        ]
    );
    // the error has the first one's code, a line for each, and each has its own hint
    assert_eq!(error.code(), "UnknownInput");
    assert_eq!(error.message(), all.iter().map(|(_, message)| *message).collect::<Vec<_>>().join("\n"));
    assert_eq!((error.hint(), error.errors[3].hint().as_deref()), (None, Some("for example 128 or 256")));
}

#[test]
fn one_error_holds_no_list() {
    assert_eq!(refused(json!({ "name": "fun01", "timeout": 0 })).errors, []);
}

#[test]
fn a_default_for_all_functions_that_is_wrong_is_told_once_and_where_it_stands() {
    let error = refused(project(json!({ "timeout": 0 })));
    assert_eq!(error.message(), "timeout must be a whole number of seconds from 1 to 900 (got 0)");
}

#[test]
fn names_are_not_looked_for_among_functions_that_could_not_be_read() {
    let error = refused(json!({ "publish": "fun02", "functions": [{ "name": "fun01" }, {}] }));
    assert_eq!(error.message(), "functions[1] must name a function");
}

#[test]
fn a_stage_that_can_not_be_is_told_once() {
    let error = refused(json!({ "stage": "a/b", "functions": { "fun01": {}, "fun02": {} } }));
    assert_eq!((error.code(), error.errors.len()), ("InvalidStage", 0));
}

#[test]
fn everything_that_is_wrong_with_the_words_about_an_alias_is_told_at_once() {
    let words = json!({ "name": "a b", "version": "x", "config": { "weights": { "2": 2 } } });
    let error = DesiredAlias::read(Act::Create, &words.into()).unwrap_err();
    let codes: Vec<&str> = error.errors.iter().map(|error| error.code()).collect();
    assert_eq!(codes, ["InvalidAlias", "InvalidVersion", "InvalidWeights"]);
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
        (error.code(), error.message().as_str()),
        ("StageConflict", "serverless.yml sets stage prod, but STAGE sets stage dev")
    );
    let error = sources(&[("--stage", "prod"), (".env.prod", "dev")]).unwrap_err();
    assert_eq!(error.message(), "--stage sets stage prod, but .env.prod sets stage dev");
    assert_eq!(sources(&[("STAGE", "a/b")]).unwrap_err().code(), "InvalidStage");
}
