// @ts-check
/** What the engine says of plans and their steps, in Chinese: the same figures and names in other words. */

/** @typedef {[said: RegExp, told: (...parts: string[]) => string]} Telling */

/** Parts of a routing. @param {string} text */
const routing = (text) =>
  text
    .replaceAll('the version published by this run', '本次发布的版本')
    .replaceAll('$latest, as saved by this run', '本次保存的 $latest')

/** @type {Record<string, string>} */
const counted = {
  'to create': '创建',
  'to update': '更新',
  'to publish': '发布版本',
  'to shift': '切换流量',
  'to delete': '删除',
  'to remove': '删除',
  'with triggers to change': '更改触发器',
  'to prune': '清理版本',
  'to wait for': '等待就绪',
  'published already': '已发布',
  unchanged: '无变化',
}

/** A sentence of a plan's question. @param {string} text */
const sentence = (text) =>
  text
    .replace(/^All traffic of (.+) moves to new code\.$/, '$1 的全部流量将切换到新代码。')
    .replace(
      /^All traffic of (.+) will be on code that no published version is known to hold\.$/,
      '$1 的全部流量将在没有已发布版本保存的代码上。',
    )
    .replace(
      /^The rest of the traffic goes to (.+), which has none now\.$/,
      (_, versions) => `其余流量转到 ${versions.replace(/(v\d+) of ([^,]+)/g, '$2 的 $1')}，目前没有流量。`,
    )

/** The code that was withdrawn. @param {string} text */
const withdrawn = (text) =>
  text === 'the code that was on $latest' ? '曾在 $latest 上的代码' : text.replace(/^version (\d+)$/, '版本 $1 的代码')

/** Why a caller stays on `$latest`. @param {string} why */
const staying = (why) =>
  why
    .replace(/^alias (\S+) does not exist yet$/, '别名 $1 还不存在')
    .replace(/^(.+) is there already$/, (_, who) => `已有 ${caller(who)}`)

/** Whoever calls a function directly. @param {string} text */
const caller = (text) => {
  const [, domain, path] = /^custom domain (\S+) with path (\S+)$/.exec(text) ?? []
  if (domain !== undefined) return `自定义域名 ${domain} 的路径 ${path}`
  const [, type, name, rest = ''] = /^(\w+) trigger (\S+)( \(.+\))?$/.exec(text) ?? []
  return type === undefined
    ? text
    : `${type} 触发器 ${name}${rest.replace(' (on ', '（').replace(' (', '（').replace(')', '）')}`
}

/** Names, of which the first are shown. @param {string} text */
const some = (text) => text.replace(/ and (\d+) more$/, ' 等，另有 $1 个')

