//! Random inputs and random worlds, most of them possible, so that laws are tried where it matters.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::cloud::{Alias, Cloud, Function};

/// The codes that random worlds hold.
const CODES: &[&str] = &["a", "b", "c"];
const KEYS: &[&str] = &["fun01", "fun02"];

/// A case: what is there, what is asked for, what the packages hold.
#[derive(Clone, Debug)]
pub struct Case {
    pub cloud: Cloud,
    pub inputs: Value,
    /// Key and code.
    pub packages: Vec<(&'static str, &'static str)>,
}

impl Case {
    /// The asked share, publishing and the names of a function of the case.
    pub fn traffic(&self) -> Option<f64> {
        self.inputs.get("traffic").map(|traffic| traffic.as_f64().unwrap())
    }

    pub fn by_rules(&self) -> bool {
        self.inputs.get("routes").is_some()
    }

    pub fn alias(&self) -> &str {
        match self.inputs.get("alias").and_then(Value::as_str) {
            Some(name) if !name.eq_ignore_ascii_case("$default") => name,
            _ => "$DEFAULT",
        }
    }
}

pub fn name_of(key: &str) -> String {
    format!("{key}-dev")
}

fn code() -> impl Strategy<Value = &'static str> {
    prop::sample::select(CODES)
}

fn weight() -> impl Strategy<Value = f64> {
    prop_oneof![
        3 => prop::sample::select(&[0.0, 1.0, 0.9, 0.5, 0.33333, 0.1, 0.0001, 0.123456789][..]),
        1 => 0.0..=1.0f64,
    ]
}

/// Someone's alias over versions that exist.
fn alias(versions: Vec<u64>) -> impl Strategy<Value = Alias> {
    let names: Vec<String> =
        versions.iter().map(ToString::to_string).chain(["$LATEST".to_owned(), "$LATEST".to_owned()]).collect();
    let name = prop::sample::select(names);
    (name.clone(), name, weight(), 0..10u8, prop::sample::select(&["", "for the web team"][..])).prop_map(
        |(main, other, weight, kind, description)| {
            let alias = match kind {
                0..=5 if main != other => Alias::split(&main, &other, weight),
                6 => Alias::ruled(&main, &other),
                _ => Alias::all_to(&main),
            };
            Alias { description: description.into(), ..alias }
        },
    )
}

/// Published versions: some failed, none in order of their digits.
fn function() -> impl Strategy<Value = Function> {
    let version = (prop::sample::select(&[1u64, 2, 7, 9, 10, 11][..]), code(), 0..8u8);
    (code(), vec(version, 0..4), 0..12u8, 0..8u64)
        .prop_flat_map(|(latest, versions, state, warm)| {
            let mut function = Function::new(latest);
            let mut usable = vec![];
            let mut numbers = vec![];
            for (number, code, state) in versions {
                if numbers.contains(&number) {
                    continue;
                }
                numbers.push(number);
                function = function.with(number, code, if state == 0 { "PublishFailed" } else { "Active" });
                if state != 0 {
                    usable.push(number);
                }
            }
            function.versions.sort_by_key(|version| version.number);
            // one version in four functions has provisioned concurrency
            if let Some(number) = usable.first().filter(|_| warm < 2) {
                function = function.warm(*number, warm + 1);
            }
            if state == 0 {
                function.status = super::cloud::Status::is("UpdateFailed");
            }
            (Just(function), alias(usable.clone()), prop::option::weighted(0.3, alias(usable)), triggers())
        })
        .prop_map(|(function, default, live, triggers)| {
            let mut function = function.routed(default);
            function.triggers = triggers;
            if let Some(live) = live {
                function.aliases.insert("live".into(), live);
            }
            function
        })
}

fn traffic() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => prop::sample::select(&[0.0, 0.1, 0.2, 0.5, 0.9, 1.0][..]).prop_map(|share| json!(share)),
        1 => (0..=10_000u32).prop_map(|points| json!(f64::from(points) / 10_000.0)),
    ]
}

/// Rules as they are typed: staff, and buckets.
fn routes() -> impl Strategy<Value = Value> {
    let to = || prop::sample::select(&["latest", "latest", "latest", "1", "2"][..]);
    let bucket =
        (0..100u32, 1..100u32, to()).prop_map(|(from, more, to)| format!("x-bucket=[{from},{}):{to}", from + more));
    let staff = to().prop_map(|to| format!("x-canary=yes:{to}"));
    (prop::option::of(staff), prop::option::of(bucket))
        .prop_map(|(staff, bucket)| json!(staff.into_iter().chain(bucket).collect::<Vec<_>>()))
}

fn publish() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![json!(true), json!(false), json!("fun01"), json!(["fun01"]), json!("fun01-dev")])
}

/// Triggers as inputs name them; one of them hands over a secret.
fn events() -> impl Strategy<Value = Value> {
    let qualifier = prop::sample::select(&["$default", "$LATEST", "live"][..]);
    let cron = prop::sample::select(&["0 */5 * * * * *", "0 0 2 * * * *"][..]);
    let timer = (qualifier, cron, any::<bool>()).prop_map(|(qualifier, cron, enable)| {
        json!({ "timer": { "name": "beat", "parameters": {
            "qualifier": qualifier, "cronExpression": cron, "enable": enable, "argument": "s3cret-of-the-database",
        } } })
    });
    let bucket = prop::sample::select(&["", "in/"][..]).prop_map(|prefix| {
        json!({ "cos": { "parameters": {
            "bucket": "b-125.cos.ap-guangzhou.myqcloud.com", "events": "cos:ObjectCreated:*", "filter": { "prefix": prefix },
        } } })
    });
    (prop::option::of(timer), prop::option::of(bucket))
        .prop_map(|(timer, bucket)| timer.into_iter().chain(bucket).collect::<Vec<_>>().into())
}

