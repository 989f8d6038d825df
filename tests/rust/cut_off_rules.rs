//! Every order is cut off at every effect, and then one of four things is typed: the same order, resume, abort or rollback.
//! Each goes on to the targets that the order had, or back to what users had before it: never further, and nobody gets new
//! code that was not asked for.
//!
//! `CUT_OFF_STEP=1 cargo test --test rust cut_off_rules` cuts off at each effect, and `npm run soak` does; else it is every
//! seventh.
#![allow(clippy::print_stdout)]

use crate::support;

use std::collections::BTreeMap;

use scf_grayscale::release::journal::{Journal, Scope};
use serde_json::{Value, json};
use support::cloud::{Cloud, WHOLE};
use support::drive::{Ended, How};
use support::machine::{Machine, with};
use support::{raw, sha};

const KEYS: &[&str] = &["a", "b"];
const V3: &[(&str, &str)] = &[("a", "v3"), ("b", "v3")];

/// What users of each function meet: code and share.
type Users = BTreeMap<&'static str, BTreeMap<String, u64>>;

fn users(cloud: &Cloud) -> Users {
    let of = |key: &&'static str| {
        let function = cloud.function(&format!("{key}-dev"));
        let versions = function.versions.iter().map(|version| (version.number.to_string(), version.code.clone()));
        let mut met = BTreeMap::new();
        for (name, code) in versions.chain([("$LATEST".to_owned(), function.code.clone())]) {
            let share = function.default_alias().most_of(&name);
            if share > 0 {
                *met.entry(code).or_insert(0) += share;
            }
        }
        (*key, met)
    };
    KEYS.iter().map(of).collect()
}

fn all_on(code: &str) -> Users {
    KEYS.iter().map(|key| (*key, BTreeMap::from([(sha(code), WHOLE)]))).collect()
}

fn share(users: &Users, key: &str, code: &str) -> u64 {
    users[key].get(&sha(code)).copied().unwrap_or(0)
}

/// The versions of the function that has provisioned concurrency, and how many instances each is to have.
fn instances(cloud: &Cloud) -> Vec<(u64, u64)> {
    let provisioned = &cloud.function("a-dev").provisioned;
    provisioned.versions.iter().map(|(version, warm)| (*version, warm.asked)).filter(|(_, asked)| *asked > 0).collect()
}

/// Instances of a version above all that the alias gives traffic to: nobody meets them, and they are billed.
fn idle_above(cloud: &Cloud) -> bool {
    let function = cloud.function("a-dev");
    let serves = |version: u64| function.default_alias().most_of(&version.to_string()) > 0;
    instances(cloud)
        .iter()
        .any(|(version, _)| function.versions.iter().all(|made| made.number < *version || !serves(made.number)))
}

fn versions(cloud: &Cloud) -> Vec<usize> {
    KEYS.iter().map(|key| cloud.function(&format!("{key}-dev")).versions.len()).collect()
}

/// What was typed, and what there was before.
struct Request {
    name: &'static str,
    before: fn(&mut Cloud, &mut Machine),
    give: fn(&mut Cloud, &mut Machine) -> Ended,
    /// Where a rollback leads that is typed after it: the code that all users are on.
    rolled_back: &'static [&'static str],
    /// The share of new code that it asks for.
    asked: u64,
    deploys: bool,
    goes_back: bool,
}

fn none(_: &mut Cloud, _: &mut Machine) {}

fn deployed(cloud: &mut Cloud, machine: &mut Machine, asked: Value) -> Ended {
    machine.deploy(cloud, V3, asked)
}

fn canary(cloud: &mut Cloud, machine: &mut Machine) {
    deployed(cloud, machine, json!({ "traffic": 0.1 })).done();
}

fn release(cloud: &mut Cloud, machine: &mut Machine) {
    deployed(cloud, machine, json!({ "publish": true, "traffic": 0 })).done();
}

/// A canary that was cut off after its first write of an alias.
fn half_a_canary(cloud: &mut Cloud, machine: &mut Machine) {
    for at in 0.. {
        let (mut there, mut then) = (cloud.clone(), machine.clone());
        then.how.kill_after = Some(at);
        deployed(&mut there, &mut then, json!({ "traffic": 0.1 }));
        if there.writes().contains(&"UpdateAlias") {
            then.how.kill_after = None;
            (*cloud, *machine) = (there, then);
            return;
        }
    }
}

const DEPLOY: Request = Request {
    name: "",
    before: none,
    give: |_, _| unreachable!(),
    rolled_back: &["v2"],
    asked: WHOLE,
    deploys: true,
    goes_back: false,
};

