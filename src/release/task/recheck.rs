//! Whose code it is (rule 23): what a step rests on, as this run saw it last; what is there now; what differs.
//!
//! Two moments: before a write, where the last look is too old ([`Task::rechecked`]), and after it, when what was written
//! is read back ([`Task::confirmed`]).

use super::answers::read;
use super::footing::{Difference, Footing, LastState, Look, Recheck};
use super::table::Event;
use super::writes::writer;
use super::{Purpose, StepRun, Task};
use crate::error::Error;
use crate::message::problem::ReleaseProblem;
use crate::message::problem::release::{CodeLeft, Since};
use crate::plan::Action;
use crate::release::outcome::Outcome;
use crate::release::retry::FRESH_MS;
use crate::scf::alias::{self, Alias};
use crate::scf::domain;
use crate::scf::function::{self, Address, Condition, Function};
use crate::scf::{Call, Failure, FailureClass};
use crate::time::seconds_of;
use crate::traffic::reach::Reach;
use crate::traffic::routing::{Routing, Version};

/// No update is over, and another one begun, in less.
const SHORTEST_UPDATE_MS: u64 = 1_000;

impl Task {
    /// What has to be looked at before the step's call: `again` where a call of it met trouble.
    fn looks_before(&self, now_ms: u64, again: bool) -> Vec<Look> {
        let Purpose::Step(doing) = &self.purpose else { return Vec::new() };
        if matches!(doing.action, Action::Domain { .. }) {
            return vec![Look::Domain];
        }
        let Footing { before, guards, wrote, few, .. } = &self.recheck.on;
        let old = |seen_ms: u64| now_ms.saturating_sub(seen_ms) > FRESH_MS;
        let (alias, latest) = (old(before.alias_ms), old(before.latest_ms) || again);
        // whoever waited for an update does not write over a rollback that came meanwhile
        let waited = *guards && *wrote && *few && now_ms.saturating_sub(before.alias_ms) > SHORTEST_UPDATE_MS;
        let shifts = matches!(doing.action, Action::Shift { .. });
        let alias = (alias || (shifts && waited)) && (before.alias.is_some() || shifts);
        let looks = match &doing.action {
            _ if doing.restores || doing.again || (again && !guards) => [false, false],
            Action::Upload { .. } | Action::Configure { .. } => {
                // a look at one may be old where the other's is not; an alias that was not there can't have changed
                let old = *guards && (alias || latest);
                [old && before.alias.is_some(), old]
            }
            Action::Publish | Action::Protect { .. } => [false, *guards && latest],
            // a raise rests on a look in which no update can have come and gone since
            Action::Shift { from, .. } => {
                let known = now_ms.saturating_sub(before.latest_ms) <= SHORTEST_UPDATE_MS;
                [from.is_some() && alias, *guards && !known && before.latest.known() && doing.raises()]
            }
            _ => [false, false],
        };
        let [alias, latest] = looks;
        let digest = latest && before.latest.digest.is_some() && !before.latest.is_image();
        let looks = [(alias, Look::Alias), (latest, Look::Function), (digest, Look::Digest)];
        looks.into_iter().filter_map(|(due, look)| due.then_some(look)).collect()
    }

    /// Whether it looks before its call. Sets out to.
    pub(super) fn rechecks(&mut self, now_ms: u64, again: bool) -> bool {
        self.recheck.looks = self.looks_before(now_ms, again);
        !self.recheck.looks.is_empty()
    }

    /// Whether the trouble that its call met leaves open what is there now.
    pub(super) fn doubtful(&self) -> bool {
        self.lost || self.failure.as_ref().is_some_and(|failure| failure.class == FailureClass::Conflict)
    }

    /// The call of the look that comes next.
    pub(super) fn look_call(&self) -> Option<Call> {
        let latest = Version::latest();
        let Purpose::Step(doing) = &self.purpose else { return None };
        Some(match (self.recheck.looks.first()?, &doing.action) {
            (Look::Domain, Action::Domain { name, .. }) => domain::get(&self.target.region, name),
            (Look::Domain, _) => return None,
            (Look::Alias, _) => alias::get(&self.target, &self.recheck.on.alias),
            (Look::Function, _) => function::get(&self.target, &latest),
            (Look::Digest, _) => {
                let version = self.version.as_ref().unwrap_or(&latest);
                let ask = if self.recheck.is_image() { function::get } else { function::address };
                ask(&self.target, version)
            }
        })
    }

    /// Its call is accepted.
    pub(in crate::release) fn accepted(&mut self, now_ms: u64) {
        (self.recheck.own_ms, self.recheck.own) = (Some(now_ms), true);
    }

