//! Figures of minutes: as they were looked up, as they are judged, and as a journal keeps them.

use crate::json::Json;
pub use crate::message::rollout::Metric;
use crate::rollout::guard::Window;
use crate::rollout::number::of_text;

impl Metric {
    /// Those that count bad calls.
    pub const COUNTED: [Self; 5] = [Self::Errors, Self::Platform, Self::P50, Self::P90, Self::P99];

    /// All that a journal has rows of.
    pub const ALL: [Self; 6] = [Self::Errors, Self::Platform, Self::P50, Self::P90, Self::P99, Self::Means];

    /// As it is written in facts and journals.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Errors => "errors",
            Self::Platform => "platform",
            Self::P50 => "p50",
            Self::P90 => "p90",
            Self::P99 => "p99",
            Self::Means => "means",
        }
    }

    /// Its place among lists by metric.
    const fn place(self) -> usize {
        match self {
            Self::Errors => 0,
            Self::Platform => 1,
            Self::P50 => 2,
            Self::P90 => 3,
            Self::P99 => 4,
            Self::Means => 5,
        }
    }
}

/// Figures of one minute. Of means, the bad calls are mean durations in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// Minutes since 1970.
    pub minute: u64,
    /// The calls.
    pub window: Window,
    /// Bad calls are not known before a second look.
    pub judged: bool,
}

/// Rows of each metric, in order of their minutes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    rows: [Vec<Row>; 6],
    /// Calls of the alias, by minute.
    pub alias: Vec<(u64, f64)>,
}

impl Figures {
    /// The rows of a metric.
    #[must_use]
    pub fn of(&self, metric: Metric) -> &[Row] {
        self.rows.get(metric.place()).map(Vec::as_slice).unwrap_or_default()
    }

    /// The newest figure of a minute counts.
    pub fn put(&mut self, metric: Metric, row: Row) {
        let Some(rows) = self.rows.get_mut(metric.place()) else { return };
        if rows.last().is_none_or(|last| last.minute < row.minute) {
            rows.push(row);
            return;
        }
        let at = rows.partition_point(|known| known.minute < row.minute);
        match rows.get_mut(at) {
            Some(known) if known.minute == row.minute => *known = row,
            _ => rows.insert(at, row),
        }
    }

    /// Many of them: as they are, where they are the first and in order.
    pub fn put_all(&mut self, metric: Metric, rows: Vec<Row>) {
        let in_order = rows.is_sorted_by(|one, next| one.minute < next.minute);
        match self.rows.get_mut(metric.place()) {
            Some(empty) if empty.is_empty() && in_order => *empty = rows,
            _ => rows.into_iter().for_each(|row| self.put(metric, row)),
        }
    }

    /// The same for calls of the alias.
    pub fn put_alias(&mut self, minute: u64, calls: f64) {
        let at = self.alias.partition_point(|(known, _)| *known < minute);
        match self.alias.get_mut(at) {
            Some(known) if known.0 == minute => known.1 = calls,
            _ => self.alias.insert(at, (minute, calls)),
        }
    }

    /// All of another's.
    pub fn merge(&mut self, newer: &Self) {
        for metric in Metric::ALL {
            for row in newer.of(metric) {
                self.put(metric, *row);
            }
        }
        for (minute, calls) in &newer.alias {
            self.put_alias(*minute, *calls);
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(Vec::is_empty) && self.alias.is_empty()
    }

    /// As a journal has them: `{ errors: [[minute, calls, bad, calls, bad], …], alias: [[minute, calls], …] }`, the canary first;
    /// bad calls that are not known are null.
    #[must_use]
    pub fn to_json(&self) -> Json<'static> {
        let mut entries = Vec::new();
        for metric in Metric::ALL {
            let rows = self.of(metric);
            if !rows.is_empty() {
                entries.push((metric.word().into(), Json::List(rows.iter().map(written).collect())));
            }
        }
        if !self.alias.is_empty() {
            let pair = |(minute, calls): &(u64, f64)| Json::List(vec![number(*minute as f64), number(*calls)]);
            entries.push(("alias".into(), Json::List(self.alias.iter().map(pair).collect())));
        }
        Json::Map(entries)
    }

    /// Of a journal; what can't be read is left out.
    #[must_use]
    pub fn of_json(value: &Json<'_>) -> Self {
        let mut figures = Self::default();
        for metric in Metric::ALL {
            for row in list(value.get(metric.word())) {
                if let Some(row) = read(row) {
                    figures.put(metric, row);
                }
            }
        }
        for (minute, calls) in points(value.get("alias")) {
            figures.put_alias(minute, calls);
        }
        figures
    }
}

fn number(value: f64) -> Json<'static> {
    Json::Number(super::number::twelve_digits(value).into())
}

fn written(row: &Row) -> Json<'static> {
    let Window { canary, canary_bad, stable, stable_bad } = row.window;
    let bad = |bad: f64| if row.judged { number(bad) } else { Json::Null };
    Json::List(vec![number(row.minute as f64), number(canary), bad(canary_bad), number(stable), bad(stable_bad)])
}

fn read(row: &Json<'_>) -> Option<Row> {
    let [minute, canary, canary_bad, stable, stable_bad] = list(Some(row)) else { return None };
    let judged = *canary_bad != Json::Null && *stable_bad != Json::Null;
    let bad = |value: &Json<'_>| if judged { figure(value) } else { Some(0.0) };
    let window = Window {
        canary: figure(canary)?,
        canary_bad: bad(canary_bad)?,
        stable: figure(stable)?,
        stable_bad: bad(stable_bad)?,
    };
    Some(Row { minute: minute.whole()?, window, judged })
}

/// What was looked up of one side: minutes and figures.
type Points = Vec<(u64, f64)>;