const BACK: Request = Request { asked: 0, deploys: false, goes_back: true, ..DEPLOY };

fn orders() -> Vec<Request> {
    vec![
        Request {
            name: "canary",
            give: |cloud, machine| deployed(cloud, machine, json!({ "traffic": 0.1 })),
            asked: WHOLE / 10,
            ..DEPLOY
        },
        Request {
            name: "raise",
            before: canary,
            give: |cloud, machine| deployed(cloud, machine, json!({ "traffic": 0.5 })),
            asked: WHOLE / 2,
            ..DEPLOY
        },
        Request {
            name: "raise to all",
            before: canary,
            give: |cloud, machine| deployed(cloud, machine, json!({ "traffic": 1 })),
            ..DEPLOY
        },
        Request {
            name: "publish the canary",
            before: canary,
            give: |cloud, machine| deployed(cloud, machine, json!({ "publish": true, "traffic": 0 })),
            ..DEPLOY
        },
        Request {
            name: "release at once",
            give: |cloud, machine| deployed(cloud, machine, json!({ "publish": true, "traffic": 0 })),
            ..DEPLOY
        },
        Request {
            name: "rollback of a canary",
            before: canary,
            give: |cloud, machine| machine.rollback(cloud, KEYS, json!({}), Value::Null),
            ..BACK
        },
        Request {
            name: "rollback of a release",
            before: release,
            give: |cloud, machine| machine.rollback(cloud, KEYS, json!({}), Value::Null),
            ..BACK
        },
        Request {
            name: "rollback --to 1",
            give: |cloud, machine| machine.rollback(cloud, KEYS, json!({}), json!(1)),
            rolled_back: &["v1"],
            ..BACK
        },
        Request {
            name: "rollback --to previous",
            before: canary,
            give: |cloud, machine| machine.rollback(cloud, KEYS, json!({}), json!("previous")),
            ..BACK
        },
        Request { name: "undo", before: release, give: |cloud, machine| machine.undo(cloud, None), ..BACK },
        Request { name: "abort", before: half_a_canary, give: |cloud, machine| machine.abort(cloud), ..BACK },
        Request {
            name: "alias update",
            give: |cloud, machine| {
                let asked = json!({ "function": "a-dev", "name": "$default", "version": "1" });
                machine.give(cloud, json!({ "kind": "update-alias", "asked": asked }), &[])
            },
            // before it has begun, the release of v2 is the last one
            rolled_back: &["v1", "v2"],
            asked: 0,
            deploys: false,
            ..DEPLOY
        },
        Request {
            name: "publish alone",
            give: |cloud, machine| {
                let asked = json!({ "function": ["a-dev", "b-dev"] });
                machine.give(cloud, json!({ "kind": "publish", "asked": asked }), &[])
            },
            rolled_back: &["v1"],
            asked: 0,
            deploys: false,
            ..DEPLOY
        },
    ]
}

/// Two functions, of which two versions were released; those of one have provisioned concurrency.
fn world() -> (Cloud, Machine) {
    let (mut cloud, mut machine) = (Cloud::of(&[]), Machine::default());
    cloud.work_ms = 400;
    let warm = json!({ "a": { "src": ".", "provisionedNum": 3 }, "b": { "src": "." } });
    let first = json!({ "functions": warm, "publish": true, "traffic": 0 });
    machine.deploy(&mut cloud, &[("a", "v1"), ("b", "v1")], first).done();
    machine.release(&mut cloud, &[("a", "v2"), ("b", "v2")]);
    (cloud, machine)
}

/// The order's run was cut off after so many effects.
fn cut_off(order: &Request, (cloud, machine): &(Cloud, Machine), at: usize) -> (Cloud, Machine, Users) {
    let (mut cloud, mut machine) = (cloud.clone(), machine.clone());
    let before = users(&cloud);
    let how = std::mem::replace(&mut machine.how, How { kill_after: Some(at), ..How::default() });
    (order.give)(&mut cloud, &mut machine);
    machine.how = how;
    (cloud, machine, before)
}

struct Tally {
    trials: usize,
    violations: Vec<String>,
}

/// `right` says what is wrong, where something is.
fn tried(tally: &mut Tally, order: &Request, at: usize, way: &str, wrong: Option<String>) {
    tally.trials += 1;
    tally.violations.extend(wrong.map(|wrong| format!("{}, cut off at {at}, {way}: {wrong}", order.name)));
}

