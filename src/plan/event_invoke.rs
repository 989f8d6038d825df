//! How failed asynchronous calls are tried again: `msgTTL` and `retryNum`.

use super::{Action, Change, Step};
use crate::desired::Settings;
use crate::message::{Reason, StepText};
use crate::scf::event_invoke::EventInvoke;

/// The step that makes `seen` what is desired, if it is not.
pub(super) fn step(desired: &Settings, seen: EventInvoke, reason: Reason) -> Option<Step> {
    let goal = EventInvoke {
        msg_ttl: desired.msg_ttl.unwrap_or(seen.msg_ttl),
        retry_num: desired.retry_num.unwrap_or(seen.retry_num),
    };
    let numbers = [("msgTTL", seen.msg_ttl, goal.msg_ttl), ("retryNum", seen.retry_num, goal.retry_num)];
    let changes: Vec<Change> = numbers
        .into_iter()
        .filter(|(_, from, to)| from != to)
        .map(|(setting, from, to)| Change {
            setting: setting.to_owned(),
            from: Some(from.to_string().into()),
            to: Some(to.to_string().into()),
        })
        .collect();
    let settings: Vec<String> = changes.iter().map(|change| change.setting.clone()).collect();
    (!changes.is_empty()).then_some(Step {
        text: StepText::Configure { settings },
        action: Action::EventInvoke { changes, goal },
        reason,
    })
}
