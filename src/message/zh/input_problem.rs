//! 输入中的问题。

use super::super::given::Given;
use super::super::host::Host;
use super::super::problem::input::InputProblem;
use super::super::problem::input_facts::{
    Belongs, Expected, NotAShare, NotStable, Secret, Selector, Twice, Unsupported,
};
use super::super::words::{Words, say};
use super::given::given;
use super::rollout::rollout_problem;
use super::routing::route_problem;
use crate::json::Kind;
use crate::text::quoted;
use crate::traffic::share::Fraction;

/// 问题的说明，以及下一步怎么做。
#[expect(clippy::too_many_lines, reason = "a sentence for each message")]
pub(in crate::message) fn input_problem(problem: &InputProblem, host: Host) -> Words {
    match problem {
        InputProblem::Invalid { input, expected, given: value } => {
            say(format!("{input} 必须是{}（当前为 {}）", kind_of(expected), given(value)))
                .maybe_hint(example(expected, value))
        }
        InputProblem::WrongKind { input, expected, got } => {
            let what = if input.is_empty() { "输入" } else { input };
            say(format!("{what} 必须是{}（当前为{}）", kind_of(expected), kind(*got)))
                .maybe_hint(example(expected, &Given::Nothing))
        }
        InputProblem::Rollout(problem) => rollout_problem(problem),
        InputProblem::Unknown { input, command, near, known } => {
            let of = command.map(|command| format!("{command} 没有输入")).unwrap_or_else(|| "未知输入".to_owned());
            match near {
                Some(near) => say(format!("{of} {input}（是否想写 {near}？）")),
                None => say(format!("{of} {input}")).hint(format!("可用的输入：{}", known.join("、"))),
            }
        }
        InputProblem::Unsupported { input, why } => say(format!("不支持输入 {input}")).hint(unsupported(*why)),
        InputProblem::Misplaced { input, belongs: Belongs::Run } => {
            say(format!("输入 {input} 针对整次运行，而不是单个函数"))
                .hint("请写在 functions 旁边；如需缩小范围，请设置 only")
        }
        InputProblem::Misplaced { input, belongs: Belongs::Function } => {
            say(format!("输入 {input} 针对单个函数")).hint("请写在该函数之内")
        }
        InputProblem::Both { one, other, what } => {
            let what = match what {
                Twice::Code => "代码",
                Twice::Triggers => "触发器",
            };
            say(format!("{one} 与 {other} 都指定了{what}")).hint("请保留其中一个")
        }
        InputProblem::Needs { input, needs } => say(format!("{input} 需要 {}", needs.join(" 和 ")))
            .maybe_hint(input.ends_with("vpcConfig").then(|| "请同时设置两者；{} 表示不使用私有网络".to_owned())),
        InputProblem::Missing { input } => say(format!("缺少 {input}")),
        InputProblem::MissingInstance { input } => {
            say(format!("缺少 {input}")).hint("请设置为实例 ID：name: ckafka-2o10hua5")
        }
        InputProblem::IncompleteObject => {
            say("cosBucketName 与 cosObjectName 必须同时设置").hint("请同时设置存储桶，以及其中 zip 文件的键")
        }
        InputProblem::IncompleteSource { input } => say(format!("{input} 需要 src，或者 bucket 和 object")),
        InputProblem::OutsideSource { input, pattern } => say(format!("{input} {} 在 src 之外", quoted(pattern))).hint(
            "匹配从 src 开始：请把 src 设为两者共同的上级目录，或在 src 中建立符号链接并把目标目录写入 followLinks",
        ),
        InputProblem::NegatedPattern { input, pattern } => {
            let bare = pattern.trim_start_matches('!');
            say(format!("{input} {} 可能有两种含义", quoted(pattern))).hint(format!(
                "tencent-scf 将其视为 {bare}，.gitignore 则相反：如需排除文件，请在 exclude 中写 {bare}；如需打包，请在 include 中写 {bare}"
            ))
        }
        InputProblem::EmptyDirectory { input } => {
            say(format!("{input} 中有空文本")).hint("请写明符号链接可以指向的目录：[../packages]")
        }
        InputProblem::MemorySize { input, given, near: [below, above] } => {
            say(format!("{input} 必须是 64 或 128 的倍数，单位 MB（当前为 {given}）"))
                .hint(format!("例如 {below} 或 {above}"))
        }
        InputProblem::VariableName { input, name } => {
            say(format!("{input}：环境变量名无效：{}", quoted(name))).hint("只能使用字母、数字和 _，且以字母开头")
        }
        InputProblem::BesideVariables { input } => {
            say(format!("{input} 中除 variables 外还有其他键")).hint("请把它们移到 environment.variables 中")
        }
        InputProblem::KeyTwice { key, own } => {
            say(format!("functions.{key} 另外设置了 key：{}", quoted(own))).hint("请删除 key：函数的键已由映射给出")
        }
        InputProblem::FunctionKey { key } => say(format!("函数的键无效：{}", quoted(key)))
            .hint("只能使用字母、数字、- 和 _，且以字母开头；云端的名称用 name 设置"),
        InputProblem::FunctionName { name, key } => say(format!("函数名无效：{}（{key}）", quoted(name)))
            .hint("2 至 60 个字母、数字、- 或 _，以字母开头，以字母或数字结尾；用 name 设置"),
        InputProblem::NameTooLong { name, namespace, most } => {
            say(format!("函数名 {name} 与命名空间 {namespace} 合计超过 {most} 个字符"))
        }
        InputProblem::Word { input, given } => {
            say(format!("{input} 无效：{}", quoted(given))).hint("只能使用字母、数字、- 和 _")
        }
        InputProblem::MissingName { input } => {
            let what = if input.is_empty() { "输入" } else { input };
            say(format!("{what} 必须指明函数")).hint("请设置 name；项目有多个函数时：functions: {fun01: {…}}")
        }
        InputProblem::NoFunctions => {
            say("functions 为空：没有可发布的函数").hint("请至少写一个函数：functions: {fun01: {src: ./fun01}}")
        }
        InputProblem::SameKey { key } => say(format!("两个函数的键都是 {key}")).hint("请使用不同的键"),
        InputProblem::SameFunction { keys: [one, other], place } => say(format!(
            "{one} 与 {other} 是同一个函数：{}（地域 {}，命名空间 {}）",
            place.function, place.region, place.namespace
        ))
        .hint("请使用不同的名称"),
        InputProblem::SameTrigger { input, name } => {
            say(format!("{input} 与另一个触发器相同：{name}")).hint("请使用不同的名称")
        }
        InputProblem::NoTriggerKind { input } => say(format!("{input} 没有写明触发器类型"))
            .hint("例如 {timer: {parameters: {cronExpression: '0 */5 * * * * *'}}}"),
        InputProblem::TriggerKind { input, kind, near, known } => match near {
            Some(near) => say(format!("{input}：未知的触发器类型 {}（是否想写 {near}？）", quoted(kind))),
            None => say(format!("{input}：未知的触发器类型 {}", quoted(kind)))
                .hint(format!("可用的类型：{}", known.join("、"))),
        },
        InputProblem::Cron { input, given } => {
            say(format!("{input} 必须是七个字段的 cron 表达式（当前为 {}）", quoted(given)))
                .hint("依次为：秒 分 时 日 月 星期 年，例如 0 */5 * * * * * 表示每五分钟")
        }
        InputProblem::Group { given: value } => {
            say(format!("group 必须是 atomic 或 independent（当前为 {}）", given(value)))
                .hint("atomic：所有函数一起切换，任一失败则全部回退；independent：各自发布")
        }
        InputProblem::Drift { given: value } => say(format!("drift 必须是 adopt 或 stop（当前为 {}）", given(value)))
            .hint("adopt 从当前状态继续；stop 则拒绝"),
        InputProblem::StoreForm { given: value } => {
            say(format!("store 必须是地址，或 url 和 project（当前为 {}）", given(value)))
                .hint("例如 cos://releases-1250000000/grayscale?region=ap-guangzhou")
        }
        InputProblem::StoreNotTrusted { scheme, appid_known } => {
            let why = match (scheme.as_str(), appid_known) {
                ("cos", false) => "存储桶可能属于其他账号：本账号的 appid 未知",
                ("cos", true) => "存储桶属于其他账号",
                _ => "项目文件可能来自他人，而操作记录写明谁发布了什么",
            };
            say(format!("项目文件指定的存储（{scheme}）只能由人指定：{why}；未发出任何请求"))
                .hint("请用 --store 指定、导出 GRAYSCALE_STORE，或在终端运行 grayscale 并确认一次；存储桶属于本账号时请导出 TENCENT_APP_ID")
        }
        InputProblem::StoreProject { given } => {
            say(format!("存储中的操作记录需要名称，“{given}” 不可用")).hint("请指定：store: { url: …, project: shop }")
        }
        InputProblem::NoNames { input, given: value } => {
            let (what, hint) = match input {
                Selector::Publish => ("true、false 或函数名", "例如 fun01,fun02"),
                Selector::Only => ("函数名", "例如 fun01,fun02"),
                Selector::Function => ("函数名", "例如 fun01"),
            };
            say(format!("{} 必须是 {what}（当前为 {}）", input.name(), given(value))).hint(hint)
        }
        InputProblem::UnknownFunction { input, function, near, known } => {
            let has = format!("（现有：{}）", known.join("、"));
            let words = say(format!("{}：本项目没有函数 {}{has}", input.name(), quoted(function)));
            words.maybe_hint(near.as_ref().map(|near| format!("是否想写 {near}？")))
        }
        InputProblem::PublishLeftOut { function } => {
            say(format!("publish 指定了 {function}，但 only 排除了它")).hint("请把它加入 only，或从 publish 中去掉")
        }
        InputProblem::AliasName { alias } => {
            say(format!("别名无效：{}", quoted(alias))).hint("1 至 64 个字母、数字、_ 或 -，以字母开头；或 $default")
        }
        InputProblem::StableInFile => say("项目文件中设置了 stable：今后每次发布用户都会停留在该版本")
            .hint(format!("请从文件中删除，需要时再设置：{}", host.input("stable", "N"))),
        InputProblem::Stable { given, why } => {
            let (what, hint) = match why {
                NotStable::NotANumber => ("必须是已发布版本的版本号", format!("例如 {}", host.input("stable", "2"))),
                NotStable::NoTraffic => (
                    "需要同时设置 traffic：stable 是承接其余流量的版本",
                    format!("请加上 {}；如需把全部流量切换到某个版本，请回滚", host.input("traffic", "0.1")),
                ),
                NotStable::Publishes => (
                    "不能与 publish 和 traffic 0 同时使用",
                    "它们会把全部流量切换到新发布的版本，该版本即为稳定版本".to_owned(),
                ),
            };
            say(format!("stable {what}（当前为 {given}）")).hint(hint)
        }
        InputProblem::Traffic { given: value, why } => traffic(value, *why, host),
        InputProblem::Route(problem) => route_problem(problem, host),
        InputProblem::StageConflict { from, stage, other, other_stage } => say(format!(
            "{from} 设置的 stage 为 {stage}，而 {other} 设置的为 {other_stage}"
        ))
        .hint(format!("stage 是函数名的一部分：请在两处设置相同的 stage，或加上 {}", host.input("stage", stage))),
        InputProblem::Stage { stage } => say(format!("stage 无效：{}", quoted(stage)))
            .hint("最多 32 个字母、数字、- 或 _，以字母或数字结尾；例如 dev、testing、prod"),
        InputProblem::KeyInInputs { input, secret, variable } => {
            let part = match secret {
                Secret::SecretId => "SecretId",
                Secret::SecretKey => "SecretKey",
                Secret::Token => "Token",
            };
            say(format!("输入 {input} 中含有本次运行所用的 {part}；未发送任何请求")).hint(if *variable {
                "请为函数设置角色（role: NAME），不要使用密钥；allowCredentials: true 允许环境变量中含有该密钥"
            } else {
                "请从项目中删除：凡能读取该函数的人都能读到密钥"
            })
        }
    }
}

