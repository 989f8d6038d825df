//! 对渐进发布的要求为什么被拒绝。

use super::super::host::{Command, Host, Verb};
use super::super::problem::rollout_order::RolloutOrderProblem;
use super::super::words::{Words, say};
use super::rollout::{blind, standing};

/// The sentence of a problem, and what to do next.
pub(in crate::message) fn rollout_order(problem: &RolloutOrderProblem, host: Host) -> Words {
    let typed = |verb| Command::new(verb).typed(host);
    let status = || typed(Verb::RolloutStatus);
    match problem {
        RolloutOrderProblem::None => say("这里没有启动过渐进发布".to_owned())
            .hint(format!("{} 可启动一次", Command::new(Verb::RolloutStart).with("rollout", "canary").typed(host))),
        RolloutOrderProblem::Unknown { id } => {
            say(format!("这里没有渐进发布 {id}")).hint(format!("{} 显示最近的一次", status()))
        }
        RolloutOrderProblem::Over { id, state } => {
            say(format!("渐进发布 {id} 已结束：{}；未做任何修改", standing(*state)))
                .hint(format!("{} 可查看经过", status()))
        }
        RolloutOrderProblem::InProgress { id, state, since, who, step, of } => say(format!(
            "渐进发布 {id} 正在进行（第 {step} 步，共 {of} 步，{}），由 {who} 于 {since} 启动；未做任何修改",
            standing(*state)
        ))
        .hint(format!("请等待其结束，或将其结束：{}", typed(Verb::RolloutAbort))),
        RolloutOrderProblem::NoStable { function } => {
            say(format!("{function} 没有已发布的版本，金丝雀没有可比较的对象；未做任何修改")).hint(format!(
                "请在修改代码之前发布当前代码，并将全部流量切换到它：{}",
                Command::new(Verb::Deploy).with("publish", "true").with("traffic", "0").typed(host)
            ))
        }
        RolloutOrderProblem::NotThere { function } => {
            say(format!("{function} 尚不存在，没有可以与金丝雀版本比较的版本；未做任何修改")).hint(format!(
                "请先创建并发布：{}",
                Command::new(Verb::Deploy).with("publish", "true").with("traffic", "0").typed(host)
            ))
        }
        RolloutOrderProblem::NotAtRest { function, routing } => {
            say(format!("渐进发布要求全部流量位于一个已发布的版本；{function} 现在是 {routing}；未做任何修改"))
                .hint(format!("请完成或撤销正在进行的发布：{}", typed(Verb::Rollback)))
        }
        RolloutOrderProblem::SourceNotNamed => say("策略指定了数据服务器，而它只能由人指定；未作任何更改".to_owned())
            .hint("请导出 GRAYSCALE_SOURCE_URL，内容为同一地址，或在终端用 grayscale 启动并确认一次"),
        RolloutOrderProblem::OtherStep { asked, now, of } => {
            say(format!("当前保持的不是第 {asked} 步，而是第 {now} 步（共 {of} 步）；未做任何修改"))
                .hint(format!("请重新查看：{}", status()))
        }
        RolloutOrderProblem::OtherGate { asked, now: Some(now) } => {
            say(format!("渐进发布等待的关卡是 {now}，而不是 {asked}；未做任何修改"))
                .hint(format!("请重新查看：{}", status()))
        }
        RolloutOrderProblem::OtherGate { asked, now: None } => {
            say(format!("渐进发布没有在等待关卡 {asked}，也没有在等待其他关卡；未做任何修改"))
                .hint(format!("请重新查看：{}", status()))
        }
        RolloutOrderProblem::Unhealthy { function } => say(format!(
            "{function} 的金丝雀比稳定版本更容易失败；未做任何修改"
        ))
        .hint(format!("回退：{}；如果仍要继续：{}", typed(Verb::RolloutAbort), host.switch("overGuard"))),
        RolloutOrderProblem::NotPaused { state } => {
            say(format!("渐进发布没有暂停（{}）；未做任何修改", standing(*state)))
        }
        RolloutOrderProblem::Interrupted { function } => say(format!("他人修改了 {function} 的路由；未做任何修改"))
            .hint(format!(
                "从现有路由继续：{}；或者结束渐进发布：{}",
                Command::new(Verb::RolloutResume).switch("adopt").typed(host),
                typed(Verb::RolloutAbort)
            )),
        RolloutOrderProblem::NoSuchOrder { given } => say(format!("{given} 不是对渐进发布的要求")),
        RolloutOrderProblem::CannotAdopt { function, why } => {
            say(format!("无法从 {function} 现有的路由继续：{}；未做任何修改", blind(*why)))
                .hint(format!("请结束渐进发布：{}", typed(Verb::RolloutAbort)))
        }
        RolloutOrderProblem::AgentNeedsBucket { kind } => {
            let lies = match kind {
                Some(kind) => format!("操作记录的地址类型是 {kind}"),
                None => "操作记录是本机的文件".to_owned(),
            };
            say(format!("{lies}，函数无法访问；未做任何修改")).hint(format!(
                "请指定存储桶中的存储：{}；没有时可由定时任务每分钟执行 `grayscale rollout tick`",
                host.input("store", "cos://BUCKET-APPID/PREFIX?region=REGION")
            ))
        }
        RolloutOrderProblem::NotTheAgent { function } => {
            say(format!("{function} 不是该操作记录的看护函数；未做任何修改"))
                .hint("请查看该函数的用途；没有同名函数时才会创建看护函数")
        }
    }
}
