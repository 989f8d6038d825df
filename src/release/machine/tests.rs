//! The machine by itself: every way through its table, its deadlines, its patience, and what it says when it gives up.

use serde_json::{Value, json};

mod calls;
mod publication;
mod takeover;

use super::*;
use crate::message::{Changed, FunctionStatus, RoutingStatus};
use crate::release::RunResult;
use crate::release::journal::Head;
use crate::release::request::Operation;
use crate::release::retry::{LIMITED_MS, READ_BACK_MS, STALE_MS, TRIES};
use crate::scf::Answer;
use crate::traffic::routing::Version;

const START_MS: u64 = 1_700_000_000_000;

fn order(inputs: Value) -> Request<'static> {
    let order =
        json!({ "do": "run", "inputs": inputs, "packages": [{ "key": "fun01", "sha256": "b".repeat(64), "size": 9 }] });
    Request::read(order.into()).unwrap()
}

fn answered(fields: Value) -> Outcome {
    let mut fields = fields;
    fields["RequestId"] = json!("request-1");
    let text = json!({ "Response": fields }).to_string();
    Outcome::Answered(Answer { status: 200, content_type: None, date: None, retry_after: None, request_id: None, text })
}

fn failed(code: &str) -> Outcome {
    answered(json!({ "Error": { "Code": code, "Message": "the test says so" } }))
}

fn phrases(changed: &[Changed]) -> Vec<String> {
    changed.iter().map(Changed::shown).collect()
}

fn lost() -> Outcome {
    Outcome::Lost { reason: "connection reset".into(), sent: true }
}

/// A machine over one function with version 1, everything on `$LATEST`; `script` answers its calls, or leaves it to what
/// the function says by itself.
struct Bench {
    release: Release,
    now_ms: u64,
    calls: Vec<&'static str>,
    lines: Vec<Value>,
    head: Head,
    /// Effects that were taken and not answered.
    open: Vec<Effect>,
    steps: usize,
}

/// Answers a call (its action, and how often it was called before), or leaves it to [`usual`].
type Script<'a> = &'a mut dyn FnMut(&str, usize) -> Option<Outcome>;

impl Bench {
    fn new(inputs: Value) -> Self {
        let release = Release::new(&order(inputs), START_MS, 3).unwrap();
        Self { release, now_ms: START_MS, calls: vec![], lines: vec![], head: Head::default(), open: vec![], steps: 0 }
    }

    /// One effect is answered. False when nothing is open.
    fn step(&mut self, script: Script<'_>, store: &mut dyn FnMut(usize) -> Outcome) -> bool {
        if self.taken().is_empty() {
            return false;
        }
        self.steps += 1;
        assert!(self.steps < 5_000, "the machine goes round in circles");
        // sleeps last
        let at = self.open.iter().position(|effect| !matches!(effect, Effect::Sleep { .. })).unwrap_or(0);
        let (id, outcome) = match self.open.remove(at) {
            Effect::Call { id, action, .. } => {
                let before = self.calls.iter().filter(|called| **called == action).count();
                self.calls.push(action);
                (id, script(action, before).unwrap_or_else(|| usual(action, before)))
            }
            Effect::Sleep { id, ms, .. } => {
                self.now_ms += u64::from(ms);
                (id, Outcome::Woke)
            }
            Effect::Store { id, entry } => {
                self.lines.push(serde_json::from_str(&entry.line(&mut self.head)).unwrap());
                (id, store(self.lines.len() - 1))
            }
            Effect::Object { .. } => unreachable!("no package goes through a bucket"),
            _ => unreachable!("dropped above, or none of a release alone"),
        };
        self.release.feed(id, &outcome, self.now_ms);
        true
    }

    /// What is open now.
    fn taken(&mut self) -> &[Effect] {
        self.open.extend(self.release.take());
        self.open.retain(|effect| !matches!(effect, Effect::Show { .. }));
        &self.open
    }

