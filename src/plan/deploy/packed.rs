//! What people should know of a package before it is sent: where it came from, and what it lacks.

use crate::desired::{Code, DesiredFunction};
use crate::message::parts::Link;
use crate::plan::{Note, some};

/// How many files or links a note names.
const SHOWN: usize = 5;

pub(super) fn notes(function: &DesiredFunction) -> Vec<Note> {
    let Some(Code::Source { package: Some(package), .. }) = &function.code else { return Vec::new() };
    let mut notes: Vec<Note> = package.outside.clone().map(|path| Note::OutsideProject { path }).into_iter().collect();
    for outside in [true, false] {
        let links = package.links.iter().filter(|link| link.outside == outside);
        let links: Vec<Link> =
            links.map(|link| Link { path: link.path.clone(), target: link.target.clone() }).collect();
        if !links.is_empty() {
            let (links, more) = some(links, SHOWN);
            notes.push(Note::LinksFollowed { links, more, outside });
        }
    }
    if !package.credentials.is_empty() {
        let (files, more) = some(package.credentials.clone(), SHOWN);
        notes.push(Note::CredentialsPacked { files, more });
    }
    if !package.left_out.is_empty() {
        let (files, more) = some(package.left_out.clone(), SHOWN);
        notes.push(Note::FilesLeftOut { files, more });
    }
    notes
}
