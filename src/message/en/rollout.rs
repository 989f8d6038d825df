//! Rollouts.

use super::super::host::Host;
use super::super::problem::rollout::RolloutProblem;
use super::super::rollout::{
    Blind, Callers, Evidence, Metric, RolloutAdvice, RolloutLack, RolloutNotice, RolloutReason, State, Told,
    two_decimals,
};
use super::super::words::{Words, say};
use super::routing::{rule_text, values};
use crate::text::quoted;
use crate::traffic::share::Fraction;

/// The sentence of what is wrong with a policy, and what to do next.
pub(super) fn rollout_problem(problem: &RolloutProblem) -> Words {
    match problem {
        RolloutProblem::Preset { given, near: Some(near), .. } => {
            say(format!("unknown rollout {} (did you mean {near}?)", quoted(given)))
        }
        RolloutProblem::Preset { given, near: None, known } => {
            say(format!("unknown rollout {}", quoted(given))).hint(format!("known names: {}", known.join(", ")))
        }
        RolloutProblem::PresetAndSteps { input } => {
            say(format!("{input} has both preset and steps")).hint("keep one of them")
        }
        RolloutProblem::Beside { inputs } => say(format!("rollout can't stand beside {}", inputs.join(", ")))
            .hint("leave out one of them: a rollout shifts traffic step by step and publishes at its end"),
        RolloutProblem::NoSteps { input } => say(format!("{input} has no steps"))
            .hint("name a preset, such as preset: canary, or list steps: [{traffic: 5%, for: 5m}]"),
        RolloutProblem::NotRising { input, share, before } => say(format!(
            "{input} is {}, which is not more than the step before it ({})",
            Fraction::from(*share).percent(),
            Fraction::from(*before).percent()
        ))
        .hint("each step needs more traffic than the one before it"),
        RolloutProblem::StepShare { input, share } => {
            say(format!("{input} must be above 0% and below 100% (got {})", Fraction::from(*share).percent()))
                .hint("100% comes after the last step, by finish")
        }
        RolloutProblem::Buckets { input, share, buckets, near } => {
            let words =
                say(format!("{input}: {} is not a whole number of {buckets} buckets", Fraction::from(*share).percent()));
            let near: Vec<String> = near.iter().map(|share| Fraction::from(*share).percent()).collect();
            match near.as_slice() {
                [] => words.hint("take another number of buckets, such as 1000"),
                near => words.hint(format!("the nearest: {}", near.join(", "))),
            }
        }
        RolloutProblem::StaffLate { input } => {
            say(format!("{input} must come before all steps with traffic")).hint("callers that are named get the canary before anybody is drawn by share: move this step up")
        }
        RolloutProblem::StaffTwice { input } => say(format!("{input} names callers that an earlier step names already"))
            .hint("they keep the canary: leave one of them out"),
        RolloutProblem::OtherFinish { input } => {
            say(format!("{input} can't be latest where the canary is a version"))
                .hint("leave it out: the version that was tried gets everything at the end")
        }
        RolloutProblem::NoHold { input } => {
            say(format!("{input} needs for or gate")).hint("for: 5m holds the step, gate: NAME waits for a person")
        }
        RolloutProblem::Wager { input, sum } => say(format!("the parts of {input} must add up to 1 (got {sum})")),
        RolloutProblem::Gate { gate, near: Some(near), .. } => {
            say(format!("no step has the gate {} (did you mean {near}?)", quoted(gate)))
        }
        RolloutProblem::Gate { gate, near: None, known } => {
            let words = say(format!("no step has the gate {}", quoted(gate)));
            if known.is_empty() { words } else { words.hint(format!("gates of the steps: {}", known.join(", "))) }
        }
        RolloutProblem::OneOf { input, keys } => say(format!("{input} needs exactly one of {}", keys.join(", "))),
        RolloutProblem::NoVersion { input } => say(format!("{input} asks the same of both versions"))
            .hint("use {{version}}, for example calls{version=\"{{version}}\"}"),
        RolloutProblem::Placeholder { input, given, known } => {
            say(format!("{input} has an unknown placeholder {}", quoted(given)))
                .hint(format!("known are {}", known.join(", ")))
        }
        RolloutProblem::NotTrusted { input } => {
            say(format!("{input} must name an environment variable in a project file; nothing was sent")).hint(
                "write '${env:NAME}' there and export NAME: a project file may come from somebody else, and everyone who has it reads it",
            )
        }
        RolloutProblem::CommandVariable { input } => {
            say(format!("the variable of {input} must begin with GRAYSCALE_")).hint("for example '${env:GRAYSCALE_SMOKE}'")
        }
        RolloutProblem::EmptyWindow { input } => say(format!("{input} is never open: from and to are the same time")),
    }
}

