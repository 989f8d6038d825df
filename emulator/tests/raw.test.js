// HTTP as nobody should send it, over bare sockets: an answer or a closed connection, and the next client is served.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import net from 'node:net'
import { describe, test } from 'node:test'
import { Client, signedPost } from './support/client.js'
import { emulator } from './support/harness.js'

/** The bytes of a request of the tests' client. */
function bytes(url, action, params, { target = '/', extra = {}, options = {} } = {}) {
  const { method, headers, body } = signedPost(url, action, params, options)
  const lines = Object.entries({ ...headers, 'Content-Length': Buffer.byteLength(body), ...extra })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return `${method} ${target} HTTP/1.1\r\n${head}\r\n${body}`
}

/** A socket; what comes is collected, and its end is no error whichever way it ends. */
async function connected(emu) {
  const socket = net.connect({ port: emu.port, host: '127.0.0.1', allowHalfOpen: true })
  await once(socket, 'connect')
  let text = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk) => {
    text += chunk
  })
  const ended = new Promise((resolve) => {
    socket.on('error', resolve)
    socket.on('end', resolve)
    socket.on('close', resolve)
  })
  return {
    socket,
    /** All that comes until the server ends it. */
    async all() {
      await ended
      socket.destroy()
      return text
    },
    /** As soon as `pattern` has come `times`. */
    async until(pattern, times = 1) {
      while ([...text.matchAll(pattern)].length < times) await once(socket, 'data')
      return text
    },
  }
}

const OK = /HTTP\/1\.1 200 OK/g

/** Sends a request that asks for the connection to be closed. */
async function answer(emu, text) {
  const connection = await connected(emu)
  connection.socket.write(text)
  return connection.all()
}

