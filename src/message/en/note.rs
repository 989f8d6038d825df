//! Notes.

use super::super::code_note::CodeNote;
use super::super::host::{Command, Host, Verb};
use super::super::note::Note;
use super::super::parts::{Keeps, Kept, Obstacle, Reset, RolledBackBy, Warmth, Way};
use super::super::problem::Where;
use super::super::problem::release::LogPlace;
use super::super::rollback_note::RollbackNote;
use super::journal_problem::flaw;
use super::phrases::{because, caller, links, parts, some, trigger};
use super::routing::routing_note;
use crate::text::quoted;
use crate::traffic::routing::shown_alias;
use crate::traffic::share::Fraction;

/// The sentence of a note.
#[expect(clippy::too_many_lines, reason = "a sentence for each message")]
pub(in crate::message) fn note(note: &Note, host: Host) -> String {
    match note {
        Note::TrafficForAll => {
            "publish names some functions, but traffic applies to every function of the run; only narrows the whole run"
                .to_owned()
        }
        Note::LeftOut { functions } => format!("left out by only: {}", functions.join(", ")),
        Note::RolloutFollows { callers, shares, header, version, publishes } => {
            let canary = if *version { "the version" } else { "$latest" };
            let first = if *version { "a version is published and " } else { "" };
            let end = match (version, publishes) {
                (false, true) => "a version is published and gets everything".to_owned(),
                (true, _) | (false, false) => format!("{canary} gets everything"),
            };
            let shares: Vec<String> = shares.iter().map(|share| Fraction::from(*share).percent()).collect();
            let by = header.as_ref().map(|header| format!(" by {header}")).unwrap_or_default();
            let shares = (!shares.is_empty()).then(|| [shares.join(", "), by].concat());
            let callers = (!callers.is_empty()).then(|| super::rollout::given(Fraction::NONE, callers));
            let gets: Vec<String> = callers.into_iter().chain(shares).collect();
            match gets.as_slice() {
                [] => format!("then {first}a rollout begins: {end} at once"),
                gets => format!("then {first}a rollout begins: {canary} gets {}; at the end {end}", gets.join(", then ")),
            }
        }
        Note::NotOfProject { functions, more } => {
            let places: Vec<String> = functions.iter().map(place).collect();
            format!("not changed, because this project does not have them: {}", some(&places, *more))
        }
        Note::JournalUnread { reason } => format!("the journal can't be read, and a rollback continues without it: {reason}"),
        Note::PlannedWithoutJournal { reason } => format!("the plan is made without the journal: {reason}"),
        Note::JournalBroken { line, flaw: why, rollback } => {
            let goes_on = if *rollback { "the rollback continues" } else { "no version is taken from it" };
            format!("line {line} of the journal is not as it was written ({}): do not rely on its earlier runs; {goes_on}", flaw(why))
        }
        Note::OtherStore { function, alias, run, since, place, refused } => {
            let there = match place {
                LogPlace::Local => "in a journal of one machine",
                LogPlace::Shared => "in another shared store",
            };
            let then =
                if *refused { format!("; a run is refused unless {}", host.switch("force")) } else { String::new() };
            format!(
                "run {run} wrote {} of {function} at {since}; it is not in this journal but {there}{then}",
                shown_alias(alias)
            )
        }
        Note::UnimportedJournal { file, runs, planned: true } => format!(
            "{file} has runs of this project ({runs}) that the shared store does not have; a run is refused until {} has copied them",
            Command::new(Verb::ImportJournal).typed(host)
        ),
        Note::UnimportedJournal { file, runs, planned: false } => format!(
            "{file} has runs of this project ({runs}) that the shared store does not have; a rollback continues without them"
        ),
        Note::TookOver { who, since, living: true } => {
            format!("took over from {who}, under way since {since}: that run writes nothing more")
        }
        Note::TookOver { who, since, living: false } => {
            format!("took over from {who}, which began at {since} and was interrupted")
        }
        Note::NotLookedAgain => format!(
            "stopped before checking again for calls of the run that was taken over: {} shows the current state",
            Command::new(Verb::Status).typed(host)
        ),
        Note::MixedWindow { functions, spread_ms } => format!(
            "atomic: {functions} functions switch when all are ready, within about {}.{} s. If one fails, all are restored",
            spread_ms / 1000,
            spread_ms % 1000 / 100
        ),
        Note::Independent { functions } => {
            format!("independent: each of {functions} functions switches when it is ready; how long versions are mixed is not bounded")
        }
        Note::ClockSkew { seconds } => {
            let way = if *seconds > 0 { "behind" } else { "ahead of" };
            format!("this machine's clock is {} s {way} the API's; calls are signed with the API's time", seconds.abs())
        }
        Note::JournalIncomplete { reason } => {
            format!("the change was made, but the journal could not be written afterwards: {reason}")
        }
        Note::Drift { function, alias, run, was, now } => format!(
            "drift: {} of {function} is {now}, but run {run} set it to {was}. Continuing from the current state ({} refuses; {} restores)",
            shown_alias(alias),
            host.input("drift", "stop"),
            Command::new(Verb::Rollback).with("to", "left").typed(host)
        ),
        Note::OtherVersion { version, expected } => {
            format!("v{version} was published by someone else meanwhile: traffic goes to v{expected}")
        }
        Note::NotDeleted { error } => format!("{}; the others are deleted", error.message()),

        Note::MarkDoesNotFit => {
            "the description of the alias is too long for the mark of the release, so other machines can't tell which version is stable. Shorten the description".to_owned()
        }
        Note::UnsavedCode { share, by_rules, sure } => {
            let who = match by_rules {
                true => "requests that match the rules get".to_owned(),
                false => format!("{} of the traffic is on", share.percent()),
            };
            let what = if *sure {
                format!("{who} code on $latest that was never published: this deploy destroys it")
            } else {
                format!("{who} code on $latest that may not be published: this deploy may destroy it")
            };
            format!("{what}. {} publishes it first", host.switch("protect"))
        }
        Note::RestStays { version } => {
            format!("the rest of the traffic stays on v{version}; the saved version gets no traffic by itself (roll back to it to use it)")
        }
        Note::SavedAside { version } => format!("v{version} only keeps code that was on $latest: it counts as no release"),
        Note::UnpublishedCode => format!(
            "all traffic goes to unpublished code; there will be no version to roll back to. Add {}",
            host.switch("publish")
        ),
        Note::NoVersion { asked } => format!(
            "no published version yet, so traffic can't be split ({} was asked for); $latest keeps all traffic. Publish first: {}",
            Fraction::from(*asked).percent(),
            host.switch("publish")
        ),
        Note::VersionPassedOver { version, status, last } => match last {
            Some(last) => format!("v{version} is {status} and can't take traffic; the last usable version is v{last}"),
            None => format!("v{version} is {status} and can't take traffic; there is no usable version"),
        },
        Note::FunctionFailed { function, status, reason } => {
            format!("{function} is {status}{}; this deploy replaces the failed code", because(reason.as_ref()))
        }
        Note::OlderCode { share, version, newer } => match newer {
            Some(newer) => format!("{} of the traffic goes back to v{version}, which is older than v{newer}", share.percent()),
            None => format!("{} of the traffic goes from the code on $latest back to v{version}", share.percent()),
        },
        Note::IdenticalCode { version } => format!("the code is identical to v{version}; it is published all the same"),
        Note::MixedMoment { share, by_rules } => {
            let who = match by_rules {
                true => "the requests that match the rules".to_owned(),
                false => format!("{} of the traffic", share.percent()),
            };
            format!("between two calls $latest, with {who}, runs the old code with the new configuration")
        }
        Note::WithdrawnVersion { version, withdrawn } => {
            let what = withdrawn.as_ref().map_or_else(|| "the code that was on $latest".to_owned(), |known| format!("the code of v{known}"));
            format!("v{version} has {what}, which was rolled back: it gets no traffic")
        }
        Note::WithdrawnCode { withdrawn } => {
            let what = withdrawn.as_ref().map_or_else(|| "was on $latest and".to_owned(), |known| format!("is the code of v{known}, which"));
            format!("the code to publish {what} was rolled back")
        }
        Note::Withdrawn { version, rest } => {
            format!("v{version} was rolled back and gets no traffic: the rest goes to v{rest}, which is stable")
        }
        Note::SameCode { asked, stable } => {
            let why = match stable {
                Some(stable) => format!("$latest has the code of v{stable}"),
                None => "no version was published before".to_owned(),
            };
            let (asked, rest) = (Fraction::from(*asked).percent(), Fraction::from(asked.rest()).percent());
            format!("{why}: $latest ({asked}) and the new version ({rest}) are the same code")
        }
        Note::AllNewCode { parts: list } => format!(
            "100 % of the traffic moves to new code: {} are identical. To canary, leave out publish",
            parts(list).join(" and ")
        ),
        Note::UntriedVersion { version, stable } => {
            let users = stable.as_ref().map(|stable| format!(" (users are on v{stable})")).unwrap_or_default();
            format!(
                "the rest of the traffic goes to v{version}, which has none now{users}; {} keeps it on another version",
                host.input("stable", "N")
            )
        }
        Note::PublishingBegan { run } => {
            format!("run {run} was interrupted while publishing: whether it published a version is looked up first")
        }
        Note::PublishedBefore { version, run } => {
            format!("v{version} was published by the interrupted run {run} for the same order: it is not published again")
        }

        Note::Code(code) => code_note(code),
        Note::NotReset { resets } => {
            let resets: Vec<String> = resets.iter().map(reset).collect();
            format!("left out of the inputs and not changed; tencent-scf would reset it: {}. To get that here, write it into the inputs", resets.join("; "))
        }
        Note::Default { setting, value } => format!("{setting} is not set: the default is {value}"),

        Note::NearQuota { function, key, stage, versions, publishes, quota } => {
            let more = publishes.map(|publishes| format!(", and this publishes {publishes} more")).unwrap_or_default();
            let prune = Command::new(Verb::Prune).of(key).in_stage(stage).typed(host);
            format!("{function} has {versions} versions{more}; the quota is {quota} unless the account has more: {prune} deletes old ones that no alias names")
        }
        Note::LargeEnvironment { bytes, quota } => format!(
            "the environment variables have {bytes} bytes; the quota is {quota} (4 KB) unless the account has more. If the API refuses them, nothing is changed: the configuration is written first"
        ),
        Note::ManyTriggers { function, kind, triggers, quota } => format!(
            "{function} will have {triggers} triggers of type {kind}; the quota is {quota} unless the account has more"
        ),
        Note::KeyInVariables => {
            "allowCredentials: the environment variables may hold the key that deploys the function; everyone who may read the function can use it then".to_owned()
        }

        Note::Provisioned(warmth) => provisioned(warmth, host),

        Note::OtherAlias { alias, share } => format!(
            "alias {} sends {} to $latest too: its callers get the new code at once",
            shown_alias(alias),
            share.percent()
        ),
        Note::CallersOfAlias { alias } => {
            format!("calls and triggers that use alias {} will fail", shown_alias(alias))
        }
        Note::AlreadyGone { function } => format!("{function} does not exist"),
        Note::NoSuchAlias { function, alias } => format!("{function} has no alias {}", shown_alias(alias)),
        Note::NotCreatedHere { function } => format!(
            "{function} is not deleted: this project did not create it. Delete it in the console if it is yours"
        ),
        Note::Kept { versions } => {
            let kept: Vec<String> = versions.iter().map(kept).collect();
            format!("kept as well: {}", kept.join(", "))
        }

        Note::TriggerCallsLatest { trigger: known } => format!(
            "{} calls $latest directly, as its qualifier says: it runs new code at 100 % as soon as it is uploaded",
            trigger(known)
        ),
        Note::OtherTrigger { trigger: known } => {
            format!("{} is not among the inputs and is not changed", trigger(known))
        }
        Note::UrlMoves { name, alias, address } => {
            let now = address.as_ref().map(|address| format!(" {address}")).unwrap_or_default();
            format!(
                "http trigger {name} moves from $latest to {}: its address{now} stops answering; the new one is known afterwards",
                shown_alias(alias)
            )
        }
        Note::MovedCallers { alias, parts: list, differs } => {
            let alias = shown_alias(alias);
            let what = match differs {
                Some(false) => return format!("what moves to {alias} gets the same code that it has on $latest now"),
                Some(true) => "is other code than",
                None => "may be other code than",
            };
            let versions: Vec<String> = parts(list).iter().map(|part| format!("v{part}")).collect();
            format!("what moves to {alias} gets {}, which {what} that on $latest now", versions.join(" and "))
        }
        Note::MeetsNewCode { caller: known, alias, way, obstacle: why } => {
            let way = match why {
                Some(why) => format!("it can't be moved to {}: {}", shown_alias(alias), obstacle(why)),
                None => moved(*way, &known.name, alias, host),
            };
            format!(
                "{} calls $latest directly: it runs the new code at 100 % as soon as it is uploaded; {way}",
                caller(known)
            )
        }
        Note::CantMove { caller: known, alias, obstacle: why } => format!(
            "{} calls $latest directly and can't be moved to {}: {}",
            caller(known),
            shown_alias(alias),
            obstacle(why)
        ),
        Note::CallsLatest { caller: known } => {
            format!("{} calls $latest directly, whatever the traffic share is", caller(known))
        }
        Note::StillCallsLatest { caller: known } => {
            format!("{} calls $latest directly: the rollback does not reach it", caller(known))
        }
        Note::NotChecked { triggers, domains } => {
            let missing = [(*triggers, "triggers (scf:ListTriggers)"), (*domains, "custom domains (scf:ListCustomDomains)")];
            let missing: Vec<&str> =
                missing.into_iter().filter_map(|(looked, what)| (!looked).then_some(what)).collect();
            format!("not checked: {}; whether one of them calls $latest directly is unknown", missing.join(", "))
        }
        Note::Rollback(note) => rollback_note(note, host),
        Note::Routing(note) => routing_note(note, host),
    }
}

