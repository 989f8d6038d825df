//! 渐进发布。

use super::super::host::Host;
use super::super::problem::rollout::RolloutProblem;
use super::super::rollout::{
    Blind, Callers, Evidence, Metric, RolloutAdvice, RolloutLack, RolloutNotice, RolloutReason, State, Told,
    two_decimals,
};
use super::super::words::{Words, say};
use super::routing::{rule_text, values};
use crate::text::quoted;
use crate::traffic::share::Fraction;

/// 策略的错误以及下一步操作。
pub(super) fn rollout_problem(problem: &RolloutProblem) -> Words {
    match problem {
        RolloutProblem::Preset { given, near: Some(near), .. } => {
            say(format!("未知的渐进发布策略 {}（是否想写 `{near}`？）", quoted(given)))
        }
        RolloutProblem::Preset { given, near: None, known } => {
            say(format!("未知的渐进发布策略 {}", quoted(given))).hint(format!("可用的名称：`{}`", known.join("`, `")))
        }
        RolloutProblem::PresetAndSteps { input } => {
            say(format!("{input} 同时含有 `preset` 和 `steps`")).hint("请只保留一个")
        }
        RolloutProblem::Beside { inputs } => say(format!("rollout 不能与 {} 同时使用", inputs.join("、")))
            .hint("请去掉其中之一：渐进发布会按步骤切换流量，并在结束时发布版本"),
        RolloutProblem::NoSteps { input } => say(format!("{input} 没有步骤"))
            .hint("请指定预设，例如 `preset: canary`，或列出步骤：`steps: [{traffic: 5%, for: 5m}]`"),
        RolloutProblem::NotRising { input, share, before } => say(format!(
            "{input} 为 {}，没有超过上一步（{}）",
            Fraction::from(*share).percent(),
            Fraction::from(*before).percent()
        ))
        .hint("每一步的流量都必须大于上一步"),
        RolloutProblem::StepShare { input, share } => {
            say(format!("{input} 必须大于 0% 且小于 100%（当前为 {}）", Fraction::from(*share).percent()))
                .hint("最后一步之后由 `finish` 切换到 100%")
        }
        RolloutProblem::Buckets { input, share, buckets, near } => {
            let words = say(format!("{input}：{} 不是 {buckets} 个桶中的整数个", Fraction::from(*share).percent()));
            let near: Vec<String> = near.iter().map(|share| Fraction::from(*share).percent()).collect();
            match near.as_slice() {
                [] => words.hint("请换一个桶数，例如 1000"),
                near => words.hint(format!("最接近的取值：{}", near.join("、"))),
            }
        }
        RolloutProblem::StaffLate { input } => say(format!("{input} 必须位于所有有流量的步骤之前"))
            .hint("指定的调用者先于按比例抽取的调用者使用金丝雀：请将该步骤前移"),
        RolloutProblem::StaffTwice { input } => {
            say(format!("{input} 指定的调用者在之前的步骤中已指定")).hint("他们会一直使用金丝雀：请去掉其中之一")
        }
        RolloutProblem::OtherFinish { input } => {
            say(format!("金丝雀为版本时，{input} 不能为 `latest`")).hint("请去掉它：试用的版本在最后接收全部流量")
        }
        RolloutProblem::NoHold { input } => {
            say(format!("{input} 缺少 `for` 或 `gate`")).hint("`for: 5m` 表示保持时长，`gate: NAME` 表示等待人工确认")
        }
        RolloutProblem::Wager { input, sum } => say(format!("{input} 各项之和必须为 1（当前为 {sum}）")),
        RolloutProblem::Gate { gate, near: Some(near), .. } => {
            say(format!("没有步骤使用关卡 {}（是否想写 `{near}`？）", quoted(gate)))
        }
        RolloutProblem::Gate { gate, near: None, known } => {
            let words = say(format!("没有步骤使用关卡 {}", quoted(gate)));
            if known.is_empty() { words } else { words.hint(format!("步骤中的关卡：`{}`", known.join("`, `"))) }
        }
        RolloutProblem::OneOf { input, keys } => {
            say(format!("{input} 必须且只能含有以下键之一：`{}`", keys.join("`, `")))
        }
        RolloutProblem::NoVersion { input } => {
            say(format!("{input} 对两个版本的查询相同")).hint("请使用 {{version}}，例如 calls{version=\"{{version}}\"}")
        }
        RolloutProblem::Placeholder { input, given, known } => {
            say(format!("{input} 含有未知占位符 {}", quoted(given))).hint(format!("可用：{}", known.join("、")))
        }
        RolloutProblem::NotTrusted { input } => say(format!("项目文件中的 {input} 必须写成环境变量；未发出任何请求"))
            .hint("请写成 `${env:NAME}` 并导出该变量：项目文件可能来自他人，拿到文件的人都能读到其中内容"),
        RolloutProblem::CommandVariable { input } => {
            say(format!("{input} 的环境变量名必须以 `GRAYSCALE_` 开头")).hint("例如 `${env:GRAYSCALE_SMOKE}`")
        }
        RolloutProblem::EmptyWindow { input } => say(format!("{input} 永远不会打开：起止时刻相同")),
    }
}

