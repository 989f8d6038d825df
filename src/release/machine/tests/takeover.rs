//! What a run does that another one takes over from, and what the one does that took over.

use super::*;
use crate::release::request::TookOver;
use crate::release::retry::CALL_TIMEOUT_MS;

fn fenced() -> Outcome {
    Outcome::Fenced { who: Some("you@there (pid 9)".into()), since: Some(START_MS + 5_000) }
}

fn bench(order: Value) -> Bench {
    let mut whole = json!({ "do": "run" });
    for (name, value) in order.as_object().unwrap() {
        whole[name] = value.clone();
    }
    let mut bench = Bench::new(shift());
    bench.release = Release::new(&Request::read(whole.into()).unwrap(), START_MS, 3).unwrap();
    bench
}

fn alias(version: &str) -> Outcome {
    answered(json!({ "Name": "$DEFAULT", "FunctionVersion": version, "Description": "theirs" }))
}

fn from(living: bool) -> TookOver {
    TookOver { who: "me@here (pid 7)".into(), since_ms: START_MS, living }
}

/// A rollback of `fun01` to version 1 that took over; `aliases` is what reading the alias gives, the last one from then on.
fn rollback(living: bool, aliases: &[&str]) -> Bench {
    let mut bench = bench(json!({ "kind": "rollback", "inputs": { "functions": ["fun01"] }, "to": "1" }));
    bench.release.took_over(&from(living));
    bench.run(&mut |action, before| {
        (action == "GetAlias").then(|| alias(aliases.get(before).or(aliases.last()).copied().unwrap_or_default()))
    })
}

#[test]
fn who_was_taken_over_writes_nothing_more_wherever_it_is() {
    let inputs = json!({ "functions": { "fun01": {}, "fun02": {} }, "traffic": 0.1, "group": "independent" });
    // both have half of the traffic on $latest when they are first looked at
    let at_first = |action: &str, before: usize| (action == "GetAlias" && before < 2).then(|| usual("GetAlias", 0));
    let whole = bench(json!({ "inputs": inputs })).run(&mut |action, before| at_first(action, before));
    assert_eq!(whole.count("UpdateAlias"), 2);
    // each line of the journal is where the other run comes in, and each writing call
    for (at, call) in (0..whole.lines.len()).flat_map(|at| [(at, false), (at, true)]) {
        let mut bench = bench(json!({ "inputs": inputs }));
        let mut refused = 0;
        let mut script = |action: &str, before: usize| {
            let write = action == "UpdateAlias";
            refused += usize::from(write && call && before >= at);
            if write && call && before >= at { Some(fenced()) } else { at_first(action, before) }
        };
        while bench.step(&mut script, &mut |line| if line >= at && !call { fenced() } else { Outcome::Stored }) {}
        assert!(bench.release.finished());
        let written = bench.count("UpdateAlias") - refused;
        let told = bench.lines.iter().take(if call { usize::MAX } else { at });
        let recorded = told.filter(|line| line["phase"] == "before").count();
        assert!(written <= recorded, "{at}: {written} writes, {recorded} records");
        if written < 2 {
            let error = bench.error();
            assert_eq!(error.code(), "Fenced", "{at}, {call}: {error:?}");
            assert!(
                error.message().starts_with("you@there (pid 9) took over at 2023-11-14 22:13:25 +00:00"),
                "{error:?}"
            );
            let result = bench.result();
            assert!(
                result
                    .functions
                    .iter()
                    .all(|function| matches!(function.status, FunctionStatus::Stopped | FunctionStatus::Done))
            );
        }
        // nothing is told of how it ended: the journal is the other run's now, and takes no line of this one
        assert!(!call || written == 2 || bench.lines.iter().all(|line| line["phase"] != "end"));
    }
}

#[test]
fn a_group_that_was_taken_over_is_not_put_back() {
    let inputs = json!({ "functions": { "fun01": {}, "fun02": {} }, "traffic": 0.1 });
    let bench = bench(json!({ "inputs": inputs })).run(&mut |action, before| match action {
        "GetAlias" if before < 2 => Some(usual("GetAlias", 0)),
        "UpdateAlias" if before == 1 => Some(fenced()),
        _ => None,
    });
    assert_eq!(bench.count("UpdateAlias"), 2);
    assert_eq!(bench.error().code(), "Fenced");
}

