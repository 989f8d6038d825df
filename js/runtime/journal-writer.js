// @ts-check
/** @import { Store } from '../types.js' */

/**
 * Writes the lines of one run into a store, in order: those that come while some are being written go together, since
 * each time takes a disk as long. After one that failed no other is written, for it would follow what may not be there.
 */
export class JournalWriter {
  #store
  #token
  /** @type {string[]} */
  #waiting = []
  /** @type {Promise<void> | undefined} */
  #next
  /** @type {Promise<void>} */
  #last = Promise.resolve()

  /**
   * @param {Store} store
   * @param {string} [token] of the lock that was taken
   */
  constructor(store, token) {
    this.#store = store
    this.#token = token
  }

  /**
   * @param {string} line
   * @returns {Promise<void>} when it is written
   */
  write(line) {
    this.#waiting.push(line)
    if (!this.#next) {
      this.#next = this.#last.then(() => this.#flush())
      this.#last = this.#next
    }
    return this.#next
  }

  async #flush() {
    const lines = this.#waiting
    this.#waiting = []
    this.#next = undefined
    if (lines.length > 1 && this.#store.appendAll) return this.#store.appendAll(lines, this.#token)
    for (const line of lines) await this.#store.append(line, this.#token)
  }
}
