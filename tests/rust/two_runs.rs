//! Two at once over the whole of an update: code counts by its digest, wherever it serves. Nobody's code gets a share that
//! was not asked for it, and a run that ends well has its own code serving.

use crate::support;

use std::cell::RefCell;
use std::rc::Rc;

use scf_grayscale::release::Request;
use serde_json::{Value, json};
use support::asked::settled;
use support::cloud::{Alias, Cloud, Function, WHOLE};
use support::drive::{How, Meanwhile, drive};
use support::{ordered, packages_of, sha};

const FUNCTIONS: [&str; 2] = ["fun01", "fun02"];

/// What a checkout deploys: its code, and what it asks for beside it.
#[derive(Clone)]
struct Checkout {
    code: &'static str,
    asked: Value,
    /// The most that its code may have, in parts of [`WHOLE`].
    allowed: u64,
}

impl Checkout {
    fn canary(code: &'static str, share: f64) -> Self {
        Self { code, asked: json!({ "traffic": share }), allowed: (share * WHOLE as f64).round() as u64 }
    }

    fn release(code: &'static str) -> Self {
        Self { code, asked: json!({ "publish": true, "traffic": 0 }), allowed: WHOLE }
    }

    /// New code without a word about traffic: it has what `$LATEST` has.
    fn upload(code: &'static str, allowed: u64) -> Self {
        Self { code, asked: json!({}), allowed }
    }

    fn packages(&self) -> [(&'static str, &'static str); 2] {
        FUNCTIONS.map(|key| (key, self.code))
    }

    fn order(&self) -> Request<'static> {
        let mut inputs = json!({ "functions": {} });
        for key in FUNCTIONS {
            inputs["functions"][key] = json!({ "src": "." });
        }
        for (key, value) in self.asked.as_object().unwrap() {
            inputs[key] = value.clone();
        }
        ordered(json!({ "do": "run", "inputs": inputs, "packages": packages_of(&self.packages()) }))
    }

    fn how(&self, seed: u64) -> How {
        How { seed, ..How::packing(&self.packages()) }
    }

    /// Whether the run ended well; then its code serves as it was asked.
    fn deploys(&self, cloud: &mut Cloud, how: &How) -> bool {
        let ended = drive(&self.order(), cloud, how);
        if ended.error.is_some() || ended.killed {
            return false;
        }
        for function in cloud.functions.values() {
            let share = function.share_of_code("$DEFAULT", &sha(self.code), cloud.now);
            assert_eq!(share, self.allowed, "{} ended well: {:?}", self.code, function.aliases);
        }
        true
    }
}

fn cloud(there: &Function) -> Cloud {
    let mut cloud = Cloud::of(&FUNCTIONS.map(|key| (key, there.clone())));
    cloud.functions = FUNCTIONS.iter().map(|key| (format!("{key}-dev"), there.clone())).collect();
    cloud.work_ms = 1_500;
    cloud
}

fn within(cloud: &Cloud, one: &Checkout, context: &str) {
    for moment in &cloud.moments {
        for function in moment.functions.values() {
            let share = function.share_of_code("$DEFAULT", &sha(one.code), moment.at);
            assert!(share <= one.allowed, "{context}: {} has {share} after {}", one.code, moment.after);
        }
    }
}

