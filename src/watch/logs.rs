//! The log of a function: which searches it takes, and in which order.
//!
//! A topic holds the lines of all versions of a function, and often of other functions. Words are found in other words too,
//! so what is found is compared once more.
//!
//! To follow a log, the next request has the cursor of the last answer. It starts a little earlier, because lines are found
//! some time after they were written, and not later than the start of an invocation that had not ended; the cursor knows the
//! lines that were returned, so that none comes twice.

use super::cursor::Cursor;
use super::trace::Trace;
use crate::desired::{DEFAULT_ALIAS, Verb, version_word};
use crate::error::Error;
use crate::json::Json;
use crate::scf::function::Function;
use crate::scf::log::{self, FigureTable, Filter, Kind, LONGEST_SECONDS, Line, LogPage, MOST, Part, Stretch};
use crate::scf::request_status::{self, RequestStatuses};
use crate::scf::{Call, Target};
use crate::time::{Zone, beijing};
use crate::traffic::routing::Version;

/// How much of the log is shown by default, in seconds: the last hour, as documented.
const DEFAULT_SECONDS: u32 = 3600;
/// How many rows are shown by default.
const DEFAULT_ROWS: u32 = 100;
/// How late a line may be found. Undocumented: chosen generously, and only in this place.
pub(super) const LATE_MS: u64 = 120_000;
/// The longest that a function may run, and then some: what has not ended by then is not waited for.
pub(super) const RUN_MS: u64 = 960_000;
/// The topic of a function that is followed is asked for again after so long.
const TOPIC_MS: u64 = 60_000;
/// So many failures are looked at to group them.
const FAILURES: usize = 1000;
/// Ids in one search: a query has 12 KB at most, and an id takes 42 bytes.
const IDS: usize = 100;

/// What is to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogOrder {
    pub(super) from_ms: u64,
    pub(super) to_ms: u64,
    pub(super) rows: usize,
    pub(super) version: Option<Version>,
    /// As the API names it.
    pub(super) alias: Option<String>,
    pub(super) request_id: Option<String>,
    pub(super) errors: bool,
    pub(super) follow: bool,
    pub(super) cursor: Option<Cursor>,
    pub(super) zone: Zone,
}

/// Where the lines of a function are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Topic<'a> {
    /// The function has to be asked.
    Unknown,
    /// Nowhere: they are not kept.
    Nowhere,
    /// In this topic.
    In(&'a str),
}

/// One search, or the question how an invocation went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogQuestion {
    pub(super) what: What,
    topic: String,
    from_ms: u64,
    to_ms: u64,
    version: Option<Version>,
    alias: Option<String>,
    /// The newest lines first; else the oldest.
    pub(super) newest_first: bool,
    /// Further pages are needed for so many invocations.
    rows: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// All lines, or those of these invocations.
    Lines(Vec<String>),
    /// The lines that say what failed.
    Failures,
    /// How many there were of each version, and how long they took.
    Figures,
    /// What is known of one invocation without its log.
    Status(String),
}

/// What an answer of the API is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wants {
    /// Lines.
    Lines,
    /// A table.
    Figures,
    /// The state of invocations.
    Status,
}

/// What was answered so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogFact {
    /// Lines, the oldest first once all pages are there.
    Lines(Found),
    /// A table; `None` where the topic makes none.
    Figures(Option<FigureTable>),
    /// The state of an invocation; `None` where it can't be read.
    Status(Option<RequestStatuses>),
}

/// Lines that were found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    pub(super) lines: Vec<Line>,
    pub(super) unreadable: usize,
    context: Option<String>,
    /// Whether there are no others.
    pub(super) over: bool,
}

impl LogOrder {
    /// Reads the arguments.
    ///
    /// # Errors
    /// The first thing wrong with them.
    pub fn read(args: &Json<'_>, now_ms: u64, zone: Zone) -> Result<Self, Error> {
        let verb = Verb::LOG;
        let seconds = verb.whole(args, "interval", 1, LONGEST_SECONDS)?.unwrap_or(DEFAULT_SECONDS);
        let ago = verb.whole(args, "ago", 0, LONGEST_SECONDS)?.unwrap_or_default();
        let cursor = verb.text(args, "cursor")?.map(|text| Cursor::read(&text)).transpose()?;
        let end_ms = now_ms.saturating_sub(u64::from(ago) * 1000);
        let from_ms = cursor.as_ref().map_or(end_ms.saturating_sub(u64::from(seconds) * 1000), |cursor| cursor.from);
        let most = u32::try_from(MOST).unwrap_or(u32::MAX);
        let rows = verb.whole(args, "limit", 1, most)?.unwrap_or(DEFAULT_ROWS);
        let alias = verb
            .text(args, "alias")?
            .map(|alias| if alias.eq_ignore_ascii_case(DEFAULT_ALIAS) { DEFAULT_ALIAS.to_owned() } else { alias });
        Ok(Self {
            from_ms: from_ms.min(end_ms),
            to_ms: end_ms,
            rows: usize::try_from(rows).unwrap_or(MOST),
            version: args.get("version").map(|raw| version_word("version", raw)).transpose()?,
            alias,
            request_id: verb.text(args, "requestId")?,
            errors: verb.truth(args, "errors")?.unwrap_or(false),
            follow: verb.truth(args, "follow")?.unwrap_or(false) || cursor.is_some(),
            cursor,
            zone,
        })
    }

