//! 步骤及其原因、计划的框架、执行前的确认。

use super::super::host::Host;
use super::super::label::{Counts, Label, Summary};
use super::super::question::Question;
use super::super::reason::{Reason, Uploads};
use super::super::step::{Change, CodeFrom, Fires, Hidden, Setting, StepText, TriggerChange};
use super::phrases::trigger;
use super::routing::{shares, side};
use crate::text::bytes;
use crate::traffic::routing::shown_alias;
use crate::traffic::share::Fraction;

/// A step, as it is named.
pub(in crate::message) fn step(step: &StepText, host: Host) -> String {
    match step {
        StepText::WaitActive { status } => format!("等待函数变为 Active（目前为 {status}）"),
        StepText::WaitVersion { version } => format!("等待 v{version} 变为 Active"),
        StepText::CreateFunction { source } => format!("创建函数{}", code(source)),
        StepText::PutObject { bucket, bytes: size, creates } => {
            let creates = if *creates { "（先创建该存储桶）" } else { "" };
            format!("把代码包（{}）上传到 COS 存储桶 {bucket}{creates}", bytes(*size))
        }
        StepText::UploadCode { source: Some(CodeFrom::Image { image, before }), .. } => match before {
            Some(before) => format!("更新 $latest 的镜像：{before} → {image}"),
            None => format!("更新 $latest 的镜像：{image}"),
        },
        StepText::UploadCode { source, handler } => {
            let code = source.as_ref().map(code).unwrap_or_default();
            let handler = handler.as_ref().map(|handler| format!("，handler 为 {handler}")).unwrap_or_default();
            format!("上传代码到 $latest{code}{handler}")
        }
        StepText::Configure { settings } => format!("修改 $latest 的配置：{}", settings.join("、")),
        StepText::Publish { expected } => format!("将 $latest 发布为新版本（预计为 {expected}）"),
        StepText::Protect { expected, aside } => {
            let aside = if *aside { "，不分配流量" } else { "" };
            format!("将 $latest 上现有的代码发布为新版本（预计为 {expected}）{aside}")
        }
        StepText::Shift { alias, from, to } => {
            format!("切换 {}：{} → {}", shown_alias(alias), side(from, host), side(to, host))
        }
        StepText::CreateAlias { alias, to } => format!("创建别名 {}：{}", shown_alias(alias), shares(to, host)),
        StepText::DescribeAlias { alias, routing } => {
            format!("修改别名 {} 的描述；流量不变：{}", shown_alias(alias), shares(routing, host))
        }
        StepText::DeleteAlias { alias, routing } => {
            format!("删除别名 {}：{}", shown_alias(alias), shares(routing, host))
        }
        StepText::Trigger { change, trigger: known, fires } => {
            let (verb, rest) = match change {
                TriggerChange::Create => ("创建", ""),
                TriggerChange::Move => ("创建", "，与 $latest 上的相同"),
                TriggerChange::Update => ("修改", ""),
                TriggerChange::Open => ("开启", ""),
                TriggerChange::Close => ("关闭", ""),
                TriggerChange::Delete => ("删除", ""),
            };
            let fires = fires.as_ref().map(described).unwrap_or_default();
            format!("{verb} {}{rest}{fires}", trigger(known))
        }
        StepText::Domain { domain, paths, alias } => {
            format!("让自定义域名 {domain} 的路径 {} 调用 {}（目前为 $latest）", paths.join("、"), shown_alias(alias))
        }
        StepText::PutBack { alias, routing } => format!("恢复 {}：{}", shown_alias(alias), shares(routing, host)),
        StepText::ShiftAgain { alias, routing } => {
            format!("再次切换 {}：{}", shown_alias(alias), shares(routing, host))
        }
        StepText::DeleteAgain { alias } => format!("恢复：再次删除别名 {}", shown_alias(alias)),
        StepText::Provision { version, from, to, .. } if from == to => {
            format!("等待 v{version} 的 {to} 个预置实例启动完成")
        }
        StepText::Provision { version, new, from, to } => {
            let new = if *new { "（新）" } else { "" };
            format!("设置 v{version}{new} 的预置并发：{from} → {to}")
        }
        StepText::Release { version, instances } => format!("释放 v{version} 的预置并发（{instances}）"),
        StepText::DeleteFunction => "删除函数及其所有版本和别名".to_owned(),
        StepText::DeleteVersion { version, status, saved } => match (status, saved) {
            (Some(status), _) => format!("删除 v{version}（{status}）"),
            (None, true) => format!("删除 v{version}（由 protect 保存）"),
            (None, false) => format!("删除 v{version}"),
        },
        StepText::DeleteVersions { versions } => format!("删除版本 {versions}"),
    }
}

