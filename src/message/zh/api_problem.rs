//! 本工具与 API 之间的问题。

use tencentcloud_sign::SecretPart;

use super::super::doing::Doing;
use super::super::host::{Command, Host, Verb};
use super::super::problem::api::{ApiAdvice, ApiProblem, Unreadable};
use super::super::words::{Words, say};
use super::step;
use crate::traffic::routing::shown_alias;

/// 问题的说明，以及下一步怎么做。
pub(in crate::message) fn api_problem(problem: &ApiProblem, host: Host) -> Words {
    match problem {
        ApiProblem::Error { doing: what, api_message, advice: way, server_time, .. } => {
            say(format!("{}：{api_message}", doing(what, host)))
                .maybe_hint(way.map(|way| advice(way, server_time.as_ref(), host)))
        }
        ApiProblem::Unreachable { doing: what, reason } => say(format!("{}：{reason}", doing(what, host))).hint(
            format!("请检查网络、HTTPS_PROXY 中的代理和 {}，然后重新执行同一命令", host.input("endpoint", "URL")),
        ),
        ApiProblem::UnreadableAnswer { doing: what, got, status, detail } => {
            let got = unreadable(*got, *status, detail.as_deref());
            say(format!("{}：API 返回了{got}", doing(what, host)))
                .hint("本机与 API 之间有其他程序代为应答，或 endpoint 有误")
        }
        ApiProblem::EndpointUser { from } => {
            say(format!("{from} 中含有用户名或密码")).hint("请只写地址：请求使用 SecretKey 签名")
        }
        ApiProblem::InsecureEndpoint { from, host: machine } => {
            say(format!("{from} 以 http:// 指向另一台机器 {machine}：代码、环境变量和 Token 会在途中被读取"))
                .hint(format!("请使用 https://；在可信的网络中可以加上 {}", host.switch("insecure")))
        }
        ApiProblem::Endpoint { from } => say(format!("{from} 不是 API 的地址"))
            .hint("例如 https://scf.tencentcloudapi.com，或模拟器的 http://127.0.0.1:9000"),
        ApiProblem::NoCredentials { part } => {
            let part = match part {
                SecretPart::SecretId => "SecretId",
                SecretPart::SecretKey => "SecretKey",
                SecretPart::Token => "Token",
            };
            say(format!("{part} 为空")).hint("请设置 TENCENT_SECRET_ID 和 TENCENT_SECRET_KEY，或选项 `credentials`")
        }
        ApiProblem::NotSigned { reason, hint, .. } => {
            say(format!("无法签名：{reason}")).maybe_hint(hint.map(str::to_owned))
        }
        ApiProblem::FunctionError { function, reason } => {
            say(format!("{function} 执行失败：{}", why(reason))).hint("原因在函数的代码或资源限制：请查看日志和调用栈")
        }
        ApiProblem::PlatformError { function, reason } => {
            say(format!("{function} 执行失败：{}", why(reason))).hint("平台未能运行该函数：请查看其状态，然后重新调用")
        }
    }
}

/// What came instead of an answer.
pub(in crate::message) fn unreadable(got: Unreadable, status: u16, detail: Option<&str>) -> String {
    let got = match got {
        Unreadable::Empty => "空响应",
        Unreadable::Html => "HTML 页面，而不是 JSON",
        Unreadable::OtherJson => "不完整或不属于 API 的 JSON",
        Unreadable::Text => "文本，而不是 JSON",
        Unreadable::Fields => "字段与文档不符的响应",
    };
    let detail = detail.map_or_else(|| format!("HTTP {status}"), str::to_owned);
    format!("{got}（{detail}）")
}

fn why(reason: &str) -> &str {
    if reason.is_empty() { "API 未说明原因" } else { reason }
}

