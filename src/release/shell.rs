//! Operation a request asks of the shell before the machine begins. The shell has the disk and the store; what it does with
//! them is decided here.

use serde::Serialize;

use super::in_rollout;
use super::journal::{Holder, takes_over};
use super::request::{Kind, Operation};
use crate::error::Error;
use crate::message::problem::JournalProblem;
use crate::time::Zone;

/// Operation the shell has ready when the machine begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Needs {
    /// The inputs are checked before anything is packed or sent; a list has none.
    pub inputs: bool,
    /// Code may have to be packed: only a deployment has any.
    pub packages: bool,
    /// The journal's text.
    pub journal: bool,
    /// The log of the newest rollout that the journal names.
    pub rollout: bool,
    /// Whether runs lie in a journal of this machine beside a store that several machines use.
    pub local_journal: bool,
    /// The store's lock: one run writes at a time.
    pub lock: bool,
    /// The lock is taken from a run that is alive, and a store that has none to give holds nothing up: whoever goes back
    /// to published code does not wait for whoever released the other.
    pub takes_over: bool,
}

impl Needs {
    /// Those of a request.
    #[must_use]
    pub fn of(operation: Operation, kind: Kind) -> Self {
        let writes = operation == Operation::Run;
        Self {
            inputs: operation != Operation::Functions,
            packages: kind == Kind::Deploy && matches!(operation, Operation::Plan | Operation::Run),
            journal: matches!(
                operation,
                Operation::Plan | Operation::Run | Operation::Status | Operation::Metrics | Operation::Look
            ),
            rollout: writes || (operation == Operation::Plan && in_rollout::concerns(kind)),
            local_journal: matches!(operation, Operation::Plan | Operation::Run),
            lock: writes,
            takes_over: writes && takes_over(kind.word()),
        }
    }
}

/// Why a run does not begin: another one has the lock.
#[must_use]
pub fn locked(holder: &Holder, now_ms: u64, zone: Zone) -> Error {
    let Holder { who, command, since_ms, .. } = holder;
    Error::refused(JournalProblem::Locked {
        command: command.clone(),
        who: who.clone(),
        since: zone.shown(since_ms / 1000),
        seconds: now_ms.saturating_sub(*since_ms) / 1000,
        left: holder.seconds_left(),
    })
    .retryable()
}