/** @type {Telling[]} */
export const plans = [
  [/^unchanged$/, () => '无变化'],
  [
    /^allowCredentials: the environment variables may hold the key that deploys the function; everyone who may read the function can use it then$/,
    () => 'allowCredentials：环境变量中可能有部署该函数的密钥，能查看该函数的人都能使用它',
  ],
  [/^will be changed$/, () => '将变更'],
  [/^will be created$/, () => '将创建'],
  [/^will be deleted$/, () => '将删除'],
  [
    /^publish \$latest as a new version \(expected: (\d+)\)$/,
    (version) => `将 $latest 发布为新版本（预计为 ${version}）`,
  ],
  [/^published version (\d+)$/, (version) => `已发布版本 ${version}`],
  [/^shift (\S+): (.+) → ((?:(?!: ).)+)$/, (alias, from, to) => `切换 ${alias}：${routing(from)} → ${routing(to)}`],
  [
    /^after publishing, so that the last published version is this run's own$/,
    () => '在发布之后进行，使最近发布的版本就是本次的版本',
  ],
  [
    /^((?:All traffic|The rest of the traffic) .+\.) Go on\?$/,
    (said) =>
      `${said
        .split(/(?<=\.) (?=All |The )/)
        .map(sentence)
        .join('')}继续吗？`,
  ],
  [
    /^publish with traffic (\S+) would put all users of (.+) on new code: (\S+) on \$latest, and (\S+) on the version that is published from it; nothing was changed$/,
    (asked, names, latest, rest) =>
      `发布版本并要求比例 ${asked} 会让 ${names} 的所有用户使用新代码：${latest} 在 $latest，${rest} 在由它发布的版本；没有变更任何内容`,
  ],
  [
    /^(?:\$latest has the code of v(\d+)|no version was published before): \$latest \((\S+)\) and the new version \((\S+)\) are the same code$/,
    (version, latest, rest) =>
      `${version === undefined ? '此前没有已发布版本' : `$latest 的代码与 v${version} 相同`}：$latest（${latest}）与新版本（${rest}）代码相同`,
  ],
  [
    /^100 % of the traffic is on new code: \$latest \((\S+)\) and (\d+)( \(new\))? \((\S+)\)\. To canary, leave publish out$/,
    (latest, version, made, rest) =>
      `100 % 的流量在新代码上：$latest（${latest}）和${made === undefined ? '' : '新版本 '}${version}（${rest}）。要灰度，请不要同时发布版本`,
  ],
  [
    /^the rest of the traffic goes to v(\d+), which has none now \(users are on v(\d+)\); stable=N keeps it on another version$/,
    (to, now) => `其余流量转到 v${to}，它目前没有流量（用户在 v${now}）；stable=N 可保留在其他版本`,
  ],
  [
    /^v(\d+) was rolled back and gets no traffic: the rest goes to v(\d+), which is stable$/,
    (version, rest) => `v${version} 已被回滚，不承接流量：其余流量给稳定版本 v${rest}`,
  ],
  [/^rollback: one write, nothing else is touched$/, () => '回滚：一次写入，不涉及其他内容'],
  [/^already rolled back to v(\d+)$/, (version) => `已回滚到 v${version}`],
  [/^already rolled back by another machine$/, () => '已由另一台机器回滚'],
  [
    /^already rolled back by run (\w+)(?: by (.+))? at (\d{4}-.+)$/,
    (run, who, at) => `已由${who === undefined ? '' : ` ${who} 的`}执行 ${run} 于 ${at} 回滚`,
  ],
  [
    /^released at (.+), more than (\d+) hours ago: it stays\. To roll it back: (`.+`)$/,
    (at, hours, command) => `于 ${at} 发布，已超过 ${hours} 小时：保持不变。要回滚：${command}`,
  ],
  [
    /^routes by rules, and stays: (.+)\. To roll it back: (`.+`)$/,
    (rules, command) => `按规则路由，保持不变：${rules}。要回滚：${command}`,
  ],
  [/^not in release: it stays$/, () => '不在发布中：保持不变'],
  [/^create alias (\S+): (.+)$/, (alias, to) => `创建别名 ${alias}：${routing(to)}`],
  [/^it was deleted by the run that is undone$/, () => '它被要撤销的执行删除'],
  [
    /^before the last change \$latest had (\S+), but its code was replaced since: it gets (\S+), the rest goes to version (\d+)$/,
    (had, gets, rest) => `上次变更前 $latest 有 ${had}，但其代码此后已被替换：它得到 ${gets}，其余流量转到版本 ${rest}`,
  ],
  [
    /^someone else gave \$latest (\S+) while this run wrote its code: it gets (\S+), the rest goes to version (\d+)$/,
    (had, gets, rest) =>
      `本次执行写入代码时，其他人给了 $latest ${had} 的流量：它得到 ${gets}，其余流量转到版本 ${rest}`,
  ],
  [
    /^no version is published: all traffic stays on \$latest, with its new code$/,
    () => '没有已发布版本：全部流量留在 $latest 的新代码上',
  ],
  [
    /^v(\d+) is (.+) again, which was rolled back: it gets no traffic$/,
    (version, same) => `v${version} 又是${withdrawn(same)}，该代码已被回滚：不承接流量`,
  ],
  [/^the code to publish is (.+), which was rolled back$/, (same) => `要发布的是${withdrawn(same)}，该代码已被回滚`],
  [
    /^the description of the alias is too long for the mark of the release: .+$/,
    () => '别名的描述太长，放不下发布标记：其他机器无法由此得知稳定版本。请缩短描述',
  ],
  [/^publish was ordered$/, () => '要求发布版本'],
  [/^the share of \$latest was asked for$/, () => '要求了 $latest 的比例'],
  [
    /^\$latest and the version published by this run are the same code: the split separates nothing$/,
    () => '$latest 与本次发布的版本代码相同：这样分流没有意义',
  ],
  [
    /^(\S+) of the traffic goes from what is on \$latest now back to version (\d+)$/,
    (share, version) => `${share} 的流量从 $latest 现有代码回到版本 ${version}`,
  ],
  [
    /^all traffic will be on code that no published version is known to hold, with no mark to roll back to: publish=true makes one$/,
    () => '全部流量将在没有已发布版本保存的代码上，无可回滚的版本：同时发布版本即可得到一个',
  ],
  [
    /^each of (\d+) functions shifts when it is ready itself: how long they are mixed is not bounded$/,
    (count) => `${count} 个函数各自就绪后即切换：新旧混合的时间没有上限`,
  ],
  [
    /^no version is published yet: all traffic stays on \$latest, whatever traffic says \((\S+) was asked\); publish=true makes one$/,
    (share) => `尚未发布版本：无论要求多少（要求 ${share}），全部流量都留在 $latest；同时发布版本即可得到一个`,
  ],
  [
    /^released as one: (\d+) functions shift once everything is ready, the last (\S+) s after the first at (\d+) writes a second, plus the time of one call; if one can't, all are put back$/,
    (count, seconds, rate) =>
      `作为一组发布：全部就绪后 ${count} 个函数一起切换，按每秒 ${rate} 次写入，最后一个比第一个晚 ${seconds} 秒，另加一次调用的时间；任一失败则全部恢复`,
  ],
  [/^these routing rules go away: (.+)$/, (rules) => `这些路由规则将被移除：${rules}`],
  [
    /^Plan: (.+)\.$/,
    (parts) => {
      const told = parts.split(', ').map((part) => {
        const [, count, what] = /^(\d+) (.+)$/.exec(part) ?? []
        return counted[what] === undefined ? part : `${counted[what]} ${count} 个`
      })
      return `计划：${told.join('，')}。`
    },
  ],
  [/^put back (\S+): (.+)$/, (alias, to) => `恢复 ${alias}：${routing(to)}`],
  [/^shift (\S+) again: (.+)$/, (alias, to) => `再次切换 ${alias}：${routing(to)}`],
  [/^wait until version (\d+) is Active$/, (version) => `等待版本 ${version} 变为 Active`],
  [/^wait until the function is Active \((\w+) now\)$/, (status) => `等待函数变为 Active（现为 ${status}）`],
  [/^the API refuses changes until then$/, () => '在此之前 API 拒绝变更'],
  [
    /^these routing rules go away, the journal keeps them: (.+)$/,
    (rules) => `这些路由规则将被移除（日志中有记录）：${rules}`,
  ],
  [
    /^version (\d+) has all traffic already: going to (\d+), the newest usable version below it$/,
    (now, below) => `全部流量已在版本 ${now}：转到其下最新的可用版本 ${below}`,
  ],
  [
    /^the alias names no published version: going to (\d+), the last published one$/,
    (last) => `别名未指向已发布版本：转到最近发布的版本 ${last}`,
  ],
  [
    /^left alone, since this project does not have them: (.+)$/,
    (names) => `不属于列表（项目）中的函数，保持不变：${others(names)}`,
  ],
  [/^the plan is made without the journal: (.+)$/, (why) => `计划未使用操作记录：${why}`],
  [/^the rollback goes on without the lock of the journal: (.+)$/, (why) => `回滚未取得操作记录的锁，继续进行：${why}`],
  [/^a rollback needs no journal, and goes on without: (.+)$/, (why) => `回滚不需要日志，继续进行：${why}`],
  [
    /^alias (\S+) sends (\S+) to \$latest too: it gets what is deployed at once$/,
    (alias, share) => `别名 ${alias} 也有 ${share} 指向 $latest：部署会立即影响它`,
  ],
  [
    /^the code is identical to version (\d+); publish is an order and is carried out$/,
    (version) => `代码与版本 ${version} 相同；既已要求发布，仍会发布`,
  ],
  [
    /^version (\d+) is (\w+) and is passed over; (?:the last usable one is (\d+)|there is no usable one)$/,
    (version, status, last) =>
      `版本 ${version} 为 ${status}，已跳过；${last === undefined ? '没有可用的版本' : `最近可用的是版本 ${last}`}`,
  ],
  [
    /^version (\d+) appeared meanwhile and is not this run's: traffic goes to (\d+)$/,
    (version, ours) => `期间出现了版本 ${version}，不是本次发布的：流量转到 ${ours}`,
  ],
  [
    /^(\S+): run (\w+) left (\S+) at (.+), now it is (.+): someone changed it since\. This goes on from what is there .+$/,
    (key, run, alias, was, now) =>
      `${key}：执行 ${run} 结束时 ${alias} 为 ${was}，现为 ${now}：之后有人改动过。将从现状继续`,
  ],
  [
    /^(\S+) has (\d+) versions(?:, and this publishes (\d+) more)?; a function may have (\d+) unless .+$/,
    (name, there, more, most) =>
      `${name} 已有 ${there} 个版本${more === undefined ? '' : `，此次还要发布 ${more} 个`}，默认上限为 ${most} 个：请删除没有别名使用的旧版本`,
  ],
  [
    /^took over from (.+), under way since (.+): that run writes nothing more$/,
    (who, since) => `已接管 ${who} 自 ${since} 起的执行：它不再写入`,
  ],
  [
    /^took over from (.+), which began at (.+) and broke off$/,
    (who, since) => `已接管 ${who} 于 ${since} 开始而中断的执行`,
  ],
  [
    /^this machine's clock is (\d+) s (behind|ahead of) the API's; calls are signed with the API's time$/,
    (seconds, way) => `本机时钟比 API ${way === 'behind' ? '慢' : '快'} ${seconds} 秒；请求按 API 的时间签名`,
  ],
  [/^done, but the journal could not be written afterwards: (.+)$/, (why) => `已完成，但事后未能写入日志：${why}`],
  [
    /^version (\d+) only keeps code that was on \$latest: it counts as no release$/,
    (version) => `版本 ${version} 只用于保存 $latest 上的代码，不算作一次发布`,
  ],
  [
    /^run (\w+) broke off while publishing: whether it did is looked up first$/,
    (run) => `执行 ${run} 在发布版本时中断：先查明是否已发布`,
  ],
  [
    /^version (\d+) was published by run (\w+) for this very order, before it broke off: it is not published again$/,
    (version, run) => `版本 ${version} 已由执行 ${run} 在中断前为同一要求发布：不再重复发布`,
  ],
  [
    /^(.+) calls \$latest directly: it runs the new code at 100 % as soon as it is uploaded; moveTriggers=true \(.+\) moves it to (\S+) first$/,
    (who, alias) =>
      `${caller(who)} 直接调用 $latest：代码上传后立即以 100 % 运行新代码；moveTriggers=true 可先将其移到 ${alias}`,
  ],
  [
    /^(.+) calls \$latest directly: it runs the new code at 100 % as soon as it is uploaded; moveTriggers=(\S+) \(.+\) moves it to (\S+) first, where it gets another address$/,
    (who, name, alias) =>
      `${caller(who)} 直接调用 $latest：代码上传后立即以 100 % 运行新代码；moveTriggers=${name} 可先将其移到 ${alias}，但地址会改变`,
  ],
  [
    /^(.+) calls \$latest directly: it runs the new code at 100 % as soon as it is uploaded; bind it to (\S+) where it was created$/,
    (who, alias) =>
      `${caller(who)} 直接调用 $latest：代码上传后立即以 100 % 运行新代码；请在创建它的产品中改为绑定 ${alias}`,
  ],
  [
    /^(.+) calls \$latest directly: it runs the new code at 100 % as soon as it is uploaded; it can't be moved to (\S+): (.+)$/,
    (who, alias, why) =>
      `${caller(who)} 直接调用 $latest：代码上传后立即以 100 % 运行新代码；无法移到 ${alias}：${staying(why)}`,
  ],
  [
    /^(.+) calls \$latest directly and can't be moved to (\S+): (.+)$/,
    (who, alias, why) => `${caller(who)} 直接调用 $latest，无法移到 ${alias}：${staying(why)}`,
  ],
  [
    /^(.+) calls \$latest directly, as its qualifier says: it runs new code at 100 % as soon as it is uploaded$/,
    (who) => `${caller(who)} 按其 qualifier 直接调用 $latest：代码上传后立即以 100 % 运行新代码`,
  ],
  [
    /^(.+) calls \$latest directly, whatever traffic says$/,
    (who) => `${caller(who)} 直接调用 $latest，不受流量比例影响`,
  ],
  [
    /^(.+) calls \$latest directly: the rollback does not reach it$/,
    (who) => `${caller(who)} 直接调用 $latest：回滚对它不起作用`,
  ],
  [
    /^not checked: (.+); whether one of them calls \$latest directly is not known$/,
    (what) =>
      `未检查：${what.replace('triggers', '触发器').replace('custom domains', '自定义域名').replace(', ', '、')}；不知道其中是否有直接调用 $latest 的`,
  ],
  [
    /^http trigger (\S+) moves from \$latest to (\S+): its address(?: (\S+))? stops answering, the new one is known afterwards$/,
    (name, alias, address = '') =>
      `http 触发器 ${name} 从 $latest 移到 ${alias}：原地址 ${address} 将失效，新地址在移动之后才知道`,
  ],
  [
    /^what moves to (\S+) gets the code that it has on \$latest now$/,
    (alias) => `移到 ${alias} 的调用方得到的代码与现在 $latest 上的相同`,
  ],
  [
    /^what moves to (\S+) gets (.+), which (is|may be) other code than that on \$latest now$/,
    (alias, gets, how) =>
      `移到 ${alias} 的调用方得到 ${gets.replaceAll(' and ', '、').replaceAll('version ', '版本 ')}，其代码与现在 $latest 上的${how === 'is' ? '不同' : '可能不同'}`,
  ],
  [/^(.+) is not among the inputs and is left alone$/, (who) => `${caller(who)} 不在输入中，保持不变`],
  [
    /^let custom domain (\S+) call (\S+) with path (.+) \(now \$latest\)$/,
    (name, alias, paths) => `让自定义域名 ${name} 的路径 ${paths} 调用 ${alias}（现为 $latest）`,
  ],
  [/^create (\w+ trigger .+), as it is on \$latest$/, (who) => `创建 ${caller(who)}，设置与 $latest 上的相同`],
  [/^delete (\w+ trigger .+)$/, (who) => `删除 ${caller(who)}`],
  [
    /^before the upload, so that it does not run the new code at 100 %$/,
    () => '在上传之前进行，使其不会以 100 % 运行新代码',
  ],
  [/^the code is packed from outside the project: (.+)$/, (path) => `代码打包自项目目录之外：${path}`],
  [
    /^links out of (the project|src) are followed: (.+)$/,
    (from, links) => `跟随了指向${from === 'src' ? ' src ' : '项目目录'}之外的链接：${some(links)}`,
  ],
  [
    /^these files in the package may hold credentials: (.+)$/,
    (files) => `代码包中的这些文件可能含有密钥：${some(files)}`,
  ],
  [
    /^not in the package: (.+) \(src\.include adds files\)$/,
    (files) => `未打包：${some(files)}（src.include 可加入文件）`,
  ],
  [/^it calls the alias now$/, () => '它现在调用别名'],
  [/^the alias has the same trigger$/, () => '别名上已有同样的触发器'],
]

/** Functions with their places, of which the first few are named. @param {string} names */
export function others(names) {
  return names
    .replaceAll(' in ', '，位于 ')
    .replaceAll(', ', '；')
    .replace(/ and (\d+) more$/, '，以及另外 $1 个')
}
