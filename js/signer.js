// @ts-check
/** TC3-HMAC-SHA256 for any API of Tencent Cloud, and the signature of object storage (COS). Both are made in wasm; only large bodies are hashed outside. */
import { core, sha256 } from '#load'
import { fromCore, usageError } from './errors.js'

/**
 * A request's body: itself, the SHA-256 of a body that was hashed elsewhere, or the promise that it isn't signed.
 *
 * @typedef {string | Uint8Array | { sha256: string } | { unsigned: true }} Body
 */

/**
 * @typedef {object} SignOptions
 * @property {string} service such as `scf`
 * @property {string} [method] `POST` by default
 * @property {string} [path] `/` by default
 * @property {string} [query] exactly as it is sent, without the `?`
 * @property {Record<string, string>} signedHeaders in any order and case; `host` is one of them
 * @property {Body} [body]
 * @property {number} [timestamp] Unix time in seconds; now by default
 */

/** @typedef {{ authorization: string, canonicalRequest: string, stringToSign: string, signature: string }} Signature */

/**
 * @typedef {object} HeaderOptions
 * @property {string} service
 * @property {string} host with its port, where that isn't the scheme's own
 * @property {string} action such as `UpdateAlias`
 * @property {string} version the API's, such as `2018-04-16`
 * @property {string} [region]
 * @property {string} [method] `POST` by default
 * @property {string} [path] `/` by default
 * @property {string} [query] exactly as it is sent, without the `?`
 * @property {string} [contentType] by default JSON for `POST` and a form for `GET`
 * @property {Body} [body]
 * @property {number} [timestamp] Unix time in seconds; now by default
 * @property {string} [token] in place of the credentials' own
 * @property {string} [language] of the API's messages: `zh-CN` or `en-US`
 * @property {string} [requestClient] what the API's log calls this client
 */

/**
 * A request of object storage (COS). Its body is not signed.
 *
 * @typedef {object} CosRequest
 * @property {string} [method] `GET` by default
 * @property {string} path `/` and the object's name as it is, not encoded for a URL
 * @property {Record<string, string>} [params] of the query, decoded; one without a value has an empty one
 * @property {Record<string, string>} headers that are sent, in any order and case; `host` is one of them
 * @property {number} [start] from when the signature is valid, Unix time in seconds; a minute ago by default
 * @property {number} [end] until when; 15 minutes from now by default
 */

/** @typedef {{ authorization: string, httpString: string, stringToSign: string, signature: string }} CosSignature */

/** From here on a native hash is faster than carrying the body into wasm, measured by `npm run bench`. */
const nativeFrom = 1024

/** How much of a body wasm sees at a time where nothing native answers at once; bounds its memory. */
const pieceBytes = 64 * 1024

const digits = 64
const cosDigits = 40

/** How long a signature of object storage is valid before and after now: clocks differ. */
const cosValid = { before: 60, after: 900 }

const encoder = new TextEncoder()

/** Where requests are put together. Signing is synchronous, so one serves all. */
const scratch = new Uint8Array(8192)

export class Signer {
  /** @type {core.Signer | undefined} */
  #core

  /** @param {{ secretId: string, secretKey: string, token?: string }} credentials */
  constructor({ secretId, secretKey, token }) {
    const secrets = [text('secretId', secretId), text('secretKey', secretKey), text('token', token, '')]
    // as bytes: a string on its way into wasm may be moved while it grows, which leaves a copy behind
    const [id, key, session] = secrets.map((secret) => encoder.encode(secret))
    try {
      this.#core = fromCore(() => new core.Signer(id, key, session))
    } finally {
      for (const bytes of [id, key, session]) bytes.fill(0)
    }
  }

