//! Routing: shares, and rules.

use super::super::host::{Command, Host, Verb};
use super::super::problem::route::{NotARoute, RouteProblem};
use super::super::routing::{MadeBy, NewPart, RoutingNote, Rule, RuleChange, Ruled, Shares, Takes};
use super::super::words::{Words, say};
use super::given::given;
use super::phrases::{self, parts};
use crate::traffic::share::Fraction;

/// Who gets what.
pub(in crate::message) fn shares(shares: &Shares, host: Host) -> String {
    match shares {
        Shares::Routing(routing) => routing.clone(),
        Shares::Parts(parts) => all(parts),
        Shares::Rules(Ruled { rules: known, rest }) => {
            format!("{} · {}", rules(known, host), everyone_else(rest))
        }
    }
}

/// Who gets the requests that no rule takes.
pub(in crate::message) fn everyone_else(rest: &[NewPart]) -> String {
    match rest {
        [one] if one.part.share == Fraction::ALL => format!("其余请求 → {}", version(one)),
        several => format!("其余请求：{}", all(several)),
    }
}

/// The same beside an arrow.
pub(super) fn side(known: &Shares, host: Host) -> String {
    match known {
        Shares::Rules(_) => format!("[{}]", shares(known, host)),
        _ => shares(known, host),
    }
}

/// `x-canary 为 yes → $latest`.
pub(in crate::message) fn rule(it: &Rule, _: Host) -> String {
    rule_text(it)
}

/// `x-canary 为 yes → $latest`.
pub(super) fn rule_text(Rule { header, takes, to }: &Rule) -> String {
    format!("{} → {to}", values(header, takes))
}

/// `x-canary 为 yes`.
pub(super) fn values(header: &str, takes: &Takes) -> String {
    match takes {
        Takes::Exact { exact } => format!("{header} 为 {exact}"),
        Takes::Range { from, up_to } => format!("{header} 在 {from} 到 {up_to} 之间"),
        Takes::Other { method, expression } => format!("{header} 满足 {method} {expression}"),
    }
}

/// Several rules.
pub(super) fn rules(rules: &[Rule], host: Host) -> String {
    rules.iter().map(|known| rule(known, host)).collect::<Vec<_>>().join(" · ")
}

/// What people should know of rules.
pub(super) fn routing_note(note: &RoutingNote, host: Host) -> String {
    match note {
        RoutingNote::RulesDropped { rules: known, recorded } => {
            let kept = if *recorded { "（操作记录中有保留）" } else { "" };
            format!("将移除以下路由规则{kept}：{}", rules(known, host))
        }
        RoutingNote::Ruled { rules: known, key, stage } => format!(
            "按路由规则分配流量，不做修改：{}。如需回滚：{}",
            rules(known, host),
            Command::new(Verb::Rollback).of(key).in_stage(stage).typed(host)
        ),
        RoutingNote::RulesChange { rules } => {
            let one = |change: &RuleChange| match change {
                RuleChange::Comes { rule: known } => format!("新增：{}", rule(known, host)),
                RuleChange::Stays { rule: known } => format!("不变：{}", rule(known, host)),
                RuleChange::Changes { was, rule: known } => {
                    format!("修改：{}，原为 {}", rule(known, host), rule(was, host))
                }
            };
            format!("路由规则：{}", rules.iter().map(one).collect::<Vec<_>>().join("；"))
        }
        RoutingNote::SharesEnd { parts: known } => {
            format!("路由规则将取代已设置的流量比例：{}", parts(known).join("、"))
        }
        RoutingNote::UsersChangeSides { was } => {
            let known = rule(was, host);
            format!("新规则没有完全覆盖 {known}：其中部分用户会离开该版本")
        }
        RoutingNote::NothingToRoute => {
            format!("还没有已发布的版本，规则无从区分；$latest 保留全部流量。请先发布：{}", host.switch("publish"))
        }
        RoutingNote::RulesNotRestored { rules: known, rest } => {
            format!("$latest 上的代码之后已被替换，因此不恢复以下规则，其请求由 v{rest} 处理：{}", rules(known, host))
        }
    }
}

fn all(parts: &[NewPart]) -> String {
    parts.iter().map(part).collect::<Vec<_>>().join(" · ")
}

fn part(known: &NewPart) -> String {
    format!("{} {}", version(known), known.part.share.percent())
}

fn version(NewPart { part, made_by }: &NewPart) -> String {
    match made_by {
        Some(MadeBy::Publish) => "本次发布的版本".to_owned(),
        Some(MadeBy::Protect) => "本次保存的版本".to_owned(),
        None => phrases::version(part),
    }
}

/// What is wrong with `routes`.
pub(super) fn route_problem(problem: &RouteProblem, host: Host) -> Words {
    let example = || format!("例如 {}", host.input("routes", "x-user=1001:latest"));
    match problem {
        RouteProblem::Entry { input, given: value, why } => {
            let (what, hint) = match why {
                NotARoute::Kind => {
                    ("必须是 `KEY=VALUE:VERSION`，或包含 `header`、`exact` 或 `range` 以及 `to` 的对象", example())
                }
                NotARoute::NoValue => ("必须是 `KEY=VALUE:VERSION`", example()),
                NotARoute::Header => (
                    "需要请求头的名称：字母、数字和连字符",
                    "即请求头的名称，或 `RoutingKey` 中的键名，不带 `invoke.headers.`".to_owned(),
                ),
                NotARoute::Value => ("需要值，且首尾不能有空白，不能包含控制字符", example()),
                NotARoute::TooLong => ("太长", "API 的路由键最长 1024 字节，名称和值合计".to_owned()),
                NotARoute::Range => {
                    ("需要整数区间", "[0,50) 即 0 到 49，与 [0,49] 相同；形似区间的文本请写成 `exact`".to_owned())
                }
                NotARoute::EmptyRange => ("的区间不包含任何整数", "[0,50) 即 0 到 49".to_owned()),
                NotARoute::Version => (
                    "必须指向 `latest` 或已发布版本的编号",
                    format!("{}；值中有冒号时也要写出版本：`12:30:latest`", example()),
                ),
                NotARoute::OneTest => {
                    ("需要 `exact` 或 `range` 其中之一", "`exact` 为文本，`range` 如 [0,50)".to_owned())
                }
            };
            say(format!("{input} {what}（实际为 {}）", given(value))).hint(hint)
        }
        RouteProblem::Meet { one, other } => {
            say(format!("两条路由匹配相同的请求：{} 与 {}", rule(one, host), rule(other, host)))
                .hint("API 没有说明哪一条生效：请让每个值只指向一个版本")
        }
        RouteProblem::Traffic => say("traffic 与 routes 不能同时使用：别名要么按权重，要么按规则").hint(format!(
            "去掉 traffic 则按规则路由，去掉 routes 则按比例切换（别名已有规则时加上 {}）",
            host.switch("replaceRules")
        )),
        RouteProblem::Publish => say("publish 与 routes 不能同时使用：规则指向 $latest，而 publish 会将其发布为版本")
            .hint("请先单独发布版本，再设置 routes；结束按规则的发布：publish 加 traffic 0，不带 routes"),
    }
}
