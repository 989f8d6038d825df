//! 日志与监控。

use super::super::host::{Command, Host, Verb};
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
        LogNote::Newest { shown, total } => {
            let all = total.map(|total| format!("共 {total} 次调用，")).unwrap_or_default();
            format!(
                "{all}只显示最近 {shown} 次；{} 可显示更多，{} 可缩短时间范围",
                host.input("limit", "1000"),
                host.input("interval", "600")
            )
        }
        LogNote::Unreadable { count } => format!("{count} 行未显示：日志主题没有为它们建立索引"),
        LogNote::StatisticsOff { rows } => {
            format!("日志主题没有开启 SCF_Duration 的统计，因此分位数只包括已读取的 {rows} 次调用")
        }
        LogNote::NewestErrors { count } => format!("错误分组只包括最近 {count} 次失败"),
        LogNote::FromStatus => "日志中还没有该次调用的结束行：结果来自 GetRequestStatus".to_owned(),
        LogNote::NoLogTopic => format!(
            "该函数没有日志主题，因此不保存日志；如需保存，请设置 cls: {{logsetId, topicId}} 并执行 {}",
            Command::new(Verb::Deploy).typed(host)
        ),
        LogNote::Behind { seconds } => format!("日志行数超过一次检索的上限：落后日志末尾 {seconds} 秒"),
        LogNote::TooDense => "同一毫秒内的日志超过 10,000 行：其余的不显示".to_owned(),
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
