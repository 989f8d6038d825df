//! 提示。

use super::super::code_note::CodeNote;
use super::super::host::{Command, Host, Verb};
use super::super::note::Note;
use super::super::parts::{Keeps, Kept, Obstacle, Reset, RolledBackBy, Warmth, Way};
use super::super::problem::Where;
use super::super::problem::release::LogPlace;
use super::super::rollback_note::RollbackNote;
use super::journal_problem::flaw;
use super::phrases::{because, caller, links, parts, some, trigger};
use super::routing::routing_note;
use crate::text::quoted;
use crate::traffic::routing::shown_alias;
use crate::traffic::share::Fraction;

/// The sentence of a note.
#[expect(clippy::too_many_lines, reason = "a sentence for each message")]
pub(in crate::message) fn note(note: &Note, host: Host) -> String {
    match note {
        Note::TrafficForAll => {
            "publish 只指定了部分函数，但 traffic 对本次运行的所有函数生效；如需缩小范围，请用 only".to_owned()
        }
        Note::LeftOut { functions } => format!("only 排除了：{}", functions.join("、")),
        Note::RolloutFollows { callers, shares, header, version, publishes } => {
            let canary = if *version { "该版本" } else { "$latest" };
            let first = if *version { "先发布一个版本，" } else { "" };
            let end = match (version, publishes) {
                (false, true) => "发布版本并接收全部流量".to_owned(),
                (true, _) | (false, false) => format!("{canary}接收全部流量"),
            };
            let shares: Vec<String> = shares.iter().map(|share| Fraction::from(*share).percent()).collect();
            let by = header.as_ref().map(|header| format!("（按 `{header}`）")).unwrap_or_default();
            let shares = (!shares.is_empty()).then(|| [shares.join("、"), by].concat());
            let callers = (!callers.is_empty()).then(|| super::rollout::given(Fraction::NONE, callers));
            let gets: Vec<String> = callers.into_iter().chain(shares).collect();
            match gets.as_slice() {
                [] => format!("之后{first}开始渐进发布：立即{end}"),
                gets => format!("之后{first}开始渐进发布：{canary} 依次获得 {}；最后{end}", gets.join("，再获得 ")),
            }
        }
        Note::NotOfProject { functions, more } => {
            let places: Vec<String> = functions.iter().map(place).collect();
            format!("以下函数不属于本项目，不做修改：{}", some(&places, *more))
        }
        Note::JournalUnread { reason } => format!("无法读取操作记录，回滚不依赖它，继续执行：{reason}"),
        Note::PlannedWithoutJournal { reason } => format!("计划未使用操作记录：{reason}"),
        Note::JournalBroken { line, flaw: why, rollback } => {
            let goes_on = if *rollback { "回滚继续执行" } else { "不采用其中的版本" };
            format!("操作记录第 {line} 行与写入时不符（{}）：其中之前的运行不可信；{goes_on}", flaw(why))
        }
        Note::OtherStore { function, alias, run, since, place, refused } => {
            let there = match place {
                LogPlace::Local => "某台机器自己的操作记录",
                LogPlace::Shared => "另一个共享存储",
            };
            let then = if *refused {
                format!("；运行将被拒绝，除非使用 {}", host.switch("force"))
            } else {
                String::new()
            };
            format!(
                "运行 {run} 于 {since} 写入了 {function} 的 {}；该运行不在本操作记录中，而在{there}{then}",
                shown_alias(alias)
            )
        }
        Note::UnimportedJournal { file, runs, planned: true } => format!(
            "{file} 中有本项目的运行（{runs} 个），共享存储中没有；在 {} 复制之前，运行将被拒绝",
            Command::new(Verb::ImportJournal).typed(host)
        ),
        Note::UnimportedJournal { file, runs, planned: false } => {
            format!("{file} 中有本项目的运行（{runs} 个），共享存储中没有；回滚不依赖它们，继续执行")
        }
        Note::TookOver { who, since, living: true } => {
            format!("已从 {who} 接管，其运行自 {since} 起执行：该运行不再写入")
        }
        Note::TookOver { who, since, living: false } => format!("已从 {who} 接管，其运行开始于 {since}，已中断"),
        Note::NotLookedAgain => {
            format!("已停止，没有再次检查被接管的运行发出的请求：{} 可查看现状", Command::new(Verb::Status).typed(host))
        }
        Note::MixedWindow { functions, spread_ms } => format!(
            "整组发布：{functions} 个函数全部就绪后一起切换，约 {}.{} 秒内完成；任一失败则全部回退",
            spread_ms / 1000,
            spread_ms % 1000 / 100
        ),
        Note::Independent { functions } => {
            format!("独立发布：{functions} 个函数各自就绪后切换，新旧版本并存的时间没有上限")
        }
        Note::ClockSkew { seconds } => {
            let way = if *seconds > 0 { "慢" } else { "快" };
            format!("本机时钟比 API {way} {} 秒；请求按 API 的时间签名", seconds.abs())
        }
        Note::JournalIncomplete { reason } => format!("修改已完成，但之后无法写入操作记录：{reason}"),
        Note::Drift { function, alias, run, was, now } => format!(
            "漂移：{function} 的 {} 现为 {now}，而运行 {run} 曾设为 {was}。将从当前状态继续（{} 则拒绝；{} 可恢复）",
            shown_alias(alias),
            host.input("drift", "stop"),
            Command::new(Verb::Rollback).with("to", "left").typed(host)
        ),
        Note::OtherVersion { version, expected } => format!("期间有其他人发布了 v{version}：流量仍切换到 v{expected}"),
        Note::NotDeleted { error } => format!("{}；其余版本照常删除", error.message()),

        Note::MarkDoesNotFit => {
            "别名的描述过长，放不下发布标记，其他机器无法据此得知哪个版本是稳定版本。请缩短描述".to_owned()
        }
        Note::UnsavedCode { share, by_rules, sure } => {
            let who = match by_rules {
                true => "匹配规则的请求".to_owned(),
                false => format!("{} 的流量", share.percent()),
            };
            let what = if *sure {
                format!("{who}在 $latest 上从未发布过的代码上：本次部署会覆盖这份代码")
            } else {
                format!("{who}在 $latest 上可能未发布过的代码上：本次部署可能覆盖这份代码")
            };
            format!("{what}。{} 会先将其发布为版本", host.switch("protect"))
        }
        Note::RestStays { version } => {
            format!("其余流量留在 v{version}；保存的版本不会自动获得流量（需要时可回滚到该版本）")
        }
        Note::SavedAside { version } => format!("v{version} 仅保存 $latest 上原有的代码，不算一次发布"),
        Note::UnpublishedCode => {
            format!("全部流量将在未发布的代码上，之后没有可回滚的版本。请加上 {}", host.switch("publish"))
        }
        Note::NoVersion { asked } => format!(
            "还没有已发布的版本，无法按比例切换（要求 {}）；$latest 保留全部流量。请先发布：{}",
            Fraction::from(*asked).percent(),
            host.switch("publish")
        ),
        Note::VersionPassedOver { version, status, last } => match last {
            Some(last) => format!("v{version} 的状态为 {status}，不能承接流量；最近的可用版本是 v{last}"),
            None => format!("v{version} 的状态为 {status}，不能承接流量；没有可用的版本"),
        },
        Note::FunctionFailed { function, status, reason } => {
            format!("{function} 的状态为 {status}{}；本次部署会替换失败的代码", because(reason.as_ref()))
        }
        Note::OlderCode { share, version, newer } => match newer {
            Some(newer) => format!("{} 的流量将回到 v{version}，它比 v{newer} 旧", share.percent()),
            None => format!("{} 的流量将从 $latest 上的代码回到 v{version}", share.percent()),
        },
        Note::IdenticalCode { version } => format!("代码与 v{version} 相同；仍按要求发布"),
        Note::MixedMoment { share, by_rules } => {
            let who = match by_rules {
                true => "处理匹配规则的请求".to_owned(),
                false => format!("占 {} 流量", share.percent()),
            };
            format!("两次调用之间，{who}的 $latest 以新配置运行旧代码")
        }
        Note::WithdrawnVersion { version, withdrawn } => {
            let what = withdrawn.as_ref().map_or_else(|| "$latest 上原有".to_owned(), |known| format!("v{known} "));
            format!("v{version} 就是{what}的代码，而该代码已被回滚：不分配流量")
        }
        Note::WithdrawnCode { withdrawn } => {
            let what = withdrawn.as_ref().map_or_else(|| "$latest 上原有".to_owned(), |known| format!("v{known} "));
            format!("要发布的是{what}的代码，而该代码已被回滚")
        }
        Note::Withdrawn { version, rest } => {
            format!("v{version} 已被回滚，不分配流量：其余流量切换到稳定版本 v{rest}")
        }
        Note::SameCode { asked, stable } => {
            let why = match stable {
                Some(stable) => format!("$latest 的代码与 v{stable} 相同"),
                None => "此前没有发布过版本".to_owned(),
            };
            let (asked, rest) = (Fraction::from(*asked).percent(), Fraction::from(asked.rest()).percent());
            format!("{why}：$latest（{asked}）与新版本（{rest}）是同一份代码")
        }
        Note::AllNewCode { parts: list } => {
            format!("100 % 的流量将切换到新代码：{} 的代码相同。如需金丝雀，请去掉 publish", parts(list).join(" 与 "))
        }
        Note::UntriedVersion { version, stable } => {
            let users = stable.as_ref().map(|stable| format!("（用户目前在 v{stable}）")).unwrap_or_default();
            format!("其余流量将切换到目前没有流量的 v{version}{users}；用 {} 可指定其他版本", host.input("stable", "N"))
        }
        Note::PublishingBegan { run } => format!("运行 {run} 在发布版本时中断：先查明它是否已发布"),
        Note::PublishedBefore { version, run } => {
            format!("v{version} 已由中断的运行 {run} 为同一操作发布：不再重复发布")
        }

        Note::Code(code) => code_note(code),
        Note::NotReset { resets } => {
            let resets: Vec<String> = resets.iter().map(reset).collect();
            format!(
                "inputs 中未写、因此保持不变；tencent-scf 会重置：{}。如需同样效果，请写入 inputs",
                resets.join("；")
            )
        }
        Note::Default { setting, value } => format!("未设置 {setting}，使用默认值 {value}"),

        Note::NearQuota { function, key, stage, versions, publishes, quota } => {
            let more = publishes.map(|publishes| format!("，本次还要发布 {publishes} 个")).unwrap_or_default();
            let prune = Command::new(Verb::Prune).of(key).in_stage(stage).typed(host);
            format!(
                "{function} 已有 {versions} 个版本{more}；配额为 {quota} 个（账号另有提升的除外）：{prune} 可删除没有别名使用的旧版本"
            )
        }
        Note::LargeEnvironment { bytes, quota } => format!(
            "环境变量共 {bytes} 字节；配额为 {quota} 字节（4 KB，账号另有提升的除外）。若 API 拒绝，则不会有任何修改：配置最先写入"
        ),
        Note::ManyTriggers { function, kind, triggers, quota } => {
            format!("{function} 将有 {triggers} 个 {kind} 类型的触发器；配额为 {quota} 个（账号另有提升的除外）")
        }
        Note::KeyInVariables => {
            "allowCredentials：环境变量中可能含有部署该函数所用的密钥；凡能读取该函数的人都可使用它".to_owned()
        }

        Note::Provisioned(warmth) => provisioned(warmth, host),

        Note::OtherAlias { alias, share } => {
            format!("别名 {} 也有 {} 的流量在 $latest：其调用方会立即用到新代码", shown_alias(alias), share.percent())
        }
        Note::CallersOfAlias { alias } => format!("使用别名 {} 的调用和触发器将会失败", shown_alias(alias)),
        Note::AlreadyGone { function } => format!("{function} 不存在"),
        Note::NoSuchAlias { function, alias } => format!("{function} 没有别名 {}", shown_alias(alias)),
        Note::NotCreatedHere { function } => {
            format!("{function} 不是由本项目创建的，不删除；如属于你，请在控制台删除")
        }
        Note::Kept { versions } => {
            let kept: Vec<String> = versions.iter().map(kept).collect();
            format!("另外保留：{}", kept.join("、"))
        }

        Note::TriggerCallsLatest { trigger: known } => {
            format!("{} 按其 qualifier 直接调用 $latest：新代码一经上传，它就 100 % 运行新代码", trigger(known))
        }
        Note::OtherTrigger { trigger: known } => format!("{} 不在配置中，不做修改", trigger(known)),
        Note::UrlMoves { name, alias, address } => {
            let now = address.as_ref().map(|address| format!(" {address}")).unwrap_or_default();
            format!(
                "http 触发器 {name} 将从 $latest 移到 {}：其地址{now} 会停止服务，新地址之后才能得知",
                shown_alias(alias)
            )
        }
        Note::MovedCallers { alias, parts: list, differs } => {
            let alias = shown_alias(alias);
            let what = match differs {
                Some(false) => return format!("移到 {alias} 的调用方得到的代码与 $latest 上现有的相同"),
                Some(true) => "与 $latest 上现有的代码不同",
                None => "可能与 $latest 上现有的代码不同",
            };
            let versions: Vec<String> = parts(list).iter().map(|part| format!("v{part}")).collect();
            format!("移到 {alias} 的调用方将得到 {}，{what}", versions.join(" 与 "))
        }
        Note::MeetsNewCode { caller: known, alias, way, obstacle: why } => {
            let way = match why {
                Some(why) => format!("无法移到 {}：{}", shown_alias(alias), obstacle(why)),
                None => moved(*way, &known.name, alias, host),
            };
            format!("{} 直接调用 $latest：新代码一经上传，它就 100 % 运行新代码；{way}", caller(known))
        }
        Note::CantMove { caller: known, alias, obstacle: why } => {
            format!("{} 直接调用 $latest，且无法移到 {}：{}", caller(known), shown_alias(alias), obstacle(why))
        }
        Note::CallsLatest { caller: known } => format!("{} 直接调用 $latest，不受流量比例影响", caller(known)),
        Note::StillCallsLatest { caller: known } => format!("{} 直接调用 $latest：回滚对它不起作用", caller(known)),
        Note::NotChecked { triggers, domains } => {
            let missing =
                [(*triggers, "触发器（scf:ListTriggers）"), (*domains, "自定义域名（scf:ListCustomDomains）")];
            let missing: Vec<&str> =
                missing.into_iter().filter_map(|(looked, what)| (!looked).then_some(what)).collect();
            format!("未检查：{}；其中是否有直接调用 $latest 的，无法得知", missing.join("、"))
        }
        Note::Rollback(note) => rollback_note(note, host),
        Note::Routing(note) => routing_note(note, host),
    }
}

