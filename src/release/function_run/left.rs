//! What a step leaves with its function when it is over: what was made, written and seen, or perhaps written.

use super::{FunctionRun, Written};
use crate::message::Changed;
use crate::plan::{Action, Note};
use crate::release::task::{Doubt, StepRun, Task};
use crate::scf::alias::Alias;
use crate::scf::trigger::URL;
use crate::traffic::routing::Routing;

impl FunctionRun {
    /// A step was carried out, and that was verified. `alias` is the one whose traffic is meant.
    pub(in crate::release) fn did(&mut self, doing: &StepRun, task: &Task, alias: &str, now_ms: u64) {
        let (action, version) = (&doing.action, &task.version);
        match action {
            Action::Publish | Action::Adopt { .. } => self.published.clone_from(version),
            Action::Protect { .. } => self.protected.clone_from(version),
            Action::Create => self.created = true,
            Action::DeleteVersion { version } => self.deleted.push(version.clone()),
            Action::Provision { version, to, .. } => self.provisions(version, *to),
            Action::Trigger { trigger, .. } if trigger.kind == URL && trigger.qualifier == alias => {
                self.url.clone_from(&task.url);
            }
            Action::Shift { .. } => {
                self.after = task.found.as_ref().map(Alias::routing);
                self.found = None;
            }
            _ => {}
        }
        self.seen.after(action, &task.recheck, task.found.as_ref(), now_ms);
        self.wrote(action, Written::Yes);
        for foreign in &task.foreign_versions {
            let ours = version.as_ref().map(ToString::to_string).unwrap_or_default();
            self.notes.push(Note::OtherVersion { version: foreign.clone(), expected: ours });
        }
        self.changed.extend(bucket_of(action, task));
        let nothing_sent = task.upload.as_ref().is_some_and(|upload| !upload.sent());
        if !matches!(action, Action::Wait | Action::Adopt { .. }) && !nothing_sent {
            self.changed.push(match version {
                Some(version) => Changed::Published(version.clone()),
                None => Changed::Step(Box::new(doing.text.clone())),
            });
        }
    }

    /// A step failed. Where nobody could see that its write was not carried out, perhaps it was. `recorded` is what the alias
    /// said before the run's first shift.
    pub(in crate::release) fn did_not(&mut self, doing: &StepRun, task: &Task, recorded: Option<&Routing>) {
        let found = task.found.as_ref().map(Alias::routing);
        self.found.clone_from(&found);
        self.changed.extend(bucket_of(&doing.action, task));
        let Some(doubt) = task.doubt() else { return };
        self.wrote(&doing.action, Written::InDoubt);
        if let Action::Shift { from, .. } = &doing.action {
            let known = [from.as_ref(), recorded, doing.routing.as_ref()];
            let ours = |found: &Routing| known.iter().flatten().any(|known| known.same_as(found));
            self.foreign = found.filter(|found| !ours(found));
        }
        self.created |= doing.action == Action::Create;
        if let Action::Provision { version, to, .. } = &doing.action {
            self.provisions(version, *to);
        }
        let (step, accepted) = (Box::new(doing.text.clone()), doubt == Doubt::Unconfirmed);
        self.changed.push(Changed::InDoubt { step, accepted });
    }
}

/// The bucket that an upload made.
fn bucket_of(action: &Action, task: &Task) -> Option<Changed> {
    match action {
        Action::PutObject { bucket, .. } if task.upload.as_ref().is_some_and(|upload| upload.created()) => {
            Some(Changed::Bucket(bucket.clone()))
        }
        _ => None,
    }
}
