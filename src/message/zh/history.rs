//! 操作记录中之前的运行。

use super::super::history::{Asked, Finding, NotFinished, Past, PastStep, Pending, Publishes, RunEnd};
use super::super::host::Host;
use super::super::routing::Shares;
use super::super::status::EndState;
use super::routing::{rules, side};
use crate::traffic::routing::{Version, shown_alias};

/// What a run was asked for, in a phrase.
pub(in crate::message) fn asked(Asked { publishes, traffic, routes, to, of, alias }: &Asked, host: Host) -> String {
    let mut parts = Vec::new();
    match publishes {
        Publishes::None => {}
        Publishes::All => parts.push("发布版本".to_owned()),
        Publishes::Some(functions) => parts.push(format!("发布 {} 的版本", functions.join("、"))),
    }
    parts.extend(traffic.map(|share| format!("流量 {}", share.percent())));
    parts.extend(routes.as_ref().map(|known| match known.as_slice() {
        [] => "无路由规则".to_owned(),
        known => format!("路由 {}", rules(known, host)),
    }));
    parts.extend(to.as_ref().map(|to| format!("目标 {to}")));
    parts.extend(of.as_ref().map(|run| format!("运行 {run}")));
    parts.extend(alias.as_ref().map(|alias| format!("别名 {alias}")));
    parts.join("，")
}

/// How a run ended.
pub(in crate::message) fn run_end(end: &RunEnd, _: Host) -> String {
    match end {
        RunEnd::Overtaken => "已中断；之后的运行修改了其函数".to_owned(),
        RunEnd::Unfinished => "未完成：重新执行同一命令可继续，除非它仍在执行".to_owned(),
        RunEnd::Ended { how, code } => {
            let word = match how {
                EndState::Done => "已完成",
                EndState::Stopped => "已停止",
                EndState::PutBack => "已恢复",
                EndState::Failed => "失败",
            };
            code.as_ref().map_or_else(|| word.to_owned(), |code| format!("{word}：{code}"))
        }
    }
}

/// What a step did.
pub(in crate::message) fn past_step(PastStep { what, confirmed }: &PastStep, host: Host) -> String {
    let routing = |known: &Option<Shares>| known.as_ref().map_or_else(|| "–".to_owned(), |known| side(known, host));
    let version = |version: &Option<Version>| version.as_ref().map(|it| format!(" v{it}")).unwrap_or_default();
    let text = match what {
        Past::Created => "已创建".to_owned(),
        Past::Stored => "已上传代码包到 COS".to_owned(),
        Past::Uploaded => "已上传代码".to_owned(),
        Past::Configured => "已修改配置".to_owned(),
        Past::Published { version: known } => format!("已发布{}", version(known)),
        Past::Saved { version: known } => format!("代码已保存{}", version(known)),
        Past::Shifted { alias, from, to } => format!("{}：{} → {}", shown_alias(alias), routing(from), routing(to)),
        Past::Restored { alias, to } => format!("{} 已恢复：{}", shown_alias(alias), routing(to)),
        Past::Trigger { text } | Past::Other { step: text } => text.clone(),
        Past::AliasDeleted { alias } => format!("{} 已删除", shown_alias(alias)),
        Past::Provisioned { version: known, had, gets } => format!("预置并发{} {had} → {gets}", version(known)),
        Past::Deleted => "已删除".to_owned(),
        Past::VersionDeleted { version: known } => format!("已删除{}", version(known)),
    };
    if *confirmed { text } else { format!("{text}（已开始，未确认）") }
}

/// What a look at the chain of a journal found.
pub(in crate::message) fn finding(finding: &Finding, _: Host) -> String {
    match finding {
        Finding::Empty => "操作记录为空".to_owned(),
        Finding::NoSums { lines } => format!("旧版本写入的 {lines} 行没有校验和，无法检查"),
        Finding::Consistent { lines, runs } => format!("{runs} 次运行的 {lines} 行一致"),
        Finding::Missing { lines } => format!("缺少第一行之前的 {lines} 行"),
        Finding::Torn { lines, more } => {
            let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
            let more = if *more { "、…" } else { "" };
            format!("因崩溃或磁盘已满而被截断，已跳过：第 {}{more} 行", lines.join("、"))
        }
        Finding::Fork { line, run } => format!("第 {line} 行：运行 {run} 与另一次运行同时写入"),
    }
}

/// A run that needs a person.
pub(in crate::message) fn pending(pending: &Pending, host: Host) -> String {
    let told = |command: &String, what: &Option<Asked>| match what.as_ref().filter(|what| !what.is_empty()) {
        Some(what) => format!("{command}（{}）", asked(what, host)),
        None => command.clone(),
    };
    match pending {
        Pending::UnderWay { sure, command, asked: what, who, since } => {
            let sure = if *sure { "正在" } else { "可能正在" };
            format!("有一次运行{sure}执行：{}，由 {who} 发起，自 {since} 起", told(command, what))
        }
        Pending::Last { how, command, asked: what, who, began } => {
            let how = match how {
                NotFinished::CutOff => "已中断",
                NotFinished::Stopped => "已停止",
                NotFinished::Failed => "失败",
            };
            let by = who.as_ref().map(|who| format!("，由 {who} 发起")).unwrap_or_default();
            format!("最近一次运行{how}：{}{by}，开始于 {began}", told(command, what))
        }
    }
}