fn place(Where { function, region, namespace }: &Where) -> String {
    format!("{function}（{region}/{namespace}）")
}

fn moved(way: Way, name: &str, alias: &str, host: Host) -> String {
    let alias = shown_alias(alias);
    match way {
        Way::MoveAll => {
            let deploy = Command::new(Verb::Deploy).switch("moveTriggers").typed(host);
            format!("{deploy} 可先将其移到 {alias}")
        }
        Way::MoveByName => {
            let deploy = Command::new(Verb::Deploy).with("moveTriggers", name).typed(host);
            format!("{deploy} 可先将其移到 {alias}，届时地址会改变")
        }
        Way::Elsewhere => format!("请在创建它的地方将其绑定到 {alias}"),
    }
}

fn obstacle(obstacle: &Obstacle) -> String {
    match obstacle {
        Obstacle::Exists { trigger: known } => format!("已有 {}", trigger(known)),
        Obstacle::NoAlias { alias } => format!("别名 {} 还不存在", shown_alias(alias)),
    }
}

fn kept(Kept { version, why }: &Kept) -> String {
    let why = match why {
        Keeps::Alias { alias } => format!("别名 {} 使用", shown_alias(alias)),
        Keeps::Caller { caller: known } => format!("{} 调用它", caller(known)),
        Keeps::Previous => "rollback --to previous 会切换到它".to_owned(),
        Keeps::Stable => "稳定版本".to_owned(),
        Keeps::RollbackTarget => "回滚会切换到它".to_owned(),
        Keeps::Status { status } => status.clone(),
        Keeps::Last => "最近发布的版本".to_owned(),
    };
    format!("v{version}（{why}）")
}

