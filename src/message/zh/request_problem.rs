//! 请求或计划文件有什么问题。

use super::super::host::{Command, Host, Verb};
use super::super::problem::request::{PlanFileFlaw, RequestPart, RequestProblem};
use super::super::words::{Words, say};
use super::given::given;

/// The sentence of a problem, and what to do next.
pub(in crate::message) fn request_problem(problem: &RequestProblem, host: Host) -> Words {
    let write = || Command::new(Verb::Plan).with("out", "FILE").typed(host);
    match problem {
        RequestProblem::Invalid { part, given: value } => say(match part {
            RequestPart::Do => format!("请求的 do 不是已知的操作（收到 {}）", given(value)),
            RequestPart::Kind => format!("请求的 kind 不是已知的运行类型（收到 {}）", given(value)),
            RequestPart::Packages => "请求的 packages：每一项都需要 key、sha256 和 size".to_owned(),
            RequestPart::Created => "请求的 created：每一项都需要 region、namespace 和 name".to_owned(),
            RequestPart::Leaves => "请求的 leaves：每一项都需要 region、namespace 和 name".to_owned(),
            RequestPart::Sides => format!("渐进发布的 `sides` 需要 `stable` 和 `canary`（收到 {}）", given(value)),
            RequestPart::Look => format!("请求的 asked 需要 to、metrics 和 functions（收到 {}）", given(value)),
        }),
        RequestProblem::OrderChanged => {
            say("项目与该运行中断时不同（代码、函数或名称有变），因此会成为另一次运行；未做任何修改").hint(format!(
                "请执行现在需要的命令，或者 {}，它会恢复该运行切换过的流量",
                Command::new(Verb::Abort).typed(host)
            ))
        }
        RequestProblem::InvalidTarget { given: value, latest } => {
            say(format!("无法回滚到 {}", given(value))).hint(if *latest {
                "回滚只能回到已发布的代码；如需给 $latest 分配流量，请用 traffic 部署"
            } else {
                "请使用版本号（例如 7），或者 previous、left"
            })
        }
        RequestProblem::UnreadablePlan { flaw } => {
            let why = match flaw {
                PlanFileFlaw::Head => "开头不符",
                PlanFileFlaw::Json { reason } => reason,
            };
            say(format!("不是完整的计划文件：{why}")).hint(format!("{} 可生成计划文件；该文件可能被截断", write()))
        }
        RequestProblem::PlanTooNew { tool } => {
            say(format!("计划文件由本工具的版本 {} 写入", given(tool))).hint("请用该版本执行，或用当前版本重新生成计划")
        }
        RequestProblem::EditedPlan => {
            say("计划文件写入后被改动，未执行任何操作").hint(format!("请重新生成计划：{}", write()))
        }
        RequestProblem::SecretMissing { path } => say(format!("{path} 不在计划文件中，项目中也没有"))
            .hint("计划文件不含变量的值：请在项目目录中执行，或重新生成计划"),
    }
}
