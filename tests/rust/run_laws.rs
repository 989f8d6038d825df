//! Laws of whole runs: what holds after every call, however a run is disturbed.

use crate::support;

use proptest::prelude::*;
use scf_grayscale::message::{FunctionStatus, RoutingStatus};
use scf_grayscale::release::{Report, Request};
use serde_json::{Value, json};
use support::cloud::{Alias, Cloud, Function, WHOLE};
use support::drive::{Ended, How, drive};
use support::fault::{At, Fault, at};
use support::random::{Case, case, name_of};
use support::{ordered, packages_of};

fn order(case: &Case, act: &str) -> Request<'static> {
    ordered(json!({ "do": act, "inputs": case.inputs, "packages": packages_of(&case.packages) }))
}

/// The same command once more, where the journal lies.
fn ordered_again(case: &Case, journal: &[String]) -> Request<'static> {
    let packages = packages_of(&case.packages);
    ordered(json!({ "do": "run", "inputs": case.inputs, "packages": packages, "journal": journal.join("\n") }))
}

fn deploy(case: &Case, cloud: &mut Cloud, how: &How) -> Ended {
    drive(&order(case, "run"), cloud, how)
}

fn publishes(case: &Case, key: &str) -> bool {
    match case.inputs.get("publish") {
        None | Some(Value::Bool(false)) => false,
        Some(Value::Bool(true)) => true,
        Some(names) => names.to_string().contains(key),
    }
}

/// Rule 9: the share that the code of this run may have, on the alias whose traffic is meant.
fn allowed(case: &Case, key: &str, before: &Function) -> u64 {
    let usable = before.versions.iter().any(|made| made.status.word(u64::MAX) == "Active");
    let had = before.aliases.get(case.alias()).map_or(0, |alias| alias.most_of("$LATEST"));
    match case.traffic() {
        _ if publishes(case, key) => WHOLE,
        // rule 2: with no published version all traffic is on $latest, whatever was asked
        Some(_) if !usable => WHOLE,
        None if case.by_rules() && (!usable || case.inputs["routes"].to_string().contains("latest")) => WHOLE,
        None if case.by_rules() => 0,
        Some(traffic) => (traffic * WHOLE as f64).round() as u64,
        None => had,
    }
}

fn within_rule_nine(case: &Case, cloud: &Cloud) -> Result<(), TestCaseError> {
    for key in ["fun01", "fun02"] {
        let name = name_of(key);
        let Some(before) = case.cloud.functions.get(&name) else { continue };
        let allowed = allowed(case, key, before);
        for moment in &cloud.moments {
            let Some(now) = moment.functions.get(&name) else { continue };
            let share = now.share_of_newer(case.alias(), before.content);
            prop_assert!(share <= allowed, "{name} after {}: {share} > {allowed}: {:?}", moment.after, now.aliases);
        }
    }
    Ok(())
}

/// What users and the next run see of a function; descriptions of versions and times are no part of it.
fn state(cloud: &Cloud) -> Value {
    let functions = cloud.functions.iter().map(|(name, function)| {
        let versions: Vec<Value> =
            function.versions.iter().map(|made| json!([made.number, made.code, made.status.word(u64::MAX)])).collect();
        let aliases = format!("{:?}", function.aliases);
        json!([name, function.code, function.config, function.status.word(u64::MAX), versions, aliases])
    });
    functions.collect()
}

fn publications(cloud: &Cloud) -> usize {
    cloud.functions.values().flat_map(|function| &function.versions).filter(|made| made.made_at > 0).count()
}

/// A case whose undisturbed run ends well, with that run.
fn good_case() -> impl Strategy<Value = (Case, Cloud, Ended)> {
    case().prop_filter_map("refused", |case| {
        let mut cloud = case.cloud.clone();
        let ended = deploy(&case, &mut cloud, &How::packing(&case.packages));
        ended.error.is_none().then_some((case, cloud, ended))
    })
}

