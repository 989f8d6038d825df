//! What carries out, by itself: a plan goes in, and what each function does next comes out. Nothing is sent, and nobody
//! answers.

use serde_json::{Value, json};

use super::*;
use crate::json::Json;
use crate::message::problem::{JournalProblem, ReleaseProblem};
use crate::message::{FunctionStatus, Reason, RoutingStatus};
use crate::observed::Seen;
use crate::plan::{self, Goal, VersionRef};
use crate::release::function_run::Written;
use crate::release::request::Request;
use crate::release::{Journal, RunResult};
use crate::scf::alias::Alias;
use crate::scf::version::VersionItem;
use crate::scf::{Fields, Read, Target};
use crate::traffic::routing::{Routing, Version};

/// An alias that gives version 1 so much, and `$LATEST` the rest.
fn shown(version_1: f64) -> Value {
    let weights = json!([{ "Version": "1", "Weight": version_1 }]);
    json!({ "Name": "$DEFAULT", "FunctionVersion": "$LATEST", "RoutingConfig": { "AdditionalVersionWeights": weights } })
}

fn alias(version_1: f64) -> Alias {
    Alias::read(Fields(&Json::from(shown(version_1)))).unwrap()
}

fn routing(version_1: f64) -> Routing {
    alias(version_1).routing()
}

fn broken() -> Error {
    Error::failed(JournalProblem::Unwritable { reason: "the disk is full".into() })
}

fn step(action: &Action) -> Step {
    Step { action: action.clone(), text: StepText::WaitActive { status: "Updating".into() }, reason: Reason::Asked }
}

/// Takes away what a version had, after the traffic left it.
fn cools() -> Action {
    Action::Provision { version: VersionRef::Known(Version::named("1")), from: 1, to: 0 }
}

fn puts_package() -> Action {
    Action::PutObject { bucket: "packages-1250000000".into(), object: "b.zip".into(), creates: false }
}

/// Two functions with half of their traffic on `$LATEST`, of which a tenth is asked for: one shift each.
struct Bench {
    observation: Observation,
    execution: Execution,
}

impl Bench {
    /// With more steps before the shift and after it.
    fn new(group: &str, before: &[Action], after: &[Action]) -> Self {
        let inputs = json!({ "functions": { "fun01": {}, "fun02": {} }, "traffic": 0.1, "group": group });
        let request = Request::read(json!({ "do": "run", "inputs": inputs }).into()).unwrap();
        let begun = request.begun(Journal::default(), 0).unwrap();
        let asked = (request.operation, request.zone);
        let mut observation = Observation::new(asked, begun.intent, (begun.overview, begun.watch));
        let version = Json::from(json!({ "Version": "1", "Status": "Active" }));
        let version = VersionItem::read(Fields(&version)).unwrap();
        for seen in &mut observation.observed.functions {
            (seen.aliases, seen.versions) = (vec![alias(0.5)], Seen::Is(vec![version.clone()]));
        }
        let mut plan = plan::make(&observation.intent, &observation.observed).unwrap();
        for function in &mut plan.functions {
            function.steps.splice(0..0, before.iter().map(step));
            function.steps.extend(after.iter().map(step));
        }
        let runs = plan.functions.iter().map(FunctionRun::of).collect();
        Self { observation, execution: Execution::new(plan, runs) }
    }

    fn next(&mut self, place: usize) -> Next {
        self.execution.next(place, &self.observation, false).unwrap()
    }

    /// Whoever is free begins what comes next: which functions, and which of their steps.
    fn begin(&mut self) -> Vec<(usize, usize)> {
        let mut begun = vec![];
        for place in self.execution.freed() {
            if let Next::Step(index, _) = self.next(place) {
                self.execution.begins(place).unwrap();
                begun.push((place, index));
            }
        }
        begun
    }

    /// The shift of a function is done.
    fn shifted(&mut self, place: usize) {
        self.wrote(place, Written::Yes);
        self.execution.run_mut(place).unwrap().after = Some(routing(0.9));
        self.execution.done(place).unwrap();
    }

    /// A function is at its shift, and this came of the write.
    fn wrote(&mut self, place: usize, written: Written) {
        let (function, run) = self.execution.part(place).unwrap();
        let action = function.steps[run.step].action.clone();
        self.execution.run_mut(place).unwrap().wrote(&action, written);
    }