/// The sentence of a decision.
pub(in crate::message) fn rollout_reason(reason: &RolloutReason, _: Host) -> String {
    why_so(reason)
}

/// The same, wherever it is read: no command stands in it.
fn why_so(reason: &RolloutReason) -> String {
    match reason {
        RolloutReason::Begins { share, callers } => {
            format!("the first step begins: the canary gets {}", given(Fraction::from(*share), callers))
        }
        RolloutReason::Publishes => "a version is published, which is the canary".to_owned(),
        RolloutReason::StaffHeld { step } => {
            format!(
                "step {step} was held for its time; its calls are not compared with stable: only absolute limits were checked"
            )
        }
        RolloutReason::AllAtOnce => "all traffic moves at once; nothing is compared".to_owned(),
        RolloutReason::Healthy { step, evidence } => format!("step {step} is healthy{}", so_far(evidence.as_ref())),
        RolloutReason::LittleEvidence { step, evidence } => format!(
            "step {step} was held as long as the policy says, and nothing speaks against the canary; there is little evidence{}",
            so_far(evidence.as_ref())
        ),
        RolloutReason::Promoted { step, who, reason } => {
            let reason = reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
            format!("{who} promoted step {step}{reason}")
        }
        RolloutReason::Again => "the last decision was recorded but not confirmed: it is carried out again".to_owned(),
        RolloutReason::Holds { step, seconds, evidence } => {
            format!("step {step} is held for another {}{}", time(*seconds), so_far(evidence.as_ref()))
        }
        RolloutReason::NotEnough { step, seconds, evidence } => format!(
            "not enough evidence: step {step} is held for up to another {}{}",
            time(*seconds),
            so_far(evidence.as_ref())
        ),
        RolloutReason::CannotTell { function, why } => format!("{function} can't be judged: {}", blind(*why)),
        RolloutReason::NoCalls { function } => format!("the canary of {function} was not called"),
        RolloutReason::Doubtful { evidence } => {
            format!("not enough evidence, and some speaks against the canary{}", so_far(Some(evidence)))
        }
        RolloutReason::StillNotEnough { evidence } => {
            format!("still not enough evidence{}", so_far(evidence.as_ref()))
        }
        RolloutReason::Outage { function, seconds, most } => format!(
            "both versions of {function} fail more than stable did before (for {} of at most {}); the hold is stopped",
            time(*seconds),
            time(*most)
        ),
        RolloutReason::OutageLasts { function, seconds } => {
            format!("both versions of {function} have failed more than stable did before for {}", time(*seconds))
        }
        RolloutReason::Regression { evidence } => {
            format!("the canary of {} is worse than stable{}", evidence.function, so_far(Some(evidence)))
        }
        RolloutReason::SlowerByMeans { evidence } => format!(
            "the canary of {} is slower than stable by the means of durations, which are weak evidence{}",
            evidence.function,
            so_far(Some(evidence))
        ),
        RolloutReason::TooManyErrors { function, calls, bad, limit } => format!(
            "{bad} of the last {calls} calls of the canary of {function} were bad, above the limit of {}",
            Fraction::from(*limit).percent()
        ),
        RolloutReason::TooSlow { function, ms, limit } => {
            format!("the canary of {function} took {ms} ms on average, above the limit of {limit} ms")
        }
        RolloutReason::HookSaidNo { hook, reason } => {
            let reason = reason.as_ref().map(|reason| format!(": {}", quoted(reason))).unwrap_or_default();
            format!("the hook {hook} said no{reason}")
        }
        RolloutReason::HookSilent { hook } => format!("the hook {hook} did not answer in time"),
        RolloutReason::AsksHook { hook } => format!("the hook {hook} is asked"),
        RolloutReason::HookElsewhere { hook } => format!(
            "the hook {hook} runs on a person's machine only, so it is not asked here; tick the rollout from such a machine"
        ),
        RolloutReason::HookUnknown { hook, variable: Some(name) } => {
            format!("the hook {hook} is not asked: the environment variable {name} is not set here")
        }
        RolloutReason::HookUnknown { hook, variable: None } => {
            format!("the hook {hook} is not asked: only the program that started the rollout has its address")
        }
        RolloutReason::StableIsWorse { function, ln_e } => format!(
            "the canary should go back, but stable of {function} fails more than the canary (ln E {}); a person decides",
            two_decimals(ln_e)
        ),
        RolloutReason::AtGate { step, gate } => format!("step {step} waits for approval of the gate {gate}"),
        RolloutReason::GateTimedOut { gate } => format!("nobody approved the gate {gate} in time"),
        RolloutReason::OutsideWindow { seconds: Some(seconds) } => {
            format!("weights may not rise now; they may in {}", time(*seconds))
        }
        RolloutReason::OutsideWindow { seconds: None } => "weights may not rise now".to_owned(),
        RolloutReason::ZoneUnknown { zone } => format!("the time in {zone} is not known, so weights do not rise"),
        RolloutReason::Warms { function } => {
            format!("provisioned concurrency of {function} is started before traffic moves")
        }
        RolloutReason::IsPaused { who, why, evidence } => {
            let by = who.as_ref().map(|who| format!(" by {who}")).unwrap_or_default();
            let why = why.as_ref().map(|why| format!(": {}", why_so(why))).unwrap_or_default();
            format!("paused{by}{why}{}", so_far(evidence.as_ref()))
        }
        RolloutReason::RoutingChanged { function, written, callers, found, split, rules } => {
            let found = match found {
                Some(found) => found.percent(),
                None if split.is_none() && rules.is_empty() => "rules or other versions".to_owned(),
                None => rules.iter().map(rule_text).chain(split.clone()).collect::<Vec<_>>().join(" · "),
            };
            format!(
                "someone else changed the routing of {function}: the canary was given {}, and now it says {found}; nothing is written",
                given(*written, callers)
            )
        }
        RolloutReason::IsInterrupted => "interrupted: someone else changed the routing".to_owned(),
        RolloutReason::RolledBackByHand => "someone took all traffic away from the canary".to_owned(),
        RolloutReason::Superseded { function } => {
            format!("the canary of {function} has other code now, so its figures no longer count")
        }
        RolloutReason::AbortedBy { who, keep: false } => format!("{who} aborted it; the recorded routing is restored"),
        RolloutReason::AbortedBy { who, keep: true } => format!("{who} aborted it; the routing stays as it is"),
        RolloutReason::TimedOut { seconds } => format!("it has taken longer than {}", time(*seconds)),
        RolloutReason::Ended { state, little, why } => {
            let how = match (state, little) {
                (State::Done, true) => "done, with little evidence",
                (State::Done, false) => "done",
                (State::RolledBack, _) => "rolled back",
                _ => "aborted",
            };
            let why = why.as_ref().map(|why| format!("; {}", why_so(why))).unwrap_or_default();
            format!("the rollout is over: {how}{why}")
        }
        RolloutReason::NotStarted => "the journal has no start of this rollout".to_owned(),
    }
}