/// What ListTriggers may show: one that inputs name too, one of somebody else.
fn triggers() -> impl Strategy<Value = Vec<Value>> {
    let listed = |name: &str, qualifier: &str| {
        json!({ "Type": "timer", "TriggerName": name, "Qualifier": qualifier, "Enable": 1, "CustomArgument": "",
            "TriggerDesc": r#"{"cron":"0 */5 * * * * *"}"# })
    };
    let all = vec![listed("beat", "$DEFAULT"), listed("beat", "$LATEST"), listed("foreign", "$DEFAULT")];
    prop::sample::subsequence(all, 0..=3)
}

fn settings() -> impl Strategy<Value = Map<String, Value>> {
    let environment = prop_oneof![
        Just(json!({})),
        Just(json!({ "variables": { "DB_PASSWORD": "s3cret-of-the-database", "MODE": "fast" } })),
    ];
    (
        prop::option::weighted(0.2, prop::sample::select(&["index.main_handler", "other.main_handler"][..])),
        prop::option::weighted(0.2, prop::sample::select(&[64, 128, 256][..])),
        prop::option::weighted(0.2, environment),
        prop::option::weighted(0.3, events()),
        prop::option::weighted(0.1, prop::sample::select(&[0, 3][..])),
    )
        .prop_map(|(handler, memory, environment, events, provisioned)| {
            let parts = [
                ("handler", handler.map(|handler| json!(handler))),
                ("memorySize", memory.map(|memory| json!(memory))),
                ("environment", environment),
                ("events", events),
                ("provisionedNum", provisioned.map(|instances| json!(instances))),
            ];
            parts.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
        })
}

/// A deploy over a world.
pub fn case() -> impl Strategy<Value = Case> {
    let one = (prop::option::weighted(0.9, function()), prop::option::weighted(0.6, code()), settings());
    (
        vec(one, 1..=2),
        prop_oneof![
            4 => prop::option::weighted(0.7, traffic()).prop_map(|traffic| (traffic, None)),
            1 => routes().prop_map(|routes| (None, Some(routes))),
        ],
        prop::option::weighted(0.4, publish()),
        prop::option::weighted(0.3, any::<bool>()),
        prop::option::weighted(0.6, Just(true)),
        prop::option::weighted(0.2, prop::sample::select(&["live", "$default", "$DEFAULT"][..])),
        prop::option::weighted(0.3, prop::sample::select(&["atomic", "independent"][..])),
    )
        .prop_map(|(functions, (traffic, routes), publish, protect, replace_rules, alias, group)| {
            let publish = publish.filter(|_| routes.is_none());
            let mut cloud = Cloud::of(&[]);
            let mut desired = Map::new();
            let mut packages = vec![];
            for (key, (there, code, mut settings)) in KEYS.iter().zip(functions) {
                // what does not exist can only be created
                if let Some(code) = code.or_else(|| there.is_none().then_some("a")) {
                    settings.insert("src".into(), json!("./src"));
                    packages.push((*key, code));
                }
                if let Some(there) = there {
                    cloud.functions.insert(name_of(key), there);
                }
                desired.insert((*key).into(), Value::Object(settings));
            }
            let mut inputs = json!({ "functions": desired });
            let parts = [
                ("traffic", traffic),
                ("routes", routes),
                ("publish", publish),
                ("protect", protect.map(|protect| json!(protect))),
                ("replaceRules", replace_rules.map(|replace| json!(replace))),
                ("alias", alias.map(|alias| json!(alias))),
                ("group", group.map(|group| json!(group))),
            ];
            for (name, value) in parts {
                if let Some(value) = value {
                    inputs[name] = value;
                }
            }
            Case { cloud, inputs, packages }
        })
}

/// Anything that can be written down, keys that mean something more often than others.
pub fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        any::<i64>().prop_map(Value::from),
        (0..=10u8).prop_map(Value::from),
        prop::sample::select(WORDS).prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 8, |inner| {
        let key = prop_oneof![6 => prop::sample::select(WORDS).prop_map(str::to_owned), 1 => ".{0,8}"];
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::Array),
            vec((key, inner), 0..8).prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

const WORDS: &[&str] = &[
    "functions",
    "fun01",
    "fun02",
    "name",
    "key",
    "traffic",
    "publish",
    "only",
    "alias",
    "protect",
    "replaceRules",
    "stage",
    "src",
    "zip",
    "exclude",
    "cosBucketName",
    "cosObjectName",
    "codeSha256",
    "handler",
    "runtime",
    "memorySize",
    "timeout",
    "environment",
    "variables",
    "layers",
    "vpcConfig",
    "cls",
    "region",
    "namespace",
    "true",
    "false",
    "0.1",
    "10%",
    "-1",
    "1e-7",
    "$latest",
    "$LATEST",
    "$DEFAULT",
    "live",
    "1",
    "10",
    "7",
    "99999999999999999999",
    "Active",
    "PublishFailed",
    "Updating",
    "CreateFailed",
    "function",
    "aliases",
    "allAliases",
    "missingAliases",
    "versions",
    "code",
    "version",
    "sha256",
    "Name",
    "FunctionVersion",
    "RoutingConfig",
    "AdditionalVersionWeights",
    "AddtionVersionMatchs",
    "Version",
    "Weight",
    "Key",
    "Method",
    "Expression",
    "Status",
    "Description",
    "Environment",
    "Variables",
    "Value",
    "fun01-dev",
    "fun02-dev",
    "trafic",
];