fn place(Where { function, region, namespace }: &Where) -> String {
    format!("{function} in {region}/{namespace}")
}

fn moved(way: Way, name: &str, alias: &str, host: Host) -> String {
    let alias = shown_alias(alias);
    match way {
        Way::MoveAll => {
            let deploy = Command::new(Verb::Deploy).switch("moveTriggers").typed(host);
            format!("{deploy} moves it to {alias} first")
        }
        Way::MoveByName => {
            let deploy = Command::new(Verb::Deploy).with("moveTriggers", name).typed(host);
            format!("{deploy} moves it to {alias} first, where it gets another address")
        }
        Way::Elsewhere => format!("bind it to {alias} where it was created"),
    }
}

fn obstacle(obstacle: &Obstacle) -> String {
    match obstacle {
        Obstacle::Exists { trigger: known } => format!("{} exists", trigger(known)),
        Obstacle::NoAlias { alias } => format!("alias {} does not exist yet", shown_alias(alias)),
    }
}

fn kept(Kept { version, why }: &Kept) -> String {
    let why = match why {
        Keeps::Alias { alias } => format!("alias {}", shown_alias(alias)),
        Keeps::Caller { caller: known } => format!("{} calls it", caller(known)),
        Keeps::Previous => "rollback --to previous goes to it".to_owned(),
        Keeps::Stable => "stable".to_owned(),
        Keeps::RollbackTarget => "a rollback goes to it".to_owned(),
        Keeps::Status { status } => status.clone(),
        Keeps::Last => "the last published one".to_owned(),
    };
    format!("v{version} ({why})")
}

