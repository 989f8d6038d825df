//! Where the reader's command is at work, as far as it was typed (`stage`, `region`, `namespace`): a command that a sentence
//! names must be typed with the same, or it would act somewhere else.

use std::cell::RefCell;

thread_local! {
    static PLACE: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

/// From now on commands in sentences carry these flags.
pub fn set_place(place: Vec<(String, String)>) {
    PLACE.set(place);
}

/// The flags, each with its value.
pub(super) fn place() -> Vec<(String, String)> {
    PLACE.with_borrow(Clone::clone)
}
