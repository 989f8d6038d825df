//! What the API allows, as far as plans speak of it.

/// Published versions of one function, unless the account has been given more.
/// <https://cloud.tencent.com/document/product/583/11637>
pub const VERSIONS: usize = 1000;

/// Names and values of a function's environment variables together, unless the account has been given more. (Same page.)
pub const ENVIRONMENT_BYTES: usize = 4096;
/// Triggers of one type of one function, unless the account has been given more. (Same page.)
pub const TRIGGERS: usize = 10;

/// The longest run of a function in seconds, and that of one that runs asynchronously (`AsyncRunEnable`).
/// <https://cloud.tencent.com/document/product/583/18586>
pub const LONGEST_RUN: u32 = 900;
/// See [`LONGEST_RUN`].
pub const LONGEST_ASYNCHRONOUS_RUN: u32 = 86_400;
/// How long an asynchronous call may wait, in seconds, and how often it may be made again.
/// <https://cloud.tencent.com/document/product/583/53639>
pub const LEAST_TTL: u32 = 60;
/// See [`LEAST_TTL`].
pub const LONGEST_TTL: u32 = 21_600;
/// See [`LEAST_TTL`].
pub const MOST_RETRIES: u32 = 2;
/// Provisioned instances of a version: far more than accounts have; what an account has is read from the API.
pub const MOST_PROVISIONED: u32 = 100_000;
/// The longest first start in seconds.
pub const LONGEST_START: u32 = 300;

/// Calls per second of one action in one region, as the pages of the actions say it (of UpdateAlias, for one).
/// <https://cloud.tencent.com/document/product/583/36151>
pub const CALLS_PER_SECOND: u64 = 20;
