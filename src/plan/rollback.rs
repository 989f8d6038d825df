//! The plan of a rollback, an abort and an undo: one write per function, never gated (rule 18).

use super::canonical::ranges;
use super::choice::Choice;
use super::intent::RollbackTo;
use super::mark::Mark;
use super::model::{Basis, FunctionPlan};
use super::past::{Past, Recorded};
use super::place::{alias_not_found, function_not_found, not_observed, some, target_of};
use super::step::{Action, Goal, Record, Step};
use super::users::{Novelty, Users};
use super::warm;
use crate::desired::{Desired, DesiredFunction};
use crate::error::Error;
use crate::message::parts::VersionShare;
use crate::message::problem::PlanProblem;
use crate::message::problem::plan::{FunctionSplit, Missing};
use crate::message::routing::{Rule, Shares};
use crate::message::{Note, Reason, RollbackNote, RoutingNote, StepText};
use crate::observed::{ObservedFunction, Seen};
use crate::scf::Target;
use crate::scf::alias::Alias;
use crate::time::seconds_of;
use crate::traffic::reach::Reach;
use crate::traffic::routing::{Routing, Version, VersionMatch, VersionWeight};
use crate::traffic::share::{Fraction, Weight};
use crate::traffic::stable::{self, Baseline, OnRecord};

/// How many usable versions an error names.
const MOST_VERSIONS: usize = 10;

/// How far this machine's clock and the API's may be apart, in seconds.
const CLOCKS_S: u64 = 5;

pub(super) fn plan(
    desired: &Desired,
    function: &DesiredFunction,
    (seen, index): (&ObservedFunction, usize),
    to: &RollbackTo,
    past: &Past,
    chosen: &[Choice],
) -> Result<FunctionPlan, Error> {
    let target = target_of(function);
    let alias = match seen.alias(&desired.alias) {
        _ if seen.is_missing() => {
            return Err(function_not_found(&target));
        }
        Seen::Is(alias) => alias,
        Seen::Missing if matches!(to, RollbackTo::Undo(_)) => {
            return recreate(desired, function, seen, past);
        }
        Seen::Missing => {
            return Err(alias_not_found(&target, &desired.alias));
        }
        Seen::Unknown => {
            return Err(not_observed(&target.name, Missing::Aliases));
        }
    };
    let users = Users::of(&function.on_record, Some(alias), seen);
    let choice = chosen.get(index).unwrap_or(&Choice::Named);
    let mut going = Going { desired, function, seen, users, current: alias.routing(), target, notes: Vec::new() };
    let goal = going.goal(to, past, choice)?;
    let mut warmth = goal.as_ref().map(|(goal, _)| warm::back_steps(function, goal)).unwrap_or_default();
    if let (RollbackTo::Undo(_), Some((goal, _)), Ok(record)) = (to, &goal, going.record(&past.recorded)) {
        warmth.extend(warm::again_steps(record, goal));
    }
    let mut plan = going.planned(goal, alias, matches!(to, RollbackTo::Undo(_)));
    plan.steps.extend(warmth);
    Ok(plan)
}

/// A rollback of one function in the making.
struct Going<'a> {
    desired: &'a Desired,
    function: &'a DesiredFunction,
    seen: &'a ObservedFunction,
    users: Users<'a>,
    current: Routing,
    target: Target,
    notes: Vec<Note>,
}

