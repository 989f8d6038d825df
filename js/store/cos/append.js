// @ts-check
/** @import { StoreAppended, StoreConflict, StoreText } from '../../types.js' */
/** @import { CosClient } from './client.js' */
import { StoreError } from '../../errors.js'
import { words } from '../../words/index.js'
import { personal } from './client.js'
import { bytesOf, MOST_BYTES, readObject } from './object.js'

/** Statuses that say nothing about whether a bucket takes APPEND at all. */
const otherwise = [401, 404, 408, 411, 412, 416, 429]

/** A log in one object to which APPEND adds. Its positions are numbers of bytes, each behind a line feed. */
export class AppendedLog {
  #client
  #key

  /** @param {CosClient} client @param {string} key */
  constructor(client, key) {
    this.#client = client
    this.#key = key
  }

  /**
   * One byte before the position is read too: it has to be there, and to be a line feed. So an object that was deleted,
   * or made again, is not taken for one with nothing new.
   *
   * @param {number} from above 0
   * @returns {Promise<StoreText>}
   */
  async read(from) {
    const part = await readObject(this.#client, this.#key, { from: from - 1 })
    if (!('text' in part)) throw this.#gone()
    if (!part.text.startsWith('\n') || !part.text.endsWith('\n')) throw this.#gone()
    return { text: part.text.slice(1), position: positionOf(part.end), now: part.now }
  }

  /**
   * @param {number} position
   * @param {string[]} lines
   * @returns {Promise<StoreAppended | StoreConflict | { refused: string } | { normal: true }>} `refused`: this bucket takes no
   *   APPEND; by which code it says so. `normal`: there is an object that was not made by APPEND
   */
  async append(position, lines) {
    const body = `${lines.join('\n')}\n`
    const end = position + bytesOf(body)
    if (end > MOST_BYTES) throw new StoreError(words().store.tooLarge(`cos: ${this.#key}`, MOST_BYTES >> 20))
    const answer = await this.#client.ask({
      action: 'AppendObject',
      method: 'POST',
      key: this.#key,
      params: { append: '', position: String(position) },
      body,
      once: true,
      expected: [400, 403, 404, 405, 409, 501],
    })
    const { status, code, now } = answer
    if (status < 300) return { position: positionOf(end), now }
    if (status === 409 && code === 'ObjectNotAppendable') return { normal: true }
    if (status === 409) return this.#conflict(position, code)
    if (otherwise.includes(status) || personal.includes(code)) throw this.#client.refused('AppendObject', answer)
    return { refused: code || `HTTP ${status}` }
  }

  /**
   * What is in the way at a position where an APPEND was refused: lines that came before, or nothing at all.
   *
   * @param {number} position
   * @param {string} code
   * @returns {Promise<StoreConflict | { refused: string }>}
   */
  async #conflict(position, code) {
    const headers = { range: `bytes=${Math.max(position - 1, 0)}-${Math.max(position - 1, 0)}` }
    const expected = [404, 416]
    const request = { action: 'GetObject', method: 'GET', key: this.#key, headers, expected }
    const { status } = await this.#client.ask(request)
    if (status < 300) return { conflict: true }
    if (position > 0) throw this.#gone()
    return { refused: code || 'HTTP 409' }
  }

  #gone() {
    return new StoreError(words().store.gone(`cos: ${this.#key}`))
  }
}

/** @param {number} bytes */
export const positionOf = (bytes) => `b${bytes}`
