//! The start of a rollout: whether its functions can be compared, and the first line of its journal.

use crate::error::{Error, Errors};
use crate::json::Json;
use crate::message::problem::plan::Replaces;
use crate::message::problem::{ArgsProblem, PlanProblem, RolloutOrderProblem};
use crate::message::routing::Rule;
use crate::plan::alias_not_found;
use crate::rollout::figures::list;
use crate::rollout::ground::{Ground, Place};
use crate::rollout::look;
use crate::rollout::policy::{Policy, Source};
use crate::scf::alias::Alias;
use crate::scf::{Fields, Read, Target};
use crate::traffic::routing::Version;
use crate::traffic::share::Fraction;

/// The functions that a look has seen, where all of them can be compared: each exists, all of its traffic is on the version
/// that users should be on, and the policy's source of figures can have some of it. `replaces`: rules that are there may go.
///
/// # Errors
/// `AliasNotFound`, `NotComparable`, `RulesInTheWay`, `NoLogTopic`, of all functions at once.
pub fn ground(seen: &Json<'_>, policy: &Policy, alias: &str, replaces: bool) -> Result<Ground, Error> {
    let mut errors = Errors::default();
    let mut places = Vec::new();
    for function in list(seen.get("functions")) {
        if policy.guard.source == Source::Cls && function.get("logged") == Some(&Json::Bool(false)) {
            let name = function.text("name").unwrap_or_default();
            errors.add(Error::refused(ArgsProblem::NoLogTopic { function: name.clone() }).on(name));
        }
        match place(function, alias, replaces) {
            Ok(place) => places.push(place),
            Err(error) => errors.add(error),
        }
    }
    errors.end(Ground { alias: alias.to_owned(), places, warm: true })
}

fn place(seen: &Json<'_>, alias: &str, replaces: bool) -> Result<Place, Error> {
    let word = |key: &str| seen.text(key).unwrap_or_default();
    let target = Target { region: word("region"), namespace: word("namespace"), name: word("name") };
    let key = word("key");
    if seen.get("exists") != Some(&Json::Bool(true)) {
        return Err(Error::refused(RolloutOrderProblem::NotThere { function: key }).on(target.name));
    }
    let Some(routing) = seen.get("routing").and_then(|routing| Alias::read(Fields(routing)).ok()) else {
        return Err(alias_not_found(&target, alias).on(target.name));
    };
    let refused = |problem: RolloutOrderProblem| Error::refused(problem).on(target.name.clone());
    let Some(stable) = seen.text("stable").map(|stable| Version::named(&stable)) else {
        return Err(refused(RolloutOrderProblem::NoStable { function: key }));
    };
    let routing = routing.routing();
    if routing.by_rules() && !replaces {
        let (alias, rules) = (alias.to_owned(), Rule::all(&routing.rules));
        let problem = PlanProblem::RulesInTheWay { alias, rules, by: Replaces::Traffic };
        return Err(Error::refused(problem).on(target.name));
    }
    if routing.split().of(&stable) != Fraction::ALL {
        return Err(refused(RolloutOrderProblem::NotAtRest { function: key, routing: routing.split().to_string() }));
    }
    Ok(Place { key, target, canary: Version::latest(), stable, spelling: None, slow: None })
}

/// The first line of the journal. `seen` is the look at the day before; `about` says `{ id, who, warm? }`.
#[must_use]
pub fn line(ground: &Ground, policy: &Policy, seen: &Json<'_>, (about, now): (&Json<'_>, u64)) -> String {
    let text = |text: &str| Json::Text(text.to_owned().into());
    let word = |key: &str| text(&about.text(key).unwrap_or_default());
    let mut entries = vec![
        ("e".into(), text("start")),
        ("at".into(), Json::Number(now.to_string().into())),
        ("id".into(), word("id")),
        ("who".into(), word("who")),
        ("tool".into(), text(crate::VERSION)),
        ("to".into(), text(&ground.alias)),
        ("policy".into(), policy.canonical()),
        ("functions".into(), look::functions_of_start(ground, seen)),
    ];
    // the inputs of later runs are made of this line
    let cold = about.get("warm").is_some_and(|warm| matches!(warm.to_text().as_deref(), Some("false")));
    entries.extend(cold.then_some(("warm".into(), Json::Bool(false))));
    Json::Map(entries).to_json()
}
