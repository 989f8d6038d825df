//! One log for all machines: whose turn it is, how long, what follows where a machine dies, stands still or loses answers.

use crate::support;

use scf_grayscale::release::journal::{LEASE_MS, Workers};
use serde_json::{Value, json};
use support::asked::settled;
use support::cloud::{Alias, Cloud, Function, WHOLE};
use support::machines::{Fate, Machines};

/// A call can't arrive later than this after it was sent.
const CALL_MS: u64 = 30_000;

fn released() -> Function {
    settled().routed(Alias::grayscale(0.5, "2"))
}

fn cloud() -> Cloud {
    Cloud::of(&[("fun01-dev", released()), ("fun02-dev", released())])
}

fn deploy(process: &str, traffic: f64) -> Value {
    json!({ "do": "run", "process": process, "who": format!("{process}@here"), "looksAhead": true,
        "inputs": { "functions": { "fun01": {}, "fun02": {} }, "traffic": traffic } })
}

fn rollback(process: &str) -> Value {
    json!({ "do": "run", "kind": "rollback", "process": process, "who": format!("{process}@here"), "looksAhead": true,
        "inputs": { "functions": { "fun01": {}, "fun02": {} } } })
}

fn code(world: &Machines, machine: usize) -> String {
    world.ended(machine).1.map_or_else(|| "done".to_owned(), |error| error.code().to_owned())
}

/// The log is one chain, without forks.
fn whole(world: &Machines) {
    let chain = world.log.journal().chain;
    assert_eq!((&chain.broken, &chain.torn, chain.forks.len()), (&None, &vec![], 0), "{:#?}", world.log.lines);
}

/// Where `fun01` is.
fn split(world: &Machines) -> u64 {
    world.cloud.function("fun01-dev").default_alias().most_of("$LATEST")
}

#[test]
fn a_run_has_its_turn_from_its_first_line_to_its_last() {
    let mut world = Machines::over(cloud());
    let one = world.begin(deploy("a", 0.1), 0);
    world.run();
    assert_eq!(code(&world, one), "done");
    let journal = world.log.journal();
    assert_eq!((journal.runs.len(), Workers::of(&journal).iter().count()), (1, 0));
    assert_eq!(journal.runs[0].begin.as_ref().unwrap().process.as_deref(), Some("a"));
    whole(&world);
}

#[test]
fn a_change_of_traffic_reads_the_log_once_and_appends_to_it_twice() {
    let one = json!({ "do": "run", "process": "a", "inputs": { "functions": { "fun01": {} }, "traffic": 0.1 } });
    let mut world = Machines::over(cloud());
    world.begin(one.clone(), 0);
    world.run();
    assert_eq!(world.asked, (1, 2), "{:#?}", world.log.lines);
    // and where there is nothing to do nothing is written
    world.asked = (0, 0);
    world.begin(one, 0);
    world.run();
    assert_eq!(world.asked, (1, 0), "{:#?}", world.log.lines);
}

#[test]
fn whoever_comes_while_a_run_is_at_work_is_refused_before_it_wrote_anything() {
    // the second one begins so long after the first
    for after in 0..30 {
        let mut world = Machines::over(cloud());
        let one = world.begin(deploy("a", 0.1), 0);
        let begun = world.cloud.now;
        world.until(begun + after * 20);
        let two = world.begin(deploy("b", 0.9), 0);
        world.run();
        let ends = (code(&world, one), code(&world, two));
        let (first, second) = (ends.0.as_str(), ends.1.as_str());
        assert!(first == "done" || second == "done", "{after}: {ends:?}");
        for (machine, end) in [(one, first), (two, second)] {
            assert!(matches!(end, "done" | "Locked" | "AliasChanged" | "ReleaseInProgress"), "{after}: {ends:?}");
            if end == "Locked" {
                assert!(world.writes.iter().all(|write| write.machine != machine), "{after}: {ends:?}");
            }
        }
        whole(&world);
    }
}

