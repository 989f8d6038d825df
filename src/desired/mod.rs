//! The desired state: inputs of a yml, flags, a page or a program, validated once; all errors are reported together.
//!
//! Rules 6, 7 and 8 of a grayscale release are here, and how functions get their names.

mod alias;
mod args;
mod code;
mod defaults;
mod environment;
mod events;
mod function;
mod image;
mod inputs;
mod key_table;
mod keys;
mod labels;
mod modes;
mod moves;
mod names;
mod own_key;
mod read;
#[cfg(not(target_arch = "wasm32"))]
mod rollout_schema;
mod routes;
#[cfg(not(target_arch = "wasm32"))]
mod schema;
#[cfg(not(target_arch = "wasm32"))]
mod schema_part;
mod select;
mod settings_table;
mod stage;
mod store;
mod traffic;

pub use alias::{Act, DesiredAlias, refuse_twice};
pub use args::{Verb, version as version_word};
pub use code::{Code, FollowedLink, LARGEST_BODY_BYTES, LARGEST_PACKAGE_BYTES, Names, Package, Packing};
pub use defaults::{DEFAULT_NAMESPACE, DEFAULT_REGION, DEFAULT_WAIT_SECONDS, Defaults, Instance};
pub use environment::{FromEnvironment, may_be_labelled};
pub use function::{DesiredFunction, Made, Sides};
pub use image::{IMAGE_KEYS, IMAGE_TYPES, Image};
pub use inputs::{Desired, DesiredRollout, check_file};
pub use key_table::{KEYS, Key, Place};
pub use keys::nearest;
pub use labels::Labels;
pub use modes::{Drift, Grouping};
pub use moves::Moves;
pub use names::alias_name;
pub use own_key::refuse_own_key;
pub use routes::routes as routing_rules;
#[cfg(not(target_arch = "wasm32"))]
pub use schema::schema;
pub use stage::{StageSource, resolve_stage};
pub use store::{StoreChoice, StoreSources};
pub use traffic::share as traffic_share;

pub use crate::scf::settings::{Layer, Settings, Vpc};
pub use crate::scf::settings_table::{SETTINGS, SettingValues};
pub use crate::traffic::routing::DEFAULT_ALIAS;

#[cfg(test)]
mod tests;
