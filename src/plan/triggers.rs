//! Triggers: what makes a function run, and through which alias. They come after everything else, so that nothing new
//! calls a function before its code is Active and its traffic as it was asked for.

use super::{Action, Note, Step, shown};
use crate::routing::Version;
use crate::scf::trigger::{Trigger, URL};

/// Why a trigger is created.
const NEW: &str = "there is no such trigger; after all else, so that it calls what was asked for";
/// Why one that calls `$latest` moves where it does.
const FIRST: &str = "before the upload, so that it does not run the new code at 100 %";

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
    for trigger in desired {
        if trigger.on_latest() {
            let way =
                " calls $latest directly, as its qualifier says: it runs new code at 100 % as soon as it is uploaded";
            let text = [&named(trigger), way].concat();
            plan.notes.push(Note::warning("TriggerOnLatest", text));
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
        let text = [&named(trigger), " is not among the inputs and is left alone"].concat();
        plan.notes.push(Note::info("OtherTrigger", text));
    }
    plan
}

/// A function URL can't take its address along.
fn url_moves(found: &Trigger, qualifier: &str) -> Note {
    let now = found.address().map(|address| [" ", &address].concat()).unwrap_or_default();
    let to = shown(qualifier);
    let text = format!(
        "http trigger {} moves from $latest to {to}: its address{now} stops answering, the new one is known afterwards",
        found.name
    );
    Note::warning("UrlMoves", text)
}

/// Moves `found`, which calls `$LATEST`, onto the alias as it is. Where the alias has the like already, only the old one
/// goes; where what the alias has differs, nothing moves, and the error says what is in the way.
pub(super) fn relocate(found: &Trigger, alias: &str, seen: &[Trigger], plan: &mut Triggers) -> Result<(), String> {
    let moved = found.moved(alias);
    let on_alias = || seen.iter().filter(|known| known.qualifier == alias);
    let twin = on_alias().find(|known| known.is(found));
    let url = on_alias().find(|known| known.kind == URL && found.kind == URL);
    let there = match (twin, url) {
        (Some(twin), _) if twin.serves(&moved) => true,
        (Some(known), _) | (None, Some(known)) => return Err([&named(known), " is there already"].concat()),
        (None, None) => false,
    };
    if found.kind == URL {
        plan.notes.push(url_moves(found, alias));
    }
    let gone = delete(found, if there { "the alias has the same trigger" } else { "it calls the alias now" });
    let create = Step {
        text: ["create ", &named(&moved), ", as it is on $latest"].concat(),
        reason: FIRST.to_owned(),
        action: act("CreateTrigger", &moved),
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
    let gone = |found: &Trigger, reason: &str| {
        let shown = desired.shown.as_ref().map(|_| "(set)".to_owned());
        delete(&Trigger { shown, ..found.clone() }, reason)
    };
    if desired.kind == "cos" && there.is_empty() {
        // a bucket takes no second rule for the same event
        for known in &elsewhere {
            steps.push(gone(known, "it calls another version or alias, and a bucket has one trigger for an event"));
        }
        steps.push(create(desired, NEW));
        return;
    }
    match there.first() {
        Some(known) if known.serves(desired) => {}
        None => {
            // what the inputs have no word for, such as CORS, goes along with a URL
            let url = elsewhere.first().filter(|known| known.kind == URL);
            let whole = url.map(|known| desired.clone().keeping(&known.moved(&desired.qualifier)));
            steps.push(create(whole.as_ref().unwrap_or(desired), NEW));
        }
        Some(_) if matches!(desired.kind.as_str(), "timer" | "ckafka" | "http") => steps.push(Step {
            text: ["change ", &described(desired)].concat(),
            reason: "it is there, and differs".into(),
            action: act("UpdateTrigger", desired),
        }),
        Some(known) if desired.kind == "cos" && known.fires_as(desired) => steps.push(Step {
            text: [if desired.enabled { "open " } else { "close " }, &described(desired)].concat(),
            reason: "it is there, and differs in that".into(),
            action: act("UpdateTriggerStatus", desired),
        }),
        Some(known) => {
            steps.push(gone(known, "it is there and differs, and its kind can't be changed: it is made anew"));
            steps.push(create(desired, "in place of the one before; nothing calls the function in between"));
        }
    }
    for known in elsewhere {
        steps.push(gone(known, "the same trigger calls another version or alias now; for a moment both did"));
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
        other => shown(other),
    };
    [trigger.kind.as_str(), " trigger ", &trigger.name, " (on ", on, ")"].concat()
}

/// With what makes it fire; what a timer hands over is not shown, it may be a secret.
fn described(trigger: &Trigger) -> String {
    let state = if trigger.enabled { "" } else { ", closed" };
    let argument = if trigger.argument.is_empty() { "" } else { ", with an argument" };
    let desc = trigger.shown.as_ref().unwrap_or(&trigger.desc);
    [named(trigger).as_str(), ": ", desc, argument, state].concat()
}
