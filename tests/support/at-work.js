// A run of somebody else that is at work, as docs/journal.md describes its lines.

import { createHash } from 'node:crypto'

/** A line behind another one: its sum is of the sum before, a line feed, and its own text. */
function sealed(fields, { seq, sum }) {
  const text = JSON.stringify({ v: 4, seq: seq + 1, prev: sum, ...fields }).slice(0, -1)
  const own = createHash('sha256').update(`${sum}\n${text}`).digest('hex').slice(0, 16)
  return `${text},"sum":"${own}"}`
}

const run = { run: '0a1b2c3d', kind: 'deploy' }
const asked = { tool: '0.1.0', order: '0123456789abcdef', stage: 'dev', alias: '$DEFAULT', functions: [] }

/**
 * Its first line, behind the last one of a journal's text.
 *
 * @param {{ who: string, process?: string, at?: number }} about
 * @param {string} [text]
 */
export function beginLine({ who, process, at = Date.now() }, text = '') {
  return sealed({ at, ...run, phase: 'begin', who, process, ...asked }, endOf(text))
}

/** Its last one. @param {string} text */
export function endLine(text) {
  return sealed({ at: Date.now(), ...run, phase: 'end', how: 'done', functions: [] }, endOf(text))
}

/** @param {string} text */
function endOf(text) {
  const last = text.trimEnd().split('\n').at(-1)
  return last ? JSON.parse(last) : { seq: 0, sum: '' }
}

/**
 * Begins such a run in a store.
 *
 * @param {import('../../js/types.js').Store} store
 * @param {{ who: string, process?: string }} about
 * @returns {Promise<() => Promise<void>>} ends it
 */
export async function atWork(store, about) {
  const { text, position } = await store.read()
  await store.append(position, [beginLine(about, text)])
  return async () => {
    const now = await store.read()
    await store.append(now.position, [endLine(now.text)])
  }
}