    fn run(mut self, script: Script<'_>) -> Self {
        while self.step(script, &mut |_| Outcome::Stored) {}
        assert!(self.release.finished());
        self
    }

    fn error(&self) -> Error {
        self.release.outcome().1.expect("an error")
    }

    fn result(&self) -> RunResult {
        match self.release.outcome().0 {
            Report::Run(run) => run,
            other => panic!("not a run: {other:?}"),
        }
    }

    fn phases(&self) -> Vec<&str> {
        self.lines.iter().map(|line| line["phase"].as_str().unwrap()).collect()
    }

    fn count(&self, action: &str) -> usize {
        self.calls.iter().filter(|called| **called == action).count()
    }
}

/// What the function says by itself: version 1 is there, version 2 once it was published, the alias as asked for.
fn usual(action: &str, before: usize) -> Outcome {
    let alias = |version: &str, weight: f64| {
        json!({ "Name": "$DEFAULT", "FunctionVersion": "$LATEST", "Description": "",
            "RoutingConfig": { "AdditionalVersionWeights": [{ "Version": version, "Weight": weight }] } })
    };
    answered(match action {
        "GetFunction" => json!({ "Status": "Active" }),
        "GetFunctionAddress" => json!({ "CodeSha256": "a".repeat(64) }),
        "ListAliases" => json!({ "Aliases": [alias("1", 0.0)], "TotalCount": 1 }),
        "GetAlias" => {
            if before == 0 {
                alias("1", 0.5)
            } else {
                alias("1", 0.9)
            }
        }
        "ListVersionByFunction" => json!({ "Versions": [{ "Version": "1", "Status": "Active" }], "TotalCount": 1 }),
        "PublishVersion" => json!({ "FunctionVersion": "2" }),
        _ => json!({}),
    })
}

fn shift() -> Value {
    json!({ "name": "fun01", "traffic": 0.1 })
}

fn upload() -> Value {
    json!({ "name": "fun01", "key": "fun01", "src": "./" })
}

#[test]
fn every_way_from_the_beginning_ends_or_goes_on() {
    use table::{TABLE, next};
    let events: Vec<Event> = TABLE.iter().map(|(_, event, ..)| *event).collect();
    let mut walks = vec![(State::Ready, 0)];
    let mut reached = vec![];
    while let Some((state, depth)) = walks.pop() {
        if depth == 6 || reached.contains(&(state, depth)) {
            continue;
        }
        reached.push((state, depth));
        let ways: Vec<(State, Act)> = events.iter().filter_map(|event| next(state, *event)).collect();
        assert_eq!(ways.is_empty(), state.ended(), "{state:?}");
        for (to, act) in ways {
            // whoever is in a state has begun what the state waits for
            let begun = match to {
                State::Ready => panic!("nothing goes back to the beginning"),
                State::Recheck => Act::Check,
                State::Recording => Act::Record,
                State::Call => Act::Call,
                State::Verify => Act::Check,
                State::FindLost | State::FindEarlier => Act::Search,
                State::FindEarlierWait
                | State::RecheckWait
                | State::CallWait
                | State::VerifyWait
                | State::FindLostWait => Act::Pause,
                State::Done => Act::Finish,
                State::Failed => Act::Fail,
            };
            assert_eq!(act, begun, "{state:?} → {to:?}");
            walks.push((to, depth + 1));
        }
    }
    for state in
        [State::Recording, State::CallWait, State::VerifyWait, State::FindLost, State::FindLostWait, State::Done]
    {
        assert!(reached.iter().any(|(found, _)| *found == state), "{state:?} is not reached in 6 steps");
    }
}

#[test]
fn a_publication_is_called_again_only_by_way_of_a_refusal() {
    use table::TABLE;
    // from where the answer was lost no way leads back to the call
    let mut lost = vec![State::FindLost];
    let mut at = 0;
    while let Some(state) = lost.get(at).copied() {
        for (from, _, to, act) in TABLE {
            if *from == state {
                assert_ne!(*act, Act::Call, "{from:?} → {to:?}");
                if !lost.contains(to) {
                    lost.push(*to);
                }
            }
        }
        at += 1;
    }
}

