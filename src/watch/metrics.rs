//! Metrics of the versions of a function, side by side: `$LATEST`, the last published version, and others that have traffic.

use super::gate::Limits;
use super::metric_report::{MetricReport, Series, Uploaded, VersionMetrics, means, sum};
use super::window::{LONGEST_SECONDS, Start, Window};
use crate::desired::{Verb, version_word};
use crate::error::Error;
use crate::json::Json;
use crate::message::MetricNote;
use crate::message::problem::ArgsProblem;
use crate::message::problem::args::NotSince;
use crate::scf::figure::Measured;
use crate::scf::function::{Condition, Function};
use crate::scf::monitor::{DataPoints, MOST_INSTANCES, PERIODS, Series as MonitorSeries, Stretch, get};
use crate::scf::{Call, Target};
use crate::text::{clean, sorted};
use crate::time::{Zone, instant, rfc3339, seconds_of};
use crate::traffic::routing::{Routing, Version};
use crate::traffic::share::Weight;

/// The length of a period by default: by the minute, as documented.
const DEFAULT_PERIOD: u32 = 60;
/// How many periods are shown by default: of minutes, the last 15, as documented.
const DEFAULT_PERIODS: u32 = 15;
/// Sources of the time of the last upload to `$LATEST`.
const JOURNAL: &str = "journal";
const MOD_TIME: &str = "modTime";

/// What is to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetricOrder {
    period: Option<u32>,
    span: Span,
    now: u64,
    versions: Option<Vec<Version>>,
    limits: Limits,
    upload: Option<Upload>,
    /// The zone of times in the report.
    zone: Zone,
}

/// The time that the report covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Span {
    /// So many seconds back.
    Back(u32),
    /// Since a time.
    Since(u64),
    /// Since the code of `$LATEST` is there.
    Upload,
}

/// When the code of `$LATEST` was seen to be there, by a run of this tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Which run.
    pub run: String,
    /// When, in seconds since 1970.
    pub at: u64,
}

/// A metric: a sum, except [`Metric::Duration`], a mean, and [`Metric::Memory`], a maximum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// How often it was called.
    Invocations,
    /// How often that failed, for any reason.
    Errors,
    /// How often the service failed.
    PlatformErrors,
    /// How often a call was turned away.
    Throttled,
    /// In milliseconds.
    Duration,
    /// In MB.
    Memory,
}

const METRICS: [Metric; 6] =
    [Metric::Invocations, Metric::Errors, Metric::PlatformErrors, Metric::Throttled, Metric::Duration, Metric::Memory];

impl Metric {
    const fn name(self) -> &'static str {
        match self {
            Self::Invocations => "Invocation",
            Self::Errors => "Error",
            Self::PlatformErrors => "Syserr",
            Self::Throttled => "Throttle",
            Self::Duration => "Duration",
            Self::Memory => "Mem",
        }
    }
}

/// One metric of some versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetricQuestion {
    metric: Metric,
    versions: Vec<Version>,
    period: u32,
    start: String,
    end: String,
}

impl MetricOrder {
    /// Reads the arguments.
    ///
    /// # Errors
    /// `InvalidPeriod`, `InvalidInterval`, `InvalidSince`, and what is wrong with any argument.
    pub fn read(args: &Json<'_>, now_ms: u64, zone: Zone) -> Result<Self, Error> {
        let verb = Verb::METRIC;
        let now = now_ms / 1000;
        let period = verb.whole(args, "period", 1, LONGEST_SECONDS)?;
        if let Some(period) = period.filter(|period| !PERIODS.contains(period)) {
            return Err(Error::usage(ArgsProblem::Period { given: period, known: PERIODS }));
        }
        let interval = verb.whole(args, "interval", 1, LONGEST_SECONDS)?;
        let since = verb.text(args, "since")?;
        let span = match (interval, since) {
            (Some(_), Some(_)) => {
                return Err(Error::usage(ArgsProblem::SinceAndInterval));
            }
            (None, Some(since)) => span_since(&since, now)?,
            (interval, None) => Span::Back(interval.unwrap_or(period.unwrap_or(DEFAULT_PERIOD) * DEFAULT_PERIODS)),
        };
        let order = Self {
            period,
            span,
            now,
            versions: args.get("version").map(versions_in).transpose()?,
            limits: Limits::read(args)?,
            upload: None,
            zone,
        };
        order.window(None)?;
        Ok(order)
    }

    /// Adds what the journal knows of the newest upload.
    #[must_use]
    pub fn with(mut self, upload: Option<Upload>) -> Self {
        self.upload = upload;
        self
    }

    /// Whether it has to be known when `$LATEST` was changed.
    #[must_use]
    pub const fn needs_function(&self) -> bool {
        matches!(self.span, Span::Upload)
    }

