//! What is wrong with inputs.

use super::super::given::Given;
use super::super::host::Host;
use super::super::problem::input::InputProblem;
use super::super::problem::input_facts::{
    Belongs, Expected, NotAShare, NotStable, Secret, Selector, Twice, Unsupported,
};
use super::super::words::{Words, say};
use super::given::given;
use super::rollout::rollout_problem;
use super::routing::route_problem;
use crate::json::Kind;
use crate::text::quoted;
use crate::traffic::share::Fraction;

/// The sentence of a problem, and what to do next.
#[expect(clippy::too_many_lines, reason = "a sentence for each message")]
pub(in crate::message) fn input_problem(problem: &InputProblem, host: Host) -> Words {
    match problem {
        InputProblem::Invalid { input, expected, given: value } => {
            say(format!("{input} must be {} (got {})", kind_of(expected), given(value))).maybe_hint(example(expected, value))
        }
        InputProblem::WrongKind { input, expected, got } => {
            let what = if input.is_empty() { "the inputs" } else { input };
            say(format!("{what} must be {} (got {})", kind_of(expected), kind(*got)))
                .maybe_hint(example(expected, &Given::Nothing))
        }
        InputProblem::Rollout(problem) => rollout_problem(problem),
        InputProblem::Unknown { input, command, near, known } => {
            let of = command.map(|command| format!(" of {command}")).unwrap_or_default();
            match near {
                Some(near) => say(format!("unknown input {input}{of} (did you mean {near}?)")),
                None => say(format!("unknown input {input}{of}")).hint(format!("known inputs: {}", known.join(", "))),
            }
        }
        InputProblem::Unsupported { input, why } => {
            say(format!("input {input} is not supported")).hint(unsupported(*why))
        }
        InputProblem::Misplaced { input, belongs: Belongs::Run } => {
            say(format!("input {input} applies to the whole run, not to one function"))
                .hint("write it beside functions; to narrow the run, set only")
        }
        InputProblem::Misplaced { input, belongs: Belongs::Function } => {
            say(format!("input {input} applies to one function")).hint("write it inside that function")
        }
        InputProblem::Both { one, other, what } => {
            let what = match what {
                Twice::Code => "code",
                Twice::Triggers => "triggers",
            };
            say(format!("{one} and {other} both give the {what}")).hint("keep one of them")
        }
        InputProblem::Needs { input, needs } => say(format!("{input} needs {}", needs.join(" and ")))
            .maybe_hint(input.ends_with("vpcConfig").then(|| "set both, or {} for no private network".to_owned())),
        InputProblem::Missing { input } => say(format!("{input} is missing")),
        InputProblem::MissingInstance { input } => {
            say(format!("{input} is missing")).hint("set it to the instance: name: ckafka-2o10hua5")
        }
        InputProblem::IncompleteObject => say("cosBucketName and cosObjectName must be set together")
            .hint("set both: the bucket, and the key of the zip file in it"),
        InputProblem::IncompleteSource { input } => say(format!("{input} needs src, or bucket and object")),
        InputProblem::OutsideSource { input, pattern } => {
            say(format!("{input} {} is outside src", quoted(pattern))).hint(
                "patterns start in src: set src to a directory above both, or link the files into it and name their directory in followLinks",
            )
        }
        InputProblem::NegatedPattern { input, pattern } => {
            let bare = pattern.trim_start_matches('!');
            say(format!("{input} {} could mean two things", quoted(pattern))).hint(format!(
                "tencent-scf takes it for {bare}, .gitignore for the opposite: to leave the files out, write {bare} in exclude; to pack them, write {bare} in include"
            ))
        }
        InputProblem::EmptyDirectory { input } => say(format!("{input} contains an empty text"))
            .hint("name the directories that links may lead to: [../packages]"),
        InputProblem::MemorySize { input, given, near: [below, above] } => {
            say(format!("{input} must be 64 or a multiple of 128, in MB (got {given})"))
                .hint(format!("for example {below} or {above}"))
        }
        InputProblem::VariableName { input, name } => {
            say(format!("{input}: invalid name of a variable: {}", quoted(name)))
                .hint("use letters, digits and _, starting with a letter")
        }
        InputProblem::BesideVariables { input } => say(format!("{input} has keys beside variables"))
            .hint("move them into environment.variables"),
        InputProblem::KeyTwice { key, own } => {
            say(format!("functions.{key} has another key: {}", quoted(own)))
                .hint("remove key: the map names the function already")
        }
        InputProblem::FunctionKey { key } => say(format!("invalid key of a function: {}", quoted(key))).hint(
            "use letters, digits, - and _, starting with a letter; to set the name in the cloud, use name",
        ),
        InputProblem::FunctionName { name, key } => {
            say(format!("invalid function name {} ({key})", quoted(name))).hint(
                "use 2 to 60 letters, digits, - and _, starting with a letter and ending with a letter or digit; set it with name",
            )
        }
        InputProblem::NameTooLong { name, namespace, most } => {
            say(format!("function {name} and namespace {namespace} are longer than {most} characters together"))
        }
        InputProblem::Word { input, given } => {
            say(format!("invalid {input} {}", quoted(given))).hint("use letters, digits, - and _")
        }
        InputProblem::MissingName { input } => {
            let what = if input.is_empty() { "the inputs" } else { input };
            say(format!("{what} must name a function"))
                .hint("set name; in a project with several functions: functions: {fun01: {…}}")
        }
        InputProblem::NoFunctions => say("functions is empty: there is nothing to release")
            .hint("name at least one: functions: {fun01: {src: ./fun01}}"),
        InputProblem::SameKey { key } => {
            say(format!("two functions have the key {key}")).hint("give each its own key")
        }
        InputProblem::SameFunction { keys: [one, other], place } => say(format!(
            "{one} and {other} are the same function {} in {}, namespace {}",
            place.function, place.region, place.namespace
        ))
        .hint("give each its own name"),
        InputProblem::SameTrigger { input, name } => {
            say(format!("{input} is the same trigger as another: {name}")).hint("give each its own name")
        }
        InputProblem::NoTriggerKind { input } => say(format!("{input} has no kind of trigger"))
            .hint("for example {timer: {parameters: {cronExpression: '0 */5 * * * * *'}}}"),
        InputProblem::TriggerKind { input, kind, near, known } => match near {
            Some(near) => say(format!("{input}: unknown kind of trigger {} (did you mean {near}?)", quoted(kind))),
            None => say(format!("{input}: unknown kind of trigger {}", quoted(kind)))
                .hint(format!("known kinds: {}", known.join(", "))),
        },
        InputProblem::Cron { input, given } => {
            say(format!("{input} must be a cron expression with seven fields (got {})", quoted(given))).hint(
                "second minute hour day month weekday year, for example 0 */5 * * * * * for every five minutes",
            )
        }
        InputProblem::Group { given: value } => {
            say(format!("group must be atomic or independent (got {})", given(value))).hint(
                "atomic: all functions switch together, and if one fails all are restored; independent: each for itself",
            )
        }
        InputProblem::Drift { given: value } => say(format!("drift must be adopt or stop (got {})", given(value)))
            .hint("adopt continues from the current state; stop refuses"),
        InputProblem::StoreForm { given: value } => {
            say(format!("store must be an address, or url and project (got {})", given(value)))
                .hint("for example cos://releases-1250000000/grayscale?region=ap-guangzhou")
        }
        InputProblem::StoreNotTrusted { scheme, appid_known } => {
            let why = match (scheme.as_str(), appid_known) {
                ("cos", false) => "the bucket may be another account's: the appid of this account is not known",
                ("cos", true) => "the bucket is another account's",
                _ => "a project file may come from somebody else, and a journal tells who released what",
            };
            say(format!("the project file names a store ({scheme}) that only a person may name: {why}; nothing was sent"))
                .hint("give it with --store, export GRAYSCALE_STORE, or run grayscale on a terminal and say yes once; for a bucket of your own account export TENCENT_APP_ID")
        }
        InputProblem::StoreProject { given } => {
            say(format!("the log in the store needs a name, and \"{given}\" can't be one"))
                .hint("name it: store: { url: …, project: shop }")
        }
        InputProblem::NoNames { input, given: value } => {
            let (what, hint) = match input {
                Selector::Publish => ("true, false or names of functions", "for example fun01,fun02"),
                Selector::Only => ("names of functions", "for example fun01,fun02"),
                Selector::Function => ("the name of a function", "for example fun01"),
            };
            say(format!("{} must be {what} (got {})", input.name(), given(value))).hint(hint)
        }
        InputProblem::UnknownFunction { input, function, near, known } => {
            let has = format!("(it has: {})", known.join(", "));
            let words = say(format!("{}: no function {} in this project {has}", input.name(), quoted(function)));
            words.maybe_hint(near.as_ref().map(|near| format!("did you mean {near}?")))
        }
        InputProblem::PublishLeftOut { function } => {
            say(format!("publish names {function}, and only leaves it out"))
                .hint("add it to only, or remove it from publish")
        }
        InputProblem::AliasName { alias } => say(format!("invalid alias name {}", quoted(alias)))
            .hint("use 1 to 64 letters, digits, _ and -, starting with a letter; or $default"),
        InputProblem::StableInFile => {
            say("stable is set in the project file: users would stay on that version in every later release").hint(
                format!("remove it from the file, and set it where it is needed: {}", host.input("stable", "N")),
            )
        }
        InputProblem::Stable { given, why } => {
            let (what, hint) = match why {
                NotStable::NotANumber => {
                    ("must be the number of a published version", format!("for example {}", host.input("stable", "2")))
                }
                NotStable::NoTraffic => (
                    "needs traffic: stable is the version that gets the rest of the traffic",
                    format!("add {}; a rollback moves all traffic to a version", host.input("traffic", "0.1")),
                ),
                NotStable::Publishes => (
                    "can't be combined with publish and traffic 0",
                    "they move all traffic to the version that is published, which is then stable".to_owned(),
                ),
            };
            say(format!("stable {what} (got {given})")).hint(hint)
        }
        InputProblem::Traffic { given: value, why } => traffic(value, *why, host),
        InputProblem::Route(problem) => route_problem(problem, host),
        InputProblem::StageConflict { from, stage, other, other_stage } => say(format!(
            "{from} sets stage {stage}, but {other} sets stage {other_stage}"
        ))
        .hint(format!(
            "the stage is part of the functions' names: set the same stage in both, or add {}",
            host.input("stage", stage)
        )),
        InputProblem::Stage { stage } => say(format!("invalid stage {}", quoted(stage))).hint(
            "use at most 32 letters, digits, - and _, ending with a letter or digit; for example dev, testing, prod",
        ),
        InputProblem::KeyInInputs { input, secret, variable } => {
            let part = match secret {
                Secret::SecretId => "secret id",
                Secret::SecretKey => "secret key",
                Secret::Token => "token",
            };
            say(format!("input {input} contains the {part} of this run; no request was sent")).hint(if *variable {
                "give the function a role (role: NAME) instead of a key; allowCredentials: true permits the key in its variables"
            } else {
                "remove it from the project: everyone who can read the function could read the key"
            })
        }
    }
}

