// @ts-check
/**
 * A log in objects that are created once, numbered from 1, an append each. Which one is next is decided by the service: of
 * two that create the same number the second is refused.
 *
 * An object repeats the appends since the last multiple of 8, and each 32 appends a snapshot of the whole log is written over
 * the one before. So whoever has read up to the end needs one request to learn that nothing is new, and whoever comes new
 * needs about ten: the snapshot, up to four whole groups, and three halvings of the last one, since numbers have no gaps.
 * Large appends are not repeated, so that what is stored stays about twice the log; whoever comes new reads them one by one.
 * A snapshot saves requests and decides nothing: one that is old or missing only makes a reading longer.
 */
/** @import { StoreAppended, StoreConflict, StoreText } from '../../types.js' */
/** @import { CosClient } from './client.js' */
import { StoreError } from '../../errors.js'
import { words } from '../../words/index.js'
import { bytesOf, readObject } from './object.js'

/** So many appends share their text. A line is stored 4.5 times on average, and once more in the snapshot. */
const GROUP = 8
const SNAPSHOT = 32
/** More than this is not repeated in the next object. */
const REPEATED_BYTES = 4096
const DIGITS = 12
const SNAPSHOT_TIMEOUT_MS = 10_000

/** The appends that an object holds: its own is the last one. @typedef {{ at: number, appends: string[][] }} Numbered */

export class NumberedLog {
  #client
  #key
  /** The newest object that is known, which spares reading it again before the next append. @type {Numbered | undefined} */
  #newest
  /** @type {Promise<void>} */
  #saving = Promise.resolve()

  /** @param {CosClient} client @param {string} key */
  constructor(client, key) {
    this.#client = client
    this.#key = key
  }

  /**
   * @param {number} from the number of the last append that is known
   * @param {number} [newest]
   * @returns {Promise<StoreText>}
   */
  async read(from, newest) {
    const start = from === 0 ? await this.#snapshot(newest) : { at: from, text: '' }
    if (from === 0) this.#remember({ at: start.at, appends: [] }) // the last one of a group: the next begins without it
    const { appends, at, now } = await this.#since(start.at)
    return { text: start.text + textOf(appends), position: positionOf(at), now }
  }