    /// The step that a function is at fails. Whether the group fails with it.
    fn fails(&mut self, place: usize, error: Error) -> bool {
        let (function, run) = self.execution.part(place).unwrap();
        let action = function.steps[run.step].action.clone();
        self.execution.fails(place, &action, error, false).unwrap()
    }

    fn target(&self, place: usize) -> Target {
        self.execution.part(place).unwrap().0.target.clone()
    }

    /// The alias of a function is read again.
    fn reads(&mut self, place: usize, version_1: f64) {
        let target = self.target(place);
        self.execution.looks().unwrap().of_mut(&target, place).put_alias(alias(version_1));
        self.execution.looked(place);
    }

    fn state(&self, place: usize) -> State {
        self.execution.part(place).unwrap().1.state
    }

    fn result(&mut self) -> RunResult {
        self.execution.own_up();
        match self.execution.report("r", &[]) {
            Report::Run(run) => run,
            other => panic!("not a run: {other:?}"),
        }
    }

    fn statuses(&mut self) -> Vec<FunctionStatus> {
        self.result().functions.iter().map(|function| function.status).collect()
    }
}

/// What a step makes of an alias; panics where it is none that does.
fn goal(next: &Next) -> Routing {
    let Next::Step(_, step) = next else { panic!("no step: {next:?}") };
    match &step.action {
        Action::Shift { to: Goal::Exactly(to), .. } => to.clone(),
        other => panic!("no shift: {other:?}"),
    }
}

#[test]
fn every_function_begins_with_its_first_step_and_does_one_at_a_time() {
    let mut bench = Bench::new("independent", &[Action::Publish], &[]);
    assert_eq!(bench.begin(), [(0, 0), (1, 0)]);
    assert_eq!(bench.begin(), []);
    bench.execution.everyone();
    assert_eq!(bench.begin(), []);
    assert!(bench.execution.begins(0).is_none(), "it is at a step");
    assert!(bench.execution.next(2, &bench.observation, false).is_none(), "there is no third");
}

#[test]
fn no_stage_of_a_group_begins_before_the_last_is_over_in_all_functions() {
    let mut bench = Bench::new("atomic", &[Action::Publish], &[]);
    bench.begin();
    bench.execution.done(0).unwrap();
    assert_eq!(bench.begin(), []);
    bench.execution.done(1).unwrap();
    assert_eq!(bench.begin(), [(0, 1), (1, 1)]);

    let mut bench = Bench::new("independent", &[Action::Publish], &[]);
    bench.begin();
    bench.execution.done(0).unwrap();
    assert_eq!(bench.begin(), [(0, 1)]);
}

#[test]
fn a_package_goes_up_once_for_all_functions() {
    let mut bench = Bench::new("atomic", &[puts_package()], &[]);
    assert_eq!(bench.begin(), [(0, 0)]);
    bench.execution.package_over();
    bench.execution.done(0).unwrap();
    // the second is asked again, and finds it there
    assert_eq!(bench.begin(), [(1, 0)]);
}

#[test]
fn everything_over_is_all_done() {
    let mut bench = Bench::new("atomic", &[], &[]);
    bench.begin();
    bench.shifted(0);
    bench.shifted(1);
    assert_eq!(bench.begin(), []);
    assert_eq!(bench.statuses(), [FunctionStatus::Done, FunctionStatus::Done]);
    assert_eq!(bench.execution.error(), None);
}

#[test]
fn a_function_that_ends_before_its_last_step_owns_up() {
    let mut bench = Bench::new("independent", &[Action::Publish], &[]);
    bench.begin();
    bench.execution.done(0).unwrap();
    bench.execution.done(1).unwrap();
    bench.begin();
    bench.shifted(1);
    assert_eq!(bench.statuses(), [FunctionStatus::Failed, FunctionStatus::Done]);
    let error = bench.execution.error().unwrap();
    assert_eq!(error.code(), "InternalError");
    assert_eq!(bench.execution.part(0).unwrap().1.error.as_ref().unwrap().message(), error.message());
}

