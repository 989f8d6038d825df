//! One function as it is desired: its name, its code, its settings. Absent settings are left alone; empty ones clear.

use super::code::{Code, code};
use super::defaults::{DEFAULT_NAMESPACE, DEFAULT_REGION, Defaults};
use super::environment::Labels;
use super::keys::{Place, only_keys};
use super::names::{check_key, check_name, check_word};
use super::read::Reader;
use super::settings_table;
use crate::error::{Error, Errors};
use crate::json::Json;
use crate::scf::limits::{LONGEST_ASYNCHRONOUS_RUN, LONGEST_RUN, LONGEST_START};
use crate::scf::settings::{Layer, Settings, Vpc};
use crate::scf::settings_table::SettingValues;
use crate::scf::trigger::Trigger;
use crate::text::{quoted, sorted};
use crate::traffic::routing::Version;
use crate::traffic::stable::OnRecord;

/// One function of the run.
#[derive(Debug, Clone, PartialEq)]
pub struct DesiredFunction {
    /// What the project calls it.
    pub key: String,
    /// What the cloud calls it: its explicit `name`, else `<key>-<stage>`.
    pub name: String,
    /// Such as `ap-guangzhou`.
    pub region: String,
    /// The API's namespace, not the stage.
    pub namespace: String,
    /// Whether this run publishes a version of it.
    pub publish: bool,
    /// The code to deploy; `None` leaves the code alone.
    pub code: Option<Code>,
    /// Its configuration.
    pub settings: Settings,
    /// What makes it run; `None` leaves all triggers alone.
    pub events: Option<Vec<Trigger>>,
    /// What is shown in the place of settings that came from environment variables.
    pub labels: Labels,
    /// Its variables may hold the key that deploys it.
    pub gives_key: bool,
    /// What a run for the same order had published before it broke off.
    pub made: Option<Made>,
    /// What the journal knows of the alias whose traffic is meant.
    pub on_record: OnRecord,
    /// It is looked at for any plan without code that may be made of it, not for one alone.
    pub any_plan: bool,
}

/// A publication that was begun, and whose order is not fulfilled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// By which run.
    pub run: String,
    /// When, in milliseconds since 1970.
    pub began_ms: u64,
    /// What its version says of itself in the description.
    pub mark: String,
    /// The version, where the run came to know it.
    pub version: Option<Version>,
}

/// All functions of the inputs: a map by key, a list, or the inputs themselves as the one function. Beside them, whether
/// the names of all of them could be read.
pub(super) fn read_all(
    top: &Reader<'_>,
    stage: &str,
    defaults: &Defaults,
    errors: &mut Errors,
) -> (Vec<DesiredFunction>, bool) {
    let nothing = Json::Map(Vec::new());
    let mut functions = Vec::new();
    let one = |own: &Json<'_>, key: Option<&str>, inside: &str, errors: &mut Errors| {
        let reader = errors.take(Reader::new(own, inside))?;
        errors.take(reader.known(&[Place::Function, Place::Own]));
        read(top.under(reader), key, inside, stage, defaults, errors)
    };
    match top.given("functions") {
        None => functions.push(read(*top, None, "", stage, defaults, errors)),
        Some(Json::Map(entries)) => {
            for (key, value) in entries {
                let own = if *value == Json::Null { &nothing } else { value };
                functions.push(one(own, Some(key), &format!("functions.{}", shown(key)), errors));
            }
        }
        Some(Json::List(items)) => {
            for (index, item) in items.iter().enumerate() {
                // a bare name is a function that is only looked at or shifted
                let named = Json::Map(vec![("name".into(), item.clone())]);
                let item = if matches!(item, Json::Text(_)) { &named } else { item };
                functions.push(one(item, None, &format!("functions[{index}]"), errors));
            }
        }
        Some(other) => {
            errors.add(top.wrong("functions", other, "a map of functions by key, or a list of them"));
            return (Vec::new(), false);
        }
    }
    if functions.is_empty() {
        errors.add(
            Error::usage("NoFunctions", "functions is empty: there is nothing to release")
                .hint("name at least one: functions: {fun01: {src: ./fun01}}"),
        );
        return (Vec::new(), false);
    }
    let complete = functions.iter().all(Option::is_some);
    let functions: Vec<DesiredFunction> = functions.into_iter().flatten().collect();
    errors.take(refuse_twins(&functions));
    (functions, complete)
}

fn refuse_twins<'a>(functions: &'a [DesiredFunction]) -> Result<(), Error> {
    let mut errors = Errors::default();
    for pair in sorted(functions, |function| function.key.as_str()).windows(2) {
        if let [one, other] = pair
            && one.key == other.key
        {
            errors.add(
                Error::usage("DuplicateFunction", format!("two functions have the key {}", one.key))
                    .hint("give each its own key"),
            );
        }
    }
    let place = |function: &'a DesiredFunction| (&function.name, &function.namespace, &function.region);
    for pair in sorted(functions, |function| place(function)).windows(2) {
        if let [one, other] = pair
            && place(one) == place(other)
        {
            let DesiredFunction { name, region, namespace, .. } = one;
            let what = format!("{} and {} are the same function {name} in {region}/{namespace}", one.key, other.key);
            errors.add(Error::usage("DuplicateFunction", what).hint("give each its own name"));
        }
    }
    errors.end(())
}

