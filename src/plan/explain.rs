//! A plan in words, line by line: what terminals, components and pages show, so that all of them say the same.
//!
//! A line has a role; whoever shows it chooses colours and bars by the role, never the words.

use serde::Serialize;

use super::{Action, FunctionPlan, Plan, Step, VersionShare, ranges};
use crate::message::{self, Label, Note, Reason, StepText, Summary};
use crate::traffic::routing::Version;
use crate::traffic::routing::shown_alias;
use crate::traffic::share::Fraction;

/// How many cells a bar has.
pub const BAR_CELLS: u16 = 20;

/// A line of a plan in words; who shows it chooses colours and bars by its role, never the words.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "role", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Line {
    /// A name and its value, at the top.
    Head {
        /// What the value is.
        #[serde(flatten)]
        label: Label,
        /// Such as `prod`.
        value: String,
    },
    /// What the signs mean.
    Legend {
        /// Sign and meaning.
        signs: Vec<(&'static str, Label)>,
    },
    /// A function begins.
    Function {
        /// `+` created, `~` changed, `-` deleted, `=` unchanged.
        sign: &'static str,
        /// Its key.
        key: String,
        /// Its real name.
        name: String,
        /// `ap-guangzhou/default`.
        place: String,
        /// What becomes of it.
        #[serde(flatten)]
        label: Label,
    },
    /// The split, before and after.
    Split {
        /// Now.
        before: Vec<Bar>,
        /// After the last step.
        after: Vec<Bar>,
        /// Whether they differ.
        changes: bool,
    },
    /// A step.
    Step {
        /// Counted from 1.
        number: usize,
        /// `+`, `~`, `-`, `▲` publish, `⇄` shift, `◷` wait.
        sign: &'static str,
        /// What.
        #[serde(flatten)]
        step: StepText,
        /// Why.
        reason: Reason,
    },
    /// One setting of a configure step.
    Setting {
        /// `old → new`.
        text: String,
    },
    /// Something to know.
    Note {
        /// `run` or `function`.
        #[cfg_attr(test, ts(type = "'run' | 'function'"))]
        about: &'static str,
        /// What.
        #[serde(flatten)]
        note: Note,
    },
    /// The last line.
    Summary {
        /// `Plan: 1 to update, …`.
        #[serde(flatten)]
        summary: Summary,
    },
}

/// A version's part of a bar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Bar {
    /// Such as `$latest`.
    pub version: String,
    /// The same as it is shown: `8 (new)`.
    pub text: String,
    /// As a fraction in exact decimals.
    pub share: Fraction,
    /// Cells of [`BAR_CELLS`].
    pub cells: u16,
    /// Whether the run makes it.
    #[serde(rename = "new", skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(test, ts(optional, as = "Option<_>"))]
    pub is_new: bool,
}

/// The plan, line by line.
#[must_use]
pub fn explain(plan: &Plan) -> Vec<Line> {
    let mut lines = vec![Line::Head { label: Label::Stage, value: plan.stage.clone() }];
    let places = distinct(plan.functions.iter().map(|function| function.target.region.clone()));
    lines.push(Line::Head { label: Label::Region, value: places });
    let namespaces = distinct(plan.functions.iter().map(|function| function.target.namespace.clone()));
    lines.push(Line::Head { label: Label::Namespace, value: namespaces });
    lines.push(Line::Head { label: Label::Alias, value: shown_alias(&plan.alias).to_owned() });
    if let Some(share) = plan.traffic {
        lines.push(Line::Head {
            label: Label::Traffic,
            value: format!("{share} ($latest {})", Fraction::from(share).percent()),
        });
    }
    let signs = legend(plan);
    if !signs.is_empty() {
        lines.push(Line::Legend { signs });
    }
    lines.extend(plan.notes.iter().map(|known| note(known, "run")));
    for function in &plan.functions {
        function_lines(function, &mut lines);
    }
    lines.push(Line::Summary { summary: plan.summary });
    lines
}

fn distinct(mut words: impl Iterator<Item = String>) -> String {
    let mut seen: Vec<String> = Vec::new();
    for word in &mut words {
        if !seen.contains(&word) {
            seen.push(word);
        }
    }
    seen.join(", ")
}