impl Going<'_> {
    /// Where the alias goes, with what is on record then; `None` where it stays.
    fn goal(&mut self, to: &RollbackTo, past: &Past, choice: &Choice) -> Result<Option<(Routing, Record)>, Error> {
        let aim = past.aims.iter().find(|aim| aim.target == self.target);
        if let Some(aim) = aim.filter(|aim| self.current.same_as(&aim.to) || self.current.same_as(&aim.from)) {
            self.is_there(&aim.to)?;
            return Ok(Some((aim.to.clone(), Record::from(aim.baseline.clone()))));
        }
        match to {
            RollbackTo::Version(version) => {
                let version = existing(self.seen, version, &self.target)?;
                Ok(Some(self.all_to(version)))
            }
            RollbackTo::Stable => self.back_to_stable(choice),
            RollbackTo::Previous => {
                let record = self.record(&past.recorded)?;
                let goal = self.recorded_routing(record, past)?;
                let record = self.rolled_back(&goal, record.baseline.as_ref());
                Ok(Some((goal, record)))
            }
            RollbackTo::Left => {
                let record = self.record(&past.recorded)?;
                Ok(Some((self.recorded_routing(record, past)?, Record::from(record.baseline.clone()))))
            }
            RollbackTo::Abort(_) | RollbackTo::Undo(_) => {
                let record = self.record(&past.recorded)?;
                self.refuse_where_others_changed_it(record)?;
                let goal = self.recorded_routing(record, past)?;
                let keeps = record.back && matches!(to, RollbackTo::Undo(_));
                let kept = if keeps {
                    Record::from(record.baseline.clone())
                } else {
                    self.rolled_back(&goal, record.baseline.as_ref())
                };
                Ok(Some((goal, kept)))
            }
        }
    }

    fn all_to(&self, version: Version) -> (Routing, Record) {
        let record = Record::from(Some(Baseline::rolled_back(version.clone(), self.newest())));
        (Routing::all_to(version), record)
    }

    fn newest(&self) -> u64 {
        self.users.newest().max(self.users.up_to())
    }

    /// What a rollback to a recorded routing leaves on record: users are back on what was stable then.
    fn rolled_back(&self, goal: &Routing, then: Option<&Baseline>) -> Record {
        let only = goal.split().only().filter(|version| !version.is_latest()).cloned();
        let known = only.or_else(|| then.map(|then| then.stable.clone()));
        let stable = known.or_else(|| stable::named(goal)).or_else(|| self.users.stable());
        Record::from(stable.map(|stable| Baseline::rolled_back(stable, self.newest())))
    }

    fn back_to_stable(&mut self, choice: &Choice) -> Result<Option<(Routing, Record)>, Error> {
        // a rollout goes back to what it began with, and no further
        if let Some(sides) = &self.function.sides {
            let stable = existing(self.seen, &sides.stable, &self.target)?;
            return Ok(Some(self.all_to(stable)));
        }
        let (key, stage) = (self.function.key.clone(), self.desired.stage.clone());
        match choice {
            Choice::Named | Choice::Releasing | Choice::Released => {}
            Choice::ReleasedBefore(at) => {
                self.notes.push(Note::Rollback(RollbackNote::ReleasedBefore { at: at.clone(), key, stage }));
                return Ok(None);
            }
            Choice::RolledBack(by) => {
                self.notes.push(Note::Rollback(RollbackNote::RolledBack { by: by.clone() }));
                return Ok(None);
            }
            Choice::Ruled => {
                let rules = Rule::all(&self.current.rules);
                self.notes.push(Note::Routing(RoutingNote::Ruled { rules, key, stage }));
                return Ok(None);
            }
            Choice::Steady => {
                self.notes.push(Note::Rollback(RollbackNote::Steady));
                return Ok(None);
            }
        }
        if self.users.releasing() || self.current.by_rules() {
            let Some(stable) = self.users.stable() else { return Err(self.no_version()) };
            if self.users.baseline.is_none() && stable::named(&self.current).is_none() {
                self.notes.push(Note::Rollback(RollbackNote::NamesNone { version: stable.clone() }));
            }
            return Ok(Some(self.all_to(stable)));
        }
        let split = self.current.split();
        let Some(now) = split.only().filter(|version| !version.is_latest()).cloned() else {
            return Err(self.no_version());
        };
        match self.users.baseline.as_ref().map(|baseline| (&baseline.stable, baseline.was.clone())) {
            Some((stable, Some(was))) if *stable == was => {
                self.notes.push(Note::Rollback(RollbackNote::RolledBackTo { version: now }));
                Ok(None)
            }
            Some((stable, Some(was))) if *stable == now => {
                let was = existing(self.seen, &was, &self.target)?;
                Ok(Some(self.all_to(was)))
            }
            _ => Err(self.nothing(&now)),
        }
    }

    fn no_version(&self) -> Error {
        Error::refused(PlanProblem::NothingToRollBackTo { function: self.target.name.clone() })
    }

    /// Steady, and nothing moved it: going back would be a downgrade that nobody meant.
    fn nothing(&self, now: &Version) -> Error {
        Error::refused(PlanProblem::SteadyFunction {
            function: self.target.name.clone(),
            key: self.function.key.clone(),
            stage: self.desired.stage.clone(),
            version: now.clone(),
            below: below(self.seen, now),
        })
    }

    fn record<'r>(&self, recorded: &'r [Recorded]) -> Result<&'r Recorded, Error> {
        recorded
            .iter()
            .find(|record| record.of(&self.target, &self.desired.alias))
            .ok_or_else(|| Error::refused(PlanProblem::NoRecordedRouting { function: self.target.name.clone() }))
    }

    /// What the journal recorded, with the new code held at the share that was asked for it.
    fn recorded_routing(&mut self, record: &Recorded, past: &Past) -> Result<Routing, Error> {
        let routing = record.routing.clone().unwrap_or_else(|| self.current.clone());
        let asked = record.asked.clone().filter(|_| record.replaced);
        let now = || Reach::of(&self.current, &Version::latest());
        let most = if self.foreign_code(past) { Some(now()) } else { asked };
        let goal = match most {
            Some(most) => capped(&routing, self.seen, (&most, self.users.stable()), false, &mut self.notes),
            None => routing,
        };
        self.is_there(&goal)?;
        Ok(goal)
    }

    /// Versions that a journal names may have been deleted since, or never have been.
    fn is_there(&self, routing: &Routing) -> Result<(), Error> {
        if self.current.same_as(routing) {
            return Ok(());
        }
        routing.published().iter().try_for_each(|version| existing(self.seen, version, &self.target).map(drop))
    }

    /// Whether `$LATEST` has code that the journal knows nothing of: what it recorded was not meant for that. By the digest
    /// where the journal knows one, else by the time of the last write and by who wrote the alias.
    fn foreign_code(&self, past: &Past) -> bool {
        let OnRecord { on_latest, changed_s, .. } = &self.function.on_record;
        if !on_latest.is_empty() {
            return self.seen.digest(&Version::latest()).is_some_and(|now| !on_latest.contains(&now));
        }
        let written =
            self.seen.config(&Version::latest()).and_then(|function| seconds_of(function.mod_time.as_deref()?));
        let elsewhere = |mark: &Mark| !past.runs.is_empty() && !past.runs.contains(&mark.run);
        let alias = self.seen.alias(&self.desired.alias);
        written.is_some_and(|written_s| written_s > changed_s + CLOCKS_S)
            || alias.get().and_then(|alias| Mark::of(alias)).as_ref().is_some_and(elsewhere)
    }

    /// An abort and an undo are about what a run left: what someone else made of it since is theirs.
    fn refuse_where_others_changed_it(&self, record: &Recorded) -> Result<(), Error> {
        let Some(before) = &record.routing else { return Ok(()) };
        let current = &self.current;
        if record.left.iter().chain([before]).any(|known| known.same_as(current)) {
            return Ok(());
        }
        let left = record.left.last().map(ToString::to_string);
        let alias = self.desired.alias.clone();
        Err(Error::refused(PlanProblem::ChangedSince { alias, now: current.to_string(), left }))
    }

    fn planned(mut self, goal: Option<(Routing, Record)>, alias: &Alias, undoes: bool) -> FunctionPlan {
        let current = self.current.clone();
        let (goal, record) = goal.unwrap_or_else(|| (current.clone(), Record::default()));
        let reached = current.same_as(&goal);
        if current.by_rules() && !goal.by_rules() {
            let rules = Rule::all(&current.rules);
            self.notes.push(Note::Routing(RoutingNote::RulesDropped { rules, recorded: true }));
        }
        let mut steps = Vec::new();
        if !reached {
            steps.push(Step {
                text: StepText::Shift {
                    alias: self.desired.alias.clone(),
                    from: Shares::from(&current),
                    to: Shares::from(&goal),
                },
                reason: Reason::Rollback,
                action: Action::Shift {
                    alias: self.desired.alias.clone(),
                    create: false,
                    from: Some(current.clone()),
                    to: Goal::Exactly(goal.clone()),
                    description: alias.text().to_owned(),
                    record,
                },
            });
        }
        let stable = self.users.stable();
        let novelty = Novelty { stable: stable.as_ref(), seen: self.seen, latest: true };
        let (before, after) = (current.split(), goal.split());
        let new_code = if undoes { novelty.of(&after) } else { Fraction::NONE };
        let moves_all = new_code == Fraction::ALL && novelty.of(&before) != Fraction::ALL;
        FunctionPlan {
            steps,
            before: VersionShare::of_split(&before),
            after: VersionShare::of_split(&after),
            last_version: self.seen.last_published().cloned(),
            notes: self.notes,
            basis: Basis {
                exists: true,
                routing: Some(current.to_string()),
                versions: ranges(self.seen.usable().into_iter().map(|item| &item.version)),
                ..Basis::default()
            },
            new_code,
            moves_all,
            ..FunctionPlan::bare(self.function)
        }
    }
}