fn rolled_back_by(by: &RolledBackBy) -> String {
    match by {
        RolledBackBy::Run { run, who, at } => {
            let who = who.as_ref().map(|who| format!(" by {who}")).unwrap_or_default();
            format!("run {run}{who} at {at}")
        }
        RolledBackBy::OtherMachine => "another machine".to_owned(),
    }
}

fn reset(reset: &Reset) -> String {
    match reset {
        Reset::Variables { names } => format!("delete the variables {}", names.join(", ")),
        Reset::Setting { setting, is, value } => format!("{setting} from {} to {}", quoted(is), quoted(value)),
        Reset::Triggers { names } => format!("delete the triggers {}", names.join(", ")),
    }
}

fn provisioned(warmth: &Warmth, host: Host) -> String {
    match warmth {
        Warmth::Waits { instances } => {
            format!(
                "provisionedNum {instances} is set on the version that is published next ({})",
                host.switch("publish")
            )
        }
        Warmth::LatestIsCold { share } => {
            format!(
                "$latest can't have provisioned concurrency: its {} of the traffic may meet cold starts",
                share.percent()
            )
        }
        Warmth::Cold => "warm is false: the version gets traffic without provisioned concurrency".to_owned(),
        Warmth::NotChecked => {
            "provisioned concurrency was not checked (no permission): the version may get traffic without any"
                .to_owned()
        }
        Warmth::Left { version, instances } => format!(
            "v{version} keeps {instances} provisioned instances, which are billed: the same command continues, {} or {} releases them",
            Command::new(Verb::Abort).typed(host),
            Command::new(Verb::Prune).switch("provisioned").typed(host)
        ),
    }
}

