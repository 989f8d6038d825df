//! Someone sets the wall clock in the middle of a run: no wait ends early, and none takes longer.

use crate::support;

use scf_grayscale::release::Request;
use serde_json::{Value, json};
use support::asked::settled;
use support::cloud::Cloud;
use support::drive::{Ended, How, drive};
use support::{ordered, packages_of};

const HOUR: i64 = 3_600_000;
const JUMPS: [i64; 2] = [HOUR, -HOUR];
const PACKAGES: &[(&str, &str)] = &[("fun01", "new")];
/// A jump ahead may be a suspension, after which an alias is looked at again: a call or two more.
const LOOKS_MS: u64 = 200;

fn cloud() -> Cloud {
    let mut cloud = Cloud::of(&[("fun01-dev", settled())]);
    cloud.work_ms = 20_000;
    cloud
}

fn order(asked: &Value, journal: &[String]) -> Request<'static> {
    let mut inputs = json!({ "functions": { "fun01": { "src": "." } } });
    for (key, value) in asked.as_object().unwrap() {
        inputs[key] = value.clone();
    }
    ordered(json!({ "do": "run", "inputs": inputs, "packages": packages_of(PACKAGES), "journal": journal.join("\n") }))
}

fn jumping(at: usize, by: i64) -> How {
    How { jump: Some((at, by)), ..How::packing(PACKAGES) }
}

fn gone_on(asked: &Value, journal: &[String], cloud: &mut Cloud, how: &How) -> Ended {
    drive(&order(asked, journal), cloud, how)
}

/// The run with its clock set at each of its effects, beside the one whose clock nobody sets.
fn everywhere(asked: &Value, check: &dyn Fn(&Ended, &Ended, &Cloud)) {
    let straight = gone_on(asked, &[], &mut cloud(), &How::packing(PACKAGES));
    for at in 0..straight.effects {
        for by in JUMPS {
            let mut cloud = cloud();
            let ended = gone_on(asked, &[], &mut cloud, &jumping(at, by));
            check(&ended, &straight, &cloud);
        }
    }
}

#[test]
fn a_wait_takes_as_long_whenever_the_wall_clock_is_set() {
    everywhere(&json!({ "publish": true, "traffic": 0 }), &|ended, straight, _| {
        ended.done();
        assert!(straight.waited_ms > 40_000, "it waits for an upload and for a version");
        assert!(ended.waited_ms.abs_diff(straight.waited_ms) <= LOOKS_MS, "{} ms", ended.waited_ms);
    });
}

#[test]
fn a_deadline_is_met_at_its_time_whenever_the_wall_clock_is_set() {
    everywhere(&json!({ "waitTimeout": 15 }), &|ended, straight, _| {
        assert_eq!(ended.refused().code(), "WaitTimeout");
        assert!(ended.waited_ms.abs_diff(straight.waited_ms) <= LOOKS_MS, "{} ms", ended.waited_ms);
    });
}

#[test]
fn what_an_earlier_run_may_have_published_is_looked_for_no_longer_after_a_jump() {
    let asked = json!({ "publish": true, "traffic": 0 });
    let straight = gone_on(&asked, &[], &mut cloud(), &How::packing(PACKAGES));
    let mut took_up = 0;
    for at in 0..straight.effects {
        let kill = How { kill_after: Some(at), ..How::packing(PACKAGES) };
        let mut broken_off = cloud();
        let journal = gone_on(&asked, &[], &mut broken_off, &kill).journal;
        // the entry is there, the call was not sent: no version ever appears
        if broken_off.writes().contains(&"PublishVersion") || !journal.join("").contains(r#""step":"publish""#) {
            continue;
        }
        took_up += 1;
        let calm = gone_on(&asked, &journal, &mut broken_off.clone(), &How::packing(PACKAGES));
        for at in 1..calm.effects {
            for by in JUMPS {
                let ended = gone_on(&asked, &journal, &mut broken_off.clone(), &jumping(at, by));
                ended.done();
                assert!(ended.waited_ms.abs_diff(calm.waited_ms) <= LOOKS_MS, "{} ms", ended.waited_ms);
            }
        }
    }
    assert!(took_up > 0);
}

#[test]
fn after_a_suspension_an_alias_is_looked_at_again_before_it_is_written() {
    let reads = |cloud: &Cloud| cloud.actions().iter().filter(|action| **action == "GetAlias").count();
    let asked = json!({ "functions": ["fun01-dev"], "publish": true, "traffic": 0 });
    let publish = ordered(json!({ "do": "run", "inputs": asked }));
    let quick = || {
        let mut cloud = cloud();
        cloud.work_ms = 400;
        cloud
    };
    let mut calm = quick();
    let straight = drive(&publish, &mut calm, &How::default());
    straight.done();
    let reads_after = |at| {
        let mut cloud = quick();
        drive(&publish, &mut cloud, &How { jump: Some((at, HOUR)), ..How::default() }).done();
        reads(&cloud)
    };
    let counts: Vec<usize> = (0..straight.effects).map(reads_after).collect();
    assert!(counts.contains(&(reads(&calm) + 1)), "{counts:?}, {} without a jump", reads(&calm));
}

#[test]
fn the_journal_tells_the_time_of_the_wall() {
    let mut cloud = cloud();
    let begun = cloud.now;
    let ended = gone_on(&json!({ "traffic": 0.1 }), &[], &mut cloud, &jumping(0, HOUR));
    let times = ended.journal.iter().map(|line| serde_json::from_str::<Value>(line).unwrap()["at"].as_u64().unwrap());
    assert!(times.into_iter().all(|at| at >= begun + HOUR.unsigned_abs()));
}
