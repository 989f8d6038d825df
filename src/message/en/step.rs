//! Steps with their reasons, the frame around a plan, and the question before it is carried out.

use super::super::host::Host;
use super::super::label::{Counts, Label, Summary};
use super::super::question::Question;
use super::super::reason::{Reason, Uploads};
use super::super::step::{Change, CodeFrom, Fires, Hidden, Setting, StepText, TriggerChange};
use super::phrases::trigger;
use super::routing::{shares, side};
use crate::text::bytes;
use crate::traffic::routing::shown_alias;
use crate::traffic::share::Fraction;

/// A step, as it is named.
pub(in crate::message) fn step(step: &StepText, host: Host) -> String {
    match step {
        StepText::WaitActive { status } => format!("wait until the function is Active ({status} now)"),
        StepText::WaitVersion { version } => format!("wait until v{version} is Active"),
        StepText::CreateFunction { source } => format!("create the function{}", code(source)),
        StepText::PutObject { bucket, bytes: size, creates } => {
            let creates = if *creates { ", which is created first" } else { "" };
            format!("upload the package ({}) to COS bucket {bucket}{creates}", bytes(*size))
        }
        StepText::UploadCode { source: Some(CodeFrom::Image { image, before }), .. } => match before {
            Some(before) => format!("set the image of $latest: {before} → {image}"),
            None => format!("set the image of $latest: {image}"),
        },
        StepText::UploadCode { source, handler } => {
            let code = source.as_ref().map(code).unwrap_or_default();
            let handler = handler.as_ref().map(|handler| format!(", handler {handler}")).unwrap_or_default();
            format!("upload code to $latest{code}{handler}")
        }
        StepText::Configure { settings } => format!("configure $latest: {}", settings.join(", ")),
        StepText::Publish { expected } => format!("publish $latest as a new version (expected: {expected})"),
        StepText::Protect { expected, aside } => {
            let aside = if *aside { ", without traffic" } else { "" };
            format!("publish the code that is on $latest now as a new version (expected: {expected}){aside}")
        }
        StepText::Shift { alias, from, to } => {
            format!("shift {}: {} → {}", shown_alias(alias), side(from, host), side(to, host))
        }
        StepText::CreateAlias { alias, to } => format!("create alias {}: {}", shown_alias(alias), shares(to, host)),
        StepText::DescribeAlias { alias, routing } => {
            format!(
                "change the description of alias {}; the traffic stays: {}",
                shown_alias(alias),
                shares(routing, host)
            )
        }
        StepText::DeleteAlias { alias, routing } => {
            format!("delete alias {}: {}", shown_alias(alias), shares(routing, host))
        }
        StepText::Trigger { change, trigger: known, fires } => {
            let (verb, rest) = match change {
                TriggerChange::Create => ("create", ""),
                TriggerChange::Move => ("create", ", as it is on $latest"),
                TriggerChange::Update => ("change", ""),
                TriggerChange::Open => ("open", ""),
                TriggerChange::Close => ("close", ""),
                TriggerChange::Delete => ("delete", ""),
            };
            let fires = fires.as_ref().map(described).unwrap_or_default();
            format!("{verb} {}{rest}{fires}", trigger(known))
        }
        StepText::Domain { domain, paths, alias } => format!(
            "let custom domain {domain} call {} with path {} (now $latest)",
            shown_alias(alias),
            paths.join(", ")
        ),
        StepText::PutBack { alias, routing } => format!("restore {}: {}", shown_alias(alias), shares(routing, host)),
        StepText::ShiftAgain { alias, routing } => {
            format!("shift {} again: {}", shown_alias(alias), shares(routing, host))
        }
        StepText::DeleteAgain { alias } => format!("restore: delete alias {} again", shown_alias(alias)),
        StepText::Provision { version, from, to, .. } if from == to => {
            format!("wait until the {to} provisioned instances of v{version} have started")
        }
        StepText::Provision { version, new, from, to } => {
            let new = if *new { " (new)" } else { "" };
            format!("set provisioned concurrency of v{version}{new}: {from} → {to}")
        }
        StepText::Release { version, instances } => {
            format!("release provisioned concurrency of v{version} ({instances})")
        }
        StepText::DeleteFunction => "delete the function with all its versions and aliases".to_owned(),
        StepText::DeleteVersion { version, status, saved } => match (status, saved) {
            (Some(status), _) => format!("delete v{version} ({status})"),
            (None, true) => format!("delete v{version} (saved by protect)"),
            (None, false) => format!("delete v{version}"),
        },
        StepText::DeleteVersions { versions } => format!("delete versions {versions}"),
    }
}