/// What people are told: `Rollout ID of shop: paused (step 1 of 3)`, and why in the next line.
pub(in crate::message) fn rollout_notice(notice: &RolloutNotice, _: Host) -> String {
    let RolloutNotice { rollout, functions, told, step, of, why } = notice;
    let what = match told {
        Told::Started => "started",
        Told::Gate => "waits for an approval",
        Told::Paused => "paused",
        Told::Interrupted => "interrupted",
        Told::LittleEvidence => "goes on with little evidence",
        Told::RolledBack => "rolled back",
        Told::Aborted => "aborted",
        Told::Done => "done",
        Told::HookSaidNo => "done, and then a hook said no",
    };
    let why = why.as_ref().map(|why| format!("\n{}", why_so(why))).unwrap_or_default();
    let place = if *step > 0 { format!(" (step {step} of {of})") } else { String::new() };
    format!("Rollout {rollout} of {}: {what}{place}{why}", functions.join(", "))
}

/// Where a rollout stands.
pub(super) const fn standing(state: State) -> &'static str {
    match state {
        State::Scheduled => "not begun yet",
        State::Holding => "holding",
        State::Extended => "holding on for more evidence",
        State::Warming => "starting instances",
        State::Gate => "waiting at a gate",
        State::Paused => "paused",
        State::Interrupted => "interrupted",
        State::Advancing => "advancing",
        State::RollingBack => "rolling back",
        State::Done => "done",
        State::RolledBack => "rolled back",
        State::Aborted => "aborted",
    }
}

