//! Functions are looked at while the journal is read, where the store is a round trip away: what that saves, and that a plan
//! never rests on what another run has changed since.

use crate::support;

use serde_json::{Value, json};
use support::asked::settled;
use support::cloud::{Alias, Cloud, Function, WHOLE};
use support::machines::{Fate, Machines};

/// A call and its answer, of the tests' cloud.
const TRIP_MS: u64 = 40;

fn released() -> Function {
    settled().routed(Alias::grayscale(0.5, "2"))
}

fn cloud() -> Cloud {
    Cloud::of(&[("fun01-dev", released())])
}

fn deploy(process: &str, traffic: f64, ahead: bool) -> Value {
    json!({ "do": "run", "process": process, "who": format!("{process}@here"), "looksAhead": ahead,
        "inputs": { "functions": { "fun01": {} }, "traffic": traffic } })
}

fn rollback(process: &str, ahead: bool) -> Value {
    json!({ "do": "run", "kind": "rollback", "process": process, "looksAhead": ahead,
        "inputs": { "functions": { "fun01": {} } } })
}

fn code(world: &Machines, machine: usize) -> String {
    world.ended(machine).1.map_or_else(|| "done".to_owned(), |error| error.code().to_owned())
}

fn split(world: &Machines) -> u64 {
    world.cloud.function("fun01-dev").default_alias().most_of("$LATEST")
}

/// How many round trips an order takes, one after the other, with a store so far away; what was called, and where traffic is.
fn takes(order: &Value, store_ms: u64) -> (u64, Vec<String>, u64) {
    let mut world = Machines::over(cloud());
    world.store_ms = store_ms;
    let begun = world.cloud.now;
    let one = world.begin(order.clone(), 0);
    while !world.is_over(one) && world.step() {}
    assert_eq!(code(&world, one), "done", "{order}");
    let mut called: Vec<String> = world.cloud.calls.iter().map(|(action, body)| format!("{action} {body}")).collect();
    called.sort();
    // the marks of two runs differ by their times
    called.retain(|call| !call.starts_with("UpdateAlias"));
    ((world.cloud.now - begun).div_ceil(TRIP_MS), called, split(&world))
}

#[test]
fn a_change_of_traffic_takes_two_round_trips_more_with_a_store_than_without() {
    for traffic in [0.1, 0.0, 0.9] {
        let without = takes(&deploy("a", traffic, true), 0).0;
        let with = takes(&deploy("a", traffic, true), TRIP_MS / 2).0;
        assert!(with <= without + 2, "{traffic}: {with} trips instead of {without}");
        // one after the other it takes three
        assert_eq!(takes(&deploy("a", traffic, false), TRIP_MS / 2).0, with + 1, "{traffic}");
    }
    let without = takes(&rollback("a", true), 0).0;
    let with = takes(&rollback("a", true), TRIP_MS / 2).0;
    assert!(with <= without + 2, "{with} trips instead of {without}");
}

#[test]
fn looking_while_the_journal_is_read_asks_nothing_more() {
    let orders = [0.0, 0.1, 0.5, 0.9, 1.0].map(|traffic| [deploy("a", traffic, false), deploy("a", traffic, true)]);
    for [after, ahead] in orders.into_iter().chain([[rollback("a", false), rollback("a", true)]]) {
        for store_ms in [0, 20, 500] {
            let ((_, one, there), (_, two, here)) = (takes(&after, store_ms), takes(&ahead, store_ms));
            assert_eq!((one, there), (two, here), "{after} {store_ms}");
        }
    }
}