fn fault() -> impl Strategy<Value = At> {
    let action = prop::sample::select(
        &[
            "*",
            "UpdateFunctionCode",
            "UpdateFunctionConfiguration",
            "PublishVersion",
            "UpdateAlias",
            "CreateAlias",
            "CreateFunction",
            "GetAlias",
            "ListVersionByFunction",
            "GetFunction",
        ][..],
    );
    let fault = prop::sample::select(vec![
        Fault::Unsent,
        Fault::LostBefore,
        Fault::LostAfter,
        Fault::HtmlAfter,
        Fault::Refused("RequestLimitExceeded"),
        Fault::Refused("InternalError.System"),
        Fault::Refused("UnauthorizedOperation.CAM"),
        Fault::DoneBut("InternalError"),
        Fault::ListsLag(5_000),
        Fault::ListsLag(600_000),
        Fault::Stuck,
        Fault::Fails,
    ]);
    (action, 0..4usize, fault).prop_map(|(action, nth, fault)| at(action, nth, fault))
}

proptest! {
    #![proptest_config(support::cases())]

    #[test]
    fn planning_again_after_applying_gives_unchanged((case, cloud, _) in good_case()) {
        let mut again = case.clone();
        again.inputs["publish"] = json!(false);
        let mut cloud = cloud.fresh();
        cloud.now += 60_000;
        let ended = deploy(&again, &mut cloud, &How::packing(&case.packages));
        let run = ended.done();
        prop_assert!(run.unchanged, "{:?}", ended.shown);
        prop_assert!(cloud.writes().is_empty());
    }

    #[test]
    fn new_code_never_has_more_than_its_share((case, cloud, _) in good_case()) {
        within_rule_nine(&case, &cloud)?;
    }

    #[test]
    fn new_code_never_has_more_than_its_share_whatever_goes_wrong(
        case in case(), faults in prop::collection::vec(fault(), 1..4), shuffle in any::<u64>(),
    ) {
        let mut cloud = case.cloud.clone().failing(&faults);
        let how = How { shuffle: Some(shuffle), ..How::packing(&case.packages) };
        let ended = deploy(&case, &mut cloud, &how);
        within_rule_nine(&case, &cloud)?;
        said(&cloud, &ended)?;
    }

    #[test]
    fn the_order_in_which_answers_come_changes_nothing((case, cloud, _) in good_case(), shuffle in any::<u64>()) {
        let mut other = case.cloud.clone();
        deploy(&case, &mut other, &How { shuffle: Some(shuffle), ..How::packing(&case.packages) }).done();
        prop_assert_eq!(state(&other), state(&cloud));
        within_rule_nine(&case, &other)?;
    }

    #[test]
    fn stopped_anywhere_it_ends_and_says_what_it_did((case, _, whole) in good_case(), at in any::<prop::sample::Index>()) {
        let mut cloud = case.cloud.clone();
        let how = How { stop_after: Some(at.index(whole.effects + 1)), ..How::packing(&case.packages) };
        let ended = deploy(&case, &mut cloud, &how);
        within_rule_nine(&case, &cloud)?;
        said(&cloud, &ended)?;
        if let Some(error) = &ended.error {
            prop_assert_eq!(error.code(), "Interrupted");
        }
    }

    #[test]
    fn stopped_or_killed_anywhere_the_same_command_gets_there(
        (mut case, _, _) in good_case(), at in any::<prop::sample::Index>(), kill in any::<bool>(),
    ) {
        // the second time the version that protect made is the last published one, and says so before (rule 10)
        case.inputs["protect"] = json!(false);
        let mut straight = case.cloud.clone();
        let ended = deploy(&case, &mut straight, &How::packing(&case.packages));
        if ended.error.is_some() {
            return Ok(());
        }
        let mut cloud = case.cloud.clone();
        let effects = Some(at.index(ended.effects + 1));
        let (kill_after, stop_after) = if kill { (effects, None) } else { (None, effects) };
        let cut = deploy(&case, &mut cloud, &How { kill_after, stop_after, ..How::packing(&case.packages) });
        let mut cloud = cloud.fresh();
        cloud.now += 5;
        drive(&ordered_again(&case, &cut.journal), &mut cloud, &How::packing(&case.packages)).done();
        // an order that was fulfilled before it was cut off is an order anew
        let publishes = case.inputs.get("publish").is_some_and(|publish| *publish != false);
        if publishes && cut.journal.iter().any(|line| line.contains(r#""phase":"end""#)) {
            return Ok(());
        }
        prop_assert_eq!(state(&cloud), state(&straight));
        prop_assert_eq!(publications(&cloud), publications(&straight));
    }

    #[test]
    fn a_run_publishes_each_function_once_whatever_goes_wrong(
        mut case in case(), faults in prop::collection::vec(fault(), 1..4),
    ) {
        case.inputs.as_object_mut().unwrap().remove("routes");
        case.inputs["publish"] = json!(true);
        case.inputs["protect"] = json!(false);
        let mut cloud = case.cloud.clone().failing(&faults);
        let ended = deploy(&case, &mut cloud, &How::packing(&case.packages));
        for function in cloud.functions.values() {
            let made: Vec<u64> = function.versions.iter().filter(|made| made.made_at > 0).map(|made| made.number).collect();
            prop_assert!(made.len() <= 1, "published twice: {made:?}");
        }
        said(&cloud, &ended)?;
    }

    #[test]
    fn a_group_ends_done_or_put_back_or_says_what_is_not(
        case in case(), faults in prop::collection::vec(fault(), 0..4), shuffle in any::<u64>(),
    ) {
        let mut cloud = case.cloud.clone().failing(&faults);
        let how = How { shuffle: Some(shuffle), ..How::packing(&case.packages) };
        let ended = deploy(&case, &mut cloud, &how);
        let (Report::Run(run), Some(error)) = (&ended.report, &ended.error) else { return Ok(()) };
        if case.inputs["group"] == "independent" {
            return Ok(());
        }
        for function in &run.functions {
            let now = cloud.functions.get(&function.name).and_then(|there| there.aliases.get(case.alias()));
            let was = case.cloud.functions.get(&function.name).and_then(|there| there.aliases.get(case.alias()));
            let share = |alias: Option<&Alias>| alias.map(|alias| alias.most_of("$LATEST"));
            // what follows the alias comes when all are done
            let follows = function.changed.iter().any(|change| change.shown().contains("trigger")) || error.message().contains("trigger");
            match (function.status, function.routing) {
                _ if follows => {}
                (FunctionStatus::Unchanged | FunctionStatus::Done, None) => {}
                (FunctionStatus::Failed | FunctionStatus::Stopped, None) | (FunctionStatus::PutBack | FunctionStatus::Failed, Some(RoutingStatus::Restored)) => {
                    let same = now.map(|alias| (&alias.main, &alias.weights, &alias.rules))
                        == was.map(|alias| (&alias.main, &alias.weights, &alias.rules));
                    // capped, where the code was replaced
                    prop_assert!(
                        same || share(now) <= share(was) || was.is_none(), "{}: {was:?} {now:?} {error:?}", function.name,
                    );
                }
                (_, Some(RoutingStatus::NotRestored)) => {
                    let hint = function.error.as_ref().unwrap().hint().unwrap_or_default();
                    prop_assert!(hint.contains("rollback ") && hint.contains(" --to previous"), "{hint}");
                }
                other => prop_assert!(false, "{other:?}"),
            }
        }
    }

    #[test]
    fn no_secret_stands_in_anything_that_is_shown_or_kept(
        mut case in case(), faults in prop::collection::vec(fault(), 0..3), value in "s3cret-[a-z]{8}",
    ) {
        for function in case.inputs["functions"].as_object_mut().unwrap().values_mut() {
            function["environment"] = json!({ "variables": { "TOKEN": value } });
        }
        for function in case.cloud.functions.values_mut() {
            function.config["Environment"] = json!({ "Variables": [{ "Key": "OLD", "Value": "s3cret-old" }] });
        }
        let mut cloud = case.cloud.clone().failing(&faults);
        let ended = deploy(&case, &mut cloud, &How::packing(&case.packages));
        for text in &ended.texts {
            prop_assert!(!text.contains("s3cret"), "{}", text);
        }
    }

    #[test]
    fn numbers_that_others_wrote_come_back_as_they_were(weight in prop::sample::select(&[0.33333, 0.1234567, 0.05, 0.6667][..])) {
        let function = Function::new("a").with(7, "a", "Active").routed(support::cloud::Alias::grayscale(0.0, "7"));
        let mut function = function;
        function.aliases.get_mut("$DEFAULT").unwrap().weights[0].1 = weight;
        let mut cloud = Cloud::of(&[("fun01-dev", function)]);
        let before = cloud.function("fun01-dev").default_alias().clone();
        // a deploy without traffic leaves it alone
        let packages = [("fun01", "b")];
        let inputs = json!({ "functions": { "fun01": { "src": "./src" } } });
        drive(&support::order("run", inputs, &packages), &mut cloud, &How::packing(&packages)).done();
        prop_assert_eq!(cloud.function("fun01-dev").default_alias(), &before);
        // a change of traffic and back again
        let shifted = drive(
            &support::order("run", json!({ "functions": ["fun01-dev"], "traffic": 0.5 }), &[]), &mut cloud, &How::default(),
        );
        shifted.done();
        let back = support::rollback(json!({ "functions": ["fun01-dev"] }), json!("previous"), &shifted.journal);
        drive(&back, &mut cloud, &How::default()).done();
        prop_assert_eq!(cloud.function("fun01-dev").default_alias(), &before);
    }
}

/// Every write that was carried out is named, per function and in the error; what ended well is true.
fn said(cloud: &Cloud, ended: &Ended) -> Result<(), TestCaseError> {
    let Report::Run(run) = &ended.report else {
        prop_assert!(cloud.writes().is_empty(), "nothing was planned, yet {:?}", cloud.writes());
        prop_assert!(ended.error.is_some());
        return Ok(());
    };
    prop_assert_eq!(ended.error.is_some(), run.functions.iter().any(|function| function.error.is_some()));
    for function in &run.functions {
        let wrote = cloud.calls.iter().any(|(action, body)| {
            cloud.writes().contains(&action.as_str()) && body["FunctionName"] == function.name.as_str()
        });
        prop_assert!(!wrote || !function.changed.is_empty(), "{}: {:?}", function.name, cloud.writes());
        let planned = ended.shown.iter().find(|event| event["type"] == "planned").unwrap();
        let plan: Value = serde_json::from_str(planned["text"].as_str().unwrap()).unwrap();
        let steps =
            plan["functions"].as_array().unwrap().iter().find(|plan| plan["name"] == function.name.as_str()).unwrap();
        let writes = steps["steps"].as_array().unwrap().iter().filter(|step| step["kind"] != "wait").count();
        match function.status {
            FunctionStatus::Done => prop_assert_eq!(function.changed.len(), writes),
            FunctionStatus::Unchanged => prop_assert!(!wrote && writes == 0),
            FunctionStatus::Failed | FunctionStatus::Stopped | FunctionStatus::PutBack => {
                prop_assert!(function.error.is_some())
            }
            FunctionStatus::Removed => prop_assert!(false, "nothing is to be removed"),
        }
        for version in &function.published {
            let now = &cloud.functions[&function.name];
            prop_assert!(now.content_of(version.wire()).is_some(), "{version} does not exist");
        }
    }
    if let Some(error) = &ended.error {
        // with several functions, each change says whose it is
        let several = run.functions.len() > 1;
        let whose = |key: &str, change: String| if several { format!("{key}: {change}") } else { change };
        let all: Vec<String> = run
            .functions
            .iter()
            .flat_map(|function| function.changes().into_iter().map(|change| whose(&function.key, change)))
            .collect();
        prop_assert_eq!(error.changes(), all);
    }
    Ok(())
}
