//! The boundary to JavaScript: the only place that knows `JsValue`.
//!
//! Values cross as plain data, errors too (see [`error`]); what is called for every request crosses as strings.

pub mod error;
pub mod journal;
pub mod notices;
pub mod planner;
pub mod reader;
pub mod release;
pub mod rollout;
pub mod shell;
pub mod signer;
pub mod tick;
mod value;

#[cfg(feature = "fetch")]
pub mod fetch;

/// Faster and smaller than the standard library's.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
