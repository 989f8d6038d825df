//! Laws of the planner: total, deterministic, exact, silent about secrets.

use crate::support;

use proptest::prelude::*;
use scf_grayscale::json::Json;
use scf_grayscale::observed::{Observed, Seen};
use scf_grayscale::plan::explain::explain;
use scf_grayscale::plan::{self, Action, Goal, Intent, Plan, RollbackTo, difference};
use scf_grayscale::release::{Report, Request};
use scf_grayscale::scf::{Fields, Read};
use scf_grayscale::traffic::routing::Version;
use scf_grayscale::traffic::share::Fraction;
use serde_json::{Value, json};
use support::drive::{How, drive};
use support::random::{Case, anything, case, name_of};
use support::{ordered, packages_of};

/// What the machine sees of a case, and the intent that goes with it.
fn observed(case: &Case, inputs: &Value) -> (Intent, Observed, Result<Plan, String>) {
    let order = ordered(json!({ "do": "plan", "inputs": inputs, "packages": packages_of(&case.packages) }));
    let mut cloud = case.cloud.clone();
    let mut release = scf_grayscale::release::Release::new(&order, cloud.now, 1).unwrap();
    while !release.finished() {
        for effect in release.take() {
            if let scf_grayscale::release::Effect::Call { id, action, body, .. } = effect {
                let answer = match cloud.call(action, &serde_json::from_str(&body).unwrap(), None) {
                    support::cloud::Answer::Json(value) => value.to_string(),
                    _ => unreachable!("no faults were asked for"),
                };
                let answer = scf_grayscale::scf::Answer {
                    status: 200,
                    content_type: None,
                    date: None,
                    retry_after: None,
                    request_id: None,
                    text: answer,
                };
                release.feed(id, &scf_grayscale::release::Outcome::Answered(answer), cloud.now);
            } else if let scf_grayscale::release::Effect::Sleep { id, ms, .. } = effect {
                cloud.now += u64::from(ms);
                release.feed(id, &scf_grayscale::release::Outcome::Woke, cloud.now);
            }
        }
    }
    assert!(cloud.writes().is_empty(), "planning writes nothing");
    let (report, error) = release.outcome();
    let plan = match (report, error) {
        (Report::Plan(plan), None) => Ok(plan),
        (_, Some(error)) => Err(error.code().to_owned()),
        other => panic!("neither a plan nor an error: {other:?}"),
    };
    (order.intent().unwrap(), release.observed().clone(), plan)
}

fn explained(plan: &Plan) -> String {
    serde_json::to_string(&explain(plan)).unwrap()
}

/// The summary counts the functions of each kind of step, and leaves none out.
fn summed_up(plan: &Plan) -> Result<(), TestCaseError> {
    let text: Value = serde_json::from_str(plan.text()).unwrap();
    let kinds = [
        (&["create"][..], "to create"),
        (&["upload", "configure", "eventInvoke"], "to update"),
        (&["publish", "protect"], "to publish"),
        (&["shift"], "to shift"),
        (&["trigger", "domain"], "with triggers to change"),
        (&["delete", "deleteAlias"], "to delete"),
        (&["provision"], "with provisioned concurrency to change"),
        (&["deleteVersion"], "to prune"),
    ];
    // a package goes into its bucket for the step that takes it from there
    let known = |kind: &&str| {
        ["wait", "adopt", "putObject"].contains(kind) || kinds.iter().any(|(kinds, _)| kinds.contains(kind))
    };
    let functions: Vec<Vec<&str>> = text["functions"].as_array().unwrap().iter().map(kinds_of).collect();
    prop_assert!(functions.iter().flatten().all(known), "{functions:?}");
    let counts = kinds.map(|(kinds, words)| {
        (functions.iter().filter(|steps| steps.iter().any(|kind| kinds.contains(kind))).count(), words)
    });
    for (count, words) in counts.iter().filter(|(count, _)| *count > 0) {
        prop_assert!(plan.summary.shown().contains(&format!("{count} {words}")), "{}", plan.summary.shown());
    }
    let waits = functions.iter().filter(|steps| !steps.is_empty() && steps.iter().all(|kind| *kind == "wait")).count();
    prop_assert!(
        waits == 0 || plan.summary.shown().contains(&format!("{waits} to wait for")),
        "{}",
        plan.summary.shown()
    );
    let nothing = functions.iter().filter(|steps| steps.is_empty()).count();
    prop_assert!(
        nothing == 0 || plan.summary.shown().contains(&format!("{nothing} unchanged")),
        "{}",
        plan.summary.shown()
    );
    prop_assert!(functions.is_empty() || plan.summary.shown() != "Plan: .", "{}", plan.text());
    prop_assert_eq!(plan.unchanged(), counts.iter().all(|(count, _)| *count == 0));
    Ok(())
}

