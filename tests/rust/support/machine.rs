//! One machine at work on a project: its checkout, and the journal beside it. Two of them have no journal in common.

use scf_grayscale::Error;
use scf_grayscale::release::Request;
use scf_grayscale::release::journal::{Journal, Scope};
use serde_json::{Value, json};

use super::cloud::Cloud;
use super::drive::{Ended, How, Run, drive};
use super::{ordered, packages_of, raw};

/// Between two orders, in milliseconds: what was read before is old by then.
const BETWEEN_MS: u64 = 60_000;

#[derive(Clone, Default)]
pub struct Machine {
    pub journal: Vec<String>,
    pub orders: u64,
    /// How its next orders are disturbed.
    pub how: How,
}

impl Machine {
    /// Gives an order and keeps what it left in the journal.
    pub fn give(&mut self, cloud: &mut Cloud, order: Value, packages: &[(&str, &str)]) -> Ended {
        cloud.now += BETWEEN_MS;
        cloud.refresh();
        let (order, how) = self.order(cloud, order, packages);
        let ended = drive(&order, cloud, &how);
        self.journal.extend(ended.journal.iter().cloned());
        ended
    }

    /// Gives an order that goes an effect at a time. Its lines are not in the journal before its end.
    pub fn begin(&mut self, cloud: &Cloud, order: Value, packages: &[(&str, &str)]) -> Result<Run, Error> {
        let (order, how) = self.order(cloud, order, packages);
        Run::begin(&order, cloud, &how)
    }

    fn order(&mut self, cloud: &Cloud, mut order: Value, packages: &[(&str, &str)]) -> (Request<'static>, How) {
        self.orders += 1;
        order["packages"] = packages_of(packages);
        order["journal"] = json!(self.text());
        if order.get("do").is_none() {
            order["do"] = json!("run");
        }
        order["who"] = json!("li.wei@ci (pid 7)");
        let seed = How::packing(packages).seed + self.orders * 1000 + cloud.now / BETWEEN_MS;
        (ordered(order), How { packages: How::packing(packages).packages, seed, ..self.how.clone() })
    }

    pub fn text(&self) -> String {
        self.journal.join("\n")
    }

    /// Deploys, publishes, shifts: functions by key with the code that they have now.
    pub fn deploy(&mut self, cloud: &mut Cloud, packages: &[(&str, &str)], asked: Value) -> Ended {
        self.give(cloud, json!({ "inputs": with(packages, asked) }), packages)
    }

    /// Publishes this code and gives it all traffic.
    pub fn release(&mut self, cloud: &mut Cloud, packages: &[(&str, &str)]) {
        self.deploy(cloud, packages, json!({ "publish": true, "traffic": 0 })).done();
    }

    /// Rolls back; `names` are the project's functions, `asked` may narrow them.
    pub fn rollback(&mut self, cloud: &mut Cloud, names: &[&str], asked: Value, to: Value) -> Ended {
        self.give(cloud, json!({ "kind": "rollback", "inputs": without_code(names, asked), "to": to }), &[])
    }

    pub fn undo(&mut self, cloud: &mut Cloud, run: Option<&str>) -> Ended {
        let order = Journal::read(&self.text()).undoing(run, &Scope::Journal).unwrap();
        self.give(cloud, serde_json::from_str(&order.to_json()).unwrap(), &[])
    }

    pub fn abort(&mut self, cloud: &mut Cloud) -> Ended {
        let order = Journal::read(&self.text()).abortion(&Scope::Journal).unwrap();
        self.give(cloud, serde_json::from_str(&order.to_json()).unwrap(), &[])
    }

    pub fn resume(&mut self, cloud: &mut Cloud, packages: &[(&str, &str)], project: Value) -> Ended {
        let order = Journal::read(&self.text()).resumption(&raw(project), &Scope::Journal).unwrap();
        self.give(cloud, serde_json::from_str(&order.to_json()).unwrap(), packages)
    }

    /// Whether the last run did not come to its end.
    pub fn cut_off(&self) -> bool {
        self.was_cut_off(1)
    }

    /// The same of the `nth` run from the end.
    pub fn was_cut_off(&self, nth: usize) -> bool {
        let journal = Journal::read(&self.text());
        journal.runs.iter().rev().nth(nth - 1).is_some_and(|run| run.end.is_none())
    }

    /// How many runs the journal tells of.
    pub fn runs(&self) -> usize {
        Journal::read(&self.text()).runs.len()
    }

    pub fn last_run(&self) -> String {
        Journal::read(&self.text()).runs.last().unwrap().id.clone()
    }
}

/// Inputs of functions that are deployed, with what is asked for beside them.
pub fn with(packages: &[(&str, &str)], asked: Value) -> Value {
    let functions = packages.iter().map(|(key, _)| ((*key).to_owned(), json!({ "src": "." })));
    let mut inputs = json!({ "functions": functions.collect::<serde_json::Map<_, _>>() });
    for (name, value) in asked.as_object().unwrap() {
        inputs[name] = value.clone();
    }
    inputs
}

/// Inputs of functions without code, with what is asked for beside them.
pub fn without_code(names: &[&str], asked: Value) -> Value {
    let functions = names.iter().map(|name| ((*name).to_owned(), json!({})));
    let mut inputs = json!({ "functions": functions.collect::<serde_json::Map<_, _>>() });
    for (name, value) in asked.as_object().unwrap() {
        inputs[name] = value.clone();
    }
    inputs
}
