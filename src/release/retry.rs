//! How long to wait and how often to try; entropy is an argument.

use std::collections::VecDeque;

use crate::message::Waiting;
use crate::scf::{Failure, FailureClass};

/// Tries of one call before its trouble counts as lasting.
pub const TRIES: u32 = 8;
/// Tries of a question: nothing has been changed yet, and a person waits for the plan.
pub const TRIES_ASK: u32 = 5;
/// Tries of a question that the order can do without.
pub const TRIES_MAY: u32 = 2;
/// Tries of a call that never left this machine: a wrong address does not get better.
pub const TRIES_UNSENT: u32 = 4;
/// How long a call may be turned away for its rate alone: limits count seconds, so a minute of refusals is no burst.
pub const LIMITED_MS: u64 = 60_000;
/// How long the API's lists may lag behind its writes. Undocumented: chosen generously, and only in this place.
pub const STALE_MS: u64 = 30_000;
/// How long an alias may differ from what was written before that is an error.
pub const READ_BACK_MS: u64 = 15_000;
/// How long what was read of an alias counts as what it says. A write that comes later looks again first.
pub const FRESH_MS: u64 = 5_000;
/// The longest time for one call.
pub const CALL_TIMEOUT_MS: u32 = 30_000;
/// The longest time for a call that carries a package, however large.
pub const UPLOAD_TIMEOUT_MS: u32 = 300_000;
/// What is allowed for on the slowest line, in bytes of a package per millisecond: 16 KB a second.
const SLOWEST: u64 = 16;

/// The longest time for an invocation: functions may take 900 s.
pub const INVOKE_TIMEOUT_MS: u32 = 910_000;

const BASE_MS: u64 = 250;
const LONGEST_MS: u64 = 8_000;

/// A small generator (SplitMix64) seeded by the shell: enough to spread retries, and repeatable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rng(u64);

impl Rng {
    /// Of a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub const fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

/// How often the run as a whole may try again. Each call has its own tries; in an outage many calls have them at once, and
/// what is down does not get well from eight times the calls. Whatever goes well gives a tenth of a try back.
#[derive(Debug)]
pub struct Budget(u32);

/// Tries that a run has to begin with, and at most.
pub const BUDGET: u32 = 100;
/// A try in parts that good answers give back.
const PARTS: u32 = 10;

impl Default for Budget {
    fn default() -> Self {
        Self(BUDGET * PARTS)
    }
}

impl Budget {
    /// One more try; false where there is none left.
    pub const fn spend(&mut self) -> bool {
        let left = self.0 >= PARTS;
        if left {
            self.0 -= PARTS;
        }
        left
    }

