//! The policy of a rollout: its steps, when each may be left, and what happens when something is wrong.
//!
//! It is written as the name of a preset or as a map, and read once; all mistakes are told together. Its canonical form
//! ([`Policy::canonical`]) is JSON with every default filled in. It can be read again, and is what a rollout's journal holds:
//! addresses, commands and events of hooks and notices may be secrets, so only their digests stand there.

mod canonical;
mod hooks;
mod inputs;
mod model;
pub mod preset;
mod read;
mod step;
mod windows;

pub(super) use hooks::PLACEHOLDERS;
pub use hooks::{Ask, Hook, HookAt, Notice, Secret, Source, Target};
pub use inputs::KEYS;
pub use model::{Canary, Finish, Gate, Guard, Insufficient, Limits, Overdue, Policy, Sensitivity, Unhealthy};
pub use read::Number;
pub use step::Step;
pub use windows::{Days, TimeOfDay, Window};

#[cfg(test)]
mod tests;
