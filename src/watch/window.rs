//! Which time metrics are of: whole steps of the monitor that are over.

use crate::error::Error;
use crate::message::problem::ArgsProblem;
use crate::scf::figure::Measured;
use crate::scf::monitor::{MOST_POINTS, PERIODS, Points};
use crate::time::Zone;

/// The longest time: the monitor keeps no more.
pub(super) const LONGEST_SECONDS: u32 = 90 * 86_400;
/// How long the monitor may take until a step is complete. Undocumented; seen to be one to two minutes.
const DELAY_SECONDS: u64 = 120;

/// Where a window begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// So many seconds before its end.
    Back(u32),
    /// With the first step that begins then or later.
    At(u64),
}

/// A stretch of time in whole steps, the last of which is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    /// The period of the monitor's points, in seconds: a minute, or longer where that is too many points.
    pub(super) step: u32,
    /// The period that is shown, in seconds: a whole number of steps.
    pub(super) period: u32,
    /// Its beginning.
    pub(super) first: u64,
    /// Its end, the end of its last step.
    pub(super) end: u64,
    /// Up to here the monitor has everything.
    pub(super) settled: u64,
}

impl Window {
    /// The window that begins at `start`, shown by `period`, or by the shortest period that fits one answer.
    ///
    /// # Errors
    /// `InvalidInterval` where it has more periods than one answer has points.
    pub(super) fn new(start: Start, period: Option<u32>, now: u64) -> Result<Self, Error> {
        let by = |step: u32| {
            let length = u64::from(step);
            let end = now - now % length;
            let first = match start {
                Start::Back(seconds) => end.saturating_sub(u64::from(seconds).div_ceil(length) * length),
                Start::At(time) => (time.div_ceil(length) * length).min(end),
            };
            let settled = now.saturating_sub(DELAY_SECONDS);
            let settled = (settled - settled % length).clamp(first, end);
            Self { step, period: period.unwrap_or(step), first, end, settled }
        };
        let steps = PERIODS.iter().copied().filter(|step| period.is_none_or(|period| *step <= period));
        let mut windows = steps.map(by);
        match windows.find(|window| window.steps() <= MOST_POINTS as usize) {
            Some(window) => Ok(window),
            None => {
                let window = by(period.unwrap_or(86_400));
                Err(Error::usage(ArgsProblem::Interval {
                    seconds: window.end - window.first,
                    periods: window.steps(),
                    period: window.step,
                    most: MOST_POINTS,
                }))
            }
        }
    }

    /// How many steps it has.
    pub(super) fn steps(&self) -> usize {
        self.count(self.end)
    }

    /// How many of them are complete.
    pub(super) fn settled_steps(&self) -> usize {
        self.count(self.settled)
    }

    fn count(&self, until: u64) -> usize {
        usize::try_from((until - self.first) / u64::from(self.step)).unwrap_or(0)
    }

    /// How many steps a period has.
    pub(super) fn steps_of_period(&self) -> usize {
        usize::try_from((self.period / self.step).max(1)).unwrap_or(1)
    }

    /// The beginnings of its periods.
    pub(super) fn times(&self, zone: Zone) -> Vec<String> {
        let steps = (self.first..self.end).step_by(usize::try_from(self.period).unwrap_or(1));
        steps.map(|at| zone.iso(at)).collect()
    }

    /// Points in the places of their steps; where the monitor has none, there is a gap.
    pub(super) fn places(&self, points: Option<&Points>) -> Vec<Option<Measured>> {
        let mut places = vec![None; self.steps()];
        for (time, value) in points.into_iter().flatten() {
            let place = time.checked_sub(self.first).map(|since| since / u64::from(self.step));
            let place = place.and_then(|place| usize::try_from(place).ok()).and_then(|place| places.get_mut(place));
            if let Some(place) = place {
                *place = Some(*value);
            }
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MINUTE: u64 = 1_760_000_040;

    #[test]
    fn an_interval_ends_with_the_last_full_minute_whatever_the_second_and_the_period() {
        for second in [0, 1, 59] {
            for (period, interval) in [(60, 60), (300, 300), (3600, 3600), (300, 60), (3600, 300)] {
                let window = Window::new(Start::Back(interval), Some(period), MINUTE + second).unwrap();
                assert_eq!((window.first, window.end), (MINUTE - u64::from(interval), MINUTE), "{second} {period}");
            }
        }
    }

    #[test]
    fn a_time_begins_with_the_first_full_minute_after_it() {
        for (since, first) in [(MINUTE - 120, MINUTE - 120), (MINUTE - 119, MINUTE - 60), (MINUTE - 30, MINUTE)] {
            assert_eq!(Window::new(Start::At(since), None, MINUTE + 5).unwrap().first, first);
        }
    }

    #[test]
    fn the_shortest_step_is_taken_that_one_answer_has_points_for() {
        for (interval, step) in
            [(86_400, 60), (86_401, 300), (432_000, 300), (432_001, 3600), (LONGEST_SECONDS, 86_400)]
        {
            assert_eq!(Window::new(Start::Back(interval), None, MINUTE).unwrap().step, step, "{interval}");
        }
        let by_the_day = Window::new(Start::Back(7 * 86_400), Some(86_400), MINUTE).unwrap();
        assert_eq!((by_the_day.step, by_the_day.times(Zone::default()).len()), (3600, 7));
        assert_eq!(Window::new(Start::Back(86_401), Some(60), MINUTE).unwrap_err().code(), "InvalidInterval");
    }

    proptest! {
        #[test]
        fn windows_are_whole_steps_that_are_over(
            now in 1_700_000_000..1_800_000_000u64,
            back in 1..=LONGEST_SECONDS,
            period in proptest::option::of(proptest::sample::select(PERIODS)),
            since in any::<bool>(),
        ) {
            let start = if since { Start::At(now - u64::from(back)) } else { Start::Back(back) };
            let Ok(window) = Window::new(start, period, now) else { return Ok(()) };
            let step = u64::from(window.step);
            prop_assert_eq!((window.first % step, window.end % step, window.settled % step), (0, 0, 0));
            prop_assert!(window.first <= window.settled && window.settled <= window.end && window.end <= now);
            prop_assert!(now - window.end < step);
            prop_assert!(window.settled == window.first || now - window.settled >= DELAY_SECONDS);
            prop_assert!(window.steps() <= MOST_POINTS as usize);
            prop_assert_eq!(window.period % window.step, 0);
            prop_assert_eq!(window.times(Zone::default()).len(), window.steps().div_ceil(window.steps_of_period()));
        }
    }
}
