// @ts-check
// Links to code packages, as GetFunctionAddress gives them: signed, and good for ten minutes.

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const PREFIX = '/packages/'
const LIFETIME_SECONDS = 600

export class DownloadLinks {
  #key = randomBytes(32)

  /** @param {import('./clock.js').Clock} clock */
  constructor(clock) {
    this.clock = clock
  }

  /** @param {string} origin @param {string} digest */
  make(origin, digest) {
    const expires = this.clock.nowSeconds() + LIFETIME_SECONDS
    return `${origin}${PREFIX}${digest}.zip?expires=${expires}&sign=${this.#sign(digest, String(expires)).toString('hex')}`
  }

  /** @param {string} path */
  static covers(path) {
    return path.startsWith(PREFIX)
  }

  /**
   * @param {string} path
   * @param {string} query
   * @returns {string | undefined} the digest of the package, if the link is good
   */
  open(path, query) {
    const digest = /^\/packages\/([0-9a-f]{64})\.zip$/.exec(path)?.[1]
    const params = new URLSearchParams(query)
    const expires = params.get('expires') ?? ''
    const given = Buffer.from(params.get('sign') ?? '', 'hex')
    if (digest === undefined || !(Number(expires) >= this.clock.nowSeconds())) return undefined
    const expected = this.#sign(digest, expires)
    return given.length === expected.length && timingSafeEqual(given, expected) ? digest : undefined
  }

  /** @param {string} digest @param {string} expires */
  #sign(digest, expires) {
    return createHmac('sha256', this.#key).update(`${digest}\n${expires}`).digest()
  }
}
