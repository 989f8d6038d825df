//! What a run says of itself: what it waits for, what it changed, what needs attention, what to do next.

use super::super::changed::Changed;
use super::super::hint::{Hint, Ways};
use super::super::host::{Command, Host, Verb};
use super::super::progress::{Unstored, Waiting};
use super::super::status::{Attention, DirectCall};
use super::phrases::{because, caller};
use super::problem;
use super::step::step;

/// Why something takes longer.
pub(in crate::message) fn waiting(waiting: &Waiting, _: Host) -> String {
    match waiting {
        Waiting::Retrying { reason, seconds: None } => format!("{reason}; retrying"),
        Waiting::Retrying { reason, seconds: Some(seconds) } => format!("{reason}; still retrying after {seconds} s"),
        Waiting::NotReady { seconds: None } => "not ready yet".to_owned(),
        Waiting::NotReady { seconds: Some(seconds) } => format!("not ready yet after {seconds} s"),
        Waiting::RateLowered { api_code, action, region, rate } => {
            format!("{api_code}: {action} in {region}: {rate} calls a second from now on")
        }
        Waiting::LateCalls => {
            "the run that was taken over may have sent a call: checking again when it can't arrive any more".to_owned()
        }
    }
}

/// Why a store did not take a line.
pub(in crate::message) fn unstored(why: &Unstored, _: Host) -> String {
    match why {
        Unstored::NoAnswer(seconds) => format!("the store gave no answer for {seconds} s"),
        Unstored::OthersFirst => "others appended to the journal first, again and again".to_owned(),
    }
}

/// What was changed, in a phrase.
pub(in crate::message) fn changed(what: &Changed, host: Host) -> String {
    match what {
        Changed::Step(known) => step(known, host),
        Changed::Bucket(bucket) => format!("created COS bucket {bucket}"),
        Changed::Published(version) => format!("published version {version}"),
        Changed::InDoubt { step: known, accepted: true } => format!("{} (accepted, not confirmed)", step(known, host)),
        Changed::InDoubt { step: known, accepted: false } => {
            format!("{} (unknown: the answer was lost)", step(known, host))
        }
        Changed::Of { function, changed: what } => format!("{function}: {}", changed(what, host)),
    }
}

/// What someone should look at.
pub(in crate::message) fn attention(what: &Attention, _: Host) -> String {
    match what {
        Attention::Missing => "does not exist".to_owned(),
        Attention::NotActive { status, reason } => format!("is {status}{}", because(reason.as_ref())),
        Attention::MarkDoesNotFit => {
            "the description of the alias is too long for the mark of the release, so other machines can't tell which version is stable. Shorten the description".to_owned()
        }
        Attention::TrafficDiffers => "the traffic is not what the inputs ask for".to_owned(),
        Attention::CallsLatest { caller: known } => {
            format!("{} calls $latest directly: it runs new code at 100 %", caller(known))
        }
    }
}

/// Who calls a version directly.
pub(in crate::message) fn direct_call(
    DirectCall { caller: known, qualifier, enabled }: &DirectCall,
    _: Host,
) -> String {
    let version = match qualifier.number() {
        Some(number) => format!("version {number}"),
        None => qualifier.to_string(),
    };
    let closed = if *enabled { "" } else { " (closed)" };
    format!("{} calls {version} directly{closed}", caller(known))
}

/// What ends a run that did not end as it was asked for.
fn ways(Ways { resumes, back, shifted, stage }: &Ways, host: Host) -> String {
    let typed = |verb| Command::new(verb).in_stage(stage).typed(host);
    let goes_on = match resumes {
        true => format!("{} continues it", typed(Verb::Resume)),
        false => "the same command continues it".to_owned(),
    };
    let undoes = match (back, shifted) {
        (true, _) => format!("{} does the same", typed(Verb::Abort)),
        (false, true) => format!("{} restores the traffic that it moved", typed(Verb::Abort)),
        (false, false) => "it moved no traffic".to_owned(),
    };
    format!("{goes_on}; {undoes}; {} shows the current state", typed(Verb::Status))
}

/// What to do next.
pub(in crate::message) fn hint(what: &Hint, host: Host) -> String {
    match what {
        Hint::SameCommand => "run the same command again".to_owned(),
        Hint::Ways(rest) => ways(rest, host),
        Hint::WaitForRun { stage, seconds } => {
            let gone = seconds
                .map(|seconds| format!("; if that machine is gone, its turn ends in {seconds} s"))
                .unwrap_or_default();
            let rollback = Command::new(Verb::Rollback).in_stage(stage).typed(host);
            format!("wait until it is over{gone}; {rollback} takes over at once")
        }
        Hint::MissingPermission { command } => format!(
            "a permission is missing: {} prints what the command needs; ask the administrator of the account for it",
            Command::new(Verb::Policy).of(command).typed(host)
        ),
        Hint::ApiDown => {
            "stopped after repeated API failures; run the same command again when the API has recovered".to_owned()
        }
        Hint::ClockRefused { seconds } => format!(
            "the call was signed with the API's own time ({seconds} s from this machine's clock) and refused all the same: set this machine's clock, and look for a proxy that holds requests back"
        ),
        Hint::NotCalledAgain => format!(
            "whether the function ran is not known, so it was not called again; its log shows it: {}",
            Command::new(Verb::Logs).typed(host)
        ),
        Hint::NeverWorked { key, stage } => format!(
            "it never worked: correct the cause, delete it ({}), then deploy again",
            Command::new(Verb::Remove).of(key).in_stage(stage).typed(host)
        ),
        Hint::NotRestored { key, stage, why, then, advice } => {
            let back = Command::new(Verb::Rollback).of(key).with("to", "previous").in_stage(stage).typed(host);
            let advice = advice.as_ref().map(|advice| hint(advice, host)).or_else(|| problem(then, host).hint);
            let then = advice.map(|hint| format!("; then {hint}")).unwrap_or_default();
            format!(
                "its traffic could not be restored ({}: {}): {back} restores it{then}",
                why.code(),
                problem(why, host).message
            )
        }
    }
}
