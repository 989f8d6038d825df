//! What holds for every rollout, whatever happens to it.

use crate::support::rollout;

use proptest::prelude::*;
use rollout::{World, text};
use scf_grayscale::json::Json;
use scf_grayscale::rollout::policy::{Canary, HookAt};
use scf_grayscale::rollout::{Act, Facts, Fold, Portion, decide};
use serde_json::{Value, json};

/// Something that happens between two looks.
#[derive(Debug, Clone)]
enum Event {
    /// So many minutes pass, of which the last is looked at.
    Minutes(u8),
    /// The ticker dies after it recorded its decision; perhaps the write was made.
    Dies(bool),
    Outage(bool),
    Canary(f64),
    Rate(f64),
    Blind(bool),
    Routing(Value),
    Code,
    Order(&'static str),
    /// What the hook that is asked answers.
    Answer(Option<bool>),
}

fn staff() -> Value {
    json!({ "header": "x-canary", "exact": "yes" })
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        12 => (1..8_u8).prop_map(Event::Minutes),
        1 => Just(Event::Minutes(60)),
        2 => any::<bool>().prop_map(Event::Dies),
        1 => any::<bool>().prop_map(Event::Outage),
        1 => prop_oneof![Just(0.005), Just(0.05), Just(1.0)].prop_map(Event::Canary),
        1 => prop_oneof![Just(0.0), Just(5.0), Just(200.0)].prop_map(Event::Rate),
        1 => any::<bool>().prop_map(Event::Blind),
        1 => prop_oneof![
            Just(json!(null)),
            Just(json!(0.4)),
            Just(json!(0)),
            Just(json!({ "rules": [staff()] })),
            Just(json!({ "rules": [staff(), { "header": "x-bucket", "range": "[0,40)" }] })),
        ].prop_map(Event::Routing),
        1 => Just(Event::Code),
        4 => prop_oneof![4 => Just(Some(true)), 1 => Just(Some(false)), 1 => Just(None)].prop_map(Event::Answer),
        3 => prop_oneof![Just("pause"), Just("resume"), Just("adopt"), Just("promote"), Just("approve"), Just("abort")].prop_map(Event::Order),
    ];
    proptest::collection::vec(event, 1..40)
}

fn policies() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!("canary")),
        Just(json!("linear10every1m")),
        Just(json!("manual")),
        Just(json!("AllAtOnce")),
        Just(json!({ "steps": [{ "traffic": "10%", "for": "2m" }, { "traffic": "50%", "for": "2m" }], "hooks": {
            "before": [{ "function": "a" }, { "function": "b" }], "beforeStep": [{ "function": "c" }],
            "after": [{ "function": "d" }], "onRollback": [{ "function": "e" }] } })),
        Just(json!({ "route": { "header": "x-bucket", "buckets": 100 }, "steps": [{ "route": staff(), "for": "2m" },
            { "traffic": "5%", "for": "2m" }, { "traffic": "50%", "for": "2m" }] })),
        Just(json!({ "canary": "version", "preset": "linear20every2m" })),
        Just(json!({ "canary": "version", "preset": "AllAtOnce", "hooks": { "before": [{ "function": "a" }] } })),
        Just(
            json!({ "canary": "version", "route": { "header": "x-bucket", "buckets": 10 }, "limits": { "errors": "30%" },
            "steps": [{ "route": staff(), "gate": "qa" }, { "traffic": "10%", "for": "2m" }] })
        ),
        // beside weights there are no rules
        Just(json!({ "steps": [{ "route": staff(), "for": "1m" }, { "traffic": "10%", "for": "2m" }] })),
        Just(json!({ "preset": "canary", "insufficient": { "extend": 1, "then": "rollback" }, "unhealthy": "pause" })),
        Just(json!({ "steps": [{ "traffic": "1%", "for": "2m", "gate": "qa" }, { "traffic": "90%", "for": "0s" }],
            "gates": { "qa": { "timeout": "5m", "then": "rollback" } }, "outage": { "hold": "3m", "then": "rollback" }, "limits": { "errors": "30%" } })),
    ]
}

