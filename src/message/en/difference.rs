//! What differs between two plans.

use super::super::difference::{PlanChange, PlannedStep, RunField, StepKind};
use super::super::host::Host;
use crate::traffic::routing::shown_alias;

/// The sentence of a difference.
pub(in crate::message) fn plan_change(change: &PlanChange, _: Host) -> String {
    match change {
        PlanChange::Run { field, was, now } => {
            let name = match field {
                RunField::Kind => "kind",
                RunField::Stage => "stage",
                RunField::Alias => "alias",
                RunField::Traffic => "traffic",
                RunField::Group => "group",
            };
            format!("{name} was {}, now it is {}", value(was), value(now))
        }
        PlanChange::FunctionAdded { key } => format!("{key}: it was not in the plan"),
        PlanChange::FunctionGone { key } => format!("{key}: it is no longer in the plan"),
        PlanChange::Existence { key, exists: true } => format!("{key}: the function was created meanwhile"),
        PlanChange::Existence { key, exists: false } => format!("{key}: the function was deleted meanwhile"),
        PlanChange::Routing { key, alias, was, now } => {
            format!("{key}: {} was {}, now it is {}", shown_alias(alias), value(was), value(now))
        }
        PlanChange::Versions { key, was, now } => {
            let shown = |versions: &str| if versions.is_empty() { "none".to_owned() } else { versions.to_owned() };
            format!("{key}: the published versions were {}, now they are {}", shown(was), shown(now))
        }
        PlanChange::Code { key } => format!("{key}: the code on $latest was changed"),
        PlanChange::Package { key } => format!("{key}: the code to upload was changed"),
        PlanChange::Settings { key } => format!("{key}: the configuration was changed"),
        PlanChange::StepGone { key, step } => format!("{key}: no longer planned: {}", planned(step)),
        PlanChange::StepAdded { key, step } => format!("{key}: planned now: {}", planned(step)),
        PlanChange::Refused { key, error } => format!("{key}: it can't be done now: {error}"),
        PlanChange::Split { key, alias, was, now } => {
            format!("{key}: {} was to become {was}, now {now}", shown_alias(alias))
        }
        PlanChange::Detail { key } => format!("{key}: a note or a detail of the plan"),
        PlanChange::Edited => "the text of the plan was edited: its order or its spaces".to_owned(),
        PlanChange::DetailOfRun => "the order of functions, a note or a detail of the plan".to_owned(),
        PlanChange::More { more } => format!("and {more} more"),
    }
}

fn value(value: &Option<String>) -> &str {
    value.as_deref().unwrap_or("nothing")
}

fn planned(PlannedStep { kind, detail }: &PlannedStep) -> String {
    let name = match kind {
        StepKind::Wait => "wait",
        StepKind::Create => "create the function",
        StepKind::PutObject => "upload the package to COS",
        StepKind::EventInvoke => "configure asynchronous calls",
        StepKind::Protect => "publish the code on $latest",
        StepKind::Shift => "shift",
        StepKind::Upload => "upload code",
        StepKind::Configure => "configure",
        StepKind::Publish => "publish",
        StepKind::Adopt => "wait for the version",
        StepKind::DeleteAlias => "delete the alias",
        StepKind::Trigger => "change a trigger",
        StepKind::Domain => "change a custom domain",
        StepKind::Provision => "provisioned concurrency",
        StepKind::Delete => "delete the function",
        StepKind::DeleteVersion => "delete the version",
    };
    if detail.is_empty() { name.to_owned() } else { format!("{name} ({detail})") }
}
