//! The JSON schema of project files, for editors: made from the tables that inputs are read by. It never marks what the
//! reader takes; what a schema can't express (two functions of one name, too many digits) the reader still refuses.
//!
//! Not in the wasm module: nothing there asks for it.

use serde_json::{Map, Value, json};

use super::events::{CORS_LISTS, KINDS};
use super::image::{IMAGE_KEYS, IMAGE_TYPES};
use super::key_table::{KEYS, Key, Place};
use super::rollout_schema;
use super::schema_part::{choice, digits, names, nothing, only, or_nothing, put, scalar, some_text, text, whole};
use crate::scf::image::{JOB_PORT, WEB_PORT};
use crate::scf::limits::{LEAST_TTL, LONGEST_ASYNCHRONOUS_RUN, LONGEST_TTL, MOST_PROVISIONED, MOST_RETRIES};
use crate::scf::settings_table::{Missing, Part, SETTINGS, Shape};

/// The description and the type of a key; `None` for a key without a description.
fn described(name: &str) -> Option<(&'static str, Value)> {
    if let Some(plain) = SETTINGS.iter().find(|plain| plain.name == name) {
        return Some((about(name), shaped(&plain.shape)));
    }
    let key = || text("^\\s*[A-Za-z][A-Za-z0-9_-]{0,159}\\s*$");
    let word = || text("^[A-Za-z0-9_-]{0,60}$");
    let value = match name {
        "functions" => json!({ "anyOf": [
            { "type": "object", "minProperties": 1, "propertyNames": key(), "additionalProperties": { "anyOf": [{ "type": "null" }, reference("function")] } },
            { "type": "array", "minItems": 1, "items": { "anyOf": [some_text(), reference("function")] } },
        ] }),
        "stage" => text("^\\s*[A-Za-z0-9_-]+\\s*$"),
        "publish" | "moveTriggers" => json!({ "anyOf": [{ "type": "boolean" }, names()] }),
        "only" => names(),
        "traffic" => json!({ "anyOf": [
            { "type": "number", "minimum": 0, "maximum": 1 },
            text("^\\s*[+-]?[0-9.]+(e[+-]?[0-9]+)?\\s*%?\\s*$"),
        ] }),
        "routes" => json!({ "anyOf": [route(), { "type": "array", "items": route() }] }),
        "rollout" => rollout_schema::rollout(),
        "alias" => text("^\\s*([A-Za-z][A-Za-z0-9_-]{0,63}|\\$[Dd][Ee][Ff][Aa][Uu][Ll][Tt])\\s*$"),
        // typed, never kept in a file
        "stable" => json!({ "not": {} }),
        "protect" | "allowSameCode" | "allowCredentials" | "replaceRules" | "takeOver" | "warm" => {
            choice(&["true", "false"])
        }
        "store" => {
            json!({ "anyOf": [some_text(), only(json!({ "url": some_text(), "project": some_text() }), &[])] })
        }
        "drift" => choice(&["adopt", "stop"]),
        "group" => choice(&["atomic", "independent"]),
        "waitTimeout" => whole(1, 86_400),
        "name" => text("^\\s*[A-Za-z][A-Za-z0-9_-]{0,58}[A-Za-z0-9]\\s*$"),
        "region" | "namespace" => word(),
        "key" => key(),
        "cosBucketName" | "cosObjectName" | "cosBucketRegion" | "runtime" => some_text(),
        "src" | "codeUri" => json!({ "anyOf": [
            some_text(),
            packed(),
            only(json!({ "bucket": some_text(), "path": some_text() }), &["path"]),
            only(json!({ "bucket": some_text(), "object": some_text() }), &["bucket", "object"]),
            only(json!({ "bucket": some_text(), "key": some_text() }), &["bucket", "key"]),
        ] }),
        "exclude" => json!({ "anyOf": [pattern(), { "type": "array", "items": pattern() }] }),
        "include" => json!({ "anyOf": [inside(), { "type": "array", "items": inside() }] }),
        "ignoreTriggers" | "enableRoleAuth" => choice(&["true", "false"]),
        "zip" => json!({}),
        "image" => image(),
        "codeSha256" => text("^\\s*[0-9A-Fa-f]{64}\\s*$"),
        "description" | "role" | "handler" => json!({ "type": "string" }),
        "memorySize" => json!({ "anyOf": [
            { "const": 64 },
            { "type": "integer", "minimum": 128, "maximum": 1_048_576, "multipleOf": 128 },
            digits(),
        ] }),
        // more than 900 only where asyncRunEnable is true
        "timeout" => whole(1, LONGEST_ASYNCHRONOUS_RUN),
        "initTimeout" => whole(1, 300),
        "msgTTL" => whole(LEAST_TTL, LONGEST_TTL),
        "retryNum" => whole(0, MOST_RETRIES),
        "provisionedNum" => whole(0, MOST_PROVISIONED),
        "environment" => {
            let variables = json!({
                "type": "object", "propertyNames": { "pattern": "^[A-Za-z][A-Za-z0-9_]*$" }, "additionalProperties": scalar(),
            });
            let direct = json!({ "propertyNames": { "not": { "const": "variables" } } });
            json!({ "anyOf": [
                only(json!({ "variables": { "anyOf": [{ "type": "null" }, variables] } }), &["variables"]),
                { "allOf": [variables, direct] },
            ] })
        }
        "vpcConfig" => {
            let mut vpc = only(json!({ "vpcId": { "type": "string" }, "subnetId": { "type": "string" } }), &[]);
            put(&mut vpc, "dependencies", json!({ "vpcId": ["subnetId"], "subnetId": ["vpcId"] }));
            vpc
        }
        "layers" => {
            let layer = only(json!({ "name": some_text(), "version": whole(1, u32::MAX) }), &["name", "version"]);
            json!({ "anyOf": [{ "type": "array", "items": layer }, nothing()] })
        }
        "events" | "triggers" => json!({ "type": "array", "items": { "anyOf": events() } }),
        "cls" => only(json!({ "logsetId": { "type": "string" }, "topicId": { "type": "string" } }), &[]),
        _ => return None,
    };
    Some((about(name), value))
}

