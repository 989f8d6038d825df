//! The file that a handler names is looked for in the package before anything is sent.

use crate::support;

use scf_grayscale::error::{Class, Error};
use serde_json::{Value, json};
use support::cloud::{Cloud, Function};
use support::drive::{Ended, How, drive};
use support::{ordered, sha};

const CODE: &[(&str, &str)] = &[("fun01", "new")];

/// An order to deploy `fun01` with these inputs, from a package whose directory holds these names.
fn deployed(cloud: &mut Cloud, function: Value, directory: &str, names: &[&str]) -> Ended {
    let mut inputs = json!({ "src": "./src", "runtime": "Nodejs18.15" });
    for (key, value) in function.as_object().unwrap() {
        inputs[key] = value.clone();
    }
    let package = json!({ "key": "fun01", "sha256": sha("new"), "size": 1000, "directory": directory, "names": names });
    let order = ordered(json!({ "do": "run", "inputs": { "functions": { "fun01": inputs } }, "packages": [package] }));
    drive(&order, cloud, &How::packing(CODE))
}

fn created(function: Value, directory: &str, names: &[&str]) -> Option<Error> {
    let mut cloud = Cloud::of(&[]);
    let error = deployed(&mut cloud, function, directory, names).error;
    assert_eq!(cloud.writes().is_empty(), error.is_some());
    error
}

#[test]
fn a_handler_without_its_file_is_an_error_of_the_inputs_and_nothing_is_created() {
    let error = created(json!({ "handler": "app.main_handler" }), "", &["index.js", "lib/", "README.md"]).unwrap();
    assert_eq!((error.code(), error.class), ("HandlerFileMissing", Class::Usage));
    assert_eq!(
        error.message(),
        "handler app.main_handler of fun01-dev: the package has no file app.js (nor app.mjs, app.cjs)"
    );
    assert_eq!(
        error.hint().as_deref(),
        Some("did you mean index.main_handler? the package has at its top: index.js, README.md, lib/")
    );
}

#[test]
fn the_nearest_of_several_files_is_suggested() {
    let error = created(json!({ "handler": "indx.main_handler" }), "", &["index.js", "server.js"]).unwrap();
    assert!(error.hint().as_deref().unwrap().starts_with("did you mean index.main_handler? "));
    let error = created(json!({ "handler": "src/indx.run" }), "src", &["index.mjs"]).unwrap();
    assert_eq!(error.hint().as_deref(), Some("did you mean src/index.run? the package has src: index.mjs"));
}

#[test]
fn a_file_that_the_runtime_loads_is_found() {
    for (runtime, handler, directory, name) in [
        ("Nodejs18.15", "index.main_handler", "", "index.js"),
        ("Nodejs18.15", "index.main_handler", "", "index.mjs"),
        ("Nodejs18.15", "./index.main_handler", "", "index.cjs"),
        ("Nodejs18.15", "src/app.prod.main", "src", "app.prod.js"),
        ("Nodejs18.15", "index.main_handler", "", "index/"),
        ("Python3.10", "index.main_handler", "", "index.py"),
        ("Python3.10", "index.main_handler", "", "index.cpython-310-x86_64-linux-gnu.so"),
        ("Python3.10", "index.main_handler", "", "index/"),
        ("Php8.0", "index.main_handler", "", "index.php"),
    ] {
        assert_eq!(created(json!({ "runtime": runtime, "handler": handler }), directory, &[name]), None, "{runtime}");
    }
}

#[test]
fn each_runtime_names_its_own_files() {
    for (runtime, file) in [
        ("Nodejs18.15", "app.js (nor app.mjs, app.cjs)"),
        ("Python3.10", "app.py (nor app.pyc)"),
        ("Php8.0", "app.php"),
    ] {
        let error = created(json!({ "runtime": runtime, "handler": "app.main" }), "", &["other.txt"]).unwrap();
        assert!(error.message().ends_with(&["the package has no file ", file].concat()), "{}", error.message());
    }
}

#[test]
fn what_can_not_be_told_is_not_checked() {
    let cos = json!({ "src": { "bucket": "b", "object": "o.zip" }, "handler": "app.main" });
    for (name, function, directory) in [
        ("layers may hold it", json!({ "handler": "app.main", "layers": [{ "name": "l", "version": 1 }] }), ""),
        ("a compiled runtime", json!({ "handler": "main", "runtime": "Go1" }), ""),
        ("a compiled runtime", json!({ "handler": "example.Hello::mainHandler", "runtime": "Java8" }), ""),
        ("a module of a package", json!({ "handler": "app.web.main", "runtime": "Python3.10" }), ""),
        ("another directory was listed", json!({ "handler": "src/app.main" }), ""),
        ("no function is named", json!({ "handler": "app" }), ""),
        ("code in object storage", cos, ""),
    ] {
        assert_eq!(created(function, directory, &["index.js"]), None, "{name}");
    }
}

#[test]
fn a_handler_and_layers_that_the_inputs_leave_alone_are_those_of_the_function() {
    let with = |files: &[&str], change: fn(&mut Function)| {
        let mut function = Function::new("old");
        change(&mut function);
        let mut cloud = Cloud::of(&[("fun01-dev", function)]);
        deployed(&mut cloud, json!({}), "", files).error.map(|error| error.code().to_owned())
    };
    let there = |change: fn(&mut Function)| with(&["index.js"], change);
    assert_eq!(there(|_| {}), None);
    let missing = there(|function| function.config["Handler"] = json!("app.main"));
    assert_eq!(missing.as_deref(), Some("HandlerFileMissing"));
    let layered = there(|function| {
        function.config["Handler"] = json!("app.main");
        function.config["Layers"] = json!([{ "LayerName": "l", "LayerVersion": 1 }]);
    });
    assert_eq!(layered, None);
    let web: fn(&mut Function) = |function| {
        function.config["Handler"] = json!("app.main");
        function.config["Type"] = json!("HTTP");
    };
    assert_eq!(with(&["index.js", "scf_bootstrap"], web), None);
    assert_eq!(with(&["index.js"], web).as_deref(), Some("BootstrapMissing"));
}

#[test]
fn what_is_wrong_with_several_functions_is_told_at_once() {
    let package = |key: &str| json!({ "key": key, "sha256": sha(key), "size": 1000, "names": ["index.js"] });
    let function = |handler: &str| json!({ "src": "./src", "runtime": "Nodejs18.15", "handler": handler });
    let order = ordered(json!({
        "do": "plan", "packages": [package("fun01"), package("fun02")],
        "inputs": { "functions": { "fun01": function("a.main"), "fun02": function("b.main") } },
    }));
    let ended = drive(&order, &mut Cloud::of(&[]), &How::default());
    let named: Vec<Option<&str>> = ended.refused().errors.iter().map(|error| error.function.as_deref()).collect();
    assert_eq!(named, [Some("fun01-dev"), Some("fun02-dev")]);
    assert_eq!(ended.refused().function, None);
}
