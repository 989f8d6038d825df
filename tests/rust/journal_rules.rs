//! What a run leaves in its journal, and what it does where the journal is not as it should be.

use crate::support;

use scf_grayscale::json::Json;
use scf_grayscale::release::Journal;
use scf_grayscale::release::journal::{self, EndState, HistoryOrder};
use serde_json::{Value, json};
use support::asked::{SRC, default_alias, inputs, note, settled};
use support::cloud::{Alias, Cloud};
use support::drive::{Ended, How, drive};
use support::fault::{Fault, at};
use support::{ordered, packages_of};

const TOO_NEW: &str = r#"{"v":9,"seq":1,"prev":"","sum":"0123456789abcdef"}"#;

fn cloud() -> Cloud {
    let there = || settled().routed(Alias::grayscale(0.5, "2"));
    Cloud::of(&[("fun01-dev", there()), ("fun02-dev", there())])
}

/// An order to run, with what the shell adds to it.
fn run(cloud: &mut Cloud, how: &How, packages: &[(&str, &str)], order: Value) -> Ended {
    let mut whole = json!({ "do": "run", "packages": packages_of(packages), "who": "me@here (pid 7)" });
    for (name, value) in order.as_object().unwrap() {
        whole[name] = value.clone();
    }
    drive(&ordered(whole), cloud, how)
}

fn deploy(cloud: &mut Cloud, how: &How, asked: Value) -> Ended {
    run(cloud, how, SRC, json!({ "inputs": inputs(SRC, asked) }))
}

fn both(cloud: &mut Cloud, how: &How, order: Value) -> Ended {
    let mut order = order;
    order["inputs"] = json!({ "functions": { "fun01": {}, "fun02": {} }, "traffic": 0.1 });
    run(cloud, how, &[], order)
}

/// The same, each function for itself.
fn each(cloud: &mut Cloud, how: &How) -> Ended {
    let functions = json!({ "fun01": {}, "fun02": {} });
    run(cloud, how, &[], json!({ "inputs": { "functions": functions, "traffic": 0.1, "group": "independent" } }))
}

fn read(ended: &Ended) -> Journal {
    Journal::read(&ended.journal.join("\n"))
}

#[test]
fn a_run_tells_what_was_asked_what_it_did_and_how_it_ended() {
    let ended = deploy(&mut cloud(), &How::packing(SRC), json!({ "publish": true, "traffic": 0 }));
    let journal = read(&ended);
    let [run] = &journal.runs[..] else { panic!() };
    assert_eq!((run.id.as_str(), run.kind.as_str()), (ended.done().run.as_str(), "deploy"));
    let begin = run.begin.as_ref().unwrap();
    assert_eq!(begin.who.as_deref(), Some("me@here (pid 7)"));
    assert_eq!((begin.stage.as_str(), begin.alias.as_str(), begin.traffic.as_deref()), ("dev", "$DEFAULT", Some("0")));
    assert_eq!((begin.functions[0].key.as_str(), begin.functions[0].publish), ("fun01", true));
    let [function] = &run.functions[..] else { panic!() };
    let steps: Vec<(&str, usize)> =
        function.steps.iter().map(|step| (step.entry.step.as_str(), step.entry.number)).collect();
    assert_eq!(steps, [("upload", 1), ("publish", 2), ("shift", 3)]);
    assert!(function.steps.iter().all(|step| step.done_ms.is_some()));
    assert_eq!(function.published().map(ToString::to_string).collect::<Vec<_>>(), ["3"]);
    assert_eq!(function.recorded("$DEFAULT").unwrap().to_string(), "$latest 50% · 2 50%");
    assert_eq!(function.left("$DEFAULT").unwrap().to_string(), "3 100%");
    let end = run.end.as_ref().unwrap();
    assert_eq!((end.how, end.functions.len(), &end.functions[0].code), (EndState::Done, 1, &None));
}

#[test]
fn the_same_order_has_the_same_digest_and_another_one_another() {
    let digest = |packages: &[(&str, &str)], asked: Value| {
        let ended = run(&mut cloud(), &How::packing(packages), packages, json!({ "inputs": inputs(packages, asked) }));
        read(&ended).runs[0].begin.as_ref().unwrap().order.clone()
    };
    let first = digest(SRC, json!({ "traffic": 0.1 }));
    assert_eq!(first, digest(SRC, json!({ "traffic": "10%" })));
    for other in [
        digest(SRC, json!({ "traffic": 0.2 })),
        digest(SRC, json!({ "traffic": 0.1, "publish": true, "allowSameCode": true })),
        digest(&[("fun01", "newer")], json!({ "traffic": 0.1 })),
    ] {
        assert_ne!(first, other);
    }
}