/// One line for an editor's tooltip.
fn about(name: &str) -> &'static str {
    match name {
        "functions" => {
            "The project's functions, by key or as a list; without it the inputs themselves are one function"
        }
        "stage" => "Part of the functions' names; default: STAGE, else dev",
        "publish" => "Publish a version of every function, or of the named ones. Every run with it publishes",
        "only" => "Limit the run to these functions",
        "traffic" => "The share of $latest, 0 to 1 or a percentage; the last published version gets the rest",
        "routes" => {
            "Routing rules instead of traffic: KEY=VALUE:VERSION, or { header, exact or range, to }; [] removes them"
        }
        "rollout" => "Release in steps that are judged: the name of a preset, such as canary, or the whole policy",
        "alias" => "The alias whose traffic shifts; default: $default",
        "protect" => "Before a deploy overwrites unpublished code that users are on, publish it",
        "stable" => "The version that gets the rest of the traffic and counts as stable; not in a file",
        "allowSameCode" => {
            "Allow publish with a share of the traffic, although all users are then on the same new code"
        }
        "allowCredentials" => "Environment variables may contain the key that deploys the function; the plan warns",
        "replaceRules" => "Allow weights, or other rules, to replace routing rules",
        "moveTriggers" => {
            "Before an upload, move what calls $latest directly onto the alias: true for all but function URLs, or names"
        }
        "store" => {
            "Where the journal is kept: cos://<bucket>-<appid>/<prefix>?region=<region>; default: a file beside the project"
        }
        "drift" => "Whether a change of the alias by someone else stops the run; default: adopt",
        "takeOver" => "Continue although a run on another machine may be in progress",
        "group" => {
            "atomic (default): all functions switch together, and if one fails all are restored; independent: each on its own"
        }
        "warm" => {
            "Before a version takes over traffic, give it as much provisioned concurrency as the one before; default: true"
        }
        "waitTimeout" => "The longest wait for Active, in seconds; default: 300",
        "key" => "The key of the function in the project",
        "name" => {
            "The name of the function in the cloud; default: <key>-<stage>, of a component's only function <instance>-<stage>-<app>"
        }
        "region" => "The region; default: ap-guangzhou",
        "namespace" => "The namespace of the API; default: default",
        "src" => "The code: a directory, a zip file, {src, exclude, include, bucket} or {bucket, object}",
        "zip" => "The code as bytes, in programs",
        "cosBucketName" => {
            "The bucket that the code is in; beside src, the bucket for a package that is too large for a request of the API"
        }
        "cosObjectName" => "The zip file in the bucket",
        "cosBucketRegion" => "The bucket's region, where it is another one",
        "image" => "The container image, in the place of src: {imageUrl, registryId, imageType, command, args, …}",
        "codeSha256" => "SHA-256 of the package in the bucket: unchanged code is then recognized",
        "handler" => "The handler; default on creation: index.main_handler",
        "runtime" => "For example Nodejs18.15; can't be changed after creation",
        "description" => "Shown in the console",
        "memorySize" => "In MB: 64, or a multiple of 128",
        "timeout" => "Of one invocation, in seconds: 1 to 900",
        "initTimeout" => "Of the first start, in seconds: 1 to 300",
        "environment" => "All variables, replaced as a whole; {} clears them",
        "role" => "The execution role; \"\" clears it",
        "vpcConfig" => "The private network; {} clears it",
        "layers" => "All layers in their order; [] clears them",
        "cls" => "Log set and topic of the function's logs",
        "codeUri" => "src, as the first generation of tencent-scf calls it",
        "exclude" => "Glob patterns of files to leave out; the same as src.exclude",
        "include" => "Glob patterns of files to pack although they would be left out; the same as src.include",
        "events" | "triggers" => "Triggers of the function; other triggers stay as they are",
        "ignoreTriggers" => "Leave all triggers as they are, whatever events says",
        "enableRoleAuth" => "Taken for compatibility and without effect, as in tencent-scf today; set role",

        "type" => "event or web; can't be changed after creation, and only event is created",
        "publicAccess" => "Whether the function reaches the internet",
        "eip" => "Whether it does so from a fixed IP address",
        "l5Enable" => "Whether L5 can be reached",
        "deadLetter" => "Where failed messages go; {} clears it",
        "cfs" => "All file systems that are mounted; [] clears them",
        "asyncRunEnable" => "Long runs; can't be changed after creation",
        "msgTTL" => "How long an asynchronous call may wait, in seconds; new functions: 21600",
        "retryNum" => "How often an asynchronous call that failed is made again; new functions: 2",
        "provisionedNum" => {
            "Provisioned concurrency of the version that is published next, set before it gets traffic; 0 releases all"
        }
        "traceEnable" => "Tracing of asynchronous runs; can't be changed after creation",
        "tags" => "Set on creation; a missing tag later is an error, other tags stay as they are",
        _ => "",
    }
}

