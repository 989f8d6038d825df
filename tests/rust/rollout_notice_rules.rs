//! Whom a rollout asks before it goes on, and whom it tells what happened.

use crate::support::rollout;

use rollout::{START, World, code};
use scf_grayscale::json::Json;
use scf_grayscale::rollout::{Act, Facts, State, decide, hooks, outbox};
use serde_json::{Value, json};

fn world(policy: Value, rate: f64, stable: f64, canary: f64) -> World {
    World::new(&policy, 1, &[("shop", rate, stable, canary)])
}

/// What a hook answers, as the journal has it.
fn answer(world: &mut World, hook: Value) {
    world.lines.push(json!({ "e": "answer", "at": world.now, "hook": hook }).to_string());
}

#[test]
fn a_hook_is_asked_by_one_at_a_time_and_again_when_nobody_said_what_came_of_it() {
    let policy = json!({ "preset": "canary", "hooks": { "before": [{ "http": "${env:CHECK}", "timeout": "5m" }] } });
    let mut world = world(policy, 600.0, 0.005, 0.005);
    assert_eq!(world.tick().act, Act::Ask);
    // another one looks, or the same one after a death: whoever asked may still wait for the answer
    world.now += 359;
    let decision = world.decide();
    assert_eq!((decision.act, code(&decision).as_str()), (Act::Wait, "AsksHook"));
    assert_eq!(decision.until, Some(START + 360));
    world.now += 1;
    assert_eq!(world.tick().act, Act::Ask);
    // it was asked and has not answered: the next look asks at once, and the time runs on
    world.lines.push(json!({ "e": "answer", "at": world.now, "later": true }).to_string());
    let asked = world.fold().asked.unwrap();
    assert_eq!((asked.since, asked.busy), (START + 360, None));
    world.now += 60;
    assert_eq!(world.tick().act, Act::Ask);
    assert_eq!(world.fold().asked.unwrap().since, START + 360);
    answer(&mut world, json!({ "at": "before", "step": 0, "hook": 0, "ok": true }));
    // of two answers the first counts
    answer(&mut world, json!({ "at": "before", "step": 0, "hook": 0, "ok": false }));
    assert_eq!(world.tick().act, Act::Advance { step: 0 });
}

