//! Why no plan can be made.

use super::super::host::{Command, Host, Verb};
use super::super::parts::VersionShare;
use super::super::problem::Where;
use super::super::problem::plan::{FunctionSplit, Missing, PlanProblem, Replaces};
use super::super::words::{Words, say};
use super::phrases::because;
use super::routing::{rules, shares};
use super::step::value;
use crate::text::{bytes, quoted};
use crate::traffic::routing::shown_alias;
use crate::traffic::share::Fraction;

/// The sentence of a problem, and what to do next.
#[expect(clippy::too_many_lines, reason = "a sentence for each message")]
pub(in crate::message) fn plan_problem(problem: &PlanProblem, host: Host) -> Words {
    match problem {
        PlanProblem::NotObserved { function, missing } => {
            let what = match missing {
                Missing::Function => return say(format!("nothing is known about {function}")),
                Missing::Aliases => "aliases",
                Missing::Versions => "versions",
                Missing::Settings => "settings",
                Missing::Triggers => "triggers",
                Missing::Callers => "triggers and custom domains",
                Missing::AppId => "account's appid for the package",
                Missing::Bucket => "bucket for the package",
                Missing::Names => "aliases, triggers, custom domains and versions",
                Missing::Provisioned => "provisioned instances",
            };
            say(format!("the {what} of {function} are not known"))
        }
        PlanProblem::FunctionNotFound { place: Where { function, region, namespace }, creates } => {
            let hint = if *creates {
                "check name, stage, region and namespace; to create the function, set src"
            } else {
                "check name, stage, region and namespace"
            };
            say(format!("function {function} does not exist in {region}, namespace {namespace}")).hint(hint)
        }
        PlanProblem::EarlierName { function, earlier } => say(format!(
            "function {function} does not exist, and function {earlier} does: an earlier version of this tool called a function without a name so"
        ))
        .hint(format!(
            "to go on with that function, set name: {earlier}; to create another one beside it, set name: {function}"
        )),
        PlanProblem::AliasNotFound { function, alias, updates } => {
            let list = Command::new(Verb::ListAliases).typed(host);
            let hint = if *updates {
                format!("to create it: {}; {list} shows its aliases", Command::new(Verb::CreateAlias).typed(host))
            } else {
                format!("{list} shows its aliases")
            };
            say(format!("{function} has no alias {}", shown_alias(alias))).hint(hint)
        }
        PlanProblem::AliasExists { function, alias, routing } => {
            say(format!("alias {} of {function} exists: {}", shown_alias(alias), shares(routing, host)))
                .hint(format!("to change it: {}", Command::new(Verb::UpdateAlias).typed(host)))
        }
        PlanProblem::RulesInTheWay { alias, rules: known, by } => {
            let drop = host.switch("replaceRules");
            let (what, hint) = match by {
                Replaces::Traffic => (
                    "routing rules, and weights and rules exclude each other: the shares of traffic would replace",
                    format!("leave out traffic to keep the rules, or add {drop} to remove them"),
                ),
                Replaces::Alias => (
                    "routing rules, and weights and rules exclude each other: the weights would replace",
                    format!("add {drop} to remove them"),
                ),
                Replaces::Routes => (
                    "routing rules that this tool did not set, and routes would remove",
                    format!("list them in routes to keep them, or add {drop} to remove them"),
                ),
            };
            say(format!("alias {} has {what} {}", shown_alias(alias), rules(known, host))).hint(hint)
        }
        PlanProblem::VersionNotFound { function, version, usable, more } => {
            say(format!("{function} has no published version {version}")).hint(usable_versions(usable, *more))
        }
        PlanProblem::VersionUnusable { function, version, status, usable, more } => {
            say(format!("v{version} of {function} is {status}")).hint(usable_versions(usable, *more))
        }
        PlanProblem::CreateFailed { function, key, stage, reason } => {
            let remove = Command::new(Verb::Remove).of(key).in_stage(stage).typed(host);
            say(format!("{function} is CreateFailed{}", because(reason.as_ref()))).hint(format!(
                "it never worked: delete it, then deploy again. {remove} deletes it if this project created it; otherwise delete it in the console"
            ))
        }
        PlanProblem::FunctionFailed { function, key, stage, status, reason } => {
            let back = Command::new(Verb::Rollback).of(key).in_stage(stage).typed(host);
            say(format!("{function} is {status}{}", because(reason.as_ref())))
                .hint(format!("deploy working code (set src), or roll back: {back}"))
        }
        PlanProblem::HandlerNeedsCode { function, from, to } => say(format!(
            "handler of {function} changes from {} to {}, and the inputs have no code",
            value(from.as_ref()),
            value(to.as_ref())
        ))
        .hint("the API changes a handler only together with code: set src, or remove handler to leave it as it is"),
        PlanProblem::HandlerFileMissing { function, handler, file, others, meant, directory, found, more } => {
            let or = if others.is_empty() { String::new() } else { format!(" (nor {})", others.join(", ")) };
            let meant = meant.as_ref().map(|meant| format!("did you mean {meant}? ")).unwrap_or_default();
            let place = if directory.is_empty() { "at its top" } else { directory.as_str() };
            let hint = if found.is_empty() {
                format!("{meant}the package has nothing there: check src and its exclude")
            } else {
                let more = if *more { ", …" } else { "" };
                format!("{meant}the package has {place}: {}{more}", found.join(", "))
            };
            say(format!("handler {handler} of {function}: the package has no file {file}{or}")).hint(hint)
        }
        PlanProblem::AppIdUnknown { function } => say(format!(
            "the package of {function} is too large for a request of the API and goes through COS; the name of a bucket ends in the account's appid, which may not be read"
        ))
        .hint("set cosBucketName to a bucket with its appid, for example code-1250000000, or allow `cam:GetUserAppId`"),
        PlanProblem::BucketMissing { bucket, region, named: true } => {
            say(format!("COS bucket {bucket} does not exist in {region}")).hint("correct cosBucketName, or create that bucket")
        }
        PlanProblem::BucketMissing { bucket, region, named: false } => say(format!(
            "the package goes through COS, and bucket {bucket} does not exist in {region}"
        ))
        .hint(match host {
            Host::Library => "allow it to be created with the option `createBucket: true`, or set cosBucketName to a bucket that exists",
            _ => "allow it to be created with `--yes`, or set cosBucketName to a bucket that exists",
        }),
        PlanProblem::PackageTooLarge { bytes: size, most } => say(format!(
            "the package is {} unpacked; SCF takes {} at most, layers included",
            bytes(*size),
            bytes(*most)
        ))
        .hint("leave files out with src: {src, exclude}, or put them into a layer or a file system"),
        PlanProblem::NotWarmed { function, version, asked, fits } => {
            let version = version.as_ref().map_or_else(|| "the new version".to_owned(), |version| format!("v{version}"));
            say(format!(
                "{version} of {function} needs {asked} provisioned instances before it gets traffic, and the account has room for {fits}"
            ))
            .hint(format!(
                "set provisionedNum to {fits} or less, release instances ({}), ask for a larger quota, or go on without any: warm: false",
                Command::new(Verb::Prune).switch("provisioned").typed(host)
            ))
        }
        PlanProblem::BootstrapMissing { function } => {
            say(format!("the package of web function {function} has no scf_bootstrap")).hint("put an executable file scf_bootstrap at the top of src: it starts the server on port 9000")
        }
        PlanProblem::RuntimeChange { from, to } => {
            say(format!("runtime is {from} and can't be changed to {to}: the API keeps the runtime of a function"))
                .hint("restore runtime, or deploy under another name")
        }
        PlanProblem::KindChange { function, image: true } => say(format!(
            "{function} is made of a code package and can't become a container image: the API keeps the runtime of a function"
        ))
        .hint("deploy the image under another name, or replace image by src"),
        PlanProblem::KindChange { function, image: false } => say(format!(
            "{function} is made of a container image and can't become a code package: the API keeps the runtime of a function"
        ))
        .hint("deploy the package under another name, or replace src by image"),
        PlanProblem::FixedSetting { setting, from, to } => say(format!(
            "{setting} is {} and can't be changed to {}: the API accepts it only when it creates a function",
            value(from.as_ref()),
            value(to.as_ref())
        ))
        .hint(match *setting {
            "type" => "restore type, or deploy under another name".to_owned(),
            "tags" => "change tags in the console or with the tag service (ModifyResourceTags), or remove the difference from tags".to_owned(),
            setting => format!("restore {setting}, switch it in the console, or deploy under another name"),
        }),
        PlanProblem::UnknownTrigger { name, known } => {
            let hint = if known.is_empty() { "they have none".to_owned() } else { format!("they have {}", known.join(", ")) };
            say(format!("moveTriggers names {}, and no function of this run has such a trigger", quoted(name))).hint(hint)
        }
        PlanProblem::SameCodeOnBothSides { function, asked } => {
            let (share, rest) = (Fraction::from(*asked).percent(), Fraction::from(asked.rest()).percent());
            say(format!(
                "publish with traffic {share} would move all users of {function} to new code: {share} on $latest, and {rest} on the version that is published from it. Nothing was changed"
            ))
            .hint(format!(
                "for a canary of {share}, leave out publish; to release to everyone: {} {}; {} does it as it was asked for",
                host.switch("publish"),
                host.input("traffic", "0"),
                host.switch("allowSameCode")
            ))
        }
        PlanProblem::NothingToRollBackTo { function } => say(format!("{function} has no usable published version"))
            .hint("deploy the former code again and publish it: then there is a version to roll back to"),
        PlanProblem::SteadyFunction { function, key, stage, version, below } => say(format!(
            "v{version} of {function} has all traffic, and no release on record moved it there. Nothing was changed"
        ))
        .hint(match below {
            Some(below) => {
                let to = below.to_string();
                let back = Command::new(Verb::Rollback).of(key).with("to", &to).in_stage(stage).typed(host);
                format!("to go to v{below}, the version below it: {back}")
            }
            None => format!(
                "no usable version is below it; {} shows the versions",
                Command::new(Verb::Status).in_stage(stage).typed(host)
            ),
        }),
        PlanProblem::NothingInRelease { stage, functions } => {
            let now: Vec<String> = functions.iter().map(split).collect();
            let back = |command: Command<'_>| command.in_stage(stage).typed(host);
            say(format!(
                "nothing is in release, and no run of the last 24 hours has a release to roll back. Nothing was changed ({})",
                now.join("; ")
            ))
            .hint(format!(
                "to roll back an older release, name the functions: {}; or name a version: {}",
                back(Command::new(Verb::Rollback).of("NAME")),
                back(Command::new(Verb::Rollback).of("NAME").with("to", "N"))
            ))
        }
        PlanProblem::NoRecordedRouting { function } => {
            say(format!("the journal holds no earlier routing of {function}")).hint(name_version(host))
        }
        PlanProblem::JournalUnreadable { reason } => {
            say(format!("the journal can't be read: {reason}")).hint(name_version(host))
        }
        PlanProblem::ChangedSince { alias, now, left } => {
            let left = left.as_ref().map(|left| format!(", but the run set it to {left}")).unwrap_or_default();
            say(format!("{} was changed since: it is {now}{left}. Not changed", shown_alias(alias))).hint(format!(
                "{} shows who changed it; {} goes to a version, whoever changed the alias",
                Command::new(Verb::History).typed(host),
                Command::new(Verb::Rollback).with("to", "N").typed(host)
            ))
        }
    }
}

fn name_version(host: Host) -> String {
    format!(
        "name a version: {}; {} shows them",
        Command::new(Verb::Rollback).with("to", "N").typed(host),
        Command::new(Verb::Status).typed(host)
    )
}

fn usable_versions(usable: &[String], more: usize) -> String {
    if usable.is_empty() {
        return "it has no usable published version".to_owned();
    }
    let more = if more > 0 { ", …" } else { "" };
    format!("usable versions: {}{more}", usable.join(", "))
}

fn split(FunctionSplit { key, parts }: &FunctionSplit) -> String {
    let part = |part: &VersionShare| format!("{} {}", part.version, part.share.percent());
    format!("{key} {}", parts.iter().map(part).collect::<Vec<_>>().join(" · "))
}