#[test]
fn a_machine_that_died_locks_nobody_out_longer_than_its_lease() {
    let mut died = 0;
    for after in 0..40 {
        let mut world = Machines::over(cloud());
        let one = world.begin(deploy("a", 0.1), 0);
        let begun = world.cloud.now;
        world.until(begun + after * 15);
        world.kill(one);
        // what it had sent to the store arrives all the same
        world.until(world.cloud.now + 100);
        let journal = world.log.journal();
        let Some(last) = journal.runs.last().filter(|run| run.end.is_none()) else { continue };
        died += 1;
        let over = last.last_ms + LEASE_MS;
        world.until(over - 1_000);
        let early = world.begin(deploy("b", 0.9), 0);
        world.until(over);
        assert_eq!(code(&world, early), "Locked", "{after}");
        let two = world.begin(deploy("b", 0.9), 0);
        world.run();
        let end = code(&world, two);
        assert_eq!(end, "done", "{after}");
        let first = world.writes.iter().find(|write| write.machine == two).map(|write| write.sent_at);
        assert!(first.is_none_or(|at| at >= over + CALL_MS), "{after}: {first:?}, over at {over}");
        assert_eq!(split(&world), WHOLE / 10 * 9, "{after}");
        whole(&world);
    }
    assert!(died > 8, "{died}");
}

#[test]
fn on_one_machine_a_process_that_is_gone_keeps_nobody_waiting() {
    let mut world = Machines::over(cloud());
    let one = world.begin(deploy("a", 0.1), 0);
    while world.log.lines.is_empty() {
        world.step();
    }
    world.kill(one);
    world.alive = |process| Some(process != "a");
    let now = world.cloud.now;
    let two = world.begin(deploy("b", 0.9), 0);
    world.run();
    assert_eq!(code(&world, two), "done");
    assert!(world.cloud.now - now < 10_000);
}

#[test]
fn a_rollback_takes_the_turn_at_once_and_what_arrives_late_is_written_over() {
    let mut late = 0;
    for after in 0..30 {
        let mut world = Machines::over(cloud());
        // the deploy's last write is on its way for half a minute
        world.late = Box::new(|_| 25_000);
        let one = world.begin(deploy("a", 0.9), 0);
        world.until(world.cloud.now + after * 20);
        world.late = Box::new(|_| 0);
        let two = world.begin(rollback("b"), 0);
        let begun = world.cloud.now;
        world.run();
        assert_eq!(code(&world, two), "done", "{after}");
        let first = world.writes.iter().find(|write| write.machine == two).map(|write| write.at);
        assert!(first.is_none_or(|at| at < begun + 2_000), "{after}");
        let (sent, by_one) = (world.writes.iter().filter(|write| write.machine == one), code(&world, one));
        let sent = sent.filter(|write| write.at > begun).count();
        if by_one == "Fenced" && sent > 0 {
            late += 1;
            // whatever the other one had sent: users are on version 2
            for name in ["fun01-dev", "fun02-dev"] {
                assert_eq!(world.cloud.function(name).default_alias().most_of("2"), WHOLE, "{after} {name}");
            }
        }
        whole(&world);
    }
    assert!(late > 3, "{late}");
}

#[test]
fn whoever_was_suspended_beyond_its_turn_writes_nothing_more() {
    let mut fenced = 0;
    for (after, stands) in (0..40).flat_map(|after| [(after, false), (after, true)]) {
        let mut world = Machines::over(cloud());
        let one = world.begin(deploy("a", 0.1), 0);
        world.until(world.cloud.now + after * 12);
        world.freeze(one, LEASE_MS * 3, stands);
        world.until(world.cloud.now + 100);
        if world.log.by.is_empty() {
            continue;
        }
        let frozen = world.cloud.now;
        world.until(frozen + LEASE_MS + 1_000);
        let two = world.begin(deploy("b", 0.9), 0);
        world.until(frozen + LEASE_MS * 2);
        assert_eq!(code(&world, two), "done", "{after}");
        world.run();
        let theirs = world.writes.iter().filter(|write| write.machine == two).map(|write| write.sent_at).min();
        let taken = theirs.unwrap_or(u64::MAX);
        let after_it = world.writes.iter().filter(|write| write.machine == one && write.at > taken);
        assert_eq!(after_it.count(), 0, "{after} {stands}: {:?}", world.writes);
        assert_eq!(split(&world), WHOLE / 10 * 9, "{after}");
        fenced += usize::from(code(&world, one) == "Fenced");
        whole(&world);
    }
    assert!(fenced > 5, "{fenced}");
}

