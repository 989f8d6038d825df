//! What the journal says of the users of an alias, for rollbacks and for the releases after them (rules 18 and 22).

use super::entry::{BeginEntry, RecordedAlias};
use super::read::{Journal, PROVISION, Run, RunFunction, RunStep};
use crate::plan::{Aim, LastChange, Moved, Recorded};
use crate::scf::Target;
use crate::traffic::routing::Version;
use crate::traffic::share::Fraction;
use crate::traffic::stable::OnRecord;

/// What is known of one alias of every function, by the functions' targets in ascending order.
#[derive(Debug, Default)]
pub(in crate::release) struct Ledger<'a>(Vec<Account<'a>>);

#[derive(Debug)]
struct Account<'a> {
    target: &'a Target,
    on_record: OnRecord,
    /// The package that was uploaded last.
    on_latest: Option<&'a str>,
    /// The digests that the code on `$LATEST` may have, by the last step that knew: the package's, and what the API gave.
    known: Vec<&'a str>,
    /// The run that changed the alias last.
    changed: Option<(&'a Run, bool)>,
    /// Packages that each rollback left, so that undoing it takes them back.
    left_by: Vec<(&'a str, String)>,
}

impl<'a> Ledger<'a> {
    /// Of the alias with this name.
    pub(in crate::release) fn of(journal: &'a Journal, alias: &str) -> Self {
        let mut ledger = Self::default();
        for run in &journal.runs {
            for function in &run.functions {
                ledger.account(&function.target).take(run, function, alias);
            }
        }
        ledger
    }

    fn account(&mut self, target: &'a Target) -> &mut Account<'a> {
        let at = self.0.binary_search_by(|known| known.target.cmp(target)).unwrap_or_else(|at| {
            let account = Account {
                target,
                on_record: OnRecord::default(),
                on_latest: None,
                known: Vec::new(),
                changed: None,
                left_by: Vec::new(),
            };
            self.0.insert(at, account);
            at
        });
        #[expect(clippy::indexing_slicing, reason = "the index was found or made just above")]
        &mut self.0[at]
    }

    fn find(&self, target: &Target) -> Option<&Account<'a>> {
        let at = self.0.binary_search_by(|known| known.target.cmp(target)).ok()?;
        self.0.get(at)
    }

    /// What is on record about the alias of a function.
    pub(in crate::release) fn on_record(&self, target: &Target) -> OnRecord {
        let account = self.find(target);
        account.map_or_else(OnRecord::default, |account| OnRecord {
            withdrawn: account.left_by.iter().map(|(_, code)| code.clone()).collect(),
            on_latest: account.known.iter().map(|code| code.to_ascii_lowercase()).collect(),
            ..account.on_record.clone()
        })
    }

    /// The last change of the alias of each function.
    pub(in crate::release) fn changes(&self) -> Vec<LastChange> {
        let change = |account: &Account<'a>| {
            let (run, back) = account.changed?;
            Some(LastChange {
                target: account.target.clone(),
                run: run.id.clone(),
                who: run.begin.as_ref().and_then(|begin| begin.who.clone()),
                at_ms: run.last_ms,
                back,
            })
        };
        self.0.iter().filter_map(change).collect()
    }
}

impl<'a> Account<'a> {
    fn take(&mut self, run: &'a Run, function: &'a RunFunction, alias: &str) {
        for step in &function.steps {
            if let Some(code) = &step.entry.code {
                self.on_latest = Some(code);
            }
            let known: Vec<&str> = step.entry.code.iter().chain(&step.entry.latest).map(String::as_str).collect();
            if !known.is_empty() {
                self.known = known;
            }
            self.provision(run, step, alias);
            if step.entry.alias.as_deref() != Some(alias) {
                continue;
            }
            let back = run.back() || step.entry.step == "restore";
            self.changed = Some((run, back));
            self.on_record.changed_s = run.last_ms / 1000;
            let Some(written) = step.written() else { continue };
            self.on_record.left = Some(written.routing());
            let baseline = written.baseline();
            if let Some(baseline) = &baseline {
                self.on_record.up_to = baseline.up_to;
            }
            self.on_record.baseline = baseline;
            self.withdraw(run, step, back);
        }
    }

    /// What a run for this alias began to set may have been done; what was to be taken away counts when it was seen to be
    /// gone.
    fn provision(&mut self, run: &Run, step: &RunStep, alias: &str) {
        let Some(version) = step.entry.version.as_ref().filter(|version| version.number().is_some()) else { return };
        let gets = match (&*step.entry.step, step.entry.instances) {
            (PROVISION, Some((_, gets))) => gets,
            ("deleteVersion", _) => 0,
            _ => return,
        };
        let ours = run.begin.as_ref().is_some_and(|begin| begin.alias == alias);
        if (gets > 0 && !ours) || (gets == 0 && step.done_ms.is_none()) {
            return;
        }
        let known = &mut self.on_record.provisioned;
        known.retain(|(other, _)| other != version);
        if gets > 0 {
            known.push((version.clone(), gets));
        }
    }

