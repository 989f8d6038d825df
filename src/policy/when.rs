//! In which circumstances an action is called.

use crate::desired::{Code, DEFAULT_ALIAS, Desired, Grouping, Moves, Settings};
use crate::json::Json;
use crate::message::policy::When;
use crate::plan::MANY;
use crate::release::WAITED_FOR;
use crate::scf::trigger::TriggerCall;

use When as W;

/// All circumstances of a request.
pub(super) fn of_order(desired: &Desired) -> Vec<When> {
    let mut facts = looks(desired);
    let any = |has: fn(&crate::desired::DesiredFunction) -> bool| desired.functions.iter().any(has);
    let events = any(|function| function.events.is_some());
    let group = desired.group == Grouping::Atomic;
    let new_alias = desired.shifts() && desired.alias != DEFAULT_ALIAS;
    let deploys = facts.contains(&W::Deploys);
    let publishes = desired.rollout.as_ref().is_some_and(|rollout| rollout.publishes);
    let writes = [
        (any(|function| function.code.is_some()), &[W::Creates, W::Uploads][..]),
        (any(|function| function.code.as_ref().is_some_and(may_be_large)), &[W::LargePackages]),
        (any(|function| function.settings != Settings::default()), &[W::Configures]),
        (any(|function| function.publish) || desired.protect || publishes, &[W::Publishes]),
        (desired.shifts() || (group && deploys), &[W::Shifts]),
        (facts.contains(&W::TakesOver), &[W::Warms]),
        (new_alias, &[W::NewAlias]),
        (new_alias && group, &[W::PutsBack]),
        (events, &[W::UpdatesTriggers, W::SwitchesTriggers]),
        (events || desired.moves.any(), &[W::CreatesTriggers, W::DeletesTriggers]),
        (desired.moves.any(), &[W::MovesDomains]),
    ];
    facts.extend(writes.into_iter().filter(|(holds, _)| *holds).flat_map(|(_, facts)| facts));
    facts
}

/// Circumstances that the flags of a command can add to those of its inputs.
pub(super) const BY_FLAGS: &[When] = &[
    W::Alone,
    W::Publishes,
    W::Shifts,
    W::TakesOver,
    W::Warms,
    W::NewAlias,
    W::PutsBack,
    W::Triggers,
    W::Moves,
    W::CreatesTriggers,
    W::DeletesTriggers,
    W::MovesDomains,
];

/// The circumstances of carrying out these steps, including planning again.
pub(super) fn of_plan(desired: &Desired, plan: &Json<'_>) -> Vec<When> {
    let mut facts = looks(desired);
    let functions = list(plan.get("functions"));
    let mut replaces = false;
    for step in functions.iter().flat_map(|function| list(function.get("steps"))) {
        let kind = step.text("kind").unwrap_or_default();
        replaces |= matches!(kind.as_str(), "create" | "upload" | "configure");
        facts.extend(match kind.as_str() {
            "create" => Some(W::Creates),
            "putObject" => Some(W::LargePackages),
            "upload" => Some(W::Uploads),
            "configure" => Some(W::Configures),
            "publish" | "protect" => Some(W::Publishes),
            "provision" => Some(W::Warms),
            "shift" if step.get("create") == Some(&Json::Bool(true)) => Some(W::NewAlias),
            "shift" => Some(W::Shifts),
            "domain" => Some(W::MovesDomains),
            "trigger" => step.text("call").and_then(|call| call.parse().ok()).map(|call| match call {
                TriggerCall::CreateTrigger => W::CreatesTriggers,
                TriggerCall::UpdateTrigger => W::UpdatesTriggers,
                TriggerCall::UpdateTriggerStatus => W::SwitchesTriggers,
                TriggerCall::DeleteTrigger => W::DeletesTriggers,
            }),
            _ => None,
        });
    }
    let group = desired.group == Grouping::Atomic;
    if group && replaces {
        facts.push(W::Shifts);
    }
    if group && facts.contains(&W::NewAlias) {
        facts.push(W::PutsBack);
    }
    facts
}

/// The circumstances of planning.
fn looks(desired: &Desired) -> Vec<When> {
    let functions = &desired.functions;
    let deploys = functions.iter().any(|function| function.code.is_some() || function.settings != Settings::default());
    let alone = functions.iter().any(|function| function.code.is_none() && function.settings == Settings::default());
    let role = |role: &String| !role.is_empty();
    let role = functions.iter().any(|function| function.settings.role.as_ref().is_some_and(role));
    let retries = |one: &Settings| one.msg_ttl.is_some() || one.retry_num.is_some();
    let retries = functions.iter().any(|function| retries(&function.settings));
    let moves = desired.moves != Moves::Nothing;
    let facts = [
        (deploys, W::Deploys),
        (alone, W::Alone),
        (functions.len() >= MANY, W::Many),
        (deploys && functions.len() >= WAITED_FOR, W::Waits),
        (moves || functions.iter().any(|function| function.events.is_some()), W::Triggers),
        (moves, W::Moves),
        (role, W::Role),
        (retries, W::Retries),
        (functions.iter().any(|function| function.provisioned.is_some()), W::Provisions),
        (desired.warm && desired.shifts(), W::TakesOver),
    ];
    facts.into_iter().filter_map(|(holds, fact)| holds.then_some(fact)).collect()
}

/// Whether a package is, or once it is packed may be, larger than a request.
fn may_be_large(code: &Code) -> bool {
    matches!(code, Code::Source { package: None, .. }) || code.large().is_some()
}

fn list<'a, 'b>(value: Option<&'a Json<'b>>) -> &'a [Json<'b>] {
    match value {
        Some(Json::List(items)) => items,
        _ => &[],
    }
}
