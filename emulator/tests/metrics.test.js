import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { MONITOR } from './support/client.js'
import { create, emulator, refusedWith } from './support/harness.js'

const NOW = 1_760_000_000 // 2025-10-09 16:53:20 in Beijing
const MINUTE = NOW - (NOW % 60)
const FN = { FunctionName: 'fun01' }
const SOURCE = `exports.main_handler = async (event, context) => {
  if (event.fail) throw new Error('asked to')
  return context.function_version
}`

const dimensions = (more = {}) =>
  Object.entries({ functionName: 'fun01', namespace: 'default', ...more }).map(([Name, Value]) => ({ Name, Value }))

async function watched(t, options = {}) {
  const { emu, client } = await emulator(t, { clock: NOW, ...options })
  client.options = { timestamp: NOW }
  await create(client, 'fun01', SOURCE)
  await client.call('PublishVersion', FN)
  const ask = (MetricName, more = {}, params = {}) =>
    client.call(
      'GetMonitorData',
      {
        Namespace: 'QCE/SCF_V2',
        MetricName,
        Instances: [{ Dimensions: dimensions(more) }],
        Period: 60,
        StartTime: '2025-10-09T16:50:30+08:00',
        EndTime: '2025-10-09T17:00:00+08:00',
        ...params,
      },
      { version: MONITOR },
    )
  const value = async (name, more, params) => (await ask(name, more, params)).DataPoints[0].Values.at(0)
  return { emu, client, ask, value }
}

describe('GetMonitorData', () => {
  test('counts what happened, per function, version and alias', async (t) => {
    const { client, ask, value } = await watched(t)
    await client.call('CreateAlias', { ...FN, Name: 'prod', FunctionVersion: '1' })
    for (let n = 0; n < 5; n++) await client.invoke('fun01', { fail: n === 0 })
    for (let n = 0; n < 3; n++) await client.invoke('fun01', {}, { Qualifier: 'prod' })
    await client.invoke('fun01', {}, { Qualifier: '1' })

    assert.equal(await value('Invocation'), 9)
    assert.equal(await value('Invocation', { version: '$LATEST' }), 5)
    assert.equal(await value('Invocation', { version: '$latest' }), 5)
    assert.equal(await value('Invocation', { version: '1' }), 4)
    assert.equal(await value('Invocation', { alias: '$DEFAULT' }), 5)
    assert.equal(await value('Invocation', { alias: 'prod' }), 3)
    assert.equal(await value('Invocation', { version: '1', alias: 'prod' }), 3)
    assert.equal(await value('Error'), 1)
    assert.equal(await value('Error', { version: '1' }), 0)
    assert.equal(await value('FunctionErrorPercentage', { version: '$LATEST' }), 20)
    assert.equal(await value('ServerErrorPercentage'), 0)
    assert.equal(await value('Http2xx'), 8)
    assert.equal(await value('Http4xx'), 1)
    assert.equal(await value('Syserr'), 0)
    assert.equal(await value('ConfigMem'), 128)
    assert.equal(await value('ConcurrentExecutions'), 1)
    const mem = await value('Mem')
    assert.ok(mem > 1 && mem < 128)
    const billed = await value('BillDuration')
    assert.ok(Number.isInteger(billed) && billed >= 8)
    assert.equal(await value('MemDuration'), billed * 128)
    assert.equal(await value('OutFlow', { version: '1' }), 4 * '"1"'.length)

    const { RequestId, DataPoints, ...head } = await ask('Duration', { version: '1' }, { SpecifyStatistics: 7 })
    assert.deepEqual(head, {
      Period: 60,
      MetricName: 'Duration',
      StartTime: '2025-10-09T16:50:00+08:00',
      EndTime: '2025-10-09T17:00:00+08:00',
      Msg: '',
    })
    const [{ Dimensions, Timestamps, Values, AvgValues, MaxValues, MinValues }] = DataPoints
    assert.deepEqual(Dimensions, dimensions({ version: '1' }))
    assert.deepEqual(Timestamps, [MINUTE])
    assert.ok(MinValues[0] > 0 && MinValues[0] <= AvgValues[0] && AvgValues[0] <= MaxValues[0])
    assert.deepEqual(Values, AvgValues)
  })

  test('time-outs and memory have their own counters', async (t) => {
    const { client, value } = await watched(t)
    await create(
      client,
      'fun02',
      'exports.main_handler = async (e) => e.big ? Buffer.alloc(300 << 20, 1).length : new Promise(() => {})',
      { Timeout: 1 },
    )
    await client.invoke('fun02')
    await client.invoke('fun02', { big: true })
    const at = { functionName: 'fun02' }
    assert.deepEqual([await value('Http433', at), await value('Http434', at), await value('Http432', at)], [1, 1, 0])
    assert.deepEqual([await value('Error', at), await value('Http4xx', at)], [2, 2])
  })

  test('throttled invocations are counted apart', async (t) => {
    const { client, value } = await watched(t, { processes: { perTarget: 1, waiting: 1 } })
    await Promise.all(Array.from({ length: 5 }, () => client.invoke('fun01')))
    const throttled = await value('Throttle')
    assert.ok(throttled >= 1)
    assert.equal(await value('Invocation'), 5 - throttled)
    assert.equal(await value('Http432'), throttled)
  })

  test('no traffic, no points', async (t) => {
    const { client, ask } = await watched(t)
    const none = [{ Dimensions: dimensions(), Timestamps: [], Values: [] }]
    assert.deepEqual((await ask('Invocation')).DataPoints, none)
    await client.invoke('fun01')
    const before = { StartTime: '2025-10-09T16:00:00+08:00', EndTime: '2025-10-09T16:50:00+08:00' }
    assert.deepEqual((await ask('Invocation', {}, before)).DataPoints, none)
    assert.equal((await ask('Invocation')).DataPoints[0].Values.length, 1)
  })

  for (const [Period, at] of [
    [60, MINUTE],
    [300, NOW - (NOW % 300)],
    [3600, NOW - (NOW % 3600)],
    [86400, NOW - (NOW % 86400)],
  ]) {
    test(`period ${Period}`, async (t) => {
      const { client, ask } = await watched(t)
      await client.invoke('fun01')
      const { DataPoints } = await ask('Invocation', {}, { Period })
      assert.deepEqual([DataPoints[0].Timestamps, DataPoints[0].Values], [[at], [1]])
    })
  }

  test('without times: from midnight to now; several instances; the other spelling of the namespace', async (t) => {
    const { client, ask } = await watched(t)
    await client.invoke('fun01')
    const Instances = [{ Dimensions: dimensions() }, { Dimensions: dimensions({ version: '1' }) }]
    const asked = { Namespace: 'qce/scf_v2', StartTime: undefined, EndTime: undefined, Instances }
    const { DataPoints, StartTime, EndTime } = await ask('Invocation', {}, asked)
    assert.deepEqual([StartTime, EndTime], ['2025-10-09T00:00:00+08:00', '2025-10-09T16:53:20+08:00'])
    assert.deepEqual(
      DataPoints.map((point) => point.Values),
      [[1], []],
    )
  })

  test('refusals', async (t) => {
    const { ask, client } = await watched(t)
    const refused = (params, code) => refusedWith(ask('Invocation', {}, params), code)
    await refused({ Namespace: 'QCE/CVM' }, 'InvalidParameterValue')
    await refused({ MetricName: 'Happiness' }, 'InvalidParameterValue')
    await refused({ MetricName: undefined }, 'MissingParameter')
    await refused({ Period: 61 }, 'InvalidParameterValue')
    await refused({ StartTime: 'yesterday' }, 'InvalidParameterValue')
    await refused({ StartTime: '2025-10-09T18:00:00+08:00' }, 'InvalidParameterValue')
    await refused({ StartTime: '2025-10-01T18:00:00+08:00' }, 'LimitExceeded')
    await refused({ Instances: [{ Dimensions: [{ Name: 'colour', Value: 'x' }] }] }, 'InvalidParameterValue')
    await refused({ Instances: [{ Dimensions: [{ Name: 'version', Value: '1' }] }] }, 'InvalidParameter')
    await refused({ Instances: Array(11).fill({ Dimensions: dimensions() }) }, 'InvalidParameterValue')
    await refusedWith(client.call('GetMonitorData', {}), 'InvalidAction')
    await refusedWith(client.call('GetMonitorData', {}, { version: '2001-01-01' }), 'NoSuchVersion')
  })
})

