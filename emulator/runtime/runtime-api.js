// @ts-check
// The runtime API of one process of a custom runtime: starts the package's program `bootstrap`, which tells that it is
// ready, asks for the next event again and again, and answers each with a response or an error.

import http from 'node:http'
import { MAX_MESSAGE_BYTES } from './channel.js'
import { Supervisor } from './supervisor.js'

/** @typedef {import('./process.js').LoadMessage} LoadMessage */
/** @typedef {import('./process.js').RunMessage} RunMessage */
/** @typedef {http.ServerResponse} Response */

const HOST = '127.0.0.1'

/** @type {RunMessage | undefined} the event that has not been answered */
let current
/** @type {Set<Response>} who has asked for the next event, and waits for it */
const waiting = new Set()
let ready = false

const supervisor = new Supervisor({
  load,
  run(message) {
    current = message
    for (const response of waiting) sendEvent(response, message)
    waiting.clear()
  },
})

/** @type {Record<string, (body: string, response: Response) => void>} */
const ROUTES = {
  'POST /runtime/init/ready'(_body, response) {
    response.end()
    if (ready) return
    ready = true
    supervisor.tell({ kind: 'loaded', ownBytes: 0 })
  },
  'GET /runtime/invocation/next'(_body, response) {
    if (current) return sendEvent(response, current)
    waiting.add(response)
    response.on('close', () => waiting.delete(response))
  },
  'POST /runtime/invocation/response': (body, response) => end(response, (id) => supervisor.returned(id, body)),
  'POST /runtime/invocation/error': (body, response) => end(response, (id) => supervisor.threw(id, body)),
}

/** The first answer to an event counts. @param {Response} response @param {(id: string) => Promise<void>} tell */
function end(response, tell) {
  if (!current) return refuse(response, 400, 'There is no event to answer.')
  const { id } = current
  current = undefined
  // The program may ask for the next event only when this one is over.
  void tell(id).then(() => response.end())
}

/** The same again where it is asked for again. @param {Response} response @param {RunMessage} message */
function sendEvent(response, { id, event }) {
  const { memory_limit_in_mb, time_limit_in_ms } = supervisor.context
  response.writeHead(200, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(event),
    request_id: id,
    memory_limit_in_mb,
    time_limit_in_ms,
  })
  response.end(event)
}

/** @param {Response} response @param {number} status @param {string} why */
function refuse(response, status, why) {
  response.writeHead(status, { 'Content-Type': 'text/plain' })
  response.end(`${why}\n`)
}

/** @param {string} bootstrap @param {LoadMessage} message */
function load(bootstrap, { directory, environment }) {
  const server = http.createServer({ requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 }, (message, response) =>
    serve(message, response),
  )
  server.listen(0, HOST, () => {
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
    const api = { SCF_RUNTIME_API: HOST, SCF_RUNTIME_API_PORT: String(port) }
    supervisor.start([bootstrap], { directory, environment: { ...environment, ...api } })
  })
}

/** @param {http.IncomingMessage} message @param {Response} response */
function serve(message, response) {
  // A page in a browser can send requests to this port too; it says where it is from.
  if (message.headers.origin !== undefined || message.headers['sec-fetch-site'] !== undefined) {
    return refuse(response, 403, 'Pages are not allowed to call.')
  }
  const route = `${message.method} ${(message.url ?? '').split('?')[0]}`
  if (!Object.hasOwn(ROUTES, route)) return refuse(response, 404, `The runtime API has no ${route}.`)
  /** @type {Buffer[]} */
  const chunks = []
  let bytes = 0
  message.on('data', (chunk) => {
    // one that is too long is passed on as far as that is seen
    if (bytes <= MAX_MESSAGE_BYTES) chunks.push(chunk)
    bytes += chunk.length
  })
  message.on('end', () => ROUTES[route](Buffer.concat(chunks).toString('utf8'), response))
}
