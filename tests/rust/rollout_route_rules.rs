//! Rollouts by rules, and with a published version as the canary: what is decided, and which request carries it out.

use crate::support::rollout;

use rollout::{START, World, code, text};
use scf_grayscale::json::Json;
use scf_grayscale::rollout::{Act, Fold, Ground, State, orders, tick};
use serde_json::{Value, json};

fn staff() -> Value {
    json!({ "header": "x-canary", "exact": "yes" })
}

/// Staff and the first buckets.
fn given(buckets: u32) -> Value {
    json!({ "rules": [staff(), { "header": "x-bucket", "range": format!("[0,{buckets})") }] })
}

fn rings(more: Value) -> Value {
    let mut policy = json!({
        "route": { "header": "x-bucket", "buckets": 1000 },
        "steps": [{ "route": staff(), "for": "5m" }, { "traffic": "5%", "for": "5m" }, { "traffic": "25%", "for": "5m" }],
    });
    policy.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    policy
}

fn world(policy: &Value, canary: f64) -> World {
    World::new(policy, 1, &[("shop", 600.0, 0.005, canary)])
}

#[test]
fn staff_have_the_canary_before_buckets_and_with_them() {
    let mut world = world(&rings(json!({})), 0.005);
    let (_, decision, state) = world.run(60);
    assert_eq!(state, State::Done, "{}", text(&decision));
    assert_eq!(world.written, [json!({ "rules": [staff()] }), given(50), given(250), json!(1)]);
    assert!(!world.fold().little);
}

#[test]
fn a_step_for_staff_ends_with_its_hold_whatever_its_figures_say() {
    // nobody calls, nothing is known, everything fails: none of it is compared
    for change in ["silent", "blind", "broken"] {
        let mut world = world(&rings(json!({})), if change == "broken" { 1.0 } else { 0.005 });
        match change {
            "silent" => world.functions[0].rate = 0.0,
            "blind" => world.functions[0].blind = Some("unavailable"),
            _ => {}
        }
        world.tick();
        for minute in 1..5 {
            world.minute();
            let decision = world.tick();
            assert_eq!(
                (decision.act, decision.state, code(&decision).as_str()),
                (Act::Wait, State::Holding, "Holds"),
                "{change} {minute}"
            );
        }
        world.minute();
        let decision = world.tick();
        assert_eq!((decision.act, code(&decision).as_str()), (Act::Advance { step: 1 }, "StaffHeld"), "{change}");
        let verdict = decision.verdict.unwrap();
        assert!(verdict.functions[0].metrics.iter().all(|metric| metric.ln_e.abs() < 1e-9), "{change}");
    }
}

#[test]
fn a_gate_of_staff_waits_for_its_approval() {
    let policy = json!({ "steps": [{ "route": staff(), "gate": "qa" }, { "traffic": "5%", "for": "5m" }] });
    let mut world = world(&policy, 0.005);
    let (_, decision, state) = world.run(10);
    assert_eq!((state, code(&decision).as_str()), (State::Gate, "AtGate"));
    world.order(json!({ "do": "approve", "gate": "qa", "step": 0 }));
    // beside weights an alias has no rules
    world.tick();
    assert_eq!(world.written, [json!({ "rules": [staff()] }), json!(0.05)]);
}

#[test]
fn an_absolute_limit_takes_the_canary_from_staff() {
    let mut world = world(&rings(json!({ "limits": { "errors": "20%" } })), 1.0);
    let (_, decision, state) = world.run(10);
    assert_eq!((state, code(&decision).as_str()), (State::RolledBack, "TooManyErrors"));
    assert_eq!(world.written, [json!({ "rules": [staff()] }), json!(0)]);
}

#[test]
fn what_staff_met_is_no_evidence_about_everyone_else() {
    // all of their calls fail, and then nobody's do
    let mut world = world(&rings(json!({})), 1.0);
    world.tick();
    while world.fold().step == Some(0) {
        world.minute();
        world.tick();
    }
    world.functions[0].canary = 0.005;
    let (_, decision, state) = world.run(60);
    assert_eq!(state, State::Done, "{}", text(&decision));
    // and the other way round: bad buckets are found after staff who met no error
    let mut world = self::world(&rings(json!({})), 0.0);
    world.tick();
    while world.fold().step == Some(0) {
        world.minute();
        world.tick();
    }
    world.functions[0].canary = 1.0;
    let (_, decision, state) = world.run(10);
    assert_eq!((state, code(&decision).as_str()), (State::RolledBack, "Regression"));
}

