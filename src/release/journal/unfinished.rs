//! What the journal says of a run that broke off, and of what runs left behind.

use super::Journal;
use super::Scope;
use super::entry::BeginEntry;
use std::borrow::Cow;

use super::read::{Run, RunFunction};
use crate::error::Error;
use crate::json::Json;
use crate::message::EndState;
use crate::message::given::Given;
use crate::message::problem::JournalProblem;
use crate::message::problem::journal::Take;
use crate::plan::Recorded;
use crate::scf::Target;
use crate::traffic::routing::{Routing, VersionMatch};

/// What the last change of an alias left it at.
#[derive(Debug, Clone, PartialEq)]
pub struct Left {
    /// Which run.
    pub run: String,
    /// What it left.
    pub routing: Routing,
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
                routing: change.entry.left.as_ref()?.routing(),
                recorded: Recorded {
                    target: target.clone(),
                    alias: alias.to_owned(),
                    routing: Some(change.entry.left.as_ref()?.routing()),
                    baseline: change.entry.left.as_ref()?.baseline(),
                    left: Vec::new(),
                    back: run.back(),
                    replaced: replaced.is_some(),
                    asked: replaced.and_then(super::RunStep::allowed),
                    provisioned: Vec::new(),
                },
            });
        }
        None
    }

    /// Whether the run that an order is to put an end to is the one that broke off still: another may have been quicker.
    pub(in crate::release) fn awaits(&self, settles: Option<&str>) -> Result<(), Error> {
        match settles {
            Some(id) if self.unfinished().is_none_or(|run| run.id != id) => {
                Err(nothing(Take::Resume, self.runs.last()))
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

    /// The last run, where it was for this very order and was cut off, or failed for some of its functions.
    pub(in crate::release) fn cut_off(&self, begin: &BeginEntry) -> Option<&str> {
        let run = self.unfinished()?;
        run.begin.as_ref().is_some_and(|known| known.order == begin.order).then_some(run.id.as_str())
    }

    /// The last run, where it was not carried to its end.
    fn unfinished(&self) -> Option<&Run> {
        let run = self.runs.last()?;
        let ended = run.end.as_ref().is_some_and(|end| matches!(end.how, EndState::Done | EndState::PutBack));
        (!ended).then_some(run)
    }

    /// The order of the last run, which broke off, as the project now stands.
    ///
    /// # Errors
    /// `NothingToResume`, `NotOfProject`, `JournalTooNew`.
    pub fn resumption(&self, project: &Json<'_>, scope: &Scope) -> Result<Json<'static>, Error> {
        self.known()?;
        let run = self.unfinished().ok_or_else(|| nothing(Take::Resume, self.runs.last()))?;
        if run.back() {
            return self.continuation(run, scope);
        }
        let begin = run.begin.as_ref().filter(|_| run.kind == "deploy");
        let begin = begin.ok_or_else(|| {
            Error::refused(JournalProblem::SameCommand { run: run.id.clone(), kind: run.kind.clone() })
        })?;
        let names = |publish: bool| {
            let named = begin.functions.iter().filter(|function| function.publish || !publish);
            Json::List(named.map(|function| text(&function.key)).collect())
        };
        let publishes = begin.functions.iter().any(|function| function.publish);
        let mut inputs: Vec<_> = project.clone().into_owned().entries().to_vec();
        inputs.retain(|(key, _)| {
            !matches!(&**key, "traffic" | "routes" | "rollout" | "publish" | "only" | "alias" | "stage")
        });
        inputs.push(("stage".into(), text(&begin.stage)));
        inputs.push(("alias".into(), text(&begin.alias)));
        if project.has("functions") {
            inputs.push(("only".into(), names(false)));
        }
        if let Some(traffic) = &begin.traffic {
            inputs.push(("traffic".into(), text(traffic)));
        }
        if let Some(rules) = &begin.routes {
            inputs.push(("routes".into(), Json::List(rules.iter().map(route).collect())));
        }
        if publishes {
            inputs.push(("publish".into(), names(true)));
        }
        Ok(Json::Map(vec![
            ("inputs".into(), Json::Map(inputs)),
            ("stage".into(), text(&begin.stage)),
            ("resumes".into(), text(&begin.order)),
            ("settles".into(), text(&run.id)),
        ]))
    }

    /// The order that puts back what the last run, which broke off, had shifted. A run that was going back itself is
    /// continued: nobody wants to be half-way there, or where it came from.
    ///
    /// # Errors
    /// `NothingToAbort`, `NotOfProject`, `JournalTooNew`.
    pub fn abortion(&self, scope: &Scope) -> Result<Json<'static>, Error> {
        self.known()?;
        let run = self.unfinished().ok_or_else(|| nothing(Take::Abort, self.runs.last()))?;
        if run.back() {
            return self.continuation(run, scope);
        }
        let touched: Vec<(&RunFunction, &str)> = touched(run).collect();
        let Some((_, alias)) = touched.first() else {
            return Err(Error::refused(JournalProblem::ChangedNothing { run: run.id.clone() }));
        };
        let functions = touched.iter().filter(|(_, of)| of == alias).map(|(function, _)| &function.target);
        let more = vec![("of".into(), text(&run.id)), ("settles".into(), text(&run.id))];
        back_to(run, ("abort", alias), functions, scope, more)
    }

    /// The order that gives each alias back what it said before a run: the one with this id, or the last one that moved
    /// traffic.
    ///
    /// # Errors
    /// `NothingToUndo`, `NotOfProject`, `UnknownRun`, `JournalTooNew`.
    pub fn undoing(&self, id: Option<&str>, scope: &Scope) -> Result<Json<'static>, Error> {
        self.known()?;
        let moved = |run: &&Run| run.moved();
        if let (None, Some(run)) = (id, self.unfinished().filter(|run| run.kind == "undo")) {
            return self.continuation(run, scope);
        }
        // the components of one yml have one journal: the last run of one need not be the last one
        let last =
            || self.runs.iter().filter(moved).rfind(|run| run.functions.iter().any(|one| scope.has(&one.target)));
        let run = match id {
            Some(id) => {
                let known = self.runs.iter().rfind(|run| id.len() >= 4 && run.id.starts_with(id));
                let run = known.ok_or_else(|| {
                    let newest = self.runs.iter().rev().filter(moved).take(5).map(|run| run.id.clone()).collect();
                    Error::refused(JournalProblem::UnknownRun { given: Given::from(id), newest })
                })?;
                Some(run).filter(moved)
            }
            None => last().or_else(|| self.runs.iter().rfind(moved)),
        };
        let run = run.ok_or_else(|| {
            Error::refused(match id {
                Some(id) => JournalProblem::MovedNothing { run: id.to_owned() },
                None => JournalProblem::NothingMoved,
            })
        })?;
        if id.is_none() && run.kind == "undo" {
            return Err(Error::refused(JournalProblem::UndoneAlready { run: run.id.clone() }));
        }
        let Some((_, alias)) = moved_of(run).next() else {
            return Err(Error::refused(JournalProblem::MovedNothing { run: run.id.clone() }));
        };
        let functions = moved_of(run).filter(|(_, of)| *of == alias).map(|(function, _)| &function.target);
        back_to(run, ("undo", alias), functions, scope, vec![("of".into(), text(&run.id))])
    }

    /// The order that goes on to the targets of a run which was going back.
    fn continuation(&self, run: &Run, scope: &Scope) -> Result<Json<'static>, Error> {
        let Some(begin) = &run.begin else {
            return Err(Error::refused(JournalProblem::NoTarget { run: run.id.clone() }));
        };
        let mut more = vec![("settles".into(), text(&run.id)), ("continues".into(), text(&run.id))];
        match run.kind.as_str() {
            "rollback" => more.push(("to".into(), begin.to.as_deref().map_or(Json::Null, text))),
            "abort" | "undo" => more.push(("of".into(), begin.to.as_deref().map_or(Json::Null, text))),
            _ => {}
        }
        let functions = begin.functions.iter().map(|function| &function.target);
        back_to(run, (&run.kind, &begin.alias), functions, scope, more)
    }
}