/// 一项决定的说明。
pub(in crate::message) fn rollout_reason(reason: &RolloutReason, _: Host) -> String {
    why_so(reason)
}

/// 同上，其中没有命令，因此与宿主无关。
fn why_so(reason: &RolloutReason) -> String {
    match reason {
        RolloutReason::Begins { share, callers } => {
            format!("第一步开始：金丝雀获得 {}", given(Fraction::from(*share), callers))
        }
        RolloutReason::Publishes => "发布一个版本作为金丝雀".to_owned(),
        RolloutReason::StaffHeld { step } => {
            format!("第 {step} 步已保持到规定时长；其调用不与稳定版本比较，只检查绝对上限")
        }
        RolloutReason::AllAtOnce => "全部流量一次切换，不做比较".to_owned(),
        RolloutReason::Healthy { step, evidence } => format!("第 {step} 步健康{}", so_far(evidence.as_ref())),
        RolloutReason::LittleEvidence { step, evidence } => format!(
            "第 {step} 步已保持到策略规定的时长，没有不利于金丝雀的迹象，但证据很少{}",
            so_far(evidence.as_ref())
        ),
        RolloutReason::Promoted { step, who, reason } => {
            let reason = reason.as_ref().map(|reason| format!("：{reason}")).unwrap_or_default();
            format!("{who} 放行了第 {step} 步{reason}")
        }
        RolloutReason::Again => "上一项决定已记录但未确认：重新执行".to_owned(),
        RolloutReason::Holds { step, seconds, evidence } => {
            format!("第 {step} 步还要保持 {}{}", time(*seconds), so_far(evidence.as_ref()))
        }
        RolloutReason::NotEnough { step, seconds, evidence } => {
            format!("证据不足：第 {step} 步最多再保持 {}{}", time(*seconds), so_far(evidence.as_ref()))
        }
        RolloutReason::CannotTell { function, why } => format!("无法判断 {function}：{}", blind(*why)),
        RolloutReason::NoCalls { function } => format!("{function} 的金丝雀没有被调用"),
        RolloutReason::Doubtful { evidence } => {
            format!("证据不足，且有不利于金丝雀的迹象{}", so_far(Some(evidence)))
        }
        RolloutReason::StillNotEnough { evidence } => format!("证据仍然不足{}", so_far(evidence.as_ref())),
        RolloutReason::Outage { function, seconds, most } => format!(
            "{function} 的两个版本都比稳定版本过去更常失败（已 {}，最多 {}）；保持计时已停止",
            time(*seconds),
            time(*most)
        ),
        RolloutReason::OutageLasts { function, seconds } => {
            format!("{function} 的两个版本比稳定版本过去更常失败，已持续 {}", time(*seconds))
        }
        RolloutReason::Regression { evidence } => {
            format!("{} 的金丝雀比稳定版本差{}", evidence.function, so_far(Some(evidence)))
        }
        RolloutReason::SlowerByMeans { evidence } => {
            format!("按平均耗时（证据较弱），{} 的金丝雀比稳定版本慢{}", evidence.function, so_far(Some(evidence)))
        }
        RolloutReason::TooManyErrors { function, calls, bad, limit } => format!(
            "{function} 的金丝雀最近 {calls} 次调用中有 {bad} 次失败，超过上限 {}",
            Fraction::from(*limit).percent()
        ),
        RolloutReason::TooSlow { function, ms, limit } => {
            format!("{function} 的金丝雀平均耗时 {ms} 毫秒，超过上限 {limit} 毫秒")
        }
        RolloutReason::HookSaidNo { hook, reason } => {
            let reason = reason.as_ref().map(|reason| format!("：{}", quoted(reason))).unwrap_or_default();
            format!("钩子 `{hook}` 拒绝{reason}")
        }
        RolloutReason::HookSilent { hook } => format!("钩子 `{hook}` 没有及时回答"),
        RolloutReason::AsksHook { hook } => format!("正在询问钩子 `{hook}`"),
        RolloutReason::HookElsewhere { hook } => {
            format!("钩子 `{hook}` 只在人的机器上运行，此处不询问；请在这样的机器上执行 `tick`")
        }
        RolloutReason::HookUnknown { hook, variable: Some(name) } => {
            format!("未询问钩子 `{hook}`：此处没有设置环境变量 `{name}`")
        }
        RolloutReason::HookUnknown { hook, variable: None } => {
            format!("未询问钩子 `{hook}`：只有启动这次渐进发布的程序知道它的地址")
        }
        RolloutReason::StableIsWorse { function, ln_e } => {
            format!(
                "金丝雀应当回退，但 {function} 的稳定版本比金丝雀更常失败（ln E {}）；请人工决定",
                two_decimals(ln_e)
            )
        }
        RolloutReason::AtGate { step, gate } => format!("第 {step} 步等待关卡 {gate} 的批准"),
        RolloutReason::GateTimedOut { gate } => format!("没有人及时批准关卡 {gate}"),
        RolloutReason::OutsideWindow { seconds: Some(seconds) } => {
            format!("现在不允许提高权重；{} 之后允许", time(*seconds))
        }
        RolloutReason::OutsideWindow { seconds: None } => "现在不允许提高权重".to_owned(),
        RolloutReason::ZoneUnknown { zone } => format!("不知道 {zone} 的当地时间，因此不提高权重"),
        RolloutReason::Warms { function } => format!("先启动 {function} 的预置并发，再切换流量"),
        RolloutReason::IsPaused { who, why, evidence } => {
            let by = who.as_ref().map(|who| format!("（{who}）")).unwrap_or_default();
            let why = why.as_ref().map(|why| format!("：{}", why_so(why))).unwrap_or_default();
            format!("已暂停{by}{why}{}", so_far(evidence.as_ref()))
        }
        RolloutReason::RoutingChanged { function, written, callers, found, split, rules } => {
            let found = match found {
                Some(found) => found.percent(),
                None if split.is_none() && rules.is_empty() => "规则或其他版本".to_owned(),
                None => rules.iter().map(rule_text).chain(split.clone()).collect::<Vec<_>>().join(" · "),
            };
            format!(
                "他人修改了 {function} 的路由：写入时金丝雀获得 {}，现在为 {found}；不做任何写入",
                given(*written, callers)
            )
        }
        RolloutReason::IsInterrupted => "已中断：他人修改了路由".to_owned(),
        RolloutReason::RolledBackByHand => "有人把全部流量从金丝雀切走".to_owned(),
        RolloutReason::Superseded { function } => format!("{function} 的金丝雀代码已更换，之前的数据不再有效"),
        RolloutReason::AbortedBy { who, keep: false } => format!("{who} 中止了发布；恢复记录的路由"),
        RolloutReason::AbortedBy { who, keep: true } => format!("{who} 中止了发布；路由保持不变"),
        RolloutReason::TimedOut { seconds } => format!("已超过 {}", time(*seconds)),
        RolloutReason::Ended { state, little, why } => {
            let how = match (state, little) {
                (State::Done, true) => "完成，但证据很少",
                (State::Done, false) => "完成",
                (State::RolledBack, _) => "已回退",
                _ => "已中止",
            };
            let why = why.as_ref().map(|why| format!("；{}", why_so(why))).unwrap_or_default();
            format!("渐进发布已结束：{how}{why}")
        }
        RolloutReason::NotStarted => "操作记录中没有这次渐进发布的开始".to_owned(),
    }
}

