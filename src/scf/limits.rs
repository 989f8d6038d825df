//! What the API allows, as far as plans speak of it.

/// Published versions of one function, unless the account has been given more.
/// <https://cloud.tencent.com/document/product/583/11637>
pub const VERSIONS: usize = 1000;

/// Calls per second of one action in one region, as the pages of the actions say it (of UpdateAlias, for one).
/// <https://cloud.tencent.com/document/product/583/36151>
pub const CALLS_PER_SECOND: u64 = 20;
