//! How many calls may go, and when: one allowance per region and action, shared by all functions of a run.
//!
//! The API counts the calls that arrive in a second and refuses those beyond its limit. So calls go at even distances. Only
//! where all that waits is no more than a second's worth, and nothing went for a second, it goes at once, so that a release of
//! few functions waits for nothing; what it took ahead is paid back before the next one goes. No second ever sees more than the
//! allowance, however long the silence was: a call goes a second after the one that it takes the place of has *arrived*. When
//! that was, its answer tells: no later than it came, less the shortest time that such a call has taken there and back.
//!
//! A refusal lowers the allowance: by a thirty-second where none came lately, since one may be chance, and by an eighth where
//! another follows. Seconds without one raise it again, up to what the API documents.

use std::collections::VecDeque;

use super::retry::Rng;
use crate::scf::Call;

/// The documented limit: so many calls of an action in a region, in a thousand seconds.
const MOST: u64 = 20_000;
/// The allowance never falls below a call a second: slower could not be told from standing still.
const LEAST: u64 = 1_000;
/// How much the allowance rises in a second without a refusal.
const RISE: u64 = 500;
/// A second as the API may count it, with what clocks and timers are apart.
const SECOND_MS: u64 = 1_010;
/// Of a call without an answer it is assumed that it travelled so much longer than others do.
const STRAYED_MS: u64 = 30;
/// Nothing is assumed to have travelled longer than others by more: it was the answer then, or the API itself.
const ASTRAY_MS: u64 = 150;
/// The same of the first second's calls: connections are opened, and a process that has just begun is slow.
const COLD_ASTRAY_MS: u64 = 500;
/// A timer that is late by so much does not move the calls behind it.
const LATE_MS: u64 = 100;
/// A refusal within so long of another one is no chance.
const CHANCE_MS: u64 = 3_000;
/// No pause is longer (a server may ask for 60 s). A call that would have to wait longer has a clock that was set back.
const LONGEST_MS: u64 = 61_000;
/// The most calls in flight. Rates and latency bound them below that as a rule (20 a second for 200 ms are four); where a
/// region answers slowly, it is as many sockets and bodies as a small machine has to spare.
pub(super) const IN_FLIGHT: usize = 64;
/// Packages are in memory while they travel, as base64 text of up to 10 MB each.
pub(super) const PACKAGES_IN_FLIGHT: usize = 8;

/// The calls of a run that wait for their turn.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// A handful: as many as there are regions times actions.
    queues: Vec<Queue>,
    /// The queue that is served first next time.
    turn: usize,
}

/// A call that waits for its turn.
#[derive(Debug)]
pub(super) struct Waiting {
    /// Whose it is.
    pub(super) task: usize,
    pub(super) call: Call,
    /// Whether it looks what became of a write.
    pub(super) looks: bool,
}

/// Where a call stands in line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Behind those who came before.
    Last,
    /// It was turned away at the door: it has waited its turn already.
    First,
}

#[derive(Debug)]
struct Queue {
    region: String,
    action: &'static str,
    allowance: Allowance,
    /// Calls that look what became of a write go before new work: they end something.
    looks: VecDeque<Waiting>,
    work: VecDeque<Waiting>,
}

impl Pace {
    pub(super) fn push(&mut self, waiting: Waiting, place: Place) {
        let queue = self.queue(&waiting.call.region, waiting.call.action);
        let line = if waiting.looks { &mut queue.looks } else { &mut queue.work };
        match place {
            Place::Last => line.push_back(waiting),
            Place::First => line.push_front(waiting),
        }
    }

    /// Whether nothing waits.
    pub(super) fn is_empty(&self) -> bool {
        self.queues.iter().all(|queue| queue.head().is_none())
    }

    /// The next call that may go now. Queues take turns, so that none of them uses up the room of the others.
    pub(super) fn next(&mut self, now_ms: u64, packages: bool) -> Option<Waiting> {
        for offset in 0..self.queues.len() {
            let at = (self.turn + offset) % self.queues.len();
            let Some(queue) = self.queues.get_mut(at) else { continue };
            let goes = queue.head().is_some_and(|head| packages || head.call.blob.is_none());
            if goes && queue.allowance.due_ms(now_ms) <= now_ms {
                queue.allowance.take(now_ms, queue.looks.len() + queue.work.len());
                self.turn = at + 1;
                return queue.looks.pop_front().or_else(|| queue.work.pop_front());
            }
        }
        None
    }

