//! The policy of a rollout: its steps, when each may be left, and what happens when something is wrong.
//!
//! It is written as the name of a preset or as a map, and read once; all mistakes are told together. Its canonical form
//! ([`Policy::canonical`]) is JSON with every default filled in. It can be read again, and is what a rollout's journal holds:
//! addresses, secrets and commands of hooks and notices stand there as the name of an environment variable, or as a digest.

mod canonical;
mod hooks;
mod inputs;
mod model;
mod notices;
pub mod preset;
mod read;
mod route;
mod step;
mod trust;
mod windows;

pub(super) use hooks::PLACEHOLDERS;
pub use hooks::{Ask, Hook, HookAt, Secret, Source};
pub use inputs::KEYS;
pub use model::{Canary, Finish, Gate, Guard, Insufficient, Limits, Overdue, Policy, Sensitivity, Unhealthy};
pub use notices::{Notice, Target, Told};
pub use read::Number;
pub use route::Buckets;
pub use step::Step;
pub use windows::{Days, TimeOfDay, Window};

#[cfg(test)]
mod tests;