#[test]
fn whatever_is_typed_after_an_order_was_cut_off_nobody_gets_what_was_not_asked() {
    let step: usize = std::env::var("CUT_OFF_STEP").ok().and_then(|step| step.parse().ok()).unwrap_or(7);
    let mut table: Vec<(String, Tally)> = vec![];
    let world = world();
    for order in orders() {
        let (mut straight, mut machine) = world.clone();
        (order.before)(&mut straight, &mut machine);
        let begun = (straight.clone(), machine.clone());
        let whole = (order.give)(&mut straight, &mut machine);
        assert_eq!(whole.error, None, "{}", order.name);
        let (desired, made) = (users(&straight), versions(&straight));
        let warm = instances(&straight);
        for way in ["the same order", "resume", "abort", "rollback"] {
            let mut tally = Tally { trials: 0, violations: vec![] };
            for at in (0..=whole.effects).step_by(step) {
                let (mut cloud, mut machine, before) = cut_off(&order, &begun, at);
                let unfinished = Journal::read(&machine.text()).abortion(&Scope::Journal).is_ok() && machine.cut_off();
                match way {
                    "the same order" => {
                        // it was over: undo and abort have nothing to do then, and what is previous is another routing
                        let over = machine.runs() > begun.1.runs() && !machine.cut_off();
                        if over && matches!(order.name, "undo" | "rollback --to previous")
                            || order.name == "abort" && !unfinished
                        {
                            continue;
                        }
                        let ended = (order.give)(&mut cloud, &mut machine);
                        let error = ended.error.as_ref().map(|error| error.code().to_owned());
                        let same = users(&cloud) == desired && versions(&cloud) == made && instances(&cloud) == warm;
                        let wrong = (!same || error.is_some()).then(|| {
                            format!("{error:?} {:?} {:?} {:?}", users(&cloud), versions(&cloud), instances(&cloud))
                        });
                        // an order to publish that was over is an order anew
                        let anew = made != versions(&begun.0) && !machine.was_cut_off(2);
                        tried(&mut tally, &order, at, way, wrong.filter(|_| !anew));
                    }
                    "resume" => {
                        let project = with(V3, json!({}));
                        let journal = Journal::read(&machine.text());
                        let own = journal.runs.last().is_some_and(|run| run.back() == order.goes_back);
                        if !own || journal.resumption(&raw(project.clone()), &Scope::Journal).is_err() {
                            continue;
                        }
                        let packages = if order.deploys { V3 } else { &[] };
                        machine.resume(&mut cloud, packages, project);
                        let same = users(&cloud) == desired && versions(&cloud) == made && instances(&cloud) == warm;
                        let found = || format!("{:?} {:?}", users(&cloud), instances(&cloud));
                        tried(&mut tally, &order, at, way, (!same).then(found));
                    }
                    "abort" => {
                        if !unfinished {
                            continue;
                        }
                        machine.abort(&mut cloud);
                        let now = users(&cloud);
                        let wrong = if order.goes_back {
                            (now != desired).then(|| format!("{now:?}"))
                        } else {
                            let more = |key: &&&str| {
                                let had = share(&before, key, "v3");
                                share(&now, key, "v3") > had.min(order.asked) || share(&now, key, "v1") > 0
                            };
                            let idle = idle_above(&cloud).then(|| format!("{:?}", instances(&cloud)));
                            KEYS.iter().find(more).map(|key| format!("{key}: {now:?}")).or(idle)
                        };
                        tried(&mut tally, &order, at, way, wrong);
                    }
                    _ => {
                        // an order that left no trace was never given: then it is about the release of v2
                        let traced = machine.runs() > begun.1.runs();
                        machine.rollback(&mut cloud, KEYS, json!({}), Value::Null);
                        let now = users(&cloud);
                        let to = order.rolled_back.iter().chain((!traced).then_some(&"v1"));
                        let fine = |key: &&str| to.clone().any(|code| now[key] == all_on(code)[key]);
                        let wrong = KEYS.iter().any(|key| !fine(key)).then(|| format!("{now:?}"));
                        tried(&mut tally, &order, at, way, wrong);
                    }
                }
            }
            table.push((format!("{:24} then {way}", order.name), tally));
        }
    }
    for (what, tally) in &table {
        println!("{what:45} {:5} trials {:3} violations", tally.trials, tally.violations.len());
    }
    let trials: usize = table.iter().map(|(_, tally)| tally.trials).sum();
    let violations: Vec<&String> = table.iter().flat_map(|(_, tally)| &tally.violations).collect();
    println!("{trials} trials, {} violations", violations.len());
    assert!(trials > 400 / step, "{trials} trials");
    assert!(violations.is_empty(), "{violations:#?}");
}
