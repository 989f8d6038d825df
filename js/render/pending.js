// @ts-check
/** @import { Pending } from '../types.js' */
/** @import { Look } from './text.js' */
import { clean, plain, wrap } from './text.js'

/**
 * A run that is under way, or that did not end as it was asked for, and what to type.
 *
 * @param {Pending | undefined} pending
 * @param {Look} [look]
 * @returns {string} nothing where there is none
 */
export function renderPending(pending, { paint = plain, width = 80 } = {}) {
  if (!pending) return ''
  const lines = [
    ...wrap(clean(pending.text), { lead: `${paint.yellow('⚠')} `, width }),
    ...wrap(clean(pending.hint), { lead: `  ${paint.cyan('→')} `, width }),
  ]
  return `${lines.join('\n')}\n\n`
}
