// @ts-check
// TC3-HMAC-SHA256, the server's side: is this request signed with the key we know?
// https://www.tencentcloud.com/document/api/583/33846
//
//   CanonicalRequest = METHOD \n / \n QUERY \n CANONICAL_HEADERS \n SIGNED_HEADERS \n HEX(SHA256(body))
//   StringToSign     = TC3-HMAC-SHA256 \n TIMESTAMP \n DATE/SERVICE/tc3_request \n HEX(SHA256(CanonicalRequest))
//   Key              = HMAC(HMAC(HMAC("TC3" + secretKey, DATE), SERVICE), "tc3_request")
//
// Written against the documentation with node:crypto alone and shared with nothing, so that a mistake in the signer
// of this project cannot hide here.

import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { checkToken, credentialOf, hostCandidates, signatureFailure } from './claims.js'
import { ApiError } from './errors.js'

const ALGORITHM = 'TC3-HMAC-SHA256'
const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD'

/**
 * @typedef {object} SignedRequest
 * @property {string} method
 * @property {string} query as sent, without the question mark
 * @property {Map<string, string>} headers by lower-case name, several values joined by `, `
 * @property {Uint8Array} body
 */

/** @typedef {import('./claims.js').Credential} Credential */

/** @param {string | Uint8Array} data */
const sha256Hex = (data) => createHash('sha256').update(data).digest('hex')
/** @param {string | Buffer} key @param {string} data */
const hmac = (key, data) => createHmac('sha256', key).update(data).digest()

export class Tc3Verifier {
  /** @param {import('./claims.js').Keys} keys */
  constructor(keys) {
    this.keys = keys
    /** @type {Map<string, Buffer>} by `secretId/date/service`; a handful at most */
    this.signingKeys = new Map()
  }

  /**
   * @param {SignedRequest} request
   * @returns {number} when it was signed, in epoch seconds; nothing says yet whether that is long ago
   * @throws {ApiError} AuthFailure.*
   */
  verify(request) {
    const authorization = parseAuthorization(request.headers.get('authorization') ?? '')
    const timestampText = request.headers.get('x-tc-timestamp') ?? ''
    if (!/^\d{1,12}$/.test(timestampText)) {
      throw new ApiError('MissingParameter', 'The header `X-TC-Timestamp` must be the time in epoch seconds.')
    }
    const timestamp = Number(timestampText)
    const credential = credentialOf(this.keys, authorization.secretId)
    if (new Date(timestamp * 1000).toISOString().slice(0, 10) !== authorization.date) {
      throw signatureFailure('the date of the credential scope is not the date of X-TC-Timestamp')
    }
    this.#checkSignature(request, { authorization, credential, timestamp: timestampText })
    checkToken(credential, request.headers.get('x-tc-token'))
    return timestamp
  }

  /** @param {SignedRequest} request @param {{ authorization: Authorization, credential: Credential, timestamp: string }} given */
  #checkSignature(request, { authorization, credential, timestamp }) {
    const claimed = Buffer.from(authorization.signature, 'hex')
    const key = this.#signingKey(credential, authorization)
    const scope = `${authorization.date}/${authorization.service}/tc3_request`
    const payload =
      request.headers.get('x-tc-content-sha256') === UNSIGNED_PAYLOAD
        ? sha256Hex(UNSIGNED_PAYLOAD)
        : sha256Hex(request.body)
    for (const headers of canonicalHeaders(request.headers, authorization)) {
      const canonical = [
        request.method,
        '/',
        request.method === 'GET' ? request.query : '',
        headers,
        authorization.signedHeaders,
        payload,
      ].join('\n')
      const expected = hmac(key, [ALGORITHM, timestamp, scope, sha256Hex(canonical)].join('\n'))
      if (claimed.length === expected.length && timingSafeEqual(claimed, expected)) return
    }
    throw signatureFailure('the signature is not that of this request and this key')
  }

  /** @param {Credential} credential @param {Authorization} authorization */
  #signingKey({ secretId, secretKey }, { date, service }) {
    const name = `${secretId}/${date}/${service}`
    let key = this.signingKeys.get(name)
    if (!key) {
      key = hmac(hmac(hmac(`TC3${secretKey}`, date), service), 'tc3_request')
      if (this.signingKeys.size > 16) this.signingKeys.clear()
      this.signingKeys.set(name, key)
    }
    return key
  }
}

/**
 * @typedef {object} Authorization
 * @property {string} secretId
 * @property {string} date
 * @property {string} service
 * @property {string} signedHeaders
 * @property {string} signature
 */

/** @param {string} text @returns {Authorization} */
function parseAuthorization(text) {
  const match =
    /^TC3-HMAC-SHA256 Credential=([^/, ]+)\/(\d{4}-\d{2}-\d{2})\/([^/, ]+)\/tc3_request, ?SignedHeaders=([^, ]+), ?Signature=([0-9a-f]{64})$/.exec(
      text,
    )
  if (!match) {
    throw new ApiError(
      'AuthFailure.InvalidAuthorization',
      `The header \`Authorization\` is missing or not of the form "${ALGORITHM} Credential=…, SignedHeaders=…, Signature=…".`,
    )
  }
  const [, secretId, date, service, signedHeaders, signature] = match
  const names = signedHeaders.split(';')
  if (!names.includes('content-type') || !names.includes('host')) {
    throw new ApiError('AuthFailure.InvalidAuthorization', 'SignedHeaders must contain content-type and host.')
  }
  return { secretId, date, service, signedHeaders, signature }
}

/**
 * The canonical headers that real clients may have signed. They differ in the host, see {@link hostCandidates}, and in
 * the letter case of values: the documentation lowers it, some clients don't.
 * @param {Map<string, string>} headers
 * @param {Authorization} authorization
 * @returns {Generator<string>}
 */
function* canonicalHeaders(headers, authorization) {
  const names = authorization.signedHeaders.split(';')
  const missing = names.find((name) => !headers.has(name))
  if (missing !== undefined) throw signatureFailure(`the signed header "${missing}" was not sent`)

  const seen = new Set()
  for (const host of hostCandidates(headers.get('host') ?? '', authorization.service)) {
    for (const lower of [true, false]) {
      const lines = names.map((name) => {
        const value = (name === 'host' ? host : (headers.get(name) ?? '')).trim()
        return `${name}:${lower ? value.toLowerCase() : value}\n`
      })
      const text = lines.join('')
      if (!seen.has(text)) yield text
      seen.add(text)
    }
  }
}
