#![doc = include_str!("../README.md")]
#![no_std]

extern crate alloc;

mod api;
mod canonical;
pub mod cos;
mod credential;
mod date;
mod error;
mod key;
mod payload;
mod request;
mod signed;
mod signer;

pub use api::ApiRequest;
pub use canonical::{Head, canonical_request};
pub use credential::Credential;
pub use date::utc_date;
pub use error::{Error, SecretPart};
pub use key::{Key, authorization, secret_date, secret_service, secret_signing, signature, string_to_sign};
pub use payload::{Hasher, Payload, UNSIGNED_PAYLOAD, sha256_hex};
pub use request::Request;
pub use signer::{Signature, Signer};

/// The algorithm's name as it is in the string to sign and in the authorization header.
pub const ALGORITHM: &str = "TC3-HMAC-SHA256";

/// The fixed end of every scope.
pub const TERMINATOR: &str = "tc3_request";
