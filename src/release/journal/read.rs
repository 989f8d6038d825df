//! The one reader of the journal: its runs, for history, rollbacks and runs that go on where one broke off.
//!
//! Total and linear: whatever bytes are handed in, what can't be read is passed over and counted.

use std::cmp::Ordering;

use super::chain::Chain;
use super::entry::{AskedFunction, BeginEntry, EndEntry, Entry, Event, RecordedAlias, StepEntry};
use super::format::{FORMAT, too_new};
use super::identity::Identity;
use crate::desired::Made;
use crate::error::Error;
use crate::json::Json;
use crate::message::EndState;
use crate::message::problem::journal::Flaw;
use crate::plan::Recorded;
use crate::scf::{Fields, Target, version};
use crate::traffic::reach::Reach;
use crate::traffic::routing::{Routing, Version};
use crate::watch::Upload;

/// Runs that a line is looked for in. More never write at once; a run that goes on later under its own id is a run anew.
const WRITING: usize = 64;

/// What entries call the step that sets or releases provisioned concurrency.
pub(in crate::release) const PROVISION: &str = "provision";

/// What entries call the step that publishes.
pub(in crate::release) const PUBLISH: &str = "publish";

/// A journal as it was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Journal {
    /// Every run, the oldest first.
    pub runs: Vec<Run>,
    /// Its lines as lines.
    pub chain: Chain,
    /// Which log it is.
    pub log: Identity,
    /// The sum of the last line of each journal that was copied into it.
    pub imports: Vec<String>,
    /// The latest format of any line.
    pub format: u32,
}

/// A run, as far as the journal tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Its id.
    pub id: String,
    /// What it was for, as plans say it: `deploy`, `rollback`, ….
    pub kind: String,
    /// When its first line was written, in milliseconds since 1970.
    pub began_ms: u64,
    /// When its last one was.
    pub last_ms: u64,
    /// What was asked for, and by whom; older versions did not write it.
    pub begin: Option<BeginEntry>,
    /// What was begun, function by function, in the order in which the first step of each was.
    pub functions: Vec<RunFunction>,
    /// How it ended. Without it the run broke off, or is under way.
    pub end: Option<EndEntry>,
    /// `functions` by their targets: a run may have thousands, and a line for each step of each.
    by_target: Vec<usize>,
}

/// What a run did to a function.
#[derive(Debug, Clone, PartialEq)]
pub struct RunFunction {
    /// Where it is, and what the cloud calls it.
    pub target: Target,
    /// The steps that were begun, in order.
    pub steps: Vec<RunStep>,
}

/// A step that was begun.
#[derive(Debug, Clone, PartialEq)]
pub struct RunStep {
    /// Its entry: of the one from before with what is known since.
    pub entry: StepEntry,
    /// When it was begun, in milliseconds since 1970.
    pub began_ms: u64,
    /// When it was seen to be true. Without it, it may have been done all the same.
    pub done_ms: Option<u64>,
    /// The line that it began in, counted from 1: it orders steps across runs.
    pub line: usize,
}

