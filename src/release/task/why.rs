//! Why a task failed, for people.

use super::{Purpose, Task};
use crate::error::Error;
use crate::plan::Action;
use crate::release::retry::{READ_BACK_MS, STALE_MS};

impl Task {
    /// Why a write that failed may have changed something all the same.
    pub(in crate::release) const fn doubt(&self) -> Option<&'static str> {
        match (self.accepted, self.lost) {
            (true, _) => Some("accepted, not confirmed"),
            (false, true) => Some("perhaps: the answer was lost"),
            (false, false) => None,
        }
    }

    /// Why it failed; whoever stopped it, or what it waited for in vain.
    pub(in crate::release) fn take_error(&mut self, stopping: bool) -> Error {
        let error = self.error.take().unwrap_or_else(|| self.explain(stopping));
        error.on(self.target.name.clone())
    }

    fn explain(&self, stopping: bool) -> Error {
        if stopping {
            return Error::old_interrupted(format!("stopped during: {}", self.doing().shown()));
        }
        if self.halted {
            return Error::old_failed("Halted", format!("stopped during: {}", self.doing().shown()));
        }
        match (self.awaited(), &self.failure) {
            (Awaited::Change, _) => Error::old_failed(
                "NotApplied",
                format!(
                    "{}: accepted, but nothing came of it within {} s: neither the digest of the code nor the time of its last write has changed",
                    self.doing().shown(),
                    READ_BACK_MS / 1000
                ),
            )
            .old_hint("no traffic was moved onto it; give the same command again"),
            (Awaited::Code, Some(failure)) => failure.error(self.doing()),
            (Awaited::Code, None) => Error::old_failed("CodeChanged", format!("{}: the code could not be read back", self.doing().shown())),
            (Awaited::Trace, _) => {
                maybe_published(&format!("no version with this run's mark appeared within {} s", STALE_MS / 1000))
            }
            (Awaited::Alias { asked }, _) => Error::old_failed(
                "AliasDiffers",
                format!(
                    "the alias was written, but reading it back still differs: asked {asked}, found {}",
                    self.last_seen
                ),
            )
            .old_hint(
                "someone else may have changed it meanwhile: look with `grayscale status`, then give the command again",
            ),
            (Awaited::Active, Some(failure)) if self.lost && matches!(self.purpose, Purpose::Query(_)) => {
                failure.error(self.doing()).old_hint(
                    "whether the function ran is not known, so it was not called again: its log says; `grayscale logs`",
                )
            }
            (Awaited::Trigger, _) => Error::old_failed(
                "TriggerDiffers",
                format!("{}: accepted, but listing the triggers still shows {}", self.doing().shown(), self.last_seen),
            )
            .old_hint("someone else may have changed it meanwhile: give the command again"),
            (Awaited::Domain, _) => Error::old_failed(
                "DomainDiffers",
                format!("{}: accepted, but reading the domain still shows {}", self.doing().shown(), self.last_seen),
            )
            .old_hint("someone else may have changed it meanwhile: give the command again"),
            (Awaited::Active, Some(failure)) if self.last_seen.is_empty() => failure.error(self.doing()),
            (Awaited::Active, _) if self.publishes() => Error::old_failed(
                "WaitTimeout",
                format!(
                    "{}: still {} after {} s",
                    self.doing().shown(),
                    if self.last_seen.is_empty() { "not ready" } else { &self.last_seen },
                    self.wait_ms / 1000
                ),
            )
            .retryable()
            .old_hint("the same command goes on with this version; waitTimeout=600 waits longer"),
            (Awaited::Active, _) => Error::old_failed(
                "WaitTimeout",
                format!(
                    "{}: still {} after {} s",
                    self.doing().shown(),
                    if self.last_seen.is_empty() { "not ready" } else { &self.last_seen },
                    self.wait_ms / 1000
                ),
            )
            .retryable()
            .old_hint("the same command goes on where this one stopped; waitTimeout=600 waits longer"),
        }
    }

    fn awaited(&self) -> Awaited {
        match &self.purpose {
            Purpose::Step(_) if self.recheck.unmoved => Awaited::Change,
            Purpose::Step(_) if self.accepted && self.confirming() => Awaited::Code,
            Purpose::Step(doing) if self.found.is_some() => {
                let asked = doing.routing.as_ref().map_or_else(|| "no alias".to_owned(), ToString::to_string);
                Awaited::Alias { asked }
            }
            Purpose::Step(doing) if matches!(doing.action, Action::Trigger { .. }) && self.accepted => Awaited::Trigger,
            Purpose::Step(doing) if matches!(doing.action, Action::Domain { .. }) && self.accepted => Awaited::Domain,
            Purpose::Step(_) if self.publishes() && self.version.is_none() && self.lost => Awaited::Trace,
            _ => Awaited::Active,
        }
    }
}

/// What a step waited for in vain.
enum Awaited {
    Change,
    Code,
    Trace,
    Alias { asked: String },
    Trigger,
    Domain,
    Active,
}

/// A version may have come into being, and it can't be told whether: publishing again would make two of it.
pub(super) fn maybe_published(why: &str) -> Error {
    Error::old_failed("MaybePublished", format!("the answer to PublishVersion was lost, and {why}"))
        .old_hint("look at the function's versions before publishing again: a version may exist that this tool can't tell to be its own")
}