    /// Something went well.
    pub const fn earn(&mut self) {
        if self.0 < BUDGET * PARTS {
            self.0 += 1;
        }
    }
}

/// After so long a trouble that lasts is said again.
pub const SAY_AGAIN_MS: u64 = 15_000;
/// How many troubles are remembered as said.
const SAID: usize = 8;

/// What was said of troubles and waits: many calls meet the same one at once, and whoever watches wants to hear of it once,
/// and then at intervals while it lasts.
#[derive(Debug, Default)]
pub(super) struct Said(VecDeque<(String, u64)>);

impl Said {
    /// Whether `why` is to be said now; then it counts as said.
    pub(super) fn due(&mut self, why: &str, now_ms: u64) -> bool {
        if let Some((_, said_ms)) = self.0.iter_mut().find(|(known, _)| known == why) {
            let due = now_ms.saturating_sub(*said_ms) >= SAY_AGAIN_MS;
            if due {
                *said_ms = now_ms;
            }
            return due;
        }
        if self.0.len() == SAID {
            self.0.pop_front();
        }
        self.0.push_back((why.to_owned(), now_ms));
        true
    }
}

/// How long something lasted, where that is worth a word.
const fn long(lasted_ms: u64) -> Option<u64> {
    if lasted_ms < SAY_AGAIN_MS { None } else { Some(lasted_ms / 1000) }
}

/// A trouble that has lasted for so long.
pub(super) const fn retrying(reason: String, lasted_ms: u64) -> Waiting {
    Waiting::Retrying { reason, seconds: long(lasted_ms) }
}

/// A wait that has lasted for so long.
pub(super) const fn not_ready(lasted_ms: u64) -> Waiting {
    Waiting::NotReady { seconds: long(lasted_ms) }
}

/// The pause before try number `tries + 1`: what the server asked for, else full jitter under a doubling bound.
pub fn pause_ms(failure: &Failure, tries: u32, rng: &mut Rng) -> u32 {
    if failure.retry_after_seconds.is_some() {
        return failure.retry_after_ms();
    }
    let bound = (BASE_MS << tries.min(6)).min(LONGEST_MS);
    let jitter = rng.roll() % bound + 1;
    // what is busy, or not there, needs time, not luck: by luck alone all tries may be over within moments
    let least = if failure.class == FailureClass::Conflict || failure.unsent { bound / 2 } else { 0 };
    u32::try_from(jitter.max(least)).unwrap_or(u32::MAX)
}

/// The time for a call that carries a package of so many bytes. A small one whose answer does not come is looked for soon.
#[must_use]
pub fn upload_timeout_ms(size: u64) -> u32 {
    let travels_ms = u32::try_from(size / SLOWEST).unwrap_or(UPLOAD_TIMEOUT_MS);
    CALL_TIMEOUT_MS.saturating_add(travels_ms).min(UPLOAD_TIMEOUT_MS)
}

/// The pause between looks: short at first, since most updates take moments, then longer.
#[must_use]
pub fn look_ms(looks: u32) -> u32 {
    const STEPS: &[u32] = &[60, 60, 80, 120, 200, 300, 500, 500, 1000];
    STEPS.get(looks as usize).copied().unwrap_or(2000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_stay_in_their_bounds() {
        let mut rng = Rng::new(1);
        for tries in 0..20 {
            let pause = pause_ms(&Failure::unanswered("cut".into(), true), tries, &mut rng);
            assert!(pause >= 1 && u64::from(pause) <= LONGEST_MS, "{tries}: {pause}");
        }
        let mut told = Failure::unanswered("cut".into(), true);
        told.retry_after_seconds = Some(3);
        assert_eq!(pause_ms(&told, 0, &mut rng), 3000);
    }

    #[test]
    fn a_short_outage_is_outlasted_whatever_the_dice_say() {
        let refused = Failure::unanswered("connect ECONNREFUSED".into(), false);
        for seed in 0..10_000 {
            let mut rng = Rng::new(seed);
            let waited: u32 = (1..TRIES_UNSENT).map(|tries| pause_ms(&refused, tries, &mut rng)).sum();
            assert!(waited >= 1_000, "{seed}: {waited}");
        }
    }

    #[test]
    fn a_package_has_the_time_that_its_size_takes() {
        assert_eq!([0, 16_000, 1_600_000, 50_000_000].map(upload_timeout_ms), [30_000, 31_000, 130_000, 300_000]);
    }

    #[test]
    fn a_trouble_is_said_once_and_then_at_intervals() {
        let mut said = Said::default();
        let times: Vec<u64> = (0..40_000).step_by(1_000).filter(|now_ms| said.due("busy", *now_ms)).collect();
        assert_eq!(times, [0, 15_000, 30_000]);
    }

    #[test]
    fn troubles_that_take_turns_are_said_once_each() {
        let mut said = Said::default();
        let times = (0..10).filter(|now_ms| said.due(if now_ms % 2 == 0 { "one" } else { "other" }, *now_ms)).count();
        assert_eq!(times, 2);
    }

    #[test]
    fn looks_get_rarer() {
        let looks: Vec<u32> = (0..10).map(look_ms).collect();
        assert!(looks.is_sorted());
    }
}
