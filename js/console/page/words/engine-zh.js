// @ts-check
/**
 * What the engine says of plans, in Chinese: the same figures and names in other words. The engine speaks English; what is
 * not known here stays as the engine said it. `tests/browser/languages.test.js` holds that all plans of the page are.
 */

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
  unchanged: '无变化',
}

/** @type {Telling[]} */
const tellings = [
  [/^unchanged$/, () => '无变化'],
  [/^will be changed$/, () => '将变更'],
  [/^will be created$/, () => '将创建'],
  [/^will be deleted$/, () => '将删除'],
  [
    /^publish \$latest as a new version \(expected: (\d+)\)$/,
    (version) => `将 $latest 发布为新版本（预计为 ${version}）`,
  ],
  [/^published version (\d+)$/, (version) => `已发布版本 ${version}`],
  [/^shift (\S+): (.+) → (.+)$/, (alias, from, to) => `切换 ${alias}：${routing(from)} → ${routing(to)}`],
  [
    /^after publishing, so that the last published version is this run's own$/,
    () => '在发布之后进行，使最近发布的版本就是本次的版本',
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
    /^All traffic of (.+) will be on code that no published version is known to hold\. Go on\?$/,
    (names) => `${names} 的全部流量将在没有已发布版本保存的代码上。继续吗？`,
  ],
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
]

/**
 * @param {string} text as the engine says it
 * @returns {string | undefined} undefined where no words are known for it
 */
export function toldInChinese(text) {
  for (const [said, told] of tellings) {
    const match = said.exec(text)
    if (match) return told(...match.slice(1))
  }
  return undefined
}
