//! Triggers: what makes a function run, and through which alias. They come after everything else, so that nothing new
//! calls a function before its code is Active and its traffic as it was asked for.

use super::{Action, Note, Step};
use crate::routing::Version;
use crate::scf::trigger::Trigger;

/// Why a trigger is created.
const NEW: &str = "there is no such trigger; after all else, so that it calls what was asked for";

/// The steps and notes that make `seen` what is `wanted`.
pub(super) fn plan(wanted: &[Trigger], seen: &[Trigger], steps: &mut Vec<Step>, notes: &mut Vec<Note>) {
    for trigger in wanted {
        if trigger.qualifier == Version::LATEST {
            let text = [&named(trigger), " calls $latest, whatever traffic says: it meets new code at once"].concat();
            notes.push(Note::warning("TriggerOnLatest", text));
        }
        one(trigger, seen, steps);
    }
    for trigger in seen.iter().filter(|known| !wanted.iter().any(|trigger| trigger.is(known))) {
        let text = [&named(trigger), " is not among the inputs and is left alone"].concat();
        notes.push(Note::info("OtherTrigger", text));
    }
}

fn one(wanted: &Trigger, seen: &[Trigger], steps: &mut Vec<Step>) {
    let (there, elsewhere): (Vec<&Trigger>, Vec<&Trigger>) =
        seen.iter().filter(|known| known.is(wanted)).partition(|known| known.qualifier == wanted.qualifier);
    if wanted.kind == "cos" && there.is_empty() {
        // a bucket takes no second rule for the same event
        for known in &elsewhere {
            steps.push(delete(known, "it calls another version or alias, and a bucket has one trigger for an event"));
        }
        steps.push(create(wanted, NEW));
        return;
    }
    match there.first() {
        Some(known) if known.serves(wanted) => {}
        None => steps.push(create(wanted, NEW)),
        Some(_) if matches!(wanted.kind.as_str(), "timer" | "ckafka" | "http") => steps.push(Step {
            text: ["change ", &described(wanted)].concat(),
            reason: "it is there, and differs".into(),
            action: act("UpdateTrigger", wanted),
        }),
        Some(known) if wanted.kind == "cos" && known.fires_as(wanted) => steps.push(Step {
            text: [if wanted.enabled { "open " } else { "close " }, &described(wanted)].concat(),
            reason: "it is there, and differs in that".into(),
            action: act("UpdateTriggerStatus", wanted),
        }),
        Some(known) => {
            steps.push(delete(known, "it is there and differs, and its kind can't be changed: it is made anew"));
            steps.push(create(wanted, "in place of the one before; nothing calls the function in between"));
        }
    }
    for known in elsewhere {
        steps.push(delete(known, "the same trigger calls another version or alias now; for a moment both did"));
    }
}

fn create(trigger: &Trigger, reason: &str) -> Step {
    Step {
        text: ["create ", &described(trigger)].concat(),
        reason: reason.to_owned(),
        action: act("CreateTrigger", trigger),
    }
}

/// What was found may hold a login: of it goes out, and is shown, what says which trigger is meant.
fn delete(found: &Trigger, reason: &str) -> Step {
    let mut trigger = Trigger { argument: String::new(), ..found.clone() };
    if trigger.kind != "cos" {
        trigger.desc = String::new();
    }
    let trigger = &trigger;
    Step {
        text: ["delete ", &named(trigger)].concat(),
        reason: reason.to_owned(),
        action: act("DeleteTrigger", trigger),
    }
}

fn act(call: &'static str, trigger: &Trigger) -> Action {
    Action::Trigger { call, trigger: Box::new(trigger.clone()) }
}

/// `timer trigger nightly (on $default)`.
fn named(trigger: &Trigger) -> String {
    let on = match trigger.qualifier.as_str() {
        Version::LATEST => "$latest",
        other => super::shown(other),
    };
    [trigger.kind.as_str(), " trigger ", &trigger.name, " (on ", on, ")"].concat()
}

/// With what makes it fire; what a timer hands over is not shown, it may be a secret.
fn described(trigger: &Trigger) -> String {
    let state = if trigger.enabled { "" } else { ", closed" };
    let argument = if trigger.argument.is_empty() { "" } else { ", with an argument" };
    [named(trigger).as_str(), ": ", &trigger.desc, argument, state].concat()
}
