//! The log of a function: which versions' and from when, and what its rows mean.
//!
//! The API does not return the version of a row, so each version has a request of its own: those that the alias names,
//! and `$LATEST`.
//!
//! To follow a log, the next request has the cursor of the last answer. It starts a little earlier, because rows appear after
//! their invocations begin, and not later than the start of an invocation that had not ended; the cursor has the rows that were
//! returned, so that none comes twice.

use serde::Serialize;

use super::cursor::Cursor;
use super::fault::{Blame, Fault};
use crate::desired::{Verb, version_word};
use crate::error::Error;
use crate::json::Json;
use crate::message::LogNote;
use crate::scf::figure::Measured;
use crate::scf::log::{LONGEST_SECONDS, LogItem, LogPage, MOST, PAGE, Stretch, list};
use crate::scf::{Call, Target};
use crate::text::sorted;
use crate::time::{Zone, beijing, seconds_of};
use crate::traffic::routing::{Routing, Version};

/// How much of the log is shown by default, in seconds: the last hour, as documented.
const DEFAULT_SECONDS: u32 = 3600;
/// How many rows are shown by default.
const DEFAULT_ROWS: u32 = 100;
/// How late a row may appear. Undocumented: chosen generously, and only in this place.
const LATE_SECONDS: u64 = 120;
/// The longest that a function may run, and then some: what has not ended by then is not waited for.
const RUN_SECONDS: u64 = 960;

/// What is to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogOrder {
    from: u64,
    to: u64,
    rows: usize,
    version: Option<Version>,
    request_id: Option<String>,
    errors: bool,
    follow: bool,
    cursor: Option<Cursor>,
    zone: Zone,
}

/// One version's part of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogQuestion {
    version: Version,
    start: String,
    end: String,
    rows: usize,
    request_id: Option<String>,
    errors: bool,
    newest_first: bool,
}

/// What was answered so far.
#[derive(Debug, Clone, PartialEq)]
pub struct LogFact {
    items: Vec<LogItem>,
    /// How many came, doubles included: where the next page begins.
    came: usize,
    total: usize,
}

impl LogFact {
    /// Whether nothing was logged.
    pub(crate) const fn is_empty(&self) -> bool {
        self.total == 0
    }
}

/// How an invocation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum LogEnding {
    /// It returned something.
    Ok,
    /// The function failed.
    Error,
    /// The service could not run it.
    Platform,
    /// It has not ended.
    Running,
}

/// An invocation in the log.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LogRow {
    /// When it began, as ISO 8601 has it.
    pub time: String,
    /// Its id.
    pub request_id: String,
    /// Which version ran.
    pub version: String,
    /// How it ended.
    pub ending: LogEnding,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub fault: Option<Fault>,
    /// In milliseconds.
    pub duration: Measured,
    /// In milliseconds.
    pub billed: Measured,
    /// In bytes.
    pub memory: Measured,
    /// What it wrote, with the service's own lines.
    pub log: String,
}

/// The log of a function.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LogReport {
    /// Its key in the project.
    pub key: String,
    /// Its name in the cloud.
    pub name: String,
    /// Where it is.
    pub region: String,
    /// Where it is.
    pub namespace: String,
    /// Whose rows these are.
    pub versions: Vec<String>,
    /// From when.
    pub from: String,
    /// Until when.
    pub to: String,
    /// The oldest first.
    pub rows: Vec<LogRow>,
    /// How many there are in that time.
    pub total: usize,
    /// Notes for people.
    pub notes: Vec<LogNote>,
    /// To continue from here.
    pub cursor: String,
}