#[test]
fn when_one_fails_the_others_get_the_routing_that_they_had() {
    let mut bench = Bench::new("atomic", &[], &[]);
    bench.begin();
    bench.shifted(0);
    assert!(bench.fails(1, broken()));
    assert!(bench.execution.failed());
    assert_eq!(bench.execution.freed(), [0, 1]);
    // whose alias was written is looked at first, whose was not is left alone
    let alias = bench.observation.intent.desired().alias.clone();
    assert_eq!(bench.next(0), Next::Look(vec![Query::Alias(alias.clone()), Query::Digest(Version::latest())]));
    assert_eq!((bench.next(1), bench.state(1)), (Next::Nothing, State::Untouched));
    // nothing is decided while that is being read
    bench.observation.questions.asked[0].push(Query::Alias(alias.clone()));
    assert_eq!((bench.next(0), bench.state(0)), (Next::Nothing, State::Reading));
    bench.observation.questions.asked[0].clear();

    bench.reads(0, 0.9);
    let next = bench.next(0);
    assert!(matches!(next, Next::Step(1, _)), "behind the plan's last: {next:?}");
    assert!(goal(&next).same_as(&routing(0.5)), "{next:?}");
    bench.execution.done(0).unwrap();
    assert_eq!(bench.statuses(), [FunctionStatus::PutBack, FunctionStatus::Failed]);
    assert_eq!(bench.result().functions[0].routing, Some(RoutingStatus::Restored));
    assert_eq!(bench.execution.error().unwrap().code(), "JournalFailed");
}

#[test]
fn what_perhaps_was_written_is_written_over() {
    let mut bench = Bench::new("atomic", &[], &[]);
    bench.begin();
    bench.wrote(1, Written::InDoubt);
    bench.fails(1, broken());
    assert!(matches!(bench.next(1), Next::Look(_)));
    // it says what it said before, but the write may arrive still
    bench.reads(1, 0.5);
    assert!(goal(&bench.next(1)).same_as(&routing(0.5)));
}

#[test]
fn what_someone_else_made_of_an_alias_is_left_alone() {
    let mut bench = Bench::new("atomic", &[], &[]);
    bench.begin();
    bench.shifted(0);
    bench.fails(1, broken());
    bench.next(0);
    bench.reads(0, 0.7);
    assert_eq!((bench.next(0), bench.state(0)), (Next::Nothing, State::NotRestored));
    let result = bench.result();
    assert_eq!(result.functions[0].routing, Some(RoutingStatus::NotRestored));
}

#[test]
fn functions_that_are_no_group_go_on_without_the_one_that_failed() {
    let mut bench = Bench::new("independent", &[Action::Publish], &[]);
    bench.begin();
    assert!(!bench.fails(1, broken()));
    bench.execution.done(0).unwrap();
    assert_eq!(bench.begin(), [(0, 1)]);
}

#[test]
fn what_follows_the_alias_puts_nothing_back() {
    let mut bench = Bench::new("atomic", &[], &[cools()]);
    bench.begin();
    bench.shifted(0);
    bench.shifted(1);
    assert_eq!(bench.begin(), [(0, 1), (1, 1)]);
    assert!(!bench.fails(1, broken()));
    bench.execution.done(0).unwrap();
    assert_eq!(bench.statuses(), [FunctionStatus::Done, FunctionStatus::Failed]);
}

#[test]
fn a_version_that_can_not_be_deleted_does_not_hold_up_the_others() {
    let deletes = Action::DeleteVersion { version: Version::named("1") };
    let mut bench = Bench::new("independent", &[deletes], &[]);
    bench.begin();
    let (function, version, status) = ("fun01".into(), Version::named("1"), "PublishFailed".into());
    let why = ReleaseProblem::VersionFailed { function, version, status, reason: None, deleting: true };
    assert!(!bench.fails(0, Error::failed(why)));
    assert_eq!(bench.begin(), [(0, 1)]);
    bench.shifted(0);
    // it fails with that when the others are over
    assert_eq!(bench.result().functions[0].error.as_ref().unwrap().code(), "VersionFailed");
}

#[test]
fn a_stopped_run_says_before_which_step() {
    let mut bench = Bench::new("atomic", &[Action::Publish], &[]);
    bench.begin();
    bench.execution.done(0).unwrap();
    let Next::Stop(step) = bench.execution.next(0, &bench.observation, true).unwrap() else { panic!("goes on") };
    let stop = crate::message::problem::release::Stopped::Before { step };
    bench.execution.stopped(0, Error::interrupted(ReleaseProblem::Stopped { stop })).unwrap();
    // the step under way is awaited
    assert_eq!(bench.execution.next(1, &bench.observation, true), Some(Next::Nothing));
    assert_eq!(bench.statuses()[0], FunctionStatus::Stopped);
}