    /// What its looks have shown counts from now on.
    pub(in crate::release) fn looked(&mut self, now_ms: u64) {
        let before = &mut self.recheck.on.before;
        (before.alias_ms, before.latest_ms) = (now_ms, now_ms);
    }

    /// A look at what the step rests on is answered.
    pub(super) fn rechecked(&mut self, doing: &StepRun, outcome: &Outcome) -> Event {
        let Some(look) = self.recheck.looks.first().copied() else { return Event::Refused };
        if let (Look::Domain, Action::Domain { from, goal, .. }) = (look, &doing.action) {
            if let Err(event) = self.compared_domain(from, goal, outcome) {
                return event;
            }
        } else if look == Look::Alias {
            match read::<Alias>(outcome) {
                Ok(good) => {
                    if let Some(error) = self.alias_changed(doing, &good.fields) {
                        self.found = Some(good.fields);
                        self.error = Some(error);
                        return Event::Broken;
                    }
                }
                Err(failure) => return self.troubled(failure),
            }
        } else if let Err(failure) = self.see(look, outcome) {
            return self.troubled(failure);
        }
        if look == Look::Function && self.busy() {
            if self.replaces_latest() && self.lost {
                self.recheck.looks.clear();
                return Event::Found;
            }
            // from the beginning when that is over
            self.recheck.looks = self.looks_before(u64::MAX, true);
            return Event::NotYet;
        }
        self.recheck.looks.remove(0);
        if self.recheck.looks.is_empty() { self.verdict(doing) } else { Event::More }
    }

    /// All looks before a call are made.
    fn verdict(&mut self, doing: &StepRun) -> Event {
        let Recheck { on: Footing { before, .. }, now, recorded, .. } = &self.recheck;
        let difference = before.latest.difference(now);
        if !difference.any() {
            return if *recorded { Event::Recorded } else { Event::Unchanged };
        }
        if self.replaces_latest() && self.lost {
            return Event::Found;
        }
        self.error = Some(self.changed(doing, difference));
        Event::Broken
    }

    /// An upload, or settings, on `$LATEST`.
    fn replaces_latest(&self) -> bool {
        matches!(self.action(), Some(Action::Upload { .. } | Action::Configure { .. }))
    }

    /// Keeps what a look at `$LATEST` shows. What may not be read is not compared.
    fn see(&mut self, look: Look, outcome: &Outcome) -> Result<(), Failure> {
        let image = self.recheck.is_image();
        let now = &mut self.recheck.now;
        match look {
            Look::Alias | Look::Domain => {}
            Look::Function => match read::<Function>(outcome) {
                Ok(good) => now.saw(good.fields),
                Err(failure) if failure.forbids() => now.function = None,
                Err(failure) => return Err(failure),
            },
            Look::Digest if image => match read::<Function>(outcome) {
                Ok(good) => now.digest = good.fields.image_identity(),
                Err(failure) if failure.forbids() => now.digest = None,
                Err(failure) => return Err(failure),
            },
            Look::Digest => match read::<Address>(outcome) {
                Ok(good) => now.digest = good.fields.code_sha256.map(|digest| digest.to_ascii_lowercase()),
                Err(failure) if failure.forbids() => now.digest = None,
                Err(failure) => return Err(failure),
            },
        }
        Ok(())
    }

    /// Whether a change is under way, as the look at the function shows.
    fn busy(&mut self) -> bool {
        let status = self.recheck.now.function.as_ref().and_then(|function| function.status.clone());
        let Some(status) = status.filter(|status| status.condition() == Condition::Busy) else { return false };
        self.last_seen = LastState::Status(status.word().to_owned());
        true
    }

    /// What it means that the alias is not what the step rests on; nothing where it is.
    fn alias_changed(&self, doing: &StepRun, now: &Alias) -> Option<Error> {
        let there = now.routing();
        let shift = match &doing.action {
            Action::Shift { from: Some(from), .. } => Some(from),
            _ => None,
        };
        let from = shift.or(self.recheck.on.before.alias.as_ref())?;
        let asked = doing.routing.as_ref().is_some_and(|asked| there.same_as(asked));
        if asked || there.same_as(from) {
            return None;
        }
        let (alias, shift) = match &doing.action {
            Action::Shift { alias, .. } => (alias.clone(), true),
            _ => (self.recheck.on.alias.clone(), false),
        };
        let run = writer(now).map(str::to_owned);
        let (was, now) = (from.to_string(), there.to_string());
        Some(Error::refused(ReleaseProblem::AliasChanged { alias, run, was, now, shift }))
    }

