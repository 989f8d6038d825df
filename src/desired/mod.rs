//! What a person asked for: inputs of a yml, flags, a page or a program, validated once, with every refusal explained.
//!
//! Rules 6, 7 and 8 of a grayscale release live here, and how functions get their names.

mod alias;
mod args;
mod code;
mod environment;
mod events;
mod function;
mod keys;
mod moves;
mod own_key;
mod read;
#[cfg(not(target_arch = "wasm32"))]
mod schema;
mod settings_table;
mod stage;

pub use alias::{Act, DesiredAlias, refuse_twice};
pub use args::{Verb, version as version_word};
pub use code::{Code, FollowedLink, Names, Package, Packing};
pub use environment::{FromEnvironment, Labels, may_be_labelled};
pub use function::{DesiredFunction, Made};
pub use keys::{KEYS, Key, Place, nearest};
pub use moves::Moves;
pub use own_key::refuse_own_key;
#[cfg(not(target_arch = "wasm32"))]
pub use schema::schema;
pub use stage::{StageSource, resolve_stage};

pub use crate::scf::settings::{Layer, Settings, Vpc};
pub use crate::scf::settings_table::{SETTINGS, SettingValues};
pub use crate::traffic::routing::DEFAULT_ALIAS;

use serde::Serialize;

use crate::error::{Error, Errors};
use crate::json::Json;
use crate::scf::Target;
use crate::text::quoted;
use crate::traffic::routing::Version;
use crate::traffic::share::Share;
use crate::traffic::stable::OnRecord;
use environment::SHORTEST_PART;
use read::Reader;

/// Where functions live unless told otherwise, as the established component documents it.
pub const DEFAULT_REGION: &str = "ap-guangzhou";
/// The API's default namespace.
pub const DEFAULT_NAMESPACE: &str = "default";
/// How long a function or version may take to become Active, unless told otherwise.
pub const DEFAULT_WAIT_SECONDS: u32 = 300;

/// Everything a person asked for, valid in itself; nothing here has been compared with the cloud.
#[derive(Debug, Clone, PartialEq)]
pub struct Desired {
    /// The environment, part of the functions' names.
    pub stage: String,
    /// The alias whose traffic is shifted, as sent to the API.
    pub alias: String,
    /// The share of `$LATEST`; `None` leaves routing alone.
    pub traffic: Option<Share>,
    /// Publish code that users are on before a deploy overwrites it.
    pub protect: bool,
    /// The version that gets the rest of the traffic and counts as stable; typed, never kept in a project file.
    pub stable: Option<Version>,
    /// Publishing may go with a part of the traffic: all users are then on the same new code.
    pub allow_same_code: bool,
    /// The functions were named one by one, not just those of a project.
    pub named: bool,
    /// Rule routing may be replaced by weights.
    pub replace_rules: bool,
    /// Which triggers and domains that call `$LATEST` move onto the alias before an upload.
    pub moves: Moves,
    /// What the functions of the run are to each other.
    pub group: Grouping,
    /// Go on although a run on another machine may be at work.
    pub take_over: bool,
    /// Whether an alias that someone changed since the last run stops this one.
    pub drift: Drift,
    /// The longest wait for a function or version to become Active, in seconds.
    pub wait_seconds: u32,
    /// The functions of this run, in the order they were given.
    pub functions: Vec<DesiredFunction>,
    /// Functions of the project that `only` leaves out of this run.
    pub left_out: Vec<String>,
    /// `publish` named some functions and `traffic` was given too: traffic still applies to all of them.
    pub publish_names_some: bool,
}

/// What the functions of a run are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Grouping {
    /// Released as one: nothing shifts before all is ready, and if one fails, all get their routing back.
    #[default]
    Atomic,
    /// Each for itself.
    Independent,
}

impl Grouping {
    fn parse(given: &Json<'_>) -> Result<Self, Error> {
        match given {
            Json::Text(text) if text.trim().eq_ignore_ascii_case("atomic") => Ok(Self::Atomic),
            Json::Text(text) if text.trim().eq_ignore_ascii_case("independent") => Ok(Self::Independent),
            other => Err(Error::usage("InvalidGroup", format!("group {other} is no way to release functions")).hint(
                "group=atomic releases them as one and puts all back if one fails; group=independent each for itself",
            )),
        }
    }
}

