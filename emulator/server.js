// @ts-check
// HTTP on loopback: reads a request whole, within limits of size and time, and writes the answer.

import http from 'node:http'
import { answerClock, CLOCK_PATH } from './clock-request.js'
import { corsHeaders } from './cors.js'
import { placeIn } from './cos/request.js'
import { DownloadLinks } from './download-links.js'
import { whole } from './faults/delivery.js'
import { outages } from './faults/outage.js'
import { answerFunctionUrl, isFunctionUrl } from './function-url.js'
import { refusal } from './guard.js'
import { httpRequest } from './request.js'

/** @typedef {import('./gateway.js').Gateway} Gateway */

const HOST = '127.0.0.1'
const HEADER_TIMEOUT_MS = 20_000
const KEEP_ALIVE_MS = 75_000
/** A body over the limit is read on (and thrown away) up to this, so that its sender gets to see the answer. */
const MAX_DRAINED_BYTES = 256 * 1024 * 1024

/**
 * @param {object} given
 * @param {Gateway} given.gateway
 * @param {import('./cos/service.js').ObjectService} given.objects
 * @param {import('./claims.js').Credential} given.credential
 * @param {number} given.port 0 picks one
 * @param {number} given.latencyMs before every answer of the API
 * @param {number} given.requestTimeoutMs in which a request must have arrived whole
 * @param {import('./guard.js').Allowed} given.allowed
 * @returns {Promise<{ port: number, url: string, close: () => Promise<void> }>}
 */