fn traffic(value: &Given, why: NotAShare, host: Host) -> Words {
    let example = || format!("for example {} for 10 %", host.input("traffic", "0.1"));
    match why {
        NotAShare::Missing => say("traffic has no value").hint(example()),
        NotAShare::Twice => say(format!("traffic is set more than once (got {})", given(value))).hint(example()),
        NotAShare::NotANumber => {
            say(format!("traffic must be a number between 0 and 1 (got {})", given(value))).hint(example())
        }
        NotAShare::TooFine => say(format!("traffic must have at most four decimals (got {})", given(value)))
            .hint("the smallest step is 0.0001 (0.01 %)"),
        NotAShare::OutOfRange { meant } => {
            say(format!("traffic must be between 0 and 1 (got {})", given(value))).hint(match meant {
                Some(meant) => format!("did you mean {meant} or {}?", Fraction::from(meant).percent()),
                None => "traffic is the share of $latest: 0 to 1, or 0% to 100%".to_owned(),
            })
        }
    }
}

/// Why an input is not supported, and what to do instead.
pub(in crate::message) const fn unsupported(why: Unsupported) -> &'static str {
    match why {
        Unsupported::NotShown => {
            "GetFunction does not show this setting, so a run could not tell whether it differs: set it in the console and remove the key; the setting then stays as it is"
        }
        Unsupported::WebFunction => {
            "it is for web functions, whose own settings this tool does not change: set it in the console and remove the key"
        }
        Unsupported::EntryFile => {
            "it only fills in a missing scf_bootstrap: put the executable file scf_bootstrap at the top of src, which starts this file on port 9000, and remove the key"
        }
        Unsupported::Image => {
            "a function from a container image has image: {imageUrl: registry/namespace/name:tag@sha256:digest}, and needs nothing else: remove the key"
        }
        Unsupported::Decided => {
            "the release decides this: every run asks the API for the last published version; remove the key"
        }
        Unsupported::ServerInstalls => {
            "dependencies that the server installs change the package, so unchanged code could not be recognised: install them before packing, and write false or remove the key"
        }
        Unsupported::Qualifier => "a release works on $latest and the alias: to use another alias, set alias",
        Unsupported::VersionDescription => {
            "the description of a published version holds the mark of its run, which is needed to find the version after an interruption"
        }
        Unsupported::AliasName => "use alias instead",
        Unsupported::AliasDescription => "the alias keeps its description",
        Unsupported::Weights => "set traffic, the share of $latest, instead",
        Unsupported::Code => "give the code as src (a directory or a zip file), or as cosBucketName and cosObjectName",
        Unsupported::ApiGateway => {
            "API Gateway takes no new users: give the function a URL with events: [{http: {parameters: {authType: NONE, netConfig: {enableExtranet: true}}}}]"
        }
        Unsupported::Cmq => {
            "CMQ binds functions on its own side: subscribe the function to the topic in the console; the subscription stays"
        }
        Unsupported::Mps => "Media Processing binds functions on its own side: do it in its console; the binding stays",
        Unsupported::Clb => {
            "the load balancer binds functions on its own side: do it in its console; the binding stays"
        }
    }
}

