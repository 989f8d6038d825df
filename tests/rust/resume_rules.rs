//! The plug is pulled, and the same command is given again: it ends where an undisturbed run would have, and nothing is
//! published twice.

use crate::support;

use scf_grayscale::release::Request;
use serde_json::{Value, json};
use support::asked::{note, notes, settled};
use support::cloud::{Alias, Cloud, WHOLE};
use support::drive::{Ended, How, drive};
use support::fault::{Fault, at};
use support::{ordered, packages_of, rollback};

const NAMES: [&str; 3] = ["fun01-dev", "fun02-dev", "fun03-dev"];
const PACKAGES: &[(&str, &str)] = &[("fun01", "new"), ("fun02", "new"), ("fun03", "new")];

fn cloud() -> Cloud {
    let mut cloud = Cloud::of(&NAMES.map(|name| (name, settled())));
    cloud.work_ms = 400;
    cloud
}

fn order(asked: &Value, packages: &[(&str, &str)], journal: &[String]) -> Request<'static> {
    let mut inputs =
        json!({ "functions": { "fun01": { "src": "." }, "fun02": { "src": "." }, "fun03": { "src": "." } } });
    for (key, value) in asked.as_object().unwrap() {
        inputs[key] = value.clone();
    }
    let packages = packages_of(packages);
    ordered(json!({ "do": "run", "inputs": inputs, "packages": packages, "journal": journal.join("\n") }))
}

fn give(asked: &Value, cloud: &mut Cloud, journal: &mut Vec<String>, how: &How) -> Ended {
    let ended = drive(&order(asked, PACKAGES, journal), cloud, how);
    journal.extend(ended.journal.iter().cloned());
    ended
}

fn made(cloud: &Cloud, name: &str) -> usize {
    cloud.function(name).versions.iter().filter(|version| version.made_at > 0).count()
}

