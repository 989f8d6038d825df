//! 操作记录有什么问题，或者缺少什么。

use super::super::host::{Command, Host, Verb};
use super::super::problem::Where;
use super::super::problem::journal::{Flaw, JournalProblem, Rests, Take, Vouches};
use super::super::words::{Words, say};
use super::given::given;

/// The sentence of a problem, and what to do next.
pub(in crate::message) fn journal_problem(problem: &JournalProblem, host: Host) -> Words {
    let typed = |verb| Command::new(verb).typed(host);
    match problem {
        JournalProblem::Locked { command, who, since, seconds, left } => {
            let gone = left.map(|left| format!("；如果其所在机器已不存在，请在 {left} 秒后重试")).unwrap_or_default();
            say(format!("另一个运行正在进行：{who} 的 {command}，始于 {since}（已 {seconds} 秒）；未做任何修改"))
                .hint(format!("请等待其结束{gone}；{} 可立即接管", typed(Verb::Rollback)))
        }
        JournalProblem::InvalidLimit { given: value } => {
            say(format!("limit 必须是运行的数量（收到 {}）", given(value)))
                .hint(format!("例如 {}；最新的运行在前", host.input("limit", "20")))
        }
        JournalProblem::Broken { line, flaw: why } => {
            say(format!("操作记录第 {line} 行：{}", flaw(why))).hint(format!(
                "文件被改动过：从该行起的运行不可信；{} 可查看现状",
                typed(Verb::Status)
            ))
        }
        JournalProblem::NotTrusted { line, flaw: why, vouches } => {
            let what = match vouches {
                Vouches::Order => "该运行的要求",
                Vouches::Version => "之前的运行发布的版本",
                Vouches::Created => "本项目创建的函数列表",
                Vouches::Import => "要复制到另一个存储的内容",
            };
            say(format!(
                "操作记录第 {line} 行与写入时不符（{}），因此不采用其中{what}；未做任何修改",
                flaw(why)
            ))
            .hint(format!(
                "{} 可检查全部操作记录；如果清楚是谁改动的，{} 可照原样采用",
                Command::new(Verb::History).switch("verify").typed(host),
                host.switch("force")
            ))
        }
        JournalProblem::TooNew { format, known, tool } => say(format!(
            "操作记录含有格式 {format} 的条目，由更新版本的 scf-grayscale 写入；当前版本（{tool}）只支持到格式 {known}；未做任何修改"
        ))
        .hint("请升级 scf-grayscale，或者移走操作记录（其中关于之前运行的信息也随之移走）。回滚到稳定版本或指定版本不需要操作记录"),
        JournalProblem::Unwritable { reason } => say(format!("无法写入操作记录（{reason}），因此不再做任何修改"))
            .hint("请先排除上述问题，或将操作记录存到别处；然后重新执行同一命令"),
        JournalProblem::Unreadable { reason } => say(format!("无法读取操作记录（{reason}），因此未做任何修改"))
            .hint("请先排除上述问题，或将操作记录存到别处；然后重新执行同一命令"),
        JournalProblem::Unsafe { reason } => {
            say(format!("{reason}；未做任何修改")).hint("请检查该文件并将其移走；然后重新执行同一命令")
        }
        JournalProblem::OtherAccount { log, own } => {
            say(format!("本操作记录属于账号 {log}，而密钥属于账号 {own}；未做任何修改")).hint(format!(
                "请使用账号 {log} 的密钥，或者让另一个账号使用自己的操作记录：{}、另一个项目名，或 {}",
                host.input("stage", "NAME"),
                host.input("store", "ADDRESS")
            ))
        }
        JournalProblem::Unimported { file, runs, there } => {
            let ways = match there {
                0 => format!("{} 可将其复制过去", Command::new(Verb::ImportJournal).typed(host)),
                there => format!(
                    "该存储已有 {there} 个自己的运行，两份历史无法合并：请移走该文件，不带其中的运行继续，或使用另一个存储"
                ),
            };
            say(format!("{file} 中有本项目的运行（{runs} 个），共享存储中没有；未做任何修改"))
                .hint(format!("{ways}；回滚从不因此被拒绝"))
        }
        JournalProblem::NothingToImport { file } => say(format!("没有可导入的内容：{file} 中没有运行"))
            .hint("请检查目录和 stage；`--from FILE` 可指定另一份操作记录"),
        JournalProblem::StoreNotEmpty { runs, file } => {
            say(format!("该存储已有自己的运行（{runs} 个），两份历史无法合并；未复制任何内容")).hint(format!(
                "请将 {file} 导入空的存储（另一个前缀或另一个项目名），或移走它，不带其中的运行继续"
            ))
        }
        JournalProblem::NoSharedStore => say("没有指定共享存储").hint(format!(
            "请用 {} 指定，或导出 GRAYSCALE_STORE",
            host.input("store", "ADDRESS")
        )),
        JournalProblem::NotOfProject { run, functions } => {
            let places = |Where { function, region, namespace }: &Where| format!("{region}/{namespace} 的 {function}");
            let functions = functions.iter().map(places).collect::<Vec<_>>().join("、");
            say(format!("运行 {run} 涉及本项目没有的函数（{functions}）；未做任何修改")).hint(format!(
                "请检查 stage、region 和 namespace；没有项目时请指定函数：{}",
                host.input("only", "NAMES")
            ))
        }
        JournalProblem::NoRuns { take } => say(format!("没有可{}的运行：操作记录为空", verb(*take)))
            .hint("操作记录在项目目录中；请检查目录和 stage"),
        JournalProblem::Over { run, kind, take } => {
            say(format!("没有可{}的运行：最近一次运行（{kind} {run}）已完成", verb(*take))).hint(format!(
                "{} 可查看它；{} 回滚到某个版本，{} 回滚到最近一次修改之前的路由",
                typed(Verb::History),
                typed(Verb::Rollback),
                Command::new(Verb::Rollback).with("to", "previous").typed(host)
            ))
        }
        JournalProblem::SameCommand { run, kind } => {
            say(format!("运行 {run} 是 {kind}，只有重新执行同一命令才能继续"))
                .hint(format!("请重新执行该命令；{} 可查看其函数", typed(Verb::History)))
        }
        JournalProblem::NoTarget { run } => say(format!("运行 {run} 没有记录其目标")).hint(format!(
            "{} 可查看现状；{} 可回滚到某个版本",
            typed(Verb::Status),
            Command::new(Verb::Rollback).with("to", "N").typed(host)
        )),
        JournalProblem::ChangedNothing { run } => {
            say(format!("没有可中止的内容：运行 {run} 在修改代码或流量之前就已中断")).hint(format!(
                "{} 或同一命令可继续；{} 可查看现状",
                typed(Verb::Resume),
                typed(Verb::Status)
            ))
        }
        JournalProblem::UnknownRun { given: value, newest } => {
            let known = say(format!("操作记录中没有运行 {}", given(value)));
            if newest.is_empty() {
                return known.hint(format!("{} 可查看全部运行", typed(Verb::History)));
            }
            known.hint(format!("切换过流量的运行，最新的在前：{}", newest.join("、")))
        }
        JournalProblem::MovedNothing { run } => say(format!("没有可撤销的内容：运行 {run} 没有切换流量")),
        JournalProblem::NothingMoved => say("没有可撤销的内容：操作记录中没有切换过流量的运行"),
        JournalProblem::StoreNeeded { order } => say(format!(
            "{} 需要存储：没有存储时，平台只保留操作记录中最新的若干行，两个运行同时进行时只保留其中一个的；未做任何修改",
            resting(*order, host)
        ))
        .hint(format!(
            "请在 serverless.yml 中指定自己的存储桶：store: cos://<bucket>-<appid>/<prefix>?region=<region>；{} 和 {} 不需要存储",
            typed(Verb::Rollback),
            Command::new(Verb::Rollback).with("to", "N").typed(host)
        )),
        JournalProblem::UndoneAlready { run } => {
            say(format!("没有可撤销的内容：最近一次运行（{run}）本身就是撤销")).hint(format!(
                "如需撤销它，请指明：{}；{} 可查看全部运行",
                Command::new(Verb::Undo).of(run).typed(host),
                typed(Verb::History)
            ))
        }
    }
}