fn rolled_back_by(by: &RolledBackBy) -> String {
    match by {
        RolledBackBy::Run { run, who, at } => {
            let who = who.as_ref().map(|who| format!("（{who}）")).unwrap_or_default();
            format!("运行 {run}{who} 于 {at} ")
        }
        RolledBackBy::OtherMachine => "另一台机器".to_owned(),
    }
}

fn reset(reset: &Reset) -> String {
    match reset {
        Reset::Variables { names } => format!("删除环境变量 {}", names.join("、")),
        Reset::Setting { setting, is, value } => format!("将 {setting} 从 {} 改为 {}", quoted(is), quoted(value)),
        Reset::Triggers { names } => format!("删除触发器 {}", names.join("、")),
    }
}

fn provisioned(warmth: &Warmth, host: Host) -> String {
    match warmth {
        Warmth::Waits { instances } => {
            format!("provisionedNum {instances} 将在下一次发布的版本上设置（{}）", host.switch("publish"))
        }
        Warmth::LatestIsCold { share } => {
            format!("$latest 不能设置预置并发：其 {} 的流量可能遇到冷启动", share.percent())
        }
        Warmth::Cold => "warm 为 false：该版本在没有预置并发的情况下接收流量".to_owned(),
        Warmth::NotChecked => "未检查预置并发（没有权限）：该版本可能在没有预置并发的情况下接收流量".to_owned(),
        Warmth::Left { version, instances } => format!(
            "v{version} 保留 {instances} 个预置实例，会产生费用：重新执行同一命令可继续，{} 或 {} 可释放它们",
            Command::new(Verb::Abort).typed(host),
            Command::new(Verb::Prune).switch("provisioned").typed(host)
        ),
    }
}

