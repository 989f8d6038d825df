// @ts-check
/** @import { Store } from '../types.js' */

/**
 * The logs of rollouts beside that of the stage. Each is opened once, since a store may hold a connection, and what was read of
 * it is kept: a look reads what is new.
 */
export class RolloutLogs {
  #store
  /** @type {Map<string, { log: Store, text: string, position?: string }>} */
  #logs = new Map()

  /** @param {Store} store of the stage */
  constructor(store) {
    this.#store = store
  }

  /** @param {string} id @returns {Store} */
  of(id) {
    return this.#known(id).log
  }

  /**
   * @param {string} id
   * @returns {Promise<{ text: string, position: string }>} the whole log
   */
  async read(id) {
    const known = this.#known(id)
    // two may read at once, from the same place or not
    const { log, text: before, position: from } = known
    try {
      const { text: more, position } = await log.read(from)
      const text = before + more
      if (text.length >= known.text.length) Object.assign(known, { text, position })
      return { text, position }
    } catch (error) {
      // it may have been replaced: the next one reads it as a whole
      Object.assign(known, { text: '', position: undefined })
      throw error
    }
  }

  /** Lets connections go; they are made again where they are needed. */
  async close() {
    const logs = [...this.#logs.values()]
    this.#logs.clear()
    for (const { log } of logs) await log.close()
  }

  /** @param {string} id */
  #known(id) {
    const known = this.#logs.get(id) ?? { log: this.#store.rollout(id), text: '', position: undefined }
    this.#logs.set(id, known)
    return known
  }
}