    /// When the first of those that wait may go.
    pub(super) fn due_ms(&self, now_ms: u64) -> Option<u64> {
        let waiting = self.queues.iter().filter(|queue| queue.head().is_some());
        waiting.map(|queue| queue.allowance.due_ms(now_ms)).filter(|due| *due > now_ms).min()
    }

    /// Takes out what is not to be sent any more, of everything but the looks. The tasks whose calls they were.
    pub(super) fn drop_work(&mut self, of: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut dropped = Vec::new();
        for queue in &mut self.queues {
            queue.work.retain(|waiting| {
                let drops = of(waiting.task);
                if drops {
                    dropped.push(waiting.task);
                }
                !drops
            });
        }
        dropped
    }

    /// A call that went out at `sent_ms` was refused: there were too many. The new allowance in calls a second, where it
    /// was lowered.
    pub(super) fn refused(
        &mut self,
        of: (&str, &'static str),
        sent_ms: u64,
        pause: Pause,
        rng: &mut Rng,
    ) -> Option<u64> {
        self.queue(of.0, of.1).allowance.refused(sent_ms, pause, rng)
    }

    /// A call that went out at `sent_ms` is answered.
    pub(super) fn answered(&mut self, of: (&str, &'static str), sent_ms: u64, now_ms: u64) {
        self.queue(of.0, of.1).allowance.answered(sent_ms, now_ms.saturating_sub(sent_ms));
    }

    fn queue(&mut self, region: &str, action: &'static str) -> &mut Queue {
        let known = self.queues.iter().position(|queue| queue.action == action && queue.region == region);
        let at = known.unwrap_or_else(|| {
            self.queues.push(Queue {
                region: region.to_owned(),
                action,
                allowance: Allowance::new(),
                looks: VecDeque::new(),
                work: VecDeque::new(),
            });
            self.queues.len() - 1
        });
        #[expect(clippy::indexing_slicing, reason = "the index was found or made just above")]
        &mut self.queues[at]
    }
}

impl Queue {
    fn head(&self) -> Option<&Waiting> {
        self.looks.front().or_else(|| self.work.front())
    }
}

/// When a refusal came, and for how long the server asked to be left alone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pause {
    pub(super) now_ms: u64,
    pub(super) asked_ms: u64,
}

/// When calls of one action may go to one region.
#[derive(Debug)]
struct Allowance {
    /// Calls in a thousand seconds.
    rate: u64,
    /// When the next call is due at even distances.
    next_ms: u64,
    /// How many may go before that.
    ahead: u64,
    /// The last calls, as many as a second may see.
    gone: VecDeque<Gone>,
    /// The shortest time that a call took there and back.
    shortest_ms: u64,
    /// How many that was judged by.
    trips: u64,
    /// When the rate was lowered, or last raised since.
    changed_ms: u64,
    /// When the rate was lowered.
    lowered_ms: u64,
    /// Nothing goes before.
    shut_ms: u64,
}

/// A call that went.
#[derive(Debug, Clone, Copy)]
struct Gone {
    at_ms: u64,
    /// How long it took, once it is answered.
    took_ms: Option<u64>,
}

impl Allowance {
    const fn new() -> Self {
        Self {
            rate: MOST,
            next_ms: 0,
            ahead: 0,
            gone: VecDeque::new(),
            shortest_ms: u64::MAX,
            trips: 0,
            changed_ms: 0,
            lowered_ms: 0,
            shut_ms: 0,
        }
    }

    const fn gap_ms(&self) -> u64 {
        1_000_000 / self.rate
    }

    fn due_ms(&self, now_ms: u64) -> u64 {
        let even = if self.ahead > 0 { self.shut_ms } else { self.next_ms.max(self.shut_ms) };
        let due = even.max(self.room_ms());
        if due > now_ms + LONGEST_MS { now_ms } else { due.max(now_ms) }
    }

