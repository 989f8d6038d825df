import assert from 'node:assert/strict'
import test from 'node:test'
import { Grayscale, planFrom } from '../../js/index.js'
import { create, emulator, KEY, refusedWith } from '../support/emulator.js'

async function world(t) {
  const { emu, client } = await emulator(t)
  await client.call('CreateNamespace', { Namespace: 'payments' })
  await create(client, 'cart')
  await create(client, 'mail')
  await create(client, 'invoices', undefined, { Namespace: 'payments', Description: 'once a month' })
  await client.call('PublishVersion', { FunctionName: 'cart' })
  await client.call('UpdateAlias', {
    FunctionName: 'cart',
    Name: '$DEFAULT',
    FunctionVersion: '$LATEST',
    RoutingConfig: { AdditionalVersionWeights: [{ Version: '1', Weight: 0.9 }] },
  })
  await client.call('PublishVersion', { FunctionName: 'mail' })
  await client.call('UpdateAlias', { FunctionName: 'mail', Name: '$DEFAULT', FunctionVersion: '1' })
  const gray = new Grayscale({ credentials: KEY, endpoint: emu.url })
  t.after(() => gray.close())
  return { emu, client, gray }
}

test('the functions of all namespaces, those that need a person first', async (t) => {
  const { gray } = await world(t)
  const events = []
  const rows = await gray.functions({}, { onEvent: (event) => events.push(event) })
  assert.deepEqual(
    rows.map(({ name, namespace, standing, traffic }) => [name, namespace, standing, traffic]),
    [
      ['cart', 'default', 'canary', 0.1],
      ['invoices', 'payments', 'latest', 1],
      ['mail', 'default', 'quiet', 0],
    ],
  )
  assert.deepEqual(rows[0].split, [
    { version: '$latest', text: '$latest', share: 0.1, cells: 2 },
    { version: '1', text: '1', share: 0.9, cells: 18 },
  ])
  assert.deepEqual([rows[1].description, rows[1].runtime, rows[1].status], ['once a month', 'Nodejs18.15', 'Active'])
  assert.deepEqual(
    events.map(({ type, rows }) => [type, rows.length]),
    [['functions', 3], ...rows.map(() => ['functions', 1])],
  )
})

test('only where they are looked for', async (t) => {
  const { gray } = await world(t)
  const names = async (asked) => (await gray.functions(asked)).map(({ name }) => name)
  assert.deepEqual(await names({ namespace: 'payments' }), ['invoices'])
  assert.deepEqual(await names({ namespace: ['payments', 'default'] }), ['cart', 'invoices', 'mail'])
  assert.deepEqual(await names({ region: 'ap-shanghai' }), [])
  await refusedWith(gray.functions({ namespace: 'nowhere' }), 'ResourceNotFound.Namespace')
  await refusedWith(gray.functions({ nmespace: 'x' }), 'UnknownInput')
})

test('what was observed once is enough for many plans, each the same as one that looks', async (t) => {
  const { emu, gray } = await world(t)
  const functions = { cart: { name: 'cart' }, mail: { name: 'mail' } }
  const observed = await gray.observe({ functions })
  const asked = emu.requests.length
  for (const traffic of [0, 0.1, 0.25, 1]) {
    for (const publish of [true, false]) {
      // both sides on the same new code is refused
      if (publish && traffic > 0 && traffic < 1) continue
      const wanted = { functions, traffic, publish }
      const alone = planFrom(wanted, observed)
      assert.equal(emu.requests.length, asked)
      assert.equal((await gray.plan(wanted)).text, alone.text)
      emu.requests.length = asked
    }
  }
})