/// What is done about an alias that someone changed since the last run left it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Drift {
    /// It is said, and what is there counts.
    #[default]
    Adopt,
    /// Nothing is changed.
    Stop,
}

impl Drift {
    fn parse(given: &Json<'_>) -> Result<Self, Error> {
        match given {
            Json::Text(text) if text.trim().eq_ignore_ascii_case("adopt") => Ok(Self::Adopt),
            Json::Text(text) if text.trim().eq_ignore_ascii_case("stop") => Ok(Self::Stop),
            other => Err(Error::usage("InvalidDrift", format!("drift {other} is nothing that can be done about it"))
                .hint("drift=adopt goes on from what is there, drift=stop does not; rollback --to left restores")),
        }
    }
}

/// Defaults that stand behind what the inputs say: options of a program, the stage that was settled on.
#[derive(Debug, Clone, Default)]
pub struct Defaults {
    /// The stage, where the inputs name none.
    pub stage: Option<String>,
    /// The region, where the inputs name none.
    pub region: Option<String>,
    /// The namespace, where the inputs name none.
    pub namespace: Option<String>,
    /// Which texts of the inputs came from environment variables.
    pub from_environment: FromEnvironment,
}

impl Desired {
    /// Reads inputs.
    ///
    /// # Errors
    /// Everything that is wrong with them, each with a suggestion; nothing has been sent by then.
    pub fn parse(inputs: &Json<'_>, defaults: &Defaults) -> Result<Self, Error> {
        Self::read(inputs, defaults).map_err(|error| defaults.from_environment.hidden_in(error))
    }

    fn read(inputs: &Json<'_>, defaults: &Defaults) -> Result<Self, Error> {
        let top = Reader::new(inputs, "")?;
        let several = inputs.get("functions").is_some();
        let places: &[Place] =
            if several { &[Place::Run, Place::Function] } else { &[Place::Run, Place::Function, Place::Own] };
        let mut errors = Errors::default();
        errors.take(top.known(places));

        let stage = errors.take(top.text("stage")).flatten().or_else(|| defaults.stage.clone());
        // names that are made with a stage that can't be would be wrong for that reason alone
        let stage = errors.take(stage.map(stage::checked).transpose()).flatten().unwrap_or_else(|| "dev".to_owned());
        let traffic = errors.take(top.given("traffic").map(Share::parse).transpose()).flatten();

        let (mut functions, complete) = function::read_all(&top, &stage, defaults, &mut errors);
        // whether a name is one of them can only be told where all of them have theirs
        let named = |key: &str| top.given(key).filter(|_| complete);
        let publish = errors.take(Publish::parse(named("publish"), &functions)).unwrap_or(Publish::None);
        for (index, function) in functions.iter_mut().enumerate() {
            function.publish = publish.includes(index);
        }
        let mut left_out = Vec::new();
        if let Some(chosen) = named("only").and_then(|only| errors.take(select(only, "only", &functions))) {
            for (index, function) in functions.iter().enumerate() {
                if matches!(publish, Publish::Some(_)) && publish.includes(index) && !chosen.contains(&index) {
                    let what = format!("publish names {}, which only leaves out", function.key);
                    errors.add(Error::usage("InvalidPublish", what).hint("add it to only, or take it out of publish"));
                }
            }
            let mut index = 0;
            functions.retain(|function| {
                let keep = chosen.contains(&index);
                index += 1;
                if !keep {
                    left_out.push(function.key.clone());
                }
                keep
            });
        }
        let publish_names_some =
            matches!(publish, Publish::Some(_)) && functions.iter().any(|function| !function.publish);

        let desired = Self {
            alias: errors.take(top.text("alias").and_then(alias_name)).unwrap_or_default(),
            traffic,
            protect: errors.take(top.truth("protect")).flatten().unwrap_or(false),
            stable: errors.take(stable_version(&top, traffic, &functions)).flatten(),
            allow_same_code: errors.take(top.truth("allowSameCode")).flatten().unwrap_or(false),
            named: top.given("only").is_some() || inputs.get("functions").is_some_and(names_alone),
            replace_rules: errors.take(top.truth("replaceRules")).flatten().unwrap_or(false),
            moves: errors.take(top.given("moveTriggers").map(Moves::parse).transpose()).flatten().unwrap_or_default(),
            group: errors.take(top.given("group").map(Grouping::parse).transpose()).flatten().unwrap_or_default(),
            take_over: errors.take(top.truth("takeOver")).flatten().unwrap_or(false),
            drift: errors.take(top.given("drift").map(Drift::parse).transpose()).flatten().unwrap_or_default(),
            wait_seconds: errors.take(top.whole("waitTimeout", 1, 86_400)).flatten().unwrap_or(DEFAULT_WAIT_SECONDS),
            publish_names_some,
            functions,
            left_out,
            stage,
        };
        errors.end(desired)
    }