fn rollback_note(note: &RollbackNote, host: Host) -> String {
    match note {
        RollbackNote::ReleasedBefore { at, key, stage } => format!(
            "发布于 {at}，已超过 24 小时：不做修改。如需回滚：{}",
            Command::new(Verb::Rollback).of(key).in_stage(stage).typed(host)
        ),
        RollbackNote::RolledBack { by } => format!("已由{}回滚", rolled_back_by(by)),
        RollbackNote::RolledBackTo { version } => format!("已回滚到 v{version}"),
        RollbackNote::Steady => "不在发布中：不做修改".to_owned(),
        RollbackNote::NamesNone { version } => format!("别名没有指向已发布的版本：切换到最近发布的 v{version}"),
        RollbackNote::NothingPublished => "没有已发布的版本：全部流量留在 $latest 的新代码上".to_owned(),
        RollbackNote::Capped { had, gets, rest, foreign } => {
            let what = if *foreign {
                format!("本次运行上传代码期间，有其他人将 $latest 设为 {}", had.percent())
            } else {
                format!("上次变更之前 $latest 有 {} 的流量，但其代码已被替换", had.percent())
            };
            format!("{what}：现分配 {}，其余切换到 v{rest}", gets.percent())
        }
        RollbackNote::LeftAlone { error } => format!("{}：不做修改，其余函数照常回滚", error.message()),
    }
}