fn code(source: &CodeFrom) -> String {
    match source {
        CodeFrom::Package { bytes: size } => format!("（{}）", bytes(*size)),
        CodeFrom::Directory => String::new(),
        CodeFrom::Cos { bucket, object } => format!("（cos：{bucket}/{object}）"),
        CodeFrom::Image { image, .. } => format!("（镜像：{image}）"),
    }
}

fn described(Fires { desc, argument, enabled }: &Fires) -> String {
    let argument = if *argument { "，带参数" } else { "" };
    let state = if *enabled { "" } else { "，已关闭" };
    format!("：{desc}{argument}{state}")
}

/// Why a step is there.
pub(in crate::message) fn reason(reason: &Reason, _: Host) -> String {
    match reason {
        Reason::NotActive => "在此之前 API 拒绝修改".to_owned(),
        Reason::NoFunction { region, namespace } => format!("它在 {region} 的命名空间 {namespace} 中不存在"),
        Reason::ProtectsCode { share } => {
            format!("{} 的流量在它上面，而没有已发布的版本保存它（protect）", share.percent())
        }
        Reason::BeforeUpdate => "在更新之前，使新代码的流量始终不超过要求的比例".to_owned(),
        Reason::TooLargeForRequest => "代码包超过 API 请求的大小限制；如果桶里已有这个代码包，则不再上传".to_owned(),
        Reason::AfterPublish => "在发布版本之后，使最近发布的版本就是本次的版本".to_owned(),
        Reason::AfterUpdate => "在更新变为 Active 之后，使请求不会遇到未就绪的代码".to_owned(),
        Reason::Asked => "按要求的比例切换".to_owned(),
        Reason::Created => "在函数变为 Active 之后".to_owned(),
        Reason::SettingsDiffer { share, by_rules } => format!("这些配置有差异；{}", on_latest(*share, *by_rules)),
        Reason::Upload { why, share, by_rules } => {
            let why = match why {
                Uploads::Differs => "代码包与 $latest 上的代码不同",
                Uploads::Unknown => "无法与 $latest 上的代码比较摘要",
                Uploads::NoDigest => "对象的摘要未知，因此每次都会上传（设置 codeSha256 可以避免）",
                Uploads::Handler => "API 只接受随代码一起修改 handler；代码包未变",
                Uploads::Image => "镜像或其启动方式与 $latest 上的不同",
                Uploads::UnknownImage => "API 未返回 $latest 上的镜像，无法比较",
            };
            format!("{why}；{}", on_latest(*share, *by_rules))
        }
        Reason::Publish => "按要求发布版本".to_owned(),
        Reason::AdoptsVersion => "发布它的运行在其变为 Active 之前中断".to_owned(),
        Reason::Rollback => "回滚：只写一次，不做其他修改".to_owned(),
        Reason::GroupFailed { function } => format!("{function} 失败，而这些函数是整组发布的"),
        Reason::LateWrite => "被接管的运行已经发出了写入请求".to_owned(),
        Reason::UndoesDeletion => "它是被要撤销的运行删除的".to_owned(),
        Reason::NoAlias => "没有这个名称的别名".to_owned(),
        Reason::DescriptionDiffers => "描述有差异".to_owned(),
        Reason::CreatedHere => "它由本项目创建".to_owned(),
        Reason::DeletesAlias => "操作记录会保留其路由".to_owned(),
        Reason::NeverServes => "它永远不能承接流量".to_owned(),
        Reason::NotNeeded { kept } => format!("没有别名使用它；保留最新的 {kept} 个可用版本"),
        Reason::Warms { asked: true } => "provisionedNum；流量等到实例启动完成".to_owned(),
        Reason::Warms { asked: false } => "与被替换的版本相同；流量等到实例启动完成".to_owned(),
        Reason::ProvisionedUnneeded => "比可回滚到的版本更旧".to_owned(),
        Reason::ProvisionedNone => "provisionedNum 为 0".to_owned(),
        Reason::ProvisionedUnused => "没有别名指向它，也没有任何调用方".to_owned(),
        Reason::ProvisionedBack => "由本项目的一次运行设置，该版本不再接收流量".to_owned(),
        Reason::ProvisionedAgain => "要撤销的运行释放了它；不等待".to_owned(),
        Reason::NoTrigger => "没有这个触发器；它排在最后，使其调用的就是要求的代码".to_owned(),
        Reason::MovesBeforeUpload => "在上传之前，使其不会 100 % 运行新代码".to_owned(),
        Reason::AliasHasTrigger => "别名已有相同的触发器".to_owned(),
        Reason::CallsAliasNow => "它现在调用别名".to_owned(),
        Reason::OneForBucket => "它调用其他版本或别名，而存储桶对每个事件只有一个触发器".to_owned(),
        Reason::TriggerDiffers => "它已存在，且有差异".to_owned(),
        Reason::TriggerStateDiffers => "它已存在，只有这一点不同".to_owned(),
        Reason::TriggerReplaced => "它已存在且有差异，而这类触发器不能修改：重新创建".to_owned(),
        Reason::TriggerReplaces => "它代替之前的触发器；其间不会由它调用函数".to_owned(),
        Reason::TriggerMoved => "同一触发器现在调用其他版本或别名；有片刻两者都调用".to_owned(),
    }
}