impl Journal {
    /// Reads a journal's text.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut journal = Self::default();
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
            journal.take(index + 1, line);
        }
        journal
    }

    fn take(&mut self, at: usize, line: &str) {
        let whole = Json::from_json(line).ok();
        let Some((raw, format)) = whole.as_ref().and_then(|raw| Some((raw, Fields(raw).small("v")?))) else {
            return self.chain.torn(at);
        };
        self.format = self.format.max(format);
        self.chain.follow(at, line, Fields(raw), format);
        if format > FORMAT {
            return;
        }
        if moves_cursor(raw) {
            return self.chain.breaks(at, Flaw::Control);
        }
        let Some(entry) = Entry::read(Fields(raw)) else {
            return self.chain.breaks(at, Flaw::Unknown);
        };
        if let Event::Import(import) = entry.event {
            // no run: history tells what was released
            return self.imports.push(import.last);
        }
        if let Event::Begin(BeginEntry { log: Some(log), .. }) = &entry.event {
            self.log.take(log);
        }
        let among = self.runs.len().saturating_sub(WRITING);
        let known = self.runs.iter().skip(among).rposition(|run| run.id == entry.run && run.kind == entry.kind);
        let index = known.map_or(self.runs.len(), |found| among + found);
        if known.is_none() {
            self.runs.push(Run::of(&entry));
        }
        if let Some(run) = self.runs.get_mut(index) {
            run.take(at, entry);
        }
    }

    /// Whether all of it can be read.
    ///
    /// # Errors
    /// `JournalTooNew`.
    pub fn known(&self) -> Result<(), Error> {
        if self.format > FORMAT { Err(too_new(self.format)) } else { Ok(()) }
    }

    /// What was published of a function by runs for the same order, or for a wider one, that did not fulfil it: unless
    /// something else was deployed to the function since. Going back changes nothing of what was published. A rollout publishes
    /// once: its order that comes again, because nobody recorded that it was carried out, is the same order.
    #[must_use]
    pub fn made(&self, order: &BeginEntry, desired: &AskedFunction) -> Option<Made> {
        let target = &desired.target;
        for run in self.runs.iter().rev().filter(|run| run.kind != "prune" && !run.back()) {
            let asked = run.begin.as_ref().is_some_and(|begin| {
                let same = |known: &AskedFunction| {
                    known.target == *target && known.publish && known.code.is_some() && known.code == desired.code
                };
                begin.order == order.order || (begin.alias == order.alias && begin.functions.iter().any(same))
            });
            let same_rollout =
                order.rollout.is_some() && run.begin.as_ref().is_some_and(|begin| begin.rollout == order.rollout);
            let fulfilled = run.end.as_ref().is_some_and(|end| end.how == EndState::Done);
            if asked && fulfilled && !same_rollout {
                return None;
            }
            let Some(function) = run.functions.iter().find(|function| function.target == *target) else { continue };
            if !asked {
                return None;
            }
            if let Some(step) = function.steps.iter().rfind(|step| step.entry.step == PUBLISH) {
                return Some(Made {
                    run: run.id.clone(),
                    began_ms: step.began_ms,
                    mark: version::mark(&run.id, step.entry.number),
                    version: step.entry.version.clone(),
                });
            }
        }
        None
    }

    /// When a run last saw new code, or new settings, of a function in its place.
    #[must_use]
    pub fn uploaded(&self, target: &Target) -> Option<Upload> {
        let of_run = |run: &Run| {
            let function = run.functions.iter().find(|function| function.target == *target)?;
            let steps = function.steps.iter().filter(|step| step.replaces_code() || step.entry.step == "create");
            let done_ms = steps.filter_map(|step| step.done_ms).max()?;
            Some(Upload { run: run.id.clone(), at: done_ms / 1000 })
        };
        self.runs.iter().filter_map(of_run).max_by_key(|upload| upload.at)
    }

    /// Whether the last run that did anything to a function broke off with code or settings of it on their way.
    #[must_use]
    pub fn may_be_writing(&self, target: &Target) -> bool {
        let of = |run: &Run| run.functions.iter().any(|function| function.target == *target);
        let Some(run) = self.runs.iter().rfind(|run| of(run)) else { return false };
        let steps = run.functions.iter().filter(|function| function.target == *target).flat_map(|one| &one.steps);
        steps.last().is_some_and(|step| step.replaces_code() && step.done_ms.is_none())
    }

    /// The newest rollout that a run was a step of.
    #[must_use]
    pub fn newest_rollout(&self) -> Option<&str> {
        self.rollouts().next()
    }

    /// The rollouts that runs were a step of, the newest first; one may come more than once.
    pub fn rollouts(&self) -> impl Iterator<Item = &str> {
        self.runs.iter().rev().filter_map(|run| run.begin.as_ref()?.rollout.as_deref())
    }

    /// The routing before the last change of each alias.
    #[must_use]
    pub fn recorded(&self) -> Vec<Recorded> {
        let mut all: Vec<Changes<'_>> = Vec::new();
        let functions = self.runs.iter().flat_map(|run| run.functions.iter().map(|function| (run.back(), function)));
        for (back, function) in functions {
            let place = all.binary_search_by(|known| known.target.cmp(&function.target));
            let at = place.unwrap_or_else(|at| {
                all.insert(at, Changes { target: &function.target, shifts: Vec::new(), replaced: None });
                at
            });
            if let Some(changes) = all.get_mut(at) {
                changes.take(function, back);
            }
        }
        all.iter().flat_map(Changes::recorded).collect()
    }
}