/// 通知的内容：“渐进发布 ID（shop）：已暂停（第 1 步，共 3 步）”，以及原因。
pub(in crate::message) fn rollout_notice(notice: &RolloutNotice, _: Host) -> String {
    let RolloutNotice { rollout, functions, told, step, of, why } = notice;
    let what = match told {
        Told::Started => "已开始",
        Told::Gate => "等待批准",
        Told::Paused => "已暂停",
        Told::Interrupted => "已中断",
        Told::LittleEvidence => "在证据很少的情况下继续",
        Told::RolledBack => "已回退",
        Told::Aborted => "已中止",
        Told::Done => "完成",
        Told::HookSaidNo => "完成之后有钩子回答否",
    };
    let why = why.as_ref().map(|why| format!("\n{}", why_so(why))).unwrap_or_default();
    let place = if *step > 0 { format!("（第 {step} 步，共 {of} 步）") } else { String::new() };
    format!("渐进发布 {rollout}（{}）：{what}{place}{why}", functions.join("、"))
}

/// 渐进发布所处的状态。
pub(super) const fn standing(state: State) -> &'static str {
    match state {
        State::Scheduled => "尚未开始",
        State::Holding => "保持中",
        State::Extended => "继续保持，等待更多证据",
        State::Warming => "正在启动预置并发",
        State::Gate => "在关卡等待",
        State::Paused => "已暂停",
        State::Interrupted => "已中断",
        State::Advancing => "正在推进",
        State::RollingBack => "正在回退",
        State::Done => "已完成",
        State::RolledBack => "已回退",
        State::Aborted => "已中止",
    }
}

