// @ts-check
/** @import { Credentials } from '../../options.js' */
import { platformFetch } from '#fetch'
import { StoreError, TransportError } from '../../errors.js'
import { checkedEndpoint, objectUrl } from '../../runtime/http/endpoint.js'
import { createTransport } from '../../runtime/http/index.js'
import { Signing } from '../../runtime/signing.js'
import { sleep } from '../../runtime/sleep.js'
import { words } from '../../words/index.js'

/**
 * @typedef {object} Place
 * @property {string} bucket with the appid
 * @property {string} region
 * @property {string} prefix of the store, without slashes at its ends
 */

/**
 * @typedef {object} CosRequest
 * @property {string} action its name, as policies know it
 * @property {string} method
 * @property {string} [key] of an object; none is the bucket itself
 * @property {Record<string, string>} [params] of the query
 * @property {Record<string, string>} [headers]
 * @property {string} [body]
 * @property {boolean} [once] is not sent again where its answer was lost, since it may have been carried out
 * @property {number[]} [expected] statuses that the caller reads, besides success
 * @property {number} [timeoutMs]
 */

/**
 * @typedef {object} CosAnswer
 * @property {number} status
 * @property {string} code of the error, `''` where it has none
 * @property {string} text
 * @property {Headers} headers
 * @property {number | undefined} now the server's clock, in milliseconds; it shows whole seconds
 */

const TIMEOUT_MS = 30_000
const TRIES = 4
const FIRST_PAUSE_MS = 200

/** A signature is valid from a minute before to 15 minutes behind the time it was made at. */
const VALID = { before: 60, after: 900 }

/** A 403 with a clock further away than this may be due to the clock. */
const SKEW_MS = 30_000

const elsewhere = ['PermanentRedirect', 'TemporaryRedirect', 'Redirect', 'InvalidRegionName']
const rejectedKeys = [
  'AuthFailure',
  'ExpiredToken',
  'InvalidAccessKeyId',
  'InvalidSecretId',
  'InvalidSecurityToken',
  'InvalidToken',
  'SignatureDoesNotMatch',
]

/** Refusals that say nothing about what a bucket is able to do. */
export const personal = [
  ...elsewhere,
  ...rejectedKeys,
  'AccessDenied',
  'RequestTimeTooSkewed',
  'RequestTimeout',
  'SlowDown',
]

/**
 * Requests of one bucket. Those that can do no harm when they are sent twice are tried again, with a pause drawn at random,
 * where the network or the service failed; a clock that is wrong is corrected once by the service's own. The answers of the
 * shared transport lack the headers of object storage, so they are taken from its `fetch`.
 */
export class CosClient {
  #place
  #given
  #skewMs = 0
  #endpointChecked = false
  /** @type {Promise<import('../../runtime/http/web.js').PlatformFetch> | undefined} */
  #platform
  #signing

  /**
   * @param {Place} place
   * @param {object} given
   * @param {Credentials | (() => Credentials | Promise<Credentials>)} [given.credentials]
   * @param {string} [given.endpoint]
   * @param {boolean} [given.insecure]
   * @param {typeof globalThis.fetch} [given.fetch]
   */
  constructor(place, given) {
    this.#place = place
    this.#given = given
    this.#signing = new Signing(given.credentials)
  }