    /// Functions by their names in the cloud, of which nothing is desired but to be looked at.
    #[must_use]
    pub fn bare(alias: String, targets: Vec<Target>) -> Self {
        let function = |Target { region, namespace, name }: Target| DesiredFunction {
            key: name.clone(),
            name,
            region,
            namespace,
            publish: false,
            code: None,
            settings: Settings::default(),
            events: None,
            labels: Labels::default(),
            gives_key: false,
            made: None,
            on_record: OnRecord::default(),
            any_plan: false,
        };
        Self {
            stage: String::new(),
            alias,
            traffic: None,
            protect: false,
            stable: None,
            allow_same_code: false,
            named: true,
            replace_rules: false,
            moves: Moves::default(),
            group: Grouping::default(),
            take_over: false,
            drift: Drift::default(),
            wait_seconds: DEFAULT_WAIT_SECONDS,
            functions: targets.into_iter().map(function).collect(),
            left_out: Vec::new(),
            publish_names_some: false,
        }
    }

    /// The values of environment variables, each with what is shown in its place. Short ones would hide words that have
    /// nothing to do with them.
    #[must_use]
    pub(crate) fn secrets(&self) -> Vec<(String, String)> {
        let variables = self.functions.iter().filter_map(|function| function.settings.environment.as_ref()).flatten();
        let long = variables.filter(|(_, value)| value.len() >= SHORTEST_PART);
        long.map(|(name, value)| (value.clone(), ["(the value of ", name, ")"].concat())).collect()
    }

    /// Attaches what the shell found when it packed the functions' sources.
    pub fn attach(&mut self, packages: &[Package]) {
        // they come in the order of the functions, so each is looked for where the last one was
        let mut next = 0;
        for function in &mut self.functions {
            if let Some(Code::Source { package, .. }) = &mut function.code {
                let (before, rest) = packages.split_at(next.min(packages.len()));
                let mut from_here = rest.iter().chain(before).enumerate();
                let found = from_here.find(|(_, package)| package.key == function.key);
                next += found.map_or(0, |(skipped, _)| skipped + 1);
                *package = found.map(|(_, package)| Box::new(package.clone()));
            }
        }
    }
}

/// Checks the name of an alias; `$default` may be written in any letter case.
///
/// # Errors
/// `InvalidAlias` for what the API would not take: 1 to 64 letters, digits, `_`, `-`, a letter first.
pub fn alias_name(given: Option<String>) -> Result<String, Error> {
    let Some(name) = given else { return Ok(DEFAULT_ALIAS.to_owned()) };
    if name.eq_ignore_ascii_case(DEFAULT_ALIAS) {
        return Ok(DEFAULT_ALIAS.to_owned());
    }
    let good = name.len() <= 64
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-');
    if good {
        Ok(name)
    } else {
        Err(Error::usage("InvalidAlias", format!("alias {} can't be the name of an alias", quoted(&name)))
            .hint("1 to 64 letters, digits, _ and -, a letter first; or $default"))
    }
}

/// Refuses what is typed with a command and never kept in a project file.
///
/// # Errors
/// `StableIsTyped`: kept in a file, it would hold users back from every later version.
pub fn check_file(inputs: &Json<'_>) -> Result<(), Error> {
    if inputs.has("stable") {
        let what = "stable stands in the project file, and would hold users back from every later version";
        return Err(Error::usage("StableIsTyped", what)
            .hint("take it out of the file and type it when it is needed: --stable N, or --inputs stable=N"));
    }
    Ok(())
}

