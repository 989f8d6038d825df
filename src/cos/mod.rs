//! Object storage (COS): the requests that bring a package into a bucket, and what their XML answers say.
//!
//! <https://cloud.tencent.com/document/product/436/7751>

pub mod answer;
pub mod request;
pub mod xml;

pub use request::Place;
