//! Triggers: what makes a function run, and through which alias. They come after everything else, so that nothing new
//! calls a function before its code is Active and its traffic as it was asked for.

use super::{Action, Note, Step};
use crate::message::parts::{NamedTrigger, Obstacle};
use crate::message::step::{Fires, TriggerChange};
use crate::message::{Reason, StepText};
use crate::scf::trigger::{Trigger, TriggerCall, URL};

/// What becomes of a function's triggers.
#[derive(Default)]
pub(super) struct Triggers {
    /// What calls `$LATEST` and moves away from it: before anything is uploaded.
    pub(super) before: Vec<Step>,
    /// Everything else: when the code is Active and the traffic as it was asked for.
    pub(super) after: Vec<Step>,
    pub(super) notes: Vec<Note>,
}

/// The steps and notes that make `seen` what is `desired`. `early` says whether what a trigger is to call is there already.
pub(super) fn plan(desired: &[Trigger], seen: &[Trigger], early: impl Fn(&Trigger) -> bool) -> Triggers {
    let mut plan = Triggers::default();
    let desired: Vec<Trigger> = desired.iter().map(|trigger| settled(trigger, seen)).collect();
    for trigger in &desired {
        if trigger.on_latest() {
            plan.notes.push(Note::TriggerCallsLatest { trigger: named(trigger) });
        }
        let leaves = |known: &&Trigger| known.is(trigger) && known.on_latest() && !trigger.on_latest();
        let leaving = seen.iter().find(leaves);
        if let Some(url) = leaving.filter(|known| known.kind == URL) {
            plan.notes.push(url_moves(url, &trigger.qualifier));
        }
        let steps = if leaving.is_some() && early(trigger) { &mut plan.before } else { &mut plan.after };
        one(trigger, seen, steps);
    }
    for trigger in seen.iter().filter(|known| !desired.iter().any(|trigger| trigger.is(known))) {
        plan.notes.push(Note::OtherTrigger { trigger: named(trigger) });
    }
    plan
}

/// A trigger as it is meant beside those that are there: one that an earlier version made keeps its name, and what the
/// inputs do not say of its state stays.
fn settled(trigger: &Trigger, seen: &[Trigger]) -> Trigger {
    let mut settled = trigger.clone();
    let there = |name: &str| seen.iter().any(|known| known.kind == trigger.kind && known.name == name);
    if let Some(earlier) = trigger.earlier_name.as_ref().filter(|earlier| !there(&trigger.name) && there(earlier)) {
        settled.name.clone_from(earlier);
    }
    if let Some(known) = seen.iter().find(|known| known.is(&settled)).filter(|_| !trigger.state_given) {
        settled.switch(known.enabled);
    }
    settled
}

/// A function URL can't take its address along.
fn url_moves(found: &Trigger, qualifier: &str) -> Note {
    Note::UrlMoves { name: found.name.clone(), alias: qualifier.to_owned(), address: found.address() }
}

/// Moves `found`, which calls `$LATEST`, onto the alias as it is. Where the alias has the like already, only the old one
/// goes; where what the alias has differs, nothing moves, and the error says what is in the way.
pub(super) fn relocate(found: &Trigger, alias: &str, seen: &[Trigger], plan: &mut Triggers) -> Result<(), Obstacle> {
    let moved = found.moved(alias);
    let on_alias = || seen.iter().filter(|known| known.qualifier == alias);
    let twin = on_alias().find(|known| known.is(found));
    let url = on_alias().find(|known| known.kind == URL && found.kind == URL);
    let there = match (twin, url) {
        (Some(twin), _) if twin.serves(&moved) => true,
        (Some(known), _) | (None, Some(known)) => return Err(Obstacle::Exists { trigger: named(known) }),
        (None, None) => false,
    };
    if found.kind == URL {
        plan.notes.push(url_moves(found, alias));
    }
    let gone = delete(found, if there { Reason::AliasHasTrigger } else { Reason::CallsAliasNow });
    let create = Step {
        text: changed(TriggerChange::Move, &moved, false),
        reason: Reason::MovesBeforeUpload,
        action: act(TriggerCall::CreateTrigger, &moved),
    };
    match (there, found.kind.as_str()) {
        (true, _) => plan.before.push(gone),
        // a bucket takes no second rule for the same event
        (false, "cos") => plan.before.extend([gone, create]),
        (false, _) => plan.before.extend([create, gone]),
    }
    Ok(())
}