fn code(source: &CodeFrom) -> String {
    match source {
        CodeFrom::Package { bytes: size } => format!(" ({})", bytes(*size)),
        CodeFrom::Directory => String::new(),
        CodeFrom::Cos { bucket, object } => format!(" (cos: {bucket}/{object})"),
        CodeFrom::Image { image, .. } => format!(" (image: {image})"),
    }
}

fn described(Fires { desc, argument, enabled }: &Fires) -> String {
    let argument = if *argument { ", with an argument" } else { "" };
    let state = if *enabled { "" } else { ", closed" };
    format!(": {desc}{argument}{state}")
}

/// Why a step is there.
pub(in crate::message) fn reason(reason: &Reason, _: Host) -> String {
    match reason {
        Reason::NotActive => "the API refuses changes until then".to_owned(),
        Reason::NoFunction { region, namespace } => format!("it does not exist in {region}, namespace {namespace}"),
        Reason::ProtectsCode { share } => {
            format!("{} of the traffic is on it, and no published version holds it (protect)", share.percent())
        }
        Reason::BeforeUpdate => {
            "before the update, so that new code never has more traffic than was asked for".to_owned()
        }
        Reason::TooLargeForRequest => {
            "the package is too large for a request of the API; nothing is sent if this package is there".to_owned()
        }
        Reason::AfterPublish => {
            "after publishing, so that the last published version is the one of this run".to_owned()
        }
        Reason::AfterUpdate => "after the update is Active, so that no request meets code that is not ready".to_owned(),
        Reason::Asked => "traffic was asked for".to_owned(),
        Reason::Created => "after the function is Active".to_owned(),
        Reason::SettingsDiffer { share, by_rules } => {
            format!("these settings differ; {}", on_latest(*share, *by_rules))
        }
        Reason::Upload { why, share, by_rules } => {
            let why = match why {
                Uploads::Differs => "the package differs from the code on $latest",
                Uploads::Unknown => "its digest can't be compared with the code on $latest",
                Uploads::NoDigest => {
                    "the digest of the object is not known, so it is uploaded each time (codeSha256 prevents that)"
                }
                Uploads::Handler => "the API takes a changed handler only together with code; the package is the same",
                Uploads::Image => "the image, or how it is started, differs from what is on $latest",
                Uploads::UnknownImage => "the API does not show the image on $latest, so it can't be compared",
            };
            format!("{why}; {}", on_latest(*share, *by_rules))
        }
        Reason::Publish => "publish was asked for".to_owned(),
        Reason::AdoptsVersion => "the run that published it was interrupted before it was Active".to_owned(),
        Reason::Rollback => "rollback: one write, nothing else is changed".to_owned(),
        Reason::GroupFailed { function } => format!("{function} failed, and the functions are released as a group"),
        Reason::LateWrite => "the run that was taken over had already sent its write".to_owned(),
        Reason::UndoesDeletion => "the run to undo deleted it".to_owned(),
        Reason::NoAlias => "there is no alias of this name".to_owned(),
        Reason::DescriptionDiffers => "its description differs".to_owned(),
        Reason::CreatedHere => "this project created it".to_owned(),
        Reason::DeletesAlias => "the journal keeps its routing".to_owned(),
        Reason::NeverServes => "it can never take traffic".to_owned(),
        Reason::NotNeeded { kept } => format!("no alias names it, and the {kept} newest usable versions are kept"),
        Reason::Warms { asked: true } => "provisionedNum; traffic waits until the instances have started".to_owned(),
        Reason::Warms { asked: false } => {
            "as much as the version that it replaces; traffic waits until the instances have started".to_owned()
        }
        Reason::ProvisionedUnneeded => "older than the version to roll back to".to_owned(),
        Reason::ProvisionedNone => "provisionedNum is 0".to_owned(),
        Reason::ProvisionedUnused => "no alias names it, and nothing calls it".to_owned(),
        Reason::ProvisionedBack => "a run of this project set it, and the version no longer gets traffic".to_owned(),
        Reason::ProvisionedAgain => "the run to undo released it; nothing waits for it".to_owned(),
        Reason::NoTrigger => "there is no such trigger; it comes last, so that it calls what was asked for".to_owned(),
        Reason::MovesBeforeUpload => "before the upload, so that it does not run the new code at 100 %".to_owned(),
        Reason::AliasHasTrigger => "the alias has the same trigger".to_owned(),
        Reason::CallsAliasNow => "it calls the alias now".to_owned(),
        Reason::OneForBucket => {
            "it calls another version or alias, and a bucket has one trigger for an event".to_owned()
        }
        Reason::TriggerDiffers => "it exists and differs".to_owned(),
        Reason::TriggerStateDiffers => "it exists and differs in that".to_owned(),
        Reason::TriggerReplaced => {
            "it exists and differs, and its kind can't be changed: it is created again".to_owned()
        }
        Reason::TriggerReplaces => "it replaces the one before; the function is not called by it in between".to_owned(),
        Reason::TriggerMoved => "the same trigger calls another version or alias now; for a moment both did".to_owned(),
    }
}