/// The newest usable version below one.
fn below(seen: &ObservedFunction, version: &Version) -> Option<Version> {
    let releases = seen.releases().into_iter().map(|item| &item.version);
    releases.filter(|known| known.number() < version.number()).max().cloned()
}

/// Undoing the deletion of an alias makes it again.
fn recreate(
    desired: &Desired,
    function: &DesiredFunction,
    seen: &ObservedFunction,
    past: &Past,
) -> Result<FunctionPlan, Error> {
    let target = target_of(function);
    let record = past.recorded.iter().find(|record| record.of(&target, &desired.alias));
    let Some((record, routing)) = record.and_then(|record| Some((record, record.routing.clone()?))) else {
        return Err(alias_not_found(&target, &desired.alias));
    };
    for version in routing.published() {
        existing(seen, &version, &target)?;
    }
    let step = Step {
        text: StepText::CreateAlias { alias: desired.alias.clone(), to: Shares::from(&routing) },
        reason: Reason::UndoesDeletion,
        action: Action::Shift {
            alias: desired.alias.clone(),
            create: true,
            from: None,
            to: Goal::Exactly(routing.clone()),
            description: String::new(),
            record: Record::from(record.baseline.clone()),
        },
    };
    Ok(FunctionPlan {
        steps: vec![step],
        after: VersionShare::of_split(&routing.split()),
        last_version: seen.last_published().cloned(),
        basis: Basis {
            exists: true,
            versions: ranges(seen.usable().into_iter().map(|item| &item.version)),
            ..Basis::default()
        },
        ..FunctionPlan::bare(function)
    })
}