#[test]
fn a_run_that_waits_keeps_its_turn() {
    let mut world = Machines::over(cloud());
    // a call is on its way for half a minute, again and again: a run of many minutes
    world.late = Box::new(|_| 29_000);
    let functions: Vec<(String, Function)> = (0..40).map(|at| (format!("f{at}-dev"), released())).collect();
    let named: Vec<(&str, Function)> =
        functions.iter().map(|(name, function)| (name.as_str(), function.clone())).collect();
    world.cloud = Cloud::of(&named);
    let keys: serde_json::Map<String, Value> = (0..40).map(|at| (format!("f{at}"), json!({}))).collect();
    let order =
        json!({ "do": "run", "process": "a", "who": "a@here", "inputs": { "functions": keys, "traffic": 0.1 } });
    let one = world.begin(order, 0);
    while !world.is_over(one) {
        world.until(world.cloud.now + 20_000);
        if world.log.lines.is_empty() || world.is_over(one) {
            continue;
        }
        let two = world.begin(deploy("b", 0.9), 0);
        world.until(world.cloud.now + 1_000);
        if !world.is_over(one) {
            assert_eq!(code(&world, two), "Locked");
        }
    }
    whole(&world);
}

#[test]
fn an_answer_that_is_lost_is_looked_for_and_a_line_is_never_there_twice() {
    for (nth, fate) in (0..4).flat_map(|nth| [(nth, Fate::Lost), (nth, Fate::LostAfter)]) {
        let mut world = Machines::over(cloud());
        let mut appends = 0;
        world.fate = Box::new(move |effect| {
            if !matches!(effect, scf_grayscale::release::Effect::Append { .. }) {
                return Fate::Fine;
            }
            appends += 1;
            if appends - 1 == nth { fate } else { Fate::Fine }
        });
        let one = world.begin(deploy("a", 0.1), 0);
        world.run();
        assert_eq!(code(&world, one), "done", "{nth} {fate:?}");
        whole(&world);
    }
}

#[test]
fn nothing_is_written_without_its_line_and_a_rollback_goes_on_without() {
    for fate in [Fate::Fails, Fate::Lost] {
        let mut world = Machines::over(cloud());
        world.fate = Box::new(move |effect| {
            let appends = matches!(effect, scf_grayscale::release::Effect::Append { .. });
            if appends { fate } else { Fate::Fine }
        });
        let one = world.begin(deploy("a", 0.1), 0);
        world.run();
        assert_eq!((code(&world, one), world.writes.len()), ("JournalFailed".to_owned(), 0), "{fate:?}");
        let two = world.begin(rollback("b"), 0);
        world.run();
        assert_eq!(code(&world, two), "done", "{fate:?}");
        assert_eq!(world.cloud.function("fun01-dev").default_alias().most_of("2"), WHOLE, "{fate:?}");
    }
}

#[test]
fn a_look_that_fails_tells_why() {
    let mut world = Machines::over(cloud());
    // the first append gets no answer, and from then on the log can't be read
    let mut appended = false;
    world.fate = Box::new(move |effect| match effect {
        scf_grayscale::release::Effect::Append { .. } => {
            appended = true;
            Fate::Lost
        }
        _ if appended => Fate::Fails,
        _ => Fate::Fine,
    });
    let one = world.begin(deploy("a", 0.1), 0);
    world.run();
    let error = world.ended(one).1.expect("an error");
    assert_eq!((error.code(), world.writes.len()), ("JournalFailed", 0));
    assert!(error.message().contains("the store says so"), "{}", error.message());
}

#[test]
fn a_store_that_cannot_be_read_stops_a_deploy_and_no_rollback() {
    let mut world = Machines::over(cloud());
    world.fate = Box::new(|_| Fate::Fails);
    let one = world.begin(deploy("a", 0.1), 0);
    world.run();
    assert_eq!((code(&world, one), world.writes.len()), ("JournalFailed".to_owned(), 0));
    let two = world.begin(rollback("b"), 0);
    world.run();
    assert_eq!(code(&world, two), "done");
}

#[test]
fn a_rollback_waits_for_no_store_that_hangs() {
    for reads in [true, false] {
        let mut world = Machines::over(cloud());
        world.fate = Box::new(move |effect| {
            let read = matches!(effect, scf_grayscale::release::Effect::Read { .. });
            if read == reads { Fate::Hangs } else { Fate::Fine }
        });
        let begun = world.cloud.now;
        let one = world.begin(rollback("a"), 0);
        world.run();
        assert_eq!(code(&world, one), "done", "{reads}");
        assert!(world.writes.iter().all(|write| write.at < begun + 6_000), "{reads}: {:?}", world.writes);
        assert_eq!(world.cloud.function("fun01-dev").default_alias().most_of("2"), WHOLE, "{reads}");
    }
}

