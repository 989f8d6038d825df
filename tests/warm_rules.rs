//! Rule 25: a version that takes over traffic has its provisioned concurrency before the shift; the one that it replaces
//! keeps its own for the way back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use scf_grayscale::error::Class;
use scf_grayscale::release::Report;
use serde_json::{Value, json};
use support::asked::{SRC, codes, note, over, planned, run, sentences, settled, steps};
use support::cloud::{Alias, Cloud, Function};
use support::drive::{Ended, How, drive};
use support::fault::{At, Fault, at};
use support::machine::Machine;
use support::{order, ordered};

const PUT: &str = "PutProvisionedConcurrencyConfig";
const GET: &str = "GetProvisionedConcurrencyConfig";
const DELETE: &str = "DeleteProvisionedConcurrencyConfig";
const PROVISIONED: &[&str] = &["PublishVersion", PUT, "UpdateAlias"];

fn release() -> Value {
    json!({ "publish": true, "traffic": 0 })
}

fn with(asked: Value, name: &str, value: Value) -> Value {
    let mut asked = asked;
    asked[name] = value;
    asked
}

fn faulty(there: Function, faults: &[At], asked: Value) -> (Ended, Cloud) {
    over(Cloud::of(&[("fun01-dev", there)]).failing(faults), SRC, asked)
}

/// What the versions of a function are to have: number and instances.
fn instances(cloud: &Cloud, name: &str) -> Vec<(u64, u64)> {
    let provisioned = &cloud.function(name).provisioned;
    provisioned.versions.iter().map(|(version, warm)| (*version, warm.asked)).filter(|(_, asked)| *asked > 0).collect()
}

/// No version got traffic that it had not before, while it did not have `least` instances that have started.
fn warm_at_every_shift(cloud: &Cloud, name: &str, least: u64) {
    let mut before: Option<Alias> = None;
    for moment in &cloud.moments {
        let function = &moment.functions[name];
        let now = function.default_alias().clone();
        for version in &function.versions {
            let number = version.number.to_string();
            let gains = now.most_of(&number) > 0 && before.as_ref().is_some_and(|before| before.most_of(&number) == 0);
            let warm = function.provisioned.versions.get(&version.number);
            let ready = warm.is_some_and(|warm| warm.asked >= least && warm.ready(moment.at));
            assert!(!gains || ready, "v{number} gets traffic cold: {warm:?} after {}", moment.after);
        }
        before = Some(now);
    }
}

#[test]
fn rule_25_the_published_version_has_what_the_inputs_ask_for_before_its_traffic() {
    let (ended, cloud) = run(settled(), SRC, with(release(), "provisionedNum", json!(5)));
    ended.done();
    assert_eq!(cloud.writes(), ["UpdateFunctionCode", "PublishVersion", PUT, "UpdateAlias"]);
    let body = cloud.bodies(PUT)[0];
    assert_eq!((&body["Qualifier"], &body["VersionProvisionedConcurrencyNum"]), (&json!("3"), &json!(5)));
    warm_at_every_shift(&cloud, "fun01-dev", 5);
    assert_eq!(instances(&cloud, "fun01-dev"), [(3, 5)]);
    assert_eq!(steps(&ended), ["upload", "publish", "provision", "shift"]);
    assert!(
        sentences(&ended, "step").iter().any(|step| step.starts_with("set provisioned concurrency of v3 (new): 0 → 5"))
    );
}

#[test]
fn rule_25_the_published_version_has_as_much_as_the_one_that_it_replaces() {
    let (ended, cloud) = run(settled().warm(2, 4), SRC, release());
    ended.done();
    warm_at_every_shift(&cloud, "fun01-dev", 4);
    assert_eq!(instances(&cloud, "fun01-dev"), [(2, 4), (3, 4)], "the one before keeps its own");
}

