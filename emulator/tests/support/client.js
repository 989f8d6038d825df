// A TC3 client of the tests' own, in the plainest form, so that the emulator is not judged by the project's signer.

import { createHash, createHmac } from 'node:crypto'
import http from 'node:http'
import { KEY } from './emulator.js'

export { KEY }
export const SCF = '2018-04-16'
export const MONITOR = '2018-07-24'
export const CLS = '2020-10-16'

const sha256 = (data) => createHash('sha256').update(data).digest('hex')
const hmac = (key, data) => createHmac('sha256', key).update(data).digest()

/** The value of Authorization, and nothing else. */
export function authorization({
  secretId = KEY.secretId,
  secretKey = KEY.secretKey,
  method = 'POST',
  query = '',
  headers, // the signed ones, [name, value] in order
  payloadHash,
  timestamp,
  service = 'scf',
  date = new Date(timestamp * 1000).toISOString().slice(0, 10),
}) {
  const names = headers.map(([name]) => name).join(';')
  const lines = headers.map(([name, value]) => `${name}:${value}\n`).join('')
  const canonical = [method, '/', query, lines, names, payloadHash].join('\n')
  const scope = `${date}/${service}/tc3_request`
  const key = hmac(hmac(hmac(`TC3${secretKey}`, date), service), 'tc3_request')
  const signature = hmac(key, `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical)}`).toString('hex')
  return `TC3-HMAC-SHA256 Credential=${secretId}/${scope}, SignedHeaders=${names}, Signature=${signature}`
}

/** A request that is signed and ready to be sent: or to be tampered with first. */
export function signedPost(url, action, params, options = {}) {
  const {
    version = SCF,
    region = 'ap-guangzhou',
    token,
    timestamp = Math.floor(Date.now() / 1000),
    body = JSON.stringify(params),
    contentType = 'application/json',
    key = KEY,
    payloadHash = sha256(body),
    service,
    headers = {},
  } = options
  const host = new URL(url).host
  return {
    method: 'POST',
    path: '/',
    headers: {
      Host: host,
      'Content-Type': contentType,
      'X-TC-Action': action,
      'X-TC-Version': version,
      'X-TC-Timestamp': String(timestamp),
      ...(region ? { 'X-TC-Region': region } : {}),
      ...(token ? { 'X-TC-Token': token } : {}),
      Authorization: authorization({
        ...key,
        headers: [
          ['content-type', contentType],
          ['host', host],
        ],
        payloadHash,
        timestamp,
        service,
      }),
      ...headers,
    },
    body,
  }
}

export function signedGet(url, action, query, options = {}) {
  const { version = SCF, region = 'ap-guangzhou', timestamp = Math.floor(Date.now() / 1000) } = options
  const host = new URL(url).host
  const contentType = 'application/x-www-form-urlencoded'
  const headers = [
    ['content-type', contentType],
    ['host', host],
  ]
  return {
    method: 'GET',
    path: `/?${query}`,
    headers: {
      Host: host,
      'Content-Type': contentType,
      'X-TC-Action': action,
      'X-TC-Version': version,
      'X-TC-Region': region,
      'X-TC-Timestamp': String(timestamp),
      Authorization: authorization({ method: 'GET', query, headers, payloadHash: sha256(''), timestamp }),
    },
  }
}

/** `A.0.B=1`, as the documentation flattens. */
function flat(value, name = '') {
  if (value === null || typeof value !== 'object') return [[name, String(value)]]
  return Object.entries(value).flatMap(([key, inner]) => flat(inner, name ? `${name}.${key}` : key))
}

/** A request signed with v1, written against the documentation alone. */
export function signedV1(
  url,
  Action,
  params,
  { method = 'POST', host = new URL(url).host, common = {}, key = KEY, timestamp = Math.floor(Date.now() / 1000) } = {},
) {
  const pairs = Object.fromEntries([
    ...flat(params),
    ...Object.entries({
      Action,
      Version: SCF,
      Region: 'ap-guangzhou',
      Nonce: '11886',
      Timestamp: String(timestamp),
      SecretId: key.secretId,
      ...common,
    }).filter(([, value]) => value !== undefined),
  ])
  const text = Object.keys(pairs)
    .sort()
    .map((name) => `${name}=${pairs[name]}`)
    .join('&')
  const algorithm = pairs.SignatureMethod === 'HmacSHA256' ? 'sha256' : 'sha1'
  const Signature = createHmac(algorithm, key.secretKey).update(`${method}${host}/?${text}`).digest('base64')
  const form = new URLSearchParams({ ...pairs, Signature }).toString()
  return method === 'GET'
    ? { method, path: `/?${form}`, headers: { Host: new URL(url).host } }
    : {
        method,
        path: '/',
        headers: { Host: new URL(url).host, 'Content-Type': 'application/x-www-form-urlencoded' },
        body: form,
      }
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 })

/** @returns {Promise<{ status: number, headers: http.IncomingHttpHeaders, text: string, bytes: Buffer }>} */
export function send(url, { method, path, headers, body }) {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }
    const request = http.request(
      { hostname, port, method, path, agent, headers: { ...headers, ...length } },
      (response) => {
        const chunks = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const bytes = Buffer.concat(chunks)
          resolve({ status: response.statusCode, headers: response.headers, text: bytes.toString('utf8'), bytes })
        })
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

export class ApiFailure extends Error {
  constructor({ Code, Message }) {
    super(`${Code}: ${Message}`)
    this.code = Code
  }
}

export class Client {
  constructor(url, options = {}) {
    this.url = url
    this.options = options
  }

  /** The response of an action; an error of the API is thrown. */
  async call(action, params = {}, options = {}) {
    const answer = await send(this.url, signedPost(this.url, action, params, { ...this.options, ...options }))
    const { Response } = JSON.parse(answer.text)
    if (Response.Error) throw new ApiFailure(Response.Error)
    return Response
  }

  /** InvokeFunction's result. */
  async invoke(FunctionName, event = {}, more = {}) {
    const { Result } = await this.call('InvokeFunction', { FunctionName, Event: JSON.stringify(event), ...more })
    return Result
  }

  /** What the handler returned. */
  async ask(FunctionName, event = {}, more = {}) {
    const result = await this.invoke(FunctionName, event, more)
    if (result.InvokeResult !== 0) throw new Error(result.ErrMsg)
    return JSON.parse(result.RetMsg)
  }
}
