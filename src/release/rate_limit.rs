//! How many calls may go, and when: a bucket of tokens per region and action, shared by all functions of a run.
//!
//! The API counts the calls that arrive in a second and refuses those beyond 20. So each call takes a token, and gives it
//! back a second after it *arrived*: a release of few functions waits for nothing, and no second ever sees more calls than
//! there are tokens. When a call arrived, its answer tells: no later than it came, less the shortest time that such a call
//! has taken there and back. A refusal takes a quarter of the tokens away; each second without one gives one back.

use std::collections::VecDeque;

use super::retry::Rng;
use crate::scf::Call;

/// The documented limit: so many calls of an action in a region in a second.
const BURST: usize = 20;
/// A second as the API may count it, with what clocks and timers are apart.
const SECOND_MS: u64 = 1_010;
/// A call without an answer may have travelled so much longer than others.
const UNANSWERED_MS: u64 = 30;
/// No call travels longer than others by more: the rest is the answer, or the API itself.
const LATE_MS: u64 = 150;
/// The same of the first calls: connections are opened, and a process that has just begun is slow.
const COLD_LATE_MS: u64 = 500;
/// No pause is longer (a server may ask for 60 s): a call that would wait longer has a clock that was set back.
const LONGEST_MS: u64 = 61_000;
/// The most calls in flight. Rates and latency bound them below that as a rule (20 a second for 200 ms are four); where a
/// region answers slowly, it is as many sockets and bodies as a small machine has to spare.
pub(super) const IN_FLIGHT: usize = 64;
/// Packages are in memory while they travel, as base64 text of up to 10 MB each.
pub(super) const PACKAGES_IN_FLIGHT: usize = 8;
/// The log service answers 15 searches of a topic at once, whoever asks; others read it too.
pub(super) const SEARCHES_IN_FLIGHT: usize = 3;

/// The calls of a run that wait for their turn.
#[derive(Debug, Default)]
pub(super) struct RateLimiter {
    /// A handful: as many as there are regions times actions.
    queues: Vec<Queue>,
    /// The queue that is served first next time.
    turn: usize,
}

/// A call that waits for its turn.
#[derive(Debug)]
pub(super) struct Waiting {
    /// The task that it belongs to.
    pub(super) task: usize,
    pub(super) call: Call,
    /// Whether it verifies a write.
    pub(super) looks: bool,
}

/// Where a call is put into its queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Behind the others.
    Last,
    /// Before the others: a throttled call goes back to the front of its queue.
    First,
}

#[derive(Debug)]
struct Queue {
    region: String,
    action: &'static str,
    bucket: TokenBucket,
    /// Calls that verify a write go before new work: they end something.
    looks: VecDeque<Waiting>,
    work: VecDeque<Waiting>,
}

impl RateLimiter {
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

    /// The next call that may go now and has room among those in flight. Queues take turns, so that none of them uses up the room of the others.
    pub(super) fn next(&mut self, now_ms: u64, has_room: impl Fn(&Call) -> bool) -> Option<Waiting> {
        for offset in 0..self.queues.len() {
            let at = (self.turn + offset) % self.queues.len();
            let Some(queue) = self.queues.get_mut(at) else { continue };
            let goes = queue.head().is_some_and(|head| has_room(&head.call));
            if goes && queue.bucket.due_ms(now_ms) <= now_ms {
                queue.bucket.take(now_ms);
                self.turn = at + 1;
                return queue.looks.pop_front().or_else(|| queue.work.pop_front());
            }
        }
        None
    }

    /// When the first of those that wait may go.
    pub(super) fn due_ms(&self, now_ms: u64) -> Option<u64> {
        let waiting = self.queues.iter().filter(|queue| queue.head().is_some());
        waiting.map(|queue| queue.bucket.due_ms(now_ms)).filter(|due| *due > now_ms).min()
    }

    /// Takes out calls that are not to be sent any more; those that verify a write stay. The tasks that they belong to.
    pub(super) fn drop_work(&mut self, of: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut dropped = Vec::new();
        for queue in &mut self.queues {
            queue.work.retain(|waiting| {
                let drops = of(waiting.task);
                dropped.extend(drops.then_some(waiting.task));
                !drops
            });
        }
        dropped
    }