fn one(desired: &Trigger, seen: &[Trigger], steps: &mut Vec<Step>) {
    let (there, elsewhere): (Vec<&Trigger>, Vec<&Trigger>) =
        seen.iter().filter(|known| known.is(desired)).partition(|known| known.qualifier == desired.qualifier);
    // what comes from the environment now may have come from there before
    let gone = |found: &Trigger, reason: Reason| {
        let shown = desired.shown.as_ref().map(|_| "(set)".to_owned());
        delete(&Trigger { shown, ..found.clone() }, reason)
    };
    if desired.kind == "cos" && there.is_empty() {
        // a bucket takes no second rule for the same event
        for known in &elsewhere {
            steps.push(gone(known, Reason::OneForBucket));
        }
        steps.push(create(desired, Reason::NoTrigger));
        return;
    }
    match there.first() {
        Some(known) if known.serves(desired) => {}
        None => {
            // what the inputs have no word for, such as CORS, goes along with a URL
            let url = elsewhere.first().filter(|known| known.kind == URL);
            let whole = url.map(|known| desired.clone().keeping(&known.moved(&desired.qualifier)));
            steps.push(create(whole.as_ref().unwrap_or(desired), Reason::NoTrigger));
        }
        Some(_) if matches!(desired.kind.as_str(), "timer" | "ckafka" | "http") => steps.push(Step {
            text: changed(TriggerChange::Update, desired, true),
            reason: Reason::TriggerDiffers,
            action: act(TriggerCall::UpdateTrigger, desired),
        }),
        Some(known) if desired.kind == "cos" && known.fires_as(desired) => steps.push(Step {
            text: changed(if desired.enabled { TriggerChange::Open } else { TriggerChange::Close }, desired, true),
            reason: Reason::TriggerStateDiffers,
            action: act(TriggerCall::UpdateTriggerStatus, desired),
        }),
        Some(known) => {
            steps.push(gone(known, Reason::TriggerReplaced));
            steps.push(create(desired, Reason::TriggerReplaces));
        }
    }
    for known in elsewhere {
        steps.push(gone(known, Reason::TriggerMoved));
    }
}

fn create(trigger: &Trigger, reason: Reason) -> Step {
    Step {
        text: changed(TriggerChange::Create, trigger, true),
        reason,
        action: act(TriggerCall::CreateTrigger, trigger),
    }
}

/// What was found may hold a login: of it goes out, and is shown, what says which trigger is meant.
fn delete(found: &Trigger, reason: Reason) -> Step {
    let mut trigger = Trigger { argument: String::new(), ..found.clone() };
    if trigger.kind != "cos" {
        trigger.desc = String::new();
    }
    Step {
        text: changed(TriggerChange::Delete, &trigger, false),
        reason,
        action: act(TriggerCall::DeleteTrigger, &trigger),
    }
}

fn act(call: TriggerCall, trigger: &Trigger) -> Action {
    Action::Trigger { call, trigger: Box::new(trigger.clone()) }
}

fn named(trigger: &Trigger) -> NamedTrigger {
    let Trigger { kind, name, qualifier, .. } = trigger;
    NamedTrigger { kind: kind.clone(), name: name.clone(), qualifier: qualifier.clone() }
}

/// A step about a trigger. What a timer hands over is not shown, since it may be a secret.
fn changed(change: TriggerChange, trigger: &Trigger, fires: bool) -> StepText {
    let fires = fires.then(|| Fires {
        desc: trigger.shown.as_ref().unwrap_or(&trigger.desc).clone(),
        argument: !trigger.argument.is_empty(),
        enabled: trigger.enabled,
    });
    StepText::Trigger { change, trigger: named(trigger), fires }
}
