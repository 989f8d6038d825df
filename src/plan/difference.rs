//! What differs between two plans, function by function.

use crate::decimal::Decimal;
use crate::json::Json;
use crate::message::difference::{PlanChange, PlannedStep, RunField};
use crate::traffic::share::Fraction;

/// The most differences that are named.
const MOST: usize = 20;

/// What changed from one canonical text to another. Empty where they are the same.
#[must_use]
pub fn difference(old: &str, new: &str) -> Vec<PlanChange> {
    let (before, after) = (Json::from_json(old).unwrap_or_default(), Json::from_json(new).unwrap_or_default());
    let mut changes = of_run(&before, &after);
    let (were, are) = (functions(&before), functions(&after));
    let alias = after.text("alias").unwrap_or_default();
    for (index, is) in are.iter().enumerate() {
        // nearly always at the same place
        let there = were.get(index).filter(|was| same(was, is)).or_else(|| were.iter().find(|was| same(was, is)));
        match there {
            Some(was) => changes.extend(of_function(was, is, &alias)),
            None => changes.push(PlanChange::FunctionAdded { key: key(is) }),
        }
    }
    let gone = were.iter().filter(|was| !are.iter().any(|is| same(was, is)));
    changes.extend(gone.map(|was| PlanChange::FunctionGone { key: key(was) }));
    if changes.is_empty() && old != new {
        changes.push(if before == after { PlanChange::Edited } else { PlanChange::DetailOfRun });
    }
    let more = changes.len().saturating_sub(MOST);
    changes.truncate(MOST);
    if more > 0 {
        changes.push(PlanChange::More { more });
    }
    changes
}

/// What was asked for as a whole.
fn of_run(before: &Json<'_>, after: &Json<'_>) -> Vec<PlanChange> {
    let fields = [
        ("kind", RunField::Kind),
        ("stage", RunField::Stage),
        ("alias", RunField::Alias),
        ("traffic", RunField::Traffic),
        ("group", RunField::Group),
    ];
    let differ = fields.into_iter().filter(|(name, _)| before.get(name) != after.get(name));
    let values = |name| (value(before.get(name)), value(after.get(name)));
    differ
        .map(|(name, field)| (field, values(name)))
        .map(|(field, (was, now))| PlanChange::Run { field, was, now })
        .collect()
}

fn of_function(was: &Json<'_>, is: &Json<'_>, alias: &str) -> Vec<PlanChange> {
    if was == is {
        return Vec::new();
    }
    let key = || key(is);
    let alias = || alias.to_owned();
    let differs = |name: &str| basis(was, name) != basis(is, name);
    let (before, after) = (|name| value(basis(was, name)), |name| value(basis(is, name)));
    let mut changes = Vec::new();
    if differs("exists") {
        changes.push(PlanChange::Existence { key: key(), exists: basis(is, "exists") == Some(&Json::Bool(true)) });
    }
    if differs("routing") {
        let (was, now) = (before("routing"), after("routing"));
        changes.push(PlanChange::Routing { key: key(), alias: alias(), was, now });
    }
    if differs("versions") {
        let (was, now) = (before("versions").unwrap_or_default(), after("versions").unwrap_or_default());
        changes.push(PlanChange::Versions { key: key(), was, now });
    }
    let others = [
        ("code", PlanChange::Code { key: key() }),
        ("package", PlanChange::Package { key: key() }),
        ("settings", PlanChange::Settings { key: key() }),
    ];
    changes.extend(others.into_iter().filter(|(name, _)| differs(name)).map(|(_, change)| change));
    let (were, are) = (steps(was), steps(is));
    let gone = were.iter().filter(|step| !are.contains(step)).cloned();
    changes.extend(gone.map(|step| PlanChange::StepGone { key: key(), step }));
    let added = are.iter().filter(|step| !were.contains(step)).cloned();
    changes.extend(added.map(|step| PlanChange::StepAdded { key: key(), step }));
    let refusal = |one: &Json<'_>| one.get("refused").and_then(|error| error.text("code"));
    if let Some(error) = refusal(is).filter(|_| was.get("refused") != is.get("refused")) {
        changes.push(PlanChange::Refused { key: key(), error });
    }
    if changes.is_empty() {
        let (planned, now) = (split(was), split(is));
        changes.push(match planned == now {
            true => PlanChange::Detail { key: key() },
            false => PlanChange::Split { key: key(), alias: alias(), was: planned, now },
        });
    }
    changes
}

/// Who gets what after the last step.
fn split(function: &Json<'_>) -> String {
    parts(function.get("after")).unwrap_or_default()
}