/// Policies whose end does not hang on the minute in which a step begins.
fn deadly() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!("canary")),
        Just(json!({ "preset": "canary", "canary": "version" })),
        Just(json!({ "preset": "canary", "route": { "header": "x-bucket", "buckets": 1000 } })),
    ]
}

/// What was written.
fn portion(written: &Value) -> Portion {
    let text = written.to_string();
    Portion::read(&Json::from_json(&text).unwrap()).unwrap()
}

/// Whether each hook of the moment before the next step said yes.
fn all_said_yes(fold: &Fold) -> bool {
    let next = fold.step.map_or(0, |step| step + 1);
    let at = if fold.step.is_none() { HookAt::Before } else { HookAt::BeforeStep };
    let yes = fold.answers.iter().filter(|it| it.at == at && it.step == next && it.ok == Some(true)).count();
    yes == fold.policy.hooks_at(at).count()
}

/// What a decision must be.
fn lawful(world: &World) -> Act {
    let fold = world.fold();
    let decision = world.decide();
    assert_eq!(world.decide().line(), decision.line(), "the same facts give the same decision");
    let shown = text(&decision);
    assert!(!shown.is_empty());
    assert!(fold.state.may_become(decision.state), "{:?} to {:?}: {shown}", fold.state, decision.state);
    let promoted = fold.orders.promoted.is_some();
    match decision.act {
        Act::Advance { step } => {
            let next = fold.step.map_or(0, |step| step + 1);
            let again = fold.pending.map(|pending| pending.act) == Some(decision.act);
            assert!(again || all_said_yes(&fold), "a hook has not said yes: {shown}");
            assert!(again || step == next, "one step at a time: {step} after {:?}", fold.step);
            let compared = step > 0 && !fold.policy.for_staff(step - 1);
            if !again && compared && !promoted {
                let verdict = decision.verdict.as_ref().unwrap();
                let called: Vec<_> = verdict.functions.iter().filter(|function| function.called).collect();
                assert!(!called.is_empty() && called.iter().all(|it| it.judged_here), "not judged: {shown}");
                assert!(verdict.proven_without_means < verdict.limit);
            }
        }
        Act::Publish => {
            let again = fold.pending.map(|pending| pending.act) == Some(Act::Publish);
            assert!(again || all_said_yes(&fold), "a hook has not said yes: {shown}");
            assert!(fold.policy.canary == Canary::Version && !fold.published, "published twice");
        }
        Act::Finish => {
            let again = fold.pending.map(|pending| pending.act) == Some(Act::Finish);
            assert!(again || all_said_yes(&fold), "a hook has not said yes: {shown}");
            assert_eq!(fold.step.map_or(0, |step| step + 1), fold.policy.steps.len(), "published before the end")
        }
        Act::Wait | Act::RollBack | Act::Pause | Act::Interrupt | Act::Abort | Act::Ask | Act::Warm => {}
    }
    if let Some(pending) = fold.pending.filter(|pending| pending.act == Act::RollBack) {
        assert_eq!(
            (decision.act, fold.orders.abort.is_some() || decision.end == Some(pending.end)),
            (Act::RollBack, true)
        );
    }
    if fold.state.ended() {
        assert!(matches!(decision.act, Act::Wait | Act::Ask), "after the end");
    }
    decision.act
}

