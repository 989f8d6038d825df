//! Quotas that an account can be given more of: a plan that goes over the documented number warns, and does not refuse.

use super::Draft;
use super::checks::key_given;
use crate::desired::DesiredFunction;
use crate::plan::Note;
use crate::scf::limits::{ENVIRONMENT_BYTES, TRIGGERS, VERSIONS};
use crate::scf::trigger::Trigger;
use crate::text::command;

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
        let (there, made, name) = (self.published.len(), self.made(), &self.function.name);
        if made == 0 || there < NEAR_QUOTA {
            return None;
        }
        let more = if there + made > VERSIONS { format!(", and this publishes {made} more") } else { String::new() };
        let prune = command(&["prune ", &self.function.key].concat(), &self.desired.stage);
        let text = format!(
            "{name} has {there} versions{more}; a function may have {VERSIONS} unless the account has more: {prune} deletes old ones that no alias names"
        );
        Some(Note::warning("NearQuota", text))
    }
}

/// Names and values are counted, as the API counts them.
pub(super) fn environment(function: &DesiredFunction) -> Option<Note> {
    let variables = function.settings.environment.as_deref()?;
    let bytes: usize = variables.iter().map(|(name, value)| name.len() + value.len()).sum();
    (bytes > ENVIRONMENT_BYTES).then(|| {
        let text = format!(
            "the environment variables have {bytes} bytes; a function may have {ENVIRONMENT_BYTES} (4 KB) unless the account has more. If the API refuses them, nothing is changed: the configuration is written first"
        );
        Note::warning("LargeEnvironment", text)
    })
}

/// Those that are there and not among the inputs stay, and count too.
pub(super) fn triggers(function: &DesiredFunction, seen: &[Trigger]) -> Option<Note> {
    let desired = function.events.as_deref()?;
    let others = seen.iter().filter(|known| !desired.iter().any(|trigger| trigger.is(known)));
    let all: Vec<&Trigger> = desired.iter().chain(others).collect();
    let count = |kind: &str| all.iter().filter(|trigger| trigger.kind == kind).count();
    let most = desired.iter().find(|trigger| count(&trigger.kind) > TRIGGERS)?;
    let text = format!(
        "{} will have {} triggers of type {}; a function may have {TRIGGERS} unless the account has more",
        function.name,
        count(&most.kind),
        most.kind
    );
    Some(Note::warning("ManyTriggers", text))
}