fn on_latest(share: Fraction, by_rules: bool) -> String {
    match share {
        _ if by_rules => "此时匹配规则的请求由 $latest 处理".to_owned(),
        Fraction::NONE => "届时 $latest 没有流量".to_owned(),
        share => format!("届时 $latest 有 {} 的流量", share.percent()),
    }
}

/// The question before a plan is carried out.
pub(in crate::message) fn question(question: &Question, _: Host) -> String {
    let Question::GoOn { unpublished, new, untried, buckets } = question;
    let mut sentences = Vec::new();
    if !buckets.is_empty() {
        sentences.push(format!("将为代码包创建 COS 存储桶 {}。", buckets.join("、")));
    }
    if !unpublished.is_empty() {
        let names = unpublished.join("、");
        sentences.push(format!("{names} 的全部流量将在没有已发布版本保存的代码上。"));
    }
    if !new.is_empty() {
        sentences.push(format!("{} 的全部流量将切换到新代码。", new.join("、")));
    }
    if !untried.is_empty() {
        let names: Vec<String> = untried.iter().map(|one| format!("{} 的 v{}", one.function, one.version)).collect();
        sentences.push(format!("其余流量将切换到目前没有流量的 {}。", names.join("、")));
    }
    sentences.concat() + "继续吗？"
}

/// A word of the frame.
pub(in crate::message) fn label(label: &Label, _: Host) -> String {
    match label {
        Label::Stage => "环境",
        Label::Region => "地域",
        Label::Namespace => "命名空间",
        Label::Alias => "别名",
        Label::Traffic => "流量",
        Label::Create => "创建",
        Label::UploadPackage => "上传代码包",
        Label::Update => "更新",
        Label::Publish => "发布版本",
        Label::ShiftTraffic => "切换流量",
        Label::Trigger => "触发器",
        Label::Wait => "等待",
        Label::Delete => "删除",
        Label::WillBeCreated => "将被创建",
        Label::WillBeDeleted => "将被删除",
        Label::WillBeChanged => "将被修改",
        Label::Unchanged => "不变",
    }
    .to_owned()
}

/// The last line of a plan.
pub(in crate::message) fn summary(Summary::Plan(counts): &Summary, _: Host) -> String {
    let Counts { create, update, publish, shift, triggers, delete, provision, prune, wait, adopt, unchanged } = *counts;
    let parts = [
        (create, "个函数创建"),
        (update, "个函数更新"),
        (publish, "个函数发布版本"),
        (shift, "个函数切换流量"),
        (triggers, "个函数修改触发器"),
        (delete, "个函数删除"),
        (provision, "个函数修改预置并发"),
        (prune, "个函数清理旧版本"),
        (wait, "个函数等待"),
        (adopt, "个函数已发布版本"),
        (unchanged, "个函数不变"),
    ];
    let shown: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    format!("计划：{}。", shown.join("，"))
}

/// A setting that changes: `timeout: 3 → 10`.
pub(in crate::message) fn setting(change: &Change) -> String {
    let Change { setting, from, to } = change;
    format!("{setting}：{} → {}", value(from.as_ref()), value(to.as_ref()))
}

/// What a setting is or will be.
pub(super) fn value(value: Option<&Setting>) -> &str {
    match value {
        None => "（无）",
        Some(Setting::Text(text)) => text,
        Some(Setting::Hidden(Hidden::Set)) => "（已设置）",
        Some(Setting::Hidden(Hidden::New)) => "（新值）",
        Some(Setting::Hidden(Hidden::Changed)) => "（其他值）",
    }
}