/// The schema of `serverless.yml` and `grayscale.yml`.
#[must_use]
pub fn schema() -> Value {
    let named = json!({ "allOf": [reference("inputs"), reference("named")] });
    // the only function of an instance is called after the instance
    let component = |inputs: Value| json!({ "type": "object", "properties": { "component": { "type": "string" }, "inputs": inputs } });
    let nested_component =
        json!({ "if": { "type": "object", "required": ["component"] }, "then": component(reference("inputs")) });
    let one = json!({ "required": ["component"], "properties": { "component": { "type": "string" } } });
    let nested =
        json!({ "not": { "additionalProperties": { "not": { "type": "object", "required": ["component"] } } } });
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "scf-grayscale: serverless.yml and grayscale.yml",
        "type": "object",
        "if": one,
        "then": component(reference("inputs")),
        "else": {
            "if": nested,
            "then": { "additionalProperties": nested_component },
            "else": named,
        },
        "definitions": { "inputs": inputs(), "named": naming(), "function": function() },
    })
}

fn inputs() -> Value {
    let own = KEYS.iter().filter(|key| key.place == Place::Own);
    let misplaced: Map<String, Value> = own.map(|key| (key.name.to_owned(), json!({ "not": {} }))).collect();
    json!({
        "type": "object",
        "properties": properties(&[Place::Run, Place::Function, Place::Own]),
        "additionalProperties": false,
        "if": { "required": ["functions"] },
        "then": { "properties": misplaced },
    })
}

fn naming() -> Value {
    json!({ "anyOf": [{ "required": ["functions"] }, { "required": ["name"] }, { "required": ["key"] }] })
}

fn function() -> Value {
    json!({ "type": "object", "properties": properties(&[Place::Function, Place::Own]), "additionalProperties": false })
}

fn properties(places: &[Place]) -> Map<String, Value> {
    KEYS.iter().filter(|key| places.contains(&key.place)).map(|key| (key.name.to_owned(), property(key))).collect()
}

fn property(key: &Key) -> Value {
    // a key without a value is left out, but for orders
    if key.place == Place::Run { told(key) } else { or_nothing(told(key)) }
}