/// `$latest 0.1 · 7 0.9`.
fn parts(list: Option<&Json<'_>>) -> Option<String> {
    let Some(Json::List(parts)) = list else { return None };
    let part = |part: &Json<'_>| {
        let share = value(part.get("share"))?;
        let percent = Decimal::of_json(&share).map(|share| Fraction::of_decimal(&share).percent());
        Some([value(part.get("version"))?.as_str(), " ", &percent.unwrap_or(share)].concat())
    };
    Some(parts.iter().filter_map(part).collect::<Vec<_>>().join(" · "))
}

/// Who gets what: text, shares, or rules as they are typed.
fn routing(said: Option<&Json<'_>>) -> Option<String> {
    let said = said?;
    let Some(Json::List(rules)) = said.get("rules") else { return parts(Some(said)).or_else(|| said.to_text()) };
    let rule = |rule: &Json<'_>| {
        let range = || Some(["[", &value(rule.get("from"))?, ",", &value(rule.get("upTo"))?, "]"].concat());
        let takes = rule.text("exact").or_else(range).or_else(|| rule.text("expression")).unwrap_or_default();
        Some([rule.text("header")?.as_str(), "=", &takes, ":", &rule.text("to")?].concat())
    };
    Some(rules.iter().filter_map(rule).chain(parts(said.get("rest"))).collect::<Vec<_>>().join(" · "))
}

fn functions<'a, 'b>(plan: &'b Json<'a>) -> &'b [Json<'a>] {
    match plan.get("functions") {
        Some(Json::List(functions)) => functions,
        _ => &[],
    }
}

fn same(one: &Json<'_>, other: &Json<'_>) -> bool {
    ["region", "namespace", "name"].into_iter().all(|part| one.get(part) == other.get(part))
}

/// One of the facts that the plan of a function rests on.
fn basis<'a, 'b>(function: &'b Json<'a>, name: &str) -> Option<&'b Json<'a>> {
    function.get("basis")?.get(name)
}

fn key(function: &Json<'_>) -> String {
    function.text("key").unwrap_or_default()
}

/// The steps, as far as they are known here.
fn steps(function: &Json<'_>) -> Vec<PlannedStep> {
    let Some(Json::List(steps)) = function.get("steps") else { return Vec::new() };
    steps
        .iter()
        .filter_map(|step| Some(PlannedStep { kind: step.text("kind")?.parse().ok()?, detail: detail(step) }))
        .collect()
}

/// What a step is done to, without words: a routing, names of settings, a trigger, a version.
fn detail(step: &Json<'_>) -> String {
    let Some(params) = step.get("params") else { return String::new() };
    match (routing(params.get("from")), routing(params.get("to")), params.get("settings"), params.get("trigger")) {
        (Some(from), Some(to), ..) => [&from, " → ", &to].concat(),
        (None, Some(to), ..) => to,
        (_, _, Some(Json::List(settings)), _) => {
            settings.iter().filter_map(Json::to_text).collect::<Vec<_>>().join(", ")
        }
        (.., Some(trigger)) => trigger.text("name").unwrap_or_default(),
        _ => value(params.get("version")).unwrap_or_default(),
    }
}