fn code_note(note: &CodeNote) -> String {
    match note {
        CodeNote::OutsideProject { path } => format!("代码取自项目之外：{path}"),
        CodeNote::LinksFollowed { links: list, more, outside } => {
            let out_of = if *outside { "项目" } else { "src" };
            format!("跟随了指向{out_of}之外的符号链接：{}", some(&links(list), *more))
        }
        CodeNote::CredentialsPacked { files, more } => {
            format!("代码包中的这些文件可能含有密钥：{}", some(files, *more))
        }
        CodeNote::FilesLeftOut { files, more } => format!("未打包：{}（可用 src.include 加入）", some(files, *more)),
        CodeNote::PatternsUnmatched { patterns, more } => {
            format!("exclude 没有匹配任何文件：{}（模式从 src 开始；以 **/ 开头可匹配任意层级）", some(patterns, *more))
        }
        CodeNote::ImageNotPinned { image, unchanged: false } => format!(
            "{image} 没有摘要：SCF 在接收镜像时才解析标签，本计划发布的是届时标签所指的镜像；如需确定地发布某个镜像，请写成带 @sha256 摘要的引用"
        ),
        CodeNote::ImageNotPinned { image, unchanged: true } => format!(
            "{image} 没有摘要，且已在 $latest 上，因此不会再次设置，即使标签已被移动；如需发布标签现在所指的镜像，请写成带 @sha256 摘要的引用"
        ),
    }
}
