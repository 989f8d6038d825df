//! Triggers as inputs name them: `events: [{timer: {parameters: {cronExpression: …}}}]`, the form that the established
//! component documents.

use super::keys::{near_of, only_keys, owned, unknown};
use super::names::alias_name;
use super::read::Reader;
use crate::error::{Error, Errors};
use crate::json::Json;
use crate::message::problem::InputProblem;
use crate::message::problem::input_facts::{Expected, Twice, Unsupported};
use crate::scf::trigger::Trigger;
use crate::text::clean;
use crate::traffic::routing::Version;

/// A kind that SCF's own API creates: its words, and what they are called in `TriggerDesc`.
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) words: &'static [&'static str],
    /// Those that can't be left out.
    pub(super) needed: &'static [&'static str],
}

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "timer",
        words: &["name", "qualifier", "cronExpression", "enable", "argument"],
        needed: &["cronExpression"],
    },
    Kind { name: "cos", words: &["qualifier", "bucket", "events", "filter", "enable"], needed: &["bucket", "events"] },
    Kind {
        name: "ckafka",
        words: &[
            "name",
            "qualifier",
            "instanceId",
            "topic",
            "maxMsgNum",
            "offset",
            "retry",
            "timeout",
            "consumerGroupName",
            "enable",
        ],
        needed: &["topic"],
    },
    Kind { name: "cls", words: &["qualifier", "topicId", "maxSize", "maxWait", "enable"], needed: &["topicId"] },
    Kind { name: "http", words: &["name", "qualifier", "authType", "netConfig", "corsConfig", "enable"], needed: &[] },
];

/// The lists in `corsConfig` of a function URL, each key with the API's.
pub(super) const CORS_LISTS: [(&str, &str); 4] =
    [("origins", "Origins"), ("methods", "Methods"), ("headers", "Headers"), ("exposeHeaders", "ExposeHeaders")];
/// All that `corsConfig` may have.
const CORS_KEYS: [&str; 7] = ["enable", "origins", "methods", "headers", "exposeHeaders", "maxAge", "credentials"];

/// Kinds that are documented and not created by SCF's own API.
const ELSEWHERE: &[(&str, Unsupported)] = &[
    ("apigw", Unsupported::ApiGateway),
    ("cmq", Unsupported::Cmq),
    ("mps", Unsupported::Mps),
    ("clb", Unsupported::Clb),
];

/// What a timer without a name is called.
#[derive(Clone, Copy)]
struct TimerName<'a> {
    function: &'a str,
    /// As tencent-scf calls it.
    of_instance: Option<&'a str>,
}

impl TimerName<'_> {
    /// The name, and the one that earlier versions gave it, where that was another.
    fn names(self) -> (String, Option<String>) {
        let by_function = ["timer-", self.function].concat();
        match self.of_instance {
            Some(name) if name != by_function => (name.to_owned(), Some(by_function)),
            _ => (by_function, None),
        }
    }
}

/// The triggers of a function; `None` leaves all as they are. `timer` is what the instance's timer is called by default.
pub(super) fn read(reader: &Reader<'_>, function: &str, timer: Option<&str>) -> Result<Option<Vec<Trigger>>, Error> {
    if reader.truth("ignoreTriggers")?.unwrap_or(false) {
        return Ok(None);
    }
    let default = TimerName { function, of_instance: timer };
    let (key, given) = match (reader.given("events"), reader.given("triggers")) {
        (Some(_), Some(_)) => {
            let (one, other) = (reader.path("events"), reader.path("triggers"));
            return Err(Error::usage(InputProblem::Both { one, other, what: Twice::Triggers }));
        }
        (Some(given), None) => ("events", given),
        (None, Some(given)) => ("triggers", given),
        (None, None) => return Ok(None),
    };
    let Json::List(items) = given else { return Err(reader.wrong(key, given, Expected::Triggers)) };
    let mut triggers: Vec<Trigger> = Vec::with_capacity(items.len());
    let mut errors = Errors::default();
    for (index, item) in items.iter().enumerate() {
        let path = [reader.path(key).as_str(), "[", index.to_string().as_str(), "]"].concat();
        let Some(trigger) = errors.take(one(item, &path, default)) else { continue };
        if let Some(twin) = triggers.iter().find(|known| known.is(&trigger)) {
            errors.add(Error::usage(InputProblem::SameTrigger { input: path, name: clean(&twin.name) }));
        }
        triggers.push(trigger);
    }
    errors.end(Some(triggers))
}

