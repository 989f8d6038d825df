import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertWay, create, emulator, refusedWith, until } from './support/harness.js'

const FN = { FunctionName: 'fun01' }
const SOURCE = `exports.main_handler = async (event) => {
  console.log('event', event.n)
  if (event.fail) throw new Error('asked to')
  if (event.ms) await new Promise((done) => setTimeout(done, event.ms))
  return event.n
}`

async function logged(t, options = {}) {
  const { client } = await emulator(t, options)
  await create(client, 'fun01', SOURCE, { Timeout: 1 })
  await client.call('PublishVersion', FN)
  const logs = (params = {}) => client.call('GetFunctionLogs', { ...FN, ...params })
  const answers = async (params) => (await logs(params)).Data.map((record) => record.RetMsg)
  return { client, logs, answers }
}

describe('GetFunctionLogs', () => {
  test('a record per invocation, the newest first', async (t) => {
    const { client, logs, answers } = await logged(t)
    const results = []
    for (let n = 1; n <= 3; n++) results.push(await client.invoke('fun01', { n }))
    assert.deepEqual(await answers({}), ['3', '2', '1'])
    assert.deepEqual(await answers({ Order: 'asc' }), ['1', '2', '3'])
    assert.deepEqual(await answers({ Offset: 1, Limit: 1 }), ['2'])
    const { Data, TotalCount } = await logs({ FunctionRequestId: results[1].FunctionRequestId })
    assert.equal(TotalCount, 1)
    const { StartTime, Log, ...record } = Data[0]
    assert.deepEqual(record, {
      FunctionName: 'fun01',
      RequestId: results[1].FunctionRequestId,
      RetMsg: '2',
      RetCode: 0,
      RetryNum: 0,
      InvokeFinished: 1,
      Duration: results[1].Duration,
      BillDuration: results[1].BillDuration,
      MemUsage: results[1].MemUsage,
      Level: '',
      Source: '',
    })
    assert.match(Log, /^START RequestId: .*\nEvent RequestId: .*\nevent 2\nResponse RequestId: .* RetMsg:2\nEND /)
    assert.match(StartTime, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  })

  test('filters by outcome', async (t) => {
    const { client, logs, answers } = await logged(t)
    await client.invoke('fun01', { n: 1 })
    await client.invoke('fun01', { n: 2, fail: true })
    await client.invoke('fun01', { n: 3, ms: 5000 })
    const count = async (RetCode) => (await logs({ Filter: { RetCode } })).TotalCount
    assert.deepEqual(await answers({ Filter: { RetCode: 'is0' } }), ['1'])
    assert.equal(await count('not0'), 2)
    assert.equal(await count('UserCodeException'), 1)
    assert.equal(await count('TimeLimitExceeded'), 1)
    assert.equal(await count('ResourceLimitExceeded'), 0)
    const codes = (await logs({ Order: 'asc' })).Data.map((record) => record.RetCode)
    assert.deepEqual(codes, [0, 1, -1])
    await refusedWith(logs({ Filter: { RetCode: 'maybe' } }), 'InvalidParameterValue.RetCode')
  })

  test('filters by version, sorts by duration', async (t) => {
    const { client, logs, answers } = await logged(t)
    await client.invoke('fun01', { n: 1 }, { Qualifier: '1' })
    await client.invoke('fun01', { n: 2, ms: 200 })
    await client.invoke('fun01', { n: 3, ms: 100 })
    assert.deepEqual(await answers({ Qualifier: '1' }), ['1'])
    // how long each took is the machine's business
    const all = (await logs({})).Data.sort((one, other) => other.Duration - one.Duration)
    const longest = (await logs({ OrderBy: 'duration', Limit: 2 })).Data
    assert.deepEqual(
      longest.map(({ Duration }) => Duration),
      all.slice(0, 2).map(({ Duration }) => Duration),
    )
  })

  test('a stretch of time, in Beijing time', async (t) => {
    const NOW = 1_760_000_000 // 16:53:20
    const { client, logs } = await (async () => {
      const { client } = await emulator(t, { clock: NOW })
      client.options = { timestamp: NOW }
      await create(client, 'fun01', SOURCE)
      await client.invoke('fun01', { n: 1 })
      return { client, logs: (params) => client.call('GetFunctionLogs', { ...FN, ...params }) }
    })()
    const count = async (StartTime, EndTime) => (await logs({ StartTime, EndTime })).TotalCount
    assert.equal(await count('2025-10-09 16:53:20', '2025-10-09 16:53:20'), 1)
    assert.equal(await count('2025-10-09 16:00:00', '2025-10-09 16:53:19'), 0)
    assert.equal(await count('2025-10-09 16:53:21', '2025-10-10 00:00:00'), 0)
    await refusedWith(count('2025-10-08 16:53:00', '2025-10-09 16:53:20'), 'InvalidParameterValue.StartTimeOrEndTime')
    await refusedWith(count('2025-10-09 17:00:00', '2025-10-09 16:53:20'), 'InvalidParameterValue.StartTimeOrEndTime')
    await refusedWith(count('2025-10-09', undefined), 'InvalidParameterValue.DateTime')
    await refusedWith(count('2025-13-40 99:00:00', undefined), 'InvalidParameterValue.DateTime')
    await client.call('GetRequestStatus', { ...FN, FunctionRequestId: 'x' })
  })

  test('refusals', async (t) => {
    const { logs } = await logged(t)
    await refusedWith(logs({ Offset: 9_990, Limit: 11 }), 'LimitExceeded.Offset')
    await refusedWith(logs({ Offset: -1 }), 'InvalidParameterValue.Offset')
    await refusedWith(logs({ Order: 'up' }), 'InvalidParameterValue.Order')
    await refusedWith(logs({ OrderBy: 'colour' }), 'InvalidParameterValue.OrderBy')
    await refusedWith(logs({ FunctionName: 'none' }), 'ResourceNotFound.Function')
    await refusedWith(logs({ FunctionName: undefined }), 'InvalidParameterValue')
  })
})

describe('asynchronous invocations', () => {
  test('are answered at once; GetRequestStatus tells how they end', async (t) => {
    const { client } = await logged(t)
    const start = async (event) => {
      const ClientContext = JSON.stringify(event)
      return (await client.call('Invoke', { ...FN, InvocationType: 'Event', ClientContext })).Result
    }
    const status = async (FunctionRequestId) =>
      (await client.call('GetRequestStatus', { ...FN, FunctionRequestId })).Data[0]
    const done = await start({ n: 1, ms: 100 })
    assert.deepEqual([done.RetMsg, done.InvokeResult, done.Log], ['', 0, ''])
    const failed = await start({ n: 2, fail: true })
    const seen = await until(
      async () => (await status(done.FunctionRequestId)).RetCode,
      (code) => code !== 1,
    )
    assertWay(seen, [1, 0])
    const { RetMsg, FunctionName, Duration } = await status(done.FunctionRequestId)
    assert.deepEqual([RetMsg, FunctionName], ['1', 'fun01'])
    assert.ok(Duration >= 100)
    await until(
      async () => (await status(failed.FunctionRequestId)).RetCode,
      (code) => code === -1,
    )
    const unknown = await client.call('GetRequestStatus', { ...FN, FunctionRequestId: 'none' })
    assert.deepEqual([unknown.TotalCount, unknown.Data], [0, []])
  })
})