#[test]
fn a_run_with_nothing_to_write_leaves_no_trace() {
    let mut cloud = cloud();
    let ended = run(&mut cloud, &How::default(), &[], json!({ "inputs": inputs(&[], json!({ "traffic": 0.5 })) }));
    assert!(ended.done().unchanged && ended.journal.is_empty());
    let mut cloud = cloud.fresh().failing(&[at("GetAlias", 0, Fault::Refused("UnauthorizedOperation.CAM"))]);
    let ended = run(&mut cloud, &How::default(), &[], json!({ "inputs": inputs(&[], json!({ "traffic": 0.1 })) }));
    assert!(ended.error.is_some() && ended.journal.is_empty());
}

#[test]
fn how_it_ended_stands_in_it_per_function() {
    let mut cloud = cloud().failing(&[at("UpdateAlias", 0, Fault::Refused("InvalidParameterValue.RoutingConfig"))]);
    let ended = both(&mut cloud, &How::default(), json!({}));
    let journal = read(&ended);
    let end = journal.runs[0].end.as_ref().unwrap();
    let fates: Vec<(&str, EndState, Option<&str>)> =
        end.functions.iter().map(|fate| (fate.target.name.as_str(), fate.how, fate.code.as_deref())).collect();
    assert_eq!(end.how, EndState::Failed);
    assert_eq!(
        fates,
        [
            ("fun01-dev", EndState::Failed, Some("InvalidParameterValue.RoutingConfig")),
            ("fun02-dev", EndState::PutBack, Some("GroupFailed"))
        ]
    );
}

#[test]
fn a_run_that_was_stopped_says_so_and_one_that_was_killed_can_not() {
    let whole = deploy(&mut cloud(), &How::packing(SRC), json!({ "traffic": 0.1 }));
    let ends: Vec<Option<EndState>> = (0..=whole.effects)
        .map(|effects| {
            let how = How { stop_after: Some(effects), ..How::packing(SRC) };
            let ended = deploy(&mut cloud(), &how, json!({ "traffic": 0.1 }));
            let journal = read(&ended);
            assert_eq!(journal.runs.is_empty(), ended.journal.is_empty());
            let how = journal.runs.first().map(|run| run.end.as_ref().expect("an end").how);
            assert_eq!(how == Some(EndState::Done), ended.error.is_none());
            how
        })
        .collect();
    for expected in [None, Some(EndState::Stopped), Some(EndState::Done)] {
        assert!(ends.contains(&expected), "{expected:?} in {ends:?}");
    }
    let how = How { kill_after: Some(whole.effects - 1), ..How::packing(SRC) };
    let killed = deploy(&mut cloud(), &how, json!({ "traffic": 0.1 }));
    assert_eq!(read(&killed).runs[0].end, None);
}

#[test]
fn a_run_goes_on_behind_the_journal_that_is_there() {
    let mut cloud = cloud();
    let first = both(&mut cloud, &How::default(), json!({}));
    let mut cloud = cloud.fresh();
    let text = first.journal.join("\n");
    let how = How { seed: 8, ..How::packing(SRC) };
    let second = run(
        &mut cloud,
        &how,
        &[],
        json!({ "kind": "rollback", "to": "previous", "journal": text, "inputs": inputs(&[], json!({})) }),
    );
    second.done();
    assert_eq!(default_alias(&cloud), &Alias::grayscale(0.5, "2"));
    let journal = Journal::read(&[first.journal, second.journal].concat().join("\n"));
    assert_eq!((journal.chain.broken, journal.chain.missing), (None, 0));
    assert_eq!(journal.runs.iter().map(|run| run.kind.as_str()).collect::<Vec<_>>(), ["deploy", "rollback"]);
    assert_eq!(journal.runs[1].begin.as_ref().unwrap().to.as_deref(), Some("previous"));
}