fn rollback_note(note: &RollbackNote, host: Host) -> String {
    match note {
        RollbackNote::ReleasedBefore { at, key, stage } => format!(
            "released at {at}, more than 24 hours ago: not changed. To roll it back: {}",
            Command::new(Verb::Rollback).of(key).in_stage(stage).typed(host)
        ),
        RollbackNote::RolledBack { by } => format!("already rolled back by {}", rolled_back_by(by)),
        RollbackNote::RolledBackTo { version } => format!("already rolled back to v{version}"),
        RollbackNote::Steady => "not in release: not changed".to_owned(),
        RollbackNote::NamesNone { version } => {
            format!("the alias names no published version: it goes to v{version}, the last published one")
        }
        RollbackNote::NothingPublished => {
            "no version is published: all traffic stays on $latest, with its new code".to_owned()
        }
        RollbackNote::Capped { had, gets, rest, foreign } => {
            let what = if *foreign {
                format!("someone else gave $latest {} while this run wrote its code", had.percent())
            } else {
                format!("before the last change $latest had {}, but its code was replaced since", had.percent())
            };
            format!("{what}: it gets {}, the rest goes to v{rest}", gets.percent())
        }
        RollbackNote::LeftAlone { error } => {
            format!("{}: not changed; the other functions are rolled back", error.message())
        }
    }
}

