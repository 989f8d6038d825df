//! What the lines of a log come to: rows, figures, and where following continues.

use serde::{Serialize, Serializer};

use super::cursor::Cursor;
use super::fault::{Blame, Fault};
use super::log_figures::{LogFigures, counted, shown};
use super::logs::{Found, LATE_MS, LogFact, LogOrder, LogQuestion, RUN_MS, Topic, What};
use super::trace::Trace;
use crate::message::LogNote;
use crate::scf::Target;
use crate::scf::figure::Measured;
use crate::scf::log::{FigureTable, Part};
use crate::scf::request_status::RequestStatus;
use crate::text::{sorted, sorted_by};
use crate::time::{Zone, seconds_of};
use crate::traffic::routing::Version;

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
    /// The log does not say.
    Unknown,
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
    /// Which try of an asynchronous invocation: 0 for the first.
    pub retry: usize,
    /// Which version ran; null where only GetRequestStatus knows the invocation.
    #[serde(serialize_with = "shown_if_known")]
    pub version: Option<Version>,
    /// The alias that it was called by; null where there was none.
    pub alias: Option<String>,
    /// How it ended.
    pub ending: LogEnding,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub fault: Option<Fault>,
    /// In milliseconds; null where the log does not say.
    pub duration: Option<Measured>,
    /// In bytes; null where the log does not say.
    pub memory: Option<Measured>,
    /// What it wrote, with the service's own lines.
    pub log: String,
    /// Whether a row of this invocation was returned before: these lines were found later.
    pub more: bool,
}

/// Failures of a version that have the same message.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LogErrors {
    /// Which version failed.
    #[serde(serialize_with = "shown")]
    pub version: Version,
    /// Why.
    #[serde(flatten)]
    #[cfg_attr(test, ts(flatten))]
    pub fault: Fault,
    /// How many there are.
    pub count: usize,
    /// The newest of them.
    pub request_id: String,
    /// When that began.
    pub time: String,
}

/// What the invocations of the whole time come to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LogStatistics {
    /// By version.
    pub versions: Vec<LogFigures>,
    /// By message and version, the most frequent first.
    pub errors: Vec<LogErrors>,
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
    /// The topic of the log service that holds its lines; null where it has none.
    pub topic: Option<String>,
    /// Which versions the log has invocations of.
    #[serde(serialize_with = "all_shown")]
    pub versions: Vec<Version>,
    /// From when.
    pub from: String,
    /// Until when.
    pub to: String,
    /// The oldest first.
    pub rows: Vec<LogRow>,
    /// How many invocations there are in that time; null where that is not known.
    pub total: Option<usize>,
    /// Of the whole time; null for one invocation, and where the log is followed.
    pub statistics: Option<LogStatistics>,
    /// Notes for people.
    pub notes: Vec<LogNote>,
    /// To continue from here; null where there is no topic.
    pub cursor: Option<String>,
}

fn shown_if_known<S: Serializer>(version: &Option<Version>, serializer: S) -> Result<S::Ok, S::Error> {
    version.as_ref().map(Version::shown).serialize(serializer)
}

fn all_shown<S: Serializer>(versions: &[Version], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(versions.iter().map(Version::shown))
}

/// What is to be done with an invocation.
enum Turn {
    /// It is a row.
    Show,
    /// More of it is found later.
    Hold,
    /// It is not to be shown, now or later.
    Leave,
}

/// What is known when rows are made.
struct Making<'a> {
    order: &'a LogOrder,
    /// Lines are left that were not read: older ones, or newer ones.
    cut: bool,
    rows: Vec<(u64, LogRow)>,
    next: Cursor,
}

