// @ts-check
// Function URLs: a trigger of type http gives a version or an alias an address of its own. Requests to that name are
// invocations. A web function gets them as they are, another function gets an event.

import { randomUUID } from 'node:crypto'
import { ApiError } from './errors.js'
import { APP_ID } from './world.js'

/** @typedef {import('./request.js').HttpRequest} HttpRequest */
/** @typedef {import('./world.js').CloudFunction} CloudFunction */
/** @typedef {import('./world.js').Trigger} Trigger */
/** @typedef {import('./runtime/web-bridge.js').WebRequest} WebRequest */
/** @typedef {import('./runtime/web-bridge.js').WebAnswer} WebAnswer */
/** @typedef {{ status: number, headers: [string, string][], body: Buffer }} Answer */

/** As ListTriggers shows it; and below localhost, which leads to this machine by itself. */
const ADDRESS = new RegExp(
  `^${APP_ID}-([a-z0-9]+)\\.(in\\.)?([a-z]{2}(?:-[a-z0-9]+)+)\\.(?:tencentscf\\.com|localhost)$`,
)
const ANSWER_HEADER_BYTES = 4096
/** They are about one connection, and this answer goes over another, which has a date of its own. */
const HOP_BY_HOP = new Set([
  'date',
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'content-length',
])

/** @param {string | undefined} host of a request */
export const isFunctionUrl = (host = '') => ADDRESS.test(nameOf(host))

/** @param {string} host */
const nameOf = (host) =>
  host
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/:\d+$/, '')

/**
 * @param {import('./cloud.js').Cloud} cloud
 * @param {HttpRequest} request
 * @returns {Promise<Answer>}
 */
export async function answerFunctionUrl(cloud, request) {
  const requestId = randomUUID()
  const found = find(cloud, request.headers.get('host') ?? '')
  if (!found) return refusal(requestId, 404, 'There is no function URL of this name.')
  const { fn, trigger, intranet } = found
  const { AuthType, NetConfig = {} } = JSON.parse(trigger.desc)
  const open = intranet ? NetConfig.EnableIntranet === true : NetConfig.EnableExtranet === true
  if (!trigger.enabled || !open) return refusal(requestId, 403, 'The function URL is closed to this network.')
  if (AuthType !== 'NONE') {
    return refusal(requestId, 401, `The emulator serves function URLs with the AuthType NONE, not ${AuthType}.`)
  }
  if (request.body.length > cloud.quotas.syncEventBytes) {
    return refusal(requestId, 413, `The body has more than ${cloud.quotas.syncEventBytes} bytes.`)
  }
  try {
    const route = cloud.invoker.route(fn, trigger.qualifier, request.headers)
    const isWeb = route.version.served?.configuration.type === 'HTTP'
    const event = JSON.stringify(isWeb ? webRequest(request) : eventOf(request))
    const { outcome, errMsg } = await cloud.invoker.invoke({ requestId, event, ...route })
    if (outcome.failure) return json(requestId, outcome.statusCode, errMsg)
    return isWeb ? webAnswer(requestId, JSON.parse(outcome.returned)) : eventAnswer(requestId, outcome.returned)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return refusal(requestId, 404, error.message)
  }
}

/** @param {import('./cloud.js').Cloud} cloud @param {string} host */
function find(cloud, host) {
  const [, urlId, inside, region] = ADDRESS.exec(nameOf(host)) ?? []
  for (const { functions } of cloud.world.regions.get(region)?.values() ?? []) {
    for (const fn of functions.values()) {
      const trigger = fn.triggers.find((one) => one.type === 'http' && one.urlId === urlId)
      if (trigger) return { fn, trigger, intranet: inside !== undefined }
    }
  }
  return undefined
}

/** @param {HttpRequest} request @returns {WebRequest} */
function webRequest({ method, path, query, headers, body }) {
  const passed = [...headers].filter(([name]) => !HOP_BY_HOP.has(name))
  return { method, target: query === '' ? path : `${path}?${query}`, headers: passed, body: body.toString('base64') }
}

/** What a function gets that is no web function. @param {HttpRequest} request */
function eventOf({ method, path, query, headers, body }) {
  return {
    body: body.toString('utf8'),
    headers: { ...Object.fromEntries(headers), 'x-scf-remote-addr': '127.0.0.1' },
    httpMethod: method,
    path,
    queryString: Object.fromEntries(new URLSearchParams(query)),
  }
}

/** @param {string} requestId @param {WebAnswer} answer @returns {Answer} */
function webAnswer(requestId, { status, headers, body }) {
  const passed = headers.filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase()))
  const bytes = passed.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0)
  if (bytes > ANSWER_HEADER_BYTES) {
    return refusal(requestId, 502, `The headers of the answer have more than ${ANSWER_HEADER_BYTES} bytes.`)
  }
  return { status, headers: [...passed, ['X-Scf-Request-Id', requestId]], body: Buffer.from(body, 'base64') }
}

/**
 * An answer with a statusCode says all of a response; any other is the body of one.
 * @param {string} requestId
 * @param {string} returned JSON, or what a custom runtime gave
 * @returns {Answer}
 */
function eventAnswer(requestId, returned) {
  const value = parsed(returned)
  if (!Number.isInteger(value?.statusCode)) return json(requestId, 200, returned)
  const { statusCode, headers = {}, body = '', isBase64Encoded = false } = value
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  /** @type {[string, string][]} */
  const pairs = Object.entries(headers)
    .filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase()))
    .flatMap(([name, given]) => [given].flat().map((one) => /** @type {[string, string]} */ ([name, String(one)])))
  return {
    status: statusCode,
    headers: [...pairs, ['X-Scf-Request-Id', requestId]],
    body: Buffer.from(text, isBase64Encoded ? 'base64' : 'utf8'),
  }
}

/** @param {string} text @returns {any} */
function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** @param {string} requestId @param {number} status @param {string} text @returns {Answer} */
const json = (requestId, status, text) => ({
  status,
  headers: [
    ['Content-Type', 'application/json'],
    ['X-Scf-Request-Id', requestId],
  ],
  body: Buffer.from(text),
})

/** @param {string} requestId @param {number} status @param {string} errorMessage */
const refusal = (requestId, status, errorMessage) =>
  json(requestId, status, JSON.stringify({ errorCode: -1, errorMessage, requestId, statusCode: status }))
