import assert from 'node:assert/strict'
import { once } from 'node:events'
import net from 'node:net'
import { describe, test } from 'node:test'
import { Client, send, signedPost } from './support/client.js'
import { startEmulator } from './support/emulator.js'
import { create, emulator, logged, refusedWith, until } from './support/harness.js'

const errorOf = (answer) => JSON.parse(answer.text).Response.Error

describe('answers', () => {
  test('200 and exactly application/json, for errors too; Date; X-TC-TraceId comes back', async (t) => {
    const { emu } = await emulator(t, { clock: 1_760_000_000 })
    const options = { timestamp: 1_760_000_000, headers: { 'X-TC-TraceId': 'trace-7' } }
    for (const action of ['ListFunctions', 'Nonsense']) {
      const answer = await send(emu.url, signedPost(emu.url, action, {}, options))
      assert.equal(answer.status, 200)
      assert.equal(answer.headers['content-type'], 'application/json')
      assert.equal(answer.headers.date, 'Thu, 09 Oct 2025 08:53:20 GMT')
      assert.equal(answer.headers['x-tc-traceid'], 'trace-7')
      assert.match(JSON.parse(answer.text).Response.RequestId, /^[0-9a-f-]{36}$/)
    }
  })

  test('without --clock the Date is the time', async (t) => {
    const { emu } = await emulator(t)
    const { headers } = await send(emu.url, signedPost(emu.url, 'ListFunctions', {}))
    assert.ok(Math.abs(Date.parse(headers.date) - Date.now()) < 5000)
  })

  test('unknown actions and versions', async (t) => {
    const { client } = await emulator(t)
    await refusedWith(client.call('Nonsense'), 'InvalidAction')
    await refusedWith(client.call('toString'), 'InvalidAction')
    await refusedWith(client.call('ListFunctions', {}, { version: '2017-03-12' }), 'NoSuchVersion')
    await refusedWith(client.call('ListFunctions', {}, { version: '__proto__' }), 'NoSuchVersion')
  })

  test('bodies that are no parameters', async (t) => {
    const { emu, client } = await emulator(t)
    for (const body of ['{', 'null', '[]', '"x"', '\u0000', `${'['.repeat(100_000)}`]) {
      const answer = await send(emu.url, signedPost(emu.url, 'ListFunctions', {}, { body }))
      assert.equal(errorOf(answer)?.Code, 'InvalidParameter', body.slice(0, 10))
    }
    const text = await send(emu.url, signedPost(emu.url, 'ListFunctions', {}, { contentType: 'text/plain' }))
    assert.equal(errorOf(text).Code, 'InvalidParameter')
    assert.equal(errorOf(await send(emu.url, signedPost(emu.url, 'ListFunctions', {}, { body: '' }))), undefined)
    await refusedWith(client.call('ListFunctions', JSON.parse('{"__proto__":1}')), 'UnknownParameter')
    await refusedWith(client.call('ListFunctions', { toString: 1 }), 'UnknownParameter')
  })

  test('other paths and methods', async (t) => {
    const { emu } = await emulator(t)
    assert.equal((await send(emu.url, { method: 'GET', path: '/other', headers: {} })).status, 404)
    assert.equal((await send(emu.url, { method: 'DELETE', path: '/', headers: {} })).status, 405)
  })

  test('the absolute form, as sent through a proxy', async (t) => {
    const { emu } = await emulator(t)
    const request = signedPost(emu.url, 'ListFunctions', {})
    const answer = await send(emu.url, { ...request, path: 'http://scf.tencentcloudapi.com/' })
    assert.equal(errorOf(answer), undefined)
  })

  test('latency', async (t) => {
    const { client } = await emulator(t, { latencyMs: 60 })
    const start = performance.now()
    await client.call('ListFunctions')
    assert.ok(performance.now() - start >= 59)
  })
})

describe('clients that misbehave', () => {
  /** Sends raw bytes and hangs up. */
  async function hangUp(url, text) {
    const socket = net.connect(Number(new URL(url).port), '127.0.0.1')
    await once(socket, 'connect')
    await new Promise((sent) => socket.write(text, sent))
    socket.destroy()
    await once(socket, 'close')
  }

  test('hanging up at any point leaves the server as it was', async (t) => {
    const lines = []
    const { emu, client } = await emulator(t, { log: (line) => lines.push(line) })
    const source = 'exports.main_handler = () => new Promise((done) => setTimeout(done, 50, 1))'
    await create(client, 'fun01', source)
    const { headers, body } = signedPost(emu.url, 'InvokeFunction', { FunctionName: 'fun01' })
    const head = Object.entries({ ...headers, 'Content-Length': body.length }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    )
    const whole = `POST / HTTP/1.1\r\n${head.join('')}\r\n${body}`
    for (const length of [0, 5, 100, whole.length - 1, whole.length]) await hangUp(emu.url, whole.slice(0, length))
    await hangUp(emu.url, 'nonsense\r\n\r\n')
    await until(
      async () => (await logged(client))[0]?.ended,
      (ended) => ended === true,
    )
    assert.equal(await client.ask('fun01'), 1)
    assert.deepEqual(lines, [])
  })

  test('a body that never comes is given up', async (t) => {
    const { emu, client } = await emulator(t, { requestTimeoutMs: 100 })
    const socket = net.connect(emu.port, '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc')
    let text = ''
    for await (const chunk of socket) text += chunk
    assert.match(text, /^HTTP\/1\.1 408 /)
    await client.call('ListFunctions')
  })

  test('close() does not wait for open connections', async () => {
    const emu = await startEmulator({ rate: 0 })
    const socket = net.connect(emu.port, '127.0.0.1')
    await once(socket, 'connect')
    socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n')
    const closed = new Promise((resolve) =>
      socket
        .on('error', () => {})
        .on('close', resolve)
        .resume(),
    )
    await emu.close()
    await closed
    await assert.rejects(new Client(emu.url).call('ListFunctions'), { code: 'ECONNREFUSED' })
  })
})

test('listens on loopback only', async (t) => {
  const { emu } = await emulator(t)
  assert.match(emu.url, /^http:\/\/127\.0\.0\.1:\d+$/)
  assert.equal(new URL(emu.url).port, String(emu.port))
})

test('a port that is taken is an error', async (t) => {
  const { emu } = await emulator(t)
  await assert.rejects(startEmulator({ port: emu.port }), { code: 'EADDRINUSE' })
})