    /// The version that was named, where the log is read from the beginning.
    pub(crate) fn named_version(&self) -> Option<&Version> {
        self.version.as_ref().filter(|version| !version.is_latest() && self.cursor.is_none())
    }

    /// Whether an alias was named, where the log is read from the beginning.
    pub(crate) const fn names_alias(&self) -> bool {
        self.alias.is_some() && self.cursor.is_none()
    }

    /// The topic of the function.
    pub(crate) fn topic<'a>(&'a self, function: Option<&'a Function>) -> Topic<'a> {
        let known = self.cursor.as_ref().filter(|cursor| self.knows_topic(cursor));
        match (known, function) {
            (Some(cursor), _) => Topic::In(&cursor.topic),
            (None, None) => Topic::Unknown,
            (None, Some(function)) => match function.cls_topic_id.as_deref().unwrap_or_default() {
                "" => Topic::Nowhere,
                topic => Topic::In(topic),
            },
        }
    }

    /// Whether the function was asked for its topic a short time ago.
    pub(super) const fn knows_topic(&self, cursor: &Cursor) -> bool {
        cursor.asked.saturating_add(TOPIC_MS) > self.to_ms
    }

    /// Whether nothing can be said of a function without a topic. How one invocation went is known without a log.
    pub(crate) const fn needs_topic(&self) -> bool {
        self.request_id.is_none() || self.follow
    }

    /// The questions that can be asked with what is known.
    pub(crate) fn questions(
        &self,
        target: &Target,
        topic: Topic<'_>,
        known: &[(&LogQuestion, &LogFact)],
    ) -> Vec<LogQuestion> {
        let mut asks = Vec::new();
        if let Topic::In(topic) = topic {
            let ask = |what| self.question(what, topic);
            let counts = self.counts();
            if self.errors || counts {
                asks.push(ask(What::Failures));
            }
            if counts {
                asks.push(ask(What::Figures));
            }
            if self.errors {
                asks.extend(self.failed_ids(target, known).chunks(IDS).map(|ids| ask(What::Lines(ids.to_vec()))));
            } else {
                asks.push(ask(What::Lines(self.request_id.iter().cloned().collect())));
            }
        }
        let open = |what: &What| !known.iter().any(|(question, _)| question.what == *what);
        let searched = !asks.iter().any(|ask| open(&ask.what));
        if let Some(id) = self.request_id.as_ref().filter(|_| searched && !self.ended(target, known)) {
            asks.push(self.question(What::Status(id.clone()), ""));
        }
        asks.retain(|ask| open(&ask.what));
        asks
    }

    /// Whether figures of the whole time are asked for.
    pub(super) const fn counts(&self) -> bool {
        self.request_id.is_none() && !self.follow
    }

    fn question(&self, what: What, topic: &str) -> LogQuestion {
        // a failure is shown with all its lines, and the first of them may be older
        let whole = self.errors && matches!(what, What::Lines(_));
        LogQuestion {
            topic: topic.to_owned(),
            from_ms: if whole { self.from_ms.saturating_sub(RUN_MS) } else { self.from_ms },
            to_ms: self.to_ms,
            version: self.version.clone(),
            alias: self.alias.clone(),
            newest_first: self.cursor.is_none(),
            rows: match what {
                What::Failures if self.cursor.is_none() => self.rows.max(FAILURES),
                What::Lines(ref ids) if ids.is_empty() && self.cursor.is_none() => self.rows,
                _ => MOST,
            },
            what,
        }
    }

    /// Whether a line is of what was asked for.
    pub(super) fn has(&self, target: &Target, line: &Line) -> bool {
        line.function == target.name
            && line.namespace == target.namespace
            && self.version.as_ref().is_none_or(|version| *version == line.version)
            && self.alias.as_ref().is_none_or(|alias| alias.eq_ignore_ascii_case(&line.alias))
            && self.request_id.as_ref().is_none_or(|id| *id == line.request_id)
    }

