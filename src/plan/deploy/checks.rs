//! What a deploy looks at before it does something: states that forbid it, and traps that are named.

use super::shown;
use super::{Draft, Upload, goal_share};
use crate::desired::DesiredFunction;
use crate::error::Error;
use crate::plan::{Action, FunctionPlan, Goal, Note, Question, Step, VersionRef, rules_text};
use crate::routing::Version;
use crate::scf::function::{Condition, Function};
use crate::share::{Fraction, Share};
use crate::text::command;

/// Variables that may hold the key are said where they are written.
pub(super) fn key_given(function: &DesiredFunction) -> Option<Note> {
    let written = function.settings.environment.as_ref().is_some_and(|variables| !variables.is_empty());
    let text = "allowCredentials: the environment variables may hold the key that deploys the function; everyone who may read the function can use it then";
    (function.gives_key && written).then(|| Note::warning("KeyInVariables", text))
}

impl<'a> Draft<'a> {
    pub(super) fn pass_over_versions(&mut self) {
        let last = self.last.as_ref().and_then(Version::number).unwrap_or(0);
        for item in &self.published {
            if item.version.number().unwrap_or(0) > last {
                if item.saved() {
                    let text = format!(
                        "version {} only keeps code that was on $latest: it counts as no release",
                        item.version
                    );
                    self.notes.push(Note::info("SavedAside", text));
                    continue;
                }
                let status = item.status.as_ref().map_or("unusable", |status| status.word());
                self.notes.push(Note::warning(
                    "VersionPassedOver",
                    format!(
                        "version {} is {status} and is passed over; {}",
                        item.version,
                        self.last.as_ref().map_or_else(
                            || "there is no usable one".to_owned(),
                            |last| format!("the last usable one is {last}")
                        )
                    ),
                ));
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
                text: format!("wait until the function is Active ({} now)", status.word()),
                reason: "the API refuses changes until then".into(),
            }),
            Condition::Failed => {
                let reason = self.seen.function.get().map(Function::reason).filter(|reason| !reason.is_empty());
                let why = reason.map(|reason| format!(": {reason}")).unwrap_or_default();
                if status.word() == "CreateFailed" {
                    let remove = command(&["remove ", &self.function.key].concat(), &self.desired.stage);
                    return Err(Error::failed("FunctionFailed", format!("{name} is CreateFailed{why}")).hint(format!(
                        "it never worked: delete it, then deploy again; {remove} deletes it if this project created it, else the console does"
                    )));
                }
                if self.function.code.is_none() {
                    return Err(Error::failed("FunctionFailed", format!("{name} is {}{why}", status.word())).hint(
                        format!(
                            "deploy working code (give src), or roll back: {}",
                            command(&["rollback ", &self.function.key].concat(), &self.desired.stage)
                        ),
                    ));
                }
                // what lies on $LATEST is in doubt, so the code goes up again whatever its digest says
                self.upload = if self.upload == Upload::No { Upload::Yes } else { self.upload };
                self.notes.push(Note::warning(
                    "FunctionFailed",
                    format!("{name} is {}{why}; this deploy replaces what failed", status.word()),
                ));
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
        let text = match newer {
            Some((newer, _)) => {
                format!("{} of the traffic goes back to version {last}, which is older than {newer}", moved.percent())
            }
            None if from_latest != Fraction::NONE && self.held_by() != Some(last) => {
                format!("{} of the traffic goes from what is on $latest now back to version {last}", moved.percent())
            }
            None => return,
        };
        self.notes.push(Note::warning("OlderCode", text));
    }

    /// Rule 11: rules are never dropped silently.
    pub(super) fn refuse_to_drop_rules(&mut self, goal: Option<&Goal>) -> Result<(), Error> {
        let (Some(current), Some(_)) = (&self.current, goal) else { return Ok(()) };
        if !current.by_rules() {
            return Ok(());
        }
        let rules = rules_text(current);
        if !self.desired.replace_rules {
            return Err(Error::refused(
                "RulesInTheWay",
                format!("alias {} routes by rules, which weights would replace: {rules}", shown(&self.desired.alias)),
            )
            .hint("leave traffic out to keep the rules, or give replaceRules=true to drop them"));
        }
        self.notes.push(Note::warning("RulesDropped", format!("these routing rules go away: {rules}")));
        Ok(())
    }

    pub(super) fn warn_of_other_aliases(&mut self) {
        if !self.replaces() {
            return;
        }
        for alias in &self.seen.aliases {
            let share = alias.routing().most_of(&Version::latest());
            if alias.name != self.desired.alias && share != Fraction::NONE {
                self.notes.push(Note::warning(
                    "OtherAlias",
                    format!(
                        "alias {} sends {} to $latest too: it gets what is deployed at once",
                        shown(&alias.name),
                        share.percent()
                    ),
                ));
            }
        }
    }

    /// Whether this run moves all traffic of a function that has published versions onto code that none of them holds.
    pub(super) fn ends_unheld(&self, goal: Option<&Goal>) -> bool {
        let all_on_latest = goal.map_or_else(|| self.latest_now(), goal_share) == Fraction::ALL;
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
pub(in crate::plan) fn question(functions: &[FunctionPlan]) -> Option<String> {
    let asked = |test: &dyn Fn(&Question) -> bool| -> Vec<&str> {
        let of = functions.iter().filter(|plan| plan.asks.as_ref().is_some_and(test));
        of.map(|plan| plan.key.as_str()).collect()
    };
    let unheld = asked(&|question| matches!(question, Question::AllNew { held: false }));
    let new = asked(&|question| matches!(question, Question::AllNew { held: true }));
    let untried: Vec<String> = functions
        .iter()
        .filter_map(|plan| match &plan.asks {
            Some(Question::Untried(version)) => Some(format!("v{version} of {}", plan.key)),
            _ => None,
        })
        .collect();
    let mut sentences = Vec::new();
    if !unheld.is_empty() {
        let names = unheld.join(", ");
        sentences.push(format!("All traffic of {names} will be on code that no published version is known to hold."));
    }
    if !new.is_empty() {
        sentences.push(format!("All traffic of {} moves to new code.", new.join(", ")));
    }
    if !untried.is_empty() {
        sentences.push(format!("The rest of the traffic goes to {}, which has none now.", untried.join(", ")));
    }
    (!sentences.is_empty()).then(|| sentences.join(" ") + " Go on?")
}
