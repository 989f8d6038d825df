//! What tencent-scf resets at each deploy where its inputs leave it out, and this tool leaves alone. Whoever comes from there
//! should know it before the first deploy.

use crate::desired::{DesiredFunction, SETTINGS};
use crate::message::parts::Reset;
use crate::observed::ObservedFunction;
use crate::plan::Note;
use crate::scf::function::Function;
use crate::scf::trigger::URL;

/// Settings that tencent-scf always sends, with the value of a key that is left out.
const ALWAYS_SENT: &[(&str, &str)] = &[("publicAccess", "true"), ("eip", "false"), ("l5Enable", "false")];

pub(super) fn note(function: &DesiredFunction, seen: &ObservedFunction) -> Option<Note> {
    let (default_description, config) = (function.default_description()?, seen.function.get()?);
    let mut resets = Vec::new();
    let names: Vec<String> = config.variables().map(|known| known.key.clone()).collect();
    if function.settings.environment.is_none() && !names.is_empty() {
        resets.push(Reset::Variables { names });
    }
    if function.settings.description.is_none() {
        let there = config.description.clone().unwrap_or_default();
        if there != default_description {
            resets.push(Reset::Setting { setting: "description".to_owned(), is: there, value: default_description });
        }
    }
    resets.extend(ALWAYS_SENT.iter().filter_map(|(name, value)| setting(function, config, name, value)));
    // it deletes those of all kinds but these
    let triggers = seen.triggers.get().into_iter().flatten().filter(|known| ![URL, "ckafka"].contains(&&*known.kind));
    let triggers: Vec<String> = triggers.map(|known| known.name.clone()).collect();
    if function.events.is_none() && !function.ignores_triggers && !triggers.is_empty() {
        resets.push(Reset::Triggers { names: triggers });
    }
    (!resets.is_empty()).then_some(Note::NotReset { resets })
}

fn setting(function: &DesiredFunction, config: &Function, name: &str, value: &str) -> Option<Reset> {
    let setting = SETTINGS.iter().find(|setting| setting.name == name)?;
    let given = function.settings.plain.0.iter().any(|(known, _)| *known == setting);
    let is = setting.shape.spoken(&config.plain.of(setting)).unwrap_or_default();
    (!given && is != value).then(|| Reset::Setting { setting: name.to_owned(), is, value: value.to_owned() })
}
