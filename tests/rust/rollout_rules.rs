//! What a rollout does, case by case: the checks of the specification that need no cloud.

use crate::support::rollout;

use rollout::{START, World, code, text};
use scf_grayscale::rollout::policy::HookAt;
use scf_grayscale::rollout::{Act, State};
use serde_json::{Value, json};

/// As they are written: whole numbers without a point.
fn shares(shares: &[f64]) -> Vec<Value> {
    let share = |share: &f64| if share.fract() == 0.0 { json!(*share as u64) } else { json!(share) };
    shares.iter().map(share).collect()
}

fn world(policy: Value, rate: f64, stable: f64, canary: f64) -> World {
    World::new(&policy, 1, &[("shop", rate, stable, canary)])
}

/// Makes minutes until the step is reached.
fn reach(world: &mut World, step: usize) {
    for _ in 0..200 {
        world.tick();
        if world.fold().step == Some(step) {
            return;
        }
        world.minute();
    }
    panic!("step {step} was not reached");
}

#[test]
fn good_code_goes_through_the_steps_and_is_published_at_the_end() {
    for seed in 1..6 {
        let mut world = World::new(&json!("canary"), seed, &[("shop", 600.0, 0.005, 0.005)]);
        let (minutes, decision, state) = world.run(60);
        assert_eq!(state, State::Done, "{}", text(&decision));
        assert!((25..=31).contains(&minutes), "{minutes}");
        assert_eq!(world.written, shares(&[0.05, 0.25, 0.5, 1.0]));
        assert_eq!(world.published, 1);
    }
}

#[test]
fn broken_code_goes_back_by_the_first_look_with_three_bad_calls() {
    for seed in 1..6 {
        let mut world = World::new(&json!("canary"), seed, &[("shop", 60.0, 0.005, 1.0)]);
        let (minutes, decision, state) = world.run(60);
        assert_eq!(state, State::RolledBack);
        assert!((3..=6).contains(&minutes), "{minutes}");
        assert_eq!(world.written, shares(&[0.05, 0.0]));
        let why = serde_json::to_value(&decision.why).unwrap();
        assert_eq!(why["code"], "Regression");
        let evidence = &why["params"]["evidence"];
        assert!(evidence["bad"].as_u64().unwrap() >= 3);
        assert_eq!(evidence["bad"], evidence["calls"]);
        assert_eq!(evidence["rate"], 1);
        for key in ["stableCalls", "stableBad", "stableRate", "lnE", "limit"] {
            assert!(!evidence[key].is_null(), "{key}");
        }
        assert!(text(&decision).contains("calls failed (100%)"), "{}", text(&decision));
    }
}

#[test]
fn an_outage_that_both_share_holds_and_does_not_roll_back() {
    let mut world = World::new(&json!("canary"), 3, &[("shop", 600.0, 0.005, 0.005)]);
    world.tick();
    let mut seen = false;
    for minute in 0..60 {
        world.outage = if (12..27).contains(&minute) { 0.1 } else { 0.0 };
        world.minute();
        let decision = world.tick();
        seen |= code(&decision) == "Outage";
        if world.fold().state == State::Done {
            break;
        }
    }
    assert!(seen);
    assert_eq!(world.fold().state, State::Done);
    assert!((world.now - START) / 60 <= 52);
    assert_eq!(world.written, shares(&[0.05, 0.25, 0.5, 1.0]));
}

#[test]
fn without_calls_nothing_is_failed_and_nothing_advances() {
    let mut world = world(json!("canary"), 0.0, 0.005, 0.005);
    let (minutes, decision, state) = world.run(60);
    assert_eq!(state, State::Paused);
    assert_eq!(minutes, 15);
    assert!(["NoCalls", "CannotTell"].contains(&code(&decision).as_str()), "{}", text(&decision));
    assert_eq!(world.written, shares(&[0.05]));
}

#[test]
fn a_canary_whose_series_is_missing_was_not_called() {
    let mut world = world(json!("canary"), 600.0, 0.005, 0.005);
    world.functions[0].shows_canary = false;
    let (_, decision, state) = world.run(60);
    assert_eq!(state, State::Paused);
    // the split of the weight is not what is seen, or no call was
    assert!(["NoCalls", "CannotTell"].contains(&code(&decision).as_str()), "{}", text(&decision));
    assert_eq!(world.written, shares(&[0.05]));
}