fn traffic(value: &Given, why: NotAShare, host: Host) -> Words {
    let example = || format!("例如 {} 表示 10 %", host.input("traffic", "0.1"));
    match why {
        NotAShare::Missing => say("traffic 没有值").hint(example()),
        NotAShare::Twice => say(format!("traffic 设置了多次（当前为 {}）", given(value))).hint(example()),
        NotAShare::NotANumber => {
            say(format!("traffic 必须是 0 到 1 之间的数（当前为 {}）", given(value))).hint(example())
        }
        NotAShare::TooFine => {
            say(format!("traffic 最多四位小数（当前为 {}）", given(value))).hint("最小单位为 0.0001（0.01 %）")
        }
        NotAShare::OutOfRange { meant } => {
            say(format!("traffic 必须在 0 到 1 之间（当前为 {}）", given(value))).hint(match meant {
                Some(meant) => format!("是否想写 {meant} 或 {}？", Fraction::from(meant).percent()),
                None => "traffic 是 $latest 的流量比例：0 到 1，或 0% 到 100%".to_owned(),
            })
        }
    }
}

/// 不支持的原因，以及替代的做法。
pub(in crate::message) const fn unsupported(why: Unsupported) -> &'static str {
    match why {
        Unsupported::NotShown => {
            "GetFunction 不返回此配置，无法判断是否有差异：请在控制台设置并删除该键，配置会保持不变"
        }
        Unsupported::WebFunction => "它用于 Web 函数，本工具不修改 Web 函数特有的配置：请在控制台设置并删除该键",
        Unsupported::EntryFile => {
            "它只用来补上缺少的 scf_bootstrap：请在 src 顶层放置可执行文件 scf_bootstrap，由它在 9000 端口启动该文件，并删除该键"
        }
        Unsupported::Image => "镜像函数只需写 image: {imageUrl: 仓库地址/命名空间/镜像名:标签@sha256:摘要}；请删除该键",
        Unsupported::Decided => "这由发布自行决定：每次运行都会向 API 查询最近发布的版本；请删除该键",
        Unsupported::ServerInstalls => {
            "由服务端安装依赖会改变代码包，无法识别未变化的代码：请先安装依赖再打包，并写 false 或删除该键"
        }
        Unsupported::Qualifier => "发布针对 $latest 和别名：如需使用其他别名，请设置 alias",
        Unsupported::VersionDescription => "已发布版本的描述中保存着运行的标记，中断后靠它找回该版本",
        Unsupported::AliasName => "请改用 alias",
        Unsupported::AliasDescription => "别名的描述保持不变",
        Unsupported::Weights => "请改用 traffic，即 $latest 的流量比例",
        Unsupported::Code => "请用 src（目录或 zip 文件）指定代码，或使用 cosBucketName 和 cosObjectName",
        Unsupported::ApiGateway => {
            "API 网关不再接受新用户：请为函数设置函数 URL：events: [{http: {parameters: {authType: NONE, netConfig: {enableExtranet: true}}}}]"
        }
        Unsupported::Cmq => "CMQ 在消息队列一侧绑定：请在其控制台把函数订阅到主题；订阅会保持不变",
        Unsupported::Mps => "媒体处理在其自身一侧绑定：请在其控制台操作；绑定会保持不变",
        Unsupported::Clb => "负载均衡在其自身一侧绑定：请在其控制台操作；绑定会保持不变",
    }
}

