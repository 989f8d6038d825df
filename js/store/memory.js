// @ts-check
/** @import { Store } from '../types.js' */
import { words } from '../words/index.js'

/**
 * A journal that lives as long as the program: for those who keep it elsewhere, or need none.
 *
 * @param {string} [text] what an earlier run left
 * @returns {Store}
 */
export function memoryStore(text = '') {
  /** Since the last reading: a text that is looked at after each line would be copied with each line. @type {string[]} */
  let lines = []
  return {
    async read() {
      if (lines.length > 0) {
        const between = text === '' || text.endsWith('\n') ? '' : '\n'
        text = `${text}${between}${lines.join('\n')}\n`
        lines = []
      }
      return text
    },
    async append(line) {
      lines.push(line)
    },
    describe: () => words().runtime.journal.memory(),
    async close() {},
  }
}
