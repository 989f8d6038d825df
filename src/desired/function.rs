//! One function as it is desired: its name, its code, its settings. Absent settings are left alone; empty ones clear.

use super::code::{Code, code};
use super::defaults::{DEFAULT_NAMESPACE, DEFAULT_REGION, Defaults, Instance};
use super::key_table::Place;
use super::keys::only_keys;
use super::labels::Labels;
use super::names::{check_key, check_name, check_word};
use super::read::{Reader, wrong_kind};
use super::settings_table;
use crate::error::{Error, Errors};
use crate::json::Json;
use crate::message::problem::input_facts::Expected;
use crate::message::problem::{InputProblem, Where};
use crate::scf::limits::{
    LEAST_TTL, LONGEST_ASYNCHRONOUS_RUN, LONGEST_RUN, LONGEST_START, LONGEST_TTL, MOST_PROVISIONED, MOST_RETRIES,
};
use crate::scf::settings::{Layer, Settings, Vpc};
use crate::scf::settings_table::SettingValues;
use crate::scf::trigger::Trigger;
use crate::scf::version::VersionItem;
use crate::text::{clean, sorted};
use crate::traffic::routing::{Version, VersionMatch};
use crate::traffic::share::Share;
use crate::traffic::stable::OnRecord;

/// Characters of a name and its namespace together.
const LONGEST_WITH_NAMESPACE: usize = 118;

/// One function of the run.
#[derive(Debug, Clone, PartialEq)]
pub struct DesiredFunction {
    /// Its key in the project.
    pub key: String,
    /// Its name in the cloud: `name`, else `<key>-<stage>`; of a component's only function `<instance>-<stage>-<app>`.
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
    /// The provisioned concurrency of the version that is published next; 0 takes it from all versions.
    pub provisioned: Option<u32>,
    /// Its triggers; `None` leaves all triggers alone.
    pub events: Option<Vec<Trigger>>,
    /// What is shown in the place of settings that came from environment variables.
    pub labels: Labels,
    /// Its variables may hold the key that deploys it.
    pub gives_key: bool,
    /// What an interrupted run for the same order had published.
    pub made: Option<Made>,
    /// What the journal knows of the alias whose traffic is meant.
    pub on_record: OnRecord,
    /// The two versions that a step of a rollout divides the traffic between, and how.
    pub sides: Option<Sides>,
    /// It is read for several plans without code, not for one alone.
    pub any_plan: bool,
    /// What earlier versions called it, where its name is a default that has changed.
    pub earlier_name: Option<String>,
    /// The `app` of the component whose inputs these are: they may have been tencent-scf's before.
    pub component_app: Option<String>,
    /// `ignoreTriggers`: triggers are left alone in tencent-scf, too.
    pub ignores_triggers: bool,
}

impl DesiredFunction {
    /// What tencent-scf describes a function as where its inputs do not.
    #[must_use]
    pub fn default_description(&self) -> Option<String> {
        self.component_app.as_ref().map(|app| ["This is a function in ", app, " application"].concat())
    }
}

/// The two versions of a rollout. A person never names them: a rollout knows from its start who is compared with whom, and
/// gives nothing to a version that was published since.
#[derive(Debug, Clone, PartialEq)]
pub struct Sides {
    /// The version that users are on.
    pub stable: Version,
    /// The version that is tried.
    pub canary: Version,
    /// The canary's share; none where traffic stays as it is, or rules divide it.
    pub share: Option<Share>,
    /// Rules that lead to the canary; they and a share exclude each other.
    pub rules: Vec<VersionMatch>,
}

impl Sides {
    /// Whether a published version is tried.
    #[must_use]
    pub fn tries_version(&self) -> bool {
        !self.canary.is_latest()
    }
}

/// A publication that was begun, and whose order is not fulfilled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// By which run.
    pub run: String,
    /// When, in milliseconds since 1970.
    pub began_ms: u64,
    /// The mark in the description of its version.
    pub mark: String,
    /// The version, where the run came to know it.
    pub version: Option<Version>,
}

