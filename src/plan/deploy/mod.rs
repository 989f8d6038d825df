//! The plan of a deploy for one function: which steps, in which order, and why.
//!
//! The order follows from one law (rule 9): at no moment may code that this run uploads get more traffic than was asked
//! for it. A shift that lowers `$latest` therefore comes before the upload, one that raises it after the update is
//! Active. Ordering a version to be published declares the code proven: then its share is not limited.
//!
//! | ordered | `$latest` now | steps |
//! |---|---|---|
//! | traffic | above the asked share | shift, configure, upload |
//! | traffic | at or below it | configure, upload, shift |
//! | publish (+ traffic) | any | configure, upload, publish, provision, shift |
//! | routes | more requests than its rules take | shift to what it has of them, configure, upload, shift |
//! | routes | no more | configure, upload, shift |
//! | neither | any | configure, upload |
//!
//! Before all of them: wait until Active; publish what would be lost, where `protect` asks for it; move what calls `$latest`
//! directly onto the alias, where `moveTriggers` or the inputs ask for it. After them: triggers; provisioned concurrency that
//! nothing needs any more.

mod adopt;
mod between;
mod by_rules;
mod callers;
mod checks;
mod create;
mod draft;
mod entry;
mod facts;
mod new_code;
mod packed;
mod quotas;
mod resets;
mod warmth;

pub(crate) use adopt::listed;
pub(in crate::plan) use callers::refuse_unknown;
pub(in crate::plan) use checks::question;
pub use entry::{DEFAULT_HANDLER, DEFAULT_RUNTIME, place_of};

use create::{create, refuse_large};
use draft::{Draft, Upload, goal_reach};
use facts::{parts_of_goal, publish_step, shift_step, source_of};

use super::event_invoke;
use super::queries::rests_on_latest;
use super::settings;
use super::storage;
use super::warm;
use super::{Action, Asks, Basis, FunctionPlan, Goal, Note, Record, Step, VersionRef, VersionShare, ranges};
use crate::desired::{Code, Desired, DesiredFunction, Settings};
use crate::error::Error;
use crate::message::reason::Uploads;
use crate::message::step::Setting;
use crate::message::{Reason, StepText};
use crate::observed::ObservedFunction;
use crate::traffic::reach::Reach;
use crate::traffic::routing::{Routing, Version};
use crate::traffic::share::{Fraction, Share};

pub(super) fn plan(
    desired: &Desired,
    function: &DesiredFunction,
    seen: &ObservedFunction,
) -> Result<FunctionPlan, Error> {
    refuse_large(function)?;
    if seen.is_missing() {
        return create(desired, function, seen);
    }
    // the same plan whether or not more was looked at, for another one
    let alone = function.code.is_none() && function.settings == Settings::default() && !desired.moves.any();
    if alone && !rests_on_latest(desired, function, seen) {
        return Draft::new(desired, function, &seen.without_latest())?.finish();
    }
    Draft::new(desired, function, seen)?.finish()
}