fn told(key: &Key) -> Value {
    let Some(why) = key.refused else {
        let (about, mut value) = described(key.name).unwrap_or(("", json!({})));
        if !about.is_empty() {
            put(&mut value, "description", json!(about));
        }
        return value;
    };
    let mut value = if key.but.is_empty() { json!({ "not": {} }) } else { choice(key.but) };
    put(&mut value, "description", json!(format!("Not supported: {}", crate::message::unsupported(why))));
    value
}

/// A trigger in its forms, per kind.
fn events() -> Vec<Value> {
    let both = |name: &str, parameters: &Value, needed: &[&str]| {
        let must: &[&str] = if needed.is_empty() { &[] } else { &["parameters"] };
        let name_and = json!({ "name": { "type": "string" }, "parameters": parameters });
        let mut typed = name_and.clone();
        put(&mut typed, "type", json!({ "const": name }));
        let typed_must: Vec<&str> = must.iter().copied().chain(["type"]).collect();
        let mut flat = parameters.clone();
        let flat_must: Vec<&str> = needed.iter().copied().chain(["type"]).collect();
        if let Some(properties) = flat.get_mut("properties") {
            put(properties, "type", json!({ "const": name }));
        }
        put(&mut flat, "required", json!(flat_must));
        [only(json!({ name: only(name_and, must) }), &[name]), only(typed, &typed_must), flat]
    };
    KINDS
        .iter()
        .flat_map(|kind| {
            let words: Map<String, Value> =
                kind.words.iter().map(|word| ((*word).to_owned(), parameter(word))).collect();
            both(kind.name, &only(Value::Object(words), kind.needed), kind.needed)
        })
        .collect()
}

/// `src` as an object, for what is packed.
fn packed() -> Value {
    let texts = |item: Value| json!({ "anyOf": [item, { "type": "array", "items": item }] });
    let about = |mut value: Value, about: &str| {
        put(&mut value, "description", json!(about));
        value
    };
    let exclude = about(texts(pattern()), "Glob patterns of files to leave out");
    let include = about(texts(inside()), "Glob patterns of files to pack although they would be left out");
    let outside = about(choice(&["true", "false"]), "Whether src may lie outside the project");
    let links = about(texts(some_text()), "Directories that links may lead into where they lead out of src");
    let bucket = about(some_text(), "The bucket for a package that is too large for a request of the API");
    let packing = json!({ "src": some_text(), "bucket": bucket, "exclude": exclude, "include": include, "allowOutside": outside, "followLinks": links });
    only(packing, &["src"])
}

/// `image`, with the reference as the reader takes it.
fn image() -> Value {
    let word = |name: &str| match name {
        "imageUrl" => text(
            "^\\s*[A-Za-z0-9:-]*\\.[A-Za-z0-9.:-]*(/[A-Za-z0-9._-]+){2,}:[A-Za-z0-9._-]{1,128}(@sha256:[0-9A-Fa-f]{64})?\\s*$",
        ),
        "imageType" => text(&["^\\s*(", &IMAGE_TYPES.join("|"), ")?\\s*$"].concat()),
        "containerImageAccelerate" => choice(&["true", "false"]),
        "imagePort" => json!({ "anyOf": [{ "enum": [WEB_PORT, JOB_PORT] }, text("^\\s*(9000|-1)\\s*$")] }),
        "command" | "args" => text("^[^\\n\\r]*$"),
        _ => json!({ "type": "string" }),
    };
    let words: Map<String, Value> = IMAGE_KEYS.iter().map(|name| ((*name).to_owned(), word(name))).collect();
    let mut image = only(Value::Object(words), &["imageUrl"]);
    // the enterprise edition is told by its instance
    let enterprise = json!({ "required": ["imageType"], "properties": { "imageType": { "const": "enterprise" } } });
    put(&mut image, "if", enterprise);
    put(&mut image, "then", json!({ "required": ["registryId"] }));
    image
}

/// A glob pattern. What begins with `!` could mean two things.
fn pattern() -> Value {
    json!({ "type": "string", "not": { "pattern": "^!(?!\\()" } })
}

/// A glob pattern that does not lead out of the directory.
fn inside() -> Value {
    json!({ "type": "string", "not": { "pattern": "^!(?!\\()|(^|[/\\\\])\\.\\.([/\\\\]|$)" } })
}