    /// The invocations of which lines were found by these questions, each with its lines.
    pub(super) fn traces<'a>(
        &self,
        target: &Target,
        known: &[(&LogQuestion, &'a LogFact)],
        of: fn(&What) -> bool,
    ) -> Vec<Trace<'a>> {
        let found = known.iter().filter(|(question, _)| of(&question.what));
        let lines = found.filter_map(|(_, fact)| match fact {
            LogFact::Lines(found) => Some(&found.lines),
            _ => None,
        });
        Trace::gather(lines.flatten().filter(|line| self.has(target, line)))
    }

    /// Invocations that failed, the newest ones where there are more than may be shown.
    pub(super) fn failed<'a>(&self, target: &Target, known: &[(&LogQuestion, &'a LogFact)]) -> Vec<Trace<'a>> {
        let mut failed = self.traces(target, known, |what| matches!(what, What::Failures));
        failed.retain(|trace| trace.fault().is_some());
        failed
    }

    fn failed_ids(&self, target: &Target, known: &[(&LogQuestion, &LogFact)]) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        let failed = self.failed(target, known);
        let shown = if self.cursor.is_some() { failed.len() } else { self.rows };
        for trace in failed.iter().rev().take(shown).rev() {
            if !ids.iter().any(|known| known == trace.request_id) {
                ids.push(trace.request_id.to_owned());
            }
        }
        ids
    }

    /// Whether nothing was found.
    pub(crate) fn silent(&self, target: &Target, known: &[(&LogQuestion, &LogFact)]) -> bool {
        self.traces(target, known, |_| true).is_empty()
    }

    /// Whether the log has the end of each try of the invocation that was asked for.
    fn ended(&self, target: &Target, known: &[(&LogQuestion, &LogFact)]) -> bool {
        let traces = self.traces(target, known, |what| matches!(what, What::Lines(_)));
        !traces.is_empty() && traces.iter().all(|trace| trace.report().is_some())
    }
}

impl LogQuestion {
    pub(super) fn call(&self, target: &Target, known: Option<&LogFact>) -> Call {
        let stretch = Stretch { topic: &self.topic, from_ms: self.from_ms, to_ms: self.to_ms };
        let (version, alias) = (self.version.as_ref(), self.alias.as_deref());
        let search = |request_ids: &[String], kind| {
            let context = match known {
                Some(LogFact::Lines(found)) => found.context.as_deref(),
                _ => None,
            };
            log::lines(target, stretch, Filter { version, alias, request_ids, kind }, self.newest_first, context)
        };
        match &self.what {
            What::Lines(ids) => search(ids, Kind::Any),
            What::Failures => search(&[], Kind::Failure),
            What::Figures => log::figures(target, stretch, version, alias),
            What::Status(id) => {
                request_status::get(target, id, &beijing(self.from_ms / 1000), &beijing(self.to_ms / 1000 + 1))
            }
        }
    }

    /// What its answer is read as.
    pub(crate) const fn wants(&self) -> Wants {
        match self.what {
            What::Lines(_) | What::Failures => Wants::Lines,
            What::Figures => Wants::Figures,
            What::Status(_) => Wants::Status,
        }
    }

    /// What holds where it is not answered, if the order can do without.
    pub(super) const fn unanswered(&self) -> Option<LogFact> {
        match self.wants() {
            Wants::Lines => None,
            Wants::Figures => Some(LogFact::Figures(None)),
            Wants::Status => Some(LogFact::Status(None)),
        }
    }

    /// Adds a page. `true` where another one is needed.
    pub(super) fn take(&self, page: LogPage, known: Option<LogFact>) -> (LogFact, bool) {
        let mut found = match known {
            Some(LogFact::Lines(found)) => found,
            _ => Found::default(),
        };
        let empty = page.lines.is_empty() && page.unreadable == 0;
        found.lines.extend(page.lines);
        found.unreadable += page.unreadable;
        found.over = page.over || empty;
        found.context = page.context;
        let came = found.lines.len() + found.unreadable;
        let more = !found.over && found.context.is_some() && came < MOST && self.invocations(&found) < self.rows;
        if !more && self.newest_first {
            found.lines.reverse();
        }
        (LogFact::Lines(found), more)
    }

    /// How many invocations were found, as far as that can be told by single lines.
    fn invocations(&self, found: &Found) -> usize {
        let part = if self.what == What::Failures { Part::Report } else { Part::Start };
        found.lines.iter().filter(|line| line.part == part).count()
    }
}