pub(super) const fn blind(why: Blind) -> &'static str {
    match why {
        Blind::Unavailable => "数据来源没有应答",
        Blind::Denied => "密钥无权读取其数据",
        Blind::Spelling => "数据来源不认识其版本",
        Blind::Rules => "由规则决定谁使用金丝雀，两个版本的调用者不同",
        Blind::DirectCalls => "超过 5 % 的调用绕过了别名",
        Blind::Split => "调用没有按权重到达",
        Blind::NoPast => "稳定版本在过去 24 小时内不足 60 次调用",
        Blind::NoWindow => "没有在此权重下完整一分钟的数据",
        Blind::NoTopic => "它没有日志主题，CLS 中没有其调用",
        Blind::Refused => "数据服务器拒绝了查询",
        Blind::Unreadable => "数据服务器的回答不完整，或不符合文档",
        Blind::NotANumber => "查询结果不是数字",
        Blind::ManySeries => "查询返回多条序列，请求和",
        Blind::NoSeries => "全部调用的查询没有任一版本的序列",
        Blind::NoBad => "有调用次数，但缺少失败调用的序列",
        Blind::Unnamed => "推进渐进发布的机器上没有设置数据服务器的地址或密钥",
    }
}

/// 比例，或规则指定的调用者：`5%`、`x-canary 为 yes · x-bucket 在 0 到 49 之间`。
pub(super) fn given(share: Fraction, callers: &[Callers]) -> String {
    if callers.is_empty() {
        return share.percent();
    }
    callers.iter().map(|caller| values(&caller.header, &caller.takes)).collect::<Vec<_>>().join(" · ")
}

