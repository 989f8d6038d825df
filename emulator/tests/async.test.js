// Asynchronous invocations: retries, how long an event is kept, and what is told about them.

import assert from 'node:assert/strict'
import { chmodSync } from 'node:fs'
import { describe, test } from 'node:test'
import { AT_ONCE, create, directory, emulator, NEVER_MS, refusedWith, until, zip } from './support/harness.js'
import { failure } from './support/runtimes.js'

const FN = { FunctionName: 'fun01' }
const failing = 'exports.main_handler = async () => { throw new Error("boom") }'
const soon = { delays: { ...AT_ONCE, retryMs: 20 } }

const submit = async (client, more = {}) =>
  (await client.call('Invoke', { ...FN, InvocationType: 'Event', ...more })).Result.FunctionRequestId
const statusOf = async (client, FunctionRequestId) =>
  (await client.call('GetRequestStatus', { ...FN, FunctionRequestId })).Data[0]
const configure = (client, AsyncTriggerConfig) =>
  client.call('UpdateFunctionEventInvokeConfig', { ...FN, AsyncTriggerConfig })

/** The attempts that the metrics have counted. */
async function attempts(client) {
  const now = Date.now()
  const iso = (ms) => new Date(ms).toISOString().replace(/\.\d+Z$/, '+00:00')
  const { DataPoints } = await client.call(
    'GetMonitorData',
    {
      Namespace: 'QCE/SCF_V2',
      MetricName: 'Invocation',
      Period: 60,
      StartTime: iso(now - 120_000),
      EndTime: iso(now + 60_000),
      Instances: [
        {
          Dimensions: [
            { Name: 'functionName', Value: 'fun01' },
            { Name: 'namespace', Value: 'default' },
            { Name: 'version', Value: '$LATEST' },
          ],
        },
      ],
    },
    { version: '2018-07-24' },
  )
  return DataPoints[0].Values.reduce((sum, value) => sum + value, 0)
}

describe('an asynchronous invocation that fails', () => {
  test('is tried twice more, under the same request id', async (t) => {
    const { client } = await emulator(t, soon)
    await create(client, 'fun01', failing)
    const id = await submit(client)
    await until(
      async () => (await statusOf(client, id)).RetryNum,
      (n) => n === 2,
    )
    await until(
      async () => (await statusOf(client, id)).RetCode,
      (code) => code === -1,
    )
    assert.equal(JSON.parse((await statusOf(client, id)).RetMsg).errorMessage, 'user code exception caught')
    assert.equal(await attempts(client), 3)
  })

  for (const RetryNum of [0, 1]) {
    test(`is tried ${RetryNum} times more where the function says so`, async (t) => {
      const { client } = await emulator(t, soon)
      await create(client, 'fun01', failing)
      await create(client, 'fun02', failing)
      await configure(client, { MsgTTL: 600, RetryConfig: [{ RetryNum }] })
      const id = await submit(client)
      const ended = (number) => (text) => text === JSON.stringify([-1, number])
      const course = async (FunctionName, FunctionRequestId) => {
        const { Data } = await client.call('GetRequestStatus', { FunctionName, FunctionRequestId })
        return JSON.stringify([Data[0].RetCode, Data[0].RetryNum])
      }
      await until(() => course('fun01', id), ended(RetryNum))
      // fun02 begins now, and has two pauses behind it in the end: fun01 has nothing to come then
      const { Result } = await client.call('Invoke', { FunctionName: 'fun02', InvocationType: 'Event' })
      await until(() => course('fun02', Result.FunctionRequestId), ended(2))
      const { RetCode, RetryNum: tried } = await statusOf(client, id)
      assert.deepEqual([RetCode, tried, await attempts(client)], [-1, RetryNum, RetryNum + 1])
    })
  }

  test('is not tried again when it succeeds', async (t) => {
    const { client } = await emulator(t, soon)
    const marks = directory(t)
    const source = `const fs = require('node:fs'), file = '${marks}/once'
      exports.main_handler = async () => { if (fs.existsSync(file)) return 'well'; fs.writeFileSync(file, ''); throw new Error('first') }`
    chmodSync(marks, 0o777)
    await create(client, 'fun01', source)
    const id = await submit(client)
    await until(
      async () => (await statusOf(client, id)).RetCode,
      (code) => code === 0,
    )
    const { RetryNum, RetMsg } = await statusOf(client, id)
    assert.deepEqual([RetryNum, RetMsg], [1, '"well"'])
  })

  test('goes to the version that its alias names when it is tried again', async (t) => {
    const { client } = await emulator(t, { delays: { ...AT_ONCE, retryMs: 300 } })
    await create(client, 'fun01', 'exports.main_handler = async () => "good"')
    await client.call('PublishVersion', FN)
    await client.call('UpdateFunctionCode', { ...FN, ZipFile: zip(failing) })
    await client.call('PublishVersion', FN)
    const point = (FunctionVersion) => client.call('UpdateAlias', { ...FN, Name: '$DEFAULT', FunctionVersion })
    await point('2')
    const id = await submit(client, { Qualifier: '$DEFAULT' })
    await until(
      async () => (await statusOf(client, id)).RetCode,
      (code) => code === -1,
    )
    await point('1')
    await until(
      async () => (await statusOf(client, id)).RetMsg,
      (text) => text === '"good"',
    )
  })

  test('is given up when its event would be older than the function allows', async (t) => {
    const { client } = await emulator(t, { delays: { ...AT_ONCE, retryMs: 61_000 } })
    await create(client, 'fun01', failing)
    await configure(client, { MsgTTL: 60 })
    const id = await submit(client)
    await until(
      async () => (await statusOf(client, id)).RetCode,
      (code) => code === -1,
    )
    assert.equal((await statusOf(client, id)).RetryNum, 0)
  })

  test('does not keep an emulator from closing', async (t) => {
    const { client, emu } = await emulator(t, { delays: { ...AT_ONCE, retryMs: NEVER_MS } })
    await create(client, 'fun01', failing)
    const id = await submit(client)
    await until(
      async () => (await statusOf(client, id)).RetCode,
      (code) => code === -1,
    )
    await emu.close()
  })
})

