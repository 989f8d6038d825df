//! The plan of an order about one alias: any alias, any two versions (rule 17).

use super::rollback::existing;
use super::users::{Novelty, Users};
use super::{
    Action, Basis, FunctionPlan, Goal, Note, Record, Step, VersionShare, function_not_found, not_observed, ranges,
    target_of,
};
use crate::desired::{Act, DesiredAlias, DesiredFunction, refuse_twice};
use crate::error::Error;
use crate::message::problem::PlanProblem;
use crate::message::problem::plan::Missing;
use crate::message::problem::plan::Replaces;
use crate::message::routing::{Rule, Shares};
use crate::message::{Reason, RoutingNote, StepText};
use crate::observed::{ObservedFunction, Seen};
use crate::traffic::routing::{Routing, Version, VersionMatch};
use crate::traffic::share::Fraction;

pub(super) fn plan(
    desired: &DesiredAlias,
    function: &DesiredFunction,
    seen: &ObservedFunction,
) -> Result<FunctionPlan, Error> {
    let target = target_of(function);
    if seen.is_missing() {
        return Err(function_not_found(&target));
    }
    let there = match seen.alias(&desired.name) {
        Seen::Is(alias) => Some(alias),
        Seen::Missing => None,
        Seen::Unknown => {
            return Err(not_observed(&target.name, Missing::Aliases));
        }
    };
    let current = there.map(|alias| alias.routing());
    let mut plan = FunctionPlan {
        before: current.as_ref().map(|routing| VersionShare::of_split(&routing.split())).unwrap_or_default(),
        last_version: seen.last_published().cloned(),
        basis: Basis {
            exists: true,
            routing: current.as_ref().map(ToString::to_string),
            versions: ranges(seen.usable().into_iter().map(|item| &item.version)),
            ..Basis::default()
        },
        ..FunctionPlan::bare(function)
    };
    if desired.act == Act::Delete {
        delete(desired, current, &mut plan);
        return Ok(plan);
    }
    let goal = goal(desired, current.as_ref(), &target.name)?;
    if desired.shifts() {
        let rules = goal.rules.iter().map(|rule| &rule.version);
        let named = std::iter::once(&goal.main).chain(goal.additional.iter().map(|part| &part.version)).chain(rules);
        for version in named {
            if !version.is_latest() {
                existing(seen, version, &target)?;
            }
        }
    }
    let text = there.map(|alias| alias.text()).unwrap_or_default();
    let description = desired.description.clone().unwrap_or_else(|| text.to_owned());
    plan.after = VersionShare::of_split(&goal.split());
    let same = current.as_ref().is_some_and(|current| current.same_as(&goal));
    if same && description == text {
        return Ok(plan);
    }
    if let (Some(current), Act::Create) = (&current, desired.act) {
        let (function, alias) = (target.name.clone(), desired.name.clone());
        return Err(Error::refused(PlanProblem::AliasExists { function, alias, routing: Shares::from(current) }));
    }
    let users = Users::of(&function.on_record, there, seen);
    // a rule of the same header and kind is a change of the one that is there
    let gone = |rule: &&VersionMatch| !goal.rules.iter().any(|kept| kept.same_kind(rule));
    let gone: Vec<Rule> =
        current.iter().flat_map(|current| current.rules.iter().filter(gone)).map(Rule::from).collect();
    if !gone.is_empty() {
        let (by, own) = match &desired.routes {
            Some(_) => (Replaces::Routes, users.own_rules()),
            None => (Replaces::Alias, false),
        };
        if !desired.replace_rules && !own {
            let alias = desired.name.clone();
            return Err(Error::refused(PlanProblem::RulesInTheWay { alias, rules: gone, by }));
        }
        plan.notes.push(Note::Routing(RoutingNote::RulesDropped { rules: gone, recorded: false }));
    }
    let alias = desired.name.clone();
    let text = match &current {
        None => StepText::CreateAlias { alias, to: Shares::from(&goal) },
        Some(_) if same => StepText::DescribeAlias { alias, routing: Shares::from(&goal) },
        Some(current) => StepText::Shift { alias, from: Shares::from(current), to: Shares::from(&goal) },
    };
    let stable = users.stable();
    let novelty = Novelty { stable: stable.as_ref(), seen, latest: true };
    let before = current.as_ref().map(Routing::split).unwrap_or_default();
    plan.new_code = novelty.of(&goal.split());
    plan.moves_all = plan.new_code == Fraction::ALL && novelty.of(&before) != Fraction::ALL;
    let record = if same { Record::from(users.baseline.clone()) } else { users.after_naming(&goal) };
    plan.steps.push(Step {
        text,
        reason: match (&current, same) {
            (None, _) => Reason::NoAlias,
            (_, true) => Reason::DescriptionDiffers,
            _ => Reason::Asked,
        },
        action: Action::Shift {
            alias: desired.name.clone(),
            create: current.is_none(),
            from: current,
            to: Goal::Exactly(goal),
            description,
            record,
        },
    });
    Ok(plan)
}

/// What the alias is to say: `version` alone gets everything, weights alone leave the main version as it is.
fn goal(desired: &DesiredAlias, current: Option<&Routing>, function: &str) -> Result<Routing, Error> {
    if desired.act == Act::Update && current.is_none() {
        let (function, alias) = (function.to_owned(), desired.name.clone());
        return Err(Error::failed(PlanProblem::AliasNotFound { function, alias, updates: true }));
    }
    if let Some(current) = current.filter(|_| !desired.shifts()) {
        return Ok(current.clone());
    }
    let main =
        desired.main.clone().or_else(|| current.map(|current| current.main.clone())).unwrap_or_else(Version::latest);
    if let Some(other) = &desired.other {
        refuse_twice(&main, other)?;
    }
    let rules = desired.routes.clone().unwrap_or_default();
    Ok(Routing { main, additional: desired.other.clone().into_iter().collect(), rules })
}

fn delete(desired: &DesiredAlias, current: Option<Routing>, plan: &mut FunctionPlan) {
    let Some(from) = current else {
        plan.notes.push(Note::NoSuchAlias { function: plan.target.name.clone(), alias: desired.name.clone() });
        return;
    };
    plan.notes.push(Note::CallersOfAlias { alias: desired.name.clone() });
    plan.steps.push(Step {
        text: StepText::DeleteAlias { alias: desired.name.clone(), routing: Shares::from(&from) },
        reason: Reason::DeletesAlias,
        action: Action::DeleteAlias { alias: desired.name.clone(), from },
    });
}