/// Each way in which a run is cut off, at each of its effects, then the same command as often as it takes.
fn cut_everywhere(asked: &Value, allowed: u64) {
    let mut straight = cloud();
    let whole = give(asked, &mut straight, &mut vec![], &How::packing(PACKAGES));
    whole.done();
    for at in 0..=whole.effects {
        for (kill_after, stop_after) in [(Some(at), None), (None, Some(at))] {
            let (mut cloud, mut journal) = (cloud(), vec![]);
            let cut = How { kill_after, stop_after, ..How::packing(PACKAGES) };
            give(asked, &mut cloud, &mut journal, &cut);
            cloud.now += 5;
            // cut off a second time where the first run was, by now in other steps
            let how = How { seed: 8, ..cut };
            give(asked, &mut cloud, &mut journal, &how);
            cloud.now += 5;
            give(asked, &mut cloud, &mut journal, &How { seed: 9, ..How::packing(PACKAGES) }).done();
            // each order that was fulfilled made one version of each function, if versions were asked for
            let publishes = asked["publish"] == true;
            let fulfilled = journal.iter().filter(|line| line.contains(r#""phase":"end","how":"done""#)).count();
            for name in NAMES {
                assert!(!publishes || made(&cloud, name) == fulfilled, "{name}, cut at {at}: {journal:#?}");
            }
            if fulfilled > 1 {
                continue; // the second order went to the version after that of the straight run
            }
            for name in NAMES {
                assert_eq!(
                    cloud.function(name).default_alias(),
                    straight.function(name).default_alias(),
                    "cut at {at}"
                );
                assert_eq!(cloud.function(name).code, straight.function(name).code);
            }
            for moment in &cloud.moments {
                for name in NAMES {
                    let share = moment.functions[name].share_of_newer("$DEFAULT", settled().content);
                    assert!(share <= allowed, "cut at {at}, after {}: {share}", moment.after);
                }
            }
        }
    }
}

#[test]
fn publishing_is_taken_up_wherever_it_was_cut_off() {
    cut_everywhere(&json!({ "publish": true, "traffic": 0 }), WHOLE);
}

#[test]
fn a_canary_is_taken_up_wherever_it_was_cut_off() {
    cut_everywhere(&json!({ "traffic": 0.1 }), WHOLE / 10);
}

/// Cut off with the version published and nothing shifted.
fn published() -> (Cloud, Vec<String>) {
    let asked = json!({ "publish": true, "traffic": 0 });
    let mut straight = cloud();
    let whole = give(&asked, &mut straight, &mut vec![], &How::packing(PACKAGES));
    for at in 0..whole.effects {
        let (mut cloud, mut journal) = (cloud(), vec![]);
        give(&asked, &mut cloud, &mut journal, &How { kill_after: Some(at), ..How::packing(PACKAGES) });
        if cloud.writes().iter().filter(|action| **action == "PublishVersion").count() == 3 {
            cloud.now += 2_000;
            return (cloud.fresh(), journal);
        }
    }
    panic!("it publishes three versions");
}

#[test]
fn what_was_published_is_said_and_not_published_again() {
    let (mut cloud, mut journal) = published();
    let asked = json!({ "publish": true, "traffic": 0 });
    let ended = give(&asked, &mut cloud, &mut journal, &How { seed: 8, ..How::packing(PACKAGES) });
    ended.done();
    assert!(!cloud.writes().contains(&"PublishVersion"), "{:?}", cloud.writes());
    assert!(note(&ended, "Resumed").starts_with("v3 was published by the interrupted run "), "{:?}", notes(&ended));
    assert_eq!(ended.run().functions[0].last_version.as_ref().unwrap().wire(), "3");
    for name in NAMES {
        assert_eq!(cloud.function(name).default_alias(), &Alias::grayscale(0.0, "3"));
    }
    // an order that was fulfilled is an order anew
    let mut cloud = cloud.fresh();
    give(&asked, &mut cloud, &mut journal, &How { seed: 9, ..How::packing(PACKAGES) }).done();
    assert_eq!(cloud.bodies("PublishVersion").len(), 3);
}

#[test]
fn an_order_for_other_code_adopts_nothing() {
    let packages = &[("fun01", "other"), ("fun02", "other"), ("fun03", "other")];
    let (mut cloud, journal) = published();
    let how = How { seed: 8, ..How::packing(packages) };
    drive(&order(&json!({ "publish": true, "traffic": 0 }), packages, &journal), &mut cloud, &how).done();
    assert_eq!(cloud.bodies("PublishVersion").len(), 3);
}

#[test]
fn a_narrower_order_adopts_what_the_wider_one_published() {
    let asked = json!({ "publish": true, "traffic": 0, "only": ["fun02"] });
    let (mut cloud, mut journal) = published();
    give(&asked, &mut cloud, &mut journal, &How { seed: 8, ..How::packing(PACKAGES) }).done();
    assert_eq!(cloud.bodies("PublishVersion").len(), 0);
    assert_eq!(cloud.function("fun02-dev").default_alias(), &Alias::grayscale(0.0, "3"));
    // and once that order is fulfilled, it is an order anew
    let mut cloud = cloud.fresh();
    give(&asked, &mut cloud, &mut journal, &How { seed: 9, ..How::packing(PACKAGES) }).done();
    assert_eq!(cloud.bodies("PublishVersion").len(), 1);
}

#[test]
fn what_was_published_is_adopted_after_a_rollback() {
    let asked = json!({ "publish": true, "traffic": 0 });
    let (mut cloud, mut journal) = published();
    let back = rollback(json!({ "functions": NAMES }), json!("1"), &journal);
    journal.extend(drive(&back, &mut cloud, &How { seed: 5, ..How::default() }).journal);
    let mut cloud = cloud.fresh();
    give(&asked, &mut cloud, &mut journal, &How { seed: 8, ..How::packing(PACKAGES) }).done();
    assert_eq!(cloud.bodies("PublishVersion").len(), 0);
    for name in NAMES {
        assert_eq!(cloud.function(name).default_alias(), &Alias::grayscale(0.0, "3"));
    }
}

#[test]
fn nothing_is_adopted_over_what_happened_since() {
    let asked = json!({ "publish": true, "traffic": 0 });
    // someone published a later version
    let (mut cloud, mut journal) = published();
    let now = cloud.now;
    let active = support::cloud::Status::is("Active");
    cloud.functions.get_mut("fun02-dev").unwrap().publish(now, "theirs", active);
    give(&asked, &mut cloud, &mut journal, &How { seed: 8, ..How::packing(PACKAGES) }).done();
    assert_eq!(cloud.bodies("PublishVersion").len(), 1);
    // it failed
    let (mut cloud, mut journal) = published();
    let version = cloud.functions.get_mut("fun02-dev").unwrap().versions.last_mut().unwrap();
    version.status = support::cloud::Status::is("PublishFailed");
    give(&asked, &mut cloud, &mut journal, &How { seed: 8, ..How::packing(PACKAGES) }).done();
    assert_eq!(cloud.bodies("PublishVersion").len(), 1);
}

#[test]
fn a_list_that_lags_is_waited_out_before_publishing() {
    let asked = json!({ "publish": true, "traffic": 0 });
    // the version is made, its answer never comes, the process dies; and the lists do not show it for a while
    let mut straight = cloud();
    let whole = give(&asked, &mut straight, &mut vec![], &How::packing(PACKAGES));
    let mut tried = 0;
    for at_effect in 0..whole.effects {
        let (mut cloud, mut journal) = (cloud(), vec![]);
        cloud.faults.push(at("PublishVersion", 0, Fault::LostAfter));
        let cut = How { kill_after: Some(at_effect), ..How::packing(PACKAGES) };
        give(&asked, &mut cloud, &mut journal, &cut);
        if cloud.bodies("PublishVersion").len() != 1 {
            continue;
        }
        tried += 1;
        let mut cloud = cloud.fresh();
        cloud.faults.push(at("ListVersionByFunction", 0, Fault::ListsLag(10_000)));
        give(&asked, &mut cloud, &mut journal, &How { seed: 8, ..How::packing(PACKAGES) }).done();
        for name in NAMES {
            assert_eq!(made(&cloud, name), 1, "{name}, cut at {at_effect}");
        }
    }
    assert!(tried > 0);
}

#[test]
fn published_for_an_alias_that_is_not_there_yet_the_code_that_users_have_is_no_new_code() {
    let asked = json!({ "functions": { "fun01": { "src": "." } }, "alias": "live", "publish": true, "traffic": 0.1 });
    let order = |journal: &[String]| {
        let packages = packages_of(&[("fun01", "old")]);
        ordered(json!({ "do": "run", "inputs": asked, "packages": packages, "journal": journal.join("\n") }))
    };
    let world = Cloud::of(&[("fun01-dev", settled())]);
    let whole = drive(&order(&[]), &mut world.clone(), &How::default());
    whole.done();
    for at in 0..=whole.effects {
        let mut cloud = world.clone();
        let cut = drive(&order(&[]), &mut cloud, &How { kill_after: Some(at), ..How::default() });
        drive(&order(&cut.journal), &mut cloud, &How { seed: 8, ..How::default() }).done();
    }
}
