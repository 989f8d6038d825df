// A rollout whose monitor is slow, busy or down: the default source of figures.
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

test('a monitor that shows the last minutes late, spells $latest small and refuses calls takes no good code back', async () => {
  const names = ['shop', 'mail']
  const there = await world({ names })
  open.push(() => there.close())
  for (const name of names) there.code(name, 'one', 0.01)
  await there.gray.deploy({ ...there.inputs, publish: true, traffic: 0 })
  for (let minute = 0; minute < 5; minute += 1) await there.minute(60)
  for (const name of names) there.code(name, 'two', 0.01)
  there.emulator.setFaults([
    { action: 'GetMonitorData', fault: 'late-points', minutes: 2 },
    { action: 'GetMonitorData', fault: 'latest-spelling', spelling: '$latest' },
    { action: 'GetMonitorData', fault: 'rate-limit', chance: 0.2 },
  ])
  const policy = {
    steps: [
      { traffic: '25%', for: '6m' },
      { traffic: '50%', for: '6m' },
    ],
    // how long a call takes here is a matter of this machine's load
    guard: { wager: { errors: 0.8, platform: 0.2 } },
  }
  await there.gray.rollouts.start(there.inputs, { policy })
  let last = await there.gray.rollouts.read()
  for (let minute = 1; !last.ended; minute += 1) {
    assert.ok(minute < 40, JSON.stringify(last))
    await there.minute(60)
    last = await there.gray.rollouts.tick()
    // what was asked was answered, in spite of all
    assert.deepEqual([...new Set(last.decision.functions.map(({ blind }) => blind))], [undefined])
    if (minute === 6) {
      assert.ok(last.decision.functions.every(({ metrics }) => metrics[0].calls > 0 && metrics[0].stableCalls > 0))
    }
  }
  assert.equal(last.state, 'done', JSON.stringify(last.decision.why))
  for (const name of names) assert.deepEqual(there.shares(name, '$LATEST').slice(-3), [0.25, 0.5, 0], name)
})
