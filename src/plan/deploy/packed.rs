//! What people should know of code before it is sent: where a package came from, and what it lacks; what an image's tag means.

use crate::desired::{Code, DesiredFunction, Image, Package};
use crate::message::CodeNote;
use crate::message::parts::Link;
use crate::plan::{Note, some};

/// How many files or links a note names.
const SHOWN: usize = 5;

/// Of code that is sent.
pub(super) fn notes(function: &DesiredFunction) -> Vec<Note> {
    let notes = match &function.code {
        Some(Code::Source { package: Some(package), .. }) => of_package(package),
        Some(Code::Image(image)) => of_image(image, false).into_iter().collect(),
        _ => Vec::new(),
    };
    notes.into_iter().map(Note::Code).collect()
}

/// Of code that `$LATEST` has already.
pub(super) fn unchanged(function: &DesiredFunction) -> Option<Note> {
    let image = function.code.as_ref().and_then(Code::image)?;
    of_image(image, true).map(Note::Code)
}

fn of_image(image: &Image, unchanged: bool) -> Option<CodeNote> {
    let note = || CodeNote::ImageNotPinned { image: image.config.image_uri.clone(), unchanged };
    (!image.config.pinned()).then(note)
}

fn of_package(package: &Package) -> Vec<CodeNote> {
    let mut notes: Vec<CodeNote> =
        package.outside.clone().map(|path| CodeNote::OutsideProject { path }).into_iter().collect();
    for outside in [true, false] {
        let links = package.links.iter().filter(|link| link.outside == outside);
        let links: Vec<Link> =
            links.map(|link| Link { path: link.path.clone(), target: link.target.clone() }).collect();
        if !links.is_empty() {
            let (links, more) = some(links, SHOWN);
            notes.push(CodeNote::LinksFollowed { links, more, outside });
        }
    }
    if !package.credentials.is_empty() {
        let (files, more) = some(package.credentials.clone(), SHOWN);
        notes.push(CodeNote::CredentialsPacked { files, more });
    }
    if !package.left_out.is_empty() {
        let (files, more) = some(package.left_out.clone(), SHOWN);
        notes.push(CodeNote::FilesLeftOut { files, more });
    }
    if !package.unmatched.is_empty() {
        let (patterns, more) = some(package.unmatched.clone(), SHOWN);
        notes.push(CodeNote::PatternsUnmatched { patterns, more });
    }
    notes
}