/// The last changes of a function: of each of its aliases, and of its code.
struct Changes<'a> {
    target: &'a Target,
    shifts: Vec<(&'a RunFunction, &'a RunStep, bool)>,
    replaced: Option<&'a RunStep>,
}

impl<'a> Changes<'a> {
    fn take(&mut self, function: &'a RunFunction, back: bool) {
        for step in &function.steps {
            let later = |known: &RunStep| step.line > known.line;
            let shifts = |step: &&&RunStep| step.entry.step == "shift";
            if step.replaces_code() && self.replaced.is_none_or(later) {
                self.replaced = Some(step);
            }
            if step.entry.recorded.is_none() || step.entry.alias.is_none() {
                continue;
            }
            match self.shifts.iter_mut().find(|(_, known, _)| known.entry.alias == step.entry.alias) {
                // a run may shift twice: what counts is where it began
                Some((of, known, _)) if std::ptr::eq(*of, function) && [known, &step].iter().all(shifts) => {}
                Some(shift) if later(shift.1) => *shift = (function, step, back),
                Some(_) => {}
                None => self.shifts.push((function, step, back)),
            }
        }
    }

    fn recorded(&self) -> impl Iterator<Item = Recorded> {
        self.shifts.iter().filter_map(|(function, shift, back)| {
            // the upload may stand before the shift of the same run, or come with a later run
            let later = self.replaced.filter(|step| step.line > shift.line);
            let replaced = later.or_else(|| function.steps.iter().rfind(|step| step.replaces_code()));
            Some(Recorded {
                target: self.target.clone(),
                alias: shift.entry.alias.clone()?,
                routing: Some(shift.entry.recorded.as_ref()?.routing()),
                baseline: shift.entry.recorded.as_ref()?.baseline(),
                left: function.written(shift.entry.alias.as_deref()?),
                back: *back,
                replaced: replaced.is_some(),
                asked: replaced.and_then(RunStep::allowed),
                provisioned: function.provisioned().collect(),
            })
        })
    }
}

impl Run {
    /// Whether it wrote an alias that was there before.
    #[must_use]
    pub fn moved(&self) -> bool {
        self.functions.iter().any(|function| function.steps.iter().any(|step| step.entry.recorded.is_some()))
    }

    /// Whether it was to go back: a rollback, an abort or an undo.
    #[must_use]
    pub fn back(&self) -> bool {
        matches!(self.kind.as_str(), "rollback" | "abort" | "undo")
    }

    fn of(entry: &Entry) -> Self {
        Self {
            id: entry.run.clone(),
            kind: entry.kind.clone(),
            began_ms: entry.at_ms,
            last_ms: entry.at_ms,
            begin: None,
            functions: Vec::new(),
            end: None,
            by_target: Vec::new(),
        }
    }

    fn take(&mut self, line: usize, entry: Entry) {
        self.last_ms = entry.at_ms;
        match entry.event {
            Event::Begin(begin) => self.begin = Some(begin),
            Event::Before(step) => {
                if let Some(function) = self.function(&step.target) {
                    function.steps.push(RunStep { entry: step, began_ms: entry.at_ms, done_ms: None, line });
                }
            }
            Event::After(step) => {
                if let Some(function) = self.function(&step.target) {
                    function.done(step, entry.at_ms);
                }
            }
            Event::Renew | Event::Import(_) => {}
            Event::End(end) => self.end = Some(end),
        }
    }

    fn function(&mut self, target: &Target) -> Option<&mut RunFunction> {
        let place = self.by_target.binary_search_by(|index| {
            self.functions.get(*index).map_or(Ordering::Less, |function| function.target.cmp(target))
        });
        let index = match place {
            Ok(at) => self.by_target.get(at).copied()?,
            Err(at) => {
                self.by_target.insert(at, self.functions.len());
                self.functions.push(RunFunction { target: target.clone(), steps: Vec::new() });
                self.functions.len() - 1
            }
        };
        self.functions.get_mut(index)
    }
}