#[test]
fn a_source_that_does_not_answer_pauses_and_never_advances() {
    let mut world = world(json!("canary"), 600.0, 0.005, 0.005);
    world.functions[0].blind = Some("unavailable");
    let (_, decision, state) = world.run(90);
    assert_eq!(state, State::Paused);
    assert_eq!(code(&decision), "CannotTell");
    assert_eq!(world.written, shares(&[0.05]));
}

#[test]
fn calls_past_the_alias_make_the_guard_say_that_it_can_not_tell() {
    let mut world = world(json!("canary"), 600.0, 0.005, 0.005);
    world.functions[0].direct = 0.2;
    let (_, decision, state) = world.run(90);
    assert_eq!((state, code(&decision).as_str()), (State::Paused, "CannotTell"));
    assert!(text(&decision).contains("past the alias"));
}

#[test]
fn little_traffic_goes_on_with_little_evidence_and_says_so() {
    let mut world = World::new(&json!("canary"), 2, &[("shop", 60.0, 0.005, 0.005)]);
    let (_, _, state) = world.run(120);
    assert_eq!(state, State::Done);
    assert!(world.fold().little);
    let policy = json!({ "preset": "canary", "insufficient": { "then": "pause" } });
    let mut world = World::new(&policy, 2, &[("shop", 60.0, 0.005, 0.005)]);
    let (_, decision, state) = world.run(120);
    assert_eq!((state, code(&decision).as_str()), (State::Paused, "StillNotEnough"));
}

#[test]
fn a_routing_that_someone_changed_interrupts_and_nothing_is_written() {
    let mut world = world(json!("canary"), 600.0, 0.005, 0.005);
    reach(&mut world, 1);
    world.functions[0].given = json!(0.4);
    world.minute();
    let decision = world.tick();
    assert_eq!((decision.act, world.fold().state), (Act::Interrupt, State::Interrupted));
    assert!(text(&decision).contains("25%") && text(&decision).contains("40%"));
    let written = world.written.len();
    let decision = world.pass(30);
    assert_eq!((decision.act, code(&decision).as_str(), world.written.len()), (Act::Wait, "IsInterrupted", written));
    // going on from what is there
    world.order(json!({ "do": "resume", "adopt": 0.4 }));
    let (_, _, state) = world.run(60);
    assert_eq!(state, State::Done);
    assert_eq!(world.written, shares(&[0.05, 0.25, 0.5, 1.0]));
}

#[test]
fn a_rollback_by_hand_ends_the_rollout_and_an_abort_restores() {
    let mut one = world(json!("canary"), 600.0, 0.005, 0.005);
    reach(&mut one, 1);
    one.functions[0].given = json!(0);
    let decision = one.tick();
    assert_eq!((decision.act, one.fold().state), (Act::Abort, State::Aborted));
    assert_eq!(one.tick().act, Act::Wait);

    let mut other = world(json!("canary"), 600.0, 0.005, 0.005);
    reach(&mut other, 1);
    other.order(json!({ "do": "abort" }));
    let decision = other.tick();
    assert_eq!(
        (decision.act, other.fold().state, other.functions[0].given.clone()),
        (Act::RollBack, State::Aborted, json!(0))
    );

    let mut kept = world(json!("canary"), 600.0, 0.005, 0.005);
    reach(&mut kept, 1);
    kept.order(json!({ "do": "abort", "keep": true }));
    let decision = kept.tick();
    assert_eq!((decision.act, kept.fold().state, &kept.functions[0].given), (Act::Abort, State::Aborted, &json!(0.25)));
}

#[test]
fn other_code_on_the_canary_voids_the_evidence() {
    let mut world = world(json!("canary"), 600.0, 0.005, 0.005);
    reach(&mut world, 1);
    world.functions[0].code = "three".to_owned();
    let decision = world.tick();
    assert_eq!(
        (decision.act, code(&decision).as_str(), world.fold().state),
        (Act::RollBack, "Superseded", State::Aborted)
    );
}

