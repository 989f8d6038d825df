//! Rules 6, 7 and 8: what inputs may say, and how everything else is answered.

use serde_json::{Value, json};

mod code;
mod errors;
mod events;
mod image;
mod names;
mod routes;
mod run;
mod settings;
mod store;

use super::*;
use crate::error::{Class, Error};

fn parse(inputs: Value) -> Result<Desired, Error> {
    Desired::parse(&inputs.into(), &Defaults::default())
}

/// Two functions, one with a name of its own, and what is asked for beside them.
fn project(asked: Value) -> Value {
    let mut inputs = json!({ "stage": "prod", "functions": { "fun01": {}, "fun02": { "name": "second" } } });
    inputs.as_object_mut().unwrap().extend(asked.as_object().unwrap().clone());
    inputs
}

fn refused(inputs: Value) -> Error {
    let error = parse(inputs.clone()).expect_err(&inputs.to_string());
    assert!(error.changed.is_empty() && error.function.is_none());
    assert_eq!(error.class, Class::Usage, "{inputs}");
    error
}

/// Inputs, code, message, hint.
fn answers(cases: &[(Value, &str, &str, &str)]) {
    for (inputs, code, message, hint) in cases {
        let error = refused(inputs.clone());
        assert_eq!(
            (error.code(), error.message().as_str(), error.hint().as_deref().unwrap_or_default()),
            (*code, *message, *hint),
            "{inputs}"
        );
    }
}