#[test]
fn the_documented_shift_takes_four_calls() {
    let bench = Bench::new(shift()).run(&mut |_, _| None);
    assert_eq!(bench.calls, ["GetAlias", "ListVersionByFunction", "UpdateAlias", "GetAlias"]);
    assert_eq!(bench.result().functions[0].status, FunctionStatus::Done);
    assert_eq!(bench.phases(), ["begin", "before", "after", "end"]);
}

/// A shift that is not put back when it fails.
fn alone() -> Value {
    let mut inputs = shift();
    inputs["group"] = json!("independent");
    inputs
}

#[test]
fn what_is_refused_for_good_is_not_tried_again() {
    let bench = Bench::new(shift())
        .run(&mut |action, _| (action == "UpdateAlias").then(|| failed("InvalidParameterValue.RoutingConfig")));
    let error = bench.error();
    assert_eq!(bench.count("UpdateAlias"), 1);
    assert_eq!((error.code(), error.retryable), ("InvalidParameterValue.RoutingConfig", false));
    assert_eq!(error.request_id.as_deref(), Some("request-1"));
    assert!(error.changed.is_empty());
}

#[test]
fn a_busy_function_is_tried_until_the_deadline() {
    let mut inputs = upload();
    inputs["waitTimeout"] = json!(60);
    let bench = Bench::new(inputs).run(&mut |action, _| match action {
        "UpdateFunctionCode" => Some(failed("FailedOperation.FunctionStatusError")),
        // between the tries the alias is looked at, and is as it was
        "GetAlias" => Some(answered(json!({ "Name": "$DEFAULT", "FunctionVersion": "$LATEST" }))),
        _ => None,
    });
    assert!(bench.count("UpdateFunctionCode") > 5);
    assert!((60_000..75_000).contains(&(bench.now_ms - START_MS)));
    assert_eq!(bench.error().code(), "FailedOperation.FunctionStatusError");
    assert!(bench.error().changed.is_empty());
}

#[test]
fn a_publication_that_is_only_refused_is_not_perhaps_done() {
    let bench = Bench::new(json!({ "name": "fun01", "publish": true, "waitTimeout": 30 }))
        .run(&mut |action, _| (action == "PublishVersion").then(|| failed("FailedOperation.FunctionStatusError")));
    assert_eq!(bench.error().code(), "FailedOperation.FunctionStatusError");
    assert!(bench.error().changed.is_empty());
}

#[test]
fn a_wait_ends_with_what_was_seen_last() {
    let mut inputs = upload();
    inputs["waitTimeout"] = json!(20);
    let bench = Bench::new(inputs).run(&mut |action, before| {
        (action == "GetFunction" && before > 0).then(|| answered(json!({ "Status": "Updating" })))
    });
    let error = bench.error();
    assert_eq!(error.code(), "WaitTimeout");
    assert!(error.message().ends_with("still Updating after 20 s"), "{}", error.message());
    assert_eq!(phrases(&error.changed), ["upload code to $latest (9 B) (accepted, not confirmed)"]);
}

#[test]
fn troubles_far_apart_do_not_add_up() {
    // more than TRIES in all, never two in a row
    let bench = Bench::new(upload()).run(&mut |action, before| {
        (action == "GetFunction" && (1..40).contains(&before))
            .then(|| if before % 2 == 0 { lost() } else { answered(json!({ "Status": "Updating" })) })
    });
    assert_eq!(bench.result().functions[0].status, FunctionStatus::Done);
}

#[test]
fn an_alias_that_never_agrees_is_an_error_after_the_deadline() {
    let bench = Bench::new(shift())
        .run(&mut |action, before| (action == "GetAlias" && before > 0).then(|| usual("GetAlias", 0)));
    let error = bench.error();
    assert_eq!(error.code(), "AliasDiffers");
    assert!((READ_BACK_MS..READ_BACK_MS + 3_000).contains(&(bench.now_ms - START_MS)));
    let shift = "shift $default: $latest 50% · 1 50% → $latest 10% · 1 90% (accepted, not confirmed)";
    assert_eq!(phrases(&error.changed), [shift, "restore $default: $latest 50% · 1 50%"]);
    assert_eq!(bench.result().functions[0].routing, Some(RoutingStatus::Restored));
}