#[test]
fn a_gate_waits_for_its_approval_and_goes_back_in_spite_of_it() {
    let policy =
        json!({ "steps": [{ "traffic": "5%", "for": "5m" }, { "traffic": "25%", "for": "5m", "gate": "qa" }] });
    let mut world = world(policy.clone(), 600.0, 0.005, 0.005);
    let (_, decision, state) = world.run(60);
    assert_eq!((state, decision.act, code(&decision).as_str()), (State::Gate, Act::Wait, "AtGate"));
    // the approval of another step is none
    world.order(json!({ "do": "approve", "gate": "qa", "step": 0 }));
    assert_eq!(world.pass(3).state, State::Gate);
    world.order(json!({ "do": "approve", "gate": "qa", "step": 1 }));
    assert_eq!(world.tick().act, Act::Finish);

    let mut turned = self::world(policy, 600.0, 0.005, 0.005);
    turned.run(60);
    turned.functions[0].canary = 1.0;
    turned.pass(5);
    assert_eq!(turned.fold().state, State::RolledBack);
}

#[test]
fn what_is_paused_is_judged_all_the_same() {
    let mut world = world(json!("canary"), 600.0, 0.005, 0.005);
    reach(&mut world, 1);
    world.order(json!({ "do": "pause" }));
    let decision = world.pass(40);
    assert_eq!((world.fold().state, code(&decision).as_str()), (State::Paused, "IsPaused"));
    assert!(text(&decision).contains("mei@host"));
    assert_eq!(world.written, shares(&[0.05, 0.25]));
    world.functions[0].canary = 1.0;
    world.pass(5);
    assert_eq!(world.fold().state, State::RolledBack);
}

#[test]
fn a_promotion_skips_the_hold_but_not_what_is_unhealthy() {
    let mut world = world(json!("canary"), 600.0, 0.005, 0.005);
    reach(&mut world, 0);
    world.order(json!({ "do": "promote", "step": 0 }));
    assert_eq!(world.tick().act, Act::Advance { step: 1 });
    // it was for that step alone
    assert_eq!(world.tick().act, Act::Wait);
    world.order(json!({ "do": "promote", "full": true }));
    assert_eq!(world.tick().act, Act::Advance { step: 2 });
    assert_eq!(world.tick().act, Act::Finish);

    let mut bad = self::world(json!("canary"), 600.0, 0.005, 1.0);
    bad.tick();
    for _ in 0..3 {
        bad.minute();
    }
    bad.order(json!({ "do": "promote", "full": true }));
    assert_eq!(bad.tick().act, Act::RollBack);
}

#[test]
fn a_promotion_ends_a_pause_and_its_reason_is_told() {
    let mut world = world(json!("canary"), 600.0, 0.005, 0.005);
    reach(&mut world, 0);
    world.order(json!({ "do": "pause" }));
    assert_eq!(world.tick().act, Act::Wait);
    world.order(json!({ "do": "promote", "step": 0, "reason": "known noise" }));
    assert_eq!(world.fold().state, State::Holding);
    let decision = world.tick();
    assert_eq!(decision.act, Act::Advance { step: 1 });
    assert_eq!(text(&decision), "mei@host promoted step 1: known noise");
}

#[test]
fn time_in_which_nobody_looked_does_not_count_as_held() {
    let mut world = world(json!({ "steps": [{ "traffic": "10%", "for": "30m" }] }), 600.0, 0.005, 0.005);
    world.tick();
    for _ in 0..420 {
        world.minute();
    }
    // seven hours later: three minutes count, and the minutes are judged
    let decision = world.tick();
    assert_eq!((decision.act, decision.clock.held, decision.clock.fresh), (Act::Wait, 180, Some(0)));
    let mut minutes = 0;
    while world.tick().act == Act::Wait {
        world.minute();
        minutes += 1;
    }
    assert_eq!(minutes, 27);
}

#[test]
fn a_night_without_a_look_rolls_back_at_once() {
    let mut world = world(json!("canary"), 600.0, 0.005, 1.0);
    world.tick();
    for _ in 0..10 {
        world.minute();
    }
    assert_eq!(world.tick().act, Act::RollBack);
}

