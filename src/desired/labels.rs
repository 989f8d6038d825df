//! What plans show in the place of settings that came from environment variables.

use super::environment::{FromEnvironment, may_be_labelled};
use super::key_table::{KEYS, Key};
use super::read::Reader;

/// What is shown in the place of a setting, by the setting's name; nothing for those that may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Labels(Vec<(&'static str, String)>);

impl Labels {
    /// Labels of a function's settings, including those from the inputs around it. Variables have none: their values are never
    /// shown.
    pub(super) fn read(reader: &Reader<'_>, from: &FromEnvironment) -> Self {
        if from.is_empty() {
            return Self::default();
        }
        let settings = KEYS.iter().filter(|key| may_be_labelled(key.name));
        let label = |key: &Key| Some((key.name, from.label(reader.given(key.name)?)?));
        Self(settings.filter_map(label).collect())
    }

    /// What is shown in the place of this setting.
    #[must_use]
    pub fn of(&self, setting: &str) -> Option<String> {
        self.0.iter().find(|(name, _)| *name == setting).map(|(_, label)| label.clone())
    }
}
