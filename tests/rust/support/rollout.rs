//! A world for rollouts: functions that are called each minute, an alias, a journal, and whoever looks after it.
#![allow(missing_docs)]

use std::cell::RefCell;

use scf_grayscale::json::Json;
use scf_grayscale::rollout::policy::{Canary, Policy};
use scf_grayscale::rollout::{Act, Decision, Dice, Facts, Fold, Portion, State, decide};
use serde_json::{Value, json};

pub const START: u64 = 1_764_554_400;

pub struct Function {
    pub key: String,
    /// Calls a minute.
    pub rate: f64,
    /// The shares of bad calls.
    pub stable: f64,
    pub canary: f64,
    /// What the canary has of the alias: a share, `{ rules }` that lead to it, or null where others lead elsewhere.
    pub given: Value,
    /// The version that is tried.
    pub canary_version: &'static str,
    pub code: String,
    pub warm: &'static str,
    pub blind: Option<&'static str>,
    /// Whether the monitor shows the canary's series.
    pub shows_canary: bool,
    /// Calls past the alias.
    pub direct: f64,
    /// Of each minute: canary, bad, stable, bad.
    pub minutes: Vec<(u64, [u64; 4])>,
}

pub struct World {
    pub functions: Vec<Function>,
    pub lines: Vec<String>,
    pub now: u64,
    pub dice: Dice,
    /// What fails of both versions beside that.
    pub outage: f64,
    pub answers: Vec<Value>,
    pub zones: Value,
    /// What was written, in order: shares, or `{ rules }`.
    pub written: Vec<Value>,
    pub published: usize,
    /// The fold of the first lines, so that it is not made again for each look.
    folded: RefCell<Option<(Vec<String>, Fold)>>,
}

impl World {
    pub fn new(policy: &Value, seed: u64, functions: &[(&str, f64, f64, f64)]) -> Self {
        let text = policy.to_string();
        let policy = Policy::read(&Json::from_json(&text).unwrap()).unwrap_or_else(|error| panic!("{error}"));
        let canonical: Value = serde_json::from_str(&policy.canonical().to_json()).unwrap();
        let mut dice = Dice::new(seed);
        let of_start: Vec<Value> = functions
            .iter()
            .map(|(key, rate, stable, _)| {
                let minutes: Vec<[u64; 2]> = (0..1440)
                    .map(|_| {
                        let calls = dice.poisson(*rate);
                        [calls, dice.binomial(calls, *stable)]
                    })
                    .collect();
                let day = minutes.iter().fold([0, 0], |sum, it| [sum[0] + it[0], sum[1] + it[1]]);
                json!({ "key": key, "code": "two", "day": day, "alias": day, "past": { "errors": &minutes[1320..] } })
            })
            .collect();
        let start =
            json!({ "rollout": 1, "e": "start", "id": "r1", "at": START, "policy": canonical, "functions": of_start });
        let function = |(key, rate, stable, canary): &(&str, f64, f64, f64)| Function {
            key: (*key).to_owned(),
            rate: *rate,
            stable: *stable,
            canary: *canary,
            given: json!(0),
            canary_version: "$LATEST",
            code: "two".to_owned(),
            warm: "ready",
            blind: None,
            shows_canary: true,
            direct: 0.0,
            minutes: Vec::new(),
        };
        Self {
            functions: functions.iter().map(function).collect(),
            lines: vec![start.to_string()],
            now: START,
            dice,
            outage: 0.0,
            answers: Vec::new(),
            zones: json!({}),
            written: Vec::new(),
            published: 0,
            folded: RefCell::new(None),
        }
    }

    pub fn fold(&self) -> Fold {
        let mut folded = self.folded.borrow_mut();
        let (lines, mut fold) = folded
            .take()
            .filter(|(lines, _)| self.lines.starts_with(lines))
            .unwrap_or_else(|| (self.lines[..1].to_vec(), Fold::of(&[&self.lines[0]]).unwrap()));
        self.lines[lines.len()..].iter().for_each(|line| fold.take(line));
        *folded = Some((self.lines.clone(), fold.clone()));
        fold
    }

    /// A minute of calls.
    pub fn minute(&mut self) {
        let minute = self.now / 60;
        for function in &mut self.functions {
            let calls = self.dice.poisson(function.rate);
            let canary = self.dice.binomial(calls, part(&function.given));
            let of = |rate: f64| (rate + self.outage).min(1.0);
            let bad = self.dice.binomial(canary, of(function.canary));
            let stable_bad = self.dice.binomial(calls - canary, of(function.stable));
            function.minutes.push((minute, [canary, bad, calls - canary, stable_bad]));
        }
        self.now += 60;
    }