#[test]
fn rule_25_the_version_before_the_one_to_go_back_to_is_released_last() {
    let (mut cloud, mut machine) = (Cloud::of(&[]), Machine::default());
    machine.deploy(&mut cloud, &[("f", "v1")], with(release(), "provisionedNum", json!(3))).done();
    for (code, expected) in [("v2", vec![(1, 3), (2, 3)]), ("v3", vec![(2, 3), (3, 3)]), ("v4", vec![(3, 3), (4, 3)])] {
        machine.release(&mut cloud, &[("f", code)]);
        assert_eq!(instances(&cloud, "f-dev"), expected, "after {code}");
    }
    assert_eq!(*cloud.writes().last().unwrap(), DELETE);
}

/// At the first release nobody knows which version is an old one; a deploy that has nothing to do does not look for one.
#[test]
fn rule_25_a_release_that_is_repeated_releases_no_more() {
    let (mut cloud, mut machine) = (Cloud::of(&[("f-dev", settled().warm(1, 2))]), Machine::default());
    machine.deploy(&mut cloud, &[("f", "v1")], with(release(), "provisionedNum", json!(3))).done();
    let again = with(json!({ "traffic": 0 }), "provisionedNum", json!(3));
    let ended = machine.deploy(&mut cloud, &[("f", "v1")], again);
    assert!(ended.done().unchanged);
    assert_eq!((cloud.writes(), instances(&cloud, "f-dev")), (Vec::<&str>::new(), vec![(1, 2), (3, 3)]));
}

#[test]
fn rule_25_an_old_version_that_an_alias_names_keeps_its_instances() {
    let (mut cloud, mut machine) = (Cloud::of(&[]), Machine::default());
    machine.deploy(&mut cloud, &[("f", "v1")], with(release(), "provisionedNum", json!(3))).done();
    machine.release(&mut cloud, &[("f", "v2")]);
    let function = cloud.functions.get_mut("f-dev").unwrap();
    function.aliases.insert("legacy".to_owned(), Alias::all_to("1"));
    machine.release(&mut cloud, &[("f", "v3")]);
    assert_eq!(instances(&cloud, "f-dev"), [(1, 3), (2, 3), (3, 3)]);
}

#[test]
fn rule_25_a_published_version_that_had_no_traffic_is_warmed_before_it_gets_some() {
    let there = settled().with(3, "old", "Active").warm(2, 4);
    let (ended, cloud) = run(there, &[], json!({ "traffic": 0 }));
    ended.done();
    assert_eq!(cloud.writes(), [PUT, "UpdateAlias"]);
    warm_at_every_shift(&cloud, "fun01-dev", 4);
}

#[test]
fn rule_25_a_canary_on_latest_costs_no_call_more() {
    for there in [settled(), settled().warm(2, 4)] {
        let (ended, cloud) = run(there, SRC, json!({ "traffic": 0.1 }));
        ended.done();
        assert_eq!(cloud.bodies(GET).len(), 0);
    }
    // where it takes over, one look
    let (ended, cloud) = run(settled(), SRC, release());
    ended.done();
    assert_eq!((cloud.bodies(GET).len(), cloud.bodies(PUT).len()), (1, 0));
}

#[test]
fn rule_25_a_rollout_that_begins_beside_an_untried_version_warms_nothing() {
    // users stay on 2 at its start, whatever was published since
    let there = settled().with(3, "old", "Active").warm(2, 4);
    let (ended, cloud) = run(there, SRC, json!({ "rollout": "canary" }));
    ended.done();
    assert_eq!((cloud.bodies(GET).len(), cloud.bodies(PUT).len(), cloud.bodies("UpdateAlias").len()), (0, 0, 0));
}

#[test]
fn rule_25_latest_has_none_and_the_plan_says_so() {
    let (ended, cloud) = run(settled().warm(2, 4), SRC, json!({ "traffic": 0.1, "provisionedNum": 4 }));
    ended.done();
    assert_eq!(cloud.bodies(PUT).len(), 0);
    assert_eq!(
        note(&ended, "Provisioned"),
        "$latest can't have provisioned concurrency: its 10% of the traffic may meet cold starts"
    );
}