    /// A rollback leaves the code on `$LATEST` too, where users were on it. Undoing the rollback takes that back.
    fn withdraw(&mut self, run: &'a Run, step: &RunStep, back: bool) {
        let had = |recorded: &RecordedAlias| recorded.routing().most_of(&Version::latest()) != Fraction::NONE;
        let users = step.entry.recorded.as_ref().map_or(step.entry.step == "restore", had);
        let undone = run.begin.as_ref().and_then(|begin| begin.to.as_deref()).filter(|_| run.kind == "undo");
        if let Some(undone) = undone
            && self.left_by.iter().any(|(by, _)| *by == undone)
        {
            self.left_by.retain(|(by, _)| *by != undone);
        } else if let (true, Some(code)) = (back && users, self.on_latest)
            && !self.left_by.iter().any(|(_, known)| known == code)
        {
            self.left_by.push((&run.id, code.to_owned()));
        }
    }
}

impl Journal {
    /// The last run that was to move traffic and was no rollback, abort or undo, with the functions that it moved.
    pub(in crate::release) fn moved(&self, alias: &str) -> Option<Moved> {
        let of_alias = |step: &&RunStep| step.entry.alias.as_deref() == Some(alias);
        let moves = |run: &&Run| {
            let shifts = |begin: &BeginEntry| begin.traffic.is_some() || begin.routes.is_some();
            let asked = run.begin.as_ref().is_some_and(|begin| shifts(begin) && begin.alias == alias);
            let asked =
                asked || (run.kind.ends_with("-alias") && run.begin.as_ref().is_some_and(|begin| begin.alias == alias));
            let wrote = run.functions.iter().any(|function| function.steps.iter().any(|step| of_alias(&step)));
            !run.back() && (asked || wrote)
        };
        let run = self.runs.iter().rev().find(moves)?;
        let left = |function: &RunFunction| {
            let last = function.steps.iter().rfind(of_alias).filter(|step| step.entry.step != "restore")?;
            Some((function.target.clone(), last.written()?.routing()))
        };
        let functions = run.functions.iter().filter_map(left).collect();
        Some(Moved { run: run.id.clone(), at_ms: run.last_ms, functions })
    }

    /// Where a run was going, function by function, for another one that takes its order up.
    pub(in crate::release) fn aims(&self, id: &str) -> Vec<Aim> {
        let begin = self.runs.iter().rev().find(|run| run.id == id).and_then(|run| run.begin.as_ref());
        let aim = |asked: &super::AskedFunction| {
            let (from, to) = asked.aim.as_ref()?;
            let (from, baseline, to) = (from.routing(), to.baseline(), to.routing());
            Some(Aim { target: asked.target.clone(), from, to, baseline })
        };
        begin.iter().flat_map(|begin| &begin.functions).filter_map(aim).collect()
    }

    /// What there was before a run, function by function: of one alias, and of functions whose code it replaced, or whose
    /// versions it gave provisioned concurrency, although it wrote no alias.
    pub(in crate::release) fn before(&self, id: &str, alias: &str) -> Vec<Recorded> {
        let Some(at) = self.runs.iter().rposition(|run| run.id == id) else { return Vec::new() };
        let (Some(run), later) = (self.runs.get(at), self.runs.get(at + 1..).unwrap_or_default()) else {
            return Vec::new();
        };
        let one = |function: &RunFunction| {
            let steps: Vec<&RunStep> =
                function.steps.iter().filter(|step| step.entry.alias.as_deref() == Some(alias)).collect();
            let recorded = steps.iter().find_map(|step| step.entry.recorded.as_ref());
            let since = later.iter().flat_map(|run| &run.functions).filter(|known| known.target == function.target);
            let mut replacing =
                function.steps.iter().chain(since.flat_map(|known| &known.steps)).filter(|step| step.replaces_code());
            let replaced = replacing.next_back();
            let provisioned: Vec<_> = function.provisioned().collect();
            if recorded.is_none() && replaced.is_none() && provisioned.is_empty() {
                return None;
            }
            let left = function.written(alias);
            Some(Recorded {
                target: function.target.clone(),
                alias: alias.to_owned(),
                routing: recorded.map(RecordedAlias::routing),
                baseline: recorded.and_then(RecordedAlias::baseline),
                left,
                back: run.back(),
                replaced: replaced.is_some(),
                asked: replaced.and_then(RunStep::allowed),
                provisioned,
            })
        };
        run.functions.iter().filter_map(one).collect()
    }
}