/// One function, as far as it can be read; `None` where it can't be told which one it is.
fn read(
    reader: Reader<'_>,
    key: Option<&str>,
    inside: &str,
    stage: &str,
    defaults: &Defaults,
    errors: &mut Errors,
) -> Option<DesiredFunction> {
    let (name, own) = (errors.take(reader.text("name")), errors.take(reader.text("key")));
    let unread = name.is_none() || own.is_none();
    let (name, own) = (name.flatten(), own.flatten());
    let key = match (key, own) {
        (Some(key), Some(own)) if key != own => {
            let what = format!("functions.{} says key {}", shown(key), quoted(&own));
            errors.add(Error::usage("InvalidInput", what).hint("take key out: the map names it already"));
            Some(key.to_owned())
        }
        (Some(key), _) => Some(key.trim().to_owned()),
        (None, own) => own.or_else(|| name.clone()),
    };
    if key.is_none() && !unread {
        let what = format!("{} name no function", if inside.is_empty() { "the inputs" } else { inside });
        let hint = "give name, or functions: {fun01: {…}} for a project of several";
        errors.add(Error::usage("MissingName", what).hint(hint));
    }
    let (code, settings) = (errors.take(code(reader)).flatten(), settings(&reader, errors));
    let region = errors.take(reader.text("region")).flatten().or_else(|| defaults.region.clone());
    let region = region.unwrap_or_else(|| DEFAULT_REGION.to_owned());
    let namespace = errors.take(reader.text("namespace")).flatten().or_else(|| defaults.namespace.clone());
    let namespace = namespace.unwrap_or_else(|| DEFAULT_NAMESPACE.to_owned());
    errors.take(check_word("region", &region));
    errors.take(check_word("namespace", &namespace));
    let gives_key = errors.take(reader.truth("allowCredentials")).flatten().unwrap_or(false);
    let labels = Labels::read(&reader, &defaults.from_environment);
    let made_up = key.clone().unwrap_or_default();
    let named = name.is_some();
    let name = name.unwrap_or_else(|| format!("{made_up}-{stage}"));
    let mut events = errors.take(super::events::read(&reader, &name)).flatten();
    if let Some(label) = labels.of("events").or_else(|| labels.of("triggers")) {
        events.iter_mut().flatten().for_each(|trigger| trigger.shown = Some(label.clone()));
    }
    let key = key?;
    // a key that is the name, or that the name is made of, is not told of twice
    let fits = key == name || errors.take(check_key(&key)).is_some();
    if fits || named {
        errors.take(check_name(&name, &key));
    }
    if name.len() + namespace.len() > 118 {
        let what = format!("{name} and its namespace {namespace} are longer than 118 characters together");
        errors.add(Error::usage("InvalidName", what));
    }
    Some(DesiredFunction {
        code,
        settings,
        events,
        labels,
        gives_key,
        publish: false,
        made: None,
        on_record: OnRecord::default(),
        any_plan: false,
        key,
        name,
        region,
        namespace,
    })
}

/// A key of a map as it is shown, whatever it is.
fn shown(key: &str) -> String {
    key.replace(char::is_control, "?")
}

fn settings(reader: &Reader<'_>, errors: &mut Errors) -> Settings {
    let plain = errors.take(settings_table::read(reader)).unwrap_or_default();
    Settings {
        handler: errors.take(reader.text("handler")).flatten(),
        runtime: errors.take(reader.text("runtime")).flatten(),
        description: errors.take(reader.any_text("description")).flatten(),
        memory_size: errors.take(memory(reader)).flatten(),
        timeout: errors.take(timeout(reader, &plain)).flatten(),
        init_timeout: errors.take(reader.whole("initTimeout", 1, LONGEST_START)).flatten(),
        environment: errors.take(environment(reader)).flatten(),
        role: errors.take(reader.any_text("role")).flatten(),
        vpc: errors.take(vpc(reader)).flatten(),
        layers: errors.take(layers(reader)).flatten(),
        cls: errors.take(cls(reader)).flatten(),
        plain,
    }
}

fn memory(reader: &Reader<'_>) -> Result<Option<u32>, Error> {
    let size = reader.whole("memorySize", 64, 1_048_576)?;
    if let Some(size) = size
        && size != 64
        && !size.is_multiple_of(128)
    {
        let near = (size / 128).max(1) * 128;
        let what = format!("{} {size} is no size that functions have", reader.path("memorySize"));
        let hint = format!("64, or a multiple of 128, in MB: {near} or {}", near + 128);
        return Err(Error::usage("InvalidInput", what).hint(hint));
    }
    Ok(size)
}

