//! What comes back from the shell for an effect.

use super::journal::Holder;
use crate::json::Json;
use crate::scf::Answer;
use crate::time::http_date;

/// What came of an effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// There was an HTTP answer.
    Answered(Answer),
    /// There was none.
    Lost {
        /// In words.
        reason: String,
        /// False only where it is certain that nothing reached the API.
        sent: bool,
    },
    /// The sleep is over, or was cut short.
    Woke,
    /// The line is in the journal.
    Stored,
    /// Others wrote since it was made, and it is not in the journal: what it rests on has to be looked at again.
    Stale,
    /// The line is not in the journal.
    Unstored {
        /// In words.
        reason: String,
    },
    /// The journal was read.
    Text {
        /// Its lines, each ended by a line feed.
        text: String,
        /// Where it ends, in the store's own words.
        position: String,
        /// What the store's clock says, in milliseconds since 1970.
        now: Option<u64>,
        /// The text of the log of the newest rollout that it names, where the run is none of it.
        rollout: Option<String>,
    },
    /// The journal can't be read.
    Unread {
        /// In words.
        reason: String,
        /// Whether that is because it may lead elsewhere, or somebody else may have written it.
        suspicious: bool,
    },
    /// The lines are in the journal.
    Appended {
        /// Where it ends now.
        position: String,
        /// What the store's clock says, in milliseconds since 1970.
        now: Option<u64>,
    },
    /// Somebody else's lines follow that position: nothing was written.
    Conflict,
    /// Whether the lines are in the journal is not known.
    Unknown {
        /// In words.
        reason: String,
    },
    /// Whether a process is there; `None` where that can't be told from here.
    Probed {
        /// Whether it is.
        alive: Option<bool>,
    },
    /// Another run is at work, and was before this one wrote anything.
    Locked {
        /// Which one.
        holder: Holder,
        /// When that was found out, in milliseconds since 1970.
        now_ms: u64,
    },
    /// Another run has the turn now: the line was not written, the call not sent.
    Fenced {
        /// Which one; absent where nobody knows.
        who: Option<String>,
        /// Since when, in milliseconds since 1970.
        since: Option<u64>,
    },
}

impl Outcome {
    /// When it was given, by the clock of whoever gave it: seconds since 1970.
    #[must_use]
    pub(crate) fn given_s(&self) -> Option<u64> {
        match self {
            Self::Answered(answer) => answer.date.as_deref().and_then(http_date),
            _ => None,
        }
    }

    /// Reads what the shell hands back; `None` where it is none of the documented shapes.
    #[must_use]
    pub fn read(raw: &Json<'_>) -> Option<Self> {
        let text = |key: &str| raw.text(key).unwrap_or_default();
        let whole = |key: &str| raw.get(key).and_then(Json::whole);
        Some(match text("kind").as_str() {
            "answered" => Self::Answered(Answer {
                status: u16::try_from(raw.get("status")?.whole()?).ok()?,
                content_type: raw.text("contentType"),
                date: raw.text("date"),
                retry_after: raw.text("retryAfter"),
                request_id: raw.text("requestId"),
                text: text("text"),
            }),
            "lost" => Self::Lost { reason: text("reason"), sent: raw.get("sent") != Some(&Json::Bool(false)) },
            "woke" => Self::Woke,
            "text" => Self::Text {
                text: text("text"),
                position: text("position"),
                now: whole("now"),
                rollout: raw.text("rollout"),
            },
            "unread" => {
                Self::Unread { reason: text("reason"), suspicious: raw.get("unsafe") == Some(&Json::Bool(true)) }
            }
            "appended" => Self::Appended { position: text("position"), now: whole("now") },
            "conflict" => Self::Conflict,
            "unstored" => Self::Unstored { reason: text("reason") },
            "unknown" => Self::Unknown { reason: text("reason") },
            "probed" => Self::Probed {
                alive: match raw.get("alive") {
                    Some(Json::Bool(alive)) => Some(*alive),
                    _ => None,
                },
            },
            _ => return None,
        })
    }
}