impl Made {
    /// The version that it made, as far as the list of versions tells.
    #[must_use]
    pub fn version_among<'a>(&'a self, published: &[&'a VersionItem]) -> Option<&'a Version> {
        let marked = |item: &&&VersionItem| item.description.as_ref().is_some_and(|text| text.contains(&self.mark));
        self.version.as_ref().or_else(|| published.iter().find(marked).map(|item| &item.version))
    }
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
                functions.push(one(own, Some(key), &format!("functions.{}", clean(key)), errors));
            }
        }
        Some(Json::List(items)) => {
            for (index, item) in items.iter().enumerate() {
                // a name alone is a function that is only read or shifted
                let named = Json::Map(vec![("name".into(), item.clone())]);
                let item = if matches!(item, Json::Text(_)) { &named } else { item };
                functions.push(one(item, None, &format!("functions[{index}]"), errors));
            }
        }
        Some(other) => {
            errors.add(top.wrong("functions", other, Expected::Functions));
            return (Vec::new(), false);
        }
    }
    if functions.is_empty() {
        errors.add(Error::usage(InputProblem::NoFunctions));
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
            errors.add(Error::usage(InputProblem::SameKey { key: clean(&one.key) }));
        }
    }
    let place = |function: &'a DesiredFunction| (&function.name, &function.namespace, &function.region);
    for pair in sorted(functions, |function| place(function)).windows(2) {
        if let [one, other] = pair
            && place(one) == place(other)
        {
            let place =
                Where { function: clean(&one.name), region: one.region.clone(), namespace: one.namespace.clone() };
            errors.add(Error::usage(InputProblem::SameFunction { keys: [clean(&one.key), clean(&other.key)], place }));
        }
    }
    errors.end(())
}

/// One function, as far as it can be read; `None` where it has no key.
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
            errors.add(Error::usage(InputProblem::KeyTwice { key: clean(key), own: clean(&own) }));
            Some(key.to_owned())
        }
        (Some(key), _) => Some(key.trim().to_owned()),
        (None, own) => own.or_else(|| name.clone()),
    };
    let instance = defaults.instance.as_ref();
    // the only function of an instance needs no name of its own
    let unnamed = instance.filter(|_| key.is_none() && !unread && inside.is_empty());
    let key = key.or_else(|| unnamed.map(|instance| instance.name.clone()));
    if key.is_none() && !unread {
        errors.add(Error::usage(InputProblem::MissingName { input: inside.to_owned() }));
    }
    let (code, mut settings) = (errors.take(code(reader)).flatten(), settings(&reader, errors));
    if matches!(code, Some(Code::Image(_))) {
        // what an image runs is in the image; the component's own defaults may stand there
        (settings.handler, settings.runtime) = (None, None);
    }
    let region = errors.take(reader.text("region")).flatten().or_else(|| defaults.region.clone());
    let region = region.unwrap_or_else(|| DEFAULT_REGION.to_owned());
    let namespace = errors.take(reader.text("namespace")).flatten().or_else(|| defaults.namespace.clone());
    let namespace = namespace.unwrap_or_else(|| DEFAULT_NAMESPACE.to_owned());
    errors.take(check_word("region", &region));
    errors.take(check_word("namespace", &namespace));
    let provisioned = errors.take(reader.whole("provisionedNum", 0, MOST_PROVISIONED)).flatten();
    let gives_key = errors.take(reader.truth("allowCredentials")).flatten().unwrap_or(false);
    let labels = Labels::read(&reader, &defaults.from_environment);
    let made_up = key.clone().unwrap_or_default();
    let named = name.is_some();
    let name = name.unwrap_or_else(|| match unnamed {
        Some(instance) => instance.function(stage),
        None => format!("{made_up}-{stage}"),
    });
    let only = instance.filter(|_| inside.is_empty()).map(|instance: &Instance| instance.timer(stage));
    let mut events = errors.take(super::events::read(&reader, &name, only.as_deref())).flatten();
    if let Some(label) = labels.of("events").or_else(|| labels.of("triggers")) {
        events.iter_mut().flatten().for_each(|trigger| trigger.shown = Some(label.clone()));
    }
    let key = key?;
    // an invalid key that is also the name, or part of it, is reported once
    let fits = key == name || errors.take(check_key(&key)).is_some();
    if fits || named {
        errors.take(check_name(&name, &key));
    }
    if name.len() + namespace.len() > LONGEST_WITH_NAMESPACE {
        errors.add(Error::usage(InputProblem::NameTooLong {
            name: clean(&name),
            namespace: clean(&namespace),
            most: LONGEST_WITH_NAMESPACE,
        }));
    }
    Some(DesiredFunction {
        code,
        settings,
        provisioned,
        events,
        labels,
        gives_key,
        publish: false,
        made: None,
        on_record: OnRecord::default(),
        sides: None,
        any_plan: false,
        earlier_name: unnamed.map(|instance| instance.earlier_function(stage)),
        component_app: instance.map(|instance| instance.app.clone()),
        ignores_triggers: reader.truth("ignoreTriggers").ok().flatten().unwrap_or(false),
        key,
        name,
        region,
        namespace,
    })
}

