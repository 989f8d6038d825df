//! How many calls may go, and when: one allowance per region and action, shared by all functions of a run.
//!
//! The API counts the calls that arrive in a second and refuses those beyond its limit. So calls go at even distances. Only
//! where all that waits is no more than a second's worth, and nothing went for a second, it goes at once, so that a release of
//! few functions waits for nothing; what it took ahead is paid back before the next one goes. No second ever sees more than the
//! allowance, however long the silence was. A refusal lowers the allowance by an eighth (so little,
//! because one may be chance, and because another follows in a moment where it is not), seconds without one raise it again, up
//! to what the API documents.

use std::collections::VecDeque;

use super::retry::Dice;
use crate::scf::Call;

/// The documented limit: so many calls of an action in a region, in a thousand seconds.
const MOST: u64 = 20_000;
/// The allowance never falls below a call a second: slower could not be told from standing still.
const LEAST: u64 = 1_000;
/// How much the allowance rises in a second without a refusal.
const RISE: u64 = 500;
/// The API counts when calls arrive, and they do not travel alike: a second's allowance is spread over so many milliseconds,
/// which forgives differences of 40 ms.
const SECOND_MS: u64 = 1_040;
/// A timer that is late by so much does not move the calls behind it.
const LATE_MS: u64 = 15;
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
        dice: &mut Dice,
    ) -> Option<u64> {
        self.queue(of.0, of.1).allowance.refused(sent_ms, pause, dice)
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
#[derive(Debug, Clone, Copy)]
struct Allowance {
    /// Calls in a thousand seconds.
    rate: u64,
    /// When the next call is due at even distances.
    next_ms: u64,
    /// How many may go before that.
    ahead: u64,
    /// When the last call went.
    last_ms: u64,
    /// When the rate was lowered, or last raised since.
    changed_ms: u64,
    /// When the rate was lowered.
    lowered_ms: u64,
    /// Nothing goes before.
    shut_ms: u64,
}

impl Allowance {
    const fn new() -> Self {
        Self { rate: MOST, next_ms: 0, ahead: 0, last_ms: 0, changed_ms: 0, lowered_ms: 0, shut_ms: 0 }
    }

    const fn gap_ms(self) -> u64 {
        1000 * SECOND_MS / self.rate
    }

    fn due_ms(&self, now_ms: u64) -> u64 {
        let even = if self.ahead > 0 { self.shut_ms } else { self.next_ms.max(self.shut_ms) };
        if even > now_ms + LONGEST_MS { now_ms } else { even.max(now_ms) }
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
        if now_ms >= self.last_ms + SECOND_MS {
            self.ahead = if waiting as u64 <= second { second.saturating_sub(1) } else { 0 };
            self.next_ms = now_ms + gap;
        } else if now_ms < self.next_ms && self.ahead > 0 {
            self.ahead -= 1;
            self.next_ms += gap;
        } else {
            self.ahead = 0;
            self.next_ms = self.next_ms.clamp(now_ms.saturating_sub(LATE_MS), now_ms) + gap;
        }
        self.last_ms = now_ms;
    }

    fn refused(&mut self, sent_ms: u64, pause: Pause, dice: &mut Dice) -> Option<u64> {
        let Pause { now_ms, asked_ms } = pause;
        // calls that were on their way already say nothing about the new rate
        let lowers = sent_ms >= self.lowered_ms && self.rate > LEAST;
        if lowers {
            self.rate = (self.rate * 7 / 8).max(LEAST);
            (self.lowered_ms, self.changed_ms) = (now_ms, now_ms);
        }
        // the second is full: leave it alone for a while, and not in step with whoever else fills it
        let gap = self.gap_ms();
        self.ahead = 0;
        self.next_ms = self.next_ms.max(now_ms + gap + dice.roll() % gap);
        self.shut_ms = self.shut_ms.max(now_ms + asked_ms);
        lowers.then_some(self.rate / 1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When `count` calls go that are all ready at `from_ms`.
    fn going(allowance: &mut Allowance, from_ms: u64, count: usize) -> Vec<u64> {
        let mut now = from_ms;
        let go = |gone| {
            now = allowance.due_ms(now);
            allowance.take(now, count - gone);
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
        assert!(times.windows(2).all(|pair| pair[1] - pair[0] == 52));
        let mut allowance = Allowance::new();
        assert_eq!(going(&mut allowance, 5_000_000, 20), [5_000_000; 20]);
        // that second is full
        assert_eq!(going(&mut allowance, 5_000_090, 20), [5_001_040; 20]);
        assert_eq!(going(&mut allowance, 5_001_090, 3), [5_002_080; 3]);
    }

    #[test]
    fn no_second_sees_more_than_the_allowance_whatever_the_rests_between() {
        for rest in [1, 51, 52, 53, 300, 999, 1_000, 1_041, 60_000, 86_400_000] {
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

    #[test]
    fn late_timers_do_not_add_up() {
        let mut allowance = Allowance::new();
        let mut now = 1_000_000;
        for _ in 0..200 {
            now = allowance.due_ms(now) + 7;
            allowance.take(now, 200);
        }
        assert!(now - 1_000_000 <= 199 * 52 + 2 * 7, "{now}");
    }

    #[test]
    fn refusals_lower_the_rate_once_a_round_and_time_raises_it_again() {
        let mut allowance = Allowance::new();
        let mut dice = Dice::new(1);
        let times = going(&mut allowance, 1_000_000, 20);
        let pause = |now_ms| Pause { now_ms, asked_ms: 0 };
        assert_eq!(allowance.refused(times[19], pause(times[19] + 40), &mut dice), Some(17));
        // this one was on its way already
        assert_eq!(allowance.refused(times[18], pause(times[19] + 41), &mut dice), None);
        assert_eq!(allowance.rate, 17_500);
        let lowered = allowance.lowered_ms;
        going(&mut allowance, lowered + 2_999, 1);
        assert_eq!(allowance.rate, 18_500);
        going(&mut allowance, lowered + 60_000, 1);
        assert_eq!(allowance.rate, MOST);
        // it never stands still
        for round in 0..40 {
            let now_ms = lowered + 100_000 + round;
            allowance.refused(now_ms, pause(now_ms), &mut dice);
        }
        assert_eq!((allowance.rate, allowance.gap_ms()), (LEAST, SECOND_MS));
    }

    #[test]
    fn a_server_that_asks_for_a_pause_gets_it() {
        let mut allowance = Allowance::new();
        going(&mut allowance, 1_000_000, 1);
        allowance.refused(1_000_000, Pause { now_ms: 1_000_040, asked_ms: 7_000 }, &mut Dice::new(1));
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
        pace.refused(("a", "UpdateAlias"), 2_000_000, shut, &mut Dice::new(1));
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
