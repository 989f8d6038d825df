//! The wire: actions, their bodies and answers, error codes. A file per resource, each with its API pages.
//!
//! Nothing here decides about a release; types hold the API's answers verbatim.

pub mod account;
pub mod alias;
pub mod answer;
pub mod call;
pub mod domain;
pub mod event_invoke;
pub mod failure;
pub mod fields;
pub mod figure;
pub mod function;
pub mod image;
pub mod invoke;
pub mod limits;
pub mod listing;
pub mod log;
pub mod log_minutes;
pub mod mark;
pub mod monitor;
pub mod namespace;
pub mod provisioned;
pub mod request_status;
pub mod service;
pub mod settings;
pub mod settings_table;
pub mod trigger;
pub mod version;

pub use answer::Answer;
pub use call::{Call, ObjectRequest, Target};
pub use failure::{Failure, FailureClass, denied};
pub use fields::{Fields, Read};
