// Faults of answers and connections, as they are on the wire.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import net from 'node:net'
import { test } from 'node:test'
import { Client, signedPost } from './support/client.js'
import { FUN01, faulty, PUBLISH } from './support/faulty.js'
import { NEVER_MS, refusedWith, until } from './support/harness.js'

/** A connection of which every byte is seen. */
async function connection(t, emu) {
  const socket = net.connect(emu.port, '127.0.0.1')
  await once(socket, 'connect')
  t.after(() => socket.destroy())
  const seen = { text: '' }
  socket.setEncoding('utf8').on('data', (text) => {
    seen.text += text
  })
  const closed = new Promise((resolve) => socket.on('error', () => {}).on('close', resolve))
  const write = (action, params) => {
    const { headers, body } = signedPost(emu.url, action, params)
    const lines = Object.entries({ ...headers, 'Content-Length': Buffer.byteLength(body) })
    socket.write(`POST / HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`)
  }
  return { socket, seen, write, closed }
}

test('refuse: the code and message, and nothing is done', async (t) => {
  const { client, versions } = await faulty(t, {
    action: 'PublishVersion',
    nth: 1,
    fault: 'refuse',
    code: 'UnauthorizedOperation.CAM',
    message: 'not you',
  })
  const refused = client.call('PublishVersion', PUBLISH)
  await assert.rejects(refused, { code: 'UnauthorizedOperation.CAM', message: /not you/ })
  assert.deepEqual(await versions(), ['$LATEST'])
  assert.equal((await client.call('PublishVersion', PUBLISH)).FunctionVersion, '1')
})

test('rate-limit: with Retry-After where that is asked for', async (t) => {
  const { post } = await faulty(t, [
    { action: 'GetFunction', nth: 1, fault: 'rate-limit', retryAfter: 7 },
    { action: 'GetFunction', nth: 2, fault: 'rate-limit' },
  ])
  for (const after of ['7', undefined]) {
    const answer = await post('GetFunction', FUN01)
    assert.deepEqual([answer.status, answer.headers['retry-after']], [200, after])
    assert.equal(JSON.parse(answer.text).Response.Error.Code, 'RequestLimitExceeded')
  }
  assert.equal(JSON.parse((await post('GetFunction', FUN01)).text).Response.Error, undefined)
})

for (const committed of [false, true]) {
  test(`timeout, ${committed ? 'done' : 'not done'}: the connection stays open and says nothing`, async (t) => {
    const { emu, client } = await faulty(t, { action: 'PublishVersion', fault: 'timeout', committed })
    const { socket, seen, write, closed } = await connection(t, emu)
    write('PublishVersion', PUBLISH)
    await until(
      () => emu.requests.some(({ faults }) => faults?.includes('timeout')),
      (there) => there,
    )
    // By the time that other calls have been answered, this one would have been too.
    const { FunctionVersion } = await client.call('ListVersionByFunction', FUN01)
    assert.deepEqual(FunctionVersion, committed ? ['$LATEST', '1'] : ['$LATEST'])
    assert.deepEqual([seen.text, socket.closed], ['', false])
    await emu.close()
    await closed
    assert.equal(seen.text, '')
  })
}

test('late: done at once, answered later', async (t) => {
  const { emu, client } = await faulty(t, { action: 'PublishVersion', fault: 'late', ms: 80 })
  const began = performance.now()
  const answer = client.call('PublishVersion', PUBLISH)
  await until(
    () => emu.requests.length,
    (calls) => calls > 1,
  )
  const { FunctionVersion } = await client.call('ListVersionByFunction', FUN01)
  assert.deepEqual(FunctionVersion, ['$LATEST', '1'])
  assert.equal((await answer).FunctionVersion, '1')
  assert.ok(performance.now() - began >= 79)
})

test('twice: the same bytes again, and the connection goes on', async (t) => {
  const { emu, versions } = await faulty(t, { action: 'PublishVersion', fault: 'twice' })
  const { seen, write } = await connection(t, emu)
  write('PublishVersion', PUBLISH)
  const answers = () => seen.text.split('HTTP/1.1 200 OK').length - 1
  const whole = (count) => answers() === count && seen.text.endsWith('}}')
  await until(
    () => whole(2),
    (there) => there,
  )
  const half = seen.text.length / 2
  assert.equal(seen.text.slice(0, half), seen.text.slice(half))
  assert.match(seen.text, /"FunctionVersion":"1"/)
  write('GetFunction', FUN01)
  await until(
    () => whole(3),
    (there) => there,
  )
  assert.deepEqual(await versions(), ['$LATEST', '1'])
})

test('reset: done, and the connection breaks in the middle of the answer', async (t) => {
  const { emu, versions } = await faulty(t, { action: 'PublishVersion', fault: 'reset' })
  const { seen, write, closed } = await connection(t, emu)
  write('PublishVersion', PUBLISH)
  await closed
  const [head, body = ''] = seen.text.split('\r\n\r\n')
  // A reset may take along what had arrived; a whole answer never comes.
  if (head !== '') assert.ok(body.length < Number(/Content-Length: (\d+)/.exec(head)[1]), seen.text)
  assert.deepEqual(await versions(), ['$LATEST', '1'])
})