describe('points that come late', () => {
  /** So many invocations in each of the minutes before this one, the oldest first, the last ones in this. */
  async function minutes(t, counts, options) {
    const made = await watched(t, options)
    const first = MINUTE - 60 * (counts.length - 1)
    for (const [at, count] of counts.entries()) {
      made.emu.setClock((first + 60 * at) * 1000)
      made.client.options = { timestamp: first + 60 * at }
      for (let n = 0; n < count; n++) await made.client.invoke('fun01')
    }
    made.emu.setClock(NOW * 1000)
    made.client.options = { timestamp: NOW }
    const values = async (more) => (await made.ask('Invocation', more)).DataPoints[0].Values
    return { ...made, values }
  }

  test('the minute that runs is shown by default', async (t) => {
    const { values } = await minutes(t, [1, 2, 3])
    assert.deepEqual(await values(), [1, 2, 3])
  })

  test('with a delay a minute is shown so many seconds after its end', async (t) => {
    const { emu, client, values } = await minutes(t, [1, 2, 3], { metricDelaySeconds: 90 })
    const shown = async (seconds) => {
      emu.setClock((MINUTE + seconds) * 1000)
      client.options = { timestamp: MINUTE + seconds }
      return values()
    }
    assert.deepEqual(await shown(29), [])
    assert.deepEqual(await shown(30), [1])
    assert.deepEqual(await shown(89), [1])
    assert.deepEqual(await shown(90), [1, 2])
    assert.deepEqual(await shown(150), [1, 2, 3])
  })

  test('a fault leaves out the points of the last minutes', async (t) => {
    const { emu, values } = await minutes(t, [1, 2, 3])
    emu.setFaults([{ action: 'GetMonitorData', nth: 1, fault: 'missing-points', minutes: 2 }])
    assert.deepEqual(await values(), [1])
    assert.deepEqual(await values(), [1, 2, 3])
  })

  test('a fault shows half of what happened in the last minutes', async (t) => {
    const { emu, values } = await minutes(t, [4, 4, 5])
    emu.setFaults([{ action: 'GetMonitorData', fault: 'late-points', minutes: 2 }])
    assert.deepEqual(await values(), [4, 2, 2])
  })

  for (const spelling of ['$latest', '$LATEST']) {
    test(`a fault understands one spelling alone: ${spelling}`, async (t) => {
      const { emu, values } = await minutes(t, [2])
      emu.setFaults([{ action: 'GetMonitorData', fault: 'latest-spelling', spelling }])
      const other = spelling === '$latest' ? '$LATEST' : '$latest'
      assert.deepEqual(await values({ version: spelling }), [2])
      assert.deepEqual(await values({ version: other }), [])
    })
  }

  test('such a fault of another action is refused', async (t) => {
    const { emu } = await watched(t)
    const rule = { action: 'GetAlias', fault: 'missing-points', minutes: 1 }
    assert.throws(() => emu.setFaults([rule]), { message: /is about the points of GetMonitorData alone/ })
  })
})
