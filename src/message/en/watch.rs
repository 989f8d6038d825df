//! Logs and metrics.

use super::super::host::{Command, Host, Verb};
use super::super::watch::{LogNote, MetricNote, Verdict};

/// The sentence of a note on metrics.
pub(in crate::message) fn metric_note(note: &MetricNote, _: Host) -> String {
    match note {
        MetricNote::Updating => "$latest is being updated: there is no full minute of its code yet".to_owned(),
        MetricNote::SinceRun { at, run } => {
            format!("counted from the first full minute after the code of $latest became Active ({at}, run {run})")
        }
        MetricNote::SinceModTime { at } => format!(
            "counted from the first full minute after $latest was last changed ({at}, ModTime); no run in the journal made that change"
        ),
        MetricNote::EndUnknown => {
            "ModTime does not say when an update ended: the first minutes may contain calls of the code before"
                .to_owned()
        }
        MetricNote::OnlyLast { days, since } => {
            format!("only the last {days} days of the time since {since} are counted")
        }
        MetricNote::NoFullMinute => "no full minute is over yet".to_owned(),
        MetricNote::NoCalls { version } => format!("{version}: no calls in this time"),
        MetricNote::LeftOut { seconds, period } => {
            format!("the last {seconds} s are left out: only full periods of {period} s are counted")
        }
        MetricNote::Late { minutes: 1 } => "the monitor is late: the last minute may be incomplete".to_owned(),
        MetricNote::Late { minutes } => format!("the monitor is late: the last {minutes} minutes may be incomplete"),
    }
}

/// The sentence of a note on a log.
pub(in crate::message) fn log_note(note: &LogNote, host: Host) -> String {
    match note {
        LogNote::Newest { shown, total } => {
            let of = total.map(|total| format!(" of {total}")).unwrap_or_default();
            format!(
                "only the newest {shown}{of} invocations are shown; {} shows more, {} covers less time",
                host.input("limit", "1000"),
                host.input("interval", "600")
            )
        }
        LogNote::Unreadable { count: 1 } => "1 line is left out: the log topic did not index it".to_owned(),
        LogNote::Unreadable { count } => format!("{count} lines are left out: the log topic did not index them"),
        LogNote::StatisticsOff { rows } => format!(
            "the log topic has no statistics for SCF_Duration, so the percentiles cover only the {rows} invocations that were read"
        ),
        LogNote::NewestErrors { count } => format!("errors are grouped over the newest {count} failures only"),
        LogNote::FromStatus => {
            "the log does not have the end of this invocation yet: its result is from GetRequestStatus".to_owned()
        }
        LogNote::NoLogTopic => format!(
            "the function has no log topic, so its logs are not kept; set cls: {{logsetId, topicId}} and run {} to keep them",
            Command::new(Verb::Deploy).typed(host)
        ),
        LogNote::Behind { seconds } => {
            format!("more lines than one search reads: {seconds} s behind the end of the log")
        }
        LogNote::TooDense => "more than 10,000 lines of one millisecond: the rest of them is not shown".to_owned(),
    }
}

/// The sentence of what a gate found.
pub(in crate::message) fn verdict(verdict: &Verdict, host: Host) -> String {
    match verdict {
        Verdict::NoLimit => format!("no limit is set; {} sets one", host.input("maxErrorRate", "1%")),
        Verdict::NotComplete { version } => format!("{version}: no minute is complete yet"),
        Verdict::TooFewCalls { version, calls, needed } => {
            format!("{version}: {calls} calls; at least {needed} are needed")
        }
        Verdict::WithinLimit { version, failed, calls, limit } => {
            format!("{version}: {failed} of {calls} calls failed (limit {})", limit.percent())
        }
        Verdict::TooManyErrors { version, failed, calls, limit } => {
            format!("{version}: {failed} of {calls} calls failed, above the limit of {}", limit.percent())
        }
        Verdict::NoCalls { version } => format!("{version}: no calls, so there is no result"),
    }
}

/// Instead of a reason that the API does not give.
pub(in crate::message) const fn no_reason() -> &'static str {
    "it failed; the API gives no reason"
}
