//! Why a task failed.

use super::footing::{Doubt, LastState};
use super::{Purpose, Task};
use crate::error::Error;
use crate::message::Hint;
use crate::message::problem::ReleaseProblem;
use crate::message::problem::release::{NoTrace, Stopped};
use crate::plan::Action;
use crate::release::retry::{READ_BACK_MS, STALE_MS};

impl Task {
    /// Why a write that failed may have changed something all the same.
    pub(in crate::release) fn doubt(&self) -> Option<Doubt> {
        self.step()?.call.as_ref()?;
        match (self.accepted, self.lost) {
            (true, _) => Some(Doubt::Unconfirmed),
            (false, true) => Some(Doubt::Unanswered),
            (false, false) => None,
        }
    }

    /// Why it failed; whoever stopped it, or what it waited for in vain.
    pub(in crate::release) fn take_error(&mut self, stopping: bool) -> Error {
        let error = self.error.take().unwrap_or_else(|| self.explain(stopping));
        error.on(self.target.name.clone())
    }

    fn explain(&self, stopping: bool) -> Error {
        let doing = self.doing();
        if stopping {
            return Error::interrupted(ReleaseProblem::Stopped { stop: Stopped::During { doing } });
        }
        if self.halted {
            return Error::failed(ReleaseProblem::Halted { doing });
        }
        let problem = match (self.awaited(), &self.failure) {
            (Awaited::Change, _) => ReleaseProblem::NotApplied { doing, seconds: READ_BACK_MS / 1000 },
            (Awaited::Code, Some(failure)) => return failure.error(doing),
            (Awaited::Code, None) => ReleaseProblem::CodeNotRead { doing },
            (Awaited::Trace, _) => {
                ReleaseProblem::MaybePublished { why: NoTrace::NotListed { seconds: STALE_MS / 1000 } }
            }
            (Awaited::Alias { asked, found }, _) => ReleaseProblem::AliasDiffers { asked, found },
            (Awaited::Active, Some(failure)) if self.lost && matches!(self.purpose, Purpose::Query(_)) => {
                return failure.error(doing).advise(Hint::NotCalledAgain);
            }
            (Awaited::Trigger { exists }, _) => ReleaseProblem::TriggerDiffers { doing, exists },
            (Awaited::Domain { path, qualifier }, _) => ReleaseProblem::DomainDiffers { doing, path, qualifier },
            (Awaited::Active, Some(failure)) if self.last_seen == LastState::Unknown => return failure.error(doing),
            (Awaited::Active, _) => {
                let status = match &self.last_seen {
                    LastState::Status(word) => Some(word.clone()),
                    _ => None,
                };
                let seconds = self.wait_ms / 1000;
                let problem = ReleaseProblem::WaitTimeout { doing, status, seconds, publishes: self.publishes() };
                return Error::failed(problem).retryable();
            }
        };
        Error::failed(problem)
    }

    fn awaited(&self) -> Awaited {
        match &self.purpose {
            Purpose::Step(_) if self.recheck.unmoved => Awaited::Change,
            Purpose::Step(_) if self.accepted && self.confirming() => Awaited::Code,
            Purpose::Step(step) => match (&self.found, &step.action, &self.last_seen) {
                (Some(found), ..) => Awaited::Alias {
                    asked: step.routing.as_ref().map(ToString::to_string),
                    found: found.routing().to_string(),
                },
                (None, Action::Trigger { .. }, last_seen) if self.accepted => {
                    Awaited::Trigger { exists: *last_seen == LastState::OtherTrigger }
                }
                (None, Action::Domain { .. }, LastState::Endpoint { path, qualifier }) if self.accepted => {
                    Awaited::Domain { path: path.clone(), qualifier: qualifier.clone() }
                }
                _ if self.publishes() && self.version.is_none() && self.lost => Awaited::Trace,
                _ => Awaited::Active,
            },
            _ => Awaited::Active,
        }
    }
}

/// What a step waited for in vain.
enum Awaited {
    Change,
    Code,
    Trace,
    Alias { asked: Option<String>, found: String },
    Trigger { exists: bool },
    Domain { path: String, qualifier: String },
    Active,
}
