//! Two clocks: a wait is counted on one that nobody sets, and what other machines read carries the time of the wall.
//!
//! Someone may set the wall clock in the middle of a run (NTP, a person), and a steady clock may stand still while the
//! machine is suspended. So deadlines, pauses and rates go by the steady clock alone; journal, marks and signatures by the
//! wall clock; and what was read before the two came apart counts as old.

/// The time at which something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// On a clock that only goes forward, second by second. Where it begins is the shell's choice.
    pub steady_ms: u64,
    /// Milliseconds since 1970.
    pub wall_ms: u64,
}

/// Both clocks agree, as they do in tests that set neither.
impl From<u64> for Now {
    fn from(ms: u64) -> Self {
        Self { steady_ms: ms, wall_ms: ms }
    }
}

impl Now {
    /// What a moment on the wall clock is on the steady one, if both went alike since then.
    pub(super) const fn steady_of(self, wall_ms: u64) -> u64 {
        self.steady_ms.saturating_sub(self.wall_ms.saturating_sub(wall_ms))
    }

    /// How much further the wall clock went than the steady one since `before`. The machine may have been suspended.
    pub(super) const fn jumped_ms(self, before: Self) -> u64 {
        let wall_ms = self.wall_ms.saturating_sub(before.wall_ms);
        wall_ms.saturating_sub(self.steady_ms.saturating_sub(before.steady_ms))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: Now = Now { steady_ms: 1_000, wall_ms: 500_000 };

    #[test]
    fn a_moment_before_the_run_is_as_long_ago_on_both_clocks() {
        assert_eq!(BEFORE.steady_of(499_400), 400);
    }

    #[test]
    fn a_moment_that_lies_ahead_counts_as_now() {
        assert_eq!(BEFORE.steady_of(4_100_000), 1_000);
    }

    #[test]
    fn a_jump_is_what_the_wall_clock_is_ahead_of_the_steady_one() {
        let after = |wall_ms| Now { steady_ms: 3_000, wall_ms };
        assert_eq!(after(502_000).jumped_ms(BEFORE), 0);
        assert_eq!(after(4_102_000).jumped_ms(BEFORE), 3_600_000);
        assert_eq!(after(1).jumped_ms(BEFORE), 0);
    }
}