fn kind_of(expected: &Expected) -> String {
    match expected {
        Expected::Map | Expected::Variables => "键值映射".to_owned(),
        Expected::Text | Expected::VariableValue => "文本".to_owned(),
        Expected::Texts => "文本列表".to_owned(),
        Expected::Truth => " true 或 false".to_owned(),
        Expected::Whole { least, most } => format!(" {least} 到 {most} 之间的整数"),
        Expected::Timeout { most, .. } => format!(" 1 到 {most} 之间的整数秒"),
        Expected::OneOf { words } => format!(" {}", words.join(" 或 ")),
        Expected::Object { keys } => format!(" {{{}}}", keys.join(", ")),
        Expected::Objects { keys } => format!(" {{{}}} 的列表", keys.join(", ")),
        Expected::Tags => "标签映射：{名称: 值}".to_owned(),
        Expected::Functions => "以键为名的函数映射，或函数列表".to_owned(),
        Expected::Source => "目录、zip 文件或 {src, exclude}".to_owned(),
        Expected::Triggers => "触发器列表".to_owned(),
        Expected::FunctionName => "函数名".to_owned(),
        Expected::Names => "名称或名称列表".to_owned(),
        Expected::TriggerNames => " true、false 或触发器名".to_owned(),
        Expected::Bucket => "小写字母、数字和连字符".to_owned(),
        Expected::Digest => " 64 位十六进制数".to_owned(),
        Expected::ImageUrl => "仓库地址/命名空间/镜像名:标签，可加 @sha256:摘要".to_owned(),
        Expected::Line => "一行文本".to_owned(),
        Expected::Figures => "数值列表".to_owned(),
        Expected::Duration => "时长，例如 `90s`、`5m`、`2h` 或 `1d`".to_owned(),
        Expected::Share => "比例，例如 5% 或 0.05".to_owned(),
        Expected::Between { least, most } => format!(" {least} 到 {most} 之间的数"),
        Expected::Steps => "步骤列表，例如 `{traffic: 5%, for: 5m}`".to_owned(),
        Expected::Rollout => "预设的名称，或含 `steps` 或 `preset` 的映射".to_owned(),
        Expected::TimeOfDay => "时刻，例如 09:30".to_owned(),
        Expected::Weekdays => "星期，例如 `mon-fri` 或 `sat,sun`".to_owned(),
        Expected::Dates => "日期列表，例如 2027-02-06 或 2027-02-06..2027-02-12".to_owned(),
        Expected::TimeZone => "时区，例如 `Asia/Shanghai`".to_owned(),
        Expected::Address => "以 http:// 或 https:// 开头的地址".to_owned(),
    }
}

fn example(expected: &Expected, value: &Given) -> Option<String> {
    match expected {
        Expected::TriggerNames => Some("例如 nightly,url-trigger".to_owned()),
        Expected::Variables => Some("environment: {variables: {NAME: value}}".to_owned()),
        Expected::VariableValue => Some("请加引号；\"\" 表示空值".to_owned()),
        Expected::Timeout { most, asynchronous } => {
            let number = match value {
                Given::Number(text) | Given::Text(text) => text.trim().parse::<u32>().ok(),
                _ => None,
            };
            (most < asynchronous && number.is_some_and(|number| number > *most))
                .then(|| format!("设置 asyncRunEnable: true 后最多 {asynchronous}；该设置无法再关闭"))
        }
        _ => None,
    }
}

pub(super) const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Nothing => "空",
        Kind::Truth => " true 或 false",
        Kind::Number => "数字",
        Kind::Text => "文本",
        Kind::List => "列表",
        Kind::Map => "映射",
    }
}
