//! What the journal says of a run that broke off, and of what runs left behind.

use super::Journal;
use super::entry::{BeginEntry, Ending};
use super::read::Run;
use crate::error::Error;
use crate::plan::Recorded;
use crate::raw::Raw;
use crate::scf::Target;

/// What the last change of an alias left it at.
#[derive(Debug, Clone, PartialEq)]
pub struct Left {
    /// Which run.
    pub run: String,
    /// What it left, and whether code was replaced since.
    pub recorded: Recorded,
}

impl Journal {
    /// What the last change of an alias left it at. `None` where there was none, or what it came to was never seen.
    #[must_use]
    pub fn left(&self, target: &Target, alias: &str) -> Option<Left> {
        let mut replaced = None;
        for run in self.runs.iter().rev() {
            let Some(function) = run.functions.iter().find(|function| function.target == *target) else { continue };
            let of_alias = |step: &&super::RunStep| step.entry.alias.as_deref() == Some(alias);
            let Some(change) = function.steps.iter().rfind(of_alias) else {
                let later = function.steps.iter().rfind(|step| step.replaces_code());
                replaced = replaced.or(later);
                continue;
            };
            let later = function.steps.iter().rfind(|step| step.replaces_code() && step.line > change.line);
            let replaced = replaced.or(later);
            return Some(Left {
                run: run.id.clone(),
                recorded: Recorded {
                    target: target.clone(),
                    alias: alias.to_owned(),
                    routing: change.entry.left.as_ref()?.routing(),
                    replaced: replaced.is_some(),
                    asked: replaced.and_then(super::RunStep::allowed),
                },
            });
        }
        None
    }

    /// Whether the run that an order is to put an end to is the one that broke off still: another may have been quicker.
    pub(in crate::release) fn awaits(&self, settles: Option<&str>) -> Result<(), Error> {
        match settles {
            Some(id) if self.unfinished().is_none_or(|run| run.id != id) => {
                Err(nothing("NothingToResume", "take up", self.runs.last()))
            }
            _ => Ok(()),
        }
    }

    /// Whether an order takes up the last run, which broke off: then it is that run's end, also where nothing is left to do.
    pub(in crate::release) fn taken_up_by(&self, kind: &str, begin: &BeginEntry, settles: Option<&str>) -> bool {
        self.unfinished().is_some_and(|run| {
            let same = run.kind == kind && run.begin.as_ref().is_some_and(|known| known.order == begin.order);
            same || settles == Some(run.id.as_str())
        })
    }

    /// The last run, where it was not carried to its end.
    fn unfinished(&self) -> Option<&Run> {
        let run = self.runs.last()?;
        let ended = run.end.as_ref().is_some_and(|end| matches!(end.how, Ending::Done | Ending::PutBack));
        (!ended).then_some(run)
    }

    /// The order of the last run, which broke off, as the project now stands.
    ///
    /// # Errors
    /// `NothingToResume`, `JournalTooNew`.
    pub fn resumption(&self, project: &Raw<'_>) -> Result<Raw<'static>, Error> {
        self.known()?;
        let run = self.unfinished().ok_or_else(|| nothing("NothingToResume", "resume", self.runs.last()))?;
        let begin = run.begin.as_ref().filter(|_| matches!(run.kind.as_str(), "deploy" | "rollback"));
        let begin = begin.ok_or_else(|| {
            Error::refused(
                "NothingToResume",
                format!("run {} was a {}, which is taken up by the same command", run.id, run.kind),
            )
            .hint("give the command again; `grayscale history` shows what it was about")
        })?;
        let names = |publish: bool| {
            let named = begin.functions.iter().filter(|function| function.publish || !publish);
            Raw::List(named.map(|function| text(&function.key)).collect())
        };
        let publishes = begin.functions.iter().any(|function| function.publish);
        let mut inputs: Vec<_> = project.clone().into_owned().entries().to_vec();
        inputs.retain(|(key, _)| !matches!(&**key, "traffic" | "publish" | "only" | "alias" | "stage"));
        inputs.push(("stage".into(), text(&begin.stage)));
        inputs.push(("alias".into(), text(&begin.alias)));
        if project.has("functions") {
            inputs.push(("only".into(), names(false)));
        }
        if let Some(traffic) = &begin.traffic {
            inputs.push(("traffic".into(), text(traffic)));
        }
        if publishes {
            inputs.push(("publish".into(), names(true)));
        }
        let mut order = vec![
            ("inputs".into(), Raw::Map(inputs)),
            ("stage".into(), text(&begin.stage)),
            ("resumes".into(), text(&begin.order)),
            ("settles".into(), text(&run.id)),
        ];
        if run.kind == "rollback" {
            order.push(("kind".into(), text("rollback")));
            order.push(("to".into(), begin.to.as_deref().map_or(Raw::Null, text)));
        }
        Ok(Raw::Map(order))
    }

    /// The order that puts back what the last run, which broke off, had shifted.
    ///
    /// # Errors
    /// `NothingToAbort`, `JournalTooNew`.
    pub fn abortion(&self) -> Result<Raw<'static>, Error> {
        self.known()?;
        let run = self.unfinished().ok_or_else(|| nothing("NothingToAbort", "abort", self.runs.last()))?;
        let shifted = run.functions.iter().filter_map(|function| {
            let step = function.steps.iter().find(|step| step.entry.recorded.is_some())?;
            Some((function, step.entry.alias.clone()?))
        });
        let shifted: Vec<_> = shifted.collect();
        let Some((_, alias)) = shifted.first() else {
            return Err(Error::refused(
                "NothingToAbort",
                format!("run {} broke off before it wrote any alias: there is no routing to put back", run.id),
            )
            .hint("`grayscale resume`, or the same command, goes on with it; `grayscale status` shows what is there"));
        };
        let functions = shifted.iter().filter(|(_, of)| of == alias).map(|(function, _)| {
            let Target { region, namespace, name } = &function.target;
            let parts = [("region", region), ("namespace", namespace), ("name", name)];
            Raw::Map(parts.into_iter().map(|(key, value)| (key.into(), text(value))).collect())
        });
        let stage = run.begin.as_ref().map(|begin| ("stage".into(), text(&begin.stage)));
        let inputs = [("functions".into(), Raw::List(functions.collect())), ("alias".into(), text(alias))];
        Ok(Raw::Map(vec![
            ("kind".into(), text("rollback")),
            ("to".into(), text("previous")),
            ("settles".into(), text(&run.id)),
            ("inputs".into(), Raw::Map(inputs.into_iter().chain(stage).collect())),
        ]))
    }
}

fn text(text: &str) -> Raw<'static> {
    Raw::Text(text.to_owned().into())
}

fn nothing(code: &'static str, verb: &str, last: Option<&Run>) -> Error {
    match last {
        None => Error::refused(code, format!("the journal holds no run: there is nothing to {verb}"))
            .hint("a run leaves its trace beside the project; --cwd and --stage say which"),
        Some(run) => Error::refused(
            code,
            format!("the last run ({}, {}) was carried to its end: there is nothing to {verb}", run.id, run.kind),
        )
        .hint("`grayscale history` shows it; `grayscale rollback` goes back to a version, `grayscale rollback --to previous` to what was before"),
    }
}
