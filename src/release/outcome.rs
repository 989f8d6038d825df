//! What comes back from the shell for an effect.

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
    /// The line is not in the journal.
    Unstored {
        /// In words.
        reason: String,
    },
    /// Another run has the lock now: the line was not written, the call not sent.
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
            "stored" => Self::Stored,
            "unstored" => Self::Unstored { reason: text("reason") },
            "fenced" => Self::Fenced { who: raw.text("who"), since: raw.get("since").and_then(Json::whole) },
            _ => return None,
        })
    }
}
