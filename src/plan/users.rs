//! Which version users should be on, and which code is new to them: rules 9 and 22 as functions of what is known.

use crate::observed::ObservedFunction;
use crate::scf::alias::Alias;
use crate::scf::version::VersionItem;
use crate::traffic::routing::{Routing, Split, Version};
use crate::traffic::share::Fraction;
use crate::traffic::stable::{self, Baseline, OnRecord};

use super::mark::baseline_of;
use super::step::{Record, VersionRef};

/// How many of the newest published versions are compared with the code that a deploy overwrites. More would cost a call
/// each; code that is worth keeping is rarely older than the last few versions.
pub const DIGEST_LOOKBACK: usize = 3;

/// What is known of the users of one alias of a function.
#[derive(Debug)]
pub(crate) struct Users<'a> {
    seen: &'a ObservedFunction,
    on_record: &'a OnRecord,
    routing: Option<Routing>,
    /// Published versions, ascending.
    pub(crate) published: Vec<&'a VersionItem>,
    /// What is on record for exactly this routing.
    pub(crate) baseline: Option<Baseline>,
}

/// Code that a rollback took from users.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Withdrawn {
    /// It was on `$LATEST`.
    OnLatest,
    /// A published version has it.
    Version(Version),
}

impl Withdrawn {
    /// The version that has it.
    pub(crate) fn version(self) -> Option<Version> {
        match self {
            Self::OnLatest => None,
            Self::Version(version) => Some(version),
        }
    }
}

impl<'a> Users<'a> {
    pub(crate) fn of(on_record: &'a OnRecord, alias: Option<&Alias>, seen: &'a ObservedFunction) -> Self {
        let routing = alias.map(Alias::routing);
        let of_journal = || {
            let fits = on_record.left.as_ref().zip(routing.as_ref()).is_some_and(|(left, now)| left.same_as(now));
            on_record.baseline.clone().filter(|_| fits)
        };
        let baseline = alias.and_then(baseline_of).or_else(of_journal);
        Self { seen, on_record, routing, published: seen.published(), baseline }
    }

    /// The newest version at the last rollback; 0 where there was none.
    pub(crate) fn up_to(&self) -> u64 {
        self.baseline.as_ref().map_or(self.on_record.up_to, |baseline| baseline.up_to)
    }