#[test]
fn nothing_is_written_when_the_journal_can_not_take_it() {
    let mut bench = Bench::new(shift());
    let full = || Outcome::Unstored { reason: "no space left on device".into() };
    while bench.step(&mut |_, _| None, &mut |_| full()) {}
    assert_eq!(bench.count("UpdateAlias"), 0);
    let error = bench.error();
    assert_eq!(error.code(), "JournalFailed");
    assert_eq!(error.message(), "the journal can't be written (no space left on device), so nothing more is changed");
    assert!(error.changed.is_empty());
}

#[test]
fn what_is_done_but_not_in_the_journal_is_noted() {
    let mut bench = Bench::new(shift());
    let full = |line: usize| {
        // the beginning and the step that is about to be done
        if line < 2 { Outcome::Stored } else { Outcome::Unstored { reason: "no space left on device".into() } }
    };
    while bench.step(&mut |_, _| None, &mut |line| full(line)) {}
    let result = bench.result();
    assert_eq!((result.functions[0].status, bench.release.outcome().1), (FunctionStatus::Done, None));
    let note = result.functions[0].notes.iter().find(|note| note.code() == "JournalIncomplete").expect("a note");
    assert!(note.shown().contains("no space left on device"));
}

#[test]
fn stopped_at_any_effect_it_ends_and_a_function_without_its_last_step_has_a_reason() {
    let inputs = json!({ "name": "fun01", "key": "fun01", "src": "./", "publish": true, "traffic": 0 });
    for lose in [false, true] {
        for stop_at in 0..40 {
            let mut bench = Bench::new(inputs.clone());
            let mut steps = 0;
            loop {
                if steps == stop_at {
                    bench.release.stop(bench.now_ms);
                }
                steps += 1;
                let mut script = |action: &str, before: usize| match action {
                    "PublishVersion" if lose => Some(lost()),
                    "ListVersionByFunction" if before > 0 => {
                        Some(answered(json!({ "Versions": [{ "Version": "2", "Status": "Active" }] })))
                    }
                    "GetAlias" => Some(answered(json!({ "Name": "$DEFAULT", "FunctionVersion": "2" }))),
                    _ => None,
                };
                if !bench.step(&mut script, &mut |_| Outcome::Stored) {
                    break;
                }
            }
            assert!(bench.release.finished());
            let (report, error) = bench.release.outcome();
            let Report::Run(run) = report else {
                assert_eq!(error.expect("a reason").code(), "Interrupted");
                continue;
            };
            let function = &run.functions[0];
            assert_eq!(
                function.error.is_none(),
                function.status == FunctionStatus::Done,
                "stopped at {stop_at}: {function:?}"
            );
            assert_ne!(
                error.map(|error| error.code().to_owned()).as_deref(),
                Some("InternalError"),
                "stopped at {stop_at}"
            );
            let wrote = bench.count("UpdateFunctionCode") + bench.count("PublishVersion") + bench.count("UpdateAlias");
            assert!(function.changed.len() == wrote, "stopped at {stop_at}: {wrote} writes, {:?}", function.changed);
        }
    }
}

#[test]
fn a_stopped_machine_awaits_the_write_in_flight_and_looks_at_it() {
    let mut bench = Bench::new(shift());
    let writes = |effect: &Effect| matches!(effect, Effect::Call { writes: true, .. });
    while !bench.taken().iter().any(writes) {
        assert!(bench.step(&mut |_, _| None, &mut |_| Outcome::Stored), "it never writes");
    }
    // the write is on its way
    bench.release.stop(bench.now_ms);
    assert!(!bench.release.finished());
    let bench = bench.run(&mut |_, _| None);
    assert_eq!(bench.result().functions[0].status, FunctionStatus::Done);
}

