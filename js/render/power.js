// @ts-check
/** @import { Forecast } from '../rollout-rehearsal.js' */
/** @import { Look } from './text.js' */
import { words } from '../words/index.js'
import { percent } from './split.js'
import { clean, plain, table, wrap } from './text.js'

/**
 * What a rollout can see with the traffic that its functions had, and what it can't: after how many minutes the canary is shown to
 * be healthy, and one is seen that always fails, or 10 or 4 times as often as stable.
 *
 * @param {{ functions: Forecast[] }} forecast
 * @param {Look} [look]
 * @returns {string}
 */
export function renderPower({ functions }, { paint = plain, width = 80 } = {}) {
  const said = words().render.power
  const blocks = functions.map(({ key, minutes, calls, bad, power }) => {
    if (!power) return wrap(clean(said.nothing({ key })), { width })
    const head = wrap(clean(said.recorded({ key, calls, minutes, bad })), { width })
    const rows = power.steps.map(({ share, rate, calls: needed, broken, ten, four }) => [
      percent(share),
      Number(rate).toPrecision(2),
      said.minutes(needed === null || rate === 0 ? null : Math.ceil(needed[0] / rate)),
      ...[broken, ten, four].map((one) => said.minutes(one)),
    ])
    const headings = [said.step(), said.rate(), said.healthy(), said.broken(), said.ten(), said.four()]
    const advice = power.advice.flatMap(({ text }) => wrap(clean(text), { lead: `${paint.yellow('!')} `, width }))
    return [...head, ...table(headings, rows, { paint, indent: '' }), ...advice]
  })
  return `${[[paint.bold(said.title())], ...blocks].map((lines) => lines.join('\n')).join('\n')}\n`
}
