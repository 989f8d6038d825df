//! A version that an earlier run for the same order published before it broke off: it is not published again.

use super::draft::{Draft, Upload};
use crate::desired::Made;
use crate::message::{Reason, StepText};
use crate::observed::ObservedFunction;
use crate::plan::{Action, Note, Step};
use crate::scf::function::Condition;
use crate::traffic::routing::Version;

/// Whether it has come to light.
pub(crate) fn listed(begun: &Made, seen: Option<&ObservedFunction>) -> bool {
    let published = seen.map(ObservedFunction::published).unwrap_or_default();
    begun.version_among(&published).is_some()
}

impl Draft<'_> {
    /// That version, where it is what publishing now would make: nothing was published, uploaded or configured since.
    pub(super) fn adoptable(&mut self) -> Option<Version> {
        let begun = self.function.made.as_ref().filter(|_| self.function.publish)?;
        let Some(version) = begun.version_among(&self.users.published).cloned() else {
            self.notes.push(Note::PublishingBegan { run: begun.run.clone() });
            return None;
        };
        let later = self.largest().is_some_and(|largest| version.number().is_none_or(|number| number < largest));
        let failed = self
            .users
            .published
            .iter()
            .find(|item| item.version == version)
            .is_some_and(|item| item.status.as_ref().is_some_and(|status| status.condition() == Condition::Failed));
        let (there, then) = (self.seen.digest(&Version::latest()), self.seen.digest(&version));
        let other = matches!((&there, &then), (Some(there), Some(then)) if there != then);
        if later || failed || other || self.upload != Upload::No || !self.changes.is_empty() {
            return None;
        }
        self.notes.push(Note::PublishedBefore { version: version.clone(), run: begun.run.clone() });
        Some(version)
    }

    /// Waits for the version where it is not ready; true where there is one.
    pub(super) fn adopt(&mut self) -> bool {
        let Some(version) = self.adopted.clone() else { return false };
        if !self.usable.iter().any(|item| item.version == version) {
            self.steps.push(Step {
                text: StepText::WaitVersion { version: version.clone() },
                reason: Reason::AdoptsVersion,
                action: Action::Adopt { version },
            });
        }
        true
    }
}
