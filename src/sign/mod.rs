//! TC3-HMAC-SHA256, the signature of Tencent Cloud's API 3.0, without I/O and without a clock.
//!
//! ```text
//! CanonicalRequest = Method \n Path \n Query \n CanonicalHeaders \n SignedHeaders \n HashedPayload
//! StringToSign     = "TC3-HMAC-SHA256" \n Timestamp \n Date/Service/tc3_request \n hex(SHA256(CanonicalRequest))
//! SecretDate       = HMAC("TC3" + SecretKey, Date)
//! SecretService    = HMAC(SecretDate, Service)
//! SecretSigning    = HMAC(SecretService, "tc3_request")
//! Signature        = hex(HMAC(SecretSigning, StringToSign))
//! ```
//!
//! Each line is a function here, so each can be held against its published value. [`Signer`] puts them together and
//! keeps derived keys; [`ApiRequest`] lists the headers of a whole API call.
//!
//! <https://www.tencentcloud.com/document/api/213/33224>

mod api;
mod canonical;
mod date;
mod key;
mod payload;
mod signer;

pub use api::ApiRequest;
pub use canonical::{Head, canonical_request};
pub use date::utc_date;
pub(crate) use date::{days_since_1970, http_date};
pub use key::{authorization, secret_date, secret_service, secret_signing, signature, string_to_sign};
pub use payload::{Hasher, Payload, UNSIGNED_PAYLOAD, sha256_hex};
pub use signer::{Request, Signature, Signer};

/// The algorithm's name as it stands in the string to sign and in the authorization header.
pub const ALGORITHM: &str = "TC3-HMAC-SHA256";

/// The fixed end of every scope.
pub const TERMINATOR: &str = "tc3_request";