#[test]
fn a_rollback_looks_again_when_nothing_of_the_other_run_can_arrive_any_more() {
    let bench = rollback(true, &["$LATEST", "1"]);
    assert_eq!((bench.count("UpdateAlias"), bench.count("GetAlias")), (1, 3));
    assert!(bench.now_ms - START_MS >= u64::from(CALL_TIMEOUT_MS));
    let result = bench.result();
    assert_eq!(result.functions[0].status, FunctionStatus::Done);
    let note = result.notes.iter().find(|note| note.code() == "TookOver").expect("a note");
    assert!(note.shown().starts_with("took over from me@here (pid 7), under way since"), "{}", note.shown());
}

#[test]
fn what_arrived_meanwhile_is_written_over() {
    for (aliases, writes) in [
        // read, read back, changed by the other run, read back again
        (&["$LATEST", "1", "$LATEST", "1"][..], 2),
        // nothing was to be done at first
        (&["1", "$LATEST", "1"][..], 1),
    ] {
        let bench = rollback(true, aliases);
        assert_eq!(bench.count("UpdateAlias"), writes, "{aliases:?}");
        let result = &bench.result().functions[0];
        assert_eq!((result.status, result.changed.len()), (FunctionStatus::Done, writes));
        assert!(result.changed.last().unwrap().shown().starts_with("shift $default again: 1 100%"));
        // each write has its entry, and what the other run wrote is nothing to go back to
        let befores: Vec<&Value> = bench.lines.iter().filter(|line| line["phase"] == "before").collect();
        assert_eq!(befores.len(), writes);
        assert!(befores.last().unwrap().get("recorded").is_none());
    }
}

#[test]
fn an_alias_that_changes_again_and_again_is_an_error() {
    let bench = rollback(true, &["$LATEST", "1", "$LATEST"]);
    assert_eq!((bench.count("UpdateAlias"), bench.error().code()), (2, "AliasDiffers"));
}

#[test]
fn nothing_is_waited_for_where_the_other_run_is_dead() {
    let bench = rollback(false, &["$LATEST", "1"]);
    assert_eq!(bench.count("GetAlias"), 2);
    assert!(bench.now_ms - START_MS < u64::from(CALL_TIMEOUT_MS));
    assert!(
        bench.result().notes.iter().any(|note| note.code() == "TookOver" && note.shown().ends_with("was interrupted"))
    );
}

#[test]
fn stopped_while_it_waits_it_says_what_was_not_looked_at() {
    let mut bench = bench(json!({ "kind": "rollback", "inputs": { "functions": ["fun01"] }, "to": "1" }));
    bench.release.took_over(&from(true));
    let mut script =
        |action: &str, before: usize| (action == "GetAlias").then(|| alias(if before == 0 { "$LATEST" } else { "1" }));
    let waits = |effect: &Effect| matches!(effect, Effect::Sleep { ms: CALL_TIMEOUT_MS, .. });
    while !bench.taken().iter().any(waits) {
        assert!(bench.step(&mut script, &mut |_| Outcome::Stored), "it never waits");
    }
    bench.release.stop(bench.now_ms);
    let bench = bench.run(&mut script);
    assert_eq!(bench.count("GetAlias"), 2);
    assert!(bench.result().notes.iter().any(|note| note.code() == "NotLookedAgain"));
}

#[test]
fn a_rollback_is_not_held_up_by_a_journal_that_is_full() {
    let mut bench = bench(json!({ "kind": "rollback", "inputs": { "functions": ["fun01"] }, "to": "1" }));
    let mut script =
        |action: &str, before: usize| (action == "GetAlias").then(|| alias(if before == 0 { "$LATEST" } else { "1" }));
    let full = || Outcome::Unstored { reason: "no space left on device".into() };
    while bench.step(&mut script, &mut |_| full()) {}
    let result = bench.result();
    assert_eq!((result.functions[0].status, bench.count("UpdateAlias")), (FunctionStatus::Done, 1));
    assert_eq!(result.functions[0].notes.iter().filter(|note| note.code() == "JournalIncomplete").count(), 1);
}
