//! What people are to be told of a rollout, and what became of it.

use crate::json::Json;
use crate::message::RolloutReason;
use crate::message::rollout::Told;
use crate::rollout::figures::list;

/// Something that people are told of.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// What.
    pub told: Told,
    /// When, in seconds since 1970.
    pub at: u64,
    /// The step that was held, counted from 1; 0 before the first.
    pub step: usize,
    /// Why.
    pub why: Option<RolloutReason>,
}

/// What became of an event for one of those who are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Which event, counted from 0.
    pub event: usize,
    /// Which notice of the policy, counted from 0.
    pub to: usize,
    /// How often it was tried.
    pub tries: u32,
    /// When last, in seconds since 1970.
    pub last: u64,
    /// Whether it arrived.
    pub done: bool,
    /// The last answer's HTTP status; nothing where none came.
    pub status: Option<u16>,
    /// The error code in the last answer, where its sender has such codes.
    pub code: Option<String>,
}

/// What became of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Which event.
    pub event: usize,
    /// Which notice.
    pub to: usize,
    /// Whether it arrived.
    pub done: bool,
    /// The answer's HTTP status.
    pub status: Option<u16>,
    /// The error code in the answer.
    pub code: Option<String>,
}

/// Events, and how far people were told of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Record {
    /// In the order in which they happened.
    pub events: Vec<Event>,
    /// In no particular order.
    pub deliveries: Vec<Delivery>,
}

impl Record {
    /// What became of an event for a notice; `None` where it was not tried.
    #[must_use]
    pub fn delivery(&self, event: usize, to: usize) -> Option<&Delivery> {
        self.deliveries.iter().find(|one| one.event == event && one.to == to)
    }

    /// A line of the journal: `{ e: 'sent', at, to: [{ event, notice, ok, status?, code? }] }`.
    pub(super) fn take(&mut self, line: &Json<'_>) {
        let at = line.get("at").and_then(Json::whole).unwrap_or(0);
        for attempt in list(line.get("to")).iter().filter_map(Attempt::read) {
            let Attempt { event, to, done, status, code } = attempt;
            match self.deliveries.iter_mut().find(|one| one.event == event && one.to == to) {
                Some(known) => {
                    let tries = known.tries.saturating_add(1);
                    *known = Delivery { event, to, tries, last: at, done: known.done || done, status, code };
                }
                None => self.deliveries.push(Delivery { event, to, tries: 1, last: at, done, status, code }),
            }
        }
    }
}

impl Attempt {
    fn read(value: &Json<'_>) -> Option<Self> {
        let size = |key: &str| value.get(key).and_then(Json::whole).and_then(|number| usize::try_from(number).ok());
        let status = value.get("status").and_then(Json::whole).and_then(|status| u16::try_from(status).ok());
        let done = value.get("ok") == Some(&Json::Bool(true));
        Some(Self { event: size("event")?, to: size("notice")?, done, status, code: value.text("code") })
    }

    pub(super) fn to_json(&self) -> Json<'static> {
        let number = |digits: String| Json::Number(digits.into());
        let mut entries = vec![
            ("event".into(), number(self.event.to_string())),
            ("notice".into(), number(self.to.to_string())),
            ("ok".into(), Json::Bool(self.done)),
        ];
        entries.extend(self.status.map(|status| ("status".into(), number(status.to_string()))));
        entries.extend(self.code.clone().map(|code| ("code".into(), Json::Text(code.into()))));
        Json::Map(entries)
    }
}