/// The functions whose alias a run wrote.
fn moved_of(run: &Run) -> impl Iterator<Item = (&RunFunction, &str)> {
    run.functions.iter().filter_map(|function| {
        let step = function.steps.iter().find(|step| step.entry.recorded.is_some())?;
        Some((function, step.entry.alias.as_deref()?))
    })
}

/// The functions whose alias a run wrote, whose code it replaced, or whose versions it gave provisioned concurrency.
fn touched(run: &Run) -> impl Iterator<Item = (&RunFunction, &str)> {
    let alias = run.begin.as_ref().map(|begin| begin.alias.as_str());
    run.functions.iter().filter_map(move |function| {
        let wrote = function.steps.iter().find(|step| step.entry.recorded.is_some());
        match wrote {
            Some(step) => Some((function, step.entry.alias.as_deref()?)),
            None => Some((function, alias?)).filter(|(function, _)| {
                function.steps.iter().any(super::RunStep::replaces_code) || function.provisioned().next().is_some()
            }),
        }
    })
}

/// An order of the kind that goes back, about those of these functions that may be moved. It names the others.
fn back_to<'a>(
    run: &Run,
    (kind, alias): (&str, &str),
    functions: impl Iterator<Item = &'a Target>,
    scope: &Scope,
    more: Vec<(Cow<'static, str>, Json<'static>)>,
) -> Result<Json<'static>, Error> {
    let (own, others): (Vec<&Target>, Vec<&Target>) = functions.partition(|target| scope.has(target));
    if own.is_empty() && !others.is_empty() {
        return Err(Scope::refuses(run, &others));
    }
    let named = |target: &&Target, key: Option<&str>| {
        let Target { region, namespace, name } = *target;
        let place = [("region", region), ("namespace", namespace), ("name", name)];
        let place = place.into_iter().map(|(word, value)| (word, value.as_str()));
        let all = key.map(|key| ("key", key)).into_iter().chain(place);
        Json::Map(all.map(|(word, value)| (word.into(), text(value))).collect())
    };
    let functions = own.iter().map(|target| named(target, Some(scope.key(target)))).collect();
    let leaves = others.iter().map(|target| named(target, None)).collect();
    let stage = run.begin.as_ref().map(|begin| ("stage".into(), text(&begin.stage)));
    let inputs = [("functions".into(), Json::List(functions)), ("alias".into(), text(alias))];
    let inputs = Json::Map(inputs.into_iter().chain(stage).collect());
    let order = [("kind".into(), text(kind)), ("inputs".into(), inputs), ("leaves".into(), Json::List(leaves))];
    Ok(Json::Map(order.into_iter().chain(more).collect()))
}

/// A rule as inputs have it.
fn route(rule: &VersionMatch) -> Json<'static> {
    let test = if rule.method == "range" { "range" } else { "exact" };
    let words = [("header", rule.header()), (test, &rule.expression), ("to", rule.version.wire())];
    Json::Map(words.into_iter().map(|(key, value)| (key.into(), text(value))).collect())
}

fn text(text: &str) -> Json<'static> {
    Json::Text(text.to_owned().into())
}

fn nothing(take: Take, last: Option<&Run>) -> Error {
    Error::refused(match last {
        None => JournalProblem::NoRuns { take },
        Some(run) => JournalProblem::Over { run: run.id.clone(), kind: run.kind.clone(), take },
    })
}
