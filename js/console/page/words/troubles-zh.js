// @ts-check
/** @import { Telling } from './plans-zh.js' */
/** What the engine says when something does not work or has to wait, in Chinese. The API's own words stay as they are. */
import { others, plans } from './plans-zh.js'

/** @type {Telling[]} */
const doings = [
  [/^reading the function$/, () => '读取函数'],
  [/^reading alias (\S+)$/, (name) => `读取别名 ${name}`],
  [/^listing aliases$/, () => '列出别名'],
  [/^listing versions$/, () => '列出版本'],
  [/^listing the functions$/, () => '列出函数'],
  [/^listing the namespaces$/, () => '列出命名空间'],
  [/^reading the code digest of (\S+)$/, (version) => `读取 ${version} 的代码摘要`],
  [/^reading the log$/, () => '读取函数日志'],
  [/^reading metrics$/, () => '读取监控数据'],
]

/** What was being done: a question, or a step of a plan. @param {string} text */
function doing(text) {
  return tell(doings, text) ?? tell(plans, text)
}

/** @type {Record<string, string>} */
const answers = {
  'an empty answer': '空的应答',
  'a page of HTML instead of JSON': 'HTML 页面而不是 JSON',
  'JSON that is cut off or not an answer of the API': '不完整的 JSON，或不是 API 的应答',
  'text instead of JSON': '文本而不是 JSON',
}

/** @type {Record<string, string>} */
const verbs = { resume: '继续', abort: '恢复' }

/** What two looks at `$LATEST` may differ in. @type {Record<string, string>} */
const differences = { code: '代码', handler: '入口', settings: '配置', 'time of the last write': '最后写入时间' }

/** What follows from that. @type {Record<string, string>} */
const left = {
  'it was left': '已保持原样',
  'nothing was shifted': '没有切换流量',
  'nothing was published': '没有发布版本',
  'the shift does not stand': '切换不算数',
  'what this run wrote is not what is there': '现有内容不是本次写入的',
  "the version that was published is not this run's, and gets no traffic": '发布出的版本不属于本次，不会得到流量',
}

