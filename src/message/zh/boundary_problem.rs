//! 无法读取程序传入的内容。

use super::super::problem::boundary::{BoundaryProblem, Handed};
use super::super::words::{Words, say};
use super::phrases::because;

/// The sentence of a problem, and what to do next.
pub(in crate::message) fn boundary_problem(problem: &BoundaryProblem) -> Words {
    match problem {
        BoundaryProblem::Unreadable { handed, reason } => {
            let what = match handed {
                Handed::Request => "请求",
                Handed::Observed => "观察结果",
                Handed::Inputs => "配置",
                Handed::Endpoint => "endpoint",
                Handed::Stages => "stage 列表",
                Handed::Outcome => "调用结果",
                Handed::HistoryArgs => "历史记录的参数",
                Handed::Facts => "运行的状态",
                Handed::RolloutJournal => "渐进发布的操作记录",
                Handed::Owner => "函数归属的信息",
                Handed::Result => "返回值",
            };
            say(format!("无法读取{what}{}", because(reason.as_ref())))
        }
        BoundaryProblem::NotUtf8 => say("请求的某个字段不是 UTF-8"),
        BoundaryProblem::ControlCharacter => say("请求的某个字段含有控制字符（NUL）"),
        BoundaryProblem::InvalidTimestamp => {
            say("时间戳必须是自 1970 年起的整数秒").hint("当前时间：Math.floor(Date.now() / 1000)")
        }
    }
}
