//! Arguments of commands on aliases: `name=A version=1 config={"weights":{"2":0.9}}`.

use super::args::{Verb, version};
use super::keys;
use super::names::alias_name;
use super::routes::routes;
use crate::decimal::Decimal;
use crate::error::{Error, Errors};
use crate::json::Json;
use crate::message::given::Given;
use crate::message::problem::ArgsProblem;
use crate::message::problem::args::{NotAWeight, NotWeights};
use crate::text::clean;
use crate::traffic::routing::{DEFAULT_ALIAS, Version, VersionMatch, VersionWeight};
use crate::traffic::share::Weight;

/// What to do with an alias.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Create it.
    Create,
    /// Change it.
    Update,
    /// Delete it.
    Delete,
}

/// The desired alias; `None` leaves a field as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct DesiredAlias {
    /// What to do with it.
    pub act: Act,
    /// Its name, as sent to the API.
    pub name: String,
    /// The main version: it gets the rest of the traffic; without weights, all of it.
    pub main: Option<Version>,
    /// The other version and its share.
    pub other: Option<VersionWeight>,
    /// The rules that decide instead of weights; an empty list means no rules.
    pub routes: Option<Vec<VersionMatch>>,
    /// Its description.
    pub description: Option<String>,
    /// Rule routing may be replaced by weights.
    pub replace_rules: bool,
}

impl DesiredAlias {
    /// Reads the arguments.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub fn read(act: Act, args: &Json<'_>) -> Result<Self, Error> {
        let nothing = Json::Map(Vec::new());
        let words = act.verb().reader(args, &nothing)?;
        let mut errors = Errors::default();
        let name = errors.take(named(act, words.text("name"))).unwrap_or_default();
        let main = errors.take(words.given("version").map(|raw| version("version", raw)).transpose());
        let (config, weights, routes) = (words.given("config"), words.given("weights"), words.given("routes"));
        let read = errors.take(match config {
            Some(_) if weights.is_some() => Err(Error::usage(ArgsProblem::WeightsTwice)),
            Some(_) if routes.is_some() => Err(Error::usage(ArgsProblem::WeightsAndRoutes)),
            Some(config) => inside(config),
            None => Ok([weights, routes].map(|given| given.cloned().map(Json::into_owned))),
        });
        let weights = read.as_ref().map(|[weights, _]| weights.clone());
        let routes = read.and_then(|[_, routes]| routes);
        if routes.is_some() && weights.as_ref().is_some_and(Option::is_some) {
            errors.add(Error::usage(ArgsProblem::WeightsAndRoutes));
        }
        let input = if config.is_some() { "config.routes" } else { "routes" };
        let rules = errors.take(routes.map(|given| self::routes(input, &given)).transpose()).flatten();
        let other = errors.take(weights.iter().flatten().next().map(other_of).transpose()).flatten().flatten();
        let description = errors.take(words.any_text("description"));
        if act == Act::Create && main == Some(None) {
            errors.add(Error::usage(ArgsProblem::MissingVersion));
        }
        if act == Act::Update
            && (&main, &weights, &description) == (&Some(None), &Some(None), &Some(None))
            && rules.is_none()
        {
            errors.add(Error::usage(ArgsProblem::NothingToChange));
        }
        let main = main.flatten();
        if let (Some(main), Some(other)) = (&main, &other) {
            errors.take(refuse_twice(main, other));
        }
        let replace_rules = errors.take(words.truth("replaceRules")).flatten().unwrap_or(false);
        errors.end(Self { act, name, main, other, routes: rules, description: description.flatten(), replace_rules })
    }

    /// Whether it changes the routing.
    #[must_use]
    pub const fn shifts(&self) -> bool {
        self.main.is_some() || self.other.is_some() || self.routes.is_some()
    }
}

/// The name of the alias.
fn named(act: Act, given: Result<Option<String>, Error>) -> Result<String, Error> {
    let Some(given) = given? else { return Err(Error::usage(ArgsProblem::MissingAlias)) };
    let name = alias_name(Some(given))?;
    if name == DEFAULT_ALIAS && act == Act::Delete {
        return Err(Error::refused(ArgsProblem::DefaultAlias));
    }
    Ok(name)
}

impl Act {
    /// The command.
    #[must_use]
    pub const fn verb(self) -> Verb {
        match self {
            Self::Create => Verb::CREATE_ALIAS,
            Self::Update => Verb::UPDATE_ALIAS,
            Self::Delete => Verb::DELETE_ALIAS,
        }
    }
}

/// An alias can't share its traffic between a version and itself.
///
/// # Errors
/// `InvalidWeights`.
pub fn refuse_twice(main: &Version, other: &VersionWeight) -> Result<(), Error> {
    if *main != other.version {
        return Ok(());
    }
    Err(Error::usage(ArgsProblem::MainWeight { version: main.clone() }))
}