/// One run moves traffic; another one begins so long after it, further away from the store. How both end, and where traffic is.
fn one_after_another(between_ms: u64, tick_ms: Option<u64>, further_ms: u64) -> (String, String, u64) {
    let mut world = Machines::over(cloud());
    world.tick_ms = tick_ms;
    let one = world.begin(deploy("a", 0.1, true), 0);
    world.until(world.cloud.now + between_ms);
    world.further = Some((one + 1, further_ms));
    let two = world.begin(deploy("b", 0.9, true), 0);
    world.run();
    let journal = world.log.journal();
    assert_eq!((&journal.chain.broken, journal.chain.forks.len()), (&None, 0), "{:#?}", world.log.lines);
    if let [first, second] = &journal.runs[..] {
        // what the first one left is what the second one says that it found: an undo goes back to that
        if let ([first], [second]) = (&first.functions[..], &second.functions[..]) {
            let (left, found) = (first.left("$DEFAULT"), second.recorded("$DEFAULT"));
            assert_eq!(found, left, "{between_ms} {tick_ms:?} {further_ms}");
        }
    }
    (code(&world, one), code(&world, two), split(&world))
}

#[test]
fn a_plan_does_not_rest_on_what_another_run_changed_while_the_journal_was_read() {
    let mut seen = [0, 0, 0];
    for (tick_ms, further_ms) in [(Some(1), 40), (Some(1), 400), (Some(1_000), 400), (Some(1_000), 1_500), (None, 400)]
    {
        for between_ms in (0..600).step_by(7) {
            let (one, two, split) = one_after_another(between_ms, tick_ms, further_ms);
            let told = format!("{between_ms} {tick_ms:?} {further_ms}: {one} {two} {split}");
            match (one.as_str(), two.as_str()) {
                ("done", "done") => assert_eq!(split, WHOLE / 10 * 9, "{told}"),
                ("done", "Locked") => assert_eq!(split, WHOLE / 10, "{told}"),
                ("Locked", "done") => assert_eq!(split, WHOLE / 10 * 9, "{told}"),
                // it had read the journal before the other one wrote there, and found its lines when it came to write
                ("done", "AliasChanged") => assert_eq!((split, between_ms < 100), (WHOLE / 10, true), "{told}"),
                _ => panic!("{told}"),
            }
            seen[0] += usize::from(two == "done" && one == "done");
            seen[1] += usize::from(two == "Locked");
            seen[2] += usize::from(one == "Locked");
        }
    }
    assert!(seen[0] > 50 && seen[1] > 10, "{seen:?}");
}

#[test]
fn what_was_looked_at_long_before_the_journal_was_there_counts_as_old() {
    // the journal takes more than a minute to arrive, and somebody without one changes traffic meanwhile
    let mut world = Machines::over(cloud());
    world.store_ms = 35_000;
    let one = world.begin(deploy("a", 0.1, true), 0);
    world.until(world.cloud.now + 1_000);
    let function = world.cloud.functions.get_mut("fun01-dev").unwrap();
    *function = settled().routed(Alias::grayscale(0.25, "2"));
    world.run();
    assert_eq!(code(&world, one), "AliasChanged");
    assert_eq!(split(&world), WHOLE / 4);
}

#[test]
fn a_journal_that_can_not_be_read_ends_a_run_and_no_rollback() {
    for (order, end) in [(deploy("a", 0.1, true), "JournalFailed"), (rollback("a", true), "done")] {
        let mut world = Machines::over(cloud());
        world.fate = Box::new(|_| Fate::Fails);
        let one = world.begin(order, 0);
        world.run();
        assert_eq!(code(&world, one), end);
        assert_eq!(world.writes.len(), usize::from(end == "done"));
    }
}

#[test]
fn what_the_journal_says_comes_before_what_a_look_says() {
    let mut world = Machines::over(Cloud::of(&[]));
    let one = world.begin(deploy("a", 0.1, true), 0);
    world.run();
    assert_eq!(code(&world, one), "FunctionNotFound");
    // the same while another run is at work
    let mut world = Machines::over(cloud());
    world.begin(deploy("a", 0.1, true), 0);
    while world.log.lines.is_empty() {
        world.step();
    }
    world.cloud.functions.clear();
    let two = world.begin(deploy("b", 0.9, true), 0);
    while !world.is_over(two) {
        world.step();
    }
    assert_eq!(code(&world, two), "Locked");
}
