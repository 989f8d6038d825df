// @ts-check
/** @import { Invoked } from '../types/generated.js' */
/** @import { Look } from './text.js' */
import { writtenLines } from './logs.js'
import { clean, plain, wrap } from './text.js'
import { megabytes, milliseconds } from './units.js'

/**
 * How an invocation went: the facts, and its log. What it returned is for whoever called.
 *
 * @param {Invoked} invoked
 * @param {Look} [look]
 * @returns {string}
 */
export function renderInvoked(invoked, { paint = plain, width = 80 } = {}) {
  const { ok, function: name, qualifier, requestId, duration, billed, memory, fault, log } = invoked
  const sign = ok ? paint.green('✔') : paint.red('✖')
  const facts = [`${name} (${qualifier})`, milliseconds(duration), `billed ${milliseconds(billed)}`, megabytes(memory)]
  const out = wrap(clean([...facts, `RequestId ${requestId}`].join('  ')), { lead: `${sign} `, width })
  out.push(...writtenLines(log.trimEnd().split('\n'), fault, paint))
  return `${out.join('\n').trimEnd()}\n`
}
