//! The inputs of a run, read as a whole.

use super::code::{Code, Package};
use super::defaults::{DEFAULT_WAIT_SECONDS, Defaults};
use super::environment::SHORTEST_PART;
use super::function::{self, DesiredFunction};
use super::key_table::Place;
use super::labels::Labels;
use super::modes::{Drift, Grouping};
use super::moves::Moves;
use super::names::alias_name;
use super::read::Reader;
use super::routes::routes;
use super::select::{Publish, select};
use super::stage;
use super::traffic::share;
use crate::error::{Error, Errors};
use crate::json::Json;
use crate::message::problem::InputProblem;
use crate::message::problem::input_facts::{NotStable, Selector};
use crate::message::problem::route::RouteProblem;
use crate::message::rollout::Callers;
use crate::scf::Target;
use crate::scf::settings::Settings;
use crate::text::clean;
use crate::traffic::reach::Reach;
use crate::traffic::routing::{Version, VersionMatch};
use crate::traffic::share::Share;
use crate::traffic::stable::OnRecord;

/// Everything a person asked for, valid in itself; nothing here has been compared with the cloud.
#[derive(Debug, Clone, PartialEq)]
pub struct Desired {
    /// The environment, part of the functions' names.
    pub stage: String,
    /// The alias whose traffic is shifted, as sent to the API.
    pub alias: String,
    /// The share of `$LATEST`; `None` leaves routing alone.
    pub traffic: Option<Share>,
    /// The rules that decide instead of shares; `None` leaves routing alone, an empty list means no rules.
    pub routes: Option<Vec<VersionMatch>>,
    /// The rollout that begins when this run is over. Its policy is read above this module.
    pub rollout: Option<DesiredRollout>,
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
    /// The bucket for large packages is created where it is missing; an option of whoever runs it, no input.
    pub create_bucket: bool,
    /// The account's appid, where whoever runs it knows it.
    pub app_id: Option<String>,
    /// The longest wait for a function or version to become Active, in seconds.
    pub wait_seconds: u32,
    /// A version that takes over traffic gets as much provisioned concurrency first as the one that it replaces.
    pub warm: bool,
    /// The functions of this run, in the order they were given.
    pub functions: Vec<DesiredFunction>,
    /// Functions of the project that `only` leaves out of this run.
    pub left_out: Vec<String>,
    /// `publish` named some functions and `traffic` was given too: traffic still applies to all of them.
    pub publish_names_some: bool,
}

/// A rollout, as far as a plan tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DesiredRollout {
    /// Callers that have the canary before anybody else.
    pub callers: Vec<Callers>,
    /// What it gives the canary, one after the other.
    pub shares: Vec<Share>,
    /// The header that says in which bucket a user is, where users keep their side.
    pub header: Option<String>,
    /// A version is published first, and is the canary; else that is `$LATEST`.
    pub version: bool,
    /// At its end a version is published and gets everything; else the canary does.
    pub publishes: bool,
}

impl Desired {
    /// Reads inputs.
    ///
    /// # Errors
    /// Everything that is wrong with them, each with a suggestion; nothing has been sent by then.
    pub fn parse(inputs: &Json<'_>, defaults: &Defaults) -> Result<Self, Error> {
        Self::read(inputs, defaults).map_err(|error| error.hiding(&defaults.from_environment))
    }