impl Draft<'_> {
    fn finish(mut self) -> Result<FunctionPlan, Error> {
        if self.upload != Upload::No {
            entry::check(self.function, self.seen.function.get())?;
        }
        self.pass_over_versions();
        self.look_at_status()?;
        if self.upload != Upload::No {
            // before all that changes the function, also before it is waited for
            self.steps.splice(0..0, storage::step(self.desired, self.function, self.seen)?);
        }
        self.adopted = self.adoptable();
        if let Some(adopted) = &self.adopted {
            self.stable = self.users.stable_before(adopted);
        }
        let protected = self.protect();
        let mut triggers = self.callers()?;
        let goal = self.goal(protected)?;
        self.refuse_to_drop_rules(goal.as_ref())?;
        let goal = goal.filter(|goal| !self.reached(goal));

        let lowers = goal.as_ref().is_some_and(|goal| self.lowers(goal));
        let protective = self.replaces() && lowers && !self.function.publish;
        match goal {
            Some(goal) if protective => {
                self.warm(Some(&goal))?;
                self.shift_around_update(goal);
            }
            goal => {
                self.update();
                self.publish();
                self.warm(goal.as_ref())?;
                if let Some(goal) = goal {
                    let reason = match (self.function.publish, self.replaces()) {
                        (true, _) => Reason::AfterPublish,
                        (false, true) => Reason::AfterUpdate,
                        (false, false) => Reason::Asked,
                    };
                    self.shift(goal, reason);
                }
            }
        }
        self.warn_of_other_aliases();
        if self.function.code.is_some() {
            self.notes.extend(resets::note(self.function, self.seen));
        }
        self.steps.append(&mut triggers);
        self.steps.extend(warm::release_steps(self.desired, self.function, self.seen));
        self.mind_the_quotas();
        Ok(self.into_plan())
    }

    /// How much of the traffic the code on `$LATEST` can get now.
    fn latest_now(&self) -> Fraction {
        self.current.as_ref().map_or(Fraction::NONE, |current| current.most_of(&Version::latest()))
    }

    /// Whether what runs on `$LATEST` is replaced: its code, its configuration, or both.
    fn replaces(&self) -> bool {
        self.upload != Upload::No || !self.changes.is_empty()
    }

    /// Rule 10: code that users are on and no version holds is published first, or its loss is said.
    fn protect(&mut self) -> bool {
        let latest = self.latest_now();
        if matches!(self.upload, Upload::No | Upload::ForHandler) || latest == Fraction::NONE {
            return false;
        }
        if self.held_by().is_some() {
            return false;
        }
        if self.desired.protect {
            // Only where everyone is on it has it proven to be a release; else it is kept, and no traffic goes to it.
            let aside = self.split.of(&Version::latest()) != Fraction::ALL && self.last.is_some();
            self.steps.push(Step {
                action: Action::Protect { aside },
                text: StepText::Protect { expected: self.next_version(), aside },
                reason: Reason::ProtectsCode { share: latest },
            });
            return true;
        }
        let sure = self.seen.digest(&Version::latest()).is_some();
        let by_rules = self.reach_now().by_rules();
        self.notes.push(Note::UnsavedCode { share: latest, by_rules, sure });
        false
    }

    /// Rules 1 to 3: who shares the traffic with `$LATEST`.
    fn goal(&mut self, protected: bool) -> Result<Option<Goal>, Error> {
        if let Some(sides) = self.function.sides.as_ref().filter(|_| !self.function.publish) {
            return self.goal_between(sides);
        }
        if let Some(rules) = &self.desired.routes {
            return self.goal_by_rules(rules, protected).map(Some);
        }
        let Some(latest) = self.desired.traffic else { return Ok(None) };
        let all_on_latest = self.split.of(&Version::latest()) == Fraction::ALL;
        let last = if let Some(adopted) = &self.adopted {
            VersionRef::Known(adopted.clone())
        } else if self.function.publish {
            VersionRef::Published
        } else if protected && (all_on_latest || self.last.is_none()) {
            // everyone is on the code that was just saved: the rest stays with it
            VersionRef::Protected
        } else if let Some(rest) = self.rest()? {
            VersionRef::Known(rest)
        } else {
            self.notes.push(Note::NoVersion { asked: latest });
            return Ok(Some(Goal::Exactly(Routing::all_to(Version::latest()))));
        };
        if protected
            && !all_on_latest
            && !self.function.publish
            && let Some(last) = last.version(None, None)
        {
            self.notes.push(Note::RestStays { version: last.clone() });
        }
        self.same_code_on_both_sides(latest)?;
        self.warn_of_older_code(latest, &last);
        Ok(Some(Goal::Grayscale { latest, last }))
    }

    /// Rule 15: equal splits are the same routing; a goal that needs a version to be made is never reached before.
    fn reached(&self, goal: &Goal) -> bool {
        let Some(current) = &self.current else { return false };
        match goal.routing(None, None) {
            Some(routing) => current.same_as(&routing),
            None => {
                matches!(goal, Goal::Grayscale { latest: Share::ALL, .. })
                    && !current.by_rules()
                    && self.split.of(&Version::latest()) == Fraction::ALL
            }
        }
    }

    /// Settings are written before the code: what the API refuses, it refuses while nothing is changed yet, and users are
    /// not left on new code with the old configuration.
    fn update(&mut self) {
        let reach = self.reach_while_updating();
        let (share, by_rules) = (reach.share, reach.by_rules());
        if !self.changes.is_empty() {
            let settings = self.changes.iter().map(|change| change.setting.clone()).collect();
            self.steps.push(Step {
                text: StepText::Configure { settings },
                action: Action::Configure { changes: self.changes.clone() },
                reason: Reason::SettingsDiffer { share, by_rules },
            });
        }
        if let Some(there) = self.seen.event_invoke.get() {
            let reason = Reason::SettingsDiffer { share, by_rules };
            self.steps.extend(event_invoke::step(&self.function.settings, *there, reason));
        }
        if self.upload == Upload::No {
            self.notes.extend(packed::unchanged(self.function));
            return;
        }
        let source = self.function.code.as_ref();
        let source = source.map(|code| source_of(self.desired, self.function, code, self.seen));
        let shown = self.handler.as_ref().and_then(|change| match &change.to {
            Some(Setting::Text(handler)) => Some(handler.clone()),
            _ => None,
        });
        let why = match self.upload {
            Upload::Unknown if self.image() => Uploads::UnknownImage,
            Upload::Unknown if self.digest_not_given() => Uploads::NoDigest,
            Upload::Unknown => Uploads::Unknown,
            Upload::ForHandler => Uploads::Handler,
            _ if self.image() => Uploads::Image,
            _ => Uploads::Differs,
        };
        self.steps.push(Step {
            text: StepText::UploadCode { source, handler: shown.clone() },
            reason: Reason::Upload { why, share, by_rules },
            action: Action::Upload {
                handler: self.function.settings.handler.clone().filter(|_| shown.is_some()),
                shown,
            },
        });
        self.notes.extend(packed::notes(self.function));
        if !self.changes.is_empty() && !reach.is_none() {
            self.notes.push(Note::MixedMoment { share, by_rules });
        }
    }

    /// Whether the code is an object whose digest only the inputs could tell.
    fn digest_not_given(&self) -> bool {
        matches!(&self.function.code, Some(code @ Code::Cos { .. }) if code.sha256().is_none())
    }

    /// Whether the code is a container image.
    fn image(&self) -> bool {
        self.function.code.as_ref().and_then(Code::image).is_some()
    }

    /// The requests of `$LATEST` at the time of the upload: after a protective shift they are the fewer ones.
    fn reach_while_updating(&self) -> Reach {
        let shifted = self.steps.iter().rev().find_map(|step| match &step.action {
            Action::Shift { to, .. } => Some(goal_reach(to)),
            _ => None,
        });
        shifted.unwrap_or_else(|| self.reach_now())
    }

    /// The digest of the code on `$LATEST` when this run is over.
    fn digest_after(&self) -> Option<String> {
        match (self.upload, &self.function.code) {
            (Upload::No, _) | (_, None) => self.seen.digest(&Version::latest()),
            (_, Some(code)) => code.sha256().map(str::to_owned),
        }
    }

    fn publish(&mut self) {
        if !self.function.publish || self.adopt() {
            return;
        }
        let after = self.digest_after();
        if let Some(last) = &self.last
            && after.is_some()
            && self.seen.digest(last) == after
            && self.changes.is_empty()
            && self.handler.is_none()
        {
            self.notes.push(Note::IdenticalCode { version: last.clone() });
        }
        let next = self.next_version();
        self.steps.push(publish_step(next));
    }

    fn largest(&self) -> Option<u64> {
        self.users.published.last().and_then(|item| item.version.number())
    }

    /// How many versions the steps so far publish.
    fn made(&self) -> usize {
        self.steps.iter().filter(|step| matches!(step.action, Action::Protect { .. } | Action::Publish)).count()
    }

    fn next_version(&self) -> u64 {
        let largest = self.largest().unwrap_or(0);
        largest.saturating_add(self.made() as u64).saturating_add(1)
    }

    fn shift(&mut self, goal: Goal, reason: Reason) {
        self.shift_from(self.current.clone(), goal, reason);
    }

    fn shift_from(&mut self, from: Option<Routing>, goal: Goal, reason: Reason) {
        let description = self.description.clone();
        let record = match &goal {
            Goal::Grayscale { latest, last } => {
                self.users.after_share(*latest != Share::NONE, last, self.desired.stable.as_ref())
            }
            // a release by rules is under way as long as there are any
            Goal::Rules { main, rules } => {
                self.users.after_share(!rules.is_empty(), main, self.desired.stable.as_ref())
            }
            // a part of the traffic for a version that a rollout tries
            Goal::Exactly(_) if let Some(sides) = &self.function.sides => {
                self.users.after_share(true, &VersionRef::Known(sides.stable.clone()), None)
            }
            Goal::Exactly(_) => Record::default(),
        };
        self.steps.push(shift_step(self.desired, from, goal, (description, record), reason));
    }

    fn into_plan(mut self) -> FunctionPlan {
        let before = VersionShare::of_split(&self.split);
        let goal = self.steps.iter().rev().find_map(|step| match &step.action {
            Action::Shift { to, .. } => Some(to.clone()),
            _ => None,
        });
        let goal = goal.as_ref();
        let largest = self.largest();
        let unpublished = self.ends_unpublished(goal);
        let new_code = self.new_code(goal);
        let untried = self.untried(goal);
        self.warn_of_withdrawn_code();
        self.warn_of_all_new(goal, new_code.after);
        self.warn_of_untried(untried.as_ref());
        let deploys = self.function.code.is_some() || self.function.settings != Settings::default();
        let rests = rests_on_latest(self.desired, self.function, self.seen);
        let mut notes = self.notes;
        if unpublished {
            notes.push(Note::UnpublishedCode);
        }
        let all_new = (unpublished || new_code.moves_all).then_some(Asks::AllNew { published: !unpublished });
        FunctionPlan {
            new_code: new_code.after,
            moves_all: new_code.moves_all,
            asks: all_new.or(untried.map(Asks::Untried)),
            after: goal.map_or_else(|| before.clone(), |goal| parts_of_goal(goal, largest)),
            before,
            last_version: self.last,
            basis: Basis {
                exists: true,
                routing: self.current.as_ref().map(ToString::to_string),
                versions: ranges(self.usable.iter().map(|item| &item.version)),
                code: self.seen.digest(&Version::latest()).filter(|_| deploys || rests),
                package: self.function.code.as_ref().and_then(|code| code.sha256().map(str::to_owned)),
                // a change of traffic that raises nothing is planned without a look at code and settings
                settings: self.seen.function.get().filter(|_| deploys || rests).map(settings::digest),
            },
            steps: self.steps,
            notes,
            ..FunctionPlan::bare(self.function)
        }
    }
}

/// The settings that a configure step writes, read once more from the same facts as its plan.
pub(crate) fn settings_to_write(function: &DesiredFunction, seen: &ObservedFunction) -> Settings {
    let Some(config) = seen.function.get() else { return Settings::default() };
    settings::differing(&function.settings, &function.labels, config).map(|(write, _)| write).unwrap_or_default()
}