fn settings(reader: &Reader<'_>, errors: &mut Errors) -> Settings {
    let plain = errors.take(settings_table::read(reader)).unwrap_or_default();
    Settings {
        handler: errors.take(reader.text_or_none("handler")).flatten(),
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
        msg_ttl: errors.take(reader.whole("msgTTL", LEAST_TTL, LONGEST_TTL)).flatten(),
        retry_num: errors.take(reader.whole("retryNum", 0, MOST_RETRIES)).flatten(),
        plain,
    }
}

fn memory(reader: &Reader<'_>) -> Result<Option<u32>, Error> {
    let size = reader.whole("memorySize", 64, 1_048_576)?;
    if let Some(size) = size
        && size != 64
        && !size.is_multiple_of(128)
    {
        let below = (size / 128).max(1) * 128;
        let (input, near) = (reader.path("memorySize"), [below, below + 128]);
        return Err(Error::usage(InputProblem::MemorySize { input, given: size, near }));
    }
    Ok(size)
}

/// A function that runs asynchronously may run for a day.
fn timeout(reader: &Reader<'_>, plain: &SettingValues) -> Result<Option<u32>, Error> {
    let long =
        plain.0.iter().any(|(plain, value)| plain.name == "asyncRunEnable" && value.iter().any(|it| it == "TRUE"));
    let most = if long { LONGEST_ASYNCHRONOUS_RUN } else { LONGEST_RUN };
    reader.whole("timeout", 1, most).map_err(|error| match reader.given("timeout") {
        Some(given) => {
            reader.wrong("timeout", given, Expected::Timeout { most, asynchronous: LONGEST_ASYNCHRONOUS_RUN })
        }
        None => error,
    })
}

/// `environment: {variables: {…}}` as documented, or the variables directly. Errors never repeat values.
fn environment(reader: &Reader<'_>) -> Result<Option<Vec<(String, String)>>, Error> {
    let Some(given) = reader.given("environment") else { return Ok(None) };
    let path = reader.path("environment");
    let inner = given.get("variables");
    let Json::Map(entries) = inner.unwrap_or(given) else {
        return Err(wrong_kind(&path, Expected::Variables, given));
    };
    if inner.is_some() && given.entries().len() > 1 {
        return Err(Error::usage(InputProblem::BesideVariables { input: path }));
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
            errors.add(Error::usage(InputProblem::VariableName { input: path.clone(), name: clean(name) }));
        }
        let text = match value {
            Json::Text(text) => text.clone().into_owned(),
            Json::Number(_) => value.to_string(),
            Json::Bool(value) => value.to_string(),
            other => {
                errors.add(wrong_kind(&[&path, ".", &clean(name)].concat(), Expected::VariableValue, other));
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
        errors.add(Error::usage(InputProblem::Needs { input: path.clone(), needs: vec!["vpcId", "subnetId"] }));
    }
    errors.end(Some(vpc))
}

fn layers(reader: &Reader<'_>) -> Result<Option<Vec<Layer>>, Error> {
    let Some(given) = reader.given("layers") else { return Ok(None) };
    let path = reader.path("layers");
    let items = match given {
        Json::List(items) => items.as_slice(),
        Json::Map(entries) if entries.is_empty() => &[],
        other => return Err(reader.wrong("layers", other, Expected::Objects { keys: vec!["name", "version"] })),
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
    let needs = || Error::usage(InputProblem::Needs { input: inside.to_owned(), needs: vec!["name", "version"] });
    let name = inner.text("name")?.ok_or_else(needs)?;
    let version = inner.whole("version", 1, u32::MAX)?.ok_or_else(needs)?;
    Ok(Layer { name, version })
}

fn cls(reader: &Reader<'_>) -> Result<Option<(String, String)>, Error> {
    let Some(given) = reader.given("cls") else { return Ok(None) };
    let path = reader.path("cls");
    let inner = Reader::new(given, &path)?;
    only_keys(given, &path, &["logsetId", "topicId"])?;
    Ok(Some((inner.any_text("logsetId")?.unwrap_or_default(), inner.any_text("topicId")?.unwrap_or_default())))
}