impl LogOrder {
    /// The report on the answers.
    #[must_use]
    pub(crate) fn report(
        &self,
        key: &str,
        target: &Target,
        topic: Topic<'_>,
        known: &[(&LogQuestion, &LogFact)],
    ) -> LogReport {
        let failed = self.failed(target, known);
        let mut traces = self.traces(target, known, |what| matches!(what, What::Lines(_)));
        if self.errors {
            traces.retain(|trace| {
                failed.iter().any(|one| one.retry == trace.retry && one.request_id == trace.request_id)
            });
        }
        let found = |of: fn(&What) -> bool| {
            let facts = known.iter().filter(move |(question, _)| of(&question.what));
            facts.filter_map(|(_, fact)| if let LogFact::Lines(found) = fact { Some(found) } else { None })
        };
        let rows_come_from: fn(&What) -> bool =
            if self.errors { |what| matches!(what, What::Failures) } else { |what| matches!(what, What::Lines(_)) };
        let cut = found(rows_come_from).find(|found| !found.over);
        let mut notes = Vec::new();
        let mut making = Making { order: self, cut: cut.is_some(), rows: Vec::new(), next: self.next(topic) };
        making.bound(cut, &mut notes);
        if self.errors && self.cursor.is_none() {
            making.leave_out(&failed);
        }
        for trace in &traces {
            making.add(trace);
        }
        let Making { mut rows, mut next, .. } = making;
        let found_again: Vec<String> = traces.iter().map(Trace::id).collect();
        let before = self.cursor.iter().flat_map(|cursor| &cursor.seen);
        next.seen.extend(before.filter(|old| !found_again.contains(&old.0)).cloned());
        next.seen.retain(|one| one.1 >= next.from);
        if self.status(known, &mut rows) {
            notes.push(LogNote::FromStatus);
        }
        let rows = sorted(rows, |(start, _)| *start);
        let mut rows: Vec<LogRow> = rows.into_iter().map(|(_, row)| row).collect();
        let statistics = self.counts().then(|| self.statistics(&failed, &traces, figures_of(known), &mut notes));
        if statistics.is_some() && found(|what| matches!(what, What::Failures)).any(|found| !found.over) {
            notes.push(LogNote::NewestErrors { count: failed.len() });
        }
        let left_out = rows.len().saturating_sub(if self.cursor.is_none() { self.rows } else { rows.len() });
        let total = if self.errors {
            cut.is_none().then_some(failed.len())
        } else {
            figures_of(known).map(|table| count(table).max(rows.len())).or(cut.is_none().then_some(rows.len()))
        };
        rows.drain(..left_out);
        if self.cursor.is_none() && (left_out > 0 || cut.is_some()) {
            notes.push(LogNote::Newest { shown: rows.len(), total });
        }
        let unreadable = found(|_| true).map(|found| found.unreadable).sum();
        if unreadable > 0 {
            notes.push(LogNote::Unreadable { count: unreadable });
        }
        let in_topic = matches!(topic, Topic::In(_));
        if !in_topic {
            notes.push(LogNote::NoLogTopic);
        }
        LogReport {
            key: key.to_owned(),
            name: target.name.clone(),
            region: target.region.clone(),
            namespace: target.namespace.clone(),
            topic: in_topic.then(|| next.topic.clone()),
            versions: self.versions(&rows, statistics.as_ref()),
            from: self.zone.iso(self.from_ms / 1000),
            to: self.zone.iso(self.to_ms / 1000),
            rows,
            total,
            statistics,
            notes,
            cursor: in_topic.then(|| next.text()),
        }
    }

    /// Where following continues, as far as it does not depend on what was found.
    fn next(&self, topic: Topic<'_>) -> Cursor {
        let topic = if let Topic::In(topic) = topic { topic } else { "" };
        let before = self.cursor.as_ref().filter(|cursor| cursor.topic == topic && self.knows_topic(cursor));
        Cursor {
            from: self.to_ms.saturating_sub(LATE_MS),
            topic: topic.to_owned(),
            asked: before.map_or(self.to_ms, |cursor| cursor.asked),
            seen: Vec::new(),
        }
    }

    /// Rows by what GetRequestStatus says, where the log has no end. `true` where it said something.
    fn status(&self, known: &[(&LogQuestion, &LogFact)], rows: &mut Vec<(u64, LogRow)>) -> bool {
        let statuses = known.iter().filter_map(|(_, fact)| match fact {
            LogFact::Status(Some(statuses)) => Some(&statuses.0),
            _ => None,
        });
        let mut said = false;
        for status in statuses.flatten() {
            said = true;
            let same = |row: &&mut (u64, LogRow)| {
                u64::try_from(row.1.retry) == Ok(status.retry) && row.1.request_id == status.request_id
            };
            match rows.iter_mut().find(same) {
                Some((_, row)) if matches!(row.ending, LogEnding::Running | LogEnding::Unknown) => fill(row, status),
                Some(_) => {}
                None => {
                    let start = seconds_of(&status.start).unwrap_or(0);
                    rows.push((start * 1000, blank(status, self.zone)));
                }
            }
        }
        said
    }

