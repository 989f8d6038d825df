//! Notes about the code of a function: what its package holds, and what its image may turn out to be.

use serde::Serialize;

use super::parts::Link;

/// Something people should know of code before it is sent.
#[derive(Debug, Clone, PartialEq, Serialize, strum::IntoStaticStr)]
#[cfg_attr(test, derive(arbitrary::Arbitrary, ts_rs::TS))]
#[serde(tag = "code", content = "params", rename_all_fields = "camelCase")]
pub enum CodeNote {
    /// The code comes from outside the project.
    OutsideProject {
        /// Where from.
        path: String,
    },
    /// Symbolic links were followed.
    LinksFollowed {
        /// The first few.
        links: Vec<Link>,
        /// How many there are beside.
        more: usize,
        /// Whether they lead out of the project.
        outside: bool,
    },
    /// Files that may hold credentials are in the package.
    CredentialsPacked {
        /// The first few.
        files: Vec<String>,
        /// How many there are beside.
        more: usize,
    },
    /// Files that are never packed.
    FilesLeftOut {
        /// The first few.
        files: Vec<String>,
        /// How many there are beside.
        more: usize,
    },
    /// Patterns of `exclude` that match nothing.
    PatternsUnmatched {
        /// The first few.
        patterns: Vec<String>,
        /// How many there are beside.
        more: usize,
    },
    /// The reference of the image has no digest: its tag may be moved to another image.
    ImageNotPinned {
        /// The reference.
        image: String,
        /// Whether `$latest` has the same reference, so that it is not sent again.
        unchanged: bool,
    },
}