/// What was looked up about a function: calls of the canary, of stable and of the alias, bad calls by metric, mean durations.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Series {
    canary: Points,
    stable: Points,
    alias: Points,
    bad: Vec<(Metric, Points, Points)>,
    means: (Points, Points),
}

impl Series {
    /// Errors of minutes alone, in order.
    #[must_use]
    pub fn of_errors(minutes: &[(u64, Window)]) -> Self {
        let points = |figure: fn(&Window) -> f64| minutes.iter().map(|(minute, it)| (*minute, figure(it))).collect();
        Self {
            canary: points(|it| it.canary),
            stable: points(|it| it.stable),
            bad: vec![(Metric::Errors, points(|it| it.canary_bad), points(|it| it.stable_bad))],
            ..Self::default()
        }
    }

    /// `{ calls: { canary, stable, alias? }, bad: { errors: { canary, stable }, … }, means?: { canary, stable } }`, each a list of
    /// `[minute, figure]`.
    #[must_use]
    pub fn read(value: &Json<'_>) -> Self {
        let side = |of: Option<&Json<'_>>, name: &str| points(of.and_then(|of| of.get(name)));
        let calls = value.get("calls");
        let bad = value.get("bad");
        let counted = Metric::COUNTED.into_iter().filter_map(|metric| {
            let of = bad.and_then(|bad| bad.get(metric.word()))?;
            Some((metric, side(Some(of), "canary"), side(Some(of), "stable")))
        });
        Self {
            canary: side(calls, "canary"),
            stable: side(calls, "stable"),
            alias: side(calls, "alias"),
            bad: counted.collect(),
            means: (side(value.get("means"), "canary"), side(value.get("means"), "stable")),
        }
    }

    /// The minutes from `first` on that were over `until` (both in minutes) and are new, or differ from what is known.
    ///
    /// A minute that one of the versions lacks while the other has it is 0 there; a minute that both lack is no window. Bad calls
    /// that are missing beside calls are 0 when the minute is looked at for the second time, and not judged before.
    #[must_use]
    pub fn windows(&self, known: &Figures, first: u64, until: u64) -> Figures {
        let mut new = Figures::default();
        let mut minutes: Vec<u64> = self.canary.iter().chain(&self.stable).map(|(minute, _)| *minute).collect();
        minutes.retain(|minute| (first..until).contains(minute));
        minutes.sort_unstable();
        minutes.dedup();
        for minute in minutes {
            let (canary, stable) = (at(&self.canary, minute), at(&self.stable, minute));
            let (canary, stable) = (canary.unwrap_or(0.0), stable.unwrap_or(0.0));
            for (metric, of_canary, of_stable) in &self.bad {
                let (canary_bad, stable_bad) = (at(of_canary, minute), at(of_stable, minute));
                let row_before = known_row(known, *metric, minute);
                let missing = canary_bad.is_none() && stable_bad.is_none() && canary + stable > 0.0;
                let row = Row {
                    minute,
                    window: Window {
                        canary,
                        canary_bad: canary_bad.unwrap_or(0.0).min(canary),
                        stable,
                        stable_bad: stable_bad.unwrap_or(0.0).min(stable),
                    },
                    judged: !missing || row_before.is_some(),
                };
                if row_before != Some(&row) {
                    new.put(*metric, row);
                }
            }
            if let (Some(of_canary), Some(of_stable)) = (at(&self.means.0, minute), at(&self.means.1, minute)) {
                let window = Window { canary, canary_bad: of_canary, stable, stable_bad: of_stable };
                let row = Row { minute, window, judged: true };
                if known_row(known, Metric::Means, minute) != Some(&row) {
                    new.put(Metric::Means, row);
                }
            }
            if let Some(calls) = at(&self.alias, minute).filter(|calls| at(&known.alias, minute) != Some(*calls)) {
                new.put_alias(minute, calls);
            }
        }
        new
    }
}

fn known_row(known: &Figures, metric: Metric, minute: u64) -> Option<&Row> {
    let rows = known.of(metric);
    rows.get(rows.partition_point(|row| row.minute < minute)).filter(|row| row.minute == minute)
}

fn at(points: &[(u64, f64)], minute: u64) -> Option<f64> {
    points
        .get(points.partition_point(|(known, _)| *known < minute))
        .filter(|(known, _)| *known == minute)
        .map(|it| it.1)
}

/// Minutes and figures in order; of a minute that is there twice, the later one.
fn points(value: Option<&Json<'_>>) -> Points {
    let mut points: Points = Vec::new();
    for item in list(value) {
        let [minute, value] = list(Some(item)) else { continue };
        let (Some(minute), Some(value)) = (minute.whole(), figure(value)) else { continue };
        let at = points.partition_point(|(known, _)| *known < minute);
        match points.get_mut(at) {
            Some(known) if known.0 == minute => known.1 = value,
            _ => points.insert(at, (minute, value)),
        }
    }
    points
}

pub(super) fn list<'a>(value: Option<&'a Json<'a>>) -> &'a [Json<'a>] {
    match value {
        Some(Json::List(items)) => items,
        _ => &[],
    }
}

/// The largest count: more calls than any function answers in a minute, and far below where f64 loses whole numbers.
const MOST: f64 = 4e9;

/// A figure from 0 upwards, at most four thousand million.
#[must_use]
pub fn figure(value: &Json<'_>) -> Option<f64> {
    let Json::Number(text) = value else { return None };
    // most figures are counts
    if text.len() <= 9
        && let Ok(count) = text.parse::<u32>()
    {
        return Some(count.into());
    }
    of_text(text).filter(|value| *value >= 0.0).map(|value| value.min(MOST))
}
