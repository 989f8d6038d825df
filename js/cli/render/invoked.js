// @ts-check
/** @import { Invoked } from '../../types.js' */
/** @import { Look } from './text.js' */
import { clean, plain, wrap } from './text.js'

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
  const stack = fault?.stack && !log.includes(fault.stack) ? fault.stack.trim().split('\n') : []
  for (const line of stack) out.push(`  ${paint.red(clean(line))}`)
  for (const line of log.trimEnd().split('\n')) out.push(`  ${paint.dim(clean(line))}`.trimEnd())
  return `${out.join('\n').trimEnd()}\n`
}

/** @param {number} ms */
export function milliseconds(ms) {
  return ms >= 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Number(ms.toFixed(1))} ms`
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
