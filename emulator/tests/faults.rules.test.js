// Which calls a fault script is about, and that the emulator bears all of it.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { KINDS } from '../faults/kinds.js'
import { Client, signedPost } from './support/client.js'
import { FUN01, faulty, PUBLISH } from './support/faulty.js'
import { create, telling, until, zip } from './support/harness.js'

describe('which calls', () => {
  const refuse = { fault: 'refuse', code: 'InternalError' }
  const outcome = (promise) =>
    promise.then(
      () => '.',
      ({ code }) => (code === 'InternalError' ? 'x' : code),
    )
  /** Calls one after the other: x where the fault was met. */
  async function met(client, count, action = 'GetFunction', params = FUN01, options) {
    let seen = ''
    for (let call = 0; call < count; call++) seen += await outcome(client.call(action, params, options))
    return seen
  }

  test('the n-th, a range, from one on, at most so many', async (t) => {
    const { emu, client } = await faulty(t, [])
    for (const [rule, expected] of [
      [{ nth: 3 }, '..x...'],
      [{ nth: '2..4' }, '.xxx..'],
      [{ nth: '5..' }, '....xx'],
      [{ times: 2 }, 'xx....'],
      [{ nth: '3..', times: 1 }, '..x...'],
      [{}, 'xxxxxx'],
    ]) {
      emu.setFaults([{ action: 'GetFunction', ...refuse, ...rule }])
      assert.equal(await met(client, 6), expected, JSON.stringify(rule))
    }
  })

  test('actions, function, namespace, region', async (t) => {
    const { emu, client } = await faulty(t, [])
    await client.call('CreateNamespace', { Namespace: 'blue' })
    await create(client, 'fun02')
    await create(client, 'fun01', telling('blue'), { Namespace: 'blue' })
    const elsewhere = new Client(emu.url, { region: 'ap-shanghai' })
    await create(elsewhere)
    const calls = [
      [client, 'GetFunction', FUN01],
      [client, 'ListAliases', FUN01],
      [client, 'GetFunction', { FunctionName: 'fun02' }],
      [client, 'GetFunction', { ...FUN01, Namespace: 'blue' }],
      [elsewhere, 'GetFunction', FUN01],
      [client, 'ListFunctions', {}],
    ]
    for (const [rule, expected] of [
      [{ action: '*' }, 'xxxxxx'],
      [{ action: 'GetFunction' }, 'x.xxx.'],
      [{ action: ['ListAliases', 'ListFunctions'] }, '.x...x'],
      [{ action: '*', function: 'fun01' }, 'xx.xx.'],
      [{ action: '*', namespace: 'default' }, 'xxx.xx'],
      [{ action: '*', namespace: 'blue' }, '...x..'],
      [{ action: '*', region: 'ap-shanghai' }, '....x.'],
      [{ action: 'GetFunction', function: 'fun01', namespace: 'default', region: 'ap-guangzhou' }, 'x.....'],
    ]) {
      emu.setFaults([{ ...refuse, ...rule }])
      let seen = ''
      for (const [caller, action, params] of calls) seen += await met(caller, 1, action, params)
      assert.equal(seen, expected, JSON.stringify(rule))
    }
  })

  test('by chance: the same seed meets the same calls', async (t) => {
    const run = async (seed, chance) => {
      const faults = [{ action: 'GetFunction', ...refuse, chance }]
      const { client } = await faulty(t, faults, { seed })
      return met(client, 200)
    }
    const first = await run('a', 0.2)
    assert.equal(await run('a', 0.2), first)
    assert.notEqual(await run('b', 0.2), first)
    const count = first.split('x').length - 1
    assert.ok(count > 20 && count < 60, first)
    assert.equal(await run('a', 1), 'x'.repeat(200))
  })

  test('several rules: all of them; of two that contradict each other the first', async (t) => {
    const { emu, post } = await faulty(t, [
      { action: 'PublishVersion', fault: 'late', ms: 50 },
      { action: 'PublishVersion', fault: 'status', status: 500, committed: true },
      { action: '*', fault: 'html' },
      { action: 'PublishVersion', fault: 'meanwhile', do: 'PublishVersion' },
    ])
    const began = performance.now()
    assert.equal((await post('PublishVersion', PUBLISH)).status, 500)
    assert.ok(performance.now() - began >= 49)
    assert.deepEqual(emu.requests.at(-1).faults, ['late', 'status', 'html', 'meanwhile'])
  })

  test('a request that nobody can read is met by what its headers say', async (t) => {
    const { post } = await faulty(t, [
      { action: 'GetFunction', function: 'fun01', fault: 'html' },
      { action: 'ListFunctions', fault: 'html' },
    ])
    const body = '{"FunctionName":'
    assert.equal((await post('GetFunction', {}, { body })).status, 200)
    assert.equal((await post('ListFunctions', {}, { body })).status, 502)
  })
})

test('the emulator stays well under all of them at once', async (t) => {
  const given = {
    refuse: { code: 'InternalError' },
    late: { ms: 5 },
    'content-type': { type: 'text/plain' },
    down: { ms: 20 },
    stale: { ms: 20 },
    meanwhile: { do: 'UpdateAlias', with: { Name: '$DEFAULT', FunctionVersion: '$LATEST' } },
    stuck: { ms: 20 },
    clock: { seconds: 3600 },
    'missing-points': { minutes: 1 },
    'late-points': { minutes: 1 },
    'latest-spelling': { spelling: '$latest' },
  }
  const rules = Object.entries(KINDS).map(([fault, { ofMetrics }]) => {
    const action = ofMetrics ? 'GetMonitorData' : '*'
    return { action, chance: 0.08, fault, ...given[fault] }
  })
  const { emu, client, lines } = await faulty(t, rules)
  const calls = [
    ['GetFunction', FUN01],
    ['ListAliases', FUN01],
    ['PublishVersion', PUBLISH],
    ['UpdateFunctionCode', { ...FUN01, ZipFile: zip(telling('two')) }],
    ['UpdateAlias', { ...FUN01, Name: '$DEFAULT', FunctionVersion: '$LATEST' }],
    ['InvokeFunction', FUN01],
    ['Nonsense', {}],
    ['ListFunctions', []],
  ]
  const hasty = { signal: AbortSignal.timeout(5000) }
  const ends = await Promise.all(
    Array.from({ length: 400 }, (_, index) => {
      const [action, params] = calls[index % calls.length]
      const { headers, body } = signedPost(emu.url, action, params)
      delete headers.Host
      return fetch(emu.url, { method: 'POST', headers, body, ...hasty })
        .then((answer) => answer.text())
        .then(
          () => 'answered',
          () => 'lost',
        )
    }),
  )
  assert.deepEqual([...new Set(ends)].sort(), ['answered', 'lost'])
  emu.setFaults([])
  await until(
    () =>
      client.call('GetFunction', FUN01).then(
        ({ Status }) => Status,
        ({ code }) => code,
      ),
    (seen) => seen === 'Active' || seen === 'UpdateFailed',
  )
  const ours = lines.filter((line) => !/^UpdateAlias of the fault script's rule \d+ was refused/.test(line))
  assert.deepEqual(ours, [])
})
