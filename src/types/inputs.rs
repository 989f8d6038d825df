//! Inputs, from the schema of project files: what it says by patterns that TypeScript can't say, the reader still refuses.

use serde_json::{Map, Value};

use crate::desired::schema;

/// Keys that have another type in programs than in a file, or one with a name.
const NAMED: &[(&str, &str)] = &[
    ("stable", "string | number"),
    ("zip", "Uint8Array | ArrayBuffer"),
    ("rollout", "string | boolean | RolloutPolicy"),
    ("events", "Array<TriggerInputs> | null"),
    ("triggers", "Array<TriggerInputs> | null"),
];

/// The declarations of the inputs of a run and of a function in it.
pub(super) fn declared() -> String {
    let schema = schema();
    let of = |definition: &str| match &schema["definitions"][definition]["properties"] {
        Value::Object(properties) => properties.clone(),
        other => panic!("{definition} has the properties {other}"),
    };
    let (function, mut run) = (of("function"), of("inputs"));
    run.retain(|name, _| !function.contains_key(name));
    let Value::Object(policy) = &run["rollout"]["anyOf"][2]["properties"] else { panic!("there is no policy") };
    let policy: String = policy.iter().map(|(name, value)| format!("  {name}?: {},\n", written(value))).collect();
    let Value::Array(triggers) = &function["events"]["anyOf"][0]["items"]["anyOf"] else {
        panic!("there are no kinds of triggers")
    };
    let triggers: String = triggers.iter().map(|kind| format!("\n  | {}", written(kind))).collect();
    [
        "\n/** What is desired of a run: the inputs of `serverless.yml` and `grayscale.yml`. Settings beside `functions` are the defaults of all of them. */",
        "\nexport type Inputs = FunctionInputs & {\n",
        &fields(&run),
        "};\n\n/** What is desired of one function. */\nexport type FunctionInputs = {\n",
        &fields(&function),
        "};\n\n/** A trigger, in one of its two forms. */\nexport type TriggerInputs =",
        &triggers,
        ";\n\n/** How a rollout is held, judged and ended: the whole policy. docs/rollouts.md explains its keys. */\nexport type RolloutPolicy = {\n",
        &policy,
        "};\n",
    ]
    .concat()
}

fn fields(properties: &Map<String, Value>) -> String {
    properties.iter().map(|(name, value)| field(name, value)).collect()
}

fn field(name: &str, value: &Value) -> String {
    let about = value["description"].as_str().unwrap_or_default();
    let refused = if about.starts_with("Not supported") { "@deprecated " } else { "" };
    let named = NAMED.iter().find(|(key, _)| *key == name);
    let written = named.map_or_else(|| written(value), |(_, written)| (*written).to_owned());
    format!("  /** {refused}{about} */\n  {name}?: {written},\n")
}

/// A schema as a type.
fn written(schema: &Value) -> String {
    let Value::Object(map) = schema else { panic!("{schema} is no schema") };
    if let Some(reference) = map.get("$ref").and_then(Value::as_str) {
        assert_eq!(reference, "#/definitions/function", "nothing else is referred to");
        return "FunctionInputs".to_owned();
    }
    if let Some(Value::Array(any)) = map.get("anyOf") {
        return union(any);
    }
    if let Some(Value::Array(all)) = map.get("allOf") {
        // what has no type narrows the others by what TypeScript can't say
        return all.iter().filter(|part| part.get("type").is_some()).map(written).collect::<Vec<_>>().join(" & ");
    }
    if let Some(Value::Array(words)) = map.get("enum") {
        return choice(words);
    }
    if let Some(value) = map.get("const") {
        return literal(value);
    }
    match map.get("type") {
        Some(Value::Array(types)) if types.iter().any(|name| name == "object") => "unknown".to_owned(),
        Some(Value::Array(types)) => types.iter().map(|name| plain(name, map)).collect::<Vec<_>>().join(" | "),
        Some(name) => plain(name, map),
        None => {
            assert!(map.contains_key("not"), "{schema} has no type");
            "never".to_owned()
        }
    }
}

/// Words stand beside a pattern of the same in any letter case; a number that is named, beside numbers.
fn union(any: &[Value]) -> String {
    let words = any.iter().any(|part| part.get("enum").is_some());
    let numbers = any.iter().any(|part| part["type"] == "integer");
    let told = any.iter().filter(|part| match part.get("const") {
        Some(value) => !(numbers && value.is_number()),
        None => !(words && part["type"] == "string"),
    });
    let mut all: Vec<String> = Vec::new();
    for part in told.map(written) {
        if !all.contains(&part) {
            all.push(part);
        }
    }
    all.join(" | ")
}

fn choice(words: &[Value]) -> String {
    let both = [true, false].iter().all(|flag| words.contains(&Value::Bool(*flag)));
    let words = words.iter().filter(|word| !(both && word.is_boolean())).map(literal);
    both.then(|| "boolean".to_owned()).into_iter().chain(words).collect::<Vec<_>>().join(" | ")
}

fn literal(value: &Value) -> String {
    value.to_string().replace('"', "'")
}

fn plain(name: &Value, schema: &Map<String, Value>) -> String {
    match name.as_str() {
        Some("string") => text(schema.get("pattern").and_then(Value::as_str)),
        Some("integer" | "number") => "number".to_owned(),
        Some("boolean") => "boolean".to_owned(),
        Some("null") => "null".to_owned(),
        Some("array") => schema.get("items").map_or_else(|| "unknown[]".to_owned(), |item| list(&written(item))),
        Some("object") => object(schema),
        _ => panic!("{name} is no type"),
    }
}

/// Text that is a number, or a part in percent, has a type of its own.
fn text(pattern: Option<&str>) -> String {
    match pattern {
        Some(digits) if digits.starts_with("^\\s*\\+?[0-9]+\\s*$") => "`${number}`",
        Some(part) if part.contains("%?") => "`${number}` | `${number}%`",
        _ => "string",
    }
    .to_owned()
}

fn list(item: &str) -> String {
    format!("Array<{item}>")
}

fn object(schema: &Map<String, Value>) -> String {
    if let Some(Value::Object(properties)) = schema.get("properties") {
        let required = schema.get("required").and_then(Value::as_array);
        let fields = properties.iter().map(|(name, value)| {
            let must = required.is_some_and(|names| names.iter().any(|must| must == name));
            format!("{name}{}: {}", if must { "" } else { "?" }, written(value))
        });
        return format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "));
    }
    match schema.get("additionalProperties") {
        Some(value @ Value::Object(_)) => format!("Record<string, {}>", written(value)),
        _ => "Record<string, never>".to_owned(),
    }
}