/// 命令的写法。
fn resting(order: Rests, host: Host) -> String {
    match order {
        Rests::Resume => Command::new(Verb::Resume).typed(host),
        Rests::Abort => Command::new(Verb::Abort).typed(host),
        Rests::Undo => Command::new(Verb::Undo).typed(host),
        Rests::Rollout => Command::new(Verb::RolloutStart).with("rollout", "canary").typed(host),
        Rests::Previous => Command::new(Verb::Rollback).with("to", "previous").typed(host),
    }
}

const fn verb(take: Take) -> &'static str {
    match take {
        Take::Resume => "继续",
        Take::Abort => "中止",
    }
}

/// Why a line is not as it was written.
pub(super) fn flaw(flaw: &Flaw) -> String {
    match flaw {
        Flaw::Changed => "写入后被改动".to_owned(),
        Flaw::Number { says, is } => format!("行号为 {says}，应为 {is}"),
        Flaw::Moved => "与上一行不衔接：有行被移动、插入或删除".to_owned(),
        Flaw::Missing { lines } => format!("缺少其前面的 {lines} 行"),
        Flaw::NoSum => "缺少校验和".to_owned(),
        Flaw::OldBehindNew => "没有校验和，却位于有校验和的行之后".to_owned(),
        Flaw::Control => "含有控制字符，而运行不会写入这种字符".to_owned(),
        Flaw::Unknown => "不是运行会写入的条目".to_owned(),
    }
}