  /**
   * @param {SignOptions} request
   * @returns {Signature}
   */
  sign({ service, method, path, query, signedHeaders, body = '', timestamp = now() }) {
    let fields = `${text('service', service)}\0${text('method', method, 'POST')}\0${text('path', path, '/')}\0${text('query', query, '')}`
    let count = 0
    for (const name in signedHeaders) {
      fields += `\0${name}\0${text(name, signedHeaders[name])}`
      count += 1
    }
    const { kind, content } = payload(body)
    const { bytes, head } = pack(fields, content)
    const signed = fromCore(() => this.#live().sign(bytes, head, count, number(timestamp), kind))
    const first = signed.indexOf('\0')
    const second = signed.indexOf('\0', first + 1)
    return {
      authorization: signed.slice(second + 1),
      canonicalRequest: signed.slice(0, first),
      stringToSign: signed.slice(first + 1, second),
      signature: signed.slice(-digits),
    }
  }

  /**
   * All headers of a ready request.
   *
   * @param {HeaderOptions} call
   * @returns {Record<string, string>}
   */
  headers(call) {
    const { body = '', timestamp = now() } = call
    const fields = [
      text('service', call.service),
      text('host', call.host),
      text('action', call.action),
      text('version', call.version),
      text('region', call.region, ''),
      text('method', call.method, 'POST'),
      text('path', call.path, '/'),
      text('query', call.query, ''),
      text('contentType', call.contentType, ''),
      text('token', call.token, ''),
      text('language', call.language, ''),
      text('requestClient', call.requestClient, ''),
    ].join('\0')
    const { kind, content } = payload(body)
    const { bytes, head } = pack(fields, content)
    return paired(fromCore(() => this.#live().headers(bytes, head, number(timestamp), kind)))
  }

  /**
   * Signs a request of object storage. The token of temporary credentials is signed only if it is among the headers:
   * `cosHeaders` puts it there.
   *
   * @param {CosRequest} request
   * @returns {CosSignature}
   */
  signCos(request) {
    const signed = this.#cos(request, (signer, ...packed) => signer.signCos(...packed))
    const first = signed.indexOf('\0')
    const second = signed.indexOf('\0', first + 1)
    return {
      authorization: signed.slice(second + 1),
      httpString: signed.slice(0, first),
      stringToSign: signed.slice(first + 1, second),
      signature: signed.slice(-cosDigits),
    }
  }

  /**
   * All headers of a request of object storage, with the token and `Authorization`.
   *
   * @param {CosRequest} request
   * @returns {Record<string, string>}
   */
  cosHeaders(request) {
    return paired(this.#cos(request, (signer, ...packed) => signer.cosHeaders(...packed)))
  }

  /**
   * Refuses an order that holds the key which this signer signs with: what is ordered goes into requests and plans.
   *
   * @param {string} order JSON text
   * @throws {GrayscaleError} `KeyInInputs`, which says where and repeats no value
   */
  refuseKey(order) {
    fromCore(() => this.#live().refuseKey(order))
  }

  /**
   * Overwrites the secrets in wasm's memory, and all that was made of them: derived keys, texts that held the token.
   * JavaScript's own strings can't be overwritten: credentials, headers and texts that were given to it or by it. The
   * signer signs no more.
   */
  dispose() {
    if (!this.#core) return
    this.#core.free()
    this.#core = undefined
    core.wipeStack()
    scratch.fill(0)
  }

  [Symbol.for('nodejs.util.inspect.custom')]() {
    return 'Signer { [redacted] }'
  }

  /**
   * @param {CosRequest} request
   * @param {(signer: core.Signer, packed: Uint8Array, params: number, headers: number, start: number, end: number) => string} sign
   */
  #cos({ method, path, params = {}, headers, start = now() - cosValid.before, end = now() + cosValid.after }, sign) {
    let fields = `${text('method', method, 'GET')}\0${text('path', path)}`
    const counts = [params, headers].map((pairs) => {
      const entries = Object.entries(pairs ?? {})
      for (const [name, value] of entries) fields += `\0${name}\0${text(name, value)}`
      return entries.length
    })
    const { bytes } = pack(fields, '')
    return fromCore(() => sign(this.#live(), bytes, counts[0], counts[1], number(start), number(end)))
  }

  #live() {
    if (this.#core) return this.#core
    throw usageError('SignerDisposed', {})
  }
}

/**
 * @param {Body} body
 * @returns {{ kind: core.BodyKind, content: string }}
 */
function payload(body) {
  if (typeof body === 'string') {
    return body.length < nativeFrom
      ? { kind: core.BodyKind.Bytes, content: body }
      : { kind: core.BodyKind.Sha256, content: digest(body) }
  }
  if (body instanceof Uint8Array) return { kind: core.BodyKind.Sha256, content: digest(body) }
  if (typeof body === 'object' && body !== null) {
    if ('sha256' in body) return { kind: core.BodyKind.Sha256, content: text('body.sha256', body.sha256) }
    if ('unsigned' in body && body.unsigned === true) return { kind: core.BodyKind.Unsigned, content: '' }
  }
  throw usageError('InvalidRequest.body', {})
}

/** Headers, from names and values joined by NUL. @param {string} joined */
function paired(joined) {
  const parts = joined.split('\0')
  /** @type {Record<string, string>} */
  const headers = {}
  for (let i = 0; i < parts.length; i += 2) headers[parts[i]] = parts[i + 1]
  return headers
}

/**
 * One piece of UTF-8 for wasm: the fields, and behind `head` bytes the body.
 *
 * @param {string} fields
 * @param {string} body
 * @returns {{ bytes: Uint8Array, head: number }}
 */
function pack(fields, body) {
  const units = fields.length + body.length
  const space = units > scratch.length / 3 ? new Uint8Array(3 * units) : scratch // a unit of UTF-16 takes 3 bytes at most
  const { written } = encoder.encodeInto(fields + body, space)
  // as many bytes as units is ASCII, which nearly every request is; else the fields' bytes are counted
  const head = written === units ? fields.length : encoder.encodeInto(fields, space).written
  return { bytes: space.subarray(0, written), head }
}

/** @param {string | Uint8Array} body @returns {string} */
const digest = (body) => (sha256 ?? piecewise)(body)

/** @param {string | Uint8Array} body @returns {string} */
function piecewise(body) {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const hasher = new core.Hasher()
  for (let at = 0; at < bytes.length; at += pieceBytes) hasher.update(bytes.subarray(at, at + pieceBytes))
  return hasher.finish()
}

/**
 * The SHA-256 of a body, by the fastest means that the host has; for `body: { sha256 }`.
 *
 * @param {string | Uint8Array} body
 * @returns {Promise<string>} hexadecimal
 */
export async function sha256Hex(body) {
  const { subtle } = globalThis.crypto ?? {}
  if (sha256 || !subtle) return digest(body) // a page that isn't served securely has no `subtle`
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const hash = await subtle.digest('SHA-256', /** @type {Uint8Array<ArrayBuffer>} */ (bytes))
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

const now = () => Math.floor(Date.now() / 1000)

/**
 * A template would write `undefined` into the request, so only text passes; what text may say is decided in Rust.
 *
 * @param {string} name
 * @param {unknown} value
 * @param {string} [absent] what stands for an option that wasn't given
 * @returns {string}
 */
function text(name, value, absent) {
  if (typeof value === 'string') return value
  if (absent !== undefined && (value === undefined || value === null)) return absent
  throw usageError('InvalidRequest.text', { name, type: value === null ? 'null' : typeof value })
}

/** @param {unknown} timestamp @returns {number} */
const number = (timestamp) => (typeof timestamp === 'number' ? timestamp : Number.NaN)