#[test]
fn users_who_call_more_than_others_make_no_wrong_split() {
    // 5 % of the buckets, and three times as many of the calls: by weight that would be a split that is not obeyed
    let policy = json!({ "preset": "canary", "route": { "header": "x-bucket", "buckets": 1000 } });
    let mut by_buckets = world(&policy, 0.005);
    let mut by_weight = world(&json!("canary"), 0.005);
    for world in [&mut by_buckets, &mut by_weight] {
        world.tick();
        for _ in 0..8 {
            world.minute();
            let minute = world.functions[0].minutes.last_mut().unwrap();
            minute.1 = [90, 0, 510, 2];
        }
    }
    let blind = |world: &World| world.decide().verdict.unwrap().functions[0].blind.map(|blind| blind.word());
    assert_eq!((blind(&by_buckets), blind(&by_weight)), (None, Some("split")));
}

#[test]
fn rules_that_someone_changed_interrupt_and_nothing_is_written() {
    let mut world = world(&rings(json!({})), 0.005);
    while world.fold().step != Some(1) {
        world.tick();
        world.minute();
    }
    let written = world.written.len();
    for other in [given(60), json!({ "rules": [staff()] }), json!(0.05), json!(null)] {
        let mut changed = World::new(&rings(json!({})), 1, &[("shop", 600.0, 0.005, 0.005)]);
        changed.lines = world.lines.clone();
        changed.now = world.now;
        changed.functions[0].given = other;
        let decision = changed.tick();
        assert_eq!((decision.act, changed.fold().state), (Act::Interrupt, State::Interrupted));
        assert!(text(&decision).contains("x-canary is yes · x-bucket from 0 to 49"), "{}", text(&decision));
    }
    // the order of rules means nothing, as all of them lead to one version
    let rules = given(50)["rules"].as_array().unwrap().iter().rev().cloned().collect::<Vec<_>>();
    world.functions[0].given = json!({ "rules": rules });
    assert_ne!(world.tick().act, Act::Interrupt);
    // whoever goes on from wider buckets goes on to the next step that is wider still
    world.functions[0].given = given(300);
    world.tick();
    world.order(json!({ "do": "resume", "adopt": given(300) }));
    assert_eq!(world.fold().step, Some(2));
    let (_, _, state) = world.run(60);
    assert_eq!((state, world.written.len()), (State::Done, written + 1));
}

#[test]
fn a_version_is_published_once_and_finish_publishes_nothing() {
    let mut world = world(&json!({ "preset": "canary", "canary": "version" }), 0.005);
    let decision = world.tick();
    assert_eq!(
        (decision.act, code(&decision).as_str(), world.fold().state),
        (Act::Publish, "Publishes", State::Scheduled)
    );
    let (_, decision, state) = world.run(60);
    assert_eq!(state, State::Done, "{}", text(&decision));
    assert_eq!((world.published, world.written.len()), (1, 4));
}

#[test]
fn what_is_uploaded_after_the_publication_is_not_what_is_tried() {
    let policy = json!({ "preset": "canary", "canary": "version" });
    let mut before = world(&policy, 0.005);
    before.functions[0].code = "three".to_owned();
    let decision = before.tick();
    assert_eq!((decision.act, code(&decision).as_str(), before.published), (Act::Abort, "Superseded", 0));
    let mut after = world(&policy, 0.005);
    after.tick();
    after.functions[0].code = "three".to_owned();
    let (_, _, state) = after.run(60);
    assert_eq!(state, State::Done);
}

#[test]
fn a_version_gets_its_instances_before_its_first_share() {
    let mut world = world(&json!({ "preset": "canary", "canary": "version" }), 0.005);
    world.tick();
    world.starts_instances_first();
}