/// A rollback without names that finds nothing says so: with the choices, unless the newest change was a rollback already,
/// or a run that was cut off had moved nothing.
pub(super) fn refuse_where_nothing_is(
    desired: &Desired,
    functions: &[FunctionPlan],
    past: &Past,
    chosen: &[Choice],
) -> Result<(), Error> {
    let idle = functions.iter().all(|plan| plan.steps.is_empty() && plan.refused.is_none());
    let back = chosen.iter().any(|choice| matches!(choice, Choice::RolledBack(_)));
    let aimed = !past.aims.is_empty();
    let cut_off = past.moved.as_ref().is_some_and(|moved| moved.functions.is_empty());
    if desired.named || !idle || back || aimed || cut_off || functions.is_empty() {
        return Ok(());
    }
    let split = |plan: &FunctionPlan| FunctionSplit { key: plan.key.clone(), parts: plan.before.clone() };
    Err(Error::refused(PlanProblem::NothingInRelease {
        stage: desired.stage.clone(),
        functions: functions.iter().map(split).collect(),
    }))
}

/// What putting a function of a failed group back leaves on record.
pub(crate) fn put_back(
    function: &DesiredFunction,
    alias: &Alias,
    seen: &ObservedFunction,
    made: &[&Version],
) -> Record {
    let users = Users::of(&function.on_record, Some(alias), seen);
    let newest = made.iter().filter_map(|version| version.number()).fold(users.newest(), u64::max).max(users.up_to());
    Record::from(users.stable().map(|stable| Baseline::rolled_back(stable, newest)))
}