#[test]
fn rule_25_a_number_without_publish_waits_for_the_next_publish() {
    let (ended, cloud) = run(settled(), &[], json!({ "traffic": 0, "provisionedNum": 4 }));
    ended.done();
    assert!(cloud.writes().is_empty());
    assert!(note(&ended, "Provisioned").starts_with("provisionedNum 4 is set on the version that is published next"));
    // and is over with it
    let (ended, cloud) = run(settled().warm(2, 4), &[], json!({ "traffic": 0, "provisionedNum": 4 }));
    assert!(ended.done().unchanged && !codes(&ended).contains(&"Provisioned".to_owned()));
    assert!(cloud.writes().is_empty());
}

#[test]
fn rule_25_nothing_is_written_where_the_account_cannot_hold_both() {
    let mut there = settled().warm(2, 5);
    there.provisioned.room = 7;
    let (ended, cloud) = run(there.clone(), SRC, release());
    let error = ended.refused();
    assert_eq!((error.code(), error.class), ("NotWarmed", Class::Refused));
    assert!(error.message().contains("needs 5 provisioned instances"), "{}", error.message());
    assert!(error.message().ends_with("has room for 2"), "{}", error.message());
    assert!(error.hint().unwrap().contains("warm: false"));
    assert!(cloud.writes().is_empty());
    let (ended, cloud) = run(there, SRC, with(release(), "warm", json!(false)));
    ended.done();
    assert_eq!((cloud.bodies(PUT).len(), cloud.bodies(GET).len()), (0, 0));
    assert_eq!(cloud.function("fun01-dev").default_alias(), &Alias::grayscale(0.0, "3"));
}

#[test]
fn rule_25_no_traffic_moves_to_a_version_whose_instances_do_not_start() {
    let asked = with(release(), "provisionedNum", json!(5));
    let refused = "FailedOperation.ProvisionedExceedAvailable";
    for (fault, says) in [
        (Fault::Refused(refused), "v3 can't have 5 provisioned instances"),
        (Fault::Refused("LimitExceeded.FunctionProvisionedConcurrencyMemory"), "v3 can't have 5"),
        (Fault::Fails, "only 0 of 5 provisioned instances of v3 have started"),
    ] {
        let (ended, cloud) = faulty(settled(), &[at(PUT, 0, fault)], asked.clone());
        let error = ended.refused();
        assert_eq!((error.code(), error.class), ("NotWarmed", Class::Failed), "{fault:?}");
        assert!(error.message().starts_with(says), "{}", error.message());
        assert!(error.request_id.is_some() && !error.changed.is_empty());
        assert_eq!(cloud.bodies("UpdateAlias").len(), 0);
        let left = codes(&ended).contains(&"Provisioned".to_owned());
        assert_eq!(left, matches!(fault, Fault::Fails), "what may cost is said: {fault:?}");
    }
}

#[test]
fn rule_25_a_wait_that_is_too_long_ends_with_what_had_started() {
    let asked = with(with(release(), "provisionedNum", json!(5)), "waitTimeout", json!(30));
    let (ended, cloud) = faulty(settled(), &[at(PUT, 0, Fault::Stuck)], asked);
    assert_eq!(ended.refused().code(), "WaitTimeout");
    assert!(ended.refused().message().contains("InProgress 0/5"), "{}", ended.refused().message());
    assert_eq!(cloud.bodies("UpdateAlias").len(), 0);
    assert!(note(&ended, "Provisioned").starts_with("v3 keeps 5 provisioned instances, which are billed"));
}

#[test]
fn rule_25_a_lost_answer_is_not_taken_for_a_failure() {
    for fault in [Fault::LostAfter, Fault::LostBefore, Fault::HtmlAfter, Fault::DoneBut("InternalError")] {
        let (ended, cloud) = faulty(settled(), &[at(PUT, 0, fault)], with(release(), "provisionedNum", json!(5)));
        ended.done();
        warm_at_every_shift(&cloud, "fun01-dev", 5);
        assert_eq!(instances(&cloud, "fun01-dev"), [(3, 5)], "{fault:?}");
    }
}

