//! What a request asks of the shell before the machine begins. The shell has the disk and the store; what it does with
//! them is decided here.

use serde::Serialize;

use super::journal::Holder;
use super::order::{Kind, What};
use crate::error::Error;
use crate::watch::Zone;

/// What the shell has ready when the machine begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Needs {
    /// The inputs are checked before anything is packed or sent; a list has none.
    pub inputs: bool,
    /// Code may have to be packed: only a deployment has any.
    pub packages: bool,
    /// The journal's text.
    pub journal: bool,
    /// The store's lock: one run writes at a time.
    pub lock: bool,
    /// The lock is taken from a run that is alive, and a store that has none to give holds nothing up: whoever goes back
    /// to published code does not wait for whoever released the other.
    pub takes_over: bool,
}

impl Needs {
    /// Those of a request.
    #[must_use]
    pub fn of(what: What, kind: Kind) -> Self {
        let writes = what == What::Run;
        Self {
            inputs: what != What::Functions,
            packages: kind == Kind::Deploy && matches!(what, What::Plan | What::Run),
            journal: matches!(what, What::Plan | What::Run | What::Status | What::Metrics),
            lock: writes,
            takes_over: writes && matches!(kind, Kind::Rollback | Kind::Abort),
        }
    }
}

/// Why a run does not begin: another one has the lock.
#[must_use]
pub fn locked(holder: &Holder, now_ms: u64, zone: Zone) -> Error {
    let Holder { who, command, since_ms, alive, file } = holder;
    let begun = zone.shown(since_ms / 1000);
    let seconds = now_ms.saturating_sub(*since_ms) / 1000;
    let lock = file.as_deref().unwrap_or("the lock that the store keeps");
    let gone = match alive {
        None => format!("; if that machine or container is gone, delete {lock}"),
        Some(_) => String::new(),
    };
    Error::refused(
        "Locked",
        format!("another run is under way here: {command} by {who}, since {begun} ({seconds} s); nothing was changed"),
    )
    .hint(format!("wait until it is over{gone}; `grayscale rollback` takes over at once"))
    .retryable()
}
