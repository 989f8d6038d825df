// A rollout whose monitor is down: the default source of figures.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { world } from './world.js'

/** @type {(() => Promise<void>)[]} */
const open = []
after(() => Promise.all(open.map((close) => close())))

test('an hour without the monitor is neither failed nor passed: it pauses, says why, and is judged again afterwards', async () => {
  const there = await world()
  open.push(() => there.close())
  there.code('shop', 'one', 0.005)
  await there.gray.deploy({ ...there.inputs, publish: true, traffic: 0 })
  for (let minute = 0; minute < 5; minute += 1) await there.minute(60)
  there.code('shop', 'two', 0.005)
  await there.gray.rollouts.start(there.inputs, { policy: { steps: [{ traffic: '5%', for: '5m' }] } })
  there.emulator.setFaults([{ action: 'GetMonitorData', fault: 'refuse', code: 'InternalError' }])
  let last
  for (let minute = 0; minute < 60; minute += 1) {
    await there.minute(minute < 3 ? 60 : 0)
    last = await there.gray.rollouts.tick()
    assert.ok(!last.ended, JSON.stringify(last.decision, undefined, 1))
  }
  assert.equal(last.state, 'paused')
  assert.equal(last.decision.functions[0].blind, 'unavailable')
  assert.deepEqual(there.shares('shop', '$LATEST').slice(-1), [0.05])

  // paused as it is, it goes back as soon as the figures show why
  there.emulator.setFaults([])
  for (let minute = 0; minute < 8; minute += 1) {
    await there.minute(60, { bad: 'two' })
    last = await there.gray.rollouts.tick()
    if (last.ended) break
  }
  assert.equal(last.state, 'rolledBack', JSON.stringify(last.decision, undefined, 1))
})