#[test]
fn a_group_goes_back_as_one() {
    let functions = [("cart", 600.0, 0.005, 0.005), ("shop", 600.0, 0.005, 1.0), ("idle", 0.0, 0.005, 0.005)];
    let mut world = World::new(&json!("canary"), 4, &functions);
    let (_, decision, state) = world.run(60);
    assert_eq!(state, State::RolledBack);
    assert!(text(&decision).contains("canary of shop"));
    // a function without calls does not hold up the others
    let functions = [("cart", 600.0, 0.005, 0.005), ("idle", 0.0, 0.005, 0.005)];
    let (_, _, state) = World::new(&json!("canary"), 4, &functions).run(60);
    assert_eq!(state, State::Done);
}

#[test]
fn stable_that_is_worse_makes_a_rollback_a_question() {
    let policy = json!({ "preset": "canary", "limits": { "errors": "1%" } });
    let mut world = world(policy, 600.0, 0.5, 0.03);
    let (_, decision, state) = world.run(30);
    assert_eq!((state, code(&decision).as_str()), (State::Paused, "StableIsWorse"));
}

#[test]
fn absolute_limits_hold_whatever_stable_does() {
    let policy = json!({ "preset": "canary", "limits": { "errors": "20%" } });
    let mut world = world(policy, 600.0, 0.3, 0.3);
    let (_, decision, state) = world.run(30);
    assert_eq!((state, code(&decision).as_str()), (State::RolledBack, "TooManyErrors"));
}

#[test]
fn weights_rise_in_their_window_only() {
    // 2025-12-01 02:00 UTC is a Monday, 10:00 in Shanghai
    let policy = json!({
        "preset": "canary",
        "windows": [{ "days": "mon-fri", "from": "10:30", "to": "18:00", "zone": "Asia/Shanghai" }],
    });
    let mut world = world(policy, 600.0, 0.005, 0.005);
    assert_eq!(world.now % 86_400, 2 * 3600);
    assert_eq!(code(&world.tick()), "ZoneUnknown");
    world.zones = json!({ "Asia/Shanghai": { "until": START + 8 * 86_400, "offsets": [[START - 86_400, 480]] } });
    let decision = world.tick();
    assert_eq!((decision.act, decision.state, decision.until), (Act::Wait, State::Scheduled, Some(START + 1800)));
    while world.now < START + 1800 {
        assert_eq!(world.tick().act, Act::Wait);
        world.minute();
    }
    assert_eq!(world.tick().act, Act::Advance { step: 0 });
}

#[test]
fn hooks_are_asked_once_and_a_no_ends_it() {
    let policy = json!({ "preset": "canary", "hooks": { "before": [{ "function": "smoke" }], "beforeStep": [{ "function": "check" }] } });
    let mut world = world(policy, 600.0, 0.005, 0.005);
    let decision = world.tick();
    assert_eq!((decision.act, decision.ask), (Act::Ask, Some((HookAt::Before, 0, 0))));
    world.answers = vec![json!({ "at": "before", "step": 0, "hook": 0, "ok": true })];
    assert_eq!(world.tick().act, Act::Advance { step: 0 });
    world.answers.clear();
    let decision = loop {
        world.minute();
        let decision = world.tick();
        if decision.act != Act::Wait {
            break decision;
        }
    };
    assert_eq!((decision.act, decision.ask), (Act::Ask, Some((HookAt::BeforeStep, 1, 0))));
    world.answers = vec![json!({ "at": "beforeStep", "step": 1, "hook": 0, "ok": false, "reason": "no stock" })];
    let decision = world.tick();
    assert_eq!((decision.act, code(&decision).as_str()), (Act::RollBack, "HookSaidNo"));
    assert!(text(&decision).contains("no stock"));
}