fn parameter(word: &str) -> Value {
    match word {
        "enable" => choice(&["true", "false"]),
        "cronExpression" => text("^\\s*([A-Za-z0-9*,/?#-]+\\s+){6}[A-Za-z0-9*,/?#-]+\\s*$"),
        "authType" => text("^\\s*(NONE|CAM)\\s*$"),
        "filter" => only(json!({ "prefix": { "type": "string" }, "suffix": { "type": "string" } }), &[]),
        "netConfig" => {
            let flag = choice(&["true", "false"]);
            only(json!({ "enableIntranet": flag, "enableExtranet": flag }), &[])
        }
        "corsConfig" => {
            let flag = choice(&["true", "false"]);
            let texts = json!({ "anyOf": [text("^[^,]*\\S"), { "type": "array", "items": { "type": "string", "pattern": "\\S" } }] });
            let mut properties: Map<String, Value> =
                CORS_LISTS.iter().map(|(key, _)| ((*key).to_owned(), texts.clone())).collect();
            properties.extend([("enable".to_owned(), flag.clone()), ("credentials".to_owned(), flag)]);
            properties.insert("maxAge".to_owned(), whole(0, u32::MAX));
            only(Value::Object(properties), &[])
        }
        "maxMsgNum" | "retry" | "timeout" => whole(0, u32::MAX),
        "maxSize" | "maxWait" => whole(1, u32::MAX),
        "qualifier" => json!({ "type": ["string", "integer"] }),
        "argument" | "consumerGroupName" => json!({ "type": "string" }),
        _ => some_text(),
    }
}

fn shaped(shape: &Shape) -> Value {
    let parts = |parts: &[Part]| {
        let properties: Map<String, Value> = parts.iter().map(|part| (part.name.to_owned(), scalar())).collect();
        let needed: Vec<&str> = parts.iter().filter(|it| it.missing == Missing::Wrong).map(|it| it.name).collect();
        only(Value::Object(properties), &needed)
    };
    match shape {
        Shape::Choice(words) => choice(&words.iter().map(|(input, _)| *input).collect::<Vec<_>>()),
        Shape::Parts(all) => json!({ "anyOf": [parts(all), nothing()] }),
        Shape::List(all) => json!({ "anyOf": [{ "type": "array", "items": parts(all) }, nothing()] }),
        Shape::Tags => json!({ "type": "object", "additionalProperties": scalar() }),
    }
}

/// A routing rule, as it is typed or as a map.
fn route() -> Value {
    const TOKEN: &str = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    let version = json!({ "anyOf": [
        { "type": "integer", "minimum": 1 },
        text("^\\s*(0*[1-9][0-9]*|\\$?[Ll][Aa][Tt][Ee][Ss][Tt])\\s*$"),
    ] });
    let rule = |test: &str, value: Value| {
        let mut properties = json!({ "header": text(&format!("^\\s*{TOKEN}\\s*$")), "to": version });
        put(&mut properties, test, value);
        only(properties, &["header", test])
    };
    json!({ "anyOf": [
        text(&format!("^\\s*({TOKEN}\\s*=.*\\S.*|[Nn][Oo][Nn][Ee])\\s*$")),
        rule("exact", json!({ "anyOf": [{ "type": ["number", "boolean"] }, text("^\\S(.*\\S)?$")] })),
        rule("range", text("^\\s*[[(]\\s*-?[0-9]+\\s*,\\s*-?[0-9]+\\s*[\\])]\\s*$")),
    ] })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Json;
    use crate::release::Request;

    #[test]
    fn every_supported_key_is_described() {
        for key in KEYS.iter().filter(|key| key.refused.is_none()) {
            let (about, _) = described(key.name).unwrap_or_else(|| panic!("{} has no schema", key.name));
            assert!(!about.is_empty(), "{} has no line for the tooltip", key.name);
        }
    }

    #[test]
    fn what_ships_is_what_is_generated() {
        let shipped: Value = serde_json::from_str(include_str!("../../schema.json")).unwrap();
        assert!(shipped == schema(), "schema.json is not current: node scripts/schema.mjs writes it");
    }

    /// The same cases are put to the schema by tests/js/schema.test.js.
    #[test]
    fn the_cases_of_the_schema_are_taken_and_refused_here_too() {
        let cases: Vec<Value> = serde_json::from_str(include_str!("../../tests/vectors/inputs.json")).unwrap();
        assert!(cases.len() > 80);
        for case in cases {
            // as a deploy reads them: the policy of a rollout is read with them
            let inputs: Json<'_> = case["inputs"].clone().into();
            let order = Json::Map(vec![("do".into(), Json::Text("plan".into())), ("inputs".into(), inputs)]);
            let taken = Request::read(order).and_then(|order| order.desired());
            assert_eq!(taken.is_ok(), case["taken"], "{case}: {taken:?}");
        }
    }
}