impl LogOrder {
    /// Reads the arguments.
    ///
    /// # Errors
    /// The first thing wrong with them.
    pub fn read(args: &Json<'_>, now_ms: u64, zone: Zone) -> Result<Self, Error> {
        let verb = Verb::LOG;
        let to = now_ms / 1000;
        let seconds = verb.whole(args, "interval", 1, u32::try_from(LONGEST_SECONDS).unwrap_or(u32::MAX))?;
        let cursor = verb.text(args, "cursor")?.map(|text| Cursor::read(&text)).transpose()?;
        let from = match &cursor {
            // the API covers a day at most: rows between are missed after a longer pause
            Some(cursor) => cursor.from.max(to.saturating_sub(LONGEST_SECONDS)),
            None => to.saturating_sub(u64::from(seconds.unwrap_or(DEFAULT_SECONDS))),
        };
        let most = u32::try_from(MOST).unwrap_or(u32::MAX);
        let rows = verb.whole(args, "limit", 1, most)?.unwrap_or(DEFAULT_ROWS);
        Ok(Self {
            from: from.min(to),
            to,
            rows: usize::try_from(rows).unwrap_or(MOST),
            version: args.get("version").map(|raw| version_word("version", raw)).transpose()?,
            request_id: verb.text(args, "requestId")?,
            errors: verb.truth(args, "errors")?.unwrap_or(false),
            follow: verb.truth(args, "follow")?.unwrap_or(false) || cursor.is_some(),
            cursor,
            zone,
        })
    }

    /// The version that was named, where the log is read from the beginning.
    pub(crate) fn named(&self) -> Option<&Version> {
        self.version.as_ref().filter(|version| !version.is_latest() && self.cursor.is_none())
    }

    /// Whether the alias is needed to know the versions.
    #[must_use]
    pub const fn needs_alias(&self) -> bool {
        self.version.is_none()
    }

    /// Whose rows are meant: the given version's; else those of `$LATEST` and of what the alias names.
    fn versions(&self, routing: Option<&Routing>) -> Vec<Version> {
        if let Some(version) = &self.version {
            return vec![version.clone()];
        }
        let mut versions = vec![Version::latest()];
        versions.extend(routing.map(Routing::published).unwrap_or_default());
        let before = self.cursor.iter().flat_map(|cursor| &cursor.versions);
        versions.extend(before.cloned());
        let mut versions = sorted(versions, Version::clone);
        versions.dedup();
        versions
    }

    /// The questions, one a version.
    #[must_use]
    pub fn questions(&self, routing: Option<&Routing>) -> Vec<LogQuestion> {
        let question = |version: Version| LogQuestion {
            version,
            start: beijing(self.from),
            end: beijing(self.to),
            rows: if self.cursor.is_some() { MOST } else { self.rows },
            request_id: self.request_id.clone(),
            errors: self.errors,
            newest_first: self.cursor.is_none(),
        };
        self.versions(routing).into_iter().map(question).collect()
    }

    /// The report on the answers.
    #[must_use]
    pub fn report(&self, key: &str, target: &Target, answers: &[(&LogQuestion, &LogFact)]) -> LogReport {
        let before = |item: &LogItem| self.cursor.as_ref().is_some_and(|cursor| cursor.has(&id_of(item)));
        let mut next = Cursor { from: self.to.saturating_sub(LATE_SECONDS), seen: Vec::new(), versions: Vec::new() };
        let mut rows: Vec<(String, LogRow)> = Vec::new();
        let mut total = 0;
        let mut left_out = false;
        for (question, fact) in answers {
            next.versions.push(question.version.clone());
            total += fact.total;
            let cut = fact.items.len() < fact.total;
            left_out |= cut;
            let starts = || fact.items.iter().filter_map(|item| seconds_of(&item.start));
            if cut && question.newest_first {
                // older rows were not requested, and must not appear as new ones
                next.from = next.from.max(starts().min().unwrap_or(0));
            } else if cut {
                // the rest comes next time; a second with more than the API lists is passed
                next.from = next.from.min(starts().max().unwrap_or(self.to).max(self.from + 1));
            }
            for item in fact.items.iter().filter(|item| !before(item)) {
                if item.finished || !self.follow {
                    rows.push((item.start.clone(), row(item, &question.version, self.zone)));
                }
            }
        }
        let open = answers.iter().flat_map(|(_, fact)| &fact.items).filter(|item| !item.finished);
        let began = open.filter_map(|item| seconds_of(&item.start)).filter(|start| start + RUN_SECONDS > self.to);
        next.from = began.fold(next.from, u64::min).min(self.to);
        let ended = answers.iter().flat_map(|(_, fact)| &fact.items).filter(|item| item.finished);
        let fresh: Vec<(String, u64)> =
            ended.map(|item| (id_of(item), seconds_of(&item.start).unwrap_or(self.to))).collect();
        // pages go back only so far: what was given out before stays known until the cursor is past it
        let older = self
            .cursor
            .iter()
            .flat_map(|cursor| &cursor.seen)
            .filter(|(id, _)| !fresh.iter().any(|(other, _)| other == id));
        next.seen = older.cloned().chain(fresh.iter().cloned()).filter(|(_, start)| *start >= next.from).collect();

        let mut rows: Vec<LogRow> = sorted(rows, |(start, _)| start.clone()).into_iter().map(|(_, row)| row).collect();
        if self.cursor.is_none() && rows.len() > self.rows {
            rows.drain(..rows.len() - self.rows);
            left_out = true;
        }
        let mut notes = Vec::new();
        if left_out && self.cursor.is_none() {
            notes.push(LogNote::Newest { shown: rows.len(), total });
        }
        if self.cursor.as_ref().is_some_and(|cursor| cursor.from < self.from) {
            notes.push(LogNote::Gap);
        }
        LogReport {
            key: key.to_owned(),
            name: target.name.clone(),
            region: target.region.clone(),
            namespace: target.namespace.clone(),
            versions: next.versions.iter().map(ToString::to_string).collect(),
            from: self.zone.iso(self.from),
            to: self.zone.iso(self.to),
            rows,
            total,
            notes,
            cursor: next.text(),
        }
    }
}