#[test]
fn a_hook_that_was_silent_is_asked_again_by_whoever_goes_on() {
    for order in [json!({ "do": "resume" }), json!({ "do": "promote", "step": 0 })] {
        let policy = json!({ "preset": "canary", "hooks": { "beforeStep": [{ "function": "check" }] } });
        let mut world = world(policy, 600.0, 0.005, 0.005);
        let silent = |step: usize| vec![json!({ "at": "beforeStep", "step": step, "hook": 0, "ok": null })];
        assert_eq!(world.tick().act, Act::Advance { step: 0 });
        while world.tick().act != Act::Ask {
            world.minute();
        }
        world.answers = silent(1);
        let mut decision = world.tick();
        world.answers.clear();
        while decision.act == Act::Ask {
            world.answers = silent(1);
            world.minute();
            decision = world.tick();
            world.answers.clear();
        }
        assert_eq!((decision.act, code(&decision).as_str()), (Act::Pause, "HookSilent"));
        world.order(order.clone());
        // its step is held anew, or not at all
        let mut decision = world.tick();
        while decision.act == Act::Wait {
            world.minute();
            decision = world.tick();
        }
        assert_eq!((decision.act, decision.ask), (Act::Ask, Some((HookAt::BeforeStep, 1, 0))), "{order}");
    }
}

#[test]
fn instances_are_started_before_the_weight_rises() {
    let mut world = world(json!("canary"), 600.0, 0.005, 0.005);
    world.starts_instances_first();
}

#[test]
fn all_traffic_at_once_is_said_to_be_unguarded() {
    let mut world = world(json!("AllAtOnce"), 600.0, 0.005, 0.005);
    let decision = world.tick();
    assert_eq!((decision.act, code(&decision).as_str(), world.fold().state), (Act::Finish, "AllAtOnce", State::Done));
}

#[test]
fn what_was_recorded_is_done_again_after_a_death() {
    let mut world = world(json!("canary"), 600.0, 0.005, 0.005);
    // killed after the decision was recorded, and after it was carried out but not confirmed
    for carried_out in [false, true] {
        let decision = world.decide();
        assert_eq!(decision.act, Act::Advance { step: 0 });
        world.lines.truncate(1);
        world.lines.push(decision.line());
        world.functions[0].given = if carried_out { json!(0.05) } else { json!(0) };
        world.minute();
        let again = world.decide();
        assert_eq!((again.act, code(&again).as_str()), (Act::Advance { step: 0 }, "Again"));
        world.lines.truncate(1);
        world.functions[0].given = json!(0);
    }
}

#[test]
fn the_newest_figure_of_a_minute_counts_and_missing_errors_wait_for_a_second_look() {
    let mut world = world(json!("canary"), 600.0, 0.0, 0.0);
    world.tick();
    for _ in 0..4 {
        world.minute();
    }
    world.tick();
    // the last window rises after it was first seen
    let minute = world.functions[0].minutes[1].0;
    world.functions[0].minutes[1].1 = [30, 2, 570, 0];
    world.tick();
    let fold = world.fold();
    let row = fold.functions[0].figures.of(scf_grayscale::rollout::Metric::Errors)[1];
    assert_eq!((row.minute, row.window.canary_bad), (minute, 2.0));
    // only what is new was recorded
    let line: Value = serde_json::from_str(world.lines.last().unwrap()).unwrap();
    assert_eq!(line["figures"]["shop"]["errors"], json!([[minute, 30, 2, 570, 0]]));
}

#[test]
fn the_distance_to_a_rollback_is_true() {
    let mut world = world(json!("canary"), 600.0, 0.005, 0.005);
    world.tick();
    for _ in 0..4 {
        world.minute();
    }
    let decision = world.tick();
    let why = serde_json::to_value(&decision.why).unwrap();
    let more = why["params"]["evidence"]["more"].as_u64().unwrap();
    assert!((1..=12).contains(&more), "{more}");
    for (bad, goes_back) in [(more - 1, false), (more, true)] {
        let mut next = World::new(&json!("canary"), 1, &[("shop", 600.0, 0.005, 0.005)]);
        next.lines = world.lines.clone();
        next.functions[0].minutes = world.functions[0].minutes.clone();
        next.functions[0].given = json!(0.05);
        let (minute, mut last) = *next.functions[0].minutes.iter().rev().nth(2).unwrap();
        last[1] = bad;
        last[3] = 0;
        // a minute like the last judged one, with so many bad calls
        next.functions[0].minutes.retain(|(at, _)| *at <= minute);
        next.functions[0].minutes.push((minute + 1, last));
        next.now = world.now + 60;
        assert_eq!(next.decide().act == Act::RollBack, goes_back, "{bad} of {more}");
    }
}