#[test]
fn an_answer_that_comes_late_is_none_to_the_next_question() {
    let policy = json!({ "preset": "canary", "hooks": { "before": [{ "function": "one" }, { "function": "two" }] } });
    let mut world = world(policy, 600.0, 0.005, 0.005);
    world.tick();
    answer(&mut world, json!({ "at": "before", "step": 0, "hook": 0, "ok": true }));
    world.tick();
    let line = |world: &World, hook: u64, came: Value| {
        let question = Json::from(json!({ "at": "before", "step": 0, "hook": hook }));
        hooks::answer(&world.fold(), &question, &Json::from(came), world.now)
    };
    assert_eq!(line(&world, 0, json!({ "failed": "late" })), None);
    let said = line(&world, 1, json!({ "returned": "null" })).unwrap();
    assert!(said.contains(r#""hook":{"at":"before","step":0,"hook":1,"ok":true}"#), "{said}");
    // without an answer it is asked again until its time is over
    assert!(line(&world, 1, json!({})).unwrap().contains(r#""later":true"#));
    world.now += 60;
    assert!(line(&world, 1, json!({})).unwrap().contains(r#""ok":null"#));
}

#[test]
fn a_hook_that_was_silent_pauses_and_is_asked_again_after_resume() {
    let policy = json!({ "preset": "canary", "hooks": { "before": [{ "function": "smoke" }] } });
    let mut world = world(policy, 600.0, 0.005, 0.005);
    world.tick();
    answer(&mut world, json!({ "at": "before", "step": 0, "hook": 0, "ok": null }));
    assert_eq!(code(&world.tick()), "HookSilent");
    assert_eq!(world.fold().state, State::Paused);
    world.order(json!({ "do": "resume" }));
    assert_eq!(world.tick().act, Act::Ask);
}

#[test]
fn a_hook_that_can_not_be_asked_here_is_left_to_others_and_says_why() {
    let policy = json!({ "preset": "canary", "hooks": { "before": [{ "http": "${env:CHECK}", "secret": "${env:KEY}" }, { "command": "${env:GRAYSCALE_SMOKE}" }] } });
    let mut world = world(policy, 600.0, 0.005, 0.005);
    let decide = |world: &World, missing: Value, commands: bool| {
        let mut facts = world.facts();
        facts["missing"] = missing;
        facts["commands"] = json!(commands);
        let text = facts.to_string();
        let decision = decide(&world.fold(), &Facts::read(&Json::from_json(&text).unwrap()), world.now);
        (decision.act, serde_json::to_value(&decision.why).unwrap())
    };
    let (act, why) = decide(&world, json!(["${env:KEY}"]), true);
    assert_eq!((act, &why["code"], &why["params"]["variable"]), (Act::Wait, &json!("HookUnknown"), &json!("KEY")));
    assert_eq!(decide(&world, json!([]), false).0, Act::Ask);
    world.tick();
    answer(&mut world, json!({ "at": "before", "step": 0, "hook": 0, "ok": true }));
    let (act, why) = decide(&world, json!([]), false);
    assert_eq!((act, &why["code"]), (Act::Wait, &json!("HookElsewhere")));
    assert_eq!(decide(&world, json!([]), true).0, Act::Ask);
}

#[test]
fn hooks_of_the_end_are_asked_once_and_move_nothing() {
    for (broken, moment, state) in [(0.005, "after", State::Done), (1.0, "onRollback", State::RolledBack)] {
        let hooks = json!({ "after": [{ "function": "one" }], "onRollback": [{ "function": "one" }] });
        let mut world = world(json!({ "preset": "canary", "hooks": hooks }), 600.0, 0.005, broken);
        let (_, _, ended) = world.run(60);
        assert_eq!(ended, state);
        let written = world.written.clone();
        let decision = world.tick();
        assert_eq!((decision.act, decision.state), (Act::Ask, state));
        let (at, step, hook) = decision.ask.unwrap();
        assert_eq!((at.word(), hook), (moment, 0));
        answer(&mut world, json!({ "at": moment, "step": step, "hook": 0, "ok": false, "reason": "no" }));
        let decision = world.tick();
        assert_eq!((decision.act, code(&decision).as_str(), world.fold().state), (Act::Wait, "Ended", state));
        assert_eq!(world.written, written);
    }
    // an abort before anything moved takes nothing back
    let policy = json!({ "preset": "canary", "hooks": { "before": [{ "function": "one" }], "onRollback": [{ "function": "two" }] } });
    let mut world = world(policy, 600.0, 0.005, 0.005);
    world.tick();
    answer(&mut world, json!({ "at": "before", "step": 0, "hook": 0, "ok": false }));
    assert_eq!(world.tick().state, State::Aborted);
    assert_eq!(code(&world.tick()), "Ended");
}

#[test]
fn people_are_told_of_a_no_after_the_finish_and_of_no_yes() {
    for (ok, last) in [(true, "done"), (false, "hookSaidNo")] {
        let mut world = world(
            json!({
                "preset": "canary",
                "hooks": { "after": [{ "function": "smoke" }] },
                "notify": [{ "webhook": "${env:HOOK}" }],
            }),
            600.0,
            0.005,
            0.005,
        );
        world.run(60);
        let (_, step, _) = world.tick().ask.unwrap();
        answer(&mut world, json!({ "at": "after", "step": step, "hook": 0, "ok": ok, "reason": "404" }));
        // another who asked at the same time has the same answer
        answer(&mut world, json!({ "at": "after", "step": step, "hook": 0, "ok": ok, "reason": "404" }));
        let told = world.fold().told.events;
        let words: Vec<&str> = told.iter().map(|event| event.told.word()).collect();
        assert_eq!(words.iter().filter(|word| **word == "hookSaidNo").count(), usize::from(!ok), "{words:?}");
        assert_eq!(words.last(), Some(&last));
        // a notice that names no events is about this one too
        assert!(outbox::due(&world.fold(), world.now).iter().any(|due| due.event == told.len() - 1));
        let why = serde_json::to_value(&told.last().unwrap().why).unwrap();
        if !ok {
            assert_eq!(
                (&why["code"], &why["params"]),
                (&json!("HookSaidNo"), &json!({ "hook": "smoke", "reason": "404" }))
            );
        }
        assert_eq!(code(&world.tick()), "Ended");
        assert_eq!(world.fold().told.events.len(), told.len());
    }
}

#[test]
fn people_are_told_of_each_event_once_with_its_reason() {
    let policy = json!({
        "steps": [{ "traffic": "10%", "for": "5m", "gate": "qa" }],
        "notify": [{ "webhook": "${env:HOOK}", "on": ["started", "gate", "paused", "rolledBack"] }],
    });
    let mut world = world(policy, 600.0, 0.005, 0.005);
    while world.fold().state != State::Gate {
        world.tick();
        world.minute();
    }
    world.pass(3);
    world.order(json!({ "do": "pause" }));
    world.functions[0].canary = 1.0;
    while !world.fold().state.ended() {
        world.minute();
        world.tick();
    }
    let told = world.fold().told.events;
    let words: Vec<&str> = told.iter().map(|event| event.told.word()).collect();
    assert_eq!(words, ["started", "gate", "paused", "rolledBack"]);
    let reasons: Vec<Value> = told.iter().map(|event| serde_json::to_value(&event.why).unwrap()).collect();
    assert_eq!(reasons[1]["code"], "AtGate");
    assert_eq!(reasons[2]["params"]["who"], "mei@host");
    assert_eq!(reasons[3]["code"], "Regression");
    // at each step of the outbox: what was sent is not due, what failed is due after a pause that doubles, ten times
    let due = |world: &World| outbox::due(&world.fold(), world.now).iter().map(|due| due.event).collect::<Vec<_>>();
    assert_eq!(due(&world), [0, 1, 2, 3]);
    let sent = json!([{ "event": 0, "notice": 0, "status": 200 }, { "event": 1, "notice": 0, "status": 200 }, { "event": 2, "notice": 0 }]);
    let line = outbox::line(&world.fold(), &Json::from(sent), world.now).unwrap();
    world.lines.push(line);
    assert_eq!(due(&world), [3]);
    let mut tries = 1;
    while tries < 10 {
        let pause = (60 << (tries - 1)).min(3600);
        world.now += pause - 1;
        assert_eq!(due(&world), [3]);
        world.now += 1;
        assert_eq!(due(&world), [2, 3]);
        let failed = json!([{ "event": 2, "notice": 0, "status": 500 }]);
        let line = outbox::line(&world.fold(), &Json::from(failed), world.now).unwrap();
        world.lines.push(line);
        tries += 1;
    }
    world.now += 86_400;
    assert_eq!(due(&world), [3]);
    let open = outbox::undelivered(&world.fold(), &[]);
    assert_eq!(open.iter().map(|one| (one.event, one.tries, one.given_up)).collect::<Vec<_>>(), [("paused", 10, true)]);
}

#[test]
fn a_gate_that_is_come_to_again_is_told_once_and_its_time_runs_on() {
    let policy = json!({
        "steps": [{ "traffic": "10%", "for": "5m", "gate": "qa" }],
        "gates": { "qa": { "timeout": "1h" } },
        "notify": [{ "webhook": "${env:HOOK}" }],
    });
    let mut world = world(policy, 600.0, 0.005, 0.005);
    while world.fold().state != State::Gate {
        world.tick();
        world.minute();
    }
    let since = world.fold().at_gate.unwrap();
    // an outage stops the hold
    world.outage = 0.3;
    world.pass(10);
    assert_ne!(world.fold().state, State::Gate);
    world.outage = 0.0;
    world.pass(15);
    let fold = world.fold();
    assert_eq!((fold.state, fold.at_gate), (State::Gate, Some(since)));
    assert_eq!(fold.told.events.iter().filter(|event| event.told.word() == "gate").count(), 1);
    while world.fold().state == State::Gate {
        world.minute();
        world.tick();
    }
    assert_eq!(world.fold().state, State::Paused);
    assert!(world.now - since < 3600 + 120, "{}", world.now - since);
}
