//! Every pair of troubles at every two calls of a release, exhaustively: whatever comes together, the machine ends, keeps
//! rule 9 at every moment, publishes nothing twice, and gets there when the command is given again.

use crate::support;

use scf_grayscale::release::Request;
use serde_json::{Value, json};
use support::asked::settled;
use support::cloud::{Alias, Cloud, Function, WHOLE};
use support::drive::{How, drive};
use support::fault::{At, Fault, at};
use support::{ordered, packages_of};

const TROUBLES: [Fault; 6] = [
    Fault::LostBefore,
    Fault::LostAfter,
    Fault::DoneBut("InternalError"),
    Fault::Refused("UnauthorizedOperation.CAM"),
    Fault::Refused("RequestLimitExceeded"),
    Fault::ListsLag(8_000),
];

struct Scenario {
    functions: Vec<(&'static str, Function)>,
    packages: Vec<(&'static str, &'static str)>,
    asked: Value,
    /// The most that new code may have on `$DEFAULT`, in parts of [`WHOLE`].
    allowed: u64,
    publishes: bool,
}

impl Scenario {
    fn cloud(&self, faults: &[At]) -> Cloud {
        let mut cloud = Cloud::of(&self.functions).failing(faults);
        cloud.work_ms = 300;
        cloud
    }

    fn order(&self, journal: &[String]) -> Request<'static> {
        let mut inputs = json!({ "functions": {} });
        for (key, _) in &self.packages {
            inputs["functions"][key] = json!({ "src": "." });
        }
        for (key, value) in self.asked.as_object().unwrap() {
            inputs[key] = value.clone();
        }
        let packages = packages_of(&self.packages);
        ordered(json!({ "do": "run", "inputs": inputs, "packages": packages, "journal": journal.join("\n") }))
    }

    /// How many calls it takes undisturbed.
    fn calls(&self) -> usize {
        let mut cloud = self.cloud(&[]);
        drive(&self.order(&[]), &mut cloud, &How::packing(&self.packages)).done();
        cloud.calls.len()
    }

    fn check(&self, faults: &[At]) {
        let mut cloud = self.cloud(faults);
        let ended = drive(&self.order(&[]), &mut cloud, &How::packing(&self.packages));
        self.keeps(&cloud, faults);
        if ended.error.is_some() {
            let mut cloud = cloud.fresh();
            cloud.now += 60_000;
            let how = How { seed: 8, ..How::packing(&self.packages) };
            let again = drive(&self.order(&ended.journal), &mut cloud, &how);
            assert_eq!(again.error, None, "{faults:?}");
            self.keeps(&cloud, faults);
            self.is_there(&cloud, faults);
        } else {
            self.is_there(&cloud, faults);
        }
    }

    fn keeps(&self, cloud: &Cloud, faults: &[At]) {
        for moment in &cloud.moments {
            for (name, before) in &self.functions {
                let share = moment.functions[*name].share_of_newer("$DEFAULT", before.content);
                assert!(share <= self.allowed, "{faults:?}, after {}: {share}", moment.after);
            }
        }
        for (name, _) in &self.functions {
            let made = cloud.function(name).versions.iter().filter(|version| version.made_at > 0).count();
            assert!(made <= usize::from(self.publishes), "{faults:?}: {name} was published {made} times");
        }
    }

    fn is_there(&self, cloud: &Cloud, faults: &[At]) {
        for (name, _) in &self.functions {
            let function = cloud.function(name);
            let expected = match (self.publishes, self.asked["traffic"].as_f64().unwrap()) {
                (true, share) => Alias::grayscale(share, "3"),
                (false, share) => Alias::grayscale(share, "2"),
            };
            assert_eq!(function.default_alias(), &expected, "{faults:?}");
            assert_eq!(function.code, support::sha("new"), "{faults:?}");
        }
    }

    /// All pairs of troubles at all pairs of calls; a few calls more than it takes undisturbed, since trouble makes calls.
    fn exhaust(&self, troubles: &[Fault]) {
        let calls = self.calls() + 4;
        let one = |nth: usize| troubles.iter().map(move |fault| at("*", nth, *fault));
        let mut checked = 0;
        for first in 0..calls {
            for fault in one(first) {
                self.check(&[fault]);
                for second in first + 1..calls {
                    for other in one(second) {
                        self.check(&[fault, other]);
                        checked += 1;
                    }
                }
            }
        }
        assert!(checked > 200, "{checked}");
    }
}

fn half() -> Function {
    settled().routed(Alias::grayscale(0.5, "2"))
}

#[test]
fn a_canary() {
    let scenario = Scenario {
        functions: vec![("fun01-dev", half())],
        packages: vec![("fun01", "new")],
        asked: json!({ "traffic": 0.1 }),
        allowed: WHOLE / 10,
        publishes: false,
    };
    scenario.exhaust(&TROUBLES);
}

#[test]
fn a_publication() {
    let scenario = Scenario {
        functions: vec![("fun01-dev", half())],
        packages: vec![("fun01", "new")],
        asked: json!({ "publish": true, "traffic": 0 }),
        allowed: WHOLE,
        publishes: true,
    };
    scenario.exhaust(&TROUBLES);
}

#[test]
fn two_functions_as_one() {
    let scenario = Scenario {
        functions: vec![("fun01-dev", half()), ("fun02-dev", half())],
        packages: vec![("fun01", "new"), ("fun02", "new")],
        asked: json!({ "publish": true, "traffic": 0 }),
        allowed: WHOLE,
        publishes: true,
    };
    scenario.exhaust(&[Fault::LostAfter, Fault::Refused("UnauthorizedOperation.CAM")]);
}
