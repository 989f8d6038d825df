//! Whose the turn is, as far as the log and the shell tell.

use super::{Closed, Told, Turn};
use crate::release::clock::Now;
use crate::release::effect::Effect;
use crate::release::journal::{AtWork, Holder, LEASE_MS, Workers, takes_over};
use crate::release::request::TookOver;
use crate::release::retry::CALL_TIMEOUT_MS;

/// Whose the turn is.
#[derive(Debug, PartialEq, Eq)]
enum Standing<'a> {
    /// Nobody's but this process's.
    Free,
    /// It is not known yet whether this process is there.
    Ask(&'a str),
    /// A run is at work.
    Held(&'a AtWork),
    /// A run is gone, or its time is over; it can be taken from this moment on, by the store's clock.
    Over(&'a AtWork, u64),
}

impl Turn {
    /// Whose turn it is, where that is another run's that is at work: this one does not begin. `None` while that is being
    /// found out.
    pub(in crate::release) fn judge(&mut self, now: Now) -> Option<Result<(), (Holder, u64)>> {
        let now_ms = self.store_ms(now);
        if takes_over(&self.kind) || self.closed.is_some() {
            return Some(Ok(()));
        }
        match self.standing(now_ms) {
            Standing::Ask(process) => {
                let process = process.to_owned();
                self.probe(process);
                None
            }
            Standing::Held(other) => Some(Err((Holder::of(other, self.known(other).flatten(), now_ms), now_ms))),
            Standing::Free | Standing::Over(..) => Some(Ok(())),
        }
    }

    /// Takes the turn, or closes where it can't be had. False while something is to be found out or waited for.
    pub(super) fn takes(&mut self, now: Now) -> bool {
        let now_ms = self.store_ms(now);
        let rolls_back = takes_over(&self.kind);
        let told = match self.standing(now_ms) {
            Standing::Free => return true,
            Standing::Ask(process) => {
                let process = process.to_owned();
                self.probe(process);
                return false;
            }
            Standing::Held(other) if !rolls_back => {
                let holder = Holder::of(other, self.known(other).flatten(), now_ms);
                self.closed = Some(Closed::Locked { holder, now_ms });
                self.flush(now);
                return false;
            }
            Standing::Over(_, from_ms) if !rolls_back && from_ms > now_ms => {
                let id = self.id();
                let ms = u32::try_from(from_ms - now_ms).unwrap_or(u32::MAX);
                self.ready.push(Effect::Sleep { id, ms, firm: false });
                self.pause = Some(id);
                return false;
            }
            Standing::Held(other) => took_over(other, true),
            Standing::Over(other, from_ms) => took_over(other, from_ms > now_ms),
        };
        self.told.push(Told::TookOver(told));
        // said once
        self.workers = Workers::default();
        true
    }

    /// Whose the turn is.
    fn standing(&self, now_ms: u64) -> Standing<'_> {
        let mut standing = Standing::Free;
        for other in self.workers.iter().filter(|other| !self.shares(other)) {
            let over_ms = other.over_ms();
            let new = match (&other.process, self.known(other)) {
                _ if over_ms <= now_ms => Standing::Over(other, over_ms.saturating_add(u64::from(CALL_TIMEOUT_MS))),
                (Some(process), None) => Standing::Ask(process),
                (_, Some(Some(false))) => Standing::Over(other, 0),
                // a time that lies ahead is of a clock that was set since
                (_, known) if other.last_ms > now_ms.saturating_add(LEASE_MS) && known != Some(Some(true)) => {
                    Standing::Over(other, 0)
                }
                _ => return Standing::Held(other),
            };
            let later = match (&standing, &new) {
                (Standing::Over(_, known), Standing::Over(_, from)) => from > known,
                (Standing::Ask(_), _) => false,
                _ => true,
            };
            if later {
                standing = new;
            }
        }
        standing
    }

    pub(super) fn shares(&self, other: &AtWork) -> bool {
        other.beside(self.process.as_deref(), &self.kind)
    }

    /// What is known of another run's process: nothing yet, or what the shell could tell.
    fn known(&self, other: &AtWork) -> Option<Option<bool>> {
        let process = other.process.as_ref()?;
        self.alive.iter().find(|(known, _)| known == process).map(|(_, alive)| *alive)
    }

    fn probe(&mut self, process: String) {
        if self.probing.is_none() {
            let id = self.id();
            self.ready.push(Effect::Probe { id, process: process.clone() });
            self.probing = Some((id, process));
        }
    }
}

fn took_over(other: &AtWork, living: bool) -> TookOver {
    TookOver { who: other.who.clone().unwrap_or_default(), since_ms: other.since_ms, living }
}