/// `{timer: {name?, parameters: {…}}}`, or `{type: timer, name?, parameters: {…}}`.
fn one(item: &Json<'_>, path: &str, default: TimerName<'_>) -> Result<Trigger, Error> {
    let flat;
    let (kind, body) = match item.text("type") {
        Some(kind) if item.get("parameters").is_none() => {
            flat = flattened(item);
            (kind, &flat)
        }
        Some(kind) => (kind, item),
        None => match item.entries() {
            [(kind, body)] => (kind.clone().into_owned(), body),
            _ => {
                return Err(Error::usage(InputProblem::NoTriggerKind { input: path.to_owned() }));
            }
        },
    };
    if let Some((name, why)) = ELSEWHERE.iter().find(|(name, _)| *name == kind) {
        return Err(Error::usage(InputProblem::Unsupported { input: [path, ".", name].concat(), why: *why }));
    }
    let Some(known) = KINDS.iter().find(|known| known.name == kind) else {
        let names: Vec<&str> = KINDS.iter().map(|known| known.name).collect();
        return Err(Error::usage(InputProblem::TriggerKind {
            input: path.to_owned(),
            near: near_of(&kind, &names),
            known: owned(&names),
            kind: clean(&kind),
        }));
    };
    let inside = [path, ".", known.name].concat();
    for (name, _) in body.entries() {
        if !["type", "name", "parameters"].contains(&&**name) {
            return Err(unknown([&inside, ".", &clean(name)].concat(), name, &["name", "parameters"]));
        }
    }
    let outer = body.text("name");
    let inside = [inside.as_str(), ".parameters"].concat();
    let nothing = Json::Map(Vec::new());
    let parameters = body.get("parameters").filter(|given| **given != Json::Null).unwrap_or(&nothing);
    for (name, _) in parameters.entries() {
        if !known.words.contains(&&**name) {
            return Err(unknown([&inside, ".", &clean(name)].concat(), name, known.words));
        }
    }
    let words = Reader::new(parameters, &inside)?;
    for key in known.needed {
        if words.text(key)?.is_none() {
            return Err(Error::usage(InputProblem::Missing { input: words.path(key) }));
        }
    }
    trigger(known.name, &words, outer, default)
}

/// `{type: timer, cronExpression: …}`, as templates of the console write it: all but the type are parameters.
fn flattened<'a>(item: &Json<'a>) -> Json<'a> {
    let parameters = item.entries().iter().filter(|(key, _)| key != "type").cloned().collect();
    Json::Map(vec![("parameters".into(), Json::Map(parameters))])
}

fn trigger(kind: &str, words: &Reader<'_>, outer: Option<String>, default: TimerName<'_>) -> Result<Trigger, Error> {
    let mut earlier = None;
    let needed = |key: &str| Ok::<_, Error>(words.text(key)?.unwrap_or_default());
    let named = || Ok::<_, Error>(words.text("name")?.or_else(|| outer.clone()));
    let (name, desc) = match kind {
        "timer" => {
            let name = match named()? {
                Some(name) => name,
                None => {
                    let (name, before) = default.names();
                    earlier = before;
                    name
                }
            };
            (name, cron(words, &needed("cronExpression")?)?)
        }
        "cos" => (needed("bucket")?, cos(words, &needed("events")?)?.to_json()),
        "ckafka" => (instance(words)?, ckafka(words)?.to_json()),
        "cls" => (needed("topicId")?, cls(words)?.to_json()),
        _ => (named()?.unwrap_or_else(|| "url-trigger".to_owned()), http(words)?.to_json()),
    };
    Ok(Trigger {
        kind: kind.to_owned(),
        name,
        qualifier: qualifier(words)?,
        enabled: words.truth("enable")?.unwrap_or(kind == "http"),
        desc,
        argument: words.any_text("argument")?.unwrap_or_default(),
        state_given: words.given("enable").is_some(),
        earlier_name: earlier,
        ..Trigger::default()
    })
}

/// `<instance>-<topic>`: as documented, `name` is the instance; beside `instanceId` it is the trigger's own name.
fn instance(words: &Reader<'_>) -> Result<String, Error> {
    let topic = words.text("topic")?.unwrap_or_default();
    match (words.text("instanceId")?, words.text("name")?) {
        (Some(_), Some(name)) => Ok(name),
        (Some(instance), None) | (None, Some(instance)) => Ok([instance.as_str(), "-", &topic].concat()),
        (None, None) => Err(Error::usage(InputProblem::MissingInstance { input: words.path("name") })),
    }
}

/// Which version or alias is called; without a word about it the alias whose traffic a release shifts.
fn qualifier(words: &Reader<'_>) -> Result<String, Error> {
    let given = match words.given("qualifier") {
        Some(number @ Json::Number(_)) => Some(number.to_string()),
        _ => words.text("qualifier")?,
    };
    let version = Version::named(given.as_deref().unwrap_or_default());
    if version.is_latest() || version.number().is_some() {
        return Ok(version.wire().to_owned());
    }
    alias_name(given)
}

/// Seven fields: second, minute, hour, day, month, weekday, year. Whether their values make sense is for the API to say.
fn cron(words: &Reader<'_>, text: &str) -> Result<String, Error> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let legible = fields.iter().all(|field| field.chars().all(|c| c.is_ascii_alphanumeric() || "*,-/?#".contains(c)));
    if fields.len() == 7 && legible {
        return Ok(fields.join(" "));
    }
    Err(Error::usage(InputProblem::Cron { input: words.path("cronExpression"), given: clean(text) }))
}