    fn read(inputs: &Json<'_>, defaults: &Defaults) -> Result<Self, Error> {
        let top = Reader::new(inputs, "")?;
        let several = inputs.get("functions").is_some();
        let places: &[Place] =
            if several { &[Place::Run, Place::Function] } else { &[Place::Run, Place::Function, Place::Own] };
        let mut errors = Errors::default();
        errors.take(top.known(places));

        let stage = errors.take(top.text("stage")).flatten().or_else(|| defaults.stage.clone());
        // names made with an invalid stage would be invalid for that reason alone
        let stage = errors.take(stage.map(stage::checked).transpose()).flatten().unwrap_or_else(|| "dev".to_owned());
        let traffic = errors.take(top.given("traffic").map(share).transpose()).flatten();
        let rules = errors.take(top.given("routes").map(|given| routes("routes", given)).transpose()).flatten();
        if top.given("routes").is_some() && top.given("traffic").is_some() {
            errors.add(Error::usage(InputProblem::Route(RouteProblem::Traffic)));
        }

        let (mut functions, complete) = function::read_all(&top, &stage, defaults, &mut errors);
        // names are checked only where all functions could be read
        let named = |key: &str| top.given(key).filter(|_| complete);
        let publish = errors.take(Publish::parse(named("publish"), &functions)).unwrap_or(Publish::None);
        for (index, function) in functions.iter_mut().enumerate() {
            function.publish = publish.includes(index);
        }
        if rules.is_some() && functions.iter().any(|function| function.publish) {
            errors.add(Error::usage(InputProblem::Route(RouteProblem::Publish)));
        }
        let mut left_out = Vec::new();
        if let Some(chosen) = named("only").and_then(|only| errors.take(select(only, Selector::Only, &functions))) {
            for (index, function) in functions.iter().enumerate() {
                if matches!(publish, Publish::Some(_)) && publish.includes(index) && !chosen.contains(&index) {
                    errors.add(Error::usage(InputProblem::PublishLeftOut { function: function.key.clone() }));
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

        errors.take(top.given("store").map(super::store::form).transpose());
        let desired = Self {
            alias: errors.take(top.text("alias").and_then(alias_name)).unwrap_or_default(),
            traffic,
            rollout: None,
            protect: errors.take(top.truth("protect")).flatten().unwrap_or(false),
            stable: errors.take(stable_version(&top, traffic, &functions)).flatten(),
            routes: rules,
            allow_same_code: errors.take(top.truth("allowSameCode")).flatten().unwrap_or(false),
            named: top.given("only").is_some() || inputs.get("functions").is_some_and(names_alone),
            replace_rules: errors.take(top.truth("replaceRules")).flatten().unwrap_or(false),
            moves: errors.take(top.given("moveTriggers").map(Moves::parse).transpose()).flatten().unwrap_or_default(),
            group: errors.take(top.given("group").map(Grouping::parse).transpose()).flatten().unwrap_or_default(),
            take_over: errors.take(top.truth("takeOver")).flatten().unwrap_or(false),
            drift: errors.take(top.given("drift").map(Drift::parse).transpose()).flatten().unwrap_or_default(),
            create_bucket: false,
            app_id: None,
            wait_seconds: errors.take(top.whole("waitTimeout", 1, 86_400)).flatten().unwrap_or(DEFAULT_WAIT_SECONDS),
            warm: errors.take(top.truth("warm")).flatten().unwrap_or(true),
            publish_names_some,
            functions,
            left_out,
            stage,
        };
        errors.end(desired)
    }

    /// Whether traffic goes elsewhere: by shares, by rules, or as a rollout divides it.
    #[must_use]
    pub fn shifts(&self) -> bool {
        self.traffic.is_some()
            || self.routes.is_some()
            || self.functions.iter().any(|function| function.sides.is_some())
    }

    /// The requests that were asked for `$LATEST`; `None` leaves routing alone.
    #[must_use]
    pub fn reach(&self) -> Option<Reach> {
        let latest = |rule: &&VersionMatch| rule.version.is_latest();
        match (&self.routes, self.traffic) {
            (Some(rules), _) => {
                let rules = rules.iter().filter(latest).cloned().collect();
                Some(Reach { rules, ..Reach::default() })
            }
            (None, share) => share.map(|share| Reach::share(share.into())),
        }
    }

    /// Functions by their names in the cloud, which are only read.
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
            provisioned: None,
            events: None,
            labels: Labels::default(),
            gives_key: false,
            made: None,
            on_record: OnRecord::default(),
            sides: None,
            any_plan: false,
            earlier_name: None,
            component_app: None,
            ignores_triggers: false,
        };
        Self {
            stage: String::new(),
            alias,
            traffic: None,
            routes: None,
            rollout: None,
            protect: false,
            stable: None,
            allow_same_code: false,
            named: true,
            replace_rules: false,
            moves: Moves::default(),
            group: Grouping::default(),
            take_over: false,
            drift: Drift::default(),
            create_bucket: false,
            app_id: None,
            wait_seconds: DEFAULT_WAIT_SECONDS,
            warm: true,
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

/// Refuses what is typed with a command and never kept in a project file.
///
/// # Errors
/// `StableIsTyped`: kept in a file, it would hold users back from every later version.
pub fn check_file(inputs: &Json<'_>) -> Result<(), Error> {
    if inputs.has("stable") {
        return Err(Error::usage(InputProblem::StableInFile));
    }
    Ok(())
}

/// The version that is set as stable: it gets the rest of the traffic.
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
    let wrong = |why| Err(Error::usage(InputProblem::Stable { given: clean(version.shown()), why }));
    if version.number().is_none() {
        return wrong(NotStable::NotANumber);
    }
    match traffic {
        None if top.given("routes").is_some() => Ok(Some(version)),
        None => wrong(NotStable::NoTraffic),
        Some(Share::NONE) if functions.iter().any(|function| function.publish) => wrong(NotStable::Publishes),
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
