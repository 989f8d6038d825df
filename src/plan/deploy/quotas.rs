//! Quotas that an account can be given more of: a plan that goes over the documented number warns, and does not refuse.

use super::checks::key_given;
use super::draft::Draft;
use crate::desired::DesiredFunction;
use crate::plan::Note;
use crate::scf::limits::{ENVIRONMENT_BYTES, TRIGGERS, VERSIONS};
use crate::scf::trigger::Trigger;

/// From so many versions on, a plan that publishes says that the quota is near.
const NEAR_QUOTA: usize = VERSIONS - VERSIONS / 20;

impl Draft<'_> {
    pub(super) fn mind_the_quotas(&mut self) {
        if self.changes.iter().any(|change| change.setting.starts_with("environment.")) {
            self.notes.extend(environment(self.function));
            self.notes.extend(key_given(self.function));
        }
        self.notes.extend(triggers(self.function, self.seen.triggers.get().map_or(&[], Vec::as_slice)));
        self.notes.extend(self.versions());
    }

    fn versions(&self) -> Option<Note> {
        let (there, made, name) = (self.users.published.len(), self.made(), &self.function.name);
        if made == 0 || there < NEAR_QUOTA {
            return None;
        }
        Some(Note::NearQuota {
            function: name.clone(),
            key: self.function.key.clone(),
            stage: self.desired.stage.clone(),
            versions: there,
            publishes: (there + made > VERSIONS).then_some(made),
            quota: VERSIONS,
        })
    }
}

/// Names and values are counted, as the API counts them.
pub(super) fn environment(function: &DesiredFunction) -> Option<Note> {
    let variables = function.settings.environment.as_deref()?;
    let bytes: usize = variables.iter().map(|(name, value)| name.len() + value.len()).sum();
    (bytes > ENVIRONMENT_BYTES).then_some(Note::LargeEnvironment { bytes, quota: ENVIRONMENT_BYTES })
}

/// Those that are there and not among the inputs stay, and count too.
pub(super) fn triggers(function: &DesiredFunction, seen: &[Trigger]) -> Option<Note> {
    let desired = function.events.as_deref()?;
    let others = seen.iter().filter(|known| !desired.iter().any(|trigger| trigger.is(known)));
    let all: Vec<&Trigger> = desired.iter().chain(others).collect();
    let count = |kind: &str| all.iter().filter(|trigger| trigger.kind == kind).count();
    let most = desired.iter().find(|trigger| count(&trigger.kind) > TRIGGERS)?;
    Some(Note::ManyTriggers {
        function: function.name.clone(),
        kind: most.kind.clone(),
        triggers: count(&most.kind),
        quota: TRIGGERS,
    })
}
