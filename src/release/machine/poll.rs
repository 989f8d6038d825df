//! Waiting for many functions at once: one listing of their namespace says of all of them what each would be asked for.

use super::Release;
use crate::release::retry::{SAY_AGAIN_MS, look_ms, not_ready};
use crate::release::task::Task;
use crate::release::task::table::{Event, State};
use crate::scf::Target;

/// From so many on that wait in a namespace, listing it takes fewer calls: two pages answer for a whole namespace.
pub(crate) const WAITED_FOR: usize = 3;
/// Someone new is looked at no later than after this pause of the listing's.
const SOON: u32 = 3;

impl Release {
    /// A task that watches is to pause before it looks again. True where it need not: the listing looks for it from now on.
    pub(super) fn joins(&mut self, index: usize) -> bool {
        let task = must!(self, self.tasks.get(index), "no task");
        if !task.awaits_active() {
            return false;
        }
        // whoever met trouble asks again by himself
        let trouble = task.tries > 0;
        let target = task.target.clone();
        let poll = self.polls.at(&target);
        if poll.off || trouble || poll.alone.len() + poll.together.len() + 1 < WAITED_FOR {
            poll.alone.push(index);
            return false;
        }
        poll.together.push(index);
        poll.looks = poll.looks.min(SOON);
        if poll.task.is_none() {
            self.list(&target);
        }
        true
    }

    /// A task looks again, or ends.
    pub(super) fn leaves(&mut self, index: usize) {
        let Some(task) = self.tasks.get(index).filter(|task| task.awaits_active()) else { return };
        let poll = self.polls.at(&task.target);
        poll.alone.retain(|other| *other != index);
        poll.together.retain(|other| *other != index);
        let Some(listing) = poll.task.filter(|_| poll.together.is_empty()) else { return };
        if self.tasks.get(listing).is_some_and(|task| task.state == State::CallWait) {
            // nobody is left for whom it pauses
            self.dispatcher.forget(listing);
            self.advance(listing, Event::Stop, self.now_ms);
        }
    }

    /// After a pause, the namespace of `target` is listed.
    fn list(&mut self, target: &Target) {
        let (index, wait_ms) = (self.tasks.len(), self.wait_ms());
        let poll = self.polls.at(target);
        poll.task = Some(index);
        let first = poll.together.first().and_then(|index| self.tasks.get(*index));
        let key = first.map_or_else(String::new, |task| task.key.clone());
        let lasted_ms = self.now_ms.saturating_sub(first.and_then(|task| task.began_ms).unwrap_or(self.now_ms));
        let mut task = Task::poll(&key, poll.place.clone(), wait_ms);
        let pause_ms = look_ms(poll.looks);
        task.pause_ms = Some(pause_ms);
        self.tasks.push(task);
        if lasted_ms >= SAY_AGAIN_MS {
            self.dispatcher.say(key, not_ready(lasted_ms), pause_ms, self.now_ms);
        }
        self.advance(index, Event::NotYet, self.now_ms);
    }

    /// The namespace is listed: all who wait there hear of their functions.
    pub(super) fn listed(&mut self, listing: usize) {
        let task = must!(self, self.tasks.get_mut(listing), "no task");
        let (place, found) = (task.target.clone(), std::mem::take(&mut task.listed));
        for index in self.heard(&place) {
            let task = must!(self, self.tasks.get_mut(index), "no task");
            let listed = found.iter().find(|one| one.name == task.target.name);
            match (task.told(listed), task.due(self.now_ms)) {
                (Event::NotYet, _) if self.stopping => self.advance(index, Event::Stop, self.now_ms),
                (Event::NotYet, Event::Late) => self.advance(index, Event::Late, self.now_ms),
                (Event::NotYet, _) => {}
                (event, _) => self.advance(index, event, self.now_ms),
            }
        }
        let poll = self.polls.at(&place);
        poll.looks += 1;
        if !poll.together.is_empty() && poll.task.is_none() {
            self.list(&place);
        }
    }

    /// The namespace can't be listed: all who wait there look for themselves.
    pub(super) fn unlisted(&mut self, listing: usize) {
        let place = must!(self, self.tasks.get(listing), "no task").target.clone();
        let stop = self.stopping || self.failure.is_some();
        let together = self.heard(&place);
        self.polls.at(&place).off = !stop && !together.is_empty();
        for index in together {
            self.advance(index, if stop { Event::Stop } else { Event::Due }, self.now_ms);
        }
    }

    /// The listing is over, for those whom it was made for.
    fn heard(&mut self, place: &Target) -> Vec<usize> {
        let poll = self.polls.at(place);
        poll.task = None;
        poll.together.clone()
    }
}
