//! Which functions come and go, line by line: for a shell that keeps a list of its own while a run writes.

use super::entry::{Entry, Event};
use crate::raw::Raw;
use crate::scf::{Fields, Target};

/// What a line says of a function: true and the function that was created, or false and the one that was deleted.
#[must_use]
pub fn existence(line: &str) -> Option<(bool, Target)> {
    let raw = Raw::from_json(line).ok()?;
    match Entry::read(Fields(&raw))?.event {
        Event::After(step) if step.step == "create" => Some((true, step.target)),
        Event::After(step) if step.step == "delete" => Some((false, step.target)),
        _ => None,
    }
}