    /// The time that it is about; empty where that is not known.
    fn window(&self, function: Option<&Function>) -> Result<Window, Error> {
        let start = match self.span {
            Span::Back(seconds) => Start::Back(seconds),
            Span::Since(time) => Start::At(time),
            Span::Upload => {
                let uploaded = function.and_then(|function| self.uploaded(function));
                let kept = self.now.saturating_sub(u64::from(LONGEST_SECONDS));
                // the minute in which it came is of two codes
                Start::At(uploaded.and_then(|(at, _)| at).map_or(self.now, |at| at + 1).max(kept))
            }
        };
        Window::new(start, self.period, self.now)
    }

    /// When the code of `$LATEST` was uploaded, and the source: the later time of the two, since each may miss a change that
    /// the other one has. `None` where neither has one.
    fn uploaded(&self, function: &Function) -> Option<(Option<u64>, &'static str)> {
        let busy = function.status.as_ref().is_some_and(|status| status.condition() == Condition::Busy);
        let changed = function.mod_time.as_deref().and_then(seconds_of);
        let upload = self.upload.as_ref().map(|upload| upload.at);
        if busy {
            return Some((None, MOD_TIME));
        }
        match (upload, changed) {
            (Some(upload), changed) if changed.is_none_or(|changed| changed <= upload) => Some((Some(upload), JOURNAL)),
            (_, changed) => changed.map(|changed| (Some(changed), MOD_TIME)),
        }
    }

    /// What is wrong with what is there.
    ///
    /// # Errors
    /// `UploadUnknown` where the report begins with the upload and its time is not known.
    pub fn check(&self, function: Option<&Function>) -> Result<(), Error> {
        match function.filter(|_| self.needs_function()) {
            Some(function) if self.uploaded(function).is_none() => Err(Error::refused(ArgsProblem::UploadUnknown)),
            _ => Ok(()),
        }
    }

    /// The versions that are compared: those that were named; else `$LATEST`, the last published one, and others that have
    /// traffic.
    #[must_use]
    pub fn versions(&self, routing: &Routing, last: Option<&Version>) -> Vec<Version> {
        if let Some(versions) = &self.versions {
            return versions.clone();
        }
        let mut versions = vec![Version::latest()];
        versions.extend(last.cloned());
        versions.extend(routing.split().iter().map(|(version, _)| version.clone()));
        let mut versions = sorted(versions, Version::clone);
        versions.dedup();
        versions.truncate(MOST_INSTANCES);
        versions
    }

    /// The versions that were named.
    #[must_use]
    pub fn named(&self) -> &[Version] {
        self.versions.as_deref().unwrap_or_default()
    }

    /// The questions, one a metric: the API answers for several versions at once. None where no period is over yet.
    #[must_use]
    pub fn questions(&self, versions: &[Version], function: Option<&Function>) -> Vec<MetricQuestion> {
        let Some(window) = self.window(function).ok().filter(|window| window.steps() > 0) else { return Vec::new() };
        let question = |metric| MetricQuestion {
            metric,
            versions: versions.to_vec(),
            period: window.step,
            start: rfc3339(window.first),
            end: rfc3339(window.end),
        };
        METRICS.into_iter().map(question).collect()
    }

    /// The versions that the limits are for: those that were named, else `$LATEST`.
    fn judged(&self) -> Vec<Version> {
        self.versions.clone().unwrap_or_else(|| vec![Version::latest()])
    }

    /// The report on the answers.
    ///
    /// # Errors
    /// `InvalidInterval` where the upload is so long ago that the time since has too many periods of the given length.
    pub fn report(
        &self,
        key: &str,
        target: &Target,
        (routing, last, function): (&Routing, Option<&Version>, Option<&Function>),
        answers: &[(&MetricQuestion, &DataPoints)],
    ) -> Result<MetricReport, Error> {
        let window = self.window(function)?;
        let split = routing.split();
        let by_step = |version: &Version, metric: Metric| {
            let answer = answers.iter().find(|(question, _)| question.metric == metric).map(|(_, points)| *points);
            let points = answer.and_then(|points| points.0.iter().find(|(series, _)| series.is_of(version)));
            window.places(points.map(|(_, points)| points))
        };
        let of = |version: &Version| {
            let steps = METRICS.map(|metric| by_step(version, metric));
            let [invocations, errors, platform_errors, throttled, duration, memory] = &steps;
            let called = sum(invocations).filter(|count| *count > Measured::default());
            // where it was called, a metric without points has nothing to count
            let counted = |series: &[Option<Measured>]| sum(series).or(called.map(|_| Measured::default()));
            let failed = called.and_then(|_| counted(errors));
            VersionMetrics {
                version: version.to_string(),
                traffic: Some(Weight::from(split.of(version))),
                invocations: called,
                errors: failed,
                error_rate: failed.zip(called).and_then(|(failed, called)| failed.part_of(called)),
                platform_errors: called.and_then(|_| counted(platform_errors)),
                throttled: counted(throttled),
                duration: Measured::mean(means(duration, invocations)),
                memory: memory.iter().flatten().copied().max(),
                series: Series::of(&steps, window.steps_of_period()),
            }
        };
        let shown = self.versions(routing, last);
        let judged = self.judged();
        let complete = window.settled_steps();
        let until = |version, metric| sum(by_step(version, metric).get(..complete).unwrap_or_default());
        let judged =
            judged.iter().map(|version| (version, until(version, Metric::Invocations), until(version, Metric::Errors)));
        let gate = self.limits.judge(&window, judged);
        let versions: Vec<VersionMetrics> = shown.iter().map(of).collect();
        let uploaded = function.filter(|_| self.needs_function()).and_then(|function| self.uploaded(function));
        Ok(MetricReport {
            key: key.to_owned(),
            name: target.name.clone(),
            region: target.region.clone(),
            namespace: target.namespace.clone(),
            period: window.period,
            from: self.zone.iso(window.first),
            to: self.zone.iso(window.end),
            complete: self.zone.iso(window.settled),
            upload: uploaded.map(|(at, source)| Uploaded { at: at.map(|at| self.zone.iso(at)), source }),
            times: window.times(self.zone),
            notes: self.notes(&window, uploaded, &versions),
            versions,
            gate,
        })
    }