#[test]
fn whoever_aborts_before_the_first_share_takes_nothing_back() {
    for policy in [json!("canary"), json!({ "preset": "canary", "canary": "version" })] {
        let mut world = world(&policy, 0.005);
        world.order(json!({ "do": "abort" }));
        assert_eq!((world.tick().act, world.fold().state), (Act::Abort, State::Aborted));
        // a write that was on its way may have come through
        let mut world = self::world(&policy, 0.005);
        while world.fold().target().is_none() {
            let decision = world.decide();
            world.lines.push(decision.line());
            if decision.act == Act::Publish {
                world.carry_out(&decision);
            }
        }
        world.order(json!({ "do": "abort" }));
        assert_eq!(world.tick().act, Act::RollBack);
    }
}

/// A rollout's journal with a function that is somewhere.
fn journal(policy: &Value, more: &[Value]) -> Vec<String> {
    let world = world(policy, 0.005);
    let mut start: Value = serde_json::from_str(&world.lines[0]).unwrap();
    start["to"] = json!("$DEFAULT");
    let function = &mut start["functions"][0];
    function["at"] = json!({ "region": "ap-guangzhou", "namespace": "default", "function": "shop-dev" });
    function["canary"] = json!("$LATEST");
    function["stable"] = json!("7");
    std::iter::once(&start).chain(more).map(Value::to_string).collect()
}

/// What is done next where the alias routes like this, and the line and the request of it.
fn next(lines: &[String], routing: &Value, code: &str) -> Value {
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let (ground, fold) = (Ground::of(&lines).unwrap(), Fold::of(&lines).unwrap());
    let seen =
        json!({ "now": START, "functions": [{ "key": "shop", "routing": routing, "code": code }], "minutes": [] });
    let seen = seen.to_string();
    let turn = tick::tick(&ground, &fold, (&Json::from_json(&seen).unwrap(), &Json::Null), START);
    serde_json::to_value(&turn).unwrap()
}

fn stable() -> Value {
    json!({ "FunctionVersion": "7" })
}

#[test]
fn requests_name_both_versions_and_whom_the_canary_is_for() {
    let turn = next(&journal(&rings(json!({})), &[]), &stable(), "two");
    assert_eq!(turn["request"]["inputs"]["routes"], json!([staff()]));
    assert_eq!(
        turn["request"]["asked"]["sides"]["shop"],
        json!({ "stable": "7", "canary": "$LATEST", "rules": [staff()] })
    );
    assert_eq!(turn["request"]["inputs"].get("traffic"), None);
    // by weight
    let turn = next(&journal(&json!("canary"), &[]), &stable(), "two");
    assert_eq!(turn["request"]["inputs"]["traffic"], json!(0.05));
    assert_eq!(turn["request"]["asked"]["sides"]["shop"], json!({ "stable": "7", "canary": "$LATEST", "share": 0.05 }));
}