describe('a function that runs asynchronously', () => {
  for (const [action, more] of [
    ['Invoke', { InvocationType: 'RequestResponse' }],
    ['InvokeFunction', { Qualifier: '$LATEST' }],
  ]) {
    test(`answers ${action} with the request id alone`, async (t) => {
      const { client } = await emulator(t)
      await create(client, 'fun01', 'exports.main_handler = async () => "well"', { AsyncRunEnable: 'TRUE' })
      const { Result } = await client.call(action, { ...FN, ...more })
      assert.deepEqual([Result.RetMsg, Result.InvokeResult, Result.Duration], ['', 0, 0])
      await until(
        async () => (await statusOf(client, Result.FunctionRequestId)).RetMsg,
        (text) => text === '"well"',
      )
    })
  }

  test('may run for a day, and another may not', async (t) => {
    const { client } = await emulator(t)
    await create(client, 'fun01', failing, { AsyncRunEnable: 'TRUE', Timeout: 86_400 })
    await refusedWith(
      create(client, 'fun02', failing, { AsyncRunEnable: 'TRUE', Timeout: 86_401 }),
      'LimitExceeded.Timeout',
    )
    await refusedWith(create(client, 'fun03', failing, { Timeout: 901 }), 'LimitExceeded.Timeout')
  })
})

describe('the settings of asynchronous invocations', () => {
  const shown = async (client) => (await client.call('GetFunctionEventInvokeConfig', FN)).AsyncTriggerConfig

  test('are two retries and six hours by default', async (t) => {
    const { client } = await emulator(t)
    await create(client)
    assert.deepEqual(await shown(client), { RetryConfig: [{ RetryNum: 2 }], MsgTTL: 21_600 })
  })

  test('are what was told, and what is left out stays', async (t) => {
    const { client } = await emulator(t)
    await create(client)
    await configure(client, { MsgTTL: 60, RetryConfig: [{ RetryNum: 0 }] })
    await configure(client, { MsgTTL: 120 })
    assert.deepEqual(await shown(client), { RetryConfig: [{ RetryNum: 0 }], MsgTTL: 120 })
  })

  test('are kept over a restart', async (t) => {
    const stateFile = `${directory(t)}/state.json`
    const first = await emulator(t, { stateFile })
    await create(first.client)
    await configure(first.client, { MsgTTL: 60 })
    await first.emu.close()
    const { client } = await emulator(t, { stateFile })
    assert.equal((await shown(client)).MsgTTL, 60)
  })

  for (const [what, config] of [
    ['three retries', { RetryConfig: [{ RetryNum: 3 }] }],
    ['less than a minute', { MsgTTL: 59 }],
    ['more than six hours', { MsgTTL: 21_601 }],
  ]) {
    test(`can’t be ${what}`, async (t) => {
      const { client } = await emulator(t)
      await create(client)
      await refusedWith(configure(client, config), 'InvalidParameterValue')
    })
  }
})

describe('GetRequestStatus', () => {
  test('needs an end where it has a start, and finds nothing outside of the span', async (t) => {
    const { client } = await emulator(t)
    await create(client)
    const { FunctionRequestId } = await client.invoke('fun01')
    const ask = (more) => client.call('GetRequestStatus', { ...FN, FunctionRequestId, ...more })
    await refusedWith(ask({ StartTime: '2026-01-01 00:00:00' }), 'InvalidParameterValue.StartTimeOrEndTime')
    const past = { StartTime: '2020-01-01 00:00:00', EndTime: '2020-01-02 00:00:00' }
    assert.deepEqual((await ask(past)).Data, [])
    assert.equal((await ask({ StartTime: '2020-01-01 00:00:00', EndTime: '2120-01-01 00:00:00' })).Data.length, 1)
  })

  test('finds only the last quarter of an hour by default', async (t) => {
    const { client, emu } = await emulator(t)
    await create(client)
    const { FunctionRequestId } = await client.invoke('fun01')
    const later = Date.now() + 16 * 60_000
    emu.setClock(later)
    const timestamp = Math.floor(later / 1000)
    const { Data } = await client.call('GetRequestStatus', { ...FN, FunctionRequestId }, { timestamp })
    assert.deepEqual(Data, [])
  })
})

test('a system error is tried again for as long as the event is kept, with growing pauses', async (t) => {
  const { client } = await emulator(t, soon)
  await client.call('CreateFunction', {
    ...FN,
    Code: { ZipFile: zip({ 'index.py': '' }) },
    Runtime: 'Python2.7',
    Handler: 'index.main_handler',
  })
  assert.equal(failure(await client.invoke('fun01')).statusCode, 500)
  const id = await submit(client)
  await until(
    async () => (await statusOf(client, id)).RetryNum,
    (n) => n >= 4,
  )
})