test('html: a page instead of an answer, before the API or behind it', async (t) => {
  const { post, versions } = await faulty(t, [
    { action: 'PublishVersion', nth: 1, fault: 'html' },
    { action: 'PublishVersion', nth: 2, fault: 'html', status: 200, page: '<h1>sign in</h1>', committed: true },
  ])
  const first = await post('PublishVersion', PUBLISH)
  assert.deepEqual([first.status, first.headers['content-type']], [502, 'text/html'])
  assert.match(first.text, /^<html>/)
  assert.deepEqual(await versions(), ['$LATEST'])
  const second = await post('PublishVersion', PUBLISH)
  assert.deepEqual([second.status, second.text], [200, '<h1>sign in</h1>'])
  assert.deepEqual(await versions(), ['$LATEST', '1'])
})

test('truncated: half of the JSON, as if that were all', async (t) => {
  const { post, versions } = await faulty(t, { action: 'PublishVersion', fault: 'truncated' })
  const { status, headers, text } = await post('PublishVersion', PUBLISH)
  assert.deepEqual([status, headers['content-type']], [200, 'application/json'])
  assert.equal(Number(headers['content-length']), text.length)
  assert.match(text, /^\{"Response":\{"FunctionVersion"/)
  assert.throws(() => JSON.parse(text), SyntaxError)
  assert.deepEqual(await versions(), ['$LATEST', '1'])
})

test('content-type: another one, with the answer as it is', async (t) => {
  const type = 'application/json; charset=utf-8'
  const { post } = await faulty(t, { action: 'GetFunction', fault: 'content-type', type })
  const { headers, text } = await post('GetFunction', FUN01)
  assert.equal(headers['content-type'], type)
  assert.equal(JSON.parse(text).Response.FunctionName, 'fun01')
})

test('status: 5xx with and without a body', async (t) => {
  const { post, versions } = await faulty(t, [
    { action: 'PublishVersion', nth: 1, fault: 'status' },
    { action: 'PublishVersion', nth: 2, fault: 'status', status: 504, body: 'upstream', committed: true },
  ])
  const first = await post('PublishVersion', PUBLISH)
  assert.deepEqual([first.status, first.text, first.headers['content-length']], [503, '', '0'])
  assert.deepEqual(await versions(), ['$LATEST'])
  const second = await post('PublishVersion', PUBLISH)
  assert.deepEqual([second.status, second.text], [504, 'upstream'])
  assert.deepEqual(await versions(), ['$LATEST', '1'])
})

for (const committed of [false, true]) {
  test(`close, ${committed ? 'done' : 'not done'}: the connection ends without an answer`, async (t) => {
    const { emu, versions } = await faulty(t, { action: 'PublishVersion', fault: 'close', committed })
    const { seen, write, closed } = await connection(t, emu)
    write('PublishVersion', PUBLISH)
    await closed
    assert.equal(seen.text, '')
    assert.deepEqual(await versions(), committed ? ['$LATEST', '1'] : ['$LATEST'])
  })
}

test('down: nobody listens, whoever asks', async (t) => {
  const { emu, post } = await faulty(t, { action: 'PublishVersion', fault: 'down', ms: NEVER_MS })
  await assert.rejects(post('PublishVersion', PUBLISH), { code: 'ECONNRESET' })
  await assert.rejects(new Client(emu.url).call('GetFunction', FUN01), { code: 'ECONNREFUSED' })
  await emu.close()
  await assert.rejects(post('GetFunction', FUN01), { code: 'ECONNREFUSED' })
})

test('down: then it is there again, on the same port', async (t) => {
  const { client, post, versions } = await faulty(t, { action: 'PublishVersion', nth: 1, fault: 'down', ms: 200 })
  const began = performance.now()
  await assert.rejects(post('PublishVersion', PUBLISH), { code: 'ECONNRESET' })
  const look = () => client.call('GetFunction', FUN01)
  await until(
    () =>
      look().then(
        () => 'there',
        () => 'gone',
      ),
    (seen) => seen === 'there',
  )
  assert.ok(performance.now() - began >= 199)
  assert.deepEqual(await versions(), ['$LATEST'])
})

test('clock: the Date is off, and so is the time that signatures are held to', async (t) => {
  const { emu, client, post } = await faulty(t, { action: '*', fault: 'clock', seconds: -7200 })
  await refusedWith(client.call('GetFunction', FUN01), 'AuthFailure.SignatureExpire')
  const timestamp = Math.floor(Date.now() / 1000) - 7200
  const { headers, text } = await post('GetFunction', FUN01, { timestamp })
  assert.equal(JSON.parse(text).Response.Error, undefined)
  assert.ok(Math.abs(Date.parse(headers.date) / 1000 - timestamp) < 60)
  emu.setFaults([])
  await client.call('GetFunction', FUN01)
})