fn happen(world: &mut World, event: &Event) {
    match event {
        Event::Minutes(minutes) => {
            for _ in 0..*minutes {
                world.minute();
            }
        }
        Event::Dies(carried_out) => {
            let decision = world.decide();
            world.lines.push(decision.line());
            if *carried_out {
                world.carry_out(&decision);
                if decision.act.confirmed() {
                    world.lines.pop();
                }
            }
        }
        Event::Outage(on) => world.outage = if *on { 0.3 } else { 0.0 },
        Event::Canary(rate) => world.functions[0].canary = *rate,
        Event::Rate(rate) => world.functions[0].rate = *rate,
        Event::Blind(on) => world.functions[0].blind = on.then_some("unavailable"),
        Event::Routing(share) => world.functions[0].given = share.clone(),
        Event::Code => world.functions[0].code = "three".to_owned(),
        Event::Answer(ok) => {
            if let Some(asked) = world.fold().asked {
                let hook = json!({ "at": asked.at.word(), "step": asked.step, "hook": asked.hook, "ok": ok });
                world.lines.push(json!({ "e": "answer", "at": world.now, "hook": hook }).to_string());
            }
        }
        Event::Order(order) => {
            let step = world.fold().step;
            world.order(match *order {
                "adopt" => json!({ "do": "resume", "adopt": world.functions[0].given }),
                "promote" => json!({ "do": "promote", "step": step }),
                "approve" => json!({ "do": "approve", "gate": "qa", "step": step }),
                other => json!({ "do": other }),
            });
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_decision_is_lawful(policy in policies(), seed in any::<u64>(), events in events()) {
        let mut world = World::new(&policy, seed, &[("shop", 100.0, 0.005, 0.005), ("cart", 50.0, 0.01, 0.01)]);
        let mut changes = 0;
        for event in &events {
            happen(&mut world, event);
            let before = world.written.len();
            lawful(&world);
            world.tick();
            // one decision writes at most one weight
            prop_assert!(world.written.len() <= before + 1);
            changes += usize::from(matches!(event, Event::Routing(_)));
        }
        prop_assert!(world.published <= 1);
        // unless someone moved traffic by hand, whoever has the canary keeps it until all go back; beside weights staff are drawn
        // like everyone else
        if changes == 0 {
            let written: Vec<Portion> = world.written.iter().map(portion).collect();
            let risen: Vec<&Portion> = written.iter().take_while(|portion| !portion.is_none()).collect();
            let grows = |pair: &[&Portion]| {
                let drawn = pair[0].by_rules() && !pair[1].by_rules();
                (pair[1].covers(pair[0]) || drawn) && !pair[0].covers(pair[1])
            };
            prop_assert!(risen.windows(2).all(grows), "{:?}", world.written);
            prop_assert!(world.written.len() <= risen.len() + 1, "{:?}", world.written);
        }
    }

    /// A look that dies at any point leads where one that did not would have led.
    #[test]
    fn a_death_changes_nothing(policy in deadly(), seed in any::<u64>(), deaths in proptest::collection::vec((0..40_usize, any::<bool>()), 0..6)) {
        let run = |deaths: &[(usize, bool)]| {
            let mut world = World::new(&policy, seed, &[("shop", 300.0, 0.005, 0.005)]);
            for minute in 0..40 {
                if let Some((_, carried_out)) = deaths.iter().find(|(at, _)| *at == minute) {
                    happen(&mut world, &Event::Dies(*carried_out));
                }
                lawful(&world);
                world.tick();
                world.minute();
            }
            (world.written, world.published, world.functions[0].given.clone())
        };
        prop_assert_eq!(run(&deaths), run(&[]));
    }

    /// Whatever stands in the journal and in the facts, there is an answer.
    #[test]
    fn any_text_gets_an_answer(seed in any::<u64>(), cuts in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>()), 1..12), now in any::<u32>()) {
        let mut world = World::new(&json!("canary"), seed, &[("shop", 30.0, 0.01, 0.01)]);
        for _ in 0..8 {
            world.tick();
            world.minute();
        }
        let facts = world.facts().to_string();
        let mut texts: Vec<Vec<u8>> = world.lines.iter().map(|line| line.clone().into_bytes()).collect();
        texts.push(facts.into_bytes());
        for (text, place, byte) in cuts {
            let text = text.index(texts.len());
            let place = place.index(texts[text].len());
            texts[text][place] = byte;
        }
        let texts: Vec<String> = texts.iter().map(|text| String::from_utf8_lossy(text).into_owned()).collect();
        let (facts, lines) = texts.split_last().unwrap();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        if let Some(fold) = Fold::of(&lines) {
            let facts = Json::from_json(facts).map(|facts| Facts::read(&facts)).unwrap_or_default();
            let decision = decide(&fold, &facts, now.into());
            prop_assert!(Json::from_json(&decision.line()).is_ok());
            prop_assert!(serde_json::to_string(&decision).is_ok());
        }
    }
}