#[test]
fn rule_25_a_key_that_may_not_look_goes_on_and_says_so() {
    let denied = at(GET, 0, Fault::Refused("UnauthorizedOperation.CAM"));
    let (ended, _) = faulty(settled().warm(2, 4), &[denied], release());
    ended.done();
    assert!(note(&ended, "Provisioned").starts_with("provisioned concurrency was not checked"));
    // where it was asked for, it is an error
    let (ended, cloud) = faulty(settled(), &[denied], with(release(), "provisionedNum", json!(5)));
    assert_eq!(ended.refused().code(), "UnauthorizedOperation.CAM");
    assert!(cloud.writes().is_empty());
}

#[test]
fn rule_25_zero_releases_what_all_versions_have() {
    for asked in [json!({ "provisionedNum": 0 }), with(release(), "provisionedNum", json!(0))] {
        let (ended, cloud) = run(settled().warm(1, 2).warm(2, 4), &[], asked.clone());
        ended.done();
        assert_eq!(instances(&cloud, "fun01-dev"), [], "{asked}");
        let shifts = cloud.writes().iter().rposition(|action| *action == "UpdateAlias");
        let first = cloud.writes().iter().position(|action| *action == DELETE).unwrap();
        assert!(shifts.is_none_or(|shift| shift < first), "{:?}", cloud.writes());
    }
}

#[test]
fn rule_25_the_functions_of_a_group_wait_for_each_other() {
    let packages: &[(&str, &str)] = &[("a", "new"), ("b", "new"), ("c", "new")];
    let names = ["a-dev", "b-dev", "c-dev"];
    let world = || Cloud::of(&names.map(|name| (name, settled().warm(2, 4))));
    let inputs = support::machine::with(packages, release());
    let mut cloud = world();
    drive(&order("run", inputs.clone(), packages), &mut cloud, &How::packing(packages)).done();
    let place = |action: &str, last: bool| {
        let is = |(called, _): &(String, Value)| called == action;
        let found = if last { cloud.calls.iter().rposition(is) } else { cloud.calls.iter().position(is) };
        found.unwrap()
    };
    assert!(place(PUT, true) < place("UpdateAlias", false));
    let moment = &cloud.moments[place("UpdateAlias", false)];
    for name in names {
        assert!(moment.functions[name].provisioned.versions[&3].ready(moment.at), "{name}");
    }
    // one that gets none holds all of them back
    for fault in [Fault::Refused("FailedOperation.ProvisionedExceedAvailable"), Fault::Fails] {
        let mut cloud = world().failing(&[at(PUT, 1, fault)]);
        let ended = drive(&order("run", inputs.clone(), packages), &mut cloud, &How::packing(packages));
        assert_eq!(ended.refused().code(), "NotWarmed");
        for name in names {
            assert_eq!(cloud.function(name).default_alias(), settled().default_alias(), "{name}: {fault:?}");
        }
        assert!(codes(&ended).contains(&"Provisioned".to_owned()), "{fault:?}");
    }
}

/// One function, of which two versions were released, with three instances each.
fn released() -> (Cloud, Machine) {
    let (mut cloud, mut machine) = (Cloud::of(&[]), Machine::default());
    cloud.work_ms = 400;
    machine.deploy(&mut cloud, &[("f", "v1")], with(release(), "provisionedNum", json!(3))).done();
    machine.release(&mut cloud, &[("f", "v2")]);
    (cloud, machine)
}

#[test]
fn rule_25_a_rollback_shifts_first_and_then_releases_the_version_that_it_leaves() {
    let (mut cloud, mut machine) = released();
    machine.rollback(&mut cloud, &["f"], json!({}), Value::Null).done();
    assert_eq!(cloud.writes(), ["UpdateAlias", DELETE]);
    assert_eq!(instances(&cloud, "f-dev"), [(1, 3)]);
    let again = machine.rollback(&mut cloud, &["f"], json!({}), Value::Null);
    assert!(again.done().unchanged && cloud.writes().is_empty());
    // another machine knows nothing of it and looks for nothing
    let (mut cloud, _) = released();
    Machine::default().rollback(&mut cloud, &["f"], json!({}), Value::Null).done();
    assert_eq!((cloud.writes(), cloud.bodies(GET).len()), (vec!["UpdateAlias"], 0));
}