fn on_latest(share: Fraction, by_rules: bool) -> String {
    match share {
        _ if by_rules => "requests that match the rules go to $latest then".to_owned(),
        Fraction::NONE => "no traffic is on $latest then".to_owned(),
        share => format!("{} of the traffic is on $latest then", share.percent()),
    }
}

/// The question before a plan is carried out.
pub(in crate::message) fn question(question: &Question, _: Host) -> String {
    let Question::GoOn { unpublished, new, untried, buckets } = question;
    let mut sentences = Vec::new();
    if !buckets.is_empty() {
        sentences.push(format!("COS bucket {} is created for packages.", buckets.join(", ")));
    }
    if !unpublished.is_empty() {
        let names = unpublished.join(", ");
        sentences.push(format!("All traffic of {names} goes to code that no published version is known to hold."));
    }
    if !new.is_empty() {
        sentences.push(format!("All traffic of {} moves to new code.", new.join(", ")));
    }
    if !untried.is_empty() {
        let names: Vec<String> = untried.iter().map(|one| format!("v{} of {}", one.version, one.function)).collect();
        sentences.push(format!("The rest of the traffic goes to {}, which has none now.", names.join(", ")));
    }
    sentences.join(" ") + " Continue?"
}

/// A word of the frame.
pub(in crate::message) fn label(label: &Label, _: Host) -> String {
    match label {
        Label::Stage => "stage",
        Label::Region => "region",
        Label::Namespace => "namespace",
        Label::Alias => "alias",
        Label::Traffic => "traffic",
        Label::Create => "create",
        Label::UploadPackage => "upload package",
        Label::Update => "update",
        Label::Publish => "publish",
        Label::ShiftTraffic => "shift traffic",
        Label::Trigger => "trigger",
        Label::Wait => "wait",
        Label::Delete => "delete",
        Label::WillBeCreated => "will be created",
        Label::WillBeDeleted => "will be deleted",
        Label::WillBeChanged => "will be changed",
        Label::Unchanged => "unchanged",
    }
    .to_owned()
}

/// The last line of a plan.
pub(in crate::message) fn summary(Summary::Plan(counts): &Summary, _: Host) -> String {
    let Counts { create, update, publish, shift, triggers, delete, provision, prune, wait, adopt, unchanged } = *counts;
    let parts = [
        (create, "to create"),
        (update, "to update"),
        (publish, "to publish"),
        (shift, "to shift"),
        (triggers, "with triggers to change"),
        (delete, "to delete"),
        (provision, "with provisioned concurrency to change"),
        (prune, "to prune"),
        (wait, "to wait for"),
        (adopt, "published already"),
        (unchanged, "unchanged"),
    ];
    let shown: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    format!("Plan: {}.", shown.join(", "))
}

/// A setting that changes: `timeout: 3 → 10`.
pub(in crate::message) fn setting(change: &Change) -> String {
    let Change { setting, from, to } = change;
    format!("{setting}: {} → {}", value(from.as_ref()), value(to.as_ref()))
}

/// What a setting is or will be.
pub(super) fn value(value: Option<&Setting>) -> &str {
    match value {
        None => "(none)",
        Some(Setting::Text(text)) => text,
        Some(Setting::Hidden(Hidden::Set)) => "(set)",
        Some(Setting::Hidden(Hidden::New)) => "(new)",
        Some(Setting::Hidden(Hidden::Changed)) => "(another value)",
    }
}