    /// What is seen now: the last ten whole minutes.
    pub fn facts(&self) -> Value {
        let published = self.fold().published;
        let functions: Vec<Value> = self
            .functions
            .iter()
            .map(|function| {
                let last = &function.minutes[function.minutes.len().saturating_sub(10)..];
                let series = |place: usize, there: bool| -> Vec<[u64; 2]> {
                    if there { last.iter().map(|(minute, it)| [*minute, it[place]]).collect() } else { Vec::new() }
                };
                let there = function.blind.is_none();
                let canary = there && function.shows_canary;
                let alias: Vec<Value> = last
                    .iter()
                    .map(|(minute, it)| json!([minute, ((it[0] + it[2]) as f64 * (1.0 - function.direct)) as u64]))
                    .collect();
                let share = if function.given.is_object() { json!(0) } else { function.given.clone() };
                // which version was published is known once that is confirmed
                let code = if published { function.canary_version } else { &*function.code };
                let mut seen = json!({
                    "key": function.key, "share": share, "code": code, "warm": function.warm,
                    "calls": { "canary": series(0, canary), "stable": series(2, there), "alias": alias },
                    "bad": { "errors": { "canary": series(1, canary), "stable": series(3, there) } },
                });
                if let Some(rules) = function.given.get("rules") {
                    seen["rules"] = rules.clone();
                }
                if let Some(blind) = function.blind {
                    seen["blind"] = json!(blind);
                }
                seen
            })
            .collect();
        json!({ "functions": functions, "answers": self.answers, "zones": self.zones })
    }

    pub fn decide(&self) -> Decision {
        let facts = self.facts().to_string();
        decide(&self.fold(), &Facts::read(&Json::from_json(&facts).unwrap()), self.now)
    }

    /// Looks, decides, records, carries out, records what came of it.
    pub fn tick(&mut self) -> Decision {
        let decision = self.decide();
        self.lines.push(decision.line());
        self.carry_out(&decision);
        decision
    }

    pub fn carry_out(&mut self, decision: &Decision) {
        let policy = self.fold().policy;
        let portion = match decision.act {
            Act::Publish => {
                // a version that is there already is found again
                self.published += usize::from(self.functions.iter().any(|it| it.canary_version == "$LATEST"));
                self.functions.iter_mut().for_each(|function| function.canary_version = "2");
                return self.confirm();
            }
            Act::Advance { step } => policy.portion(step),
            Act::RollBack => Portion::NONE,
            Act::Finish => Portion::ALL,
            _ => return,
        };
        let given: Value = serde_json::from_str(&portion.to_json().to_json()).unwrap();
        if self.functions.iter().any(|function| function.given != given) {
            self.written.push(given.clone());
            let publishes = decision.act == Act::Finish && policy.canary == Canary::Latest;
            self.published += usize::from(publishes);
        }
        self.functions.iter_mut().for_each(|function| function.given = given.clone());
        self.confirm();
    }

    pub fn confirm(&mut self) {
        let tried = self.functions.iter().filter(|function| function.canary_version != "$LATEST");
        let versions: serde_json::Map<String, Value> =
            tried.map(|function| (function.key.clone(), json!(function.canary_version))).collect();
        let mut line = json!({ "e": "done", "at": self.now });
        if !versions.is_empty() && self.fold().pending.is_some_and(|pending| pending.act == Act::Publish) {
            line["versions"] = json!(versions);
        }
        self.lines.push(line.to_string());
    }

    pub fn order(&mut self, order: Value) {
        let mut order = order;
        order["e"] = json!("order");
        order["at"] = json!(self.now);
        order["who"] = json!("mei@host");
        self.lines.push(order.to_string());
    }

    /// The canary needs instances, which are started before it gets its first share.
    pub fn starts_instances_first(&mut self) {
        self.functions[0].warm = "needed";
        assert_eq!(self.tick().act, Act::Warm);
        self.functions[0].warm = "pending";
        let decision = self.tick();
        assert_eq!((decision.act, decision.state), (Act::Wait, State::Warming));
        self.functions[0].warm = "ready";
        assert_eq!(self.tick().act, Act::Advance { step: 0 });
    }

    /// Ticks each minute until it ends, waits for a person, or so many minutes have passed; gives the minute, the last decision
    /// and the state.
    pub fn run(&mut self, most: u64) -> (u64, Decision, State) {
        let begun = self.now;
        loop {
            let decision = self.tick();
            let state = self.fold().state;
            let minutes = (self.now - begun) / 60;
            if state.ended() || state.waits_for_a_person() || minutes >= most {
                return (minutes, decision, state);
            }
            self.minute();
        }
    }

    /// Ticks each minute for so many minutes, whatever is decided.
    pub fn pass(&mut self, minutes: u64) -> Decision {
        for _ in 0..minutes {
            self.minute();
            self.tick();
        }
        self.decide()
    }
}

/// Which part of the calls is the canary's: staff make few, and users of a bucket as many as others.
fn part(given: &Value) -> f64 {
    let Some(rules) = given["rules"].as_array() else { return given.as_f64().unwrap_or(0.5) };
    let of_rule = |rule: &Value| match rule["range"].as_str() {
        Some(range) => range.trim_matches(['[', ')']).split(',').nth(1).unwrap().parse::<f64>().unwrap() / 1000.0,
        None => 0.02,
    };
    rules.iter().map(of_rule).fold(0.0, f64::max)
}

pub fn text(decision: &Decision) -> String {
    decision.why.shown()
}

pub fn code(decision: &Decision) -> String {
    serde_json::to_value(&decision.why).unwrap()["code"].as_str().unwrap().to_owned()
}
