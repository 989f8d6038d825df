// @ts-check
/** @import { History, HistoryRun } from '../types.js' */
/** @import { Look, Paint } from './text.js' */
import { words } from '../words/index.js'
import { placeOf } from './status.js'
import { clean, pairs, plain, wrap } from './text.js'
import { timeText } from './units.js'

const signs = { done: '✔', stopped: '⚠', putBack: '↩', failed: '✖', unfinished: '◌' }
const paints = /** @type {const} */ ({
  done: 'green',
  stopped: 'yellow',
  putBack: 'yellow',
  failed: 'red',
  unfinished: 'yellow',
})

/**
 * The runs of a journal, a block each, and what was found where it was looked at line by line.
 *
 * @param {History} history
 * @param {Look} [look]
 * @returns {string}
 */
export function renderHistory({ runs, total, verified }, { paint = plain, width = 80 } = {}) {
  const said = words().render
  const blocks = runs.map((run) => block(run, paint, width))
  if (total === 0) blocks.push([said.history.none()])
  if (total > runs.length) blocks.push([said.older(total - runs.length)])
  const found = verified?.text ?? []
  if (found.length > 0)
    blocks.push(found.flatMap((text) => wrap(clean(text), { lead: `${said.history.journal()}  `, width })))
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

/**
 * @param {HistoryRun} run
 * @param {Paint} paint
 * @param {number} width
 */
function block({ run, kind, when, who, asked, how, text, functions }, paint, width) {
  const said = words().render.history
  const sign = paint[paints[how]](signs[how])
  const title = `${timeText(when)}  ${paint.bold(clean(kind))}  ${clean(run)}  ${clean(text)}`
  const several = new Set(functions.map(placeOf)).size > 1
  /** @type {[string, string][]} */
  const rows = [
    ...(who ? [/** @type {[string, string]} */ ([said.who(), clean(who)])] : []),
    ...(asked ? [/** @type {[string, string]} */ ([said.asked(), clean(asked)])] : []),
    ...functions.map((one) => /** @type {[string, string]} */ ([clean(one.key), functionText(one, several)])),
  ]
  return [...wrap(title, { lead: `${sign} `, width }), ...pairs(rows, { paint, indent: '    ', width })]
}

/**
 * @param {HistoryRun['functions'][number]} one
 * @param {boolean} several whether functions of several places are shown
 */
function functionText(one, several) {
  const place = several ? [placeOf(one)] : []
  const code = one.code === undefined ? [] : [one.code]
  return clean([...place, ...one.steps.map(({ text }) => text), ...code].join('\n'))
}
