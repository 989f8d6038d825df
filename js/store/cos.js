// @ts-check
/**
 * A shared log in a bucket of object storage (COS).
 *
 * It has one of two forms. APPEND Object adds to one object and names the length that it expects, which the service compares:
 * one request an append, one a reading. Buckets over several zones refuse APPEND, and so does the storage class of
 * intelligent tiering. There the log is made of numbered objects that the service creates once each (cos/numbered.js).
 * Where a bucket has, or had, versions, a creation may overwrite; it is tried before it is relied on. Where neither way
 * holds, the store says so and writes nothing.
 *
 * All users of a log must choose the same form. What decides is the object `<log>/log`, which either form has to create first:
 * APPEND at position 0 creates it together with the first lines; for numbered objects it is created with a fixed text. The
 * service lets one of them through: APPEND at 0 is refused where any object is there, and so is a creation. Whoever comes
 * second reads that object and follows it, whatever its own probe had found. So no two users can hold different forms, no
 * probe needs to be agreed on, and whoever comes later learns the form from the object that it reads anyway. A form that
 * a bucket stops to support (versions switched on, tiering) becomes an error, never another form.
 */
/** @import { Credentials } from '../options.js' */
/** @import { Store, StoreAppended, StoreConflict, StoreText } from '../types.js' */
import { StoreError } from '../errors.js'
import { words } from '../words/index.js'
import { cosAddress, logName } from './address.js'
import { AppendedLog, positionOf } from './cos/append.js'
import { CosClient } from './cos/client.js'
import { NumberedLog } from './cos/numbered.js'
import { readObject } from './cos/object.js'
import { numberOf, requireLines, requireRollout } from './lines.js'

/** What the first object holds where the log is made of numbered ones. No line of a journal looks like it. */
const NUMBERED = 'scf-grayscale: numbered objects, 1\n'

/** The start of a log, where its form is not known yet. */
const START = '0'

/**
 * @param {object} options
 * @param {string} options.bucket with the appid
 * @param {string} options.region
 * @param {string} [options.prefix] of the objects' names
 * @param {string} options.log such as `project/stage`
 * @param {Credentials | (() => Credentials | Promise<Credentials>)} [options.credentials] a function is asked before each
 *   request
 * @param {string} [options.endpoint] instead of Tencent Cloud's own
 * @param {boolean} [options.insecure] `endpoint` may be plain HTTP to another machine
 * @param {typeof globalThis.fetch} [options.fetch] instead of the platform's
 * @returns {Store}
 * @throws {import('../errors.js').GrayscaleError} `InvalidStore`
 */
export function cosStore(options) {
  const { bucket, region, prefix = '', log, credentials, endpoint, insecure, fetch } = options
  const place = { bucket, region, prefix: prefix.replace(/^\/+|\/+$/g, '') }
  const address = cosAddress(place)
  const folder = [place.prefix, logName(log)].filter((part) => part !== '').join('/')
  const client = new CosClient(place, { credentials, endpoint, insecure, fetch })
  const rollout = (/** @type {string} */ id) => cosStore({ ...options, log: `${log}/rollout/${requireRollout(id)}` })
  return new CosLog(client, folder, { described: `${address} (${log})`, rollout })
}

/** @implements {Store} */
class CosLog {
  #client
  #key
  #described
  #appended
  #numbered
  /** Known once `<log>/log` was seen to say so. */
  #isNumbered = false

  /** Several machines use it. */
  shared = true

  /**
   * @param {CosClient} client
   * @param {string} folder
   * @param {{ described: string, rollout: (id: string) => Store }} more
   */
  constructor(client, folder, { described, rollout }) {
    this.rollout = rollout
    this.#client = client
    this.#key = `${folder}/log`
    this.#described = described
    this.#appended = new AppendedLog(client, this.#key)
    this.#numbered = new NumberedLog(client, folder)
  }

