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

describe('GetRequestStatus', () => {
  test('of a time that is told, or of the last 15 minutes', async (t) => {
    const NOW = 1_760_000_000 // 16:53:20 in Beijing
    const { client } = await emulator(t, { clock: NOW })
    client.options = { timestamp: NOW }
    await create(client, 'fun01', SOURCE)
    const { FunctionRequestId } = await client.invoke('fun01', { n: 1 })
    const rows = async (span) => (await client.call('GetRequestStatus', { ...FN, FunctionRequestId, ...span })).Data
    assert.equal((await rows({}))[0].StartTime, '2025-10-09 16:53:20')
    const of = async (StartTime, EndTime) => (await rows({ StartTime, EndTime })).length
    assert.equal(await of('2025-10-09 16:53:19', '2025-10-09 16:53:20'), 1)
    assert.equal(await of('2025-10-09 16:00:00', '2025-10-09 16:53:19'), 0)
    assert.equal(await of('2025-10-09 16:53:21', '2025-10-10 00:00:00'), 0)
    await refusedWith(of('2025-10-09 17:00:00', '2025-10-09 16:53:20'), 'InvalidParameterValue.StartTimeOrEndTime')
    await refusedWith(of('2025-10-09', undefined), 'InvalidParameterValue.DateTime')
    await refusedWith(of('2025-13-40 99:00:00', undefined), 'InvalidParameterValue.DateTime')
  })
})

describe('asynchronous invocations', () => {
  test('are answered at once; GetRequestStatus tells how they end', async (t) => {
    const { client } = await emulator(t)
    await create(client, 'fun01', SOURCE)
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