fn code_note(note: &CodeNote) -> String {
    match note {
        CodeNote::OutsideProject { path } => format!("the code is packed from outside the project: {path}"),
        CodeNote::LinksFollowed { links: list, more, outside } => {
            let out_of = if *outside { "the project" } else { "src" };
            format!("symbolic links out of {out_of} are followed: {}", some(&links(list), *more))
        }
        CodeNote::CredentialsPacked { files, more } => {
            format!("these files in the package may hold credentials: {}", some(files, *more))
        }
        CodeNote::FilesLeftOut { files, more } => {
            format!("not in the package: {} (src.include adds files)", some(files, *more))
        }
        CodeNote::PatternsUnmatched { patterns, more } => {
            format!(
                "exclude matches nothing: {} (patterns start in src; **/ in front matches at any depth)",
                some(patterns, *more)
            )
        }
        CodeNote::ImageNotPinned { image, unchanged: false } => format!(
            "{image} has no digest: SCF resolves the tag when it takes the image, so this plan releases whatever the tag means by then; name the image with @sha256:digest to release one image for certain"
        ),
        CodeNote::ImageNotPinned { image, unchanged: true } => format!(
            "{image} has no digest and is on $latest already, so it is not set again, even if the tag was moved meanwhile; to release what the tag means now, name the image with @sha256:digest"
        ),
    }
}