    /// A call that was sent at `sent_ms` was refused at `now_ms`: there were too many. `asked_ms` is the pause that the
    /// server asked for. Calls a second from now on, where fewer are sent.
    pub(super) fn refused(
        &mut self,
        (region, action): (&str, &'static str),
        sent_ms: u64,
        (now_ms, asked_ms): (u64, u64),
        rng: &mut Rng,
    ) -> Option<u64> {
        self.queue(region, action).bucket.refused(sent_ms, now_ms, asked_ms, rng)
    }

    /// A call that was sent at `sent_ms` is answered.
    pub(super) fn answered(&mut self, (region, action): (&str, &'static str), sent_ms: u64, now_ms: u64) {
        self.queue(region, action).bucket.answered(sent_ms, now_ms);
    }

    fn queue(&mut self, region: &str, action: &'static str) -> &mut Queue {
        let known = self.queues.iter().position(|queue| queue.action == action && queue.region == region);
        let at = known.unwrap_or_else(|| {
            let (looks, work) = (VecDeque::new(), VecDeque::new());
            self.queues.push(Queue { region: region.to_owned(), action, bucket: TokenBucket::new(), looks, work });
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

/// When calls of one action may go to one region.
#[derive(Debug)]
struct TokenBucket {
    /// How many tokens there are.
    tokens: usize,
    /// The last calls, as many as there may be tokens: when each was sent, and once it is answered, how long it took.
    taken: VecDeque<(u64, Option<u64>)>,
    /// The shortest time that a call took there and back, and how many calls that is known of.
    shortest_ms: u64,
    answers: usize,
    /// When tokens were last taken away, and when one was last given back since.
    lowered_ms: u64,
    raised_ms: u64,
    /// Nothing goes before.
    blocked_until_ms: u64,
}

impl TokenBucket {
    const fn new() -> Self {
        Self {
            tokens: BURST,
            taken: VecDeque::new(),
            shortest_ms: u64::MAX,
            answers: 0,
            lowered_ms: 0,
            raised_ms: 0,
            blocked_until_ms: 0,
        }
    }

    /// When the next call may go: when the token is back that the call so many calls before it took.
    fn due_ms(&self, now_ms: u64) -> u64 {
        let before = self.taken.len().checked_sub(self.tokens).and_then(|index| self.taken.get(index));
        let due = before.map_or(0, |(sent_ms, took_ms)| sent_ms + SECOND_MS + self.late_ms(*took_ms));
        let due = due.max(self.blocked_until_ms);
        if due > now_ms + LONGEST_MS { now_ms } else { due.max(now_ms) }
    }

    fn take(&mut self, now_ms: u64) {
        let seconds = now_ms.saturating_sub(self.raised_ms) / 1000;
        self.tokens = self.tokens.saturating_add(usize::try_from(seconds).unwrap_or(BURST)).min(BURST);
        self.raised_ms += seconds * 1000;
        if self.taken.len() == BURST {
            self.taken.pop_front();
        }
        self.taken.push_back((now_ms, None));
    }

    /// How much later than others a call that took so long arrived.
    fn late_ms(&self, took_ms: Option<u64>) -> u64 {
        // the first calls were all late, perhaps: they arrived before their answers
        let (shortest_ms, most_ms) = if self.answers > BURST { (self.shortest_ms, LATE_MS) } else { (0, COLD_LATE_MS) };
        took_ms.map_or(UNANSWERED_MS, |took_ms| took_ms.saturating_sub(shortest_ms).min(most_ms))
    }

    fn answered(&mut self, sent_ms: u64, now_ms: u64) {
        let took_ms = now_ms.saturating_sub(sent_ms);
        self.shortest_ms = self.shortest_ms.min(took_ms);
        self.answers += 1;
        // of those that were sent in the same moment, the first without an answer
        if let Some((_, took)) = self.taken.iter_mut().find(|call| **call == (sent_ms, None)) {
            *took = Some(took_ms);
        }
    }

    fn refused(&mut self, sent_ms: u64, now_ms: u64, asked_ms: u64, rng: &mut Rng) -> Option<u64> {
        // calls that were on their way already say nothing about the new rate
        let lowers = sent_ms >= self.lowered_ms && self.tokens > 1;
        if lowers {
            self.tokens = (self.tokens * 3 / 4).max(1);
            (self.lowered_ms, self.raised_ms) = (now_ms, now_ms);
        }
        // the second is full: leave it alone for a while, and not in step with whoever else fills it
        let gap_ms = 1000 / self.tokens as u64;
        let pause_ms = asked_ms.max(gap_ms + rng.roll() % gap_ms);
        self.blocked_until_ms = self.blocked_until_ms.max(now_ms + pause_ms);
        lowers.then_some(self.tokens as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What calls take there and back, if nothing is said of it.
    const TRIP_MS: u64 = 40;

    /// When `count` calls go that are all ready at `from_ms`; each is answered.
    fn going(bucket: &mut TokenBucket, from_ms: u64, count: usize) -> Vec<u64> {
        let mut now = from_ms;
        let go = |_| {
            now = bucket.due_ms(now);
            bucket.take(now);
            bucket.answered(now, now + TRIP_MS);
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
    fn a_second_s_worth_goes_at_once_and_the_next_one_a_second_after_it_arrived() {
        let mut bucket = TokenBucket::new();
        assert_eq!(going(&mut bucket, 5_000_000, 20), [5_000_000; 20]);
        assert_eq!(going(&mut bucket, 5_000_090, 20), [5_000_000 + SECOND_MS + TRIP_MS; 20]);
    }

    #[test]
    fn many_go_at_the_documented_rate() {
        let times = going(&mut TokenBucket::new(), 5_000_000, 400);
        assert_eq!(times[399] - times[39], 18 * SECOND_MS);
    }

    #[test]
    fn no_second_sees_more_than_there_are_tokens_whatever_the_rests_between() {
        for rest in [1, 49, 50, 51, 300, 999, 1_000, 1_011, 60_000, 86_400_000] {
            for batch in [1, 3, 10, 11, 25, 60] {
                let mut bucket = TokenBucket::new();
                let mut times: Vec<u64> = vec![];
                for _ in 0..6 {
                    let from = times.last().map_or(7_000_000, |last| last + rest);
                    times.extend(going(&mut bucket, from, batch));
                }
                assert!(most_in_a_second(&times) <= BURST, "{rest} ms between batches of {batch}");
            }
        }
    }

    /// Twenty calls that take so long go at once, and it is known what such calls take. When their tokens are back.
    fn back_after(trips: &[u64], warm: bool) -> Vec<u64> {
        let mut bucket = TokenBucket::new();
        if warm {
            going(&mut bucket, 4_000_000, 60);
        }
        for trip in trips.iter().copied().chain(std::iter::repeat(TRIP_MS)).take(BURST) {
            bucket.take(5_000_000);
            bucket.answered(5_000_000, 5_000_000 + trip);
        }
        let place = |_| {
            let due = bucket.due_ms(5_000_900);
            bucket.take(due);
            due - 5_000_000
        };
        trips.iter().map(place).collect()
    }

    #[test]
    fn a_call_that_arrived_late_is_counted_from_then_on() {
        // of the third it was the answer that was late, for the most part
        assert_eq!(back_after(&[40, 70, 800], true), [1_010, 1_040, 1_160]);
    }

    #[test]
    fn the_first_calls_are_all_late_perhaps() {
        assert_eq!(back_after(&[140, 145, 400], false), [1_150, 1_155, 1_410]);
    }

    #[test]
    fn a_call_without_an_answer_is_taken_to_have_travelled_longer() {
        let mut bucket = TokenBucket::new();
        for _ in 0..BURST {
            bucket.take(5_000_000);
        }
        assert_eq!(bucket.due_ms(5_000_010), 5_000_000 + SECOND_MS + UNANSWERED_MS);
    }

    #[test]
    fn late_timers_do_not_add_up() {
        for late in [7, 30, 60] {
            let mut bucket = TokenBucket::new();
            let mut times = vec![];
            let mut now = 1_000_000;
            for at in 0..200 {
                // every third one
                now = bucket.due_ms(now) + if at % 3 == 0 { late } else { 0 };
                bucket.take(now);
                bucket.answered(now, now + TRIP_MS);
                times.push(now);
            }
            assert!(most_in_a_second(&times) <= BURST, "{late}");
        }
    }

    #[test]
    fn refusals_of_one_moment_take_a_quarter_of_the_tokens_once() {
        let (mut bucket, mut rng) = (TokenBucket::new(), Rng::new(1));
        going(&mut bucket, 1_000_000, 20);
        assert_eq!(bucket.refused(1_000_000, 1_000_040, 0, &mut rng), Some(15));
        // this one was on its way already
        assert_eq!(bucket.refused(1_000_000, 1_000_041, 0, &mut rng), None);
        assert_eq!(bucket.tokens, 15);
        assert_eq!(bucket.refused(1_000_500, 1_000_540, 0, &mut rng), Some(11));
    }

    #[test]
    fn a_second_without_a_refusal_gives_a_token_back() {
        let (mut bucket, mut rng) = (TokenBucket::new(), Rng::new(1));
        bucket.refused(1_000_000, 1_000_000, 0, &mut rng);
        going(&mut bucket, 1_002_999, 1);
        assert_eq!(bucket.tokens, 17);
        going(&mut bucket, 1_060_000, 1);
        assert_eq!(bucket.tokens, BURST);
    }

    #[test]
    fn a_call_a_second_goes_however_often_it_is_refused() {
        let (mut bucket, mut rng) = (TokenBucket::new(), Rng::new(1));
        for now_ms in 1_000_000..1_000_060 {
            bucket.refused(now_ms, now_ms, 0, &mut rng);
        }
        assert_eq!(bucket.tokens, 1);
        assert!(bucket.due_ms(1_000_060) < 1_002_100);
    }

    #[test]
    fn a_server_that_asks_for_a_pause_gets_it() {
        let mut bucket = TokenBucket::new();
        going(&mut bucket, 1_000_000, 1);
        bucket.refused(1_000_000, 1_000_040, 7_000, &mut Rng::new(1));
        assert_eq!(bucket.due_ms(1_000_041), 1_007_040);
    }

    #[test]
    fn a_clock_that_is_set_back_holds_nothing_up() {
        let mut bucket = TokenBucket::new();
        going(&mut bucket, 90_000_000, 25);
        assert_eq!(bucket.due_ms(10_000_000), 10_000_000);
    }

    fn waiting(task: usize, action: &'static str, region: &str, looks: bool) -> Waiting {
        let call = Call {
            action,
            region: region.into(),
            body: String::new(),
            tail: None,
            blob: None,
            writes: false,
            object: None,
        };
        Waiting { task, call, looks }
    }

    fn order(limiter: &mut RateLimiter, mut now_ms: u64) -> Vec<usize> {
        let mut tasks = vec![];
        loop {
            tasks.extend(std::iter::from_fn(|| limiter.next(now_ms, |_| true)).map(|waiting| waiting.task));
            match limiter.due_ms(now_ms) {
                Some(due) => now_ms = due,
                None => return tasks,
            }
        }
    }

    #[test]
    fn looks_go_first_and_throttled_calls_before_them() {
        let mut limiter = RateLimiter::default();
        for task in 0..3 {
            limiter.push(waiting(task, "GetAlias", "r", false), Place::Last);
        }
        limiter.push(waiting(10, "GetAlias", "r", true), Place::Last);
        limiter.push(waiting(11, "GetAlias", "r", true), Place::First);
        assert_eq!(order(&mut limiter, 1_000_000), [11, 10, 0, 1, 2]);
        assert!(limiter.is_empty());
    }

    #[test]
    fn regions_and_actions_take_turns_and_none_waits_for_another() {
        let mut limiter = RateLimiter::default();
        for task in 0..30 {
            limiter.push(waiting(task, "UpdateAlias", "a", false), Place::Last);
        }
        limiter.push(waiting(100, "UpdateAlias", "b", false), Place::Last);
        limiter.push(waiting(101, "GetAlias", "a", false), Place::Last);
        assert_eq!(order(&mut limiter, 1_000_000)[..4], [0, 100, 101, 1]);

        limiter.push(waiting(0, "UpdateAlias", "a", false), Place::Last);
        limiter.refused(("a", "UpdateAlias"), 2_000_000, (2_000_000, 30_000), &mut Rng::new(1));
        limiter.push(waiting(1, "UpdateAlias", "b", false), Place::Last);
        assert_eq!(order(&mut limiter, 2_000_001), [1, 0]);
    }

    #[test]
    fn packages_wait_for_room_and_hold_up_no_other_action() {
        let mut limiter = RateLimiter::default();
        let mut package = waiting(1, "UpdateFunctionCode", "r", false);
        package.call.blob = Some("fun01".into());
        limiter.push(package, Place::Last);
        limiter.push(waiting(2, "GetFunction", "r", true), Place::Last);
        let without: Vec<usize> =
            std::iter::from_fn(|| limiter.next(1_000_000, |call| call.blob.is_none())).map(|one| one.task).collect();
        assert_eq!((without, limiter.is_empty()), (vec![2], false));
        assert_eq!(limiter.next(1_000_000, |_| true).map(|one| one.task), Some(1));
    }

    #[test]
    fn what_is_dropped_is_everything_but_the_looks() {
        let mut limiter = RateLimiter::default();
        for task in 0..4 {
            limiter.push(waiting(task, "GetAlias", "r", task % 2 == 0), Place::Last);
        }
        assert_eq!(limiter.drop_work(|_| true), [1, 3]);
        assert_eq!(order(&mut limiter, 1_000_000), [0, 2]);
    }
}
