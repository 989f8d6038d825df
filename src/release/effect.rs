//! What goes out to the shell.

use serde::Serialize;

use super::journal::Entry;
use super::report::{FunctionRow, Served};
use crate::message::{StepState, StepText, Waiting};
use crate::plan::Note;
use crate::plan::explain::Line;

/// Something for the shell to do. Fields as in ARCHITECTURE.md, "The seam".
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Effect {
    /// Sign and send a call.
    Call {
        /// Hand the outcome back under this id.
        id: u32,
        /// `scf` or `monitor`.
        service: &'static str,
        /// The action.
        action: &'static str,
        /// The API's version.
        version: &'static str,
        /// The region.
        region: String,
        /// The body, or its part before the blob.
        body: String,
        /// The part after the blob's base64 text.
        #[serde(skip_serializing_if = "Option::is_none")]
        tail: Option<String>,
        /// The key of the function whose package goes in between.
        #[serde(skip_serializing_if = "Option::is_none")]
        blob: Option<String>,
        /// How long it may take, in milliseconds.
        timeout_ms: u32,
        /// Whether it may change something: then it is awaited even when the person stops.
        writes: bool,
        /// What is added to this machine's time when the call is signed, in milliseconds.
        #[serde(skip_serializing_if = "is_zero")]
        skew_ms: i64,
        /// It is not sent later than this after it was handed out, in milliseconds, on whichever clock goes further: the
        /// process may have been suspended, and the turn be another's.
        #[serde(skip_serializing_if = "Option::is_none")]
        within_ms: Option<u32>,
    },
    /// Sign and send a request of object storage.
    Object {
        /// Hand the outcome back under this id.
        id: u32,
        /// Its name, as policies know it.
        action: &'static str,
        /// The bucket's region.
        region: String,
        /// The bucket, with the account's appid.
        bucket: String,
        /// `GET`, `HEAD`, `PUT`, `POST`.
        method: &'static str,
        /// The path, beginning with `/`.
        path: String,
        /// Names and values of the query.
        params: Vec<(&'static str, String)>,
        /// The body; empty where there is none, or where it is a part of a package.
        body: String,
        /// The key of the function of whose package the body is a part.
        #[serde(skip_serializing_if = "Option::is_none")]
        blob: Option<String>,
        /// Where in the package that part begins and ends, in bytes.
        #[serde(skip_serializing_if = "Option::is_none")]
        part: Option<(u64, u64)>,
        /// How long it may take, in milliseconds.
        timeout_ms: u32,
        /// Whether it is awaited even when the person stops.
        writes: bool,
        /// What is added to this machine's time when the request is signed, in milliseconds.
        #[serde(skip_serializing_if = "is_zero")]
        skew_ms: i64,
    },
    /// Wait.
    Sleep {
        /// Hand `woke` back under this id.
        id: u32,
        /// For so many milliseconds.
        ms: u32,
        /// Whether it is slept to its end even when the person stops.
        #[serde(skip_serializing_if = "is_false")]
        firm: bool,
    },
    /// Read the journal.
    Read {
        /// Hand the outcome back under this id.
        id: u32,
        /// From this position; absent: from its beginning.
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<String>,
        /// So many bytes from its end will do.
        newest: u32,
    },
    /// Append lines to the journal, durably, all of them or none.
    Append {
        /// Hand the outcome back under this id.
        id: u32,
        /// Nothing may have been appended behind it.
        position: String,
        /// Without line ends.
        lines: Vec<String>,
    },
    /// Look whether a process that the journal names is still there.
    Probe {
        /// Hand the outcome back under this id.
        id: u32,
        /// In the words of the shell that wrote it.
        process: String,
    },
    /// An entry of the journal, for the run's [`Turn`](super::turn::Turn): it never reaches a shell.
    #[serde(skip)]
    Store {
        /// Hand the outcome back under this id.
        id: u32,
        /// What is to be written.
        entry: Box<Entry>,
    },
    /// Tell whoever watches.
    Show {
        /// What happened.
        event: Progress,
    },
}

impl Effect {
    /// Under which its outcome comes back.
    #[must_use]
    pub const fn id(&self) -> Option<u32> {
        match self {
            Self::Call { id, .. }
            | Self::Object { id, .. }
            | Self::Sleep { id, .. }
            | Self::Read { id, .. }
            | Self::Append { id, .. }
            | Self::Probe { id, .. }
            | Self::Store { id, .. } => Some(*id),
            Self::Show { .. } => None,
        }
    }

    /// The same; a call is to be on its way to the wire within so many milliseconds, or not at all.
    pub(super) fn within(mut self, ms: Option<u32>) -> Self {
        if let Self::Call { within_ms, .. } = &mut self {
            *within_ms = ms;
        }
        self
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over like this")]
const fn is_zero(number: &i64) -> bool {
    *number == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over like this")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// What happened, for whoever watches.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Progress {
    /// Planning is over; what was ordered is carried out now.
    Planned {
        /// Its canonical text.
        text: String,
        /// In words.
        lines: Vec<Line>,
    },
    /// Functions that were found, or of which something was learned.
    Functions {
        /// As they are listed in the end.
        rows: Vec<FunctionRow>,
    },
    /// Everything that a plan needs is known of one more function.
    Looked {
        /// Functions that are known.
        functions: usize,
        /// All functions of the plan.
        of: usize,
    },
    /// A step of a function begins, ends or fails.
    Step {
        /// The function's key.
        function: String,
        /// Counted from 1.
        step: usize,
        /// Of how many.
        steps: usize,
        /// Which step.
        #[serde(flatten)]
        what: StepText,
        /// How far it is.
        state: StepState,
        /// Of a shift that is done: the traffic that was read back.
        #[serde(flatten)]
        #[cfg_attr(test, ts(skip))]
        served: Option<Served>,
    },
    /// A part of a package has arrived in its bucket.
    Upload {
        /// The function's key.
        function: String,
        /// How many bytes are there.
        bytes: u64,
        /// Of how many.
        of: u64,
    },
    /// Something takes longer than one try.
    Waiting {
        /// The function's key.
        function: String,
        /// Why.
        #[serde(flatten)]
        why: Waiting,
        /// For so many milliseconds.
        ms: u32,
    },
    /// Something that people should know about the run as a whole.
    Noted {
        /// What.
        #[serde(flatten)]
        note: Note,
    },
}
