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
    let all: Vec<(&str, &str)> =
        error.errors.iter().map(|error| (error.code.as_str(), error.message.as_str())).collect();
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
    assert_eq!(error.code, "UnknownInput");
    assert_eq!(error.message, all.iter().map(|(_, message)| *message).collect::<Vec<_>>().join("\n"));
    assert_eq!((error.hint, error.errors[0].hint.as_deref()), (None, Some("did you mean traffic?")));
}

#[test]
fn one_error_holds_no_list() {
    assert_eq!(refused(json!({ "name": "fun01", "timeout": 0 })).errors, []);
}

#[test]
fn a_default_for_all_functions_that_is_wrong_is_told_once_and_where_it_stands() {
    let error = refused(project(json!({ "timeout": 0 })));
    assert_eq!(error.message, "timeout must be a whole number from 1 to 900, and is 0");
}

#[test]
fn names_are_not_looked_for_among_functions_that_could_not_be_read() {
    let error = refused(json!({ "publish": "fun02", "functions": [{ "name": "fun01" }, {}] }));
    assert_eq!(error.message, "functions[1] name no function");
}

#[test]
fn a_stage_that_can_not_be_is_told_once() {
    let error = refused(json!({ "stage": "a/b", "functions": { "fun01": {}, "fun02": {} } }));
    assert_eq!((error.code.as_str(), error.errors.len()), ("InvalidStage", 0));
}

#[test]
fn everything_that_is_wrong_with_the_words_about_an_alias_is_told_at_once() {
    let words = json!({ "name": "a b", "version": "x", "config": { "weights": { "2": 2 } } });
    let error = DesiredAlias::read(Act::Create, &words.into()).unwrap_err();
    let codes: Vec<&str> = error.errors.iter().map(|error| error.code.as_str()).collect();
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
        (error.code.as_str(), error.message.as_str()),
        ("StageConflict", "serverless.yml says stage prod, STAGE says dev")
    );
    let error = sources(&[("--stage", "prod"), (".env.prod", "dev")]).unwrap_err();
    assert_eq!(error.message, "--stage says stage prod, .env.prod says dev");
    assert_eq!(sources(&[("STAGE", "a/b")]).unwrap_err().code, "InvalidStage");
}
