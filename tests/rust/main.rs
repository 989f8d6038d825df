//! The tests of the planner and the release machine, in one binary: each of 50 would link the whole crate again.
//!
//! One file alone: `cargo test --test rust rollback_rules::`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

mod ahead_rules;
mod chaos;
mod clock_rules;
mod compare_rules;
mod component_rules;
mod cut_off_rules;
mod direct_rules;
mod entry_rules;
mod exposure_rules;
mod forged_rules;
mod group_rules;
mod identity_rules;
mod image_rules;
mod import_rules;
mod journal_rules;
mod log_rules;
mod look_rules;
mod model_check;
mod move_rules;
mod no_circles;
mod overview_rules;
mod pace_laws;
mod pending_rules;
mod planner_laws;
mod prune_rules;
mod race_rules;
mod result_rules;
mod resume_rules;
mod rollback_rules;
mod rollout_guard;
mod rollout_laws;
mod rollout_notice_rules;
mod rollout_replay;
mod rollout_route_rules;
mod rollout_rules;
mod route_rules;
mod rules;
mod run_laws;
mod shell_rules;
mod stable_rules;
mod trigger_rules;
mod trust_rules;
mod turn_rules;
mod two_machines;
mod two_runs;
mod undo_rules;
mod unfinished_rules;
mod verb_rules;
mod waiting_rules;
mod warm_rules;
mod watch_rules;
