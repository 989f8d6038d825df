// @ts-check
/** @import { Replayed } from '../rollout-replay.js' */
/** @import { Look } from './text.js' */
import { words } from '../words/index.js'
import { clean, plain, table, wrap } from './text.js'

/**
 * How a policy did on recorded minutes.
 *
 * @param {{ seed: number, functions: Replayed[] }} replay
 * @param {Look} [look]
 * @returns {string}
 */
export function renderReplay({ seed, functions }, { paint = plain, width = 80 } = {}) {
  const said = words().render.replay
  const blocks = functions.map(({ key, minutes, calls, bad, rehearsals }) => {
    const head = wrap(clean(said.recorded({ key, minutes, calls, bad })), { width })
    if (rehearsals.length === 0) return [...head, said.nothing()]
    const rows = rehearsals.map((one) => {
      const shown = [one.done, one.rolledBack, one.paused].map((count) => `${count}/${one.runs}`)
      const back = one.minutes === undefined ? ['–', '–'] : [`${one.minutes}`, `${one.failed}`]
      return [said.canary(one.times), ...shown, ...back]
    })
    const headings = [said.of(), said.done(), said.back(), said.paused(), said.minutes(), said.failed()]
    return [...head, ...table(headings, rows, { paint, indent: '' })]
  })
  return `${[...blocks, [said.seed(seed)]].map((lines) => lines.join('\n')).join('\n\n')}\n`
}