    /// Notes: what is counted and what is not.
    fn notes(
        &self,
        window: &Window,
        uploaded: Option<(Option<u64>, &'static str)>,
        versions: &[VersionMetrics],
    ) -> Vec<MetricNote> {
        let mut notes = Vec::new();
        match uploaded {
            Some((None, _)) => notes.push(MetricNote::Updating),
            Some((Some(at), JOURNAL)) => {
                let run = self.upload.as_ref().map(|upload| upload.run.clone()).unwrap_or_default();
                notes.push(MetricNote::SinceRun { at: self.zone.iso(at), run });
            }
            Some((Some(at), _)) => {
                notes.extend([MetricNote::SinceModTime { at: self.zone.iso(at) }, MetricNote::EndUnknown]);
            }
            None => {}
        }
        let kept = u64::from(LONGEST_SECONDS);
        if let Some(at) = uploaded.and_then(|(at, _)| at).filter(|at| self.now.saturating_sub(*at) > kept) {
            notes.push(MetricNote::OnlyLast { days: LONGEST_SECONDS / 86_400, since: self.zone.iso(at) });
        }
        if window.steps() == 0 {
            if !matches!(uploaded, Some((None, _))) {
                notes.push(MetricNote::NoFullMinute);
            }
            return notes;
        }
        let silent = versions.iter().filter(|one| one.invocations.is_none());
        notes.extend(silent.map(|one| MetricNote::NoCalls { version: one.version.clone() }));
        let left_out = self.now - window.end;
        if left_out > 0 {
            notes.push(MetricNote::LeftOut { seconds: left_out, period: window.step });
        }
        let minutes = (window.end - window.settled) / 60;
        if minutes > 0 {
            notes.push(MetricNote::Late { minutes });
        }
        notes
    }
}

fn span_since(since: &str, now: u64) -> Result<Span, Error> {
    if since.eq_ignore_ascii_case("upload") {
        return Ok(Span::Upload);
    }
    let wrong = |why| Error::usage(ArgsProblem::Since { given: clean(since), why });
    match instant(since) {
        None => Err(wrong(NotSince::NotATime)),
        Some(time) if time > now => Err(wrong(NotSince::Future)),
        Some(time) if now - time > u64::from(LONGEST_SECONDS) => Err(wrong(NotSince::TooLongAgo)),
        Some(time) => Ok(Span::Since(time)),
    }
}

/// A version, several with commas, or a list.
fn versions_in(raw: &Json<'_>) -> Result<Vec<Version>, Error> {
    let versions: Vec<Version> = match raw {
        Json::List(items) => items.iter().map(|item| version_word("version", item)).collect::<Result<_, _>>()?,
        Json::Text(text) => {
            text.split(',').map(|name| version_word("version", &Json::Text(name.into()))).collect::<Result<_, _>>()?
        }
        other => vec![version_word("version", other)?],
    };
    let mut versions = sorted(versions, Version::clone);
    versions.dedup();
    if versions.is_empty() || versions.len() > MOST_INSTANCES {
        return Err(Error::usage(ArgsProblem::VersionCount { count: versions.len(), most: MOST_INSTANCES }));
    }
    Ok(versions)
}

impl MetricQuestion {
    pub(super) fn call(&self, target: &Target) -> Call {
        let series: Vec<_> =
            self.versions.iter().map(|version| MonitorSeries::of_version(target, version.wire())).collect();
        let stretch = Stretch { metric: self.metric.name(), period: self.period, start: &self.start, end: &self.end };
        get(&target.region, stretch, &series)
    }
}
