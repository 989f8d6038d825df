//! Reads a policy.

use super::hooks;
use super::model::{Canary, Finish, Gate, Guard, Insufficient, Limits, Overdue, Policy, Sensitivity, Unhealthy};
use super::notices;
use super::preset;
use super::read::{Map, Number, wrong};
use super::route::{self, Buckets};
use super::step::Step;
use super::windows;
use crate::error::{Error, Errors};
use crate::json::Json;
use crate::message::problem::InputProblem;
use crate::message::problem::input_facts::Expected;
use crate::message::problem::rollout::RolloutProblem;
use crate::text::clean;
use crate::traffic::share::Share;

/// The keys of a policy.
pub const KEYS: [&str; 16] = [
    "preset",
    "steps",
    "route",
    "finish",
    "canary",
    "guard",
    "limits",
    "unhealthy",
    "insufficient",
    "outage",
    "timeout",
    "gates",
    "windows",
    "hooks",
    "notify",
    "every",
];
/// The preset that counts where a rollout is only switched on.
const USUAL: &str = "canary";
/// The path of the policy in inputs.
const ROOT: &str = "rollout";

impl Policy {
    /// Of the name of a preset, `true` for the usual one, or of a map.
    ///
    /// # Errors
    /// `InvalidRollout`, `UnknownInput` and `InvalidInput`, all of them at once.
    pub fn read(raw: &Json<'_>) -> Result<Self, Error> {
        let mut errors = Errors::default();
        let name;
        let named = |preset: &str| Json::Map(vec![("preset".into(), Json::Text(preset.to_owned().into()))]);
        let raw = match raw {
            // switched on, without a name
            Json::Bool(true) => {
                name = named(USUAL);
                &name
            }
            Json::Text(text) => {
                let preset = if text.trim().eq_ignore_ascii_case("true") { USUAL } else { text };
                name = named(preset);
                &name
            }
            Json::Map(_) => raw,
            other => return Err(wrong(ROOT, other, Expected::Rollout)),
        };
        let mut map = Map::new(raw, ROOT, &KEYS, &mut errors);
        let route = route::buckets(&mut map);
        let (preset, steps) = steps(&mut map, route.as_ref());
        let finish = map.word("finish", Finish::WORDS).unwrap_or(Finish::Publish);
        let canary = map.word("canary", Canary::WORDS).unwrap_or(Canary::Latest);
        if finish == Finish::Latest && canary == Canary::Version {
            map.add(InputProblem::Rollout(RolloutProblem::OtherFinish { input: map.at("finish") }));
        }
        let unhealthy = map.word("unhealthy", Unhealthy::WORDS).unwrap_or(Unhealthy::RollBack);
        let timeout = map.seconds("timeout").unwrap_or(86_400);
        let every = map.seconds("every").filter(|every| *every > 0).unwrap_or(60);
        let guard = guard(map.inner("guard", GUARD_KEYS));
        let limits = limits(map.inner("limits", &["errors", "duration"]));
        let (extend, insufficient) = insufficient(map.inner("insufficient", &["extend", "then"]));
        let (outage, after_outage) = outage(map.inner("outage", &["hold", "then"]));
        let gates = gates(&mut map, &steps);
        let windows = windows::read(&mut map);
        let hooks = hooks::read(&mut map);
        let notify = notices::read(&mut map);
        errors.end(Self {
            preset,
            steps,
            route,
            finish,
            canary,
            guard,
            limits,
            unhealthy,
            extend,
            insufficient,
            outage,
            after_outage,
            timeout,
            gates,
            windows,
            hooks,
            notify,
            every,
        })
    }
}

fn steps(map: &mut Map<'_, '_>, route: Option<&Buckets>) -> (Option<String>, Vec<Step>) {
    let preset = map.text("preset");
    let Some(written) = map.given("steps") else {
        let Some(name) = preset else {
            if map.given("preset").is_none() {
                map.add(InputProblem::Rollout(RolloutProblem::NoSteps { input: map.path.clone() }));
            }
            return (None, Vec::new());
        };
        let Some(steps) = preset::steps_of(&name) else {
            let near = preset::near(&name);
            let known = preset::known().into_iter().map(str::to_owned).collect();
            map.add(InputProblem::Rollout(RolloutProblem::Preset { given: clean(&name), near, known }));
            return (None, Vec::new());
        };
        for (index, step) in steps.iter().enumerate() {
            let input = format!("{}[{index}].traffic", map.at("steps"));
            route.into_iter().for_each(|route| route.check(&input, step.share, map));
        }
        return (Some(name), steps);
    };
    // the canonical form of a preset has its steps beside its name
    if let Some(name) = &preset
        && preset::steps_of(name).is_none_or(|of_name| Some(of_name) != listed(written))
    {
        map.add(InputProblem::Rollout(RolloutProblem::PresetAndSteps { input: map.path.clone() }));
    }
    let Json::List(items) = written else {
        map.wrong("steps", Expected::Steps);
        return (preset, Vec::new());
    };
    if items.is_empty() && preset.is_none() {
        map.add(InputProblem::Rollout(RolloutProblem::NoSteps { input: map.path.clone() }));
    }
    let mut steps: Vec<Step> = Vec::new();
    let root = map.at("steps");
    for (index, item) in items.iter().enumerate() {
        if let Some(step) = step(item, &format!("{root}[{index}]"), &steps, route, map.errors) {
            steps.push(step);
        }
    }
    (preset, steps)
}

/// Steps without a mistake.
fn listed(written: &Json<'_>) -> Option<Vec<Step>> {
    let Json::List(items) = written else { return None };
    let mut errors = Errors::default();
    let steps: Option<Vec<Step>> = items.iter().map(|item| step(item, "", &[], None, &mut errors)).collect();
    errors.end(steps).ok()?
}

