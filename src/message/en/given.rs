//! Values as they were given.

use super::super::given::Given;

/// A value as it was given.
pub(super) fn given(value: &Given) -> String {
    value.shown("nothing", &|keys| format!("a map with {keys} keys"))
}