#[test]
fn a_version_is_published_before_it_is_named() {
    let policy = json!({ "preset": "canary", "canary": "version" });
    let turn = next(&journal(&policy, &[]), &stable(), "two");
    assert_eq!(turn["request"]["inputs"]["publish"], json!(true));
    assert_eq!(
        (turn["request"]["inputs"].get("traffic"), &turn["confirm"], &turn["more"]),
        (None, &json!(true), &json!(true))
    );
    // what came of it stands in the journal
    let line: Value = serde_json::from_str(turn["line"].as_str().unwrap()).unwrap();
    for run in [
        json!({ "functions": [{ "key": "shop", "published": ["8"], "lastVersion": "8" }] }),
        // found again after a death
        json!({ "functions": [{ "key": "shop", "published": [], "lastVersion": "8" }] }),
    ] {
        let run = run.to_string();
        let done = tick::done("publish", &Json::from_json(&run).unwrap(), START);
        assert_eq!(done, format!(r#"{{"e":"done","at":{START},"versions":{{"shop":"8"}}}}"#));
        let lines = journal(&policy, &[line.clone(), serde_json::from_str(&done).unwrap()]);
        let turn = next(&lines, &stable(), "whatever is uploaded since");
        assert_eq!(turn["request"]["asked"]["sides"]["shop"], json!({ "stable": "7", "canary": "8", "share": 0.05 }));
        assert_eq!(turn["request"]["inputs"].get("traffic"), None);
    }
}

#[test]
fn whoever_starts_instances_leaves_traffic_as_it_is() {
    let mut lines = journal(&json!({ "preset": "canary", "canary": "version" }), &[]);
    let mut start: Value = serde_json::from_str(&lines[0]).unwrap();
    start["warm"] = json!(true);
    lines[0] = start.to_string();
    let more = [
        json!({ "e": "tick", "at": START, "do": "publish", "state": "starting" }),
        json!({ "e": "done", "at": START, "versions": { "shop": "8" } }),
        json!({ "e": "tick", "at": START, "do": "advance", "step": 0, "state": "advancing" }),
        json!({ "e": "done", "at": START }),
        json!({ "e": "tick", "at": START, "do": "interrupt", "state": "interrupted" }),
        // somebody's share that was taken over has more digits than may be typed
        json!({ "e": "order", "at": START, "do": "resume", "who": "mei@host", "adopt": 0.33333 }),
        json!({ "e": "order", "at": START, "do": "promote", "full": true, "who": "mei@host" }),
    ];
    lines.extend(more.iter().map(Value::to_string));
    let text: Vec<&str> = lines.iter().map(String::as_str).collect();
    let (ground, fold) = (Ground::of(&text).unwrap(), Fold::of(&text).unwrap());
    let routing = json!({ "FunctionVersion": "7", "RoutingConfig": { "AdditionalVersionWeights": [{ "Version": "8", "Weight": 0.33333 }] } });
    let provisioned = json!([{ "version": "7", "asked": 4, "started": 4, "status": "Done" }]);
    let seen = json!({
        "now": START,
        "functions": [{ "key": "shop", "routing": routing, "code": "two", "provisioned": provisioned }],
        "minutes": [],
    });
    let seen = seen.to_string();
    let turn = tick::tick(&ground, &fold, (&Json::from_json(&seen).unwrap(), &Json::Null), START);
    let turn = serde_json::to_value(&turn).unwrap();
    assert_eq!(turn["decision"]["do"], json!("warm"), "{turn}");
    assert_eq!(turn["request"]["asked"]["sides"]["shop"], json!({ "stable": "7", "canary": "8" }));
    assert_eq!(turn["request"]["inputs"].get("traffic"), None);
}

#[test]
fn only_rules_that_the_steps_to_come_keep_are_gone_on_from() {
    let step = [
        json!({ "e": "tick", "at": START, "do": "advance", "step": 0, "state": "advancing" }),
        json!({ "e": "done", "at": START }),
    ];
    let lines = journal(&rings(json!({})), &step);
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let (ground, fold) = (Ground::of(&lines).unwrap(), Fold::of(&lines).unwrap());
    let mut fold = fold;
    fold.state = State::Interrupted;
    let adopt = |rules: Value| {
        let routing = json!({ "FunctionVersion": "7", "RoutingConfig": { "AddtionVersionMatchs": rules } });
        let seen =
            json!({ "functions": [{ "key": "shop", "routing": routing, "code": "two" }], "minutes": [] }).to_string();
        let order = json!({ "do": "resume", "adopt": true, "who": "mei@host" }).to_string();
        let (order, seen) = (Json::from_json(&order).unwrap(), Json::from_json(&seen).unwrap());
        orders::order(&ground, &fold, &order, &seen, START).map_err(|error| error.code().to_owned())
    };
    let rule = |key: &str, method: &str, expression: &str, version: &str| json!({ "Key": format!("invoke.headers.{key}"), "Method": method, "Expression": expression, "Version": version });
    let staff = || rule("x-canary", "exact", "yes", "$LATEST");
    let line = adopt(json!([staff(), rule("x-bucket", "range", "[0,99]", "$LATEST")])).unwrap();
    let line: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(line["adopt"], given(100));
    for other in [
        rule("x-team", "exact", "blue", "$LATEST"),
        rule("x-bucket", "range", "[100,200)", "$LATEST"),
        rule("x-bucket", "range", "[0,200)", "6"),
    ] {
        assert_eq!(adopt(json!([staff(), other])), Err("RolloutInterrupted".to_owned()));
    }
}
