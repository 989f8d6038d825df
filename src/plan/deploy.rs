//! The plan of a deploy for one function: which steps, in which order, and why.
//!
//! The order follows from one law (rule 9): at no moment may code that this run uploads get more traffic than was asked
//! for it. A shift that lowers `$latest` therefore comes before the upload, one that raises it after the update is
//! Active. Ordering a version to be published declares the code proven: then its share is not limited.
//!
//! | ordered | `$latest` now | steps |
//! |---|---|---|
//! | traffic | above the asked share | shift, upload, configure |
//! | traffic | at or below it | upload, configure, shift |
//! | publish (+ traffic) | any | upload, configure, publish, shift |
//! | neither | any | upload, configure |
//!
//! Before all of them: wait until Active; publish what would be lost, where `protect` asks for it.

use super::settings::{self, Change};
use super::triggers;
use super::{Action, Basis, FunctionPlan, Goal, Note, Part, Step, VersionRef, parts_of, ranges, target_of};
use crate::error::Error;
use crate::observed::{ObservedFunction, Seen};
use crate::routing::{Routing, Split, Version};
use crate::scf::alias::Alias;
use crate::scf::function::{Condition, Function};
use crate::scf::version::VersionItem;
use crate::share::{Portion, Share};
use crate::wanted::{Code, DEFAULT_ALIAS, Settings, Told, Wanted, WantedFunction};

/// The largest request body that the API takes (<https://www.tencentcloud.com/document/api/213/33224>), less room for
/// everything but the package.
const LARGEST_BODY_BYTES: u64 = 10_000_000 - 64_000;

/// What the established component documents as the runtime of a function that names none.
pub const DEFAULT_RUNTIME: &str = "Nodejs10.15";
/// Likewise, the handler.
pub const DEFAULT_HANDLER: &str = "index.main_handler";

pub(super) fn plan(wanted: &Wanted, function: &WantedFunction, seen: &ObservedFunction) -> Result<FunctionPlan, Error> {
    refuse_large(function)?;
    if seen.is_missing() { create(wanted, function) } else { Draft::new(wanted, function, seen)?.finish() }
}

fn refuse_large(function: &WantedFunction) -> Result<(), Error> {
    let Some(Code::Source { package: Some(package), .. }) = &function.code else { return Ok(()) };
    let base64 = package.size.div_ceil(3) * 4;
    if base64 <= LARGEST_BODY_BYTES {
        return Ok(());
    }
    Err(Error::refused(
        "PackageTooLarge",
        format!("the package is {}, more than the {} that one request can carry", bytes(package.size), bytes(LARGEST_BODY_BYTES / 4 * 3)),
    )
    .hint("leave files out with src: {src, exclude}, or put the zip file into COS and give cosBucketName and cosObjectName"))
}

fn create(wanted: &Wanted, function: &WantedFunction) -> Result<FunctionPlan, Error> {
    let target = target_of(function);
    let Some(code) = &function.code else {
        return Err(Error::failed(
            "FunctionNotFound",
            format!("function {} does not exist in {}, namespace {}", target.name, target.region, target.namespace),
        )
        .hint("check name, stage, region and namespace; to create it, give src"));
    };
    let kind = function.settings.plain.0.iter().find(|(plain, _)| plain.name == "type");
    if let Some((plain, value)) = kind
        && plain.shape.differs(value, &Told::default().of(plain))
    {
        return Err(Error::refused(
            "WebFunction",
            format!("function {} does not exist, and web functions are not created by this tool", target.name),
        )
        .hint("create it in the console; releases of it then work as those of any function"));
    }
    let mut notes = Vec::new();
    for (setting, value, default) in [
        ("runtime", &function.settings.runtime, DEFAULT_RUNTIME),
        ("handler", &function.settings.handler, DEFAULT_HANDLER),
    ] {
        if value.is_none() {
            notes.push(Note::info("Default", format!("{setting} is not given: {default}")));
        }
    }
    let mut steps = vec![Step {
        action: Action::Create,
        text: format!("create the function{}", size_of(code)),
        reason: format!("it does not exist in {}, namespace {}", target.region, target.namespace),
    }];
    let everything_to_latest = Routing::all_to(Version::latest());
    let mut after = parts_of(&everything_to_latest.split());
    if function.publish {
        steps.push(publish_step(None));
    }
    let custom = wanted.alias != DEFAULT_ALIAS;
    if let Some(share) = wanted.traffic {
        let goal = if function.publish {
            Goal::Grayscale { latest: share, last: VersionRef::Published }
        } else {
            notes.push(no_version_note(share));
            Goal::Exactly(everything_to_latest)
        };
        if custom || (function.publish && share != Share::ALL) {
            after = parts_of_goal(&goal, None);
            let from = (!custom).then(|| Routing::all_to(Version::latest()));
            steps.push(shift_step(wanted, from, goal, String::new(), "the function is Active"));
        }
    } else if custom {
        after = Vec::new();
    }
    if let Some(wanted) = &function.events {
        triggers::plan(wanted, &[], &mut steps, &mut notes);
    }
    Ok(FunctionPlan {
        unheld: false,
        refused: None,
        key: function.key.clone(),
        target,
        steps,
        before: Vec::new(),
        after,
        last_version: None,
        notes,
        basis: Basis { exists: false, package: code.sha256().map(str::to_owned), ..Basis::default() },
    })
}

