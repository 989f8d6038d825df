// @ts-check
/** @import { GrayscaleError } from '../errors.js' */
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
  const parts = error.errors ?? []
  const look = { paint, width }
  // of inputs, where the message is a line for each part, and each has its own way out
  if (parts.length > 1 && parts.map(({ message }) => message).join('\n') === error.message) {
    const told = parts.flatMap((part) => [...head(part, look), ...pairs(whose(part), look), ...wayOut(part, look)])
    return `${[...told, ...pairs(changed(error, changes), look)].join('\n')}\n`
  }
  const out = [...head(error, look), ...pairs([...whose(error), ...changed(error, changes)], look)]
  for (const other of parts) {
    if (other.code === error.code && other.function === error.function) continue
    const about = other.function === undefined ? '' : `${other.function}: `
    out.push(...wrap(clean(`${about}${other.code}  ${other.message}`), { lead: `  ${paint.red('✖')} `, width }))
    if (other.hint !== error.hint) out.push(...wayOut(other, { ...look, indent: '    ' }))
  }
  return `${[...out, ...wayOut(error, look)].join('\n')}\n`
}

/**
 * @param {GrayscaleError} error
 * @param {Required<Look>} look
 */
function head({ code, message }, { paint, width }) {
  return wrap(`${paint.bold(code)}  ${clean(message)}`, { lead: `${paint.red('✖')} `, width })
}

/**
 * @param {GrayscaleError} error
 * @param {Required<Look> & { indent?: string }} look
 */
function wayOut({ hint }, { paint, width, indent = '  ' }) {
  return hint ? wrap(clean(hint), { lead: `${indent}${paint.cyan('→')} `, width }) : []
}

/**
 * @param {GrayscaleError} error
 * @returns {[string, string][]}
 */
function whose({ function: name, requestId }) {
  /** @type {[string, string][]} */
  const rows = []
  if (name) rows.push(['function', clean(name)])
  if (requestId) rows.push(['RequestId', clean(requestId)])
  return rows
}

/**
 * @param {GrayscaleError} error
 * @param {boolean} changes
 * @returns {[string, string][]}
 */
function changed(error, changes) {
  if (error.changed.length > 0) return [['changed', error.changed.map(clean).join('\n')]]
  return changes ? [['changed', 'nothing was changed']] : []
}
