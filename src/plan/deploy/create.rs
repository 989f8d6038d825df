//! The plan of a deploy where there is no function yet.

use super::checks::key_given;
use super::entry::{self, DEFAULT_HANDLER, DEFAULT_RUNTIME};
use super::facts::{parts_of_goal, publish_step, shift_step, source_of};
use super::{packed, quotas};
use crate::desired::{Code, DEFAULT_ALIAS, Desired, DesiredFunction, LARGEST_PACKAGE_BYTES};
use crate::error::Error;
use crate::message::parts::Warmth;
use crate::message::problem::PlanProblem;
use crate::message::{Reason, RoutingNote, StepText};
use crate::observed::ObservedFunction;
use crate::plan::{
    Action, Basis, FunctionPlan, Goal, Note, Record, Step, VersionRef, VersionShare, event_invoke, existing, storage,
    target_of, triggers, warm, where_of,
};
use crate::scf::event_invoke::EventInvoke;
use crate::traffic::routing::{Routing, Version};
use crate::traffic::share::Share;

pub(super) fn refuse_large(function: &DesiredFunction) -> Result<(), Error> {
    let Some(Code::Source { package: Some(package), .. }) = &function.code else { return Ok(()) };
    let bytes = package.unpacked.unwrap_or(0).max(package.size);
    if bytes <= LARGEST_PACKAGE_BYTES {
        return Ok(());
    }
    Err(Error::refused(PlanProblem::PackageTooLarge { bytes, most: LARGEST_PACKAGE_BYTES }))
}

pub(super) fn create(
    desired: &Desired,
    function: &DesiredFunction,
    seen: &ObservedFunction,
) -> Result<FunctionPlan, Error> {
    let target = target_of(function);
    let Some(code) = &function.code else {
        return Err(Error::failed(PlanProblem::FunctionNotFound { place: where_of(&target), creates: true }));
    };
    if let Some(earlier) = seen.earlier.get() {
        let (function, earlier) = (target.name, earlier.clone());
        return Err(Error::refused(PlanProblem::EarlierName { function, earlier }));
    }
    entry::check(function, None)?;
    let mut notes = packed::notes(function);
    for (setting, value, default) in [
        ("runtime", &function.settings.runtime, DEFAULT_RUNTIME),
        ("handler", &function.settings.handler, DEFAULT_HANDLER),
    ] {
        if code.image().is_some() {
            // it brings both
            continue;
        }
        if value.is_none() && !(setting == "handler" && function.settings.plain.is_web()) {
            notes.push(Note::Default { setting: setting.to_owned(), value: default.to_owned() });
        }
    }
    let mut steps: Vec<Step> = storage::step(desired, function, seen)?.into_iter().collect();
    steps.push(Step {
        action: Action::Create,
        text: StepText::CreateFunction { source: source_of(desired, function, code, seen) },
        reason: Reason::NoFunction { region: target.region.clone(), namespace: target.namespace.clone() },
    });
    steps.extend(event_invoke::step(&function.settings, EventInvoke::default(), Reason::Created));
    let everything_to_latest = Routing::all_to(Version::latest());
    let mut after = VersionShare::of_split(&everything_to_latest.split());
    if function.publish {
        steps.push(publish_step(1));
    }
    match function.provisioned.filter(|instances| *instances > 0) {
        Some(instances) if function.publish && desired.warm => {
            let reason = Reason::Warms { asked: true };
            steps.push(warm::provision(VersionRef::Published, 1, (0, instances), reason));
        }
        Some(_) if function.publish => notes.push(Note::Provisioned(Warmth::Cold)),
        Some(instances) => notes.push(Note::Provisioned(Warmth::Waits { instances })),
        None => {}
    }
    let custom = desired.alias != DEFAULT_ALIAS;
    // it has no versions yet
    for rule in desired.routes.iter().flatten().filter(|rule| !rule.version.is_latest()) {
        existing(seen, &rule.version, &target)?;
    }
    if desired.shifts() {
        let goal = match desired.traffic {
            Some(share) if function.publish => Goal::Grayscale { latest: share, last: VersionRef::Published },
            asked => {
                notes.push(asked.map_or(Note::Routing(RoutingNote::NothingToRoute), |asked| Note::NoVersion { asked }));
                Goal::Exactly(everything_to_latest)
            }
        };
        if custom || (function.publish && desired.traffic != Some(Share::ALL)) {
            after = parts_of_goal(&goal, None);
            let from = (!custom).then(|| Routing::all_to(Version::latest()));
            let stable = function.publish.then_some(VersionRef::Published);
            let record = Record { stable, ..Record::default() };
            steps.push(shift_step(desired, from, goal, (String::new(), record), Reason::Created));
        }
    } else if custom {
        after = Vec::new();
    }
    if let Some(desired) = &function.events {
        let mut triggers = triggers::plan(desired, &[], |_| false);
        steps.append(&mut triggers.after);
        notes.append(&mut triggers.notes);
    }
    notes.extend(quotas::environment(function));
    notes.extend(key_given(function));
    notes.extend(quotas::triggers(function, &[]));
    Ok(FunctionPlan {
        steps,
        before: Vec::new(),
        after,
        last_version: None,
        notes,
        basis: Basis { exists: false, package: code.sha256().map(str::to_owned), ..Basis::default() },
        ..FunctionPlan::bare(function)
    })
}
