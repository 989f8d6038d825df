//! Arguments of commands on existing functions: publish, aliases, logs, metrics.
//!
//! They are separate from the project's inputs, because the same names mean other things: an alias's `name`, its main
//! `version`.

use std::borrow::Cow;

use super::defaults::Defaults;
use super::inputs::Desired;
use super::keys::{near_of, owned};
use super::names::alias_name;
use super::read::Reader;
use super::select::select;
use crate::error::{Error, Errors};
use crate::json::Json;
use crate::message::problem::input_facts::{Expected, Selector};
use crate::message::problem::{ArgsProblem, InputProblem};
use crate::text::clean;
use crate::traffic::routing::Version;

/// Arguments of every such command.
const EVERYWHERE: &[&str] = &["function", "stage", "region", "namespace", "waitTimeout"];

/// A command: its own arguments, and whether it works on several functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verb {
    /// Its name in messages.
    pub name: &'static str,
    /// Its own arguments.
    pub words: &'static [&'static str],
    /// Whether it works on all functions of a project where `function` is absent.
    pub several: bool,
}

impl Verb {
    /// Listing functions.
    pub const FUNCTIONS: Self = Self { name: "functions", words: &["alias", "triggers", "read"], several: true };

    /// Publishing `$LATEST`.
    pub const PUBLISH: Self = Self { name: "publish", words: &[], several: true };
    /// Listing aliases.
    pub const LIST_ALIASES: Self = Self { name: "list-alias", words: &[], several: true };
    /// Creating an alias.
    pub const CREATE_ALIAS: Self = Self {
        name: "create-alias",
        words: &["name", "version", "config", "weights", "routes", "description"],
        several: false,
    };
    /// Changing an alias.
    pub const UPDATE_ALIAS: Self = Self {
        name: "update-alias",
        words: &["name", "version", "config", "weights", "routes", "description", "replaceRules"],
        several: false,
    };
    /// Deleting an alias.
    pub const DELETE_ALIAS: Self = Self { name: "delete-alias", words: &["name"], several: false };

    /// Deleting versions that nothing uses.
    pub const PRUNE: Self = Self { name: "prune", words: &["keep", "provisioned"], several: true };

    /// Calling a function.
    pub const INVOKE: Self = Self { name: "invoke", words: &["event", "qualifier", "routingKey"], several: false };

    /// Comparing versions.
    pub const COMPARE: Self = Self { name: "compare", words: &["versions"], several: false };

    /// Reading the log.
    pub const LOG: Self = Self {
        name: "log",
        words: &["interval", "ago", "limit", "version", "alias", "requestId", "errors", "follow", "cursor"],
        several: false,
    };

    /// Reading metrics.
    pub const METRIC: Self = Self {
        name: "metric",
        words: &["period", "interval", "since", "version", "alias", "maxErrorRate", "minInvocations"],
        several: false,
    };

    /// An argument, as a whole number.
    ///
    /// # Errors
    /// What is wrong with the arguments.
    pub fn whole(&self, args: &Json<'_>, word: &str, least: u32, most: u32) -> Result<Option<u32>, Error> {
        let nothing = Json::Map(Vec::new());
        self.reader(args, &nothing)?.whole(word, least, most)
    }

    /// An argument, as true or false.
    ///
    /// # Errors
    /// What is wrong with the arguments.
    pub fn truth(&self, args: &Json<'_>, word: &str) -> Result<Option<bool>, Error> {
        let nothing = Json::Map(Vec::new());
        self.reader(args, &nothing)?.truth(word)
    }

    /// An argument, as text.
    ///
    /// # Errors
    /// What is wrong with the arguments.
    pub fn text(&self, args: &Json<'_>, word: &str) -> Result<Option<String>, Error> {
        let nothing = Json::Map(Vec::new());
        match self.reader(args, &nothing)?.given(word) {
            Some(Json::Number(text)) => Ok(Some(text.to_string())),
            _ => self.reader(args, &nothing)?.text(word),
        }
    }

