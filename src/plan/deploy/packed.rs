//! What people should know of a package before it is sent: where it came from, and what it lacks.

use crate::desired::{Code, DesiredFunction, FollowedLink};
use crate::plan::Note;

/// How many files or links a note names.
const SHOWN: usize = 5;

pub(super) fn notes(function: &DesiredFunction) -> Vec<Note> {
    let Some(Code::Source { package: Some(package), .. }) = &function.code else { return Vec::new() };
    let mut notes = Vec::new();
    if let Some(place) = &package.outside {
        let text = format!("the code is packed from outside the project: {place}");
        notes.push(Note::warning("OutsideProject", text));
    }
    let (outside, inside): (Vec<_>, Vec<_>) = package.links.iter().partition(|link| link.outside);
    if !outside.is_empty() {
        let text = format!("links out of the project are followed: {}", links(&outside));
        notes.push(Note::warning("LinksFollowed", text));
    }
    if !inside.is_empty() {
        notes.push(Note::info("LinksFollowed", format!("links out of src are followed: {}", links(&inside))));
    }
    if !package.credentials.is_empty() {
        let text = format!("these files in the package may hold credentials: {}", some(&package.credentials));
        notes.push(Note::warning("CredentialsPacked", text));
    }
    if !package.left_out.is_empty() {
        let text = format!("not in the package: {} (src.include adds files)", some(&package.left_out));
        notes.push(Note::info("FilesLeftOut", text));
    }
    notes
}

fn links(links: &[&FollowedLink]) -> String {
    let texts: Vec<String> = links.iter().map(|link| format!("{} → {}", link.path, link.target)).collect();
    some(&texts)
}

/// The first of them, and how many there are.
fn some(texts: &[String]) -> String {
    let shown = texts.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    match texts.len() {
        0..=SHOWN => shown,
        all => format!("{shown} and {} more", all - SHOWN),
    }
}