fn kinds_of(function: &Value) -> Vec<&str> {
    function["steps"].as_array().unwrap().iter().map(|step| step["kind"].as_str().unwrap()).collect()
}

/// Planning as a stranger would try it: never a panic, and an error says something.
fn tried(order: Value, seen: &Value) -> Result<(), TestCaseError> {
    let Ok(order) = Request::read(support::raw(order)) else { return Ok(()) };
    let intent = match order.intent() {
        Ok(intent) => intent,
        Err(error) => {
            prop_assert!(!error.message().is_empty() && !error.code().is_empty());
            return Ok(());
        }
    };
    let Ok(observed) = Observed::read(Fields(&seen.clone().into())) else { return Ok(()) };
    let _ = plan::queries(&intent, &observed);
    match plan::make(&intent, &observed) {
        Ok(plan) => {
            summed_up(&plan)?;
            prop_assert!(!explain(&plan).is_empty());
            prop_assert_eq!(difference(plan.text(), plan.text()), []);
        }
        Err(error) => prop_assert!(!error.message().is_empty() && !error.code().is_empty()),
    }
    Ok(())
}

/// Nonsense about one function, in the place where the planner looks for it.
fn nonsense() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(&["$LATEST", "1", "9", "10", "odd", "", "18446744073709551616", "-1", "٣"][..]);
    let status =
        prop::sample::select(&["Active", "Updating", "PublishFailed", "CreateFailed", "", " Active ", "?"][..]);
    let weight = prop_oneof![Just(json!(0.9)), any::<f64>().prop_map(|number| json!(number)), Just(json!(1e300))];
    let part = (names.clone(), weight).prop_map(|(name, weight)| json!({ "Version": name, "Weight": weight }));
    let rule = (names.clone(), ".{0,5}").prop_map(|(name, key)| json!({ "Version": name, "Key": key }));
    let config = (prop::collection::vec(part, 0..4), prop::collection::vec(rule, 0..2))
        .prop_map(|(parts, rules)| json!({ "AdditionalVersionWeights": parts, "AddtionVersionMatchs": rules }));
    let config = prop_oneof![4 => config, 1 => Just(Value::Null)];
    let alias = (prop::sample::select(&["$DEFAULT", "live", ""][..]), names.clone(), config)
        .prop_map(|(name, main, config)| json!({ "Name": name, "FunctionVersion": main, "RoutingConfig": config }));
    let item = (names.clone(), status.clone()).prop_map(|(name, status)| json!({ "Version": name, "Status": status }));
    let digest = (names, prop::option::of(prop::sample::select(&["A", "zz", ""][..])))
        .prop_map(|(name, sha256)| json!({ "version": name, "sha256": sha256 }));
    let function = prop_oneof![
        3 => status.prop_map(|status| json!({ "Status": status, "MemorySize": 64.0 })),
        1 => Just(Value::Null),
    ];
    let lists = (
        prop::collection::vec(alias, 0..3),
        prop::option::of(prop::collection::vec(item, 0..6)),
        prop::collection::vec(digest, 0..4),
    );
    (prop::option::of(function), lists, any::<bool>()).prop_map(|(function, (aliases, versions, code), all)| {
        let mut seen = json!({ "name": "fun01-dev", "aliases": aliases, "allAliases": all, "code": code });
        if let Some(function) = function {
            seen["function"] = function;
        }
        if let Some(versions) = versions {
            seen["versions"] = json!(versions);
        }
        json!({ "functions": [seen] })
    })
}