/// The version that is typed as stable: it says where the rest of the traffic goes.
fn stable_version(
    top: &Reader<'_>,
    traffic: Option<Share>,
    functions: &[DesiredFunction],
) -> Result<Option<Version>, Error> {
    let version = match top.given("stable") {
        None => return Ok(None),
        Some(Json::Number(text)) => Version::named(text),
        Some(Json::Text(text)) => Version::named(text),
        Some(other) => Version::named(&other.to_string()),
    };
    let wrong =
        |what: &str, hint: &str| Err(Error::usage("InvalidStable", format!("stable {version} {what}")).hint(hint));
    if version.number().is_none() {
        return wrong("is no version number", "give the number of a published version, such as stable=2");
    }
    match traffic {
        None => wrong(
            "was given without traffic",
            "stable is the version that gets the rest of the traffic: give traffic too, such as traffic=0.1; to send all traffic to a version: rollback --to",
        ),
        Some(Share::NONE) if functions.iter().any(|function| function.publish) => wrong(
            "can't be given with publish and traffic=0",
            "those send all traffic to the version that is published, which is then stable",
        ),
        Some(_) => Ok(Some(version)),
    }
}

/// Whether functions are a list of names, as they are typed; a project's bring more than that.
fn names_alone(functions: &Json<'_>) -> bool {
    let name = |item: &Json<'_>| match item {
        Json::Text(_) => true,
        Json::Map(entries) => entries.iter().all(|(key, _)| matches!(&**key, "name" | "key" | "region" | "namespace")),
        _ => false,
    };
    matches!(functions, Json::List(items) if items.iter().all(name))
}

/// Which functions get a version.
enum Publish {
    None,
    All,
    Some(Vec<usize>),
}

impl Publish {
    fn parse(given: Option<&Json<'_>>, functions: &[DesiredFunction]) -> Result<Self, Error> {
        match given {
            None | Some(Json::Bool(false)) => Ok(Self::None),
            Some(Json::Bool(true)) => Ok(Self::All),
            Some(Json::Text(text)) if text.trim().eq_ignore_ascii_case("true") => Ok(Self::All),
            Some(Json::Text(text)) if text.trim().eq_ignore_ascii_case("false") => Ok(Self::None),
            Some(names) => select(names, "publish", functions).map(Self::Some),
        }
    }

    fn includes(&self, index: usize) -> bool {
        match self {
            Self::None => false,
            Self::All => true,
            Self::Some(chosen) => chosen.contains(&index),
        }
    }
}

/// Functions by key or real name: a name, names with commas, or a list.
fn select(given: &Json<'_>, input: &str, functions: &[DesiredFunction]) -> Result<Vec<usize>, Error> {
    let (code, hint) = match input {
        "only" => ("InvalidOnly", "give names, such as only=fun01,fun02"),
        "function" => ("InvalidFunction", "give a name, such as function=fun01"),
        _ => ("InvalidPublish", "give true, false, or names such as fun01,fun02"),
    };
    let refuse = |why: &str| Error::usage(code, format!("{input} {given} {why}")).hint(hint);
    let mut names = Vec::new();
    let items = match given {
        Json::List(items) => items.as_slice(),
        single => std::slice::from_ref(single),
    };
    for item in items {
        let Json::Text(text) = item else { return Err(refuse("is not a name")) };
        names.extend(text.split(',').map(str::trim).filter(|name| !name.is_empty()));
    }
    if names.is_empty() {
        return Err(refuse("names no function"));
    }
    let mut chosen = Vec::new();
    let mut errors = Errors::default();
    for name in names {
        let index = functions
            .iter()
            .position(|function| function.key == name)
            .or_else(|| functions.iter().position(|function| function.name == name));
        let Some(index) = index else {
            let known: Vec<&str> = functions.iter().map(|function| function.key.as_str()).collect();
            let near = nearest(name, &known).map(|near| format!("did you mean {near}? ")).unwrap_or_default();
            let what = format!("{input} names {}, which is no function of this project", quoted(name));
            let hint = format!("{near}functions of this project: {}", known.join(", "));
            errors.add(Error::usage("UnknownFunction", what).hint(hint));
            continue;
        };
        if !chosen.contains(&index) {
            chosen.push(index);
        }
    }
    errors.end(chosen)
}

#[cfg(test)]
mod tests;