/// What the signs of steps mean, in the order of the legend.
const SIGNS: [(&str, Label); 8] = [
    ("↑", Label::UploadPackage),
    ("+", Label::Create),
    ("~", Label::Update),
    ("▲", Label::Publish),
    ("⇄", Label::ShiftTraffic),
    ("↯", Label::Trigger),
    ("◷", Label::Wait),
    ("-", Label::Delete),
];

/// Those that some step has.
fn legend(plan: &Plan) -> Vec<(&'static str, Label)> {
    let steps = plan.functions.iter().flat_map(|function| &function.steps);
    SIGNS.into_iter().filter(|(known, _)| steps.clone().any(|step| sign(&step.action) == *known)).collect()
}

const fn sign(action: &Action) -> &'static str {
    match action {
        Action::Create => "+",
        Action::PutObject { .. } => "↑",
        Action::Delete
        | Action::DeleteAlias { .. }
        | Action::DeleteVersion { .. }
        | Action::Provision { to: 0, .. } => "-",
        Action::Upload { .. } | Action::Configure { .. } | Action::EventInvoke { .. } | Action::Provision { .. } => "~",
        Action::Publish | Action::Protect { .. } => "▲",
        Action::Shift { .. } => "⇄",
        Action::Trigger { .. } | Action::Domain { .. } => "↯",
        Action::Wait | Action::Adopt { .. } => "◷",
    }
}

fn function_lines(function: &FunctionPlan, lines: &mut Vec<Line>) {
    let created = function.steps.iter().any(|step| step.action == Action::Create);
    let deleted = function.steps.iter().any(|step| step.action == Action::Delete);
    let (sign_, label) = match (created, deleted, function.steps.is_empty()) {
        (true, ..) => ("+", Label::WillBeCreated),
        (_, true, _) => ("-", Label::WillBeDeleted),
        (.., true) => ("=", Label::Unchanged),
        _ => ("~", Label::WillBeChanged),
    };
    lines.push(Line::Function {
        sign: sign_,
        key: function.key.clone(),
        name: function.target.name.clone(),
        place: format!("{}/{}", function.target.region, function.target.namespace),
        label,
    });
    if !function.before.is_empty() || !function.after.is_empty() {
        lines.push(Line::Split {
            before: bars(&function.before),
            after: bars(&function.after),
            changes: function.before != function.after,
        });
    }
    let mut steps = function.steps.iter().enumerate().peekable();
    while let Some((index, step)) = steps.next() {
        let mut text = step.text.clone();
        let mut versions: Vec<&Version> = deleted_by(step).into_iter().collect();
        // hundreds of them are one line
        while !versions.is_empty()
            && let Some((_, next)) = steps.next_if(|(_, next)| deleted_by(next).is_some() && next.reason == step.reason)
        {
            versions.extend(deleted_by(next));
            text = StepText::DeleteVersions { versions: ranges(versions.iter().copied()) };
        }
        lines.push(Line::Step { number: index + 1, sign: sign(&step.action), step: text, reason: step.reason.clone() });
        if let Action::Configure { changes } | Action::EventInvoke { changes, .. } = &step.action {
            lines.extend(changes.iter().map(|change| Line::Setting { text: message::setting(change) }));
        }
    }
    lines.extend(function.notes.iter().map(|known| note(known, "function")));
}

/// The version that a step deletes, where nothing else is to be said of it.
fn deleted_by(step: &Step) -> Option<&Version> {
    match &step.text {
        StepText::DeleteVersion { version, status: None, saved: false } => Some(version),
        _ => None,
    }
}

fn note(note: &Note, about: &'static str) -> Line {
    Line::Note { about, note: note.clone() }
}

/// Parts as bars whose cells add up to exactly one bar.
#[must_use]
pub fn bars(parts: &[VersionShare]) -> Vec<Bar> {
    let mut bars: Vec<Bar> = parts
        .iter()
        .map(|part| Bar {
            version: part.version.clone(),
            text: message::version(part),
            share: part.share,
            cells: part.share.of(BAR_CELLS),
            is_new: part.is_new,
        })
        .collect();
    let sum: u16 = bars.iter().map(|bar| bar.cells).sum();
    if let Some(widest) = bars.iter_mut().max_by_key(|bar| bar.cells) {
        widest.cells = (widest.cells + BAR_CELLS).saturating_sub(sum);
    }
    bars
}
