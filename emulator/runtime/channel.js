// @ts-check
// What the emulator and a function's process tell each other: lines of JSON, jobs on one descriptor and answers on
// another. The function's own code can write to both, or close them. So every line is checked, and anything that is not
// a message breaks the channel: the process is ended, the emulator goes on.

import { Lines } from './lines.js'

/** @typedef {import('./process.js').ToChild} ToChild */
/** @typedef {import('./process.js').FromChild} FromChild */

/** @typedef {'closed' | 'garbled' | 'too long'} Break */

/** The longest line that is taken. The service's limit for an answer is 6 MB. */
export const MAX_MESSAGE_BYTES = 32 * 1024 * 1024

const isText = (/** @type {unknown} */ value) => typeof value === 'string'
const isTruth = (/** @type {unknown} */ value) => typeof value === 'boolean'
const isCount = (/** @type {unknown} */ value) => typeof value === 'number' && Number.isFinite(value) && value >= 0
/** Those of outcome.js that a runtime may give by itself. */
const isRefusal = (/** @type {unknown} */ value) => [405, 437, 446].includes(/** @type {number} */ (value))
const measures = { durationMs: isCount, peakBytes: isCount, writtenBytes: isCount }

/** The fields of each message of the process. @type {Record<FromChild['kind'], Record<string, (value: unknown) => boolean>>} */
const SHAPES = {
  started: { pid: isCount },
  loaded: { ownBytes: isCount },
  unloadable: { stack: isText },
  refused: { statusCode: isRefusal, message: isText },
  returned: { id: isText, returned: isText, ...measures },
  threw: { id: isText, stack: isText, fatal: isTruth, ...measures },
  ready: { nonce: isText },
}

/** @param {Buffer} line @returns {FromChild | undefined} */
function readMessage(line) {
  try {
    const message = JSON.parse(line.toString('utf8'))
    const kind = /** @type {FromChild['kind']} */ (message.kind)
    const fits = Object.hasOwn(SHAPES, kind) && Object.entries(SHAPES[kind]).every(([name, is]) => is(message[name]))
    return fits ? message : undefined
  } catch {
    return undefined
  }
}

export class Channel {
  #lines = new Lines()
  #open = true

  /**
   * @param {object} given
   * @param {import('node:stream').Writable & import('node:stream').Readable} given.jobs
   * @param {import('node:stream').Readable} given.answers
   * @param {(message: FromChild) => void} given.take
   * @param {(how: Break) => void} given.broken called once at most
   */
  constructor({ jobs, answers, take, broken }) {
    this.jobs = jobs
    this.take = take
    this.broken = broken
    for (const stream of [jobs, answers]) {
      // a write to a process that has just ended fails; the end is seen by itself
      stream.on('error', () => {})
      stream.on('close', () => this.#break('closed'))
      stream.on('end', () => this.#break('closed'))
    }
    // nothing is ever said on this one
    jobs.on('data', () => this.#break('garbled'))
    answers.on('data', (chunk) => this.#received(chunk))
  }

  /** @param {ToChild} message */
  send(message) {
    if (this.#open) this.jobs.write(`${JSON.stringify(message)}\n`)
  }

  /** Nothing that comes from now on matters. */
  close() {
    this.#open = false
    this.#lines.clear()
  }

  /** @param {Buffer} chunk */
  #received(chunk) {
    if (!this.#open) return
    for (const line of this.#lines.push(chunk)) {
      if (line.length > MAX_MESSAGE_BYTES) return this.#break('too long')
      const message = readMessage(line)
      if (!message) return this.#break('garbled')
      this.take(message)
      if (!this.#open) return
    }
    if (this.#lines.pendingBytes > MAX_MESSAGE_BYTES) this.#break('too long')
  }

  /** @param {Break} how */
  #break(how) {
    if (!this.#open) return
    this.close()
    this.broken(how)
  }
}
