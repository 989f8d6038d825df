//! Grayscale (canary) releases for Tencent Cloud functions (SCF): everything that is decided, nothing that is done.
//!
//! A person's [`desired`] and what the API said ([`observed`]) make a [`plan`]; a [`release`] machine walks through
//! it, handing out calls and taking answers; the crate [`tencentcloud_sign`] makes those calls acceptable to the API. No
//! module here does I/O, reads a clock or draws a random number: time, entropy and answers are arguments.
//! `wasm` (feature `wasm`) is the only module that knows JavaScript.

pub mod cos;
pub mod decimal;
pub mod desired;
pub mod endpoint;
pub mod error;
pub mod json;
pub mod message;
pub mod observed;
pub mod plan;
pub mod policy;
pub mod release;
pub mod rollout;
pub mod scf;
mod text;
pub mod time;
pub mod traffic;
#[cfg(test)]
mod types;
pub mod watch;

#[cfg(feature = "wasm")]
pub mod wasm;

pub use error::Error;

/// The version of this crate, of the npm package and of the component: they are one.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
