//! 权限。

use super::super::policy::{Purpose, When, Without};

/// 调用某个接口的用途。
pub(in crate::message) const fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::GetFunction => "读取状态和配置",
        Purpose::GetFunctionAddress => "读取代码摘要",
        Purpose::ListFunctions => "列出函数及其状态",
        Purpose::ListNamespaces => "列出命名空间",
        Purpose::ListVersions => "列出已发布的版本",
        Purpose::GetAlias => "读取别名的路由，并在写入后核对",
        Purpose::ListAliases => "读取函数的所有别名",
        Purpose::ListTriggers => "查找触发器，以及直接调用 $latest 的触发器",
        Purpose::ListCustomDomains => "查找直接调用 $latest 的自定义域名",
        Purpose::GetCustomDomain => "修改自定义域名后核对",
        Purpose::CreateFunction => "创建函数",
        Purpose::UpdateFunctionCode => "上传代码",
        Purpose::UpdateFunctionConfiguration => "修改配置",
        Purpose::GetEventInvoke => "读取异步调用失败后如何重试",
        Purpose::UpdateEventInvoke => "修改异步调用失败后如何重试",
        Purpose::PublishVersion => "发布版本",
        Purpose::UpdateAlias => "切换流量，并在需要时恢复",
        Purpose::CreateAlias => "创建别名",
        Purpose::DeleteAlias => "删除别名",
        Purpose::CreateTrigger => "创建触发器，或将其移到别名",
        Purpose::UpdateTrigger => "修改触发器",
        Purpose::UpdateTriggerStatus => "启用或停用触发器",
        Purpose::DeleteTrigger => "删除触发器，或将其从 $latest 移走",
        Purpose::UpdateCustomDomain => "将自定义域名的路径移到别名",
        Purpose::GetProvisioned => "读取预置并发",
        Purpose::PutProvisioned => "设置版本的预置并发",
        Purpose::DeleteProvisioned => "释放版本的预置并发",
        Purpose::DeleteFunctionVersion => "删除已发布的版本",
        Purpose::DeleteFunction => "删除函数",
        Purpose::InvokeFunction => "调用函数",
        Purpose::GetRequestStatus => "读取一次调用的结果",
        Purpose::SearchLog => "读取日志",
        Purpose::GetMonitorData => "读取监控数据",
        Purpose::GetUserAppId => "读取账号的 APPID，存储桶名称以它结尾",
        Purpose::HeadBucket => "检查存放代码包的存储桶是否存在",
        Purpose::PutBucket => "创建存放代码包的存储桶",
        Purpose::HeadObject => "检查代码包是否已在存储桶中",
        Purpose::FindUpload => "继续中断的代码包上传",
        Purpose::PutObject => "上传超过 API 请求大小限制的代码包",
        Purpose::PassRole => "为函数设置执行角色",
        Purpose::ReadLog => "读取共享的操作记录",
        Purpose::AppendLog => "写入共享的操作记录",
        Purpose::ChecksVersions => "检查存放操作记录的存储桶从未开启过版本控制",
    }
}

/// 缺少权限时命令的行为。
pub(in crate::message) const fn without(without: Without) -> &'static str {
    match without {
        Without::NotChecked => "显示 `not checked`，不报告直接调用 $latest 的来源",
        Without::NoDigests => "无法得知代码摘要：每次部署都会上传代码，也无法识别已回滚的代码",
        Without::AnyCode => {
            "恢复记录的路由（`undo`、`abort`、`--to previous`）时，无论 $latest 现为何种代码，都恢复其流量比例"
        }
        Without::SmallPackages => "无法部署超过约 7.4 MB 的代码包",
        Without::ExistingBucket => "超过约 7.4 MB 的代码包需要已有的存储桶",
        Without::NamedBucket => "超过约 7.4 MB 的代码包需要带 APPID 的 `cosBucketName`",
        Without::LogAlone => "日志中还没有调用的结果时，无法得知结果",
        Without::HookSilent => "作为钩子的函数没有回答，渐进发布暂停",
        Without::Unjudged => "无法判断渐进发布的好坏：它停在当前步骤，随后暂停",
        Without::MaybeCold => "不显示预置并发，版本可能在没有预置并发的情况下接收流量",
        Without::OneByOne => "逐个读取函数的状态，调用次数更多",
    }
}

/// 何时会调用。
pub(in crate::message) const fn when(when: When) -> &'static str {
    match when {
        When::Deploys => "部署代码或配置",
        When::Alone => "既不部署代码也不部署配置",
        When::Creates => "函数尚不存在",
        When::Uploads => "部署代码",
        When::LargePackages => "代码包超过约 7.4 MB",
        When::Configures => "部署配置",
        When::Publishes => "设置了 `publish` 或 `protect`",
        When::Shifts => "设置了 `traffic`，或部署失败而恢复函数",
        When::NewAlias => "别名不是 `$default` 且尚不存在",
        When::PutsBack => "创建别名之后部署失败",
        When::Many => "函数达到十个",
        When::Waits => "需等待的函数达到三个",
        When::Triggers => "输入中有 `events`，或设置了 `moveTriggers`",
        When::Moves | When::MovesDomains => "设置了 `moveTriggers`",
        When::CreatesTriggers | When::DeletesTriggers => "`events` 与现有触发器不同，或设置了 `moveTriggers`",
        When::UpdatesTriggers | When::SwitchesTriggers => "`events` 与现有触发器不同",
        When::Provisions => "设置了 `provisionedNum`",
        When::TakesOver => "设置了 `traffic`",
        When::Warms => "流量切换到另一个版本，且有版本带预置并发",
        When::PrunesProvisioned => "设置了 `--provisioned`",
        When::Provisioned => "操作记录中的运行设置过预置并发",
        When::Retries => "设置 msgTTL 或 retryNum 时",
        When::Role => "输入中指定了 `role`",
        When::VersionFails => "版本列表中没有新版本的状态，或显示其失败",
        When::DeletedAlias => "被撤销的运行删除过别名",
        When::AnyNamespace => "未设置命名空间",
        When::Direct => "设置了 `--triggers`",
        When::SinceUpload => "设置了 `--since upload`",
        When::NamedVersion => "指定的版本没有日志",
        When::NamedAlias => "指定的别名没有日志",
        When::OneInvocation => "指定的请求在日志中还没有结束",
    }
}
