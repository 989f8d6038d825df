// @ts-check
/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { Transport } from '../../types.js' */
import { TransportError } from '../../errors.js'
import { allowance } from './allowance.js'
import { bodyOf, MOST_BYTES } from './body.js'

/** Whose requests may pass. */
const services = ['scf', 'monitor', 'cls']
/** Headers of a signed request, with what each may look like. Whatever else a browser sends stays here. */
const passes = {
  authorization:
    /^TC3-HMAC-SHA256 Credential=[\w-]+\/\d{4}-\d\d-\d\d\/(?<service>[a-z]+)\/tc3_request, ?SignedHeaders=[a-z0-9;-]+, ?Signature=[0-9a-f]{64}$/,
  'content-type': /^application\/json(; ?charset=utf-8)?$/i,
  'x-tc-action': /^[A-Za-z]{1,64}$/,
  'x-tc-version': /^\d{4}-\d\d-\d\d$/,
  'x-tc-timestamp': /^\d{1,12}$/,
  'x-tc-region': /^[a-z0-9-]{0,40}$/,
  'x-tc-token': /^[\x21-\x7e]{1,4096}$/,
  'x-tc-language': /^(zh-CN|en-US)$/,
  'x-tc-requestclient': /^[\x21-\x7e]{1,256}$/,
}
const required = ['authorization', 'content-type', 'x-tc-action', 'x-tc-version', 'x-tc-timestamp']

/** Of all calls: the engine keeps to the API's own limits, by region and action, far below. */
const LIMITS = { perSecond: 200, atOnce: 100 }
const LONGEST_MS = 930_000
/** Of what the relay says itself: a call that it refused, or one that found no answer. */
const TYPE = 'application/vnd.scf-grayscale.relay+json'

/**
 * Passes requests on to the API as the page signed them: without the key they can't be changed. A temporary token goes through
 * and nowhere else. With `sign` it signs requests with keys of its own, in place of the page's signature. What the API answers
 * goes back as it is, with its own `Date`.
 *
 * @param {{ endpoint: string | undefined, transport: Transport, log: (line: string) => void,
 *   sign?: ReturnType<typeof import('./sign.js').signing>['sign'] }} about
 * @returns {(service: string, request: IncomingMessage, response: ServerResponse) => Promise<void>}
 */
export function relay({ endpoint, transport, log, sign }) {
  const allowed = allowance(LIMITS)

  return async (service, request, response) => {
    const began = performance.now()
    const refuse = (/** @type {number} */ status, /** @type {string} */ code, /** @type {string} */ message) => {
      log(`${code}: ${service.slice(0, 20)}: ${message}`)
      // the rest of a body that nobody will read is not waited for
      response.writeHead(status, { 'content-type': TYPE, connection: 'close' })
      response.end(JSON.stringify({ code, message, sent: false, reason: `the local server: ${code}: ${message}` }))
    }
    if (!services.includes(service)) return refuse(404, 'RelayService', `only ${services.join(', ')} are passed on to`)
    if (request.method !== 'POST') return refuse(405, 'RelayMethod', 'requests are passed on by POST')
    const { headers: given, wrong } = picked(request, service)
    if (wrong !== undefined) return refuse(400, 'RelayHeader', `${wrong} is missing, or not that of a signed request`)
    // a browser says on each POST which page it is of; what does not say so is not signed for
    if (sign && request.headers.origin === undefined) return refuse(403, 'RelayOrigin', 'only the page is signed for')
    const leave = allowed.enter()
    if (!leave) {
      return refuse(429, 'RelayBusy', `more than ${LIMITS.perSecond} calls in a second, or ${LIMITS.atOnce} at once`)
    }
    try {
      const body = await bodyOf(request)
      if (body === undefined) return refuse(413, 'RelaySize', `a request may have ${MOST_BYTES >> 20} MB`)
      const signed = sign?.(service, given, body) ?? { headers: given }
      if ('refused' in signed) return refuse(403, 'RelayAction', `the page does not do ${signed.refused}`)
      const { headers } = signed
      const url = endpoint ?? `https://${service}.tencentcloudapi.com/`
      const answer = await transport.send({ url, method: 'POST', headers, body, timeoutMs: timeOf(request) })
      if (answer.status >= 300 && answer.status < 400) {
        throw new TransportError(
          `${new URL(url).host} answered with a redirect (${answer.status}), which is not followed`,
          {
            sent: true,
          },
        )
      }
      const { status, contentType, date, retryAfter, text } = answer
      // whoever answers in the API's place must not say in the relay's that nothing was sent: the page would send again
      if (contentType?.toLowerCase().includes(TYPE)) {
        throw new TransportError(`${new URL(url).host} answered with what only the local server says`, { sent: true })
      }
      const back = { 'content-type': contentType, date, 'retry-after': retryAfter }
      response.writeHead(status, Object.fromEntries(Object.entries(back).filter(([, value]) => value !== undefined)))
      response.end(text)
      const ms = Math.round(performance.now() - began)
      log(`${given['x-tc-action']} ${given['x-tc-region'] ?? ''} ${status} ${ms} ms`)
    } catch (error) {
      if (!(error instanceof TransportError)) {
        // whoever asked went away, or something is wrong here: nobody is left to be told more
        log(`relay: ${error instanceof Error ? error.message : error}`)
        response.destroy()
        return
      }
      log(`${given['x-tc-action']} ${given['x-tc-region'] ?? ''} no answer: ${error.reason}`)
      response.writeHead(502, { 'content-type': TYPE })
      response.end(JSON.stringify({ sent: error.sent, reason: error.reason }))
    } finally {
      leave()
    }
  }
}

/**
 * @param {IncomingMessage} request
 * @param {string} service
 * @returns {{ headers: Record<string, string>, wrong?: string }} `wrong`: the name of a header that may not pass
 */
function picked(request, service) {
  /** @type {Record<string, string>} */
  const headers = {}
  for (const [name, form] of Object.entries(passes)) {
    const value = request.headers[name]
    if (value === undefined && !required.includes(name)) continue
    const match = typeof value === 'string' ? form.exec(value) : null
    if (!match) return { headers, wrong: name }
    if (match.groups?.service !== undefined && match.groups.service !== service) return { headers, wrong: name }
    headers[name] = /** @type {string} */ (value)
  }
  return { headers }
}

/** @param {IncomingMessage} request */
function timeOf({ headers }) {
  const asked = Number(headers['x-timeout-ms'] ?? 30_000)
  return asked >= 1 && asked <= LONGEST_MS ? asked : LONGEST_MS
}