fn value(value: Option<&Json<'_>>) -> Option<String> {
    match value {
        None | Some(Json::Null) => None,
        Some(Json::Text(text)) => Some(text.clone().into_owned()),
        Some(other) => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::*;
    use crate::message::Reader;
    use crate::message::difference::StepKind;
    use crate::plan::step::{Action, Goal, Record, VersionRef};
    use crate::scf::domain::Domain;
    use crate::scf::event_invoke::EventInvoke;
    use crate::scf::trigger::TriggerCall;
    use crate::traffic::routing::{Routing, Version};

    fn sentences(old: &str, new: &str) -> Vec<String> {
        difference(old, new).iter().map(|change| change.text(Reader::DEFAULT)).collect()
    }

    fn plan(traffic: &str, functions: &str) -> String {
        format!(r#"{{"kind":"deploy","stage":"dev","alias":"$DEFAULT","traffic":{traffic},"functions":[{functions}]}}"#)
    }

    fn function(key: &str, basis: &str, steps: &[&str]) -> String {
        let steps: Vec<String> =
            steps.iter().map(|step| format!(r#"{{"kind":"shift","params":{{"to":"{step}"}}}}"#)).collect();
        let steps = steps.join(",");
        format!(
            r#"{{"key":"{key}","region":"r","namespace":"n","name":"{key}-dev","steps":[{steps}],"basis":{{{basis}}}}}"#
        )
    }

    #[test]
    fn each_function_says_what_became_of_it() {
        let before = function("one", r#""exists":true,"routing":"1 100%","versions":"1","code":"aa""#, &["1 100%"]);
        let after = function("one", r#""exists":true,"routing":"2 100%","versions":"1-2","code":"bb""#, &["2 100%"]);
        assert_eq!(
            sentences(&plan("0.1", &before), &plan("0.1", &after)),
            [
                "one: $default was 1 100%, now it is 2 100%",
                "one: the published versions were 1, now they are 1-2",
                "one: the code on $latest was changed",
                "one: no longer planned: shift (1 100%)",
                "one: planned now: shift (2 100%)",
            ]
        );
    }

    #[test]
    fn the_shares_of_a_step_are_percentages() {
        let step =
            r#"{"params":{"from":"2 100%","to":[{"version":"$latest","share":0.1},{"version":"2","share":0.9}]}}"#;
        assert_eq!(detail(&Json::from_json(step).unwrap()), "2 100% → $latest 10% · 2 90%");
    }

    #[test]
    fn a_function_that_came_or_went_is_named() {
        let (one, two) = (function("one", "", &[]), function("two", "", &[]));
        assert_eq!(
            sentences(&plan("0", &one), &plan("0", &two)),
            ["two: it was not in the plan", "one: it is no longer in the plan"]
        );
    }

    #[test]
    fn what_was_asked_for_is_named() {
        assert_eq!(sentences(&plan("0.1", ""), &plan("0.2", "")), ["traffic was 0.1, now it is 0.2"]);
    }

    #[test]
    fn a_text_that_was_edited_is_named() {
        let text = plan("0", "");
        let edited = text.replace(",\"stage\"", ", \"stage\"");
        assert_eq!(sentences(&text, &edited), ["the text of the plan was edited: its order or its spaces"]);
    }

    /// The kind of an action: one that is added to actions alone does not compile here.
    const fn kind(action: &Action) -> StepKind {
        match action {
            Action::Wait => StepKind::Wait,
            Action::Create => StepKind::Create,
            Action::EventInvoke { .. } => StepKind::EventInvoke,
            Action::Protect { .. } => StepKind::Protect,
            Action::Shift { .. } => StepKind::Shift,
            Action::PutObject { .. } => StepKind::PutObject,
            Action::Upload { .. } => StepKind::Upload,
            Action::Configure { .. } => StepKind::Configure,
            Action::Publish => StepKind::Publish,
            Action::Adopt { .. } => StepKind::Adopt,
            Action::DeleteAlias { .. } => StepKind::DeleteAlias,
            Action::Trigger { .. } => StepKind::Trigger,
            Action::Domain { .. } => StepKind::Domain,
            Action::Provision { .. } => StepKind::Provision,
            Action::Delete => StepKind::Delete,
            Action::DeleteVersion { .. } => StepKind::DeleteVersion,
        }
    }

    /// An action of a kind: one that is added to kinds alone does not compile here.
    fn action(kind: StepKind) -> Action {
        let (version, alias, changes) = (Version::named("1"), "$DEFAULT".to_owned(), Vec::new());
        let routing = Routing::all_to(version.clone());
        match kind {
            StepKind::Wait => Action::Wait,
            StepKind::Create => Action::Create,
            StepKind::EventInvoke => Action::EventInvoke { changes, goal: EventInvoke::default() },
            StepKind::Protect => Action::Protect { aside: false },
            StepKind::Shift => Action::Shift {
                alias,
                create: false,
                from: None,
                to: Goal::Exactly(routing),
                description: String::new(),
                record: Record::default(),
            },
            StepKind::PutObject => Action::PutObject { bucket: String::new(), object: String::new(), creates: false },
            StepKind::Upload => Action::Upload { handler: None, shown: None },
            StepKind::Configure => Action::Configure { changes },
            StepKind::Publish => Action::Publish,
            StepKind::Adopt => Action::Adopt { version },
            StepKind::DeleteAlias => Action::DeleteAlias { alias, from: routing },
            StepKind::Trigger => Action::Trigger { call: TriggerCall::CreateTrigger, trigger: Box::default() },
            StepKind::Domain => {
                let (name, endpoints) = (String::new(), Vec::new());
                let domain = Domain { name, protocol: None, endpoints, cert_config: None, waf_config: None };
                let (name, paths, from) = (domain.name.clone(), Vec::new(), Box::new(domain));
                Action::Domain { name, paths, to: alias, goal: from.clone(), from }
            }
            StepKind::Provision => Action::Provision { version: VersionRef::Known(version), from: 0, to: 5 },
            StepKind::Delete => Action::Delete,
            StepKind::DeleteVersion => Action::DeleteVersion { version },
        }
    }

    #[test]
    fn each_action_of_a_plan_is_read_back_as_its_kind() {
        for expected in StepKind::VARIANTS {
            let action = action(*expected);
            assert_eq!(kind(&action), *expected);
            let plan = format!(r#"{{"steps":[{}]}}"#, serde_json::to_string(&action).unwrap());
            let kinds: Vec<StepKind> = steps(&Json::from_json(&plan).unwrap()).iter().map(|step| step.kind).collect();
            assert_eq!(kinds, [*expected], "{plan}");
        }
    }
}