/// `；金丝雀 60 次调用中 3 次失败（5%），稳定版本 540 次中 2 次（0.37%）；ln E 1.2 / 3`。
fn so_far(evidence: Option<&Evidence>) -> String {
    let Some(it) = evidence else { return String::new() };
    let bad = match it.metric {
        Metric::Errors => "失败",
        Metric::Platform => "超时或内存不足",
        Metric::P50 => "慢于 p50",
        Metric::P90 => "慢于 p90",
        Metric::P99 => "慢于 p99",
        Metric::Means => "毫秒",
    };
    let figures = if it.metric == Metric::Means {
        format!(
            "{}：金丝雀平均 {} {bad}（{} 次调用），稳定版本 {}（{} 次）",
            it.function, it.bad, it.calls, it.stable_bad, it.stable_calls
        )
    } else {
        format!(
            "{}：金丝雀 {} 次调用中 {} 次{bad}（{}），稳定版本 {} 次中 {} 次（{}）",
            it.function,
            it.calls,
            it.bad,
            it.rate.percent(),
            it.stable_calls,
            it.stable_bad,
            it.stable_rate.percent()
        )
    };
    let more = match it.more {
        Some(0) | None => String::new(),
        Some(more) => format!("；金丝雀再有 {more} 次即回退"),
    };
    format!("；{figures}；ln E {}（上限 {}）{more}", two_decimals(&it.ln_e), two_decimals(&it.limit))
}

/// `4 分钟`、`1 小时 30 分钟`、`45 秒`。
fn time(seconds: u64) -> String {
    match seconds {
        0..120 => format!("{seconds} 秒"),
        120..7200 => format!("{} 分钟", seconds.div_ceil(60)),
        _ => format!("{} 小时 {} 分钟", seconds / 3600, seconds % 3600 / 60),
    }
}

/// 策略做不到的事。
pub(in crate::message) fn rollout_advice(advice: &RolloutAdvice, _: Host) -> String {
    match advice {
        RolloutAdvice::NotGuarded => "没有保护：全部流量一次切换，不做比较".to_owned(),
        RolloutAdvice::LittleEvidence { step, needed: Some(needed), minutes: Some(minutes), most } => format!(
            "第 {step} 步大约需要金丝雀的 {needed} 次调用（{minutes} 分钟）才能证明健康，但最多保持 {most} 分钟；请延长 `for`，或设置 `insufficient: {{then: pause}}`"
        ),
        RolloutAdvice::LittleEvidence { step, most, .. } => format!(
            "以现有流量，第 {step} 步无法证明金丝雀健康，且最多保持 {most} 分钟；如需自行决定，请设置 `insufficient: {{then: pause}}`"
        ),
        RolloutAdvice::NotSeen { times } => {
            format!("失败率为稳定版本 {times} 倍的金丝雀，在任何一步两小时内都无法发现")
        }
    }
}

/// 此处不知道的内容。
pub(in crate::message) fn rollout_lack(lack: &RolloutLack, _: Host) -> String {
    match lack {
        RolloutLack::Source => "此处没有设置提供数据的服务器的地址或密钥".to_owned(),
        RolloutLack::Hook { hook, variable: Some(variable) } => {
            format!("钩子 {hook} 需要环境变量 {variable}，此处没有设置")
        }
        RolloutLack::Hook { hook, variable: None } => {
            format!("只有启动这次渐进发布的程序知道钩子 {hook} 的地址")
        }
        RolloutLack::Command { hook } => format!("钩子 {hook} 是一个命令，此处不运行命令"),
    }
}