    /// When the second is over in which the call arrived whose place the next one takes.
    fn room_ms(&self) -> u64 {
        let second = usize::try_from(self.rate.div_ceil(1000)).unwrap_or(usize::MAX);
        let Some(gone) = self.gone.len().checked_sub(second).and_then(|index| self.gone.get(index)) else { return 0 };
        // the first second's calls were all late, perhaps, while connections were opened: they arrived before their answers
        let (shortest, most) =
            if self.trips > MOST / 1000 { (self.shortest_ms, ASTRAY_MS) } else { (0, COLD_ASTRAY_MS) };
        let strayed = gone.took_ms.map_or(STRAYED_MS, |took| took.saturating_sub(shortest).min(most));
        gone.at_ms + SECOND_MS + strayed
    }

    /// A call goes, the first of so many that wait.
    fn take(&mut self, now_ms: u64, waiting: usize) {
        let rises = now_ms.saturating_sub(self.changed_ms) / 1000;
        if self.rate < MOST && rises > 0 {
            self.rate = (self.rate + rises * RISE).min(MOST);
            self.changed_ms += rises * 1000;
        }
        let gap = self.gap_ms();
        let second = self.rate / 1000;
        if self.gone.back().is_none_or(|last| now_ms >= last.at_ms + SECOND_MS) {
            self.ahead = if waiting as u64 <= second { second.saturating_sub(1) } else { 0 };
            self.next_ms = now_ms + gap;
        } else if now_ms < self.next_ms && self.ahead > 0 {
            self.ahead -= 1;
            self.next_ms += gap;
        } else {
            self.ahead = 0;
            self.next_ms = self.next_ms.clamp(now_ms.saturating_sub(LATE_MS), now_ms) + gap;
        }
        if self.gone.len() as u64 >= MOST / 1000 {
            self.gone.pop_front();
        }
        self.gone.push_back(Gone { at_ms: now_ms, took_ms: None });
    }

    fn answered(&mut self, sent_ms: u64, took: u64) {
        self.shortest_ms = self.shortest_ms.min(took);
        self.trips += 1;
        // of those that went in the same moment, the first that waits for its answer
        let same = |gone: &&mut Gone| gone.at_ms == sent_ms && gone.took_ms.is_none();
        if let Some(gone) = self.gone.iter_mut().find(same) {
            gone.took_ms = Some(took);
        }
    }

