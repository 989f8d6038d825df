//! 运行过程中的信息：等待的原因、做过的修改、需要关注的内容、接下来怎么办。

use super::super::changed::Changed;
use super::super::hint::{Hint, Ways};
use super::super::host::{Command, Host, Verb};
use super::super::progress::{Unstored, Waiting};
use super::super::status::{Attention, DirectCall};
use super::phrases::{because, caller};
use super::problem;
use super::step::step;

/// Why something takes longer.
pub(in crate::message) fn waiting(waiting: &Waiting, _: Host) -> String {
    match waiting {
        Waiting::Retrying { reason, seconds: None } => format!("{reason}；正在重试"),
        Waiting::Retrying { reason, seconds: Some(seconds) } => format!("{reason}；{seconds} 秒后仍在重试"),
        Waiting::NotReady { seconds: None } => "尚未就绪".to_owned(),
        Waiting::NotReady { seconds: Some(seconds) } => format!("{seconds} 秒后仍未就绪"),
        Waiting::RateLowered { api_code, action, region, rate } => {
            format!("{api_code}：{region} 的 {action} 此后每秒 {rate} 次")
        }
        Waiting::LateCalls => "被接管的运行可能已发出请求：待其不可能再到达后重新检查".to_owned(),
    }
}

/// Why a store did not take a line.
pub(in crate::message) fn unstored(why: &Unstored, _: Host) -> String {
    match why {
        Unstored::NoAnswer(seconds) => format!("存储在 {seconds} 秒内没有回答"),
        Unstored::OthersFirst => "其他运行一再先追加了操作记录".to_owned(),
    }
}

/// What was changed, in a phrase.
pub(in crate::message) fn changed(what: &Changed, host: Host) -> String {
    match what {
        Changed::Step(known) => step(known, host),
        Changed::Bucket(bucket) => format!("已创建 COS 存储桶 {bucket}"),
        Changed::Published(version) => format!("已发布版本 {version}"),
        Changed::InDoubt { step: known, accepted: true } => format!("{}（已被接受，未确认）", step(known, host)),
        Changed::InDoubt { step: known, accepted: false } => format!("{}（未知：没有收到应答）", step(known, host)),
        Changed::Of { function, changed: what } => format!("{function}：{}", changed(what, host)),
    }
}

/// What someone should look at.
pub(in crate::message) fn attention(what: &Attention, _: Host) -> String {
    match what {
        Attention::Missing => "不存在".to_owned(),
        Attention::NotActive { status, reason } => format!("状态为 {status}{}", because(reason.as_ref())),
        Attention::MarkDoesNotFit => {
            "别名的描述过长，放不下发布标记，其他机器无法据此得知哪个版本是稳定版本。请缩短描述".to_owned()
        }
        Attention::TrafficDiffers => "流量与配置要求的不同".to_owned(),
        Attention::CallsLatest { caller: known } => format!("{} 直接调用 $latest：它 100 % 运行新代码", caller(known)),
    }
}

/// Who calls a version directly.
pub(in crate::message) fn direct_call(
    DirectCall { caller: known, qualifier, enabled }: &DirectCall,
    _: Host,
) -> String {
    let version = match qualifier.number() {
        Some(number) => format!("版本 {number}"),
        None => format!(" {qualifier}"),
    };
    let closed = if *enabled { "" } else { "（已关闭）" };
    format!("{} 直接调用{version}{closed}", caller(known))
}

/// What ends a run that did not end as it was asked for.
fn ways(Ways { resumes, back, shifted, stage }: &Ways, host: Host) -> String {
    let typed = |verb| Command::new(verb).in_stage(stage).typed(host);
    let goes_on = match resumes {
        true => format!("{} 可继续", typed(Verb::Resume)),
        false => "重新执行同一命令可继续".to_owned(),
    };
    let undoes = match (back, shifted) {
        (true, _) => format!("{} 效果相同", typed(Verb::Abort)),
        (false, true) => format!("{} 可恢复它切换过的流量", typed(Verb::Abort)),
        (false, false) => "它没有切换流量".to_owned(),
    };
    format!("{goes_on}；{undoes}；{} 可查看现状", typed(Verb::Status))
}

/// What to do next.
pub(in crate::message) fn hint(what: &Hint, host: Host) -> String {
    match what {
        Hint::SameCommand => "请重新执行同一命令".to_owned(),
        Hint::Ways(rest) => ways(rest, host),
        Hint::WaitForRun { stage, seconds } => {
            let gone =
                seconds.map(|seconds| format!("；如果那台机器已不存在，{seconds} 秒后可接手")).unwrap_or_default();
            let rollback = Command::new(Verb::Rollback).in_stage(stage).typed(host);
            format!("请等待其结束{gone}；{rollback} 可立即接管")
        }
        Hint::MissingPermission { command } => format!(
            "缺少权限：{} 可列出该命令所需的权限；请联系账号管理员授权",
            Command::new(Verb::Policy).of(command).typed(host)
        ),
        Hint::ApiDown => "API 多次失败，已停止；待 API 恢复后请重新执行同一命令".to_owned(),
        Hint::ClockRefused { seconds } => format!(
            "请求已按 API 的时间签名（与本机时钟相差 {seconds} 秒），仍被拒绝：请校准本机时钟，并检查是否有代理延迟了请求"
        ),
        Hint::NotCalledAgain => {
            format!("无法得知函数是否已执行，因此没有再次调用；可查看其日志：{}", Command::new(Verb::Logs).typed(host))
        }
        Hint::NeverWorked { key, stage } => format!(
            "该函数从未正常工作：请排除原因，将其删除（{}），然后重新部署",
            Command::new(Verb::Remove).of(key).in_stage(stage).typed(host)
        ),
        Hint::NotRestored { key, stage, why, then, advice } => {
            let back = Command::new(Verb::Rollback).of(key).with("to", "previous").in_stage(stage).typed(host);
            let advice = advice.as_ref().map(|advice| hint(advice, host)).or_else(|| problem(then, host).hint);
            let then = advice.map(|hint| format!("；然后：{hint}")).unwrap_or_default();
            format!("其流量未能恢复（{}：{}）：{back} 可恢复{then}", why.code(), problem(why, host).message)
        }
    }
}