/// `weights` and `routes` of `config`: an object, or its JSON text.
fn inside(config: &Json<'_>) -> Result<[Option<Json<'static>>; 2], Error> {
    let parsed: Json<'_>;
    let map = match config {
        Json::Text(text) => {
            let wrong = || Error::usage(ArgsProblem::ConfigText { given: Given::from(config) });
            parsed = Json::from_json(text).map_err(|_| wrong())?;
            &parsed
        }
        other => other,
    };
    let Json::Map(entries) = map else { return Err(Error::usage(ArgsProblem::ConfigKind { got: map.kind() })) };
    const KNOWN: [&str; 2] = ["weights", "routes"];
    match entries.iter().find(|(name, _)| !KNOWN.contains(&&**name)) {
        Some((name, _)) => Err(keys::unknown(["config.", &clean(name)].concat(), name, &KNOWN)),
        None => Ok(KNOWN.map(|name| map.get(name).map(|value| value.clone().into_owned()))),
    }
}

/// The additional version of `{"2": 0.9}` or `2=0.9`; none of an empty map.
fn other_of(weights: &Json<'_>) -> Result<Option<VersionWeight>, Error> {
    let wrong = |why| Error::usage(ArgsProblem::Weights { given: Given::from(weights), why });
    let one = |name: &str, weight: &Json<'_>| {
        let version = version("weights:", &Json::Text(name.into()))?;
        Ok(Some(VersionWeight { version, weight: weight_of(name, weight)? }))
    };
    match weights {
        Json::Map(entries) => match entries.as_slice() {
            [] => Ok(None),
            [(name, weight)] => one(name, weight),
            _ => Err(wrong(NotWeights::Several)),
        },
        Json::Text(text) => match text.split_once('=') {
            Some((name, weight)) if !weight.contains(',') => one(name, &Json::Text(weight.into())),
            Some(_) => Err(wrong(NotWeights::Several)),
            None => Err(wrong(NotWeights::NoShare)),
        },
        _ => Err(wrong(NotWeights::NotAMap)),
    }
}

/// The fraction in exactly the decimals that were written; as percentages too. A number that the
/// API's numbers can't hold is refused.
fn weight_of(version: &str, raw: &Json<'_>) -> Result<Weight, Error> {
    let wrong = |why| Error::usage(ArgsProblem::Weight { version: clean(version), given: Given::from(raw), why });
    let number = match raw {
        Json::Number(text) => Decimal::of_json(text),
        Json::Text(text) => match text.trim().strip_suffix('%') {
            Some(percent) => Decimal::parse(percent.trim_end()).map(Decimal::percent),
            None => Decimal::parse(text.trim()),
        },
        _ => return Err(wrong(NotAWeight::NotANumber)),
    };
    let number = number.ok_or_else(|| wrong(NotAWeight::NotANumber))?;
    let out_of_range = |percent| wrong(NotAWeight::OutOfRange { percent });
    if number.negative() {
        return Err(out_of_range(None));
    }
    match number.scaled(0) {
        Some(0 | 1) => {}
        Some(whole @ 2..100) if !matches!(raw, Json::Text(text) if text.contains('%')) => {
            return Err(out_of_range(Some(whole)));
        }
        None if number.truncated(0) == 0 => {}
        _ => return Err(out_of_range(None)),
    }
    Weight::exact(&number).ok_or_else(|| wrong(NotAWeight::TooManyDigits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(weight: Json<'_>) -> Result<String, String> {
        weight_of("2", &weight)
            .map(|weight| serde_json::to_string(&weight).unwrap())
            .map_err(|error| format!("{} | {}", error.message(), error.hint().unwrap_or_default()))
    }

    #[test]
    fn a_weight_keeps_its_decimals() {
        for (given, sent) in [
            ("0.9", "0.9"),
            (".5", "0.5"),
            ("0", "0"),
            ("0.0", "0"),
            ("1", "1"),
            ("1.000", "1"),
            ("90%", "0.9"),
            ("7%", "0.07"),
            ("0.5%", "0.005"),
            ("100%", "1"),
            ("33.333%", "0.33333"),
            ("0.33333", "0.33333"),
            (" 0.123456789012345 ", "0.123456789012345"),
            ("00.10", "0.1"),
        ] {
            assert_eq!(typed(Json::Text(given.into())), Ok(sent.into()), "{given}");
        }
        assert_eq!(typed(Json::Number("0.07".into())), Ok("0.07".into()));
    }

    #[test]
    fn what_no_weight_is() {
        for given in ["", "-0.1", "1.01", "101%", "NaN", "0x1", "1e-3", "0.1.2", "%", "0.1234567890123456789012"] {
            assert!(typed(Json::Text(given.into())).is_err(), "{given}");
        }
        for raw in
            [Json::Number("1e999".into()), Json::Number("1.5".into()), Json::Bool(true), Json::Null, Json::List(vec![])]
        {
            assert!(typed(raw.clone()).is_err(), "{raw:?}");
        }
        assert!(typed(Json::Text("90".into())).unwrap_err().ends_with("did you mean 90%?"));
    }
}
