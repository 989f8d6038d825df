//! What a policy may say in a project's file: files come with other people's repositories, so they name no server and no command.

use super::hooks::{Ask, HookAt, Secret, Source};
use super::model::Policy;
use crate::error::{Error, Errors};
use crate::message::problem::InputProblem;
use crate::message::problem::input_facts::Expected;
use crate::message::problem::rollout::RolloutProblem;

impl Policy {
    /// The texts of hooks, notices and the source of figures that a journal does not hold, each with its path: addresses, secrets,
    /// commands. The address of a source is not among them: it has a way of its own to be named.
    #[must_use]
    pub fn secrets(&self) -> Vec<(String, &Secret)> {
        let mut secrets = Vec::new();
        if let Source::Http { secret: Some(secret), .. } = &self.guard.source {
            secrets.push(("rollout.guard.source.secret".to_owned(), secret));
        }
        for (word, at) in HookAt::WORDS {
            for (index, hook) in self.hooks_at(at).enumerate() {
                let path = |key: &str| format!("rollout.hooks.{word}[{index}].{key}");
                match &hook.ask {
                    Ask::Function { .. } => {}
                    Ask::Http { url, secret } => {
                        secrets.push((path("http"), url));
                        secrets.extend(secret.iter().map(|secret| (path("secret"), secret)));
                    }
                    Ask::Command { line } => secrets.push((path("command"), line)),
                }
            }
        }
        for (index, notice) in self.notify.iter().enumerate() {
            let path = |key: &str| format!("rollout.notify[{index}].{key}");
            secrets.push((path(notice.target.word()), &notice.url));
            secrets.extend(notice.secret.iter().map(|secret| (path("secret"), secret)));
        }
        secrets
    }

    /// Refuses what only a person may name, where the policy stands in a file of the project: an address, a secret or a command
    /// that is not the name of an environment variable.
    ///
    /// # Errors
    /// `UntrustedHost`, all of them at once.
    pub fn of_a_file(&self) -> Result<(), Error> {
        let mut errors = Errors::default();
        for (input, _) in self.secrets().into_iter().filter(|(_, secret)| secret.is_plain()) {
            errors.add(Error::refused(InputProblem::Rollout(RolloutProblem::NotTrusted { input })));
        }
        errors.end(())
    }

    /// Refuses zones that the host does not know.
    ///
    /// # Errors
    /// `InvalidInput`, all of them at once.
    pub fn knows_zones(&self, unknown: &[String]) -> Result<(), Error> {
        let mut errors = Errors::default();
        for (index, window) in self.windows.iter().enumerate().filter(|(_, window)| unknown.contains(&window.zone)) {
            let zone = crate::json::Json::Text(window.zone.as_str().into());
            errors.add(super::read::wrong(&format!("rollout.windows[{index}].zone"), &zone, Expected::TimeZone));
        }
        errors.end(())
    }
}