/// `previous` was asked for, and what was there before can't be looked up.
pub(super) fn unreadable(why: &str) -> Error {
    Error::refused(PlanProblem::JournalUnreadable { reason: why.to_owned() })
}

/// The plan for a function that can't be rolled back, while others can. What it has is shown all the same.
pub(super) fn left_alone(
    desired: &Desired,
    function: &DesiredFunction,
    seen: &ObservedFunction,
    error: Error,
) -> FunctionPlan {
    let there = seen
        .alias(&desired.alias)
        .get()
        .map(|alias| VersionShare::of_split(&alias.routing().split()))
        .unwrap_or_default();
    FunctionPlan {
        before: there.clone(),
        after: there,
        last_version: seen.last_published().cloned(),
        notes: vec![Note::Rollback(RollbackNote::LeftAlone { error: Box::new(error.clone()) })],
        refused: Some(error),
        ..FunctionPlan::bare(function)
    }
}

pub(crate) fn existing(seen: &ObservedFunction, version: &Version, target: &Target) -> Result<Version, Error> {
    let published = seen.published();
    let known = published.iter().find(|item| item.version == *version);
    if known.is_some_and(|item| item.usable()) {
        return Ok(version.clone());
    }
    let (function, version) = (target.name.clone(), version.clone());
    let usable = published.iter().rev().filter(|item| item.usable()).map(|item| item.version.to_string());
    let (usable, more) = some(usable.collect(), MOST_VERSIONS);
    Err(Error::refused(match known.map(|item| item.word().to_owned()) {
        Some(status) => PlanProblem::VersionUnusable { function, version, status, usable, more },
        None => PlanProblem::VersionNotFound { function, version, usable, more },
    }))
}

/// A recorded routing, after the code on `$LATEST` was replaced.
///
/// Rule 9: what was there before is gone; the code that is there now may have what was asked for it, no more. The rest stays
/// where it was: a version that was published since may be the very code that is rolled back.
pub(crate) fn capped(
    recorded: &Routing,
    seen: &ObservedFunction,
    (allowed, stable): (&Reach, Option<Version>),
    foreign: bool,
    notes: &mut Vec<Note>,
) -> Routing {
    let latest = Version::latest();
    if Reach::of(recorded, &latest).within(allowed) {
        return recorded.clone();
    }
    let usable = seen.usable();
    let split = recorded.split();
    let kept = usable.iter().map(|item| &item.version).rfind(|version| split.of(version) != Fraction::NONE);
    let Some(last) = kept.cloned().or(stable) else {
        notes.push(Note::Rollback(RollbackNote::NothingPublished));
        return Routing::all_to(latest);
    };
    if recorded.by_rules() && allowed.share == Fraction::NONE {
        let may = |rule: &&VersionMatch| !rule.version.is_latest() || allowed.holds(rule);
        let (rules, lost): (Vec<&VersionMatch>, Vec<&VersionMatch>) = recorded.rules.iter().partition(may);
        let rules: Vec<VersionMatch> = rules.into_iter().cloned().collect();
        if !lost.is_empty() {
            let lost = lost.into_iter().map(Rule::from).collect();
            notes.push(Note::Routing(RoutingNote::RulesNotRestored { rules: lost, rest: last.clone() }));
        }
        return Routing { rules, ..Routing::all_to(last) };
    }
    let had = recorded.most_of(&latest);
    let gets = allowed.share.min(had);
    notes.push(Note::Rollback(RollbackNote::Capped { had, gets, rest: last.clone(), foreign }));
    Routing {
        main: latest,
        additional: vec![VersionWeight { version: last, weight: Weight::from(gets.rest()) }],
        rules: Vec::new(),
    }
}
