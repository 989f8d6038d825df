//! Which log a journal is, so that two of them are not taken for one.
//!
//! Each run's first line has a random id of the log, and the account and region where the shell knows them. The first run makes
//! the id up; later ones repeat it, so that the end of a long log is enough to know it. The marks that runs leave on aliases
//! carry its first digits ([`crate::plan::LogMark`]).

use super::object::Object;
use crate::scf::Fields;

/// Digits of an id.
const DIGITS: usize = 16;

/// What a run's first line says of the log that it is in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LogEntry {
    /// The id: 16 hexadecimal digits.
    pub id: String,
    /// The account's appid, where the run knew it.
    pub account: Option<String>,
    /// The region of the run's first function. A log may have functions of several.
    pub region: Option<String>,
}

impl LogEntry {
    pub(super) fn write(&self, line: &mut Object) {
        let mut object = Object::new();
        object.text("id", &self.id);
        object.some("account", self.account.as_deref());
        object.some("region", self.region.as_deref());
        line.json("log", &(object.0 + "}"));
    }

    /// `None` where the line has none, or what no run writes.
    pub(super) fn part(fields: Fields<'_>) -> Option<Self> {
        let part = Fields(fields.get("log")?);
        let id =
            part.text("id").filter(|id| id.len() == DIGITS && id.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
        Some(Self {
            id,
            account: part.text("account").filter(|account| is_appid(account)),
            region: part.text("region"),
        })
    }
}

/// Whether it can be an appid: what a person exported may be anything.
pub(in crate::release) fn is_appid(text: &str) -> bool {
    !text.is_empty() && text.len() <= 20 && text.bytes().all(|digit| digit.is_ascii_digit())
}

/// What all lines of a journal say of the log.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Identity {
    /// Its ids, the first one first. There are two where the first two runs began at the same moment.
    pub ids: Vec<String>,
    /// The account that its runs belong to.
    pub account: Option<String>,
    /// The region of the first run that named one.
    pub region: Option<String>,
}

impl Identity {
    /// The id that the next run repeats.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.ids.first().map(String::as_str)
    }

    pub(super) fn take(&mut self, entry: &LogEntry) {
        if !self.ids.contains(&entry.id) {
            self.ids.push(entry.id.clone());
        }
        let first = |known: &mut Option<String>, new: &Option<String>| {
            if known.is_none() {
                known.clone_from(new);
            }
        };
        first(&mut self.account, &entry.account);
        first(&mut self.region, &entry.region);
    }
}

/// The line that says that earlier ones were copied from another store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportEntry {
    /// The version of this tool.
    pub tool: String,
    /// Who did it: user, host and process.
    pub who: Option<String>,
    /// Where the lines come from, for people.
    pub from: String,
    /// How many runs they tell of.
    pub runs: u64,
    /// The sum of the last one.
    pub last: String,
}

impl ImportEntry {
    pub(super) fn write(&self, line: &mut Object) {
        line.text("tool", &self.tool);
        line.some("who", self.who.as_deref());
        line.text("from", &self.from);
        line.number("runs", self.runs);
        line.text("last", &self.last);
    }

    pub(super) fn read(fields: Fields<'_>) -> Option<Self> {
        Some(Self {
            tool: fields.text("tool")?,
            who: fields.text("who"),
            from: fields.text("from")?,
            runs: fields.whole("runs")?,
            last: fields.text("last")?,
        })
    }
}
