// @ts-check
/** @import { Credentials, Options } from '../options.js' */
/** @import { Answer, CallEffect, ObjectEffect, PackageBytes, Transport } from '../types.js' */
import { core } from '#load'
import { GrayscaleError, TransportError } from '../errors.js'
import { words } from '../words/index.js'
import { spliced } from './body.js'
import { clock as hostClock } from './clock.js'
import { checkedEndpoint, objectUrl } from './http/endpoint.js'
import { createTransport } from './http/index.js'
import { Signing } from './signing.js'

/** Signs calls of the API and sends them. Credentials live in its signer and nowhere else. */
export class Caller {
  #options
  /** @type {Transport} */
  #transport
  #signing
  #clock
  #endpointChecked = false

  /** @param {Options} options */
  constructor(options) {
    this.#options = options
    this.#clock = options.clock ?? hostClock
    this.#signing = new Signing(options.credentials)
    this.#transport = options.transport ?? createTransport({ fetch: options.fetch })
  }

  /**
   * @param {Omit<CallEffect, 'kind' | 'id' | 'writes'>} effect
   * @param {AbortSignal | undefined} signal
   * @param {Map<string, PackageBytes>} [blobs] code packages by name
   * @returns {Promise<Answer>}
   */
  async call({ service, action, version, region, body, tail, blob, timeoutMs, skewMs = 0, withinMs }, signal, blobs) {
    const clock = this.#clock
    const begun = { steady: clock.steady(), wall: clock.wall() }
    this.checkEndpoint()
    const url = new URL(this.#options.endpoint ?? `https://${service}.tencentcloudapi.com`)
    const bytes = blob === undefined ? body : spliced(body, await partOf(blobs?.get(blob)), tail)
    const { language } = this.#options
    const now = await this.credentials()
    // Nothing is awaited between here and the signature: another call may bring other credentials.
    const headers = this.#signing.signerFor(now).headers({
      service,
      host: url.host,
      action,
      version,
      region,
      body: bytes,
      language,
      timestamp: Math.floor((clock.wall() + skewMs) / 1000),
    })
    if (withinMs !== undefined && Math.max(clock.steady() - begun.steady, clock.wall() - begun.wall) > withinMs) {
      throw new TransportError(words().runtime.suspended(), { sent: false })
    }
    return this.#transport.send({ url: url.href, method: 'POST', headers, body: bytes, timeoutMs, signal })
  }

  /**
   * A request of object storage. Its body is not signed, and a part of a package is sent as it lies in memory.
   *
   * @param {Omit<ObjectEffect, 'kind' | 'id' | 'writes'>} effect
   * @param {AbortSignal | undefined} signal
   * @param {Map<string, PackageBytes>} [blobs] code packages by name
   * @returns {Promise<Answer>}
   */
  async object({ region, bucket, method, path, params, body, blob, part, timeoutMs, skewMs = 0 }, signal, blobs) {
    this.checkEndpoint()
    const url = objectUrl({ region, bucket, path }, this.#options.endpoint)
    const query = params.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    const sent = blob === undefined ? body : await partOf(blobs?.get(blob), part)
    const now = await this.credentials()
    const seconds = Math.floor((this.#clock.wall() + skewMs) / 1000)
    const headers = this.#signing.signerFor(now).cosHeaders({
      method,
      path,
      params: Object.fromEntries(params),
      headers: { host: url.host },
      start: seconds - 60,
      end: seconds + 900,
    })
    const whole = query.length > 0 ? `${url.href}?${query.join('&')}` : url.href
    const bare = method === 'GET' || method === 'HEAD' || sent === undefined || sent.length === 0
    return this.#transport.send({ url: whole, method, headers, body: bare ? undefined : sent, timeoutMs, signal })
  }

  /**
   * One call whose answer is read at once.
   *
   * @param {Omit<CallEffect, 'kind' | 'id' | 'writes'>} effect
   * @param {AbortSignal | undefined} signal
   * @returns {Promise<any>} the fields of `Response`
   * @throws {GrayscaleError} the API's error, or why there is no answer
   */
  async response(effect, signal) {
    /** @type {any} */
    let outcome
    try {
      outcome = { kind: 'answered', ...(await this.call(effect, signal)) }
    } catch (error) {
      if (!(error instanceof TransportError)) throw error
      outcome = { kind: 'lost', reason: error.reason, sent: error.sent }
    }
    const refusal = core.refusal(JSON.stringify(outcome), effect.action)
    if (refusal) throw GrayscaleError.from(refusal)
    return JSON.parse(outcome.text).Response
  }

  /** At the first use, since in browsers the module may not be ready when this object is made. */
  checkEndpoint() {
    const { endpoint, insecure } = this.#options
    if (endpoint !== undefined && !this.#endpointChecked) checkedEndpoint('the option endpoint', endpoint, insecure)
    this.#endpointChecked = true
  }

  /**
   * Refuses data that holds the key which signs: it would go into requests and plans.
   *
   * @param {object} data
   */
  async refuseKey(data) {
    const now = await this.credentials()
    if (now) this.#signing.signerFor(now).refuseKey(JSON.stringify(data))
  }

  /** @returns {Promise<Credentials | undefined>} those of this moment */
  async credentials() {
    return this.#signing.credentials()
  }

  /** Overwrites the secret key in wasm's memory and closes connections. */
  async close() {
    this.#signing.dispose()
    await this.#transport.close()
  }
}

/**
 * A part of a package, or all of it; of one in memory without a copy.
 *
 * @param {PackageBytes | undefined} bytes
 * @param {[from: number, to: number]} [part]
 * @returns {Promise<Uint8Array | undefined>}
 */
async function partOf(bytes, [from, to] = [0, bytes?.length ?? 0]) {
  return bytes === undefined || bytes instanceof Uint8Array ? bytes?.subarray(from, to) : bytes.read(from, to)
}
