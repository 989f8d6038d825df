//! 两个计划之间的差异。

use super::super::difference::{PlanChange, PlannedStep, RunField, StepKind};
use super::super::host::Host;
use crate::traffic::routing::shown_alias;

/// The sentence of a difference.
pub(in crate::message) fn plan_change(change: &PlanChange, _: Host) -> String {
    match change {
        PlanChange::Run { field, was, now } => {
            let name = match field {
                RunField::Kind => "操作",
                RunField::Stage => "stage",
                RunField::Alias => "别名",
                RunField::Traffic => "traffic",
                RunField::Group => "group",
            };
            format!("{name} 原为 {}，现为 {}", value(was), value(now))
        }
        PlanChange::FunctionAdded { key } => format!("{key}：原计划中没有它"),
        PlanChange::FunctionGone { key } => format!("{key}：已不在计划中"),
        PlanChange::Existence { key, exists: true } => format!("{key}：期间函数已被创建"),
        PlanChange::Existence { key, exists: false } => format!("{key}：期间函数已被删除"),
        PlanChange::Routing { key, alias, was, now } => {
            format!("{key}：{} 原为 {}，现为 {}", shown_alias(alias), value(was), value(now))
        }
        PlanChange::Versions { key, was, now } => {
            let shown = |versions: &str| if versions.is_empty() { "无".to_owned() } else { versions.to_owned() };
            format!("{key}：已发布的版本原为 {}，现为 {}", shown(was), shown(now))
        }
        PlanChange::Code { key } => format!("{key}：$latest 上的代码已改变"),
        PlanChange::Package { key } => format!("{key}：要上传的代码已改变"),
        PlanChange::Settings { key } => format!("{key}：配置已改变"),
        PlanChange::StepGone { key, step } => format!("{key}：不再计划：{}", planned(step)),
        PlanChange::StepAdded { key, step } => format!("{key}：现在计划：{}", planned(step)),
        PlanChange::Refused { key, error } => format!("{key}：现在无法执行：{error}"),
        PlanChange::Split { key, alias, was, now } => {
            format!("{key}：{} 原计划变为 {was}，现为 {now}", shown_alias(alias))
        }
        PlanChange::Detail { key } => format!("{key}：计划的某个提示或细节"),
        PlanChange::Edited => "计划的文本被编辑过：顺序或空格".to_owned(),
        PlanChange::DetailOfRun => "函数的顺序，或计划的某个提示或细节".to_owned(),
        PlanChange::More { more } => format!("以及另外 {more} 处"),
    }
}

fn value(value: &Option<String>) -> &str {
    value.as_deref().unwrap_or("无")
}

fn planned(PlannedStep { kind, detail }: &PlannedStep) -> String {
    let name = match kind {
        StepKind::Wait => "等待",
        StepKind::Create => "创建函数",
        StepKind::PutObject => "上传代码包到 COS",
        StepKind::EventInvoke => "修改异步调用配置",
        StepKind::Protect => "发布 $latest 上的代码",
        StepKind::Shift => "切换流量",
        StepKind::Upload => "上传代码",
        StepKind::Configure => "修改配置",
        StepKind::Publish => "发布版本",
        StepKind::Adopt => "等待版本",
        StepKind::DeleteAlias => "删除别名",
        StepKind::Trigger => "修改触发器",
        StepKind::Domain => "修改自定义域名",
        StepKind::Provision => "预置并发",
        StepKind::Delete => "删除函数",
        StepKind::DeleteVersion => "删除版本",
    };
    if detail.is_empty() { name.to_owned() } else { format!("{name}（{detail}）") }
}
