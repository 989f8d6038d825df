// Pages of other origins: only those that were named.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { send, signedPost } from './support/client.js'
import { startEmulator } from './support/emulator.js'
import { emulator } from './support/harness.js'

const origin = 'http://127.0.0.1:8080'
const preflight = (from, more = {}) => ({
  method: 'OPTIONS',
  path: '/',
  headers: {
    Origin: from,
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'authorization,content-type,x-tc-action',
    ...more,
  },
})
const cors = ({ headers }) => Object.fromEntries(Object.entries(headers).filter(([name]) => /^access|vary/.test(name)))

test('a page that was named may ask, and read what it needs of the answer', async (t) => {
  const { emu } = await emulator(t, { cors: ['http://localhost:5173', `${origin}/`] })
  const asked = await send(emu.url, preflight(origin))
  assert.equal(asked.status, 204)
  assert.deepEqual(cors(asked), {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'POST, GET',
    'access-control-allow-headers': 'authorization,content-type,x-tc-action',
    'access-control-max-age': '600',
    vary: 'Origin',
  })
  const near = await send(emu.url, preflight(origin, { 'Access-Control-Request-Private-Network': 'true' }))
  assert.equal(cors(near)['access-control-allow-private-network'], 'true')

  const answer = await send(emu.url, signedPost(emu.url, 'ListFunctions', {}, { headers: { Origin: origin } }))
  assert.equal(JSON.parse(answer.text).Response.TotalCount, 0)
  assert.deepEqual(cors(answer), {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'Date, Retry-After, X-TC-TraceId',
    vary: 'Origin',
  })
})

test('other pages are refused, and all of them where none was given', async (t) => {
  const { emu: closed } = await emulator(t)
  const { emu: open } = await emulator(t, { cors: [origin] })
  for (const [url, from] of [
    [closed.url, origin],
    [open.url, 'http://127.0.0.1:8081'],
    [open.url, 'null'],
  ]) {
    const asked = await send(url, preflight(from))
    assert.equal(asked.status, 403)
    assert.deepEqual(cors(asked), {})
    const answer = await send(url, signedPost(url, 'ListFunctions', {}, { headers: { Origin: from } }))
    assert.equal(answer.status, 403)
    assert.match(answer.text, /^Refused\. Pages of another origin .* --cors allows an origin\.\n$/)
    assert.deepEqual(cors(answer), {})
  }
})

test('what is no origin is refused', async () => {
  for (const text of ['*', 'null', 'http://127.0.0.1:8080/page', 'file:///tmp/page.html', ''])
    await assert.rejects(startEmulator({ cors: [text] }), {
      name: 'TypeError',
      message: /^cors holds .* not an origin like/,
    })
})