fn step(item: &Json<'_>, path: &str, before: &[Step], buckets: Option<&Buckets>, errors: &mut Errors) -> Option<Step> {
    if !matches!(item, Json::Map(_)) {
        errors.add(wrong(path, item, Expected::Steps));
        return None;
    }
    let mut map = Map::new(item, path, &["traffic", "route", "for", "gate"], errors);
    match (map.given("traffic").is_some(), map.given("route").is_some()) {
        (false, false) => map.add(InputProblem::Missing { input: map.at("traffic") }),
        (true, true) => {
            let keys = vec!["traffic", "route"];
            map.add(InputProblem::Rollout(RolloutProblem::OneOf { input: path.to_owned(), keys }));
        }
        _ => {}
    }
    let staff = map.given("route").is_some().then(|| route::staff(&mut map, before));
    let share = map.share("traffic");
    let hold = map.seconds("for");
    let gate = map.text("gate");
    if map.given("for").is_none() && map.given("gate").is_none() {
        map.add(InputProblem::Rollout(RolloutProblem::NoHold { input: path.to_owned() }));
    }
    if let Some(staff) = staff {
        return Some(Step { share: Share::NONE, staff: Some(staff?), hold: hold.unwrap_or(0), gate });
    }
    let share = share?;
    let input = map.at("traffic");
    if share == Share::NONE || share == Share::ALL {
        map.add(InputProblem::Rollout(RolloutProblem::StepShare { input: input.clone(), share }));
    } else if let Some(before) = before.last().map(|before| before.share).filter(|before| *before >= share) {
        map.add(InputProblem::Rollout(RolloutProblem::NotRising { input: input.clone(), share, before }));
    }
    buckets.into_iter().for_each(|buckets| buckets.check(&input, share, &mut map));
    Some(Step { hold: hold.unwrap_or(0), gate, ..Step::holding(share, 0) })
}

const GUARD_KEYS: &[&str] = &["sensitivity", "alpha", "margin", "budget", "minBad", "wager", "source", "delay"];

fn guard(mut map: Map<'_, '_>) -> Guard {
    let sensitivity = map.word("sensitivity", Sensitivity::WORDS).unwrap_or(Sensitivity::Normal);
    let (margin, alpha) = sensitivity.numbers();
    Guard {
        alpha: map.number("alpha", "0.000001", "0.5").unwrap_or_else(|| Number::of(alpha)),
        margin: map.number("margin", "1", "10").unwrap_or_else(|| Number::of(margin)),
        budget: map.share("budget").unwrap_or(Share::from_basis_points(100)),
        min_bad: map.whole("minBad", 1, 1000).unwrap_or(3),
        wager: wager(map.inner("wager", &["errors", "latency", "platform"])),
        source: hooks::source(&mut map),
        delay: map.seconds("delay").unwrap_or(120),
    }
}

/// What is not named gets nothing, where anything is.
fn wager(mut map: Map<'_, '_>) -> [Number; 3] {
    let given = ["errors", "latency", "platform"].map(|key| (map.given(key).is_some(), map.number(key, "0", "1")));
    if given.iter().all(|(given, _)| !given) {
        return ["0.6", "0.2", "0.2"].map(Number::of);
    }
    let wrong = given.iter().any(|(given, number)| *given && number.is_none());
    let parts = given.map(|(_, number)| number.unwrap_or_else(|| Number::of("0")));
    // in billionths, so that 0.6 + 0.2 + 0.2 is 1
    let billionths: u64 = parts.iter().map(|part| part.0.truncated(9)).sum();
    if billionths != 1_000_000_000 && !wrong {
        let sum = crate::rollout::number::twelve_digits(billionths as f64 / 1e9);
        map.add(InputProblem::Rollout(RolloutProblem::Wager { input: map.path.clone(), sum }));
    }
    parts
}

fn limits(mut map: Map<'_, '_>) -> Limits {
    Limits { errors: map.share("errors"), duration: map.milliseconds("duration") }
}

fn insufficient(mut map: Map<'_, '_>) -> (u32, Insufficient) {
    (map.whole("extend", 1, 100).unwrap_or(3), map.word("then", Insufficient::WORDS).unwrap_or(Insufficient::Advance))
}

fn outage(mut map: Map<'_, '_>) -> (u64, Overdue) {
    (map.seconds("hold").unwrap_or(1800), map.word("then", Overdue::WORDS).unwrap_or(Overdue::Pause))
}

fn gates(map: &mut Map<'_, '_>, steps: &[Step]) -> Vec<Gate> {
    let Some(written) = map.given("gates") else { return Vec::new() };
    if !matches!(written, Json::Map(_)) {
        map.wrong("gates", Expected::Map);
        return Vec::new();
    }
    let mut known: Vec<&str> = steps.iter().filter_map(|step| step.gate.as_deref()).collect();
    known.dedup();
    let mut gates = Vec::new();
    let root = map.at("gates");
    for (name, value) in written.entries() {
        if !known.contains(&&**name) {
            let near = crate::desired::nearest(name, &known).map(str::to_owned);
            let known = known.iter().map(|name| (*name).to_owned()).collect();
            map.add(InputProblem::Rollout(RolloutProblem::Gate { gate: clean(name), near, known }));
        }
        let mut gate = Map::new(value, &[&root, ".", &clean(name)].concat(), &["timeout", "then"], map.errors);
        if gate.given("timeout").is_none() {
            gate.add(InputProblem::Missing { input: gate.at("timeout") });
        }
        let timeout = gate.seconds("timeout").unwrap_or(0);
        let then = gate.word("then", Overdue::WORDS).unwrap_or(Overdue::Pause);
        gates.push(Gate { name: name.clone().into_owned(), timeout, then });
    }
    gates
}