#[test]
fn rule_25_a_journal_that_someone_changed_is_no_reason_to_release_anything() {
    let (mut cloud, mut machine) = released();
    let line = machine.journal.iter().position(|line| line.contains("\"gets\":3")).unwrap();
    machine.journal[line] = machine.journal[line].replace("\"gets\":3", "\"gets\":4");
    machine.rollback(&mut cloud, &["f"], json!({}), Value::Null).done();
    assert_eq!((cloud.writes(), instances(&cloud, "f-dev")), (vec!["UpdateAlias"], vec![(1, 3), (2, 3)]));
}

#[test]
fn rule_25_an_undo_gives_each_version_back_what_the_run_changed() {
    let (mut cloud, mut machine) = released();
    machine.undo(&mut cloud, None).done();
    assert_eq!(instances(&cloud, "f-dev"), [(1, 3)]);
    assert_eq!(cloud.writes(), ["UpdateAlias", DELETE]);
    let (mut cloud, mut machine) = released();
    machine.rollback(&mut cloud, &["f"], json!({}), Value::Null).done();
    machine.undo(&mut cloud, None).done();
    assert_eq!(cloud.writes(), ["UpdateAlias", PUT]);
    assert_eq!(instances(&cloud, "f-dev"), [(1, 3), (2, 3)]);
    // users are back, and nothing waits for the instances
    assert!(!cloud.function("f-dev").provisioned.versions[&2].ready(cloud.now));
}

#[test]
fn rule_25_a_deploy_ends_in_the_same_state_wherever_it_was_cut_off() {
    let asked = release();
    let (cloud, machine) = released();
    let (mut straight, mut whole) = (cloud.clone(), machine.clone());
    let ended = whole.deploy(&mut straight, &[("f", "v3")], asked.clone());
    ended.done();
    assert_eq!(instances(&straight, "f-dev"), [(2, 3), (3, 3)]);
    for effects in 0..=ended.effects {
        for stops in [false, true] {
            let (mut there, mut then) = (cloud.clone(), machine.clone());
            let at = Some(effects);
            then.how =
                if stops { How { stop_after: at, ..How::default() } } else { How { kill_after: at, ..How::default() } };
            then.deploy(&mut there, &[("f", "v3")], asked.clone());
            warm_at_every_shift(&there, "f-dev", 3);
            then.how = How::default();
            if there.function("f-dev").versions.len() == 3 && !then.cut_off() && !stops {
                continue; // it was over: the same order publishes once more
            }
            let again = then.deploy(&mut there, &[("f", "v3")], asked.clone());
            again.done();
            warm_at_every_shift(&there, "f-dev", 3);
            if there.function("f-dev").versions.len() == 3 {
                assert_eq!(instances(&there, "f-dev"), [(2, 3), (3, 3)], "cut off at {effects}, {stops}");
            }
        }
    }
}

#[test]
fn rule_25_an_abort_releases_what_the_run_had_set() {
    let (cloud, machine) = released();
    let (mut straight, mut whole) = (cloud.clone(), machine.clone());
    let effects = whole.deploy(&mut straight, &[("f", "v3")], release()).effects;
    let mut tried = 0;
    for at in 0..effects {
        let (mut there, mut then) = (cloud.clone(), machine.clone());
        then.how.kill_after = Some(at);
        then.deploy(&mut there, &[("f", "v3")], release());
        if !there.writes().contains(&PUT) || there.writes().contains(&DELETE) || !then.cut_off() {
            continue;
        }
        then.how.kill_after = None;
        then.abort(&mut there).done();
        assert_eq!(there.function("f-dev").default_alias().most_of("3"), 0, "cut off at {at}");
        assert_eq!(instances(&there, "f-dev"), [(1, 3), (2, 3)], "cut off at {at}");
        tried += 1;
    }
    assert!(tried > 3, "{tried}");
}