/** @type {Telling[]} */
const changes = [
  [/^the function was created meanwhile$/, () => '函数已被创建'],
  [/^the function was deleted meanwhile$/, () => '函数已被删除'],
  [
    /^the published versions were (.+), now they are (.+)$/,
    (was, now) => `已发布的版本原为 ${some(was)}，现为 ${some(now)}`,
  ],
  [/^the code on \$latest was changed$/, () => '$latest 的代码已变化'],
  [/^the code to upload is another$/, () => '要上传的代码已不同'],
  [/^the configuration was changed$/, () => '配置已变化'],
  [/^it was not in the plan$/, () => '原计划中没有'],
  [/^it is no longer in the plan$/, () => '已不在计划中'],
  [/^a note or a detail of the plan$/, () => '计划的说明或细节'],
  [/^(\S+) was to become (.+), now (.+)$/, (alias, was, now) => `${alias} 原计划变为 ${some(was)}，现为 ${some(now)}`],
  [/^no longer planned: (.+)$/s, (step) => `不再执行：${doing(step) ?? step}`],
  [/^planned now: (.+)$/s, (step) => `现在要执行：${doing(step) ?? step}`],
  [/^it can't be done now: (.+)$/s, (why) => `现在无法执行：${tell(troubles, why) ?? why}`],
  [/^(\S+) was (.+), now it is (.+)$/, (name, was, now) => `${name} 原为 ${some(was)}，现为 ${some(now)}`],
]

/** @param {string} value */
function some(value) {
  return value === 'nothing' || value === 'none' ? '无' : value
}

/** What changed since a plan was made, of a function or of the whole. @param {string} line */
function change(line) {
  const [, indent, key, text] = /^( *)(?:(\S+): )?(.+)$/s.exec(line) ?? ['', '', undefined, line]
  const told =
    tell(changes, text) ??
    tell([[/^and (\d+) more$/, (count) => `另有 ${count} 处`]], text) ??
    tell([[/^the order of functions, a note or a detail of the plan$/, () => '函数的顺序、说明或细节']], text) ??
    text
  return `${indent}${key === undefined ? '' : `${key}：`}${told}`
}

/** What became of a function because another one failed. @type {Record<string, string>} */
const together = { 'put back': '已恢复', stopped: '已停止' }

/** @type {Telling[]} */
const troubles = [
  [
    /^input (.+) holds the (secret id|secret key|token) that this run signs with: nothing was sent$/,
    (input, part) => `输入 ${input} 含有本次执行用于签名的 ${part}：没有发送任何请求`,
  ],
  [
    /^(\S+) has all traffic on v(\d+), and no release that is on record moved it there; it was not changed$/,
    (name, version) => `${name} 的全部流量在 v${version}，没有记录表明由某次发布切换到此：没有变更`,
  ],
  [/^(\S+) has no published version (\d+)$/, (name, version) => `${name} 没有已发布版本 ${version}`],
  [
    /^nothing is in release, and no run of the last (\d+) hours released anything that stands as it left it; nothing was changed \((.+)\)$/,
    (hours, now) => `没有函数在发布中，最近 ${hours} 小时内也没有仍保持原样的发布；没有变更任何内容（${now}）`,
  ],
  [
    /^(\S+) was changed since: it is (.+?)(?:, not (.+) as the run left it)?\. It was not changed$/,
    (alias, now, left) =>
      `${alias} 此后已被改动：现为 ${now}${left === undefined ? '' : `，不是该次执行留下的 ${left}`}。没有变更`,
  ],
  [/^the journal has no run (.+)$/, (run) => `操作记录中没有执行 ${run}`],
  [
    /^run (\w+) moved no traffic(?:: there is nothing to undo)?$/,
    (run) => `执行 ${run} 没有切换流量：没有可撤销的内容`,
  ],
  [/^the last run \((\w+)\) is an undo already$/, (run) => `最近一次执行（${run}）本身就是撤销`],
  [
    /^run (\S+) is about functions that this project does not have \((.+)\); nothing was changed$/,
    (run, names) => `执行 ${run} 针对的函数不属于列表（项目）：${others(names)}；未做任何变更`,
  ],
  [/^run (\w+) did not record where it was going$/, (run) => `执行 ${run} 没有记录它的目标`],
  [/^stable (\S+) is no version number$/, (version) => `stable ${version} 不是版本号`],
  [/^stable (\S+) was given without traffic$/, (version) => `给了 stable ${version}，却没有给 traffic`],
  [
    /^stable (\S+) can't be given with publish and traffic=0$/,
    (version) => `stable ${version} 不能与 publish 和 traffic=0 同时给出`,
  ],
  [
    /^handler (\S+) of (\S+): the package has no file (\S+)(?: \(nor (.+)\))?$/,
    (handler, name, file, others) =>
      `${name} 的 handler ${handler}：代码包中没有文件 ${file}${others === undefined ? '' : `（也没有 ${others}）`}`,
  ],
  [
    /^no run in the journal moved traffic: there is nothing to undo$/,
    () => '操作记录中没有切换过流量的执行：没有可撤销的内容',
  ],
  [
    /^function (\S+) does not exist in (\S+), namespace (\S+)$/,
    (name, region, space) => `函数 ${name} 在 ${region} 的命名空间 ${space} 中不存在`,
  ],
  [/^(\S+) has no alias (\S+)$/, (name, alias) => `${name} 没有别名 ${alias}`],
  [
    /^version (\d+) of (\S+) is (\w+)(.*)$/s,
    (version, name, status, why) => `${name} 的版本 ${version} 为 ${status}${why}`,
  ],
  [/^(\S+) is ((?:Create|Update|Publish|Delete)Failed)(.*)$/s, (name, status, why) => `${name} 为 ${status}${why}`],
  [
    /^alias (\S+) routes by rules, which weights would replace: (.+)$/,
    (alias, rules) => `别名 ${alias} 按规则路由，按比例分配会取代这些规则：${rules}`,
  ],
  [
    /^all traffic of (\S+) is on version (\d+), and no usable version is below it$/,
    (name, version) => `${name} 的全部流量在版本 ${version}，其下没有可用的版本`,
  ],
  [/^(\S+) has no usable published version$/, (name) => `${name} 没有可用的已发布版本`],
  [/^the journal holds no earlier routing of (\S+)$/, (name) => `日志中没有 ${name} 更早的路由`],
  [
    /^run (\w+) wrote (\S+) at (.+) and may be at work for (\d+) s more; nothing was changed$/,
    (run, alias, when, seconds) => `执行 ${run} 于 ${when} 写入了 ${alias}，可能还会进行 ${seconds} 秒；未做任何变更`,
  ],
  [
    /^plan (.+) is out of date: planning now gives (\w*); nothing was changed$/s,
    (then, now) => `计划 ${then} 已过时：现在的计划为 ${now}；未做任何变更`,
  ],
  [
    /^the plan is out of date, and nothing was changed; since then:\n(.+)$/s,
    (lines) => `计划已过时，未做任何变更；此后的变化：\n${lines.split('\n').map(change).join('\n')}`,
  ],
  [
    /^(\S+) changed meanwhile(?:, by run (\w+))?: it was (.+) when planned, now it is (.+); it was left$/,
    (alias, run, was, now) =>
      `${alias} 在此期间被改动${run === undefined ? '' : `（执行 ${run}）`}：计划时为 ${was}，现为 ${now}；已保持原样`,
  ],
  [
    /^someone else changed \$latest since (the plan|this run wrote it) \((.+)\): (.+)$/,
    (since, what, then) =>
      `${since === 'the plan' ? '计划之后' : '本次写入之后'}有人改动了 $latest（${what
        .split(/, | and /)
        .map((part) => differences[part] ?? part)
        .join('、')}）：${left[then] ?? then}`,
  ],
  [
    /^(.+): accepted, but nothing came of it within (\d+) s: neither the digest of the code nor the time of its last write has changed$/,
    (what, seconds) => `${doing(what) ?? what}：已被接受，但 ${seconds} 秒内没有生效：代码摘要和最后写入时间都没有变化`,
  ],
  [/^(.+): the code could not be read back$/, (what) => `${doing(what) ?? what}：无法读回代码`],
  [
    /^someone else changed the alias meanwhile, to (.+), and that is left as it is$/,
    (there) => `期间有人把别名改为 ${there}，已保持原样`,
  ],
  [
    /^the alias was written, but reading it back still differs: asked (.+), found (.*)$/,
    (asked, found) => `别名已写入，但读回的仍不同：要求 ${asked}，读到 ${found}`,
  ],
  [
    /^run (\w+) wrote the alias in the same moment as this one: now it is (.+)$/,
    (run, there) => `执行 ${run} 与本次同时写入了别名：现为 ${there}`,
  ],
  [
    /^the answer to PublishVersion was lost, and no version with this run's mark appeared within (\d+) s$/,
    (seconds) => `PublishVersion 的应答丢失，${seconds} 秒内也没有出现带有本次标记的版本`,
  ],
  [
    /^the answer to PublishVersion was lost, and listing the versions fails: (.+)$/s,
    (why) => `PublishVersion 的应答丢失，列出版本也失败：${why}`,
  ],
  [
    /^(.+), because (\S+) failed and the functions are released as one$/,
    (what, culprit) => `${culprit} 失败，而各函数作为一组发布：${together[what] ?? tell(troubles, what) ?? what}`,
  ],
  [
    /^the journal holds no run: there is nothing to (resume|abort)$/,
    (verb) => `日志中没有执行记录：没有可${verbs[verb]}的`,
  ],
  [
    /^the last run \((\w+), (\w+)\) was carried to its end: there is nothing to (resume|abort)$/,
    (run, kind, verb) => `最近一次执行（${run}，${kind}）已完成：没有可${verbs[verb]}的`,
  ],
  [
    /^run (\w+) broke off before it changed code or traffic: there is nothing to put back$/,
    (run) => `执行 ${run} 在变更代码或流量之前中断：没有需要恢复的内容`,
  ],
  [/^run (\w+) was a (\w+), which the same command continues$/, (run, kind) => `执行 ${run}（${kind}）由同一命令继续`],
  [
    /^the project is not what it was when the run broke off .+; nothing was changed$/,
    () => '与中断时相比内容已不同（代码、函数或名称），这将是另一个要求；未做任何变更',
  ],
  [
    /^the journal can't be read \((.+)\), so nothing was changed$/s,
    (why) => `日志无法读取（${why}），因此未做任何变更`,
  ],
  [
    /^the journal can't be written \((.+)\), so nothing more is changed$/s,
    (why) => `日志无法写入（${why}），因此不再继续变更`,
  ],
  [
    /^the journal (.+) in this browser could not be (\w+): (.+)$/s,
    (name, _, why) => `此浏览器中的日志 ${name} 无法读写：${why}`,
  ],
  [
    /^the journal has entries of format (\d+), .+ knows formats up to (\d+), and changed nothing$/,
    (format, known) =>
      `日志中有格式 ${format} 的记录，由更新的 scf-grayscale 写入；本版本只认识到格式 ${known}，未做任何变更`,
  ],
  [/^(.+): the file is empty$/s, (name) => `${name}：文件为空`],
  [/^(.+): no line of it is an entry of a journal$/s, (name) => `${name}：其中没有一行是日志记录`],
  [/^(.+): line (\d+) is no entry of a journal$/s, (name, line) => `${name}：第 ${line} 行不是日志记录`],
  [/^line (\d+) of the journal: (.+)$/s, (line, why) => `日志第 ${line} 行：${broken(why)}`],
  [
    /^another run is under way here: (\w+) by (.+), since (.+) \((\d+) s\); nothing was changed$/,
    (kind, who, since, seconds) =>
      `另一次执行正在进行：${who} 的 ${kind}，自 ${since} 起（${seconds} 秒）；未做任何变更`,
  ],
  [/^(.+) took over at (.+), so this run writes nothing more$/, (who, at) => `${who} 于 ${at} 接管，本次执行不再写入`],
  [/^the lock of this run is gone, so this run writes nothing more$/, () => '本次执行的锁已不在，因此不再写入'],
  [/^stopped while looking; nothing had been changed$/, () => '在查看时停止；未做任何变更'],
  [/^stopped before it was put back$/, () => '在恢复之前停止'],
  [
    /^stopped (before|during): (.+)$/s,
    (when, what) => `${when === 'before' ? '停止于此步之前' : '停止于此步'}：${doing(what) ?? what}`,
  ],
  [/^the (secret id|secret key|token) is empty$/, (part) => `${part} 为空`],
  [
    /^the (secret id|secret key|token) holds a character that no .+ has$/,
    (part) => `${part} 中有不允许的字符（空格、换行或引号）`,
  ],
  [
    /^(.+?): the API answered (.+) \(HTTP (\d+)\)$/s,
    (what, answer, status) => `${doing(what) ?? what}：API 返回了${answers[answer] ?? answer}（HTTP ${status}）`,
  ],
  [
    /^(.+): still (\w+|not ready) after (\d+) s$/s,
    (what, status, seconds) => `${doing(what) ?? what}：${seconds} 秒后仍为 ${status}`,
  ],
  [/^(.+): it is left as it is, the others go on$/s, (why) => `${tell(troubles, why) ?? why}：保持原样，其他函数继续`],
  [/^not ready yet$/, () => '尚未就绪'],
  [/^not ready yet after (\d+) s$/, (seconds) => `${seconds} 秒后仍未就绪`],
  [
    /^(\S+): (\w+) in (\S+): (\S+) calls a second from now on$/,
    (code, action, region, rate) => `${code}：${region} 的 ${action} 降为每秒 ${rate} 次`,
  ],
  [/^(\S+): (.+); trying again$/s, (code, message) => `${code}：${message}；正在重试`],
  [
    /^(\S+): (.+); still trying after (\d+) s$/s,
    (code, message, seconds) => `${code}：${message}；已重试 ${seconds} 秒，仍在重试`,
  ],
  [
    /^the run that was taken over may have sent a call: looking again when it can't arrive any more$/,
    () => '被接管的执行可能已发出请求：待其不会再到达时再次查看',
  ],
  [
    /^stopped before looking again for what the other run had sent: .+$/,
    () => '在再次查看另一次执行所发请求之前停止：请查看函数的现状',
  ],
  [
    /^the monitor is late: the last (?:(\d+) minutes|minute) may not be complete yet$/,
    (minutes = '1') => `监控有延迟：最近 ${minutes} 分钟的数据可能尚不完整`,
  ],
  [
    /^(\S+): no calls in this time, so nothing can be said of it$/,
    (version) => `${version}：这段时间内没有调用，无法判断`,
  ],
  [
    /^the last (\d+) s are left out: only full periods of (\d+) s are counted$/,
    (seconds, step) => `不含最近 ${seconds} 秒：只统计完整的 ${step} 秒时段`,
  ],
  [/^no full minute is over yet$/, () => '还没有完整的一分钟'],
]

/** What came of a step that could not be seen to be done. @type {Record<string, string>} */
const doubts = {
  'accepted, not confirmed': '已被接受，未能确认',
  'perhaps: the answer was lost': '可能已完成：应答丢失',
}

/** Why the journal's chain does not hold. @param {string} why */
function broken(why) {
  if (why === 'it was changed after it was written') return '写入后被改动过'
  if (why === 'it says what no run writes') return '不是执行会写入的内容'
  if (why.startsWith('it holds control characters')) return '含有控制字符，执行不会写入'
  if (why.startsWith('it does not follow')) return '与前一行不连续：有行被移动、插入或删除'
  if (why.endsWith('missing')) return '之前有行缺失，或缺少校验和'
  return why
}

/**
 * @param {Telling[]} tellings
 * @param {string} text
 */
function tell(tellings, text) {
  for (const [said, told] of tellings) {
    const match = said.exec(text)
    if (match) return told(...match.slice(1))
  }
  return undefined
}

/** What the page says in place of an answer (relay.js). */
const OFFLINE = 'this computer is offline'

/** A call that did not work: what it was for, then the API's or the network's own words. @param {string} text */
function failedCall(text) {
  for (let at = text.indexOf(': '); at >= 0; at = text.indexOf(': ', at + 2)) {
    const what = doing(text.slice(0, at))
    const why = text.slice(at + 2)
    if (what !== undefined) return `${what}：${why.replace(OFFLINE, '本机已离线')}`
  }
  return undefined
}

/** A step that was sent and never confirmed. @param {string} text */
function doubted(text) {
  const [, what = '', doubt = ''] = /^(.+) \(([^()]+)\)$/s.exec(text) ?? []
  const told = doubt in doubts ? doing(what) : undefined
  return told && `${told}（${doubts[doubt]}）`
}

/** What was changed, where several functions were: the function's name stands before it. @param {string} text */
function ofFunction(text) {
  const [, name, what = ''] = /^([\w-]+): (.+)$/s.exec(text) ?? []
  const told = what && (doubted(what) ?? tell(plans, what))
  return told ? `${name}：${told}` : undefined
}

/**
 * What the engine says, in Chinese. `tests/browser/languages.test.js` and `chinese.test.js` hold that the plans and the
 * errors of the page are told.
 *
 * @param {string} text as the engine says it
 * @returns {string | undefined} undefined where no words are known for it
 */
export const toldInChinese = (text) =>
  doubted(text) ?? tell(troubles, text) ?? tell(plans, text) ?? ofFunction(text) ?? failedCall(text)