    fn refused(&mut self, sent_ms: u64, pause: Pause, rng: &mut Rng) -> Option<u64> {
        let Pause { now_ms, asked_ms } = pause;
        // calls that were on their way already say nothing about the new rate
        let lowers = sent_ms >= self.lowered_ms && self.rate > LEAST;
        if lowers {
            let chance = now_ms >= self.lowered_ms + CHANCE_MS;
            self.rate = (if chance { self.rate * 31 / 32 } else { self.rate * 7 / 8 }).max(LEAST);
            (self.lowered_ms, self.changed_ms) = (now_ms, now_ms);
        }
        // the second is full: leave it alone for a while, and not in step with whoever else fills it
        let gap = self.gap_ms();
        self.ahead = 0;
        self.next_ms = self.next_ms.max(now_ms + gap + rng.roll() % gap);
        self.shut_ms = self.shut_ms.max(now_ms + asked_ms);
        lowers.then_some(self.rate / 1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What calls take there and back, if nothing is said of it.
    const TRIP_MS: u64 = 40;

    /// When `count` calls go that are all ready at `from_ms`; each is answered.
    fn going(allowance: &mut Allowance, from_ms: u64, count: usize) -> Vec<u64> {
        let mut now = from_ms;
        let go = |gone| {
            now = allowance.due_ms(now);
            allowance.take(now, count - gone);
            allowance.answered(now, TRIP_MS);
            now
        };
        (0..count).map(go).collect()
    }

    /// The most calls in any second.
    fn most_in_a_second(times: &[u64]) -> usize {
        let until = |from: u64| times.iter().filter(|time| (from..from + 1000).contains(time)).count();
        times.iter().map(|time| until(*time)).max().unwrap()
    }

    #[test]
    fn many_go_evenly_and_few_at_once() {
        let times = going(&mut Allowance::new(), 5_000_000, 400);
        assert!(times.windows(2).all(|pair| (10..=100).contains(&(pair[1] - pair[0]))));
        assert_eq!(times[399] - times[39], 18 * SECOND_MS);
        let mut allowance = Allowance::new();
        assert_eq!(going(&mut allowance, 5_000_000, 20), [5_000_000; 20]);
        // that second is full
        assert_eq!(going(&mut allowance, 5_000_090, 20), [5_001_050; 20]);
        assert_eq!(going(&mut allowance, 5_001_090, 3), [5_002_060; 3]);
    }

    #[test]
    fn no_second_sees_more_than_the_allowance_whatever_the_rests_between() {
        for rest in [1, 49, 50, 51, 300, 999, 1_000, 1_011, 60_000, 86_400_000] {
            for batch in [1, 3, 10, 11, 25, 60] {
                let mut allowance = Allowance::new();
                let mut times: Vec<u64> = vec![];
                for _ in 0..6 {
                    let from = times.last().map_or(7_000_000, |last| last + rest);
                    times.extend(going(&mut allowance, from, batch));
                }
                assert!(most_in_a_second(&times) <= 20, "{rest} ms between batches of {batch}");
            }
        }
    }

    /// Twenty calls that take so long go at once, and it is known what such calls take. When their places are free again.
    fn places_after(trips: &[u64], warm: bool) -> Vec<u64> {
        let mut allowance = Allowance::new();
        if warm {
            going(&mut allowance, 4_000_000, 60);
        }
        for trip in trips.iter().copied().chain(std::iter::repeat(TRIP_MS)).take(20) {
            allowance.take(5_000_000, 20);
            allowance.answered(5_000_000, trip);
        }
        let place = |_| {
            let due = allowance.due_ms(5_000_900);
            allowance.take(due, 1);
            due - 5_000_000
        };
        trips.iter().map(place).collect()
    }

    #[test]
    fn a_call_that_arrived_late_is_counted_from_then_on() {
        // of the third it was the answer that was late, for the most part
        assert_eq!(places_after(&[40, 70, 800], true), [1_010, 1_040, 1_160]);
    }

    #[test]
    fn the_first_calls_are_all_late_perhaps() {
        assert_eq!(places_after(&[140, 145, 400], false), [1_150, 1_155, 1_410]);
    }

    #[test]
    fn a_call_without_an_answer_is_taken_to_have_strayed() {
        let mut allowance = Allowance::new();
        for _ in 0..20 {
            allowance.take(5_000_000, 20);
        }
        assert_eq!(allowance.due_ms(5_000_010), 5_000_000 + SECOND_MS + STRAYED_MS);
    }

    #[test]
    fn late_timers_do_not_add_up() {
        for late in [7, 30, 60] {
            let mut allowance = Allowance::new();
            let mut times = vec![];
            let mut now = 1_000_000;
            for at in 0..200 {
                // every third one
                now = allowance.due_ms(now) + if at % 3 == 0 { late } else { 0 };
                allowance.take(now, 200);
                allowance.answered(now, TRIP_MS);
                times.push(now);
            }
            assert!(now - 1_000_000 <= 10 * (SECOND_MS + late), "{late}: {now}");
            assert!(most_in_a_second(&times) <= 20, "{late}");
        }
    }

    #[test]
    fn refusals_lower_the_rate_once_a_round_and_time_raises_it_again() {
        let mut allowance = Allowance::new();
        let mut rng = Rng::new(1);
        let times = going(&mut allowance, 1_000_000, 20);
        let pause = |now_ms| Pause { now_ms, asked_ms: 0 };
        // one may be chance
        assert_eq!(allowance.refused(times[19], pause(times[19] + 40), &mut rng), Some(19));
        // this one was on its way already
        assert_eq!(allowance.refused(times[18], pause(times[19] + 41), &mut rng), None);
        assert_eq!(allowance.rate, 19_375);
        // another is not
        let again = allowance.lowered_ms + 200;
        assert_eq!(allowance.refused(again - 40, pause(again), &mut rng), Some(16));
        assert_eq!(allowance.rate, 16_953);
        let lowered = allowance.lowered_ms;
        going(&mut allowance, lowered + 2_999, 1);
        assert_eq!(allowance.rate, 17_953);
        going(&mut allowance, lowered + 60_000, 1);
        assert_eq!(allowance.rate, MOST);
        // it never stands still
        for round in 0..60 {
            let now_ms = lowered + 100_000 + round;
            allowance.refused(now_ms, pause(now_ms), &mut rng);
        }
        assert_eq!((allowance.rate, allowance.gap_ms()), (LEAST, 1_000));
    }

    #[test]
    fn a_server_that_asks_for_a_pause_gets_it() {
        let mut allowance = Allowance::new();
        going(&mut allowance, 1_000_000, 1);
        allowance.refused(1_000_000, Pause { now_ms: 1_000_040, asked_ms: 7_000 }, &mut Rng::new(1));
        assert_eq!(allowance.due_ms(1_000_041), 1_007_040);
    }

    fn waiting(task: usize, action: &'static str, region: &str, looks: bool) -> Waiting {
        let call = Call { action, region: region.into(), body: String::new(), tail: None, blob: None, writes: false };
        Waiting { task, call, looks }
    }

    fn order(pace: &mut Pace, mut now_ms: u64) -> Vec<usize> {
        let mut tasks = vec![];
        loop {
            tasks.extend(std::iter::from_fn(|| pace.next(now_ms, true)).map(|waiting| waiting.task));
            match pace.due_ms(now_ms) {
                Some(due) => now_ms = due,
                None => return tasks,
            }
        }
    }

    #[test]
    fn looks_go_first_and_whoever_was_turned_away_before_them() {
        let mut pace = Pace::default();
        for task in 0..3 {
            pace.push(waiting(task, "GetAlias", "r", false), Place::Last);
        }
        pace.push(waiting(10, "GetAlias", "r", true), Place::Last);
        pace.push(waiting(11, "GetAlias", "r", true), Place::First);
        assert_eq!(order(&mut pace, 1_000_000), [11, 10, 0, 1, 2]);
        assert!(pace.is_empty());
    }

    #[test]
    fn regions_and_actions_take_turns_and_none_waits_for_another() {
        let mut pace = Pace::default();
        for task in 0..30 {
            pace.push(waiting(task, "UpdateAlias", "a", false), Place::Last);
        }
        pace.push(waiting(100, "UpdateAlias", "b", false), Place::Last);
        pace.push(waiting(101, "GetAlias", "a", false), Place::Last);
        assert_eq!(order(&mut pace, 1_000_000)[..4], [0, 100, 101, 1]);

        pace.push(waiting(0, "UpdateAlias", "a", false), Place::Last);
        let shut = Pause { now_ms: 2_000_000, asked_ms: 30_000 };
        pace.refused(("a", "UpdateAlias"), 2_000_000, shut, &mut Rng::new(1));
        pace.push(waiting(1, "UpdateAlias", "b", false), Place::Last);
        assert_eq!(order(&mut pace, 2_000_001), [1, 0]);
    }

    #[test]
    fn packages_wait_for_room_and_hold_up_no_other_action() {
        let mut pace = Pace::default();
        let mut package = waiting(1, "UpdateFunctionCode", "r", false);
        package.call.blob = Some("fun01".into());
        pace.push(package, Place::Last);
        pace.push(waiting(2, "GetFunction", "r", true), Place::Last);
        let without: Vec<usize> = std::iter::from_fn(|| pace.next(1_000_000, false)).map(|one| one.task).collect();
        assert_eq!((without, pace.is_empty()), (vec![2], false));
        assert_eq!(pace.next(1_000_000, true).map(|one| one.task), Some(1));
    }

    #[test]
    fn what_is_dropped_is_everything_but_the_looks() {
        let mut pace = Pace::default();
        for task in 0..4 {
            pace.push(waiting(task, "GetAlias", "r", task % 2 == 0), Place::Last);
        }
        assert_eq!(pace.drop_work(|_| true), [1, 3]);
        assert_eq!(order(&mut pace, 1_000_000), [0, 2]);
    }

    #[test]
    fn a_clock_that_is_set_back_holds_nothing_up() {
        let mut allowance = Allowance::new();
        going(&mut allowance, 90_000_000, 15);
        assert_eq!(allowance.due_ms(10_000_000), 10_000_000);
    }
}
