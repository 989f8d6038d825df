// emulator.history: who was served what, at every instant.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { startEmulator } from './support/emulator.js'
import { AT_ONCE, create, directory, emulator, refusedWith, telling, until, zip } from './support/harness.js'

const FUN01 = { FunctionName: 'fun01' }
const DEFAULT = { ...FUN01, Name: '$DEFAULT' }
const upload = (text) => ({ ...FUN01, ZipFile: zip(telling(text)) })
const digest = async (client) => (await client.call('GetFunctionAddress', FUN01)).CodeSha256

/** What the entries say, in short. */
const told = (emu) => emu.history.map(({ main, served }) => [main, served])

test('routing and code, in the order of what happened', async (t) => {
  const { emu, client } = await emulator(t)
  await create(client)
  const one = await digest(client)
  await client.call('PublishVersion', FUN01)
  await client.call('UpdateAlias', {
    ...DEFAULT,
    FunctionVersion: '$LATEST',
    RoutingConfig: { AdditionalVersionWeights: [{ Version: '1', Weight: 0.9 }] },
  })
  await client.call('UpdateFunctionCode', upload('two'))
  const two = await digest(client)
  await client.call('UpdateAlias', { ...DEFAULT, FunctionVersion: '1' })

  assert.deepEqual(told(emu), [
    ['$LATEST', { $LATEST: null }],
    ['$LATEST', { $LATEST: one }],
    ['$LATEST', { $LATEST: one, 1: one }],
    ['$LATEST', { $LATEST: one, 1: one }], // Updating: the old code is served
    ['$LATEST', { $LATEST: two, 1: one }],
    ['1', { $LATEST: two, 1: one }],
  ])
  assert.deepEqual(
    emu.history.map(({ latest }) => latest),
    [one, one, one, two, two, two],
  )
  assert.deepEqual(
    emu.history.map(({ seq }) => seq),
    [1, 2, 3, 4, 5, 6],
  )
  const { at, requestId, ...shift } = emu.history[2]
  assert.ok(Math.abs(at - Date.now()) < 60_000)
  assert.equal(requestId, emu.requests.find(({ action }) => action === 'UpdateAlias').requestId)
  assert.deepEqual(shift, {
    seq: 3,
    region: 'ap-guangzhou',
    namespace: 'default',
    function: 'fun01',
    alias: '$DEFAULT',
    main: '$LATEST',
    additional: [{ Version: '1', Weight: 0.9 }],
    rules: [],
    latest: one,
    served: { $LATEST: one, 1: one },
  })
})

test('new code counts from the moment when it is served, not when it was sent', async (t) => {
  const { emu, client } = await emulator(t, { delays: { ...AT_ONCE, updateMs: 80 } })
  await create(client)
  const one = await digest(client)
  await client.call('UpdateFunctionCode', upload('two'))
  const two = await digest(client)
  assert.deepEqual(told(emu)[2], ['$LATEST', { $LATEST: one }])
  await until(
    () => emu.history.length,
    (count) => count === 4,
  )
  assert.deepEqual(told(emu)[3], ['$LATEST', { $LATEST: two }])
  assert.equal('requestId' in emu.history[3], false)
})

test('rules, other aliases, and their end', async (t) => {
  const { emu, client } = await emulator(t)
  await create(client)
  await client.call('PublishVersion', FUN01)
  const rule = { Version: '1', Key: 'invoke.headers.user', Method: 'exact', Expression: 'a' }
  const blue = { ...FUN01, Name: 'blue' }
  await client.call('CreateAlias', {
    ...blue,
    FunctionVersion: '$LATEST',
    RoutingConfig: { AddtionVersionMatchs: [rule] },
  })
  assert.deepEqual([emu.history.at(-1).alias, emu.history.at(-1).rules], ['blue', [rule]])
  await client.call('DeleteAlias', blue)
  assert.deepEqual([emu.history.at(-1).alias, emu.history.at(-1).main], ['blue', null])
  assert.deepEqual(emu.history.at(-1).requestId, emu.requests.at(-1).requestId)
  await client.call('DeleteFunction', FUN01)
  assert.deepEqual([emu.history.at(-1).alias, emu.history.at(-1).main], ['$DEFAULT', null])
})

test('what is refused, fails or changes nothing leaves no entry', async (t) => {
  const { emu, client } = await emulator(t)
  await create(client)
  const before = emu.history.length
  await refusedWith(
    client.call('UpdateAlias', { ...DEFAULT, FunctionVersion: '7' }),
    'ResourceNotFound.FunctionVersion',
  )
  await client.call('UpdateAlias', { ...DEFAULT, FunctionVersion: '$LATEST', Description: 'words' })
  await client.call('PublishVersion', FUN01)
  await client.call('UpdateFunctionConfiguration', { ...FUN01, Timeout: 7 })
  assert.equal(emu.history.length, before)
})

test('a state begins with what it says; the last 10,000 entries are kept', async (t) => {
  const stateFile = join(directory(t), 'state.json')
  const first = await startEmulator({ rate: 0, delays: AT_ONCE, stateFile })
  const { Client } = await import('./support/client.js')
  await create(new Client(first.url))
  await first.close()
  const { emu, client } = await emulator(t, { stateFile })
  assert.deepEqual(
    emu.history.map(({ seq, main, served }) => [seq, main, Object.keys(served)]),
    [[1, '$LATEST', ['$LATEST']]],
  )
  await client.call('ListFunctions')
  const { History } = await import('../history.js')
  const { newFunction, World } = await import('../world.js')
  const world = new World({ nowMs: () => 0 })
  const fn = newFunction({
    region: 'r',
    namespace: 'default',
    name: 'f',
    description: '',
    content: { code: 'a' },
    nowMs: 0,
  })
  world.namespace('r', 'default').functions.set('f', fn)
  const history = new History(world)
  for (let n = 0; n < 10_050; n++) {
    fn.aliases.get('$DEFAULT').version = String(n)
    history.note(fn)
  }
  assert.deepEqual([history.entries.length, history.entries[0].seq, history.entries.at(-1).seq], [10_000, 51, 10_050])
})
