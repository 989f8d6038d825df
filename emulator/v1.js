// @ts-check
// Signature v1, the server's side: everything stands in the form (or the query), the signature too.
// https://www.tencentcloud.com/document/api/583/33844
//
//   StringToSign = METHOD + HOST + "/?" + the other pairs as they are, sorted by name, NAME=VALUE joined by "&"
//   Signature    = BASE64(HMAC(secretKey, StringToSign)), with SHA-1 unless SignatureMethod says HmacSHA256
//
// Older clients know nothing else, and some newer ones still begin with it.

import { createHmac, timingSafeEqual } from 'node:crypto'
import { checkToken, credentialOf, hostCandidates, signatureFailure } from './claims.js'
import { ApiError } from './errors.js'

/** @typedef {import('./request.js').HttpRequest} HttpRequest */
/** @typedef {[name: string, value: string][]} Pairs */

/** @type {Record<string, 'sha1' | 'sha256'>} */
const METHODS = { HmacSHA1: 'sha1', HmacSHA256: 'sha256' }

/** What is about the request and is no parameter of the action. */
const COMMON = new Set([
  'Action',
  'Language',
  'Nonce',
  'Region',
  'RequestClient',
  'SecretId',
  'Signature',
  'SignatureMethod',
  'Timestamp',
  'Token',
  'Version',
])

/** A request that is signed this way, taken apart. */
export class SignedForm {
  /** @param {Pairs} pairs */
  constructor(pairs) {
    this.pairs = pairs
    /** @type {Map<string, string>} */
    this.common = new Map()
    for (const [name, value] of pairs) {
      if (!COMMON.has(name)) continue
      if (this.common.has(name)) {
        throw new ApiError('InvalidParameter', `The parameter \`${name}\` is given twice.`)
      }
      this.common.set(name, value)
    }
  }

  /** The action's own parameters, still flat. @returns {Pairs} */
  get parameters() {
    return this.pairs.filter(([name]) => !COMMON.has(name))
  }

  /** @param {string} name */
  required(name) {
    const value = this.common.get(name)
    if (!value) throw new ApiError('MissingParameter', `The request is missing a required parameter \`${name}\`.`)
    return value
  }
}

/**
 * Nothing but the absence of TC3's headers tells this kind. The content type does not: there is a client that sends its
 * form as application/json.
 * @param {HttpRequest} request
 * @param {number} maxBytes
 * @returns {SignedForm | undefined}
 */
export function readSignedForm(request, maxBytes) {
  const { headers, method, query, body } = request
  if (headers.has('authorization') || headers.has('x-tc-action')) return undefined
  if (method === 'GET') return new SignedForm([...new URLSearchParams(query)])
  if (body[0] === 0x7b) return undefined // a JSON object: TC3 without its headers
  if (body.length > maxBytes) {
    throw new ApiError(
      'RequestSizeLimitExceeded',
      `The request is larger than allowed: a body signed with v1 has at most ${maxBytes} bytes.`,
    )
  }
  return new SignedForm([...new URLSearchParams(body.toString('utf8'))])
}

export class V1Verifier {
  /** @param {import('./claims.js').Keys} keys */
  constructor(keys) {
    this.keys = keys
  }

  /**
   * @param {HttpRequest} request
   * @param {SignedForm} form
   * @param {string} service that the API's version belongs to
   * @returns {number} when it was signed, in epoch seconds; nothing says yet whether that is long ago
   * @throws {ApiError} AuthFailure.*, MissingParameter, InvalidParameterValue
   */
  verify(request, form, service) {
    const secretId = form.required('SecretId')
    const timestamp = wholeNumber(form, 'Timestamp')
    wholeNumber(form, 'Nonce')
    const signature = Buffer.from(form.required('Signature'), 'base64')
    const method = form.common.get('SignatureMethod') ?? 'HmacSHA1'
    if (!Object.hasOwn(METHODS, method)) {
      throw new ApiError('InvalidParameterValue', 'The parameter `SignatureMethod` must be HmacSHA1 or HmacSHA256.')
    }
    const credential = credentialOf(this.keys, secretId)
    const signed = form.pairs.filter(([name]) => name !== 'Signature').sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    const text = signed.map(([name, value]) => `${name}=${value}`).join('&')
    const isOurs = hostCandidates(request.headers.get('host') ?? '', service).some((host) => {
      const toSign = `${request.method}${host}/?${text}`
      const expected = createHmac(METHODS[method], credential.secretKey).update(toSign).digest()
      return signature.length === expected.length && timingSafeEqual(signature, expected)
    })
    if (!isOurs) throw signatureFailure('the signature is not that of this request and this key')
    checkToken(credential, form.common.get('Token'))
    return timestamp
  }
}

/** @param {SignedForm} form @param {string} name */
function wholeNumber(form, name) {
  const text = form.required(name)
  if (!/^\d{1,20}$/.test(text)) {
    throw new ApiError('InvalidParameterValue', `The parameter \`${name}\` must be a whole number.`)
  }
  return Number(text)
}
