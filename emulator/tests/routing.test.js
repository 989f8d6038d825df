import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { create, emulator, refusedWith } from './support/harness.js'

const FN = { FunctionName: 'fun01' }
const VERSION = 'exports.main_handler = (event, context) => context.function_version'

async function routed(t, routing, options = {}) {
  const { emu, client } = await emulator(t, options)
  await create(client, 'fun01', VERSION)
  for (let n = 0; n < 2; n++) await client.call('PublishVersion', FN)
  await client.call('UpdateAlias', { ...FN, Name: '$DEFAULT', FunctionVersion: '$LATEST', RoutingConfig: routing })
  return { emu, client }
}

const one = (weight) => ({ AdditionalVersionWeights: [{ Version: '1', Weight: weight }] })

/** Who answered, one after the other. */
async function answers(client, count, more = {}) {
  const all = []
  for (let n = 0; n < count; n++) all.push(await client.ask('fun01', {}, more))
  return all
}

describe('weights', () => {
  test('0 and 1 are never and always', async (t) => {
    const never = await routed(t, one(0))
    assert.deepEqual(new Set(await answers(never.client, 50)), new Set(['$LATEST']))
    const always = await routed(t, one(1))
    assert.deepEqual(new Set(await answers(always.client, 50)), new Set(['1']))
  })

  test('3,000 invocations split within 3 standard deviations of 10/90', async (t) => {
    const { client } = await routed(t, one(0.9), { seed: 'documented' })
    let left = 3000
    let latest = 0
    const worker = async () => {
      while (left-- > 0) if ((await client.ask('fun01')) === '$LATEST') latest++
    }
    await Promise.all(Array.from({ length: 16 }, worker))
    assert.ok(Math.abs(latest - 300) <= 3 * Math.sqrt(3000 * 0.1 * 0.9), `${latest} of 3000`)
  })

  test('the same seed draws the same, whatever happens on other aliases; another seed draws otherwise', async (t) => {
    const first = await routed(t, one(0.5), { seed: 7 })
    const again = await routed(t, one(0.5), { seed: 7 })
    const other = await routed(t, one(0.5), { seed: 8 })
    const sequence = await answers(first.client, 40)
    await again.client.call('CreateAlias', { ...FN, Name: 'prod', FunctionVersion: '2', RoutingConfig: one(0.5) })
    const disturbed = []
    for (let n = 0; n < 40; n++) {
      await again.client.ask('fun01', {}, { Qualifier: 'prod' })
      disturbed.push(await again.client.ask('fun01'))
    }
    assert.deepEqual(disturbed, sequence)
    assert.notDeepEqual(await answers(other.client, 40), sequence)
  })
})

describe('rules', () => {
  const rule = (Version, name, Method, Expression) => ({ Version, Key: `invoke.headers.${name}`, Method, Expression })
  const ask = (client, key) =>
    client.ask('fun01', {}, { RoutingKey: typeof key === 'string' ? key : JSON.stringify(key) })

  test('exact', async (t) => {
    const { client } = await routed(t, { AddtionVersionMatchs: [rule('1', 'user', 'exact', 'Bob')] })
    assert.equal(await ask(client, { user: 'Bob' }), '1')
    assert.equal(await ask(client, { user: 'bob' }), '$LATEST')
    assert.equal(await ask(client, { other: 'Bob' }), '$LATEST')
    assert.equal(await client.ask('fun01'), '$LATEST')
  })

  test('two ranges with mixed brackets; the first hit counts, a miss goes to the main version', async (t) => {
    const matches = [rule('1', 'X-Tcb-Route-Key', 'range', '[0,30)'), rule('2', 'X-Tcb-Route-Key', 'range', '[30,100)')]
    const { client } = await routed(t, { AddtionVersionMatchs: matches })
    const expected = {
      '-1': '$LATEST',
      0: '1',
      29: '1',
      30: '2',
      99: '2',
      100: '$LATEST',
      5.5: '$LATEST',
      x: '$LATEST',
      '': '$LATEST',
    }
    for (const [value, version] of Object.entries(expected)) {
      assert.equal(await ask(client, { 'X-Tcb-Route-Key': value }), version, value)
    }
    assert.equal(await ask(client, { 'X-Tcb-Route-Key': 30 }), '2', 'a number, as the documentation shows')
  })

  test('open and closed ends', async (t) => {
    for (const [expression, inside] of [
      ['(1,3)', '2'],
      ['[1,3]', '1 2 3'],
      ['(1,3]', '2 3'],
      ['[1,3)', '1 2'],
    ]) {
      const { client } = await routed(t, { AddtionVersionMatchs: [rule('1', 'k', 'range', expression)] })
      const hits = []
      for (const k of ['0', '1', '2', '3', '4']) if ((await ask(client, { k })) === '1') hits.push(k)
      assert.equal(hits.join(' '), inside, expression)
    }
  })

  test('a RoutingKey that can not be read', async (t) => {
    const { client } = await routed(t, {})
    for (const key of ['{', '[]', '"k"', '{"k":{}}', '{"k":null}', JSON.stringify({ k: 'x'.repeat(1020) })]) {
      await refusedWith(ask(client, key), 'InvalidParameterValue.Param')
    }
    assert.equal(await ask(client, {}), '$LATEST')
  })
})

describe('qualifiers', () => {
  test('InvokeFunction asks $DEFAULT, Invoke asks $LATEST by default', async (t) => {
    const { client } = await routed(t, one(1))
    await client.call('CreateAlias', { ...FN, Name: 'prod', FunctionVersion: '2' })
    const asked = async (action, Qualifier) => {
      const { Result } = await client.call(action, { ...FN, ...(Qualifier ? { Qualifier } : {}) })
      return JSON.parse(Result.RetMsg)
    }
    for (const [action, expected] of [
      ['InvokeFunction', '1'],
      ['Invoke', '$LATEST'],
    ]) {
      assert.equal(await asked(action), expected)
      assert.equal(await asked(action, '$DEFAULT'), '1')
      assert.equal(await asked(action, '$LATEST'), '$LATEST')
      assert.equal(await asked(action, '2'), '2')
      assert.equal(await asked(action, 'prod'), '2')
      await refusedWith(asked(action, '9'), 'ResourceNotFound.Qualifier')
      await refusedWith(asked(action, 'none'), 'ResourceNotFound.Qualifier')
      await refusedWith(client.call(action, { FunctionName: 'none' }), 'ResourceNotFound.Function')
    }
  })

  test('events: JSON only, within the limits', async (t) => {
    const { client } = await routed(t, {}, { quotas: { syncEventBytes: 100, asyncEventBytes: 50 } })
    const sync = (Event) => client.call('InvokeFunction', { ...FN, Event })
    await sync('')
    await sync('5')
    await refusedWith(sync('{'), 'InvalidParameterValue.Param')
    await refusedWith(sync(JSON.stringify('x'.repeat(100))), 'InvalidParameterValue.Param')
    await client.call('Invoke', { ...FN, ClientContext: JSON.stringify('x'.repeat(60)) })
    const asynchronous = { ...FN, InvocationType: 'Event', ClientContext: JSON.stringify('x'.repeat(60)) }
    await refusedWith(client.call('Invoke', asynchronous), 'InvalidParameterValue.Param')
    await refusedWith(client.call('Invoke', { ...FN, InvocationType: 'Later' }), 'InvalidParameterValue.Param')
    await refusedWith(client.call('Invoke', { ...FN, LogType: 'All' }), 'InvalidParameterValue.Param')
  })
})
