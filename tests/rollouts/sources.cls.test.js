// Rollouts whose figures come from the logs of their functions, on real calls.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CLS } from '../../emulator/tests/support/client.js'
import { until } from '../../emulator/tests/support/harness.js'
import { released, watched as watchedFor } from './released.js'
import { world } from './world.js'

const POLICY = { preset: 'canary', guard: { source: 'cls' } }

/** A function with a published version that fails now and then, called for a while. */
const published = (t, options = {}) => released(t, { base: 0.005, changed: false, ...options })

/** Minutes of so many calls, each with a tick, until the rollout ends or waits for a person. */
const watched = (there, calls, most) => watchedFor(there, most, () => there.minute(calls))

test('a canary that fails is rolled back by its logs alone, while the monitor refuses', async (t) => {
  const there = await published(t, { faults: [{ action: 'GetMonitorData', fault: 'refuse', code: 'InternalError' }] })
  there.code('shop', 'two', 1)
  await there.gray.rollouts.start(there.inputs, { policy: POLICY })
  const last = (await watched(there, 60, 20)).at(-1)
  assert.equal(last.state, 'rolledBack', JSON.stringify(last.decision, undefined, 1))
  assert.ok(last.minute <= 6, `minute ${last.minute}`)
  assert.equal(last.decision.why.code, 'Regression')
})

test('a slow canary is rolled back: single durations are known, and each quantile is compared', async (t) => {
  const there = await published(t)
  there.code('shop', 'two', 0.005, 60)
  await there.gray.rollouts.start(there.inputs, { policy: POLICY })
  const last = (await watched(there, 60, 25)).at(-1)
  assert.equal(last.state, 'rolledBack', JSON.stringify(last.decision, undefined, 1))
  assert.equal(last.decision.why.code, 'Regression')
  const metrics = last.decision.functions[0].metrics.map(({ metric }) => metric)
  assert.deepEqual(metrics, ['errors', 'p50', 'p90', 'p99', 'platform'])
})

test('calls past the alias do not count', async (t) => {
  const there = await published(t)
  there.code('shop', 'two', 0)
  await there.gray.rollouts.start(there.inputs, { policy: POLICY })
  for (let minute = 0; minute < 4; minute += 1) {
    await there.minute(40)
    await there.minute(20, { alias: '1' })
  }
  const { decision } = await there.gray.rollouts.tick()
  const [{ metrics, blind }] = decision.functions
  const errors = metrics.find(({ metric }) => metric === 'errors')
  assert.equal(blind, undefined)
  assert.ok(errors.calls + errors.stableCalls <= 160, JSON.stringify(errors))
  assert.ok(errors.calls + errors.stableCalls >= 80, JSON.stringify(errors))
})

test('an asynchronous call that fails and is tried again counts once', async (t) => {
  const there = await published(t, { delays: { retryMs: 1 } })
  there.code('shop', 'two', 1)
  await there.gray.rollouts.start(there.inputs, { policy: POLICY })
  await there.minute(20, { type: 'Event', outage: 1 })
  const { ClsTopicId } = await there.call('GetFunction', { FunctionName: 'shop' })
  const tries = async () => {
    const query = { TopicId: ClsTopicId, From: there.now - 60_000, To: there.now + 60_000, UseNewAnalysis: true }
    const QueryString = 'SCF_Message:Report* | select count(*) as n'
    const { AnalysisRecords } = await there.call(
      'SearchLog',
      { ...query, QueryString },
      { version: CLS, service: 'cls' },
    )
    return JSON.parse(AnalysisRecords[0]).n
  }
  // each is tried again twice
  await until(tries, (n) => n === 60)
  await there.minute(0)
  await there.minute(0)
  await there.minute(0)
  const { decision } = await there.gray.rollouts.tick()
  const { calls, bad, stableCalls, stableBad } = decision.functions[0].metrics[0]
  assert.deepEqual([calls + stableCalls, bad + stableBad], [20, 20])
})

test('a function without a log topic is refused before anything is written', async (t) => {
  const there = await world({ names: ['shop'] })
  t.after(() => there.close())
  there.code('shop', 'one')
  const { functions } = there.inputs
  const inputs = { functions: { shop: { ...functions.shop, cls: {} } } }
  await there.gray.deploy({ ...there.inputs, publish: true, traffic: 0 })
  await there.gray.deploy(inputs)
  there.code('shop', 'two')
  const before = there.emulator.history.length
  await assert.rejects(there.gray.rollouts.start(inputs, { policy: POLICY }), { code: 'NoLogTopic', class: 'refused' })
  assert.equal(there.emulator.history.length, before)
})

test('an hour without logs is neither failed nor passed: it pauses and says why', async (t) => {
  const there = await published(t)
  there.code('shop', 'two', 0.005)
  await there.gray.rollouts.start(there.inputs, { policy: POLICY })
  await watched(there, 60, 3)
  there.emulator.setFaults([{ action: 'SearchLog', fault: 'refuse', code: 'InternalError' }])
  const last = (await watched(there, 60, 60)).at(-1)
  assert.equal(last.state, 'paused', JSON.stringify(last.decision, undefined, 1))
  assert.deepEqual(last.decision.why.params, { function: 'shop', why: 'unavailable' })
  assert.deepEqual(there.shares('shop', '$LATEST').slice(-1), [0.05])
})
