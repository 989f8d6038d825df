//! The tests of the signatures, in one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail")]

mod cos;
mod laws;
mod secrets;
mod vector;