    /// An argument that may be several: a list, or text with commas.
    ///
    /// # Errors
    /// What is wrong with the arguments.
    pub fn words_of(&self, args: &Json<'_>, word: &str) -> Result<Vec<String>, Error> {
        let nothing = Json::Map(Vec::new());
        let reader = self.reader(args, &nothing)?;
        let given = match reader.given(word) {
            None => return Ok(Vec::new()),
            Some(Json::List(items)) => items.iter().collect(),
            Some(one) => vec![one],
        };
        let mut all = Vec::new();
        for item in given {
            let Json::Text(text) = item else {
                return Err(reader.wrong(word, item, Expected::Names));
            };
            all.extend(text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned));
        }
        Ok(all)
    }

    /// A command that names no functions yet.
    ///
    /// # Errors
    /// What is wrong with the arguments.
    pub fn nobody(&self, args: &Json<'_>) -> Result<Desired, Error> {
        Ok(Desired::bare(alias_name(self.text(args, "alias")?)?, Vec::new()))
    }

    /// The arguments, if all of them are known.
    pub(super) fn reader<'a>(&self, args: &'a Json<'a>, nothing: &'a Json<'a>) -> Result<Reader<'a>, Error> {
        let reader = Reader::new(if *args == Json::Null { nothing } else { args }, "")?;
        let known: Vec<&str> = EVERYWHERE.iter().chain(self.words).copied().collect();
        let mut errors = Errors::default();
        for (name, _) in args.entries().iter().filter(|(name, _)| !known.contains(&&**name)) {
            errors.add(Error::usage(InputProblem::Unknown {
                input: clean(name),
                command: Some(self.name),
                near: near_of(name, &known),
                known: owned(&known),
            }));
        }
        errors.end(reader)
    }

    /// The functions that the command works on; code, settings and traffic of the project are ignored.
    ///
    /// # Errors
    /// What is wrong with the arguments or the project; `MissingFunction` where it is not clear which function is meant.
    pub fn functions(&self, inputs: &Json<'_>, defaults: &Defaults, args: &Json<'_>) -> Result<Desired, Error> {
        let nothing = Json::Map(Vec::new());
        let words = self.reader(args, &nothing)?;
        let stage = words.text("stage")?;
        let named_there = ["functions", "name", "key"].iter().any(|key| inputs.get(key).is_some());
        // the only function of an instance needs no name of its own
        let of_instance = defaults.instance.is_some() && inputs.entries().iter().any(|(key, _)| key != "stage");
        let project = named_there || of_instance;
        let mut all = if project { inputs.entries().to_vec() } else { vec![named(&words)?] };
        if let Some(stage) = stage.or_else(|| inputs.text("stage")) {
            all.retain(|(key, _)| key != "stage");
            all.push(("stage".into(), Json::Text(stage.into())));
        }
        let mut desired = Desired::parse(&Json::Map(all), defaults)?;
        if let Some(names) = words.given("function").filter(|_| project) {
            let chosen = select(names, Selector::Function, &desired.functions)?;
            let mut index = 0;
            desired.functions.retain(|_| {
                index += 1;
                chosen.contains(&(index - 1))
            });
        }
        if !self.several && desired.functions.len() > 1 {
            let known = desired.functions.iter().map(|function| function.key.clone()).collect();
            return Err(Error::usage(ArgsProblem::SeveralFunctions { command: self.name, known }));
        }
        for function in &mut desired.functions {
            function.code = None;
            function.events = None;
            function.settings = Default::default();
            function.publish = false;
            if let Some(region) = words.text("region")? {
                function.region = region;
            }
            if let Some(namespace) = words.text("namespace")? {
                function.namespace = namespace;
            }
        }
        if self.words.contains(&"alias")
            && let Some(alias) = words.text("alias")?
        {
            desired.alias = alias_name(Some(alias))?;
        }
        desired.traffic = None;
        desired.routes = None;
        desired.rollout = None;
        desired.protect = false;
        desired.publish_names_some = false;
        desired.left_out.clear();
        if let Some(seconds) = words.whole("waitTimeout", 1, 86_400)? {
            desired.wait_seconds = seconds;
        }
        Ok(desired)
    }
}

/// Without a project, functions have their names in the cloud.
fn named(words: &Reader<'_>) -> Result<(Cow<'static, str>, Json<'static>), Error> {
    let names = match words.given("function") {
        Some(Json::Text(text)) => text.split(',').map(str::trim).filter(|name| !name.is_empty()).collect(),
        Some(Json::List(items)) => {
            let texts: Option<Vec<&str>> =
                items.iter().map(|item| if let Json::Text(text) = item { Some(text.trim()) } else { None }).collect();
            texts.unwrap_or_default()
        }
        Some(other) => return Err(words.wrong("function", other, Expected::FunctionName)),
        None => Vec::new(),
    };
    if names.is_empty() {
        return Err(Error::usage(ArgsProblem::NoFunction));
    }
    Ok((
        "functions".into(),
        Json::List(names.into_iter().map(|name| Json::Text(Cow::Owned(name.to_owned()))).collect()),
    ))
}

/// A version: a number, or `$latest`.
///
/// # Errors
/// `InvalidVersion`.
pub fn version(key: &str, raw: &Json<'_>) -> Result<Version, Error> {
    let text = match raw {
        Json::Text(text) => text.trim().to_owned(),
        other => other.to_string(),
    };
    let version = Version::named(&text);
    if version.is_latest() || version.number().is_some() {
        return Ok(version);
    }
    Err(Error::usage(ArgsProblem::Version { input: key.to_owned(), given: clean(&text) }))
}