    /// Whether `$LATEST` has more of the traffic than it had.
    fn gained(&self, now: &Alias) -> bool {
        let latest = Version::latest();
        let before = self.recheck.on.before.alias.as_ref();
        before.is_some_and(|before| !Reach::of(&now.routing(), &latest).within(&Reach::of(before, &latest)))
    }

    /// What it means that `$LATEST` is not what the step rests on.
    fn changed(&self, doing: &StepRun, difference: Difference) -> Error {
        let since = if self.recheck.on.wrote { Since::Written } else { Since::Planned };
        let left = match &doing.action {
            Action::Shift { .. } if self.accepted => CodeLeft::ShiftVoid,
            Action::Shift { .. } => CodeLeft::NotShifted,
            Action::Publish | Action::Protect { .. } if self.accepted => CodeLeft::VersionOfOthers,
            Action::Publish | Action::Protect { .. } => CodeLeft::NotPublished,
            _ if self.accepted || self.lost => CodeLeft::Overwritten,
            _ => CodeLeft::Untouched,
        };
        Error::refused(ReleaseProblem::CodeChanged { differs: difference.parts(), since, left })
    }

    /// Follows a write on its way: a second one that begins before it was seen Active is someone else's.
    pub(in crate::release) fn under_way(&mut self, action: &'static str, written: Option<&str>) {
        let known = &mut self.recheck.under_way;
        let said = written.map(|time| (action, time.to_owned()));
        if let (Some(Some((by, before))), Some((_, now))) = (&known, &said)
            && *by == action
        {
            self.recheck.overlaid |= before != now;
        }
        match known {
            Some(Some(_)) => {}
            _ => *known = Some(said),
        }
    }

    /// What the function shows after code or settings were written.
    pub(super) fn read_back(&mut self, doing: &StepRun, function: Function) -> Event {
        let event = self.condition(&function, Event::Settled);
        let soon = self.soon();
        let Recheck { own_ms, own, under_way, .. } = &mut self.recheck;
        let same_time = match &under_way {
            Some(Some((_, time))) => function.mod_time.as_ref() == Some(time),
            _ => false,
        };
        *own = *own && (soon || same_time);
        *own_ms = Some(self.heard_ms);
        if event == Event::NotYet {
            self.under_way("GetFunction", function.mod_time.as_deref());
        }
        if event != Event::Settled {
            return event;
        }
        self.recheck.now.saw(function);
        let digest = match &doing.action {
            Action::Upload { .. } => true,
            Action::Configure { .. } => self.recheck.on.before.latest.digest.is_some() && !self.recheck.on.wrote,
            _ => self.recheck.on.digests,
        };
        if digest && !self.recheck.is_image() {
            self.recheck.looks = vec![Look::Digest];
            return Event::More;
        }
        self.arrived(doing)
    }

    /// Whether no other write can have come and gone since the last look.
    fn soon(&self) -> bool {
        self.recheck.own_ms.is_some_and(|seen_ms| self.heard_ms.saturating_sub(seen_ms) <= SHORTEST_UPDATE_MS)
    }

    /// Whether an alias that reads back as it was written has to be weighed with the code that it gives traffic to: someone
    /// may have written over that in the same moment.
    pub(super) fn confirms(&mut self, doing: &StepRun) -> Event {
        let Footing { guards, before, .. } = &self.recheck.on;
        if *guards && before.latest.known() && !doing.restores && !doing.again && doing.raises() {
            self.recheck.looks = vec![Look::Function];
            return Event::More;
        }
        Event::Settled
    }

    /// Whether a version that is Active has to be weighed with the code that it was to hold: where its call was long on its
    /// way, or its answer lost, someone may have written that over by the time it arrived.
    pub(super) fn holds(&mut self) -> Event {
        let Footing { guards, before, .. } = &self.recheck.on;
        let long = |accepted_ms: u64| accepted_ms.saturating_sub(before.latest_ms) > SHORTEST_UPDATE_MS;
        let adopts = matches!(self.action(), Some(Action::Adopt { .. }));
        if *guards && !adopts && before.latest.digest.is_some() && self.recheck.own_ms.is_none_or(long) {
            self.recheck.looks = vec![Look::Digest];
            return Event::More;
        }
        Event::Settled
    }

    /// Whether a look beyond the one that every write gets is due.
    pub(super) const fn confirming(&self) -> bool {
        !self.recheck.looks.is_empty()
    }

