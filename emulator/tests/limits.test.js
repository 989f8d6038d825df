import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { send, signedGet, signedPost } from './support/client.js'
import { create, emulator, refusedWith } from './support/harness.js'

const codeOf = (answer) => JSON.parse(answer.text).Response.Error?.Code ?? ''

describe('the frequency limit', () => {
  test('counts per action and region, and never invocations', async (t) => {
    const { emu, client } = await emulator(t, { rate: 5 })
    await create(client)
    const burst = (action, count, params = {}, options = {}) =>
      Promise.all(
        Array.from({ length: count }, () =>
          client.call(action, params, options).then(
            () => '',
            (error) => error.code,
          ),
        ),
      )
    const codes = await burst('ListFunctions', 8)
    assert.equal(codes.filter((code) => code === 'RequestLimitExceeded').length, 3)
    await refusedWith(client.call('ListFunctions'), 'RequestLimitExceeded')
    assert.deepEqual(await burst('ListNamespaces', 5), Array(5).fill(''))
    assert.deepEqual(await burst('ListFunctions', 5, {}, { region: 'ap-beijing' }), Array(5).fill(''))
    assert.deepEqual(await burst('InvokeFunction', 30, { FunctionName: 'fun01' }), Array(30).fill(''))

    const listed = emu.requests.filter((seen) => seen.action === 'ListFunctions' && seen.region === 'ap-guangzhou')
    assert.equal(listed.length, 9)
    assert.equal(listed.filter((seen) => seen.code === 'RequestLimitExceeded').length, 4)
    assert.ok(listed.every((seen) => Math.abs(seen.at - Date.now()) < 60_000))
    assert.equal(
      emu.requests.some((seen) => seen.action === 'InvokeFunction'),
      false,
    )
  })

  test('is 20 per second by default', async (t) => {
    const { client } = await emulator(t, { rate: undefined })
    const all = await Promise.allSettled(Array.from({ length: 25 }, () => client.call('ListFunctions')))
    assert.equal(all.filter((one) => one.status === 'rejected').length, 5)
  })

  test('0 turns it off', async (t) => {
    const { client } = await emulator(t, { rate: 0 })
    await Promise.all(Array.from({ length: 100 }, () => client.call('ListFunctions')))
  })
})

describe('the size of a request', () => {
  test('a body over the limit is answered, not cut off', async (t) => {
    const { emu, client } = await emulator(t)
    await create(client)
    const params = { FunctionName: 'fun01', ZipFile: 'A'.repeat(12 * 1024 * 1024) }
    await refusedWith(client.call('UpdateFunctionCode', params), 'RequestSizeLimitExceeded')
    await client.call('GetFunction', { FunctionName: 'fun01' })
    const body = JSON.stringify({ SearchKey: 'x'.repeat(9 * 1024 * 1024) })
    assert.equal(codeOf(await send(emu.url, signedPost(emu.url, 'ListFunctions', {}, { body }))), '')
  })

  test('a query over 32 KB', async (t) => {
    const { emu } = await emulator(t)
    const ask = async (length) =>
      codeOf(await send(emu.url, signedGet(emu.url, 'ListFunctions', `SearchKey=${'x'.repeat(length)}`)))
    assert.equal(await ask(32_000), '')
    assert.equal(await ask(33_000), 'RequestSizeLimitExceeded')
  })
})
