//! 日志与监控。

use super::super::Host;
use super::super::watch::{LogNote, MetricNote, Verdict};

/// 监控数据的提示。
pub(in crate::message) fn metric_note(note: &MetricNote, _: Host) -> String {
    match note {
        MetricNote::Updating => "$latest 正在更新：其代码还没有完整的一分钟数据".to_owned(),
        MetricNote::SinceRun { at, run } => {
            format!("从 $latest 的代码生效（{at}，运行 {run}）后的第一个完整分钟开始统计")
        }
        MetricNote::SinceModTime { at } => {
            format!("从 $latest 最近一次修改（{at}，ModTime）后的第一个完整分钟开始统计；操作记录中没有该修改")
        }
        MetricNote::EndUnknown => "ModTime 不表示更新何时结束：最初几分钟可能含有旧代码的调用".to_owned(),
        MetricNote::OnlyLast { days, since } => format!("自 {since} 以来，只统计最近 {days} 天"),
        MetricNote::NoFullMinute => "还没有完整的一分钟".to_owned(),
        MetricNote::NoCalls { version } => format!("{version}：此期间没有调用"),
        MetricNote::LeftOut { seconds, period } => {
            format!("最近 {seconds} 秒未计入：只统计完整的 {period} 秒周期")
        }
        MetricNote::Late { minutes } => format!("监控数据有延迟：最近 {minutes} 分钟可能不完整"),
    }
}

/// 日志的提示。
pub(in crate::message) fn log_note(note: &LogNote, host: Host) -> String {
    match note {
        LogNote::Newest { shown, total } => format!(
            "共 {total} 条，只显示最近 {shown} 条；{} 可显示更多，{} 可缩短时间范围",
            host.input("limit", "1000"),
            host.input("interval", "600")
        ),
        LogNote::Gap => "距上次查询已超过一天：中间的日志不显示".to_owned(),
    }
}

/// 门禁的结论。
pub(in crate::message) fn verdict(verdict: &Verdict, host: Host) -> String {
    match verdict {
        Verdict::NoLimit => format!("未设置上限；可用 {} 设置", host.input("maxErrorRate", "1%")),
        Verdict::NotComplete { version } => format!("{version}：还没有完整的一分钟"),
        Verdict::TooFewCalls { version, calls, needed } => format!("{version}：{calls} 次调用，至少需要 {needed} 次"),
        Verdict::WithinLimit { version, failed, calls, limit } => {
            format!("{version}：{calls} 次调用中 {failed} 次失败（上限 {}）", limit.percent())
        }
        Verdict::TooManyErrors { version, failed, calls, limit } => {
            format!("{version}：{calls} 次调用中 {failed} 次失败，超过上限 {}", limit.percent())
        }
        Verdict::NoCalls { version } => format!("{version}：没有调用，因此没有结论"),
    }
}

/// API 未说明原因时使用。
pub(in crate::message) const fn no_reason() -> &'static str {
    "执行失败；API 未说明原因"
}
