// @ts-check
/** @import { GrayscaleError } from '../../errors.js' */
/** @import { Look } from './text.js' */
import { clean, pairs, plain, wrap } from './text.js'

/**
 * An error as one block: what happened, to which function, what had been changed by then, and what to do.
 *
 * @param {GrayscaleError} error
 * @param {Look & { changes?: boolean }} [look] `changes: false` where nothing could have been changed, so that nothing
 *   need be said about it
 * @returns {string}
 */
export function renderError(error, { paint = plain, width = 80, changes = true } = {}) {
  const out = wrap(`${paint.bold(error.code)}  ${clean(error.message)}`, { lead: `${paint.red('✖')} `, width })
  out.push(...pairs(facts(error, changes), { paint, width }))
  for (const other of error.errors ?? []) {
    if (other.code === error.code && other.function === error.function) continue
    const about = other.function === undefined ? '' : `${other.function}: `
    out.push(...wrap(clean(`${about}${other.code}  ${other.message}`), { lead: `  ${paint.red('✖')} `, width }))
  }
  if (error.hint) out.push(...wrap(clean(error.hint), { lead: `  ${paint.cyan('→')} `, width }))
  return `${out.join('\n')}\n`
}

/**
 * @param {GrayscaleError} error
 * @param {boolean} changes
 */
function facts(error, changes) {
  /** @type {[string, string][]} */
  const rows = []
  if (error.function) rows.push(['function', clean(error.function)])
  if (error.requestId) rows.push(['RequestId', clean(error.requestId)])
  if (error.changed.length > 0) rows.push(['changed', error.changed.map(clean).join('\n')])
  else if (changes) rows.push(['changed', 'nothing was changed'])
  return rows
}
