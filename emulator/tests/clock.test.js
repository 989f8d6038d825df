// The clock that moves by request.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { send } from './support/client.js'
import { KEY } from './support/emulator.js'
import { create, emulator, refusedWith } from './support/harness.js'

const NOW = 1_760_000_000
const basic = (id, key) => `Basic ${Buffer.from(`${id}:${key}`).toString('base64')}`

/** @param {{ url: string }} emu */
const ask = (emu, method, body, Authorization = basic(KEY.secretId, KEY.secretKey)) =>
  send(emu.url, { method, path: '/-/clock', headers: { Host: new URL(emu.url).host, Authorization }, body })

test('PUT sets the time that signatures and timestamps see', async (t) => {
  const { emu, client } = await emulator(t, { clock: NOW })
  const { status, text } = await ask(emu, 'PUT', String(NOW + 3600))
  assert.deepEqual([status, text], [200, `${NOW + 3600}\n`])
  client.options = { timestamp: NOW }
  await refusedWith(client.call('ListFunctions'), 'AuthFailure.SignatureExpire')
  client.options = { timestamp: NOW + 3600 }
  await create(client)
  assert.equal((await client.call('GetFunction', { FunctionName: 'fun01' })).AddTime, '2025-10-09 17:53:20')
})

test('a number with + goes on from where the clock stands', async (t) => {
  const { emu } = await emulator(t, { clock: NOW })
  await ask(emu, 'PUT', '+60')
  await ask(emu, 'PUT', '+60')
  assert.equal((await ask(emu, 'GET')).text, `${NOW + 120}\n`)
})

test('without --clock there is none', async (t) => {
  const { emu } = await emulator(t)
  assert.equal((await ask(emu, 'PUT', String(NOW))).status, 404)
})

test('who does not know the key does not move it', async (t) => {
  const { emu } = await emulator(t, { clock: NOW })
  for (const wrong of ['', basic(KEY.secretId, 'other'), basic('other', KEY.secretKey), 'Basic ']) {
    assert.equal((await ask(emu, 'PUT', '+60', wrong)).status, 401)
  }
  assert.equal((await ask(emu, 'GET')).text, `${NOW}\n`)
})

for (const body of ['', 'now', '-60', '1.5', '999999999999']) {
  test(`what is no time is refused: ${JSON.stringify(body)}`, async (t) => {
    const { emu } = await emulator(t, { clock: NOW })
    assert.equal((await ask(emu, 'PUT', body)).status, 400)
  })
}