#[test]
fn rule_25_a_rollback_is_taken_up_wherever_it_was_cut_off() {
    let (cloud, machine) = released();
    let (mut straight, mut whole) = (cloud.clone(), machine.clone());
    let effects = whole.rollback(&mut straight, &["f"], json!({}), Value::Null).effects;
    for at in 0..=effects {
        let (mut there, mut then) = (cloud.clone(), machine.clone());
        then.how.kill_after = Some(at);
        then.rollback(&mut there, &["f"], json!({}), Value::Null);
        then.how.kill_after = None;
        then.rollback(&mut there, &["f"], json!({}), Value::Null).done();
        assert_eq!(instances(&there, "f-dev"), [(1, 3)], "cut off at {at}");
        assert_eq!(there.function("f-dev").default_alias(), straight.function("f-dev").default_alias());
    }
}

#[test]
fn rule_25_a_plan_is_the_same_whatever_was_looked_at_for_another_one() {
    let there = settled().with(3, "old", "Active").warm(1, 2).warm(2, 4);
    for traffic in [0.0, 0.1, 0.5, 1.0] {
        let inputs = json!({ "functions": { "fun01": {} }, "traffic": traffic });
        let plan = |observes: bool| {
            let mut cloud = Cloud::of(&[("fun01-dev", there.clone())]);
            let order = ordered(json!({ "do": "plan", "inputs": inputs, "observes": observes }));
            planned(&drive(&order, &mut cloud, &How::default()))
        };
        assert_eq!(plan(false), plan(true), "traffic {traffic}");
    }
}

#[test]
fn rule_25_prune_releases_what_no_alias_names_but_for_stable() {
    let there = settled().with(3, "new", "Active").warm(1, 2).warm(2, 4).warm(3, 4);
    let mut cloud = Cloud::of(&[("fun01-dev", there)]);
    let asked = json!({ "function": "fun01-dev", "provisioned": true });
    let order = ordered(json!({ "do": "run", "kind": "prune", "asked": asked }));
    let ended = drive(&order, &mut cloud, &How::default());
    ended.done();
    assert_eq!(cloud.writes(), [DELETE, DELETE]);
    assert_eq!(instances(&cloud, "fun01-dev"), [(2, 4)]);
    assert_eq!(planned(&ended)["functions"][0]["steps"].as_array().unwrap().len(), 2);
    assert_eq!(cloud.function("fun01-dev").versions.len(), 3);
}

#[test]
fn rule_25_status_shows_what_each_version_has_and_which_serves_nobody() {
    let mut cloud = Cloud::of(&[("fun01-dev", settled().warm(1, 2).warm(2, 4))]);
    let inputs = json!({ "functions": { "fun01": {} } });
    let ended = drive(&order("status", inputs, &[]), &mut cloud, &How::default());
    let Report::Status(rows) = &ended.report else { panic!("{:?}", ended.report) };
    let shown: Vec<(&str, u32, bool)> = rows[0]
        .versions
        .iter()
        .filter_map(|row| row.provisioned.as_ref().map(|warm| (row.version.wire(), warm.started, warm.idle)))
        .collect();
    assert_eq!(shown, [("2", 4, false), ("1", 2, true)]);
    // a key that may not look says so
    let mut cloud = cloud.failing(&[at(GET, 1, Fault::Refused("UnauthorizedOperation.CAM"))]);
    let inputs = json!({ "functions": { "fun01": {} } });
    let ended = drive(&order("status", inputs, &[]), &mut cloud, &How::default());
    let Report::Status(rows) = &ended.report else { panic!("{:?}", ended.report) };
    assert_eq!(rows[0].unchecked, ["provisioned"]);
}

#[test]
fn rule_25_a_function_that_is_created_and_published_is_warm_before_its_traffic() {
    let mut cloud = Cloud::of(&[]);
    let mut machine = Machine::default();
    machine.deploy(&mut cloud, &[("f", "v1")], with(release(), "provisionedNum", json!(3))).done();
    let writes = cloud.writes();
    let found: Vec<&str> = writes.iter().copied().filter(|action| PROVISIONED.contains(action)).collect();
    assert_eq!(found, PROVISIONED);
}