describe('raw HTTP', () => {
  test('pipelined requests are answered in their order', async (t) => {
    const { emu } = await emulator(t, { latencyMs: 5 })
    const connection = await connected(emu)
    const one = (traceId) => bytes(emu.url, 'ListFunctions', {}, { extra: { 'X-TC-TraceId': traceId } })
    connection.socket.write(['a', 'b', 'c', 'd'].map(one).join(''))
    const text = await connection.until(OK, 4)
    connection.socket.destroy()
    assert.deepEqual(
      [...text.matchAll(/^X-TC-TraceId: (.)\r$/gm)].map(([, id]) => id),
      ['a', 'b', 'c', 'd'],
    )
  })

  test('a request that comes byte by byte is answered', async (t) => {
    const { emu } = await emulator(t)
    const connection = await connected(emu)
    connection.socket.setNoDelay(true)
    for (const byte of bytes(emu.url, 'ListFunctions', { SearchKey: 'é' })) {
      await new Promise((sent) => connection.socket.write(byte, sent))
    }
    assert.match(await connection.until(/"TotalCount":0/g), OK)
    connection.socket.destroy()
  })

  test('a chunked body is a body', async (t) => {
    const { emu } = await emulator(t)
    const request = signedPost(emu.url, 'ListFunctions', { Limit: 1 })
    const head = Object.entries({ ...request.headers, 'Transfer-Encoding': 'chunked', Connection: 'close' })
    const lines = head.map(([name, value]) => `${name}: ${value}\r\n`).join('')
    const chunks = [...request.body].map((char) => `1\r\n${char}\r\n`).join('')
    assert.match(await answer(emu, `POST / HTTP/1.1\r\n${lines}\r\n${chunks}0\r\n\r\n`), /"TotalCount":0/)
  })

  test('a client that asks whether to go on is told to', async (t) => {
    const { emu } = await emulator(t)
    const whole = bytes(emu.url, 'ListFunctions', {}, { extra: { Expect: '100-continue' } })
    const [head, body] = whole.split('\r\n\r\n')
    const connection = await connected(emu)
    connection.socket.write(`${head}\r\n\r\n`)
    await connection.until(/HTTP\/1\.1 100 Continue/g)
    connection.socket.write(body)
    assert.match(await connection.until(/"TotalCount":0/g), OK)
    connection.socket.destroy()
  })

  test('an absolute-form target, with the Host of the API', async (t) => {
    const { emu } = await emulator(t)
    const extra = { Connection: 'close' }
    for (const target of [
      'http://scf.tencentcloudapi.com/',
      'http://scf.tencentcloudapi.com',
      'HTTPS://localhost:1/',
    ]) {
      assert.match(await answer(emu, bytes(emu.url, 'ListFunctions', {}, { target, extra })), /"TotalCount":0/, target)
    }
    const other = bytes(emu.url, 'ListFunctions', {}, { target: 'http://scf.tencentcloudapi.com/other', extra })
    assert.match(await answer(emu, other), /^HTTP\/1\.1 404 /)
  })

  test('bodies of other kinds and sizes', async (t) => {
    const { emu } = await emulator(t, { quotas: { requestBytes: 1000 } })
    const extra = { Connection: 'close' }
    const sent = (body) => answer(emu, bytes(emu.url, 'ListFunctions', null, { extra, options: { body } }))
    assert.match(await sent('{"Limit":'), /InvalidParameter/)
    assert.match(await sent('{"Limit":1}{"Limit":2}'), /InvalidParameter/)
    assert.match(await sent('\ufeff{}'), /InvalidParameter/)
    assert.match(await sent(`{"SearchKey":"${'x'.repeat(3000)}"}`), /RequestSizeLimitExceeded/)
    assert.match(await sent(`{"SearchKey":"${'x'.repeat(5_000_000)}"}`), /RequestSizeLimitExceeded/)
  })

  const malformed = {
    'no HTTP at all': 'hello\r\n\r\n',
    'a TLS client': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    'an HTTP/2 client': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'no Host': 'POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n',
    'two lengths': 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    'a length that is none': 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n',
    'a length and chunks':
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'a chunk without size': 'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n',
    'a header without colon': 'POST / HTTP/1.1\r\nHost: localhost\r\nnonsense\r\n\r\n',
    'a header with a line of its own': 'POST / HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n c: d\r\nX:\x01\r\n\r\n',
    'headers without end': `POST / HTTP/1.1\r\nHost: localhost\r\n${'X-Filler: 0123456789\r\n'.repeat(5000)}`,
    'a target without path':
      'POST nonsense HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
    'a tunnel': 'CONNECT scf.tencentcloudapi.com:443 HTTP/1.1\r\nHost: scf.tencentcloudapi.com:443\r\n\r\n',
    'a method of its own': 'BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n',
    'another method': 'PUT / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
    'another path': 'GET /favicon.ico HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    'a way out of the root': 'GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    'half of a request': 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{"a"',
  }
  for (const [what, text] of Object.entries(malformed)) {
    test(`${what}: refused or closed, and the next client is served`, async (t) => {
      const lines = []
      const { emu } = await emulator(t, { log: (line) => lines.push(line) })
      const connection = await connected(emu)
      connection.socket.end(Buffer.from(text, 'latin1'))
      const got = await connection.all()
      assert.match(got, /^$|^HTTP\/1\.1 (400|404|405|431) /)
      assert.equal((await new Client(emu.url).call('ListFunctions')).TotalCount, 0)
      assert.deepEqual(lines, [])
      assert.deepEqual(
        emu.requests.map(({ action }) => action),
        ['ListFunctions'],
      )
    })
  }

  test('many that hang up at once do not keep others from being served', async (t) => {
    const lines = []
    const { emu, client } = await emulator(t, { log: (line) => lines.push(line) })
    const whole = bytes(emu.url, 'ListFunctions', {})
    const sockets = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const { socket } = await connected(emu)
        socket.write(whole.slice(0, (index * whole.length) / 200))
        return socket
      }),
    )
    const served = client.call('ListFunctions')
    for (const socket of sockets) socket.resetAndDestroy()
    assert.equal((await served).TotalCount, 0)
    assert.deepEqual(lines, [])
  })

  test('headers that never end are given up', async (t) => {
    const { emu, client } = await emulator(t, { requestTimeoutMs: 100 })
    const connection = await connected(emu)
    connection.socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')
    assert.match(await connection.all(), /^HTTP\/1\.1 408 /)
    assert.equal((await client.call('ListFunctions')).TotalCount, 0)
  })

  test('a body without end is cut off, and held by nobody', async (t) => {
    const lines = []
    const { emu, client } = await emulator(t, { log: (line) => lines.push(line) })
    const connection = await connected(emu)
    connection.socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n')
    const chunk = `100000\r\n${'x'.repeat(0x100000)}\r\n`
    let chunks = 0
    while (!connection.socket.destroyed && chunks < 1000) {
      await new Promise((sent) => connection.socket.write(chunk, sent))
      chunks += 1
    }
    assert.ok(chunks > 10 && chunks < 1000, `${chunks} MB were taken`)
    assert.equal((await client.call('ListFunctions')).TotalCount, 0)
    assert.deepEqual(lines, [])
  })
})