fn cos(words: &Reader<'_>, events: &str) -> Result<Json<'static>, Error> {
    let nothing = Json::Map(Vec::new());
    let path = words.path("filter");
    let given = words.given("filter").unwrap_or(&nothing);
    let filter = Reader::new(given, &path)?;
    only_keys(given, &path, &["prefix", "suffix"])?;
    let part = |key: &str| Ok::<_, Error>(filter.any_text(key)?.unwrap_or_default());
    Ok(object([
        ("event", text(events.to_owned())),
        ("filter", object([("Prefix", text(part("prefix")?)), ("Suffix", text(part("suffix")?))])),
    ]))
}

fn ckafka(words: &Reader<'_>) -> Result<Json<'static>, Error> {
    let number = |key: &str, default: u32| Ok::<_, Error>(number(words.whole(key, 0, u32::MAX)?.unwrap_or(default)));
    Ok(object([
        ("maxMsgNum", number("maxMsgNum", 100)?),
        ("offset", text(words.text("offset")?.unwrap_or_else(|| "latest".to_owned()))),
        ("retry", number("retry", 10_000)?),
        ("timeOut", number("timeout", 60)?),
        ("consumerGroupName", text(words.any_text("consumerGroupName")?.unwrap_or_default())),
    ]))
}

fn cls(words: &Reader<'_>) -> Result<Json<'static>, Error> {
    let number = |key: &str, default: u32| Ok::<_, Error>(number(words.whole(key, 1, u32::MAX)?.unwrap_or(default)));
    let enabled = words.truth("enable")?.unwrap_or(false);
    Ok(object([
        ("effective", Json::Bool(enabled)),
        ("max_wait", number("maxWait", 60)?),
        ("max_size", number("maxSize", 10)?),
    ]))
}

fn http(words: &Reader<'_>) -> Result<Json<'static>, Error> {
    let auth = words.text("authType")?.unwrap_or_else(|| "NONE".to_owned());
    if auth != "NONE" && auth != "CAM" {
        let expected = Expected::OneOf { words: vec!["NONE", "CAM"] };
        return Err(words.wrong("authType", &Json::Text(auth.as_str().into()), expected));
    }
    let nothing = Json::Map(Vec::new());
    let path = words.path("netConfig");
    let given = words.given("netConfig").unwrap_or(&nothing);
    let net = Reader::new(given, &path)?;
    only_keys(given, &path, &["enableIntranet", "enableExtranet"])?;
    let flag = |key: &str| Ok::<_, Error>(Json::Bool(net.truth(key)?.unwrap_or(false)));
    let net = object([("EnableIntranet", flag("enableIntranet")?), ("EnableExtranet", flag("enableExtranet")?)]);
    let mut parts = vec![("AuthType".into(), text(auth)), ("NetConfig".into(), net)];
    parts.extend(cors(words)?.map(|cors| ("CorsConfig".into(), cors)));
    Ok(Json::Map(parts))
}

/// Which pages of other origins a browser lets call the URL. What is not given is left to the API.
fn cors(words: &Reader<'_>) -> Result<Option<Json<'static>>, Error> {
    let Some(given) = words.given("corsConfig") else { return Ok(None) };
    let path = words.path("corsConfig");
    let cors = Reader::new(given, &path)?;
    only_keys(given, &path, &CORS_KEYS)?;
    let mut parts = Vec::new();
    let truth = |key: &str| Ok::<_, Error>(cors.truth(key)?.map(Json::Bool));
    parts.extend(truth("enable")?.map(|value| ("Enable".into(), value)));
    for (key, wire) in CORS_LISTS {
        parts.extend(texts(&cors, key)?.map(|value| (wire.into(), value)));
    }
    parts.extend(cors.whole("maxAge", 0, u32::MAX)?.map(|seconds| ("MaxAge".into(), number(seconds))));
    parts.extend(truth("credentials")?.map(|value| ("Credentials".into(), value)));
    Ok(Some(Json::Map(parts)))
}

/// A list of texts, or one text with commas.
fn texts(words: &Reader<'_>, key: &str) -> Result<Option<Json<'static>>, Error> {
    let Some(given) = words.given(key) else { return Ok(None) };
    let all: Option<Vec<String>> = match given {
        Json::Text(text) => Some(text.split(',').map(|part| part.trim().to_owned()).collect()),
        Json::List(items) => items.iter().map(|item| item.to_text().map(|text| text.trim().to_owned())).collect(),
        _ => None,
    };
    match all.filter(|all| all.iter().all(|text| !text.is_empty())) {
        Some(all) => Ok(Some(Json::List(all.into_iter().map(text).collect()))),
        None => Err(words.wrong(key, given, Expected::Texts)),
    }
}

fn object<const N: usize>(parts: [(&'static str, Json<'static>); N]) -> Json<'static> {
    Json::Map(parts.into_iter().map(|(key, value)| (key.into(), value)).collect())
}

fn text(text: String) -> Json<'static> {
    Json::Text(text.into())
}

fn number(number: u32) -> Json<'static> {
    Json::Number(number.to_string().into())
}
