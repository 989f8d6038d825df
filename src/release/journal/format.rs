//! Which versions of the format there are.

use crate::error::Error;
use crate::message::problem::JournalProblem;

/// The version of the format that is written. Lines of format 3 have no `log` and no `import`, those of format 2 no `process`
/// and no `renew` either; both are read like those of this one. Lines of format 1 have no sums.
pub const FORMAT: u32 = 4;

/// Something needs the journal, and a later version of this tool wrote in it.
pub(super) fn too_new(format: u32) -> Error {
    Error::refused(JournalProblem::TooNew { format, known: FORMAT, tool: crate::VERSION })
}