    /// Such a look is answered.
    pub(super) fn confirmed(&mut self, doing: &StepRun, outcome: &Outcome) -> Event {
        let Some(look) = self.recheck.looks.first().copied() else { return Event::Refused };
        if let Err(failure) = self.see(look, outcome) {
            return self.troubled(failure);
        }
        self.recheck.looks.clear();
        if look == Look::Alias {
            return match read::<Alias>(outcome) {
                Ok(good) => match self.alias_changed(doing, &good.fields) {
                    Some(error) if self.recheck.on.asked || self.gained(&good.fields) => {
                        self.error = Some(error);
                        Event::Broken
                    }
                    _ => Event::Settled,
                },
                Err(failure) => self.troubled(failure),
            };
        }
        if self.publishes() {
            let difference = self.recheck.on.before.latest.difference(&self.recheck.now);
            if difference.code {
                self.error = Some(self.changed(doing, difference));
            }
            return if difference.code { Event::Broken } else { Event::Settled };
        }
        if !matches!(doing.action, Action::Shift { .. }) {
            self.recheck.own &= self.soon();
            return self.arrived(doing);
        }
        let busy = look == Look::Function && self.busy();
        let Recheck { on: Footing { before, .. }, now, .. } = &self.recheck;
        let difference = before.latest.difference(now);
        let same_time = before.latest.times(now).is_some_and(|(before, now)| before == now);
        let unread = before.latest.digest.is_some() && !now.is_image();
        if look == Look::Function && !busy && !same_time && unread {
            self.recheck.looks = vec![Look::Digest];
            return Event::More;
        }
        // whether writing an alias moves the function's time is not documented
        if busy || difference.in_substance() {
            self.error = Some(self.changed(doing, Difference { written: busy, ..difference }));
            return Event::Broken;
        }
        Event::Settled
    }

    /// Whether what was accepted has come about, is this run's, and has the share of the traffic that it was written for.
    fn arrived(&mut self, doing: &StepRun) -> Event {
        let event = self.came_about(doing);
        let Footing { last_look, before, .. } = &self.recheck.on;
        let old = self.heard_ms.saturating_sub(before.alias_ms) > SHORTEST_UPDATE_MS;
        if event == Event::Settled && *last_look && before.alias.is_some() && old {
            self.recheck.looks = vec![Look::Alias];
            return Event::More;
        }
        event
    }

    /// Whether what was accepted has come about, and is this run's.
    ///
    /// A digest that is the package's says so. One that is not may be a server's own packing of it: then the code counts as
    /// this run's unless the looks have shown another write. Where nothing has moved at all, nothing was done; a time says
    /// that as well as a digest, but where the function was last written in the second in which this was accepted: the same
    /// written twice leaves no trace then.
    fn came_about(&mut self, doing: &StepRun) -> Event {
        let Recheck { on: Footing { before, package, .. }, now, overlaid, under_way, own, accepted_s, .. } =
            &self.recheck;
        let handler = match &doing.action {
            Action::Upload { handler, .. } => handler.as_ref(),
            Action::Configure { .. } => None,
            _ => return Event::Settled,
        };
        let is_ours = |ours: &String| now.digest.as_ref() == Some(ours);
        let uploads = matches!(doing.action, Action::Upload { .. });
        let handled = now.function.as_ref().is_none_or(|now| handler.is_none() || now.handler.as_ref() == handler);
        if uploads && handled && package.as_ref().is_some_and(is_ours) {
            return Event::Settled;
        }
        let difference = before.latest.difference(now);
        // neither an answer that was lost nor a look that came late says that the code which is there came with it
        let unproven = uploads && !(self.accepted && *own) && package.is_some() && now.digest.is_some();
        if *overlaid || (!uploads && difference.code) || (unproven && difference.code) {
            self.error = Some(self.changed(doing, Difference { code: true, ..difference }));
            return Event::Broken;
        }
        let just_before = |time: &str| seconds_of(time).zip(*accepted_s).is_some_and(|(time, at)| time + 1 >= at);
        let same_time = before.latest.times(now).is_some_and(|(before, now)| before == now && !just_before(now));
        self.recheck.unmoved = same_time && !difference.any() && under_way.is_none();
        if self.recheck.unmoved { Event::NotYet } else { Event::Settled }
    }
}

impl StepRun {
    /// Whether it gives `$LATEST` more traffic than it has.
    fn raises(&self) -> bool {
        let latest = Version::latest();
        let reach = |routing: Option<&Routing>| routing.map(|routing| Reach::of(routing, &latest)).unwrap_or_default();
        match &self.action {
            Action::Shift { from, .. } => !reach(self.routing.as_ref()).within(&reach(from.as_ref())),
            _ => false,
        }
    }
}