export async function listen({ gateway, objects, credential, port, latencyMs, requestTimeoutMs, allowed }) {
  const { cloud } = gateway
  let url = ''
  const server = http.createServer(
    {
      requestTimeout: requestTimeoutMs,
      headersTimeout: Math.min(HEADER_TIMEOUT_MS, requestTimeoutMs),
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: Math.min(5000, requestTimeoutMs / 4),
      maxHeaderSize: cloud.quotas.queryBytes + 16 * 1024,
    },
    (message, response) => {
      serve(message, response).catch((error) => {
        // The sender hung up in the middle; there is nobody to answer.
        if (!message.complete || response.destroyed) return response.destroy()
        cloud.report(`A request could not be answered: ${error.stack ?? error}`)
        response.destroy()
      })
    },
  )

  const outage = outages(server, HOST)
  const dateOff = (/** @type {number} */ seconds) => new Date(cloud.clock.nowMs() + seconds * 1000).toUTCString()

  /** @param {http.IncomingMessage} message @param {http.ServerResponse} response */
  async function serve(message, response) {
    response.sendDate = false
    response.setHeader('Date', dateOff(0))
    const refused = refusal(message, allowed)
    if (refused !== undefined) {
      response.shouldKeepAlive = false // its body is not read
      return sendText(response, 403, `Refused. ${refused}\n`)
    }
    const head = httpRequest(message, Buffer.alloc(0))
    const host = head.headers.get('host') ?? ''
    const isCallOfFunction = isFunctionUrl(host)
    const place = isCallOfFunction ? undefined : placeIn(host, head.path)
    const crossOrigin = corsHeaders(message, allowed.cors, place ? 'objects' : 'api')
    for (const [name, value] of Object.entries(crossOrigin ?? {})) response.setHeader(name, value)
    if (crossOrigin && message.method === 'OPTIONS') return void response.writeHead(204).end()
    if (place) {
      const { answer, course } = await objects.answer(head, place, (limit) => readBody(message, limit))
      return send(response, answer, course)
    }
    const request = { ...head, body: await readBody(message, cloud.quotas.requestBytes) }
    if (isCallOfFunction) return sendAnswer(response, await answerFunctionUrl(cloud, request))
    if (request.path === CLOCK_PATH) {
      const { status, text } = answerClock(request, cloud.clock, credential)
      return sendText(response, status, text)
    }
    if (DownloadLinks.covers(request.path)) return sendPackage(request, response)
    if (request.path !== '/') return sendText(response, 404, 'Not found: the API is at "/".\n')
    if (request.method !== 'POST' && request.method !== 'GET') {
      return sendText(response, 405, 'The API takes POST and GET.\n')
    }
    const { response: fields, course } = await gateway.answer(request, url)
    const traceId = request.headers.get('x-tc-traceid')
    const answer = {
      status: 200,
      headers: {
        ...(traceId && { 'X-TC-TraceId': traceId }),
        // Exactly this type: some SDKs take an answer of any other for an empty success.
        'Content-Type': 'application/json',
      },
      bytes: Buffer.from(JSON.stringify({ Response: fields })),
    }
    return send(response, answer, course)
  }

  /**
   * @param {http.ServerResponse} response
   * @param {import('./faults/course.js').Answer} answer
   * @param {import('./faults/course.js').Course} course
   */
  async function send(response, answer, course) {
    const { skewSeconds, delayMs = 0, reshape = asItIs, deliver = whole } = course
    const waitMs = latencyMs + delayMs
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    const { status, headers, bytes } = reshape({
      ...answer,
      headers: { Date: dateOff(skewSeconds), ...answer.headers, ...course.headers },
    })
    /** @type {Record<string, number>} */
    const length = hasNoBody(status) ? {} : { 'Content-Length': bytes.length }
    deliver({ response, goDown: outage.goDown }, { status, headers: { ...headers, ...length }, bytes })
  }

  /** @param {import('./request.js').HttpRequest} request @param {http.ServerResponse} response */
  function sendPackage(request, response) {
    const digest = cloud.links.open(request.path, request.query)
    if (digest === undefined || !cloud.packages.byDigest.has(digest)) {
      return sendText(response, 403, 'This link is not valid, or has expired.\n')
    }
    const zip = cloud.packages.zip(digest)
    response.writeHead(200, { 'Content-Type': 'application/zip', 'Content-Length': zip.length })
    response.end(request.method === 'HEAD' ? undefined : zip)
  }

  await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, HOST, () => resolve(server.removeListener('error', reject)))
  })
  const address = /** @type {import('node:net').AddressInfo} */ (server.address())
  url = `http://${HOST}:${address.port}`
  return {
    port: address.port,
    url,
    close: () =>
      new Promise((resolve) => {
        outage.end()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** @param {http.ServerResponse} response @param {import('./function-url.js').Answer} answer */
function sendAnswer(response, { status, headers, body }) {
  try {
    for (const [name, value] of headers) response.appendHeader(name, value)
    response.setHeader('Content-Length', body.length)
    response.writeHead(status)
    response.end(body)
  } catch {
    // Only the function's own headers or status can be what HTTP forbids.
    for (const name of response.getHeaderNames()) response.removeHeader(name)
    sendText(response, 502, 'The function gave headers or a status that HTTP does not allow.\n')
  }
}
/** @param {number} status */
const hasNoBody = (status) => status === 204 || status === 304

/** @param {import('./faults/course.js').Answer} answer */
const asItIs = (answer) => answer

/**
 * The whole body; of one that is too large, one byte more than allowed.
 * @param {http.IncomingMessage} message
 * @param {number} limit
 * @returns {Promise<Buffer>}
 */
async function readBody(message, limit) {
  /** @type {Buffer[]} */
  const chunks = []
  let bytes = 0
  for await (const chunk of message) {
    bytes += chunk.length
    if (bytes <= limit) chunks.push(chunk)
    else if (bytes > limit + MAX_DRAINED_BYTES) throw new Error(`a body of more than ${MAX_DRAINED_BYTES} bytes`)
  }
  return bytes <= limit ? Buffer.concat(chunks, bytes) : Buffer.alloc(limit + 1)
}

/** @param {http.ServerResponse} response @param {number} status @param {string} text */
function sendText(response, status, text) {
  response.writeHead(status, { 'Content-Type': 'text/plain', 'Content-Length': Buffer.byteLength(text) })
  response.end(text)
}