  /**
   * @param {number} position
   * @param {string[]} lines
   * @returns {Promise<StoreAppended | StoreConflict>}
   */
  async append(position, lines) {
    const at = position + 1
    const appends = [...(await this.#repeatedAfter(position)), lines]
    const { status, headers, code, now } = await this.create(this.#name(at), encode(appends))
    if (status === 409 && code !== 'PathConflict') return { conflict: true }
    if (status === 409) throw new StoreError(words().store.cos.path(this.#key))
    // only a bucket with versions gives one: nobody is refused there, unless the probe says otherwise
    if (headers.has('x-cos-version-id')) await this.#refuseVersions()
    this.#remember({ at, appends })
    if (at % SNAPSHOT === 0) this.#saving = this.#saving.then(() => this.#save(at))
    return { position: positionOf(at), now }
  }

  /**
   * Creates an object that isn't there.
   *
   * @param {string} key
   * @param {string} body
   * @param {{ once?: boolean }} [how] `once`: a lost answer is the caller's to look into
   */
  create(key, body, { once = true } = {}) {
    const headers = { 'x-cos-forbid-overwrite': 'true' }
    return this.#client.ask({ action: 'PutObject', method: 'PUT', key, headers, body, once, expected: [409] })
  }

  /**
   * Whether a second creation of the same object is refused: found out by trying, on an object for this alone.
   *
   * @returns {Promise<boolean>}
   */
  async refusesSecond() {
    const create = async () => (await this.create(`${this.#key}/probe`, 'probe\n', { once: false })).status === 409
    return (await create()) || (await create())
  }

  /** Whether a number that was just created may be overwritten. @throws {StoreError} */
  async #refuseVersions() {
    const refuses = await this.refusesSecond().catch((error) => {
      if (error instanceof StoreError) throw new StoreError(error.reason, { unknown: true, cause: error })
      throw error
    })
    if (!refuses) throw new StoreError(words().store.cos.versionedNow(this.#key), { unknown: true })
  }

  /** Waits for a snapshot that is being written. */
  async close() {
    await this.#saving
  }

  /**
   * The appends behind `start`.
   *
   * @param {number} start
   * @returns {Promise<{ appends: string[][], at: number, now?: number }>}
   */
  async #since(start) {
    /** @type {string[][]} */
    const appends = []
    let at = start
    const take = async (/** @type {Numbered} */ found) => {
      appends.push(...(await this.#between(at, found)))
      at = found.at
      this.#remember(found)
    }
    let { found: low, now } = await this.#get(at + 1)
    if (!low) return { appends, at, now }
    // one new append is what a second user mostly finds
    const second = await this.#get(at + 2)
    if (!second.found) {
      await take(low)
      return { appends, at, now: second.now }
    }
    if (groupStart(second.found.at) !== groupStart(low.at)) await take(low)
    low = second.found
    let end = groupStart(low.at) + GROUP
    for (;;) {
      const whole = low?.at === end ? { found: low, now } : await this.#get(end)
      now = whole.now
      if (!whole.found) break
      await take(whole.found)
      low = undefined
      end += GROUP
    }
    // the end of the log is in this group
    let known = low?.at ?? at
    let missing = end
    while (missing - known > 1) {
      const middle = (known + missing) >> 1
      const half = await this.#get(middle)
      now = half.now
      if (half.found) {
        low = half.found
        known = middle
      } else {
        missing = middle
      }
    }
    if (low) await take(low)
    return { appends, at, now }
  }

  /**
   * The appends behind `start` up to those of an object, which may not repeat all of them.
   *
   * @param {number} start
   * @param {Numbered} found
   * @returns {Promise<string[][]>}
   */
  async #between(start, found) {
    let appends = found.appends
    while (found.at - appends.length > start) {
      const { found: earlier } = await this.#get(found.at - appends.length)
      if (!earlier) throw new StoreError(words().store.gone(`cos: ${this.#key}`))
      appends = [...earlier.appends, ...appends]
    }
    return appends.slice(appends.length - (found.at - start))
  }

  /** @param {number} at @returns {Promise<{ found?: Numbered, now?: number }>} */
  async #get(at) {
    const part = await readObject(this.#client, this.#name(at))
    return 'text' in part ? { found: { at, appends: this.#decode(at, part.text) }, now: part.now } : { now: part.now }
  }

  /** The appends that the one behind `position` repeats. @param {number} position */
  async #repeatedAfter(position) {
    const newest = this.#newest?.at === position || position === 0 ? this.#newest : (await this.#get(position)).found
    if (!newest && position > 0) throw new StoreError(words().store.gone(`cos: ${this.#key}`))
    const before = position % GROUP === 0 ? [] : (newest?.appends ?? [])
    return bytesOf(textOf(before)) > REPEATED_BYTES ? [] : before
  }

  /**
   * @param {number} [newest]
   * @returns {Promise<{ at: number, text: string }>}
   */
  async #snapshot(newest) {
    const part = await readObject(this.#client, `${this.#key}/snapshot`, { newest })
    if (!('text' in part)) return { at: 0, text: '' }
    const [, text, number] = /^([^]*?)up to (\d{1,12})\n$/.exec(part.text) ?? []
    if (number === undefined || Number(number) % SNAPSHOT !== 0) {
      throw new StoreError(words().store.foreign(`cos: ${this.#key}/snapshot`))
    }
    return { at: Number(number), text }
  }

  /** Writes the snapshot up to `end`. Nobody waits for it, and the next one makes up for one that failed. @param {number} end */
  async #save(end) {
    try {
      const { at, text } = await this.#snapshot()
      if (at >= end) return
      /** @type {string[][]} */
      const appends = []
      for (let group = at + GROUP; group <= end; group += GROUP) {
        const { found } = await this.#get(group)
        if (!found) return
        appends.push(...(await this.#between(group - GROUP, found)))
      }
      const body = `${text}${textOf(appends)}up to ${end}\n`
      const key = `${this.#key}/snapshot`
      await this.#client.ask({
        action: 'PutObject',
        method: 'PUT',
        key,
        body,
        once: true,
        timeoutMs: SNAPSHOT_TIMEOUT_MS,
      })
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
    }
  }

  /** @param {Numbered} numbered */
  #remember(numbered) {
    if (numbered.at >= (this.#newest?.at ?? 0)) this.#newest = numbered
  }

  /** @param {number} at */
  #name(at) {
    return `${this.#key}/${String(at).padStart(DIGITS, '0')}`
  }

  /** @param {number} at @param {string} text @returns {string[][]} */
  #decode(at, text) {
    const [head, ...lines] = text.split('\n')
    const counts = head.split(' ').map(Number)
    const sum = counts.reduce((total, count) => total + count, 0)
    if (counts.length > at - groupStart(at) || sum !== lines.length - 1 || lines[sum] !== '') {
      throw new StoreError(words().store.foreign(`cos: ${this.#name(at)}`))
    }
    let next = 0
    return counts.map((count) => {
      next += count
      return lines.slice(next - count, next)
    })
  }
}

/** The number before the first one of the group of `at`. @param {number} at */
const groupStart = (at) => Math.floor((at - 1) / GROUP) * GROUP

/** How many lines each append has, then the lines. @param {string[][]} appends */
const encode = (appends) => `${appends.map(({ length }) => length).join(' ')}\n${textOf(appends)}`

/** @param {string[][]} appends */
const textOf = (appends) =>
  appends
    .flat()
    .map((line) => `${line}\n`)
    .join('')

/** @param {number} at */
export const positionOf = (at) => `n${at}`