#[test]
fn runs_of_one_process_share_their_turn() {
    let of = |name: &str| json!({ "do": "run", "process": "a", "who": "a@here", "inputs": { "functions": { name: {} }, "traffic": 0.1 } });
    let mut world = Machines::over(cloud());
    let (one, two) = (world.begin(of("fun01"), 0), world.begin(of("fun02"), 0));
    world.run();
    assert_eq!((code(&world, one), code(&world, two)), ("done".to_owned(), "done".to_owned()));
    whole(&world);
}

#[test]
fn a_run_of_the_same_process_may_begin_and_end_while_another_one_is_on_its_way() {
    let of = |name: &str, traffic: f64| json!({ "do": "run", "process": "a", "who": "a@here", "inputs": { "functions": { name: {} }, "traffic": traffic } });
    let mut world = Machines::over(cloud());
    // the call of the first one takes long; the others come and go meanwhile
    world.late = Box::new(|_| 20_000);
    let one = world.begin(of("fun01", 0.1), 0);
    while world.writes.is_empty() && world.log.lines.len() < 2 {
        world.step();
    }
    world.until(world.cloud.now + 200);
    world.late = Box::new(|_| 0);
    for traffic in [0.1, 0.2] {
        let other = world.begin(of("fun02", traffic), 0);
        world.until(world.cloud.now + 5_000);
        assert_eq!(code(&world, other), "done");
    }
    world.run();
    assert_eq!(code(&world, one), "done");
    whole(&world);
}

/// Machines that do what people do, on a store and a network that do their worst; `seed` decides it all.
fn world(seed: u64) {
    let mut dice = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut roll = move |sides: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % sides
    };
    let mut world = Machines::over(cloud());
    let (store, calls) = (roll(1 << 30), roll(1 << 30));
    let mut asked = 0_u64;
    world.fate = Box::new(move |_| {
        asked += 1;
        match (store ^ asked).wrapping_mul(0x2545_f491_4f6c_dd1d) >> 58 {
            0 => Fate::Lost,
            1 | 2 => Fate::LostAfter,
            _ => Fate::Fine,
        }
    });
    let mut sent = 0_u64;
    world.late = Box::new(move |_| {
        sent += 1;
        let drawn = (calls ^ sent).wrapping_mul(0x2545_f491_4f6c_dd1d) >> 40;
        if drawn.is_multiple_of(8) { drawn % 29_000 } else { 0 }
    });
    let mut back = vec![];
    for nth in 0..6 {
        let process = format!("p{nth}");
        let rolls_back = roll(4) == 0;
        let order = if rolls_back { rollback(&process) } else { deploy(&process, [0.1, 0.5, 0.9][roll(3) as usize]) };
        let skew = [0, 0, 7_000, -7_000][roll(4) as usize];
        let machine = world.begin(order, skew);
        if rolls_back {
            back.push(machine);
        }
        world.until(world.cloud.now + roll(1_500));
        match roll(5) {
            0 => world.kill(machine),
            1 => world.freeze(machine, [20_000, 70_000, 400_000][roll(3) as usize], roll(2) == 0),
            _ => {}
        }
        world.until(world.cloud.now + [500, 2_000, 130_000, 200_000][roll(4) as usize]);
    }
    world.run();
    whole(&world);
    // each write belongs to the run that had begun last, unless a rollback took the turn from it while it was on its way
    let journal = world.log.journal();
    let begun: Vec<usize> =
        (0..world.log.lines.len()).filter(|at| world.log.lines[*at].contains(r#""phase":"begin""#)).collect();
    for write in &world.writes {
        let Some(last) = begun.iter().rfind(|at| **at < write.lines) else { continue };
        let (by, since) = world.log.by[*last];
        if by == write.machine || back.contains(&write.machine) {
            continue;
        }
        let late = write.at - since;
        assert!(
            back.contains(&by) && late <= CALL_MS + 1_000,
            "seed {seed}: {write:?} after {by} began {late} ms before"
        );
    }
    assert!(journal.runs.iter().all(|run| run.began_ms <= run.last_ms), "seed {seed}");
}

#[test]
fn never_two_at_once_whatever_happens() {
    let worlds = std::env::var("TURN_WORLDS").ok().and_then(|worlds| worlds.parse().ok()).unwrap_or(300);
    (0..worlds).for_each(world);
}
