//! What a deploy looks at before it does something: states that forbid it, and traps that are named.

use super::draft::{Draft, Upload, goal_share};
use crate::desired::DesiredFunction;
use crate::error::Error;
use crate::message::problem::PlanProblem;
use crate::message::question::VersionOf;
use crate::message::{Question, Reason, StepText};
use crate::plan::{Action, Asks, FunctionPlan, Goal, Note, Step, VersionRef};
use crate::scf::function::{Condition, Function};
use crate::traffic::routing::Version;
use crate::traffic::share::{Fraction, Share};

/// Variables that may hold the key are said where they are written.
pub(super) fn key_given(function: &DesiredFunction) -> Option<Note> {
    let written = function.settings.environment.as_ref().is_some_and(|variables| !variables.is_empty());
    (function.gives_key && written).then_some(Note::KeyInVariables)
}

impl<'a> Draft<'a> {
    pub(super) fn pass_over_versions(&mut self) {
        let last = self.last.as_ref().and_then(Version::number).unwrap_or(0);
        for item in &self.users.published {
            if item.version.number().unwrap_or(0) > last {
                if item.saved() {
                    self.notes.push(Note::SavedAside { version: item.version.clone() });
                    continue;
                }
                self.notes.push(Note::VersionPassedOver {
                    version: item.version.clone(),
                    status: item.word().to_owned(),
                    last: self.last.clone(),
                });
            }
        }
    }

    /// Rule 12: a busy function is waited for; a failed one is an error, unless this run's upload is the remedy.
    pub(super) fn look_at_status(&mut self) -> Result<(), Error> {
        let from_list = || {
            let latest = self.seen.versions.get().into_iter().flatten().find(|item| item.version.is_latest());
            latest.and_then(|item| item.status.clone())
        };
        let Some(status) = self.seen.function.get().and_then(|function| function.status.clone()).or_else(from_list)
        else {
            return Ok(());
        };
        let name = &self.function.name;
        match status.condition() {
            Condition::Active => {}
            Condition::Busy => self.steps.push(Step {
                action: Action::Wait,
                text: StepText::WaitActive { status: status.word().to_owned() },
                reason: Reason::NotActive,
            }),
            Condition::Failed => {
                let reason = self.seen.function.get().map(Function::reason).filter(|reason| !reason.is_empty());
                let (function, reason) = (name.clone(), reason);
                let (key, stage) = (self.function.key.clone(), self.desired.stage.clone());
                let status = status.word().to_owned();
                if status == "CreateFailed" {
                    return Err(Error::failed(PlanProblem::CreateFailed { function, key, stage, reason }));
                }
                if self.function.code.is_none() {
                    return Err(Error::failed(PlanProblem::FunctionFailed { function, key, stage, status, reason }));
                }
                // what lies on $LATEST is in doubt, so the code goes up again whatever its digest says
                self.upload = if self.upload == Upload::No { Upload::Yes } else { self.upload };
                self.notes.push(Note::FunctionFailed { function, status, reason });
            }
        }
        Ok(())
    }

    /// The published version whose code is the one on `$LATEST`, among those that were compared.
    pub(super) fn held_by(&self) -> Option<&'a Version> {
        let on_latest = self.seen.digest(&Version::latest())?;
        let newest_first = self.usable.iter().rev();
        newest_first.map(|item| &item.version).find(|version| self.seen.digest(version).as_ref() == Some(&on_latest))
    }

    /// Rule 10: traffic that goes back to older code than it is on.
    pub(super) fn warn_of_older_code(&mut self, latest: Share, last: &VersionRef) {
        let (VersionRef::Known(last), Some(current)) = (last, &self.current) else { return };
        if current.by_rules() {
            return;
        }
        let split = &self.split;
        let moved = Fraction::from(latest.rest()).minus(split.of(last));
        if moved == Fraction::NONE {
            return;
        }
        let newer = split.iter().find(|(version, _)| version.number() > last.number());
        let from_latest = split.of(&Version::latest()).minus(Fraction::from(latest));
        let newer = match newer {
            Some((newer, _)) => Some(newer.clone()),
            None if from_latest != Fraction::NONE && self.held_by() != Some(last) => None,
            None => return,
        };
        self.notes.push(Note::OlderCode { share: moved, version: last.clone(), newer });
    }

    pub(super) fn warn_of_other_aliases(&mut self) {
        if !self.replaces() {
            return;
        }
        for alias in &self.seen.aliases {
            let share = alias.routing().most_of(&Version::latest());
            if alias.name != self.desired.alias && share != Fraction::NONE {
                self.notes.push(Note::OtherAlias { alias: alias.name.clone(), share });
            }
        }
    }

    /// Whether this run moves all traffic of a function that has published versions onto code that none of them holds.
    pub(super) fn ends_unpublished(&self, goal: Option<&Goal>) -> bool {
        let all_on_latest = goal.map_or_else(|| self.share_now(), goal_share) == Fraction::ALL;
        if !all_on_latest || self.function.publish || self.last.is_none() || !(self.replaces() || goal.is_some()) {
            return false;
        }
        let digest = self.digest_after();
        let held =
            |digest: &String| self.usable.iter().any(|item| self.seen.digest(&item.version).as_ref() == Some(digest));
        !digest.as_ref().is_some_and(held)
    }
}

/// The one question of a plan; only people on a terminal are asked it.
pub(in crate::plan) fn question(functions: &[FunctionPlan]) -> Option<Question> {
    let asked = |about: &Asks| -> Vec<String> {
        functions.iter().filter(|plan| plan.asks.as_ref() == Some(about)).map(|plan| plan.key.clone()).collect()
    };
    let unpublished = asked(&Asks::AllNew { published: false });
    let new = asked(&Asks::AllNew { published: true });
    let untried: Vec<VersionOf> = functions
        .iter()
        .filter_map(|plan| match &plan.asks {
            Some(Asks::Untried(version)) => Some(VersionOf { function: plan.key.clone(), version: version.clone() }),
            _ => None,
        })
        .collect();
    let mut buckets: Vec<String> = Vec::new();
    for step in functions.iter().flat_map(|plan| &plan.steps) {
        if let Action::PutObject { bucket, creates: true, .. } = &step.action
            && !buckets.contains(bucket)
        {
            buckets.push(bucket.clone());
        }
    }
    let nothing = unpublished.is_empty() && new.is_empty() && untried.is_empty() && buckets.is_empty();
    (!nothing).then_some(Question::GoOn { unpublished, new, untried, buckets })
}
