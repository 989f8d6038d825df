//! 读取现状或执行计划时出了什么问题。

use super::super::doing::Doing;
use super::super::host::{Command, Host, Verb};
use super::super::problem::release::{
    CodeLeft, CodePart, GroupStop, LogPlace, NoTrace, ReleaseProblem, Since, Stopped,
};
use super::super::words::{Words, say};
use super::api_problem::doing;
use super::difference::plan_change;
use super::phrases::because;
use super::step::step;
use crate::traffic::routing::shown_alias;

/// The sentence of a problem, and what to do next.
#[expect(clippy::too_many_lines, reason = "a sentence for each message")]
pub(in crate::message) fn release_problem(problem: &ReleaseProblem, host: Host) -> Words {
    let status = || Command::new(Verb::Status).typed(host);
    let doing = |what: &Doing| doing(what, host);
    match problem {
        ReleaseProblem::Stopped { stop } => match stop {
            Stopped::Looking => say("在读取现状时停止，未做任何修改"),
            Stopped::Before { step: next } => say(format!("已停止，尚未执行：{}", step(next, host))),
            Stopped::During { doing: what } => say(format!("已停止，停在：{}", doing(what))),
            Stopped::Restoring => say("已停止，流量尚未恢复"),
        },
        ReleaseProblem::Halted { doing: what } => say(format!("已停止，停在：{}", doing(what))),
        ReleaseProblem::OtherRun { alias, run, since, seconds, deploy } => {
            let force = if *deploy {
                format!("；如果该运行已结束，{} 可立即继续", host.switch("takeOver"))
            } else {
                String::new()
            };
            say(format!("运行 {run} 在 {since} 写入了 {}，可能还会执行 {seconds} 秒；未做任何修改", shown_alias(alias)))
                .hint(format!("请在此之后重新执行同一命令{force}；回滚不受此限制"))
        }
        ReleaseProblem::OtherStore { alias, run, since, place } => {
            let (there, way) = match place {
                LogPlace::Local => (
                    "某台机器自己的操作记录",
                    format!(
                        "如需其历史，请在那台机器上导入该操作记录：{}",
                        Command::new(Verb::ImportJournal).typed(host)
                    ),
                ),
                LogPlace::Shared => ("另一个共享存储", format!("请指定那个存储：{}", host.input("store", "ADDRESS"))),
            };
            say(format!(
                "运行 {run} 于 {since} 写入了 {}，该运行不在本操作记录中，而在{there}；未做任何修改",
                shown_alias(alias)
            ))
            .hint(format!(
                "{way}；如果它已被删除，或者不需要其历史，{} 可继续；回滚从不因此被拒绝",
                host.switch("force")
            ))
        }
        ReleaseProblem::Drifted { function, alias, run, was, now } => say(format!(
            "漂移：{function} 的 {} 现为 {now}，而运行 {run} 曾设为 {was}；未做任何修改",
            shown_alias(alias)
        ))
        .hint(format!(
            "去掉 {} 可从当前状态继续，或者恢复：{}",
            host.input("drift", "stop"),
            Command::new(Verb::Rollback).with("to", "left").typed(host)
        )),
        ReleaseProblem::OtherPlan { expected, now } => {
            say(format!("计划 {expected} 已过期（现为 {now}），未做任何修改")).hint(PLAN_AGAIN)
        }
        ReleaseProblem::PlanChanged { changes } => {
            let lines: Vec<String> = changes.iter().map(|change| plan_change(change, host)).collect();
            say(format!("计划已过期，未做任何修改；此后的变化：\n  {}", lines.join("\n  "))).hint(PLAN_AGAIN)
        }
        ReleaseProblem::GroupFailed { culprit, stop } => {
            let what = match stop {
                GroupStop::Restored => "已恢复".to_owned(),
                GroupStop::Before { step: next } => format!("已停止，尚未执行：{}", step(next, host)),
                GroupStop::Over => "已停止".to_owned(),
            };
            say(format!("{what}：{culprit} 失败，而这些函数整组发布")).hint(format!(
                "请排除 {culprit} 的问题，然后重新执行同一命令；{} 可让各函数独立发布",
                host.input("group", "independent")
            ))
        }
        ReleaseProblem::AliasLeft { there } => say(format!("期间有其他人将别名改为 {there}，未予覆盖")),
        ReleaseProblem::EndedEarly { step, steps } => {
            say(format!("发布在第 {step} 步（共 {steps} 步）之前结束")).hint(REPORT)
        }
        ReleaseProblem::Defect { what } => say(format!("本工具的缺陷：{what}")).hint(REPORT),
        ReleaseProblem::Fenced { by } => {
            let by = match by {
                Some(by) => format!("{} 已在 {} 接管", by.who, by.at),
                None => "本次运行已失去锁".to_owned(),
            };
            say(format!("{by}，因此本次运行不再写入")).hint(format!(
                "{} 可查看现状，{} 可查看操作记录",
                status(),
                Command::new(Verb::History).typed(host)
            ))
        }
        ReleaseProblem::NotWarmed { version, asked, started, shifted, reason } => {
            let had = match started {
                Some(started) => format!("v{version} 的 {asked} 个预置实例只启动了 {started} 个"),
                None => format!("v{version} 无法获得 {asked} 个预置实例"),
            };
            let traffic = if *shifted { "流量已切换到它" } else { "未向它切换流量" };
            say(format!("{had}{}；{traffic}", because(reason.as_ref()))).hint(format!(
                "请减小 provisionedNum，或释放实例（{}），或不预置：warm: false",
                Command::new(Verb::Prune).switch("provisioned").typed(host)
            ))
        }
        ReleaseProblem::DomainChanged { domain } => {
            say(format!("自定义域名 {domain} 在生成计划后被其他人修改，未予覆盖"))
                .hint("请重新生成计划，然后重新执行同一命令")
        }
        ReleaseProblem::Overtaken { run, there } => say(format!("运行 {run} 与本次运行同时写入了别名：现为 {there}"))
            .hint(format!("请询问该运行的发起人，用 {} 查看，然后重新执行", status())),
        ReleaseProblem::VersionFailed { function, version, status, reason, deleting } => {
            say(format!("{function} 的 v{version} 为 {status}{}", because(reason.as_ref()))).hint(if *deleting {
                "请排除原因，然后重新执行同一命令"
            } else {
                "没有流量切换到该版本；请排除原因后重新发布版本"
            })
        }
        ReleaseProblem::FunctionFailed { function, status, reason } => {
            say(format!("{function} 为 {status}{}", because(reason.as_ref())))
                .hint("用户仍使用更新前的内容；请排除原因后重新部署")
        }
        ReleaseProblem::AliasChanged { alias, run, was, now, .. } => {
            let by = run.as_ref().map_or_else(|| "其他人".to_owned(), |run| format!("运行 {run} "));
            say(format!("{} 已被{by}修改（计划时为 {was}，现为 {now}），未予覆盖", shown_alias(alias)))
                .hint(format!("有其他人正在操作该函数：请与其确认，用 {} 查看，然后重新生成计划", status()))
        }
        ReleaseProblem::CodeChanged { differs, since, left } => {
            let since = match since {
                Since::Written => "本次运行写入后",
                Since::Planned => "生成计划后",
            };
            let left = match left {
                CodeLeft::ShiftVoid => "本次切换不算数",
                CodeLeft::NotShifted => "未切换流量",
                CodeLeft::VersionOfOthers => "发布的版本不是本次运行的代码，不分配流量",
                CodeLeft::NotPublished => "未发布版本",
                CodeLeft::Overwritten => "本次运行写入的内容已被覆盖",
                CodeLeft::Untouched => "未予覆盖",
            };
            say(format!("{since}，其他人修改了 $latest（{}）：{left}", parts(differs)))
                .hint(format!("请与正在操作该函数的人确认，用 {} 查看，然后重新执行同一命令", status()))
        }
        ReleaseProblem::NotApplied { doing: what, seconds } => {
            say(format!("{}：已被接受，但 {seconds} 秒后代码摘要和最后修改时间均未变化", doing(what)))
                .hint("没有流量切换到它；请重新执行同一命令")
        }
        ReleaseProblem::CodeNotRead { doing: what } => say(format!("{}：无法读取代码", doing(what))),
        ReleaseProblem::MaybePublished { why } => {
            let why = match why {
                NoTrace::NotListed { seconds } => format!("{seconds} 秒内没有出现带有本次运行标记的版本"),
                NoTrace::ListFails { reason } => format!("无法列出版本：{reason}"),
            };
            say(format!("没有收到 PublishVersion 的应答，而且{why}"))
                .hint("再次发布前请查看该函数的版本：可能存在本工具无法认出的版本")
        }
        ReleaseProblem::AliasDiffers { asked, found } => {
            let asked = asked.as_deref().unwrap_or("无别名");
            say(format!("别名已写入，但读取到的仍是 {found}（写入的是 {asked}）"))
                .hint(format!("可能有其他人同时做了修改：用 {} 查看，然后重新执行", status()))
        }
        ReleaseProblem::TriggerDiffers { doing: what, exists } => {
            let found = if *exists { "仍是原来的触发器" } else { "没有该触发器" };
            say(format!("{}：已被接受，但列出触发器时{found}", doing(what))).hint(MEANWHILE)
        }
        ReleaseProblem::DomainDiffers { doing: what, path, qualifier } => {
            say(format!("{}：已被接受，但读取域名时 {path} 仍指向 {}", doing(what), shown_alias(qualifier)))
                .hint(MEANWHILE)
        }
        ReleaseProblem::WaitTimeout { doing: what, status, seconds, publishes } => {
            let status = status.as_deref().unwrap_or("未就绪");
            let wait = host.input("waitTimeout", "600");
            say(format!("{}：{seconds} 秒后仍为 {status}", doing(what))).hint(if *publishes {
                format!("重新执行同一命令会沿用该版本；{wait} 可等待更久")
            } else {
                format!("重新执行同一命令会从中断处继续；{wait} 可等待更久")
            })
        }
    }
}

const PLAN_AGAIN: &str = "请检查配置是否与生成计划时相同；然后重新生成计划，查看后再执行";
const REPORT: &str = "请附上命令和输出报告此问题";
const MEANWHILE: &str = "可能有其他人同时做了修改：请重新执行";

/// `代码和 handler`.
fn parts(differs: &[CodePart]) -> String {
    let name = |part: &CodePart| match part {
        CodePart::Code => "代码",
        CodePart::Handler => "handler",
        CodePart::Settings => "配置",
        CodePart::Time => "最后修改时间",
    };
    differs.iter().map(name).collect::<Vec<_>>().join("、")
}
