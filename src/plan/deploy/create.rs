//! The plan of a deploy where there is no function yet.

use super::checks::key_given;
use super::entry::{self, DEFAULT_HANDLER, DEFAULT_RUNTIME};
use super::facts::{parts_of_goal, publish_step, shift_step, source_of};
use super::{packed, quotas};
use crate::desired::{Code, DEFAULT_ALIAS, Desired, DesiredFunction, SettingValues};
use crate::error::Error;
use crate::message::problem::PlanProblem;
use crate::message::{Reason, StepText};
use crate::plan::{
    Action, Basis, FunctionPlan, Goal, Note, Record, Step, VersionRef, parts_of, target_of, triggers, where_of,
};
use crate::routing::{Routing, Version};
use crate::share::Share;

/// The largest request body that the API takes (<https://www.tencentcloud.com/document/api/213/33224>), less room for
/// everything but the package.
const LARGEST_BODY_BYTES: u64 = 10_000_000 - 64_000;

pub(super) fn refuse_large(function: &DesiredFunction) -> Result<(), Error> {
    let Some(Code::Source { package: Some(package), .. }) = &function.code else { return Ok(()) };
    let base64 = package.size.div_ceil(3) * 4;
    if base64 <= LARGEST_BODY_BYTES {
        return Ok(());
    }
    Err(Error::refused(PlanProblem::PackageTooLarge { bytes: package.size, most: LARGEST_BODY_BYTES / 4 * 3 }))
}

pub(super) fn create(desired: &Desired, function: &DesiredFunction) -> Result<FunctionPlan, Error> {
    let target = target_of(function);
    let Some(code) = &function.code else {
        return Err(Error::failed(PlanProblem::FunctionNotFound { place: where_of(&target), creates: true }));
    };
    let kind = function.settings.plain.0.iter().find(|(plain, _)| plain.name == "type");
    if let Some((plain, value)) = kind
        && plain.shape.differs(value, &SettingValues::default().of(plain))
    {
        return Err(Error::refused(PlanProblem::WebFunction { function: target.name }));
    }
    entry::check(function, None)?;
    let mut notes = packed::notes(function);
    for (setting, value, default) in [
        ("runtime", &function.settings.runtime, DEFAULT_RUNTIME),
        ("handler", &function.settings.handler, DEFAULT_HANDLER),
    ] {
        if value.is_none() {
            notes.push(Note::Default { setting: setting.to_owned(), value: default.to_owned() });
        }
    }
    let mut steps = vec![Step {
        action: Action::Create,
        text: StepText::CreateFunction { source: source_of(code) },
        reason: Reason::NoFunction { region: target.region.clone(), namespace: target.namespace.clone() },
    }];
    let everything_to_latest = Routing::all_to(Version::latest());
    let mut after = parts_of(&everything_to_latest.split());
    if function.publish {
        steps.push(publish_step(1));
    }
    let custom = desired.alias != DEFAULT_ALIAS;
    if let Some(share) = desired.traffic {
        let goal = if function.publish {
            Goal::Grayscale { latest: share, last: VersionRef::Published }
        } else {
            notes.push(Note::NoVersion { asked: share });
            Goal::Exactly(everything_to_latest)
        };
        if custom || (function.publish && share != Share::ALL) {
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