/// An asynchronous invocation that is tried again keeps its id.
fn id_of(item: &LogItem) -> String {
    if item.retry == 0 {
        item.request_id.clone()
    } else {
        [item.request_id.as_str(), "#", item.retry.to_string().as_str()].concat()
    }
}

fn row(item: &LogItem, version: &Version, zone: Zone) -> LogRow {
    let fault = (item.finished && item.failed).then(|| Fault::read(reason(item)));
    LogRow {
        time: zone.of_api(&item.start),
        request_id: item.request_id.clone(),
        version: version.to_string(),
        ending: match &fault {
            _ if !item.finished => LogEnding::Running,
            None => LogEnding::Ok,
            Some(fault) if fault.blame == Blame::Function => LogEnding::Error,
            Some(_) => LogEnding::Platform,
        },
        fault,
        duration: item.duration,
        billed: item.billed,
        memory: item.memory,
        log: item.log.clone(),
    }
}

/// The log's line about the failure has more than the message: also the status code.
fn reason(item: &LogItem) -> &str {
    let line = item.log.lines().find(|line| line.starts_with("ERROR "));
    let result = line.and_then(|line| line.split_once("Result:")).map(|(_, result)| result.trim());
    result.filter(|result| Json::from_json(result).is_ok()).unwrap_or(&item.message)
}

impl LogQuestion {
    pub(super) fn call(&self, target: &Target, known: Option<&LogFact>) -> Call {
        let stretch = Stretch {
            version: self.version.wire(),
            start: &self.start,
            end: &self.end,
            request_id: self.request_id.as_deref(),
            errors: self.errors,
            newest_first: self.newest_first,
        };
        list(target, stretch, known.map_or(0, |fact| fact.came))
    }

    /// Adds a page; what came between two pages moves rows onto the next one, where they are known already.
    pub(super) fn take(&self, page: LogPage, known: Option<LogFact>) -> (LogFact, bool) {
        let mut fact = known.unwrap_or(LogFact { items: Vec::new(), came: 0, total: 0 });
        let empty = page.items.is_empty();
        fact.came += page.items.len();
        fact.total = page.total;
        for item in page.items {
            // doubles are near: only what came in between moves rows
            let mut near = fact.items.iter().rev().take(2 * PAGE);
            if !near.any(|other| (&other.request_id, other.retry) == (&item.request_id, item.retry)) {
                fact.items.push(item);
            }
        }
        let more = !empty && fact.came < fact.total.min(self.rows).min(MOST);
        if !more && self.newest_first {
            fact.items.reverse();
        }
        (fact, more)
    }
}