  /**
   * @param {string} [from]
   * @param {{ newest?: number }} [options]
   * @returns {Promise<StoreText>}
   */
  async read(from = START, { newest } = {}) {
    const place = positionIn(from)
    if (!place) throw new StoreError(words().runtime.journal.noPosition(this.#described))
    const { form, number } = place
    if (form === 'n' && number > 0) return this.#numbered.read(number)
    if (form === 'b') return this.#appended.read(number)
    if (this.#isNumbered) return this.#numbered.read(0, newest)
    const most = newest === undefined ? undefined : Math.max(newest, NUMBERED.length)
    const part = await readObject(this.#client, this.#key, { newest: most })
    if (!('text' in part) || part.end === 0) return { text: '', position: START, now: part.now }
    if (part.text === NUMBERED) {
      this.#isNumbered = true
      return this.#numbered.read(0, newest)
    }
    if (part.text !== '' && !part.text.endsWith('\n')) throw new StoreError(words().store.foreign(`cos: ${this.#key}`))
    return { text: part.text, position: positionOf(part.end), now: part.now }
  }

  /**
   * @param {string} position
   * @param {string[]} lines
   * @returns {Promise<StoreAppended | StoreConflict>}
   */
  async append(position, lines) {
    requireLines(lines)
    const place = positionIn(position)
    if (!place) return { conflict: true }
    const { form, number } = place
    if (form === 'n') return this.#numbered.append(number, lines)
    if (form === '0') return this.#isNumbered ? this.#numbered.append(0, lines) : this.#begin(lines)
    const answer = await this.#appended.append(number, lines)
    if ('normal' in answer) throw new StoreError(words().store.foreign(`cos: ${this.#key}`))
    if ('refused' in answer) throw new StoreError(words().store.cos.appendStopped(this.#described, answer.refused))
    return answer
  }

  describe() {
    return this.#described
  }

  async close() {
    await this.#numbered.close()
    await this.#client.close()
  }

  /**
   * The first lines of a log, whose form they decide.
   *
   * @param {string[]} lines
   * @returns {Promise<StoreAppended | StoreConflict>}
   */
  async #begin(lines) {
    const versions = await this.#versioning()
    let reason = versions
    if (versions === undefined) {
      const answer = await this.#appended.append(0, lines)
      if ('normal' in answer) return this.#follow(lines)
      if (!('refused' in answer)) return answer
      reason = answer.refused
    }
    if (!(await this.#numbered.refusesSecond())) {
      const { noWay, versioned } = words().store.cos
      throw new StoreError(versions === undefined ? noWay(this.#described, reason ?? '') : versioned(this.#described))
    }
    const { status } = await this.#numbered.create(this.#key, NUMBERED, { once: false })
    if (status === 409) return this.#follow(lines)
    this.#isNumbered = true
    return this.#numbered.append(0, lines)
  }

  /**
   * Does as the object says that is there already.
   *
   * @param {string[]} lines
   * @returns {Promise<StoreAppended | StoreConflict>}
   */
  async #follow(lines) {
    const part = await readObject(this.#client, this.#key, { newest: NUMBERED.length })
    if (!('text' in part)) throw new StoreError(words().store.gone(`cos: ${this.#key}`))
    if (part.end !== NUMBERED.length || part.text !== NUMBERED) return { conflict: true }
    this.#isNumbered = true
    return this.#numbered.append(0, lines)
  }

  /** @returns {Promise<string | undefined>} undefined for a bucket that never had versions */
  async #versioning() {
    const request = { action: 'GetBucketVersioning', method: 'GET', params: { versioning: '' } }
    const { text } = await this.#client.ask(request)
    return /<Status>\s*(\w+)\s*<\/Status>/.exec(text)?.[1]
  }
}

/**
 * @param {string} position
 * @returns {{ form: '0' | 'b' | 'n', number: number } | undefined} undefined for none of this store's
 */
function positionIn(position) {
  if (position === START) return { form: START, number: 0 }
  const form = position.slice(0, 1)
  const number = numberOf(position.slice(1))
  if ((form !== 'b' && form !== 'n') || number === undefined) return undefined
  return form === 'b' && number === 0 ? undefined : { form, number }
}
