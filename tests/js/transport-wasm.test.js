// The transport inside the module, against a real server.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { TransportError } from '../../js/errors.js'
import { createTransport } from '../../js/runtime/http/wasm.js'
import { core } from '../../js/runtime/wasm/node.js'
import { initSync } from '../../pkg/scf_grayscale.js'
import { CLOSED_PORT } from '../support/nobody.js'

const transport = createTransport()

/** @param {import('node:test').TestContext} t @param {import('node:http').RequestListener} listener */
async function serve(t, listener) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${server.address().port}/`
}

const post = (url, more = {}) => ({
  url,
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: '{}',
  ...more,
})

/** @param {boolean} sent @param {RegExp} reason */
const lost = (sent, reason) => (error) => {
  assert.ok(error instanceof TransportError, String(error))
  assert.match(error.reason, reason)
  assert.equal(error.sent, sent, error.reason)
  return true
}

test('a request goes out as it is, and the answer comes back as it is', async (t) => {
  const seen = []
  const url = await serve(t, async (request, response) => {
    const chunks = await request.toArray()
    seen.push({
      method: request.method,
      action: request.headers['x-tc-action'],
      body: Buffer.concat(chunks).toString('hex'),
    })
    response.setHeader('Content-Type', 'application/json')
    response.setHeader('Date', 'Mon, 25 Feb 2019 16:44:25 GMT')
    response.setHeader('Retry-After', '2')
    response.setHeader('x-cos-request-id', 'NWRhMQ==')
    response.end('{"说明":"灰度 🚀"}')
  })
  const headers = { 'Content-Type': 'application/json', 'X-TC-Action': 'GetAlias' }
  const answer = {
    status: 200,
    contentType: 'application/json',
    date: 'Mon, 25 Feb 2019 16:44:25 GMT',
    retryAfter: '2',
    requestId: 'NWRhMQ==',
    text: '{"说明":"灰度 🚀"}',
  }
  assert.deepEqual(await transport.send(post(url, { headers, body: '{"é":1}' })), answer)
  assert.deepEqual(await transport.send(post(url, { headers, body: new Uint8Array([0, 255, 10]) })), answer)
  assert.deepEqual(await transport.send({ url, method: 'GET', headers }), answer)
  assert.deepEqual(seen, [
    { method: 'POST', action: 'GetAlias', body: Buffer.from('{"é":1}').toString('hex') },
    { method: 'POST', action: 'GetAlias', body: '00ff0a' },
    { method: 'GET', action: 'GetAlias', body: '' },
  ])
})

test('an error status, HTML and nothing at all are answers too', async (t) => {
  const url = await serve(t, (request, response) => {
    const [status, type, text] = { '/502': [502, 'text/html', '<h1>Bad Gateway</h1>'], '/204': [204] }[request.url]
    response.writeHead(status, type && { 'Content-Type': type }).end(text)
  })
  const { date, ...html } = await transport.send(post(`${url}502`))
  assert.ok(date)
  const nothing = { retryAfter: undefined, requestId: undefined }
  assert.deepEqual(html, { status: 502, contentType: 'text/html', ...nothing, text: '<h1>Bad Gateway</h1>' })
  const { status, text } = await transport.send(post(`${url}204`))
  assert.deepEqual({ status, text }, { status: 204, text: '' })
})

test('a redirect is not followed', async (t) => {
  const paths = []
  const url = await serve(t, (request, response) => {
    paths.push(request.url)
    response.writeHead(302, { Location: '/elsewhere' }).end()
  })
  await assert.rejects(transport.send(post(url)), lost(true, /redirect/))
  assert.deepEqual(paths, ['/'])
})

test('hang-ups: before the answer, and in the middle of it', async (t) => {
  const url = await serve(t, (request, response) => {
    if (request.url === '/at-once') return request.socket.destroy()
    response.writeHead(200, { 'Content-Length': '100' })
    response.write('half', () => request.socket.destroy())
  })
  await assert.rejects(transport.send(post(`${url}at-once`)), lost(true, /127\.0\.0\.1/))
  await assert.rejects(transport.send(post(`${url}half-way`)), lost(true, /127\.0\.0\.1/))
})

test('a server that is not there was not sent anything', async () => {
  await assert.rejects(transport.send(post(`http://127.0.0.1:${CLOSED_PORT}/`)), lost(false, /ECONNREFUSED/))
})

test('cancelled: before, and while waiting; whatever the reason is', async (t) => {
  let arrived = () => {}
  const url = await serve(t, () => arrived())
  await assert.rejects(transport.send(post(url, { signal: AbortSignal.abort() })), lost(false, /cancelled/))
  for (const reason of [undefined, 'a string', null, { code: 1 }]) {
    const controller = new AbortController()
    arrived = () => controller.abort(reason)
    await assert.rejects(transport.send(post(url, { signal: controller.signal })), lost(true, /cancelled/))
  }
})

test('a time-out ends the waiting', async (t) => {
  const url = await serve(t, () => {})
  await assert.rejects(transport.send(post(url, { timeoutMs: 50 })), lost(true, /time-out after 50 ms/))
})

test('what can’t be a request is an error, and the module lives on', async (t) => {
  const url = await serve(t, (_request, response) => response.end('still here'))
  await assert.rejects(transport.send(post(url, { headers: { 'bad name': 'x' } })), TransportError)
  await assert.rejects(transport.send(post(url, { headers: { 'X-A': 'b\r\nc' } })), TransportError)
  await assert.rejects(transport.send(post(url, { method: 'NO METHOD' })), TransportError)
  await assert.rejects(transport.send(post(url, { method: 'GET', body: 'no GET has a body' })), TransportError)
  await assert.rejects(core.send(url, 'POST', ['odd'], undefined, undefined), /not iterable/)
  assert.equal((await transport.send(post(url))).text, 'still here')
})

test('a fetch that gives something else is an error, and the module lives on', async (t) => {
  const url = await serve(t, (_request, response) => response.end('still here'))
  const { fetch } = globalThis
  t.after(() => {
    globalThis.fetch = fetch
  })
  const strange = [
    async () => ({ status: 200 }),
    async () => undefined,
    async () => Response.error(),
    () => 'no promise',
    () => {
      throw 'not even an Error'
    },
    () => Promise.reject(),
  ]
  for (const stub of strange) {
    globalThis.fetch = stub
    await assert.rejects(transport.send(post(url)), TransportError, String(stub))
  }
  globalThis.fetch = fetch
  assert.equal((await transport.send(post(url))).text, 'still here')
})

test('close may be called at any time', async (t) => {
  const url = await serve(t, (_request, response) => response.end('ok'))
  await transport.close()
  assert.equal((await transport.send(post(url))).text, 'ok')
})

test('headers and body, which may hold a token, never come into the memory of the module', async (t) => {
  const { memory } = initSync()
  const url = await serve(t, (_request, response) => response.end('{}'))
  const [token, body] = ['token', 'body'].map((part) => ['EXAMPLE', part, process.hrtime.bigint()].join(''))
  await transport.send(post(url, { headers: { 'X-TC-Token': token }, body }))
  for (const secret of [token, body]) assert.ok(!Buffer.from(memory.buffer).includes(secret))
})
