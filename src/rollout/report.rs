//! A rollout with all that its journal knows: for a page that shows it without looking at anything itself.

use std::borrow::Cow;

use serde::Serialize;

use crate::json::Json;
use crate::rollout::about::{self, About};
use crate::rollout::facts::{Facts, Seen};
use crate::rollout::figures::{Metric, Row};
use crate::rollout::fold::{Fold, Followed};
use crate::rollout::ground::Ground;
use crate::rollout::judge::{Verdict, whole_minute};
use crate::rollout::number::twelve_digits;
use crate::rollout::shown::FunctionFigures;
use crate::time::Zone;
use crate::traffic::share::Share;

/// So many decisions are told of.
const DECISIONS: usize = 200;

/// A rollout, and what was seen and decided so far.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RolloutReport"))]
pub struct Report {
    /// What it is. Its `decisions` are the last 200.
    #[serde(flatten)]
    #[cfg_attr(test, ts(flatten))]
    pub about: About,
    /// Who looked after it last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub looked_by: Option<String>,
    /// How long the step had been held then, in seconds, without the time of outages.
    pub held: u64,
    /// When the share of each step was seen to be there.
    pub reached: Vec<Reached>,
    /// What all figures tell.
    pub evidence: ReportEvidence,
    /// The canary's part of the calls since its share was there. A function without calls is missing.
    pub actual: Vec<Actual>,
    /// Calls by the minute.
    pub minutes: Vec<ReportMinutes>,
}

/// A share that was there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RolloutReached"))]
pub struct Reached {
    /// Of which step, counted from 1.
    pub step: usize,
    /// Since when, as ISO 8601 has it.
    pub at: String,
}

/// What all figures tell.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RolloutEvidence"))]
pub struct ReportEvidence {
    /// The evidence of all functions and metrics against the canary, ln Σ ω·E, with twelve digits.
    #[serde(rename = "lnE")]
    pub ln_e: String,
    /// Where it goes back: ln 1/α.
    pub limit: String,
    /// Function by function.
    pub functions: Vec<FunctionFigures>,
}

/// The canary's part of the calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RolloutActual"))]
pub struct Actual {
    /// Of which function.
    pub key: String,
    /// The part.
    #[cfg_attr(test, ts(type = "number"))]
    pub share: Share,
    /// Half of the interval that holds the true part in 95 of 100 cases: `share ± margin`.
    #[cfg_attr(test, ts(type = "number"))]
    pub margin: Share,
}

/// Calls by the minute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RolloutMinutes"))]
pub struct ReportMinutes {
    /// Of which function.
    pub key: String,
    /// The minute (in minutes since 1970), then calls and bad calls of the canary, and the same of stable. Bad calls are null where
    /// they are not known yet.
    #[cfg_attr(
        test,
        ts(
            type = "[minute: number, calls: number, bad: number | null, stableCalls: number, stableBad: number | null][]"
        )
    )]
    pub rows: Vec<ReportRow>,
}

/// A minute, then calls and bad calls of the canary, and the same of stable.
pub type ReportRow = (u64, u64, Option<u64>, u64, Option<u64>);

/// Of a rollout's journal.
#[must_use]
pub fn report(lines: &[&str], ground: &Ground, fold: &Fold, zone: Zone) -> Report {
    let reached = fold.reached.iter().enumerate();
    Report {
        about: about::with_decisions(lines, ground, fold, &[], (zone, DECISIONS)),
        looked_by: lines.iter().rev().find_map(|line| looker(line)),
        held: fold.clock.held,
        reached: reached.map(|(step, at)| Reached { step: step + 1, at: zone.iso(*at) }).collect(),
        evidence: evidence(fold),
        actual: fold.functions.iter().filter_map(|function| actual(fold, &function.key, errors(function))).collect(),
        minutes: fold.functions.iter().map(|one| minutes(&one.key, errors(one))).collect(),
    }
}

fn errors(function: &Followed) -> &[Row] {
    function.figures.of(Metric::Errors)
}

/// Who looked, if the line is of a look.
fn looker(line: &str) -> Option<String> {
    let line = Json::from_json(line).ok()?;
    line.text("by").filter(|_| line.text("e").as_deref() == Some("tick"))
}

/// The figures that the journal has, judged as each tick judges them. It does not keep why figures were missing, so that `blind`
/// has only what the figures themselves tell.
fn evidence(fold: &Fold) -> ReportEvidence {
    let seen = fold.functions.iter().map(|function| Seen { key: function.key.clone(), ..Seen::default() });
    let facts = Facts { functions: seen.collect(), ..Facts::default() };
    let figures: Vec<_> = fold.functions.iter().map(|function| Cow::Borrowed(&function.figures)).collect();
    let verdict = Verdict::of(fold, &facts, &figures);
    ReportEvidence {
        ln_e: twelve_digits(verdict.ln_e),
        limit: twelve_digits(verdict.limit),
        functions: verdict.functions.iter().map(FunctionFigures::of).collect(),
    }
}

/// In whole minutes since the share of the present step was there. The interval is that of Wald, which is good enough to look at.
fn actual(fold: &Fold, key: &str, rows: &[Row]) -> Option<Actual> {
    let since = whole_minute(*fold.reached.last()?);
    let now = rows.iter().filter(|row| row.minute >= since);
    let (canary, all) = now.fold((0.0, 0.0), |(canary, all), Row { window, .. }| {
        (canary + window.canary, all + window.canary + window.stable)
    });
    let share = if all > 0.0 { canary / all } else { return None };
    let margin = 1.96 * libm::sqrt(share * (1.0 - share) / all);
    Some(Actual { key: key.to_owned(), share: rounded(share), margin: rounded(margin) })
}

fn rounded(part: f64) -> Share {
    Share::from_basis_points(libm::round(part * 10_000.0).clamp(0.0, 10_000.0) as u16)
}

fn minutes(key: &str, rows: &[Row]) -> ReportMinutes {
    let row = |Row { minute, window, judged }: &Row| -> ReportRow {
        let bad = |bad: f64| judged.then(|| libm::round(bad) as u64);
        let [canary, stable] = [window.canary as u64, window.stable as u64];
        (*minute, canary, bad(window.canary_bad), stable, bad(window.stable_bad))
    };
    ReportMinutes { key: key.to_owned(), rows: rows.iter().map(row).collect() }
}
