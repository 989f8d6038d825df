// @ts-check
/** @import { Store } from '../types.js' */

/**
 * A journal that lives as long as the program: for those who keep it elsewhere, or need none.
 *
 * @param {string} [text] what an earlier run left
 * @returns {Store}
 */
export function memoryStore(text = '') {
  return {
    async read() {
      return text
    },
    async append(line) {
      text += text === '' || text.endsWith('\n') ? `${line}\n` : `\n${line}\n`
    },
    describe: () => 'memory',
    async close() {},
  }
}
