// @ts-check
// The signature of object storage, the server's side. Written against the documentation with node:crypto alone and shared
// with nothing, so that a mistake in the signer of this project cannot hide here.
// https://cloud.tencent.com/document/product/436/7778
//
//   SignKey      = hex(HMAC-SHA1(secretKey, q-key-time))
//   HttpString   = method \n path \n params \n headers \n
//   StringToSign = sha1 \n q-sign-time \n hex(SHA1(HttpString)) \n
//   Signature    = hex(HMAC-SHA1(SignKey, StringToSign))

import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { CosError } from './errors.js'

const PARTS = [
  'q-sign-algorithm',
  'q-ak',
  'q-sign-time',
  'q-key-time',
  'q-header-list',
  'q-url-param-list',
  'q-signature',
]
const SPAN = /^(\d{1,12});(\d{1,12})$/

/**
 * @typedef {object} SignedObjectRequest
 * @property {string} method
 * @property {string[]} paths under which it may have been signed
 * @property {string[]} hosts likewise
 * @property {Map<string, string>} params of the query, decoded, as they are written
 * @property {Map<string, string>} headers by lower-case name
 */

/** @param {string} text */
const encoded = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

/** @param {string} key @param {string} message */
const hmac = (key, message) => createHmac('sha1', key).update(message).digest('hex')

/**
 * @param {SignedObjectRequest} request
 * @param {import('../claims.js').Keys} keys
 * @returns {string[]} when it is valid, for {@link checkSpans}
 * @throws {CosError}
 */
export function verifyObjectSignature(request, keys) {
  const given = readAuthorization(request)
  if (given['q-sign-algorithm'] !== 'sha1') throw denied('q-sign-algorithm is not sha1')
  const credential = keys.find(given['q-ak'])
  if (credential === undefined) {
    throw new CosError('InvalidAccessKeyId', 'The Access Key Id you provided does not exist in our records.')
  }
  const token = request.headers.get('x-cos-security-token') ?? request.params.get('x-cos-security-token')
  if (credential.token !== undefined && token !== credential.token) throw denied('the token is missing or wrong')
  const signed = signatures(request, given, credential.secretKey)
  const sent = Buffer.from(given['q-signature'])
  const fits = signed.some((one) => one.length === sent.length && timingSafeEqual(Buffer.from(one), sent))
  if (!fits) {
    throw new CosError(
      'SignatureDoesNotMatch',
      'The Signature you specified is invalid: check the key, the path, and the parameters and headers that it lists.',
    )
  }
  return [given['q-sign-time'], given['q-key-time']]
}

/** @param {string[]} spans @param {number} nowSeconds @throws {CosError} AccessDenied, RequestTimeTooSkewed */
export function checkSpans(spans, nowSeconds) {
  for (const span of spans) checkSpan(span, nowSeconds)
}

/** @param {SignedObjectRequest} request */
function readAuthorization({ headers, params }) {
  const text = headers.get('authorization')
  /** @type {Map<string, string>} */
  const pairs = text === undefined ? params : new Map(text.split('&').map((pair) => split(pair)))
  if (!pairs.has('q-sign-algorithm')) throw denied('the request is not signed')
  /** @type {Record<string, string>} */
  const read = {}
  for (const name of PARTS) {
    const value = pairs.get(name)
    if (value === undefined) throw denied(`the signature lacks ${name}`)
    read[name] = value.trim()
  }
  return read
}

/** @param {string} pair @returns {[string, string]} */
function split(pair) {
  const at = pair.indexOf('=')
  return at === -1 ? [pair.trim(), ''] : [pair.slice(0, at).trim(), pair.slice(at + 1)]
}

/**
 * What the key makes of the request: one for each path and host that it may have been signed with.
 * @param {SignedObjectRequest} request
 * @param {Record<string, string>} given
 * @param {string} secretKey
 */
function signatures(request, given, secretKey) {
  const listed = (/** @type {string} */ list) => list.split(';').filter((name) => name !== '')
  const params = new Map([...request.params].map(([name, value]) => [encoded(name).toLowerCase(), value]))
  const headerNames = listed(given['q-header-list'])
  const paramNames = listed(given['q-url-param-list'])
  const missing = [
    ...headerNames.filter((name) => !request.headers.has(name)),
    ...paramNames.filter((name) => !params.has(name)),
  ]
  if (missing.length > 0) throw denied(`"${missing[0]}" is signed and was not sent`)
  const key = hmac(secretKey, given['q-key-time'])
  const paramLine = paramNames.map((name) => `${name}=${encoded(params.get(name) ?? '')}`).join('&')
  return request.paths.flatMap((path) =>
    request.hosts.map((host) => {
      const signedValue = (/** @type {string} */ name) => (name === 'host' ? host : (request.headers.get(name) ?? ''))
      const headerLine = headerNames.map((name) => `${name}=${encoded(signedValue(name))}`).join('&')
      const text = `${request.method.toLowerCase()}\n${path}\n${paramLine}\n${headerLine}\n`
      const digest = createHash('sha1').update(text).digest('hex')
      return hmac(key, `sha1\n${given['q-sign-time']}\n${digest}\n`)
    }),
  )
}

/** @param {string} span @param {number} nowSeconds */
function checkSpan(span, nowSeconds) {
  const [, start, end] = SPAN.exec(span) ?? []
  if (start === undefined) throw denied('the time of the signature is not start;end')
  if (nowSeconds < Number(start) || nowSeconds > Number(end)) {
    throw new CosError(
      'RequestTimeTooSkewed',
      `The signature is valid from ${start} to ${end}, and it is ${nowSeconds}. Please check the clock.`,
    )
  }
}

/** @param {string} why */
const denied = (why) => new CosError('AccessDenied', `Access Denied: ${why}.`)