/// Whether the code is replaced, as far as digests tell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Upload {
    No,
    Yes,
    /// No digest to compare: it is uploaded, and the plan says so.
    Unknown,
}

/// A plan in the making, with the facts that its rules look at.
struct Draft<'a> {
    wanted: &'a Wanted,
    function: &'a WantedFunction,
    seen: &'a ObservedFunction,
    /// The alias's routing; `None` where the alias does not exist.
    current: Option<Routing>,
    /// Its split; empty where there is none.
    split: Split,
    description: String,
    /// Published versions, ascending.
    published: Vec<&'a VersionItem>,
    /// Those of them that can take traffic.
    usable: Vec<&'a VersionItem>,
    upload: Upload,
    changes: Vec<Change>,
    last: Option<Version>,
    steps: Vec<Step>,
    notes: Vec<Note>,
}

impl<'a> Draft<'a> {
    fn new(wanted: &'a Wanted, function: &'a WantedFunction, seen: &'a ObservedFunction) -> Result<Self, Error> {
        let not_observed =
            |what: &str| Error::failed("NotObserved", format!("{what} of {} are not known", function.name));
        let alias = match seen.alias(&wanted.alias) {
            Seen::Unknown => return Err(not_observed("the aliases")),
            Seen::Missing => None,
            Seen::Is(alias) => Some(alias),
        };
        if seen.versions.unknown() {
            return Err(not_observed("the versions"));
        }
        let config = seen.function.get();
        let changes = match config {
            Some(config) => settings::differing(&function.settings, config)?.1,
            None if function.settings == Settings::default() => Vec::new(),
            None => return Err(not_observed("the settings")),
        };
        let upload = match &function.code {
            None => Upload::No,
            Some(code) => match (code.sha256(), seen.digest(&Version::latest())) {
                (Some(wanted), Some(there)) if *wanted == there => Upload::No,
                (Some(_), Some(_)) => Upload::Yes,
                _ => Upload::Unknown,
            },
        };
        let current = alias.map(Alias::routing);
        let published = seen.published();
        let usable: Vec<_> = published.iter().copied().filter(|item| item.usable()).collect();
        let last = usable.iter().rev().find(|item| !item.saved()).map(|item| item.version.clone());
        Ok(Self {
            wanted,
            function,
            seen,
            split: current.as_ref().map(Routing::split).unwrap_or_default(),
            current,
            published,
            usable,
            description: alias.map(|alias| alias.text().to_owned()).unwrap_or_default(),
            upload,
            changes,
            last,
            steps: Vec::new(),
            notes: Vec::new(),
        })
    }

    fn finish(mut self) -> Result<FunctionPlan, Error> {
        self.pass_over_versions();
        self.look_at_status()?;
        let protected = self.protect();
        let goal = self.goal(protected);
        self.refuse_to_drop_rules(goal.as_ref())?;
        let goal = goal.filter(|goal| !self.reached(goal));

        let latest = self.latest_now();
        let lowers = goal.as_ref().is_some_and(|goal| goal_share(goal) < latest);
        let protective = self.replaces() && lowers && !self.function.publish;
        match goal {
            Some(goal) if protective => {
                self.shift(
                    goal,
                    "before the update, so that what is deployed never has more traffic than was asked for it",
                );
                self.update();
            }
            goal => {
                self.update();
                self.publish();
                if let Some(goal) = goal {
                    let reason = match (self.function.publish, self.replaces()) {
                        (true, _) => "after publishing, so that the last published version is this run's own",
                        (false, true) => "after the update is Active, so that no request meets code that is not ready",
                        (false, false) => "the share of $latest was asked for",
                    };
                    self.shift(goal, reason);
                }
            }
        }
        self.warn_of_other_aliases();
        self.triggers()?;
        Ok(self.into_plan())
    }