#[test]
fn answers_to_what_was_never_asked_are_passed_over() {
    let mut bench = Bench::new(shift());
    for id in [0, 99, u32::MAX] {
        bench.release.feed(id, &lost(), START_MS);
    }
    bench.step(&mut |_, _| None, &mut |_| Outcome::Stored);
    bench.release.feed(1, &lost(), START_MS);
    let bench = bench.run(&mut |_, _| None);
    assert_eq!(bench.result().functions[0].status, FunctionStatus::Done);
}

#[test]
fn a_shell_that_hands_back_nonsense_never_makes_a_run_look_done() {
    let odd = [Outcome::Woke, Outcome::Stored, Outcome::Unstored { reason: "x".into() }, lost()];
    for outcome in odd {
        let mut bench = Bench::new(shift());
        while bench.step(&mut |_, _| Some(outcome.clone()), &mut |_| outcome.clone()) {}
        let (report, error) = bench.release.outcome();
        assert!(error.is_some() && report == Report::Nothing, "{outcome:?}");
        // the same for the journal alone
        let mut bench = Bench::new(shift());
        while bench.step(&mut |_, _| None, &mut |_| outcome.clone()) {}
        let done = bench.release.outcome().1.is_none();
        assert_eq!(done, outcome == Outcome::Stored, "{outcome:?}");
    }
}

#[test]
fn an_alias_that_answers_without_its_name_is_asked_for_once() {
    let bench = Bench::new(shift()).run(&mut |action, before| {
        (action == "GetAlias" && before == 0).then(|| answered(json!({ "FunctionVersion": "$LATEST" })))
    });
    assert_eq!(bench.count("GetAlias"), 2);
}

#[test]
fn a_creation_whose_answer_was_lost_is_known_again() {
    for outcome in [lost(), failed("InternalError"), Outcome::Answered(html())] {
        let bench = Bench::new(upload()).run(&mut |action, before| match (action, before) {
            ("GetFunction", 0) => Some(failed("ResourceNotFound.Function")),
            ("ListAliases" | "ListVersionByFunction" | "GetFunctionAddress", _) => {
                Some(failed("ResourceNotFound.Function"))
            }
            ("CreateFunction", 0) => Some(outcome.clone()),
            ("CreateFunction", _) => Some(failed("ResourceInUse.Function")),
            _ => None,
        });
        assert_eq!(bench.result().functions[0].status, FunctionStatus::Done, "{outcome:?}");
    }
}

fn html() -> Answer {
    Answer { status: 502, content_type: None, date: None, retry_after: None, request_id: None, text: "<html>".into() }
}

#[test]
fn a_plan_that_is_stale_is_refused_with_the_difference() {
    let planned = |inputs: Value| {
        let order = Request { operation: Operation::Plan, ..order(inputs) };
        let mut bench = Bench::new(shift());
        bench.release = Release::new(&order, START_MS, 1).unwrap();
        let bench = bench.run(&mut |_, _| None);
        match bench.release.outcome().0 {
            Report::Plan(plan) => plan.text().to_owned(),
            other => panic!("not a plan: {other:?}"),
        }
    };
    let text = planned(shift());
    let apply = |script: Script<'_>| {
        let order = Request { plan: Some(text.clone()), ..order(shift()) };
        let mut bench = Bench::new(shift());
        bench.release = Release::new(&order, START_MS, 2).unwrap();
        bench.run(script)
    };
    assert_eq!(apply(&mut |_, _| None).result().functions[0].status, FunctionStatus::Done);
    let stale = apply(&mut |action, before| (action == "GetAlias" && before == 0).then(|| usual("GetAlias", 1)));
    let error = stale.error();
    assert_eq!((error.code(), stale.count("UpdateAlias")), ("StalePlan", 0));
    assert!(error.message().contains("fun01: $default was $latest 50% · 1 50%, now it is $latest 10% · 1 90%"));
}