pub(super) const fn blind(why: Blind) -> &'static str {
    match why {
        Blind::Unavailable => "the source of its figures does not answer",
        Blind::Denied => "the key may not read its figures",
        Blind::Spelling => "the source of the figures does not know its versions",
        Blind::Rules => "rules decide who gets the canary, so both versions have different callers",
        Blind::DirectCalls => "more than 5 % of its calls come past the alias",
        Blind::Split => "its calls do not arrive as the weight says",
        Blind::NoPast => "stable had fewer than 60 calls in the last 24 hours",
        Blind::NoWindow => "there are no figures of a whole minute at this weight",
        Blind::NoTopic => "it has no log topic, so its calls are not in CLS",
        Blind::Refused => "the server of its figures refuses the query",
        Blind::Unreadable => "the answer about its figures is incomplete, or not as documented",
        Blind::NotANumber => "a query gives a value that is not a number",
        Blind::ManySeries => "a query gives several series; sum them up",
        Blind::NoSeries => "the query of all calls has no series of either version",
        Blind::NoBad => "calls are counted, but the series of bad calls is missing",
        Blind::Unnamed => {
            "the address of its figures, or the secret for it, is not set where the rollout is looked after"
        }
    }
}

/// A share, or the callers that rules name: `5%`, `x-canary is yes · x-bucket from 0 to 49`.
pub(super) fn given(share: Fraction, callers: &[Callers]) -> String {
    if callers.is_empty() {
        return share.percent();
    }
    callers.iter().map(|caller| values(&caller.header, &caller.takes)).collect::<Vec<_>>().join(" · ")
}

/// `; canary 3 of 60 calls bad (5%), stable 2 of 540 (0.37%); ln E 1.2 of 3`.
fn so_far(evidence: Option<&Evidence>) -> String {
    let Some(it) = evidence else { return String::new() };
    let bad = match it.metric {
        Metric::Errors => "failed",
        Metric::Platform => "ran out of time or memory",
        Metric::P50 => "slower than p50",
        Metric::P90 => "slower than p90",
        Metric::P99 => "slower than p99",
        Metric::Means => "ms on average",
    };
    let figures = if it.metric == Metric::Means {
        format!(
            "{}: canary {} {bad} ({} calls), stable {} ({})",
            it.function, it.bad, it.calls, it.stable_bad, it.stable_calls
        )
    } else {
        format!(
            "{}: canary {} of {} calls {bad} ({}), stable {} of {} ({})",
            it.function,
            it.bad,
            it.calls,
            it.rate.percent(),
            it.stable_bad,
            it.stable_calls,
            it.stable_rate.percent()
        )
    };
    let more = match it.more {
        Some(0) | None => String::new(),
        Some(1) => "; 1 more bad call of the canary and it goes back".to_owned(),
        Some(more) => format!("; {more} more bad calls of the canary and it goes back"),
    };
    format!("; {figures}; ln E {} of {}{more}", two_decimals(&it.ln_e), two_decimals(&it.limit))
}

/// `4 min`, `1 h 30 min`, `45 s`.
fn time(seconds: u64) -> String {
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7200 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

/// The sentence of what a policy can't do.
pub(in crate::message) fn rollout_advice(advice: &RolloutAdvice, _: Host) -> String {
    match advice {
        RolloutAdvice::NotGuarded => "not guarded: all traffic moves at once, and nothing is compared".to_owned(),
        RolloutAdvice::LittleEvidence { step, needed: Some(needed), minutes: Some(minutes), most } => format!(
            "step {step} needs about {needed} calls of the canary ({minutes} min) to show that it is healthy, and is held for {most} min at most; give it a longer for, or set insufficient: {{then: pause}}"
        ),
        RolloutAdvice::LittleEvidence { step, most, .. } => format!(
            "step {step} can't show that the canary is healthy with this traffic, and is held for {most} min at most; set insufficient: {{then: pause}} to decide yourself"
        ),
        RolloutAdvice::NotSeen { times } => {
            format!("a canary that fails {times} times as often as stable is not seen within two hours at any step")
        }
    }
}

/// The sentence of what is not known here.
pub(in crate::message) fn rollout_lack(lack: &RolloutLack, _: Host) -> String {
    match lack {
        RolloutLack::Source => {
            "the address of the server that has its figures, or the secret for it, is not set here".to_owned()
        }
        RolloutLack::Hook { hook, variable: Some(variable) } => {
            format!("the hook {hook} needs the environment variable {variable}, which is not set here")
        }
        RolloutLack::Hook { hook, variable: None } => {
            format!("only the program that started the rollout knows the address of the hook {hook}")
        }
        RolloutLack::Command { hook } => format!("the hook {hook} is a command, and commands are not run here"),
    }
}