    fn statistics(
        &self,
        failed: &[Trace<'_>],
        traces: &[Trace<'_>],
        figures: Option<&FigureTable>,
        notes: &mut Vec<LogNote>,
    ) -> LogStatistics {
        let mut errors: Vec<LogErrors> = Vec::new();
        for trace in failed {
            let (Some(fault), Some(line)) = (trace.fault(), trace.line()) else { continue };
            let time = self.zone.iso(trace.start_ms() / 1000);
            let same = |one: &&mut LogErrors| one.version == line.version && one.fault.message == fault.message;
            match errors.iter_mut().find(same) {
                Some(group) => {
                    group.count += 1;
                    (group.request_id, group.time) = (trace.request_id.to_owned(), time);
                }
                None => errors.push(LogErrors {
                    version: line.version.clone(),
                    fault,
                    count: 1,
                    request_id: trace.request_id.to_owned(),
                    time,
                }),
            }
        }
        let of = |version: &Version| errors.iter().filter(|one| one.version == *version).map(|one| one.count).sum();
        let versions = match figures {
            Some(FigureTable(table)) => table
                .iter()
                .map(|one| LogFigures {
                    version: one.version.clone(),
                    invocations: usize::try_from(one.invocations).unwrap_or(usize::MAX),
                    errors: of(&one.version),
                    p50: one.p50,
                    p95: one.p95,
                    p99: one.p99,
                })
                .collect(),
            None => {
                let counted = counted(traces, of);
                notes.push(LogNote::StatisticsOff { rows: counted.iter().map(|one| one.invocations).sum() });
                counted
            }
        };
        LogStatistics {
            versions: sorted(versions, |one| one.version.clone()),
            errors: sorted_by(errors, |one, other| other.count.cmp(&one.count)),
        }
    }

    fn versions(&self, rows: &[LogRow], statistics: Option<&LogStatistics>) -> Vec<Version> {
        let counted = statistics.iter().flat_map(|all| &all.versions).map(|one| &one.version);
        let all = rows.iter().filter_map(|row| row.version.as_ref()).chain(counted).chain(self.version.as_ref());
        let mut versions = sorted(all.cloned(), Version::clone);
        versions.dedup();
        versions
    }
}

impl Making<'_> {
    /// Where the next search may begin, where this one did not read everything.
    fn bound(&mut self, cut: Option<&Found>, notes: &mut Vec<LogNote>) {
        let times = || cut.iter().flat_map(|found| &found.lines).map(|line| line.time_ms);
        let order = self.order;
        if cut.is_none() {
        } else if order.cursor.is_none() {
            // older lines were not read, and must not appear as new ones
            self.next.from = self.next.from.max(times().min().map_or(0, |oldest| oldest + 1));
        } else {
            let newest = times().max().unwrap_or(order.to_ms);
            notes.push(LogNote::Behind { seconds: (order.to_ms - newest.min(order.to_ms)) / 1000 });
            if newest <= order.from_ms {
                notes.push(LogNote::TooDense);
            }
            self.next.from = self.next.from.min(newest.max(order.from_ms + 1));
        }
    }

    /// Failures that are older than those that are shown must not appear as new ones.
    fn leave_out(&mut self, failed: &[Trace<'_>]) {
        let older = failed.len().saturating_sub(self.order.rows);
        for trace in failed.iter().take(older) {
            self.next.from = self.next.from.max(trace.newest_ms() + 1);
        }
    }

    fn add(&mut self, trace: &Trace<'_>) {
        let before = self.order.cursor.as_ref().and_then(|cursor| cursor.returned(&trace.id()));
        match self.turn(trace, before.is_some()) {
            Turn::Hold => {
                self.next.from = self.next.from.min(trace.oldest_ms()).min(trace.start_ms());
                return;
            }
            Turn::Show => self.show(trace, before),
            Turn::Leave => {}
        }
        self.next.seen.push(trace.returned(before));
    }

    fn turn(&self, trace: &Trace<'_>, known: bool) -> Turn {
        let order = self.order;
        let begun_here = trace.started() || !trace.serviced();
        if order.cursor.is_none() && !order.errors && order.request_id.is_none() && !begun_here {
            return Turn::Leave;
        }
        let first_line = trace.started() || trace.start_ms() < order.from_ms;
        let whole = trace.report().is_some() && first_line;
        // reading on goes before waiting for what may come
        if !order.follow || known || whole || (self.cut && order.cursor.is_some()) {
            return Turn::Show;
        }
        let given_up = if trace.serviced() { trace.start_ms() + RUN_MS } else { trace.newest_ms() + LATE_MS };
        if given_up > order.to_ms { Turn::Hold } else { Turn::Show }
    }

    fn show(&mut self, trace: &Trace<'_>, before: Option<&[u32]>) {
        let order = self.order;
        let fresh = || {
            let is_fresh = |number: &u32| before.is_none_or(|numbers| !numbers.contains(number));
            trace.lines.iter().filter(move |(_, number)| is_fresh(number)).map(|(line, _)| *line)
        };
        let tells = |part: Part| !matches!(part, Part::Start | Part::Service);
        if before.is_some() && !fresh().any(|line| tells(line.part)) {
            return;
        }
        let more = before.is_some() || (order.cursor.is_some() && !trace.started() && trace.start_ms() < order.from_ms);
        let (report, fault) = (trace.report(), trace.fault());
        let ending = match &fault {
            Some(fault) => of_fault(fault),
            None if report.is_some() => LogEnding::Ok,
            None if trace.serviced() && trace.start_ms() + RUN_MS > order.to_ms => LogEnding::Running,
            None => LogEnding::Unknown,
        };
        let Some(line) = trace.line() else { return };
        let row = LogRow {
            time: order.zone.iso(trace.start_ms() / 1000),
            request_id: trace.request_id.to_owned(),
            retry: usize::try_from(trace.retry).unwrap_or(usize::MAX),
            version: Some(line.version.clone()),
            alias: Some(line.alias.clone()).filter(|alias| !alias.is_empty()),
            ending,
            fault,
            duration: report.and_then(|line| line.duration),
            memory: report.and_then(|line| line.memory),
            log: Trace::text(fresh()),
            more,
        };
        self.rows.push((trace.start_ms(), row));
    }
}

const fn of_fault(fault: &Fault) -> LogEnding {
    match fault.blame {
        Blame::Function => LogEnding::Error,
        Blame::Platform => LogEnding::Platform,
    }
}

fn figures_of<'a>(known: &[(&LogQuestion, &'a LogFact)]) -> Option<&'a FigureTable> {
    known.iter().find_map(|(_, fact)| if let LogFact::Figures(table) = fact { table.as_ref() } else { None })
}

fn count(table: &FigureTable) -> usize {
    let all = table.0.iter().map(|one| one.invocations).sum::<u64>();
    usize::try_from(all).unwrap_or(usize::MAX)
}

/// The row of an invocation that the log does not have.
fn blank(status: &RequestStatus, zone: Zone) -> LogRow {
    let mut row = LogRow {
        time: zone.of_api(&status.start),
        request_id: status.request_id.clone(),
        retry: usize::try_from(status.retry).unwrap_or(usize::MAX),
        version: None,
        alias: None,
        ending: LogEnding::Running,
        fault: None,
        duration: None,
        memory: None,
        log: String::new(),
        more: false,
    };
    fill(&mut row, status);
    row
}

fn fill(row: &mut LogRow, status: &RequestStatus) {
    let Some(failed) = status.failed else { return };
    row.fault = failed.then(|| Fault::read(&status.message));
    row.ending = row.fault.as_ref().map_or(LogEnding::Ok, of_fault);
    (row.duration, row.memory) = (Some(status.duration), Some(status.memory));
}