/// A function that runs asynchronously may run for a day.
fn timeout(reader: &Reader<'_>, plain: &SettingValues) -> Result<Option<u32>, Error> {
    let long =
        plain.0.iter().any(|(plain, value)| plain.name == "asyncRunEnable" && value.iter().any(|it| it == "TRUE"));
    let most = if long { LONGEST_ASYNCHRONOUS_RUN } else { LONGEST_RUN };
    reader.whole("timeout", 1, most).map_err(|error| {
        let over = reader.given("timeout").and_then(Json::whole).is_some_and(|given| given > u64::from(LONGEST_RUN));
        let hint =
            format!("up to {LONGEST_ASYNCHRONOUS_RUN} with asyncRunEnable: true, which a function keeps for life");
        if over && !long { error.hint(hint) } else { error }
    })
}

/// `environment: {variables: {…}}` as documented, or the variables directly. Values never stand in an error.
fn environment(reader: &Reader<'_>) -> Result<Option<Vec<(String, String)>>, Error> {
    let Some(given) = reader.given("environment") else { return Ok(None) };
    let path = reader.path("environment");
    let inner = given.get("variables");
    let Json::Map(entries) = inner.unwrap_or(given) else {
        return Err(Error::usage("InvalidInput", format!("{path} must be a map, and is {}", given.kind()))
            .hint("environment: {variables: {NAME: value}}"));
    };
    if inner.is_some() && given.entries().len() > 1 {
        return Err(Error::usage("InvalidInput", format!("{path} has keys beside variables"))
            .hint("move them into environment.variables"));
    }
    let mut variables = Vec::new();
    let mut errors = Errors::default();
    for (name, value) in entries {
        if name == "variables" && *value == Json::Null {
            continue;
        }
        let good = name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
        if !good {
            let what = format!("{path}: {} can't be the name of a variable", quoted(name));
            errors.add(Error::usage("InvalidInput", what).hint("letters, digits and _, a letter first"));
        }
        let text = match value {
            Json::Text(text) => text.clone().into_owned(),
            Json::Number(_) => value.to_string(),
            Json::Bool(value) => value.to_string(),
            other => {
                let what = format!("{path}: {name} must be text, and is {}", other.kind());
                errors.add(Error::usage("InvalidInput", what).hint("quote it; \"\" is an empty value"));
                continue;
            }
        };
        variables.push((name.clone().into_owned(), text));
    }
    errors.end(Some(sorted(variables, |(name, _)| name.clone())))
}

fn vpc(reader: &Reader<'_>) -> Result<Option<Vpc>, Error> {
    let Some(given) = reader.given("vpcConfig") else { return Ok(None) };
    let path = reader.path("vpcConfig");
    let inner = Reader::new(given, &path)?;
    let mut errors = Errors::default();
    errors.take(only_keys(given, &path, &["vpcId", "subnetId"]));
    let ids = (errors.take(inner.any_text("vpcId")), errors.take(inner.any_text("subnetId")));
    let (Some(vpc_id), Some(subnet_id)) = ids else { return errors.end(None) };
    let vpc = Vpc { vpc_id: vpc_id.unwrap_or_default(), subnet_id: subnet_id.unwrap_or_default() };
    if vpc.vpc_id.is_empty() != vpc.subnet_id.is_empty() {
        let what = format!("{path} needs vpcId and subnetId");
        errors.add(Error::usage("InvalidInput", what).hint("give both, or {} for none"));
    }
    errors.end(Some(vpc))
}

fn layers(reader: &Reader<'_>) -> Result<Option<Vec<Layer>>, Error> {
    let Some(given) = reader.given("layers") else { return Ok(None) };
    let path = reader.path("layers");
    let items = match given {
        Json::List(items) => items.as_slice(),
        Json::Map(entries) if entries.is_empty() => &[],
        other => return Err(reader.wrong("layers", other, "a list of {name, version}")),
    };
    let mut layers = Vec::new();
    let mut errors = Errors::default();
    for (index, item) in items.iter().enumerate() {
        layers.extend(errors.take(layer(item, &format!("{path}[{index}]"))));
    }
    errors.end(Some(layers))
}

fn layer(item: &Json<'_>, inside: &str) -> Result<Layer, Error> {
    let inner = Reader::new(item, inside)?;
    only_keys(item, inside, &["name", "version"])?;
    let missing = || Error::usage("InvalidInput", format!("{inside} needs name and version"));
    let name = inner.text("name")?.ok_or_else(missing)?;
    let version = inner.whole("version", 1, u32::MAX)?.ok_or_else(missing)?;
    Ok(Layer { name, version })
}

fn cls(reader: &Reader<'_>) -> Result<Option<(String, String)>, Error> {
    let Some(given) = reader.given("cls") else { return Ok(None) };
    let path = reader.path("cls");
    let inner = Reader::new(given, &path)?;
    only_keys(given, &path, &["logsetId", "topicId"])?;
    Ok(Some((inner.any_text("logsetId")?.unwrap_or_default(), inner.any_text("topicId")?.unwrap_or_default())))
}