#[test]
fn a_journal_that_failed_once_takes_nothing_more_of_the_run() {
    let whole = each(&mut cloud(), &How::default());
    for full_from in 0..whole.journal.len() {
        let mut cloud = cloud();
        let ended = each(&mut cloud, &How { full_from: Some(full_from), ..How::default() });
        // each write has its entry
        let befores = ended.journal.iter().filter(|line| line.contains(r#""phase":"before""#)).count();
        assert!(cloud.writes().len() <= befores, "from {full_from}: {:?}", cloud.writes());
        assert_eq!(ended.journal.len(), full_from);
        match &ended.error {
            Some(error) => assert_eq!(error.code(), "JournalFailed"),
            None => assert!(note(&ended, "JournalIncomplete").contains("no space left on device")),
        }
    }
}

#[test]
fn a_journal_of_a_later_version_stops_all_but_a_plain_rollback() {
    let mut there = cloud();
    let ended = both(&mut there, &How::default(), json!({ "journal": TOO_NEW, "kind": "rollback" }));
    assert!(note(&ended, "JournalUnread").contains("format 9"));
    assert_eq!(there.writes(), ["UpdateAlias", "UpdateAlias"]);
    for order in [json!({}), json!({ "kind": "rollback", "to": "previous" })] {
        let mut order = order;
        order["journal"] = json!(TOO_NEW);
        order["inputs"] = inputs(&[], json!({ "traffic": 0.1 }));
        order["do"] = json!("run");
        let refused = scf_grayscale::release::Release::new(&ordered(order), 0_u64, 0).expect_err("it is refused");
        assert_eq!(refused.code(), "JournalTooNew");
    }
}

#[test]
fn a_journal_that_can_not_be_read_stops_all_but_a_plain_rollback() {
    let unread = json!({ "journalUnreadable": "permission denied" });
    let mut order = json!({ "do": "run", "inputs": inputs(&[], json!({ "traffic": 0.1 })) });
    order["journalUnreadable"] = unread["journalUnreadable"].clone();
    let refused = scf_grayscale::release::Release::new(&ordered(order.clone()), 0_u64, 0).expect_err("it is refused");
    assert_eq!(refused.code(), "JournalFailed");
    assert!(refused.message().contains("permission denied") && refused.hint().is_some());
    order["kind"] = json!("rollback");
    let mut there = cloud();
    let ended = run(&mut there, &How::default(), &[], order);
    assert!(note(&ended, "JournalUnread").contains("permission denied"));
    assert_eq!(there.writes(), ["UpdateAlias"]);
}

#[test]
fn history_names_what_failed_and_not_what_followed() {
    let mut cloud = cloud();
    cloud.faults.push(at("UpdateAlias", 1, Fault::Refused("UnauthorizedOperation.CAM")));
    let order = json!({ "inputs": { "functions": ["fun01-dev", "fun02-dev"], "traffic": 0.2 } });
    let ended = run(&mut cloud, &How::default(), &[], order);
    assert!(ended.error.is_some());
    let asked = HistoryOrder::read(&Json::from_json("{}").unwrap()).unwrap();
    let told = journal::history(&ended.journal.join("\n"), asked).unwrap();
    assert!(told.contains("failed: UnauthorizedOperation.CAM"), "{told}");
}

#[test]
fn history_tells_what_was_asked_for_and_read_back_as_facts() {
    let order = json!({ "inputs": { "functions": ["fun01-dev", "fun02-dev"], "traffic": 0.2 } });
    let ended = run(&mut cloud(), &How::default(), &[], order);
    assert_eq!(ended.error, None);
    let asked = HistoryOrder::read(&Json::from_json("{}").unwrap()).unwrap();
    let told: Value = serde_json::from_str(&journal::history(&ended.journal.join("\n"), asked).unwrap()).unwrap();
    let run = &told["runs"][0];
    let order = &run["order"];
    assert_eq!(
        (&order["alias"], &order["traffic"], &order["byRules"]),
        (&json!("$default"), &json!("0.2"), &json!(false))
    );
    assert_eq!(
        order["functions"][1],
        json!({ "key": "fun02-dev", "name": "fun02-dev", "region": "ap-guangzhou", "namespace": "default", "publish": false })
    );
    let routing = &run["functions"][0]["routing"][0];
    assert_eq!((&routing["asked"], &routing["after"]), (&json!("$latest 20% · 2 80%"), &json!("$latest 20% · 2 80%")));
    assert_eq!(routing["latest"].to_string(), "0.2");
}
