//! A deploy that routes by rules: who gets what, what becomes of the rules that are there, and how new code stays with the
//! requests that were asked for it (rules 9 and 11).

use super::draft::{Draft, goal_reach};
use crate::error::Error;
use crate::message::Reason;
use crate::message::parts::VersionShare;
use crate::message::problem::PlanProblem;
use crate::message::problem::plan::Replaces;
use crate::message::routing::{RoutingNote, Rule, RuleChange};
use crate::plan::{Goal, Note, VersionRef, existing, target_of};
use crate::text::sorted;
use crate::traffic::reach::Reach;
use crate::traffic::routing::{Routing, Version, VersionMatch};
use crate::traffic::share::{Fraction, Share};

impl Draft<'_> {
    /// Where `routes` goes: what the rules take to their versions, everyone else to the version that users stay on.
    pub(super) fn goal_by_rules(&mut self, rules: &[VersionMatch], protected: bool) -> Result<Goal, Error> {
        for rule in rules.iter().filter(|rule| !rule.version.is_latest()) {
            existing(self.seen, &rule.version, &target_of(self.function))?;
        }
        let all_on_latest = self.split.of(&Version::latest()) == Fraction::ALL;
        let main = if protected && (all_on_latest || self.last.is_none()) {
            VersionRef::Protected
        } else if let Some(rest) = self.rest()? {
            VersionRef::Known(rest)
        } else {
            self.notes.push(Note::Routing(RoutingNote::NothingToRoute));
            return Ok(Goal::Exactly(Routing::all_to(Version::latest())));
        };
        self.warn_of_older_code(Share::NONE, &main);
        Ok(Goal::Rules { main, rules: rules.to_vec() })
    }

    /// The requests that `$LATEST` gets now.
    pub(super) fn reach_now(&self) -> Reach {
        self.current.as_ref().map(|current| Reach::of(current, &Version::latest())).unwrap_or_default()
    }

    /// Before an upload that `$LATEST` would have more requests for than were asked: those that it has and may keep.
    pub(super) fn safe(&self, goal: &Goal) -> Goal {
        let Goal::Rules { main: main @ VersionRef::Known(_), rules } = goal else { return goal.clone() };
        let now = self.reach_now();
        let mut kept: Vec<VersionMatch> = Vec::new();
        for rule in rules {
            if !rule.version.is_latest() || now.holds(rule) {
                kept.push(rule.clone());
            } else {
                kept.extend(now.rules.iter().filter(|has| has.covered_by(&[rule])).cloned());
            }
        }
        Goal::Rules { main: main.clone(), rules: kept }
    }

    /// The shifts around an upload: what `$LATEST` has beyond what was asked goes before it, the rest comes after it.
    pub(super) fn shift_around_update(&mut self, goal: Goal) {
        let safe = self.safe(&goal);
        self.shift(safe.clone(), Reason::BeforeUpdate);
        self.update();
        if safe != goal {
            self.shift_from(safe.routing(None, None), goal, Reason::AfterUpdate);
        }
    }

    /// Rule 11: rules are never dropped silently.
    pub(super) fn refuse_to_drop_rules(&mut self, goal: Option<&Goal>) -> Result<(), Error> {
        let (Some(current), Some(goal)) = (self.current.clone(), goal) else { return Ok(()) };
        if let Goal::Rules { rules, main } = goal {
            return self.replace_rules(&current, rules, main);
        }
        if !current.by_rules() {
            return Ok(());
        }
        let (by, asked) = match (&self.desired.routes, &self.function.sides) {
            // no version is published: there is nothing that rules could separate
            (Some(_), _) => (Replaces::Routes, self.users.own_rules()),
            // the rules of a rollout end with it
            (None, Some(_)) => (Replaces::Traffic, self.users.own_rules()),
            (None, None) => (Replaces::Traffic, false),
        };
        self.drop_rules(&current.rules, by, asked)
    }

    fn drop_rules(&mut self, gone: &[VersionMatch], by: Replaces, own: bool) -> Result<(), Error> {
        let rules = Rule::all(gone);
        if !self.desired.replace_rules && !own {
            let alias = self.desired.alias.clone();
            return Err(Error::refused(PlanProblem::RulesInTheWay { alias, rules, by }));
        }
        self.notes.push(Note::Routing(RoutingNote::RulesDropped { rules, recorded: false }));
        Ok(())
    }

    /// Says what becomes of each rule. A rule of the same header and kind is a change of the one that is there.
    fn replace_rules(&mut self, current: &Routing, rules: &[VersionMatch], main: &VersionRef) -> Result<(), Error> {
        let same = |one: &VersionMatch, two: &VersionMatch| one.version == two.version && one.takes_same(two);
        let mut before: Vec<&VersionMatch> = current.rules.iter().collect();
        let mut changes: Vec<(usize, RuleChange)> = Vec::new();
        let mut open: Vec<(usize, &VersionMatch)> = Vec::new();
        for (index, rule) in rules.iter().enumerate() {
            match before.iter().position(|known| same(known, rule)) {
                Some(at) => {
                    before.remove(at);
                    changes.push((index, RuleChange::Stays { rule: Rule::from(rule) }));
                }
                None => open.push((index, rule)),
            }
        }
        for (index, rule) in open {
            let change = match before.iter().position(|known| known.same_kind(rule)) {
                Some(at) => RuleChange::Changes { was: Rule::from(before.remove(at)), rule: Rule::from(rule) },
                None => RuleChange::Comes { rule: Rule::from(rule) },
            };
            changes.push((index, change));
        }
        let changes = sorted(changes, |(index, _)| *index);
        // several ranges may become one
        let asked: Vec<&VersionMatch> = rules.iter().collect();
        let joined = before.iter().all(|gone| gone.covered_by(&asked));
        let dropped: Vec<VersionMatch> = before.into_iter().cloned().collect();
        if !dropped.is_empty() {
            self.drop_rules(&dropped, Replaces::Routes, joined || self.users.own_rules())?;
        }
        if !current.by_rules() && !rules.is_empty() {
            let parts = VersionShare::of_split(&self.split);
            if self.split.only().is_none() {
                self.notes.push(Note::Routing(RoutingNote::SharesEnd { parts }));
            }
        }
        if current.by_rules() && !changes.is_empty() {
            let rules = changes.into_iter().map(|(_, change)| change).collect();
            self.notes.push(Note::Routing(RoutingNote::RulesChange { rules }));
        }
        self.warn_of_changed_sides(current, rules, main, &dropped);
        Ok(())
    }

    /// Users whom a rule gave a version should keep it while the rule grows.
    fn warn_of_changed_sides(
        &mut self,
        current: &Routing,
        rules: &[VersionMatch],
        main: &VersionRef,
        dropped: &[VersionMatch],
    ) {
        for was in &current.rules {
            let to: Vec<&VersionMatch> = rules.iter().filter(|rule| rule.version == was.version).collect();
            let stays = main.version(None, None) == Some(&was.version) || was.covered_by(&to) || dropped.contains(was);
            if !stays {
                self.notes.push(Note::Routing(RoutingNote::UsersChangeSides { was: Rule::from(was) }));
            }
        }
    }

    /// Whether `$LATEST` would have more requests during the update than were asked for.
    pub(super) fn lowers(&self, goal: &Goal) -> bool {
        !self.reach_now().within(&goal_reach(goal))
    }

    /// The share of `$LATEST` that counts for questions: what own rules take is what was asked for them, while those of
    /// others may take any part.
    pub(super) fn share_now(&self) -> Fraction {
        let asked = self.desired.routes.is_some() || self.users.own_rules();
        if asked { self.split.of(&Version::latest()) } else { self.latest_now() }
    }
}