    /// How much of the traffic the code on `$LATEST` can get now.
    fn latest_now(&self) -> Portion {
        let latest = Version::latest();
        let by_rule = self.current.iter().flat_map(|routing| &routing.rules).any(|rule| rule.version == latest);
        if by_rule { Portion::ALL } else { self.split.of(&latest) }
    }

    /// Whether what runs on `$LATEST` is replaced: its code, its configuration, or both.
    fn replaces(&self) -> bool {
        self.upload != Upload::No || !self.changes.is_empty()
    }

    fn pass_over_versions(&mut self) {
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
    fn look_at_status(&mut self) -> Result<(), Error> {
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
                    return Err(Error::failed("FunctionFailed", format!("{name} is CreateFailed{why}"))
                        .hint("it never worked: delete it in the console, then deploy again"));
                }
                if self.function.code.is_none() {
                    return Err(Error::failed("FunctionFailed", format!("{name} is {}{why}", status.word()))
                        .hint("deploy working code (give src), or roll back: grayscale rollback"));
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

    /// Rule 10: code that users are on and no version holds is published first, or its loss is said.
    fn protect(&mut self) -> bool {
        let latest = self.latest_now();
        if self.upload == Upload::No || latest == Portion::NONE {
            return false;
        }
        if self.held_by().is_some() {
            return false;
        }
        let users = latest.percent();
        if self.wanted.protect {
            // Only where everyone is on it has it proven to be a release; else it is kept, and no traffic goes to it.
            let aside = latest != Portion::ALL && self.last.is_some();
            let kept = if aside { ", kept aside" } else { "" };
            self.steps.push(Step {
                action: Action::Protect { aside },
                text: format!("publish the code that is on $latest now as {}{kept}", self.next_version()),
                reason: format!("{users} of the traffic is on it and no published version holds it (protect)"),
            });
            return true;
        }
        let sure = self.seen.digest(&Version::latest()).is_some();
        let text = if sure {
            format!(
                "the code on $latest, with {users} of the traffic, is no published version: this deploy destroys it; protect=true publishes it first"
            )
        } else {
            format!(
                "it is not known whether a published version holds the code on $latest, with {users} of the traffic: this deploy may destroy it; protect=true publishes it first"
            )
        };
        self.notes.push(Note::warning("UnsavedCode", text));
        false
    }

    /// The published version whose code is the one on `$LATEST`, among those that were compared.
    fn held_by(&self) -> Option<&'a Version> {
        let on_latest = self.seen.digest(&Version::latest())?;
        let newest_first = self.usable.iter().rev();
        newest_first.map(|item| &item.version).find(|version| self.seen.digest(version).as_ref() == Some(&on_latest))
    }

    /// Rules 1 to 3: who shares the traffic with `$LATEST`.
    fn goal(&mut self, protected: bool) -> Option<Goal> {
        let latest = self.wanted.traffic?;
        let all_on_latest = self.latest_now() == Portion::ALL;
        let last = if self.function.publish {
            VersionRef::Published
        } else if protected && (all_on_latest || self.last.is_none()) {
            // everyone is on the code that was just saved: the rest stays with it
            VersionRef::Protected
        } else if let Some(last) = &self.last {
            VersionRef::Known(last.clone())
        } else {
            self.notes.push(no_version_note(latest));
            return Some(Goal::Exactly(Routing::all_to(Version::latest())));
        };
        if protected && !all_on_latest && !self.function.publish {
            self.notes.push(Note::info(
                "SavedAside",
                format!(
                    "the rest of the traffic stays on {last}; the saved version gets none by itself: rollback --to goes to it",
                    last = self.last.as_ref().map_or_else(String::new, ToString::to_string)
                ),
            ));
        }
        if self.function.publish && latest != Share::NONE && latest != Share::ALL {
            self.notes.push(Note::warning(
                "SameCode",
                "$latest and the version published by this run are the same code: the split separates nothing",
            ));
        }
        self.warn_of_older_code(latest, &last);
        Some(Goal::Grayscale { latest, last })
    }

    /// Rule 10: traffic that goes back to older code than it is on.
    fn warn_of_older_code(&mut self, latest: Share, last: &VersionRef) {
        let (VersionRef::Known(last), Some(current)) = (last, &self.current) else { return };
        if current.by_rules() {
            return;
        }
        let split = &self.split;
        let moved = Portion::from(latest.rest()).minus(split.of(last));
        if moved == Portion::NONE {
            return;
        }
        let newer = split.iter().find(|(version, _)| version.number() > last.number());
        let from_latest = split.of(&Version::latest()).minus(Portion::from(latest));
        let text = match newer {
            Some((newer, _)) => {
                format!("{} of the traffic goes back to version {last}, which is older than {newer}", moved.percent())
            }
            None if from_latest != Portion::NONE && self.held_by() != Some(last) => {
                format!("{} of the traffic goes from what is on $latest now back to version {last}", moved.percent())
            }
            None => return,
        };
        self.notes.push(Note::warning("OlderCode", text));
    }

    /// Rule 11: rules are never dropped silently.
    fn refuse_to_drop_rules(&mut self, goal: Option<&Goal>) -> Result<(), Error> {
        let (Some(current), Some(_)) = (&self.current, goal) else { return Ok(()) };
        if !current.by_rules() {
            return Ok(());
        }
        let rules = super::rules_text(current);
        if !self.wanted.replace_rules {
            return Err(Error::refused(
                "RulesInTheWay",
                format!("alias {} routes by rules, which weights would replace: {rules}", shown(&self.wanted.alias)),
            )
            .hint("leave traffic out to keep the rules, or give replaceRules=true to drop them"));
        }
        self.notes.push(Note::warning("RulesDropped", format!("these routing rules go away: {rules}")));
        Ok(())
    }

    /// Rule 15: equal splits are the same routing; a goal that needs a version to be made is never reached before.
    fn reached(&self, goal: &Goal) -> bool {
        let Some(current) = &self.current else { return false };
        match goal.routing(None, None) {
            Some(routing) => current.rules == routing.rules && self.split == routing.split(),
            None => {
                goal_share(goal) == Portion::ALL
                    && !current.by_rules()
                    && self.split.of(&Version::latest()) == Portion::ALL
            }
        }
    }

    fn update(&mut self) {
        let users = self.share_while_updating();
        let mut handler = None;
        if self.upload != Upload::No {
            // code and handler switch in one call, so that no request meets one without the other
            self.changes.retain(|change| {
                change.setting != "handler" || {
                    handler.clone_from(&change.to);
                    false
                }
            });
            let code = self.function.code.as_ref();
            let reason = match self.upload {
                Upload::Unknown => "its digest can't be compared with what is there",
                _ => "the package differs from what is on $latest",
            };
            self.steps.push(Step {
                text: format!(
                    "upload code to $latest{}{}",
                    code.map(size_of).unwrap_or_default(),
                    handler.as_ref().map(|handler| format!(", handler {handler}")).unwrap_or_default()
                ),
                reason: format!("{reason}; {users}"),
                action: Action::Upload { handler: handler.clone() },
            });
        }
        if self.changes.is_empty() {
            return;
        }
        let names: Vec<&str> = self.changes.iter().map(|change| change.setting.as_str()).collect();
        let text = format!("configure $latest: {}", names.join(", "));
        let changes = self.changes.clone();
        self.steps.push(Step {
            action: Action::Configure { changes },
            text,
            reason: format!("these settings differ; {users}"),
        });
        if self.upload != Upload::No && self.share_of_latest_while_updating() != Portion::NONE {
            self.notes.push(Note::warning(
                "MixedMoment",
                format!("between the two calls $latest, with {} of the traffic, runs the new code with the old configuration", self.share_of_latest_while_updating().percent()),
            ));
        }
    }

    /// The share of `$LATEST` at the time of the upload: after a protective shift it is the lowered one.
    fn share_of_latest_while_updating(&self) -> Portion {
        let shifted = self.steps.iter().rev().find_map(|step| match &step.action {
            Action::Shift { to, .. } => Some(goal_share(to)),
            _ => None,
        });
        shifted.unwrap_or_else(|| self.latest_now())
    }

    fn share_while_updating(&self) -> String {
        match self.share_of_latest_while_updating() {
            Portion::NONE => "no traffic is on $latest then".to_owned(),
            share => format!("{} of the traffic is on $latest then", share.percent()),
        }
    }

    fn publish(&mut self) {
        if !self.function.publish {
            return;
        }
        let after = match self.upload {
            Upload::No => self.seen.digest(&Version::latest()),
            _ => self.function.code.as_ref().and_then(|code| code.sha256().map(str::to_owned)),
        };
        if let Some(last) = &self.last
            && after.is_some()
            && self.seen.digest(last) == after
            && self.changes.is_empty()
        {
            self.notes.push(Note::info(
                "IdenticalCode",
                format!("the code is identical to version {last}; publish is an order and is carried out"),
            ));
        }
        let next = self.next_version();
        self.steps.push(publish_step(Some(&next)));
    }

    fn largest(&self) -> Option<u64> {
        self.published.last().and_then(|item| item.version.number())
    }

    fn next_version(&self) -> String {
        let largest = self.largest().unwrap_or(0);
        let made =
            self.steps.iter().filter(|step| matches!(step.action, Action::Protect { .. } | Action::Publish)).count()
                as u64;
        format!("a new version (expected: {})", largest.saturating_add(made).saturating_add(1))
    }

    fn shift(&mut self, goal: Goal, reason: &str) {
        let from = self.current.clone();
        let description = self.description.clone();
        self.steps.push(shift_step(self.wanted, from, goal, description, reason));
    }

    fn warn_of_other_aliases(&mut self) {
        if !self.replaces() {
            return;
        }
        for alias in &self.seen.aliases {
            let share = alias.routing().most_of(&Version::latest());
            if alias.name != self.wanted.alias && share != Portion::NONE {
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

    fn triggers(&mut self) -> Result<(), Error> {
        let Some(wanted) = &self.function.events else { return Ok(()) };
        let Some(seen) = self.seen.triggers.get() else {
            let what = format!("the triggers of {} are not known", self.function.name);
            return Err(Error::failed("NotObserved", what));
        };
        triggers::plan(wanted, seen, &mut self.steps, &mut self.notes);
        Ok(())
    }

    /// Whether this run moves all traffic of a function that has published versions onto code that none of them holds.
    fn ends_unheld(&self, goal: Option<&Goal>) -> bool {
        let all_on_latest = goal.map_or_else(|| self.latest_now(), goal_share) == Portion::ALL;
        if !all_on_latest || self.function.publish || self.last.is_none() || !(self.replaces() || goal.is_some()) {
            return false;
        }
        let digest = match (self.upload, &self.function.code) {
            (Upload::No, _) | (_, None) => self.seen.digest(&Version::latest()),
            (_, Some(code)) => code.sha256().map(str::to_owned),
        };
        let held =
            |digest: &String| self.usable.iter().any(|item| self.seen.digest(&item.version).as_ref() == Some(digest));
        !digest.as_ref().is_some_and(held)
    }

    fn into_plan(self) -> FunctionPlan {
        let before = parts_of(&self.split);
        let goal = self.steps.iter().rev().find_map(|step| match &step.action {
            Action::Shift { to, .. } => Some(to),
            _ => None,
        });
        let largest = self.largest();
        let unheld = self.ends_unheld(goal);
        let mut notes = self.notes;
        if unheld {
            notes.push(Note::warning(
                "Unheld",
                "all traffic will be on code that no published version is known to hold, with no mark to roll back to: publish=true makes one",
            ));
        }
        FunctionPlan {
            unheld,
            refused: None,
            key: self.function.key.clone(),
            target: target_of(self.function),
            after: goal.map_or_else(|| before.clone(), |goal| parts_of_goal(goal, largest)),
            before,
            last_version: self.last,
            basis: Basis {
                exists: true,
                routing: self.current.as_ref().map(ToString::to_string),
                versions: ranges(self.usable.iter().map(|item| &item.version)),
                code: self.seen.digest(&Version::latest()),
                package: self.function.code.as_ref().and_then(|code| code.sha256().map(str::to_owned)),
                settings: self.seen.function.get().map(settings::digest),
            },
            steps: self.steps,
            notes,
        }
    }
}

/// The settings that a configure step writes, read once more from the same facts as its plan.
pub(crate) fn settings_to_write(function: &WantedFunction, seen: &ObservedFunction, handler_done: bool) -> Settings {
    let Some(config) = seen.function.get() else { return Settings::default() };
    let mut write = settings::differing(&function.settings, config).map(|(write, _)| write).unwrap_or_default();
    if handler_done {
        write.handler = None;
    }
    write
}

/// The question before all traffic moves onto code that no version holds; only people on a terminal are asked it.
pub(super) fn question(functions: &[FunctionPlan]) -> Option<String> {
    let risky: Vec<&str> = functions.iter().filter(|plan| plan.unheld).map(|plan| plan.key.as_str()).collect();
    (!risky.is_empty()).then(|| {
        format!(
            "All traffic of {} will be on code that no published version is known to hold. Go on?",
            risky.join(", ")
        )
    })
}

fn no_version_note(asked: Share) -> Note {
    let asked = Portion::from(asked).percent();
    Note::warning(
        "NoVersion",
        format!(
            "no version is published yet: all traffic stays on $latest, whatever traffic says ({asked} was asked); publish=true makes one"
        ),
    )
}

fn goal_share(goal: &Goal) -> Portion {
    match goal {
        Goal::Grayscale { latest, .. } => Portion::from(*latest),
        Goal::Exactly(routing) => routing.most_of(&Version::latest()),
    }
}

fn parts_of_goal(goal: &Goal, largest: Option<u64>) -> Vec<Part> {
    let Goal::Grayscale { latest, last } = goal else {
        return goal.routing(None, None).map(|routing| parts_of(&routing.split())).unwrap_or_default();
    };
    let expected = largest.unwrap_or(0).saturating_add(1);
    let last = match last {
        VersionRef::Known(version) => version.shown().to_owned(),
        VersionRef::Published | VersionRef::Protected => format!("{expected} (new)"),
    };
    let parts = [(Version::latest().shown().to_owned(), Portion::from(*latest)), (last, Portion::from(latest.rest()))];
    parts
        .into_iter()
        .filter(|(_, share)| *share != Portion::NONE)
        .map(|(version, share)| Part { version, share })
        .collect()
}

fn publish_step(next: Option<&str>) -> Step {
    Step {
        action: Action::Publish,
        text: format!("publish $latest as {}", next.unwrap_or("a new version (expected: 1)")),
        reason: "publish was ordered".into(),
    }
}

fn shift_step(wanted: &Wanted, from: Option<Routing>, goal: Goal, description: String, reason: &str) -> Step {
    let create = from.is_none();
    let alias = shown(&wanted.alias);
    let old = from.as_ref().map(|routing| routing.to_string());
    let new = text_of_parts(&parts_of_goal(&goal, None), &goal);
    let text = match old {
        Some(old) => format!("shift {alias}: {old} → {new}"),
        None => format!("create alias {alias}: {new}"),
    };
    Step {
        action: Action::Shift { alias: wanted.alias.clone(), create, from, to: goal, description },
        text,
        reason: reason.to_owned(),
    }
}

fn text_of_parts(parts: &[Part], goal: &Goal) -> String {
    let new = match goal {
        Goal::Grayscale { last: VersionRef::Published, .. } => Some("the version published by this run"),
        Goal::Grayscale { last: VersionRef::Protected, .. } => Some("the version saved by this run"),
        _ => None,
    };
    let shown: Vec<String> = parts
        .iter()
        .map(|part| {
            let version = new.filter(|_| part.version.ends_with("(new)")).unwrap_or(&part.version);
            format!("{version} {}", part.share.percent())
        })
        .collect();
    shown.join(" · ")
}

/// `$default` as documentation writes it; other names as they are.
pub(crate) fn shown(alias: &str) -> &str {
    if alias == DEFAULT_ALIAS { "$default" } else { alias }
}

fn size_of(code: &Code) -> String {
    match code {
        Code::Source { package: Some(package), .. } => format!(" ({})", bytes(package.size)),
        Code::Source { .. } => String::new(),
        Code::Cos { bucket, object, .. } => format!(" (cos: {bucket}/{object})"),
    }
}

fn bytes(size: u64) -> String {
    match size {
        0..1000 => format!("{size} B"),
        1000..1_000_000 => format!("{}.{} KB", size / 1000, size % 1000 / 100),
        _ => format!("{}.{} MB", size / 1_000_000, size % 1_000_000 / 100_000),
    }
}
