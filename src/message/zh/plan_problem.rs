//! 无法生成计划的原因。

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
                Missing::Function => return say(format!("没有关于 {function} 的任何信息")),
                Missing::Aliases => "别名",
                Missing::Versions => "版本",
                Missing::Settings => "配置",
                Missing::Triggers => "触发器",
                Missing::Callers => "触发器和自定义域名",
                Missing::AppId => "账号 APPID",
                Missing::Bucket => "存储桶",
                Missing::Names => "别名、触发器、自定义域名和版本",
                Missing::Provisioned => "预置实例",
            };
            say(format!("无法得知 {function} 的{what}"))
        }
        PlanProblem::FunctionNotFound { place: Where { function, region, namespace }, creates } => {
            let hint = if *creates {
                "请检查 name、stage、region 和 namespace；如需创建函数，请设置 src"
            } else {
                "请检查 name、stage、region 和 namespace"
            };
            say(format!("{region} 的命名空间 {namespace} 中没有函数 {function}")).hint(hint)
        }
        PlanProblem::EarlierName { function, earlier } => {
            say(format!("函数 {function} 不存在，而函数 {earlier} 存在：本工具的早期版本以此命名未设置 name 的函数"))
                .hint(format!("如需继续使用该函数，请设置 name: {earlier}；如需另外创建函数，请设置 name: {function}"))
        }
        PlanProblem::AliasNotFound { function, alias, updates } => {
            let list = Command::new(Verb::ListAliases).typed(host);
            let hint = if *updates {
                format!("如需创建：{}；{list} 可查看已有别名", Command::new(Verb::CreateAlias).typed(host))
            } else {
                format!("{list} 可查看已有别名")
            };
            say(format!("{function} 没有别名 {}", shown_alias(alias))).hint(hint)
        }
        PlanProblem::AliasExists { function, alias, routing } => {
            say(format!("{function} 的别名 {} 已存在：{}", shown_alias(alias), shares(routing, host)))
                .hint(format!("如需修改：{}", Command::new(Verb::UpdateAlias).typed(host)))
        }
        PlanProblem::RulesInTheWay { alias, rules: known, by } => {
            let drop = host.switch("replaceRules");
            let (what, hint) = match by {
                Replaces::Traffic => (
                    "有路由规则。权重与规则互斥，traffic 的比例会取代",
                    format!("去掉 traffic 可保留规则，加上 {drop} 则移除规则"),
                ),
                Replaces::Alias => ("有路由规则。权重与规则互斥，权重会取代", format!("加上 {drop} 则移除规则")),
                Replaces::Routes => (
                    "有不是由本工具设置的路由规则，routes 会移除",
                    format!("在 routes 中列出可保留，加上 {drop} 则移除"),
                ),
            };
            say(format!("别名 {} {what}：{}", shown_alias(alias), rules(known, host))).hint(hint)
        }
        PlanProblem::VersionNotFound { function, version, usable, more } => {
            say(format!("{function} 没有已发布的版本 {version}")).hint(usable_versions(usable, *more))
        }
        PlanProblem::VersionUnusable { function, version, status, usable, more } => {
            say(format!("{function} 的 v{version} 状态为 {status}")).hint(usable_versions(usable, *more))
        }
        PlanProblem::CreateFailed { function, key, stage, reason } => {
            let remove = Command::new(Verb::Remove).of(key).in_stage(stage).typed(host);
            say(format!("{function} 的状态为 CreateFailed{}", because(reason.as_ref())))
                .hint(format!("它从未可用：请先删除再重新部署。如由本项目创建，可用 {remove} 删除；否则请在控制台删除"))
        }
        PlanProblem::FunctionFailed { function, key, stage, status, reason } => {
            let back = Command::new(Verb::Rollback).of(key).in_stage(stage).typed(host);
            say(format!("{function} 的状态为 {status}{}", because(reason.as_ref())))
                .hint(format!("请部署可用的代码（设置 src），或回滚：{back}"))
        }
        PlanProblem::HandlerNeedsCode { function, from, to } => say(format!(
            "{function} 的 handler 从 {} 改为 {}，而配置中没有代码",
            value(from.as_ref()),
            value(to.as_ref())
        ))
        .hint("API 只接受随代码一起修改 handler：请设置 src，或去掉 handler 以保持不变"),
        PlanProblem::HandlerFileMissing { function, handler, file, others, meant, directory, found, more } => {
            let or = if others.is_empty() { String::new() } else { format!("（也没有 {}）", others.join("、")) };
            let meant = meant.as_ref().map(|meant| format!("是否想写 {meant}？")).unwrap_or_default();
            let place = if directory.is_empty() { "顶层" } else { directory.as_str() };
            let hint = if found.is_empty() {
                format!("{meant}代码包的该位置没有文件：请检查 src 及其 exclude")
            } else {
                let more = if *more { "……" } else { "" };
                format!("{meant}代码包的 {place} 有：{}{more}", found.join("、"))
            };
            say(format!("{function} 的 handler 为 {handler}，但代码包中没有文件 {file}{or}")).hint(hint)
        }
        PlanProblem::AppIdUnknown { function } => say(format!(
            "{function} 的代码包超过 API 请求的大小限制，需要通过 COS 上传；存储桶名称以账号的 APPID 结尾，但没有权限读取它"
        ))
        .hint("请把 `cosBucketName` 设为带 APPID 的存储桶，例如 `code-1250000000`，或授予 `cam:GetUserAppId` 权限"),
        PlanProblem::BucketMissing { bucket, region, named: true } => {
            say(format!("地域 {region} 没有 COS 存储桶 {bucket}")).hint("请更正 `cosBucketName`，或创建该存储桶")
        }
        PlanProblem::BucketMissing { bucket, region, named: false } => {
            say(format!("代码包需要通过 COS 上传，但地域 {region} 没有存储桶 {bucket}")).hint(match host {
                Host::Library => "请用选项 `createBucket: true` 允许创建，或把 `cosBucketName` 设为已有的存储桶",
                _ => "请用 `--yes` 允许创建，或把 `cosBucketName` 设为已有的存储桶",
            })
        }
        PlanProblem::PackageTooLarge { bytes: size, most } => {
            say(format!("代码包解压后为 {}，而 SCF 最多接受 {}（包括层）", bytes(*size), bytes(*most)))
                .hint("请用 src: {src, exclude} 排除文件，或改用层或文件系统")
        }
        PlanProblem::NotWarmed { function, version, asked, fits } => {
            let version = version.as_ref().map_or_else(|| "新版本".to_owned(), |version| format!(" v{version} "));
            say(format!("{function} 的{version}接收流量前需要 {asked} 个预置实例，而账号最多还能容纳 {fits} 个")).hint(
                format!(
                    "请将 provisionedNum 设为不大于 {fits}，或释放实例（{}），或申请提高配额，或不预置：warm: false",
                    Command::new(Verb::Prune).switch("provisioned").typed(host)
                ),
            )
        }
        PlanProblem::BootstrapMissing { function } => say(format!("Web 函数 {function} 的代码包中没有 scf_bootstrap"))
            .hint("请在 src 顶层放置可执行文件 scf_bootstrap，由它在 9000 端口启动服务"),
        PlanProblem::RuntimeChange { from, to } => {
            say(format!("runtime 为 {from}，不能改为 {to}：API 不允许修改函数的运行环境"))
                .hint("请恢复 runtime，或用其他名称部署")
        }
        PlanProblem::KindChange { function, image: true } => {
            say(format!("{function} 由代码包创建，不能改为镜像函数：API 不允许修改函数的运行环境"))
                .hint("请用其他名称部署该镜像，或将 image 改为 src")
        }
        PlanProblem::KindChange { function, image: false } => {
            say(format!("{function} 由镜像创建，不能改为代码包函数：API 不允许修改函数的运行环境"))
                .hint("请用其他名称部署该代码包，或将 src 改为 image")
        }
        PlanProblem::FixedSetting { setting, from, to } => say(format!(
            "{setting} 为 {}，不能改为 {}：API 只在创建函数时接受它",
            value(from.as_ref()),
            value(to.as_ref())
        ))
        .hint(match *setting {
            "type" => "请恢复 type，或用其他名称部署".to_owned(),
            "tags" => "请在控制台或通过标签服务（ModifyResourceTags）修改标签，或从 tags 中去掉差异".to_owned(),
            setting => format!("请恢复 {setting}，在控制台切换，或用其他名称部署"),
        }),
        PlanProblem::UnknownTrigger { name, known } => {
            let hint = if known.is_empty() {
                "它们没有触发器".to_owned()
            } else {
                format!("它们有：{}", known.join("、"))
            };
            say(format!("moveTriggers 指定了 {}，但本次运行的函数都没有这个触发器", quoted(name))).hint(hint)
        }
        PlanProblem::SameCodeOnBothSides { function, asked } => {
            let (share, rest) = (Fraction::from(*asked).percent(), Fraction::from(asked.rest()).percent());
            say(format!(
                "publish 与 traffic {share} 一起使用，会让 {function} 的全部用户都在新代码上：{share} 在 $latest，{rest} 在由它发布的版本。未做任何修改"
            ))
            .hint(format!(
                "如需 {share} 的金丝雀，请去掉 publish；如需全量发布：{} {}；{} 则按原要求执行",
                host.switch("publish"),
                host.input("traffic", "0"),
                host.switch("allowSameCode")
            ))
        }
        PlanProblem::NothingToRollBackTo { function } => {
            say(format!("{function} 没有可用的已发布版本")).hint("请重新部署之前的代码并发布版本，之后才有可回滚的版本")
        }
        PlanProblem::SteadyFunction { function, key, stage, version, below } => say(format!(
            "{function} 的全部流量在 v{version}，没有记录表明是哪次发布切换的。未做任何修改"
        ))
        .hint(match below {
            Some(below) => {
                let to = below.to_string();
                let back = Command::new(Verb::Rollback).of(key).with("to", &to).in_stage(stage).typed(host);
                format!("如需切换到前一个版本 v{below}：{back}")
            }
            None => {
                format!("没有更早的可用版本；{} 可查看所有版本", Command::new(Verb::Status).in_stage(stage).typed(host))
            }
        }),
        PlanProblem::NothingInRelease { stage, functions } => {
            let now: Vec<String> = functions.iter().map(split).collect();
            let back = |command: Command<'_>| command.in_stage(stage).typed(host);
            say(format!("没有函数在发布中，最近 24 小时内也没有可回滚的发布。未做任何修改（{}）", now.join("；"))).hint(
                format!(
                    "如需回滚更早的发布，请指定函数：{}；或指定版本：{}",
                    back(Command::new(Verb::Rollback).of("NAME")),
                    back(Command::new(Verb::Rollback).of("NAME").with("to", "N"))
                ),
            )
        }
        PlanProblem::NoRecordedRouting { function } => {
            say(format!("操作记录中没有 {function} 之前的路由")).hint(name_version(host))
        }
        PlanProblem::JournalUnreadable { reason } => {
            say(format!("无法读取操作记录：{reason}")).hint(name_version(host))
        }
        PlanProblem::ChangedSince { alias, now, left } => {
            let left = left.as_ref().map(|left| format!("，而该运行曾设为 {left}")).unwrap_or_default();
            say(format!("{} 之后已被修改：现为 {now}{left}。未做修改", shown_alias(alias))).hint(format!(
                "{} 可查看是谁修改的；无论由谁修改，{} 都可切换到指定版本",
                Command::new(Verb::History).typed(host),
                Command::new(Verb::Rollback).with("to", "N").typed(host)
            ))
        }
    }
}

fn name_version(host: Host) -> String {
    format!(
        "请指定版本：{}；{} 可查看所有版本",
        Command::new(Verb::Rollback).with("to", "N").typed(host),
        Command::new(Verb::Status).typed(host)
    )
}

fn usable_versions(usable: &[String], more: usize) -> String {
    if usable.is_empty() {
        return "它没有可用的已发布版本".to_owned();
    }
    let more = if more > 0 { "……" } else { "" };
    format!("可用的版本：{}{more}", usable.join("、"))
}

fn split(FunctionSplit { key, parts }: &FunctionSplit) -> String {
    let part = |part: &VersionShare| format!("{} {}", part.version, part.share.percent());
    format!("{key} {}", parts.iter().map(part).collect::<Vec<_>>().join(" · "))
}
