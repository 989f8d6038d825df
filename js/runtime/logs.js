// @ts-check
/** @import { Store, StoreText } from '../types.js' */
import { through } from '../store/through.js'

/**
 * A log, and what was read of it.
 *
 * @typedef {{ log: Store, text: string, position?: string }} Known
 */

/**
 * The log of the stage, and those of its rollouts. Each is opened once, since a store may hold a connection, and what was read
 * of it is kept: logs only grow, so the next reading asks for what is new.
 */
export class Logs {
  #stage
  /** @type {Map<string, Known>} */
  #rollouts = new Map()

  /** @param {Store} store of the stage */
  constructor(store) {
    this.#stage = /** @type {Known} */ ({ log: store, text: '', position: undefined })
  }

  /**
   * The stage's log.
   *
   * @param {{ newest: number }} options bytes that are enough
   * @returns {Promise<StoreText>}
   */
  stage(options) {
    return readOn(this.#stage, options)
  }

  /** The log of a rollout. @param {string} id @returns {Store} */
  rollout(id) {
    return this.#of(id).log
  }

  /** The whole log of a rollout. @param {string} id @returns {Promise<StoreText>} */
  readRollout(id) {
    return readOn(this.#of(id))
  }

  /** Lets connections of rollouts go; they are made again where they are needed. */
  async close() {
    const rollouts = [...this.#rollouts.values()]
    this.#rollouts.clear()
    for (const { log } of rollouts) await log.close()
  }

  /** @param {string} id */
  #of(id) {
    const known = this.#rollouts.get(id) ?? remembering(this.#stage.log.rollout(id))
    this.#rollouts.set(id, known)
    return known
  }
}

/** What is appended by this process need not be read again. @param {Store} store @returns {Known} */
function remembering(store) {
  const append = async (/** @type {string} */ position, /** @type {string[]} */ lines) => {
    const came = await store.append(position, lines)
    if ('position' in came && known.position === position) {
      keep(known, { text: known.text + lines.map((line) => `${line}\n`).join(''), position: came.position })
    }
    return came
  }
  /** @type {Known} */
  const known = { log: through(store, { append }), text: '', position: undefined }
  return known
}

/**
 * @param {Known} known
 * @param {{ newest: number }} [options]
 * @returns {Promise<StoreText>}
 */
async function readOn(known, options) {
  // two may read at once, each from where it began
  const { log, text: before, position: from } = known
  if (log.trims || from === undefined) return keep(known, await log.read(undefined, options))
  try {
    const { text, ...rest } = await log.read(from)
    return keep(known, { text: before + text, ...rest })
  } catch {
    // it may have been moved away, or replaced
    Object.assign(known, { text: '', position: undefined })
    return keep(known, await log.read(undefined, options))
  }
}

/** @param {Known} known @param {StoreText} read */
function keep(known, read) {
  if (read.text.length >= known.text.length) Object.assign(known, { text: read.text, position: read.position })
  return read
}