/// The second checkout deploys before each call of the first one in turn, once to its end and once cut off after some effects.
fn exhaust(there: &Function, ours: &Checkout, theirs: &Checkout) {
    let mut straight = cloud(there);
    assert!(ours.deploys(&mut straight, &ours.how(1)));
    let calls = straight.calls.len();
    // whoever comes after the alias was read back last comes later
    let calls = straight.actions()[..calls].iter().rposition(|action| *action == "GetAlias").unwrap() + 1;
    let mut ways = [0; 4];
    for nth in 0..calls {
        for cut in [None, Some(9), Some(12), Some(16), Some(24)] {
            let context = format!("before call {nth}, cut off after {cut:?}");
            let well = Rc::new(RefCell::new(false));
            let (other, ended) = (theirs.clone(), Rc::clone(&well));
            let act = Meanwhile(Rc::new(move |cloud: &mut Cloud| {
                let how = How { kill_after: cut, ..other.how(2) };
                *ended.borrow_mut() = other.deploys(cloud, &how);
            }));
            let mut cloud = cloud(there);
            let first = ours.deploys(&mut cloud, &How { meanwhile: Some((nth, act)), ..ours.how(1) });
            within(&cloud, ours, &context);
            // a write that is overtaken on its way arrives all the same; it is found, and put right
            let late = straight.calls[nth].0 == "UpdateAlias";
            let last = cloud.moments.len() - 1;
            cloud.moments = cloud.moments.split_off(if late { last } else { 0 });
            within(&cloud, theirs, &context);
            ways[usize::from(first) + 2 * usize::from(*well.borrow())] += 1;
        }
    }
    assert!(ways.iter().sum::<i32>() > 50, "{ways:?}");
}

fn on_version() -> Function {
    settled()
}

fn in_release() -> Function {
    settled().routed(Alias::grayscale(0.5, "2"))
}

#[test]
fn two_canaries() {
    exhaust(&on_version(), &Checkout::canary("ours", 0.9), &Checkout::canary("theirs", 0.01));
}

#[test]
fn a_canary_and_a_release() {
    exhaust(&on_version(), &Checkout::canary("ours", 0.2), &Checkout::release("theirs"));
}

#[test]
fn a_release_and_an_upload_for_which_no_traffic_was_asked() {
    exhaust(&on_version(), &Checkout::release("ours"), &Checkout::upload("theirs", 0));
}

#[test]
fn canaries_over_code_that_is_in_release() {
    exhaust(&in_release(), &Checkout::canary("ours", 0.6), &Checkout::canary("theirs", 0.1));
}

/// Someone uploads by hand, in the console: before any call, for functions that the API lets them.
#[test]
fn an_upload_by_hand_gets_no_more_than_latest_had() {
    for (there, had) in [(on_version(), 0), (in_release(), WHOLE / 2)] {
        for ours in [Checkout::canary("ours", 0.7), Checkout::release("ours")] {
            let theirs = Checkout::upload("theirs", had);
            let mut straight = cloud(&there);
            assert!(ours.deploys(&mut straight, &ours.how(1)));
            for nth in 0..straight.calls.len() {
                let act = Meanwhile(Rc::new(|cloud: &mut Cloud| cloud.strangers_upload("theirs")));
                let mut cloud = cloud(&there);
                ours.deploys(&mut cloud, &How { meanwhile: Some((nth, act)), ..ours.how(1) });
                within(&cloud, &theirs, &format!("before call {nth}"));
                within(&cloud, &ours, &format!("before call {nth}"));
            }
        }
    }
}

/// A change of traffic without code rests on the code that was there when it was planned.
#[test]
fn a_raise_gives_nothing_to_code_that_came_meanwhile() {
    let raise = |cloud: &mut Cloud, meanwhile: Option<(usize, Meanwhile)>| {
        let inputs = json!({ "functions": { "fun01": {} }, "traffic": 0.5 });
        drive(&ordered(json!({ "do": "run", "inputs": inputs })), cloud, &How { meanwhile, ..How::packing(&[]) })
    };
    let mut straight = cloud(&on_version());
    raise(&mut straight, None).done();
    for nth in 0..straight.calls.len() {
        let act = Meanwhile(Rc::new(|cloud: &mut Cloud| cloud.strangers_upload("theirs")));
        let mut cloud = cloud(&on_version());
        let ended = raise(&mut cloud, Some((nth, act)));
        let share = cloud.function("fun01-dev").share_of_code("$DEFAULT", &sha("theirs"), cloud.now + 60_000);
        assert!(share == 0 || ended.error.is_none(), "before call {nth}: {share}");
        // what the plan was made from is what was asked for
        let planned_on = straight.actions().iter().position(|action| *action == "GetFunctionAddress").unwrap();
        assert!(share == 0 || nth <= planned_on || nth + 1 == straight.calls.len(), "before call {nth}: {share}");
    }
}
