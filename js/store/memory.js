// @ts-check
/** @import { Store } from '../types.js' */
import { StoreError } from '../errors.js'
import { words } from '../words/index.js'
import { textOfFile } from './appends.js'
import { numberOf, requireLines, requireRollout } from './lines.js'

/**
 * A journal that lives as long as the program: for those who keep it elsewhere, or need none. A position is the number of
 * lines before it.
 *
 * @param {string} [text] what an earlier run left, here or in a file
 * @param {{ now?: () => number }} [options] `now`: its clock, in milliseconds since 1970, where it is not this machine's
 * @returns {Store}
 */
export function memoryStore(text = '', { now = Date.now } = {}) {
  const lines = textOfFile(text).split('\n')
  if (lines[lines.length - 1] === '') lines.pop()
  /** @type {Map<string, Store>} */
  const rollouts = new Map()
  const where = () => words().runtime.journal.memory()

  return {
    async read(from = '0') {
      const start = numberOf(from)
      if (start === undefined || start > lines.length) throw new StoreError(words().runtime.journal.noPosition(where()))
      const behind = lines.slice(start)
      return { text: behind.map((line) => `${line}\n`).join(''), position: String(lines.length), now: now() }
    },
    async append(position, added) {
      requireLines(added)
      if (numberOf(position) !== lines.length) return { conflict: true }
      for (const line of added) lines.push(line)
      return { position: String(lines.length), now: now() }
    },
    rollout(id) {
      const known = rollouts.get(requireRollout(id)) ?? memoryStore('', { now })
      rollouts.set(id, known)
      return known
    },
    describe: where,
    async close() {},
  }
}
