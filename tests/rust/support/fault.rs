//! What can go wrong with a call, and when.

use super::cloud::Function;

/// What happens to a call.
#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// Never reached the API, for certain.
    Unsent,
    /// The connection broke before the API did anything.
    LostBefore,
    /// The API did it, and its answer was lost.
    LostAfter,
    /// The API did it, and something in between answered with a page of HTML.
    HtmlAfter,
    /// The API refuses with this code.
    Refused(&'static str),
    /// The API does it and says that something went wrong all the same.
    DoneBut(&'static str),
    /// The API's lists do not show what was made in the last so many milliseconds, from now on.
    ListsLag(u64),
    /// Whatever the call starts never ends.
    Stuck,
    /// Whatever the call starts fails.
    Fails,
    /// Someone else uploads this code just before, where the API lets them.
    Uploads(&'static str),
    /// Someone else does something just before.
    Meanwhile(fn(&mut Function)),
}

/// A fault for the `nth` call (from 0) of `action`; `*` is any action.
#[derive(Clone, Copy, Debug)]
pub struct At {
    pub action: &'static str,
    pub nth: usize,
    pub fault: Fault,
}

/// A fault for the `nth` call (from 0) of `action`.
pub const fn at(action: &'static str, nth: usize, fault: Fault) -> At {
    At { action, nth, fault }
}