impl RunFunction {
    /// What is known of the step that was begun last and is done now.
    fn done(&mut self, entry: StepEntry, at_ms: u64) {
        let same = |step: &&mut RunStep| {
            let begun = &step.entry;
            step.done_ms.is_none()
                && begun.step == entry.step
                && begun.number == entry.number
                && begun.alias == entry.alias
        };
        if let Some(step) = self.steps.iter_mut().rev().find(same) {
            let (recorded, goal) = (step.entry.recorded.take(), step.entry.goal.take());
            step.entry = StepEntry { recorded, goal, ..entry };
            step.done_ms = Some(at_ms);
        }
    }

    /// The versions that it is known to have published.
    pub fn published(&self) -> impl Iterator<Item = &Version> {
        let made = |step: &&RunStep| matches!(step.entry.step.as_str(), PUBLISH | "protect");
        self.steps.iter().filter(made).filter_map(|step| step.entry.version.as_ref())
    }

    /// Versions whose provisioned concurrency it changed: how many instances there were before, and how many after.
    pub(super) fn provisioned(&self) -> impl Iterator<Item = (Version, u32, u32)> {
        let changes = self.steps.iter().filter(|step| step.entry.step == PROVISION);
        changes.filter_map(|step| {
            let (from, to) = step.entry.instances?;
            let version = step.entry.version.clone().filter(|version| version.number().is_some());
            Some((version?, from, to))
        })
    }

    /// What an alias said before the run, where the run changed it.
    #[must_use]
    pub fn recorded(&self, alias: &str) -> Option<Routing> {
        let shifts = self.steps.iter().filter(|step| step.entry.alias.as_deref() == Some(alias));
        shifts.filter_map(|step| step.entry.recorded.as_ref()).map(RecordedAlias::routing).next()
    }

    /// What the run wrote to an alias, in order.
    pub(super) fn written(&self, alias: &str) -> Vec<Routing> {
        let of_alias = self.steps.iter().filter(|step| step.entry.alias.as_deref() == Some(alias));
        of_alias.filter_map(|step| step.written().map(RecordedAlias::routing)).collect()
    }

    /// What the run was to leave an alias at: its last order.
    #[must_use]
    pub fn goal(&self, alias: &str) -> Option<Routing> {
        let of_alias = self.steps.iter().filter(|step| step.entry.alias.as_deref() == Some(alias));
        of_alias.filter_map(|step| step.entry.goal.as_ref()).next_back().map(RecordedAlias::routing)
    }

    /// What the run left an alias at, as it was read back. `None` where its last change of it was not seen to be true.
    #[must_use]
    pub fn left(&self, alias: &str) -> Option<Routing> {
        let last = self.steps.iter().rfind(|step| step.entry.alias.as_deref() == Some(alias))?;
        last.entry.left.as_ref().map(RecordedAlias::routing)
    }
}

impl RunStep {
    /// What the alias says after it: as it was read back, or as it was written.
    #[must_use]
    pub const fn written(&self) -> Option<&RecordedAlias> {
        match &self.entry.left {
            Some(left) => Some(left),
            None => self.entry.goal.as_ref(),
        }
    }

    pub(super) fn replaces_code(&self) -> bool {
        matches!(self.entry.step.as_str(), "upload" | "configure")
    }

    /// The requests that the code which it brought may have.
    pub(super) fn allowed(&self) -> Option<Reach> {
        self.entry.asked.clone()
    }
}

/// Whether a text of it would move a terminal's cursor, or turn what stands beside it around. Rules are the API's words.
fn moves_cursor(raw: &Json<'_>) -> bool {
    let moves = |text: &str| {
        text.chars()
            .any(|letter| letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
    };
    match raw {
        Json::Text(text) => moves(text),
        Json::List(items) => items.iter().any(moves_cursor),
        Json::Map(entries) => {
            entries.iter().any(|(key, value)| moves(key) || (key != "RoutingConfig" && moves_cursor(value)))
        }
        _ => false,
    }
}