    /// Versions from the newest down that a release may give traffic to.
    fn releases(&self) -> impl Iterator<Item = &'a VersionItem> {
        self.published.iter().rev().copied().filter(|item| item.usable() && !item.saved())
    }

    fn usable(&self, version: &Version) -> bool {
        self.seen.versions.unknown() || self.published.iter().any(|item| item.version == *version && item.usable())
    }

    /// The version that users should be on: what is on record for this routing; the one published version that the alias
    /// names, of two the older; the newest one that is not withdrawn.
    pub(crate) fn stable(&self) -> Option<Version> {
        let on_record = self.baseline.as_ref().map(|baseline| baseline.stable.clone());
        let named = || self.routing.as_ref().and_then(stable::named);
        let newest = || self.releases().map(|item| item.version.clone()).find(|version| !self.withdrew(version));
        let before = || self.on_record.baseline.as_ref().map(|baseline| baseline.stable.clone());
        let known = on_record.filter(|version| self.usable(version));
        let known = known.or_else(|| named().filter(|version| self.usable(version)));
        known.or_else(newest).or_else(|| before().filter(|version| self.usable(version)))
    }

    /// The same, before the run that made `version` and was cut off: what that run published is not what users were on.
    pub(crate) fn stable_before(&self, version: &Version) -> Option<Version> {
        let known = self.stable();
        if known.as_ref() != Some(version) {
            return known;
        }
        let others = self.releases().map(|item| item.version.clone());
        others.filter(|other| other.number() < version.number()).find(|other| !self.withdrew(other))
    }

    /// Whether a rollback left this version. The version that users should be on is not withdrawn, whoever put
    /// them there.
    pub(crate) fn withdrew(&self, version: &Version) -> bool {
        match &self.baseline {
            Some(baseline) => baseline.withdrew(version),
            None => version.number().is_some_and(|number| number <= self.on_record.up_to),
        }
    }

    /// The newest versions that a rollback left, as many as are compared with newer ones.
    pub(crate) fn withdrawn(&self, most: usize) -> Vec<Version> {
        let withdrawn = self.published.iter().rev().map(|item| &item.version).filter(|version| self.withdrew(version));
        withdrawn.take(most).cloned().collect()
    }

    /// The version that was published after the last rollback and is the newest, whatever its code is.
    pub(crate) fn candidate(&self) -> Option<Version> {
        let newest = self.releases().map(|item| item.version.clone()).next();
        newest.filter(|version| version.number().is_some_and(|number| number > self.up_to()))
    }

    /// The withdrawn code that a version, or a package with this digest, has again: `v3`, or what was on `$LATEST`.
    pub(crate) fn same_as_withdrawn(&self, digest: Option<&str>, version: Option<&Version>) -> Option<Withdrawn> {
        let digest = digest?;
        if self.on_record.withdrawn.iter().any(|known| known == digest) {
            return Some(Withdrawn::OnLatest);
        }
        let same = |withdrawn: &Version| {
            let settings = (self.seen.config(withdrawn), version.and_then(|version| self.seen.config(version)));
            let other = matches!(settings, (Some(one), Some(two)) if !one.runs_as(two));
            self.seen.digest(withdrawn).as_deref() == Some(digest) && !other
        };
        self.withdrawn(DIGEST_LOOKBACK).into_iter().find(same).map(Withdrawn::Version)
    }

    /// Who gets the rest of the traffic (rule 22): the newest usable version that was published after the last rollback and
    /// is not withdrawn code again, else stable; with those that are passed over, and why.
    ///
    /// Versions that rules name get what these take, so they do not get the rest too.
    pub(crate) fn rest(&self, named: &[&Version]) -> (Option<Version>, Vec<(Version, Withdrawn)>) {
        let mut passed = Vec::new();
        for item in self.releases().filter(|item| !named.contains(&&item.version)) {
            let version = &item.version;
            if version.number().is_none_or(|number| number <= self.up_to()) {
                break;
            }
            match self.same_as_withdrawn(self.seen.digest(version).as_deref(), Some(version)) {
                None => return (Some(version.clone()), passed),
                Some(withdrawn) => passed.push((version.clone(), withdrawn)),
            }
        }
        let stable = self.stable().filter(|stable| !named.contains(&stable));
        let others = || self.releases().map(|item| item.version.clone()).find(|one| !named.contains(&one));
        (stable.or_else(others).or_else(|| self.stable()), passed)
    }

    /// Whether the alias is in the middle of a release: `$LATEST` has any share while a published version could take it, or
    /// two versions share it. Rules count where this tool made them.
    pub(crate) fn releasing(&self) -> bool {
        let Some(routing) = &self.routing else { return false };
        if routing.by_rules() {
            return self.own_rules() && self.stable().is_some();
        }
        let split = routing.split();
        let latest = split.of(&Version::latest()) != Fraction::NONE;
        (latest && (self.stable().is_some())) || split.only().is_none()
    }

    /// Whether this tool made the rules of the alias: what it left is on record.
    pub(crate) fn own_rules(&self) -> bool {
        self.baseline.is_some() && self.routing.as_ref().is_some_and(Routing::by_rules)
    }

    /// What a shift to a split of `$LATEST` and `last` leaves on record.
    pub(crate) fn after_share(&self, latest: bool, last: &VersionRef, typed: Option<&Version>) -> Record {
        let stable = self.stable();
        let before = self.baseline.as_ref().and_then(|baseline| baseline.was.clone());
        let last_is_stable = matches!((last, &stable), (VersionRef::Known(last), Some(stable)) if last == stable);
        let newest = self.newest();
        let up_to = typed.map_or(self.up_to(), |typed| self.up_to_after(typed, newest));
        if let Some(typed) = typed {
            return Record { stable: Some(VersionRef::Known(typed.clone())), was: Some(typed.clone()), up_to };
        }
        if latest && let Some(stable) = stable {
            // the release goes on, and users who are not on the new code should be where they were
            return Record { stable: Some(VersionRef::Known(stable.clone())), was: Some(stable), up_to };
        }
        let ends = self.releasing() || !last_is_stable;
        Record { stable: Some(last.clone()), was: if ends { stable } else { before }, up_to }
    }

    /// What giving all traffic to a version by name leaves on record, where that is no rollback.
    pub(crate) fn after_naming(&self, routing: &Routing) -> Record {
        let (stable, newest) = (self.stable(), self.newest());
        match routing.split().only().filter(|version| !version.is_latest()) {
            Some(version) => Record {
                up_to: self.up_to_after(version, newest),
                stable: Some(VersionRef::Known(version.clone())),
                // an alias that is new has nobody on it yet, and no way back
                was: stable.filter(|_| self.routing.is_some()),
            },
            None => {
                let named = routing.published();
                let kept = stable.clone().filter(|version| named.contains(version));
                let next = kept.or_else(|| named.first().cloned()).or_else(|| stable.clone());
                Record {
                    was: stable.or_else(|| next.clone()),
                    stable: next.map(VersionRef::Known),
                    up_to: self.up_to(),
                }
            }
        }
    }

    /// Naming a version that is not the newest withdraws those above it: the next release leaves users where they are.
    fn up_to_after(&self, named: &Version, newest: u64) -> u64 {
        if named.number().is_some_and(|number| number < newest) { newest.max(self.up_to()) } else { self.up_to() }
    }

    /// The number of the newest version, usable or not.
    pub(crate) fn newest(&self) -> u64 {
        self.published.last().and_then(|item| item.version.number()).unwrap_or(0)
    }
}

/// Which code is new to users: it is not what stable serves, and they did not go back to it.
#[derive(Debug)]
pub(crate) struct Novelty<'a> {
    /// The version that users should be on; without one nothing can be told apart, and nothing is new.
    pub(crate) stable: Option<&'a Version>,
    pub(crate) seen: &'a ObservedFunction,
    /// Whether what is on `$LATEST` differs from stable.
    pub(crate) latest: bool,
}

impl Novelty<'_> {
    pub(crate) fn version(&self, version: &Version) -> bool {
        let Some(stable) = self.stable else { return false };
        if version.is_latest() {
            return self.latest;
        }
        let same = self.seen.digest(stable).is_some() && self.seen.digest(stable) == self.seen.digest(version);
        version != stable && version.number() > stable.number() && !same
    }

    /// The share of new code in a split.
    pub(crate) fn of(&self, split: &Split) -> Fraction {
        let new = split.iter().filter(|(version, _)| self.version(version));
        new.fold(Fraction::NONE, |sum, (_, share)| sum.plus(share))
    }
}