fn kind_of(expected: &Expected) -> String {
    match expected {
        Expected::Map | Expected::Variables => "a map of keys and values".to_owned(),
        Expected::Text | Expected::VariableValue => "text".to_owned(),
        Expected::Texts => "a list of texts".to_owned(),
        Expected::Truth => "true or false".to_owned(),
        Expected::Whole { least, most } => format!("a whole number from {least} to {most}"),
        Expected::Timeout { most, .. } => format!("a whole number of seconds from 1 to {most}"),
        Expected::OneOf { words } => words.join(" or "),
        Expected::Object { keys } => format!("{{{}}}", keys.join(", ")),
        Expected::Objects { keys } => format!("a list of {{{}}}", keys.join(", ")),
        Expected::Tags => "a map of tags: {name: value}".to_owned(),
        Expected::Functions => "a map of functions by key, or a list of functions".to_owned(),
        Expected::Source => "a directory, a zip file, or {src, exclude}".to_owned(),
        Expected::Triggers => "a list of triggers".to_owned(),
        Expected::FunctionName => "the name of a function".to_owned(),
        Expected::Names => "a name or a list of names".to_owned(),
        Expected::TriggerNames => "true, false or names of triggers".to_owned(),
        Expected::Bucket => "lower-case letters, digits and hyphens".to_owned(),
        Expected::Digest => "64 hexadecimal digits".to_owned(),
        Expected::ImageUrl => "registry/namespace/name:tag, or registry/namespace/name:tag@sha256:digest".to_owned(),
        Expected::Line => "text of one line".to_owned(),
        Expected::Figures => "a list of figures".to_owned(),
        Expected::Duration => "a length of time such as 90s, 5m, 2h or 1d".to_owned(),
        Expected::Share => "a share such as 5% or 0.05".to_owned(),
        Expected::Between { least, most } => format!("a number from {least} to {most}"),
        Expected::Steps => "a list of steps such as {traffic: 5%, for: 5m}".to_owned(),
        Expected::Rollout => "the name of a preset, or a map with steps or preset".to_owned(),
        Expected::TimeOfDay => "a time of day such as 09:30".to_owned(),
        Expected::Weekdays => "days such as mon-fri or sat,sun".to_owned(),
        Expected::Dates => "a list of dates such as 2027-02-06 or 2027-02-06..2027-02-12".to_owned(),
        Expected::TimeZone => "a time zone such as Asia/Shanghai".to_owned(),
        Expected::Address => "an address that begins with http:// or https://".to_owned(),
    }
}

fn example(expected: &Expected, value: &Given) -> Option<String> {
    match expected {
        Expected::TriggerNames => Some("for example nightly,url-trigger".to_owned()),
        Expected::Variables => Some("environment: {variables: {NAME: value}}".to_owned()),
        Expected::VariableValue => Some("quote it; \"\" is an empty value".to_owned()),
        Expected::Timeout { most, asynchronous } => {
            let number = match value {
                Given::Number(text) | Given::Text(text) => text.trim().parse::<u32>().ok(),
                _ => None,
            };
            (most < asynchronous && number.is_some_and(|number| number > *most))
                .then(|| format!("up to {asynchronous} with asyncRunEnable: true, which can't be switched off again"))
        }
        _ => None,
    }
}

pub(super) const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Nothing => "nothing",
        Kind::Truth => "true or false",
        Kind::Number => "a number",
        Kind::Text => "text",
        Kind::List => "a list",
        Kind::Map => "a map",
    }
}
