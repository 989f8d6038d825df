//! 命令参数中的问题。

use super::super::host::{Command, Host, Verb};
use super::super::problem::args::{ArgsProblem, NotAWeight, NotSince, NotWeights};
use super::super::words::{Words, say};
use super::given::given;
use super::input_problem::kind;
use crate::text::quoted;

/// 问题的说明，以及下一步怎么做。
pub(in crate::message) fn args_problem(problem: &ArgsProblem, host: Host) -> Words {
    match problem {
        ArgsProblem::NoFunction => say("没有指定函数，当前也没有项目")
            .hint(format!("请使用云端的函数名：{}；在项目中可以使用函数的键", host.input("function", "fun01-prod"))),
        ArgsProblem::SeveralFunctions { command, known } => {
            let first = known.first().map_or("NAME", String::as_str);
            say(format!("{command} 针对一个函数，而这里有多个：{}", known.join("、")))
                .hint(format!("请指定一个：{}", host.input("function", first)))
        }
        ArgsProblem::Version { input, given } => {
            say(format!("{input} 必须是版本（当前为 {}）", quoted(given))).hint("例如 7，或 $latest")
        }
        ArgsProblem::VersionCount { count, most } => say(format!("无法比较 {count} 个版本：请指定 1 到 {most} 个"))
            .hint(format!("例如 {}", host.input("version", "7,8"))),
        ArgsProblem::MissingAlias => say("没有指定别名").hint(format!("例如 {}", host.input("name", "live"))),
        ArgsProblem::DefaultAlias => say("不能删除 $default：默认流量由它承接").hint(format!(
            "如需把全部流量切换到已发布的版本：{}",
            Command::new(Verb::Rollback).with("to", "N").typed(host)
        )),
        ArgsProblem::MissingVersion => say("别名需要指定版本")
            .hint("version=1 承接全部流量；加上 config={\"weights\":{\"2\":0.5}} 后，版本 2 承接一半"),
        ArgsProblem::NothingToChange => say("没有要修改的内容：未指定版本、权重或描述")
            .hint("例如 version=1、config={\"weights\":{\"2\":0.9}}，或描述"),
        ArgsProblem::WeightsTwice => say("权重设置了两次：weights 和 config").hint("请保留其中一个"),
        ArgsProblem::WeightsAndRoutes => {
            say("weights 与 routes 不能同时使用：别名要么按权重，要么按规则").hint("请保留其中一个")
        }
        ArgsProblem::MainWeight { version } => {
            say(format!("v{version} 是主版本，却又设置了权重")).hint("主版本承接其余流量：只需为另一个版本设置权重")
        }
        ArgsProblem::ConfigText { given: value } => say(format!("config 必须是 JSON（当前为 {}）", given(value)))
            .hint("在命令行中需要加引号：config='{\"weights\":{\"2\":0.9}}'"),
        ArgsProblem::ConfigKind { got } => {
            say(format!("config 必须是映射（当前为{}）", kind(*got))).hint("例如 config={\"weights\":{\"2\":0.9}}")
        }
        ArgsProblem::Weights { given: value, why } => {
            let what = match why {
                NotWeights::Several => "weights 只能指定一个版本：除主版本外，别名只能有一个版本",
                NotWeights::NoShare => "weights 必须写明版本的比例",
                NotWeights::NotAMap => "weights 必须是版本与比例的映射",
            };
            say(format!("{what}（当前为 {}）", given(value))).hint("例如 {\"2\":0.9}，或 2=0.9")
        }
        ArgsProblem::Weight { version, given: value, why } => {
            let example = "流量比例为 0 到 1，例如 0.9；或百分比，例如 90%";
            let (what, hint) = match why {
                NotAWeight::NotANumber => ("必须是 0 到 1 之间的数", example.to_owned()),
                NotAWeight::OutOfRange { percent: None } => ("必须在 0 到 1 之间", example.to_owned()),
                NotAWeight::OutOfRange { percent: Some(percent) } => {
                    ("必须在 0 到 1 之间", format!("是否想写 {percent}%？"))
                }
                NotAWeight::TooManyDigits => ("位数超出 API 数值的精度", example.to_owned()),
            };
            say(format!("版本 {version} 的权重{what}（当前为 {}）", given(value))).hint(hint)
        }
        ArgsProblem::Event => {
            say("event 不是 JSON").hint("文本自身需要引号：event='\"text\"'；在命令行中请把整个值加上引号")
        }
        ArgsProblem::RoutingKeyTooLong => say("routingKey 超过 1024 字节").hint("这是 API 以 JSON 计的上限"),
        ArgsProblem::RoutingKey => {
            say("routingKey 必须是文本映射").hint("例如 routingKey={\"user\":\"30\"}，或 user=30")
        }
        ArgsProblem::ErrorRate { given: value, everything } => {
            let what = if *everything { "必须小于 1：1 表示不限制" } else { "必须是比例" };
            say(format!("maxErrorRate {what}（当前为 {}）", given(value)))
                .hint("允许失败的调用比例，0 到 0.9999；例如 0.01，或 1%")
        }
        ArgsProblem::MissingErrorRate => {
            say("minInvocations 需要同时设置 maxErrorRate").hint(format!("请加上 {}", host.input("maxErrorRate", "1%")))
        }
        ArgsProblem::Cursor => say("cursor 无效").hint("请原样传入上次返回的 cursor；不传则从头开始"),
        ArgsProblem::Interval { seconds, periods, period, most } => {
            say(format!("{seconds} 秒含有 {periods} 个 {period} 秒的周期；一次查询最多 {most} 个"))
                .hint("请使用更长的 period（300、3600 或 86400）或更短的时间范围")
        }
        ArgsProblem::Period { given, known } => {
            let known: Vec<String> = known.iter().map(u32::to_string).collect();
            say(format!("period 必须是 {} 秒之一（当前为 {given}）", known.join("、")))
        }
        ArgsProblem::SinceAndInterval => say("since 与 interval 不能同时使用").hint("请保留其中一个"),
        ArgsProblem::Since { given, why } => {
            let what = match why {
                NotSince::NotATime => "必须是 upload 或时间",
                NotSince::Future => "不能是将来的时间",
                NotSince::TooLongAgo => "必须在最近 90 天之内",
            };
            say(format!("since {what}（当前为 {}）", quoted(given)))
                .hint("upload，或带时区偏移的时间，例如 2026-01-31T20:00:00+08:00")
        }
        ArgsProblem::UploadUnknown => say("API 和操作记录都没有 $latest 最近一次修改的时间")
            .hint(format!("请改为指定时间：{}", host.input("since", "2026-01-31T20:00:00+08:00"))),
        ArgsProblem::NoLogTopic { function } => say(format!("{function} 没有日志主题，因此不保存日志")).hint(format!(
            "如需开始保存日志，请把 cls: {{logsetId, topicId}} 设为同一地域 CLS 控制台中的主题，然后执行 {}",
            Command::new(Verb::Deploy).typed(host)
        )),
        ArgsProblem::UnknownCommand { command, near, known } => match near {
            Some(near) => say(format!("未知的命令 {}（是否想写 {near}？）", quoted(command))),
            None => {
                say(format!("未知的命令 {}", quoted(command))).hint(format!("会调用 API 的命令：{}", known.join("、")))
            }
        },
    }
}