fn units(share: &Fraction) -> u128 {
    let text = share.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    format!("{whole}{fraction:0<18}").parse().unwrap()
}

proptest! {
    #![proptest_config(support::cases())]

    #[test]
    fn any_inputs_and_any_observation_give_a_plan_or_an_explained_refusal(
        inputs in anything(), seen in anything(), to in anything(), kind in 0..3usize,
    ) {
        let kind = ["deploy", "rollback", "remove"][kind];
        tried(json!({ "do": "plan", "kind": kind, "inputs": inputs, "to": to, "journal": seen.to_string() }), &seen)?;
    }

    #[test]
    fn any_observation_of_a_function_gives_a_plan_or_an_explained_refusal(
        seen in nonsense(), case in case(), to in prop::sample::select(&["", "7", "previous", "10"][..]),
    ) {
        let packages = packages_of(&case.packages);
        let mut inputs = case.inputs;
        if let Some(functions) = inputs["functions"].as_object_mut() {
            functions.retain(|key, _| key == "fun01");
        }
        for kind in ["deploy", "rollback", "remove"] {
            let to = if to.is_empty() { Value::Null } else { json!(to) };
            tried(json!({ "do": "plan", "kind": kind, "inputs": inputs, "to": to, "packages": packages }), &seen)?;
        }
    }

    #[test]
    fn every_input_is_answered_by_name(inputs in anything()) {
        let order = json!({ "do": "plan", "inputs": { "functions": { "fun01": inputs } } });
        tried(order, &json!({ "functions": [] }))?;
    }

    #[test]
    fn equal_facts_give_equal_bytes(case in case()) {
        let (intent, seen, plan) = observed(&case, &case.inputs);
        let Ok(plan) = plan else { return Ok(()) };
        let same = plan::make(&intent, &seen).unwrap();
        prop_assert_eq!(same.text(), plan.text());
        // and so do the same facts after a way through JSON, as a page or a program hands them back
        let there_and_back: Value = serde_json::from_str(&serde_json::to_string(&seen).unwrap()).unwrap();
        let seen = Observed::read(Fields(&there_and_back.into())).unwrap();
        let again = plan::make(&intent, &seen).unwrap();
        prop_assert_eq!(again.text(), plan.text());
        prop_assert_eq!(explained(&again), explained(&plan));
        prop_assert!(plan::queries(&intent, &seen).is_empty());
    }

    #[test]
    fn shares_add_up_to_exactly_one(case in case()) {
        let Ok(plan) = observed(&case, &case.inputs).2 else { return Ok(()) };
        for function in &plan.functions {
            for split in [&function.before, &function.after] {
                let sum: u128 = split.iter().map(|part| units(&part.share)).sum();
                prop_assert!(split.is_empty() || sum == 1_000_000_000_000_000_000, "{:?}", split);
            }
        }
        for bars in serde_json::to_value(explain(&plan)).unwrap().as_array().unwrap() {
            for side in ["before", "after"] {
                let Some(bars) = bars.get(side).and_then(Value::as_array) else { continue };
                let cells: u64 = bars.iter().map(|bar| bar["cells"].as_u64().unwrap()).sum();
                prop_assert!(bars.is_empty() || cells == 20);
            }
        }
    }

    #[test]
    fn publish_with_names_publishes_no_other_function(mut case in case()) {
        case.inputs.as_object_mut().unwrap().remove("routes");
        case.inputs["publish"] = json!("fun01");
        case.inputs["protect"] = json!(false);
        let Ok(plan) = observed(&case, &case.inputs).2 else { return Ok(()) };
        for function in &plan.functions {
            let publishes = function.steps.iter().any(|step| matches!(step.action, Action::Publish | Action::Protect { .. }));
            prop_assert_eq!(publishes, function.key == "fun01");
        }
    }

    #[test]
    fn without_traffic_no_routing_is_written_and_without_publish_nothing_is_published(mut case in case()) {
        for key in ["traffic", "routes", "publish", "protect"] {
            case.inputs.as_object_mut().unwrap().remove(key);
        }
        let Ok(plan) = observed(&case, &case.inputs).2 else { return Ok(()) };
        let steps = plan.functions.iter().flat_map(|function| &function.steps);
        for step in steps {
            prop_assert!(!matches!(step.action, Action::Shift { .. } | Action::Publish | Action::Protect { .. }), "{:?}", step);
        }
    }

    #[test]
    fn only_latest_and_the_last_usable_version_take_part_in_traffic(case in case()) {
        let Ok(plan) = observed(&case, &case.inputs).2 else { return Ok(()) };
        for function in &plan.functions {
            let there = case.cloud.functions.get(&function.target.name);
            let usable = there.into_iter().flat_map(|there| &there.versions);
            let last = usable.filter(|made| made.status.word(0) == "Active").map(|made| made.number).max();
            prop_assert_eq!(function.last_version.as_ref().and_then(Version::number), last);
            for step in &function.steps {
                let Action::Shift { to, .. } = &step.action else { continue };
                match to {
                    Goal::Grayscale { last: plan::VersionRef::Known(version), .. } => {
                        prop_assert_eq!(version.number(), last);
                    }
                    Goal::Grayscale { .. } | Goal::Rules { .. } => {}
                    Goal::Exactly(routing) => {
                        prop_assert_eq!(last, None);
                        let split = routing.split();
                        prop_assert_eq!(split.only(), Some(&Version::latest()));
                    }
                }
            }
        }
    }

    #[test]
    fn rules_are_never_dropped_without_leave(mut case in case()) {
        case.inputs["replaceRules"] = json!(false);
        let alias = case.alias().to_owned();
        let ruled = |name: &str| {
            case.cloud.functions.get(name).and_then(|there| there.aliases.get(&alias)).is_some_and(|a| !a.rules.is_empty())
        };
        match observed(&case, &case.inputs).2 {
            Ok(plan) => for function in &plan.functions {
                let shifts = function.steps.iter().any(|step| matches!(step.action, Action::Shift { .. }));
                prop_assert!(!(shifts && ruled(&function.target.name)));
            },
            Err(code) if code == "RulesInTheWay" => prop_assert!(["fun01", "fun02"].iter().any(|key| ruled(&name_of(key)))),
            Err(_) => {}
        }
    }

    #[test]
    fn the_difference_of_two_plans_is_empty_exactly_when_they_are_equal(one in case(), mut other in case(), same in 0..3u8) {
        // most pairs are about the same world
        if same > 0 {
            other.cloud = one.cloud.clone();
        }
        let (Ok(one), Ok(other)) = (observed(&one, &one.inputs).2, observed(&other, &other.inputs).2) else { return Ok(()) };
        let (one, other) = (one.text(), other.text());
        prop_assert_eq!(difference(one, other).is_empty(), one == other);
        prop_assert!(difference(one, other).len() <= 21);
        prop_assert_eq!(difference(one, one), []);
    }

    #[test]
    fn what_is_no_plan_differs_from_every_plan(case in case(), other in ".{0,40}", at in any::<prop::sample::Index>()) {
        let Ok(plan) = observed(&case, &case.inputs).2 else { return Ok(()) };
        let text = plan.text();
        prop_assert!(!difference(&other, text).is_empty());
        // one character more, anywhere: it may be white space, or part of the fingerprint
        let at = (0..=at.index(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
        for more in [" ", "0"] {
            let touched = [&text[..at], more, &text[at..]].concat();
            prop_assert!(!difference(&touched, text).is_empty(), "{}", touched);
        }
    }

    #[test]
    fn values_of_variables_stand_in_no_plan(mut case in case(), value in "s3cret-[a-z]{8}", there in "s3cret-[a-z]{8}") {
        for function in case.inputs["functions"].as_object_mut().unwrap().values_mut() {
            function["environment"] = json!({ "variables": { "TOKEN": value, "MODE": "s3cret-fast" } });
        }
        for function in case.cloud.functions.values_mut() {
            function.config["Environment"] = json!({ "Variables": [
                { "Key": "TOKEN", "Value": there }, { "Key": "OLD", "Value": "s3cret-old" },
            ] });
        }
        let Ok(plan) = observed(&case, &case.inputs).2 else { return Ok(()) };
        let shown = format!("{} {} {plan:?}", plan.text(), explained(&plan));
        prop_assert!(!shown.contains("s3cret"), "{}", shown);
        prop_assert!(shown.contains("environment.TOKEN") || plan.functions.iter().all(|f| !f.basis.exists));
        // nor does a digest of them, from which a weak one could be guessed back
        for function in case.cloud.functions.values_mut() {
            function.config["Environment"]["Variables"][1]["Value"] = json!("another");
        }
        let other = observed(&case, &case.inputs).2.unwrap();
        prop_assert_eq!(other.text(), plan.text());
    }

    #[test]
    fn numbers_of_the_api_come_back_digit_by_digit(weight in "(0|1|0\\.[0-9]{1,40}|[1-9](\\.[0-9]{1,30})?e-[1-9][0-9]?)") {
        let text = [
            r#"{"functions":[{"name":"fun01-dev","allAliases":true,"aliases":[{"Name":"$DEFAULT","FunctionVersion":"$LATEST","#,
            r#""RoutingConfig":{"AdditionalVersionWeights":[{"Version":"7","Weight":"#, &weight, "}]}}]}]}",
        ].concat();
        let seen = Observed::read(Fields(&Json::from_json(&text).unwrap())).unwrap();
        let Seen::Is(alias) = seen.functions[0].alias("$DEFAULT") else { panic!() };
        let weights = alias.routing().additional;
        prop_assert_eq!(serde_json::to_string(&weights[0].weight).unwrap(), weight);
    }

    #[test]
    fn a_rollback_is_one_step_to_published_code(case in case(), to in prop::sample::select(&[0u64, 1, 7, 10][..])) {
        let desired = json!({ "functions": ["fun01-dev"] });
        let to = if to == 0 { Value::Null } else { json!(to) };
        let order = ordered(json!({ "do": "run", "kind": "rollback", "inputs": desired, "to": to }));
        let mut cloud = case.cloud.clone();
        let ended = drive(&order, &mut cloud, &How::default());
        prop_assert!(cloud.writes().len() <= 1, "{:?}", cloud.writes());
        if ended.error.is_some() {
            prop_assert!(cloud.writes().is_empty());
            return Ok(());
        }
        let alias = cloud.function("fun01-dev").default_alias();
        if cloud.writes().is_empty() {
            prop_assert_eq!(alias, case.cloud.function("fun01-dev").default_alias());
        } else {
            prop_assert!(alias.weights.is_empty() && alias.rules.is_empty() && alias.main != "$LATEST");
            prop_assert_eq!(&alias.description, &case.cloud.function("fun01-dev").default_alias().description);
        }
        let mut calls = cloud.actions();
        // further pages of a list are no further question
        calls.dedup();
        // what calls $LATEST directly is looked at when all is written: the triggers, and the region's domains
        let looks = calls.split_off(calls.len() - 2);
        prop_assert_eq!(looks, ["ListTriggers", "ListCustomDomains"]);
        prop_assert!(calls.len() <= 4, "{:?}", calls);
        if let Some(RollbackTo::Version(version)) = order.intent().ok().and_then(|intent| match intent {
            Intent::Rollback { to, .. } => Some(to),
            _ => None,
        }) {
            prop_assert_eq!(alias.most_of(version.wire()), support::cloud::WHOLE);
        }
    }
}