  /**
   * @param {CosRequest} request
   * @returns {Promise<CosAnswer>} a success, or what `expected` names
   * @throws {StoreError} `unknown` where a request that is sent once may have been carried out
   */
  async ask(request) {
    const { once = false, expected = [] } = request
    let corrected = false
    for (let tries = 1; ; tries += 1) {
      const last = tries === TRIES
      /** @type {CosAnswer} */
      let answer
      try {
        answer = await this.#send(request)
      } catch (error) {
        if (!(error instanceof TransportError)) throw error
        if (last || (once && error.sent)) {
          const { unanswered } = words().store.cos
          throw new StoreError(unanswered(this.#name, error.reason), { unknown: once && error.sent, cause: error })
        }
        await pause(tries)
        continue
      }
      const { status, now } = answer
      if ((status >= 200 && status < 300) || expected.includes(status)) return answer
      if (status === 403 && !corrected && now !== undefined && Math.abs(now - Date.now() - this.#skewMs) > SKEW_MS) {
        corrected = true
        this.#skewMs = now - Date.now()
      } else if ((status >= 500 || status === 429) && !last && !once) {
        await pause(tries)
      } else {
        throw this.refused(request.action, answer, { unknown: once && status >= 500 })
      }
    }
  }

  /**
   * What an answer means for a person, without the words of the service, which may repeat parts of the request.
   *
   * @param {string} action
   * @param {Pick<CosAnswer, 'status' | 'code' | 'headers'>} answer
   * @param {{ unknown?: boolean }} [how]
   */
  refused(action, { status, code, headers }, how) {
    const { bucket, region, prefix } = this.#place
    const said = words().store.cos
    const why = [action, `HTTP ${status}`, code, headers.get('x-cos-request-id') ?? '']
      .filter((one) => one !== '')
      .join(', ')
    const appid = bucket.slice(bucket.lastIndexOf('-') + 1)
    const within = prefix === '' || action.includes('Bucket') ? '' : `${prefix}/`
    const resource = `qcs::cos:${region}:uid/${appid}:${bucket}/${within}*`
    if (code === 'NoSuchBucket') return new StoreError(said.noBucket(bucket, region), how)
    if (elsewhere.includes(code)) return new StoreError(said.elsewhere(bucket, region), how)
    if (code === 'RequestTimeTooSkewed') return new StoreError(said.clock(this.#name), how)
    if (rejectedKeys.includes(code)) return new StoreError(said.keyRefused(this.#name, why), how)
    if (status === 403 || status === 401)
      return new StoreError(said.denied(`${this.#name}, ${why}`, `name/cos:${action}`, resource), how)
    return new StoreError(said.failed(this.#name, why), how)
  }

  /** Overwrites the keys in memory and lets connections go; it may be used again. */
  async close() {
    this.#signing.dispose()
    const closing = this.#platform
    this.#platform = undefined
    await (await closing?.catch(() => undefined))?.close()
  }

  get #name() {
    return `cos://${this.#place.bucket}`
  }

  /** @param {CosRequest} request @returns {Promise<CosAnswer>} */
  async #send({ method, key = '', params = {}, headers = {}, body, timeoutMs = TIMEOUT_MS }) {
    const { endpoint, insecure, fetch } = this.#given
    if (endpoint !== undefined && !this.#endpointChecked) checkedEndpoint('the option endpoint', endpoint, insecure)
    this.#endpointChecked = true
    const { bucket, region } = this.#place
    const path = `/${key}`
    const url = objectUrl({ region, bucket, path }, endpoint)
    url.search = Object.entries(params)
      .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
      .join('&')
    const now = await this.#signing.credentials().catch((error) => {
      throw new StoreError(error.message, { cause: error })
    })
    const typed = body === undefined ? headers : { 'content-type': 'application/octet-stream', ...headers }
    // Nothing is awaited between here and the signature: another request may bring other credentials.
    const seconds = Math.floor((Date.now() + this.#skewMs) / 1000)
    const signed = this.#signing.signerFor(now).cosHeaders({
      method,
      path,
      params,
      headers: { host: url.host, ...typed },
      start: seconds - VALID.before,
      end: seconds + VALID.after,
    })
    this.#platform ??= fetch ? Promise.resolve({ fetch, close: async () => {} }) : platformFetch()
    const platform = await this.#platform
    /** @type {Response | undefined} */
    let response
    const transport = createTransport({
      fetch: async (input, init) => {
        response = await platform.fetch(input, init)
        return response
      },
    })
    try {
      const all = { ...typed, ...signed }
      const { status, text, date } = await transport.send({ url: url.href, method, headers: all, body, timeoutMs })
      const time = Date.parse(date ?? '')
      return {
        status,
        text,
        code: status < 400 ? '' : (/<Code>\s*([\w.]+)\s*<\/Code>/.exec(text)?.[1] ?? ''),
        headers: response?.headers ?? new Headers(),
        now: Number.isNaN(time) ? undefined : time,
      }
    } catch (error) {
      const status = response?.status ?? 0
      // no redirect is followed: a bucket that is somewhere else is named in the wrong region
      if (status >= 300 && status < 400)
        throw new StoreError(words().store.cos.elsewhere(bucket, region), { cause: error })
      throw error
    }
  }
}

/** @param {number} tries */
const pause = (tries) => sleep(FIRST_PAUSE_MS * 2 ** tries * Math.random(), undefined)