/// 对 API 的错误可以怎么做。
fn advice(way: ApiAdvice, server_time: Option<&String>, host: Host) -> String {
    let text = match way {
        ApiAdvice::Clock => {
            let clock = server_time.map(|time| format!("；API 的时间为 {time}")).unwrap_or_default();
            return format!("签名时间与 API 的时间相差超过 5 分钟（时钟偏差）：请校准本机时钟{clock}");
        }
        ApiAdvice::SecretId => "SecretId 不存在或已禁用：请检查 TENCENT_SECRET_ID，并确认它与 SecretKey 是一对",
        ApiAdvice::SecretKey => "SecretKey 与 SecretId 不匹配：请检查 TENCENT_SECRET_KEY 是否缺少或多出字符",
        ApiAdvice::Token => "临时 Token 有误或已过期：请获取新的临时密钥，并设置 TENCENT_TOKEN",
        ApiAdvice::Namespace => "请在控制台创建命名空间，或更正 namespace",
        ApiAdvice::Qualifier => {
            let status = Command::new(Verb::Status).typed(host);
            return format!("请指定已存在的版本或别名：{status} 可查看");
        }
        ApiAdvice::Region => "请更正 region，例如 ap-guangzhou",
        ApiAdvice::CodeObject => {
            "如果代码包由本工具上传，再次运行同一命令会重新上传；否则请更正 `cosBucketName` 和 `cosObjectName`"
        }
        ApiAdvice::PackageSize => "请把代码包放入 COS，并用 cosBucketName 和 cosObjectName 代替 src",
        ApiAdvice::VersionQuota => {
            let prune = Command::new(Verb::Prune).typed(host);
            return format!("函数的版本数已达配额：{prune} 可删除没有别名使用的旧版本");
        }
        ApiAdvice::Permission => {
            let policy = Command::new(Verb::Policy).typed(host);
            return format!("缺少权限：{policy} 会列出各命令所需的权限；请向账号管理员申请");
        }
        ApiAdvice::Credentials => "请检查密钥",
        ApiAdvice::LogTopic => {
            let deploy = Command::new(Verb::Deploy).typed(host);
            return format!(
                "函数的日志主题已被删除：请把 cls: {{logsetId, topicId}} 设为已存在的主题，然后执行 {deploy}"
            );
        }
        ApiAdvice::LogIndex => "日志主题没有索引，无法检索：请在 CLS 控制台创建索引；索引只对新日志生效",
        ApiAdvice::LogAccount => "该主题或账号的日志服务已停用：请在 CLS 控制台确认是否欠费",
        ApiAdvice::RateLimit => "API 限制每秒调用次数：请稍候，然后重新执行同一命令",
    };
    text.to_owned()
}

/// 正在进行的操作。
pub(in crate::message) fn doing(what: &Doing, host: Host) -> String {
    match what {
        Doing::ReadFunction => "读取函数".to_owned(),
        Doing::ReadAlias { alias } => format!("读取别名 {}", shown_alias(alias)),
        Doing::ListAliases => "列出别名".to_owned(),
        Doing::ListVersions => "列出版本".to_owned(),
        Doing::ListTriggers => "列出触发器".to_owned(),
        Doing::ReadProvisioned => "读取预置并发".to_owned(),
        Doing::ListDomains => "列出自定义域名".to_owned(),
        Doing::ReadDigest { version } => format!("读取 {} 的代码摘要", version.named_in_text()),
        Doing::ReadSettings { version } => format!("读取 {} 的配置", version.named_in_text()),
        Doing::ReadAppId => "读取账号的 APPID".to_owned(),
        Doing::ReadBucket { bucket } => format!("查找 COS 存储桶 {bucket}"),
        Doing::ListNamespaces => "列出命名空间".to_owned(),
        Doing::ListFunctions => "列出函数".to_owned(),
        Doing::Invoke => "调用函数".to_owned(),
        Doing::ReadLogs => "读取日志".to_owned(),
        Doing::ReadMetrics => "读取监控数据".to_owned(),
        Doing::Request { action } => action.clone(),
        Doing::Step(known) => step(known, host),
    }
}
